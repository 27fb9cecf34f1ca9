"""Queries in arXiv's own language that find papers by their titles.

Its parser knows fields, AND, OR, brackets and quoted phrases, and gives the rest to a search engine
whose own signs it does not escape: a hyphen excludes a word, a colon names a field (arXiv API manual;
arxiv-search, issue 322). So a query of ours has no sign of the title in it, only plain words.
"""

import re

_STOP_WORDS = (
    r"an?|and|are|as|at|be|but|by|for|if|in|into|is|it|no|not|of|on|or|such|that|the|their|then|there"
    r"|these|they|this|to|was|will|with"
)
"""What the search engine leaves out of titles (Lucene, EnglishAnalyzer)."""

MOST_WORDS = 16
"""So many words of a title tell it from all others."""

_BORDERS = r"[\s\-‐‑–—/]+"
_EDGES = ".,:;!?()[]{}\"'`*“”‘’«»"
_PLAIN = re.compile(r"[A-Za-z0-9]+(?:\.[0-9]+)*")


def title_query(title: str) -> str | None:
    """Return the query for papers whose title is this, or has the same words in it; None without a word.

    Words that may be indexed in more than one way are left out: those with accents, apostrophes or
    TeX. Papers with the phrases between them are better matches than those with the words alone.
    """
    phrases: list[list[str]] = [[]]
    for piece in re.split(_BORDERS, title)[:MOST_WORDS]:
        word = piece.strip(_EDGES)
        if _PLAIN.fullmatch(word):
            phrases[-1].append(word)
        elif word:
            phrases.append([])
    telling = [phrase for phrase in phrases if any(map(_tells, phrase))]
    words = dict.fromkeys(word.lower() for phrase in telling for word in phrase if _tells(word))
    exact = " AND ".join(f'ti:"{" ".join(phrase)}"' for phrase in telling)
    loose = " AND ".join(f"ti:{word}" for word in words)
    if len(words) < 2:
        return exact or None
    return f"({exact}) OR ({loose})"


def _tells(word: str) -> bool:
    return not re.fullmatch(_STOP_WORDS, word, re.IGNORECASE)
