"""A guard for work that would take hours if it were not in proportion to its input."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 60
"""No measure of anything: what is done in proportion takes a second, also on a busy machine."""


@contextmanager
def patience() -> Iterator[None]:
    """Have a test fail if the work inside does not end, where the system has alarms; elsewhere it hangs."""

    def wake(*_: object) -> None:
        raise AssertionError("This takes so long that it cannot be in proportion to the input.")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, wake)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
