"""The reader's own summary of a paper in one line, found under many headings, or in none."""

import re

from paper_notes.values.text.headings import RANKS, headed_lines, rank_of

_LONGEST = 200
"""Characters of a summary."""

# Compiled once: these are tried on every line of every note.
_PLACEHOLDER = re.compile(
    "noresponse|none|na|nil|tbd|todo|wip|later|empty|なし|未記入|未定|あとで書く|後で書く|없음|미정|无|待补充"
)
_METADATA = re.compile(
    r"(?:authors?|date|year|venue|conference|journal|keywords?|tags?|著者|日付|会議|저자|학회|作者)\s*[:：]",
    re.IGNORECASE,
)
_MARKERS = r"(?:\s*(?:>|[-*+•・‣◦]\s|[・‣]|\d{1,2}[.)]\s|\[[ xX]\]\s))*\s*"
"""Quote marks, bullets, numbers and check boxes that a line may begin with."""

_LABEL = re.compile(r"[:：*_】]")
_LABELS = (
    re.compile(rf"{_MARKERS}[*_]{{2,3}}([^*_]{{1,40}}?)\s*[:：]?\s*[*_]{{2,3}}\s*[:：–—-]?\s*(.*)"),
    re.compile(rf"{_MARKERS}【([^】]{{1,40}})】\s*[:：]?\s*(.*)"),
    re.compile(rf"{_MARKERS}([^:：*]{{1,40}}?)\s*[:：]\s*(.*)"),
)
_BEGINNING = re.compile(f"^{_MARKERS}")
_MARKUP = re.compile(r"[\[\]<>*_`$~\\&]")
_NO_LETTERS = re.compile(r"[\W_]+")
_MANY_LETTERS = re.compile(r"(?:[\W_]*[^\W_]){11}")
"""More than any placeholder has; what most lines have in their first words."""
_BARE_ADDRESS = re.compile(r"(?:[^:：]{0,30}[:：])?\s*https?://\S+")
_BARE_LINK = re.compile(rf"{_MARKERS}(?:[^:：]{{0,30}}[:：])?\s*\[[^\[\]]*\]\([^()]*\)\s*")


def one_line_summary(text: str) -> str | None:
    """Return the reader's own summary of a paper in one line of plain text, None without one.

    It is the first line that says something under the best heading they used (one-line summary,
    then summary, then abstract), or that follows such a name and a colon; 200 characters at most.
    """
    best_rank, best = len(RANKS), ""
    rank: int | None = None
    for words, line in headed_lines(text):
        label, content = (None, "") if words else _labelled(line)
        if words or label is not None:
            rank = rank_of(words) if words else label
        if rank is None or rank >= best_rank:
            continue
        said = plain_text(content)
        if says_something(content, said):
            best_rank, best, rank = rank, said, None
        if best_rank == 0:
            break
    return _shortened(best) or None


def _labelled(line: str) -> tuple[int | None, str]:
    """Split `**TL;DR:** text` into the rank of its label and the text; no rank, whole line if none."""
    if not _LABEL.search(line, 0, 80):
        return None, line
    for pattern in _LABELS:
        match = pattern.fullmatch(line)
        rank = rank_of(match[1]) if match else None
        if match and rank is not None:
            return rank, match[2]
    return None, line


def says_something(line: str, plain: str) -> bool:
    """Whether a line is a statement, not a placeholder, bare link, label, table row or metadata."""
    return not (
        _is_placeholder(plain)
        or line.lstrip(" \t>").startswith("|")
        or "<summary" in line
        or (plain.endswith((":", "：")) and len(plain) <= 40)
        or _METADATA.match(plain)
        or _BARE_ADDRESS.fullmatch(plain)
        or ("](" in line and _BARE_LINK.fullmatch(line))
    )


def _is_placeholder(plain: str) -> bool:
    if _MANY_LETTERS.match(plain):
        return False
    letters = _NO_LETTERS.sub("", plain)
    return not letters or _PLACEHOLDER.fullmatch(letters.casefold()) is not None


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
