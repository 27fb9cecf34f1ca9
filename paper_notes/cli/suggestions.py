"""What a half-typed word may become: notes, topics, labels, files.

Nothing here uses the network, makes a file, or complains: whoever presses the tab key has not
asked for anything yet.
"""

import os
import shlex
from collections.abc import Callable
from typing import TypeVar

import click
from click.shell_completion import CompletionItem

from paper_notes.app import App
from paper_notes.cli.command import Session
from paper_notes.cli.display.text import plain
from paper_notes.values.errors import PapersError

T = TypeVar("T")
Items = list[CompletionItem[str]]


def notes(context: click.Context, parameter: click.Parameter, piece: str) -> Items:
    """Return the notes whose number or id begins with the piece, or whose title has it; not those given."""
    given = context.params.get(parameter.name or "") or ()
    found = [offer for offer in _ask(context, lambda app: app.offers(piece)) if offer.word not in given]
    if _in_bash() and len(found) > 1 and not found[0].word.startswith(piece):
        # Bash would put what they have in common in the place of the piece of a title.
        return []
    return [CompletionItem(offer.word, help=plain(offer.title)) for offer in found]


def topics(context: click.Context, _: click.Parameter, piece: str) -> Items:
    """Return the topics that begin with the piece, in any case."""
    found = _ask(context, lambda app: list(app.taxonomy.topics))
    return [
        CompletionItem(_quoted(topic.name), help=plain(topic.description))
        for topic in found
        if _begins(topic.name, piece)
    ]


def labels(context: click.Context, _: click.Parameter, piece: str) -> Items:
    """Return the labels in use that begin with the piece, in any case."""
    found = _ask(context, lambda app: app.labels_in_use())
    return [CompletionItem(_quoted(plain(name))) for name in found if _begins(name, piece)]


def readers(context: click.Context, _: click.Parameter, piece: str) -> Items:
    """Return the people of the group whose logins begin with the piece, in any case."""
    found = _ask(context, lambda app: app.readers())
    return [CompletionItem(plain(login)) for login in found if _begins(login, piece)]


def topics_and_labels(context: click.Context, parameter: click.Parameter, piece: str) -> Items:
    """Return the topics, then the other labels in use."""
    items = topics(context, parameter, piece)
    named = {item.value.casefold() for item in items}
    return items + [item for item in labels(context, parameter, piece) if item.value.casefold() not in named]


def files(_: click.Context, __: click.Parameter, piece: str) -> Items:
    """Leave it to the shell, which knows the files."""
    return [CompletionItem(piece, type="file")]


def _ask(context: click.Context, question: Callable[[App], list[T]]) -> list[T]:
    session = context.find_object(Session) or Session()
    try:
        return question(session.app())
    except (PapersError, OSError):
        return []  # a broken configuration is told by the command itself, not in the middle of a line


def _begins(name: str, piece: str) -> bool:
    return name.casefold().startswith(piece.casefold())


def _quoted(name: str) -> str:
    return shlex.quote(name) if _in_bash() else name


def _in_bash() -> bool:
    """Whether bash asks: it takes what it is given for what was typed, the other shells quote it."""
    return any(
        value == "bash_complete"
        for name, value in os.environ.items()
        if name in ("_PAPERS_COMPLETE", "_PAPER_NOTES_COMPLETE")
    )
