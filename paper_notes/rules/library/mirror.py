"""Keeping the library like the repository: what is read from it, when, and how far it has come."""

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

from paper_notes.doors.sqlite.store import Saved, Store
from paper_notes.rules.library.ahead import ahead
from paper_notes.values.errors import PapersError, TrackerError
from paper_notes.values.tracker import Batch, Batches, Bookmark, Tracker

FULL_EVERY = timedelta(days=7)
"""So long what was deleted or moved away may stay unnoticed by somebody who syncs."""


class Mirror:
    """The library as a mirror of what its tracker holds. A local library mirrors nothing."""

    def __init__(
        self,
        store: Store,
        tracker: Tracker,
        *,
        now: Callable[[], str],
        offline: bool = False,
        report: Callable[[str], None] = lambda _: None,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Take what mirrors what; `progress` is told how far a long reading is, and at its end nothing."""
        self._store = store
        self._tracker = tracker
        self._now = now
        self._offline = offline
        self._report = report
        self._progress = progress

    @property
    def filled(self) -> bool:
        """Whether there is something to read: the repository was read to its end once."""
        return not self._tracker.remote or self._store.filled

    def require_network(self, problem: str, remedy: str) -> None:
        """Raise unless the tracker may be reached."""
        if self._offline and self._tracker.remote:
            raise PapersError(problem, remedy)

    def sync(self, *, full: bool = False) -> Saved:
        """Bring the library up to date and return how it changed.

        Reading everything, which alone finds what is gone, goes on if it was interrupted. It begins
        anew with `full`, and by itself once a week.
        """
        interrupted = self._store.bookmark().resume is not None
        if not full and not interrupted and self.filled and self._is_full_due():
            self._report("Reading everything, as once a week: that also finds what was deleted or moved.")
            full = True
        if full:
            self._store.start_over()
        return self._pull(whole=full or interrupted or not self.filled)

    def catch_up(self, *, comments: bool = True) -> None:
        """Read what is new since the last time, as cheaply as can be, before something is written."""
        self._pull(whole=not self.filled, comments=comments)

    def _is_full_due(self) -> bool:
        last = self._store.get("full_at")
        return last is None or datetime.fromisoformat(self._now()) - datetime.fromisoformat(last) > FULL_EVERY

    def _pull(self, *, whole: bool, comments: bool = True) -> Saved:
        if not self._tracker.remote:
            return Saved()
        self._progress("Looking for changes")
        saved = Saved()
        resume = self._store.bookmark().resume
        if whole:
            saved = self._save(self._tracker.changes(Bookmark(resume=resume)))
        if not whole or resume:
            # What an interrupted reading found on its first pages may have changed since.
            bookmark = self._store.bookmark()._replace(resume=None)
            saved = saved.plus(self._save(self._tracker.changes(bookmark)))
        if comments:
            saved = saved.plus(self._save_comments())
        self._progress("")
        self._store.put(synced_at=self._now())
        return saved

    def _save(self, batches: Batches) -> Saved:
        total = Saved()
        read = 0
        with contextlib.closing(ahead(batches)) as coming:
            for batch in coming:
                if batch.full and batch.last:
                    self._doubt(batch)
                total = total.plus(self._store.save_batch(batch))
                if batch.full and batch.last:
                    self._store.put(full_at=self._now())
                read += len(batch.issues)
                self._tell("issues", read, batch.share)
        return total

    def _doubt(self, batch: Batch) -> None:
        """Do not believe a list that leaves out what is there: a note forgotten is soon noted twice."""
        lost = self._store.unnamed(batch)
        if lost is not None and self._tracker.exists(lost):
            raise TrackerError(
                f"GitHub's list of issues leaves out #{lost.number}, which is there. Nothing was changed.",
                "Try again later.",
            )

    def _save_comments(self) -> Saved:
        total = Saved()
        while (due := self._store.comments_due()) is not None:
            read = None
            for page in self._tracker.comments(due.since, due.resume):
                total = total.plus(self._store.save_comments(page, due))
                read = (read or 0) + len(page.comments)
                self._tell("comments", read, page.share)
            if read is None:
                break
        return total

    def _tell(self, what: str, count: int, share: float | None) -> None:
        done = "" if share is None else f" ({share:.0%})"
        self._progress(f"Reading {what}: {count:,}{done}")
