"""A glance at a library from a shell that completes a word: quick, and without a trace."""

from typing import NamedTuple

from paper_notes.doors.sqlite.database import Connection, errors_as_ours, look

MOST = 100
"""So many notes are offered at once; more would only scroll by."""


class Offer(NamedTuple):
    """A note that a word may become."""

    word: str
    """Its number or its id, as far as that can be typed in a shell."""
    title: str


def offers(path: str, piece: str) -> list[Offer]:
    """Return the notes whose number or id begins with `piece`, newest first; without any, by title."""
    connection = look(path)
    if connection is None:
        return []
    begins = "substr({}, 1, length(?1)) = ?1"
    with errors_as_ours(path):
        numbered = _offers(connection, "number", begins.format("number"), piece) if piece.isdecimal() else []
        # An address as an id has a colon, where shells end a word; its number will do.
        word = "iif(instr(id, ':'), number, id)"
        named = _offers(connection, word, begins.format("id"), piece)
        return (numbered + named)[:MOST] or _offers(connection, word, "instr(lower(title), lower(?1))", piece)


def _offers(connection: Connection, word: str, condition: str, piece: str) -> list[Offer]:
    rows = connection.execute(
        f"SELECT {word} AS word, title FROM notes WHERE trusted AND word IS NOT NULL AND {condition} "
        "ORDER BY added_on DESC, number DESC, key DESC LIMIT ?2",
        (piece, MOST),
    )
    return [Offer(str(word), title) for word, title in rows]


def readers(path: str) -> list[str]:
    """Return the logins of all assignees and authors of notes."""
    connection = look(path)
    if connection is None:
        return []
    with errors_as_ours(path):
        rows = connection.execute(
            "SELECT value FROM issues JOIN notes USING (key), json_each(assignees) WHERE trusted UNION "
            "SELECT author FROM issues JOIN notes USING (key) WHERE trusted AND author IS NOT NULL ORDER BY 1"
        )
        return [str(name) for (name,) in rows]


def labels(path: str) -> list[str]:
    """Return every label on any issue, as spelled."""
    connection = look(path)
    if connection is None:
        return []
    with errors_as_ours(path):
        rows = connection.execute(
            "SELECT DISTINCT value FROM issues, json_each(issues.labels) ORDER BY value"
        )
        return [str(name) for (name,) in rows]
