"""BibTeX and BibLaTeX, read with bibtexparser."""

import logging
import re
from collections.abc import Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ParsingFailedBlock
from bibtexparser.model import Entry as BibtexEntry

from paper_notes.entries import Broken, Entry, shown_title
from paper_notes.errors import PapersError
from paper_notes.importing.fields import elsewhere, paper_of

# It also logs what it reports; unheard logs go to stderr.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


def read(text: str) -> Iterator[Entry]:
    """Yield the entries; a broken one ends where the next begins."""
    for block in parse_string(text).blocks:
        entry = _entry(block)
        if isinstance(entry, BibtexEntry):
            yield _read(entry, _place(block))
        elif isinstance(block, ParsingFailedBlock):
            start = shown_title((block.raw or "").partition("\n")[0][:60])
            yield Broken(
                _place(block), f"is no sound BibTeX: {start}", "Look for a brace or comma that is missing."
            )


def _entry(block: Block) -> Block | None:
    """Return what stands in a block whose key, or one of whose fields, is there twice: we mind neither."""
    while isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        inner = block.ignore_error_block
        if inner is None:
            return None
        block = inner
    return block


def _read(entry: BibtexEntry, place: str) -> Entry:
    fields: dict[str, str] = {}
    for field in entry.fields:
        # The first of two counts, as in BibTeX itself.
        fields.setdefault(field.key.lower(), str(field.value))
    try:
        paper = paper_of(fields)
    except PapersError as error:
        return Broken(place, error.message, error.remedy)
    names = re.split(r"\s+and\s+", fields.get("author", "").strip())
    authors = [_plain(name) for name in names if name and name != "others"]
    return paper or elsewhere(fields, _plain(fields.get("title") or entry.key), place, authors)


def _plain(text: str) -> str:
    """Return a title or a name without the braces that protect its capitals."""
    return text.replace("{", "").replace("}", "")


def _place(block: Block) -> str:
    return f"line {(block.start_line or 0) + 1}"
