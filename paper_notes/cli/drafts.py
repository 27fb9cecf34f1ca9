"""The files that hold the reader's text until it is saved, so that nothing is lost."""

import contextlib
import os
import re
import shlex
from collections.abc import Iterator

from paper_notes.cli.display.narration import say
from paper_notes.cli.inputs import text_in
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Note


def new_draft(folder: str, name: str, text: str) -> str:
    """Make a file of the reader's own for a text, named after the note, and return its path.

    One that is left from an earlier time is named, and never overwritten.
    """
    stem = os.path.join(folder, re.sub(r"[^\w.]+", "_", name)[:80])
    path = f"{stem}.md"
    number = 1
    while os.path.lexists(path):
        say(f"A text that was not saved is still in {path}")
        number += 1
        path = f"{stem}-{number}.md"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with open(file, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
    except OSError as error:
        raise PapersError(f"Cannot write {path}: {error.strerror}.", "Check PAPERS_HOME.") from error
    return path


class Draft:
    """The file that the reader's text of a note is in until it is saved."""

    def __init__(self, folder: str, note: Note, text: str, source: str | None) -> None:
        """Take the file `source`, or make one in `folder`: of stdin, or of the note's text."""
        self._name = note.paper.id
        self._text = text
        if source in (None, "-"):
            self.path = new_draft(folder, self._name, text_in("-") if source else text)
        else:
            self.path = os.path.abspath(source or "")
        self._is_ours = os.path.dirname(self.path) == folder

    @contextlib.contextmanager
    def kept_unless_saved(self, *, dry_run: bool) -> Iterator[None]:
        """Remove a file of ours at the end; if it could not be saved, tell where it is instead."""
        try:
            yield
        except PapersError as error:
            error.remedy = "\n".join(filter(None, (error.remedy, *self._whereabouts())))
            raise
        except BaseException:
            self._tell()
            raise
        if dry_run:
            self._tell()
        else:
            self._remove()

    def _tell(self) -> None:
        for line in self._whereabouts():
            say(line)

    def _whereabouts(self) -> list[str]:
        """Return where the text is and how to save it; nothing if it is not worth keeping."""
        try:
            text = text_in(self.path)
        except PapersError:
            return [f"Your text may still be in {self.path}"] if os.path.exists(self.path) else []
        if not text.strip() or text == self._text:
            self._remove()
            return []
        return [
            f"Your text is kept in {self.path}",
            f"To save it: papers edit {shlex.quote(self._name)} --from {shlex.quote(self.path)}",
        ]

    def _remove(self) -> None:
        if self._is_ours:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.path)
