"""A table in a reader's Markdown, as lines for a terminal."""

from collections.abc import Sequence

from paper_notes.cli.display.wrapping import Line, Span, columns_of, wrap

GAP = 2
LEAST_COLUMN = 4
"""Columns of the terminal that a table's column keeps, however many there are."""

Cell = Sequence[Span]


def table_lines(
    rows: Sequence[Sequence[Cell]], alignments: Sequence[str], columns: int, rule: Span
) -> list[Line]:
    """Return the rows as lines of at most `columns`, with a line of `rule` below the first.

    Each column has one of the `alignments`: `right`, `center`, or anything else for left.
    """
    natural = [max(_natural(row[place]) for row in rows if place < len(row)) for place in range(len(rows[0]))]
    widths = _fitting(natural, columns - GAP * (len(natural) - 1))
    below = rule._replace(text=(" " * GAP).join(rule.text * width for width in widths))
    head, *rest = (_row(row, widths, alignments) for row in rows)
    return [*head, [below], *(line for row in rest for line in row)]


def _natural(cell: Cell) -> int:
    """Return how many columns the cell would like to have."""
    return max(map(columns_of, wrap(cell, 10_000)))


def _fitting(widths: Sequence[int], room: int) -> list[int]:
    """Return the widths, the widest cut so that all fit into the room as far as possible."""
    fitting = [min(width, max(room, LEAST_COLUMN)) for width in widths]
    while sum(fitting) > room and max(fitting) > LEAST_COLUMN:
        fitting[fitting.index(max(fitting))] -= 1
    return fitting


def _row(cells: Sequence[Cell], widths: Sequence[int], alignments: Sequence[str]) -> list[Line]:
    """Return a row of a table, as many lines as its highest cell has."""
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=False)]
    lines: list[Line] = []
    for place in range(max(map(len, wrapped))):
        line: Line = []
        for cell, width, alignment in zip(wrapped, widths, alignments, strict=False):
            content = cell[place] if place < len(cell) else []
            spare = width - columns_of(content)
            left = {"right": spare, "center": spare // 2}.get(alignment, 0)
            line += [Span(" " * left), *content, Span(" " * (spare - left + GAP))]
        lines.append(line[:-1])
    return lines
