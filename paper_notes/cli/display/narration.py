"""What a person is told on stderr while a command works: sentences, and a line that shows how far it is."""

import os
import re
import sys

import click

from paper_notes.cli.display.text import CONTROLS, unheeded
from paper_notes.values.errors import PapersError

OURS = r"(\x1b\[(?:0|1|31)m)"
"""The styles that messages have, as `click.style` writes them: none, bold, red."""

_ECHO = len("^C")
"""What a terminal shows of Ctrl-C, behind whatever stands there."""

_INDENT = " " * 8
"""As long as the mark of an error, and a blank."""

_told: list[str] = []


class Meter:
    """A line on the terminal that tells how far a long work is. In a pipe there is none."""

    def __init__(self) -> None:
        self._width = 0

    def show(self, text: str) -> None:
        """Show this instead of what was there; nothing takes the line away."""
        if sys.stderr.isatty():
            text = text.translate(CONTROLS)
            # Blanks, not an escape sequence: every terminal knows those.
            sys.stderr.write(f"\r{text.ljust(self._width)}" + ("" if text else "\r"))
            sys.stderr.flush()
            self._width = len(text)

    def clear(self) -> None:
        """Take the line away, if there is one."""
        if self._width:
            self.show("")

    def wipe(self) -> None:
        """Take away what the terminal shows of Ctrl-C, and the line before it."""
        if sys.stderr.isatty():
            self._width += _ECHO
            self.clear()


meter = Meter()


def say(message: str) -> None:
    """Tell the person what is going on: on stderr, where no program reads.

    A title or an answer of GitHub in it cannot steer the terminal, of escape sequences only `OURS` stay; nor
    a workflow that runs us.
    """
    meter.clear()
    pieces = re.split(OURS, message)
    pieces[::2] = [piece.translate(CONTROLS) for piece in pieces[::2]]
    _told.append("".join(pieces[::2]))
    # Said here too: what ends a command is told after click has let go of what the reader wants.
    click.echo(unheeded("".join(pieces)), err=True, color=False if plain_wanted() else None)


def say_error(error: PapersError) -> None:
    """Tell what went wrong, and below it the remedy."""
    say(f"{error_mark()} {error.message}")
    say_below(error.remedy)


def say_below(more: str | None) -> None:
    """Tell what else there is to what was just said, such as the remedy: set in below it."""
    if more:
        say(_INDENT + more.replace("\n", f"\n{_INDENT}"))


def error_mark() -> str:
    """Return what a message begins with that says what went wrong."""
    return click.style("papers:", fg="red", bold=True)


def told() -> tuple[str, ...]:
    """Return what was said in this run, without styles."""
    return tuple(_told)


def forget_told() -> None:
    """Begin anew: another run begins, or what was said so far is summarised already."""
    _told.clear()


def plain_wanted() -> bool:
    """Whether the reader wants no escape sequences (https://no-color.org), or the terminal knows none."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
