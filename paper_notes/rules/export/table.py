"""CSV, for spreadsheets: one row a note, on one line, whatever the note holds.

Every field is quoted (RFC 4180), and none can be a formula, also not for a spreadsheet that splits
rows at semicolons, as those of many countries do: what would begin one gets an apostrophe in front
(OWASP, "CSV Injection").
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from paper_notes.rules.export.keys import Keys, year_of
from paper_notes.rules.export.shared import one_line
from paper_notes.values.model import Note

COLUMNS = (
    "arxiv_id",
    "title",
    "authors",
    "year",
    "published",
    "updated",
    "version",
    "categories",
    "comment",
    "journal_ref",
    "doi",
    "link",
    "topics",
    "labels",
    "status",
    "rating",
    "read_on",
    "added_on",
    "number",
    "issue",
    "summary",
    "abstract",
)

# At the start, or where another separator than ours would start a field. Full-width signs act in Japanese.
_FORMULA = re.compile(r"(^|;)([\s\"']*)(?=[=+\-@＝＋－＠])")


def csv(notes: Iterable[Note], _keys: Keys) -> Iterator[str]:
    """Yield a header and a row for each note."""
    yield _row(COLUMNS)
    for note in notes:
        yield _row(map(cell, _values(note)))


def cell(value: Any) -> str:
    """Return the value as text that is text for a spreadsheet, too; lists with commas, None empty."""
    if value is None:
        return ""
    text = one_line(", ".join(value) if isinstance(value, tuple) else str(value))
    return _FORMULA.sub(r"\1\2'", text)


def _values(note: Note) -> tuple[Any, ...]:
    paper = note.paper
    left_out = paper.authors_total - len(paper.authors)
    authors = "; ".join([*paper.authors, *([f"and {left_out} more"] if left_out > 0 else [])])
    return (
        paper.arxiv_id or paper.id,
        paper.title,
        authors,
        year_of(paper),
        paper.published,
        paper.updated,
        paper.version,
        paper.categories,
        paper.comment,
        paper.journal_ref,
        paper.doi,
        paper.link,
        note.topics,
        note.labels,
        note.status,
        note.rating,
        note.read_on,
        note.added_on,
        note.number,
        note.url,
        note.summary,
        paper.abstract,
    )


def _row(cells: Iterable[str]) -> str:
    return ",".join('"' + text.replace('"', '""') + '"' for text in cells) + "\n"
