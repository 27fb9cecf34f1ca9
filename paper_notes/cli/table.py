"""Rows that align, also with Korean and Japanese titles, in the width that the terminal has."""

import shutil

import click
from wcwidth import clip, ljust, width

from paper_notes.cli.text import STATUS_COLORS, plain, stars
from paper_notes.query import Line

HEADER = ("#", "arXiv", "Status", "Rating", "Topics", "Title")
STATUS, RATING, TOPICS = 2, 3, 4
GAP = 2
LEAST_TITLE = 20
"""Columns a title needs to be worth showing; below that other columns give way."""


def print_table(lines: list[Line]) -> None:
    """Print the notes under a header; titles are cut to what fits."""
    if not lines:
        return
    rows = [
        (
            f"#{line.number}" if line.number is not None else "",
            line.arxiv_id or "–",
            line.status,
            stars(line.rating),
            ", ".join(line.topics),
            plain(line.title if line.trusted else f"[not trusted] {line.title}"),
        )
        for line in lines
    ]
    shown = [column for column in range(6) if any(row[column] for row in rows)]
    widths = [max(width(row[column]) for row in [HEADER, *rows]) for column in range(6)]
    room = shutil.get_terminal_size().columns
    for spare in (RATING, TOPICS):  # make room for the title, in this order
        if sum(widths[column] + GAP for column in shown[:-1]) + LEAST_TITLE > room and spare in shown:
            shown.remove(spare)
    left = room - sum(widths[column] + GAP for column in shown[:-1])
    click.secho(_row(HEADER, shown, widths, left), dim=True)
    for row, line in zip(rows, lines, strict=True):
        click.echo(_row(row, shown, widths, left, color=STATUS_COLORS[line.status]))


def _row(row: tuple[str, ...], shown: list[int], widths: list[int], left: int, color: str = "") -> str:
    cells = [ljust(row[column], widths[column] + GAP) for column in shown[:-1]]
    if color:
        place = shown.index(STATUS)
        cells[place] = click.style(cells[place], fg=color)
    return "".join(cells) + cut(row[-1], max(left, 1))


def cut(text: str, columns: int) -> str:
    """Return the text cut to the columns, with an ellipsis if it was too long."""
    return text if width(text) <= columns else clip(text, 0, columns - 1).rstrip() + "…"
