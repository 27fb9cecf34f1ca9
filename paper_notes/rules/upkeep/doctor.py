"""What is wrong with settings, token, repository, library or templates, and the remedy."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from paper_notes.doors.sqlite.store import Store
from paper_notes.rules.library.noted import doubled
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Note, Paper, Record, Status
from paper_notes.values.query import Query
from paper_notes.values.setting_values import Adopting
from paper_notes.values.settings import SETTINGS, Config
from paper_notes.values.text import body
from paper_notes.values.text.amounts import amount

NAMED = 5
"""How many notes a finding names before it only counts."""


class Finding(NamedTuple):
    """One thing that was looked at."""

    subject: str
    ok: bool
    message: str
    remedy: str | None = None


class Templates(Protocol):
    """What writes the texts of an issue; trying it shows whether the reader's templates work."""

    @property
    def names(self) -> Sequence[str]:
        """What the template of a new note may be called."""

    def body(self, record: Record, template: str | None) -> str:
        """Return the body of a new issue."""


def examine(
    config: Config,
    *,
    store: Callable[[], Store],
    templates: Callable[[], Templates],
    left_behind: Callable[[], int],
    live: Callable[[], Iterator[Finding]],
) -> Iterator[Finding]:
    """Look at everything, one finding at a time; a part that cannot even be opened is a finding too."""
    yield from _settings(config)
    yield from _guarded("templates", lambda: _templates(templates))
    yield from _guarded("library", lambda: _library(store()))
    yield from _guarded("this machine", lambda: _left_behind(left_behind()))
    if config.repository is not None and not config.offline:
        yield from _guarded("repository", live)


def _guarded(subject: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except PapersError as error:
        yield Finding(subject, False, error.message, error.remedy)


def _settings(config: Config) -> Iterator[Finding]:
    for name in SETTINGS:
        yield Finding(name, True, f"{_shown(name, getattr(config, name))} ({config.origins[name]})")


def _shown(name: str, value: object) -> str:
    """Return the value of a setting as a person would write it."""
    if name == "repository" and value is None:
        return "none, so the embedded library is used"
    if name == "topics":
        return ", ".join(value) if isinstance(value, dict) and value else "as shipped"
    if isinstance(value, Adopting):
        left_out = [*(f"#{number}" for number in value.skip), *value.skip_labels]
        those = f"all hand-written notes but {', '.join(left_out)}" if left_out else "all hand-written notes"
        unread = f", unless labelled {' or '.join(value.unread_labels)}" if value.unread_labels else ""
        return f"{those}; open ones are read{unread}" if value.open == "read" else those
    if name.startswith("writes_per") and value == 0:
        return "no limit"
    if value is None or value in ("", ()):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g} s"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value)


def _templates(templates: Callable[[], Templates]) -> Iterator[Finding]:
    """Try each template for notes, so that every one that does not work is named."""
    record = Record(Paper("1706.03762", "Attention Is All You Need", ("Ashish Vaswani",), 1))
    writer = templates()
    faults = []
    for name in (None, *writer.names):
        try:
            writer.body(record, name)
        except PapersError as error:
            faults.append(Finding("templates", False, error.message, error.remedy))
    # The block is in all of them: a fault of its template is told once.
    yield from dict.fromkeys(faults)
    if not faults:
        yield Finding("templates", True, f"they work: {', '.join(('note', *writer.names))}")


def _doubled(several: Sequence[Sequence[Note]]) -> str:
    """Say which papers have several notes; of many, as a library written by hand may have, the first."""
    if len(several) > 1:
        named = [f"{notes[0].paper.id} ({_names(notes)})" for notes in several[:NAMED]]
        more = f" and {len(several) - NAMED:,} more" if len(several) > NAMED else ""
        return f"{len(several):,} papers have several notes: {', '.join(named)}{more}."
    paper_id, *others = dict.fromkeys(note.paper.id for note in several[0])
    also = f", also as {', '.join(others)}" if others else ""
    return f"{paper_id} has several notes{also}: {_names(several[0])}."


def _names(notes: Sequence[Note]) -> str:
    return ", ".join(note.name for note in notes)


def _library(store: Store) -> Iterator[Finding]:
    counts = {status: store.count(Query(statuses=(status,))) for status in Status}
    total = sum(counts.values())
    yield Finding(
        "library",
        True,
        f"{amount(total, 'note')}: {', '.join(f'{count} {status}' for status, count in counts.items())}",
    )
    yield from _unfinished(store)
    yield from _blocks(store)
    if several := doubled(store):
        yield Finding("library", False, _doubled(several), "Make one of them: papers doctor --merge")
    strange, people = store.strangers()
    if strange:
        whose = f"{people} people who are not trusted" if people != 1 else "somebody who is not trusted"
        yield Finding(
            "strangers",
            True,
            f"{amount(strange, 'issue')} of {whose} {'is' if strange == 1 else 'are'} left out",
            "See them: papers list --all. Whom to trust is set in papers.toml.",
        )
    if duplicates := store.duplicates():
        closed = (
            "is closed as a duplicate, and no note"
            if duplicates == 1
            else "are closed as duplicates, and no notes"
        )
        yield Finding("duplicates", True, f"{amount(duplicates, 'issue')} {closed}")


def _left_behind(count: int) -> Iterator[Finding]:
    if count:
        where = f"{amount(count, 'note')} {'is' if count == 1 else 'are'} only here, not in the repository"
        yield Finding("this machine", True, where, "Move them there: papers push")


def _unfinished(store: Store) -> Iterator[Finding]:
    lacking = [note for note in store.incomplete() if not note.paper.complete]
    if lacking:
        yield Finding(
            "library",
            False,
            f"{amount(len(lacking), 'note')} not filled in by arXiv yet.",
            "Fill them in: papers refresh --apply",
        )
    for note in store.incomplete():
        if note.finishing:
            yield Finding(
                "library",
                False,
                f"{note.name} was to be marked {note.finishing}, but that was interrupted.",
                f"Finish it: papers add {note.paper.id}",
            )


def _blocks(store: Store) -> Iterator[Finding]:
    changed, by_hand = [], 0
    for issue in store.issues():
        if not store.is_trusted(issue):
            continue
        by_hand += body.find(issue.body) is None and store.peek(issue) is not None
        try:
            body.require_intact(issue.body)
        except PapersError:
            changed.append(f"#{issue.number}" if issue.number is not None else issue.title)
    if by_hand:
        yield Finding(
            "by hand",
            True,
            f"{amount(by_hand, 'note')} without a managed block",
            "See what is recognised: papers adopt",
        )
    if changed:
        more = f" and {len(changed) - NAMED} more" if len(changed) > NAMED else ""
        yield Finding(
            "blocks",
            False,
            f"A person changed the managed block of {', '.join(changed[:NAMED])}{more}.",
            "It is left as it is. Have it written anew with: papers mark STATUS REF --force",
        )
