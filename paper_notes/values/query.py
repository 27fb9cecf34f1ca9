"""Which notes, and in which order: the filters that every reading command shares."""

import re
from typing import NamedTuple

from paper_notes.values.model import Status

SORTS = ("added", "read", "published", "rating", "title")


class Query(NamedTuple):
    """Filters, all of which must hold; empty ones hold for every note."""

    topics: tuple[str, ...] = ()
    """All of them, as named in the taxonomy."""
    statuses: tuple[Status, ...] = ()
    """Any of them: a note has but one."""
    labels: tuple[str, ...] = ()
    """All of them, compared without case."""
    author: str | None = None
    """A piece of one of the paper's authors' names; case and accents do not count."""
    years: tuple[int, int] | None = None
    """First and last year of the paper's first date, both included."""
    since: str | None = None
    until: str | None = None
    """Days, both included, of the date that `sort` is about: read, published, or added."""
    rating: int | None = None
    """At least this many stars."""
    reader: str | None = None
    """The login of one of its readers, in any case."""
    everyone: bool = False
    """Also the issues of people who are not trusted."""
    sort: str = "added"
    limit: int | None = None

    @property
    def date_column(self) -> str:
        """The date that `since` and `until` speak of."""
        return {"read": "read_on", "published": "published"}.get(self.sort, "added_on")


def years_of(text: str) -> tuple[int, int]:
    """Return the first and last year of `2017`, `2017..2020`, `2017..` or `..2020`.

    A span may be written backwards, and an open end is far away. Raises ValueError for anything else.
    """
    found = re.fullmatch(r"(\d{4})?(\.\.)?(\d{4})?", text, re.ASCII)
    if found is None or not (found[1] or found[3]) or bool(found[1] and found[3]) > bool(found[2]):
        raise ValueError("a year is 2017, 2017..2020, 2017.. or ..2020")
    first = int(found[1] or (0 if found[2] else found[3]))
    last = int(found[3] or (9998 if found[2] else found[1]))
    return min(first, last), max(first, last)


class Line(NamedTuple):
    """A note as one row of `papers list`."""

    number: int | None
    id: str
    arxiv_id: str | None
    status: str
    rating: int | None
    topics: tuple[str, ...]
    title: str
    trusted: bool
    date: str | None = None
    """The day that the order is about."""


class Standing(NamedTuple):
    """What statistics count of a note."""

    status: str
    rating: int | None
    topics: tuple[str, ...]
    added_on: str | None
    read_on: str | None
