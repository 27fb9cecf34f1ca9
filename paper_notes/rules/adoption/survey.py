"""Recognising notes that people wrote by hand.

Of every issue it is found out which paper it is about, and by what that is known; what the sources say
of the paper; or why the issue is left to a person. Nothing is written.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from paper_notes.doors.sqlite.store import Store
from paper_notes.rules.adoption.first_look import FirstLook, Undecided
from paper_notes.rules.adoption.selection import Trusts, chosen
from paper_notes.rules.library.noted import Noted
from paper_notes.values.adoption import Candidate, Case, Choice
from paper_notes.values.model import Note, Paper, Status
from paper_notes.values.source import Fetch, Fetched
from paper_notes.values.text.called import differs, names_in
from paper_notes.values.text.compose import room_beside
from paper_notes.values.text.jotted import rating_in, read_day_in
from paper_notes.values.text.title_match import title_key

AT_ONCE = 100
"""Papers that the sources are asked about at a time."""

LEAST_ROOM = 1_500
"""Characters, as `size` counts them, in which even a short managed block has its place."""


class Survey:
    """Looks at the issues of one library, and asks the sources about the papers in them."""

    def __init__(
        self,
        store: Store,
        first_look: FirstLook,
        fetch: Fetch,
        fetch_otherwise: Fetch | None = None,
        *,
        guess: Callable[[Paper], Sequence[str]],
        trusts: Trusts,
        today: str,
        progress: Callable[[str], None],
    ) -> None:
        """Take where the issues are, and who knows papers.

        Args:
            store: the library.
            first_look: reads each issue.
            fetch: asks who answers about many papers at once.
            fetch_otherwise: asks also who answers about one at a time, on those that are to be written.
            guess: returns the topics of a paper.
            trusts: whether the author of an issue may have notes here.
            today: the day it is, as ISO text.
            progress: told how far it is, and at the end nothing.

        """
        self._store = store
        self._first_look = first_look
        self._fetch = fetch
        self._fetch_otherwise = fetch_otherwise
        self._guess = guess
        self._trusts = trusts
        self._today = today
        self._progress = progress
        self._noted = Noted(store)

    def look(self, choice: Choice) -> Iterator[Case]:
        """Yield what each issue is, in the order of their numbers; references that mean none come first."""
        found, failed = chosen(self._store, choice, self._trusts)
        yield from failed
        looked_at = (self._first_look(issue, meant) for issue, meant in found)
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

    def _judged(self, waiting: Sequence[Undecided]) -> Iterator[Case]:
        ids = list(dict.fromkeys(paper_id for one in waiting for paper_id in one.asked))
        fetched = self._fetch(ids) if ids else Fetched({})
        if self._fetch_otherwise is not None:
            fetched = _completed(waiting, fetched, self._fetch_otherwise)
        for one in waiting:
            case = _with_paper(one, fetched)
            yield self._finished(case) if case.kind == "recognised" else case

    def _finished(self, case: Case) -> Case:
        """Complete a recognised case with all that only those have."""
        issue, paper = case.issue, case.paper
        assert issue is not None
        assert paper is not None
        case = case._replace(differs=case.by != "you" and differs(issue.title, paper.title, paper.abstract))
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


def _together(looked_at: Iterable[Undecided]) -> Iterator[list[Undecided]]:
    """Yield cases in groups, about each of which the sources can be asked at once."""
    some: list[Undecided] = []
    ids: set[str] = set()
    for one in looked_at:
        if some and len(ids.union(one.asked)) > AT_ONCE:
            yield some
            some, ids = [], set()
        some.append(one)
        ids.update(one.asked)
    if some:
        yield some


def _completed(waiting: Sequence[Undecided], fetched: Fetched, fetch: Fetch) -> Fetched:
    """Return the same, with what others than arXiv say of those papers that are certain."""
    certain = dict.fromkeys(
        paper_id for one in waiting if one.case.kind == "recognised" for paper_id in one.asked
    )
    known = {paper_id for paper_id, paper in fetched.papers.items() if paper.complete} | fetched.missing
    more = fetch([paper_id for paper_id in certain if paper_id not in known])
    return fetched._replace(
        papers={**fetched.papers, **more.papers},
        missing=fetched.missing | more.missing,
        silent={**fetched.silent, **more.silent},
    )


def _with_paper(one: Undecided, fetched: Fetched) -> Case:
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
    return case._replace(kind="silent", paper=asked, why=why, remedy=f"{fetched.remedy}.")


def _chosen_by_name(one: Undecided, fetched: Fetched) -> Case:
    """Return an uncertain case with its candidates; recognised, if the title is that of one of them."""
    titles = {paper_id: paper.title for paper_id, paper in fetched.papers.items()}
    candidates = (*(Candidate(paper_id, titles.get(paper_id)) for paper_id in one.asked), *one.pages)
    case = one.case._replace(candidates=candidates)
    assert case.issue is not None
    names = names_in(case.issue.title)
    alike = [paper_id for paper_id in one.asked if title_key(titles.get(paper_id, "")) in names]
    if len(alike) == 1:
        return case._replace(kind="recognised", by="name", paper=fetched.papers[alike[0]], why=None)
    return case
