"""What the title of a hand-written issue calls its paper, compared with what the paper is called.

People put marks around titles, `🚧 2018: …`, `NeurIPS '17 | …`, `…, Vaswani+, NIPS'17`, and have nicknames
for papers.
"""

import re

from paper_notes.values.text.title_match import title_key

TELLING = 12
"""Letters of a title that can be that of one paper alone."""

ALIKE = 3
"""Letters that two words begin with to be alike."""

_MARKS = r"\[[^\[\]]*\]|【[^【】]*】|^\W*\d{4}\s*[:：]|^\W*(?:read|paper)\b\s*[:：]?"
"""What people put around a paper's title: `[2018]`, `【論文】`, `🚧 2018:`, `Read`."""


def name_in(title: str) -> str:
    """Return what a title calls its paper, without marks, a venue in front, and authors behind."""
    bare = re.sub(_MARKS, " ", title, flags=re.IGNORECASE).rpartition("|")[2]
    return re.sub(r",\s*[^,]*\+.*", "", bare).strip()


def names_in(title: str) -> set[str]:
    """Return what a title may call a paper, as keys to compare: whole, and without the marks people add."""
    bare = re.sub(_MARKS, " ", title, flags=re.IGNORECASE)
    pieces = (title, bare, bare.rpartition("|")[2], bare.partition(", ")[0])
    return {key for piece in pieces if len(key := title_key(piece)) >= TELLING}


def differs(title: str, paper_title: str, abstract: str | None) -> bool:
    """Tell whether a title in words that could be the paper's has none of them, nor one that begins alike.

    People have nicknames for papers: `ResNet` will do for residual networks, or a word of the abstract.
    """
    words, others = _words(title), _words(paper_title)
    alike = {word[:ALIKE] for word in words} & {word[:ALIKE] for word in others}
    return bool(words and others) and not alike and words.isdisjoint(_words(abstract or ""))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.casefold())) - {"paper", "note", "notes", "https", "arxiv"}
