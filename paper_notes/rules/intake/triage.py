"""What becomes of issues that people open by hand: the rule behind `papers intake`.

Every run looks at all of them, as GitHub has them now. An event only says who has done something:
workflows may start late, in any order, twice, or (of several that wait) not at all, and the
outcome has to be that of once.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from paper_notes.rules.intake.arrivals import Arrivals, Met
from paper_notes.rules.intake.commands import Commands
from paper_notes.rules.intake.steps import Step, left
from paper_notes.rules.library.library import Library
from paper_notes.values.errors import HandEditedError, PapersError, TokenError
from paper_notes.values.events import Event
from paper_notes.values.outcome import Outcome
from paper_notes.values.source import Fetched
from paper_notes.values.tracker import Tracker

GONE = ("deleted", "transferred")
"""Actions after which the issue is not here any more."""


class Triage:
    """Looks after everything that people left for us in one repository."""

    def __init__(self, library: Library, tracker: Tracker, arrivals: Arrivals, commands: Commands) -> None:
        """Take where the issues are, what makes notes of new ones, and what obeys commands below notes."""
        self._library = library
        self._store = library.store
        self._tracker = tracker
        self._arrivals = arrivals
        self._commands = commands

    def run(self, event: Event | None = None, numbers: Sequence[int] = ()) -> Iterator[Step]:
        """Look after everything, the issues numbered in any case; say why if the event's is left."""
        named = [*numbers, *([event.number] if event and event.number and event.kind == "issues" else ())]
        with self._library.attending():
            if event is not None and event.action in GONE:
                yield from self._gone(event)
                named = []
            elif event is None:
                self._tracker.prepare()
            met = yield from self._arrivals.take_in(named, numbers)
            yield from self._fill_in(met)
            yield from self._commands.obey(event, met.failed)

    def _fill_in(self, met: Met) -> Iterator[Step]:
        """Complete the notes that wait for a source, except those of this run."""
        notes = [note for note in self._store.incomplete() if note.number not in met.numbers]
        lacking = [note.paper.id for note in notes if not note.paper.complete]
        fetched = Fetched({}) if met.silent else self._library.ask(lacking)
        for note in notes:
            try:
                yield _filled(self._library.fill_in(note, fetched))
            except TokenError:
                raise
            except HandEditedError:
                yield left(self._store.issue(note.key or 0), "its managed block was changed by hand")
            except PapersError as error:
                yield Step(note.number, note.issue_title, "failed", error.message, error.remedy)

    def _gone(self, event: Event) -> Iterator[Step]:
        """Forget an issue that is not here any more."""
        issue = self._store.issue_numbered(event.number or 0)
        if issue is not None and self._library.forget(issue):
            yield Step(issue.number, issue.title, "gone", f"It was {event.action}.")


def _filled(outcome: Outcome) -> Step:
    note = outcome.note
    assert note is not None
    kind: Literal["pending", "completed"] = "completed" if note.paper.complete else "pending"
    return Step(note.number, note.issue_title, kind, outcome.remark or "", note=note)
