"""The notes that a search found, for a person to choose from."""

from collections.abc import Iterator, Mapping, Sequence

from paper_notes.cli.display.colors import topic_colors
from paper_notes.cli.display.screen import Screen
from paper_notes.cli.display.text import STATUS_COLORS, plain, stars
from paper_notes.cli.display.wrapping import PLAIN, Line, Span, Style, paint, wrap
from paper_notes.values.color import RGB
from paper_notes.values.model import Note, Paper
from paper_notes.values.search import Hit, Search, texts_of
from paper_notes.values.text.excerpt import Finder, Piece
from paper_notes.values.text.names import people, surname

Shades = Mapping[str, RGB | int]

BOLD = Style(bold=True)
FAINT = Style(dim=True)
FOUND = Style(bold=True, fg="magenta")
INDENT = "    "
LINES = 2
"""Of an excerpt."""

NAMES = {"abstract": "abstract", "comments": "comment", "authors": "authors", "about": "about"}
"""What an excerpt is called that is not from the reader's own text."""


def page(asked: Search, hits: Sequence[Hit], screen: Screen, colors: Mapping[str, str]) -> list[str]:
    """Return the lines of a page with all the notes, and in them what was looked for.

    `colors` are those of the topics' labels.
    """
    finder, shades = Finder(asked.terms), topic_colors(colors)
    lines = [line for hit in hits for line in ("", *_lines(hit, finder, screen, shades))]
    return lines[1:]


def _lines(hit: Hit, finder: Finder, screen: Screen, shades: Shades) -> Iterator[str]:
    note = hit.note
    title = _spans(finder.mark(plain(note.paper.title)), BOLD)
    if not hit.trusted:
        title.insert(0, Span("[not trusted] "))
    for line in wrap(title, screen.columns):
        yield paint(line, styled=screen.styled)
    for line in wrap(_facts(note, shades), screen.columns):
        yield paint(line, styled=screen.styled)
    for line in _excerpt(texts_of(note), finder, screen.columns - len(INDENT)):
        yield INDENT + paint(line, styled=screen.styled)


def _excerpt(texts: Sequence[str], finder: Finder, columns: int) -> list[Line]:
    """Return the lines of an excerpt that does not come from the title, which is there anyway."""
    length = columns * LINES
    lines = list[Line]()
    for _ in range(2):
        excerpt = finder.excerpt(texts, length)
        if excerpt is None or excerpt.field == "title":
            return []
        name = NAMES.get(excerpt.field)
        spans = [*([Span(f"{name}: ", FAINT)] if name else ()), *_spans(excerpt.pieces, PLAIN)]
        lines = wrap(spans, columns)
        if len(lines) <= LINES:
            break
        length = length * LINES // len(lines)  # wide characters take twice the room
    return lines[:LINES]


def _facts(note: Note, shades: Shades) -> list[Span]:
    """Return what a row of `papers list` says but the title, and who wrote the paper when."""
    paper = note.paper
    facts = [
        [Span(note.name, FAINT)],
        [Span(paper.arxiv_id or "" if note.number is not None else "", FAINT)],
        [Span(note.status, Style(fg=STATUS_COLORS[note.status]))],
        [Span(stars(note.rating))],
        [
            span
            for topic in note.topics
            for span in (Span(", ", FAINT), Span(plain(topic), Style(fg=shades.get(topic))))
        ][1:],
        [Span(plain(_authors(paper)), FAINT)],
        [Span(str(paper.year or ""), FAINT)],
    ]
    said = [fact for fact in facts if fact and fact[0].text]
    return [span for fact in said for span in (Span(" · ", FAINT), *fact)][1:]


def _authors(paper: Paper) -> str:
    """Return the family names of the first authors."""
    names = people(paper.authors)
    return " and ".join(map(surname, names)) if len(names) < 3 else f"{surname(names[0])} et al."


def _spans(pieces: Sequence[Piece], style: Style) -> list[Span]:
    return [Span(text, FOUND if found else style) for text, found in pieces]
