"""Changes of the notes that are there: status, rating, topics, the paper's data, the reader's own text."""

import contextlib
from collections.abc import Callable, Iterator, Sequence

from paper_notes.rules.library.desk import Desk, pending_paper
from paper_notes.rules.library.finding import find
from paper_notes.rules.library.labels import meant_by, reading_label
from paper_notes.rules.library.notes import record_of
from paper_notes.values.changes import changed_labels
from paper_notes.values.errors import HandEditedError, PapersError
from paper_notes.values.model import READING_LABEL, Issue, Label, Note, Paper, Record, Status
from paper_notes.values.outcome import Outcome, one_by_one
from paper_notes.values.query import Query
from paper_notes.values.text import body
from paper_notes.values.tracker import Change


class Changing(Desk):
    """Changes notes one by one; what goes wrong with one keeps no other back."""

    # -- status, rating, labels -------------------------------------------------------

    def select(self, query: Query) -> list[Note]:
        """Return the notes that a query lets through, as they are now, to be marked or tagged."""
        with self._writing():
            return list(self.store.notes(query))

    def mark(
        self,
        refs: Sequence[str | Note],
        status: Status,
        *,
        rating: int | None = None,
        on: str | None = None,
        force: bool = False,
    ) -> Iterator[Outcome]:
        """Give notes a status and, if wanted, a rating (0 takes it away) and the day they were read.

        With `force`, a managed block that a person changed is written anew from its data.
        """

        def change(note: Note) -> Outcome:
            if _is_marked(note, status, rating, on) and not force:
                return Outcome(note.name, "exists", note, remark=f"It is {status} already.")
            self._require_possible(note, status)
            day = on or (note.read_on if note.status is status else None) or self._today()
            edit = None
            if record_of(self._issue(note)) or rating or on is not None:
                edit = self._rewrite(
                    note,
                    lambda record: record._replace(
                        rating=record.rating if rating is None else rating or None,
                        read_on=day if status.closed else None,
                        finishing=None,
                    ),
                    force=force,
                )
            return self._update(note, Change(status=status, edit=edit))

        if status is Status.READING:
            return self._each(refs, change, labels=[reading_label()])
        return self._each(refs, change)

    def tag(
        self, refs: Sequence[str | Note], add: Sequence[Label], remove: Sequence[str]
    ) -> Iterator[Outcome]:
        """Put labels on notes and take others off."""

        def change(note: Note) -> Outcome:
            names = tuple(label.name for label in self._in_use(add))
            have = {label.casefold() for label in note.labels}
            gone = meant_by(remove, self._taxonomy, note.labels)
            if have.issuperset(map(str.casefold, names)) and not gone:
                return Outcome(note.name, "exists", note, remark="Its labels are like that already.")
            # Labels are no part of the block; it is looked at all the same, to tell its owner.
            edit = self._rewrite(note, lambda record: record) if record_of(self._issue(note)) else None
            return self._update(note, Change(add_labels=names, remove_labels=gone, edit=edit))

        return self._each(refs, change, labels=add)

    def obey(
        self,
        note: Note,
        *,
        status: Status | None = None,
        rating: int | None = None,
        day: str | None = None,
        topics: Sequence[Label] = (),
    ) -> Note:
        """Give a note, by one change, a status, a rating, and topics instead of those that it has.

        `day` is when it was read or dropped. Raises HandEditedError, and changes nothing, if a person
        changed the managed block.
        """
        marked = status is None or _is_marked(note, status, rating, None)
        added = self._in_use(topics)
        names = tuple(label.name for label in added)
        wanted = self._taxonomy.of_labels(names)
        others = [name for name in note.topics if name not in wanted] if topics else []
        have = {label.casefold() for label in note.labels}
        if marked and not others and have.issuperset(map(str.casefold, names)):
            return note
        self._require_possible(note, status)
        when = (note.read_on if note.status is status else None) or day or self._today()
        closed = status is not None and status.closed

        def change(record: Record) -> Record:
            if marked:
                return record
            return record._replace(
                rating=record.rating if rating is None else rating,
                read_on=when if closed else None,
                finishing=None,
            )

        edit = None
        if record_of(self._issue(note)) or rating is not None:
            edit = self._rewrite(note, change)
        self._ensure_labels([*added, *([reading_label()] if status is Status.READING else [])])
        removed = meant_by(others, self._taxonomy, note.labels)
        wish = Change(None if marked else status, names, removed, edit)
        return self._keep(self._tracker.update(self._issue(note), wish))

    def _require_possible(self, note: Note, status: Status | None) -> None:
        """Raise if `to-read` would leave an issue open without a block, which means read here."""
        if status is not Status.TO_READ:
            return
        issue = self._issue(note)
        if issue.state != "open" or record_of(issue) is not None:
            return
        # Its label may be all that says it is being read, and goes with the new status.
        labels = changed_labels(issue.labels, Change(status=status))
        then = self.store.peek(issue._replace(labels=labels))
        if then is not None and then.status is Status.READ:
            raise PapersError(
                f"{note.name} is open, and papers.toml says that open hand-written issues are read.",
                f"Give it a managed block first: papers adopt {note.number} --apply",
            )

    def _each(
        self, refs: Sequence[str | Note], change: Callable[[Note], Outcome], labels: Sequence[Label] = ()
    ) -> Iterator[Outcome]:
        def name(wanted: str | Note) -> str:
            return wanted if isinstance(wanted, str) else wanted.name

        def change_one(wanted: str | Note) -> Outcome:
            note = self._as_it_is(wanted)
            self._tracker.prepare()
            self._ensure_labels(labels)
            return change(note)._replace(ref=name(wanted))

        @contextlib.contextmanager
        def begun() -> Iterator[Callable[[str | Note], Outcome]]:
            with self._writing():
                yield change_one

        return one_by_one(refs, name, begun())

    def _update(self, note: Note, change: Change) -> Outcome:
        issue = self._issue(note)
        try:
            return Outcome(note.name, "changed", self._keep(self._tracker.update(issue, change)))
        except HandEditedError as error:
            # State and labels are ours to change; the block is now theirs.
            note = self._keep(self._tracker.update(issue, change._replace(edit=None)))
            message = f"{error.message} State and labels are changed; the block is left as it is."
            return Outcome(note.name, "failed", note, error=message, remedy=error.remedy)

    # -- the reader's own text --------------------------------------------------------

    def look_up(self, ref: str) -> tuple[Note, Issue]:
        """Return a note and its issue as they are now; raise what would keep it from being changed."""
        with self._writing():
            note = find(self.store, ref)
            self._tracker.prepare()
            return note, self._issue(note)

    def rewrite(self, wanted: str | Note, edit: Callable[[Note, str], str]) -> Outcome:
        """Replace the body by what `edit` makes of it as it is now; a PapersError from that prevents it."""
        with self._writing():
            note = self._as_it_is(wanted)
            self._tracker.prepare()
            issue = self._issue(note)
            before = issue.body

            def careful(text: str) -> str:
                nonlocal before
                before, after = text, edit(note, text)
                if self.store.peek(issue._replace(body=after)) is None:
                    raise PapersError(
                        f"With this text {note.name} would be no note any more: it does not say which paper "
                        "it is about.",
                        "Keep a link to the paper in it.",
                    )
                return after

            after = self._tracker.update(issue, Change(edit=careful))
            return Outcome(note.name, "exists" if after.body == before else "changed", self._keep(after))

    def _as_it_is(self, wanted: str | Note) -> Note:
        """Return the note that is meant; one that was found before may have changed, or gone."""
        if isinstance(wanted, str):
            return find(self.store, wanted)
        now = None if wanted.key is None else self.store.note(wanted.key)
        if now is None:
            raise PapersError(f"{wanted.name} is no note any more.", "See what is there: papers list")
        return now

    # -- the paper --------------------------------------------------------------------

    def look(self) -> None:
        """Look at what others did."""
        with self._writing():
            pass

    def get_ready(self) -> None:
        """Look at what others did, and make sure that notes can be written here."""
        with self._writing():
            self._tracker.prepare()

    def renew(self, note: Note, change: Callable[[Paper], Paper], *, force: bool = False) -> Note:
        """Change what the managed block says of the paper, and return the note as it is then.

        A pending note without labels also gets the topics that can be guessed now, and one that
        is still called `arXiv:ID` the paper's title. An issue without a block stays as it is.

        Raises HandEditedError for a block that a person changed, unless `force`.
        """
        paper = change(note.paper)
        plain = note.paper.pending and not {*map(str.casefold, note.labels)} - {READING_LABEL}
        labels = self._in_use(self._guess(paper)) if plain else []
        rewrite = self._rewrite(note, lambda record: record._replace(paper=change(record.paper)), force=force)

        def edit(text: str) -> str:
            return rewrite(text) if body.find(text) or body.broken(text) else text

        self._ensure_labels(labels)
        changes = Change(
            edit=edit,
            add_labels=tuple(label.name for label in labels),
            title=self._writer.title(paper),
            title_was=self._writer.title(pending_paper(paper.id)),
        )
        return self._keep(self._tracker.update(self._issue(note), changes))


def _is_marked(note: Note, status: Status, rating: int | None, on: str | None) -> bool:
    return (
        note.status is status
        and (rating is None or (rating or None) == note.rating)
        and (on is None or on == note.read_on)
    )
