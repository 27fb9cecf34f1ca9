"""Recognising notes that people wrote by hand.

Of every issue it is found out which paper it is about, and by what that is known; what the sources say
of the paper; or why the issue is left to a person. Nothing is written.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from paper_notes.doors.sqlite.store import Store
from paper_notes.rules.library.elsewhere import described
from paper_notes.rules.library.finding import find
from paper_notes.rules.library.noted import Noted
from paper_notes.rules.library.notes import recognised_record, status_of
from paper_notes.values.adoption import Candidate, Case, Choice
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.errors import PapersError
from paper_notes.values.locator import Locator, locate
from paper_notes.values.model import Fetch, Fetched, Issue, Note, Paper, Seek, Status
from paper_notes.values.reference import IssueNumber, IssueUrl, parse_reference
from paper_notes.values.refusal import masked
from paper_notes.values.text import body
from paper_notes.values.text.compose import room_beside
from paper_notes.values.text.incoming import says_nothing
from paper_notes.values.text.jotted import rating_in, read_day_in
from paper_notes.values.text.recognise import Recognised, recognise
from paper_notes.values.text.title_match import title_key

AT_ONCE = 100
"""Papers that the sources are asked about at a time."""

MOST_CANDIDATES = 10
"""Of one issue that the sources are asked about: one with more of them is a list of papers."""

LEAST_ROOM = 1_500
"""Characters, as `size` counts them, in which even a short managed block has its place."""

TELLING = 12
"""Letters of a title that can be that of one paper alone."""

UNMISTAKABLE = 16
"""The same of one that is looked for on arXiv, where nothing else tells the paper."""

NAMELESS = "its paper is not on arXiv, and its title is not the paper's"
NAME_IT = "Change the title of the issue to that of the paper."

NOWHERE = "its link is not the address of a web page"

ALIKE = 3
"""Letters that two words begin with to be alike."""


class Survey:
    """Looks at the issues of one library, and asks the sources about the papers in them."""

    def __init__(
        self,
        store: Store,
        fetch: Fetch,
        seek: Seek | None = None,
        *,
        topics: Callable[[Iterable[str]], tuple[str, ...]],
        guess: Callable[[Paper], Sequence[str]],
        trusts: Callable[[Issue], bool],
        skips: Callable[[Issue], bool],
        today: str,
        progress: Callable[[str], None],
    ) -> None:
        """Take where the issues are, and who knows papers.

        Args:
            store: the library.
            fetch: asks the sources.
            seek: looks for the titles of issues that name no paper; None not to look for them.
            topics: returns the topics that labels mean.
            guess: returns the topics of a paper.
            trusts: whether the author of an issue may have notes here.
            skips: whether the reader has said of an issue that it is no note.
            today: the day it is, as ISO text.
            progress: told how far it is, and at the end nothing.

        """
        self._store = store
        self._fetch = fetch
        self._seek = seek
        self._topics = topics
        self._guess = guess
        self._trusts = trusts
        self._skips = skips
        self._today = today
        self._progress = progress
        self._noted = Noted(store)

    def look(self, choice: Choice) -> Iterator[Case]:
        """Yield what each issue is, in the order of their numbers; references that mean none come first."""
        found, failed = self._chosen(choice)
        yield from failed
        looked_at = (self._first_look(issue, choice.meant) for issue in found)
        done = recognised = 0
        for some in _together(looked_at):
            self._progress(f"Looking at issues: {done:,} of {len(found):,}")
            for case in self._judged(some):
                if case.kind == "recognised" and recognised == choice.limit:
                    self._progress("")
                    return
                recognised += case.kind == "recognised"
                yield case
            done += len(some)
        self._progress("")

    # -- which issues ---------------------------------------------------------------------

    def _chosen(self, choice: Choice) -> tuple[list[Issue], list[Case]]:
        """Return the issues to be looked at, oldest first, and the references that mean none."""
        if not choice.refs:
            return self._all(choice.labels), []
        found: dict[int, Issue] = {}
        failed = []
        for ref in choice.refs:
            try:
                issue = self._meant(ref)
                found[_number(issue)] = issue
            except PapersError as error:
                failed.append(Case(masked(ref), "failed", why=error.message, remedy=error.remedy))
        return [found[number] for number in sorted(found)], failed

    def _all(self, labels: Collection[str]) -> list[Issue]:
        wanted = {label.casefold() for label in labels}
        chosen = (
            issue
            for issue in self._store.issues()
            if issue.number is not None
            and wanted <= {label.casefold() for label in issue.labels}
            and self._trusts(issue)
        )
        return sorted(chosen, key=_number)

    def _meant(self, ref: str) -> Issue:
        reference = parse_reference(ref)
        if not isinstance(reference, IssueNumber | IssueUrl):
            note = find(self._store, ref)
            assert note.key is not None
            return self._store.issue(note.key)
        issue = self._store.issue_numbered(reference.number)
        elsewhere = isinstance(reference, IssueUrl) and (
            f"/{reference.repository}/issues/".lower() not in (issue.url or "").lower() if issue else False
        )
        if issue is None or elsewhere:
            raise PapersError(f"There is no issue #{reference.number} here.", "See them: papers list --web")
        if not self._trusts(issue):
            raise PapersError(
                f"#{reference.number} is by {issue.author}, who is not trusted here.",
                f'If you trust them: trusted = ["{issue.author}"] in papers.toml',
            )
        return issue

    # -- what an issue says -----------------------------------------------------------------

    def _first_look(self, issue: Issue, meant: ArxivId | Locator | None) -> "_Open":
        case = self._case(issue)
        if body.find(issue.body) is not None:
            return _Open(self._managed(case, issue, meant))
        if body.broken(issue.body):
            why = "its managed block is damaged"
            return _Open(case._replace(kind="blocked", why=why, remedy="Undo that in its edit history."))
        if issue.state_reason == "duplicate" and meant is not None:
            why = "It is closed as a duplicate, so it is no note."
            return _Open(
                case._replace(kind="failed", why=why, remedy="If it is one, reopen it on GitHub first.")
            )
        if issue.state_reason == "duplicate":
            return _Open(case._replace(kind="skipped", why="it is closed as a duplicate"))
        if meant is not None:
            return self._named(case, issue, meant)
        if self._skips(issue):
            return _Open(case._replace(kind="skipped", why="[adopt] in papers.toml leaves it out"))
        found = recognise(issue.title, issue.body)
        if found.certain and found.arxiv_id:
            return _Open(case._replace(by=found.by), (found.arxiv_id,))
        if found.certain and found.url and says_nothing(issue.title):
            return _Open(case._replace(kind="blocked", why=NAMELESS, remedy=NAME_IT))
        if found.certain and found.url and not _is_address(found.url):
            return _Open(case._replace(kind="blocked", why=NOWHERE, remedy="Mend the link in it."))
        if found.certain and found.url:
            record = recognised_record(issue)
            return _Open(case._replace(by=found.by, paper=record.paper if record else None))
        if found.candidates or found.url:
            named = case._replace(kind="uncertain", why=_why(found))
            pages = [Candidate(found.url)] if found.url else []
            return _Open(named, found.candidates[:MOST_CANDIDATES], tuple(pages))
        return self._below(case, issue)

    def _managed(self, case: Case, issue: Issue, meant: ArxivId | Locator | None) -> Case:
        """Return the case of an issue with a block: whatever the reader says, the block says the paper."""
        note = self._store.note(issue.key) if issue.key is not None else None
        paper = note.paper if note else None
        if meant is None or (paper is not None and meant.canonical == paper.id):
            return case._replace(kind="managed", paper=paper)
        about = f"about {paper.id}" if paper else "which says what it is about"
        return case._replace(
            kind="failed",
            paper=paper,
            why=f"It has a managed block, {about}.",
            remedy="If that is wrong, take the block out on GitHub first.",
        )

    def _named(self, case: Case, issue: Issue, meant: ArxivId | Locator) -> "_Open":
        if isinstance(meant, ArxivId):
            return _Open(case._replace(by="you"), (meant.base,))
        if says_nothing(issue.title):
            return _Open(case._replace(kind="blocked", why=NAMELESS, remedy=NAME_IT))
        described_as = described(issue.title, [meant.url or meant.id])
        assert isinstance(described_as, Paper)
        return _Open(case._replace(by="you", paper=described_as))

    def _below(self, case: Case, issue: Issue) -> "_Open":
        """Look into the author's first comment, where an issue itself names no paper."""
        if not issue.comments or issue.number is None:
            return self._titled(case, issue)
        comment = self._store.first_comment(issue.number, issue.author)
        found = recognise(issue.title, comment.body) if comment else None
        if found is None or not found.candidates:
            return self._titled(case, issue)
        why = "only its first comment names a paper"
        return _Open(case._replace(kind="uncertain", why=why), found.candidates[:MOST_CANDIDATES])

    def _titled(self, case: Case, issue: Issue) -> "_Open":
        """Look for a paper that is called like the issue: for one alone, of the same title."""
        name = _name_in(issue.title)
        key = title_key(name)
        if self._seek is None or len(key) < UNMISTAKABLE:
            return _Open(case._replace(kind="other", why="it names no paper"))
        self._progress(f"Searching arXiv for the title of {case.ref}")
        answer = self._seek(name)
        if answer.silent is not None:
            return _Open(case._replace(kind="silent", why=answer.silent, remedy="Try again later."))
        alike = {paper.id: paper for paper in answer.papers if title_key(paper.title) == key}
        if len(alike) > 1:
            why = "arXiv has several papers of its title"
            return _Open(case._replace(kind="uncertain", why=why), tuple(alike))
        if not alike:
            return _Open(case._replace(kind="other", why="it names no paper, nor does arXiv have its title"))
        return _Open(case._replace(by="search", paper=alike.popitem()[1]))

    def _case(self, issue: Issue) -> Case:
        status = status_of(issue)
        return Case(
            f"#{issue.number}",
            "recognised",
            issue,
            status=status,
            topics=self._topics(issue.labels),
        )

    # -- with what the sources say ------------------------------------------------------------

    def _judged(self, waiting: Sequence["_Open"]) -> Iterator[Case]:
        ids = list(dict.fromkeys(paper_id for one in waiting for paper_id in one.asked))
        fetched = self._fetch(ids) if ids else Fetched({})
        for one in waiting:
            case = _with_paper(one, fetched)
            yield self._finished(case) if case.kind == "recognised" else case

    def _finished(self, case: Case) -> Case:
        """Complete a recognised case with all that only those have."""
        issue, paper = case.issue, case.paper
        assert issue is not None
        assert paper is not None
        case = case._replace(differs=case.by != "you" and _differs(issue.title, paper))
        if kept := self._noted.kept(paper, issue):
            return case._replace(kind="duplicate", kept=kept.name)
        if room_beside(issue.body) < LEAST_ROOM:
            why = "its text leaves no room for a managed block"
            return case._replace(kind="blocked", why=why, remedy="Move some of it into a comment.")
        self._noted.tell(Note(paper, case.status or Status.TO_READ, number=issue.number, url=issue.url))
        read_on = read_day_in(issue.body, self._today) if case.status and case.status.closed else None
        return case._replace(
            guessed=tuple(self._guess(paper)),
            rating=rating_in(issue.body),
            read_on=read_on,
        )


