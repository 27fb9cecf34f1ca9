"""Which paper an entry of a bibliography is, from its fields.

Bibliographies say it in many ways: BibLaTeX and INSPIRE in `eprint`, Mendeley in `arxivid`, Google
Scholar in `journal`, DBLP's older entries in `volume`, ADS in `pages` or `eid`, Zotero in `number`
or a note, others in links and DOIs.
"""

import re
from collections.abc import Iterable, Mapping

from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.arxiv_mentions import find_arxiv_ids
from paper_notes.values.entries import Elsewhere, shown_title
from paper_notes.values.errors import PapersError
from paper_notes.values.reference import parse_arxiv_id

_DECLARED = ("arxivid", "arxiv_id", "arxiv", "eprint", "archive_location")
_ARCHIVE = ("archiveprefix", "eprinttype", "archive", "name_of_database")

_LINKS = ("doi", "url", "ee", "link", "adsurl", "bdsk-url-1", "howpublished", "note")
_VENUES = ("journal", "journaltitle", "booktitle", "container-title", "series", "publisher", "institution")
_NUMBERS = ("number", "volume", "pages", "eid", "accession_number")
_PUBLISHED_IN = ("journal", "journaltitle", "container-title", "booktitle")
_YEARS = ("year", "date", "publication_year", "issued")
_ADDRESSES = ("url", "ee", "link", "howpublished")

_UNTITLED = "an entry without a title"


def paper_of(fields: Mapping[str, str]) -> ArxivId | None:
    """Return the paper, None if the fields name none; names of fields are in lower case.

    Raises PapersError when they say that it is on arXiv, but the id cannot be one. Title and abstract
    are not searched: papers speak of other papers there.
    """
    archive = _filled(fields, _ARCHIVE).strip().casefold()
    wrong: PapersError | None = None
    for name in _DECLARED:
        value = fields.get(name, "").strip()
        if re.fullmatch(r"[0-9]{7}(?:v[0-9]+)?", value):
            # Ids from before 2007 are at times split over two fields.
            group = fields.get("primaryclass", "") if "arxiv" in archive else archive
            value = f"{group.strip()}/{value}"
        elif name in ("eprint", "archive_location") and archive and "arxiv" not in archive:
            continue
        if value:
            try:
                return parse_arxiv_id(value)
            except PapersError as error:
                wrong = wrong or (error if "arxiv" in archive or "arxiv" in name else None)
    for name in (*_LINKS, *_VENUES, *_NUMBERS):
        if fields.get(name) and (paper := _only_one(name, fields[name])):
            return paper
    if wrong:
        raise wrong
    return None


def elsewhere(
    fields: Mapping[str, str], title: str | None, place: str, authors: Iterable[str], *, name: str = ""
) -> Elsewhere:
    """Return the entry of a paper that is not on arXiv; names of fields are in lower case.

    Without a title it is called by its `name`.
    """
    known = shown_title(title or "")
    year = _first(r"\b[12][0-9]{3}\b", fields, _YEARS)
    return Elsewhere(
        known or shown_title(name) or _UNTITLED,
        place,
        tuple(authors),
        int(year) if year else None,
        _first(r"10\.[0-9]{4,9}/[^\s{}]+", fields, ("doi", *_ADDRESSES)),
        _first(r"https?://[^\s{}]+", fields, _ADDRESSES),
        _venue(fields, year),
        _filled(fields, ("abstract", "notes_abstract")) or None,
        titled=bool(known),
    )


def _filled(fields: Mapping[str, str], names: Iterable[str]) -> str:
    """Return the first of the fields of those names that says something; empty if none does."""
    return next((fields[name] for name in names if fields.get(name)), "")


def _first(pattern: str, fields: Mapping[str, str], names: Iterable[str]) -> str | None:
    """Return what the pattern finds first in the fields of those names."""
    matches = (re.search(pattern, _plain(fields.get(name, ""))) for name in names)
    return next((found[0] for found in matches if found), None)


def _venue(fields: Mapping[str, str], year: str | None) -> str | None:
    """Return where an entry says it was published, as a journal reference has it: `JMLR 15(56):1-9, 2014`."""
    name = _filled(fields, _PUBLISHED_IN)
    if not name:
        return None
    number = _filled(fields, ("number", "issue"))
    pages = _filled(fields, ("pages", "page")).replace("--", "-")
    volume = fields.get("volume", "")
    # Proceedings have volumes and pages too, but no journal's reference.
    place = f" {volume}{f'({number})' if number else ''}{f':{pages}' if pages else ''}" if volume else ""
    return f"{_plain(name)}{place}{f', {year}' if year else ''}".replace("{", "").replace("}", "")


def _plain(value: str) -> str:
    r"""Return a link or DOI without the backslashes that BibTeX has before `_`, `%` and `&`."""
    return re.sub(r"\\([_%&#~$])", r"\1", value)


def _only_one(name: str, value: str) -> ArxivId | None:
    """Return the one paper that a field names; several are a remark about papers, not the entry's id."""
    # `{arXiv}` protects capitals; DBLP's `abs/1706.03762` is the end of a link.
    text = re.sub(r"\{(\w+)\}", r"\1", re.sub(r"^abs/", "arXiv:", value))
    papers = {
        found.paper.id: found.paper
        for found in find_arxiv_ids(text)
        if name not in _NUMBERS or not text[found.start].isdigit()
    }
    return papers.popitem()[1] if len(papers) == 1 else None
