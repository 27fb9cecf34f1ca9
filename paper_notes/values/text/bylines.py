"""A paper's authors and dates in few words, and notes in the order in which lists show them."""

import re
from collections.abc import Callable, Iterable

from paper_notes.values.model import Note, Paper
from paper_notes.values.text.list_words import Words
from paper_notes.values.text.names import people, surname

_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_YEAR = re.compile(r"\d{4}(?!\d)", re.ASCII)


def byline(paper: Paper, say: Words) -> str:
    """Return `Vaswani et al. (2017)`, or what of it is known."""
    authors, year = authors_in_short(paper, say), first_year(paper)
    return f"{authors} ({year})" if authors and year else authors or year


def authors_in_short(paper: Paper, say: Words) -> str:
    """Return the authors as a text cites them, by their family names."""
    first = paper.authors[:3]  # of up to 200
    names = people(first)
    unknown = max(paper.authors_total, len(paper.authors)) - len(first)
    match names:
        case []:
            return ""
        case [only] if not unknown:
            return surname(only)
        case [one, other] if not unknown:
            return say.two_authors.format(surname(one), surname(other))
    return say.more_authors.format(surname(names[0]))


def first_year(paper: Paper) -> str:
    """Return the year of the paper's first date, or nothing."""
    found = _YEAR.match(paper.published or "")
    return found[0] if found else ""


def day_of(date: str | None) -> str:
    """Return the day of an ISO date or time, or nothing if it is none."""
    found = _DAY.match(date or "")
    return found[0] if found else ""


def newest_first(notes: Iterable[Note], date: Callable[[Note], str]) -> list[Note]:
    """Sort by the date, then by the paper's first date, both newest first, then by paper and issue."""
    notes = sorted(notes, key=lambda note: (note.paper.id, note.number or 0))
    return sorted(notes, key=lambda note: (date(note), (note.paper.published or "")[:10]), reverse=True)
