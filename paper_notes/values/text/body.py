"""The managed block in an issue's body: found, written, put back; all around it is the reader's.

    <!-- papers:begin v1 {"paper": …} -->
    what people see
    <!-- papers:end -->

The block and up to two line ends after it are ours, every other byte is the reader's:
`without(put(body, block)) == without(body)`, whatever the body. A marker counts at the
start of a line and outside fenced code, so one that is quoted does not. A begin marker
belongs to the next end marker, unless another begin stands between; the first pair with
readable data is the block. GitHub's web editor turns all line ends into CRLF: that is no
change here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from paper_notes.values.errors import HandEditedError

_ANY = "<!-- papers:"
_BEGIN = "<!-- papers:begin v1 "
_CLOSE = " -->"
_END = "<!-- papers:end -->"
_HASH = "hash"

_LINES = re.compile(r"[^\r\n]+")
_FENCE = re.compile(r"[ ]{0,3}(?P<fence>`{3,}+(?=[^`]*\Z)|~{3,}+)(?P<info>.*)", re.DOTALL)
# Not behind `>` or a backtick: that is how a marker is quoted.
_MARKER = re.compile(
    r"(?P<before>(?![ \t]*+>)[^`]*?)(?P<marker><!-- papers:(?P<kind>begin|end).*)", re.DOTALL
)
_LINE_END = re.compile(r"\r\n|\r|\n")
_LINE_ENDS = re.compile(r"(?:\r\n|\r|\n){0,2}")

# All of these stand only inside the texts of JSON, where an escape means the same.
_ESCAPED = re.compile(
    "--|[@#<>&\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff]"
)


class Block(NamedTuple):
    """A managed block as it stands in a body: `body[start:end]`."""

    start: int
    end: int
    """After the end marker and up to two line ends, which came with the block."""
    data: Mapping[str, Any]
    visible: str
    """What people see of it, with the line ends around it."""
    written: object
    """What tells how data and visible text were when we wrote them."""

    @property
    def intact(self) -> bool:
        """Whether data and visible text are still as we wrote them."""
        try:
            return self.written == _digest(self.data, self.visible)
        except RecursionError:  # data that nobody wrote by accident
            return False


class _Marker(NamedTuple):
    kind: str
    text: str
    start: int
    end: int
    at_line_start: bool
    fence: int
    """Which fence of the body it stands in; 0 outside of all."""


def find(body: str) -> Block | None:
    """Return the body's managed block, the first valid one, or None if it has none."""
    return next(find_all(body), None)


def find_all(body: str) -> Iterator[Block]:
    """Yield every valid block: more than one, where a person pasted another note's."""
    if _BEGIN not in body or _END not in body:
        return
    top = _at_top(body) if body.startswith(_BEGIN) else None
    if top is not None:
        yield top
        if body.find(_BEGIN, top.end) < 0:
            return
    markers, _ = _markers(body)
    for begin, end in pairwise(marker for marker in markers if marker.at_line_start):
        if begin.kind == "begin" and end.kind == "end" and not begin.fence and end.text.startswith(_END):
            block = _read(body, begin, end)
            if block is not None and (top is None or block.start > top.start):
                yield block


def broken(body: str) -> bool:
    """Tell whether there are traces of a block, but no valid one."""
    if _ANY not in body or find(body) is not None:
        return False
    markers, unclosed = _markers(body)
    return any(marker.fence in (0, unclosed) for marker in markers)


def without(body: str) -> str:
    """Return the reader's own text: the body without its managed block."""
    return around(body, find(body))


def around(body: str, block: Block | None) -> str:
    """Return the body without the block that was found in it."""
    return body if block is None else body[: block.start] + body[block.end :]


def write(data: Mapping[str, Any], visible: str) -> str:
    """Return the text of a block that carries `data` (JSON data) and shows `visible`."""
    # Somebody's template may hold our markers; with a zero-width space in them they are none.
    visible = _tidy(visible).replace(_ANY, "<!-- papers\u200b:")
    text = _ESCAPED.sub(_escape, _dump({**data, _HASH: _digest(data, visible)}))
    return f"{_BEGIN}{text}{_CLOSE}\n{visible}\n{_END}"


