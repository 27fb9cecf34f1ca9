"""`papers index`: what others get to see."""

import sys
from typing import TYPE_CHECKING, Any

import click

from paper_notes.cli.group import PapersCommand, Session, say
from paper_notes.cli.options import STATUS
from paper_notes.cli.telling import tell_limits
from paper_notes.model import Status
from paper_notes.query import Query

if TYPE_CHECKING:
    from paper_notes.app import App


@click.command(cls=PapersCommand)
@click.option("--output", default="READING_LIST.md", show_default=True, metavar="PATH", help="- is stdout.")
@click.option(
    "--by",
    type=click.Choice(["topic", "year", "month"]),
    default="topic",
    show_default=True,
    help="Grouping.",
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=STATUS,
    default=["read"],
    show_default=True,
    help="Which notes to list.",
)
@click.option("--queue", is_flag=True, help="Also what you are reading and what waits to be read.")
@click.option("--once", is_flag=True, help="List a paper only under its first topic.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the file is out of date.")
@click.pass_obj
def index(session: Session, /, output: str, check: bool, statuses: tuple[str, ...], **look: Any) -> None:
    """Write the Markdown reading list.

    If the file has the lines <!-- papers:list begin --> and <!-- papers:list end -->, only what
    stands between them is replaced.
    """
    app = session.app()
    written = app.write_index(output, [Status(status) for status in statuses], check=check, **look)
    if output == "-":
        sys.stdout.write(written.text)
    elif check:
        say(f"{output} is {'out of date' if written.changed else 'up to date'}.")
    else:
        say(f"{'Wrote' if written.changed else 'Unchanged:'} {output}")
    tell_waiting(app, statuses)
    tell_limits(app)
    sys.exit(int(check and written.changed))


def tell_waiting(app: "App", statuses: tuple[str, ...]) -> None:
    """Say where the notes are, if none is in the list."""
    if app.store.count(Query(statuses=tuple(map(Status, statuses)))):
        return
    waiting = app.store.count(Query())
    say(
        f"The list is empty: none of your {waiting} notes is {' or '.join(statuses)}. See them: papers list"
        if waiting
        else "The list is empty: there are no notes yet. Begin with: papers add 1706.03762 --status read"
    )
