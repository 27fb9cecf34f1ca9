"""Issues that people opened by hand: which are to become notes, and what becomes of each."""

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from paper_notes.rules.intake.answers import ANSWERS, mark
from paper_notes.rules.intake.steps import Step, left
from paper_notes.rules.library.elsewhere import described
from paper_notes.rules.library.library import Library
from paper_notes.rules.library.noted import Noted
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.errors import PapersError, TokenError, UsageError
from paper_notes.values.locator import Locator
from paper_notes.values.model import Issue, Label, Note, Paper
from paper_notes.values.outcome import Managed
from paper_notes.values.source import Fetched
from paper_notes.values.text.incoming import Incoming, incoming, says_nothing
from paper_notes.values.text.neutral import neutralise
from paper_notes.values.tracker import Tracker

RECENT = timedelta(days=7)
"""So long a link with thoughts, under a title of its own, is taken for one that no run has seen.
Older ones are notes by hand, which only their reader may have managed."""

BY_HAND = "it is a note by hand, more than a week old; papers intake --issue takes it in"
ELSEWHERE = "This paper is not on arXiv, so nothing is known about it but where it is."
TELL_TITLE = "Change the title of this issue to that of the paper."


class Met(NamedTuple):
    """What a run has met by the time that all issues are taken in."""

    numbers: set[int | None]
    """The issues that were to become notes, whatever became of them."""
    failed: set[int | None]
    """Those of them that could not be taken in."""
    silent: bool
    """Whether the sources were asked in vain: once is enough."""


