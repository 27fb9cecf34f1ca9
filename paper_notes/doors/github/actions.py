"""Which commits the versions of actions are (GitHub REST API, git references)."""

import re

from paper_notes.doors.github.answer import refused
from paper_notes.doors.github.client import GitHubClient
from paper_notes.doors.github.listing import dicts
from paper_notes.values.actions import ACTIONS, Pin
from paper_notes.values.errors import TrackerError


def resolve(client: GitHubClient) -> dict[str, Pin]:
    """Return the latest version of each action within the major one that the workflow was made with.

    Raises:
        TrackerError: an action has no such version.

    """
    return {action: _latest(client, action, pin.major) for action, pin in ACTIONS.items()}


def _latest(client: GitHubClient, action: str, major: int) -> Pin:
    answer = client.get(f"/repos/{action}/git/matching-refs/tags/v{major}.")
    if not answer.done:
        raise refused(answer)
    found = []
    for ref in dicts(answer.data):
        name = str(ref.get("ref")).removeprefix("refs/tags/")
        if version := re.fullmatch(r"v(\d+)\.(\d+)\.(\d+)", name):
            found.append((tuple(map(int, version.groups())), name, ref.get("object")))
    if not found:
        raise TrackerError(f"{action} has no version {major}.", "Leave out --pin.")
    _, name, target = max(found, key=lambda each: each[0])
    return Pin(_commit(client, action, target), name)


def _commit(client: GitHubClient, action: str, target: object) -> str:
    """Return the hash of the commit that a tag is for: an annotated one is an object of its own."""
    if isinstance(target, dict) and target.get("type") == "tag":
        answer = client.get(f"/repos/{action}/git/tags/{target.get('sha')}")
        if not answer.done:
            raise refused(answer)
        target = answer.data.get("object") if isinstance(answer.data, dict) else None
    sha = target.get("sha") if isinstance(target, dict) else None
    if not isinstance(sha, str) or not re.fullmatch("[0-9a-f]{40}", sha):
        raise TrackerError(f"GitHub did not say which commit {action} is at.", "Leave out --pin.")
    return sha
