"""Rows that align, also with Korean and Japanese titles, in the width that the terminal has."""

import shutil
from collections.abc import Mapping

import click
from wcwidth import clip, ljust, width

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
    columns = range(len(header))
    shown = [column for column in columns if any(row[column] for row in rows)]
    widths = [max(width(row[column]) for row in [header, *rows]) for column in columns]
    room = shutil.get_terminal_size().columns
    for spare in (RATING, TOPICS):  # make room for the title, in this order
        if sum(widths[column] + GAP for column in shown[:-1]) + LEAST_TITLE > room and spare in shown:
            shown.remove(spare)
    left = max(room - sum(widths[column] + GAP for column in shown[:-1]), 1)
    click.secho(
        "".join(ljust(header[column], widths[column] + GAP) for column in shown[:-1]) + header[-1], dim=True
    )
    shades = topic_colors(colors)
    for row, line in zip(rows, lines, strict=True):
        colored = {
            STATUS: click.style(row[STATUS], fg=STATUS_COLORS[line.status]),
            TOPICS: ", ".join(click.style(topic, fg=shades.get(topic)) for topic in line.topics),
        }
        cells = [
            colored.get(column, row[column]) + " " * (widths[column] - width(row[column]) + GAP)
            for column in shown[:-1]
        ]
        click.echo("".join(cells) + cut(row[-1], left))


def cut(text: str, columns: int) -> str:
    """Return the text cut to the columns, with an ellipsis if it was too long."""
    return text if width(text) <= columns else clip(text, 0, columns - 1).rstrip() + "…"
