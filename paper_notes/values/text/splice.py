"""The reading list inside a file that belongs to the reader: only what is between our two lines changes."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from paper_notes.values.errors import PapersError

LIST_BEGIN = "<!-- papers:list begin -->"
LIST_END = "<!-- papers:list end -->"

_LINES = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_ATX_HEADING = re.compile(r" {0,3}#{1,6}(?=[ \t]|\Z)(.*)")
_SETEXT_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
# Without the numbers, a line of nothing but brackets would take minutes.
_MARKUP = re.compile(r"!\[[^\]]{0,500}\]\([^)]{0,500}\)|<[^>]{0,500}>|\[([^\]]{0,500})\]\([^)]{0,500}\)")


class _Line(NamedTuple):
    number: int
    start: int
    text: str
    end: int
    """Where the next line starts."""


def splice(old: str | None, new_list: str, path: str) -> str:
    """Return the text of the file with `new_list` between its markers, and all else as it was.

    A file that is not there yet (None) or is empty gets the markers. The list takes the line ends
    of the file. `path` only names the file in messages. Raises `PapersError` when the file has not
    exactly one pair of markers, each alone on its line, outside code fences.
    """
    new_list = new_list.replace("\r\n", "\n").strip("\n")
    if not old:
        old = f"{LIST_BEGIN}\n{LIST_END}\n"
    begin, end = _markers(old, path)
    newline = old[begin.start + len(begin.text) : begin.end]
    inner = f"\n{new_list}\n\n".replace("\n", newline)
    text = old[: begin.end] + inner + old[end.start :]
    _check(text, begin.end + len(inner), path)
    return text


def headings_above(text: str) -> tuple[str, ...]:
    """Return the headings that stand above the list in a Markdown file, as readers see them.

    GitHub numbers the anchors of equal headings through the whole file, so a list needs to know
    them. Markup inside a heading is dropped; without a marker all headings are returned.
    """
    headings: list[str] = []
    paragraph = ""
    for line in _prose(text):
        if line.text.rstrip() == LIST_BEGIN:
            break
        if atx := _ATX_HEADING.fullmatch(line.text):
            headings.append(_without_closing(atx[1].strip(" \t")))
        elif paragraph and _SETEXT_UNDERLINE.fullmatch(line.text):
            headings.append(paragraph)
        else:
            paragraph = line.text.strip()
            continue
        paragraph = ""
    return tuple(_MARKUP.sub(r"\1", heading).strip() for heading in headings)


def _without_closing(heading: str) -> str:
    """Return the text of a heading without the number signs that may close it (CommonMark 4.2)."""
    text = heading.rstrip("#")
    return text.rstrip(" \t") if not text or text[-1] in " \t" else heading


def _markers(text: str, path: str) -> tuple[_Line, _Line]:
    """Return the lines of the one begin and the one end marker."""
    begins, ends = _find(text)
    remedy = (
        f"Put these two lines where the list should go, outside code blocks:\n{LIST_BEGIN}\n{LIST_END}\n"
        "Or name a file that does not exist yet."
    )
    if not begins and not ends:
        raise PapersError(f"{path} has no place for the reading list.", remedy)
    for marker, lines in ((LIST_BEGIN, begins), (LIST_END, ends)):
        if not lines:
            raise PapersError(f"{path} lacks the line {marker}", remedy)
        if len(lines) > 1:
            numbers = " and ".join(str(line.number) for line in lines)
            raise PapersError(f"{path} has {marker} more than once, in lines {numbers}.", "Keep one pair.")
    if begins[0].start > ends[0].start:
        raise PapersError(
            f"{path} has {LIST_END} (line {ends[0].number}) before {LIST_BEGIN} (line {begins[0].number}).",
            "Swap the two lines.",
        )
    return begins[0], ends[0]


def _check(text: str, end: int, path: str) -> None:
    """Refuse a list that would hide its own end marker, so that the next one could not be put in."""
    begins, ends = _find(text)
    if len(begins) != 1 or [line.start for line in ends] != [end]:
        raise PapersError(
            f"The list for {path} has a marker line or an unfinished code block in it.",
            "Look at the list templates in your templates folder.",
        )


def _find(text: str) -> tuple[list[_Line], list[_Line]]:
    """Return the lines that are a begin marker, and those that are an end marker."""
    begins, ends = [], []
    for line in _prose(text):
        bare = line.text.rstrip().removeprefix("\ufeff")
        if bare == LIST_BEGIN:
            begins.append(line)
        elif bare == LIST_END:
            ends.append(line)
    return begins, ends


def _prose(text: str) -> Iterator[_Line]:
    """Yield the lines outside fenced code blocks (CommonMark 4.5)."""
    fence = ""
    for number, match in enumerate(_LINES.finditer(text), start=1):
        found = _FENCE.fullmatch(match[1])
        if fence:
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = ""
        elif found and not (found[1][0] == "`" and "`" in found[2]):
            fence = found[1]
        else:
            yield _Line(number, match.start(), match[1], match.end())
