"""JSON: what `papers export` wrote, arrays and lines; CSL-JSON; and ids in any other."""

import json
from collections.abc import Iterator
from typing import Any

from paper_notes.doors.importing import prose
from paper_notes.doors.importing.fields import elsewhere, paper_of
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.entries import Broken, Entry, shown_title
from paper_notes.values.errors import PapersError
from paper_notes.values.locator import locate
from paper_notes.values.record import note_from_data
from paper_notes.values.reference import parse_arxiv_id


def read(text: str) -> Iterator[Entry]:
    """Yield the entries; in a document of no known shape, whatever it names."""
    try:
        rows = _rows(_load(text))
    except ValueError as error:
        if text.lstrip().startswith("{"):
            yield from _read_lines(text)
        else:
            yield _not_json(error, 1)
        return
    if any(_is_known(row) for row in rows):
        for number, row in enumerate(rows, start=1):
            yield _read(row, f"entry {number}")
    elif rows:
        yield from prose.read(text)


def _read_lines(text: str) -> Iterator[Entry]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                row = _load(line)
            except ValueError as error:
                yield _not_json(error, number)
                continue
            if _is_known(row):
                yield _read(row, f"line {number}")
            else:
                yield from prose.read(line)


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("too deep") from None


def _not_json(error: ValueError, line: int) -> Broken:
    line += getattr(error, "lineno", 1) - 1
    return Broken(f"line {line}", f"is no sound JSON: {getattr(error, 'msg', error)}.", "Export it again.")


def _rows(data: object) -> list[Any]:
    if isinstance(data, dict):
        # Zotero's API puts the array into an object.
        items = data.get("items")
        return items if isinstance(items, list) else [data]
    return data if isinstance(data, list) else [data]


def _is_known(row: object) -> bool:
    return isinstance(row, dict) and ("type" in row or _is_ours(row))


def _is_ours(row: dict[str, Any]) -> bool:
    return row.keys() >= {"id", "arxiv_id", "status"}


def _read(row: object, place: str) -> Entry:
    if not isinstance(row, dict):
        return Broken(place, "is no entry of a bibliography.")
    if _is_ours(row):
        return _note(row, place)
    fields = {str(name).lower(): _text(value) for name, value in row.items() if value is not None}
    try:
        paper = paper_of(fields)
    except PapersError as error:
        return Broken(place, error.message, error.remedy)
    return paper or elsewhere(fields, fields.get("title"), place, _authors(row.get("author")))


def _text(value: object) -> str:
    """Return a value as one text; Crossref has titles in lists."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return " ".join(value)
    return value if isinstance(value, str) else json.dumps(value)


def _authors(people: object) -> Iterator[str]:
    """Yield the names of CSL's authors, family name first."""
    for person in people if isinstance(people, list) else []:
        if isinstance(person, dict):
            parts = [person.get("non-dropping-particle"), person.get("family")]
            family = " ".join(part for part in parts if isinstance(part, str)) or person.get("literal")
            given = person.get("given")
            if isinstance(family, str):
                yield f"{family}, {given}" if isinstance(given, str) and given else family


def _note(row: dict[str, Any], place: str) -> Entry:
    try:
        note = note_from_data(row)
    except ValueError as error:
        return Broken(place, f"is no sound note: {error}.", "Export it again.")
    paper = note.paper
    try:
        found = ArxivId(paper.id) if paper.arxiv_id else locate(paper.id)
        if isinstance(found, ArxivId) and parse_arxiv_id(paper.id).id != paper.id:
            found = None
    except PapersError as error:
        return Broken(place, error.message, error.remedy)
    if found is None:
        return Broken(place, f"has an id that is none: {shown_title(paper.id)}.", "Export it again.")
    return note._replace(paper=paper._replace(id=found.id))
