"""The seam between the rules and the place where notes are written, and what passes through it."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from paper_notes.values.model import Comment, Issue, Label, Status


class Draft(NamedTuple):
    """An issue to be opened. It is open at first, whatever comes after."""

    title: str
    body: str
    labels: tuple[str, ...] = ()
    paper_id: str = ""
    """How the issue is recognised if the answer to its creation is lost."""


class Change(NamedTuple):
    """What is to become of one issue; what is None or empty stays as it is."""

    status: Status | None = None
    add_labels: tuple[str, ...] = ()
    remove_labels: tuple[str, ...] = ()
    edit: Callable[[str], str] | None = None
    """Applied to the body as freshly fetched, never to a remembered one; may run twice."""
    check: Callable[[Issue], None] | None = None
    """Given the issue as freshly fetched, before anything is changed; what it raises prevents the change."""
    title: str | None = None
    title_was: str | None = None
    """Renames only an issue that is still called this."""


class Bookmark(NamedTuple):
    """How far a mirror has read its tracker; saved in the same transaction as the issues."""

    etag: str | None = None
    """Of the newest page: unchanged means nothing happened."""
    since: str | None = None
    """UTC time from which changes are still to be asked for; None before the first full read."""
    resume: str | None = None
    """Where an interrupted reading of everything goes on, in the tracker's own words."""


class Batch(NamedTuple):
    """Some issues from the tracker, and the bookmark that is true once they are saved."""

    issues: Sequence[Issue]
    bookmark: Bookmark
    full: bool = False
    """Part of a reading of everything: what none of its batches names is gone."""
    last: bool = True
    first: bool = True
    """Nothing of this reading was yielded before, also not in an earlier run that was interrupted."""
    share: float | None = None
    """How much of the reading is done with this, from 0 to 1, as far as that can be told."""


Batches = Iterator[Batch]
"""A reading of the tracker, in the order in which it is to be saved."""


class CommentPage(NamedTuple):
    """Some comments from the tracker."""

    comments: Sequence[Comment]
    resume: str | None = None
    """Where to go on if this was not the last page, in the tracker's own words."""
    first: bool = True
    """Nothing of this reading was yielded before, also not in an earlier run that was interrupted."""
    share: float | None = None
    """How much of the reading is done with this, from 0 to 1, as far as that can be told."""
    reacted: frozenset[int] = frozenset()
    """The ids of those that carry a reaction which answers, whoever gave it."""


class Reaction(StrEnum):
    """How a comment is answered, as GitHub names reactions."""

    DONE = "+1"
    FAILED = "-1"
    UNCLEAR = "confused"
    """It was not understood."""


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
