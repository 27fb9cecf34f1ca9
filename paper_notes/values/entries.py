"""What a file of references holds, entry by entry."""

from typing import NamedTuple

from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.model import Note
from paper_notes.values.refusal import cut, printable


class Elsewhere(NamedTuple):
    """An entry that names no paper on arXiv."""

    title: str
    place: str
    """Where it stands: `line 12`; once the file is known, `refs.bib, line 12`."""
    authors: tuple[str, ...] = ()
    """As they are written there, TeX and all."""
    year: int | None = None
    doi: str | None = None
    url: str | None = None
    """The first link that is given."""
    venue: str | None = None
    """Where it was published, with volume, pages and year, as far as they are given."""
    abstract: str | None = None
    titled: bool = True
    """False if `title` is only what to call the entry by."""


class Broken(NamedTuple):
    """An entry, or a file, that could not be read."""

    place: str
    """As for `Elsewhere`."""
    wrong: str
    """A sentence."""
    remedy: str | None = None


Entry = ArxivId | Note | Elsewhere | Broken
"""A `Note` is one that `papers export` wrote, with all that it held."""


def shown_title(text: str) -> str:
    """Return a title, or what stands for it, fit for a message: printable, on one line, not long."""
    return cut(printable(text[:1000]), 200)
