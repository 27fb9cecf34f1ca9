"""How far a long work is, as it is told on the way."""

import pytest

from paper_notes.rules.counted import counted
from tests.github_state import Clock


@pytest.mark.parametrize(
    ("seconds", "total", "told"),
    [
        (0.1, 3, ["1 of 3", "2 of 3", ""]),
        (4, 3, ["1 of 3, about 8 s left", "2 of 3, about 4 s left", ""]),
        (60, 3, ["1 of 3, about 2 min left", "2 of 3, about 60 s left", ""]),
        (7200, 2, ["1 of 2, about 2 h left", ""]),
        (2, 1_500, ["1 of 1,500", "2 of 1,500, about 50 min left", "3 of 1,500, about 50 min left", ""]),
    ],
)
def test_what_is_left(seconds: float, total: int, told: list[str]) -> None:
    """Counts at once, the time once it can be known, and nothing at the end."""
    clock, heard = Clock(0), list[str]()
    items = counted(range(min(total, 3)), total, heard.append, clock.time)
    for _ in items:
        clock.seconds += seconds
    assert heard == told


def test_it_is_taken_away_when_the_work_breaks_off() -> None:
    """Ctrl-C leaves no half line behind."""
    heard = list[str]()
    items = counted([1, 2], 2, heard.append)
    next(items)
    with pytest.raises(KeyboardInterrupt):
        items.throw(KeyboardInterrupt)  # type: ignore[attr-defined]  # an iterator for all others
    assert heard == [""]
