"""What is new about papers: as a table for a person, as rows and JSON for programs."""

import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from paper_notes.cli.display.text import plain
from paper_notes.values.refusal import masked

if TYPE_CHECKING:
    from paper_notes.rules.library.refresh import Checked
    from paper_notes.values.news import Difference

GAP = "  "
LEAST_TEXT = 20
"""Columns a text needs to be worth showing, however narrow the terminal is."""

LEFT_ALONE = {"hand-written": " (no managed block)", "hand-edited": " (block changed by hand)"}
COLORS = {"withdrawn": "red", "unknown": "red"}


def news_json(one: "Checked") -> dict[str, Any]:
    """Return what came of one note as `refresh --json` prints it."""
    note = one.note
    return {
        "ref": masked(one.ref),
        "id": note.paper.id if note else None,
        "number": note.number if note else None,
        "title": note.paper.title if note else None,
        "url": note.url if note else None,
        "outcome": one.outcome,
        "changes": [difference._asdict() for difference in one.differences],
        "error": one.error,
    }


def print_rows(one: "Checked") -> None:
    """Print a note's news for programs: number, arXiv id, kind, old and new value."""
    number, paper_id = _names(one)
    for kind, old, new in one.differences:
        fields = (number, paper_id, kind, plain(old or ""), plain(new or ""))
        sys.stdout.write("\t".join(field or "-" for field in fields) + "\n")


def print_table(found: "Sequence[Checked]") -> None:
    """Print each note on a line, and its news below it, in columns that align."""
    if not found:
        return
    from paper_notes.cli.display.table import cut  # measures wide characters, which takes a while to load

    numbers = max(len(f"#{number}{GAP}") if (number := _names(one)[0]) else 0 for one in found)
    kinds = [difference.kind for one in found for difference in one.differences]
    names = max(map(len, [*kinds, *(_names(one)[1] for one in found)]))
    left = max(shutil.get_terminal_size().columns - numbers - names - len(GAP), LEAST_TEXT)
    for one in found:
        number, paper_id = _names(one)
        remark = LEFT_ALONE.get(one.outcome, "")
        title = cut(plain(one.note.paper.title if one.note else ""), left - len(remark))
        place = f"#{number}" if number else ""
        click.echo(f"{place:<{numbers}}{paper_id:<{names}}{GAP}{click.style(title, bold=True)}{remark}")
        for difference in one.differences:
            kind = click.style(f"{difference.kind:<{names}}", fg=COLORS.get(difference.kind, "cyan"))
            click.echo(f"{'':<{numbers}}{kind}{GAP}{cut(in_words(difference), left)}")


def in_words(difference: "Difference") -> str:
    """Return a difference as a person reads it."""
    old, new = plain(difference.old or ""), plain(difference.new or "")
    if difference.kind == "unknown":
        return "arXiv has no paper with this id"
    if difference.kind == "withdrawn" and not new:
        return f"no longer: {old}"
    if difference.kind == "title":
        return f"{new} (was: {old})"
    return f"{old} → {new}" if old else new


def _names(one: "Checked") -> tuple[str, str]:
    """Return the issue's number, if the note has one, and the paper's id."""
    note = one.note
    return (str(note.number) if note and note.number else "", note.paper.id if note else "")
