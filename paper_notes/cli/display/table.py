"""Rows that align, also with Korean and Japanese titles, in the width that the terminal has."""

import shutil
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import click
from wcwidth import clip, width

from paper_notes.cli.display.colors import topic_colors
from paper_notes.cli.display.text import STATUS_COLORS, plain, stars
from paper_notes.values.query import Line

HEADER = ("#", "arXiv", "Status", "Rating", "", "Topics", "Title")
STATUS, RATING, DATE, TOPICS = 2, 3, 4, 5
GAP = 2
LEAST_TITLE = 20
"""Columns a title needs to be worth showing; below that other columns give way."""


def print_table(lines: list[Line], colors: Mapping[str, str], dated: str = "") -> None:
    """Print the notes under a header; titles are cut to what fits.

    `colors` are those of the topics' labels; with `dated`, dates stand below that word.
    """
    if not lines:
        return
    header = (*HEADER[:DATE], dated, *HEADER[DATE + 1 :])
    rows = [
        (
            f"#{line.number}" if line.number is not None else "",
            line.arxiv_id or "–",
            line.status,
            stars(line.rating),
            (line.date or "") if dated else "",
            ", ".join(line.topics),
            plain(line.title if line.trusted else f"[not trusted] {line.title}"),
        )
        for line in lines
    ]
    layout = layout_for([header, *rows], shutil.get_terminal_size().columns, LEAST_TITLE, (RATING, TOPICS))
    click.secho(layout.line(header), dim=True)
    shades = topic_colors(colors)
    for row, line in zip(rows, lines, strict=True):
        colored = {
            STATUS: click.style(row[STATUS], fg=STATUS_COLORS[line.status]),
            TOPICS: ", ".join(click.style(topic, fg=shades.get(topic)) for topic in line.topics),
        }
        click.echo(layout.line(row, colored))


class Layout(NamedTuple):
    """Which columns of a table are shown, and how wide each is."""

    shown: Sequence[int]
    widths: Sequence[int]
    """Of all columns, shown or not."""
    left: int
    """What the last column gets."""

    def line(self, row: Sequence[str], styled: Mapping[int, str] = MappingProxyType({})) -> str:
        """Return a row as a line; `styled` has the cells, by column, that look other than they are wide."""
        cells = (
            styled.get(column, row[column]) + " " * (self.widths[column] - width(row[column]) + GAP)
            for column in self.shown[:-1]
        )
        return "".join(cells) + cut(row[-1], self.left)


def layout_for(rows: Sequence[Sequence[str]], room: int, least: int, spare: Sequence[int]) -> Layout:
    """Return the layout of a table, the header being the first of its rows, in so many columns of a terminal.

    Columns that say nothing are left out, and those that can be spared, in this order, until the last one
    has at least as much room as it needs.
    """
    columns = range(len(rows[0]))
    shown = [column for column in columns if any(row[column] for row in rows[1:])]
    widths = [max(width(row[column]) for row in rows) for column in columns]

    def taken() -> int:
        return sum(widths[column] + GAP for column in shown[:-1])

    for column in spare:
        if taken() + least > room and column in shown:
            shown.remove(column)
    return Layout(shown, widths, max(room - taken(), 1))


def cut(text: str, columns: int) -> str:
    """Return the text cut to the columns, with an ellipsis if it was too long."""
    return text if width(text) <= columns else clip(text, 0, columns - 1).rstrip() + "…"
