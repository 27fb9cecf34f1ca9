"""The reader's own text of an issue: as an editor shows it, and back into the body.

An editor sees no managed block, and lines that end in LF. On the way back every line that
was not changed keeps its very bytes (CRLF, CR, an end that is missing), and a new line ends
as most lines of the text do. Where the reader's text goes on behind the block, a
placeholder line stands for it, so that it returns to its place.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paper_notes.values import limits
from paper_notes.values.errors import ConflictError, PapersError
from paper_notes.values.text import body as blocks
from paper_notes.values.text.sections import section

PLACEHOLDER = "<!-- The paper's own block stands here. Leave this line where it is to stay. -->"

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])[ \t]+\S")

_NO_TEXT = re.compile("[\ud800-\udfff]")
"""Halves of characters: what Python makes of bytes that are no UTF-8."""

_MANY_PAIRS = 50_000
"""Of equal lines. Up to so many, comparing two texts takes less than half a second whatever they hold."""


class _Line(NamedTuple):
    text: str
    """What an editor shows."""
    raw: str
    """What stands in the body: the text and its line end, or the block."""


class _Page(NamedTuple):
    """A body as lines; one of them stands for the managed block, if it has one."""

    lines: list[_Line]
    mark: str
    """The line that stands for the block: the reader's text does not have it."""
    block: int | None
    """Which line that is. The first and the last are not shown."""

    @property
    def shown(self) -> list[str]:
        """The lines that an editor shows."""
        texts = [line.text for line in self.lines]
        return texts if self._goes_around else [text for text in texts if text != self.mark]

    @property
    def is_last(self) -> bool:
        """Whether all of the reader's text stands above the block."""
        return self.block is not None and 0 < self.block == len(self.lines) - 1

    @property
    def _goes_around(self) -> bool:
        return self.block is not None and 0 < self.block < len(self.lines) - 1

    def placed(self, texts: Sequence[str]) -> list[str]:
        """Return the typed lines with one line for the block, where it belongs."""
        others = [text for text in texts if text != self.mark]
        if self.block is None:
            return others
        usual = len(others) if self.is_last else 0
        index = texts.index(self.mark) if self.mark in texts else usual
        return [*others[:index], self.mark, *others[index:]]


def view(body: str) -> str:
    """Return the text for an editor: LF only, and one at the end unless there is no text."""
    return _joined(_page(body).shown)


def is_unchanged(body: str, typed: str) -> bool:
    """Tell whether `typed` is what `view` gave, but for line ends (and blank, if that was)."""
    shown, texts = _page(body).shown, _texts(typed)
    return texts == shown or not (any(map(str.strip, texts)) or any(map(str.strip, shown)))


def put(body: str, typed: str) -> str:
    """Return the body with `typed` for the reader's text.

    Raises:
        PapersError: GitHub would not take so long a text, or the managed block
            could not be found in it any more.

    """
    if is_unchanged(body, typed):
        return body
    page = _page(body)
    end = _usual_end(page, body)
    new = "".join(_raws(page, page.placed(_texts(typed)), end))
    _require_fit(body, new)
    return new


def merge(opened: str, typed: str, fresh: str) -> str:
    """Return the body `fresh` with the changes that made `typed` out of the text of `opened`.

    Raises:
        ConflictError: in `fresh` the same lines, or ones beside them, are changed too.
        PapersError: as `put` does.

    """
    base, mine, theirs = _page(opened).shown, _texts(typed), _page(fresh).shown
    if is_unchanged(opened, typed):
        return fresh
    both = _merged(base, mine, theirs)
    if both is None:
        raise ConflictError(
            "Somebody changed the same lines meanwhile.",
            "Put into your text what you want to keep of theirs: saving it replaces all of theirs.",
            tuple(difference(_joined(theirs), typed, "what is there now", "what you wrote")),
        )
    return put(fresh, _joined(both))


def append(body: str, text: str) -> str:
    """Return the body with `text` as a paragraph at the end of the reader's text.

    A list item that follows one comes right below it. Raises what `put` does.
    """
    page = _page(body)
    return put(body, _joined([*_grown(page.shown, text), *([""] if page.is_last else [])]))


def append_under(body: str, text: str, heading: str) -> str:
    """Return the body with `text` as the last paragraph under the heading that is meant by `heading`.

    A list item that follows one comes right below it. Raises what `put` and `section` do.
    """
    page = _page(body)
    shown = page.shown
    start, end = section(shown, heading)
    if page.mark in shown[start:end]:
        end = shown.index(page.mark, start)
    filled = next(at for at in range(end, start, -1) if shown[at - 1].strip())
    rest = shown[filled:]
    # A heading, or the block, wants room above it.
    space = [""] if (rest[0].strip() if rest else page.is_last) else []
    return put(body, _joined([*_grown(shown[:filled], text), *space, *rest]))


def _grown(lines: Sequence[str], text: str) -> list[str]:
    """Return the lines with those of `text` below them."""
    new = text.strip("\r\n")
    last = lines[-1] if lines else ""
    goes_on = _LIST_ITEM.match(last) and _LIST_ITEM.match(new)
    space = [""] if last.strip() and not goes_on else []
    return [*lines, *space, *_texts(new)]


