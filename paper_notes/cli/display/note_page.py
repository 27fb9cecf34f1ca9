"""One note, for a person to read in a terminal."""

from collections.abc import Iterator, Mapping

from paper_notes.cli.display.colors import topic_colors
from paper_notes.cli.display.facts import authors, facts, links, relatives, remarks, standing
from paper_notes.cli.display.markdown import Shown, show
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
    page = _Page(note, screen)
    return [
        *page.heading(),
        "",
        *page.standing(colors),
        *page.links(),
        *page.relatives(related),
        *page.abstract(),
        *page.own_text(editable=editable),
        *page.comments(),
    ]


class _Page:
    """The parts of a page about one note, each as lines for one terminal."""

    def __init__(self, note: Note, screen: Screen) -> None:
        self._note = note
        self._screen = screen
        self._issues = note.url.rpartition("/")[0] if note.url else ""
        """The address that `#12` is a page of; empty where there are no issues."""

    def heading(self) -> Iterator[str]:
        """Yield what the paper is."""
        paper = self._note.paper
        yield from self._written(plain(paper.title), BOLD)
        if paper.authors:
            yield from self._written(authors(paper))
        yield from self._written(" · ".join(facts(paper)))

    def standing(self, colors: Mapping[str, str]) -> list[str]:
        """Return where the reader stands with it, and its topics in the colours of their labels."""
        status, *rest = standing(self._note)
        color = Style(bold=True, fg=STATUS_COLORS[self._note.status])
        shades = topic_colors(colors)
        topics = [
            span
            for place, topic in enumerate(self._note.topics)
            for span in (Span(", " if place else " · "), Span(plain(topic), Style(fg=shades.get(topic))))
        ]
        return self._painted(Span(status, color), *(Span(f" · {text}") for text in rest), *topics)

    def links(self) -> Iterator[str]:
        """Yield every page about it, and what the source remarks."""
        for name, link in links(self._note):
            # Never wrapped: a terminal that knows no links finds the address by itself, if it is whole.
            spans = [Span(f"{name:<6} ", FAINT), Span(link, Style(link=link))]
            yield paint(spans, styled=self._screen.styled)
        for remark in remarks(self._note.paper):
            yield from self._written(remark, FAINT)

    def relatives(self, related: Related) -> Iterator[str]:
        """Yield the notes that it mentions, and those that mention it."""
        for how, name, title in relatives(related):
            link = f"{self._issues}/{name[1:]}" if self._issues and name.startswith("#") else ""
            yield from self._painted(Span(f"{how} ", FAINT), Span(name, Style(link=link)), Span(f" {title}"))

    def abstract(self) -> list[str]:
        """Return the abstract, below a blank line, if there is one."""
        abstract = self._note.paper.abstract
        return ["", *self._written(plain(abstract))] if abstract else []

    def own_text(self, *, editable: bool) -> Iterator[str]:
        """Yield what the reader wrote, below a rule."""
        note = self._note
        own = self._rendered(note.text)
        if own.lines:
            yield from (*self._rule(), *own.lines)
            if own.empty:
                yield from ("", *self._written(f"Still empty: {' · '.join(own.empty)}", FAINT))
        elif editable:
            hint = f"Nothing written yet: papers edit {note.number or note.paper.id}"
            yield from (*self._rule(), *self._written(hint, FAINT))

    def comments(self) -> Iterator[str]:
        """Yield the comments that say something, each below a rule."""
        for comment in self._note.comments:
            said = self._rendered(comment.body)
            if said.lines:
                yield from (*self._rule(), *self._written(heading(comment), FAINT), "", *said.lines)

    def _rendered(self, text: str) -> Shown:
        screen = self._screen
        return show(readable(text), screen.columns, styled=screen.styled, issues=self._issues)

    def _rule(self) -> list[str]:
        return ["", *self._written("─" * self._screen.columns, FAINT)]

    def _written(self, text: str, style: Style = PLAIN) -> list[str]:
        return self._painted(Span(text, style))

    def _painted(self, *spans: Span) -> list[str]:
        return [paint(line, styled=self._screen.styled) for line in wrap(spans, self._screen.columns)]
