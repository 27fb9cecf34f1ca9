"""Everything that changes notes: add, mark, tag, sync. It asks no one which tracker it has."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, Protocol

from paper_notes import body, joining
from paper_notes.elsewhere import Noted, Wanted, how_to_add
from paper_notes.errors import HandEditedError, PapersError, TokenError
from paper_notes.finding import find
from paper_notes.labels import as_in_use, labels_restored, meant_by, reading_label
from paper_notes.locator import Locator
from paper_notes.mirror import Mirror
from paper_notes.model import (
    READING_LABEL,
    Change,
    Draft,
    Fetch,
    Fetched,
    Issue,
    Label,
    Note,
    Paper,
    Record,
    Status,
)
from paper_notes.notes import record_of
from paper_notes.query import Query
from paper_notes.reference import ArxivId
from paper_notes.store import Saved, Store
from paper_notes.topics import Taxonomy
from paper_notes.tracker import Tracker


class Writer(Protocol):
    """The texts of an issue, rendered from the templates."""

    def title(self, paper: Paper) -> str:
        """Return the issue's title."""

    def body(self, record: Record, template: str | None) -> str:
        """Return the body of a new issue: the managed block, then the reader's sections."""

    def block(self, record: Record, old: str) -> str:
        """Return the managed block, short enough to go into the body `old`."""

    def is_blank(self, text: str, paper: Paper) -> bool:
        """Tell whether the reader's text of a note is but a template that nobody has filled in."""


class Wish(NamedTuple):
    """What `add` was asked to make of a new note."""

    labels: tuple[Label, ...] = ()
    """Replaces the guessed topics."""
    status: Status = Status.TO_READ
    rating: int | None = None
    on: str | None = None
    """The read date, when it is not today."""
    pending: bool = False
    """Note the paper even when no source answers."""
    template: str | None = None


class Managed(NamedTuple):
    """What is to become of an issue that was opened by hand, beside its managed block."""

    topics: tuple[Label, ...] = ()
    """Instead of the guessed ones."""
    rename: bool = False
    """Whether the paper's title takes the place of the issue's."""


class Outcome(NamedTuple):
    """What became of one thing that was asked for."""

    ref: str
    kind: Literal["added", "exists", "pending", "failed", "changed", "skipped"]
    note: Note | None = None
    error: str | None = None
    remedy: str | None = None
    remark: str | None = None
    """What else the reader should know, as a sentence."""