class Arrivals:
    """Takes in the issues of one repository that nothing of ours is in yet."""

    def __init__(
        self,
        library: Library,
        tracker: Tracker,
        *,
        label_of: Callable[[str], Label],
        language: str,
        now: datetime,
    ) -> None:
        """Take where the issues are, and how people are answered.

        Args:
            library: changes notes.
            tracker: answers people.
            label_of: returns the label of a topic; raises UsageError if there is none.
            language: of the answers.
            now: the time.

        """
        self._library = library
        self._store = library.store
        self._tracker = tracker
        self._label_of = label_of
        self._answers = ANSWERS.get(language, ANSWERS["en"])
        self._now = now

    def take_in(self, named: Sequence[int], wanted: Sequence[int]) -> Generator[Step, None, Met]:
        """Make notes of the issues that are due, and return which ones were met.

        Args:
            named: issues to be looked at in any case, and of which it is said why they are left.
            wanted: those that become notes even if nobody would take them for such.

        """
        waiting = list[tuple[Issue, Incoming]]()
        candidates = list(self._candidates(named))
        yield from self._others(set(named) - {issue.number for issue in candidates})
        for issue in candidates:
            asked = incoming(issue)
            if asked.kind == "other":
                if issue.number in named:
                    yield left(issue, asked.wrong or "")
            elif issue.number not in wanted and not self._is_due(issue, asked):
                if issue.number in named:
                    yield left(issue, BY_HAND)
            elif issue.number in named or self._is_worth_it(issue, asked):
                waiting.append((issue, asked))
        lacking = [asked.paper.id for _, asked in waiting if isinstance(asked.paper, ArxivId)]
        fetched = self._library.ask(list(dict.fromkeys(lacking)))
        failed = set[int | None]()
        for issue, asked in waiting:
            try:
                yield self._take_in_one(issue, asked, fetched)
            except TokenError:
                raise
            except PapersError as error:
                failed.add(issue.number)
                yield Step(issue.number, issue.title, "failed", error.message, error.remedy)
        return Met({issue.number for issue, _ in waiting}, failed, silent=bool(fetched.silent))

    def _candidates(self, named: Sequence[int]) -> Iterator[Issue]:
        """Yield the issues to be looked at that are of people who are trusted, oldest first."""
        for issue in self._store.unmanaged():
            if (issue.number in named or self._may_be_due(issue)) and self._store.is_trusted(issue):
                yield issue

    def _others(self, numbers: Iterable[int]) -> Iterator[Step]:
        """Say why issues that were named are not even looked at."""
        for number in sorted(numbers):
            issue = self._store.issue_numbered(number)
            if issue is None:
                yield Step(
                    number, "", "failed", f"There is no issue #{number}.", "See them: papers list --web"
                )
            elif not self._store.is_trusted(issue):
                yield left(issue, "its author is not trusted here")
            elif issue.state_reason == "duplicate":
                yield left(issue, "it is closed as a duplicate")
            else:
                yield left(issue, "it is a note already")

    def _may_be_due(self, issue: Issue) -> bool:
        """Tell at a glance whether an issue may wait for us: there may be thousands by hand."""
        return (
            self._is_recent(issue)
            or issue.body.lstrip().startswith("### ")
            or not any(character.isspace() for character in issue.body.strip())
            or says_nothing(issue.title)
        )

    def _is_due(self, issue: Issue, asked: Incoming) -> bool:
        return asked.kind != "thoughts" or asked.placeholder or self._is_recent(issue)

    def _is_worth_it(self, issue: Issue, asked: Incoming) -> bool:
        """Tell whether an issue would become a note, or its author has not been told why it does not.

        Who wrote it long ago is told nothing any more, and comments are most likely what we said.
        """
        if asked.paper is None or (isinstance(asked.paper, Locator) and asked.placeholder):
            return self._is_recent(issue) and issue.comments == 0
        return self._is_recent(issue) or self._first_note(issue, asked.paper, None) is None

    def _is_recent(self, issue: Issue) -> bool:
        return self._now - datetime.fromisoformat(issue.created_at) < RECENT

    def _take_in_one(self, issue: Issue, asked: Incoming, fetched: Fetched) -> Step:
        if asked.paper is None:
            return self._answer(issue, asked.wrong or "", asked.remedy or "")
        paper_id = asked.paper.id
        paper = fetched.papers.get(paper_id)
        first = self._first_note(issue, asked.paper, paper)
        if first is not None:
            return self._close_as_duplicate(issue, first)
        if paper_id in fetched.missing:
            return self._answer(issue, f"arXiv has no paper {paper_id}.", "Check the id.")
        if isinstance(asked.paper, Locator):
            if asked.placeholder:
                return self._answer(issue, ELSEWHERE, TELL_TITLE)
            found = described(issue.title, [asked.paper.url or asked.paper.id])
            paper = found if isinstance(found, Paper) else None
        topics = tuple(self._known(asked.topics))
        wish = Managed(topics, rename=asked.placeholder, to_read=asked.kind == "form")
        note = self._library.manage(issue, paper, paper_id, wish)
        if note.paper.pending:
            why = fetched.silent.get(paper_id, "no source answered")
            return Step(issue.number, note.issue_title, "pending", f"Pending: {why}.", note=note)
        return Step(issue.number, note.issue_title, "completed", f"Noted {paper_id}.", note=note)

    def _known(self, topics: Iterable[str]) -> Iterator[Label]:
        """Yield the labels of topics; the form may offer one that is no longer configured."""
        for name in topics:
            with contextlib.suppress(UsageError):
                yield self._label_of(name)

    def _first_note(self, issue: Issue, meant: ArxivId | Locator, paper: Paper | None) -> Note | None:
        """Return the note that an issue would double."""
        return Noted(self._store).kept(paper or meant, issue)

    def _close_as_duplicate(self, issue: Issue, first: Note) -> Step:
        if issue.state == "closed":
            return left(issue, f"it is closed, and {first.name} is about the same paper")
        if issue.state_reason == "reopened":
            return left(issue, f"somebody reopened it, though {first.name} is about the same paper")
        # Said first: were it closed first, a run that breaks off would leave it without a word.
        self._tracker.answer(issue, self._answers.duplicate.format(note=first.name), mark("duplicate"))
        self._library.close_as_duplicate(issue)
        said = f"Closed as a duplicate of {first.name}."
        return Step(issue.number, issue.title, "duplicate", said, note=first)

    def _answer(self, issue: Issue, wrong: str, remedy: str) -> Step:
        if issue.state == "closed":
            return left(issue, f"it is closed; {wrong}")
        # What is wrong quotes what was typed; the remedy is our own words.
        text = self._answers.unresolved.format(wrong=neutralise(wrong), remedy=remedy)
        new = self._tracker.answer(issue, text.strip(), mark("unresolved"))
        return Step(issue.number, issue.title, "answered" if new else "left", wrong, remedy)
