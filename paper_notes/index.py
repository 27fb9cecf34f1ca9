"""The reading list on disk: built from all notes, put into its file, written only if it changed."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from paper_notes.files import read_text, write_text
from paper_notes.model import Note
from paper_notes.reading_list import Options, build
from paper_notes.splice import headings_above, splice


class Index(NamedTuple):
    """What writing the list came to."""

    text: str
    """The whole file."""
    changed: bool
    """Whether the file was, or would have to be, written anew."""


def write_index(
    notes: Sequence[Note], options: Options, render: Callable[..., str], path: str, *, check: bool
) -> Index:
    """Put the list of `notes` into the file at `path`; with `check` only look whether it is there.

    For the path `-` there is no file, only the list itself. Raises PapersError when the file
    exists without our markers.
    """
    if path == "-":
        return Index(build(notes, options, render), changed=False)
    old = read_text(path)
    above = headings_above(old) if old else ()
    text = splice(old, build(notes, options._replace(above=above), render), path)
    return Index(text, text != old if check else write_text(path, text))
