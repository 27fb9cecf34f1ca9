"""A reader's Markdown as lines for a terminal, close to what GitHub shows of it."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin

from paper_notes.cli.display.markdown_table import table_lines
from paper_notes.cli.display.wrapping import PLAIN, Line, Span, Style, paint, wrap

CODE = "cyan"
LEAST_TEXT = 10
"""Columns that text keeps, however deep in lists and quotes it is."""

_BULLETS = "•◦▪"
_BOX = re.compile(r"\[([ xX])\] +")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(alt|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/summary|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_CLICKABLE = re.compile(
    r"(?P<address>https?://[!-;=?-~]*[\w/#=&%+$@~-])|(?<![\w/&#])#(?P<number>[1-9]\d{0,8})\b", re.ASCII
)
_NOTHING = ("", "_No response_")
"""What a section may hold that says nothing; GitHub's issue forms write it for fields left out."""


class Shown(NamedTuple):
    """A text as a terminal shows it, and the headings that have nothing below them yet."""

    lines: list[str]
    empty: list[str]


def show(text: str, columns: int, *, styled: bool, issues: str = "") -> Shown:
    """Return the Markdown `text` as lines of at most `columns`; code keeps its own line breaks.

    HTML comments do not show, sections without content are left out, math stays TeX. Without
    styles the marks of Markdown stand for them. `issues` is the address that `#12` is a page of.
    """
    kept, empty = _folded(SyntaxTreeNode(_parser().parse(text)).children)
    lines = _Renderer(issues, styled=styled).blocks(kept, columns)
    return Shown([paint(line, styled=styled) for line in lines], [_words(heading) for heading in empty])


def _parser() -> MarkdownIt:
    # GitHub's rules for $…$: no blank inside the dollars, no digit outside, so that prices are none
    # (GitHub docs: writing mathematical expressions).
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    return parser.use(
        dollarmath_plugin,
        allow_labels=False,
        allow_space=False,
        allow_digits=False,
        allow_blank_lines=False,
        double_inline=True,
    )


def _folded(blocks: Sequence[SyntaxTreeNode]) -> tuple[list[SyntaxTreeNode], list[SyntaxTreeNode]]:
    """Return the blocks that show, and the headings below which nothing does."""
    kept: list[SyntaxTreeNode] = []
    empty: list[SyntaxTreeNode] = []
    for block in reversed(blocks):
        follows = kept[-1] if kept else None
        if block.type == "heading":
            filled = follows and (follows.type != "heading" or follows.tag > block.tag)
            (kept if filled else empty).append(block)
        elif block.type == "hr":
            if follows and follows.type != "heading":
                kept.append(block)
        elif _shows(block):
            kept.append(block)
    return kept[::-1], empty[::-1]


def _shows(node: SyntaxTreeNode) -> bool:
    """Whether anything of the node is for a reader's eyes."""
    if node.type == "html_block":
        return bool(_bare(node.content))
    if node.type == "inline":
        return _COMMENT.sub("", node.content).strip() not in _NOTHING
    return not node.children or any(map(_shows, node.children))


def _bare(html: str) -> str:
    return _TAG.sub("", _IMAGE.sub("image", _COMMENT.sub("", html))).strip()


def _words(heading: SyntaxTreeNode) -> str:
    return " ".join(_COMMENT.sub("", heading.children[0].content).split())


