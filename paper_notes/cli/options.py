"""Options that several commands share, and the query that their filters ask for."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from paper_notes.cli.parameter_types import (
    LABEL,
    RATING,
    STATUS,
    TOPIC,
    Completed,
    Number,
    Period,
    Words,
    Years,
)
from paper_notes.values.model import Status
from paper_notes.values.query import SORTS, Query

if TYPE_CHECKING:
    from paper_notes.app import App

F = TypeVar("F", bound=Callable[..., Any])

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Only say what would be written.")
YES = click.option("--yes", "-y", is_flag=True, help="Do not ask.")
LIMIT = click.option("--limit", type=Number(1), metavar="N", help="At most N notes.")
SORT = click.option(
    "--sort",
    type=click.Choice(SORTS),
    default="added",
    show_default=True,
    help="Order; `read` and `published` also make --since and --until speak of that date.",
)
NEW_TOPICS = click.option(
    "--topic",
    "topics",
    multiple=True,
    type=TOPIC,
    metavar="TOPIC",
    help="Use this topic, not the guessed ones.",
)
CREATE_LABEL = click.option("--create-label", is_flag=True, help="Allow labels that are not topics.")
READER = click.option(
    "--reader",
    type=Completed("login", "readers"),
    metavar="LOGIN",
    help="In a group: read, or to be read, by this person.",
)
MINE = click.option("--mine", is_flag=True, help="In a group: only those that you read yourself.")

_SINCE_AND_UNTIL = {
    "added": ("Added on this date or later.", "Added on this date or earlier."),
    "read": ("Read on this date or later.", "Read on this date or earlier."),
    "sort": ("From this date on (see --sort).", "Up to this date (see --sort)."),
}

MOST = 2**31
"""More notes than any library has, and no more than SQLite can be asked for."""


def options(*those: Callable[[F], F]) -> Callable[[F], F]:
    """Return a decorator that adds options to a command, in this order."""

    def add(function: F) -> F:
        for option in reversed(those):
            function = option(function)
        return function

    return add


def filters(dates: Literal["added", "read", "sort"], *, rating: bool = True) -> Callable[[F], F]:
    """Return a decorator that adds the options which choose notes; the command takes them as `**chosen`.

    `dates` tells of which date --since and --until speak: of one, or of that which --sort names.
    """
    since, until = _SINCE_AND_UNTIL[dates]
    return options(
        click.option(
            "--topic", "topics", multiple=True, type=TOPIC, metavar="TOPIC", help="Notes about this topic."
        ),
        click.option("--status", "statuses", multiple=True, type=STATUS, help="Notes with this status."),
        click.option("--author", type=Words(), metavar="NAME", help="By an author with this in their name."),
        click.option(
            "--year", "years", type=Years(), help="Published in 2017, 2017..2020, 2017.. or ..2020."
        ),
        click.option("--since", type=Period(end=False), help=since),
        click.option("--until", type=Period(end=True), help=until),
        *([click.option("--rating", type=RATING, help="With at least this many stars.")] if rating else ()),
        READER,
        click.option(
            "--label", "labels", multiple=True, type=LABEL, metavar="LABEL", help="Notes with this label."
        ),
    )


def whose(app: "App", reader: str | None, *, mine: bool) -> str | None:
    """Return whose notes are meant by --reader and --mine; None for everybody's."""
    if not mine:
        return reader
    if reader:
        raise click.UsageError("--mine is a --reader: give one of them.")
    return app.me()


def query(app: "App", chosen: Mapping[str, Any], **more: Any) -> Query:
    """Return the query that the filter options ask for; an unknown topic is an error."""
    asked = {**chosen, **more}
    return Query(
        **{
            **asked,
            "topics": tuple(map(app.topic_name, asked["topics"])),
            "statuses": tuple(map(Status, asked["statuses"])),
            "reader": (asked.get("reader") or "").strip().removeprefix("@") or None,
            "limit": min(asked["limit"], MOST) if asked.get("limit") else None,
        }
    )
