"""What is wrong with settings, token, repository, library or templates, and the remedy."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from paper_notes import body
from paper_notes.config import SETTINGS, Config
from paper_notes.errors import PapersError
from paper_notes.model import Label, Paper, Record, Status
from paper_notes.query import Query
from paper_notes.store import Store

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

    def body(self, record: Record, template: str | None) -> str:
        """Return the body of a new issue."""


def examine(
    config: Config,
    *,
    store: Callable[[], Store],
    templates: Callable[[], Templates],
    live: Callable[[], Iterator[Finding]],
) -> Iterator[Finding]:
    """Look at everything, one finding at a time; a part that cannot even be opened is a finding too."""
    yield from _settings(config)
    yield from _guarded("templates", lambda: _templates(templates()))
    yield from _guarded("library", lambda: _library(store()))
    if config.repository is not None and not config.offline:
        yield from _guarded("repository", live)


def _guarded(subject: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except PapersError as error:
        yield Finding(subject, False, error.message, error.remedy)


def _settings(config: Config) -> Iterator[Finding]:
    for name in SETTINGS:
        value = getattr(config, name)
        if name == "topics":
            value = ", ".join(value) or "as shipped"
        shown = {None: "none", "": "none", (): "none"}.get(value, value)
        if name == "repository" and value is None:
            shown = "none, so the embedded library is used"
        yield Finding(name, True, f"{shown} ({config.origins[name]})")


def _templates(templates: Templates) -> Iterator[Finding]:
    templates.body(Record(Paper("1706.03762", "Attention Is All You Need", ("Ashish Vaswani",), 1)), None)
    yield Finding("templates", True, "they work")


def _library(store: Store) -> Iterator[Finding]:
    counts = {status: store.count(Query(statuses=(status,))) for status in Status}
    total = sum(counts.values())
    yield Finding(
        "library",
        True,
        f"{total} notes: {', '.join(f'{count} {status}' for status, count in counts.items())}",
    )
    yield from _unfinished(store)
    yield from _blocks(store)
    for paper_id, numbers in store.doubled():
        issues = ", ".join(f"#{number}" for number in numbers)
        yield Finding(
            "library",
            False,
            f"{paper_id} has several notes: {issues}.",
            "Make one of them: papers doctor --merge",
        )
    strange, people = store.strangers()
    if strange:
        yield Finding(
            "strangers", True, f"{strange} issues by {people} people who are not trusted are left out"
        )
    if duplicates := store.duplicates():
        yield Finding("duplicates", True, f"{duplicates} issues are closed as duplicates, and no notes")


def _unfinished(store: Store) -> Iterator[Finding]:
    lacking = [note for note in store.incomplete() if not note.paper.complete]
    if lacking:
        yield Finding(
            "library",
            False,
            f"{_notes(len(lacking))} not filled in by arXiv yet.",
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
    changed = []
    for issue in store.issues():
        if not store.is_trusted(issue):
            continue
        try:
            body.require_intact(issue.body)
        except PapersError:
            changed.append(f"#{issue.number}" if issue.number is not None else issue.title)
    if changed:
        more = f" and {len(changed) - NAMED} more" if len(changed) > NAMED else ""
        yield Finding(
            "blocks",
            False,
            f"A person changed the managed block of {', '.join(changed[:NAMED])}{more}.",
            "It is left as it is. Have it written anew with: papers mark STATUS REF --force",
        )


class Facts(Protocol):
    """What is known about a repository."""

    @property
    def full_name(self) -> str:
        """Its name now."""

    @property
    def private(self) -> bool:
        """Whether only some may see it."""

    @property
    def scopes(self) -> str | None:
        """What a classic token may do."""

    @property
    def token_expires(self) -> str | None:
        """When the token ends."""


class Inspectable(Protocol):
    """A repository that can be looked at."""

    def inspect(self) -> Facts:
        """Ask for the facts."""

    def prepare(self) -> None:
        """Raise if notes cannot be written there."""

    def missing_labels(self, labels: Sequence[Label]) -> list[Label]:
        """Return those that are not there."""


def examine_repository(repository: Inspectable, labels: Sequence[Label]) -> Iterator[Finding]:
    """Look at the live repository: whether it can be read, whether it can be written to, its labels."""
    facts = repository.inspect()
    visibility = "private" if facts.private else "public"
    yield Finding("repository", True, f"{facts.full_name} can be read ({visibility})")
    try:
        repository.prepare()
    except PapersError as error:
        yield Finding("writing", False, error.message, error.remedy)
    else:
        scopes = f", scopes: {facts.scopes}" if facts.scopes else ""
        expires = f", expires {facts.token_expires}" if facts.token_expires else ""
        yield Finding("writing", True, f"the token may write issues{scopes}{expires}")
    missing = [label.name for label in repository.missing_labels(labels)]
    note = f"; created when first needed: {', '.join(missing)}" if missing else ""
    yield Finding("labels", True, f"{len(labels) - len(missing)} of {len(labels)} topics have a label{note}")


def _notes(count: int) -> str:
    return "1 note is" if count == 1 else f"{count} notes are"