def difference(old: str, new: str, old_name: str, new_name: str) -> Iterator[str]:
    """Yield the lines of a unified diff, without line ends."""
    from difflib import unified_diff

    return unified_diff(_texts(old), _texts(new), old_name, new_name, lineterm="")


def _page(body: str) -> _Page:
    block = blocks.find(body)
    if block is None:
        lines = _lines(body)
        return _Page(lines, _mark(lines), None)
    before, after = _lines(body[: block.start]), _lines(body[block.end :])
    # Blank lines alone are no text: they stay hidden with the block.
    start, end = block.start, block.end
    if not body[:start].strip():
        before, start = [], 0
    elif not body[end:].strip():
        after, end = [], len(body)
    mark = _mark([*before, *after])
    return _Page([*before, _Line(mark, body[start:end]), *after], mark, len(before))


def _mark(lines: Sequence[_Line]) -> str:
    mark, texts = PLACEHOLDER, {line.text for line in lines}
    while mark in texts:
        mark = mark.replace("here", "here (and only here)", 1)
    return mark


def _lines(text: str) -> list[_Line]:
    return [_Line(raw.rstrip("\r\n"), raw) for raw in _LINE.findall(text)]


def _texts(text: str) -> list[str]:
    return [raw.rstrip("\r\n") for raw in _LINE.findall(text)]


def _joined(texts: Sequence[str]) -> str:
    return "".join(f"{text}\n" for text in texts)


def _usual_end(page: _Page, body: str) -> str:
    """Return the line end that most of the reader's lines have; failing that, the block's."""
    own = [line.raw[len(line.text) :] for line in page.lines if line.text != page.mark]
    ends = Counter(filter(None, own)) or Counter(_LINE_ENDS.findall(body))
    return ends.most_common(1)[0][0] if ends else "\n"


def _raws(page: _Page, texts: Sequence[str], end: str) -> list[str]:
    """Return the pieces of the new body: old lines as they were, new ones with the usual end."""
    old = page.lines
    origins: list[int | None] = []
    for lo, hi, new in _hunks([line.text for line in old], texts, equal=True):
        origins += range(lo, hi) if new is None else [None] * len(new)
    if page.block is not None:
        # Also where the placeholder was moved to, it stands for the block.
        origins[texts.index(page.mark)] = page.block
    raws: list[str] = []
    for index, origin in enumerate(origins):
        raw = texts[index] + end if origin is None else old[origin].raw
        following = origins[index + 1] if index + 1 < len(origins) else None
        if index + 1 == len(origins):
            if origin is None and old and not old[-1].raw.endswith(("\r", "\n")):
                raw = texts[index] or end
        elif origin is not None and origin == page.block:
            core = raw.rstrip("\r\n")
            # Up to two line ends behind the block are the block's: a blank line of the reader's is none.
            if following != origin + 1 and len(_LINE_ENDS.findall(raw[len(core) :])) < 2:
                raw = core + end + end
        elif not raw.endswith(("\r", "\n")):
            raw += end
        if raw.startswith("\n") and raws and raws[-1].endswith("\r"):
            raw = f"\r{raw}"  # else the two lines would become one
        raws.append(raw)
    return raws


def _hunks(
    old: Sequence[str], new: Sequence[str], *, equal: bool = False
) -> Iterator[tuple[int, int, Sequence[str] | None]]:
    """Yield which lines of `old` become which new ones; with `equal`, also those that stay, with None."""
    from difflib import SequenceMatcher  # reading a note needs none of it

    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    # Thousands of equal lines on both sides would take minutes: then they count as no match.
    counts = Counter(b)
    pairs = sum(counts[text] for text in a)
    matcher = SequenceMatcher(None, a, b, autojunk=pairs > _MANY_PAIRS)
    if head and equal:
        yield 0, head, None
    for tag, lo, hi, first, last in matcher.get_opcodes():
        if tag != "equal":
            yield head + lo, head + hi, b[first:last]
        elif equal:
            yield head + lo, head + hi, None
    if tail and equal:
        yield len(old) - tail, len(old), None


def _merged(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """Return `base` with the changes of both, or None if any of them touch."""
    ours, others = list(_hunks(base, mine)), list(_hunks(base, theirs))
    hunks = sorted({(lo, hi, tuple(new or ())) for lo, hi, new in [*ours, *others]})
    merged: list[str] = []
    done = -1
    for lo, hi, new in hunks:
        if lo <= done:
            return None
        merged += base[max(done, 0) : lo]
        merged += new
        done = hi
    return [*merged, *base[max(done, 0) :]]


def _require_fit(old: str, new: str) -> None:
    if _NO_TEXT.search(new):
        raise PapersError("The text holds bytes that are no UTF-8.", "Save or type it as UTF-8.")
    if len(new) > limits.BODY and len(new) > len(old):
        raise PapersError(
            f"With this text the issue would have {len(new):,} characters; GitHub takes {limits.BODY:,}.",
            "Shorten the text, or put a part of it into a comment.",
        )
    if not blocks.broken(old) and (blocks.broken(new) or _block_of(new) != _block_of(old)):
        raise PapersError(
            "In this text the managed block could not be found any more.",
            "Close every code block above it, and leave out lines that begin with <!-- papers:",
        )


def _block_of(body: str) -> str | None:
    block = blocks.find(body)
    return None if block is None else body[block.start : block.end].rstrip("\r\n")
