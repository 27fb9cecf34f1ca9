"""HTML of ours as elements: strict, for what we write is to be whole."""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)


def parsed(html: str) -> Element:
    """Return the `html` element of a page; an end tag that ends nothing, or is missing, is an error."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    assert parser.open == [], f"never ended: {parser.open}"
    return parser.builder.close()


def text_of(element: Element) -> str:
    """Return what a reader sees of the element, on one line."""
    return " ".join("".join(element.itertext()).split())


def links(element: Element) -> list[tuple[str, str]]:
    """Return text and target of each link in the element."""
    return [(text_of(link), link.get("href", "")) for link in element.iter("a")]


def with_class(element: Element, name: str) -> list[Element]:
    """Return the elements that have a class."""
    return [each for each in element.iter() if name in each.get("class", "").split()]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"{tag} has an attribute twice: {names}"
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1:] == [tag], f"</{tag}> ends {self.open[-3:]}"
        self.builder.end(self.open.pop())

    def handle_data(self, data: str) -> None:
        if self.open:
            self.builder.data(data)
