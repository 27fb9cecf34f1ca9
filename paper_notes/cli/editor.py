"""The reader's editor: which it is, and running it."""

import os
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
    for name in ("VISUAL", "EDITOR"):
        value = environ.get(name, "").strip()
        if value:
            program, *words = [value] if _found(value, environ) else _words(value, name)
            found = _found(program, environ)
            if found is None:
                raise PapersError(f"The editor {program} is not there.", f"${name} names it: {value}")
            return [found, *words]
    if can_ask():
        for program in DEFAULTS:
            if found := _found(program, environ):
                return [found]
        raise PapersError("No editor was found.", "Name yours, for example: export EDITOR=nano")
    raise PapersError(
        "There is no terminal to edit in.", "Give the text with --from FILE (- is stdin), or set $EDITOR."
    )


def _found(program: str, environ: Mapping[str, str]) -> str | None:
    """Return where a program is; a mere name does not mean one in the folder that we are in."""
    found = shutil.which(program, path=environ.get("PATH"))
    # Windows looks there first, and what lies there may be somebody else's.
    return found if found and (os.path.dirname(program) or os.path.isabs(found)) else None


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
