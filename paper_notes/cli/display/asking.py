"""Questions to the person at the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

import click


def agreed(question: str) -> bool:
    """Ask whether something is to be done; no is the usual answer."""
    with leaving_the_line():
        return click.confirm(question, err=True)


@contextmanager
def leaving_the_line() -> Iterator[None]:
    """If a question in it is left by Ctrl-C or Ctrl-D, have the shell's prompt on a line of its own."""
    try:
        yield
    except click.Abort:
        click.echo(err=True)
        raise
