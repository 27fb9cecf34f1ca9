"""`papers list`: notes as rows."""

from typing import TYPE_CHECKING, Any

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.narration import say
from paper_notes.cli.display.output import print_lines, print_notes_json
from paper_notes.cli.display.telling import browse, tell_age, tell_left_behind, tell_limits
from paper_notes.cli.display.text import number_of
from paper_notes.cli.options import JSON, LIMIT, MINE, SORT, filters, query, whose
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Status

if TYPE_CHECKING:
    from paper_notes.app import App


@click.command("list", cls=PapersCommand)
@filters("sort")
@SORT
@LIMIT
@MINE
@click.option("--all", "everyone", is_flag=True, help="Also issues of people you do not trust.")
@click.option("--web", is_flag=True, help="Open the repository's issues in the browser.")
@JSON
@click.pass_obj
def list_(session: Session, /, as_json: bool, web: bool, mine: bool, **chosen: Any) -> None:
    """List notes, the newest first.

    Filters combine. On a pipe: number, arXiv id, status, rating, topics and title, with tabs between.
    """
    app = session.app()
    chosen["reader"] = whose(app, chosen["reader"], mine=mine)
    if web:
        browse(f"{issues_page(app)}?q={'+'.join(web_query(chosen))}")
        return
    store = app.filled_store
    wanted = query(app, chosen)
    if as_json:
        print_notes_json(store.notes(wanted))
    else:
        asked_for = wanted.sort in ("read", "published") or wanted.since or wanted.until
        dated = DATES[wanted.date_column] if asked_for else ""
        print_lines(store.lines(wanted), lambda: app.topic_colors, dated=dated)
    total = store.count(wanted)
    shown = min(total, wanted.limit or total)
    say(f"{shown:,} of {number_of(total, 'note')}" if shown < total else number_of(total, "note"))
    if not total and not store.count(query(app, NO_FILTER)):
        say("Begin with: papers add 1706.03762")
    tell_age(app) if chosen["everyone"] else tell_limits(app)
    tell_left_behind(app)


DATES = {"added_on": "Added", "read_on": "Read", "published": "Published"}

NO_FILTER: dict[str, Any] = {"topics": (), "statuses": ()}


def issues_page(app: "App") -> str:
    """Return the address of the connected repository's issues."""
    repository = app.config.repository
    if repository is None:
        raise PapersError(
            "The embedded library has no page on the web.", "Name a repository: --repo OWNER/REPO"
        )
    return f"{app.web}/{repository}/issues"


def web_query(chosen: dict[str, Any]) -> list[str]:
    """Return the filters that GitHub's own search understands."""
    from urllib.parse import quote  # rows need none of it

    states = {Status(status).closed for status in chosen["statuses"]}
    state = {frozenset({True}): ["is:closed"], frozenset({False}): ["is:open"]}.get(frozenset(states), [])
    labels = [f"label:%22{name.replace(' ', '+')}%22" for name in (*chosen["topics"], *chosen["labels"])]
    reader = [f"assignee:{quote(chosen['reader'])}"] if chosen.get("reader") else []
    return ["is:issue", *state, *labels, *reader]
