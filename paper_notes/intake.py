"""What becomes of the entries of imported files."""

from collections.abc import Callable, Iterator, Sequence

from paper_notes.counted import counted
from paper_notes.entries import Broken, Elsewhere, Entry
from paper_notes.library import Library, Outcome, Wish
from paper_notes.model import Note
from paper_notes.reference import ArxivId


def take_in(
    library: Library,
    entries: Sequence[Entry],
    wish: Wish,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Restore exported notes, note the other papers as `wish` says, and then tell what was left out.

    Each paper comes in once, however often the entries name it. Without any, the library is not touched.
    `progress` is told how far it is, and at the end nothing.
    """
    notes: dict[str, Note] = {}
    for entry in entries:
        if isinstance(entry, Note):
            notes.setdefault(entry.paper.id, entry)
    papers = dict.fromkeys(entry.base for entry in entries if isinstance(entry, ArxivId))
    refs = [paper_id for paper_id in papers if paper_id not in notes]
    if notes:
        yield from counted(library.restore(list(notes.values())), len(notes), progress)
    if refs:
        yield from counted(library.add(refs, wish), len(refs), progress)
    for entry in entries:
        if isinstance(entry, Elsewhere):
            yield Outcome(entry.title, "skipped", error=f"{entry.place}: no arXiv id.")
        elif isinstance(entry, Broken):
            yield Outcome(entry.place, "failed", error=entry.wrong, remedy=entry.remedy)
