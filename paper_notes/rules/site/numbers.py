"""The numbers of the site: what was read when, in figures and as plots."""

import calendar
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property

from paper_notes.rules.site import figures
from paper_notes.rules.site.catalogue import Catalogue
from paper_notes.rules.site.parts import Row
from paper_notes.rules.site.words import site_words
from paper_notes.rules.stats import Stats, count
from paper_notes.values.query import Standing
from paper_notes.values.text.bylines import day_of
from paper_notes.values.text.list_words import words


class Numbers:
    """What can be counted of the notes; the same for the same notes, whatever day it is."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.say = site_words(catalogue.site.language)
        self.list_say = words(catalogue.site.language)

    @cached_property
    def days(self) -> dict[date, int]:
        """How many papers were read on each day."""
        days = Counter(day_of(note.read_on) for note in self.catalogue.read)
        return {date.fromisoformat(day): number for day, number in sorted(days.items()) if _is_day(day)}

    @cached_property
    def counted(self) -> Stats:
        """What `papers stats` counts."""
        standings = [
            Standing(note.status, note.rating, note.topics, note.added_on, day_of(note.read_on))
            for note in self.catalogue.notes
        ]
        # The day of the last reading, not of the building: the same notes, the same numbers.
        last = max(self.days, default=date(1970, 1, 1))
        return count(standings, today=last.isoformat(), goal=self.catalogue.site.goal)

    def single(self) -> list[tuple[str, str]]:
        """Return the numbers that stand on their own, each with what it counts."""
        counted, say = self.counted, self.say
        found = [(str(counted.read), say.paper_read if counted.read == 1 else say.papers_read)]
        if self.days:
            year = str(max(self.days).year)
            of_year = sum(number for day, number in self.days.items() if str(day.year) == year)
            found.append((str(of_year), say.this_year.format(year)))
            found.append((str(counted.days.longest), say.longest_streak))
        if counted.median_days_to_read is not None:
            found.append((f"{counted.median_days_to_read:g}", say.median_wait))
        return found

    def _heat_map(self, first: date, last: date) -> str:
        """Return the days of reading from one day to another, of which there is at least one."""
        say = self.say
        counts = {day: number for day, number in self.days.items() if first <= day <= last}
        titles = {day: self._on(self._day(day), number) for day, number in counts.items()}
        months = [self._short(f"2000-{month:02}") for month in range(1, 13)]
        label = say.reading_days.format(
            first=self._day(min(counts)),
            last=self._day(max(counts)),
            papers=self.say.count_of(sum(counts.values())),
            days=(say.day if len(counts) == 1 else say.days).format(len(counts)),
        )
        return figures.heat_map(first, last, counts, titles, months, label)

    def last_weeks(self) -> str:
        """Return a year of days up to the week of the last one."""
        if not self.days:
            return ""
        last = max(self.days)
        monday = last - timedelta(days=last.weekday())
        return self._heat_map(monday - timedelta(weeks=52), monday + timedelta(days=6))

    def goal(self) -> str:
        """Return how far the goal of the last year is reached, as a sentence."""
        by_year = self._by_year
        if not self.catalogue.site.goal or not by_year:
            return ""
        year = max(by_year)
        return self.say.goal_of.format(year=year, read=by_year[year], goal=self.catalogue.site.goal)

    def waits(self) -> list[Row]:
        """Return how long papers waited to be read."""
        limits = (0, 7, 31, 92, 366)
        counts = [0] * (len(limits) + 1)
        for note in self.catalogue.read:
            added, read = day_of(note.added_on), day_of(note.read_on)
            if _is_day(added) and _is_day(read) and added <= read:
                days = (date.fromisoformat(read) - date.fromisoformat(added)).days
                counts[sum(days > limit for limit in limits)] += 1
        most = max(counts)
        rows = [
            Row(name, number, figures.bar(number, most))
            for name, number in zip(self.say.waits, counts, strict=True)
        ]
        return rows if most else []

    def years_of_days(self) -> list[tuple[str, str]]:
        """Return each year with the days of reading in it, the last first."""
        return [
            (
                self.list_say.date(self.list_say.year, str(year)),
                self._heat_map(date(year, 1, 1), date(year, 12, 31)),
            )
            for year in sorted({day.year for day in self.days}, reverse=True)
        ]

    @property
    def months(self) -> list[figures.Column]:
        """How many papers were read in each month, without gaps."""
        list_say = self.list_say
        return [
            figures.Column(
                name := list_say.date(list_say.month, month),
                self._on(name, number),
                self._tick(month),
                number,
            )
            for month, number in self.counted.by_month.items()
        ]

    def _tick(self, month: str) -> str:
        """Return what stands below a month: the year below a January, the month if there are few."""
        if len(self.counted.by_month) <= 12 and not month.endswith("-01"):
            return self._short(month)
        year_begins = month.endswith("-01") or month == next(iter(self.counted.by_month))
        return self.list_say.date(self.list_say.year, month[:4]) if year_begins else ""

    @property
    def years(self) -> list[figures.Column]:
        """How many papers were read in each year."""
        named = {year: self.list_say.date(self.list_say.year, year) for year in self._by_year}
        return [
            figures.Column(named[year], self._on(named[year], number), named[year], number)
            for year, number in sorted(self._by_year.items())
        ]

    @cached_property
    def _by_year(self) -> Mapping[str, int]:
        counts: Counter[str] = Counter()
        for month, number in self.counted.by_month.items():
            counts[month[:4]] += number
        return counts

    def _on(self, period: str, number: int) -> str:
        return self.say.on_day.format(day=period, papers=self.say.count_of(number))

    def _short(self, month: str) -> str:
        return self.list_say.date(self.list_say.month_alone, month)[:3]

    def _day(self, day: date) -> str:
        return self.list_say.date(self.list_say.day, day.isoformat())


def _is_day(text: str) -> bool:
    """Tell whether there is such a day: `day_of` lets 31 February pass."""
    return bool(text) and int(text[8:]) <= calendar.monthrange(int(text[:4]) or 1, int(text[5:7]))[1]
