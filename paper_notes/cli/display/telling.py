"""What several commands say beside their data."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from paper_notes.cli.display.narration import say, say_below
from paper_notes.cli.display.text import number_of, shortened
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Status
from paper_notes.values.query import Query

if TYPE_CHECKING:
    from paper_notes.app import App


OLD = 3600
"""Seconds after which a mirror is called old."""

NAMED = 10
"""How many are named when several failed for the same reason."""


def tell_limits(app: "App") -> None:
    """Say what the reader may be missing: an old mirror, and issues of people not trusted."""
    tell_age(app)
    tell_pushed(app)
    tell_strangers(app)


def tell_strangers(app: "App") -> None:
    """Say how many issues are left out because of whom they are of."""
    issues, people = app.store.strangers()
    if issues:
        say(
            f"Left out: {number_of(issues, 'issue')} by {people:,} "
            f"{'person' if people == 1 else 'people'} you have not named as trusted (papers list --all)."
        )


def tell_age(app: "App") -> None:
    """Say how old the mirror is, once that is more than an hour."""
    synced_at = app.store.get("synced_at")
    if synced_at is None:
        return
    from datetime import UTC, datetime

    age = (datetime.now(UTC) - datetime.fromisoformat(synced_at)).total_seconds()
    if age > OLD:
        hours = int(age // 3600)
        ago = number_of(hours, "hour") if hours < 48 else f"{hours // 24} days"
        say(f"The mirror is {ago} old. Bring it up to date: papers sync")


def tell_pushed(app: "App") -> None:
    """Say where the notes of the embedded library have gone, if they have been pushed."""
    place = None if app.config.repository else app.store.get("pushed_to")
    count = app.store.pushed() if place else 0
    if count:
        say(f"Pushed to {place}: {count:,} of the notes here. See them there: --repo {place}")


def tell_left_behind(app: "App") -> None:
    """Say that there are notes of the embedded library which a connected repository did not get."""
    try:
        count = app.left_behind()
    except PapersError:
        return  # what is in the repository can be read all the same; `papers doctor` tells what is wrong
    if count:
        say(f"On this machine only: {number_of(count, 'note')}. Move them: papers push")


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


def tell_failures(failures: Iterable[tuple[str, str | None, str | None]]) -> None:
    """Say what went wrong with what, and the remedy: once, if several share the reason.

    What has no reason did not fail.
    """
    reasons: dict[tuple[str, str | None], list[str]] = {}
    for ref, error, remedy in failures:
        if error:
            reasons.setdefault((error, remedy), []).append(ref)
    for (error, remedy), refs in reasons.items():
        more = f" and {len(refs) - NAMED:,} more" if len(refs) > NAMED else ""
        say(f"{click.style(', '.join(refs[:NAMED]), bold=True)}{more}: {error}")
        say_below(remedy)


def browse(url: str) -> None:
    """Open a page in the reader's browser, and say which."""
    address = web_address(url)
    say(f"Opening {address}")
    click.launch(address)


def web_address(url: str) -> str:
    """Return the address of a web page, escaped where it has to be; nothing else is ever opened."""
    from urllib.parse import quote

    if not url.lower().startswith(("https://", "http://")):
        raise PapersError(f"{shortened(url)!r} is no address of a web page.")
    # A DOI may hold brackets; what is escaped already stays as it is.
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")
