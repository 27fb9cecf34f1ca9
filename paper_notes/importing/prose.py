"""Text with papers in it: Markdown, a chat, a list of links."""

from collections.abc import Iterator

from paper_notes.entries import Entry
from paper_notes.reference import find_arxiv_ids


def read(text: str) -> Iterator[Entry]:
    """Yield each paper that the text names, once, in the order in which they come."""
    seen = set()
    for found in find_arxiv_ids(text):
        if found.id.base not in seen:
            seen.add(found.id.base)
            yield found.id
