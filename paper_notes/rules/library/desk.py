"""What every change of notes rests on: the doors, and the steps that changes share."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from paper_notes.doors.sqlite.store import Store
from paper_notes.rules.library.labels import as_in_use
from paper_notes.rules.library.mirror import Mirror
from paper_notes.rules.library.noted import Noted
from paper_notes.rules.library.notes import record_of
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Issue, Label, Note, Paper, Record
from paper_notes.values.source import Fetch, Fetched
from paper_notes.values.text import body
from paper_notes.values.topics import Taxonomy
from paper_notes.values.tracker import Draft, Tracker

LOOKS = 10
"""How often others are looked for after they were seen: each look is a request, free if nothing changed."""


class Writer(Protocol):
    """The texts of an issue, rendered from the templates."""

    def title(self, paper: Paper) -> str:
        """Return the issue's title."""

    def body(self, record: Record, template: str | None) -> str:
        """Return the body of a new issue: the managed block, then the reader's sections."""

    def block(self, record: Record, old: str) -> str:
        """Return the managed block, short enough to go into the body `old`."""

    def own_lines(self, text: str, paper: Paper) -> int:
        """Return how many lines of a note's text the reader wrote: blank ones and a template's are not."""

    def is_blank(self, text: str, paper: Paper) -> bool:
        """Tell whether the reader's text of a note is but a template that nobody has filled in."""


class Desk:
    """Where notes are written: one place with its mirror, the templates and the taxonomy.

    The chapters of `Library` are subclasses: each holds the rules of one kind of change.
    """

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

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other writers on this machine waiting; at the end what was written is related."""
        with self._lock():
            yield
            # What was interrupted is left to the next writer.
            self.store.relate()

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

    def ask(self, paper_ids: Sequence[str]) -> Fetched:
        """Ask the sources about papers, all at once."""
        return self._fetch(paper_ids) if paper_ids else Fetched({})

    # -- labels -----------------------------------------------------------------------

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

    # -- issues -----------------------------------------------------------------------

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

    def close_as_duplicate(self, issue: Issue) -> None:
        """Close an issue about a paper that has a note elsewhere."""
        closed = self._tracker.close_as_duplicate(issue)
        if not self.rehearsing:
            self.store.save(closed)


def pending_paper(paper_id: str) -> Paper:
    """Return what is written of a paper before any source has answered."""
    return Paper(paper_id, f"arXiv:{paper_id}", source="reader", pending=True)
