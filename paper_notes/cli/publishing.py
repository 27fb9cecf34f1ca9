"""`papers index` and `papers publish`: what others get to see."""

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.narration import say
from paper_notes.cli.display.output import print_difference
from paper_notes.cli.display.telling import tell_limits, tell_waiting
from paper_notes.cli.options import DRY_RUN, filters, options, query
from paper_notes.cli.parameter_types import FILE
from paper_notes.values.errors import UsageError
from paper_notes.values.model import Status
from paper_notes.values.query import Query

if TYPE_CHECKING:
    from paper_notes.app import App

LOOK = options(
    click.option(
        "--by",
        type=click.Choice(["topic", "year", "month"]),
        default="topic",
        show_default=True,
        help="How papers are grouped.",
    ),
    click.option("--queue", is_flag=True, help="Also list what you are reading and what waits to be read."),
    click.option("--once", is_flag=True, help="List a paper only under its first topic."),
    click.option("--readers", is_flag=True, help="Say who of a group has read each paper."),
    filters("read"),
)
"""What the list holds, and how it looks."""


@click.command(cls=PapersCommand)
@click.option(
    "-o",
    "--output",
    type=FILE,
    default="READING_LIST.md",
    show_default=True,
    metavar="PATH",
    help="The file; - is stdout.",
)
@LOOK
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the file is out of date.")
@click.pass_obj
def index(session: Session, /, output: str, check: bool, **chosen: Any) -> None:
    """Write the reading list, in Markdown.

    If the file has the lines <!-- papers:list begin --> and <!-- papers:list end -->, only what
    stands between them is replaced. The list is of papers read, unless --status says otherwise.
    """
    from paper_notes.app import lists
    from paper_notes.rules.reading_list.index import write_index

    app = session.app()
    listed = listed_notes(app, chosen)
    reading_list = lists.reading_list(app, listed, **shape(chosen))
    stale = False
    if output == "-":
        sys.stdout.write(reading_list.text())
    elif check:
        stale = write_index(reading_list, output, check=True)
        say(f"{output} is {_standing(output, stale=stale)}")
    else:
        written = write_index(reading_list, output, check=False)
        say(f"{'Wrote' if written else 'Unchanged:'} {output}")
    tell_waiting(app, listed, queue=chosen["queue"])
    tell_limits(app)
    sys.exit(int(stale))


def _standing(path: str, *, stale: bool) -> str:
    if not stale:
        return "up to date."
    now = "out of date" if os.path.exists(path) else "not there yet"
    return f"{now}. Write it with the same command, without --check."


@click.command(cls=PapersCommand)
@click.option("--path", type=FILE, metavar="PATH", help="The file in the repository, if not the README.")
@click.option("--branch", metavar="NAME", help="Commit to this branch, not the default one.")
@LOOK
@DRY_RUN
@click.pass_obj
def publish(session: Session, /, path: str | None, branch: str | None, dry_run: bool, **chosen: Any) -> None:
    """Commit the reading list to your repository, if it changed.

    It needs no clone. Like index, it replaces what stands between the lines
    <!-- papers:list begin --> and <!-- papers:list end --> of the file, and makes the file if it
    is not there.
    """
    from paper_notes.app import lists

    app = session.app(rehearsing=dry_run)
    if app.config.repository is None:
        raise UsageError("There is no repository to publish in.", "Name it: --repo OWNER/REPO")
    app.library.sync()
    listed = listed_notes(app, chosen)
    published = lists.publish(app, lists.reading_list(app, listed, **shape(chosen)), path, branch)
    path = published.path
    if not published.changed:
        say(f"Unchanged: {path} in {app.config.repository}")
    elif dry_run:
        say(f"Would commit {path} to {app.config.repository}:")
        print_difference(published.old or "", published.new, path)
    else:
        say(f"Published {path} in {app.config.repository}")
    tell_waiting(app, listed, queue=chosen["queue"])
    tell_limits(app)


SHAPE = ("by", "queue", "once", "readers")


def shape(chosen: dict[str, Any]) -> dict[str, Any]:
    """Return the options about the look of the list."""
    return {name: chosen[name] for name in SHAPE}


def listed_notes(app: "App", chosen: dict[str, Any]) -> Query:
    """Return the filters; a reading list is of what was read, and its dates are those of reading."""
    wanted = {name: value for name, value in chosen.items() if name not in SHAPE}
    wanted["statuses"] = wanted["statuses"] or (Status.READ,)
    return query(app, wanted, sort="read")
