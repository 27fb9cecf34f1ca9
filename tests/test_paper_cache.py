"""Keeping arXiv's answers for the day."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from paper_notes.doors.sqlite.paper_cache import NOT_TODAY, PaperCache, utc_day
from paper_notes.values.model import Paper
from paper_notes.values.source import Fetched

A = Paper(
    "1706.03762",
    'A "title" with $\\alpha$, 한국어 and \u2028',
    authors=("A. Uthor", "이 몽룡"),
    authors_total=2,
    abstract="…",
    version=7,
    published="2017-06-12T17:57:34Z",
    updated="2023-08-02T00:41:18Z",
    primary_category="cs.CL",
    categories=("cs.CL", "cs.LG"),
    comment="15 pages",
    journal_ref="J. 1",
    doi="10.1000/x",
)
B = Paper("math/0211159", "0")


class Day:
    """A calendar that the test turns over."""

    def __init__(self) -> None:
        self.today = "2026-11-22"

    def __call__(self) -> str:
        """Return today."""
        return self.today


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the cache is, in a folder that is not there yet."""
    return tmp_path / "data" / "papers-cache.db"


def fresh(path: Path, said: list[str] | None = None, day: Day | None = None) -> PaperCache:
    """Return the cache as a new process has it."""
    report = said.append if said is not None else pytest.fail
    return PaperCache(str(path), report, today=day or Day())


def rows(path: Path) -> list[tuple[str, str]]:
    """Return the id and the day of all that is kept."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT id, day FROM paper ORDER BY id").fetchall()


def test_what_is_saved_comes_back_whole(path: Path) -> None:
    """In another process too; about the rest it is silent."""
    fresh(path).save([A, B])
    assert fresh(path)([A.id, "2101.00001", B.id]) == Fetched(
        {A.id: A, B.id: B}, silent={"2101.00001": NOT_TODAY}
    )


def test_an_answer_counts_until_the_day_ends(path: Path) -> None:
    """And is thrown away with the first save of another day."""
    day = Day()
    cache = fresh(path, day=day)
    cache.save([A])
    day.today = "2026-11-23"
    assert cache([A.id]) == Fetched({}, silent={A.id: NOT_TODAY})
    cache.save([B])
    assert rows(path) == [(B.id, "2026-11-23")]


def test_a_newer_answer_replaces_the_older(path: Path) -> None:
    """The last word of the day counts."""
    cache = fresh(path)
    cache.save([A])
    cache.save([A._replace(version=8)])
    assert cache([A.id]).papers[A.id].version == 8


def test_nothing_to_ask_or_save_touches_no_file(path: Path) -> None:
    """A cache that was never used leaves no trace."""
    cache = fresh(path)
    cache.save([])
    assert cache([]) == Fetched({})
    assert not path.parent.exists()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone cannot be changed here")
def test_the_day_is_that_of_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """ArXiv's answers change at midnight UTC or soon after, wherever the reader is."""
    days = set()
    try:
        for zone in ("UTC+12", "UTC-14"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            days.add(utc_day())
    finally:
        monkeypatch.undo()
        time.tzset()
    assert len(days) == 1


def broken_file(path: Path) -> None:
    """Put something else in the cache's place."""
    path.parent.mkdir()
    path.write_bytes(b"this is not a database, " * 100)


def broken_row(path: Path) -> None:
    """Let one row hold what is no paper."""
    fresh(path).save([A])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE paper SET data = '{\"id\": 7}'")


def broken_title(path: Path) -> None:
    """Let one answer about a title be nonsense."""
    fresh(path).save_titled(A.title, [A])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE titled SET data = '7'")


def newer(path: Path) -> None:
    """Let a later version of this program have written it."""
    fresh(path).save([A])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def folder_in_place(path: Path) -> None:
    """Make the file impossible to open."""
    path.mkdir(parents=True)


def ask(cache: PaperCache) -> None:
    """Ask for a paper that nothing can be known of."""
    assert cache([A.id]) == Fetched({}, silent={A.id: NOT_TODAY})


def save(cache: PaperCache) -> None:
    """Save a paper where it cannot be."""
    cache.save([A])


def ask_title(cache: PaperCache) -> None:
    """Ask for a title."""
    assert cache.titled(A.title, today=False) is None


def save_title(cache: PaperCache) -> None:
    """Save an answer about a title."""
    cache.save_titled(A.title, [A])


@pytest.mark.parametrize(
    ("breaking", "deeds"),
    [
        (broken_file, [ask, save, ask, save]),
        (broken_file, [save, ask, save]),
        (broken_row, [ask, save, ask]),
        (newer, [ask, save, ask]),
        (newer, [save, ask]),
        (newer, [ask_title, save_title, ask]),
        (newer, [save_title, ask_title]),
        (broken_title, [ask_title, save_title]),
        (folder_in_place, [ask, save, ask]),
        (folder_in_place, [save, ask]),
    ],
)
def test_a_cache_that_cannot_be_used_knows_nothing_and_says_so_once(
    path: Path, breaking: Callable[[Path], None], deeds: list[Callable[[PaperCache], None]]
) -> None:
    """No command fails for it."""
    breaking(path)
    said: list[str] = []
    cache = fresh(path, said)
    for deed in deeds:
        deed(cache)
    (message,) = said
    assert str(path) in message
    assert message.endswith("It only keeps arXiv's answers of the day, and may be deleted.")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_cache_that_cannot_be_written_is_told_once(path: Path) -> None:
    """Reading may still work; saving is given up."""
    fresh(path).save([A])
    path.chmod(0o400)
    path.parent.chmod(0o500)
    said: list[str] = []
    cache = fresh(path, said)
    cache.save([B])
    cache.save([B])
    path.parent.chmod(0o700)
    assert len(said) == 1


def test_ten_thousand_papers(path: Path) -> None:
    """A great import goes through one save and one question."""
    papers = {paper.id: paper for n in range(10_000) for paper in [A._replace(id=f"2001.{n:05}")]}
    fresh(path).save(papers.values())
    assert fresh(path)(list(papers)) == Fetched(papers)
