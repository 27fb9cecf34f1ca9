"""What several commands say beside their data."""

from typing import TYPE_CHECKING

import click

from paper_notes.cli.group import say

if TYPE_CHECKING:
    from paper_notes.app import App


OLD = 3600
"""Seconds after which a mirror is called old."""


def tell_limits(app: "App") -> None:
    """Say what the reader may be missing: an old mirror, and issues of people not trusted."""
    tell_age(app)
    issues, people = app.store.strangers()
    if issues:
        say(
            f"Left out: {issues} {'issue' if issues == 1 else 'issues'} by {people} "
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
        ago = f"{hours} {'hour' if hours == 1 else 'hours'}" if hours < 48 else f"{hours // 24} days"
        say(f"The mirror is {ago} old. Bring it up to date: papers sync")


def browse(url: str) -> None:
    """Open a page in the reader's browser, and say which."""
    say(f"Opening {url}")
    click.launch(url)
