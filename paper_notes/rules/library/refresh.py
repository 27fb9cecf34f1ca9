"""What has become of the papers since they were noted: new versions, publication, withdrawal.

arXiv is asked about all of them, a hundred a request. What it says is compared with what the
notes carry, and only if that is wanted put into their managed blocks. A note without a block
was written by hand: what is new about its paper is told, and nothing is written.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from paper_notes.doors.sqlite.store import Store
from paper_notes.rules.library.finding import find
from paper_notes.rules.library.library import Library
from paper_notes.values.errors import HandEditedError, PapersError, TokenError
from paper_notes.values.model import Issue, Note, Paper
from paper_notes.values.news import Difference, compare, renewed
from paper_notes.values.query import Query
from paper_notes.values.source import Fetch, Fetched
from paper_notes.values.text import body

BATCH = 100
"""Papers a request to arXiv."""

Verdict = Literal["same", "found", "changed", "hand-edited", "hand-written", "failed"]


class Checked(NamedTuple):
    """What came of one note, or of a reference that is none."""

    ref: str
    outcome: Verdict
    """`found` is not written, `changed` is; `hand-edited` has a block that a person changed,
    `hand-written` has none."""
    note: Note | None = None
    differences: tuple[Difference, ...] = ()
    error: str | None = None
    remedy: str | None = None
    paper: Paper | None = None
    """What arXiv says now."""


def refresh(
    store: Store,
    ask: Fetch,
    wanted: Sequence[str] | Query,
    library: Library | None = None,
    *,
    force: bool = False,
    progress: Callable[[str], None],
) -> Iterator[Checked]:
    """Compare notes with what arXiv says now, and yield what came of each.

    Args:
        store: where the notes are.
        ask: arXiv, not what it answered earlier.
        wanted: references to notes, or a query; notes about papers elsewhere are left out.
        library: who writes what is new into the notes; None to write nothing.
        force: also write blocks anew that a person changed.
        progress: told how far it is, and at the end nothing.

    Raises:
        TokenError: the token was refused on the way; only when all has been yielded.

    """
    if library is not None:
        library.get_ready()
    targets: dict[str, dict[int, str]] = {}
    for target in _targets(store, wanted):
        if isinstance(target, Checked):
            yield target
        else:
            targets.setdefault(target.paper_id, {}).setdefault(target.key, target.ref)
    checked = _ask_and_compare(store, ask, targets, progress)
    if library is None:
        yield from checked
        return
    waiting = []
    for one in checked:
        if one.paper and one.outcome in ("found", "hand-edited"):
            waiting.append(one)
        else:
            yield one
    refused: TokenError | None = None
    if waiting:
        with library.alone():
            for done, one in enumerate(waiting):
                progress(f"Updating notes: {done:,} of {len(waiting):,}")
                try:
                    outcome = one if refused else _write(store, library, one, force=force)
                except TokenError as error:
                    refused = error
                yield one._replace(outcome="failed", error=f"Not written: {refused}") if refused else outcome
        progress("")
    if refused is not None:
        raise refused


class _Target(NamedTuple):
    """A note to be looked at: the paper, its row in the store, and what to call it."""

    paper_id: str
    key: int
    ref: str


def _targets(store: Store, wanted: Sequence[str] | Query) -> Iterator[_Target | Checked]:
    """Yield the notes that are meant, and a failure for each reference that means none on arXiv."""
    if isinstance(wanted, Query):
        for note in store.notes(wanted):
            if note.paper.arxiv_id is not None and note.key is not None:
                yield _Target(note.paper.id, note.key, note.name)
        return
    for ref in wanted:
        try:
            note = find(store, ref)
        except PapersError as error:
            yield Checked(ref, "failed", error=error.message, remedy=error.remedy)
            continue
        if note.paper.arxiv_id is None or note.key is None:
            yield Checked(ref, "failed", note, error="It is not on arXiv, so there is nobody to ask.")
        else:
            yield _Target(note.paper.id, note.key, ref)


def _ask_and_compare(
    store: Store,
    ask: Fetch,
    targets: Mapping[str, Mapping[int, str]],
    progress: Callable[[str], None],
) -> Iterator[Checked]:
    """Ask about the papers, and compare each note: its row and its name, by the paper's id."""
    ids = list(targets)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        progress(f"Asking arXiv: {start:,} of {len(ids):,} papers")
        fetched = ask(batch)
        for paper_id in batch:
            for key, ref in targets[paper_id].items():
                if note := store.note(key):
                    yield _compared(ref, note, store.issue(key), fetched)
    progress("")


def _compared(ref: str, note: Note, issue: Issue, fetched: Fetched) -> Checked:
    paper_id = note.paper.id
    if paper_id in fetched.missing:
        return Checked(ref, "found", note, (Difference("unknown", paper_id, None),))
    paper = fetched.papers.get(paper_id)
    if paper is None:
        reason = fetched.silent.get(paper_id, "no answer")
        return Checked(ref, "failed", note, error=f"Not checked: {reason}.", remedy=f"{fetched.remedy}.")
    managed = body.find(issue.body) is not None or body.broken(issue.body)
    differences = compare(note.paper, paper, managed=managed)
    outcome = _outcome(issue, managed=managed) if differences else "same"
    return Checked(ref, outcome, note, differences, paper=paper)


def _outcome(issue: Issue, *, managed: bool) -> Verdict:
    if not managed:
        return "hand-written"
    try:
        body.require_intact(issue.body)
    except HandEditedError:
        return "hand-edited"
    return "found"


def _write(store: Store, library: Library, one: Checked, *, force: bool) -> Checked:
    """Put what is new into the note, as it is by now."""
    paper = one.paper
    note = store.note(one.note.key) if one.note and one.note.key is not None else None
    if note is None or paper is None:
        return one._replace(outcome="failed", error="The note is gone.", remedy="Look: papers list")
    try:
        note = library.renew(note, lambda old: renewed(old, paper), force=force)
    except TokenError:
        raise
    except HandEditedError as error:
        return one._replace(outcome="hand-edited", error=error.message, remedy=error.remedy)
    except PapersError as error:
        return one._replace(outcome="failed", error=error.message, remedy=error.remedy)
    return one._replace(outcome="changed", note=note)
