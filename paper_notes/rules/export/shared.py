"""What several formats do alike with the notes they get."""

import re
from collections.abc import Iterable, Iterator

from paper_notes.values.model import Note, Paper

_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def each_paper(notes: Iterable[Note]) -> Iterator[Note]:
    """Yield the notes, but of several about one paper only the first: references are about papers."""
    seen = set[str]()
    for note in notes:
        if note.paper.id not in seen:
            seen.add(note.paper.id)
            yield note


def one_line(text: str) -> str:
    """Return the text without line ends and control characters."""
    return " ".join(_BREAKS.sub(" ", text).split())


def first_doi(paper: Paper) -> str:
    """Return the paper's DOI, of several the first; empty without one."""
    return next(iter((paper.doi or "").split()), "")
