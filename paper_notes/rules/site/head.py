"""What a page tells machines: who it is about, for search engines, citation managers and previews."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from paper_notes.rules.export.authors import authors_of
from paper_notes.values.model import Note
from paper_notes.values.text.bylines import day_of

_LONGEST = 200


class Meta(NamedTuple):
    """One element of a page's head."""

    kind: str
    """The attribute that names it: `name`, or `property` for OpenGraph."""
    name: str
    content: str


def open_graph(
    *, title: str, description: str, url: str, kind: str, site: str, locale: str
) -> Iterator[Meta]:
    """Yield what previews of links show (https://ogp.me)."""
    yield Meta("property", "og:title", title)
    yield Meta("property", "og:type", kind)
    if description:
        yield Meta("property", "og:description", description)
    if url:
        yield Meta("property", "og:url", url)
    yield Meta("property", "og:site_name", site)
    yield Meta("property", "og:locale", locale)


def citation(note: Note) -> Iterator[Meta]:
    """Yield what Google Scholar and citation managers read (https://scholar.google.com/intl/en/scholar/inclusion.html)."""
    paper = note.paper
    if paper.pending:  # all that is known of it is its number
        return
    yield Meta("name", "citation_title", paper.title or paper.id)
    for author in authors_of(paper):
        name = f"{author.family}, {author.given}" if author.given else author.family
        yield Meta("name", "citation_author", f"{name}, {author.suffix}" if author.suffix else name)
    if paper.published:
        # A day, or a year: nothing between is asked for.
        day = day_of(paper.published).replace("-", "/")
        yield Meta("name", "citation_publication_date", day or paper.published[:4])
    if paper.arxiv_id:
        yield Meta("name", "citation_arxiv_id", paper.arxiv_id)
        yield Meta("name", "citation_pdf_url", paper.links["pdf"])
    if paper.doi_url:
        yield Meta("name", "citation_doi", paper.doi_url.removeprefix("https://doi.org/"))


def json_ld(note: Note, url: str, language: str) -> str:
    """Return the note as a review of the paper (https://schema.org/Review), safe inside a script element."""
    paper = note.paper
    article: dict[str, Any] = {
        "@type": "ScholarlyArticle",
        "name": paper.title or paper.id,
        "author": [{"@type": "Person", "name": name} for name in paper.authors],
        "datePublished": (paper.published or "")[:10],
        "url": paper.link,
        "sameAs": [link for link in dict.fromkeys(paper.links.values()) if link != paper.link],
        "identifier": f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else paper.id,
    }
    rating = {"@type": "Rating", "ratingValue": note.rating, "bestRating": 5} if note.rating else None
    authors = [{"@type": "Person", "name": name} for name in note.readers or filter(None, [note.author])]
    review: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Review",
        "itemReviewed": _without_nothing(article),
        "reviewRating": rating,
        "author": authors,
        "datePublished": day_of(note.read_on),
        "keywords": list(note.topics),
        "inLanguage": language,
        "url": url,
    }
    text = json.dumps(_without_nothing(review), ensure_ascii=False, separators=(",", ":"))
    # A script element ends at `</script`, and `<!--` changes how it is read (HTML, 4.12.1.3).
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def description_of(note: Note) -> str:
    """Return what a search result would say: the reader's own summary, or the abstract's beginning."""
    text = " ".join((note.summary or note.paper.abstract or "").split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _without_nothing(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}
