"""Text with papers in it: Markdown, a chat, a list of links."""

from collections.abc import Iterator

from paper_notes.values.arxiv_mentions import find_arxiv_ids
from paper_notes.values.entries import Entry

AT_ONCE = 1_000_000
"""Characters that are searched at a time."""


def read(text: str) -> Iterator[Entry]:
    """Yield each paper that the text names, once, in the order in which they come."""
    seen = set()
    for piece in _pieces(text):
        for found in find_arxiv_ids(piece):
            if found.paper.id not in seen:
                seen.add(found.paper.id)
                yield found.paper


def _pieces(text: str) -> Iterator[str]:
    """Yield the text in pieces that end with a line, or else with a word."""
    begin = 0
    while len(text) - begin > AT_ONCE:
        most = begin + AT_ONCE
        end = next((at + 1 for mark in "\n " if (at := text.rfind(mark, begin, most)) > begin), most)
        yield text[begin:end]
        begin = end
    yield text[begin:]
