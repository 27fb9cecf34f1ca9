"""Texts that a terminal can be shown: on one line, without control characters; stars and colours."""

import os
import re

CONTROLS = dict.fromkeys(
    (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
"""What could steer a terminal or turn its text around, for `str.translate` to take out; line ends
and tabs are not among it. A pattern would take longer to compile than a list to print."""

STATUS_COLORS = {"to-read": "blue", "reading": "yellow", "read": "green", "dropped": "bright_black"}


LOG_COMMAND = r"##(?=\[)|^\s*:(?=:)"
"""How the lines begin that the runner of a GitHub workflow obeys (GitHub docs, "Workflow commands"); those
of the older kind do so anywhere in a line (actions/runner, ActionCommand.cs)."""


def unheeded(text: str) -> str:
    """Return the text such that it is no command in the log of a workflow, if it is to be in one."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return text
    return re.sub(LOG_COMMAND, lambda found: f"{found[0]}\u200b", text, flags=re.MULTILINE)


def plain(text: str) -> str:
    """Return the text as one line without control characters: no title may steer the terminal."""
    return " ".join(text.split()).translate(CONTROLS)


def shortened(text: str, limit: int = 60) -> str:
    """Return the text as one line of at most so many characters, to name it by."""
    text = plain(text)
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def number_of(count: int, name: str) -> str:
    """Return how many there are of something: `1 note`, `1,234 notes`."""
    return f"{count:,} {name}" if count == 1 else f"{count:,} {name}s"


def stars(rating: int | None) -> str:
    """Return a rating as five stars, or nothing without one."""
    return "★" * rating + "☆" * (5 - rating) if rating else ""
