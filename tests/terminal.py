"""A terminal to pretend with: the program run in it as a process of its own."""

import contextlib
import os
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

DECIDES = ("COLORTERM", "COLUMNS", "LESS", "LINES", "NO_COLOR", "PAGER")
"""What would decide how things are shown, on the machine where the tests run."""

needs_terminal = pytest.mark.skipif(
    not hasattr(os, "openpty"), reason="this system has no terminals to pretend with"
)


def typed(*arguments: str, columns: int = 80, rows: int = 50, environ: Mapping[str, str] = {}) -> str:
    """Return what a terminal of that size shows after `papers` has been run with the arguments."""
    import fcntl  # only where there are terminals
    import termios

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    usual = {
        name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")
    }
    with subprocess.Popen(
        [sys.executable, "-m", "paper_notes", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**usual, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **environ},
    ):
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # how Linux tells that nobody is left at the other end
            while piece := os.read(ours, 10_000):
                shown += piece
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")
