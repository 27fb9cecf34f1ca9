"""The list of a repository's issues: what is new in it, and all of it, in few requests."""

import itertools
import json
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from paper_notes.doors.github.answer import Answer
from paper_notes.doors.github.client import GitHubClient
from paper_notes.doors.github.issues import issue_of, mended, number_of, repository_of
from paper_notes.doors.github.repository import GitHubRepository
from paper_notes.values.errors import TrackerError
from paper_notes.values.model import Issue
from paper_notes.values.tracker import Batch, Bookmark

OVERLAP = 300.0
"""Seconds by which a reading of changes goes back before the start of the one before it."""


PER_PAGE = 100
"""Items on a page, the most that GitHub gives."""


class Page(NamedTuple):
    """One page of the list."""

    issues: list[Issue]
    """Without the pull requests that GitHub lists among them."""
    length: int
    """How many items there are on it, pull requests included."""
    oldest: str
    """When the last item was updated, pull requests included; empty on an empty page."""
    next: str | None
    etag: str | None
    at: str
    """When GitHub answered."""
    time: float
    """The same, in seconds since 1970."""
    since: str
    """The time from which changes may be missing here."""
    homes: frozenset[str]
    """The repositories that the items belong to, in lower case."""
    highest: int
    """The highest number, of an issue or a pull request; 0 on an empty page."""

    @property
    def bookmark(self) -> Bookmark:
        """The bookmark of a reading that begins with this, the newest page.

        What is updated later comes in front of what was updated before now. Of a page that is full of
        updates of this very second that cannot be said, so that its ETag proves nothing.
        """
        proves = self.next is None or self.oldest < self.at
        return Bookmark(self.etag if proves else None, self.since)


class Reading(NamedTuple):
    """A reading of the whole list: the page to go on with, and the bookmark of its end."""

    url: str
    final: Bookmark
    met: int
    """The highest number that was met."""
    highest: int
    """About the highest number that will be met."""

    def text(self) -> str:
        """Return it as text, for a bookmark."""
        return json.dumps([self.url, self.final.etag, self.final.since, self.met, self.highest])

    @classmethod
    def from_text(cls, text: str | None) -> "Reading | None":
        """Return the reading that the text tells of; None if it tells of none."""
        try:
            match json.loads(text or ""):
                case [str(url), str() | None as etag, str(since), int(met), int(highest)]:
                    return cls(url, Bookmark(etag, since), met, highest)
        except ValueError:
            pass
        return None


