"""The door to the library on disk: issues as the tracker has them, and the notes read from them.

Everything about a note is read from its issue (`reader`), so the notes can be read again at
any time: when the taxonomy or the trusted names change, and when a new version of this
program understands more. For a repository this is a mirror; for the embedded library it is
the place itself.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from paper_notes.database import Connection, IntegrityError, connect, errors_as_ours, transaction
from paper_notes.errors import PapersError
from paper_notes.model import Batch, Bookmark, Issue, Note, Status
from paper_notes.query import Line, Query, Standing

MIGRATIONS = (
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE issues (
        key INTEGER PRIMARY KEY,
        number INTEGER UNIQUE,
        sweep INTEGER NOT NULL,
        state TEXT NOT NULL,
        state_reason TEXT,
        author TEXT,
        association TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        closed_at TEXT,
        url TEXT,
        comments INTEGER NOT NULL,
        assignees TEXT NOT NULL,
        labels TEXT NOT NULL,
        title TEXT NOT NULL,
        body TEXT NOT NULL
    );
    -- What lists and filters look at; small, so that scanning it is quick.
    CREATE TABLE notes (
        key INTEGER PRIMARY KEY REFERENCES issues ON DELETE CASCADE,
        id TEXT NOT NULL,
        number INTEGER,
        trusted INTEGER NOT NULL,
        status TEXT NOT NULL,
        rating INTEGER,
        pending INTEGER NOT NULL,
        added_on TEXT,
        read_on TEXT,
        published TEXT,
        arxiv_id TEXT,
        title TEXT NOT NULL,
        topics TEXT NOT NULL,
        labels TEXT NOT NULL,
        title_folded TEXT NOT NULL,
        authors_folded TEXT NOT NULL
    );
    CREATE INDEX notes_by_id ON notes (id);
    CREATE INDEX notes_by_added ON notes (added_on, number, key);
    CREATE UNIQUE INDEX one_local_note_a_paper ON notes (id) WHERE number IS NULL;
    -- The rest of a note, read only when it is shown.
    CREATE TABLE contents (
        key INTEGER PRIMARY KEY REFERENCES issues ON DELETE CASCADE,
        author TEXT,
        url TEXT,
        issue_title TEXT NOT NULL,
        summary TEXT,
        finishing TEXT,
        paper TEXT NOT NULL,
        text TEXT NOT NULL
    );
    """,
)

ISSUE_COLUMNS = tuple(name for name in Issue._fields if name != "key")

ORDERS = {
    "added": "notes.added_on DESC, notes.number DESC, notes.key DESC",
    "read": "notes.read_on DESC, notes.number DESC, notes.key DESC",
    "published": "notes.published DESC, notes.id DESC, notes.key DESC",
    "rating": "notes.rating DESC, notes.added_on DESC, notes.key DESC",
    "title": "notes.title_folded, notes.key",
}


class Reading(NamedTuple):
    """What an issue turned out to be."""

    note: Note | None
    trusted: bool


class Reader(NamedTuple):
    """How issues are to be read; `fingerprint` changes whenever the outcome could."""

    read: Callable[[Issue], Reading]
    fingerprint: str


class Saved(NamedTuple):
    """How a save changed the library, in issues."""

    new: int = 0
    changed: int = 0
    gone: int = 0


class _Row(NamedTuple):
    key: int
    new: bool
    changed: bool


