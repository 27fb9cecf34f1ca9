"""What the files of a site's folder hold, without reading again what is as it was when it was read last.

As in git's index, a file's size, times and inode stand for what it held; not if it was written so late
that another write could leave the same times (https://git-scm.com/docs/racy-git). What is remembered is
no part of the site: it is lost without harm, and never believed against what the file says of itself.
"""

import contextlib
import json
import os
import stat
from collections.abc import Collection, Mapping
from typing import Any

from paper_notes.disk.files import read_text, write_pieces
from paper_notes.rules.site import manifest
from paper_notes.values.errors import PapersError

Entry = list[str | int]
"""The digest of what a file holds; its size, time of writing, time of any change, and inode."""


class Contents:
    """What the files in a folder hold."""

    def __init__(self, folder: str, memory: str | None) -> None:
        """Take the folder, and the file where what is known of it is kept; None keeps nothing."""
        self._folder = folder
        self._memory = memory
        self._remembered = _read(memory) if memory else {}
        self._known: dict[str, Entry] = {}
        self._youngest = self._look(manifest.NAME)

    def holds(self, path: str, content: str) -> bool:
        """Tell whether the file at `path` is there, no link, and holds what has this digest."""
        there = self._look(path)
        if there is None or not stat.S_ISREG(there.st_mode):
            return False
        remembered = self._remembered.get(path)
        if remembered == _entry(content, there):
            self._known[path] = remembered
            return True
        with open(self._path(path), "rb") as file:
            there = os.fstat(file.fileno())
            held = manifest.digest(file.read())
        self._know(path, held, there)
        return held == content

    def placed(self, staged: Mapping[str, tuple[str, os.stat_result]]) -> None:
        """Take note of files that were put in their places, with what they were like before that."""
        self._youngest = self._look(manifest.NAME)
        for path, (content, before) in staged.items():
            there = self._look(path)
            if there is not None and _is_same(there, before):
                self._know(path, content, there)

    def save(self, wanted: Collection[str]) -> None:
        """Remember what is known of these files for the next build; whoever cannot lets it read them."""
        known = {path: self._known[path] for path in wanted if path in self._known}
        if self._memory and known != self._remembered:
            with contextlib.suppress(PapersError):
                write_pieces(self._memory, [json.dumps(known)])

    def _know(self, path: str, content: str, there: os.stat_result) -> None:
        # Whatever is written from now on will be no older than the manifest is: it cannot look the same.
        its = self._youngest
        if its and there.st_mtime_ns < its.st_mtime_ns and there.st_ctime_ns < its.st_ctime_ns:
            self._known[path] = _entry(content, there)

    def _look(self, path: str) -> os.stat_result | None:
        try:
            return os.lstat(self._path(path))
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _path(self, path: str) -> str:
        return f"{self._folder}/{path}"


def _entry(content: str, there: os.stat_result) -> Entry:
    return [content, there.st_size, there.st_mtime_ns, there.st_ctime_ns, there.st_ino]


def _is_same(there: os.stat_result, before: os.stat_result) -> bool:
    """Tell whether one file is meant, and was not written meanwhile; moving it changed the third time."""
    return (there.st_ino, there.st_size, there.st_mtime_ns) == (
        before.st_ino,
        before.st_size,
        before.st_mtime_ns,
    )


def _read(memory: str) -> dict[str, Any]:
    """Return what was remembered, of whatever form: it only ever counts where it says the expected."""
    try:
        found = json.loads(read_text(memory) or "{}")
    except (PapersError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
