"""CSL-JSON, which Pandoc, Zotero and citation processors read.

Follows the schema of the Citation Style Language 1.0.2 for input data.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from paper_notes.rules.export.authors import Author, authors_left_out, authors_of
from paper_notes.rules.export.keys import Keys, year_of
from paper_notes.rules.export.shared import each_paper, first_doi
from paper_notes.rules.export.venues import venue_of
from paper_notes.rules.export.venues.known import Venue
from paper_notes.values.model import Note, Paper
from paper_notes.values.text.tex import to_unicode


def csl_json(notes: Iterable[Note], keys: Keys) -> Iterator[str]:
    """Yield an array with one item for each paper."""
    opening = "["
    for note in each_paper(notes):
        yield f"{opening}\n{json.dumps(csl_item(note, keys[note.paper.id]), ensure_ascii=False)}"
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"


def csl_item(note: Note, key: str) -> dict[str, Any]:
    """Return the item of the note's paper; what is unknown is left out."""
    paper, venue = note.paper, venue_of(note.paper)
    item = {
        "id": key,
        "type": _type(venue),
        "title": to_unicode(paper.title) or paper.id,
        "author": _names(paper),
        "issued": _issued(paper, venue),
        **(_venue_fields(venue) if venue else _preprint_fields(paper)),
        "DOI": first_doi(paper) or None,
        "URL": paper.link or None,
        "archive": "arXiv" if paper.arxiv_id else None,
        "archive_location": paper.arxiv_id,
        "abstract": to_unicode(paper.abstract or ""),
        "keyword": ", ".join(note.topics),
        "annote": note.summary,
    }
    return {name: value for name, value in item.items() if value}


def _type(venue: Venue | None) -> str:
    if venue is None:
        return "article"  # which is what CSL calls a preprint
    return "paper-conference" if venue.conference else "article-journal"


def _names(paper: Paper) -> list[dict[str, str]]:
    # Pandoc and citeproc print "others" as "et al.".
    others = [{"literal": "others"}] if authors_left_out(paper) else []
    return [*map(_name, authors_of(paper)), *others]


def _name(author: Author) -> dict[str, str]:
    if author.whole:
        return {"literal": author.family}
    suffix = {"suffix": author.suffix} if author.suffix else {}
    return {"family": author.family, "given": author.given, **suffix}


def _issued(paper: Paper, venue: Venue | None) -> dict[str, list[list[int]]] | None:
    if venue:
        return {"date-parts": [[venue.year]]}
    day = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", paper.published or "")
    if day:
        return {"date-parts": [[int(part) for part in day.groups() if part]]}
    year = year_of(paper)
    return {"date-parts": [[year]]} if year else None


def _venue_fields(venue: Venue) -> dict[str, str]:
    return {
        "container-title": venue.name,
        "volume": venue.volume,
        "issue": venue.number,
        "page": venue.pages,
    }


def _preprint_fields(paper: Paper) -> dict[str, str]:
    if not paper.arxiv_id:
        return {}
    return {"publisher": "arXiv", "number": f"arXiv:{paper.id}"}
