"""Keeping a repository's labels in order: creating, dressing, putting one in the place of another."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from paper_notes.rules.library.labels import labels_named
from paper_notes.rules.library.library import Library
from paper_notes.rules.setting_up.label_care import Drift, drifts
from paper_notes.rules.setting_up.repository import Labels
from paper_notes.values.errors import PapersError, UsageError
from paper_notes.values.model import READING_LABEL, Label
from paper_notes.values.text.amounts import amount
from paper_notes.values.topics import Taxonomy


class Done(NamedTuple):
    """One thing that was done, or in a rehearsal would be."""

    said: str
    """As a sentence."""


class LabelKeeper:
    """Changes labels, each step so that the same command again goes on where it was interrupted."""

    def __init__(
        self,
        labels: Labels,
        create: Callable[[Label], None],
        library: Library,
        taxonomy: Taxonomy,
    ) -> None:
        """Take the labels, what makes a new one, and the library in which issues are relabelled."""
        self._labels = labels
        self._create = create
        self._library = library
        self._taxonomy = taxonomy
        self._rehearsing = library.rehearsing

    def drifts(self) -> list[Drift]:
        """Return what is not as the taxonomy has it."""
        return list(drifts(self._labels.all(), self._taxonomy))

    def sync(self, *, merge: bool) -> Iterator[Done]:
        """Create what is missing and give each label its look; with `merge`, have one label a topic."""
        found = self.drifts()
        merged = [drift for drift in found if merge and drift.kind in ("alias", "alike")]
        # A label that stands for a topic was enough until now.
        needed = {drift.label.name: drift.label for drift in merged if not drift.there}
        needed |= {drift.label.name: drift.label for drift in found if drift.kind == "missing"}
        for label in needed.values():
            yield self._created(label)
        for drift in found:
            if drift.kind in ("bare", "changed"):
                if not self._rehearsing:
                    self._labels.change(drift.name, drift.label._replace(name=drift.name))
                gave = "Would give" if self._rehearsing else "Gave"
                yield Done(f"{gave} the label {drift.name} its colour and description.")
        for drift in merged:
            yield from self._merge(drift.name, drift.label)

    def merge(self, old: str, wanted: str) -> Iterator[Done]:
        """Put the label `wanted` in the place of `old` on the issues of people who are trusted.

        The old label is deleted once nothing carries it any more.
        """
        there = {label.name.casefold(): label.name for label in self._labels.all()}
        if old.casefold() == READING_LABEL:
            raise UsageError(f"{old} is a status, not a topic.", "Use: papers mark STATUS REF")
        (new,) = labels_named([wanted], self._taxonomy, there.values(), create=None)
        if old.casefold() == new.name.casefold():
            raise UsageError(f"{old} and {new.name} are the same label.", "Name two.")
        if old.casefold() not in there:
            raise PapersError(f"There is no label {old}.", "See what there is: papers labels check")
        if new.name.casefold() not in there:
            yield self._created(new)
        yield from self._merge(there[old.casefold()], new)

    def _created(self, label: Label) -> Done:
        if self._rehearsing:
            return Done(f"Would create the label {label.name}.")
        self._create(label)
        return Done(f"Created the label {label.name}.")

    def _merge(self, old: str, new: Label) -> Iterator[Done]:
        carriers = self._labels.carriers(old)
        ours = [issue for issue in carriers.issues if self._library.store.is_trusted(issue)]
        for issue in self._library.relabel(ours, old, new.name):
            if not self._rehearsing:
                yield Done(f"#{issue.number} {issue.title}: {new.name} instead of {old}.")
        others = len(carriers.issues) - len(ours)
        if others or carriers.pull_requests:
            yield Done(_left(old, others, carriers.pull_requests))
        elif self._rehearsing:
            yield Done(f"Would delete the label {old}.")
        else:
            yield self._deleted(old)

    def _deleted(self, old: str) -> Done:
        # Somebody may have put it on an issue meanwhile, from which deleting would take it.
        now = self._labels.carriers(old)
        if now.issues or now.pull_requests:
            return Done(_left(old, len(now.issues), now.pull_requests))
        self._labels.delete(old)
        return Done(f"Deleted the label {old}, which nothing carried any more.")


def _left(label: str, issues: int, pull_requests: int) -> str:
    counts: Sequence[str] = [
        amount(count, word) for count, word in ((issues, "issue"), (pull_requests, "pull request")) if count
    ]
    return f"The label {label} stays: {' and '.join(counts)} of others carry it."
