"""Rows of the library's tables: values in and out."""

from collections.abc import Callable
from functools import cache
from typing import Any

from paper_notes.doors.sqlite.conditions import fold
from paper_notes.values.model import Comment, Issue, Note, Status, readers_of
from paper_notes.values.query import Line, Query

COMMENTS_OF_NOTE = (
    f"SELECT json_group_array(json_array({', '.join(Comment._fields)})) FROM "
    "(SELECT * FROM comments WHERE comments.number = notes.number AND trusted ORDER BY id)"
)

NOTE_COLUMNS = (
    "notes.key, notes.number, status, rating, added_on, read_on, topics, issues.labels, "
    "contents.author, contents.url, issue_title, summary, finishing, paper, text, issues.assignees, "
    f"({COMMENTS_OF_NOTE})"
)
"""Of `notes`, `contents` and `issues`, joined by their key."""

ISSUE_COLUMNS = tuple(name for name in Issue._fields if name != "key")


def note_of(row: Any) -> Note:
    """Return the note in a row of `NOTE_COLUMNS`."""
    from paper_notes.values.record import paper_from_data

    (key, number, status, rating, added_on, read_on, topics, labels, author, url, title, summary) = row[:12]
    finishing, paper, text, assignees, comments = row[12:]
    return Note(
        paper=paper_from_data(load(paper)),
        status=Status(status),
        topics=split_topics(topics),
        labels=tuple(load(labels)),
        rating=rating,
        read_on=read_on,
        added_on=added_on,
        number=number,
        url=url,
        issue_title=title,
        author=author,
        summary=summary,
        text=text,
        finishing=Status(finishing) if finishing else None,
        key=key,
        readers=readers_of(author, tuple(load(assignees)) if assignees != "[]" else ()),
        comments=tuple(Comment(*each) for each in load(comments)) if comments != "[]" else (),
    )


def line_columns(query: Query) -> str:
    """Return the columns that a line of a list is made of, with the date that its order is about."""
    columns = ", ".join(f"notes.{name}" for name in Line._fields[:-1])
    return f"{columns}, substr(notes.{query.date_column}, 1, 10)"


def line_of(row: Any) -> Line:
    """Return the line in a row of `line_columns`."""
    number, paper_id, arxiv_id, status, rating, topics, title, trusted, date = row
    return Line(number, paper_id, arxiv_id, status, rating, split_topics(topics), title, bool(trusted), date)


def issue_row(issue: Issue) -> tuple[Any, ...]:
    """Return the columns of an issue, in their order."""
    # In the row these two are JSON, which an issue has no type for.
    return issue._replace(assignees=dump(issue.assignees), labels=dump(issue.labels))[:-1]  # type: ignore[arg-type]


def note_row(key: int | None, note: Note, trusted: bool) -> tuple[Any, ...]:
    """Return what is filtered and sorted by, in the order of the table `notes`."""
    from paper_notes.values.arxiv_id import month_of

    paper = note.paper
    return (
        key,
        paper.id,
        note.number,
        trusted,
        note.status,
        note.rating,
        not paper.complete,
        note.added_on,
        note.read_on,
        paper.published or month_of(paper.arxiv_id or ""),
        paper.arxiv_id,
        paper.title,
        "".join(f"{topic}," for topic in note.topics),
        dump([label.casefold() for label in note.labels]),
        fold(paper.title),
        fold("\n".join(paper.authors)),
    )


def content_row(key: int | None, note: Note) -> tuple[Any, ...]:
    """Return what only a whole note needs, in the order of the table `contents`."""
    from paper_notes.values.record import paper_to_data

    paper = dump(paper_to_data(note.paper))
    return (key, note.author, note.url, note.issue_title, note.summary, note.finishing, paper, note.text)


# Records and JSON are for whole notes: `papers list` is quick because it needs none of that.


def load(text: str) -> Any:
    """Return what `dump` was given."""
    import json

    return json.loads(text)


def dump(value: Any) -> str:
    """Return the value as JSON; what is empty is an empty list."""
    return _encoder()(value) if value else "[]"


@cache
def _encoder() -> Callable[[Any], str]:
    import json

    return json.JSONEncoder(ensure_ascii=False).encode


def split_topics(topics: str) -> tuple[str, ...]:
    """Return the topics of a column that ends each with a comma."""
    return tuple(topics.split(",")[:-1])
