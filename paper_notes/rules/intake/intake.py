"""What becomes of the entries of imported files."""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from paper_notes.rules.counted import counted
from paper_notes.rules.intake.unlisted import LeftOut, as_it_is, look_up, unasked
from paper_notes.rules.library.elsewhere import Wanted
from paper_notes.rules.library.library import Library
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.entries import Broken, Elsewhere, Entry
from paper_notes.values.errors import PapersError, TokenError
from paper_notes.values.model import Note, Paper
from paper_notes.values.outcome import Outcome, Wish, untried
from paper_notes.values.source import Seek
from paper_notes.values.text.title_match import title_key


class Unlisted(NamedTuple):
    """What is to be done with entries that name no paper on arXiv; with nothing of it they are left out."""

    seek: Seek | None = None
    """Look them up with this."""
    known: Seek | None = None
    """In a rehearsal: the answers that are there already; about the others it says what `seek` would ask."""
    note: bool = False
    """Note those that are not found under their DOI or link, as the file describes them."""


LEFT_OUT = Unlisted()


def take_in(
    library: Library,
    entries: Sequence[Entry],
    wish: Wish,
    unlisted: Unlisted = LEFT_OUT,
    *,
    progress: Callable[[str], None] = lambda _: None,
    report: Callable[[str], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Restore exported notes, note the other papers as `wish` says, and then tell what was left out.

    Each paper comes in once, however often the entries name it. Without any, the library is not touched.
    `progress` is told how far it is, and at the end nothing; `report` what a rehearsal would ask.
    """
    # Two with other words each are both told, though only the first comes in.
    notes = list(dict.fromkeys(entry for entry in entries if isinstance(entry, Note)))
    restored = {note.paper.id for note in notes}
    elsewhere = [entry for entry in entries if isinstance(entry, Elsewhere)]
    decided = _decided(library, elsewhere, unlisted, progress, report)
    wanted: dict[str, str | Wanted] = {}
    for entry in entries:
        if isinstance(entry, ArxivId):
            wanted.setdefault(entry.id, entry.id)
        elif isinstance(entry, Elsewhere) and isinstance(found := decided[entry], Wanted):
            assert not isinstance(found.meant, PapersError)
            wanted.setdefault(found.meant.id, found)
    refs = [ref for paper_id, ref in wanted.items() if paper_id not in restored]
    # What arXiv knows comes first: the same paper, as it was published, then finds the better note.
    refs.sort(key=lambda ref: isinstance(ref, Wanted) and isinstance(ref.meant, Paper))
    refused: TokenError | None = None
    untold = refs
    try:
        if notes:
            yield from counted(library.restore(notes), len(notes), progress)
        untold = []
        if refs:
            yield from counted(library.add(refs, wish), len(refs), progress)
    except TokenError as error:
        refused = error
        yield from (untried(ref if isinstance(ref, str) else ref.ref, error) for ref in untold)
    for entry in entries:
        if isinstance(entry, Elsewhere) and isinstance(left := decided[entry], LeftOut):
            kind: Literal["failed", "skipped"] = "failed" if left.kind == "silent" else "skipped"
            yield Outcome(entry.title, kind, error=f"{entry.place}: {left.why}", remedy=left.remedy)
        elif isinstance(entry, Broken):
            yield Outcome(entry.place, "failed", error=entry.wrong, remedy=entry.remedy)
    if refused is not None:
        raise refused


def _decided(
    library: Library,
    entries: Sequence[Elsewhere],
    unlisted: Unlisted,
    progress: Callable[[str], None],
    report: Callable[[str], None],
) -> dict[Elsewhere, Wanted | LeftOut | None]:
    """Return for each entry the paper that it is, or why it is left out; None if that is told already."""
    decided: dict[Elsewhere, Wanted | LeftOut | None] = dict.fromkeys(entries)
    if entries and unlisted.seek:
        library.fill()
        waiting = unasked(entries, library.store, unlisted.known) if unlisted.known else []
        titles: dict[str, str] = {}
        for entry in waiting:
            titles.setdefault(title_key(entry.title), entry.title)
        for title in titles.values():
            report(f"Would search arXiv for “{title}”.")
        if titles:
            report(f"That is {len(titles):,} {'request' if len(titles) == 1 else 'requests'} to arXiv.")
        asked = [entry for entry in entries if entry not in set(waiting)]
        decided.update(counted(look_up(asked, library.store, unlisted.seek), len(asked), progress))
    else:
        decided = dict.fromkeys(entries, LeftOut("unknown", "no arXiv id."))
    if unlisted.note:
        for entry, verdict in decided.items():
            if isinstance(verdict, LeftOut) and verdict.kind == "unknown":
                decided[entry] = as_it_is(entry)
    return decided
