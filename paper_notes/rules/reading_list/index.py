"""The reading list in its file: put in place among the reader's own words, written only if it changed."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from paper_notes.disk.files import read_text, write_text
from paper_notes.rules.reading_list.reading_list import Options, build
from paper_notes.values.model import Note
from paper_notes.values.text.splice import headings_above, splice


class ReadingList(NamedTuple):
    """The notes to list, and how the list is to look."""

    notes: Sequence[Note]
    options: Options
    render: Callable[..., str]

    def text(self) -> str:
        """Return the list itself, for no file."""
        return build(self.notes, self.options, self.render)

    def renew(self, old: str | None, path: str) -> str:
        """Return the text of the file at `path` with the list in its place, and all else as it was.

        Raises PapersError when the file has no place for it.
        """
        above = headings_above(old) if old else ()
        return splice(old, build(self.notes, self.options._replace(above=above), self.render), path)


def write_index(reading_list: ReadingList, path: str, *, check: bool) -> bool:
    """Put the list into the file at `path`, or with `check` only look; return whether it was out of date."""
    old = read_text(path)
    text = reading_list.renew(old, path)
    return text != old if check else write_text(path, text)
