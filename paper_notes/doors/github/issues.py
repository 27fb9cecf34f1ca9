"""GitHub's issues as JSON: into our values, and our wishes into the fields that it takes.

Rules of the GitHub REST API (create and update an issue, labels); nothing is sent from here.
"""

import datetime
import re
from collections.abc import Iterable
from typing import Any, TypeVar

from paper_notes.values import limits
from paper_notes.values.changes import changed_labels, changed_title, require_unprevented, state_of
from paper_notes.values.errors import TrackerError
from paper_notes.values.model import Comment, Issue, Label, Status
from paper_notes.values.tracker import Change, Draft, Reaction

LARGEST_NUMBER = 2**53
"""What JSON numbers hold exactly (RFC 8259, section 6), and more than any count there is."""

_LONG_AGO = "1970-01-01T00:00:00Z"

_Value = TypeVar("_Value")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", re.ASCII)


def issue_of(item: dict[str, Any]) -> Issue:
    """Return GitHub's issue as ours; reasons and associations unknown to us pass as they are.

    Raises:
        TrackerError: it lacks something that every issue has.

    """
    try:
        return Issue(
            title=_needed(_text(item["title"])),
            body="" if item.get("body") is None else _needed(_text(item["body"])),
            number=_needed(number_of(item["number"])),
            state=_needed(_text(item["state"])),
            state_reason=_text(item.get("state_reason")),
            labels=tuple(_needed(_text(label["name"])) for label in item.get("labels") or ()),
            # The author's account may have been deleted.
            author=_text((item.get("user") or {}).get("login")),
            association=_text(item.get("author_association")) or "NONE",
            created_at=_needed(_time(item["created_at"])),
            updated_at=_needed(_time(item["updated_at"])),
            closed_at=_time(item.get("closed_at")),
            url=_text(item.get("html_url")),
            comments=number_of(item.get("comments")) or 0,
            assignees=tuple(_needed(_text(user["login"])) for user in item.get("assignees") or ()),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        named = number_of(item.get("number"))
        which = f"issue #{named}, which" if named else "an issue that"
        raise TrackerError(f"GitHub answered with {which} makes no sense.", "Try again later.") from None


def mended(item: dict[str, Any]) -> dict[str, Any]:
    """Return an issue of GitHub's with what makes no sense in it left out, for `issue_of` to read.

    Its number and its text stay as they are: which issue it is, and about what, is not guessed.
    """
    times = {name: _sound_time(item.get(name)) for name in ("created_at", "updated_at", "closed_at")}
    some = next(filter(None, times.values()), _LONG_AGO)
    return {
        **item,
        **times,
        "created_at": times["created_at"] or some,
        "updated_at": times["updated_at"] or some,
        "title": _text(item.get("title")) or "",
        "state": "closed" if item.get("state") == "closed" else "open",
        "labels": _named(item.get("labels"), "name"),
        "user": item.get("user") if isinstance(item.get("user"), dict) else None,
        "assignees": _named(item.get("assignees"), "login"),
    }


def _sound_time(value: object) -> str | None:
    try:
        return _time(value)
    except ValueError:
        return None


def _named(values: object, name: str) -> list[dict[str, Any]]:
    """Return the objects among the values that have a text of that name."""
    each = values if isinstance(values, list) else []
    return [one for one in each if isinstance(one, dict) and isinstance(one.get(name), str)]


def number_of(value: object) -> int | None:
    """Return a number or a count of GitHub's; None if it is none."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_NUMBER:
        return value
    return None


def _text(value: object) -> str | None:
    """Return a text; None if it is none. Halves of characters, which nothing can keep, are replaced."""
    if not isinstance(value, str):
        return None
    if value.isascii():  # Python knows that without looking
        return value
    try:
        value.encode()  # much quicker than looking for halves
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def _time(value: object) -> str | None:
    """Return a time as GitHub writes it; None if it is none. Raises `ValueError` for a February 30."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return None
    datetime.datetime.fromisoformat(value)
    return value


def _needed(value: _Value | None) -> _Value:
    if value is None:
        raise ValueError
    return value


def comment_of(item: dict[str, Any]) -> Comment:
    """Return a comment of GitHub's on an issue, or on a pull request, as ours.

    Raises:
        TrackerError: which comment it is, where it stands or what it says makes no sense.

    """
    created, updated = _sound_time(item.get("created_at")), _sound_time(item.get("updated_at"))
    try:
        return Comment(
            id=_needed(number_of(item["id"])),
            number=_needed(number_of(int(item["issue_url"].rpartition("/")[2]))),
            author=_text(user.get("login")) if isinstance(user := item.get("user"), dict) else None,
            association=_text(item.get("author_association")) or "NONE",
            created_at=created or updated or _LONG_AGO,
            updated_at=updated or created or _LONG_AGO,
            url=_text(item.get("html_url")),
            body="" if item.get("body") is None else _needed(_text(item["body"])),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        where = _text(item.get("html_url"))
        which = f"the comment {where}, which" if where else "a comment that"
        raise TrackerError(f"GitHub answered with {which} makes no sense.", "Try again later.") from None


def reactions_of(item: dict[str, Any]) -> int:
    """Return how many reactions a comment carries that answer, whoever gave them."""
    counts = item.get("reactions")
    counts = counts if isinstance(counts, dict) else {}
    return sum(number_of(counts.get(str(reaction))) or 0 for reaction in Reaction)


def written_issue(data: object) -> Issue | None:
    """Return the issue that the answer to a write names; None if it names none."""
    if not isinstance(data, dict):
        return None
    if not (data.get("number") and data.get("title") and data.get("html_url")):
        return None
    try:
        return issue_of(data)
    except TrackerError:
        # It was written all the same: the caller looks at what GitHub has.
        return None


def repository_of(item: dict[str, Any]) -> str | None:
    """Return the `owner/name` that an issue belongs to, in lower case."""
    url = item.get("repository_url")
    return "/".join(url.split("/")[-2:]).casefold() if isinstance(url, str) else None


def fields_of_draft(draft: Draft) -> dict[str, Any]:
    """Return what opens the issue."""
    fields = {"title": draft.title, "body": draft.body, "labels": list(draft.labels)}
    _check_limits(fields)
    return fields


def fields_of_change(issue: Issue, change: Change) -> dict[str, Any]:
    """Return what applies the change to the issue: only what differs, nothing if nothing does."""
    require_unprevented(issue, change)
    fields: dict[str, Any] = {}
    if change.status is not None:
        fields.update(fields_of_status(issue, change.status))
    labels = changed_labels(issue.labels, change)
    if labels != issue.labels:
        fields["labels"] = list(labels)
    title = changed_title(issue.title, change)
    if title != issue.title:
        fields["title"] = title
    if change.edit is not None and (body := change.edit(issue.body)) != issue.body:
        fields["body"] = body
    _check_limits(fields)
    return fields


def fields_of_status(issue: Issue, status: Status) -> dict[str, Any]:
    """Return what gives the issue that status: state and reason together, or nothing.

    A state sent without its reason turns "not planned" into "completed".
    """
    if issue.state == "closed" and issue.state_reason == "duplicate":
        raise TrackerError(
            f"#{issue.number} was closed as a duplicate, so it has no status.",
            "If it is a note after all, reopen it on GitHub first.",
        )
    state, reason = state_of(status, issue.state)
    if issue.state == state == "open":
        return {}
    # Closing without a reason gives `completed`, and so does any reason that is not known to us.
    closed_as = "not_planned" if issue.state_reason == "not_planned" else "completed"
    if issue.state == state and closed_as == reason:
        return {}
    return {"state": state, "state_reason": reason}


def fields_of_label(label: Label) -> dict[str, Any]:
    """Return what makes the label."""
    _check_label(label.name)
    if len(label.description) > limits.LABEL_DESCRIPTION:
        raise TrackerError(
            f"The label {label.name!r} has a description of over {limits.LABEL_DESCRIPTION} characters.",
            "Shorten it.",
        )
    return {"name": label.name, "color": label.color, "description": label.description}


def holds(issue: Issue, fields: dict[str, Any], *names: str) -> bool:
    """Tell whether the issue has what the fields asked for; of `names` only, if there are any."""
    for name in names or fields:
        if name not in fields:
            continue
        value = fields[name]
        if name == "labels":
            if {*map(str.casefold, issue.labels)} != {*map(str.casefold, value)}:
                return False
        elif getattr(issue, name) != value:
            return False
    return True


def dropped_labels(asked: Iterable[str], issue: Issue) -> list[str]:
    """Return the labels that the issue should have and has not, whatever their case."""
    have = {name.casefold() for name in issue.labels}
    return [name for name in asked if name.casefold() not in have]


def _check_limits(fields: dict[str, Any]) -> None:
    """Refuse what GitHub would refuse with a 422."""
    title, body, labels = fields.get("title"), fields.get("body", ""), fields.get("labels", [])
    if title is not None and not title.strip():
        raise TrackerError("An issue needs a title.", "Give it one.")
    if title is not None and len(title) > limits.TITLE:
        raise TrackerError(
            f"The title “{title[:40]}…” has {len(title)} characters; GitHub takes {limits.TITLE}.",
            "Shorten it.",
        )
    if len(body) > limits.BODY:
        raise TrackerError(
            f"The text of the issue would have {len(body):,} characters; GitHub takes {limits.BODY:,}.",
            "Move a part of your own text into a comment.",
        )
    if len(labels) > limits.LABELS:
        raise TrackerError(f"GitHub takes at most {limits.LABELS} labels on an issue.", "Use fewer.")
    for name in labels:
        _check_label(name)


def _check_label(name: str) -> None:
    if len(name) > limits.LABEL_NAME:
        raise TrackerError(
            f"The label {name!r} is longer than {limits.LABEL_NAME} characters.", "Shorten it."
        )
