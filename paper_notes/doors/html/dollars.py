"""Which dollars in Markdown are mathematics, before Markdown is read.

GitHub's rules (GitHub docs: writing mathematical expressions): `$x$`, `$$x$$` and `` $`x`$ ``, with no
blank inside the single dollars and no letter or digit around them, so that `$5 and $6` are prices. Code is
left alone, and what has a link in it. Formulas are taken out and words of letters and digits put in their
place: Markdown then takes nothing in them for its own.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

_PREFIX = re.compile(r"(?:[ \t>]|[-*+][ \t]|[0-9]{1,9}[.)][ \t])*+")
"""What may stand before a block on its first line: quotes and lists."""
_FENCE = re.compile(r"(`{3,}+)[^`]*$|(~{3,}+)")
_MARK = re.compile(r"\\.|`+|\$+", re.DOTALL)
_TICKED = re.compile(r"\$`([^`]+)`\$")
_DOUBLE = re.compile(r"\$\$((?:[^$\\]|\\.)++)\$\$(?!\$)", re.DOTALL)
_SINGLE = re.compile(r"\$(?![\s$])((?:[^$\\`]|\\.)++)(?<!\s)\$(?![A-Za-z0-9$])", re.DOTALL)
_BEFORE = re.compile(r"[A-Za-z0-9]")
_QUOTE = re.compile(r"\n[ \t]*(?:>[ \t]?)+")
_EATEN = re.compile(r"\\\\(?:\\\\|(?=[{}_,;!:#%|]))|\\(?=[_*\[\]()+.-])")
"""Backslashes that Markdown takes away on GitHub, where people therefore type two of them."""


class Formula(NamedTuple):
    """A piece of mathematics in a text."""

    source: str
    """As it was typed, dollars and all."""
    tex: str
    block: bool


class Taken(NamedTuple):
    """A text without its formulas."""

    text: str
    formulas: dict[str, Formula]
    """By the words that stand for them."""
    words: re.Pattern[str] | None = None
    """What finds those words; None if there are none."""


def take_out(text: str) -> Taken:
    """Return the text with each formula replaced by a word."""
    if "$" not in text:
        return Taken(text, {})
    word = "maths0"
    while word in text:
        word = f"maths{int(word[5:]) + 1}"
    formulas: dict[str, Formula] = {}
    parts: list[str] = []
    for paragraph, is_code in _paragraphs(text):
        if is_code or "$" not in paragraph:
            parts.append(paragraph)
            continue
        end = 0
        for start, stop, formula in _formulas(paragraph):
            name = f"{word}x{len(formulas)}x"
            formulas[name] = formula
            parts += (paragraph[end:start], name)
            end = stop
        parts.append(paragraph[end:])
    return Taken("".join(parts), formulas, re.compile(f"{word}x[0-9]+x") if formulas else None)


def _paragraphs(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the text in pieces, and whether each is fenced code; blank lines end a piece."""
    piece: list[str] = []
    fence = ""
    quoted = False
    for line in text.splitlines(keepends=True):
        prefix = _PREFIX.match(line)
        assert prefix  # it matches nothing, too
        rest = line[prefix.end() :]
        if fence and quoted and ">" not in prefix[0]:
            yield "".join(piece), True  # the quote ends, and the code in it
            piece, fence = [], ""
        if fence:
            piece.append(line)
            bare = rest.rstrip()
            if bare.startswith(fence) and not bare.strip(fence[0]):
                yield "".join(piece), True
                piece, fence = [], ""
            continue
        opening = _FENCE.match(rest)
        if opening or not rest.strip():
            yield "".join(piece), False
            piece = []
        piece.append(line)
        if opening:
            fence = opening[1] or opening[2]
            quoted = ">" in prefix[0]
    yield "".join(piece), bool(fence)


def _formulas(text: str) -> Iterator[tuple[int, int, Formula]]:
    """Yield the formulas of a paragraph, with where they start and stop."""
    ticks: dict[int, list[int]] = {}
    for run in re.finditer("`+", text):
        ticks.setdefault(len(run[0]), []).append(run.start())
    at = 0
    while mark := _MARK.search(text, at):
        start, at = mark.start(), mark.end()
        if mark[0][0] == "`":
            places = ticks.get(len(mark[0]), [])  # none, if the first of a run was escaped
            closing = bisect_right(places, start)
            if closing < len(places):
                at = places[closing] + len(mark[0])
        elif mark[0][0] == "$":
            formula = _formula(text, start, len(mark[0]))
            if formula:
                at = start + len(formula.source)
                yield start, at, formula


def _formula(text: str, start: int, dollars: int) -> Formula | None:
    """Return the formula that begins at the dollars, if it is one."""
    if start and _BEFORE.match(text, start - 1):
        return None
    if dollars == 1 and (found := _TICKED.match(text, start)):
        return Formula(found[0], _on_one_line(found[1]), block=False)
    found = {1: _SINGLE, 2: _DOUBLE}[dollars].match(text, start) if dollars <= 2 else None
    if found is None or "](" in found[1] or not found[1].strip():
        return None
    tex = _EATEN.sub(lambda match: match[0][: len(match[0]) // 2], _on_one_line(found[1]))
    if _is_row(text, start):
        if re.search(r"(?<!\\)\|", tex):
            return None  # two cells
        tex = tex.replace("\\|", "|")
    return Formula(found[0], tex, block=dollars == 2)


def _on_one_line(tex: str) -> str:
    return " ".join(_QUOTE.sub("\n", tex).split()) if "\n" in tex else tex


def _is_row(text: str, place: int) -> bool:
    """Whether the place is in a row of a table that begins with a bar."""
    start = text.rfind("\n", 0, place) + 1
    return text[start:place].lstrip(" >\t").startswith("|")
