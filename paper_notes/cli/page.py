"""One note, or a list of landmark papers, for a person to read in a terminal."""

import shutil
from collections.abc import Sequence

import click

from paper_notes.cli.output import on_terminal
from paper_notes.cli.text import CONTROLS, STATUS_COLORS, plain, stars
from paper_notes.model import Note, Paper
from paper_notes.starter import Starter

WIDEST = 100
"""Columns past which text is hard to read."""

AUTHORS_SHOWN = 12


def columns() -> int:
    """Return how wide text may be."""
    return min(shutil.get_terminal_size().columns, WIDEST)


def wrapped(text: str, indent: int = 0) -> list[str]:
    """Return the text as lines that fit a terminal; for a program it stays one line."""
    if not on_terminal():
        return [text]
    from wcwidth import wrap  # measures wide characters, which takes a while to load

    return wrap(text, columns() - indent)


def print_note(note: Note) -> None:
    """Print what the sources say of the paper, then what the reader wrote."""
    paper = note.paper
    for line in wrapped(plain(paper.title)):
        click.secho(line, bold=True)
    for line in wrapped(authors(paper)):
        click.echo(line)
    click.echo(" · ".join(_facts(paper)))
    click.echo()
    click.echo(" · ".join(_standing(note)))
    for name, link in note.as_json()["links"].items():
        click.echo(f"{name:<6} {plain(link)}")
    for name, text in (("comment", paper.comment), ("journal", paper.journal_ref)):
        if text:
            _print_wrapped(f"{name}: {plain(text)}")
    if paper.abstract:
        click.echo()
        _print_wrapped(plain(paper.abstract))
    text = note.text.replace("\r\n", "\n").translate(CONTROLS).strip("\n")
    if text:
        click.echo()
        click.secho("─" * columns(), dim=True)
        click.echo(text)


def _print_wrapped(text: str) -> None:
    for line in wrapped(text):
        click.secho(line, dim=True)


def authors(paper: Paper) -> str:
    """Return the first authors, and how many more there are."""
    shown = [plain(name) for name in paper.authors[:AUTHORS_SHOWN]]
    more = max(paper.authors_total, len(paper.authors)) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _facts(paper: Paper) -> list[str]:
    facts = [f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else plain(paper.id)]
    if paper.version:
        facts[0] += f"v{paper.version}"
    if paper.published:
        facts.append(paper.published[:10])
    if paper.categories:
        facts.append(plain(", ".join(paper.categories)))
    if paper.pending:
        facts.append("pending: no source has answered yet")
    elif not paper.complete:
        facts.append(f"from {paper.source}; adding it again completes it")
    return facts


def _standing(note: Note) -> list[str]:
    standing = [click.style(note.status, fg=STATUS_COLORS[note.status], bold=True)]
    if note.rating:
        standing.append(stars(note.rating))
    if note.read_on:
        standing.append(f"on {note.read_on}")
    if note.topics:
        standing.append(", ".join(note.topics))
    if note.added_on:
        standing.append(f"added {note.added_on}")
    return standing


def print_starters(papers: Sequence[Starter], language: str, *, pretty: bool) -> None:
    """Print landmark papers: for a person with why to read them, for a program as rows."""
    for entry in papers:
        paper = entry.paper
        if pretty:
            click.echo(f"{paper.id:<11} {click.style(paper.title, bold=True)} ({paper.year})")
            for line in wrapped(entry.why.get(language) or entry.why["en"], indent=12):
                click.echo(f"{'':<11} {line}")
        else:
            click.echo("\t".join((paper.id, ",".join(entry.topics), str(paper.year), paper.title)))
