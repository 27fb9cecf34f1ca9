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


_UNTITLED = "an entry without a title"


def paper_of(fields: Mapping[str, str]) -> ArxivId | None:
    """Return the paper, None if the fields name none; names of fields are in lower case.

    Raises PapersError when they say that it is on arXiv, but the id cannot be one. Title and abstract
    are not searched: papers speak of other papers there.
    """
    archive = next((fields[name].strip().casefold() for name in _ARCHIVE if fields.get(name)), "")
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
    year = next(
        (found[0] for field in _YEARS if (found := re.search(r"\b[12][0-9]{3}\b", fields.get(field, "")))),
        None,
    )
    dois = (
        re.search(r"10\.[0-9]{4,9}/[^\s{}]+", _plain(fields.get(field, ""))) for field in ("doi", *_PAGES)
    )
    pages = (re.search(r"https?://[^\s{}]+", _plain(fields.get(field, ""))) for field in _PAGES)
    return Elsewhere(
        known or shown_title(name) or _UNTITLED,
        place,
        tuple(authors),
        int(year) if year else None,
        next((found[0] for found in dois if found), None),
        next((found[0] for found in pages if found), None),
        _venue(fields, year),
        next((fields[field] for field in ("abstract", "notes_abstract") if fields.get(field)), None),
        titled=bool(known),
    )


def _venue(fields: Mapping[str, str], year: str | None) -> str | None:
    """Return where an entry says it was published, as a journal reference has it: `JMLR 15(56):1-9, 2014`."""
    name = next((fields[name] for name in _PUBLISHED_IN if fields.get(name)), None)
    if name is None:
        return None
    number = next((fields[name] for name in ("number", "issue") if fields.get(name)), "")
    pages = next((fields[name] for name in ("pages", "page") if fields.get(name)), "").replace("--", "-")
    volume = fields.get("volume", "")
    # Proceedings have volumes and pages too, but no journal's reference.
    place = f" {volume}{f'({number})' if number else ''}{f':{pages}' if pages else ''}" if volume else ""
    return f"{_plain(name)}{place}{f', {year}' if year else ''}".replace("{", "").replace("}", "")


_PUBLISHED_IN = ("journal", "journaltitle", "container-title", "booktitle")
_YEARS = ("year", "date", "publication_year", "issued")
_PAGES = ("url", "ee", "link", "howpublished")


def _plain(value: str) -> str:
    r"""Return a link or DOI without the backslashes that BibTeX has before `_`, `%` and `&`."""
    return re.sub(r"\\([_%&#~$])", r"\1", value)


def _only_one(name: str, value: str) -> ArxivId | None:
    """Return the one paper that a field names; several are a remark about papers, not the entry's id."""
    # `{arXiv}` protects capitals; DBLP's `abs/1706.03762` is the end of a link.
    text = re.sub(r"\{(\w+)\}", r"\1", re.sub(r"^abs/", "arXiv:", value))
    papers = {
        found.id.base: found.id
        for found in find_arxiv_ids(text)
        if name not in _NUMBERS or not text[found.start].isdigit()
    }
    return papers.popitem()[1] if len(papers) == 1 else None
