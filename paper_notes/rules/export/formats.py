"""Notes in the formats of other programs.

Every format takes the notes as they come, and yields its text piece by piece: a library of any size
passes through. `Note.as_json()` is the whole note; only `json` and `jsonl` keep all of it, the others
keep what their readers can hold.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from paper_notes.disk.files import write_pieces
from paper_notes.rules.export.bibtex import bibtex
from paper_notes.rules.export.csl import csl_json
from paper_notes.rules.export.folder import Exported, write_folder
from paper_notes.rules.export.json_ import json_array, json_lines
from paper_notes.rules.export.keys import Keys, citation_keys
from paper_notes.rules.export.llms import llms
from paper_notes.rules.export.markdown_files import markdown
from paper_notes.rules.export.ris import ris
from paper_notes.rules.export.table import csv
from paper_notes.values.errors import UsageError
from paper_notes.values.model import Note

__all__ = [
    "FORMATS",
    "Exported",
    "FolderFormat",
    "TextFormat",
    "citation_keys",
    "format_for",
    "into_file",
    "into_folder",
]


class TextFormat(NamedTuple):
    """A format that makes one text."""

    write: Callable[[Iterable[Note], Keys], Iterator[str]]
    """Yields the text in pieces."""
    ending: str
    """Of a file's name."""
    keyed: bool = False
    """Whether it needs the papers' citation keys."""
    mark: str = ""
    """What stands in front of the text in a file, though not on stdout."""


class FolderFormat(NamedTuple):
    """A format that makes a folder of files."""

    write: Callable[[Iterable[Note], Keys], Iterator[tuple[str, str]]]
    """Yields the name and the text of each file."""
    keyed: bool = False


FORMATS: Mapping[str, TextFormat | FolderFormat] = {
    "bibtex": TextFormat(bibtex, ".bib", keyed=True),
    "csl-json": TextFormat(csl_json, ".csl.json", keyed=True),
    "ris": TextFormat(ris, ".ris", keyed=True),
    # Without a byte order mark, Excel does not take UTF-8 for what it is.
    "csv": TextFormat(csv, ".csv", mark="\ufeff"),
    "json": TextFormat(json_array, ".json"),
    "jsonl": TextFormat(json_lines, ".jsonl"),
    "markdown": FolderFormat(markdown, keyed=True),
    "llms": FolderFormat(llms),
}
"""The formats by the names that people give them."""


def format_for(path: str) -> str:
    """Return the name of the format that a file's name asks for; raise UsageError if it asks for none."""
    for name, form in FORMATS.items():
        if isinstance(form, TextFormat) and path.lower().endswith(form.ending):
            return name
    raise UsageError(f"The name {path} does not tell the format.", f"Say --format {'|'.join(FORMATS)}.")


def into_file(form: TextFormat, notes: Iterable[Note], keys: Keys, path: str) -> bool:
    """Put the notes into the file at `path`, in one step; return whether it had to change."""
    return write_pieces(path, chain([form.mark], form.write(notes, keys)))


def into_folder(
    name: str, notes: Iterable[Note], keys: Keys, folder: str, images: Iterable[tuple[str, bytes]] = ()
) -> Exported:
    """Make the folder hold the notes in the format called `name`, a FolderFormat, and images beside them.

    What an earlier export in that format wrote there for notes that are no longer among these goes.
    """
    form = FORMATS[name]
    assert isinstance(form, FolderFormat)
    return write_folder(folder, chain(form.write(notes, keys), images), name)
