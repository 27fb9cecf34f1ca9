"""The door to the library on disk: issues as the tracker has them, and the notes read from them.

Everything about a note is read from its issue (`reader`), so the notes can be read again at
any time: when the taxonomy or the trusted names change, and when a new version of this
program understands more. For a repository this is a mirror; for the embedded library it is
the place itself.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from paper_notes.doors.sqlite.conditions import conditions, fold
from paper_notes.doors.sqlite.database import Connection, IntegrityError, connect, errors_as_ours, transaction
from paper_notes.doors.sqlite.rows import (
    NOTE_COLUMNS,
    content_row,
    dump,
    issue_row,
    line_columns,
    line_of,
    load,
    note_of,
    note_row,
    split_topics,
)
from paper_notes.doors.sqlite.schema import MIGRATIONS
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Batch, Bookmark, Comment, CommentPage, Issue, Note
from paper_notes.values.query import Line, Query, Standing

if TYPE_CHECKING:
    from paper_notes.doors.sqlite.comment_table import CommentTable, Due
    from paper_notes.doors.sqlite.mention_table import MentionTable
    from paper_notes.doors.sqlite.search_index import SearchIndex
    from paper_notes.values.related import Related
    from paper_notes.values.search import Hit, Search

ISSUE_COLUMNS = tuple(name for name in Issue._fields if name != "key")
COLUMNS = ", ".join(ISSUE_COLUMNS)
NUMBER = ISSUE_COLUMNS.index("number")
UPDATED_AT = ISSUE_COLUMNS.index("updated_at")
COMMENTS = ISSUE_COLUMNS.index("comments")

SAVE_ISSUE = (
    f"INSERT INTO issues (key, sweep, {COLUMNS}) VALUES (?, ?{', ?' * len(ISSUE_COLUMNS)}) "
    "ON CONFLICT (key) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in ("sweep", *ISSUE_COLUMNS))
)
SAVE_NOTE = (
    "INSERT INTO notes (key, id, number, trusted, status, rating, pending, added_on, read_on, published, "
    "arxiv_id, title, topics, labels, title_folded, authors_folded) "
    f"VALUES (?{', ?' * 15})"
)
SAVE_CONTENT = (
    "INSERT INTO contents (key, author, url, issue_title, summary, finishing, paper, text) "
    f"VALUES (?{', ?' * 7})"
)

AT_ONCE = 500
"""Issues that are held in memory at a time."""

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


def _trusts_nobody(_: Comment) -> bool:
    return False


class Reader(NamedTuple):
    """How issues are to be read; `fingerprint` changes whenever the outcome could."""

    read: Callable[[Issue], Reading]
    fingerprint: str
    trusts: Callable[[Comment], bool] = _trusts_nobody
    """Whether a comment's author is trusted, so that it is part of the note."""


class Saved(NamedTuple):
    """How a save changed the library."""

    new: int = 0
    """Issues; so are the next two."""
    changed: int = 0
    gone: int = 0
    comments: int = 0
    """Comments of trusted people that are new or different."""

    def plus(self, other: "Saved") -> "Saved":
        """Return both together."""
        return Saved(*map(sum, zip(self, other, strict=True)))


class _Known(NamedTuple):
    """What is stored of an issue."""

    key: int
    sweep: int
    row: tuple[Any, ...]
    """Its columns, as `issue_row` makes them."""


