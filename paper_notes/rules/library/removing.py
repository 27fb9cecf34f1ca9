"""Taking notes out of the library on this machine."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from paper_notes.rules.library.changing import Changing
from paper_notes.rules.library.finding import find
from paper_notes.values.errors import ConflictError, PapersError
from paper_notes.values.model import Note
from paper_notes.values.outcome import Outcome, one_by_one


class Leaving(NamedTuple):
    """A note that is to be removed, as it was when that was asked for."""

    ref: str
    note: Note
    own_lines: int
    """How many of its lines the reader wrote: there is no other copy of them."""

    @property
    def remark(self) -> str | None:
        """What goes with the note, and what stays, as sentences."""
        lines = "a line" if self.own_lines == 1 else f"{self.own_lines:,} lines"
        goes = f"With {lines} that you wrote." if self.own_lines else None
        # A local note that has an address was pushed there.
        stays = f"Its issue stays on GitHub: {self.note.url}" if self.note.url else None
        return "\n".join(filter(None, (goes, stays))) or None


class Removing(Changing):
    """Removes notes one by one; what goes wrong with one keeps no other back."""

    def look_over(self, refs: Sequence[str]) -> tuple[list[Leaving], list[Outcome]]:
        """Return the notes that `refs` mean, each once, and an outcome for each that means none.

        Nobody is waited for, and nothing is asked of the network. Issues on GitHub are never removed.
        """
        leaving = dict[int | None, Leaving]()
        failed = list[Outcome]()
        for ref in refs:
            try:
                note = self._removable(ref)
            except PapersError as error:
                failed.append(Outcome(ref, "failed", error=error.message, remedy=error.remedy))
            else:
                own_lines = self._writer.own_lines(note.text, note.paper)
                leaving.setdefault(note.key, Leaving(ref, note, own_lines))
        return list(leaving.values()), failed

    def remove(self, leaving: Sequence[Leaving]) -> Iterator[Outcome]:
        """Remove notes that were looked over; one that is not as it was then stays."""

        def remove_one(one: Leaving) -> Outcome:
            note = self._as_it_is(one.note)
            if note != one.note or note.key is None:
                raise ConflictError(
                    f"{note.name} was changed meanwhile, so it is still there.",
                    f"Look at it, then run the command again: papers show {note.name}",
                )
            if not self.rehearsing:
                self.store.remove(note.key)
            return Outcome(one.ref, "removed", note, remark=one.remark)

        @contextlib.contextmanager
        def begun() -> Iterator[Callable[[Leaving], Outcome]]:
            with self._writing():
                yield remove_one

        return one_by_one(leaving, lambda one: one.ref, begun())

    def _removable(self, ref: str) -> Note:
        if self._tracker.remote and not self._mirror.filled:
            raise PapersError("The notes are issues on GitHub, and papers deletes none there.", _HOW)
        note = find(self.store, ref)
        if self._tracker.remote:
            raise PapersError(
                f"{note.name} is an issue on GitHub, and papers deletes none there.",
                f"{note.url}\n{_HOW}\nOr keep it out of your way: papers mark dropped {note.number}",
            )
        return note


_HOW = """\
"Delete issue" is at the bottom of an issue's page, for owners.
After that: papers sync --full"""