class Store:
    """One library on disk, or in memory with the path `:memory:`."""

    def __init__(self, path: str, reader: Reader) -> None:
        self._path = path
        self._reader = reader
        self._connection: Connection = connect(path, MIGRATIONS)
        with errors_as_ours(path):
            self._connection.execute("PRAGMA foreign_keys = ON")
            if self.get("fingerprint") != reader.fingerprint:
                self._read_all_again()

    # -- small facts about the library ------------------------------------------------

    def get(self, name: str) -> str | None:
        """Return a small fact kept with the library, or None."""
        row = self._execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def put(self, **facts: str) -> None:
        """Keep small facts with the library."""
        for name, value in facts.items():
            self._execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def bookmark(self) -> Bookmark:
        """Return how far the tracker has been read."""
        saved = self.get("bookmark")
        return Bookmark(*_load(saved)) if saved else Bookmark()

    # -- writing ----------------------------------------------------------------------

    def save(self, issue: Issue) -> Note | None:
        """Keep one issue as the tracker now has it, and return the note it is.

        A second local note about the same paper is refused with a `PapersError`.
        """
        with errors_as_ours(self._path), transaction(self._connection):
            key = self._save_issue(issue, self._sweep()).key
        return self.note(key)

    def peek(self, issue: Issue) -> Note | None:
        """Return the note that the issue would be, without keeping it."""
        return self._reader.read(issue).note

    def is_trusted(self, issue: Issue) -> bool:
        """Tell whether the issue's author may have notes here."""
        return self._reader.read(issue).trusted

    def save_batch(self, batch: Batch) -> Saved:
        """Keep what the tracker said, and its bookmark, in one transaction.

        At the end of a full reading the issues that it did not name are gone. Who reads
        everything from the start calls `start_sweep` first.
        """
        with errors_as_ours(self._path), transaction(self._connection):
            sweep = self._sweep()
            rows = [self._save_issue(issue, sweep) for issue in batch.issues]
            gone = 0
            if batch.full and batch.last:
                gone = self._execute(
                    "DELETE FROM issues WHERE sweep < ? AND number IS NOT NULL", (sweep,)
                ).rowcount
            self.put(bookmark=_dump(batch.bookmark))
        return Saved(sum(row.new for row in rows), sum(row.changed for row in rows), gone)

    def start_sweep(self) -> None:
        """Begin a full reading: from here on, every issue has to be named again to stay."""
        self.put(sweep=str(self._sweep() + 1))

    def _sweep(self) -> int:
        return int(self.get("sweep") or 0)

    def _save_issue(self, issue: Issue, sweep: int) -> _Row:
        key, before = self._stored(issue)
        if issue == before:
            # Nothing to read again: a full reading of a large library costs little.
            self._execute("UPDATE issues SET sweep = ? WHERE key = ?", (sweep, key))
            return _Row(key, new=False, changed=False)
        values: dict[str, Any] = {
            **{name: getattr(issue, name) for name in ISSUE_COLUMNS},
            "assignees": _dump(issue.assignees),
            "labels": _dump(issue.labels),
            "sweep": sweep,
            "key": key,
        }
        columns = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        update = ", ".join(f"{name} = excluded.{name}" for name in values if name != "key")
        key = self._execute(
            f"INSERT INTO issues ({columns}) VALUES ({marks}) "
            f"ON CONFLICT (key) DO UPDATE SET {update} RETURNING key",
            values,
        ).fetchone()[0]
        self._save_reading(key, self._reader.read(issue))
        return _Row(key, new=before is None, changed=before is not None)

    def _stored(self, issue: Issue) -> tuple[Any, Issue | None]:
        """Return the row that the issue belongs into, and the issue that is in it."""
        key = issue.key
        if issue.number is not None:
            row = self._execute("SELECT key FROM issues WHERE number = ?", (issue.number,)).fetchone()
            key = row[0] if row else None
        return key, None if key is None else self._issue(key)._replace(key=issue.key)

    def _save_reading(self, key: int, reading: Reading) -> None:
        self._execute("DELETE FROM notes WHERE key = ?", (key,))
        self._execute("DELETE FROM contents WHERE key = ?", (key,))
        note = reading.note
        if note is None:
            return
        from paper_notes.record import paper_to_data

        paper = note.paper
        row = {
            "key": key,
            "id": paper.id,
            "number": note.number,
            "trusted": reading.trusted,
            "status": note.status,
            "rating": note.rating,
            "pending": not paper.complete,
            "added_on": note.added_on,
            "read_on": note.read_on,
            "published": paper.published,
            "arxiv_id": paper.arxiv_id,
            "title": paper.title,
            "topics": "".join(f"{topic}," for topic in note.topics),
            "labels": _dump([label.casefold() for label in note.labels]),
            "title_folded": fold(paper.title),
            "authors_folded": fold("\n".join(paper.authors)),
        }
        try:
            self._insert("notes", row)
        except IntegrityError:
            raise PapersError(
                f"{paper.id} already has a note in the library.", f"See it with: papers show {paper.id}"
            ) from None
        content = {
            "key": key,
            "author": note.author,
            "url": note.url,
            "issue_title": note.issue_title,
            "summary": note.summary,
            "finishing": note.finishing,
            "paper": _dump(paper_to_data(paper)),
            "text": note.text,
        }
        self._insert("contents", content)

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        marks = ", ".join(f":{name}" for name in row)
        self._execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", row)

    def _read_all_again(self) -> None:
        with transaction(self._connection):
            for (key,) in self._execute("SELECT key FROM issues").fetchall():
                self._save_reading(key, self._reader.read(self._issue(key)))
            self.put(fingerprint=self._reader.fingerprint)

    # -- reading ----------------------------------------------------------------------

    def issue(self, key: int) -> Issue:
        """Return the issue in row `key` as it was last seen."""
        with errors_as_ours(self._path):
            return self._issue(key)

    def _issue(self, key: int) -> Issue:
        row = self._execute(f"SELECT {', '.join(ISSUE_COLUMNS)} FROM issues WHERE key = ?", (key,)).fetchone()
        values = dict(zip(ISSUE_COLUMNS, row, strict=True))
        values["assignees"] = tuple(_load(values["assignees"]))
        values["labels"] = tuple(_load(values["labels"]))
        return Issue(**values, key=key)

    def note(self, key: int) -> Note | None:
        """Return the note in row `key`, whoever wrote it; None if that issue is no note."""
        return next(self._notes("notes.key = ?", (key,), "notes.key", None), None)

    def notes_of(self, paper_id: str) -> list[Note]:
        """Return the trusted notes about a paper, oldest first: one, if all is well."""
        return list(self._notes("notes.trusted AND notes.id = ?", (paper_id,), "notes.number", None))

    def note_of_a_bot(self, paper_id: str) -> Note | None:
        """Return a note about a paper by an app that is not trusted.

        No stranger can have such a name, and the app may be what runs us: a second issue must not follow.
        """
        where = "NOT notes.trusted AND notes.id = ? AND contents.author LIKE '%[bot]'"
        return next(self._notes(where, (paper_id,), "notes.number", 1), None)

    def note_numbered(self, number: int) -> Note | None:
        """Return the trusted note that is issue `number`."""
        return next(self._notes("notes.trusted AND notes.number = ?", (number,), "notes.key", None), None)

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

    def lines(self, query: Query) -> Iterator[Line]:
        """Yield notes as rows of a list, without what a row does not show."""
        where, values = conditions(query)
        rows = self._execute(
            "SELECT number, id, arxiv_id, status, rating, topics, title, trusted FROM notes "
            f"WHERE {where} ORDER BY {ORDERS[query.sort]} LIMIT ?",
            (*values, -1 if query.limit is None else query.limit),
        )
        for number, paper_id, arxiv_id, status, rating, topics, title, trusted in rows:
            yield Line(number, paper_id, arxiv_id, status, rating, _split(topics), title, bool(trusted))

    def standings(self, query: Query) -> list[Standing]:
        """Return what statistics need of the notes that the filters let through."""
        where, values = conditions(query)
        rows = self._execute(
            f"SELECT status, rating, topics, added_on, read_on FROM notes WHERE {where}", values
        )
        return [Standing(status, rating, _split(topics), *days) for status, rating, topics, *days in rows]

    def count(self, query: Query) -> int:
        """Return how many notes the filters let through, whatever the limit."""
        where, values = conditions(query)
        return int(self._execute(f"SELECT count(*) FROM notes WHERE {where}", values).fetchone()[0])

    def strangers(self) -> tuple[int, int]:
        """Return how many issues about papers are not trusted, and of how many people."""
        issues, people = self._execute(
            "SELECT count(*), count(DISTINCT author) FROM notes JOIN contents USING (key) WHERE NOT trusted"
        ).fetchone()
        return int(issues), int(people)

    def labels(self) -> list[str]:
        """Return every label on any issue here, as spelled."""
        rows = self._execute("SELECT DISTINCT value FROM issues, json_each(issues.labels) ORDER BY value")
        return [name for (name,) in rows]

    def incomplete(self) -> list[Note]:
        """Return the trusted notes that arXiv has not filled in, or that were never finished."""
        where = "notes.trusted AND (notes.pending OR contents.finishing IS NOT NULL)"
        return list(self._notes(where, (), "notes.key", None))

    def issues(self) -> Iterator[Issue]:
        """Yield every issue, note or not, one at a time."""
        for (key,) in self._execute("SELECT key FROM issues ORDER BY key").fetchall():
            yield self._issue(key)

    def duplicates(self) -> int:
        """Return how many issues are closed as duplicates."""
        return int(
            self._execute("SELECT count(*) FROM issues WHERE state_reason = 'duplicate'").fetchone()[0]
        )

    def doubled(self) -> list[tuple[str, list[int]]]:
        """Return papers that more than one trusted note is about, with the issue numbers."""
        rows = self._execute(
            "SELECT id, json_group_array(number) FROM (SELECT id, number FROM notes WHERE trusted "
            "ORDER BY number) GROUP BY id HAVING count(*) > 1 ORDER BY id"
        )
        return [(paper_id, _load(numbers)) for paper_id, numbers in rows]

    def _notes(self, where: str, values: Iterable[Any], order: str, limit: int | None) -> Iterator[Note]:
        rows = self._execute(
            "SELECT notes.key, notes.number, status, rating, added_on, read_on, topics, issues.labels, "
            "contents.author, contents.url, issue_title, summary, finishing, paper, text "
            "FROM notes JOIN contents USING (key) JOIN issues USING (key) "
            f"WHERE {where} ORDER BY {order} LIMIT ?",
            (*values, -1 if limit is None else limit),
        )
        for row in rows:
            yield _note(row)

    def _execute(self, sql: str, values: Any = ()) -> Any:
        with errors_as_ours(self._path):
            return self._connection.execute(sql, values)


