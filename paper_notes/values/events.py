"""What happened in a repository, as GitHub tells a workflow: webhook events and their payloads.

The shapes are those of GitHub's documentation, "Webhook events and payloads"; nothing but the
names, numbers and times of a payload is taken. What an issue says is read from GitHub itself,
so that late and repeated events tell nothing old.
"""

import datetime
import json
from typing import Any, NamedTuple

from paper_notes.values.errors import PapersError

ABOUT_ONE_ISSUE = ("issues", "issue_comment")
"""Events that somebody causes by doing something to an issue."""

BY_OURSELVES = ("schedule", "workflow_dispatch", "repository_dispatch", "push")
"""Events that only a clock, or somebody who may write to the repository, can cause."""


class Person(NamedTuple):
    """Who did or wrote something."""

    login: str
    bot: bool = False
    association: str | None = None
    """GitHub's author_association; None where the event does not tell that of this person."""


class Event(NamedTuple):
    """One event."""

    kind: str
    """As in `GITHUB_EVENT_NAME`: `issues`, `issue_comment`, `schedule`, …"""
    action: str = ""
    repository: str = ""
    """`owner/name`."""
    number: int | None = None
    """The issue that it is about."""
    author: Person = Person("")
    """Whose issue that is."""
    sender: Person = Person("")
    """Who caused the event."""
    pull_request: bool = False
    comment: int | None = None
    """The id of the comment that it is about."""
    commented_at: str | None = None
    """When that was written."""


def event_of(text: str, kind: str | None = None) -> Event:
    """Return the event that a payload tells of; without its kind, what the payload looks like.

    Raises:
        PapersError: that is no payload of an event.

    """
    try:
        payload = json.loads(text)
        if not isinstance(payload, dict):
            raise TypeError
        return _event_of(payload, kind or _kind_of(payload))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise PapersError(
            "That is no event of GitHub's.", "Give the file that GITHUB_EVENT_PATH names in a workflow."
        ) from None


def _kind_of(payload: dict[str, Any]) -> str:
    if "comment" in payload:
        return "issue_comment"
    return "issues" if "issue" in payload else "schedule" if "schedule" in payload else "workflow_dispatch"


def _event_of(payload: dict[str, Any], kind: str) -> Event:
    home = payload.get("repository") or {}
    repository = str(home.get("full_name") or "")
    if kind not in ABOUT_ONE_ISSUE:
        return Event(kind, repository=repository)
    issue = payload["issue"]
    comment = payload["comment"] if kind == "issue_comment" else None
    written = issue if comment is None else comment
    sender = _person(payload["sender"])
    if _same(sender, written):
        sender = sender._replace(association=str(written["author_association"]))
    elif sender.login.casefold() == repository.partition("/")[0].casefold():
        sender = sender._replace(association="OWNER")
    return Event(
        kind,
        str(payload["action"]),
        repository,
        _number(issue["number"]),
        _person(issue.get("user"))._replace(association=str(issue["author_association"])),
        sender,
        "pull_request" in issue,
        None if comment is None else _number(comment["id"]),
        None if comment is None else _time(comment["created_at"]),
    )


def _number(value: object) -> int:
    # As large as a database can hold; JSON's numbers may also be infinite.
    if not isinstance(value, int) or not 0 < value < 1 << 63:
        raise ValueError
    return value


def _time(text: str) -> str:
    if datetime.datetime.fromisoformat(text).tzinfo is None:
        raise ValueError
    return text


def _person(user: dict[str, Any] | None) -> Person:
    # The account of an issue's author may have been deleted.
    login = str((user or {}).get("login") or "")
    return Person(login, (user or {}).get("type") == "Bot" or login.endswith("[bot]"))


def _same(sender: Person, written: dict[str, Any]) -> bool:
    author = _person(written.get("user")).login
    return author != "" and author == sender.login
