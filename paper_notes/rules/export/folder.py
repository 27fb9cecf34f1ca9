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

from paper_notes.disk.files import read_text, write_pieces, write_text
from paper_notes.values.errors import PapersError

IMAGES = "images"
"""The one folder that may be in a folder of ours."""
_NAME = re.compile(r"(?:images/)?[^/\\\x00:.][^/\\\x00:]*")


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
    before = _read_manifest(manifest)
    ours: dict[str, str] = {}
    kept = list[str]()
    written = total = 0
    try:
        for name, content in files:
            total += 1
            path = os.path.join(folder, name)
            there, wanted = (
                _digest_of(path),
                _digest(content.encode() if isinstance(content, str) else content),
            )
            if there not in (None, wanted, before.get(name)):
                kept.append(name)
                continue
            if there != wanted:
                written += write_pieces(path, [content])
            ours[name] = wanted
    except BaseException:
        # What was written is ours all the same, and the rest still is.
        _write_manifest(manifest, {**before, **ours})
        raise
    removed = 0
    for name in sorted(before.keys() - ours.keys() - set(kept)):
        path = os.path.join(folder, name)
        match _digest_of(path):
            case None:
                pass
            case there if there == before[name]:
                _remove(path)
                removed += 1
            case _:
                kept.append(name)
    if ours or before:
        _write_manifest(manifest, ours)
    return Exported(written, removed, total, tuple(kept))


def _remove(path: str) -> None:
    try:
        os.unlink(path)
        if os.path.basename(os.path.dirname(path)) == IMAGES:
            with contextlib.suppress(OSError):  # others may be in it
                os.rmdir(os.path.dirname(path))
    except OSError as error:
        raise PapersError(f"Cannot remove {path}: {error.strerror}.") from error


def _digest_of(path: str) -> str | None:
    """Return the digest of a file, or None if there is none."""
    try:
        with open(path, "rb") as file:
            return _digest(file.read())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PapersError(f"Cannot read {path}: {error.strerror}.") from error


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
            if isinstance(digest, str) and _NAME.fullmatch(name)
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        raise PapersError(
            f"{path} is not what an export of notes left there.", "Remove it, or export into another folder."
        ) from None


def _write_manifest(path: str, files: dict[str, str]) -> None:
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(digest)}" for name, digest in sorted(files.items()))
    write_text(path, f'{{"about": "Files written by papers export", "files": {{\n{lines}\n}}}}\n')