class Library:
    """The notes of one place, and the rules for changing them."""

    def __init__(
        self,
        store: Store,
        tracker: Tracker,
        *,
        fetch: Fetch,
        writer: Writer,
        taxonomy: Taxonomy,
        guess: Callable[[Paper], Sequence[str]],
        lock: Callable[[], contextlib.AbstractContextManager[object]],
        today: Callable[[], str],
        mirror: Mirror,
        rehearsing: bool = False,
    ) -> None:
        """Take the doors; with `rehearsing`, the tracker only says what it would do."""
        self.store = store
        self._tracker = tracker
        self._fetch = fetch
        self._writer = writer
        self._taxonomy = taxonomy
        self._guess_topics = guess
        self._lock = lock
        self._today = today
        self._mirror = mirror
        self.rehearsing = rehearsing
        self._looks = 0
        """So many more times others are looked for, before something is opened."""

    # -- the mirror -------------------------------------------------------------------

    def sync(self, *, full: bool = False) -> Saved:
        """Bring the mirror up to date and return how it changed; `full` also finds what is gone."""
        self._mirror.require_network(
            "Syncing needs the network, which --offline forbids.", "Leave out --offline."
        )
        with self.alone():
            return self._mirror.sync(full=full)

    def fill(self) -> None:
        """Read a connected repository that has no mirror yet; reading commands do this once."""
        if self._mirror.filled:
            return
        self._mirror.require_network(
            "There is no mirror of this repository on this machine yet.",
            "Run papers sync once with the network up.",
        )
        self.sync()

    @contextlib.contextmanager
    def _writing(self, *, comments: bool = True) -> Iterator[None]:
        """One writer at a time on this machine, who first looks at what others did."""
        self._mirror.require_network(
            "This library is on GitHub: writing to it needs the network, which --offline forbids.",
            "Leave out --offline.",
        )
        with self.alone():
            self._mirror.catch_up(comments=comments)
            yield

    # -- add --------------------------------------------------------------------------

    def add(self, refs: Sequence[str | Wanted], wish: Wish) -> Iterator[Outcome]:
        """Note papers, given by references in any form; yields an outcome for each, in order.

        A paper that has a note keeps it as it is, except that what is missing from a
        pending or second-source note is filled in.
        """
        wanted = [Wanted.by(ref) if isinstance(ref, str) else ref for ref in refs]
        with self._writing():
            papers = [item.meant.base for item in wanted if isinstance(item.meant, ArxivId)]
            lacking = [paper_id for paper_id in dict.fromkeys(papers) if self._lacking(paper_id)]
            if lacking:
                self._tracker.prepare()
            fetched = self._fetch(lacking) if lacking else Fetched({})
            noted = Noted(self.store)
            for ref, meant in wanted:
                try:
                    if isinstance(meant, PapersError):
                        raise meant
                    # The store would say so too, but not in a rehearsal.
                    again = noted.made(meant)
                    outcome = (
                        Outcome(ref, "exists", again)
                        if again
                        else self._add_one(ref, meant, fetched, noted, wish)
                    )
                    if outcome.note:
                        noted.tell(outcome.note)
                    yield outcome
                except TokenError:
                    raise
                except PapersError as error:
                    yield Outcome(ref, "failed", error=error.message, remedy=error.remedy)

    def _lacking(self, paper_id: str) -> bool:
        found = self.store.notes_of(paper_id)
        return not found or not found[0].paper.complete

    def _add_one(
        self, ref: str, meant: ArxivId | Locator | Paper, fetched: Fetched, noted: Noted, wish: Wish
    ) -> Outcome:
        self._look_again(noted)
        if existing := noted.find(meant):
            return self._add_again(ref, existing, fetched, wish, meant)
        self._refuse_bots(meant.base if isinstance(meant, ArxivId) else meant.id)
        paper = _paper(meant, fetched, wish)
        if isinstance(meant, ArxivId) and paper.doi and (existing := noted.find(paper)):
            return self._add_again(ref, existing, fetched, wish, meant)
        self._tracker.prepare()
        note = self._create(paper, wish)
        kind: Literal["added", "pending"] = "pending" if note.paper.pending else "added"
        return Outcome(ref, kind, note, remark=_provenance(note.paper, fetched))

    def _refuse_bots(self, paper_id: str) -> None:
        if bot := self.store.note_of_a_bot(paper_id):
            raise PapersError(
                f"{bot.author} has opened {bot.name} about {paper_id} already, and is not trusted here.",
                f'If that is your own workflow: trusted = ["{bot.author}"] in papers.toml',
            )

    def _create(self, paper: Paper, wish: Wish) -> Note:
        closing = wish.status if wish.status.closed else None
        # Nothing can be guessed of a pending paper: its topics come with the rest.
        labels = self._in_use(wish.labels or ([] if paper.pending else self._guess(paper)))
        if wish.status is Status.READING:
            labels.append(reading_label())
        record = Record(
            paper,
            rating=wish.rating,
            read_on=(wish.on or self._today()) if closing else None,
            added_on=self._today(),
            finishing=closing,
        )
        return self._open(record, self._writer.title(paper), self._writer.body(record, wish.template), labels)

    def _open(self, record: Record, title: str, text: str, labels: Sequence[Label]) -> Note:
        """Write a new note, and close it if that is what the record is waiting for."""
        draft = Draft(title, text, tuple(label.name for label in labels), record.paper.id)
        self._ensure_labels(labels)
        before = self.store.last_number()
        # The tracker first, the mirror second: the reverse would invent notes.
        issue = self._tracker.create(draft)
        if issue.number is not None and issue.number > before + 1:
            self._looks = LOOKS
        note = self._keep(issue)
        if record.finishing and issue.state == "open":
            note = self._keep(self._tracker.finish(issue._replace(key=note.key), record.finishing))
        return note

    def _look_again(self, noted: Noted) -> None:
        """Read what others opened while we did: from another machine, they may be adding the same papers.

        Numbers are given in a row, so one that was left out tells, and nobody has to look before each issue.
        """
        if self._looks:
            before = self.store.last_number()
            # The wait first: a look before it would be a second old when the issue is opened.
            self._tracker.ready()
            self._mirror.catch_up()
            self._looks = LOOKS if self.store.last_number() > before else self._looks - 1
            noted.forget()

    def _add_again(
        self,
        ref: str,
        note: Note,
        fetched: Fetched,
        wish: Wish,
        meant: ArxivId | Locator | Paper | None = None,
    ) -> Outcome:
        """Finish what an earlier `add` could not: the closing, or the paper's data. Keep all else."""
        remark = " ".join(filter(None, (_other_name(note, meant), _left_alone(note, wish)))) or None
        if note.finishing is not None:
            self._tracker.prepare()
            note = self._keep(self._tracker.finish(self._issue(note), note.finishing))
            remark = f"Finished what was interrupted: it is marked {note.status}."
        paper = fetched.papers.get(note.paper.id)
        if paper is not None and _better(paper, note.paper):
            note = self._complete(note, paper)
            remark = f"Filled in from {SOURCE_NAMES[paper.source]}."
        elif not note.paper.complete:
            remark = f"Still {_incomplete(note.paper)}: arXiv did not answer."
        return Outcome(ref, "pending" if note.paper.pending else "exists", note, remark=remark)

    def _complete(self, note: Note, paper: Paper) -> Note:
        labels = [] if note.topics else self._in_use(self._guess(paper))
        self._ensure_labels(labels)
        change = Change(
            edit=self._rewrite(note, lambda record: record._replace(paper=paper)),
            add_labels=tuple(label.name for label in labels),
            title=self._writer.title(paper),
            title_was=self._writer.title(note.paper),
        )
        return self._keep(self._tracker.update(self._issue(note), change))

    # -- restore ----------------------------------------------------------------------

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
        with self._writing():
            noted = Noted(self.store)
            for note in notes:
                try:
                    yield self._restore_one(note, noted, heading)
                except TokenError:
                    raise
                except PapersError as error:
                    yield Outcome(note.paper.id, "failed", error=error.message, remedy=error.remedy)

    def _restore_one(self, note: Note, noted: Noted, heading: str | None) -> Outcome:
        self._look_again(noted)
        paper_id = note.paper.id
        existing = noted.made(note.paper) or noted.find(note.paper)
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
        title = " ".join(note.issue_title.split()) or self._writer.title(note.paper)
        # `body.put` would take a block that the reader quotes for ours.
        block = self._writer.block(record, note.text)
        text = f"{block}\n\n{note.text}" if note.text else block
        made = self._open(record, title, text, labels)
        noted.tell(made)
        return Outcome(paper_id, "added", made)

    def join(self, kept: Note, other: Note, heading: str) -> Outcome:
        """Add to a note what another one about its paper has beyond it; a second time adds nothing.

        The other's text comes below, under `heading`, both byte for byte. The status that is further on
        counts, and with it its day; of ratings the kept one, of the days of adding the first, and of
        labels all that mean something new. A managed block that a person changed stays as it is.
        """
        if kept.finishing is not None:
            self._tracker.prepare()
            kept = self._keep(self._tracker.finish(self._issue(kept), kept.finishing))
        issue = self._issue(kept)
        status = joining.further(kept.status, other.status)
        labels = self._lacking_labels(kept, other)

        def edit(text: str) -> str:
            own = body.without(text)
            if not self._writer.is_blank(other.text, other.paper) and not joining.holds(own, other.text):
                text = joining.append(text, heading, other.text)
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

        The oldest is kept and gets what the others have beyond it (see `join`); they are closed as its
        duplicates, with all their text.
        """
        with self._writing():
            for paper_id, _ in self.store.doubled():
                kept, *others = self.store.notes_of(paper_id)
                for other in others:
                    try:
                        kept = self.join(kept, other, f"From {other.name}").note or kept
                        issue = self._issue(other)
                        self._tracker.prepare()
                        self._tracker.answer(issue, f"Duplicate of {kept.name}", MERGED)
                        self.close_as_duplicate(issue)
                        yield Outcome(other.name, "changed", kept)
                    except TokenError:
                        raise
                    except PapersError as error:
                        yield Outcome(other.name, "failed", error=error.message, remedy=error.remedy)

    def _lacking_labels(self, kept: Note, other: Note) -> list[Label]:
        have = {label.casefold() for label in (*kept.labels, READING_LABEL)}
        topics = {*kept.topics}
        return self._in_use(
            label
            for label in labels_restored(other.labels, self._taxonomy)
            if label.name.casefold() not in have and topics.isdisjoint(self._taxonomy.of_labels([label.name]))
        )

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

    # -- mark, tag --------------------------------------------------------------------

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

    def _each(
        self, refs: Sequence[str | Note], change: Callable[[Note], Outcome], labels: Sequence[Label] = ()
    ) -> Iterator[Outcome]:
        with self._writing():
            for wanted in refs:
                ref = wanted if isinstance(wanted, str) else wanted.name
                try:
                    note = self._as_it_is(wanted)
                    self._tracker.prepare()
                    self._ensure_labels(labels)
                    yield change(note)._replace(ref=ref)
                except TokenError:
                    raise
                except PapersError as error:
                    yield Outcome(ref, "failed", error=error.message, remedy=error.remedy)

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

    # -- refresh ----------------------------------------------------------------------

    def get_ready(self) -> None:
        """Look at what others did, and make sure that notes can be written here."""
        with self._writing():
            self._tracker.prepare()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other writers on this machine waiting; at the end what was written is related."""
        with self._lock():
            yield
            # What was interrupted is left to the next writer.
            self.store.relate()

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
            title_was=self._writer.title(_pending(paper.id)),
        )
        return self._keep(self._tracker.update(self._issue(note), changes))

    # -- issues that were opened by hand ----------------------------------------------

    def attending(self) -> contextlib.AbstractContextManager[None]:
        """Keep other writers waiting while several issues are looked after, each by the methods below."""
        return self._writing(comments=False)

    def ask(self, paper_ids: Sequence[str]) -> Fetched:
        """Ask the sources about papers, all at once."""
        return self._fetch(paper_ids) if paper_ids else Fetched({})

    def manage(self, issue: Issue, paper: Paper | None, paper_id: str, wish: Managed) -> Note:
        """Make a note of an issue: our block on top, every byte that is there below it.

        Without the paper, because no source answered, the note is pending. Labels that are no topics stay.
        """
        paper = paper or _pending(paper_id)
        labels = self._in_use(wish.topics)
        if not labels and not paper.pending and not self._taxonomy.of_labels(issue.labels):
            labels = self._in_use(self._guess(paper))

        def edit(text: str) -> str:
            if body.find(text) is not None or body.broken(text):
                return text  # somebody was quicker
            return body.put(text, self._writer.block(Record(paper), text))

        self._ensure_labels(labels)
        title = self._writer.title(paper) if wish.rename else None
        names = tuple(label.name for label in labels)
        change = Change(edit=edit, add_labels=names, title=title, title_was=issue.title)
        return self._keep(self._tracker.update(issue, change))

    def fill_in(self, note: Note, fetched: Fetched) -> Outcome:
        """Finish what an earlier command could not: the closing, or the paper's data."""
        return self._add_again(note.name, note, fetched, Wish())

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

    def close_as_duplicate(self, issue: Issue) -> None:
        """Close an issue about a paper that has a note elsewhere."""
        closed = self._tracker.close_as_duplicate(issue)
        if not self.rehearsing:
            self.store.save(closed)

    def forget(self, issue: Issue) -> bool:
        """Forget an issue if it is not there any more, and tell whether it was forgotten."""
        if issue.key is None or self._tracker.exists(issue):
            return False
        if not self.rehearsing:
            self.store.remove(issue.key)
        return True

    def relabel(self, issues: Sequence[Issue], old: str, new: str) -> Iterator[Issue]:
        """Put one label in the place of another on issues, notes or not; yields each as it is then."""
        with self._writing(comments=False):
            self._tracker.prepare()
            for issue in issues:
                change = Change(add_labels=(new,), remove_labels=(old,))
                changed = self._tracker.update(issue, change)
                if not self.rehearsing:
                    self.store.save(changed)
                yield changed

    # -- the shared steps -------------------------------------------------------------

    def _rewrite(
        self, note: Note, change: Callable[[Record], Record], *, force: bool = False
    ) -> Callable[[str], str]:
        """Return the edit that applies `change` to the managed block of whatever body it gets."""

        def edit(text: str) -> str:
            if not force:
                body.require_intact(text)
            record = record_of(Issue("", text))
            changed = change(record or Record(note.paper))
            same = changed == record and not force
            return text if same else body.put(text, self._writer.block(changed, text))

        return edit

    def _keep(self, issue: Issue) -> Note:
        note = self.store.peek(issue) if self.rehearsing else self.store.save(issue)
        if note is None:
            raise PapersError(
                f"{issue.url or issue.title} is written, but is not read back as a note.",
                "See what is wrong: papers doctor",
            )
        if not self.store.is_trusted(issue):
            raise PapersError(
                f"{issue.url or issue.title} is written, but its author {issue.author} is not trusted here.",
                f'If that is you or your workflow: trusted = ["{issue.author}"] in papers.toml',
            )
        return note

    def _issue(self, note: Note) -> Issue:
        if note.key is None:
            raise PapersError(f"{note.name} has not been saved.", "Run papers sync.")
        return self.store.issue(note.key)

    def _guess(self, paper: Paper) -> list[Label]:
        return [self._taxonomy.label_of(name) for name in self._guess_topics(paper)]

    def _in_use(self, labels: Iterable[Label]) -> list[Label]:
        return as_in_use(labels, self._taxonomy, self.store.labels())

    def _ensure_labels(self, labels: Iterable[Label]) -> None:
        # Believed for a day: a label deleted meanwhile would come back grey, and unannounced.
        fresh = self.store.get("labels_on") == self._today()
        known = set((self.store.get("labels") or "").split("\n")) if fresh else set[str]()
        missing = [label for label in labels if label.name.casefold() not in known]
        if not missing:
            return
        for label in self._tracker.missing_labels(missing):
            self._tracker.create_label(label)
        if not self.rehearsing:
            known.update(label.name.casefold() for label in missing)
            self.store.put(labels="\n".join(sorted(known - {""})), labels_on=self._today())


