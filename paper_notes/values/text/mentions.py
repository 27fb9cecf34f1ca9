"""What a reader's text says about other notes: it names them by number, by paper, or by title.

A note has up to three names, and a text mentions the notes that have the names in it. Names are
kept rather than notes, so that it does not matter which of the two was there first.
"""

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

from paper_notes.values.arxiv_mentions import find_arxiv_ids
from paper_notes.values.errors import PapersError
from paper_notes.values.locator import LONGEST, locate
from paper_notes.values.text.recognise import trimmed
from paper_notes.values.text.visible import visible_lines

LEAST_WORDS = 2
LONGEST_OPENING = 3
LEAST_LETTERS = 12
"""A shorter title is as likely to be an ordinary word."""

_SPACELESS = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
"""Scripts in which a title is followed by an ending without a blank, or has no blanks at all."""
_WORD = re.compile(rf"[{_SPACELESS}]|[^\W_{_SPACELESS}]+")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_INLINE_CODE = re.compile(r"(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
_ASCII_WORDS = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))

_TRACES = {
    "#": re.compile(r"#[1-9]"),
    "-": re.compile(r"-(?<=[Gg][Hh]-)[1-9]"),
    "/": re.compile(r"/(?:issues/[1-9]|[0-9]{7})"),
}
_TRACE_OF_ID = re.compile(r"\.(?<=[0-9]{4}\.)[0-9]{4,5}")
"""What a text has in it that names a number or a paper. Each begins with one certain character:
such patterns are found quickly, and more quickly it is found that the character is not there."""
_SITES = (
    r"openreview\.net|aclanthology\.(?:org|info)|aclweb\.org|mlr\.press|(?:neur|n)ips\.cc|thecvf\.com|jmlr\.org"
    r"|ieeexplore\.ieee\.org|nature\.com"
)
"""Those of which `locator` takes several addresses for one paper's, beside those with a DOI in them."""
_TRACES_OF_PLACES = {
    ":": re.compile(rf"://(?:[\w-]+\.)*(?:{_SITES})/", re.ASCII | re.IGNORECASE),
    "1": re.compile(r"10\.(?=[0-9]{4,9}/)"),
}
_PLACE = re.compile(
    r"https?://[^\s<>\"'`{}|\\^\[\]]+|(?<![\w./-])10\.[0-9]{4,9}/[^\s<>\"'`{}|\\^\[\]]+",
    re.ASCII | re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<link>https?://[^\s<>()\[\]\"']+)"
    r"|(?<![\w/&.-])(?P<repository>[\w.-]+/[\w.-]+(?=#))?(?:#|gh-)(?P<number>[1-9][0-9]{0,8})\b",
    re.ASCII | re.IGNORECASE,
)
"""GitHub docs: autolinked references."""


class Title(NamedTuple):
    """A title as a name."""

    name: str
    opening: str
    """What a text has to have in it, before it is worth looking for all of the title."""


def title_of(title: str) -> Title | None:
    """Return the title as the name of its note; None if it is too short to be told from other words."""
    name = _folded(title)
    words = _ascii_words(name)
    if len(words) < LEAST_WORDS:
        words = _WORD.findall(name)
    if len(words) < LEAST_WORDS or len(name) < LEAST_LETTERS:
        return None
    return Title(name, " ".join(words[:LONGEST_OPENING]))


class Titles:
    """Titles by their openings, to look up in many texts."""

    def __init__(self, titles: Iterable[Title]) -> None:
        self._names = defaultdict[tuple[str, ...], set[str]](set)
        for name, opening in titles:
            self._names[tuple(opening.split(" "))].add(name)
        self._of_two_words = any(len(opening) == LEAST_WORDS for opening in self._names)
        self._beyond_ascii = not all(map(str.isascii, chain.from_iterable(self._names)))
        self._words = cache(lambda name: " ".join(_ascii_words(name)))

    def within(self, text: str) -> list[str]:
        """Return the names that are in the text, also as parts of longer words: `mentioned` looks closer."""
        text = text.casefold()
        words = _ascii_words(text)
        openings = self._names.keys() & zip(words, words[1:], words[2:], strict=False)
        if self._of_two_words:
            openings |= self._names.keys() & pairwise(words)
        if self._beyond_ascii and not text.isascii():
            openings |= self._names.keys() & _openings(_WORD.findall(text))
        if not openings:
            return []
        # Words alone are compared first: they are at hand.
        joined = " ".join(words)
        names = [name for opening in openings for name in self._names[opening] if self._words(name) in joined]
        folded = " ".join(text.split()) if names else ""
        return [name for name in names if name in folded]


def openings(text: str) -> Iterator[tuple[str, ...]]:
    """Return the openings of all titles that may be in the text, as two or three words."""
    text = text.casefold()
    more = [] if text.isascii() else _WORD.findall(text)
    return chain(_openings(_ascii_words(text)), _openings(more))


