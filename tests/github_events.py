"""Webhook events as GitHub sends them, about the repository of a test's server.

The shapes are those of GitHub's documentation, "Webhook events and payloads"; what nobody should
read is there too.
"""

import json
from typing import Any

from tests.github_server import GitHubServer
from tests.github_state import Json


def issue_event(
    server: GitHubServer, action: str, number: int, *, sender: str | None = None, **more: Any
) -> str:
    """Return the payload of an `issues` event; `more` is what some actions tell besides."""
    return json.dumps({**_common(server, action, number, sender), **more})


def of_issue(issue: Json, action: str, repository: str) -> str:
    """Return the payload of an `issues` event about an issue as the API of any GitHub shows it."""
    issue = {**issue, "user": user(issue["user"]["login"])}
    place = {"full_name": repository, "owner": user(repository.partition("/")[0])}
    return json.dumps({"action": action, "issue": issue, "repository": place, "sender": issue["user"]})


def comment_event(
    server: GitHubServer, key: int, *, action: str = "created", sender: str | None = None
) -> str:
    """Return the payload of an `issue_comment` event."""
    comment = server.comment_json(server.repo, server.repo.comments[key])
    # As it was when the event happened.
    comment["reactions"] = {"url": "…", "total_count": 0, "+1": 0, "-1": 0, "confused": 0}
    comment["user"] = user(comment["user"]["login"])
    number = server.repo.comments[key]["number"]
    return json.dumps(
        {**_common(server, action, number, sender or comment["user"]["login"]), "comment": comment}
    )


def scheduled(server: GitHubServer) -> str:
    """Return the payload of a `schedule` event."""
    return json.dumps(
        {"schedule": "17 4 * * *", "workflow": ".github/workflows/papers.yml", **_place(server)}
    )


def user(login: str) -> Json:
    """Return a user as payloads have one."""
    return {
        "login": login,
        "id": 1,
        "node_id": "MDQ6VXNlcjE=",
        "type": "Bot" if login.endswith("[bot]") else "User",
        "site_admin": False,
    }


def _common(server: GitHubServer, action: str, number: int, sender: str | None) -> Json:
    issue = server.issue_json(server.repo, server.repo.issues[number])
    author = issue["user"]["login"]
    issue = {**issue, "id": 10**9 + number, "node_id": "I_1", "locked": False, "active_lock_reason": None}
    issue["user"] = user(author)
    return {"action": action, "issue": issue, **_place(server), "sender": user(sender or author)}


def _place(server: GitHubServer) -> Json:
    repository = server.repository_json(server.repo, "")
    owner = server.repo.owner
    return {"repository": {**repository, "name": repository["full_name"].split("/")[1], "owner": user(owner)}}
