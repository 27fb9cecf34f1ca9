"""What `--dry-run` runs on: a tracker that looks but only says what it would write."""

from collections.abc import Callable, Iterator, Sequence
from unicodedata import east_asian_width

from paper_notes.values.changes import changed_labels, changed_title, require_unprevented, state_of
from paper_notes.values.model import Comment, Issue, Label, Status
from paper_notes.values.text import body
from paper_notes.values.tracker import Batches, Bookmark, Change, CommentPage, Draft, Reaction, Tracker

TITLE_COLUMNS = 35
"""So wide a title of an issue on GitHub is shown, beside its number; a line then fits most terminals."""


class Rehearsal:
    """Stands before a tracker: reads go through, every write is announced and left undone."""

    def __init__(self, tracker: Tracker, announce: Callable[[str], None]) -> None:
        self._tracker = tracker
        self._announce = announce
        self.remote = tracker.remote
        self._labels: set[str] = set()
        """Those that were announced."""

    def prepare(self) -> None:
        """Check as the real thing would."""
        self._tracker.prepare()

    def missing_labels(self, labels: Sequence[Label]) -> list[Label]:
        """Look as the real thing would."""
        missing = self._tracker.missing_labels(labels)
        return [label for label in missing if label.name.casefold() not in self._labels]

    def changes(self, bookmark: Bookmark) -> Batches:
        """Read as the real thing would."""
        return self._tracker.changes(bookmark)

    def comments(self, since: str | None, resume: str | None = None) -> Iterator[CommentPage]:
        """Read as the real thing would."""
        return self._tracker.comments(since, resume)

    def create_label(self, label: Label) -> None:
        """Announce a new label."""
        self._announce(f"Would create the label {label.name}.")
        self._labels.add(label.name.casefold())

    def create(self, draft: Draft) -> Issue:
        """Announce a new issue and return what it would be."""
        labels = f" with {', '.join(draft.labels)}" if draft.labels else ""
        self._announce(f"Would add “{draft.title}”{labels}.")
        return Issue(draft.title, draft.body, labels=draft.labels)

    def ready(self) -> None:
        """Do nothing: nothing will be written."""

    def exists(self, issue: Issue) -> bool:
        """Look as the real thing would."""
        return self._tracker.exists(issue)

    def finish(self, issue: Issue, status: Status) -> Issue:
        """Announce the closing of a new issue."""
        self._announce(f"Would mark {_named(issue)} {status}.")
        state, reason = state_of(status)
        return issue._replace(state=state, state_reason=reason)

    def update(self, issue: Issue, change: Change) -> Issue:
        """Announce every part of the change that would make a difference."""
        require_unprevented(issue, change)
        labels = changed_labels(issue.labels, change)
        text = issue.body if change.edit is None else change.edit(issue.body)
        changed = issue._replace(title=changed_title(issue.title, change), labels=labels, body=text)
        if change.status is not None:
            state, reason = state_of(change.status, issue.state)
            changed = changed._replace(state=state, state_reason=reason)
            self._announce(f"Would mark {_named(issue)} {change.status}.")
        if labels != issue.labels:
            self._announce(f"Would {_relabelled(issue, labels)}.")
        before, after = body.without(issue.body), body.without(text)
        if before != after:
            lines = iter(after.splitlines())
            kept = all(line in lines for line in before.rstrip().splitlines())
            deed = "add to" if kept else "change"
            self._announce(f"Would {deed} your text of {_named(issue)}.")
        elif text != issue.body:
            known = body.find(issue.body) or body.broken(issue.body)
            deed = "rewrite the managed block of" if known else "put a managed block on top of"
            self._announce(f"Would {deed} {_named(issue)}.")
        if changed.title != issue.title:
            self._announce(f"Would rename {_named(issue)} to “{changed.title}”.")
        return changed

    def login(self) -> str | None:
        """Look as the real thing would."""
        return self._tracker.login()

    def may_label(self, login: str) -> bool:
        """Look as the real thing would."""
        return self._tracker.may_label(login)

    def answer(self, issue: Issue, text: str, mark: str) -> bool:
        """Announce a comment, with its first line."""
        self._announce(f"Would comment on {_named(issue)}, unless it was said before: {text.splitlines()[0]}")
        return True

    def close_as_duplicate(self, issue: Issue) -> Issue:
        """Announce the closing of an issue."""
        self._announce(f"Would close {_named(issue)} as a duplicate.")
        return issue._replace(state="closed", state_reason="duplicate")

    def is_answered(self, comment: Comment) -> bool:
        """Look as the real thing would."""
        return self._tracker.is_answered(comment)

    def react(self, comment: Comment, reaction: Reaction) -> None:
        """Announce a reaction."""
        self._announce(f"Would answer the comment below #{comment.number} with {reaction}.")


def _named(issue: Issue) -> str:
    """Return what a person finds the issue by: its number, or the title of one that is not on GitHub."""
    return f"“{issue.title}”" if issue.number is None else f"#{issue.number} ({_cut(issue.title)})"


def _cut(title: str) -> str:
    """Return as much of a title as has room beside the words about it; wide characters take two columns."""
    columns = 0
    for length, character in enumerate(title):
        columns += 2 if east_asian_width(character) in "WF" else 1
        if columns > TITLE_COLUMNS:
            return f"{title[: length - 1].rstrip()}…"
    return title


def _relabelled(issue: Issue, labels: Sequence[str]) -> str:
    """Return what becomes of the issue's labels: those that come, and those that go."""
    new = [label for label in labels if label not in issue.labels]
    old = [label for label in issue.labels if label not in labels]
    if new and old:
        return f"label {_named(issue)} {', '.join(new)} instead of {', '.join(old)}"
    several = "label" if len(new or old) == 1 else "labels"
    if new:
        return f"add the {several} {', '.join(new)} to {_named(issue)}"
    return f"take the {several} {', '.join(old)} off {_named(issue)}"
