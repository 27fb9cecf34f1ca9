"""The seam between the rules and the place where notes are written."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from paper_notes.values.model import (
    Batches,
    Bookmark,
    Change,
    Comment,
    CommentPage,
    Draft,
    Issue,
    Label,
    Reaction,
    Status,
)


class Tracker(Protocol):
    """A place that holds issues. The rules never ask which one it is.

    Every method raises `TokenError` when a token is missing or refused and `TrackerError`
    for whatever else goes wrong, with the remedy. None of them prints.
    """

    remote: bool
    """Whether it is reached over a network, so that `--offline` and mirrors mean something."""

    def prepare(self) -> None:
        """Make sure that writing is possible here, before the first write of a command.

        Raises when the place does not exist, is archived, or the caller may not write to it.
        Costs at most one request, and is free when called again.
        """

    def missing_labels(self, labels: Sequence[Label]) -> list[Label]:
        """Return those of `labels` that are not there yet, compared without case."""

    def create_label(self, label: Label) -> None:
        """Make one label; that it is there already is no error."""

    def create(self, draft: Draft) -> Issue:
        """Open one issue and return it. Never opens two, however the answer gets lost.

        When the answer is lost it looks for an issue whose managed block carries
        `draft.paper_id` and returns that; it raises `UnclearError` if it cannot look.
        """

    def ready(self) -> None:
        """Wait until something may be written, so that what is read now is not old by then."""

    def exists(self, issue: Issue) -> bool:
        """Tell whether the issue is still here, whatever a listing says."""

    def finish(self, issue: Issue, status: Status) -> Issue:
        """Close an issue that `create` has just returned, touching nothing else of it."""

    def update(self, issue: Issue, change: Change) -> Issue:
        """Apply `change` to the issue as it is now, not as it was in `issue`, and return it.

        Sends nothing when nothing would differ.
        """

    def changes(self, bookmark: Bookmark) -> Batches:
        """Yield what is new since `bookmark`; nothing at all when nothing is.

        Without `since` in the bookmark it reads everything, from `resume` on if that is there.
        Save each batch together with its bookmark, in one transaction: an interrupted reading
        then goes on where it was.
        """

    def comments(self, since: str | None, resume: str | None = None) -> Iterator[CommentPage]:
        """Yield the comments written or edited at `since` or later, oldest first; without it, all.

        They are those below any issue, also below issues that `changes` leaves out. `resume` is
        that of the last page saved, if such a reading was interrupted. Where nobody comments no
        page is yielded at all.
        """

    def login(self) -> str | None:
        """Return who we are here; None where nobody else is, or an app may not ask."""

    # -- answering people; a place without people to answer does nothing and says so ------------

    def may_label(self, login: str) -> bool:
        """Tell whether that person may label and close issues here."""

    def answer(self, issue: Issue, text: str, mark: str) -> bool:
        """Comment below the issue, once: `mark`, which nobody sees, tells that it was done.

        Returns whether it is said now; False when it was said before, or nobody can be answered here.
        A stranger's comment that carries the mark counts for nothing.
        """

    def close_as_duplicate(self, issue: Issue) -> Issue:
        """Close an issue that is no note of its own, touching nothing else of it."""

    def is_answered(self, comment: Comment) -> bool:
        """Tell whether a comment carries a reaction that `react` gave it."""

    def react(self, comment: Comment, reaction: Reaction) -> None:
        """Answer a comment; that it has that answer already is no error."""
