"""Two notes about one paper made one: whose status counts, and both readers' texts, byte for byte."""

import re

from paper_notes.values.errors import PapersError
from paper_notes.values.model import Status
from paper_notes.values.text import body as blocks
from paper_notes.values.text.compose import MAX_BODY, size

_RANKS = {Status.TO_READ: 0, Status.READING: 1, Status.READ: 2, Status.DROPPED: 2}
_LINE_END = re.compile(r"\r\n|\r|\n")


def further(kept: Status, other: Status) -> Status:
    """Return the status that is further on; between read and dropped, that of the note that is kept."""
    return other if _RANKS[other] > _RANKS[kept] else kept


def holds(text: str, piece: str) -> bool:
    """Tell whether all lines of `piece` stand in `text`, in a row, whatever their line ends are."""
    lines, wanted = _lines(text), _lines(piece)
    while wanted and not wanted[-1]:
        wanted.pop()
    while wanted and not wanted[0]:
        wanted.pop(0)
    size = len(wanted)
    return any(lines[start : start + size] == wanted for start in range(len(lines) - size + 1))


def append(body: str, heading: str, text: str) -> str:
    """Return `body` with `text` below it, under a heading; not a byte of either is changed.

    Raises PapersError if the managed block could not be told any more, or the two are too long for one issue.
    """
    new = f"{body}{_gap(body)}## {heading}\n\n{text}"
    was, now = list(blocks.find_all(body)), list(blocks.find_all(new))
    if len(now) != len(was) or blocks.broken(new) != blocks.broken(body):
        raise PapersError(
            "There is another note's managed block in the text that is to be added.",
            "Take out of it the lines from <!-- papers:begin to <!-- papers:end -->.",
        )
    if size(new) > MAX_BODY:
        raise PapersError(
            f"Both texts together have {size(new):,} characters, too many for one issue.",
            "Move a part of one of them into a comment.",
        )
    return new


def _lines(text: str) -> list[str]:
    return [line.rstrip(" \t") for line in _LINE_END.split(text)]


def _gap(body: str) -> str:
    """Return the line ends that make a blank line of the end of a body, if it has none."""
    if not body or body.endswith("\r"):
        # After a lone CR, an LF would make one line end of the two.
        return "\n\n" if body else ""
    return "\n" * max(0, 2 - len(_LINE_END.findall(body[-4:]))) if body[-1] == "\n" else "\n\n"
