"""Citation keys: `vaswani2017attention`, the same one in every export."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
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
_OTHER = re.compile("[^a-z0-9]")
_WORD = re.compile(r"[\w'’‐-]+")
_ARXIV_ID = re.compile(r"(\d\d)\d\d\.\d{4,5}|[a-z-]+(?:\.[A-Za-z-]+)?/(\d\d)\d{5}")
_LONGEST = 40
"""Of a family name or a word, in characters."""
_TELLING = 3
"""So many words of a title at most."""


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


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return what is left of the text in lower-case ASCII letters and digits."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_FOLDED))
        text = decomposed.encode("ascii", "ignore").decode()
    text = text.lower()
    return text if text.isalnum() else _OTHER.sub("", text)


def _candidates(paper: Paper) -> Iterator[str]:
    """Yield the keys that would do for the paper, the best first, without end."""
    family = _family(paper)
    stem = f"{family}{year_of(paper) or ''}"
    if family:
        key = stem
        for word in _words(paper.title):
            key += word
            yield key
        if key == stem:
            yield key
    by_id = f"{stem}-{_by_id(paper)}" if family else _by_id(paper)
    yield by_id
    yield from _numbered(by_id)


def _by_id(paper: Paper) -> str:
    name = re.sub(r"[^a-z0-9.-]+", "-", re.sub(r"^https?://", "", paper.id.lower())).strip("-.") or "paper"
    return f"{'arxiv' if paper.arxiv_id else 'doi' if paper.id.startswith('10.') else ''}{name}"


def _family(paper: Paper) -> str:
    """Return the first author's family name, or of a group's all words."""
    names = people(paper.authors[:3])
    return fold(re.sub(r"^the\s", "", author_named(names[0]).family.lower()))[:_LONGEST] if names else ""


def _numbered(key: str) -> Iterator[str]:
    return (f"{key}-{number}" for number in count(2))


def _words(title: str) -> Iterator[str]:
    """Yield the first words of the title that tell something, or without any the first ones."""
    text = " ".join(piece.text for piece in pieces(title) if not piece.math)
    words = (fold(found[0])[:_LONGEST] for found in _WORD.finditer(text))
    small, told = list[str](), 0
    for word in filter(None, words):
        if word in _SMALL:
            small.append(word)
            continue
        yield word
        told += 1
        if told == _TELLING:
            break
    yield from [] if told else small[:_TELLING]
