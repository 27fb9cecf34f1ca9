"""What we say to people on GitHub: a comment that is never made twice, and reactions to comments."""

import urllib.parse
from collections.abc import Callable, Iterator
from typing import Any

from paper_notes.doors.github.listing import dicts, followed
from paper_notes.doors.github.repository import GitHubRepository
from paper_notes.values.errors import TrackerError, UnclearError
from paper_notes.values.model import TRUSTED, Comment, Issue
from paper_notes.values.tracker import Reaction

LOOK_WAIT = 2
"""Seconds before looking for a comment whose making is in doubt."""

ROLES = frozenset({"admin", "maintain", "write", "triage"})
"""Who may label issues (GitHub docs: repository roles for an organization)."""

APP = "[bot]"
"""How the login of an app ends; nobody else's can (GitHub docs: username considerations)."""


class GitHubReplies:
    """Comments and reacts in one repository, as whoever the token belongs to."""

    def __init__(
        self, repository: GitHubRepository, report: Callable[[str], None], sleep: Callable[[float], None]
    ) -> None:
        self._repository = repository
        self._report = report
        self._sleep = sleep
        self._login: str | None = None

    def may_label(self, login: str) -> bool:
        """Tell whether that person may (GitHub REST API, get repository permissions for a user)."""
        answer = self._repository.get(f"collaborators/{urllib.parse.quote(login, safe='')}/permission")
        if answer.status == 404:
            return False
        data = self._repository.checked(answer)
        # `permission` knows four levels only: triage counts as read there.
        return isinstance(data, dict) and not ROLES.isdisjoint(
            (str(data.get("role_name")), str(data.get("permission")))
        )

    # -- comments -------------------------------------------------------------------------

    def comment(self, issue: Issue, text: str, mark: str) -> bool:
        """Comment once; look first, and again before repeating what may have been done."""
        # Another run may have said it since the issue was read: that sources were asked meanwhile takes time.
        if self._said(issue, mark):
            return False
        payload = {"body": f"{text}\n\n{mark}"}
        lost = False
        while True:
            try:
                answer = self._repository.write("POST", f"issues/{issue.number}/comments", payload)
                if answer.missing or answer.moved:
                    raise self._repository.gone(issue)
                self._repository.checked(answer)
                return True
            except UnclearError as unclear:
                self._report(f"{unclear.message} Looking at #{issue.number}.")
                self._sleep(LOOK_WAIT)
                if self._said(issue, mark):
                    return True
                if lost:
                    raise
                lost = True

    def _said(self, issue: Issue, mark: str) -> bool:
        for comment in self._list(f"issues/{issue.number}/comments", self._repository.gone(issue)):
            if mark in str(comment.get("body")) and self._is_ours(comment):
                return True
        return False

    def _is_ours(self, comment: dict[str, Any]) -> bool:
        """Tell whether we may have written a comment: strangers can copy any mark."""
        return str(comment.get("author_association")) in TRUSTED or self._is_us(_login(comment))

    # -- reactions ------------------------------------------------------------------------

    def is_answered(self, comment: Comment) -> bool:
        """Tell whether a reaction that answers is there, of ours, of whoever wrote it, or of the owner.

        Those two may have run us by hand.
        """
        owner = self._repository.name.partition("/")[0]
        hands = {owner.casefold(), (comment.author or owner).casefold()}
        for reaction in self._list(f"issues/comments/{comment.id}/reactions", self._gone(comment)):
            if reaction.get("content") in [*Reaction]:
                login = _login(reaction)
                if login.casefold() in hands or self._is_us(login):
                    return True
        return False

    def react(self, comment: Comment, reaction: Reaction) -> None:
        """Give the reaction; GitHub makes none twice."""
        payload = {"content": str(reaction)}
        answer = self._repository.write(
            "POST", f"issues/comments/{comment.id}/reactions", payload, repeat=True
        )
        if answer.missing:
            raise self._gone(comment)
        self._repository.checked(answer)

    def _gone(self, comment: Comment) -> TrackerError:
        return TrackerError(
            f"The comment below {self._repository.name}#{comment.number} is gone: deleted, or out of sight.",
            "Bring the mirror up to date: papers sync",
        )

    # -- who we are -----------------------------------------------------------------------

    def _is_us(self, login: str) -> bool:
        """Tell whether that is the token's login, or an app: those act here only if the owner lets them."""
        return login.endswith(APP) or (login != "" and login.casefold() == self.login().casefold())

    def login(self) -> str:
        """Return the token's login; empty for that of an app, which may not ask."""
        if self._login is None:
            self._login = "" if self._repository.client.token_is_app else self._ask_login()
        return self._login

    def _ask_login(self) -> str:
        data = self._repository.checked(self._repository.client.get("/user"))
        if not isinstance(data, dict) or not isinstance(login := data.get("login"), str):
            raise TrackerError("GitHub did not say whose token this is.", "Try again later.")
        return login

    def _list(self, what: str, gone: TrackerError) -> Iterator[dict[str, Any]]:
        """Yield the items of a list; raise `gone` if what they belong to is not there."""
        for answer in followed(self._repository.client, self._repository.get(what, per_page=100)):
            if answer.missing:
                raise gone
            yield from dicts(self._repository.checked(answer))


def _login(item: dict[str, Any]) -> str:
    user = item.get("user")
    return str(user.get("login") or "") if isinstance(user, dict) else ""
