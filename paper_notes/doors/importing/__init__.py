"""Files of references in the formats of other programs, of our own, and in plain words.

Every format yields the entries in the file's order. What is wrong with one entry is an entry of its own
(`Broken`) and stops none of the others.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from paper_notes.disk.encoding import text_of
from paper_notes.values.entries import Broken, Elsewhere, Entry
from paper_notes.values.errors import PapersError

FORMATS: Mapping[str, str] = {
    "bibtex": "bibtex",
    "ris": "ris",
    "csl-json": "json_",
    "json": "json_",
    "jsonl": "json_",
    "text": "prose",
}
"""The formats by the names that people give them, and the modules that read them."""

_ENDINGS = {
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".ris": "ris",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".md": "text",
    ".markdown": "text",
}


def entries_in(data: bytes, name: str, form: str | None = None) -> Iterator[Entry]:
    """Yield the entries of a file called `name`, in the format `form` or what name and content tell.

    Never raises: a file that cannot be read is one `Broken` entry, and so is one that names no paper.
    """
    try:
        text, certain = text_of(data)
        form = form or format_of(text, name)
        if not certain and FORMATS[form] == "json_":
            # What is not what it seems must not become the text of a note.
            raise PapersError("is not UTF-8, which JSON has to be.", "Save it as UTF-8.")
    except PapersError as error:
        yield Broken(name, error.message, error.remedy)
        return
    # Each module loads its library: only the one that is needed.
    read: Callable[[str], Iterator[Entry]] = import_module(f"{__name__}.{FORMATS[form]}").read
    empty = True
    for entry in read(text):
        empty = False
        yield (
            entry._replace(place=f"{name}, {entry.place}") if isinstance(entry, Elsewhere | Broken) else entry
        )
    if empty:
        yield Broken(name, "names no paper on arXiv.", "Links to other sites, and look-alikes, do not count.")


def format_of(text: str, name: str) -> str:
    """Return the format that the ending of a file's name tells, or else its first lines."""
    for ending, form in _ENDINGS.items():
        if name.lower().endswith(ending):
            return form
    start = text[:10_000].lstrip()
    if re.match(r"[\[{]\s*[\[{\"\]}]", start):
        return "json"
    if re.match(r"(?:[^@]*\n)?TY  ?- ", text[:10_000]):
        return "ris"
    if re.search(r"^\s*@[A-Za-z]+\s*[{(]\s*[^\s,{}()]*\s*,", start, re.MULTILINE):
        return "bibtex"
    return "text"
