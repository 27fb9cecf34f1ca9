"""What arXiv answered today, kept so that it is not asked twice."""

import contextlib
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from paper_notes.database import connect, errors_as_ours, transaction
from paper_notes.errors import PapersError
from paper_notes.model import Fetched, Paper
from paper_notes.record import paper_from_data, paper_to_data

MIGRATIONS = (
    """
    CREATE TABLE paper (id TEXT PRIMARY KEY, day TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX paper_day ON paper (day);
    """,
)

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
        try:
            self._write(day, rows)
        except PapersError as error:
            self._give_up(error)

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

    def _write(self, day: str, rows: list[tuple[str, str, str]]) -> None:
        if self._broken or not rows:
            return
        with (
            contextlib.closing(connect(self._path, MIGRATIONS)) as connection,
            errors_as_ours(self._path),
            transaction(connection),
        ):
            connection.execute("DELETE FROM paper WHERE day <> ?", (day,))
            connection.executemany("INSERT OR REPLACE INTO paper VALUES (?, ?, ?)", rows)

    def _give_up(self, error: PapersError) -> dict[str, Paper]:
        self._broken = True
        self._report(f"{error} It only keeps arXiv's answers of the day, and may be deleted.")
        return {}
