"""How much was read: by month, by topic, in a row, and measured against a goal."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median
from typing import Any, NamedTuple

from paper_notes.values.model import Status
from paper_notes.values.query import Standing


class Streak(NamedTuple):
    """Days, or weeks from Monday to Sunday, in a row with at least one paper read."""

    current: int
    """Up to now; one that can still be kept up today, or this week, counts."""
    longest: int


class Goal(NamedTuple):
    """How far the year's goal is reached."""

    target: int
    read: int
    expected: float
    """How many would be read by now at an even pace."""


class Stats(NamedTuple):
    """What the numbers say; a year narrows all of them to papers read in it."""

    year: int | None
    read: int
    by_status: dict[str, int]
    """Of all notes, whatever the year."""
    by_month: dict[str, int]
    """`YYYY-MM`: papers read, from the first month to the last without a gap."""
    by_topic: dict[str, int]
    """Most first; a paper counts under each of its topics."""
    by_rating: dict[str, int]
    """Five stars first."""
    days: Streak
    weeks: Streak
    median_days_to_read: float | None
    """From the day a note was added to the day it was read."""
    goal: Goal | None

    def as_json(self) -> dict[str, Any]:
        """Return the numbers as JSON data."""
        return {
            **self._asdict(),
            "days": self.days._asdict(),
            "weeks": self.weeks._asdict(),
            "goal": self.goal._asdict() if self.goal else None,
        }


def count(
    standings: Sequence[Standing], *, today: str, year: int | None = None, goal: int | None = None
) -> Stats:
    """Return the numbers of all notes, or of those read in `year`; the goal is that year's, or this one's."""
    now = date.fromisoformat(today)
    finished = [each for each in standings if each.status == Status.READ]
    dated = [(each, day) for each in finished if (day := _day(each.read_on)) and year in (None, day.year)]
    read = finished if year is None else [each for each, _ in dated]
    days = [day for _, day in dated]
    topics = Counter(topic for each in read for topic in each.topics)
    waits = [(day - added).days for each, day in dated if (added := _day(each.added_on)) and added <= day]
    return Stats(
        year=year,
        read=len(read),
        by_status={str(status): sum(each.status == status for each in standings) for status in Status},
        by_month=_by_month(days),
        by_topic=dict(sorted(topics.items(), key=lambda item: (-item[1], item[0].casefold()))),
        by_rating={
            str(stars): rated for stars in (5, 4, 3, 2, 1) if (rated := sum(e.rating == stars for e in read))
        },
        days=_streak({day.toordinal() for day in days}, now.toordinal()),
        weeks=_streak({_week(day) for day in days}, _week(now)),
        median_days_to_read=median(waits) if waits else None,
        goal=_goal(finished, goal, year or now.year, now) if goal else None,
    )


def _by_month(days: Iterable[date]) -> dict[str, int]:
    counts = Counter(12 * day.year + day.month - 1 for day in days)
    if not counts:
        return {}
    months = range(min(counts), max(counts) + 1)
    return {f"{month // 12:04}-{month % 12 + 1:02}": counts[month] for month in months}


def _streak(marked: set[int], now: int) -> Streak:
    """Return the runs among the numbers; one that ended just before `now` may still go on."""
    longest = 0
    for number in marked:
        if number - 1 not in marked:
            longest = max(longest, _run(marked, number, 1))
    end = now if now in marked else now - 1
    return Streak(_run(marked, end, -1), longest)


def _run(marked: set[int], number: int, step: int) -> int:
    length = 0
    while number in marked:
        length += 1
        number += step
    return length


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7


def _goal(finished: Iterable[Standing], target: int, year: int, now: date) -> Goal:
    read = sum((day := _day(each.read_on)) is not None and day.year == year for each in finished)
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = (last - first).days + 1
    passed = min(max((now - first).days + 1, 0), days)
    return Goal(target, read, round(target * passed / days, 1))


def _day(text: str | None) -> date | None:
    """Return a day; None for none, and for what a person typed into the data that is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
