"""What the templates of the site are given: notes, people and numbers, ready to be shown."""

from typing import NamedTuple


class Topic(NamedTuple):
    """A label of a topic."""

    name: str
    kind: str
    """The class that gives it its colour."""
    href: str


class Stars(NamedTuple):
    """A rating."""

    on: str
    off: str
    label: str
    """The same in words."""


class Entry(NamedTuple):
    """A note in a list."""

    href: str
    title: str
    """HTML."""
    lang: str
    byline: str
    topics: list[Topic]
    rating: Stars | None
    summary: str
    """HTML."""
    summary_lang: str
    mark: str
    """Where the reader stands, unless the paper was read."""
    day: str
    """ISO, of reading; may be empty."""
    date: str
    """The same in words."""
    readers: str
    """Who read it, where several people do."""


class Person(NamedTuple):
    """An author of a paper."""

    name: str
    href: str
    """Of the author's page, if there is one."""


class Group(NamedTuple):
    """A heading and the notes under it."""

    heading: str
    entries: list[Entry]
    anchor: str = ""


class Row(NamedTuple):
    """A row of a table: a name, how many, and a bar."""

    name: str
    number: int
    bar: str
    """SVG."""
    href: str = ""
    kind: str = ""
    rating: Stars | None = None
    about: str = ""
