"""Whether files have changed since one looked at them."""

import os
from contextlib import suppress


def stamp_of(paths: list[str]) -> tuple[tuple[str, int, int], ...]:
    """Return what differs after any of the files, or files in folders, was written."""
    found = []
    for path in paths:
        inner = [os.path.join(parent, name) for parent, _, names in os.walk(path) for name in names]
        for file in sorted(inner) or [path]:
            with suppress(OSError):
                status = os.stat(file)
                found.append((file, status.st_mtime_ns, status.st_size))
    return tuple(found)
