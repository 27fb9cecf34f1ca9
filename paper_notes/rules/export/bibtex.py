"""BibTeX, for LaTeX documents and for whatever else reads it."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from paper_notes.rules.export.authors import Author, authors_left_out, authors_of
from paper_notes.rules.export.keys import Keys, year_of
from paper_notes.rules.export.latex import escape, escape_words
from paper_notes.rules.export.shared import each_paper, first_doi
from paper_notes.rules.export.titles import bibtex_title
from paper_notes.rules.export.venues import venue_of
from paper_notes.rules.export.venues.known import Venue
from paper_notes.values.model import Note, Paper

# What separates names or their parts, and `=`, which biber takes for its extended form of names.
_SEPARATES = re.compile(r"(\b(?:and|others)\b|[,=])", re.IGNORECASE)


def bibtex(notes: Iterable[Note], keys: Keys) -> Iterator[str]:
    """Yield one entry for each paper."""
    for number, note in enumerate(each_paper(notes)):
        yield ("\n" if number else "") + bibtex_entry(note.paper, keys[note.paper.id], note.topics)


def bibtex_entry(paper: Paper, key: str, keywords: tuple[str, ...] = ()) -> str:
    """Return the paper's entry: as published where that is known beyond doubt, otherwise as `@misc`."""
    venue = venue_of(paper)
    fields = "".join(
        f"  {name} = {{{value}}},\n" for name, value in _fields(paper, venue, keywords).items() if value
    )
    return f"@{_type(venue)}{{{key},\n{fields}}}\n"


def _type(venue: Venue | None) -> str:
    if venue is None:
        return "misc"
    return "inproceedings" if venue.conference else "article"


def _fields(paper: Paper, venue: Venue | None, keywords: tuple[str, ...]) -> dict[str, str]:
    # The primary class means something only where the archive has classes.
    on_arxiv = paper.arxiv_id is not None
    unread = paper.journal_ref if venue is None else None
    return {
        "author": bibtex_names(authors_of(paper), others=authors_left_out(paper) > 0),
        "title": bibtex_title(paper.title or paper.id),
        **(_venue_fields(venue) if venue else {}),
        "year": str((venue.year if venue else year_of(paper)) or ""),
        "doi": verbatim(first_doi(paper)),
        "eprint": verbatim(paper.id) if on_arxiv else "",
        "archiveprefix": "arXiv" if on_arxiv else "",
        "primaryclass": verbatim(paper.primary_category or "") if on_arxiv else "",
        "url": verbatim(paper.link) if paper.link.startswith(("https://", "http://")) else "",
        "note": escape(unread or ""),
        "keywords": escape_words(", ".join(keywords)),
    }


def _venue_fields(venue: Venue) -> dict[str, str]:
    return {
        "booktitle" if venue.conference else "journal": escape(venue.name),
        "volume": escape_words(venue.volume),
        "number": escape_words(venue.number),
        "pages": escape_words(venue.pages).replace("-", "--"),
    }


def bibtex_names(authors: list[Author], *, others: bool) -> str:
    """Return the names as `Last, First and Last, First`; `others` stand at the end."""
    return " and ".join([*map(_name, authors), *(["others"] if others else [])])


def _name(author: Author) -> str:
    if author.whole:
        name = escape_words(author.family)
        plain = re.fullmatch(r"[\w.-]+", author.family) and not _SEPARATES.fullmatch(author.family)
        return name if plain else f"{{{name}}}"
    parts = (author.family, author.suffix, author.given)
    return ", ".join(_part(part) for part in parts if part)


def _part(name: str) -> str:
    pieces = _SEPARATES.split(name)
    return "".join(
        f"{{{escape_words(piece)}}}" if number % 2 else escape_words(piece)
        for number, piece in enumerate(pieces)
    )


def verbatim(text: str) -> str:
    """Return a DOI or URL as it is, but for what would end the field: LaTeX prints these fields verbatim."""
    return re.sub(r"[\s{}\\\"<>^`|\x00-\x1f]", lambda match: quote(match[0]), text)
