"""Texts onto the disk: whole or not at all, and only when they changed."""

import os
import stat
from collections.abc import Iterable

from paper_notes.values.errors import PapersError


def read_text(path: str) -> str | None:
    """Return the file's text with its line ends as they are, or None if there is no such file."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            # Reading a device or a pipe may never end.
            raise PapersError(f"{path} is not a file.", "Name a file.")
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise PapersError(f"{path} is not UTF-8 text.", "Save it as UTF-8, or name another file.") from None
    except OSError as error:
        raise PapersError(f"Cannot read {path}: {error.strerror}.") from error


def read_bytes(path: str, limit: int) -> bytes:
    """Return what the file holds, at most `limit` bytes of it; a missing one is an error here."""
    try:
        with open(path, "rb") as file:
            return file.read(limit)
    except FileNotFoundError:
        raise PapersError(f"There is no file {path}.", "Check the name and the folder.") from None
    except IsADirectoryError:
        raise PapersError(f"{path} is a folder.", "Name the files in it.") from None
    except (OSError, ValueError) as error:
        # A name with a NUL in it is a ValueError.
        raise PapersError(f"Cannot read {path}: {getattr(error, 'strerror', error)}.") from error


def write_text(path: str, text: str) -> bool:
    """Make the file hold `text`, in one step; return whether it had to change.

    A crash leaves the old file whole. Symbolic links are followed, permissions kept.
    """
    return read_text(path) != text and write_pieces(path, [text])


def write_pieces(path: str, pieces: Iterable[str | bytes]) -> bool:
    """Make the file hold the pieces in a row, as `write_text` does, without holding them all at once."""
    target = os.path.realpath(path)
    if os.path.lexists(path) and not os.path.isfile(target):
        # A link to nothing may come with a clone, and would make a file wherever it points.
        raise PapersError(
            f"Cannot write {path}: it is there, and is not a file.", "Name another, or remove it."
        )
    scratch = f"{target}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        try:
            with open(scratch, "wb") as file:
                file.writelines(piece.encode() if isinstance(piece, str) else piece for piece in pieces)
                file.flush()
                os.fsync(file.fileno())
            if os.path.exists(target):
                if _same(scratch, target):
                    return False
                os.chmod(scratch, os.stat(target).st_mode)
            os.replace(scratch, target)
        finally:
            if os.path.exists(scratch):
                os.unlink(scratch)
    except OSError as error:
        raise PapersError(f"Cannot write {path}: {error.strerror}.") from error
    return True


def _same(one: str, other: str) -> bool:
    if os.path.getsize(one) != os.path.getsize(other):
        return False
    with open(one, "rb") as left, open(other, "rb") as right:
        while chunk := left.read(1 << 16):
            if chunk != right.read(1 << 16):
                return False
    return True


def is_inside(path: str, folder: str) -> bool:
    """Tell whether a path is a folder or leads into it, wherever the links on the way lead."""
    real, top = os.path.realpath(path), os.path.realpath(folder)
    # Not by commonpath: between two drives of Windows that is an error.
    return real == top or real.startswith(os.path.join(top, ""))