class _Renderer:
    """Turns nodes into lines, for one terminal."""

    def __init__(self, issues: str, *, styled: bool) -> None:
        self._issues = issues
        self._styled = styled
        self._faint = Style(dim=True)

    # -- blocks -----------------------------------------------------------------------

    def blocks(self, nodes: Sequence[SyntaxTreeNode], columns: int, depth: int = 0) -> list[Line]:
        """Return the lines of all nodes, with a blank line between two of them unless they are tight."""
        lines: list[Line] = []
        columns = max(columns, LEAST_TEXT)
        for node in nodes:
            block = self._block(node, columns, depth)
            tight = node.hidden or (depth > 0 and node.type.endswith("_list"))
            if lines and block and not tight:
                lines.append([])
            lines += block
        return lines

    def _block(self, node: SyntaxTreeNode, columns: int, depth: int) -> list[Line]:
        match node.type:
            case "paragraph":
                return wrap(self._inline(node.children, PLAIN), columns)
            case "heading":
                return self._heading(node, columns)
            case "bullet_list" | "ordered_list":
                return self._list(node, columns, depth)
            case "blockquote":
                bar = Span("│ " if self._styled else "> ", self._faint)
                return [[bar, *line] for line in self.blocks(node.children, columns - 2, depth)]
            case "fence" | "code_block":
                return self._code(node)
            case "math_block":
                return [[Span(line)] for line in f"$${node.content}$$".splitlines()]
            case "table":
                return self._table(node, columns)
            case "hr":
                return [[Span("─" * columns if self._styled else "---", self._faint)]]
            case "html_block":
                return self._html(node.content, columns)
        return self.blocks(node.children, columns, depth)

    def _heading(self, node: SyntaxTreeNode, columns: int) -> list[Line]:
        level = int(node.tag[1:])
        marks = [] if self._styled else [Span("#" * level + " ")]
        return wrap([*marks, *self._inline(node.children, Style(bold=True, underline=level == 1))], columns)

    def _list(self, node: SyntaxTreeNode, columns: int, depth: int) -> list[Line]:
        lines: list[Line] = []
        number = int(node.attrs.get("start", 1))
        last = number + len(node.children) - 1
        for place, item in enumerate(node.children):
            mark = _BULLETS[min(depth, len(_BULLETS) - 1)] if self._styled else "-"
            if node.type == "ordered_list":
                mark = f"{number + place}.".rjust(len(f"{last}."))
            if box := self._box(item):
                mark = box
            indent = len(mark) + 1
            block = self.blocks(item.children, columns - indent, depth + 1) or [[]]
            loose = any(child.type == "paragraph" and not child.hidden for child in item.children)
            if lines and loose:
                lines.append([])
            lines.append([Span(f"{mark} "), *block[0]])
            lines += [[Span(" " * indent), *line] if line else [] for line in block[1:]]
        return lines

    def _box(self, item: SyntaxTreeNode) -> str | None:
        """Return the check box that the item begins with, taken off its text; None if it has none."""
        inline = next((child.children[0] for child in item.children[:1] if child.type == "paragraph"), None)
        text = inline.children[0] if inline and inline.children else None
        found = _BOX.match(text.content) if text and text.type == "text" else None
        if text is None or found is None:
            return None
        assert text.token is not None
        text.token.content = text.content[found.end() :]
        checked = found[1] != " "
        return ("☑" if checked else "☐") if self._styled else ("- [x]" if checked else "- [ ]")

    def _code(self, node: SyntaxTreeNode) -> list[Line]:
        code = [[Span(line.expandtabs(4), Style(fg=CODE))] for line in node.content.rstrip("\n").split("\n")]
        if self._styled or node.type == "code_block":
            return [[Span("    "), *line] for line in code]
        return [[Span(f"{node.markup}{node.info}")], *code, [Span(node.markup)]]

    def _html(self, html: str, columns: int) -> list[Line]:
        """Return what shows of a block of HTML, as text."""
        html = _BREAK.sub("\n", " ".join(_COMMENT.sub("", html).split()))
        lines: list[Line] = []
        for paragraph in html.split("\n"):
            spans: list[Span] = []
            end = 0
            for image in _IMAGE.finditer(paragraph):
                spans += [self._bare_text(paragraph[end : image.start()]), *self._picture(image[0])]
                end = image.end()
            spans.append(self._bare_text(paragraph[end:]))
            if any(span.text.strip() for span in spans):
                lines += wrap(spans, columns)
        return lines

    def _bare_text(self, html: str) -> Span:
        return Span(unescape(_TAG.sub("", html)))

    def _table(self, node: SyntaxTreeNode, columns: int) -> list[Line]:
        rows = [row.children for part in node.children for row in part.children]
        bold = Style(bold=True)
        cells = [
            [list(self._inline(cell.children, PLAIN if number else bold)) for cell in row]
            for number, row in enumerate(rows)
        ]
        alignments = [str(cell.attrs.get("style", "")).rpartition(":")[2] for cell in rows[0]]
        rule = "─" if self._styled else "-"
        return table_lines(cells, alignments, columns, Span(rule, self._faint))

    # -- inside a line ----------------------------------------------------------------

    def _inline(self, nodes: Sequence[SyntaxTreeNode], style: Style) -> Iterator[Span]:
        for node in nodes:
            match node.type:
                case "inline":
                    yield from self._inline(node.children, style)
                case "text":
                    yield from self._text(node.content, style)
                case "softbreak" | "hardbreak":
                    yield Span("\n", style)  # GitHub breaks lines in issues wherever the source does
                case "strong":
                    yield from self._marked(node, style._replace(bold=True), style)
                case "em":
                    yield from self._marked(node, style._replace(italic=True), style)
                case "s":
                    yield from self._marked(node, style._replace(strikethrough=True), style)
                case "code_inline":
                    mark = "" if self._styled else node.markup
                    yield Span(f"{mark}{node.content}{mark}", style._replace(fg=CODE))
                case "math_inline" | "math_inline_double":
                    yield Span(f"{node.markup}{node.content}{node.markup}", style)
                case "link":
                    yield from self._link(node, style)
                case "image":
                    yield from self._image(node.content, str(node.attrs.get("src", "")), style)
                case "html_inline":
                    if _BREAK.match(node.content):
                        yield Span("\n", style)
                    elif _IMAGE.match(node.content):
                        yield from self._picture(node.content)

    def _marked(self, node: SyntaxTreeNode, style: Style, around: Style) -> Iterator[Span]:
        mark = [] if self._styled else [Span(node.markup, around)]
        yield from (*mark, *self._inline(node.children, style), *mark)

    def _text(self, text: str, style: Style) -> Iterator[Span]:
        """Yield the text, with its addresses and numbers of issues made clickable."""
        end = 0
        for found in _CLICKABLE.finditer(text):
            link = found["address"] or (f"{self._issues}/{found['number']}" if self._issues else "")
            if link and not style.link:
                yield Span(text[end : found.start()], style)
                yield Span(found[0], style._replace(underline=True, link=link))
                end = found.end()
        yield Span(text[end:], style)

    def _link(self, node: SyntaxTreeNode, style: Style) -> Iterator[Span]:
        address = str(node.attrs.get("href", ""))
        linked = style._replace(underline=True, link=address)
        words = list(self._inline(node.children, linked))
        yield from words
        said = "".join(span.text for span in words)
        opens = self._styled and linked.opens
        if not opens and address.removeprefix("mailto:") != said:
            yield Span(f" ({address})", style)

    def _image(self, alt: str, address: str, style: Style = PLAIN) -> Iterator[Span]:
        if self._styled:
            yield Span(f"[image: {alt}]" if alt else "[image]", style._replace(underline=True, link=address))
        else:
            yield Span(f"![{alt}]({address})", style)

    def _picture(self, tag: str) -> Iterator[Span]:
        attributes = {
            found[1].lower(): unescape(found[2] or found[3] or found[4] or "")
            for found in _ATTRIBUTE.finditer(tag)
        }
        return self._image(attributes.get("alt", ""), attributes.get("src", ""))
