"""Where GitHub puts the anchor of a heading, so that a table of contents can point to it."""

import unicodedata
from functools import lru_cache

_KEPT = ("L", "M", "Nd", "Nl", "Pc")
"""Letters, marks, digits and connectors such as `_`. Other numbers (², ½) and all else go."""
_ENCLOSED_LETTERS = (("Ⓐ", "ⓩ"), ("🄰", "🅉"), ("🅐", "🅩"), ("🅰", "🆉"))
"""Symbols that Unicode counts as alphabetic too."""


def github_anchor(heading: str, seen: dict[str, int]) -> str:
    """Return the anchor that GitHub gives a heading, without `#`, and remember it in `seen`.

    `heading` is the text a reader sees, without markup; `seen` is empty at the top of the file and
    belongs to this function. CJK stays, emoji go, equal headings get `-1`, `-2`, ... The rule is that
    of html-pipeline's toc filter, as the fixtures of github-slugger record it from github.com.
    """
    slug = "".join(char for char in heading.lower() if _is_kept(char)).replace(" ", "-")
    anchor = slug
    while anchor in seen:
        seen[slug] += 1
        anchor = f"{slug}-{seen[slug]}"
    seen[anchor] = 0
    return anchor


@lru_cache(maxsize=4096)
def _is_kept(char: str) -> bool:
    if char in " -" or unicodedata.category(char).startswith(_KEPT):
        return True
    return any(first <= char <= last for first, last in _ENCLOSED_LETTERS)
