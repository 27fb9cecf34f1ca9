"""RIS, read with rispy."""

import re
from collections.abc import Iterator
from typing import Any

import rispy

from paper_notes.doors.importing.fields import elsewhere, paper_of
from paper_notes.values.entries import Broken, Entry
from paper_notes.values.errors import PapersError

_NAMES = {
    "urls": "url",
    "notes": "note",
    "journal_name": "journal",
    "secondary_title": "booktitle",
    "alternate_title3": "series",
    "start_page": "pages",
}
"""What rispy calls the fields that have another name in `fields`."""
_AUTHORS = ("authors", "first_authors")
_TITLES = ("title", "primary_title", "short_title")


def read(text: str) -> Iterator[Entry]:
    """Yield the entries, each from its TY to its ER."""
    begin, lines = 0, list[str]()
    for number, line in enumerate(text.split("\n"), start=1):
        tag = re.match(r"\s*([A-Z][A-Z0-9])  ?-(?: |$)", line)
        if tag and tag[1] == "TY":
            if begin:
                yield _unended(begin)
            begin, lines = number, []
        if not begin:
            if tag:
                yield Broken(f"line {number}", "stands outside of any entry.", "Entries begin with TY  -.")
            continue
        lines.append(line.strip())
        if tag and tag[1] == "ER":
            yield _read("\n".join(lines), f"line {begin}")
            begin = 0
    if begin:
        yield _unended(begin)


def _unended(line: int) -> Broken:
    return Broken(f"line {line}", "begins an entry that has no end.", "Entries end with ER  -.")


def _read(record: str, place: str) -> Entry:
    parsed: list[dict[str, Any]] = rispy.loads(record)
    fields = {
        _NAMES.get(name, name): "\n".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in (parsed[0] if parsed else {}).items()
    }
    title = next((fields[name] for name in _TITLES if fields.get(name)), None)
    try:
        paper = paper_of(fields)
    except PapersError as error:
        return Broken(place, error.message, error.remedy)
    authors = next((fields[name].split("\n") for name in _AUTHORS if fields.get(name)), [])
    return paper or elsewhere(fields, title, place, authors, name=fields.get("id", ""))
