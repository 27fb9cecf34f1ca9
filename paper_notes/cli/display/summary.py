"""The summary of a run in a workflow of GitHub's: what was said, for whoever opens the run's page."""

import re
from collections.abc import Sequence
from contextlib import suppress

MOST = 100_000
"""Characters; GitHub takes a mebibyte for each step, and readers much less."""


def summarise(command: str, said: Sequence[str], path: str) -> None:
    """Add what a command said to the file that GitHub shows, as plain text: titles in it do nothing.

    A file that cannot be written is no reason to fail: all of it was said on stderr too.
    """
    text = "\n".join(said)
    if len(text) > MOST:
        text = f"{text[:MOST]}\n…"
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    with suppress(OSError), open(path, "a", encoding="utf-8", errors="replace") as file:
        file.write(f"### papers {command}\n\n{fence}text\n{text}\n{fence}\n\n")
