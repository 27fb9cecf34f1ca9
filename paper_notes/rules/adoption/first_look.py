"""What an issue says of itself: which paper it is about, or why nobody can be sure."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from paper_notes.doors.sqlite.store import Store
from paper_notes.rules.library.elsewhere import described
from paper_notes.rules.library.notes import recognised_record
from paper_notes.values.adoption import Candidate, Case
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.errors import PapersError
from paper_notes.values.locator import Locator, locate
from paper_notes.values.model import Issue, Paper, Status
from paper_notes.values.source import Seek
from paper_notes.values.text import body
from paper_notes.values.text.called import name_in
from paper_notes.values.text.incoming import says_nothing
from paper_notes.values.text.recognise import Recognised, recognise
from paper_notes.values.text.title_match import title_key

MOST_CANDIDATES = 10
"""Of one issue that the sources are asked about: one with more of them is a list of papers."""

UNMISTAKABLE = 16
"""Letters of a title that is looked for on arXiv, where nothing else tells the paper."""

NAMELESS = "its paper is not on arXiv, and its title is not the paper's"
NAME_IT = "Change the title of the issue to that of the paper."

NOWHERE = "its link is not the address of a web page"


class Undecided(NamedTuple):
    """A case on which the sources have not been heard yet."""

    case: Case
    asked: tuple[str, ...] = ()
    """The arXiv ids that they are to be asked about: of a recognised one its paper, else candidates."""
    pages: tuple[Candidate, ...] = ()
    """Candidates that nobody can be asked about."""


class FirstLook:
    """Reads issues, before anybody is asked about the papers in them."""

    def __init__(
        self,
        store: Store,
        seek: Seek | None = None,
        *,
        topics: Callable[[Iterable[str]], tuple[str, ...]],
        status: Callable[[Issue], Status | None],
        skips: Callable[[Issue], bool],
        progress: Callable[[str], None],
    ) -> None:
        """Take what else is known of an issue.

        Args:
            store: the library, for the comments below an issue, and for what its block says.
            seek: looks for the titles of issues that name no paper; None not to look for them.
            topics: returns the topics that labels mean.
            status: returns where the reader stands with an issue that has no block.
            skips: whether the reader has said of an issue that it is no note.
            progress: told which title is looked for.

        """
        self._store = store
        self._seek = seek
        self._topics = topics
        self._status = status
        self._skips = skips
        self._progress = progress

    def __call__(self, issue: Issue, meant: ArxivId | Locator | None) -> Undecided:
        """Return what an issue is; about the paper that is `meant`, if the reader says so."""
        case = self._case(issue)
        if body.find(issue.body) is not None:
            return Undecided(self._managed(case, issue, meant))
        if body.broken(issue.body):
            why = "its managed block is damaged"
            return Undecided(case._replace(kind="blocked", why=why, remedy="Undo that in its edit history."))
        if issue.state_reason == "duplicate" and meant is not None:
            why = "It is closed as a duplicate, so it is no note."
            return Undecided(
                case._replace(kind="failed", why=why, remedy="If it is one, reopen it on GitHub first.")
            )
        if issue.state_reason == "duplicate":
            return Undecided(case._replace(kind="skipped", why="it is closed as a duplicate"))
        if meant is not None:
            return self._named(case, issue, meant)
        if self._skips(issue):
            return Undecided(case._replace(kind="skipped", why="[adopt] in papers.toml leaves it out"))
        found = recognise(issue.title, issue.body)
        if found.certain and found.arxiv_id:
            return Undecided(case._replace(by=found.by), (found.arxiv_id,))
        if found.certain and found.url and says_nothing(issue.title):
            return Undecided(case._replace(kind="blocked", why=NAMELESS, remedy=NAME_IT))
        if found.certain and found.url and not _is_address(found.url):
            return Undecided(case._replace(kind="blocked", why=NOWHERE, remedy="Mend the link in it."))
        if found.certain and found.url:
            record = recognised_record(issue)
            return Undecided(case._replace(by=found.by, paper=record.paper if record else None))
        if found.candidates or found.url:
            named = case._replace(kind="uncertain", why=_why(found))
            pages = [Candidate(found.url)] if found.url else []
            return Undecided(named, found.candidates[:MOST_CANDIDATES], tuple(pages))
        return self._below(case, issue)

    def _managed(self, case: Case, issue: Issue, meant: ArxivId | Locator | None) -> Case:
        """Return the case of an issue with a block: whatever the reader says, the block says the paper."""
        note = self._store.note(issue.key) if issue.key is not None else None
        paper = note.paper if note else None
        case = case._replace(status=note.status if note else None)
        if meant is None or (paper is not None and meant.id == paper.id):
            return case._replace(kind="managed", paper=paper)
        about = f"about {paper.id}" if paper else "which says what it is about"
        return case._replace(
            kind="failed",
            paper=paper,
            why=f"It has a managed block, {about}.",
            remedy="If that is wrong, take the block out on GitHub first.",
        )

    def _named(self, case: Case, issue: Issue, meant: ArxivId | Locator) -> Undecided:
        if isinstance(meant, ArxivId):
            return Undecided(case._replace(by="you"), (meant.id,))
        if says_nothing(issue.title):
            return Undecided(case._replace(kind="blocked", why=NAMELESS, remedy=NAME_IT))
        described_as = described(issue.title, [meant.url or meant.id])
        assert isinstance(described_as, Paper)
        return Undecided(case._replace(by="you", paper=described_as))

    def _below(self, case: Case, issue: Issue) -> Undecided:
        """Look into the author's first comment, where an issue itself names no paper."""
        if not issue.comments or issue.number is None:
            return self._titled(case, issue)
        comment = self._store.first_comment(issue.number, issue.author)
        found = recognise(issue.title, comment.body) if comment else None
        if found is None or not found.candidates:
            return self._titled(case, issue)
        why = "only its first comment names a paper"
        return Undecided(case._replace(kind="uncertain", why=why), found.candidates[:MOST_CANDIDATES])

    def _titled(self, case: Case, issue: Issue) -> Undecided:
        """Look for a paper that is called like the issue: for one alone, of the same title."""
        name = name_in(issue.title)
        key = title_key(name)
        if self._seek is None or len(key) < UNMISTAKABLE:
            return Undecided(case._replace(kind="other", why="it names no paper"))
        self._progress(f"Searching arXiv for the title of {case.ref}")
        answer = self._seek(name)
        if answer.silent is not None:
            return Undecided(case._replace(kind="silent", why=answer.silent, remedy=f"{answer.remedy}."))
        alike = {paper.id: paper for paper in answer.papers if title_key(paper.title) == key}
        if len(alike) > 1:
            why = "arXiv has several papers of its title"
            return Undecided(case._replace(kind="uncertain", why=why), tuple(alike))
        if not alike:
            return Undecided(
                case._replace(kind="other", why="it names no paper, nor does arXiv have its title")
            )
        return Undecided(case._replace(by="search", paper=alike.popitem()[1]))

    def _case(self, issue: Issue) -> Case:
        return Case(
            f"#{issue.number}",
            "recognised",
            issue,
            status=self._status(issue),
            topics=self._topics(issue.labels),
        )


def _is_address(url: str) -> bool:
    try:
        return locate(url) is not None
    except PapersError:
        return False


def _why(found: Recognised) -> str:
    if len(found.candidates) > 1:
        return "it names several papers"
    return "it names a paper in passing" if not found.url else "it names a paper, and a page elsewhere"
