"""Where each page of the site is, as a path below the site's own folder.

A folder ends in `/`; its page is the `index.html` in it. A note's folder is made of its issue's number,
or else of the paper's id, so that no change of a title ever breaks a link.
"""

import re
import unicodedata
from collections.abc import Iterable

from paper_notes.rules.export.file_names import note_name, topic_name
from paper_notes.values.model import Note

HOME = ""
NOTES = "notes/"
TOPICS = "topics/"
YEARS = "years/"
AUTHORS = "authors/"
STATISTICS = "statistics/"
SEARCH = "search/"
NOT_FOUND = "404.html"
NO_JEKYLL = ".nojekyll"
STYLE = "assets/style.css"
ICON = "assets/icon.svg"
SCRIPT = "assets/site.js"
SEARCH_SCRIPT = "assets/search.js"
JSON = "notes.json"
BIBTEX = "notes.bib"

_LONGEST = 60
_GAP = re.compile(r"[\W_]+")
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def note_folder(note: Note) -> str:
    """Return the folder of a note's page: `notes/12/`, of a local note `notes/hep-th_9901001/`."""
    return f"{NOTES}{note_name(note.paper.id) if note.number is None else note.number}/"


def topic_folders(topics: Iterable[str]) -> dict[str, str]:
    """Return the folder of each topic's page, by the topic's name."""
    taken = {"index.html"}  # the page about all of them
    return {topic: f"{TOPICS}{topic_name(topic, taken)}/" for topic in topics}


def author_folder(name: str) -> str:
    """Return the folder of an author's page; spellings that differ in accents and case alone share one."""
    bare = name.casefold()
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFKD", bare)
        # Accents go; what Japanese and Korean letters are made of comes together again.
        kept = (char for char in decomposed if not unicodedata.combining(char) or char > "\u3000")
        bare = unicodedata.normalize("NFC", "".join(kept))
    words = _GAP.sub("-", bare).strip("-")[:_LONGEST].strip("-")
    return f"{AUTHORS}{words or 'author'}{'-' if _DEVICES.fullmatch(words) else ''}/"


def file_of(address: str) -> str:
    """Return the path of the file that a web server sends for the address."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def root_of(address: str) -> str:
    """Return what leads from a page to the site's own folder: `../../`, or `./`."""
    return "../" * address.count("/") or "./"
