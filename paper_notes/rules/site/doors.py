"""What a site is made with, from outside."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from paper_notes.rules.site.search import Index
from paper_notes.values.feed import Feed


class Doors(NamedTuple):
    """What the files of a site need from outside."""

    render: Callable[..., str]
    """Takes a template's name and its values."""
    source: Callable[[str], str]
    """Returns the text of a template or style sheet."""
    to_html: Callable[[str, Mapping[int, str], Mapping[str, str], str], str]
    """Takes Markdown, the addresses of the notes that have a page by number, those of copied images by the
    original ones, and what all ids in it are to begin with; returns safe HTML."""
    title_html: Callable[[str], str]
    """Takes a line of text, such as a paper's title, and returns it as safe HTML, with its math."""
    highlight_css: Callable[..., str]
    """Returns the style for what `to_html` makes of code, with `dark` that for a dark ground."""
    atom: Callable[[Feed], bytes]
    """Returns a feed as XML."""
    make_index: Index
    """Makes an index to search."""
    index_version: Callable[[], str]
    """Returns what makes it: another one makes another index."""
    fingerprint: bytes
    """Changes whenever program, templates or style could make something else of the same notes."""
