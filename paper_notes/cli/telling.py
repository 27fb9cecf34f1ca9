"""What several commands say beside their data."""

from typing import TYPE_CHECKING

import click

from paper_notes.cli.group import say

if TYPE_CHECKING:
    from paper_notes.app import App


def tell_strangers(app: "App") -> None:
    """Say how many issues were left out because of who wrote them."""
    issues, people = app.store.strangers()
    if issues:
        say(
            f"Left out: {issues} {'issue' if issues == 1 else 'issues'} by {people} "
            f"{'person' if people == 1 else 'people'} you have not named as trusted (papers list --all)."
        )


def browse(url: str) -> None:
    """Open a page in the reader's browser, and say which."""
    say(f"Opening {url}")
    click.launch(url)
