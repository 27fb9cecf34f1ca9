"""The values that pass through the whole program, and nothing else.

They are NamedTuples, not dataclasses: as immutable, and a seventh of the time to
define, which every start of `papers` pays. Dates are ISO text, as GitHub, arXiv and
SQLite have them; times are UTC and end in `Z`.
"""

from enum import StrEnum
from typing import Any, NamedTuple


class Status(StrEnum):
    """Where a reader stands with a paper."""

    TO_READ = "to-read"
    READING = "reading"
    READ = "read"
    DROPPED = "dropped"

    @property
    def closed(self) -> bool:
        """Whether a note with this status is a closed issue."""
        return self in _CLOSED


_CLOSED = frozenset({Status.READ, Status.DROPPED})

READING_LABEL = "reading"
"""The label that tells `reading` from `to-read`: both are open issues."""


class Paper(NamedTuple):
    """What arXiv, or another source, says about one paper."""

    id: str
    """Identity: the arXiv id without version; for a paper elsewhere its DOI or URL."""
    title: str
    authors: tuple[str, ...] = ()
    """In the paper's order; at most the first 200 once it has been through an issue."""
    authors_total: int = 0
    abstract: str | None = None
    version: int | None = None
    """The latest version known."""
    published: str | None = None
    """Date of version 1, as the source gives it: a day or a full time, from DataCite at times a year."""
    updated: str | None = None
    """Date of the latest version known."""
    primary_category: str | None = None
    categories: tuple[str, ...] = ()
    """Primary first."""
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    """DOI of the published version, never arXiv's own `10.48550/…`."""
    url: str | None = None
    """The paper's page when it is not on arXiv."""
    source: str = "arxiv"
    """`arxiv`, `datacite`, `starter`, `import` or `reader`."""
    pending: bool = False
    """No source has answered yet: all but the id is still to be filled in."""

    @property
    def arxiv_id(self) -> str | None:
        """The id, if the paper is on arXiv."""
        return None if "://" in self.id or self.id.startswith("10.") else self.id

    @property
    def complete(self) -> bool:
        """Whether adding the paper again has nothing to fill in: not pending, not second-hand."""
        return not self.pending and self.source not in ("datacite", "starter")

    @property
    def year(self) -> int | None:
        """Year of the paper's first date."""
        return int(self.published[:4]) if self.published else None

    @property
    def link(self) -> str:
        """The page to send a reader to."""
        if self.arxiv_id:
            return f"https://arxiv.org/abs/{self.id}"
        return self.url or self.doi_url or self.id

    @property
    def doi_url(self) -> str:
        """The resolver's address of the DOI; empty without one."""
        doi = self.doi or (self.id if self.id.startswith("10.") else None)
        return f"https://doi.org/{doi}" if doi else ""

    @property
    def links(self) -> dict[str, str]:
        """Everything a reader may want to click, by name."""
        from paper_notes.values.locator import pdf_of  # `papers list` needs no links

        links: dict[str, str] = {}
        if self.arxiv_id:
            links["arxiv"] = f"https://arxiv.org/abs/{self.id}"
            links["pdf"] = f"https://arxiv.org/pdf/{self.id}"
            links["html"] = f"https://arxiv.org/html/{self.id}"
        if self.url:
            links["page"] = self.url
        if "://" in self.id and (pdf := pdf_of(self.id)):
            links["pdf"] = pdf
        if self.doi_url:
            links["doi"] = self.doi_url
        return links


class Record(NamedTuple):
    """What the managed block of one issue carries: the paper, and what GitHub has no field for."""

    paper: Paper
    rating: int | None = None
    """1 to 5, the reader's."""
    read_on: str | None = None
    """Day it was read or dropped, when we were told or did the closing ourselves."""
    added_on: str | None = None
    """Day the note was made, when that is not the day the issue was opened."""
    finishing: Status | None = None
    """The status that a new note was to have at once: creating an issue cannot close it.
    It means something only as long as the issue has never been closed."""


TRUSTED = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
"""The associations of those who may write to a repository; CONTRIBUTOR only means "has a commit"
(GitHub REST API, author_association)."""


class Issue(NamedTuple):
    """One issue, as the tracker has it. A local note is an issue without a number."""

    title: str
    body: str
    number: int | None = None
    state: str = "open"
    state_reason: str | None = None
    labels: tuple[str, ...] = ()
    author: str | None = None
    association: str = "OWNER"
    """GitHub's author_association; what trust rests on."""
    created_at: str = ""
    updated_at: str = ""
    closed_at: str | None = None
    url: str | None = None
    comments: int = 0
    assignees: tuple[str, ...] = ()
    key: int | None = None
    """The store's row; None until it has been saved."""


def readers_of(author: str | None, assignees: tuple[str, ...]) -> tuple[str, ...]:
    """Return who reads what an issue is about: its assignees, or without any its author, if a person."""
    return assignees or ((author,) if author and not author.endswith("[bot]") else ())


class Comment(NamedTuple):
    """What somebody wrote below an issue."""

    id: int
    number: int
    """Of the issue."""
    author: str | None
    association: str
    """GitHub's author_association, as for issues."""
    created_at: str
    updated_at: str
    url: str | None
    body: str


class Note(NamedTuple):
    """An issue of a trusted author about a paper, as the reader thinks of it."""

    paper: Paper
    status: Status
    topics: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    rating: int | None = None
    read_on: str | None = None
    added_on: str | None = None
    number: int | None = None
    url: str | None = None
    issue_title: str = ""
    author: str | None = None
    summary: str | None = None
    """The reader's own one-line summary, found in their text."""
    text: str = ""
    """The body without the managed block: the reader's own."""
    finishing: Status | None = None
    """Its creation was interrupted: the status it was to be given at once."""
    key: int | None = None
    """The store's row."""
    readers: tuple[str, ...] = ()
    """Who reads it in a group: the issue's assignees, or without any its author."""
    comments: tuple[Comment, ...] = ()
    """What trusted people wrote below it, oldest first; only the store knows them."""

    @property
    def name(self) -> str:
        """What to call the note in a message: `#12` or the paper's id."""
        return f"#{self.number}" if self.number is not None else self.paper.id

    def as_json(self) -> dict[str, Any]:
        """Return the note as every `--json` prints it."""
        paper = self.paper
        return {
            "id": paper.id,
            "arxiv_id": paper.arxiv_id,
            "version": paper.version,
            "title": paper.title,
            "authors": list(paper.authors),
            "authors_total": paper.authors_total,
            "abstract": paper.abstract,
            "published": paper.published,
            "updated": paper.updated,
            "primary_category": paper.primary_category,
            "categories": list(paper.categories),
            "comment": paper.comment,
            "journal_ref": paper.journal_ref,
            "doi": paper.doi,
            "source": paper.source,
            "pending": paper.pending,
            "topics": list(self.topics),
            "labels": list(self.labels),
            "status": str(self.status),
            "rating": self.rating,
            "read_on": self.read_on,
            "added_on": self.added_on,
            "number": self.number,
            "url": self.url,
            "issue_title": self.issue_title,
            "author": self.author,
            "readers": list(self.readers),
            "summary": self.summary,
            "text": self.text,
            "links": {**({"issue": self.url} if self.url else {}), **paper.links},
        }


class Label(NamedTuple):
    """A label as GitHub wants it: six hex digits without `#`, at most 50 and 100 characters."""

    name: str
    color: str
    description: str = ""
