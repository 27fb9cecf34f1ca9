"""RIS, which every reference manager reads.

Tags and types as in the RIS specification of 2011 (Research Information Systems). It has no type for
preprints; they are unpublished works (UNPB), with arXiv as their publisher.
"""

from collections.abc import Iterable, Iterator

from paper_notes.rules.export.authors import Author, authors_left_out, authors_of
from paper_notes.rules.export.keys import Keys, year_of
from paper_notes.rules.export.shared import each_paper, first_doi, one_line
from paper_notes.rules.export.venues import venue_of
from paper_notes.rules.export.venues.known import Venue
from paper_notes.values.model import Note, Paper
from paper_notes.values.text.amounts import amount
from paper_notes.values.text.tex import to_unicode


def ris(notes: Iterable[Note], keys: Keys) -> Iterator[str]:
    """Yield one record for each paper."""
    for number, note in enumerate(each_paper(notes)):
        yield ("\n" if number else "") + ris_record(note, keys[note.paper.id])


def ris_record(note: Note, key: str) -> str:
    """Return the record of the note's paper."""
    lines = [f"{tag}  - {line}" for tag, value in _fields(note, key) if (line := one_line(value))]
    return "\n".join([*lines, "ER  - ", ""])


def _fields(note: Note, key: str) -> Iterator[tuple[str, str]]:
    """Yield tags with their values, which may be empty; the type comes first."""
    paper, venue = note.paper, venue_of(note.paper)
    yield "TY", _type(venue)
    yield "ID", key
    for author in authors_of(paper):
        yield "AU", _name(author)
    yield "TI", to_unicode(paper.title) or paper.id
    if venue:
        first, _, last = venue.pages.partition("-")
        yield "T2", venue.name
        yield "VL", venue.volume
        yield "IS", venue.number
        yield "SP", first
        yield "EP", last
    elif paper.arxiv_id:
        yield "PB", "arXiv"
    yield "PY", str((venue.year if venue else year_of(paper)) or "")
    if not venue and paper.published and len(paper.published) >= 10:
        yield "DA", paper.published[:10].replace("-", "/")
    yield "AB", to_unicode(paper.abstract or "")
    yield "DO", first_doi(paper)
    if paper.arxiv_id:
        yield "AN", f"arXiv:{paper.id}"
    yield "UR", paper.link
    for topic in note.topics:
        yield "KW", topic
    yield "N1", note.summary or ""
    yield "N1", _left_out(paper)


def _type(venue: Venue | None) -> str:
    if venue is None:
        return "UNPB"
    return "CPAPER" if venue.conference else "JOUR"


def _name(author: Author) -> str:
    """Return `Last, First, Suffix`; a comma in a whole name would take it apart."""
    if author.whole:
        return author.family.replace(",", "")
    return ", ".join(part for part in author if part)


def _left_out(paper: Paper) -> str:
    left_out = authors_left_out(paper)
    return f"And {amount(left_out, 'more author')}." if left_out else ""