class _Open(NamedTuple):
    """A case on which the sources have not been heard yet."""

    case: Case
    asked: tuple[str, ...] = ()
    """The arXiv ids that they are to be asked about: of a recognised one its paper, else candidates."""
    pages: tuple[Candidate, ...] = ()
    """Candidates that nobody can be asked about."""


def _together(looked_at: Iterable[_Open]) -> Iterator[list[_Open]]:
    """Yield cases in groups, about each of which the sources can be asked at once."""
    some: list[_Open] = []
    ids: set[str] = set()
    for one in looked_at:
        if some and len(ids.union(one.asked)) > AT_ONCE:
            yield some
            some, ids = [], set()
        some.append(one)
        ids.update(one.asked)
    if some:
        yield some


def _with_paper(one: _Open, fetched: Fetched) -> Case:
    """Return a case with what the sources say of its paper, or of its candidates."""
    case = one.case
    if case.kind == "uncertain":
        return _chosen_by_name(one, fetched)
    if case.kind != "recognised" or case.paper is not None:
        return case
    (paper_id,) = one.asked
    if paper := fetched.papers.get(paper_id):
        return case._replace(paper=paper)
    asked = Paper(paper_id, "", source="reader", pending=True)
    if paper_id in fetched.missing:
        return case._replace(kind="unknown", paper=asked, why=f"arXiv has no paper {paper_id}")
    why = fetched.silent.get(paper_id, "no source answered")
    return case._replace(kind="silent", paper=asked, why=why, remedy="Try again later.")


