"""The tracker when no repository is connected: issues without numbers, kept by the library itself."""

from collections.abc import Callable, Iterator, Sequence

from paper_notes.values.changes import changed_labels, changed_title, require_unprevented, state_of
from paper_notes.values.errors import TrackerError
from paper_notes.values.model import Comment, Issue, Label, Status
from paper_notes.values.tracker import Batch, Bookmark, Change, CommentPage, Draft, Reaction


class LocalTracker:
    """Hands back what it is given, with the time; whoever calls it saves the outcome."""

    remote = False

    def __init__(self, read: Callable[[Issue], Issue | None], now: Callable[[], str]) -> None:
        """Take how to look an issue up as it is now, and the time as ISO text in UTC."""
        self._read = read
        self._now = now

    def prepare(self) -> None:
        """Do nothing: the library on this machine can always be written to."""

    def missing_labels(self, labels: Sequence[Label]) -> list[Label]:
        """Return none: a local label needs no making."""
        return []

    def create_label(self, label: Label) -> None:
        """Do nothing, for the same reason."""

    def create(self, draft: Draft) -> Issue:
        """Return the issue that the draft makes."""
        now = self._now()
        return Issue(draft.title, draft.body, labels=draft.labels, created_at=now, updated_at=now)

    def ready(self) -> None:
        """Do nothing: there is no limit."""

    def exists(self, issue: Issue) -> bool:
        """Tell whether the library has it."""
        return self._read(issue) is not None

    def finish(self, issue: Issue, status: Status) -> Issue:
        """Return the issue closed."""
        return self._moved(issue, status)

    def update(self, issue: Issue, change: Change) -> Issue:
        """Return the issue as it is in the library now, changed."""
        fresh = self._fresh(issue)
        require_unprevented(fresh, change)
        labels = changed_labels(fresh.labels, change)
        changed = fresh._replace(
            title=changed_title(fresh.title, change),
            body=fresh.body if change.edit is None else change.edit(fresh.body),
            labels=labels,
        )
        if change.status is not None:
            changed = self._moved(changed, change.status)
        return fresh if changed == fresh else changed._replace(updated_at=self._now())

    def changes(self, bookmark: Bookmark) -> Iterator[Batch]:
        """Yield nothing: the library itself is where the notes live."""
        return iter(())

    def comments(self, since: str | None, resume: str | None = None) -> Iterator[CommentPage]:
        """Yield nothing: nobody comments here."""
        return iter(())

    def login(self) -> None:
        """Return nobody: the library is of whoever sits at this machine."""

    def may_label(self, login: str) -> bool:
        """Tell that nobody else may: the library is of whoever sits at this machine."""
        return False

    def answer(self, issue: Issue, text: str, mark: str) -> bool:
        """Say nothing: nobody comments here."""
        return False

    def close_as_duplicate(self, issue: Issue) -> Issue:
        """Return the issue closed for that reason."""
        fresh = self._fresh(issue)
        if (fresh.state, fresh.state_reason) == ("closed", "duplicate"):
            return fresh
        now = self._now()
        return fresh._replace(state="closed", state_reason="duplicate", closed_at=now, updated_at=now)

    def is_answered(self, comment: Comment) -> bool:
        """Tell that it needs no answer: nobody comments here."""
        return True

    def react(self, comment: Comment, reaction: Reaction) -> None:
        """Do nothing, for the same reason."""

    def _fresh(self, issue: Issue) -> Issue:
        fresh = self._read(issue)
        if fresh is None:
            raise TrackerError("The note is no longer in the library.", "See what is there: papers list")
        return fresh

    def _moved(self, issue: Issue, status: Status) -> Issue:
        state, reason = state_of(status, issue.state)
        if (issue.state, issue.state_reason) == (state, reason):
            return issue
        closed_at = self._now() if status.closed else None
        return issue._replace(state=state, state_reason=reason, closed_at=closed_at)