class Store:
    """One library on disk, or in memory with the path `:memory:`."""

    def __init__(self, path: str, reader: Reader) -> None:
        self._path = path
        self._reader = reader
        self._connection: Connection = connect(path, MIGRATIONS)
        self._labels: tuple[int, set[str]] | None = None
        """SQLite's count of what others committed, and the labels that were there then."""
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
        """Return how far the tracker has been read; `resume` belongs to a reading of everything."""
        saved = self.get("bookmark")
        etag, since = load(saved)[:2] if saved else (None, None)
        return Bookmark(etag, since, self.get("resume") or None)

    # -- writing ----------------------------------------------------------------------

    def save(self, issue: Issue) -> Note | None:
        """Keep one issue as the tracker now has it, and return the note it is.

        A second local note about the same paper is refused with a `PapersError`.
        """
        labels = self._labels
        before = () if issue.key is None else self._issue(issue.key).labels
        with self._writing():
            (key,), saved = self._save_issues([issue], self._sweep())
        if labels is not None and (saved.new or {*before} <= {*issue.labels}):
            labels[1].update(issue.labels)
            self._labels = labels
        return self.note(key)

    def peek(self, issue: Issue) -> Note | None:
        """Return the note that the issue would be, without keeping it."""
        return self._reader.read(issue).note

    def is_trusted(self, issue: Issue) -> bool:
        """Tell whether the issue's author may have notes here."""
        return self._reader.read(issue).trusted

    def save_batch(self, batch: Batch) -> Saved:
        """Keep what the tracker said, and its bookmark, in one transaction.

        At the end of a reading of everything the issues that it did not name are gone.
        """
        with self._writing():
            sweep = self._sweep()
            if batch.full and batch.first:
                # From here on, every issue has to be named again to stay.
                sweep += 1
                self.put(sweep=str(sweep))
            if batch.full:
                # Before the end of the first reading nobody searches.
                self._index.gather(words_later=self.bookmark().since is None)
            _, saved = self._save_issues(batch.issues, sweep)
            if batch.full and batch.last:
                gone = self._execute("DELETE FROM issues WHERE sweep < ? AND number IS NOT NULL", (sweep,))
                saved = saved._replace(gone=gone.rowcount)
                self.put(resume="")
                self._index.finish()
                self._index.tidy()
            if batch.bookmark.resume:
                self.put(resume=batch.bookmark.resume)
            else:
                self.put(bookmark=dump(batch.bookmark[:2]))
        return saved

    def unnamed(self, batch: Batch) -> Issue | None:
        """Return the newest issue that would be gone with the last batch of a reading, if there is one."""
        sweep = self._sweep() + int(batch.first)
        named = {issue.number for issue in batch.issues}
        rows = self._execute(
            "SELECT key, number FROM issues WHERE sweep < ? AND number IS NOT NULL ORDER BY number DESC",
            (sweep,),
        )
        key = next((key for key, number in rows if number not in named), None)
        return None if key is None else self._issue(key)

    def start_over(self) -> None:
        """Forget how far a reading of everything has come, and that any comment was read."""
        with errors_as_ours(self._path), transaction(self._connection):
            self.put(resume="")
            self._comments.start_over()

    def _sweep(self) -> int:
        return int(self.get("sweep") or 0)

    def _save_issues(self, issues: Sequence[Issue], sweep: int) -> tuple[list[int], Saved]:
        """Keep issues, and return their rows and what is new in them."""
        known = self._known(issues)
        last_key: int = self._execute("SELECT coalesce(max(key), 0) FROM issues").fetchone()[0]
        keys = list[int]()
        new, changed, unchanged = list[Issue](), list[Issue](), list[int]()
        due = list[int | None]()
        for issue in issues:
            before = known.get(_place(issue))
            if before is None:
                last_key += 1
                new.append(issue._replace(key=last_key))
            elif before.row != issue_row(issue):
                changed.append(issue._replace(key=before.key))
            elif before.sweep != sweep:
                unchanged.append(before.key)
            keys.append(last_key if before is None else before.key)
            if _comments_differ(issue, before):
                due.append(issue.number)
        # Nothing to read again of the others: a full reading of a large library costs little.
        saved = new + changed
        self._executemany("UPDATE issues SET sweep = ? WHERE key = ?", ((sweep, key) for key in unchanged))
        self._executemany(SAVE_ISSUE, ((issue.key, sweep, *issue_row(issue)) for issue in saved))
        self._executemany("INSERT OR IGNORE INTO comments_due VALUES (?)", ((number,) for number in due))
        self._forget_readings(issue.key for issue in changed)
        self._save_readings(saved)
        return keys, Saved(len(new), len(changed))

    def _known(self, issues: Iterable[Issue]) -> dict[tuple[int | None, int | None], _Known]:
        """Return what is stored of those issues, by their places."""
        places = [_place(issue) for issue in issues]
        found = self._execute(
            f"SELECT key, sweep, {COLUMNS} FROM issues WHERE number IN (SELECT value FROM json_each(?)) "
            "OR key IN (SELECT value FROM json_each(?))",
            (dump([number for number, _ in places]), dump([key for _, key in places])),
        )
        known = (_Known(key, sweep, tuple(row)) for key, sweep, *row in found)
        return {(one.row[NUMBER], None if one.row[NUMBER] else one.key): one for one in known}

    def _forget_readings(self, keys: Iterable[int | None]) -> None:
        rows = [(key,) for key in keys]
        self._executemany("DELETE FROM notes WHERE key = ?", rows)
        self._executemany("DELETE FROM contents WHERE key = ?", rows)

    def _save_readings(self, issues: Iterable[Issue]) -> None:
        """Keep what the issues, which have their rows, are read as."""
        notes, contents = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
        for issue in issues:
            note, trusted = self._reader.read(issue)
            self._index.put(issue.key or 0, note, trusted=trusted)
            if note is not None:
                notes.append(note_row(issue.key, note, trusted))
                contents.append(content_row(issue.key, note))
        try:
            self._executemany(SAVE_NOTE, notes)
        except IntegrityError:
            # Only a local note can be a second one, and those are saved one by one.
            paper_id = notes[0][1]
            raise PapersError(
                f"{paper_id} already has a note in the library.", f"See it with: papers show {paper_id}"
            ) from None
        self._executemany(SAVE_CONTENT, contents)

    def _read_all_again(self) -> None:
        with self._writing():
            keys = [key for (key,) in self._execute("SELECT key FROM issues ORDER BY key")]
            for start in range(0, len(keys), AT_ONCE):
                some = keys[start : start + AT_ONCE]
                self._forget_readings(some)
                self._save_readings(map(self._issue, some))
            self._comments.judge_again()
            self._mentions.settle()
            self.put(fingerprint=self._reader.fingerprint)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Make one transaction of what happens inside, with the index of words true at its end."""
        index = self._index
        self._labels = None
        try:
            with errors_as_ours(self._path), transaction(self._connection):
                yield
                index.finish()
        except BaseException:
            index.forget()
            raise

    @cached_property
    def _index(self) -> "SearchIndex":
        from paper_notes.doors.sqlite.search_index import (
            SearchIndex,  # lists and single notes need none of it
        )

        return SearchIndex(self._connection)

    # -- comments ---------------------------------------------------------------------

    @cached_property
    def _comments(self) -> "CommentTable":
        from paper_notes.doors.sqlite.comment_table import CommentTable  # only who reads the tracker needs it

        return CommentTable(self._connection, self._reader.trusts)

    def comments_due(self) -> "Due | None":
        """Return which comments are to be read; None if all are known."""
        with errors_as_ours(self._path):
            return self._comments.due(self.bookmark().since)

    def save_comments(self, page: CommentPage, due: "Due") -> Saved:
        """Keep a page of the comments that were `due`, in one transaction."""
        with self._writing():
            return Saved(comments=self._comments.save(page, due, self.bookmark().since))

    def first_comment(self, number: int, author: str | None) -> Comment | None:
        """Return the first comment below issue `number`, if it is trusted and by `author`."""
        with errors_as_ours(self._path):
            first = self._comments.first(number)
        return first if first is not None and first.author == author else None

    # -- relations --------------------------------------------------------------------

    @cached_property
    def _mentions(self) -> "MentionTable":
        from paper_notes.doors.sqlite.mention_table import MentionTable  # only who writes needs it

        return MentionTable(self._connection)

    def relate(self) -> None:
        """Find out which notes mention which, as far as notes came, changed or went since the last time.

        Whoever has written does it once at the end: one note at a time would take longer.
        """
        if self._execute("SELECT 1 FROM unrelated LIMIT 1").fetchone() is None:
            return
        with errors_as_ours(self._path), transaction(self._connection):
            self._mentions.settle()

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

    # -- reading ----------------------------------------------------------------------

    def issue(self, key: int) -> Issue:
        """Return the issue in row `key` as it was last seen."""
        with errors_as_ours(self._path):
            return self._issue(key)

    def _issue(self, key: int) -> Issue:
        row = self._execute(f"SELECT {', '.join(ISSUE_COLUMNS)} FROM issues WHERE key = ?", (key,)).fetchone()
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

    def remove(self, key: int) -> None:
        """Forget an issue that is gone."""
        with self._writing():
            self._execute("DELETE FROM issues WHERE key = ?", (key,))

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


def _place(issue: Issue) -> tuple[int | None, int | None]:
    """Return what finds an issue in the store: its number; the row only of one that has none."""
    return issue.number, None if issue.number else issue.key


def _comments_differ(issue: Issue, before: _Known | None) -> bool:
    """Tell whether the comments of an issue that has changed are to be read.

    A new comment changes their count. An edited one changes nothing of the issue but its time.
    """
    if issue.number is None:
        return False
    if before is None or before.row[COMMENTS] != issue.comments:
        return issue.comments > 0 or before is not None
    row = issue_row(issue._replace(updated_at=before.row[UPDATED_AT]))
    return issue.comments > 0 and row == before.row
