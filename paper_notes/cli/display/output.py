"""Notes on a terminal, in a pipe, and as JSON."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click

from paper_notes.cli.display.text import plain
from paper_notes.values.model import Note
from paper_notes.values.query import Line


def on_terminal() -> bool:
    """Whether a person looks at stdout, not a program."""
    return sys.stdout.isatty()


def print_page(lines: Sequence[str], rows: int) -> None:
    """Print lines for a person: in the reader's pager if they are more than fit on the screen."""
    text = "\n".join(lines)
    if len(lines) < rows:
        click.echo(text)
        return
    # As git asks of less: leave at once what fits, keep colours, leave the text on the screen.
    # A reader's own LESS stays, but without -R it would show escape sequences as rubbish.
    chosen = os.environ.get("LESS")
    if chosen is None:
        os.environ["LESS"] = "-FRX"
    elif "r" not in chosen.lower():
        os.environ["LESS"] = f"{chosen} -R".lstrip()
    click.echo_via_pager(text, color=True)


def can_ask() -> bool:
    """Whether there is a person who could answer a question."""
    return sys.stdin.isatty()


def print_json(document: Any) -> None:
    """Print one JSON document."""
    click.echo(_as_json(document))


def print_notes_json(notes: Iterable[Note]) -> None:
    """Print an array of notes without holding them all."""
    print_array(note.as_json() for note in notes)


def print_array(documents: Iterable[Any]) -> None:
    """Print an array of JSON documents without holding them all."""
    out = sys.stdout
    opening = "["
    for document in documents:
        text = _as_json(document).replace("\n", "\n  ")
        out.write(f"{opening}\n  {text}")
        opening = ","
    out.write("[]\n" if opening == "[" else "\n]\n")


def _as_json(document: Any) -> str:
    import json  # the rows of a list need none of it

    return json.dumps(document, ensure_ascii=False, indent=2)


def print_finding(message: str, remedy: str | None, *, ok: bool) -> None:
    """Print what an examination found: in order or at fault, and what to do about it."""
    mark = click.style("ok", fg="green") if ok else click.style("!!", fg="red", bold=True)
    click.echo(f"{mark}  {message}")
    if remedy:
        click.echo(f"      {remedy}")


def print_difference(old: str, new: str, path: str) -> None:
    """Print what would change in a file, as a unified diff."""
    from difflib import unified_diff

    lines = unified_diff(old.splitlines(True), new.splitlines(True), f"a/{path}", f"b/{path}")
    click.echo("".join(line if line.endswith("\n") else f"{line}\n" for line in lines), nl=False)


def line_of(note: Note) -> Line:
    """Return the note as one row of a list."""
    paper = note.paper
    return Line(
        note.number, paper.id, paper.arxiv_id, note.status, note.rating, note.topics, paper.title, True
    )


def print_lines(
    lines: Iterable[Line], colors: Callable[[], Mapping[str, str]] = dict, *, dated: str = ""
) -> None:
    """Print notes as rows: a table for a person, tab-separated for a program.

    A table has the topics in the `colors` of their labels and, with `dated`, dates below that word.
    """
    if on_terminal():
        from paper_notes.cli.display.table import print_table  # measures wide characters, which takes a while

        print_table(list(lines), colors(), dated)
    else:
        write = sys.stdout.write
        for line in lines:
            write(tabbed(line))


def tabbed(line: Line) -> str:
    """Return the row that programs read: number, arxiv_id, status, rating, topics, title."""
    fields: Sequence[Any] = (
        "-" if line.number is None else line.number,
        line.arxiv_id or "-",
        line.status,
        line.rating or "-",
        ",".join(line.topics) or "-",
        plain(line.title),
    )
    return "\t".join(map(str, fields)) + "\n"
