"""Titles in the place of references: looked up, and chosen from where a person is there to ask."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from paper_notes.cli.display.asking import leaving_the_line
from paper_notes.cli.display.narration import meter, say
from paper_notes.cli.display.output import can_ask
from paper_notes.cli.display.text import shortened
from paper_notes.cli.parameter_types import Number
from paper_notes.rules.counted import counted
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Paper
from paper_notes.values.reference import Title, parse_reference

if TYPE_CHECKING:
    from paper_notes.app import App
    from paper_notes.rules.library.elsewhere import Wanted


def looked_up(app: "App", refs: Sequence[str], lines: Sequence[str]) -> "list[str | Wanted]":
    """Return the references, with what the titles among them mean.

    Of `refs`, typed on the command line, several words are a title, also if nobody put them into quotes.
    Of `lines`, which come from a file, only what stands in quotation marks is.
    """
    from paper_notes.rules.intake.title_search import resolve, title_in
    from paper_notes.rules.library.noted import Noted

    if len(refs) > 1 and all(map(_is_word, refs)):
        refs = [" ".join(refs)]
    titles = {ref: title for ref in refs if (title := title_in(ref))}
    titles |= {line: title for line in lines if (title := title_in(line, quoted=True))}
    if not titles:
        return [*refs, *lines]
    noted, seek = Noted(app.filled_store), app.seek(today=True)
    found = (resolve(ref, title, noted, seek, choose) for ref, title in titles.items())
    meant = dict(zip(titles, counted(found, len(titles), meter.show), strict=True))
    return [meant.get(ref, ref) for ref in (*refs, *lines)]


def choose(title: str, papers: Sequence[Paper]) -> Paper | None:
    """Return the paper that the person at the terminal means by a title; None if none, or nobody is there."""
    if not can_ask():
        return None
    from paper_notes.rules.intake.title_search import brief

    say(f"Which of these is “{shortened(title)}”?")
    for number, paper in enumerate(papers, start=1):
        say(f"{number:>3}  {brief(paper)}")
    with leaving_the_line():
        number = click.prompt(
            "Its number, or 0 for none",
            type=Number(0, len(papers)),
            default=0,
            show_default=False,
            err=True,
        )
    return papers[number - 1] if number else None


def _is_word(ref: str) -> bool:
    if len(ref.split()) != 1:
        return False
    try:
        return isinstance(parse_reference(ref), Title)
    except PapersError:
        return False
