"""The commands that only look: list, show, index, starter."""

import sys
from typing import Any

import click

from paper_notes.app import App
from paper_notes.cli.group import PapersCommand, Session, say
from paper_notes.cli.options import SORT, STATUS, filters, query
from paper_notes.cli.output import on_terminal, print_json, print_lines, print_notes_json
from paper_notes.errors import PapersError
from paper_notes.model import Status
from paper_notes.query import Query

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command("list", cls=PapersCommand)
@filters
@SORT
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N notes.")
@click.option("--all", "everyone", is_flag=True, help="Also issues of people who are not trusted.")
@click.option("--web", is_flag=True, help="Open the repository's issues in the browser.")
@JSON
@click.pass_obj
def list_(session: Session, /, as_json: bool, web: bool, **chosen: Any) -> None:
    """List notes, the newest first.

    Filters combine. On a pipe: number, arXiv id, status, rating, topics and title, with tabs.
    """
    app = session.app()
    if web:
        browse(f"{issues_page(app)}?q={'+'.join(web_query(chosen))}")
        return
    store = app.filled_store
    wanted = query(app.topic_name, chosen)
    if as_json:
        print_notes_json(store.notes(wanted))
    else:
        print_lines(store.lines(wanted))
    total = store.count(wanted)
    shown = min(total, wanted.limit or total)
    say(f"{shown} of {total} notes" if shown < total else f"{total} {'note' if total == 1 else 'notes'}")
    if not total and not store.count(query(app.topic_name, NO_FILTER)):
        say("Begin with: papers add 1706.03762")
    tell_strangers(app)


NO_FILTER: dict[str, Any] = {"topics": (), "statuses": ()}


def tell_strangers(app: App) -> None:
    """Say how many issues were left out because of who wrote them."""
    issues, people = app.store.strangers()
    if issues:
        say(
            f"Left out: {issues} {'issue' if issues == 1 else 'issues'} by {people} "
            f"{'person' if people == 1 else 'people'} you have not named as trusted (papers list --all)."
        )


def issues_page(app: App) -> str:
    """Return the address of the connected repository's issues."""
    repository = app.config.repository
    if repository is None:
        raise PapersError(
            "The embedded library has no page on the web.", "Name a repository: --repo OWNER/REPO"
        )
    return f"{app.web}/{repository}/issues"


def web_query(chosen: dict[str, Any]) -> list[str]:
    """Return the filters that GitHub's own search understands."""
    states = {Status(status).closed for status in chosen["statuses"]}
    state = {frozenset({True}): ["is:closed"], frozenset({False}): ["is:open"]}.get(frozenset(states), [])
    labels = [f"label:%22{name.replace(' ', '+')}%22" for name in (*chosen["topics"], *chosen["labels"])]
    return ["is:issue", *state, *labels]


def browse(url: str) -> None:
    """Open a page in the reader's browser, and say which."""
    say(f"Opening {url}")
    click.launch(url)


@click.command(cls=PapersCommand)
@click.argument("ref")
@click.option("--web", is_flag=True, help="Open the issue in the browser.")
@click.option("--raw", is_flag=True, help="Print the issue's body as it is.")
@JSON
@click.pass_obj
def show(session: Session, ref: str, web: bool, raw: bool, as_json: bool) -> None:
    """Show one note: the paper, and what you wrote about it.

    REF is a number, an arXiv id or link, or a unique piece of the title.
    """
    app = session.app()
    app.filled_store  # noqa: B018 (a repository without a mirror is read first)
    note = app.library.find(ref)
    if web:
        browse(note.url or note.paper.link)
    elif as_json:
        print_json(note.as_json())
    elif raw and note.key is not None:
        click.echo(app.store.issue(note.key).body)
    else:
        from paper_notes.cli.page import print_note

        print_note(note)


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
    tell_strangers(app)
    sys.exit(int(check and written.changed))


def tell_waiting(app: App, statuses: tuple[str, ...]) -> None:
    """Say where the notes are, if none is in the list."""
    if app.store.count(Query(statuses=tuple(map(Status, statuses)))):
        return
    waiting = app.store.count(Query())
    say(
        f"The list is empty: none of your {waiting} notes is {' or '.join(statuses)}. See them: papers list"
        if waiting
        else "The list is empty: there are no notes yet. Begin with: papers add 1706.03762 --status read"
    )


@click.command(cls=PapersCommand)
@click.argument("topic", required=False)
@click.option("--add", "add_them", is_flag=True, help="Note them all, to read.")
@click.option("--dry-run", is_flag=True, help="With --add: only say what would be written.")
@JSON
@click.pass_obj
def starter(session: Session, topic: str | None, add_them: bool, dry_run: bool, as_json: bool) -> None:
    """List landmark papers to begin with, by topic."""
    from paper_notes.starter import by_topic, catalogue

    app = session.app(rehearsing=dry_run)
    papers = by_topic(app.topic_name(topic)) if topic else catalogue()
    if not papers:
        say(f"No landmark paper is listed under {topic}. See all of them: papers starter")
    if add_them:
        from paper_notes.cli.outcomes import added, finish
        from paper_notes.library import Wish

        outcomes = app.library.add([entry.paper.id for entry in papers], Wish())
        finish(outcomes, as_json=as_json, dry_run=dry_run, done=added)
    elif as_json:
        print_json([entry.as_json() for entry in papers])
    else:
        from paper_notes.cli.page import print_starters

        print_starters(papers, app.config.language, pretty=on_terminal())
