"""What is asked of a library, and what becomes of it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import Literal, NamedTuple, TypeVar

from paper_notes.values.errors import PapersError, TokenError
from paper_notes.values.model import Label, Note, Status

_Item = TypeVar("_Item")


class Wish(NamedTuple):
    """What `add` was asked to make of a new note."""

    labels: tuple[Label, ...] = ()
    """Replaces the guessed topics."""
    status: Status = Status.TO_READ
    rating: int | None = None
    on: str | None = None
    """The read date, when it is not today."""
    pending: bool = False
    """Note the paper even when no source answers."""
    template: str | None = None


class Managed(NamedTuple):
    """What is to become of an issue that was opened by hand, beside its managed block."""

    topics: tuple[Label, ...] = ()
    """Instead of the guessed ones."""
    rename: bool = False
    """Whether the paper's title takes the place of the issue's."""
    to_read: bool = False
    """Whether somebody asked for a note by it; otherwise the reader stands with it as before."""


class Outcome(NamedTuple):
    """What became of one thing that was asked for."""

    ref: str
    kind: Literal["added", "exists", "pending", "failed", "changed", "skipped", "removed"]
    note: Note | None = None
    error: str | None = None
    remedy: str | None = None
    remark: str | None = None
    """What else the reader should know, as a sentence."""
    stopped: bool = False
    """It failed for the reason that ended all, which is raised after the last outcome."""


def one_by_one(
    items: Iterable[_Item],
    ref: Callable[[_Item], str],
    begun: AbstractContextManager[Callable[[_Item], Outcome]],
) -> Iterator[Outcome]:
    """Do something with each item, and yield what became of it; a failure does not stop the others.

    Only a token that is missing or refused would fail them all: from there on each is yielded as failed,
    and then the `TokenError` is raised. `begun` gives what is to be done while it lasts, and `ref` is what
    an item is called in its outcome.
    """
    do: Callable[[_Item], Outcome] | None = None
    refused: TokenError | None = None
    with ExitStack() as stack:
        try:
            do = stack.enter_context(begun)
        except TokenError as error:
            refused = error
        for item in items:
            if do is None or refused is not None:
                yield untried(ref(item), refused)
                continue
            try:
                outcome = do(item)
            except TokenError as error:
                refused = error
                outcome = Outcome(ref(item), "failed", error=error.message, stopped=True)
            except PapersError as error:
                outcome = Outcome(ref(item), "failed", error=error.message, remedy=error.remedy)
            yield outcome
        if refused is not None:
            raise refused


def untried(ref: str, refused: TokenError | None) -> Outcome:
    """Return what became of an item that was not tried, since a token was refused before it."""
    return Outcome(ref, "failed", error=f"Not tried: {refused}", stopped=True)
