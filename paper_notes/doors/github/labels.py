"""The labels of a repository on GitHub (GitHub REST API, labels)."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from paper_notes.doors.github.issues import fields_of_label, issue_of
from paper_notes.doors.github.listing import dicts, followed
from paper_notes.doors.github.repository import GitHubRepository
from paper_notes.values.errors import TrackerError
from paper_notes.values.model import Issue, Label


class Carriers(NamedTuple):
    """What has a label."""

    issues: list[Issue]
    pull_requests: int


class GitHubLabels:
    """Reads and changes the labels themselves; which issue has which is the tracker's."""

    def __init__(self, repository: GitHubRepository) -> None:
        self._repository = repository

    def all(self) -> list[Label]:
        """Return all labels of the repository."""
        return [
            Label(str(item.get("name")), str(item.get("color")), str(item.get("description") or ""))
            for item in self._listed("labels")
        ]

    def change(self, name: str, label: Label) -> None:
        """Give the label called `name` another look."""
        fields = fields_of_label(label)
        fields["new_name"] = fields.pop("name")
        answer = self._repository.write("PATCH", f"labels/{quote(name, safe='')}", fields, repeat=True)
        if answer.status == 404:
            raise TrackerError(
                f"{self._repository.name} has no label {name} any more, or the token may not change it.",
                "Look at what is there: papers labels check",
            )
        self._repository.checked(answer)

    def delete(self, name: str) -> None:
        """Take the label away, from whatever has it too; that it is gone already is no error."""
        answer = self._repository.write("DELETE", f"labels/{quote(name, safe='')}", None, repeat=True)
        if answer.status != 404:
            self._repository.checked(answer)

    def carriers(self, name: str) -> Carriers:
        """Return what has the label, in whatever state."""
        query = {"state": "all", "sort": "created", "direction": "asc"}
        # A label with a comma cannot be asked for: GitHub takes it for two.
        asked = query if "," in name else {**query, "labels": name}
        issues, pull_requests = list[Issue](), 0
        for item in self._listed("issues", **asked):
            issue = issue_of(item)
            if name.casefold() not in map(str.casefold, issue.labels):
                continue
            if "pull_request" in item:
                pull_requests += 1
            else:
                issues.append(issue)
        return Carriers(issues, pull_requests)

    def _listed(self, what: str, **query: str) -> Iterator[dict[str, Any]]:
        first = self._repository.get(what, per_page=100, **query)
        for answer in followed(self._repository.client, first):
            yield from dicts(self._repository.checked(answer))
