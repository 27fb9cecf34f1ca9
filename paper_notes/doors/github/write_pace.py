"""Not writing to GitHub faster than it likes, over all runs and processes of this machine."""

import contextlib
import math
import os
import time
from collections.abc import Callable, Iterator

from paper_notes.disk.locking import lock
from paper_notes.values.errors import PapersError, TrackerError

MINUTE = 60.0
HOUR = 3600.0

LONGEST_WAIT = 120.0
"""Seconds that a command waits for the hour's limit; a longer wait is the reader's to decide on."""


class WritePace:
    """Lets a program write at most so often; use it as `with pace.turn():` around each request.

    GitHub asks for a second between writes and blocks who makes more than 80 things a minute
    or 500 an hour (GitHub docs: rate limits for the REST API, best practices). The times of
    the writes of the last hour stand in the file `path`, one a line, beside a lock; a write
    is counted before it is sent, so that a process that dies on the way has been counted.
    """

    def __init__(
        self,
        path: str,
        *,
        delay: float,
        per_minute: int,
        per_hour: int,
        report: Callable[[str], None],
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Take the seconds between two writes and the writes a minute and an hour; 0 is no limit."""
        self._path = path
        self._delay = delay
        self._per_minute = per_minute
        self._per_hour = per_hour
        self._report = report
        self._sleep = sleep
        self._now = now

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until one more write is in order, and count it.

        Raises:
            TrackerError: the hour's writes are used up; the remedy says when to go on.
            PapersError: the file cannot be kept.

        """
        while (wait := self._take()) > 0:
            # Nobody sleeps with the lock in hand: a suspended process must not stop the others.
            self._sleep(wait)
        yield

    def ready(self) -> None:
        """Wait until one more write is in order, without counting it. Raises what `turn` does."""
        while (wait := self._take(count=False)) > 0:
            self._sleep(wait)

    def _take(self, *, count: bool = True) -> float:
        """Count a write and return 0, or return the seconds until there is room for one."""
        with lock(f"{self._path}.lock", self._report):
            now = self._now()
            stamps = self._read(now)
            hour = _until_room(stamps, now, HOUR, self._per_hour)
            minute = _until_room(stamps, now, MINUTE, self._per_minute)
            delay = stamps[-1] + self._delay - now if stamps else 0.0
            wait = max(hour, minute, delay)
            self._write([*stamps, now] if count and wait <= 0 else stamps)
        if hour > LONGEST_WAIT:
            raise TrackerError(
                f"{self._per_hour} writes to GitHub in an hour are enough: more may get you blocked.",
                f"Run it again after {clock_time(now + hour, now)}.",
                stops=True,
            )
        if wait >= 2:
            self._report(f"Waiting {math.ceil(wait)} s, not to write to GitHub faster than it allows.")
        return wait

    def _read(self, now: float) -> list[float]:
        """Return the writes of the last hour, oldest first; what is no time is not there."""
        try:
            with open(self._path, encoding="utf-8", errors="replace") as file:
                stamps = [stamp for line in file if (stamp := _number(line)) is not None]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise PapersError(f"Cannot read {self._path}: {error.strerror}.") from error
        # A time to come means that the clock was put back. It counts as now: too careful for an hour at most.
        return sorted(min(stamp, now) for stamp in stamps if stamp > now - HOUR)

    def _write(self, stamps: list[float]) -> None:
        scratch = f"{self._path}.new"
        try:
            with open(scratch, "w", encoding="utf-8") as file:
                file.writelines(f"{stamp!r}\n" for stamp in stamps)
            os.replace(scratch, self._path)
        except OSError as error:
            raise PapersError(f"Cannot write {self._path}: {error.strerror}.") from error


def clock_time(then: float, now: float) -> str:
    """Return a coming time as clocks here show it, with the date unless it is today's."""
    local = time.localtime(then)
    today = local[:3] == time.localtime(now)[:3]
    return time.strftime("%H:%M" if today else "%Y-%m-%d %H:%M", local)


def _until_room(stamps: list[float], now: float, period: float, most: int) -> float:
    """Return the seconds until fewer than `most` of the stamps are younger than the period."""
    if not most or len(stamps) < most:
        return 0.0
    return stamps[-most] + period - now


def _number(line: str) -> float | None:
    try:
        number = float(line)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
