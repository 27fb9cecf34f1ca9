"""What becomes of issues that people open by hand: the rule behind `papers intake`.

Every run looks at all of them, as GitHub has them now. An event only says who has done something:
workflows may start late, in any order, twice, or (of several that wait) not at all, and the
outcome has to be that of once.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from paper_notes.rules.library.elsewhere import described
from paper_notes.rules.library.library import Library
from paper_notes.rules.library.noted import Noted
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.errors import HandEditedError, PapersError, TokenError, TrackerError, UsageError
from paper_notes.values.events import ABOUT_ONE_ISSUE, BY_OURSELVES, Event, Person
from paper_notes.values.locator import Locator
from paper_notes.values.model import Comment, Fetch, Fetched, Issue, Label, Note, Paper, Reaction
from paper_notes.values.news import renewed
from paper_notes.values.outcome import Managed, Outcome
from paper_notes.values.text.commands import is_command, orders_in
from paper_notes.values.text.incoming import Incoming, incoming, says_nothing
from paper_notes.values.text.neutral import neutralise
from paper_notes.values.tracker import Tracker

RECENT = timedelta(days=7)
"""So long a link with thoughts, under a title of its own, is taken for one that no run has seen.
Older ones are notes by hand, which only their reader may have managed."""

BEFORE_EVENT = timedelta(hours=1)
BEFORE_ALL = timedelta(days=14)
"""How far back commands are looked for that no run has seen: in a run for an event, and in any other."""

GONE = ("deleted", "transferred")
"""Actions after which the issue is not here any more."""


Kind = Literal["completed", "pending", "duplicate", "answered", "obeyed", "refused", "gone", "left", "failed"]


class Step(NamedTuple):
    """What became of one issue or comment, or of the event."""

    number: int | None
    title: str
    kind: Kind
    said: str
    """What was done, or why nothing was, as a sentence."""
    remedy: str | None = None
    note: Note | None = None


BY_HAND = "it is a note by hand, more than a week old; papers intake --issue takes it in"
ELSEWHERE = "This paper is not on arXiv, so nothing is known about it but where it is."
TELL_TITLE = "Change the title of this issue to that of the paper."


class Answers(NamedTuple):
    """What is said to people below their issues."""

    duplicate: str
    """With `{note}`, the note that is there."""
    unresolved: str
    """With `{wrong}` and `{remedy}`."""


ANSWERS = {
    "en": Answers(
        "Duplicate of {note}: that note is about the same paper. "
        "What you wrote here stays here; reopen this issue to keep both.",
        "This could not be made into a note: {wrong} {remedy}\n\nEdit the issue, and it is looked at again.",
    ),
    "ko": Answers(
        "Duplicate of {note}: 같은 논문의 노트가 이미 있습니다. "
        "여기 쓰신 글은 그대로 남습니다. 둘 다 두려면 이 이슈를 다시 열어 주세요.",
        "노트로 만들지 못했습니다: {wrong} {remedy}\n\n이슈를 고치면 다시 확인합니다.",
    ),
    "ja": Answers(
        "Duplicate of {note}: 同じ論文のノートがすでにあります。"
        "ここに書いた文章はそのまま残ります。両方残す場合は、この issue を再度開いてください。",
        "ノートにできませんでした: {wrong} {remedy}\n\nissue を編集すると、もう一度確認します。",
    ),
}
"""By language. They begin with the words by which GitHub, too, knows a duplicate."""


def mark(what: str) -> str:
    """Return what nobody sees in a comment of ours, and what tells that it is one."""
    return f"<!-- papers:answer {what} -->"


class Gate:
    """Lets an event through if both who caused it and whose issue it is about are trusted."""

    def __init__(
        self, repository: str, trusts: Callable[[str, str], bool], may_label: Callable[[str], bool]
    ) -> None:
        """Take the repository, who is trusted by login and association, and whom GitHub lets label."""
        self._repository = repository
        self._trusts = trusts
        self._may_label = may_label

    def refusal(self, event: Event) -> str | None:
        """Return why nothing is done about an event; None if there is no reason."""
        if event.repository and event.repository.casefold() != self._repository.casefold():
            return "It happened in another repository."
        if event.kind in BY_OURSELVES:
            return None
        if event.kind not in ABOUT_ONE_ISSUE:
            return "Strangers can cause such an event, and it says nothing about an issue."
        if event.pull_request:
            return "It is about a pull request."
        if not self._is_trusted(event.author):
            return "The issue is by somebody who is not trusted here."
        if self._is_trusted(event.sender):
            return None
        if event.sender.bot:
            return "A bot did it, and is not trusted here."
        somebody = event.sender.login and event.sender.association is None
        if somebody and self._may_label(event.sender.login):
            return None
        return "Somebody who is not trusted here did it."

    def _is_trusted(self, person: Person) -> bool:
        # What an app does counts only if the reader has named the app.
        return self._trusts(person.login, "NONE" if person.bot else person.association or "NONE")


class Triage:
    """Looks after everything that people left for us in one repository."""

    def __init__(
        self,
        library: Library,
        tracker: Tracker,
        *,
        label_of: Callable[[str], Label],
        trusts: Callable[[Comment], bool],
        ask_arxiv: Fetch,
        language: str,
        now: str,
    ) -> None:
        """Take where the issues are, and how people are answered.

        Args:
            library: changes notes.
            tracker: answers people.
            label_of: returns the label of a topic; raises UsageError if there is none.
            trusts: whether a comment's author is trusted.
            ask_arxiv: asks arXiv itself, and nobody in its stead.
            language: of the answers.
            now: the time, as ISO text.

        """
        self._library = library
        self._store = library.store
        self._tracker = tracker
        self._label_of = label_of
        self._trusts = trusts
        self._ask_arxiv = ask_arxiv
        self._answers = ANSWERS.get(language, ANSWERS["en"])
        self._now = datetime.fromisoformat(now)
        self._seen = set[int | None]()
        self._failed = set[int | None]()
        """Issues that could not be taken in, or whose command failed: they take no further ones."""
        self._silence = False
        """Whether the sources were asked in vain already: once is enough."""

    def run(self, event: Event | None = None, numbers: Sequence[int] = ()) -> Iterator[Step]:
        """Look after everything, the issues numbered in any case; say why if the event's is left."""
        named = [*numbers, *([event.number] if event and event.number and event.kind == "issues" else ())]
        with self._library.attending():
            if event is not None and event.action in GONE:
                yield from self._gone(event)
                named = []
            elif event is None:
                self._tracker.prepare()
            yield from self._take_in(named, numbers)
            yield from self._fill_in()
            yield from self._obey(event)

    # -- issues that are to become notes ----------------------------------------------

    def _take_in(self, named: Sequence[int], wanted: Sequence[int]) -> Iterator[Step]:
        waiting = list[tuple[Issue, Incoming]]()
        candidates = list(self._candidates(named))
        yield from self._others(set(named) - {issue.number for issue in candidates})
        for issue in candidates:
            asked = incoming(issue)
            if asked.kind == "other":
                if issue.number in named:
                    yield _left(issue, asked.wrong or "")
            elif issue.number not in wanted and not self._is_due(issue, asked):
                if issue.number in named:
                    yield _left(issue, BY_HAND)
            elif issue.number in named or self._is_worth_it(issue, asked):
                waiting.append((issue, asked))
        lacking = [asked.paper.base for _, asked in waiting if isinstance(asked.paper, ArxivId)]
        fetched = self._library.ask(list(dict.fromkeys(lacking)))
        self._silence = bool(fetched.silent)
        for issue, asked in waiting:
            self._seen.add(issue.number)
            try:
                yield self._take_in_one(issue, asked, fetched)
            except TokenError:
                raise
            except PapersError as error:
                self._failed.add(issue.number)
                yield Step(issue.number, issue.title, "failed", error.message, error.remedy)

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
                yield _left(issue, "its author is not trusted here")
            elif issue.state_reason == "duplicate":
                yield _left(issue, "it is closed as a duplicate")
            else:
                yield _left(issue, "it is a note already")

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
        paper_id = asked.paper.canonical
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
        wish = Managed(tuple(self._known(asked.topics)), rename=asked.placeholder)
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
            return _left(issue, f"it is closed, and {first.name} is about the same paper")
        if issue.state_reason == "reopened":
            return _left(issue, f"somebody reopened it, though {first.name} is about the same paper")
        # Said first: were it closed first, a run that breaks off would leave it without a word.
        self._tracker.answer(issue, self._answers.duplicate.format(note=first.name), mark("duplicate"))
        self._library.close_as_duplicate(issue)
        said = f"Closed as a duplicate of {first.name}."
        return Step(issue.number, issue.title, "duplicate", said, note=first)

    def _answer(self, issue: Issue, wrong: str, remedy: str) -> Step:
        if issue.state == "closed":
            return _left(issue, f"it is closed; {wrong}")
        # What is wrong quotes what was typed; the remedy is our own words.
        text = self._answers.unresolved.format(wrong=neutralise(wrong), remedy=remedy)
        new = self._tracker.answer(issue, text.strip(), mark("unresolved"))
        return Step(issue.number, issue.title, "answered" if new else "left", wrong, remedy)

    # -- notes that wait for a source ---------------------------------------------------

    def _fill_in(self) -> Iterator[Step]:
        notes = [note for note in self._store.incomplete() if note.number not in self._seen]
        lacking = [note.paper.id for note in notes if not note.paper.complete]
        fetched = Fetched({}) if self._silence else self._library.ask(lacking)
        for note in notes:
            try:
                yield _filled(self._library.fill_in(note, fetched))
            except TokenError:
                raise
            except HandEditedError:
                yield _left(self._store.issue(note.key or 0), "its managed block was changed by hand")
            except PapersError as error:
                yield Step(note.number, note.issue_title, "failed", error.message, error.remedy)

    # -- commands in comments -------------------------------------------------------------

    def _obey(self, event: Event | None) -> Iterator[Step]:
        """Carry out the commands that nobody has answered yet, in the order in which they were given."""
        waits = [self._now - (BEFORE_ALL if event is None else BEFORE_EVENT)]
        if event is not None and event.commented_at:
            waits.append(datetime.fromisoformat(event.commented_at))
        since = min(waits).strftime("%Y-%m-%dT%H:%M:%SZ")
        for page in self._tracker.comments(since):
            for comment in page.comments:
                note = self._commanded(comment)
                if note is None or note.number in self._failed:
                    continue
                if comment.id in page.reacted and not (
                    event is not None
                    and comment.id == event.comment
                    and not self._tracker.is_answered(comment)
                ):
                    continue
                yield self._obey_one(comment, note)

    def _commanded(self, comment: Comment) -> Note | None:
        """Return the note that a comment is a command for; None if it is none, or not of somebody trusted."""
        if not comment.body.startswith("/") or not self._trusts(comment):
            return None
        return self._store.note_numbered(comment.number) if is_command(comment.body) else None

    def _obey_one(self, comment: Comment, note: Note) -> Step:
        try:
            return self._answered(comment, note)
        except TokenError:
            raise
        except TrackerError as error:
            # It may have been carried out, or may be when GitHub is well again: a later run sees, before
            # it comes to what was commanded since.
            self._failed.add(note.number)
            return Step(note.number, note.issue_title, "failed", error.message, error.remedy, note)

    def _answered(self, comment: Comment, note: Note) -> Step:
        try:
            said = self._carry_out(comment, note)
        except (TokenError, TrackerError):
            raise
        except PapersError as error:
            misread = isinstance(error, UsageError)
            self._tracker.react(comment, Reaction.UNCLEAR if misread else Reaction.FAILED)
            return Step(note.number, note.issue_title, "refused", error.message, error.remedy, note)
        self._tracker.react(comment, Reaction.DONE)
        return Step(note.number, note.issue_title, "obeyed", said, note=note)

    def _carry_out(self, comment: Comment, note: Note) -> str:
        orders = orders_in(comment.body)
        assert orders is not None
        labels = [self._label_of(name) for name in orders.topics]
        if orders.refresh:
            paper = self._asked(note.paper)
            note = self._library.renew(note, lambda old: renewed(old, paper))
        if orders.status or labels:
            note = self._library.obey(
                note,
                status=orders.status,
                rating=orders.rating,
                day=datetime.fromisoformat(comment.created_at).astimezone().date().isoformat(),
                topics=labels,
            )
        stars = f", {note.rating} of 5" if note.rating else ""
        return f"It is {note.status}{stars}, about {', '.join(note.topics) or 'nothing'}."

    def _asked(self, paper: Paper) -> Paper:
        if paper.arxiv_id is None:
            raise PapersError("It is not on arXiv, so there is nobody to ask.")
        fetched = self._ask_arxiv([paper.id])
        if paper.id not in fetched.papers:
            why = fetched.silent.get(paper.id, f"arXiv has no paper {paper.id}")
            raise PapersError(f"It was not refreshed: {why}.", "Try again later.")
        return fetched.papers[paper.id]

    # -- issues that are gone -------------------------------------------------------------

    def _gone(self, event: Event) -> Iterator[Step]:
        issue = self._store.issue_numbered(event.number or 0)
        if issue is not None and self._library.forget(issue):
            yield Step(issue.number, issue.title, "gone", f"It was {event.action}.")


def _left(issue: Issue, why: str) -> Step:
    return Step(issue.number, issue.title, "left", f"Left alone: {why}.")


def _filled(outcome: Outcome) -> Step:
    note = outcome.note
    assert note is not None
    kind: Literal["pending", "completed"] = "completed" if note.paper.complete else "pending"
    return Step(note.number, note.issue_title, kind, outcome.remark or "", note=note)
