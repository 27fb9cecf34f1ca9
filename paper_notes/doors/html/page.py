"""What GitHub adds to the HTML of Markdown, and what a page of ours does: in one pass, from left to right."""

import re
from html import escape, unescape
from typing import NamedTuple

from paper_notes.doors.html import links
from paper_notes.doors.html.code import highlighted
from paper_notes.doors.html.dollars import Taken
from paper_notes.doors.html.emojis import with_emoji
from paper_notes.doors.html.links import Place
from paper_notes.doors.html.maths import math_html
from paper_notes.values.text.anchors import github_anchor

DEEPEST = 60
"""Quotes and lists in one another; browsers and readers lose count long before."""

_LONGEST_HEADING = 400
"""Tags and texts, as far as one looks for the end of a heading."""

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_TAG = re.compile(r'(<(?:[^<>"]|"[^"]*+")*+>)')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)
_HEADING = re.compile(r"<h([1-6])[ >]")
_SIZE = re.compile(r"[0-9]{1,5}%?")
_VOID = frozenset(("br", "col", "hr", "img", "input", "wbr"))
_CONTAINERS = frozenset(("blockquote", "ul", "ol", "li", "dl", "dd", "div", "details", "section"))
_TURNING = frozenset(
    ("p", "li", "td", "th", "summary", "dt", "dd", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
)
"""What may be written from right to left."""
_LITERAL = frozenset(("code", "kbd", "pre", "samp", "var"))
"""In these, GitHub makes links and emoji of nothing."""


class _Open(NamedTuple):
    """An element that was begun."""

    name: str
    end: str
    """How it is ended in what we make of it."""
    literal: bool = False


class Page:
    """Goes through clean HTML once, and adds to it."""

    def __init__(self, html: str, taken: Taken, place: Place) -> None:
        self._pieces = _TAG.split(html)
        self._taken = taken
        self._words = taken.words
        self._place = place
        self._anchors: dict[str, int] = {}
        self._open: list[_Open] = []
        self._depth = 0
        self._literal = 0
        self._linked = 0
        self._turns = not html.isascii() and bool(RIGHT_TO_LEFT.search(html))
        levels = [int(level) for level in _HEADING.findall(html)]
        self._demoted = place.level - min(levels) if levels else 0
        self._out: list[str] = []
        self.images: dict[str, None] = {}
        """The addresses of images, in order."""

    def html(self) -> str:
        """Return the result."""
        at = 0
        while at < len(self._pieces):
            piece = self._pieces[at]
            if at % 2 == 0:
                self._out.append(self._text(piece))
                at += 1
            elif piece.startswith("</"):
                self._end()
                at += 1
            else:
                at = self._begin(at, piece, piece[1:].partition(" ")[0].rstrip(">"))
        return "".join(self._out)

    # -- text -------------------------------------------------------------------------

    def _text(self, html: str) -> str:
        if self._words is None:
            return self._plain(html)
        if self._literal:
            return self._restored(html)
        parts, end = list[str](), 0
        for word in self._words.finditer(html):
            formula = self._taken.formulas[word[0]]
            parts += (self._plain(html[end : word.start()]), math_html(formula.tex, block=formula.block))
            end = word.end()
        return "".join((*parts, self._plain(html[end:])))

    def _plain(self, html: str) -> str:
        if self._literal:
            return html
        if ":" in html:
            html = with_emoji(html)
        return html if self._linked else links.acting(html, self._place)

    def _restored(self, html: str) -> str:
        """Return HTML, or a tag, with the formulas that were taken out of it as they were typed."""
        if self._words is None:
            return html
        return self._words.sub(lambda word: escape(self._taken.formulas[word[0]].source), html)

    # -- elements ---------------------------------------------------------------------

    def _begin(self, at: int, tag: str, name: str) -> int:
        """Write the element that begins at a piece; return the piece to go on with."""
        tag = self._restored(tag)
        match name:
            case "input":
                return at + 1  # but for those of task lists, which _item has
            case "img":
                self._out.append(self._image(_attributes(tag)))
                return at + 1
            case "a":
                return self._link(at, _attributes(tag))
            case "pre":
                return self._code(at, _attributes(tag).get("lang", ""))
            case "li" if _is_box(self._pieces[at + 1 : at + 3]):
                return self._item(at)
            case "blockquote" if alert := self._alert(at):
                return alert
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._heading(at, tag, name)
                return at + 1
            case "table":
                # Wide ones are scrolled by themselves, also with the keyboard.
                self._open_as(name, f'<div class="table" tabindex="0">{self._marked(tag)}', "</table></div>")
                return at + 1
        if name in _VOID:
            self._out.append(self._marked(tag))
        elif name in _CONTAINERS and self._depth >= DEEPEST:
            self._open_as(name, "", "")
        else:
            marked = self._marked(tag, ' dir="auto"' if self._turns and name in _TURNING else "")
            self._open_as(name, marked, f"</{name}>", literal=name in _LITERAL)
        return at + 1

    def _open_as(self, name: str, html: str, end: str, *, literal: bool = False) -> None:
        self._out.append(html)
        self._open.append(_Open(name, end, literal))
        self._depth += name in _CONTAINERS
        self._linked += name == "a"
        self._literal += literal

    def _end(self) -> None:
        opened = self._open.pop()
        self._out.append(opened.end)
        self._depth -= opened.name in _CONTAINERS
        self._linked -= opened.name == "a"
        self._literal -= opened.literal

    def _marked(self, tag: str, marks: str = "") -> str:
        """Return a tag with our prefix before its id, and with more attributes."""
        tag = tag.replace(' class=""', "").replace(' id="', f' id="{escape(self._place.prefix)}', 1)
        return f"{tag[:-1]}{marks}>" if marks else tag

    def _heading(self, at: int, tag: str, name: str) -> None:
        level = f"h{min(6, max(1, int(name[1]) + self._demoted))}"
        marks = ' dir="auto"' if self._turns else ""
        if ' id="' not in tag:
            try:
                end = self._pieces.index(f"</{name}>", at, at + _LONGEST_HEADING)
            except ValueError:
                end = at
            words = unescape("".join(self._pieces[at + 1 : end : 2]))
            if self._words is not None:
                words = self._words.sub(lambda word: self._taken.formulas[word[0]].tex, words)
            if anchor := github_anchor(words.strip(), self._anchors):
                marks += f' id="{escape(anchor)}"'
        tag = f"<{level}{tag[3:-1]}{marks}>"
        self._open_as(name, self._marked(tag), f"</{level}>")

    def _link(self, at: int, attributes: dict[str, str]) -> int:
        typed = attributes.pop("href", None)
        address = links.href(typed, self._place) if typed is not None else None
        if address is not None:
            attributes["href"] = address
        end = "</a>"
        self._open_as("a", self._marked(f"<a{_written(attributes)}{links.rel(address or '')}>"), end)
        said = unescape(self._restored(self._pieces[at + 1]))
        if typed == said and self._pieces[at + 2] == end:
            # An address by itself: dollars in it are no mathematics, and GitHub shortens those of issues.
            self._out.append(escape(links.short(said, self._place) or said, quote=False))
            return at + 2
        return at + 1

    def _image(self, attributes: dict[str, str]) -> str:
        source = attributes.pop("src", "").strip()
        alt = attributes.pop("alt", "")
        kept = {
            name: value
            for name, value in attributes.items()
            if name not in ("width", "height") or _SIZE.fullmatch(value)
        }
        full = links.absolute(source, self._place) or ""
        # Browsers ask for images of a safe page in a safe way only.
        full = re.sub("^http:", "https:", full)
        shown = self._place.images.get(source) or (full if full.startswith("https:") else None)
        if not source or shown is None:
            return escape(alt)
        self.images[source] = None
        return f'<img{_written({"src": shown, "alt": alt, **kept})} loading="lazy" decoding="async">'

    def _code(self, at: int, language: str) -> int:
        """Write a block of code, or what else `pre` begins."""
        shape = self._pieces[at + 1 : at + 7]
        if (
            len(shape) < 6
            or shape[0]
            or not shape[1].startswith("<code")
            or shape[3:] != ["</code>", "", "</pre>"]
        ):
            self._open_as("pre", '<pre tabindex="0">', "</pre>", literal=True)
            return at + 1
        code = unescape(self._restored(shape[2]))
        if language == "math":
            self._out.append(f"<p>{math_html(code, block=True)}</p>")
        else:
            self._out.append(
                f'<pre class="highlight" tabindex="0"><code>{highlighted(code, language)}</code></pre>'
            )
        return at + 7

    def _item(self, at: int) -> int:
        """Write the beginning of an item with a box to tick."""
        done = " checked=" in self._pieces[at + 2]
        marks = ' checked aria-label="done"' if done else ' aria-label="to do"'
        box = f'<input type="checkbox" disabled{marks}>'
        self._open_as("li", f'<li class="task-list-item"{" dir=auto" if self._turns else ""}>', "</li>")
        if not self._pieces[at + 3].strip() and self._pieces[at + 4] == "<p>":
            self._open_as("p", f"<p>{box} ", "</p>")
            return at + 5
        self._out.append(box)
        return at + 3

    def _alert(self, at: int) -> int | None:
        """Write the beginning of an alert, if the quote at a piece is one."""
        shape = self._pieces[at + 1 : at + 5]
        found = _ALERT.fullmatch(shape[2]) if len(shape) == 4 and shape[1] == "<p>" else None
        if found is None or self._open or shape[3] not in ("<br>", "</p>"):
            return None
        kind = found[1].lower()
        title = f'<p class="markdown-alert-title">{kind.capitalize()}</p>'
        html = (
            f'<div class="markdown-alert markdown-alert-{kind}"{" dir=auto" if self._turns else ""}>{title}'
        )
        self._open_as("blockquote", html, "</div>")
        if shape[3] == "<br>":
            self._open_as("p", "<p>", "</p>")
        return at + 5


def _is_box(pieces: list[str]) -> bool:
    return len(pieces) == 2 and not pieces[0] and pieces[1].startswith('<input type="checkbox"')


def _attributes(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
