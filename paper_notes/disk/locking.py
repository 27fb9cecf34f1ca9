"""One writer at a time in a library, over all `papers` commands of this machine."""

import contextlib
import os
from collections.abc import Callable, Iterator

from filelock import FileLock, Timeout

from paper_notes.values.errors import PapersError

PATIENCE = 1.0
"""Seconds before a person is told what they are waiting for."""


@contextlib.contextmanager
def lock(path: str, report: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock file at `path`; the system gives it up when its holder dies."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        held = FileLock(path)
        try:
            held.acquire(timeout=PATIENCE)
        except Timeout:
            report("Another papers command is writing here; waiting for it.")
            held.acquire()
    except OSError as error:
        raise PapersError(
            f"Cannot write to {os.path.dirname(path)}: {error.strerror}.", "Check PAPERS_HOME."
        ) from error
    try:
        yield
    finally:
        held.release()
