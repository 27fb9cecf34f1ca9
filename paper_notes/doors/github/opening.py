"""Opening an issue on GitHub: never twice, however the answer gets lost."""

from collections.abc import Callable, Sequence
from typing import Any

from paper_notes.doors.github.client import WaitedError
from paper_notes.doors.github.issues import fields_of_draft, written_issue
from paper_notes.doors.github.listing import IssueList, iso
from paper_notes.doors.github.repository import GitHubRepository
from paper_notes.values.errors import PapersError, UnclearError
from paper_notes.values.model import TRUSTED, Issue
from paper_notes.values.tracker import Draft

LOOK_WAITS = (2, 10)
"""Seconds before each look for an issue whose creation is in doubt: GitHub ends a request
after ten seconds (GitHub docs: troubleshooting, timeouts), and its lists may lag."""

LIMIT_WAITS = (1,)
"""The same after a limit, which was waited out already."""

CLOCK_SLACK = 2.0
"""Seconds by which an issue may seem older than the request that made it: times are whole seconds."""


class IssueOpener:
    """Opens the issues of one repository.

    GitHub knows no key that would make a request harmless when it is sent again. So an issue whose
    creation is in doubt is looked for by the paper that its text is about, before it is opened anew.
    """

    def __init__(
        self,
        repository: GitHubRepository,
        issues: IssueList,
        *,
        recognise: Callable[[str], str | None],
        report: Callable[[str], None],
        sleep: Callable[[float], None],
        now: Callable[[], float],
    ) -> None:
        """Take the repository, and what returns the id of the paper that a body is about."""
        self._repository = repository
        self._issues = issues
        self._recognise = recognise
        self._report = report
        self._sleep = sleep
        self._now = now

    def open(self, draft: Draft) -> Issue:
        """Open one issue and return it as GitHub made it.

        Raises:
            UnclearError: the answer was lost, and whether it was opened cannot be found out.
            TrackerError: it was not opened.

        """
        fields = fields_of_draft(draft)
        lost = 0
        start = self._now()
        while True:
            try:
                return self._send(fields)
            except WaitedError as waited:
                found = self._look_for(draft, start, waited, LIMIT_WAITS)
            except UnclearError as unclear:
                lost += 1
                found = self._look_for(draft, start, unclear, LOOK_WAITS)
            if found is not None:
                return found
            if lost == 2:
                raise UnclearError(
                    f"Whether “{draft.title}” was opened cannot be found out.",
                    "Adding it again later is safe: that looks first.",
                )
            self._report("It was not: opening it again.")

    def _send(self, fields: dict[str, Any]) -> Issue:
        answer = self._repository.write("POST", "issues", fields)
        if not answer.done:
            raise self._repository.refusal(answer)
        issue = written_issue(answer.data)
        if issue is None:
            raise UnclearError("GitHub did not say which issue it opened.", "Look at the repository.")
        return issue

    def _look_for(
        self, draft: Draft, start: float, unclear: UnclearError, waits: Sequence[int]
    ) -> Issue | None:
        """Look for an issue that we tried to create at `start`; None if it certainly is not there.

        Issues are listed, not searched for: the search index lags by minutes.
        """
        if not draft.paper_id:
            raise unclear
        self._report(f"{unclear.message} Looking whether “{draft.title}” was opened.")
        for wait in waits:
            self._sleep(wait)
            try:
                page = self._issues.first_page(sort="created", direction="desc")
            except PapersError as error:
                raise UnclearError(
                    f"“{draft.title}” may have been opened, but looking failed: {error.message}",
                    "Adding it again later is safe: that looks first.",
                ) from error
            if page is None:
                continue
            # The start by GitHub's clock, as ours may be wrong: only the time since then is ours.
            earliest = iso(page.time - (self._now() - start) - CLOCK_SLACK)
            for issue in page.issues:
                if issue.created_at >= earliest and self._is_of(draft, issue):
                    self._report(f"It was: #{issue.number}.")
                    return issue
        return None

    def _is_of(self, draft: Draft, issue: Issue) -> bool:
        if self._recognise(issue.body) != draft.paper_id:
            return False
        # A stranger's issue may carry any marker. The token of an app is no member, but sent this text.
        return issue.association in TRUSTED or issue.body == draft.body
