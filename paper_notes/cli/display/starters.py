"""A list of landmark papers."""

from collections.abc import Sequence

import click

from paper_notes.cli.display.output import on_terminal
from paper_notes.values.starter import Starter

INDENT = 12


def print_starters(papers: Sequence[Starter], language: str) -> None:
    """Print landmark papers: for a person with why to read them, for a program as rows."""
    if not on_terminal():
        for entry in papers:
            paper = entry.paper
            click.echo("\t".join((paper.id, ",".join(entry.topics), str(paper.year), paper.title)))
        return
    # These measure wide characters, which takes a while to load.
    from paper_notes.cli.display.screen import screen
    from paper_notes.cli.display.wrapping import Span, paint, wrap

    room = screen().columns - INDENT
    for entry in papers:
        paper = entry.paper
        click.echo(f"{paper.id:<{INDENT - 1}} {click.style(paper.title, bold=True)} ({paper.year})")
        for line in wrap([Span(entry.why.get(language) or entry.why["en"])], room):
            click.echo(" " * INDENT + paint(line, styled=False))