def put(body: str, block: str) -> str:
    """Return `body` with the text `block` for its block: in its place, or on top if it had none."""
    found = find(body)
    if found is None:
        return f"{block}\n\n{body}" if body else block
    old = body[found.start : found.end]
    if _tidy(old) == block:
        return body
    line_ends = old[len(old.rstrip("\r\n")) :]
    return f"{body[: found.start]}{block}{line_ends}{body[found.end :]}"


def edit(body: str, block: str, *, force: bool = False) -> str:
    """Return what `put` does; unless `force`, raise HandEditedError over a changed or broken block."""
    if not force:
        require_intact(body)
    return put(body, block)


def require_intact(body: str) -> None:
    """Raise HandEditedError if the body's block was changed or broken by hand."""
    blocks = list(find_all(body))
    block = blocks[0] if blocks else None
    if len(blocks) > 1:
        raise HandEditedError(
            "There is more than one managed block, so another note's was pasted in.",
            "Take out the one that does not belong there.",
        )
    if block is not None and not block.intact:
        raise HandEditedError(
            "The managed block was changed by hand.",
            "Undo that in the issue's edit history, or use --force to have the block written anew.",
        )
    if block is None and broken(body):
        raise HandEditedError(
            "The managed block is damaged: its markers or its data cannot be read.",
            "Undo that in the issue's edit history, or use --force to have a new block written on top.",
        )


def _markers(body: str) -> tuple[list[_Marker], int]:
    """Return the markers, and the fence that is never closed (-1 if none)."""
    markers = []
    count, opened = 0, ""
    for match in _LINES.finditer(body):
        line = match[0]
        if fence := _FENCE.match(line):
            if not opened:
                count, opened = count + 1, fence["fence"]
            elif fence["fence"].startswith(opened) and not fence["info"].strip(" \t"):
                opened = ""
        elif _ANY in line and (found := _MARKER.match(line)):
            start = match.start() + found.start("marker")
            inside = count if opened else 0
            markers.append(
                _Marker(found["kind"], found["marker"], start, match.end(), not found["before"], inside)
            )
    return markers, count if opened else -1


def _at_top(body: str) -> Block | None:
    """Return the block that a body begins with, as ours do, without a look at every line."""
    first = _line_at(body, 0)
    at = body.find(_ANY, len(first))
    while at >= 0:
        line = _line_at(body, at) if body[at - 1] in "\r\n" else ""
        if line.startswith(_END):
            begin = _Marker("begin", first, 0, len(first), True, 0)
            return _read(body, begin, _Marker("end", line, at, at + len(line), True, 0))
        if line and _MARKER.match(line):
            return None
        at = body.find(_ANY, at + 1)
    return None


def _line_at(body: str, start: int) -> str:
    # Not a pattern: the first line is long, and that takes a third of the time of finding a block.
    end = body.find("\n", start)
    line = body[start:] if end < 0 else body[start:end]
    return line.partition("\r")[0]


def _read(body: str, begin: _Marker, end: _Marker) -> Block | None:
    text = begin.text.rstrip(" \t")
    if not text.startswith(_BEGIN) or not text.endswith(_CLOSE):
        return None
    try:
        data = json.loads(text[len(_BEGIN) : -len(_CLOSE)])
        if not isinstance(data, dict):
            return None
        written = data.pop(_HASH, None)
    except (ValueError, RecursionError):
        return None
    after = end.start + len(_END)
    line_ends = _LINE_ENDS.match(body, after)
    visible = body[begin.end : end.start]
    return Block(begin.start, line_ends.end() if line_ends else after, data, visible, written)


def _digest(data: Mapping[str, Any], visible: str) -> str:
    # Imported here because reading a list needs no block, and hashlib costs its start 2 ms.
    from hashlib import sha256

    text = f"{_dump(data)}\n{_tidy(visible)}"
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _dump(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _escape(match: re.Match[str]) -> str:
    return "".join(f"\\u{ord(character):04x}" for character in match[0])


def _tidy(text: str) -> str:
    """Return the text without what an editor changes on its own: line ends, blanks at the end of lines."""
    return "\n".join(line.rstrip(" \t") for line in _LINE_END.split(text)).strip("\n")
