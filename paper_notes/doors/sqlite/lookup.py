"""What a library on disk tells: its issues, its notes, and small facts about it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from paper_notes.doors.sqlite.conditions import conditions, fold
from paper_notes.doors.sqlite.database import Connection, connect, errors_as_ours
from paper_notes.doors.sqlite.rows import (
    ISSUE_COLUMNS,
    NOTE_COLUMNS,
    line_columns,
    line_of,
    load,
    note_of,
    split_topics,
)
from paper_notes.doors.sqlite.schema import MIGRATIONS
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Issue, Note
from paper_notes.values.query import Line, Query, Standing

if TYPE_CHECKING:
    from paper_notes.doors.sqlite.search_index import SearchIndex
    from paper_notes.values.related import Related
    from paper_notes.values.search import Hit, Search
    from paper_notes.values.tracker import Bookmark


ORDERS = {
    "added": "notes.added_on DESC, notes.number DESC, notes.key DESC",
    "read": "notes.read_on DESC, notes.number DESC, notes.key DESC",
    "published": "notes.published DESC, notes.id DESC, notes.key DESC",
    "rating": "notes.rating DESC, notes.added_on DESC, notes.key DESC",
    "title": "notes.title_folded, notes.key",
}


class Lookup:
    """A library, looked at."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: Connection = connect(path, MIGRATIONS)
        self._labels: tuple[int, set[str]] | None = None
        """SQLite's count of what others committed, and the labels that were there then."""

    # -- small facts about the library ---------------------------------------------

    def get(self, name: str) -> str | None:
        """Return a small fact kept with the library, or None."""
        row = self._execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def put(self, **facts: str) -> None:
        """Keep small facts with the library."""
        for name, value in facts.items():
            self._execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def bookmark(self) -> "Bookmark":
        """Return how far the tracker has been read; `resume` belongs to a reading of everything."""
        from paper_notes.values.tracker import Bookmark  # only who reads the tracker needs it

        saved = self.get("bookmark")
        etag, since = load(saved)[:2] if saved else (None, None)
        return Bookmark(etag, since, self.get("resume") or None)

    @property
    def filled(self) -> bool:
        """Whether the tracker has been read to the end once."""
        saved = self.get("bookmark")
        return load(saved)[1] is not None if saved else False

    # -- issues and notes ----------------------------------------------------------

    def issue(self, key: int) -> Issue:
        """Return the issue in row `key` as it was last seen; raise PapersError if it is gone meanwhile."""
        with errors_as_ours(self._path):
            return self._issue(key)

    def _issue(self, key: int) -> Issue:
        row = self._execute(f"SELECT {', '.join(ISSUE_COLUMNS)} FROM issues WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise PapersError(
                "An issue that was in the library a moment ago is not there any more.",
                "Another papers command took it out. Run this one again: it looks anew.",
            )
        values = dict(zip(ISSUE_COLUMNS, row, strict=True))
        values["assignees"] = tuple(load(values["assignees"]))
        values["labels"] = tuple(load(values["labels"]))
        return Issue(**values, key=key)

    def note(self, key: int) -> Note | None:
        """Return the note in row `key`, whoever wrote it; None if that issue is no note."""
        return next(self._notes("notes.key = ?", (key,), "notes.key", None), None)

    def notes_of(self, paper_id: str) -> list[Note]:
        """Return the trusted notes about a paper, oldest first: one, if all is well."""
        return list(self._notes("notes.trusted AND notes.id = ?", (paper_id,), "notes.number", None))

    def named(self) -> list[tuple[int, str | None, str | None, str | None]]:
        """Return the trusted notes that a DOI or an address names: the row, and up to three names."""
        rows = self._execute(
            "SELECT key, iif(arxiv_id IS NULL, id, NULL), json_extract(paper, '$.doi') AS doi, "
            "json_extract(paper, '$.url') FROM notes JOIN contents USING (key) "
            "WHERE trusted AND (arxiv_id IS NULL OR doi IS NOT NULL) ORDER BY number, key"
        )
        return [(key, paper_id, doi, url) for key, paper_id, doi, url in rows]

    def titles(self) -> list[tuple[int, str]]:
        """Return the row and the title of each trusted note, oldest first."""
        rows = self._execute("SELECT key, title FROM notes WHERE trusted ORDER BY number, key")
        return [(key, title) for key, title in rows]

    def note_of_a_bot(self, paper_id: str) -> Note | None:
        """Return a note about a paper by an app that is not trusted.

        No stranger can have such a name, and the app may be what runs us: a second issue must not follow.
        """
        where = "NOT notes.trusted AND notes.id = ? AND contents.author LIKE '%[bot]'"
        return next(self._notes(where, (paper_id,), "notes.number", 1), None)

    def last_number(self) -> int:
        """Return the highest number that an issue has here; 0 without any."""
        return int(self._execute("SELECT coalesce(max(number), 0) FROM issues").fetchone()[0])

    def note_numbered(self, number: int) -> Note | None:
        """Return the trusted note that is issue `number`."""
        where = "notes.trusted AND issues.number = ?"
        return next(self._notes(where, (number,), "notes.key", None), None)

    def notes_titled(self, piece: str, limit: int) -> list[Note]:
        """Return trusted notes whose title holds `piece`, an exactly equal title alone if there is one."""
        where = "notes.trusted AND instr(notes.title_folded, ?)"
        order = "notes.title_folded <> ?, notes.title_folded"
        found = list(self._notes(where, (fold(piece), fold(piece)), order, limit))
        exact = [note for note in found if fold(note.paper.title) == fold(piece)]
        return exact or found

    def notes(self, query: Query) -> Iterator[Note]:
        """Yield whole notes, one at a time."""
        where, values = conditions(query)
        return self._notes(where, values, ORDERS[query.sort], query.limit)

    def rows(self, query: Query) -> list[int]:
        """Return the rows of the notes that the filters let through, in order."""
        where, values = conditions(query)
        limit = -1 if query.limit is None else query.limit
        found = self._execute(
            f"SELECT key FROM notes WHERE {where} ORDER BY {ORDERS[query.sort]} LIMIT ?", (*values, limit)
        )
        return [key for (key,) in found]

    def lines(self, query: Query) -> Iterator[Line]:
        """Yield notes as rows of a list, without what a row does not show."""
        where, values = conditions(query)
        rows = self._execute(
            f"SELECT {line_columns(query)} FROM notes WHERE {where} ORDER BY {ORDERS[query.sort]} LIMIT ?",
            (*values, -1 if query.limit is None else query.limit),
        )
        return map(line_of, rows)

    def found(self, search: "Search", query: Query) -> Iterator[Line]:
        """Yield the notes that a search finds among those that the filters let through, best first."""
        return map(line_of, self._find(search, query, line_columns(query)))

    def hits(self, search: "Search", query: Query) -> "Iterator[Hit]":
        """Yield whole notes that a search finds, best first."""
        from paper_notes.values.search import Hit

        for key, trusted in self._find(search, query, "notes.key, notes.trusted"):
            note = self.note(key)
            assert note is not None
            yield Hit(note, bool(trusted))

    def _find(self, search: "Search", query: Query, columns: str) -> Iterator[Any]:
        from paper_notes.doors.sqlite.search_index import Among

        where, values = conditions(query._replace(everyone=True))
        with errors_as_ours(self._path):
            yield from self._index.find(search, columns, Among(where, values, query.everyone, query.limit))

    def standings(self, query: Query) -> list[Standing]:
        """Return what statistics need of the notes that the filters let through."""
        where, values = conditions(query)
        rows = self._execute(
            f"SELECT status, rating, topics, added_on, read_on FROM notes WHERE {where}", values
        )
        return [
            Standing(status, rating, split_topics(topics), *days) for status, rating, topics, *days in rows
        ]

    def count(self, query: Query) -> int:
        """Return how many notes the filters let through, whatever the limit."""
        where, values = conditions(query)
        return int(self._execute(f"SELECT count(*) FROM notes WHERE {where}", values).fetchone()[0])

    def pushed(self) -> int:
        """Return how many local notes have an issue's address, having been pushed to it."""
        return int(
            self._execute("SELECT count(*) FROM issues WHERE number IS NULL AND url NOTNULL").fetchone()[0]
        )

    def unpushed(self) -> int:
        """Return how many local notes are only here."""
        return int(
            self._execute("SELECT count(*) FROM issues WHERE number IS NULL AND url IS NULL").fetchone()[0]
        )

    def strangers(self) -> tuple[int, int]:
        """Return how many issues about papers are not trusted, and of how many people."""
        issues, people = self._execute(
            "SELECT count(*), count(DISTINCT author) FROM notes JOIN contents USING (key) WHERE NOT trusted"
        ).fetchone()
        return int(issues), int(people)

    def labels(self) -> list[str]:
        """Return every label on any issue here, as spelled."""
        # A long list asks with each note that it saves: looking at all notes each time would take minutes.
        version = self._execute("PRAGMA data_version").fetchone()[0]
        if self._labels is None or self._labels[0] != version:
            rows = self._execute("SELECT DISTINCT value FROM issues, json_each(issues.labels)")
            self._labels = version, {name for (name,) in rows}
        return sorted(self._labels[1])

    def incomplete(self) -> list[Note]:
        """Return the trusted notes that arXiv has not filled in, or that were never finished."""
        where = "notes.trusted AND (notes.pending OR contents.finishing IS NOT NULL)"
        return list(self._notes(where, (), "notes.key", None))

    def issues(self) -> Iterator[Issue]:
        """Yield every issue, note or not, one at a time."""
        for (key,) in self._execute("SELECT key FROM issues ORDER BY key").fetchall():
            yield self._issue(key)

    def unmanaged(self) -> Iterator[Issue]:
        """Yield the issues that nothing of ours is in and that were not closed as duplicates."""
        rows = self._execute(
            "SELECT key FROM issues WHERE instr(body, '<!-- papers:') = 0 "
            "AND coalesce(state_reason, '') <> 'duplicate' ORDER BY number, key"
        )
        for (key,) in rows.fetchall():
            yield self._issue(key)

    def issue_numbered(self, number: int) -> Issue | None:
        """Return issue `number`, note or not, whoever wrote it."""
        row = self._execute("SELECT key FROM issues WHERE number = ?", (number,)).fetchone()
        return None if row is None else self._issue(row[0])

    def duplicates(self) -> int:
        """Return how many issues are closed as duplicates."""
        return int(
            self._execute("SELECT count(*) FROM issues WHERE state_reason = 'duplicate'").fetchone()[0]
        )

    def doubled(self) -> list[list[int]]:
        """Return the rows of trusted notes with the same identity, where there are several."""
        rows = self._execute(
            "SELECT json_group_array(key) FROM notes WHERE trusted GROUP BY id HAVING count(*) > 1"
        )
        return [load(keys) for (keys,) in rows]

    def published(self) -> list[tuple[int, str, str | None]]:
        """Return row, identity and DOI of the trusted notes that may have another one under another identity.

        If there are notes of papers elsewhere, it is these, and those of papers on arXiv with a DOI.
        """
        rows = self._execute(
            "SELECT key, id, json_extract(paper, '$.doi') AS doi FROM notes JOIN contents USING (key) "
            "WHERE trusted AND (arxiv_id IS NULL OR doi IS NOT NULL) "
            "AND EXISTS (SELECT 1 FROM notes WHERE trusted AND arxiv_id IS NULL) ORDER BY number, key"
        )
        return [(key, paper_id, doi) for key, paper_id, doi in rows]

    # -- relations -----------------------------------------------------------------

    def related(self, note: Note) -> "Related":
        """Return the notes that the note mentions, and those that mention it."""
        from paper_notes.doors.sqlite.relations import related_to  # a list of notes needs none

        assert note.key is not None
        with errors_as_ours(self._path):
            return related_to(self._connection, note.key)

    def mentions(self) -> list[tuple[int, int]]:
        """Return the rows of notes that mention others, each with the row of one of these."""
        from paper_notes.doors.sqlite.relations import all_mentions

        with errors_as_ours(self._path):
            return all_mentions(self._connection)

    # -- how -----------------------------------------------------------------------

    @cached_property
    def _index(self) -> "SearchIndex":
        from paper_notes.doors.sqlite.search_index import (
            SearchIndex,  # lists and single notes need none of it
        )

        return SearchIndex(self._connection)

    def _notes(self, where: str, values: Iterable[Any], order: str, limit: int | None) -> Iterator[Note]:
        rows = self._execute(
            f"SELECT {NOTE_COLUMNS} FROM notes JOIN contents USING (key) JOIN issues USING (key) "
            f"WHERE {where} ORDER BY {order} LIMIT ?",
            (*values, -1 if limit is None else limit),
        )
        for row in rows:
            yield note_of(row)

    def _execute(self, sql: str, values: Any = ()) -> Any:
        with errors_as_ours(self._path):
            return self._connection.execute(sql, values)

    def _executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with errors_as_ours(self._path):
            self._connection.executemany(sql, rows)
