"""Taking turns with every other `papers` on this machine before asking arXiv."""

import os
import time
from collections.abc import Callable

from filelock import FileLock, Timeout

from paper_notes.values.errors import SourceError

POLL = 0.1
"""Seconds between two looks at a lock that another process holds."""

PATIENCE = 60.0
"""Seconds after which a process that keeps the lock is taken for stuck (suspended, say)."""


class Turn:
    """One request to arXiv at a time, and at least `delay` seconds from its end to the next one.

    arXiv asks for no more than one request every three seconds over a single connection,
    for all the machines under one's control together (arXiv API terms of use). So the
    pace is kept by files in `folder`, a lock and the time of the last request, and holds
    for all processes that share it. Use it as `with turn:` around each request.

    A process that dies gives its turn back, since the lock is the operating system's. If
    the files cannot be used, this process still keeps the pace by itself and `report`s so
    once. A delay of 0 takes no turns at all.
    """

    def __init__(
        self,
        folder: str,
        delay: float,
        report: Callable[[str], None],
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.delay = delay
        self._folder = folder
        self._stamp = os.path.join(folder, "arxiv.last")
        self._lock = FileLock(os.path.join(folder, "arxiv.lock"))
        self._report = report
        self._clock = clock
        self._sleep = sleep
        self._last: float | None = None
        self._shared = True
        self._told = False

    def __enter__(self) -> "Turn":
        """Wait until a request may be sent.

        Raises:
            SourceError: another process has kept its turn for a minute; the message is a clause.

        """
        if self.delay <= 0:
            return self
        locked_out = 0.0
        while True:
            if not self._take_lock():
                wait = POLL
                locked_out += POLL
            elif (wait := self._time_left()) > 0:
                # Nobody sleeps with the lock in hand: a suspended process must not stop the others.
                self._lock.release()
            else:
                break
            if locked_out > PATIENCE:
                raise SourceError("another papers command has kept arXiv busy for a minute")
            if wait > 1 or locked_out > 1:
                self._tell_once()
            self._sleep(wait)
        # Marked before the request too: if we are killed on the way, it was sent all the same.
        self._mark(self._clock())
        return self

    def __exit__(self, *_: object) -> None:
        """Let the next request wait from now on."""
        if self.delay > 0:
            self._mark(self._clock())
            self._lock.release()

    def _take_lock(self) -> bool:
        if not self._shared:
            return True
        try:
            os.makedirs(self._folder, exist_ok=True)
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        except (OSError, NotImplementedError) as error:
            self._go_alone(error)
        return True

    def _time_left(self) -> float:
        """Return the seconds that the last request still keeps us waiting."""
        now = self._clock()
        last = self._read()
        if last is None:
            return 0.0
        if not last <= now:
            # The clock was put back, or the file holds nonsense: count from now, for everyone.
            last = now
            self._mark(now)
        return self.delay - (now - last)

    def _read(self) -> float | None:
        """Return when the last request was; None if there was none, NaN if that cannot be told."""
        if not self._shared:
            return self._last
        try:
            with open(self._stamp, encoding="ascii") as file:
                return float(file.read())
        except FileNotFoundError:
            return None
        except ValueError:
            return float("nan")
        except OSError as error:
            self._go_alone(error)
            return self._last

    def _mark(self, now: float) -> None:
        self._last = now
        if not self._shared:
            return
        try:
            with open(self._stamp, "w", encoding="ascii") as file:
                file.write(repr(now))
        except OSError as error:
            self._go_alone(error)

    def _go_alone(self, error: Exception) -> None:
        self._shared = False
        self._report(
            f"Cannot keep arXiv's pace together with other papers commands ({error}). "
            "Check that the data folder is writable."
        )

    def _tell_once(self) -> None:
        if not self._told:
            self._told = True
            self._report(f"Waiting: arXiv asks for {self.delay:g} seconds between two requests.")
