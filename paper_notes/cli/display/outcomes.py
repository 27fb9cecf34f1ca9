"""What became of each thing that was asked for, in sentences, rows, and JSON."""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn

import click

from paper_notes.cli.display.interruption import telling_how_far
from paper_notes.cli.display.narration import error_mark, say, say_below
from paper_notes.cli.display.output import line_of, on_terminal, print_json, print_lines
from paper_notes.cli.display.text import plain, shortened, stars
from paper_notes.values.errors import TokenError
from paper_notes.values.model import Note, Status
from paper_notes.values.refusal import masked

if TYPE_CHECKING:
    from paper_notes.values.outcome import Outcome


_MANY = 10
"""How many outcomes are taken in at a glance; more are counted in the end."""

_KINDS = {
    "added": "added",
    "changed": "changed",
    "exists": "unchanged",
    "pending": "pending",
    "skipped": "left out",
    "removed": "removed",
    "failed": "failed",
}


def finish(
    outcomes: "Iterable[Outcome]", *, as_json: bool, dry_run: bool, done: "Callable[[Outcome], str]"
) -> NoReturn:
    """Tell each outcome as it comes, print the notes, and end with 1 if any failed.

    What fails for a reason that was told already, such as a limit, is only named, all at the end. A token
    that is refused on the way is raised, but only when the JSON is printed with all outcomes before it.
    """
    told, failures, kinds = [], _Failures(), Counter[str]()
    refused: TokenError | None = None
    try:
        with telling_how_far(lambda: _counts(kinds), dry_run=dry_run):
            for outcome in outcomes:
                kinds[outcome.kind] += 1
                if as_json:
                    told.append(_outcome_json(outcome))
                if outcome.kind == "failed":
                    failures.tell(outcome)
                elif not (dry_run and outcome.kind in ("added", "changed")):
                    _tell(outcome, done)
                if outcome.note and not as_json and not on_terminal():
                    print_lines([line_of(outcome.note)])
    except TokenError as error:
        refused = error
    failures.tell_others()
    if kinds.total() > _MANY:
        say(_tally(kinds, dry_run=dry_run))
    if as_json:
        print_json(told)
    if refused is not None:
        failures.tell_stopped()
        raise refused
    sys.exit(int(failures.any))


def _tally(kinds: "Counter[str]", *, dry_run: bool) -> str:
    """Return how many came to what, for those whom the lines have run away from."""
    return f"{'Would be in' if dry_run else 'In'} all {kinds.total():,}: {_counts(kinds)}."


def _counts(kinds: "Counter[str]") -> str:
    return ", ".join(f"{kinds[kind]:,} {word}" for kind, word in _KINDS.items() if kinds[kind])


class _Failures:
    """What failed: told as it comes, but once for each reason."""

    def __init__(self) -> None:
        self.any = False
        self._others: dict[tuple[str | None, str | None], list[str]] = {}
        """What failed after another, by their reason."""
        self._stopped: list[str] = []

    def tell(self, outcome: "Outcome") -> None:
        """Say why it failed, unless that was said already, or ends all and is raised in the end."""
        self.any = True
        reason = (outcome.error, outcome.remedy)
        if outcome.stopped:
            self._stopped.append(_ref(outcome))
        elif reason in self._others:
            self._others[reason].append(_ref(outcome))
        else:
            self._others[reason] = []
            say(f"{_lead(outcome)} {outcome.error}")
            say_below(outcome.remedy)

    def tell_others(self) -> None:
        """Name what failed for a reason that was said already."""
        for others in filter(None, self._others.values()):
            say(f"For the same reason {len(others):,} more: {', '.join(others)}")

    def tell_stopped(self) -> None:
        """Name what was not done because of the reason that ended all, if it is more than one."""
        if len(self._stopped) > 1:
            say(f"Not done: {', '.join(self._stopped)}")


def _tell(outcome: "Outcome", done: "Callable[[Outcome], str]") -> None:
    say(done(outcome))
    say_below(outcome.remark)
    if outcome.kind == "changed" and outcome.note and outcome.note.number is None and outcome.note.url:
        say_below(f"Changed on this machine only: it was pushed to {outcome.note.url}")


def _lead(outcome: "Outcome") -> str:
    """Return what a failure begins with: what it is about, unless its sentence names that itself."""
    ref = _ref(outcome)
    named = re.search(rf"(?<!\w){re.escape(ref)}(?!\w)", outcome.error or "")
    return error_mark() if named else f"{click.style(ref, bold=True)}:"


def _ref(outcome: "Outcome") -> str:
    return shortened(masked(outcome.ref))


def _outcome_json(outcome: "Outcome") -> dict[str, Any]:
    return {
        "ref": masked(outcome.ref),
        "outcome": outcome.kind,
        "note": outcome.note.as_json() if outcome.note else None,
        "error": outcome.error,
    }


def added(outcome: "Outcome") -> str:
    """Say what `add` did."""
    verb = {"added": "Added", "exists": "Already there:", "pending": "Noted, pending:"}[outcome.kind]
    return f"{verb} {named(outcome.note)}"


def imported(outcome: "Outcome") -> str:
    """Say what `import` did."""
    return (
        f"Left out: {shortened(outcome.ref)} ({outcome.error})"
        if outcome.kind == "skipped"
        else added(outcome)
    )


def pushed(outcome: "Outcome") -> str:
    """Say what `push` did."""
    verb = {"added": "Pushed", "changed": "Joined with", "exists": "Already there:"}[outcome.kind]
    return f"{verb} {named(outcome.note)}"


def merged(outcome: "Outcome") -> str:
    """Say what `doctor --merge` did."""
    return f"Closed {outcome.ref} as a duplicate of {named(outcome.note)}"


def marked(outcome: "Outcome") -> str:
    """Say what `mark` did."""
    note = outcome.note
    assert note is not None
    if outcome.kind == "exists":
        return f"Unchanged: {named(note)}"
    rating = f" {stars(note.rating)}" if note.rating else ""
    return f"Marked {note.status}{rating}: {named(note)}"


def tagged(outcome: "Outcome") -> str:
    """Say what `tag` did."""
    note = outcome.note
    assert note is not None
    if outcome.kind == "exists":
        return f"Unchanged: {named(note)}"
    labels = [label for label in note.labels if label not in tuple(Status)]
    return f"Tagged {', '.join(labels) or 'with nothing'}: {named(note)}"


def edited(outcome: "Outcome") -> str:
    """Say what `edit` did."""
    return f"{'Unchanged:' if outcome.kind == 'exists' else 'Edited'} {named(outcome.note)}"


def appended(outcome: "Outcome") -> str:
    """Say what `note` did."""
    return f"{'Already there:' if outcome.kind == 'exists' else 'Added to'} {named(outcome.note)}"


def removed(outcome: "Outcome") -> str:
    """Say what `remove` did."""
    return f"Removed {named(outcome.note)}"


def would_be_removed(outcome: "Outcome") -> str:
    """Say what `remove` would do."""
    return f"Would remove {named(outcome.note)}"


def named(note: Note | None) -> str:
    """Return what a person wants to see of a note in a sentence: what it is, where it is."""
    assert note is not None
    topics = f" [{', '.join(note.topics)}]" if note.topics else ""
    # A local note that was pushed has its issue's address, but is not there.
    url = "" if note.number is None else note.url or ""
    return f"{note.name} {plain(note.paper.title)}{topics} {url}".rstrip()
