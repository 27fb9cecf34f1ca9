"""Making the next thing while this one is used."""

import threading
from collections.abc import Iterator

import pytest

from paper_notes.rules.library.ahead import ahead


class Making:
    """Makes numbers, and remembers how many it has made, and in which threads."""

    def __init__(self) -> None:
        self.made = threading.Semaphore(0)
        self.count = 0
        self.threads: set[int] = set()

    def numbers(self, count: int) -> Iterator[int]:
        """Yield the numbers from 1 on."""
        for number in range(1, count + 1):
            self.threads.add(threading.get_ident())
            self.count = number
            self.made.release()
            yield number


@pytest.mark.parametrize("count", [0, 1, 2, 100])
def test_everything_comes_in_order(count: int) -> None:
    """All of it, from a single thread that is not this one."""
    making = Making()
    assert list(ahead(making.numbers(count))) == [*range(1, count + 1)]
    assert len(making.threads - {threading.get_ident()}) == min(count, 1)


def test_one_is_made_while_another_is_used() -> None:
    """The next one, and none after it."""
    making = Making()
    numbers = ahead(making.numbers(10))
    for used in range(1, 9):
        assert next(numbers) == used
        # The first time two are made, then one each time.
        assert all(making.made.acquire(timeout=10) for _ in range(2 if used == 1 else 1))
        assert making.count == used + 1
    numbers.close()


def test_an_error_comes_in_its_place() -> None:
    """After what was made before it."""

    def broken() -> Iterator[int]:
        yield 1
        raise KeyError("two")

    numbers = ahead(broken())
    assert next(numbers) == 1
    with pytest.raises(KeyError, match="two"):
        next(numbers)


def test_who_stops_early_leaves_no_thread_behind() -> None:
    """It ends as soon as it has made what it was at."""
    before = {*threading.enumerate()}
    numbers = ahead(Making().numbers(10))
    next(numbers)
    (thread,) = {*threading.enumerate()} - before
    numbers.close()
    thread.join(10)
    assert not thread.is_alive()
