"""`papers index` and `papers publish`: what others get to see."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.narration import say
from paper_notes.cli.display.telling import tell_limits
from paper_notes.cli.options import DRY_RUN, FILE, filters, query
from paper_notes.values.errors import UsageError
from paper_notes.values.model import Status
from paper_notes.values.query import Query

if TYPE_CHECKING:
    from paper_notes.app import App

F = TypeVar("F", bound=Callable[..., Any])


def look(function: F) -> F:
    """Add the options that say what the list holds and how it looks."""
    for option in reversed(
        (
            click.option(
                "--by",
                type=click.Choice(["topic", "year", "month"]),
                default="topic",
                show_default=True,
                help="Grouping.",
            ),
            click.option(
                "--queue", is_flag=True, help="Also what you are reading and what waits to be read."
            ),
            click.option("--once", is_flag=True, help="List a paper only under its first topic."),
            click.option("--readers", is_flag=True, help="Say who of a group has read each paper."),
            filters,
        )
    ):
        function = option(function)
    return function


@click.command(cls=PapersCommand)
@click.option(
    "--output", type=FILE, default="READING_LIST.md", show_default=True, metavar="PATH", help="- is stdout."
)
@look
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if the file is out of date.")
@click.pass_obj
def index(session: Session, /, output: str, check: bool, **chosen: Any) -> None:
    """Write the Markdown reading list.

    If the file has the lines <!-- papers:list begin --> and <!-- papers:list end -->, only what
    stands between them is replaced. The list is of papers read, unless --status says otherwise;
    --since and --until speak of the day of reading.
    """
    from paper_notes.rules.reading_list.index import write_index

    app = session.app()
    listed = listed_notes(app, chosen)
    reading_list = app.reading_list(listed, **shape(chosen))
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
@click.option("--path", default="README.md", show_default=True, help="The file in the repository.")
@click.option("--branch", metavar="NAME", help="Instead of the default branch.")
@look
@DRY_RUN
@click.pass_obj
def publish(session: Session, /, path: str, branch: str | None, dry_run: bool, **chosen: Any) -> None:
    """Commit the reading list to your repository, if it changed.

    It needs no clone. Like index, it replaces what stands between the lines
    <!-- papers:list begin --> and <!-- papers:list end --> of the file, and makes the file if it
    is not there.
    """
    app = session.app(rehearsing=dry_run)
    if app.config.repository is None:
        raise UsageError("There is no repository to publish in.", "Name it: --repo OWNER/REPO")
    app.library.sync()
    listed = listed_notes(app, chosen)
    published = app.publish(app.reading_list(listed, **shape(chosen)), path, branch)
    if not published.changed:
        say(f"Unchanged: {path} in {app.config.repository}")
    elif dry_run:
        say(f"Would commit {path} to {app.config.repository}:")
        click.echo(difference(published.old or "", published.new, path), nl=False)
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
    return query(app.topic_name, wanted, sort="read")


def difference(old: str, new: str, path: str) -> str:
    """Return what would change, as a unified diff."""
    from difflib import unified_diff

    lines = unified_diff(old.splitlines(True), new.splitlines(True), f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def tell_waiting(app: "App", listed: Query, *, queue: bool, what: str = "list") -> None:
    """Say where the notes are, if none is in the list or its queue."""
    waiting_too = (*listed.statuses, Status.READING, Status.TO_READ) if queue else listed.statuses
    listed = listed._replace(statuses=waiting_too)
    if app.store.count(listed):
        return
    waiting = app.store.count(Query())
    statuses = " or ".join(dict.fromkeys(listed.statuses))
    if not waiting:
        why = "there are no notes yet. Begin with: papers add 1706.03762 --status read"
    elif app.store.count(Query(statuses=listed.statuses)):
        why = f"no note that is {statuses} has what the other filters ask for. See them: papers list"
    elif waiting == 1:
        why = f"your only note is not {statuses}. See it: papers list"
    else:
        why = f"none of your {waiting} notes is {statuses}. See them: papers list"
    say(f"The {what} is empty: {why}")
