"""BibTeX and BibLaTeX, read with bibtexparser, some entries at a time."""

import logging
import re
from collections.abc import Iterator, Mapping
from itertools import chain, pairwise
from typing import NamedTuple

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ParsingFailedBlock,
    String,
)
from bibtexparser.model import Entry as BibtexEntry

from paper_notes.doors.importing.fields import elsewhere, paper_of
from paper_notes.values.entries import Broken, Entry, shown_title
from paper_notes.values.errors import PapersError

# It also logs what it reports; unheard logs go to stderr.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

AT_ONCE = 200_000
"""Characters that are parsed at a time: the parser needs fifty times as much memory."""

LONGEST = 1_000_000
"""Characters of one entry. The longest real ones, with an abstract and 3,000 authors, have a tenth."""

MOST = 100_000
"""Entries, strings and comments of one file; reading so many takes half a minute."""

_START = re.compile(r"^[^\S\n]*@\w*[ \t]*[{(]", re.MULTILINE)
"""Where a block begins, for the parser too: also in the midst of one that is not closed."""


class _Piece(NamedTuple):
    text: str
    line: int
    """How many lines stand before it."""


def read(text: str) -> Iterator[Entry]:
    """Yield the entries; a broken one ends where the next begins."""
    strings: dict[str, str] = {}
    count = 0
    for piece in _pieces(text):
        if len(piece.text) > LONGEST:
            yield Broken(f"line {piece.line + 1}", f"begins something of over {LONGEST:,} characters.")
            continue
        for block in parse_string(piece.text, parse_stack=[]).blocks:
            place = f"line {piece.line + (block.start_line or 0) + 1}"
            inner = _inner(block)
            count += 1
            if count > MOST:
                yield Broken(place, f"comes after {MOST:,} entries, too many for a file.", "Split it.")
                return
            if isinstance(inner, String):
                strings[inner.key.lower()] = inner.value
            elif isinstance(inner, BibtexEntry):
                yield _read(inner, place, strings)
            elif isinstance(block, ParsingFailedBlock):
                start = shown_title((block.raw or "").partition("\n")[0][:60])
                yield Broken(
                    place, f"is no sound BibTeX: {start}", "Look for a brace or comma that is missing."
                )


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield the text in pieces, each of some blocks; one that is too long comes alone."""
    begin = line = 0
    starts = (found.start() for found in _START.finditer(text))
    for start, end in pairwise(chain([0], starts, [len(text)])):
        if begin < start and end - begin > AT_ONCE:
            yield _Piece(text[begin:start], line)
            line += text.count("\n", begin, start)
            begin = start
    yield _Piece(text[begin:], line)


def _inner(block: Block) -> Block | None:
    """Return what stands in a block whose key, or one of whose fields, is there twice: we mind neither."""
    while isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        inner = block.ignore_error_block
        if inner is None:
            return None
        block = inner
    return block


def _read(entry: BibtexEntry, place: str, strings: Mapping[str, str]) -> Entry:
    fields: dict[str, str] = {}
    for field in entry.fields:
        # The first of two counts, as in BibTeX itself.
        fields.setdefault(field.key.lower(), _bare(strings.get(str(field.value).lower(), str(field.value))))
    try:
        paper = paper_of(fields)
    except PapersError as error:
        return Broken(place, error.message, error.remedy)
    # Without a pattern: between a million blanks one would look for names for hours.
    names = " ".join(fields.get("author", "").split()).split(" and ")
    authors = [_plain(name) for name in names if name and name != "others"]
    return paper or elsewhere(fields, _plain(fields.get("title", "")), place, authors, name=entry.key)


def _bare(value: str) -> str:
    """Return a value without the braces or quotes around it."""
    enclosed = len(value) > 1 and value[0] + value[-1] in ("{}", '""')
    return value[1:-1] if enclosed else value


def _plain(text: str) -> str:
    """Return a title or a name without the braces that protect its capitals."""
    return text.replace("{", "").replace("}", "")
