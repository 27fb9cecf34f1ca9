"""The plots of the site, as SVG that scales with the page and takes its colours from the style sheet."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

_CELL, _STEP, _TOP = 10, 13, 18
_HEIGHT = 160
_MOST_LABELS = 8


class Column(NamedTuple):
    """One value of a column plot."""

    name: str
    """What it is the value of."""
    label: str
    """Shown when pointed at."""
    tick: str
    """What stands below it, if there is room; may be empty."""
    value: int


def heat_map(
    first: date,
    last: date,
    counts: Mapping[date, int],
    titles: Mapping[date, str],
    months: Sequence[str],
    label: str,
) -> str:
    """Return the days from `first` to `last`, a column for each week; `months` are twelve names."""
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    cells, names = [], []
    for week in range(weeks):
        begins = monday + timedelta(weeks=week)
        # Where the month has its first Monday, and room for its name.
        if begins.day <= 7 and week < weeks - 2:
            names.append(f'<text x="{week * _STEP}" y="11">{escape(months[begins.month - 1])}</text>')
        for weekday in range(7):
            day = begins + timedelta(days=weekday)
            if not first <= day <= last:
                continue
            count = min(counts.get(day, 0), 4)
            place = f'x="{week * _STEP}" y="{_TOP + weekday * _STEP}"'
            shape = f'<rect class="l{count}" {place} width="{_CELL}" height="{_CELL}" rx="2"'
            cells.append(f"{shape}><title>{escape(titles[day])}</title></rect>" if count else f"{shape}/>")
    width, height = weeks * _STEP - 3, _TOP + 7 * _STEP - 3
    return (
        f'<svg class="heat" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(label)}">{"".join(names)}{"".join(cells)}</svg>'
    )


def columns(values: Sequence[Column], label: str, line: int | None = None) -> str:
    """Return a plot with a column for each value, and a line across at the height of `line`.

    The number stands over each of a few columns, and of many over the highest one, which gives the scale.
    """
    most = max([*(column.value for column in values), line or 0, 1])
    share = 100 / len(values)
    ticks = [place for place, column in enumerate(values) if column.tick]
    shown = ticks[:: -(-len(ticks) // _MOST_LABELS) or 1]
    parts = []
    wide = len(values) <= _MOST_LABELS
    highest = max(values, key=lambda column: column.value)
    width = min(0.8 * share, 8)
    for place, column in enumerate(values):
        height = round(_HEIGHT * column.value / most, 1)
        middle = (place + 0.5) * share
        if column.value:
            parts.append(
                f'<rect class="bar" x="{_percent(middle - width / 2)}" y="{_number(_HEIGHT + 18 - height)}" '
                f'width="{_percent(width)}" height="{_number(height)}">'
                f"<title>{escape(column.label)}</title></rect>"
            )
            if wide or column is highest:
                y = _number(_HEIGHT + 13 - height)
                parts.append(f'<text class="middle" x="{_percent(middle)}" y="{y}">{column.value}</text>')
        if place in shown:
            # A name below the first column must not begin outside.
            x = _percent(middle if wide else middle - width / 2)
            kind = ' class="middle"' if wide else ""
            parts.append(f'<text{kind} x="{x}" y="{_HEIGHT + 36}">{escape(column.tick)}</text>')
    if line is not None:
        y = _number(round(_HEIGHT + 18 - _HEIGHT * line / most, 1))
        parts.append(f'<line class="goal" x1="0" x2="100%" y1="{y}" y2="{y}"/>')
        parts.append(f'<text class="end" x="100%" y="{_number(float(y) - 5)}">{line}</text>')
    return (
        f'<svg class="columns" width="100%" height="{_HEIGHT + 42}" role="img" aria-label="{escape(label)}">'
        f'<line class="base" x1="0" x2="100%" y1="{_HEIGHT + 18.5}" y2="{_HEIGHT + 18.5}"/>'
        f"{''.join(parts)}</svg>"
    )


def bar(value: int, most: int, kind: str = "") -> str:
    """Return a horizontal bar that says what a number beside it says, too; `kind` is a class."""
    width = _percent(100 * value / max(most, 1))
    return (
        '<svg width="100%" height="10" aria-hidden="true">'
        f'<rect class="bar {kind}" width="{width}" height="10" rx="2"/></svg>'
    )


def _percent(value: float) -> str:
    return f"{_number(round(value, 3))}%"


def _number(value: float) -> str:
    """Return the number without needless digits, the same on every machine."""
    return f"{round(value, 3):g}"
