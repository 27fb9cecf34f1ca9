"""The door to GitHub: notes as the issues of one repository.

Open is to read, with the label `reading` being read; closed as completed is read, closed as
not planned is dropped.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from paper_notes.doors.github import opening
from paper_notes.doors.github.automation import GitHubAutomation
from paper_notes.doors.github.client import GitHubClient, WaitedError
from paper_notes.doors.github.comments import CommentList
from paper_notes.doors.github.commits import GitHubCommits
from paper_notes.doors.github.contents import GitHubContents
from paper_notes.doors.github.issues import (
    dropped_labels,
    fields_of_change,
    fields_of_label,
    fields_of_status,
    holds,
    repository_of,
    written_issue,
)
from paper_notes.doors.github.labels import GitHubLabels
from paper_notes.doors.github.listing import IssueList
from paper_notes.doors.github.opening import IssueOpener
from paper_notes.doors.github.replies import GitHubReplies
from paper_notes.doors.github.repository import Facts, GitHubRepository
from paper_notes.doors.github.write_pace import WritePace
from paper_notes.values.errors import TrackerError, UnclearError
from paper_notes.values.model import Comment, Issue, Label, Status
from paper_notes.values.tracker import Batch, Bookmark, Change, CommentPage, Draft, Reaction


class GitHubTracker:
    """A GitHub repository whose issues are the notes."""

    remote = True

    def __init__(
        self,
        repository: str,
        token: str | None,
        api: str,
        *,
        pace: WritePace,
        recognise: Callable[[str], str | None],
        report: Callable[[str], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
        timeout: int = 30,
    ) -> None:
        """Take where to write and with whose token; nothing is sent yet.

        Args:
            repository: `owner/name`; a renamed repository is followed.
            token: None to read what is public.
            api: base URL of the REST API.
            pace: holds up every write.
            recognise: returns the id of the paper that a body's managed block is about.
            report: told about waits, retries and what GitHub did differently.
            sleep: waits, in seconds.
            now: the time, in seconds since 1970.
            timeout: seconds to wait for an answer.

        Raises:
            UsageError: that is no name of a repository, or no URL.
            TokenError: that cannot be a token.

        """
        self.client = GitHubClient(
            token, api, pace=pace, report=report, sleep=sleep, now=now, timeout=timeout
        )
        self._repository = GitHubRepository(repository, self.client, report)
        self._list = IssueList(self._repository, report)
        self._comments = CommentList(self._repository, report)
        self._replies = GitHubReplies(self._repository, report, sleep)
        self._labels: set[str] | None = None
        self._opener = IssueOpener(
            self._repository, self._list, recognise=recognise, report=report, sleep=sleep, now=now
        )
        self._report = report
        self._sleep = sleep

    @property
    def facts(self) -> Facts | None:
        """What is known about the repository and the token, once GitHub was asked."""
        return self._repository.facts

    def close(self) -> None:
        """Close the connection."""
        self.client.close()

    def prepare(self) -> None:
        """Make sure that notes can be written here, by one request a session."""
        self._repository.require_writable()

    def inspect(self) -> Facts:
        """Ask GitHub about the repository and the token, whether they will do or not."""
        return self._repository.inspect()

    def changes(self, bookmark: Bookmark) -> Iterator[Batch]:
        """Yield what is new since the bookmark; everything, if it is empty."""
        return self._list.changes(bookmark)

    def comments(self, since: str | None, resume: str | None = None) -> Iterator[CommentPage]:
        """Yield the comments written or edited since that time, below issues and pull requests."""
        return self._comments.since(since, resume)

    def contents(self, branch: str | None) -> GitHubContents:
        """Return the files of a branch; None is the default one."""
        return GitHubContents(self._repository, branch)

    @property
    def commits(self) -> GitHubCommits:
        """Commits of several files to the default branch."""
        return GitHubCommits(self._repository)

    @property
    def automation(self) -> GitHubAutomation:
        """What GitHub does by itself."""
        return GitHubAutomation(self._repository)

    # -- labels ---------------------------------------------------------------------------

    @property
    def labels(self) -> GitHubLabels:
        """The labels themselves."""
        return GitHubLabels(self._repository)

    def missing_labels(self, labels: Sequence[Label]) -> list[Label]:
        """Return those of `labels` that are not there yet; GitHub is asked once a session."""
        if labels and self._labels is None:
            self._labels = {label.name.casefold() for label in self.labels.all()}
        return [label for label in labels if label.name.casefold() not in (self._labels or ())]

    def create_label(self, label: Label) -> None:
        """Make one label; that it is there already is no error."""
        answer = self._repository.write("POST", "labels", fields_of_label(label), repeat=True)
        if not answer.done:
            # Somebody may have made it since we looked, or we ourselves, when an answer got lost.
            self._labels = None
            if self.missing_labels([label]):
                raise self._repository.refusal(answer)
        elif self._labels is not None:
            self._labels.add(label.name.casefold())

    # -- opening --------------------------------------------------------------------------

    def create(self, draft: Draft) -> Issue:
        """Open one issue and return it; never two, however the answer gets lost.

        Raises:
            UnclearError: the answer was lost, and whether it was opened cannot be found out.
            TrackerError: it was not opened.

        """
        issue = self._opener.open(draft)
        if dropped := dropped_labels(draft.labels, issue):
            self._report(
                f"GitHub left out the labels {', '.join(dropped)} on #{issue.number}: "
                "labelling needs the triage role or push access."
            )
        return issue

    def ready(self) -> None:
        """Wait for the pace of writes."""
        self.client.ready()

    def exists(self, issue: Issue) -> bool:
        """Tell whether the issue is still here; asks for that one issue."""
        return self._look_up(issue) is not None

    # -- changing -------------------------------------------------------------------------

    def finish(self, issue: Issue, status: Status) -> Issue:
        """Give an issue that was just opened its state, by one request."""
        fields = fields_of_status(issue, status)
        return self._patch(issue, fields, repeat=True) if fields else issue

    def update(self, issue: Issue, change: Change) -> Issue:
        """Apply the change to the issue as it is on GitHub now, and return what became of it.

        Raises:
            UnclearError: the answer was lost, and the issue was changed by others meanwhile.
            TrackerError: the issue is gone, or GitHub did not change it.

        """
        self.client.need_token()
        fresh = self._fetch(issue)
        fields = fields_of_change(fresh, change)
        if not fields:
            return fresh
        lost = 0
        while True:
            try:
                return self._patch(fresh, fields)
            except UnclearError as unclear:
                lost += not isinstance(unclear, WaitedError)
                if lost == 2:
                    raise
                self._report(f"{unclear.message} Looking at #{fresh.number}.")
            self._sleep(opening.LOOK_WAITS[0])
            now = self._fetch(issue)
            if holds(now, fields):
                return now
            if now != fresh:
                # Sending it again would undo what somebody typed in the meantime.
                raise UnclearError(
                    f"#{fresh.number} was changed by somebody else while the answer was lost.",
                    "Look at the issue, and run the command again if it is still needed.",
                )

    def _fetch(self, issue: Issue) -> Issue:
        """Return the issue as it is now."""
        fresh = self._look_up(issue)
        if fresh is None:
            raise self._repository.gone(issue)
        return fresh

    def _look_up(self, issue: Issue) -> Issue | None:
        """Return the issue as it is now; None if it is not here any more."""
        answer = self._repository.get(f"issues/{_number(issue)}")
        if answer.missing or answer.moved:
            return None
        data = self._repository.checked(answer)
        fresh = written_issue(data)
        if fresh is None:
            raise TrackerError(f"GitHub did not say what #{issue.number} is.", "Try again later.")
        if self._is_elsewhere(data):
            # A redirection was followed: the repository was renamed, or the issue was transferred.
            self._repository.inspect()
        return None if self._is_elsewhere(data) else fresh._replace(key=issue.key)

    def _is_elsewhere(self, data: dict[str, Any]) -> bool:
        return repository_of(data) not in (None, self._repository.name.casefold())

    def _patch(self, issue: Issue, fields: dict[str, Any], *, repeat: bool = False) -> Issue:
        """Change those fields and return the issue, once GitHub has really changed them."""
        changed = self._send(issue, fields, repeat=repeat)
        reason = fields.get("state_reason")
        if changed.state == "closed" and reason not in (None, changed.state_reason):
            # On a closed issue a new reason may be ignored (GitHub REST API, update an issue).
            self._send(issue, {"state": "open", "state_reason": "reopened"}, repeat=True)
            changed = self._send(issue, {"state": "closed", "state_reason": reason}, repeat=True)
        if not holds(changed, fields, "state", "state_reason", "labels"):
            raise TrackerError(
                f"GitHub did not change the state or the labels of #{issue.number} as asked.",
                "That needs the triage role or push access: papers doctor",
            )
        return changed._replace(key=issue.key)

    def _send(self, issue: Issue, fields: dict[str, Any], *, repeat: bool) -> Issue:
        answer = self._repository.write("PATCH", f"issues/{_number(issue)}", fields, repeat=repeat)
        if answer.missing or answer.moved:
            raise self._repository.gone(issue)
        if not answer.done:
            raise self._repository.refusal(answer)
        changed = written_issue(answer.data)
        if changed is None or changed.number != issue.number:
            raise UnclearError(f"GitHub did not say what became of #{issue.number}.", "Look at the issue.")
        return changed

    # -- answering people -----------------------------------------------------------------

    def login(self) -> str | None:
        """Return the login of the token's owner; None for the token of an app."""
        self.client.need_token()
        return self._replies.login() or None

    def may_label(self, login: str) -> bool:
        """Tell whether that person has at least the triage role."""
        return self._replies.may_label(login)

    def answer(self, issue: Issue, text: str, mark: str) -> bool:
        """Comment below the issue unless a comment of ours carries the mark, however the answer gets lost."""
        return self._replies.comment(issue, text, mark)

    def is_answered(self, comment: Comment) -> bool:
        """Tell whether a comment carries a reaction of ours; asks for those of that one comment."""
        return self._replies.is_answered(comment)

    def react(self, comment: Comment, reaction: Reaction) -> None:
        """Give a comment a reaction."""
        self._replies.react(comment, reaction)

    def close_as_duplicate(self, issue: Issue) -> Issue:
        """Close the issue with the reason `duplicate`, by one request."""
        if (issue.state, issue.state_reason) == ("closed", "duplicate"):
            return issue
        return self._patch(issue, {"state": "closed", "state_reason": "duplicate"}, repeat=True)


def _number(issue: Issue) -> int:
    if issue.number is None:
        raise TrackerError(
            f"“{issue.title}” has no number on GitHub.", "Bring the mirror up to date: papers sync"
        )
    return issue.number
