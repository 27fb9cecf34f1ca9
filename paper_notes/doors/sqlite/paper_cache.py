"""What arXiv answered, kept so that it is not asked twice: for the day, about titles for a week."""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from paper_notes.doors.sqlite.database import Connection, connect, errors_as_ours, transaction
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Paper
from paper_notes.values.record import paper_from_data, paper_to_data
from paper_notes.values.source import Fetched
from paper_notes.values.text.title_match import title_key

MIGRATIONS = (
    """
    CREATE TABLE paper (id TEXT PRIMARY KEY, day TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX paper_day ON paper (day);
    """,
    """
    CREATE TABLE titled (title TEXT PRIMARY KEY, day TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX titled_day ON titled (day);
    """,
)

WEEK = timedelta(days=6)
"""How much older than of today the answer about a title may be."""

MATCHES = 10
"""Papers that are kept of each answer about a title."""

NOT_TODAY = "arXiv was not asked about it today"


def utc_day() -> str:
    """Return today's date in UTC."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


class PaperCache:
    """The papers that arXiv has told of today: a `Fetch` that never goes out.

    arXiv changes its answers once a day, at midnight UTC or soon after, and asks to keep
    them for that long (arXiv API manual). So an answer counts until the UTC day ends;
    older ones are thrown away with the next save. A paper keeps its first 200 authors.

    It is only a cache: if its file is damaged or cannot be written it knows nothing and
    keeps nothing, and `report`s so once.
    """

    def __init__(
        self, path: str, report: Callable[[str], None], *, today: Callable[[], str] = utc_day
    ) -> None:
        """Set up without touching the file at `path`."""
        self._path = path
        self._report = report
        self._today = today
        self._broken = False

    def __call__(self, ids: Sequence[str]) -> Fetched:
        """Return today's papers among `ids`; it is silent about the others."""
        try:
            papers = self._read(ids)
        except PapersError as error:
            papers = self._give_up(error)
        return Fetched(papers, silent={wanted: NOT_TODAY for wanted in ids if wanted not in papers})

    def save(self, papers: Iterable[Paper]) -> None:
        """Keep `papers` until the day ends, and drop those of other days."""
        day = self._today()
        rows = [(paper.id, day, json.dumps(paper_to_data(paper))) for paper in papers]
        if self._broken or not rows:
            return
        try:
            with self._writing() as connection:
                connection.execute("DELETE FROM paper WHERE day <> ?", (day,))
                connection.executemany("INSERT OR REPLACE INTO paper VALUES (?, ?, ?)", rows)
        except PapersError as error:
            self._give_up(error)

    def titled(self, title: str, *, today: bool) -> tuple[Paper, ...] | None:
        """Return what arXiv answered about a title, of this day only or of a week; None if nothing."""
        since = self._today() if today else str(date.fromisoformat(self._today()) - WEEK)
        try:
            return self._read_titled(title_key(title), since)
        except PapersError as error:
            self._give_up(error)
            return None

    def save_titled(self, title: str, papers: Sequence[Paper]) -> None:
        """Keep an answer about a title: the ten best papers, without abstracts."""
        if self._broken:
            return
        brief = [paper_to_data(paper._replace(abstract=None)) for paper in papers[:MATCHES]]
        oldest = str(date.fromisoformat(self._today()) - WEEK)
        try:
            with self._writing() as connection:
                connection.execute("DELETE FROM titled WHERE day < ?", (oldest,))
                row = (title_key(title), self._today(), json.dumps(brief))
                connection.execute("INSERT OR REPLACE INTO titled VALUES (?, ?, ?)", row)
        except PapersError as error:
            self._give_up(error)

    def _read_titled(self, key: str, since: str) -> tuple[Paper, ...] | None:
        if self._broken:
            return None
        with contextlib.closing(connect(self._path, MIGRATIONS)) as connection, errors_as_ours(self._path):
            row = connection.execute(
                "SELECT data FROM titled WHERE title = ? AND day >= ?", (key, since)
            ).fetchone()
        try:
            return tuple(map(paper_from_data, json.loads(row[0]))) if row else None
        except (TypeError, ValueError) as error:
            raise PapersError(f"{self._path} is damaged: {error}.") from error

    def _read(self, ids: Sequence[str]) -> dict[str, Paper]:
        if self._broken or not ids:
            return {}
        with contextlib.closing(connect(self._path, MIGRATIONS)) as connection, errors_as_ours(self._path):
            rows = connection.execute(
                "SELECT id, data FROM paper WHERE day = ? AND id IN (SELECT value FROM json_each(?))",
                (self._today(), json.dumps(list(ids))),
            ).fetchall()
        try:
            return {paper_id: paper_from_data(json.loads(data)) for paper_id, data in rows}
        except ValueError as error:
            raise PapersError(f"{self._path} is damaged: {error}.") from error

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            contextlib.closing(connect(self._path, MIGRATIONS)) as connection,
            errors_as_ours(self._path),
            transaction(connection),
        ):
            yield connection

    def _give_up(self, error: PapersError) -> dict[str, Paper]:
        self._broken = True
        self._report(f"{error} It only keeps arXiv's answers of the day, and may be deleted.")
        return {}
