"""A record as the plain data that JSON can carry, and back.

The keys are the names of the fields; what is unknown or empty is left out. Data comes
from issues that people can edit, so it is checked here and nowhere else. Keys that this
version does not know are ignored: a newer one may have written them.
"""

import re
from datetime import datetime
from typing import Any

from paper_notes.values.model import Note, Paper, Record, Status

MAX_AUTHORS = 200
"""So many authors are kept; `authors_total` tells how many there are."""

_ISO = re.compile(
    r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def paper_to_data(paper: Paper) -> dict[str, Any]:
    """Return the paper as JSON data, with its first 200 authors."""
    authors = list(paper.authors[:MAX_AUTHORS])
    data = {
        **paper._asdict(),
        "authors": authors,
        "authors_total": paper.authors_total if paper.authors_total > len(authors) else None,
        "categories": list(paper.categories),
    }
    return {key: value for key, value in data.items() if value or key in ("id", "title")}


def paper_from_data(data: object) -> Paper:
    """Return the paper that `data` describes; raise ValueError, naming the key, if it describes none."""
    fields = _Fields(data, "paper")
    authors = fields.texts("authors")
    return Paper(
        id=fields.required("id", blank=False),
        title=fields.required("title"),
        authors=authors,
        authors_total=max(fields.number("authors_total") or 0, len(authors)),
        abstract=fields.text("abstract"),
        version=fields.number("version"),
        published=fields.date("published"),
        updated=fields.date("updated"),
        primary_category=fields.text("primary_category"),
        categories=fields.texts("categories"),
        comment=fields.text("comment"),
        journal_ref=fields.text("journal_ref"),
        doi=fields.text("doi"),
        url=fields.text("url"),
        source=fields.text("source") or "arxiv",
        pending=fields.flag("pending"),
    )


def record_to_data(record: Record) -> dict[str, Any]:
    """Return the record as JSON data."""
    data = {
        "paper": paper_to_data(record.paper),
        "rating": record.rating,
        "read_on": record.read_on,
        "added_on": record.added_on,
        "finishing": record.finishing and str(record.finishing),
    }
    return {key: value for key, value in data.items() if value is not None}


def record_from_data(data: object) -> Record:
    """Return the record that `data` describes; raise ValueError, naming the key, if it describes none."""
    fields = _Fields(data, "record")
    return Record(
        paper=paper_from_data(fields.data.get("paper")),
        rating=fields.number("rating", most=5),
        read_on=fields.date("read_on", day=True),
        added_on=fields.date("added_on", day=True),
        finishing=fields.status("finishing"),
    )


def note_from_data(data: object) -> Note:
    """Return the note that `Note.as_json` wrote, without its place: number, address and author.

    Raises ValueError, naming the key, if the data describes none.
    """
    fields = _Fields(data, "note")
    links = fields.data.get("links")
    paper = paper_from_data(
        {
            **fields.data,
            # The address of the issue has this key in a note, and nobody's authors are 0.
            "url": links.get("page") if isinstance(links, dict) else None,
            "authors_total": fields.data.get("authors_total") or None,
        }
    )
    status = fields.status("status")
    if status is None:
        raise ValueError("status: missing")
    return Note(
        paper,
        status,
        labels=fields.texts("labels") or fields.texts("topics"),
        rating=fields.number("rating", most=5),
        read_on=fields.date("read_on", day=True),
        added_on=fields.date("added_on", day=True),
        issue_title=fields.text("issue_title") or "",
        text=fields.text("text") or "",
    )


class _Fields:
    """Data of an unknown shape, asked field by field."""

    def __init__(self, data: object, name: str) -> None:
        if not isinstance(data, dict):
            raise ValueError(f"{name}: not an object")
        self.data: dict[str, object] = data

    def text(self, key: str) -> str | None:
        value = self.data.get(key)
        if value is None:
            return None
        if not _is_text(value):
            raise ValueError(f"{key}: not a text")
        return str(value) or None

    def required(self, key: str, *, blank: bool = True) -> str:
        value = self.text(key) or self.data.get(key)
        if value is None or not (blank or str(value).strip()):
            raise ValueError(f"{key}: missing")
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.data.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(map(_is_text, value)):
            raise ValueError(f"{key}: not a list of texts")
        return tuple(value)

    def number(self, key: str, *, most: int = 10**6) -> int | None:
        value = self.data.get(key)
        if value is None:
            return None
        if type(value) is not int or not 1 <= value <= most:
            raise ValueError(f"{key}: not a number from 1 to {most}")
        return value

    def flag(self, key: str) -> bool:
        value = self.data.get(key)
        if value is not None and not isinstance(value, bool):
            raise ValueError(f"{key}: not true or false")
        return value is True

    def date(self, key: str, *, day: bool = False) -> str | None:
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not _is_date(value) or (day and len(value) != 10):
            wanted = "a date as YYYY-MM-DD" if day else "a date or time as ISO 8601 has it"
            raise ValueError(f"{key}: not {wanted}")
        return value

    def status(self, key: str) -> Status | None:
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or value not in tuple(Status):
            raise ValueError(f"{key}: not a status")
        return Status(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and (value.isascii() or not _SURROGATE.search(value))


def _is_date(value: str) -> bool:
    if not _ISO.fullmatch(value):
        return False
    try:
        # A year or a month alone is completed to its first day.
        datetime.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True
