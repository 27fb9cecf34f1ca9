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

from paper_notes.doors.sqlite.database import IntegrityError, errors_as_ours, insert, transaction
from paper_notes.doors.sqlite.lookup import Lookup
from paper_notes.doors.sqlite.rows import (
    ISSUE_COLUMNS,
    content_row,
    dump,
    issue_row,
    note_row,
)
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Comment, Issue, Note

if TYPE_CHECKING:
    from paper_notes.doors.sqlite.comment_table import CommentTable, Due
    from paper_notes.doors.sqlite.mention_table import MentionTable
    from paper_notes.values.tracker import Batch, CommentPage

COLUMNS = ", ".join(ISSUE_COLUMNS)
NUMBER = ISSUE_COLUMNS.index("number")
UPDATED_AT = ISSUE_COLUMNS.index("updated_at")
COMMENTS = ISSUE_COLUMNS.index("comments")

ISSUES = f"issues (key, sweep, {COLUMNS})"
REPLACE_ISSUE = "ON CONFLICT (key) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in ("sweep", *ISSUE_COLUMNS)
)
NOTES = (
    "notes (key, id, number, trusted, status, rating, pending, added_on, read_on, published, "
    "arxiv_id, title, topics, labels, title_folded, authors_folded)"
)
CONTENTS = "contents (key, author, url, issue_title, summary, finishing, paper, text)"

AT_ONCE = 500
"""Issues that are held in memory at a time."""


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


class Store(Lookup):
    """One library on disk, or in memory with the path `:memory:`. What it tells is `Lookup`'s."""

    def __init__(self, path: str, reader: Reader) -> None:
        super().__init__(path)
        self._reader = reader
        with errors_as_ours(path):
            self._connection.execute("PRAGMA foreign_keys = ON")
            if self.get("fingerprint") != reader.fingerprint:
                self._read_all_again()

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

    def save_batch(self, batch: "Batch") -> Saved:
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
                self._index.gather(words_later=not self.filled)
            # Named twice in one answer, an issue is what was said of it last.
            issues = list({_place(issue): issue for issue in batch.issues}.values())
            _, saved = self._save_issues(issues, sweep)
            if batch.full and batch.last:
                saved = saved._replace(gone=self._delete("sweep < ? AND number IS NOT NULL", sweep))
                self.put(resume="")
                self._index.finish()
                self._index.tidy()
            if batch.bookmark.resume:
                self.put(resume=batch.bookmark.resume)
            else:
                self.put(bookmark=dump(batch.bookmark[:2]))
        return saved

    def unnamed(self, batch: "Batch") -> Issue | None:
        """Return the newest issue that would be gone with the last batch of a reading, if there is one."""
        sweep = self._sweep() + int(batch.first)
        named = {issue.number for issue in batch.issues}
        rows = self._execute(
            "SELECT key, number FROM issues WHERE sweep < ? AND number IS NOT NULL ORDER BY number DESC",
            (sweep,),
        )
        key = next((key for key, number in rows if number not in named), None)
        return None if key is None else self._issue(key)

    def remove(self, key: int) -> None:
        """Forget an issue that is gone."""
        with self._writing():
            self._delete("key = ?", key)

    def _delete(self, condition: str, *values: int) -> int:
        """Delete issues, with all that is known of them, and return how many there were."""
        # No row is given again: who still holds that of an issue which is gone would find another in it.
        self.put(last_key=str(self._last_key()))
        count: int = self._execute(f"DELETE FROM issues WHERE {condition}", values).rowcount
        return count

    def _last_key(self) -> int:
        """Return the highest row that an issue has, or ever had."""
        highest: int = self._execute("SELECT coalesce(max(key), 0) FROM issues").fetchone()[0]
        return max(highest, int(self.get("last_key") or 0))

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
        last_key = self._last_key()
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
        self._insert(ISSUES, [(issue.key, sweep, *issue_row(issue)) for issue in saved], REPLACE_ISSUE)
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
            self._insert(NOTES, notes)
        except IntegrityError:
            # Only a local note can be a second one, and those are saved one by one.
            paper_id = notes[0][1]
            raise PapersError(
                f"{paper_id} already has a note in the library.", f"See it with: papers show {paper_id}"
            ) from None
        self._insert(CONTENTS, contents)

    def _insert(self, into: str, rows: Sequence[Sequence[Any]], otherwise: str = "") -> None:
        with errors_as_ours(self._path):
            insert(self._connection, into, rows, otherwise)

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

    # -- comments ---------------------------------------------------------------------

    @cached_property
    def _comments(self) -> "CommentTable":
        from paper_notes.doors.sqlite.comment_table import CommentTable  # only who reads the tracker needs it

        return CommentTable(self._connection, self._reader.trusts)

    def comments_due(self) -> "Due | None":
        """Return which comments are to be read; None if all are known."""
        with errors_as_ours(self._path):
            return self._comments.due(self.bookmark().since)

    def save_comments(self, page: "CommentPage", due: "Due") -> Saved:
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
