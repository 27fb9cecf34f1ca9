"""Trackers on the loopback GitHub, for the tests that need one; imported by several of them."""

import re
from collections.abc import Callable
from pathlib import Path

from paper_notes.doors.github.tracker import GitHubTracker
from paper_notes.doors.github.write_pace import WritePace
from paper_notes.values.model import Issue
from paper_notes.values.tracker import Batch, Bookmark, Draft
from tests.github_server import TOKEN, GitHubServer

REPO = "/repos/alice/papers"
LIST = f"GET {REPO}/issues"
OPEN = f"POST {REPO}/issues"
DRAFT = Draft("Attention", "<!-- paper:1706.03762 -->\nMine.", ("NLP", "CV"), "1706.03762")


class Connect:
    """Makes trackers for the server, all on the test's clock, and remembers what they report."""

    def __init__(self, server: GitHubServer, folder: Path) -> None:
        self.server = server
        self.clock = server.clock
        self.reports: list[str] = []
        self._folder = folder
        self._made: list[GitHubTracker] = []

    def __call__(
        self,
        repository: str = "alice/papers",
        token: str | None = TOKEN,
        *,
        url: str | None = None,
        delay: float = 0,
        per_hour: int = 0,
        timeout: int = 30,
        now: Callable[[], float] | None = None,
    ) -> GitHubTracker:
        """Return a tracker; it keeps the pace only as far as is asked for."""
        pace = WritePace(
            str(self._folder / "writes"),
            delay=delay,
            per_minute=0,
            per_hour=per_hour,
            report=self.reports.append,
            sleep=self.clock.sleep,
            now=self.clock.time,
        )
        tracker = GitHubTracker(
            repository,
            token,
            url or self.server.url,
            pace=pace,
            recognise=paper_of,
            report=self.reports.append,
            sleep=self.clock.sleep,
            now=now or self.clock.time,
            timeout=timeout,
        )
        self._made.append(tracker)
        return tracker

    def close(self) -> None:
        """Close all connections."""
        for tracker in self._made:
            tracker.close()


def paper_of(body: str) -> str | None:
    """Return the id that a body of these tests is about."""
    found = re.search(r"<!-- paper:(\S+) -->", body)
    return found[1] if found else None


def read(tracker: GitHubTracker, bookmark: Bookmark | None = None) -> Batch:
    """Read what must come as a single batch."""
    (batch,) = tracker.changes(bookmark or Bookmark())
    return batch


def first(tracker: GitHubTracker) -> Issue:
    """Return issue 1, as a mirror would have it."""
    return next(issue for issue in read(tracker).issues if issue.number == 1)
