"""Markdown as GitHub sees it, to look at what a text really becomes.

cmark-gfm is GitHub's own parser. HTML is let through (GitHub sanitises it only afterwards), so that
whatever a hostile text smuggles in shows up as an element.
"""

import re
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder

import cmarkgfm
from cmarkgfm.cmark import Options

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)


class Heading(NamedTuple):
    """A heading as a reader sees it."""

    level: int
    text: str


def to_html(markdown: str, *, hard_breaks: bool = False) -> str:
    """Return the HTML. In comments and issues, unlike files, GitHub keeps line breaks (`hard_breaks`)."""
    options: int = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    if hard_breaks:
        options |= Options.CMARK_OPT_HARDBREAKS
    html: str = cmarkgfm.github_flavored_markdown_to_html(markdown, options)
    return html


def to_tree(markdown: str) -> Element:
    """Return the HTML as elements under one `body`."""
    parser = _Parser()
    parser.feed(to_html(markdown))
    parser.close()
    return parser.tree()


def text_of(element: Element) -> str:
    """Return what a reader sees of the element, on one line and without zero-width spaces."""
    return " ".join("".join(element.itertext()).replace("\u200b", "").split())


def headings(tree: Element) -> list[Heading]:
    """Return the headings, in order."""
    found = (element for element in tree.iter() if re.fullmatch("h[1-6]", element.tag))
    return [Heading(int(element.tag[1]), text_of(element)) for element in found]


def links(element: Element) -> list[tuple[str, str]]:
    """Return text and target of each link in the element."""
    return [(text_of(link), link.get("href", "")) for link in element.iter("a")]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._builder = TreeBuilder(insert_comments=True)
        self._builder.start("body", {})
        self._open = ["body"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self._builder.end(tag)
        else:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open[-1] != "body":
            last = self._open.pop()
            self._builder.end(last)
            if last == tag:
                break

    def handle_data(self, data: str) -> None:
        self._builder.data(data)

    def handle_comment(self, data: str) -> None:
        self._builder.comment(data)

    def tree(self) -> Element:
        """Return the root, with whatever was left open closed."""
        while self._open:
            self._builder.end(self._open.pop())
        return self._builder.close()
