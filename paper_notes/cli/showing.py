"""`papers show` and `papers starter`: papers to be read on the spot."""

from typing import TYPE_CHECKING

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.narration import say
from paper_notes.cli.display.output import on_terminal, print_json, print_page
from paper_notes.cli.display.telling import browse, tell_age
from paper_notes.cli.display.text import CONTROLS
from paper_notes.cli.options import JSON
from paper_notes.cli.parameter_types import REF, TOPIC
from paper_notes.values.model import Note

if TYPE_CHECKING:
    from paper_notes.app import App


@click.command(cls=PapersCommand)
@click.argument("ref", type=REF)
@click.option("--web", is_flag=True, help="Open the issue in the browser.")
@click.option("--raw", is_flag=True, help="Print the issue's body as it is.")
@JSON
@click.pass_obj
def show(session: Session, ref: str, web: bool, raw: bool, as_json: bool) -> None:
    """Show one note: the paper, and what you wrote about it.

    REF is a number, an arXiv id or link, or a unique piece of the title.
    """
    from paper_notes.rules.library.finding import find

    app = session.app()
    note = find(app.filled_store, ref)
    if web:
        browse(note.url or note.paper.link)
    elif as_json:
        print_json({**note.as_json(), **app.store.related(note).as_json()})
    elif raw and note.key is not None:
        body = app.store.issue(note.key).body
        click.echo(body.translate(CONTROLS) if on_terminal() else body)
    else:
        print_note(note, app)
        tell_age(app)


def print_note(note: Note, app: "App") -> None:
    """Print a note: rendered for a person, page by page if it is long; as it is for a program."""
    related = app.store.related(note)
    if not on_terminal():
        from paper_notes.cli.display.note_text import note_text

        click.echo(note_text(note, related), nl=False)
        return
    # These render Markdown and measure wide characters, which takes a while to load.
    from paper_notes.cli.display.note_page import note_page
    from paper_notes.cli.display.screen import screen

    context = click.get_current_context().find_root()
    assert isinstance(context.command, click.Group)
    seen = screen()
    editable = "edit" in context.command.list_commands(context)
    page = note_page(note, related, seen, colors=app.topic_colors, editable=editable)
    print_page(page, seen.rows)


@click.command(cls=PapersCommand)
@click.argument("topic", required=False, type=TOPIC)
@click.option("--add", "add_them", is_flag=True, help="Note them all, as to-read.")
@click.option("--dry-run", is_flag=True, help="With --add: only say what would be written.")
@JSON
@click.pass_obj
def starter(session: Session, topic: str | None, add_them: bool, dry_run: bool, as_json: bool) -> None:
    """List landmark papers to begin with, by topic.

    On a terminal, each with a line on why to read it.
    """
    app = session.app(rehearsing=dry_run)
    papers = app.starters(topic)
    if not papers:
        say(f"No landmark paper is listed under {topic}. See all of them: papers starter")
    if add_them:
        from paper_notes.cli.display.outcomes import added, finish
        from paper_notes.values.outcome import Wish

        outcomes = app.library.add([entry.paper.id for entry in papers], Wish())
        finish(outcomes, as_json=as_json, dry_run=dry_run, done=added)
    elif as_json:
        print_json([entry.as_json() for entry in papers])
    else:
        from paper_notes.cli.display.starters import print_starters

        print_starters(papers, app.config.language)