def _note(row: Any) -> Note:
    from paper_notes.record import paper_from_data

    (key, number, status, rating, added_on, read_on, topics, labels, author, url, title, summary) = row[:12]
    finishing, paper, text = row[12:]
    return Note(
        paper=paper_from_data(_load(paper)),
        status=Status(status),
        topics=_split(topics),
        labels=tuple(_load(labels)),
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
    )


# Records and JSON are for whole notes: `papers list` is quick because it needs none of that.


def _load(text: str) -> Any:
    import json

    return json.loads(text)


def _dump(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def _split(topics: str) -> tuple[str, ...]:
    return tuple(topics.split(",")[:-1])


def conditions(query: Query) -> tuple[str, list[Any]]:
    """Return the query's filters as a WHERE clause and its values."""
    where, values = ["1"], list[Any]()

    def add(condition: str, *of: Any) -> None:
        where.append(condition)
        values.extend(of)

    if not query.everyone:
        add("notes.trusted")
    for topic in query.topics:
        add("instr(',' || notes.topics, ?)", f",{topic},")
    if query.statuses:
        add(f"notes.status IN ({', '.join('?' * len(query.statuses))})", *query.statuses)
    for label in query.labels:
        add("EXISTS (SELECT 1 FROM json_each(notes.labels) WHERE value = ?)", label.casefold())
    if query.author:
        add("instr(notes.authors_folded, ?)", fold(query.author))
    if query.years:
        first, last = query.years
        add("notes.published >= ? AND notes.published < ?", f"{first:04}", f"{last + 1:04}")
    if query.since:
        add(f"notes.{query.date_column} >= ?", query.since)
    if query.until:
        # A published date may carry a time: the whole of the last day counts.
        add(f"substr(notes.{query.date_column}, 1, 10) <= ?", query.until)
    if query.rating:
        add("notes.rating >= ?", query.rating)
    return " AND ".join(where), values


def fold(text: str) -> str:
    """Return the text as it is compared: without case, accents, and width variants."""
    import unicodedata  # a shared library that a plain list never needs

    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not "\u0300" <= character <= "\u036f")
    return unicodedata.normalize("NFKC", " ".join(bare.split()))
