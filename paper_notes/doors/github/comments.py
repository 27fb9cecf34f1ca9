"""The comments on a repository's issues: one list for all of them, a hundred a request."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from paper_notes.doors.github.answer import Answer
from paper_notes.doors.github.issues import comment_of, number_of, reactions_of
from paper_notes.doors.github.listing import dicts, followed, goes_on, linked_page
from paper_notes.doors.github.repository import GitHubRepository
from paper_notes.values.errors import TrackerError
from paper_notes.values.model import Comment
from paper_notes.values.tracker import CommentPage


class CommentList:
    """Reads the comments of one repository (GitHub REST API, list issue comments for a repository)."""

    def __init__(self, repository: GitHubRepository, report: Callable[[str], None]) -> None:
        self._repository = repository
        self._client = repository.client
        self._report = report

    def since(self, since: str | None, resume: str | None) -> Iterator[CommentPage]:
        """Yield what was written or edited at that time or later, oldest first; without one, all.

        A reading that was interrupted goes on with the page that `resume` tells of. Where there are
        issues but no such list, nothing is yielded.
        """
        url, met = _from_text(resume)
        answer = self._client.get(url) if url else None
        first = answer is None or not answer.done or not goes_on(answer, "id", met)
        if answer is None or first:
            query = {"since": since} if since else {}
            url = self._repository.url(
                "issues/comments", sort="created", direction="asc", per_page=100, **query
            )
            answer = self._client.get(url)
        if answer.status == 404:
            # The issues were read just now, so the repository is there: the notes are worth having alone.
            self._report(f"The comments of {self._repository.name} cannot be read; they are left out.")
            return
        for page in followed(self._client, answer):
            items = dicts(self._repository.checked(page))
            if any(_home(item) not in (None, self._repository.name.casefold()) for item in items):
                # After a redirection, which loses the query, this is not what was asked for.
                raise TrackerError(
                    f"GitHub lists other comments than those of {self._repository.name}.", "Try again later."
                )
            comments = self._readable(items)
            met = max([met, *(comment.id for comment in comments)])
            following = linked_page(page, "next")
            # Going on repeats this page: deletions move comments forward, to a page that was read.
            resume = json.dumps([url, met]) if following else None
            reacted = frozenset(number_of(item.get("id")) or 0 for item in items if reactions_of(item))
            yield CommentPage(comments, resume, first, _share(page), reacted)
            url, first = following, False

    def _readable(self, items: list[dict[str, Any]]) -> list[Comment]:
        """Return the comments; one that makes no sense does not keep us from all the others."""
        comments = []
        for item in items:
            try:
                comments.append(comment_of(item))
            except TrackerError as error:
                self._report(f"{error.message} It is left out.")
        return comments


def _from_text(resume: str | None) -> tuple[str | None, int]:
    """Return the page that a reading goes on with, and the highest id that it has met."""
    try:
        match json.loads(resume or ""):
            case [str(url), int(met)]:
                return url, met
    except ValueError:
        pass
    return None, 0


def _home(item: dict[str, object]) -> str | None:
    """Return the `owner/name` that a comment belongs to, in lower case; None if it does not say."""
    url = item.get("issue_url")
    return "/".join(url.split("/")[-4:-2]).casefold() if isinstance(url, str) else None


def _share(answer: Answer) -> float | None:
    """Return how much has been read with this page, as its links tell."""
    following, last = linked_page(answer, "next"), linked_page(answer, "last")
    if following is None:
        return 1.0
    number, total = (re.search(r"[?&]page=([0-9]+)", url or "") for url in (following, last))
    return (int(number[1]) - 1) / int(total[1]) if number and total else None