LOOKS = 10
"""How often others are looked for after they were seen: each look is a request, free if nothing changed."""

MERGED = "<!-- papers:answer merged -->"
"""What tells in a comment that it was said. "Duplicate of #12" is a link that GitHub itself knows
(GitHub docs: marking issues or pull requests as a duplicate)."""

SOURCE_NAMES = {
    "arxiv": "arXiv",
    "datacite": "DataCite",
    "starter": "the starter catalogue",
    "import": "an imported file",
    "reader": "your own words",
}


def _paper(meant: ArxivId | Locator | Paper, fetched: Fetched, wish: Wish) -> Paper:
    """Return the paper of a new note; raise PapersError if nothing is known about it."""
    if isinstance(meant, Paper):
        return meant
    if isinstance(meant, Locator):
        raise PapersError(
            f"{meant.id} is not on arXiv, and nobody else is asked.",
            f"Say yourself what it is: {how_to_add(meant)}",
        )
    paper_id = meant.base
    paper = fetched.papers.get(paper_id)
    if paper is None and paper_id in fetched.missing:
        raise PapersError(f"arXiv has no paper {paper_id}.", "Check the id.")
    if paper is None and not wish.pending:
        raise PapersError(
            f"Nothing is known about {paper_id}: {fetched.silent.get(paper_id, 'no source answered')}.",
            f"Try again later, or note it now and fill it in later: papers add {paper_id} --pending",
        )
    return paper or _pending(paper_id)


