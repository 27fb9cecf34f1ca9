"""Notes that were notes before: written anew, or joined with the one that is there."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from paper_notes.rules.library.adding import Adding, better
from paper_notes.rules.library.labels import labels_restored, reading_label
from paper_notes.rules.library.noted import Noted, doubled
from paper_notes.rules.library.notes import record_of
from paper_notes.values import joining, limits
from paper_notes.values.errors import HandEditedError
from paper_notes.values.model import READING_LABEL, Issue, Label, Note, Paper, Record, Status
from paper_notes.values.outcome import Outcome, Wish, one_by_one
from paper_notes.values.source import Fetched
from paper_notes.values.text import body
from paper_notes.values.text.compose import size
from paper_notes.values.text.neutral import hushed
from paper_notes.values.tracker import Change

MERGED = "<!-- papers:answer merged -->"
"""What tells in a comment that it was said. "Duplicate of #12" is a link that GitHub itself knows
(GitHub docs: marking issues or pull requests as a duplicate)."""


class Restoring(Adding):
    """Takes in whole notes, and makes one of two."""

    def restore(self, notes: Sequence[Note]) -> Iterator[Outcome]:
        """Write exported notes anew, each paper once: status, rating, dates, labels and text as they were.

        They come in the order of their days, those of a day from the last to the first, so that a list
        in the order of `papers export` is the same again. A paper that has a note here keeps it as it is.
        """
        in_order = list(reversed(notes))
        in_order.sort(key=lambda note: note.added_on or "")
        return self._restore(in_order)

    def receive(self, notes: Iterable[Note], heading: str) -> Iterator[Outcome]:
        """Write notes of another library anew, as `restore` does, in the order they come in.

        To a paper's note that is here already is added what it lacks (see `join`): the other's text
        under `heading`.
        """
        return self._restore(notes, heading)

    def _restore(self, notes: Iterable[Note], heading: str | None = None) -> Iterator[Outcome]:
        @contextlib.contextmanager
        def begun() -> Iterator[Callable[[Note], Outcome]]:
            with self._writing():
                noted = Noted(self.store)
                yield lambda note: self._restore_one(note, noted, heading)

        return one_by_one(notes, lambda note: note.paper.id, begun())

    def _restore_one(self, note: Note, noted: Noted, heading: str | None) -> Outcome:
        self._look_again(noted)
        paper_id = note.paper.id
        existing = noted.find(note.paper)
        if existing is not None:
            if heading is not None:
                return self.join(existing, note, heading)
            if existing.finishing is None:
                return Outcome(paper_id, "exists", existing)
            return self._add_again(paper_id, existing, Fetched({}), Wish())
        self._refuse_bots(paper_id)
        self._tracker.prepare()
        labels = labels_restored(note.labels, self._taxonomy)
        if heading is not None:
            labels = self._in_use(labels)
        if note.status is Status.READING and reading_label() not in labels:
            labels.append(reading_label())
        closing = note.status if note.status.closed else None
        record = Record(
            note.paper,
            rating=note.rating,
            read_on=(note.read_on or self._today()) if closing else None,
            added_on=note.added_on or self._today(),
            finishing=closing,
        )
        title = " ".join(note.issue_title.split())
        if not 0 < size(title) <= limits.TITLE:
            # No issue was ever called that.
            title = self._writer.title(note.paper)
        # `body.put` would take a block that the reader quotes for ours.
        block = self._writer.block(record, note.text)
        text = f"{block}\n\n{note.text}" if note.text else block
        made = self._open(record, title, text, labels)
        noted.tell(made)
        return Outcome(paper_id, "added", made)

    def join(self, kept: Note, other: Note, heading: str, *, quiet: bool = False) -> Outcome:
        """Add to a note what another one about its paper has beyond it; a second time adds nothing.

        The other's text comes below, under `heading`, both byte for byte. The status that is further on
        counts, and with it its day; of ratings the kept one, of the days of adding the first, and of
        labels all that mean something new. A managed block that a person changed stays as it is. With
        `quiet` nobody is notified by the other's text (see `hushed`).
        """
        if kept.finishing is not None:
            self._tracker.prepare()
            kept = self._keep(self._tracker.finish(self._issue(kept), kept.finishing))
        issue = self._issue(kept)
        status = joining.further(kept.status, other.status)
        labels = [label for label in self._lacking_labels(kept, other) if self._stays(issue, label)]
        blank = self._writer.is_blank(other.text, other.paper)
        copy = hushed(other.text) if quiet else other.text

        def edit(text: str) -> str:
            own = body.without(text)
            if not blank and not joining.holds(own, other.text) and not joining.holds(own, copy):
                text = joining.append(text, heading, copy)
            return self._joined_block(text, kept, other, status)

        moved = status is not kept.status
        if not moved and not labels and edit(issue.body) == issue.body:
            return Outcome(other.paper.id, "exists", kept)
        self._tracker.prepare()
        self._ensure_labels([*labels, *([reading_label()] if moved and status is Status.READING else [])])
        names = tuple(label.name for label in labels)
        change = Change(status if moved else None, add_labels=names, edit=edit)
        if _supplies(other.paper, kept.paper):
            titles = self._writer.title(other.paper), self._writer.title(kept.paper)
            change = change._replace(title=titles[0], title_was=titles[1])
        return Outcome(other.paper.id, "changed", self._keep(self._tracker.update(issue, change)))

    def merge(self) -> Iterator[Outcome]:
        """Make one note of those about the same paper; yields an outcome for each that is given up.

        The one that knows the paper best (see `doubled`) is kept and gets what the others have beyond it
        (see `join`); they are closed as its duplicates, with all their text. Of that text the copy notifies
        nobody: who is named in it was notified when it was written.
        """
        latest: dict[int | None, Note] = {}

        def pairs() -> Iterator[tuple[Note, Note]]:
            for kept, *others in doubled(self.store):
                yield from ((kept, other) for other in others)

        def merge_one(pair: tuple[Note, Note]) -> Outcome:
            kept, other = pair
            kept = latest.get(kept.key, kept)
            kept = latest[kept.key] = self.join(kept, other, f"From {other.name}", quiet=True).note or kept
            issue = self._issue(other)
            self._tracker.prepare()
            self._tracker.answer(issue, f"Duplicate of {kept.name}", MERGED)
            self.close_as_duplicate(issue)
            return Outcome(other.name, "changed", kept)

        @contextlib.contextmanager
        def begun() -> Iterator[Callable[[tuple[Note, Note]], Outcome]]:
            with self._writing():
                yield merge_one

        return one_by_one(pairs(), lambda pair: pair[1].name, begun())

    def _lacking_labels(self, kept: Note, other: Note) -> list[Label]:
        have = {label.casefold() for label in (*kept.labels, READING_LABEL)}
        topics = {*kept.topics}
        return self._in_use(
            label
            for label in labels_restored(other.labels, self._taxonomy)
            if label.name.casefold() not in have and topics.isdisjoint(self._taxonomy.of_labels([label.name]))
        )

    def _stays(self, issue: Issue, label: Label) -> bool:
        """Tell whether an issue stays the note it is under a label: some are configured to mean otherwise."""
        before, after = (
            self.store.peek(issue),
            self.store.peek(issue._replace(labels=(*issue.labels, label.name))),
        )
        return before is not None and after is not None and before.status is after.status

    def _joined_block(self, text: str, kept: Note, other: Note, status: Status) -> str:
        try:
            body.require_intact(text)
        except HandEditedError:
            return text
        record = record_of(Issue("", text))
        moved = status is not kept.status and status.closed
        news = other.rating and not kept.rating, moved and other.read_on
        if record is None and not any(news):
            # What a person wrote by hand gets a block when there is something to put into it.
            return text
        old = record or Record(kept.paper)
        changed = old._replace(
            paper=other.paper if _supplies(other.paper, old.paper) else old.paper,
            rating=old.rating or other.rating,
            read_on=(other.read_on or self._today()) if moved else old.read_on,
            added_on=other.added_on if _earlier(other, kept) else old.added_on,
            finishing=None if status is not kept.status else old.finishing,
        )
        return text if changed == record else body.put(text, self._writer.block(changed, text))


def _supplies(new: Paper, old: Paper) -> bool:
    # A paper that is known by two names keeps the one it has here.
    return new.id == old.id and better(new, old)


def _earlier(other: Note, kept: Note) -> bool:
    return other.added_on is not None and (kept.added_on is None or other.added_on < kept.added_on)
