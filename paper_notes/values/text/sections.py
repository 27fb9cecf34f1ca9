"""Reading what a reader wrote: the lines that show, their headings, and the one-line summary.

Notes are kept in many templates and three or more languages; the tables here hold the
headings that people use for one and the same thing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest
from unicodedata import normalize

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
_RANKS = {
    name: rank for rank, names in enumerate((_ONE_LINE, _SUMMARY, _ABSTRACT)) for name in names.split("|")
}
"""Headings by rank: a sentence made for lists comes first, a note-taker's own abstract last."""

_LONGEST = 200
_PLACEHOLDER = (
    "noresponse|none|na|nil|tbd|todo|wip|later|empty|なし|未記入|未定|あとで書く|後で書く|없음|미정|无|待补充"
)
_METADATA = (
    r"(?:authors?|date|year|venue|conference|journal|keywords?|tags?|著者|日付|会議|저자|학회|作者)\s*[:：]"
)
_MARKERS = r"(?:\s*(?:>|[-*+•・‣◦]\s|[・‣]|\d{1,2}[.)]\s|\[[ xX]\]\s))*\s*"
"""Quote marks, bullets, numbers and check boxes that a line may begin with."""

# Compiled once: these are tried on every line of every note.
_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(`{3,}(?!.*`)|~{3,})")
_HASHES = (
    re.compile(r"#{1,6}\s+(.*?)\s*#*\s*"),
    re.compile(
        r"#{1,6}([^\s#\w]*[^\W\d_a-zA-Z].{0,40}?)\s*#*\s*"
    ),  # ##概要: no blank, as CJK keyboards have it
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
_LABEL = re.compile(r"[:：*_】]")
_LABELS = (
    re.compile(rf"{_MARKERS}[*_]{{2,3}}([^*_]{{1,40}}?)\s*[:：]?\s*[*_]{{2,3}}\s*[:：–—-]?\s*(.*)"),
    re.compile(rf"{_MARKERS}【([^】]{{1,40}})】\s*[:：]?\s*(.*)"),
    re.compile(rf"{_MARKERS}([^:：*]{{1,40}}?)\s*[:：]\s*(.*)"),
)
_BEGINNING = re.compile(f"^{_MARKERS}")
_MARKUP = re.compile(r"[\[\]<>*_`$~\\&]")
_NO_LETTERS = re.compile(r"[\W_]+")
_BARE_ADDRESS = re.compile(r"(?:[^:：]{0,30}[:：])?\s*https?://\S+")
_BARE_LINK = re.compile(rf"{_MARKERS}(?:[^:：]{{0,30}}[:：])?\s*\[[^\[\]]*\]\([^()]*\)\s*")


def visible_lines(text: str) -> list[str]:
    """Return the lines of Markdown that show as text: no HTML comments, no fenced code."""
    if not any(mark in text for mark in ("<!--", "```", "~~~")):
        return text.splitlines()
    lines: list[str] = []
    fence, hidden = "", False
    for line in text.splitlines():
        if fence:
            rest = line.strip(" \t>")
            if rest.startswith(fence) and not rest.strip(fence[0]):
                fence = ""
            continue
        shown, hidden = _uncommented(line, hidden) if hidden or "<!--" in line else (line, False)
        if opening := _FENCE.match(shown):
            fence = opening[1]
        else:
            lines.append(shown)
    return lines


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


def headed_lines(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield the visible lines that are not blank, each with its words if it is a heading."""
    lines = visible_lines(text)
    for line, below in zip_longest(lines, lines[1:], fillvalue=""):
        if line and not line.isspace():
            yield heading(line) or _underlined(line, below), line


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
    named = len(words) <= 80 and _rank(words) is not None
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


def one_line_summary(text: str) -> str | None:
    """Return the reader's own summary of a paper in one line of plain text, None without one.

    It is the first line that says something under the best heading they used (one-line summary,
    then summary, then abstract), or that follows such a name and a colon; 200 characters at most.
    """
    best_rank, best = len(_RANKS), ""
    rank: int | None = None
    for words, line in headed_lines(text):
        label, content = (None, "") if words else _labelled(line)
        if words or label is not None:
            rank = _rank(words) if words else label
        if rank is None or rank >= best_rank:
            continue
        said = plain_text(content)
        if says_something(content, said):
            best_rank, best, rank = rank, said, None
        if best_rank == 0:
            break
    return _shortened(best) or None


@lru_cache(maxsize=1024)  # the headings of a template come back in every note
def _rank(words: str) -> int | None:
    return next((_RANKS[name] for name in heading_names(words) if name in _RANKS), None)


def _labelled(line: str) -> tuple[int | None, str]:
    """Split `**TL;DR:** text` into the rank of its label and the text; no rank, whole line if none."""
    if not _LABEL.search(line, 0, 80):
        return None, line
    for pattern in _LABELS:
        match = pattern.fullmatch(line)
        rank = _rank(match[1]) if match else None
        if match and rank is not None:
            return rank, match[2]
    return None, line


def says_something(line: str, plain: str) -> bool:
    """Whether a line is a statement, not a placeholder, bare link, label, table row or metadata."""
    letters = _NO_LETTERS.sub("", plain)
    return not (
        not letters
        or re.fullmatch(_PLACEHOLDER, letters.casefold())
        or line.lstrip(" \t>").startswith("|")
        or "<summary" in line
        or (plain.endswith((":", "：")) and len(plain) <= 40)
        or re.match(_METADATA, plain, re.IGNORECASE)
        or _BARE_ADDRESS.fullmatch(plain)
        or ("](" in line and _BARE_LINK.fullmatch(line))
    )


def plain_text(line: str) -> str:
    """Return one line of Markdown as plain text: no marks, links by their words, single blanks."""
    text = _BEGINNING.sub("", line[: 20 * _LONGEST])
    if _MARKUP.search(text):
        text = _without_markup(text)
    if not text.isprintable():
        text = "".join(char if char.isprintable() or char == "\u200d" else " " for char in text)
    return " ".join(text.split())


def _without_markup(text: str) -> str:
    text = re.sub(r"!\[[^\[\]]*\]\([^()]*\)|\[\^[^\[\]]*\]|</?[a-zA-Z][^<>]*>", " ", _autolinks(text))
    text = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]", r"\1", text)
    text = re.sub(r"\[([^\[\]]*)\]\((?:[^()]|\([^()]*\))*\)", r"\1", text)
    text = re.sub(r"\[([^\[\]]+)\]\[[^\[\]]*\]", r"\1", text)
    # Between code and math, whose underscores and stars are no emphasis.
    parts = re.split(r"(`[^`]+`|\$[^$]+\$)", text)
    parts[::2] = map(_unstressed, parts[::2])
    text = "".join(part.strip("`") if part.startswith("`") else part for part in parts)
    for entity, char in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text


def _autolinks(text: str) -> str:
    return re.sub(r"<(https?://[^<>\s]+)>", r"\1", text)


def _unstressed(text: str) -> str:
    """Return text without its marks of emphasis and backslashes."""
    text = re.sub(r"(\*{1,3}|~~)(?=\S)([^*~]+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    return re.sub(r"\\([*_`#\[\]<>~|.!-])", r"\1", text.replace("**", ""))


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    cut = text[: _LONGEST - 1]
    end = max(cut.rfind(mark) for mark in " 。、，")
    return (cut[:end] if end > _LONGEST // 2 else cut).rstrip(" ,.;:、。，") + "…"