def _other_name(note: Note, meant: ArxivId | Locator | Paper | None) -> str | None:
    """Say what a note is called, or says, that was asked for by another name of its paper, or title."""
    asked = meant.base if isinstance(meant, ArxivId) else meant.id if meant else note.paper.id
    if asked != note.paper.id:
        return f"The same paper, noted as {note.paper.id}."
    if isinstance(meant, Paper) and meant.title != note.paper.title:
        return "It keeps the title that it has."
    return None


def _pending(paper_id: str) -> Paper:
    return Paper(paper_id, f"arXiv:{paper_id}", source="reader", pending=True)


def _better(new: Paper, old: Paper) -> bool:
    """Tell whether `new` completes `old`: arXiv's word is final, any word is better than none."""
    return not old.complete and (new.source == "arxiv" or (old.pending and not new.pending))


def _supplies(new: Paper, old: Paper) -> bool:
    # A paper that is known by two names keeps the one it has here.
    return new.id == old.id and _better(new, old)


def _earlier(other: Note, kept: Note) -> bool:
    return other.added_on is not None and (kept.added_on is None or other.added_on < kept.added_on)


def _left_alone(note: Note, wish: Wish) -> str | None:
    """Say that options were ignored, if there were any that would have made a difference."""
    wanted = (wish.status, wish.rating or note.rating, wish.on or note.read_on)
    asked = wish._replace(pending=False, template=None) != Wish()
    if not asked or (not wish.labels and wanted == (note.status, note.rating, note.read_on)):
        return None
    return f"It stays as it is ({note.status}). To change it: papers mark, papers tag"


def _incomplete(paper: Paper) -> str:
    return "pending" if paper.pending else f"from {SOURCE_NAMES[paper.source]}"


def _provenance(paper: Paper, fetched: Fetched) -> str | None:
    if paper.pending:
        reason = fetched.silent.get(paper.id, "no source answered")
        return f"Pending: {reason}. Adding it again later fills it in."
    if paper.source in ("datacite", "starter"):
        return (
            f"Filled from {SOURCE_NAMES[paper.source]}: arXiv did not answer. Adding it again completes it."
        )
    return None


def _is_marked(note: Note, status: Status, rating: int | None, on: str | None) -> bool:
    return (
        note.status is status
        and (rating is None or (rating or None) == note.rating)
        and (on is None or on == note.read_on)
    )
