"""What a site's search knows of each note.

Pagefind takes words to stand between blanks. Text in scripts without blanks is given to it a second
time, behind the note: as pairs of letters, the way the library's own index has it. The search page
asks for the same pairs (templates/site/search.js), and never shows them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from html import unescape

from paper_notes.rules.site.digests import digest
from paper_notes.rules.site.tree import Derived, File
from paper_notes.values.text.words import grams, is_spaceless, normal

FOLDER = "pagefind"

END = "\u241e"
"""Between what a note says and the pairs."""

Index = Callable[[Iterable[tuple[str, str]]], Iterator[tuple[str, bytes]]]
"""Takes the addresses of pages, and their HTML; yields the names and contents of an index."""


def search_files(notes: Sequence[File], index: Index, inputs: bytes) -> Derived:
    """Return the index of the notes' pages. The inputs change with the program that makes it."""
    decided = digest(inputs, *sorted(note.inputs for note in notes))
    return Derived(FOLDER, decided, partial(_make, notes, index))


def _make(notes: Sequence[File], index: Index, read: Callable[[str], bytes]) -> Iterator[tuple[str, bytes]]:
    pages = ((note.path.removesuffix("index.html"), with_pairs(read(note.path).decode())) for note in notes)
    for name, content in index(pages):
        yield f"{FOLDER}/{name}", content


def with_pairs(html: str) -> str:
    """Return a page as Pagefind is to have it: its main part ends with the pairs of letters in it."""
    before, start, rest = html.partition("<main")
    main, end, after = rest.rpartition("</main>")
    pairs = pairs_of(main)
    return f"{before}{start}{main}<p data-pagefind-body>{END} {pairs}</p>{end}{after}" if pairs else html


def pairs_of(html: str) -> str:
    """Return the pairs of letters in the words without blanks, each once."""
    if html.isascii():
        return ""
    words = normal(unescape(re.sub("<[^>]*>", " ", html))).split()
    spaceless = {word for word in words if is_spaceless(word[0])}
    return " ".join(sorted({pair for word in spaceless for pair in grams(word).split()}))
