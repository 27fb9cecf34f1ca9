"""Statistics: values in, numbers out."""

import pytest

from paper_notes.cli.display.bars import bar, print_stats
from paper_notes.rules.stats import Goal, Streak, count
from paper_notes.values.query import Standing
from tests.conftest import Run


def read(day: str | None, *topics: str, added: str | None = None, rating: int | None = None) -> Standing:
    """Return a paper that was read on a day."""
    return Standing("read", rating, topics, added, day)


SOME = [
    read("2026-11-20", "NLP", "RL", added="2026-11-10", rating=5),
    read("2026-11-21", "NLP", added="2026-11-21", rating=4),
    read("2026-09-01", "CV", added="2026-08-01"),
    read("2025-01-01", "CV", added="2025-02-01", rating=5),
    read(None, "CV"),
    Standing("to-read", None, ("RL",), "2026-01-01", None),
    Standing("dropped", None, (), "2026-01-01", "2026-02-02"),
]


def test_everything_that_was_read() -> None:
    """Months have no gaps, topics count each paper, and an undated reading still counts."""
    stats = count(SOME, today="2026-11-22")
    assert stats.read == 5
    assert stats.by_status == {"to-read": 1, "reading": 0, "read": 5, "dropped": 1}
    assert next(iter(stats.by_month)) == "2025-01"
    assert list(stats.by_month.items())[-3:] == [("2026-09", 1), ("2026-10", 0), ("2026-11", 2)]
    assert len(stats.by_month) == 23
    assert stats.by_topic == {"CV": 3, "NLP": 2, "RL": 1}
    assert stats.by_rating == {"5": 2, "4": 1}


def test_one_year() -> None:
    """A year narrows the numbers to what was read in it."""
    stats = count(SOME, today="2026-11-22", year=2026)
    assert (stats.read, stats.by_topic) == (3, {"NLP": 2, "CV": 1, "RL": 1})
    assert stats.median_days_to_read == 10


@pytest.mark.parametrize(
    ("today", "current"),
    [("2026-11-21", 2), ("2026-11-22", 2), ("2026-11-23", 0)],
)
def test_a_streak_can_still_be_kept_up_today(today: str, current: int) -> None:
    """Reading yesterday keeps a streak alive until the end of today."""
    assert count(SOME, today=today).days == Streak(current, 2)


def test_weeks_begin_on_monday() -> None:
    """Sunday and the Monday after it are two weeks in a row."""
    assert count([read("2026-11-15"), read("2026-11-16")], today="2026-11-22").weeks == Streak(2, 2)
    assert count([read("2026-11-16"), read("2026-11-22")], today="2026-11-22").weeks == Streak(1, 1)


def test_a_goal_compares_with_an_even_pace() -> None:
    """Half-way through the year half of the goal is expected."""
    assert count(SOME, today="2026-07-02", goal=100).goal == Goal(100, 3, 50.1)
    assert count(SOME, today="2026-11-22", year=2025, goal=10).goal == Goal(10, 1, 10.0)


def test_nothing_read_yet() -> None:
    """An empty library has empty numbers."""
    stats = count([], today="2026-11-22", goal=50)
    assert (stats.read, stats.by_month, stats.days, stats.median_days_to_read) == (0, {}, Streak(0, 0), None)


def test_a_day_that_is_none_is_no_day() -> None:
    """What a person typed into the data does not break the numbers."""
    assert count([read("2026-02-31")], today="2026-11-22").by_month == {}


def test_days_at_the_ends_of_the_calendar() -> None:
    """A slip in a year gives odd numbers, not a failure."""
    first, last = read("0001-01-31"), read("9999-12-31")
    assert count([first], today="2026-11-22").by_month == {"0001-01": 1}
    assert count([last], today="9999-12-31", goal=365) == (
        count([last], today="9999-12-31")._replace(goal=Goal(365, 1, 365.0))
    )
    assert count([last], today="9999-12-31").by_month == {"9999-12": 1}


@pytest.mark.parametrize(("share", "drawn"), [(1, "████"), (0.5, "██"), (0.26, "█"), (0.03, "▏"), (0, "")])
def test_bars_are_exact_to_an_eighth(share: float, drawn: str) -> None:
    """Bars show small differences."""
    assert bar(share, 4) == drawn


def test_bars_can_be_compared(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each paper is as long in all of the groups, and the longest bar fits the terminal."""
    monkeypatch.setenv("COLUMNS", "24")
    days = [read(f"2026-{month:02}-01", "CV") for month in (10, 11) for _ in range(10 * (month - 9))]
    print_stats(count(days, today="2026-11-22"))
    assert capsys.readouterr().out.partition("\n\n")[2] == (
        "By month\n2026-10  10  ███▋\n2026-11  20  ███████▍\n\nBy topic\nCV       30  ███████████\n"
    )


def test_the_command(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers for people and for programs, with the goal of papers.toml."""
    with open("papers.toml", "w") as file:
        file.write("goal = 50\n")
    papers("add 1706.03762 --status read --on 2026-01-02 --rating 5")
    papers("add 1512.03385")
    out = papers("stats --year 2026")
    assert out.startswith("1 paper read in 2026\nOther notes: 1 to-read\nGoal: 1 of 50 (2%)")
    assert out.endswith("By month\n2026-01  1  █\n\nBy topic\nNLP      1  █\n\nBy rating\n★★★★★    1  █\n")
    assert papers("stats --json --topic CV").json["by_status"]["to-read"] == 1
    assert papers("stats --json").json["goal"]["target"] == 50
