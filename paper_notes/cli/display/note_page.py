"""One note, for a person to read in a terminal."""

from collections.abc import Iterator, Mapping

from paper_notes.cli.display.colors import topic_colors
from paper_notes.cli.display.facts import authors, facts, links, relatives, remarks, standing
from paper_notes.cli.display.markdown import show
from paper_notes.cli.display.note_text import heading, readable
from paper_notes.cli.display.screen import Screen
from paper_notes.cli.display.text import STATUS_COLORS, plain
from paper_notes.cli.display.wrapping import PLAIN, Span, Style, paint, wrap
from paper_notes.values.model import Note
from paper_notes.values.related import Related

BOLD = Style(bold=True)
FAINT = Style(dim=True)


def note_page(
    note: Note, related: Related, screen: Screen, *, colors: Mapping[str, str], editable: bool
) -> list[str]:
    """Return the lines of a page about the note.

    `colors` are those of the topics' labels; with `editable` it says how to begin writing.
    """
    parts = _parts(note, related, screen, colors=colors, editable=editable)
    return [line for lines in parts for line in lines]


def _parts(
    note: Note, related: Related, screen: Screen, *, colors: Mapping[str, str], editable: bool
) -> Iterator[list[str]]:
    paper = note.paper

    def written(text: str, style: Style = PLAIN) -> list[str]:
        return painted(Span(text, style))

    def painted(*spans: Span) -> list[str]:
        return [paint(line, styled=screen.styled) for line in wrap(spans, screen.columns)]

    yield written(plain(paper.title), BOLD)
    if paper.authors:
        yield written(authors(paper))
    yield written(" · ".join(facts(paper)))
    yield [""]
    status, *rest = standing(note)
    color = Style(bold=True, fg=STATUS_COLORS[note.status])
    shades = topic_colors(colors)
    topics = [
        span
        for place, topic in enumerate(note.topics)
        for span in (Span(", " if place else " · "), Span(plain(topic), Style(fg=shades.get(topic))))
    ]
    yield painted(Span(status, color), *(Span(f" · {text}") for text in rest), *topics)
    for name, link in links(note):
        # Never wrapped: a terminal that knows no links finds the address by itself, if it is whole.
        spans = [Span(f"{name:<6} ", FAINT), Span(link, Style(link=link))]
        yield [paint(spans, styled=screen.styled)]
    for remark in remarks(paper):
        yield written(remark, FAINT)
    issues = note.url.rpartition("/")[0] if note.url else ""
    for how, name, title in relatives(related):
        link = f"{issues}/{name[1:]}" if issues and name.startswith("#") else ""
        yield painted(Span(f"{how} ", FAINT), Span(name, Style(link=link)), Span(f" {title}"))
    if paper.abstract:
        yield [""]
        yield written(plain(paper.abstract))
    own = show(readable(note.text), screen.columns, styled=screen.styled, issues=issues)
    rule = ["", *written("─" * screen.columns, FAINT)]
    if own.lines:
        yield [*rule, *own.lines]
        if own.empty:
            yield ["", *written(f"Still empty: {' · '.join(own.empty)}", FAINT)]
    elif editable:
        yield [*rule, *written(f"Nothing written yet: papers edit {note.number or paper.id}", FAINT)]
    for comment in note.comments:
        said = show(readable(comment.body), screen.columns, styled=screen.styled, issues=issues)
        if said.lines:
            yield [*rule, *written(heading(comment), FAINT), "", *said.lines]
