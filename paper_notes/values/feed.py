"""News of a site, before it is Atom or anything else."""

from collections.abc import Sequence
from typing import NamedTuple


class Entry(NamedTuple):
    """One piece of news."""

    id: str
    """An IRI that stays the same for ever, and that no other entry has."""
    title: str
    link: str
    day: str
    """When it happened: `2017-06-12`."""
    author: str
    summary: str
    """Plain text."""
    html: str
    """Safe HTML, with addresses that are true everywhere."""
    categories: Sequence[str] = ()


class Feed(NamedTuple):
    """A feed and its entries, the newest first."""

    link: str
    """Of the page that it is the feed of; also its id."""
    own_link: str
    title: str
    author: str
    """Of the entries that name nobody."""
    language: str
    entries: Sequence[Entry]
