"""Files that are named on the command line; `-` is stdin."""

import re
import sys
from collections.abc import Iterable, Iterator

import click

from paper_notes.disk.encoding import text_of
from paper_notes.disk.files import read_bytes
from paper_notes.values.errors import PapersError

LARGEST = 32 * 2**20
"""Bytes of a file: the formats are read as a whole, at several times their size in memory."""


def contents(files: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file, `-` being stdin.

    Raises PapersError for one that cannot be had.
    """
    for path in files:
        name = "stdin" if path == "-" else path
        data = sys.stdin.buffer.read(LARGEST + 1) if path == "-" else read_bytes(path, LARGEST + 1)
        if len(data) > LARGEST:
            raise PapersError(
                f"{name} has more than {LARGEST // 2**20} MB, too much to read at once.",
                "Split it, or take out what names no papers.",
            )
        yield name, data


def references_in(path: str) -> list[str]:
    """Return the references in a file, one a line; blank lines and `#` comments are skipped."""
    ((name, data),) = contents([path])
    try:
        text, certain = text_of(data)
    except PapersError as error:
        raise PapersError(f"{name} {error.message}", "Write one reference a line, in UTF-8.") from None
    if not certain:
        raise PapersError(f"{name} is not UTF-8 text.", "Save it as UTF-8.")
    lines = (re.sub(r"(^|\s)#.*", "", line).strip() for line in text.splitlines())
    references = [line for line in lines if line]
    if not references:
        raise PapersError(f"{name} holds no references.", "Write one a line, for example 1706.03762")
    return references


def text_in(path: str) -> str:
    """Return the text of a file, or of stdin for `-`, with LF for line ends and without a byte order mark."""
    try:
        with click.open_file(path, encoding="utf-8-sig") as file:
            return str(file.read())
    except UnicodeDecodeError:
        raise PapersError(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from None
    except OSError as error:
        raise PapersError(f"Cannot read {path}: {error.strerror}.") from error
