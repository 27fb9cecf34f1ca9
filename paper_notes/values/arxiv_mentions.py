"""Papers on arXiv that a longer text names: links, DOIs, and ids where they can hardly be other numbers."""

import re
from typing import NamedTuple

from paper_notes.values.arxiv_id import (
    CERTAIN_ID,
    DOI_SITE,
    FLAGS,
    LONGEST,
    SITES,
    ArxivId,
    arxiv_id_of,
    arxiv_id_of_link,
    names_papers,
)
from paper_notes.values.errors import PapersError
from paper_notes.values.patterns import Pattern

TRAILING = ".,;:!?*_~…。、·"
"""What ends a sentence or a paste, not a reference."""
FOLDED: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},  # full-width letters, digits, punctuation
    **dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212), "-"),  # hyphens as PDFs and phones write them
}
"""What stands for one character of a reference, as other keyboards and programs write it."""

_HOST = r"(?:(?!https?:/)[^\s/<>()\[\]{}\"'`])+"
_URL_CHARACTER = r"[!#-&*-;=?-Z_a-z~]"
_MENTION = Pattern(
    # A reference begins a word, or with `http` in any place: nowhere else is the rest worth trying.
    r"(?=h|(?<!\w)[a-z0-9-])(?:"
    # Any link is taken whole, so that nothing is found inside a foreign one.
    rf"(?P<link>https?:/+{_HOST}(?:(?!https?:/){_URL_CHARACTER})*"
    rf"|(?<![\w.@/%-])(?:[a-z0-9-]{{1,63}}\.){{0,3}}(?:{'|'.join(map(re.escape, SITES))})/{_URL_CHARACTER}+)"
    rf"|(?<![\w.])(?P<doi>10\.[0-9]{{4,9}}/{_URL_CHARACTER}+)"
    r"|(?<![\w./@-])(?:oai:)?arxiv(?:\.org)?(?:[ _-]?(?:id|preprint))?[\s:.#=\"'\[({/|_-]{0,5}"
    rf"(?P<named>{CERTAIN_ID})"
    rf"|(?<![\w./@%:+=~$\\-])(?P<bare>{CERTAIN_ID}))",
    FLAGS,
)
_TRACE = Pattern("[0-9０-９%％](?:(?<=[%％])|[0-9０-９]{3})")
"""What every reference has in it: an id has four digits in a row at least, unless a link has them escaped."""

_LINE_BEGINS = Pattern(r"[\r\n][\s>|#*+•・-]*\Z")
_TEXT_BEGINS = Pattern(r"(?:\A|[\r\n])[\s>|#*+•・-]*\Z")
_DIGIT = Pattern("[0-9]")
_COUNTED = Pattern(r"[0-9],$|[<>=≈~±+*/^$€£¥₩-]\s*$")
_MEASURED = Pattern(r":\s*$")
_ID_WORD = Pattern(r"(?:id|print|paper|論文|논문|论文)\W{1,3}$", FLAGS)
_UNIT = Pattern(
    r"\s?(?:[%‰°€$円元원]|(?:[munµ]?s|secs?|min|h|[kmg]?hz|[kmgt]i?b|px|[kcm]?m|k?g|usd|eur|x)(?!\w))", FLAGS
)


class Found(NamedTuple):
    """One reference in a longer text: `text[start:end]` is how it was written."""

    paper: ArxivId
    start: int
    end: int


def find_arxiv_ids(text: str) -> list[Found]:
    """Return the references to arXiv papers in free text, in order, repetitions included.

    Links to pages of papers, arXiv DOIs and ids named as arXiv's count. A number by itself counts
    only where it can hardly be anything else; one in the link or DOI of another site never does.
    """
    if not _TRACE.search(text):
        return []
    # Replacements keep the length, so that positions hold in the text as it was given.
    # JSON exports of chats write every slash as `\/`.
    scanned = (text if text.isascii() else text.translate(FOLDED)).replace("\\/", "//")
    found: list[Found] = []
    for match in _MENTION.finditer(scanned):
        kind = match.lastgroup or ""
        written = match[kind][:LONGEST].rstrip(TRAILING)
        if kind == "bare" and not _stands_as_id(scanned, match, found):
            continue
        if kind == "link" and not names_papers(written):
            continue
        try:
            if kind == "link":
                paper = arxiv_id_of_link(written, written)
            elif kind == "doi":
                paper = arxiv_id_of_link(DOI_SITE + written, written)
            else:
                paper = arxiv_id_of(written)
        except PapersError:
            continue
        found.append(Found(paper, match.start(), match.start(kind) + len(written)))
    return found


def _stands_as_id(text: str, match: re.Match[str], found: list[Found]) -> bool:
    """Whether an id without any word of arXiv near it can hardly be another number."""
    start, end = match.span()
    if "/" in match[0] or "v" in match[0].lower():
        return True
    before, after = text[max(0, start - 24) : start], text[end : end + 12]
    begins = _TEXT_BEGINS if len(before) == start else _LINE_BEGINS
    alone = bool(begins.search(before)) and not _DIGIT.search(after)
    follows_an_id = bool(found) and found[-1].end == start - 1 and before.endswith(",")
    counted = _COUNTED.search(before) and not (alone or follows_an_id)
    measured = _MEASURED.search(before) and not _ID_WORD.search(before)
    if counted or measured or _UNIT.match(after):
        return False
    enclosed = before[-1:] in ("[", "`", "{", "(") and after[:1] in ("]", "`", "}", ")")
    # A number with four decimals is often a measurement; one with five hardly ever.
    return enclosed or alone or len(match[0]) == 10
