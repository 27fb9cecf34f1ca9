"""What the terminal that stdout is can show."""

import shutil
from typing import NamedTuple

from paper_notes.cli.display.narration import plain_wanted

WIDEST = 100
"""Columns past which running text is hard to read."""


class Screen(NamedTuple):
    """A terminal."""

    columns: int
    """Of running text."""
    rows: int
    styled: bool
    """Whether it may be sent escape sequences: colours, emphasis, links."""


def screen() -> Screen:
    """Return the terminal as it is now."""
    columns, rows = shutil.get_terminal_size()
    return Screen(min(columns, WIDEST), rows, styled=not plain_wanted())