def _chosen_by_name(one: _Open, fetched: Fetched) -> Case:
    """Return an uncertain case with its candidates; recognised, if the title is that of one of them."""
    titles = {paper_id: paper.title for paper_id, paper in fetched.papers.items()}
    candidates = (*(Candidate(paper_id, titles.get(paper_id)) for paper_id in one.asked), *one.pages)
    case = one.case._replace(candidates=candidates)
    assert case.issue is not None
    names = _names_in(case.issue.title)
    alike = [paper_id for paper_id in one.asked if title_key(titles.get(paper_id, "")) in names]
    if len(alike) == 1:
        return case._replace(kind="recognised", by="name", paper=fetched.papers[alike[0]], why=None)
    return case


def _name_in(title: str) -> str:
    """Return what a title calls its paper, without marks, a venue in front, and authors behind."""
    bare = re.sub(_MARKS, " ", title, flags=re.IGNORECASE).rpartition("|")[2]
    return re.sub(r",\s*[^,]*\+.*", "", bare).strip()


def _names_in(title: str) -> set[str]:
    """Return what a title may call a paper, as keys to compare: whole, and without the marks people add."""
    bare = re.sub(_MARKS, " ", title, flags=re.IGNORECASE)
    pieces = (title, bare, bare.rpartition("|")[2], bare.partition(", ")[0])
    return {key for piece in pieces if len(key := title_key(piece)) >= TELLING}


_MARKS = r"\[[^\[\]]*\]|【[^【】]*】|^\W*\d{4}\s*[:：]|^\W*(?:read|paper)\b\s*[:：]?"
"""What people put around a paper's title: `[2018]`, `【論文】`, `🚧 2018:`, `Read`."""


def _number(issue: Issue) -> int:
    return issue.number or 0


def _is_address(url: str) -> bool:
    try:
        return locate(url) is not None
    except PapersError:
        return False


def _why(found: Recognised) -> str:
    if len(found.candidates) > 1:
        return "it names several papers"
    return "it names a paper in passing" if not found.url else "it names a paper, and a page elsewhere"


def _differs(title: str, paper: Paper) -> bool:
    """Tell whether a title in words that could be the paper's has none of them, nor one that begins alike.

    People have nicknames for papers: `ResNet` will do for residual networks, or a word of the abstract.
    """
    words, others = _words(title), _words(paper.title)
    alike = {word[:ALIKE] for word in words} & {word[:ALIKE] for word in others}
    return bool(words and others) and not alike and words.isdisjoint(_words(paper.abstract or ""))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.casefold())) - {"paper", "note", "notes", "https", "arxiv"}