def _openings(words: list[str]) -> Iterator[tuple[str, ...]]:
    return chain(pairwise(words), zip(words, words[1:], words[2:], strict=False))


def mentioned(text: str, titles: Iterable[str], issues: str | None, own: str = "") -> set[str]:
    """Return the names in a text: numbers of issues, ids of papers, and those of the `titles`.

    A paper elsewhere is named by its DOI, or by an address of a site that `locator` knows.
    Where titles overlap the longest counts, of two as long the first by the alphabet. What does
    not show (HTML comments) and code name nothing. `issues` is the address of the issues that
    numbers mean; without it they mean none. `own`, the id of the paper that the text is about,
    need not be looked for.
    """
    # Most texts end here: what follows takes longer.
    titles = list(titles)
    if titles:
        folded = _folded(text)
        titles = [title for title in titles if title in folded]
    traced = _has_any(_TRACES, text) or ("." in text and any(_traces_of_ids(text, own)))
    placed = _has_any(_TRACES_OF_PLACES, text)
    if not (titles or traced or placed):
        return set()
    visible = _visible(text)
    names = set(_titles(visible, titles))
    if placed:
        names.update(_places(visible, own))
    if traced:
        starts = {visible.rfind("\n", 0, place) + 1 for place in _traces(visible, own)}
        lines = "\n".join(visible[start:].partition("\n")[0] for start in sorted(starts))
        names.update(found.paper.id for found in find_arxiv_ids(lines))
        if issues:
            names.update(_numbers(lines, issues.casefold()))
    return names


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _ascii_words(text: str) -> list[str]:
    """Return the words in ASCII; other characters separate them."""
    return text.encode("utf-8", "replace").translate(_ASCII_WORDS).decode("ascii").split()


def _has_any(traces: dict[str, re.Pattern[str]], text: str) -> bool:
    for begin, trace in traces.items():  # noqa: SIM110 - half as quick with any()
        if begin in text and trace.search(text):
            return True
    return False


def _traces(text: str, own: str) -> Iterator[int]:
    for trace in _TRACES.values():
        for found in trace.finditer(text):
            yield found.start()
    yield from _traces_of_ids(text, own)


def _traces_of_ids(text: str, own: str) -> Iterator[int]:
    for found in _TRACE_OF_ID.finditer(text):
        if text[found.start() - 4 : found.end()] != own:
            yield found.start()


def _visible(text: str) -> str:
    hiding = any(mark in text for mark in ("<!--", "```", "~~~"))
    text = "\n".join(visible_lines(text) if hiding else text.splitlines())
    return _INLINE_CODE.sub(" ", text) if "`" in text else text


def _numbers(text: str, issues: str) -> Iterator[str]:
    repository = "/".join(issues.split("/")[-3:-1])
    for found in _NUMBER.finditer(text):
        if found["link"]:
            link = found["link"].casefold().replace("://redirect.github.com/", "://github.com/", 1)
            page = re.match(r"/([1-9][0-9]{0,8})(?![\w/])", link.removeprefix(issues), re.ASCII)
            if page and link.startswith(issues):
                yield f"#{page[1]}"
        elif (found["repository"] or repository).casefold() == repository:
            yield f"#{found['number']}"


def _places(text: str, own: str) -> Iterator[str]:
    for found in _PLACE.finditer(text):
        if _has_any(_TRACES_OF_PLACES, found[0]) and len(found[0]) <= LONGEST:
            with contextlib.suppress(PapersError):
                place = locate(trimmed(found[0]))
                # arXiv's own DOIs are ids of arXiv's.
                if place and place.id != own and not place.id.startswith("10.48550/arxiv."):
                    yield place.id


def _titles(text: str, titles: Iterable[str]) -> Iterator[str]:
    longest_first = sorted(titles, key=lambda title: (-len(title), title))
    for paragraph in _PARAGRAPH.split(text) if longest_first else ():
        folded = _folded(paragraph)
        for title in longest_first:
            place = _place(title, folded)
            if place is None:
                continue
            yield title
            while place is not None:
                # What is a part of this one is not mentioned for its own sake.
                folded = f"{folded[:place]}\n{folded[place + len(title) :]}"
                place = _place(title, folded)


def _place(title: str, text: str) -> int | None:
    """Return where the title stands in the text, with no word going on before or behind it."""
    start = text.find(title)
    while start >= 0:
        if not (_joined(text, start) or _joined(text, start + len(title))):
            return start
        start = text.find(title, start + 1)
    return None


def _joined(text: str, place: int) -> bool:
    """Whether a word goes on across the place."""
    both = text[place - 1 : place + 1] if place else ""
    return len(both) > 1 and _WORD.fullmatch(both) is not None
