"""`papers push`: local notes to the connected repository."""

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.narration import meter, say
from paper_notes.cli.display.outcomes import finish
from paper_notes.cli.display.outcomes import pushed as told
from paper_notes.cli.display.text import number_of
from paper_notes.cli.options import DRY_RUN, JSON
from paper_notes.rules.counted import counted


@click.command(cls=PapersCommand)
@click.option("--again", is_flag=True, help="Also notes that were pushed before, here or elsewhere.")
@DRY_RUN
@JSON
@click.pass_obj
def push(session: Session, again: bool, dry_run: bool, as_json: bool) -> None:
    """Move the notes of this machine to your repository.

    Every note on this machine becomes an issue, the oldest first: its text, status, rating, dates, topics
    and labels. Where a paper has an issue already, that gets what your note has beyond it. After an
    interruption, run the same command again.
    """
    from paper_notes.app import bringing

    app = session.app(rehearsing=dry_run)
    waiting = bringing.waiting_to_be_pushed(app, again=again)
    if waiting.there:
        say(f"Pushed before: {number_of(waiting.there, 'note')}.")
    if waiting.elsewhere:
        where = "Pushed to another repository before"
        say(f"{where}: {number_of(waiting.elsewhere, 'note')}. To push them here too: --again")
    if not (waiting.keys or waiting.there or waiting.elsewhere):
        say("The library on this machine has no notes.")
    outcomes = counted(bringing.push(app, waiting.keys), len(waiting.keys), meter.show)
    finish(outcomes, as_json=as_json, dry_run=dry_run, done=told)
