"""Citation keys: `vaswani2017attention`, the same one in every export."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from paper_notes.rules.export.authors import author_named
from paper_notes.values.model import Note, Paper
from paper_notes.values.text.names import people
from paper_notes.values.text.tex import LETTERS, pieces

Keys = Mapping[str, str]
"""Citation keys by the paper's id."""

_SMALL_WORDS = """
    a an the and or but nor of in on at to for from by with without into onto over under via using use
    as is are be was were it its this that these those how what when where which who why whether do does
    did can could should we you i my our your not no towards toward about between beyond some all
"""
_SMALL = frozenset(_SMALL_WORDS.split())
"""Words that begin many titles and tell nothing."""

# Letters that do not decompose into an ASCII letter and an accent.
_FOLDED = str.maketrans(
    {char: name for char, name in LETTERS.items() if char not in "åÅ"}
    | {"Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th"}
)
_ARXIV_ID = re.compile(r"(\d\d)\d\d\.\d{4,5}|[a-z-]+(?:\.[A-Za-z-]+)?/(\d\d)\d{5}")
_LONGEST = 40
"""Of a family name or a word, in characters."""


def citation_keys(notes: Iterable[Note]) -> dict[str, str]:
    """Return the key of each paper, by the paper's id.

    Give it all notes of the library, whichever are to be exported: then a key does not depend
    on the filters. Where several papers would have the same key, the paper noted first keeps
    it, and later ones get more words of their title, or their id.
    """
    seen: dict[str, tuple[tuple[str, float, int], Paper]] = {}
    for note in notes:
        # Papers that came on one day keep the order in which they came.
        rank = (note.added_on or "", note.number if note.number is not None else float("inf"), note.key or 0)
        known = seen.get(note.paper.id)
        if known is None or rank < known[0]:
            # Only what makes a key is kept: the library may be large.
            seen[note.paper.id] = rank, note.paper._replace(abstract=None, authors=note.paper.authors[:3])
    keys: dict[str, str] = {}
    taken = set[str]()
    for paper_id in sorted(seen, key=lambda paper_id: (seen[paper_id][0], paper_id)):
        key = next(key for key in _candidates(seen[paper_id][1]) if key not in taken)
        taken.add(key)
        keys[paper_id] = key
    return keys


def year_of(paper: Paper) -> int | None:
    """Return the year of the paper's first date, which an arXiv id tells, too."""
    if paper.published and re.match(r"\d{4}(?!\d)", paper.published):
        return int(paper.published[:4])
    found = _ARXIV_ID.fullmatch(paper.id)
    if not found:
        return None
    short = int(found[1] or found[2])
    return short + (1900 if short > 90 else 2000)


def fold(text: str) -> str:
    """Return what is left of the text in lower-case ASCII letters and digits."""
    if text.isascii():
        return re.sub(r"[^a-z0-9]", "", text.lower())
    decomposed = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    return re.sub(r"[^a-z0-9]", "", decomposed.encode("ascii", "ignore").decode().lower())


def _candidates(paper: Paper) -> Iterator[str]:
    """Yield the keys that would do for the paper, the best first, without end."""
    by_id = re.sub(r"[^a-z0-9.-]+", "-", re.sub(r"^https?://", "", paper.id.lower())).strip("-.")
    by_id = ("arxiv" if paper.arxiv_id else "doi" if paper.id.startswith("10.") else "") + (by_id or "paper")
    names = people(paper.authors[:3])
    family = fold(re.sub(r"^the\s", "", author_named(names[0]).family.lower()))[:_LONGEST] if names else ""
    if family:
        stem = f"{family}{year_of(paper) or ''}"
        words = _words(paper.title)
        for length in range(1, len(words) + 1):
            yield stem + "".join(words[:length])
        if not words:
            yield stem
        by_id = f"{stem}-{by_id}"
    yield by_id
    yield from _numbered(by_id)


def _numbered(key: str) -> Iterator[str]:
    return (f"{key}-{number}" for number in count(2))


def _words(title: str) -> list[str]:
    """Return the first words of the title that tell something."""
    text = " ".join(piece.text for piece in pieces(title) if not piece.math)
    words = filter(None, (fold(word)[:_LONGEST] for word in re.findall(r"[\w'’‐-]+", text)))
    small, telling = list[str](), list[str]()
    for word in words:
        (small if word in _SMALL else telling).append(word)
        if len(telling) == 3:
            break
    return telling or small[:3]
