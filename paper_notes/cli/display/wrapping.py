"""Styled text broken into lines that fit a terminal, whatever the script."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import quote

import click
from wcwidth import iter_graphemes, width

from paper_notes.cli.display.text import CONTROLS

_OPENING = "（［｛「『【〔〈《“‘"
_CLOSING = "、。，．・：；？！）］｝」』】〕〉》”’々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥"
_ANYWHERE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
_PIECE = re.compile(
    rf"\n|[^\S\n]+|[{_OPENING}]*(?:[{_ANYWHERE}]|[^\s{_ANYWHERE}{_OPENING}{_CLOSING}]+)[{_CLOSING}]*"
    rf"|[{_OPENING}{_CLOSING}]+"
)
"""What stays together on a line: a word, or one character of a script that is written without blanks
together with the punctuation that may not begin or end a line (Unicode Standard Annex #14). Korean
has blanks, so it is broken there."""

_SAFE = "%/:=&?~#+!$,;'@()*[]"
"""What stands for itself in the address of a link."""
ATTRIBUTES = ("bold", "dim", "italic", "underline", "strikethrough")


class Style(NamedTuple):
    """How a piece of text is to look; colours are those of the terminal's own theme."""

    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    strikethrough: bool = False
    fg: str | int | tuple[int, int, int] | None = None
    link: str = ""
    """An address to open when the text is clicked."""

    @property
    def opens(self) -> bool:
        """Whether the address is one that a click may open."""
        return self.link.startswith(("http://", "https://", "mailto:")) and self.link.isprintable()


PLAIN = Style()


class Span(NamedTuple):
    """Text in one style."""

    text: str
    style: Style = PLAIN


Line = list[Span]


def wrap(spans: Iterable[Span], columns: int) -> list[Line]:
    """Return the text as lines of at most `columns`; line breaks in it stay, runs of blanks do not.

    A word that is too long for any line is broken where the line ends.
    """
    spans = [span for span in spans if span.text]
    text = "".join(span.text for span in spans)
    return [_cut_out(spans, pieces) for pieces in _filled(text, max(columns, 1))]


def _filled(text: str, columns: int) -> Iterator[list[slice]]:
    """Yield for each line the pieces of the text that are on it."""
    line: list[slice] = []
    used = 0
    for piece in _pieces(text, columns):
        written = text[piece]
        blank = written.isspace()
        needed = 1 if blank else width(written, control_codes="ignore")
        if written == "\n" or (used + needed > columns and line and not blank):
            yield _without_end(text, line)
            line, used = [], 0
        if not blank or (line and written != "\n"):
            line.append(slice(piece.start, piece.start + 1) if blank else piece)
            used += needed
    yield _without_end(text, line)


def _pieces(text: str, columns: int) -> Iterator[slice]:
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if match[0].isspace() or width(match[0], control_codes="ignore") <= columns:
            yield slice(start, end)
        else:
            for grapheme in iter_graphemes(match[0]):
                yield slice(start, start + len(grapheme))
                start += len(grapheme)


def _without_end(text: str, line: list[slice]) -> list[slice]:
    """Return the line without the blanks at its end."""
    while line and text[line[-1]].isspace():
        line.pop()
    return line


def _cut_out(spans: Sequence[Span], pieces: Sequence[slice]) -> Line:
    """Return what of the spans is in the pieces, each stretch of one style as one span."""
    line: Line = []
    ends = list(accumulate(len(span.text) for span in spans))
    at = 0
    for piece in pieces:
        start = piece.start
        while start < piece.stop:
            while ends[at] <= start:
                at += 1
            stop = min(piece.stop, ends[at])
            begin = ends[at] - len(spans[at].text)
            text = spans[at].text[start - begin : stop - begin]
            # A tab, or any other blank, takes the one column that was reckoned for it.
            text = " " if text.isspace() else text
            if line and line[-1].style == spans[at].style:
                line[-1] = Span(line[-1].text + text, line[-1].style)
            else:
                line.append(Span(text, spans[at].style))
            start = stop
    return line


def columns_of(line: Line) -> int:
    """Return how many columns the line takes."""
    return sum(width(span.text, control_codes="ignore") for span in line)


def paint(line: Line, *, styled: bool) -> str:
    """Return the line for a terminal: with escape sequences if `styled`, else as it is.

    Whatever the text holds, it cannot steer the terminal.
    """
    return "".join(_painted(span, styled=styled) for span in line)


def _painted(span: Span, *, styled: bool) -> str:
    text = span.text.translate(CONTROLS)
    style = span.style
    if not styled or not text:
        return text
    if style.fg is not None or any(style[:5]):
        # Attributes that are not wanted are left out: `dim=False` would be written, too.
        wanted = {name: True for name in ATTRIBUTES if getattr(style, name)}
        text = click.style(text, fg=style.fg, **wanted)
    if style.opens:
        # OSC 8, understood by most terminals, passed over by the others
        # (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda).
        address = quote(style.link, safe=_SAFE)
        text = f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"
    return text
