"""Whether two titles are the same, and two lists of authors may be, as different hands write them."""

from collections.abc import Iterable

from paper_notes.names import surname
from paper_notes.tex import GREEK, SYMBOLS, to_unicode
from paper_notes.words import words_of


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
