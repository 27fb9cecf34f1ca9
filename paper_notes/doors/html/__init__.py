"""The door to HTML: a reader's Markdown as GitHub shows it, and other people's words with their maths.

cmark-gfm, GitHub's own, reads the Markdown; what comes out is cleaned (`policy`), given what GitHub adds to
it (links, alerts, emoji, mathematics, colours in code), and cleaned again. Nothing that a note holds can
run or cover anything on the page, end an element of the page around it, or take long.
"""

import re
from html import escape

import cmarkgfm
from cmarkgfm.cmark import Options

from paper_notes.doors.html.code import highlight_css
from paper_notes.doors.html.dollars import Taken, take_out
from paper_notes.doors.html.links import Place
from paper_notes.doors.html.maths import math_html
from paper_notes.doors.html.page import RIGHT_TO_LEFT, Page
from paper_notes.doors.html.policy import clean_input, clean_output
from paper_notes.values.text.tex import pieces

__all__ = ["Place", "highlight_css", "html_of", "images_of", "title_html"]

LONGEST = 2**18
"""Characters, four times as many as an issue may have; a longer text is shown as it was typed."""

_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_HARDBREAKS
# Controls, lone surrogates, what Unicode has no character for, and marks that turn the text around.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def html_of(markdown: str, place: Place = Place()) -> str:  # noqa: B008 (immutable)
    """Return the HTML of a note's text, fit to be put into a page as it is."""
    if len(markdown) > LONGEST:
        return f'<pre tabindex="0">{escape(_UNSEEN.sub("", markdown))}</pre>'
    taken, html = _read(markdown)
    return clean_output(Page(html, taken, place).html()) if html else ""


def images_of(markdown: str, place: Place = Place()) -> list[str]:  # noqa: B008 (immutable)
    """Return the addresses of the images that the HTML of a text shows, as they are in the text."""
    if len(markdown) > LONGEST or ("![" not in markdown and "<img" not in markdown.lower()):
        return []
    taken, html = _read(markdown)
    page = Page(html, taken, place)
    page.html()
    return list(page.images)


def _read(markdown: str) -> tuple[Taken, str]:
    """Return the formulas of a text, and the HTML of the rest, cleaned."""
    text = _UNSEEN.sub("", markdown.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "�"))
    if not text.strip():
        return Taken("", {}), ""
    taken = take_out(text)
    html: str = cmarkgfm.github_flavored_markdown_to_html(taken.text, _OPTIONS)
    # Once more, as entities name characters too, and are read by now.
    return taken, _UNSEEN.sub("", clean_input(html.rstrip()))


def title_html(text: str) -> str:
    """Return a title or an abstract as HTML, its TeX as mathematics; Markdown and HTML in it are text."""
    html = "".join(math_html(piece.text) if piece.math else escape(piece.text) for piece in pieces(text))
    html = _UNSEEN.sub("", html)
    if not html.isascii() and RIGHT_TO_LEFT.search(html):
        html = f"<bdi>{html}</bdi>"
    return clean_output(html) if "<" in html else html