class IssueList:
    """Reads the issues of one repository.

    Pages are followed by the Link header, and counted only if something removes that. The
    list is read by creation, oldest first, so that what changes meanwhile is met twice at
    worst: by update, an issue touched during the reading would push another over the border
    between two pages, unseen.
    """

    def __init__(self, repository: GitHubRepository, report: Callable[[str], None]) -> None:
        self._repository = repository
        self._client = repository.client
        self._report = report

    def changes(self, bookmark: Bookmark) -> Iterator[Batch]:
        """Yield what is new since the bookmark: one conditional request when nothing is."""
        reading = Reading.from_text(bookmark.resume)
        if (
            reading
            and (answer := self._client.get(reading.url)).done
            and goes_on(answer, "number", reading.met)
        ):
            yield from self._everything(reading, answer, first=False)
            return
        newest = self.first_page(sort="updated", direction="desc", etag=bookmark.etag)
        if newest is None:
            return
        final, since = newest.bookmark, bookmark.since
        if newest.next is None and self._is_cut_short(newest):
            yield Batch(self._counted(), Bookmark(None, final.since), full=True)
        elif newest.next is None:
            yield Batch(newest.issues, final, full=True)
        elif since and newest.oldest < since:
            # All of them: some changes, such as a deleted comment, leave the time of an issue as it was.
            yield Batch(newest.issues, final)
        elif since:
            for page in self._pages(
                self._client.get(self._url(since=since, sort="created", direction="asc"))
            ):
                last = page.next is None
                yield Batch(page.issues, final if last else bookmark, last=last)
        else:
            url = self._url(sort="created", direction="asc")
            yield from self._everything(
                Reading(url, final, 0, newest.highest), self._client.get(url), first=True
            )

    def first_page(self, *, sort: str, direction: str, etag: str | None = None) -> Page | None:
        """Return the first page of all issues in that order; None if the ETag still holds."""
        answer = self._client.get(self._url(sort=sort, direction=direction), etag=etag)
        if answer.status == 304:
            return None
        page = self._page(answer)
        # A redirection that lost its query ends at a short list of open issues of the renamed
        # repository, which must not be taken for everything there is.
        if self._is_elsewhere(page) or (not page.oldest and self._repository.facts is None):
            asked = self._repository.name
            self._repository.inspect()
            if self._repository.name.casefold() != asked.casefold():
                page = self._page(self._client.get(self._url(sort=sort, direction=direction)))
            if self._is_elsewhere(page):
                raise TrackerError(
                    f"GitHub lists the issues of {', '.join(page.homes)} for {asked}.", "Try again later."
                )
        return page

    def _is_cut_short(self, page: Page) -> bool:
        """Tell whether more follows a full first page that names no next: proxies may remove headers."""
        if page.length < PER_PAGE:
            return False
        second = self._page(self._client.get(self._url(sort="updated", direction="desc", page="2")))
        # Where pages are not counted, the same one comes again.
        return second.length > 0 and second.highest != page.highest

    def _counted(self) -> list[Issue]:
        """Return all issues, page by page until one is not full."""
        issues: dict[int | None, Issue] = {}
        highest = 0
        for number in itertools.count(1):
            page = self._page(self._client.get(self._url(sort="created", direction="asc", page=str(number))))
            issues.update((issue.number, issue) for issue in page.issues)
            if page.length < PER_PAGE or page.highest <= highest:
                break
            highest = page.highest
        return list(issues.values())

    def _everything(self, reading: Reading, answer: Answer, *, first: bool) -> Iterator[Batch]:
        """Yield all issues from the reading's page on, for which `answer` is the answer."""
        for page in self._pages(answer):
            if page.next is None:
                yield Batch(page.issues, reading.final, full=True, first=first, share=1.0)
                return
            reading = reading._replace(met=max(reading.met, page.highest))
            # Going on repeats this page: where pages are counted, deletions move issues forward.
            resume = Bookmark(resume=reading.text())
            share = min(1.0, page.highest / max(1, reading.highest))
            yield Batch(page.issues, resume, full=True, last=False, first=first, share=share)
            reading = reading._replace(url=page.next)
            first = False

    def _pages(self, answer: Answer) -> Iterator[Page]:
        """Yield the page that is answered and all after it, an issue that comes twice only once."""
        seen: dict[int | None, str] = {}
        for each in followed(self._client, answer):
            page = self._page(each)
            new = [issue for issue in page.issues if seen.get(issue.number) != issue.updated_at]
            seen.update((issue.number, issue.updated_at) for issue in new)
            yield page._replace(issues=new)

    def _page(self, answer: Answer) -> Page:
        items = dicts(self._repository.checked(answer))
        at = self._client.time_of(answer)
        return Page(
            issues=[self._issue(item) for item in items if "pull_request" not in item],
            length=len(items),
            oldest=str(items[-1].get("updated_at")) if items else "",
            next=linked_page(answer, "next"),
            etag=answer.headers.get("etag"),
            at=iso(at),
            time=at,
            since=iso(at - OVERLAP),
            homes=frozenset(home for item in items if (home := repository_of(item))),
            highest=max((number_of(item.get("number")) or 0 for item in items), default=0),
        )

    def _issue(self, item: dict[str, Any]) -> Issue:
        """Return the issue. One that makes no sense in part does not keep us from all the others."""
        try:
            return issue_of(item)
        except TrackerError:
            sound = mended(item)
            issue = issue_of(sound)
            parts = ", ".join(name for name, value in sound.items() if value != item.get(name))
            self._report(
                f"GitHub's answer about #{issue.number} makes no sense in part: read without {parts}."
            )
            return issue

    def _is_elsewhere(self, page: Page) -> bool:
        return not page.homes <= {self._repository.name.casefold()}

    def _url(self, **query: str) -> str:
        return self._repository.url("issues", state="all", per_page=PER_PAGE, **query)


def iso(seconds: float) -> str:
    """Return a time as GitHub writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def dicts(data: object) -> list[dict[str, Any]]:
    """Return the data if it is a list of objects, as lists of GitHub's are."""
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        raise TrackerError("GitHub answered with something that is no list.", "Try again later.")
    return data


def goes_on(answer: Answer, key: str, met: int) -> bool:
    """Tell whether a reading that met `met` can go on with this page: that nothing has moved past it.

    Deletions on the pages before may have moved more than that page forward.
    """
    items = dicts(answer.data)
    first = items[0].get(key) if items else None
    return isinstance(first, int) and first <= met


def linked_page(answer: Answer, relation: str) -> str | None:
    """Return the address of the page that the Link header calls `next` or `last`."""
    for link in answer.headers.get("link", "").split(","):
        address, _, name = link.partition(";")
        if f'rel="{relation}"' in name:
            return address.strip().strip("<>")
    return None


def followed(client: GitHubClient, answer: Answer) -> Iterator[Answer]:
    """Yield the answer, and those of all pages after it."""
    asked: set[str] = set()
    while True:
        following = linked_page(answer, "next")
        yield answer
        if following is None:
            return
        if following in asked:
            raise TrackerError("GitHub's list goes round in circles.", "Try again later.")
        asked.add(following)
        answer = client.get(following)
