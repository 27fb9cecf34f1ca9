"""What to call the authors of a paper when there is room for a few words only."""

import re

_PARTICLE = re.compile(
    "af|al|bin|da|das|de|del|della|den|der|di|do|dos|du|el|ibn|la|le|ten|ter|van|von|zu|zum|zur"
)
_SUFFIX = re.compile(r"[js]r\.?|i{2,3}|iv", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:collaborat(?:ion|ors)|consortium|foundation|group|initiative|institute|labs?|project|research"
    r"|team|university|workshop)\b",
    re.IGNORECASE,
)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_AFFILIATION = re.compile(r"\s*\([^()]*\)\s*$")


def people(authors: tuple[str, ...]) -> list[str]:
    """Return the authors that are names: arXiv also lists a lone `:` after a collaboration."""
    return [" ".join(author.split()) for author in authors if any(map(str.isalnum, author))]


def surname(author: str) -> str:
    """Return the family name: `Laurens van der Maaten` gives `van der Maaten`.

    Names of groups and names in Chinese, Japanese or Korean characters come back whole.
    """
    name = _AFFILIATION.sub("", author) or author
    if "," in name:
        return name.partition(",")[0].strip() or name
    words = name.split()
    while len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
        words.pop()
    if not words or _CJK.search(name) or _GROUP.search(name):
        return name
    first = len(words) - 1
    while first > 0 and _PARTICLE.fullmatch(words[first - 1]):
        first -= 1
    return " ".join(words[first:])


def in_order(author: str) -> str:
    """Return a name as papers print it: `van der Maaten, Laurens` gives `Laurens van der Maaten`.

    Names in Chinese, Japanese or Korean characters keep their order.
    """
    parts = [part.strip() for part in author.split(",") if part.strip()]
    suffix = [part for part in parts[1:] if _SUFFIX.fullmatch(part)]
    rest = [part for part in parts if part not in suffix]
    if len(rest) != 2:
        return " ".join(author.split())
    if _CJK.search(author):
        return "".join(rest)
    return " ".join([rest[1], rest[0], *suffix])


def separate(authors: str) -> list[str]:
    """Return the names in a row of them, as bibliographies have it: `Vaswani, Ashish and Shazeer, Noam`."""
    return re.split(r"\s+and\s+|\s*;\s*", authors)
