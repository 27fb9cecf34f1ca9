"""How far a long list of things is done, and about how long the rest takes."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_Item = TypeVar("_Item")

TOLD_FROM = 3.0
"""Seconds of work after which the time that is left can be told from it."""


def counted(
    items: Iterable[_Item],
    total: int,
    tell: Callable[[str], None],
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[_Item]:
    """Yield the items, and `tell` after each how many of `total` are done; at the end, an empty text.

    The time left is what the rest takes at the pace so far.
    """
    if total < 2:
        yield from items
        return
    start = clock()
    try:
        for done, item in enumerate(items, start=1):
            yield item
            if done < total:
                passed = clock() - start
                tell(f"{done:,} of {total:,}{_left(passed, total / done - 1)}")
    finally:
        tell("")


def _left(passed: float, share: float) -> str:
    """Return how long `share` times the work of `passed` seconds takes."""
    if passed < TOLD_FROM:
        return ""
    seconds = passed * share
    if seconds < 90:
        return f", about {max(1, round(seconds))} s left"
    if seconds < 90 * 60:
        return f", about {round(seconds / 60)} min left"
    return f", about {round(seconds / 3600)} h left"
