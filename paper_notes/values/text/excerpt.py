"""The piece of a note that shows why a search found it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import NamedTuple

from paper_notes.values.search import FIELDS, Term
from paper_notes.values.text.words import folded, is_spaceless

PREFERRED = ("text", "abstract", "comments", "authors", "about", "title")
"""Which field is shown if several have as many of the words: the reader's own text tells most, and
the title is there to be seen anyway."""

LEAD = 0.25
"""How much of an excerpt stands before the first word that was found."""

ENDS = 16
"""Characters that an excerpt gives up at each end to begin and end between words."""

MOST = 200
"""Words in one field that are looked at."""

MARKUP = re.compile(r"[*`]|^\s*#+\s|\s+", re.MULTILINE)


class Piece(NamedTuple):
    """Text that either was looked for, or stands around it."""

    text: str
    found: bool = False


class Excerpt(NamedTuple):
    """A piece of one field of a note, on one line, without Markdown's `*` and backquotes."""

    field: str
    pieces: Sequence[Piece]

    def marked(self, mark: str) -> str:
        """Return the text with the mark before and after everything that was looked for."""
        return "".join(f"{mark}{text}{mark}" if found else text for text, found in self.pieces)


class _Place(NamedTuple):
    start: int
    end: int
    term: int


class Finder:
    """Finds terms in texts as they were written."""

    def __init__(self, terms: Sequence[Term]) -> None:
        # A word that begins like a term tells more than one that has it inside.
        self._patterns = [_pattern(terms, begins=True), _pattern(terms, begins=False)] if terms else []

    def excerpt(self, texts: Sequence[str], length: int) -> Excerpt | None:
        """Return the piece of the texts, one for each of `FIELDS`, that has the most of the terms.

        It is of about `length` characters; None if no term is found.
        """
        best: tuple[int, Excerpt] | None = None
        for places_in in (self._places, self._folded_places):
            for field in PREFERRED:
                text = texts[FIELDS.index(field)]
                places = places_in(text)
                if not places:
                    continue
                first, terms = _densest(places, length)
                if best is None or terms > best[0]:
                    best = terms, Excerpt(field, _cut(text, places, first, length))
            if best is not None:
                break
        return best and best[1]

    def mark(self, text: str) -> list[Piece]:
        """Return the whole text as pieces."""
        return _pieces(text, self._places(text) or self._folded_places(text), 0, len(text))

    def _places(self, text: str) -> list[_Place]:
        for pattern in self._patterns:
            matches = islice(pattern.finditer(text), MOST)
            if places := [_Place(*match.span(), match.lastindex or 0) for match in matches]:
                return places
        return []

    def _folded_places(self, text: str) -> list[_Place]:
        """Find terms that are written with accents, or in another width."""
        if text.isascii():
            return []
        letters = folded(text)
        # Where the folded form of each character ends tells which of them a place is in.
        ends = list(accumulate(map(len, letters)))
        return [
            _Place(bisect_right(ends, start), bisect_right(ends, end - 1) + 1, term)
            for start, end, term in self._places("".join(letters))
        ]


def _pattern(terms: Sequence[Term], *, begins: bool) -> re.Pattern[str]:
    """Return a pattern for any of the terms, each in a group of its own; the longest come first."""
    written = []
    for words, start in sorted(terms, key=lambda term: -len(term.words)):
        separated = r"[\W_]*".join(map(re.escape, words.split()))
        fixed = (begins or start) and words[0].isalnum() and not is_spaceless(words[0])
        written.append(rf"((?<![^\W_]){separated})" if fixed else f"({separated})")
    return re.compile("|".join(written), re.IGNORECASE)


def _densest(places: list[_Place], length: int) -> tuple[int, int]:
    """Return the first place of the stretch with the most different terms, and how many it has."""
    best = 0, 0
    for first, (start, _, _) in enumerate(places):
        near = {term for begin, _, term in places[first:] if begin < start + length * (1 - LEAD)}
        if len(near) > best[1]:
            best = first, len(near)
    return best


def _cut(text: str, places: list[_Place], first: int, length: int) -> list[Piece]:
    """Return about `length` characters around a place."""
    start, end, _ = places[first]
    begin = max(0, min(start - int(length * LEAD), len(text) - length))
    if begin:
        blank = next((at for at in range(begin, min(begin + ENDS, start)) if text[at].isspace()), begin)
        # What stands above its heading, often only headings of a template, tells nothing about it.
        begin = max(blank, text.rfind("\n#", 0, start) + 1)
    stop = min(begin + length, len(text))
    if stop < len(text):
        stop = next((at for at in range(stop, max(stop - ENDS, end), -1) if text[at].isspace()), stop)
    pieces = _pieces(text, places, begin, stop)
    return [
        *([Piece("…")] if begin else ()),
        *pieces,
        *([Piece("…")] if stop < len(text) else ()),
    ]


def _pieces(text: str, places: list[_Place], begin: int, stop: int) -> list[Piece]:
    """Return what is between the two ends, on one line."""
    pieces = list[Piece]()
    for piece in _apart(text, places, begin, stop):
        clean = MARKUP.sub(lambda match: " " if match[0].isspace() else "", piece.text)
        if not pieces or pieces[-1].text.endswith(" "):
            clean = clean.lstrip(" ")
        if clean:
            pieces.append(piece._replace(text=clean))
    if pieces:
        pieces[-1] = pieces[-1]._replace(text=pieces[-1].text.rstrip(" "))
    return pieces


def _apart(text: str, places: list[_Place], begin: int, stop: int) -> Iterator[Piece]:
    at = begin
    for start, end, _ in places:
        if at <= start < stop:
            yield Piece(text[at:start])
            at = min(end, stop)
            yield Piece(text[start:at], found=True)
    yield Piece(text[at:stop])
