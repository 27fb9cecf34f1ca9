"""A folder of exported files, and the care for whatever else is in it.

A manifest names the files that the last export wrote, with a digest of each. A file that was
changed since, or that we never wrote, belongs to somebody: it is neither written over nor removed.
"""

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from paper_notes.disk.files import is_inside, read_text, write_pieces, write_text
from paper_notes.values.errors import PapersError

IMAGES = "images"
"""The one folder that may be in a folder of ours."""
_NAME = re.compile(r"(?:images/)?[^/\\\x00:.][^/\\\x00:]*")

_DIGEST = re.compile(r"[0-9a-f]{16}")


class Exported(NamedTuple):
    """What became of the files of a folder."""

    written: int
    removed: int
    total: int
    """All files of this export, written now or earlier."""
    kept: tuple[str, ...]
    """Names of files that were left alone because somebody else wrote or changed them."""


def write_folder(folder: str, files: Iterable[tuple[str, str | bytes]], kind: str) -> Exported:
    """Write the files that changed, and remove those that only an earlier export of this kind wrote.

    `files` are names and contents; a name may begin with `images/`. Raises PapersError when the folder
    cannot be written to.
    """
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise PapersError(f"{folder} is a file.", "Name a folder: this format makes many files.")
    manifest = os.path.join(folder, f".papers-{kind}.json")
    export = _Export(folder, _read_manifest(manifest))
    try:
        for name, content in files:
            export.put(name, content.encode() if isinstance(content, str) else content)
        export.remove_the_rest()
    except BaseException:
        # What was written is ours all the same, and the rest still is.
        _write_manifest(manifest, {**export.before, **export.ours})
        raise
    if export.ours or export.before:
        _write_manifest(manifest, export.ours)
    return Exported(export.written, export.removed, export.total, tuple(export.kept))


class _Export:
    """An export on its way."""

    def __init__(self, folder: str, before: dict[str, str]) -> None:
        self._folder = folder
        self.before = before
        """The files of the last export, with their digests."""
        self.ours: dict[str, str] = {}
        """Those of this one."""
        self.kept: list[str] = []
        self.written = self.removed = self.total = 0

    def put(self, name: str, content: bytes) -> None:
        """Have a file hold that, unless somebody else wrote or changed it."""
        self.total += 1
        there, wanted = self._digest_of(name), _digest(content)
        if there not in (None, wanted, self.before.get(name)):
            self.kept.append(name)
            return
        if there != wanted:
            self.written += write_pieces(os.path.join(self._folder, name), [content])
        self.ours[name] = wanted

    def remove_the_rest(self) -> None:
        """Remove what only the last export wrote."""
        for name in sorted(self.before.keys() - self.ours.keys() - {*self.kept}):
            there = self._digest_of(name)
            if there == self.before[name]:
                _remove(os.path.join(self._folder, name))
                self.removed += 1
            elif there is not None:
                self.kept.append(name)

    def _digest_of(self, name: str) -> str | None:
        """Return the digest of a file; None if there is none, empty if it is not in the folder."""
        path = os.path.join(self._folder, name)
        if not is_inside(path, self._folder):
            return ""  # a link, which may have come with the folder
        try:
            with open(path, "rb") as file:
                return _digest(file.read())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PapersError(f"Cannot read {path}: {error.strerror}.") from error


def _remove(path: str) -> None:
    try:
        os.unlink(path)
        if os.path.basename(os.path.dirname(path)) == IMAGES:
            with contextlib.suppress(OSError):  # others may be in it
                os.rmdir(os.path.dirname(path))
    except OSError as error:
        raise PapersError(f"Cannot remove {path}: {error.strerror}.") from error


def _digest(contents: bytes) -> str:
    return hashlib.sha256(contents).hexdigest()[:16]


def _read_manifest(path: str) -> dict[str, str]:
    """Return names and digests; what is no plain name in this folder is not ours."""
    text = read_text(path)
    if text is None:
        return {}
    try:
        files = json.loads(text)["files"]
        return {
            name: digest
            for name, digest in files.items()
            if isinstance(digest, str) and _DIGEST.fullmatch(digest) and _NAME.fullmatch(name)
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        raise PapersError(
            f"{path} is not what an export of notes left there.", "Remove it, or export into another folder."
        ) from None


def _write_manifest(path: str, files: dict[str, str]) -> None:
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(digest)}" for name, digest in sorted(files.items()))
    write_text(path, f'{{"about": "Files written by papers export", "files": {{\n{lines}\n}}}}\n')
