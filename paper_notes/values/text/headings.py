"""Headings in what a reader wrote, however they are marked, and the names that say one and the same thing.

Notes are kept in many templates and three or more languages; the tables here hold the headings under which
people sum a paper up.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from unicodedata import normalize

from paper_notes.values.text.visible import numbered, visible_lines

_ONE_LINE = (
    "tldr|inanutshell|nutshell|gist|thegist|oneliner|oneline|onelinesummary|1linesummary|summaryinoneline"
    "|inoneline|onesentence|onesentencesummary|1sentencesummary|singlesentencesummary|inonesentence"
    "|summaryinonesentence|一言|一言で|一言でいうと|一言で言うと|一言で言うなら|一言で表すと|一言まとめ|一言要約|一言概要"
    "|ひとこと|ひとことで|ひとことでいうと|ひとことで言うと|ひとことまとめ|ひとこと要約|一文で|一文要約|一行要約|一行まとめ"
    "|1文要約|1行要約|1行まとめ|한줄|한줄로|한줄요약|한줄정리|한줄소개|한줄평|1줄요약|한문장|한문장요약|한문장으로|한마디|한마디로"
    "|한마디요약|一句话|一句话总结|一句话概括|一句话概述|一句話總結"
)
_SUMMARY = (
    "summary|shortsummary|briefsummary|quicksummary|mysummary|papersummary|summaryofthepaper|overview"
    "|briefoverview|brief|inshort|mainidea|whatisit|whatisthis|whatisthispaperabout|whatisthepaperabout"
    "|どんなもの|どんなものか|どんなものなのか|どういうもの|どういうものか|どんな論文|どんな論文か|何をしたのか|要約|要旨|概要"
    "|論文概要|論文の概要|論文要約|3行要約|3行まとめ|三行要約|三行まとめ|요약|논문요약|핵심요약|간단요약|전체요약|세줄요약"
    "|3줄요약|개요|总结|總結|概述|概括|内容概要|论文概要"
)
_ABSTRACT = (
    "abstract|myabstract|abstractinmyownwords|inmyownwords|自分の言葉での概要|アブスト|アブストラクト|抄録|まとめ"
    "|초록|내말로쓴초록|摘要"
)
RANKS = {
    name: rank for rank, names in enumerate((_ONE_LINE, _SUMMARY, _ABSTRACT)) for name in names.split("|")
}
"""Headings by rank: a sentence made for lists comes first, a note-taker's own abstract last."""

_LONGEST = 200
"""Characters of a line that are looked at."""

# Compiled once: these are tried on every line of every note.
_HASHES = (
    re.compile(r"#{1,6}\s+(.*?)\s*#*\s*"),
    # ##概要: no blank, as CJK keyboards have it.
    re.compile(r"#{1,6}([^\s#\w]*[^\W\d_a-zA-Z].{0,40}?)\s*#*\s*"),
)
_BOLD = (re.compile(r"[*_]{2,3}([^*]{1,30}?)(?<![.。!！])[*_]{2,3}\s*[:：]?\s*"),)
_MARKED = (re.compile(r"[■◆●▼▶□◇]\s*(.{1,40}?)\s*"),)
_HEADINGS = {
    "#": _HASHES,
    "<": (re.compile(r"<h[1-6][^<>]*>(.*)</h[1-6]>\s*"),),
    "*": _BOLD,
    "_": _BOLD,
    "【": (re.compile(r"【([^】]{1,40})】\s*[:：]?\s*"),),
    **dict.fromkeys("■◆●▼▶□◇", _MARKED),
}
"""By the letter that a heading begins with."""
_UNDERLINE = re.compile(r"\s*(?:=+|-{2,})\s*")


def headed_lines(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield the visible lines that are not blank, each with its words if it is a heading."""
    lines = visible_lines(text)
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        if line and not line.isspace():
            yield heading(line) or _underlined(line, below), line


def headings_in(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the headings of a text given as lines: the line of each, from 0, and its words."""
    shown = list(numbered(lines))
    for (at, line), (_, below) in zip_longest(shown, shown[1:], fillvalue=(0, "")):
        words = heading(line) or _underlined(line, below)
        # Where a comment ends in the same line, what comes above it would be in the comment.
        if words and line == lines[at]:
            yield at, words


def heading(line: str) -> str | None:
    """Return the words of a line that heads what follows, None for any other line.

    Besides Markdown's own: a short line all in bold, in 【】, after ■, or in an HTML heading.
    """
    line = line.lstrip(" \t\u3000>")[:_LONGEST]
    for pattern in _HEADINGS.get(line[:1], ()):
        if match := pattern.fullmatch(line):
            return match[1]
    return None


def _underlined(line: str, below: str) -> str | None:
    """Return the words of a heading in Markdown's other form, with === or --- below it."""
    if below.lstrip()[:1] not in ("=", "-") or not _UNDERLINE.fullmatch(below):
        return None
    words = line.strip()
    if not re.match(r"\w", words):
        return None
    # After a longer line it is more often a rule, whatever it renders as.
    named = len(words) <= 80 and rank_of(words) is not None
    return words if len(words) <= 20 or named else None


def heading_names(words: str) -> list[str]:
    """Return the names to look a heading up by: letters and digits only, small, most exact first.

    `1. どんなもの？ (Summary)` gives `1どんなものsummary`, `どんなものsummary`, `1どんなもの`,
    `どんなもの`, `summary`.
    """
    folded = normalize("NFKC", words[:_LONGEST]).casefold()
    folded = re.sub(r":[a-z0-9_+-]+:|!?\[([^\[\]]*)\]\([^()]*\)", r"\1", folded)
    inside = re.findall(r"\(([^()]*)\)", folded)
    outside = re.sub(r"\([^()]*\)", " ", folded)
    names: list[str] = []
    for part in (folded, outside, *inside, *re.split(r"[/|,、]|\s[-–—]\s", outside)):
        name = "".join(char for char in part if char.isalnum())
        names += [name, re.sub(r"^q?\d+", "", name)]
    return [name for name in dict.fromkeys(names) if name]


@lru_cache(maxsize=1024)  # the headings of a template come back in every note
def rank_of(words: str) -> int | None:
    """Return the rank of a heading in `RANKS`; None if it announces no summary."""
    return next((RANKS[name] for name in heading_names(words) if name in RANKS), None)
