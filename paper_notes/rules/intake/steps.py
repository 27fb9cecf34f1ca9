"""What became of the issues and comments that a run looked at."""

from typing import Literal, NamedTuple

from paper_notes.values.model import Issue, Note

Kind = Literal["completed", "pending", "duplicate", "answered", "obeyed", "refused", "gone", "left", "failed"]


class Step(NamedTuple):
    """What became of one issue or comment, or of the event."""

    number: int | None
    title: str
    kind: Kind
    said: str
    """What was done, or why nothing was, as a sentence."""
    remedy: str | None = None
    note: Note | None = None


def left(issue: Issue, why: str) -> Step:
    """Return that nothing was done about an issue."""
    return Step(issue.number, issue.title, "left", f"Left alone: {why}.")
