"""What `papers adopt` finds out about issues that people wrote by hand."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from paper_notes.values.decisions import Meant
from paper_notes.values.model import Issue, Paper, Status
from paper_notes.values.text.incoming import says_nothing

Kind = Literal[
    "recognised",
    "adopted",
    "managed",
    "uncertain",
    "other",
    "duplicate",
    "blocked",
    "unknown",
    "silent",
    "skipped",
    "failed",
]

By = Literal["title", "link", "only", "page", "name", "search", "you"]


class Candidate(NamedTuple):
    """A paper that an issue may be about."""

    id: str
    title: str | None = None
    """None if no source said it."""


class Case(NamedTuple):
    """What was found out about one issue, and what came of it."""

    ref: str
    """`#12`, or the reference that was given if it means no issue."""
    kind: Kind
    """`recognised` is to be written, and `adopted` is; `managed` has a block already, `blocked` cannot
    have one; `other` is about no paper; of `unknown` and `silent` ones no source knows the paper, or
    none answered."""
    issue: Issue | None = None
    by: By | None = None
    """What tells the paper: the id in the title, a labelled link, the only link, a page elsewhere, the
    paper's own name in the title, a search for it, or the reader who said it."""
    paper: Paper | None = None
    """As it is to stand in the block; with a block, as it stands there."""
    candidates: tuple[Candidate, ...] = ()
    """Of an uncertain one, the likelier first."""
    kept: str | None = None
    """The note that is kept, of a duplicate."""
    why: str | None = None
    """As a clause, or the sentence of an error."""
    remedy: str | None = None
    differs: bool = False
    """The issue's title is in other words than the paper's: somebody may have pasted the wrong link."""
    status: Status | None = None
    topics: tuple[str, ...] = ()
    """Those that its labels mean."""
    guessed: tuple[str, ...] = ()
    """Those that would be guessed of the paper."""
    rating: int | None = None
    read_on: str | None = None
    """Those two as the reader wrote them in their text."""

    @property
    def nameless(self) -> bool:
        """Whether the issue is called by a link or a letter alone."""
        return self.issue is not None and says_nothing(self.issue.title)


class Choice(NamedTuple):
    """Which issues are to be looked at; all of them, unless something is named."""

    refs: Sequence[str] = ()
    meant: Meant = MappingProxyType({})
    """The papers that issues in `refs` are about, as the reader says."""
    labels: tuple[str, ...] = ()
    """Only issues with all of these."""
    limit: int | None = None
    """So many are to be recognised at most."""
