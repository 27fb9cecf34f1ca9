"""The lines of a Markdown text that show."""

import re
from collections.abc import Iterable, Iterator

# Compiled once: it is tried on every line of every note.
_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(`{3,}(?!.*`)|~{3,})")


def visible_lines(text: str) -> list[str]:
    """Return the lines of Markdown that show as text: no HTML comments, no fenced code."""
    if not any(mark in text for mark in ("<!--", "```", "~~~")):
        return text.splitlines()
    return [line for _, line in numbered(text.splitlines())]


def numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a Markdown text that show, as `visible_lines` has them, with their places."""
    fence, hidden = "", False
    for at, line in enumerate(lines):
        if fence:
            rest = line.strip(" \t>")
            if rest.startswith(fence) and not rest.strip(fence[0]):
                fence = ""
            continue
        shown, hidden = _uncommented(line, hidden) if hidden or "<!--" in line else (line, False)
        if opening := _FENCE.match(shown):
            fence = opening[1]
        else:
            yield at, shown


def _uncommented(line: str, hidden: bool) -> tuple[str, bool]:
    """Return what shows of a line, and whether a comment is still open at its end."""
    shown: list[str] = []
    at = 0
    while True:
        mark = line.find("-->" if hidden else "<!--", at)
        if not hidden:
            shown.append(line[at:] if mark < 0 else line[at:mark])
        if mark < 0:
            return "".join(shown), hidden
        at = mark + (3 if hidden else 4)
        hidden = not hidden
