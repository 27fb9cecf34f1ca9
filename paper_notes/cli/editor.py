"""The reader's editor: which it is, and running it."""

import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping

from paper_notes.cli.display.output import can_ask
from paper_notes.values.errors import PapersError

DEFAULTS = ("sensible-editor", "vi", "nano", "notepad")
"""What is looked for when nobody named an editor. All but the last want a terminal."""


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """Return the words that start the reader's editor: $VISUAL, $EDITOR, or one that is installed.

    An editor may have arguments (`code --wait`) and, by itself or in quotes, blanks in its path.
    """
    path = environ.get("PATH")
    for name in ("VISUAL", "EDITOR"):
        value = environ.get(name, "").strip()
        if value:
            words = [value] if shutil.which(value, path=path) else _words(value, name)
            if not shutil.which(words[0], path=path):
                raise PapersError(f"The editor {words[0]} is not there.", f"${name} names it: {value}")
            return words
    if can_ask():
        for program in DEFAULTS:
            if found := shutil.which(program, path=path):
                return [found]
        raise PapersError("No editor was found.", "Name yours, for example: export EDITOR=nano")
    raise PapersError(
        "There is no terminal to edit in.", "Give the text with --from FILE (- is stdin), or set $EDITOR."
    )


def _words(value: str, name: str) -> list[str]:
    try:
        return shlex.split(value)
    except ValueError as error:
        raise PapersError(f"${name} makes no sense: {error}.", f"It is: {value}") from None


def run_editor(command: list[str], path: str) -> None:
    """Let the reader edit the file at `path`; return when they have finished."""
    try:
        # What the editor says is for the person: stdout may be read by a program.
        code = subprocess.call([*command, path], stdout=None if sys.stdout.isatty() else 2)
    except OSError as error:
        raise PapersError(f"Cannot start {command[0]}: {error.strerror}.") from error
    if code:
        raise PapersError(f"The editor ended with {code}, so nothing was written.")
