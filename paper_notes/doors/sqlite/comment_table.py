"""The comments below issues, in the library on disk: which are to be read, and which are there."""

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from paper_notes.doors.sqlite.database import Connection
from paper_notes.values.model import Comment
from paper_notes.values.tracker import CommentPage

FIELDS = ", ".join(Comment._fields)

SAVE = (
    f"INSERT INTO comments (sweep, trusted, {FIELDS}) VALUES (?, ?{', ?' * len(Comment._fields)}) "
    "ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in ("sweep", "trusted", *Comment._fields[1:]))
)

MORE_THAN_THERE_ARE = """
    SELECT number FROM comments_due JOIN issues USING (number)
    WHERE (SELECT count(*) FROM comments WHERE comments.number = comments_due.number) > issues.comments
"""


class Due(NamedTuple):
    """A reading of comments that is to be done."""

    since: str | None
    """Those written or edited at this time or later; None for all."""
    resume: str | None = None
    """Where it goes on, if it was interrupted."""
    until: str | None = None
    """The time from which comments may be missing once it is done."""


class _State(NamedTuple):
    """How far comments have been read; kept as JSON."""

    sweep: int = 0
    """Raised with every reading; comments have that of the last reading that named them."""
    read_until: str | None = None
    """The time from which comments may be missing; None if none were read yet."""
    since: str | None = None
    resume: str | None = None
    until: str | None = None
    """Those three: of the reading that was interrupted, as in `Due`."""


class CommentTable:
    """The comments of one library. Whoever writes to it has begun a transaction.

    GitHub lists the comments of a whole repository, by the time of their last change. Deleted
    ones leave no trace but the count of their issue, and only once that issue is read again:
    deleting a comment does not even change the time of its issue (reported in neomjs/neo#10092).
    """

    def __init__(self, connection: Connection, trusts: Callable[[Comment], bool]) -> None:
        """Take the library's connection, and whose comments are part of a note."""
        self._connection = connection
        self._trusts = trusts

    def due(self, read_until: str | None) -> Due | None:
        """Return what is to be read, if issues were read up to that time; None if nothing is."""
        if self._one("SELECT count(*) FROM comments_due") == 0:
            return None
        state = self._state()
        if state.resume is not None:
            return Due(state.since, state.resume, state.until)
        # Where comments were deleted, the others are read once more: those that do not come are gone.
        earliest = self._one(f"SELECT min(updated_at) FROM comments WHERE number IN ({MORE_THAN_THERE_ARE})")
        since = min(state.read_until, earliest or state.read_until) if state.read_until else None
        return Due(since, None, read_until)

    def save(self, page: CommentPage, due: Due, read_until: str | None) -> int:
        """Keep a page of what was `due`, and return how many trusted comments are different now."""
        state = self._state()
        sweep = state.sweep + 1 if page.first else state.sweep
        changed = self._keep(page.comments, sweep)
        if page.resume is not None:
            self._put(state._replace(sweep=sweep, since=due.since, resume=page.resume, until=due.until))
            return changed
        changed += self._remove_others(due.since or "", sweep)
        self._put(_State(sweep, read_until=due.until))
        # After an interrupted reading, those on its first pages may have changed meanwhile.
        if due.until == read_until:
            self._connection.execute(
                f"DELETE FROM comments_due WHERE number NOT IN ({MORE_THAN_THERE_ARE} AND EXISTS "
                "(SELECT 1 FROM comments WHERE comments.number = issues.number AND updated_at < ?))",
                (due.since or "",),
            )
        return changed

    def start_over(self) -> None:
        """Forget that any comment was read."""
        self._put(_State(self._state().sweep))
        self._connection.execute(
            "INSERT OR IGNORE INTO comments_due SELECT number FROM issues WHERE comments > 0 "
            "UNION SELECT number FROM comments"
        )

    def judge_again(self) -> None:
        """Ask for every comment whether it is trusted."""
        rows = self._connection.execute(f"SELECT {FIELDS} FROM comments").fetchall()
        self._connection.executemany(
            "UPDATE comments SET trusted = ? WHERE id = ?",
            ((self._trusts(comment), comment.id) for comment in map(Comment._make, rows)),
        )

    def first(self, number: int) -> Comment | None:
        """Return the first trusted comment below an issue."""
        row = self._connection.execute(
            f"SELECT {FIELDS} FROM comments WHERE number = ? AND trusted ORDER BY id LIMIT 1", (number,)
        ).fetchone()
        return Comment(*row) if row else None

    def _keep(self, comments: Iterable[Comment], sweep: int) -> int:
        """Keep those that are below issues we know: others are below pull requests."""
        comments = list(comments)
        numbers = self._among("SELECT number FROM issues WHERE number IN", {each.number for each in comments})
        kept = [comment for comment in comments if (comment.number,) in numbers]
        before = self._among(f"SELECT {FIELDS} FROM comments WHERE id IN", {each.id for each in kept})
        trusted = [self._trusts(comment) for comment in kept]
        rows = ((sweep, trusts, *comment) for comment, trusts in zip(kept, trusted, strict=True))
        self._connection.executemany(SAVE, rows)
        return sum(trusts and comment not in before for comment, trusts in zip(kept, trusted, strict=True))

    def _remove_others(self, since: str, sweep: int) -> int:
        """Remove what a reading from that time on has not named, below issues with too many comments."""
        gone = self._connection.execute(
            "SELECT id, trusted FROM comments WHERE sweep < ? AND updated_at >= ? "
            f"AND number IN ({MORE_THAN_THERE_ARE})",
            (sweep, since),
        ).fetchall()
        self._connection.executemany("DELETE FROM comments WHERE id = ?", ((key,) for key, _ in gone))
        return sum(trusted for _, trusted in gone)

    def _among(self, select: str, values: set[int]) -> set[tuple[Any, ...]]:
        rows = self._connection.execute(
            f"{select} (SELECT value FROM json_each(?))", (json.dumps(list(values)),)
        )
        return set(rows)

    def _state(self) -> _State:
        saved = self._one("SELECT value FROM meta WHERE name = 'comments'")
        return _State(*json.loads(saved)) if saved else _State()

    def _put(self, state: _State) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('comments', ?)", (json.dumps(state),))

    def _one(self, sql: str) -> Any:
        row = self._connection.execute(sql).fetchone()
        return row and row[0]
