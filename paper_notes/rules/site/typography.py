"""Text as it is set: the language it is in, and sections that nobody filled in left out."""

import re

from paper_notes.values.text.visible import visible_lines

_KANA = re.compile("[\u3041-\u30ff]+")
_HANGUL = re.compile("[\uac00-\ud7a3]+")
_HAN = re.compile("[\u3400-\u9fff]+")
_ADDRESS = re.compile(r"https?://\S+")
_LATIN = re.compile("[A-Za-z]+")

_ENOUGH = 2_000
"""Characters that tell a text's language."""

_FENCE = re.compile(r" {0,3}(`{3,}(?!.*`)|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")


def language_of(text: str, default: str) -> str:
    """Return the language that most of a text is in, as far as its script tells; `default` without letters.

    Korean and Japanese texts on papers are full of English terms and names: a fifth of the letters decides,
    and where the site itself is in that language a single one.
    """
    text = text[:_ENOUGH]
    if text.isascii():  # as most are
        return "en" if _LATIN.search(text) else default
    text = _ADDRESS.sub(" ", text)
    latin, korean, kana = _count(_LATIN, text), _count(_HANGUL, text), _count(_KANA, text)
    if korean and korean >= kana:
        found, letters = "ko", korean
    else:
        found, letters = "ja" if kana else "zh", kana + _count(_HAN, text)
    if letters and (found == default or 4 * letters >= latin):
        return found
    return "en" if latin else default


def _count(letters: re.Pattern[str], text: str) -> int:
    """Return how many of these letters a text has, which come in words."""
    return sum(map(len, letters.findall(text)))


def without_empty_sections(markdown: str) -> str:
    """Return the text without headings under which nothing shows, such as those of an untouched template."""
    sections = _sections(markdown)
    kept = []
    filled = [False] * 7
    """By level, whether something shows below a heading that stands further up."""
    for level, text in reversed(sections):
        body = text.partition("\n")[2] if level else text
        shows = any(line.strip() for line in visible_lines(body)) or "```" in body or "~~~" in body
        if shows or not level or any(filled[level + 1 :]):
            kept.append(text)
            filled[level + 1 :] = [False] * (6 - level)
            filled[level] = True
    return "".join(reversed(kept))


def _sections(markdown: str) -> list[tuple[int, str]]:
    """Return the text in pieces, each but the first beginning with a heading, with the headings' levels."""
    sections: list[tuple[int, list[str]]] = [(0, [])]
    fence, hidden = "", False
    for line in markdown.splitlines(keepends=True):
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif hidden:
            hidden = "-->" not in line
        elif opening := _FENCE.match(line):
            fence = opening[1]
        elif heading := _HEADING.match(line):
            sections.append((len(heading[1]), []))
        elif "<!--" in line:
            hidden = "-->" not in line.rpartition("<!--")[2]
        sections[-1][1].append(line)
    return [(level, "".join(lines)) for level, lines in sections]
