"""Making the next thing while this one is used: waiting for the network, while the disk is busy."""

import threading
from collections.abc import Generator, Iterator
from queue import Queue
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Iterator[T]) -> Generator[T, None, None]:
    """Yield the items; while one is used, the next is made in another thread, and no more than that.

    All of them are made in that one thread, one after the other. Whoever stops before the end
    closes the iterator; what is being made then comes to nothing.
    """
    made = Queue[tuple[T, ...] | BaseException]()
    wanted = threading.Semaphore(2)
    over = threading.Event()

    def make() -> None:
        while wanted.acquire() and not over.is_set():
            try:
                made.put((next(items),))
            except StopIteration:
                made.put(())
            except BaseException as error:  # noqa: BLE001 (raised again in the thread that waits for it)
                made.put(error)

    # A daemon: nobody who presses Ctrl-C waits for the answer of a server.
    threading.Thread(target=make, name="ahead", daemon=True).start()
    try:
        while item := made.get():
            if isinstance(item, BaseException):
                raise item
            yield item[0]
            wanted.release()
    finally:
        over.set()
        wanted.release(2)
