"""Which notes a command is to change: those named, or those that filters choose."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from paper_notes.cli.display.asking import agreed
from paper_notes.cli.display.narration import say
from paper_notes.cli.display.output import can_ask
from paper_notes.cli.display.text import number_of
from paper_notes.cli.options import query
from paper_notes.values.model import Note

if TYPE_CHECKING:
    from paper_notes.app import App

MANY = 20
"""Notes beyond which a person is asked whether they mean it."""


def notes_to_change(
    app: "App", refs: Sequence[str], chosen: Mapping[str, Any], question: str, *, sure: bool
) -> Sequence[str | Note]:
    """Return the references, or the notes that the filters choose; none if the person thinks better of it."""
    require_one_way(refs, chosen)
    if refs:
        return refs
    if not any(chosen.values()):
        raise click.UsageError("Name notes, or choose them by filters such as --topic NLP --status to-read.")
    notes = app.library.select(query(app, chosen))
    say(f"{number_of(len(notes), 'note')} chosen.")
    if len(notes) > MANY and not sure and can_ask() and not agreed(question):
        say("Nothing was changed.")
        return []
    return notes


def require_one_way(refs: Sequence[str], chosen: Mapping[str, Any]) -> None:
    """Refuse notes that are named together with filters that choose some."""
    if refs and any(chosen.values()):
        raise click.UsageError("Name notes, or choose them by filters: not both.")
