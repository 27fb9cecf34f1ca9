"""The door to SQLite: connections, numbered migrations, transactions, and its errors as ours."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from paper_notes.values.errors import PapersError

IntegrityError = sqlite3.IntegrityError

BUSY_SECONDS = 30
"""How long one `papers` waits for another's transaction; ours take milliseconds."""

ROWS = 100
"""Rows in a statement: as many as issues on a page. SQLite takes 32,766 values."""

LOG_PAGES = 4000
"""Pages in the write-ahead log before they are copied into the file: fewer than what a first reading
of thousands of issues writes again and again, which is then copied once."""


class Connection(sqlite3.Connection):
    """A connection that closes when nobody holds it any more; Python 3.13 warns of one that does not."""

    def __del__(self) -> None:
        with contextlib.suppress(sqlite3.ProgrammingError):  # it could not even be opened
            self.close()


def connect(path: str, migrations: tuple[str, ...]) -> Connection:
    """Open (or make) the database at `path`, brought up to the last of `migrations`.

    Migrations are SQL scripts, numbered by their place and never changed once released;
    how many have been applied is SQLite's `user_version`. `:memory:` is the same thing
    without a file. Outside `transaction` every statement is its own.
    """
    with errors_as_ours(path):
        if path != ":memory:":
            os.makedirs(os.path.dirname(path), exist_ok=True)
        connection = sqlite3.connect(
            path,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            factory=Connection,
            check_same_thread=False,  # we have but one, yet Python may let go of it in another
        )
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
            if connection.execute("PRAGMA user_version").fetchone()[0] != len(migrations):
                _migrate(connection, path, migrations)
        except BaseException:
            connection.close()
            raise
    return connection


def look(path: str) -> Connection | None:
    """Open the database at `path` as it is, None if there is none: no file is made, none is changed."""
    if not os.path.exists(path):
        return None
    # Reading a database in write-ahead mode makes two files beside it, unless it is called
    # immutable: which it is while nobody has it open (https://www.sqlite.org/wal.html#readonly).
    mode = "mode=ro" if os.path.exists(f"{path}-shm") else "immutable=1"
    address = os.path.abspath(path).replace(os.sep, "/").lstrip("/")
    for special in "%?#":
        address = address.replace(special, f"%{ord(special):02x}")
    with errors_as_ours(path):
        return sqlite3.connect(f"file:/{address}?{mode}", uri=True, timeout=0, factory=Connection)


def _migrate(connection: Connection, path: str, migrations: tuple[str, ...]) -> None:
    # Of a new file only: texts of a few thousand characters then need fewer pages.
    connection.execute("PRAGMA page_size = 8192")
    # Write-ahead logging lets others read while one writes; it is kept in the file.
    connection.execute("PRAGMA journal_mode = WAL")
    with transaction(connection):
        # Asked again inside the transaction: another process may have been quicker.
        done = connection.execute("PRAGMA user_version").fetchone()[0]
        if done > len(migrations):
            raise PapersError(
                f"{path} was written by a newer version of paper-notes.",
                "Upgrade with: pip install --upgrade paper-notes",
            )
        for script in migrations[done:]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


def _statements(script: str) -> Iterator[str]:
    """Split a script, since `executescript` would commit the transaction it runs in."""
    statement = ""
    for piece in script.split(";")[:-1]:
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def insert(connection: Connection, into: str, rows: Sequence[Sequence[Any]], otherwise: str = "") -> None:
    """Insert `rows` `into` a table (its name and columns), a hundred in each statement.

    SQLite works through a statement without Python, so that other threads go on meanwhile; of
    `executemany` it gives the interpreter back after every row. `otherwise` is what to do about
    rows that are there already (`ON CONFLICT …`).
    """
    for start in range(0, len(rows), ROWS):
        some = rows[start : start + ROWS]
        marks = f"({', '.join('?' * len(some[0]))})"
        values = ", ".join([marks] * len(some))
        connection.execute(
            f"INSERT INTO {into} VALUES {values} {otherwise}", tuple(chain.from_iterable(some))
        )


@contextlib.contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All of what happens inside, or nothing; writers take turns."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextlib.contextmanager
def errors_as_ours(path: str) -> Iterator[None]:
    """Turn what SQLite and the file system say about `path` into a `PapersError`."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # a rule of the schema, for the store to explain; and a mistake of ours
    except sqlite3.OperationalError as error:
        remedy = (
            "Another papers command is writing; try again when it is done."
            if "locked" in str(error)
            else "Check that the folder exists, is writable and not full."
        )
        raise PapersError(f"Cannot use {path}: {error}.", remedy) from error
    except sqlite3.DatabaseError as error:
        raise PapersError(
            f"{path} is damaged: {error}.",
            "Move it away. A mirror of a repository is then read again; for the embedded "
            "library restore a backup.",
        ) from error
    except OSError as error:
        raise PapersError(f"Cannot use {path}: {error.strerror}.", "Check PAPERS_HOME.") from error
