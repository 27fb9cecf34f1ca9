"""Whether two titles, two lists of authors, or two papers are the same, as different hands write them."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from paper_notes.values.text.names import surname
from paper_notes.values.text.tex import GREEK, SYMBOLS, to_unicode
from paper_notes.values.text.words import words_of

YEARS_APART = 2
"""So many years may lie between a paper on arXiv and where it was published."""


class Described(Protocol):
    """A paper, as far as somebody describes it."""

    @property
    def title(self) -> str:
        """In any spelling."""

    @property
    def authors(self) -> Sequence[str]:
        """Some of them, in any spelling."""

    @property
    def year(self) -> int | None:
        """Of any of its dates."""


def same_paper(one: Described, other: Described) -> bool:
    """Tell whether two are certainly one paper: the same title, an author in common, about the same year."""
    near = not (one.year and other.year) or abs(one.year - other.year) <= YEARS_APART
    same = title_key(one.title) == title_key(other.title)
    return same and near and share_an_author(one.authors, other.authors)


def title_key(title: str) -> str:
    """Return the letters and digits of a title: titles are the same if these are.

    Case, accents, punctuation and TeX do not count, nor whether a word is written as two.
    """
    text = to_unicode(title).replace("\\times", "x").translate(_SPELLED_OUT)
    return "".join(words_of(text))


_SPELLED_OUT = str.maketrans({**SYMBOLS, **GREEK, "×": "x", "&": " and "})
"""arXiv gives Greek letters as letters, bibliographies as TeX."""


def share_an_author(some: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether two lists of authors have a family name in common."""
    return not {_family(name) for name in some}.isdisjoint(_family(name) for name in others)


def _family(name: str) -> str:
    # `van der Maaten` is at times filed under M.
    words = words_of(to_unicode(surname(name)))
    return words[-1] if words else name
