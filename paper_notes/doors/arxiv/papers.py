"""What the `arxiv` package makes of an entry of arXiv's feed, as a paper of ours."""

import re
from datetime import datetime

import arxiv  # type: ignore[import-untyped]  # it ships no types

from paper_notes.values.model import Paper

_ENTRY_ID = re.compile(r"https?://(?:[a-z]+\.)?arxiv\.org/abs/(?P<id>.+?)(?:v(?P<version>\d+))?")
# Authors also file MSC and ACM classes ("53C", "I.2.7; H.3") under their categories.
_CATEGORY = re.compile(r"[a-z]+(-[a-z]+)*(\.[A-Za-z]+(-[a-z]+)*)?")


def paper_of(result: arxiv.Result) -> Paper | None:
    """Return the entry as a paper; None if it is not one (an error) or has no title."""
    match = _ENTRY_ID.fullmatch(result.entry_id.strip())
    title = _line(result.title)
    if not match or not title:
        return None
    # A collaboration's list holds a lone ":" between its name and the people.
    names = (_line(author.name) for author in result.authors)
    authors = tuple(name for name in names if any(char.isalnum() for char in name))
    terms = dict.fromkeys([result.primary_category, *result.categories])
    categories = tuple(term for term in terms if _CATEGORY.fullmatch(term))
    return Paper(
        id=match["id"],
        title=title,
        authors=authors,
        authors_total=len(authors),
        abstract=_line(result.summary) or None,
        version=_version(match["version"]),
        published=_time(result.published),
        updated=_time(result.updated),
        primary_category=categories[0] if categories else None,
        categories=categories,
        comment=_line(result.comment) or None,
        journal_ref=_line(result.journal_ref) or None,
        doi=_doi(result.doi),
        source="arxiv",
    )


def _version(digits: str | None) -> int | None:
    # No paper has a hundred thousand versions, and a record refuses them.
    return int(digits) if digits and len(digits) <= 5 else None


def _time(moment: datetime) -> str:
    # strftime would write the year 1 as "1", which is not ISO 8601.
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _doi(text: str | None) -> str | None:
    """Return the first of the DOIs that authors gave (at times two, or with the resolver before it)."""
    match = re.search(r"10\.\d{4,9}/\S+", text or "")
    return match[0] if match and not match[0].lower().startswith("10.48550/") else None
