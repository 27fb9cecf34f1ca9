"""What is asked of a library, and what becomes of it."""

from typing import Literal, NamedTuple

from paper_notes.model import Label, Note, Status


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


class Outcome(NamedTuple):
    """What became of one thing that was asked for."""

    ref: str
    kind: Literal["added", "exists", "pending", "failed", "changed", "skipped"]
    note: Note | None = None
    error: str | None = None
    remedy: str | None = None
    remark: str | None = None
    """What else the reader should know, as a sentence."""
