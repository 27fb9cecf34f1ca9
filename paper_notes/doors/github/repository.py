"""One repository on GitHub: what is known about it, its addresses, and its refusals in words."""

import re
import urllib.parse
from collections.abc import Callable
from typing import Any, NamedTuple

from paper_notes.doors.github.answer import Answer, refused
from paper_notes.doors.github.client import TOKEN_REMEDY, GitHubClient
from paper_notes.values.errors import PapersError, TokenError, TrackerError, UsageError
from paper_notes.values.model import Issue


class Facts(NamedTuple):
    """What GitHub says about the repository and the token."""

    full_name: str
    private: bool
    archived: bool
    has_issues: bool
    can_label: bool | None
    """Whether the token's user may label and close issues (push or triage); None if GitHub does not tell."""
    can_push: bool | None
    """Whether the token's user may commit."""
    default_branch: str
    html_url: str
    scopes: str | None
    """Of a classic token, as GitHub lists them."""
    token_expires: str | None
    has_pages: bool
    """Whether a site is deployed from it."""
    pushed_at: str
    """When somebody last pushed to it."""


class GitHubRepository:
    """Reads and writes below one repository, and follows it when it has been renamed.

    GitHub redirects what goes to a former name. PyGithub 2.10 follows such a redirection of a
    read without its query, and takes that of a write, which did nothing, for success.
    """

    def __init__(self, name: str, client: GitHubClient, report: Callable[[str], None]) -> None:
        """Take the repository's `owner/name`; a name that can be none raises `UsageError`."""
        if not re.fullmatch(r"[\w-][\w.-]*/[\w.-]+", name, re.ASCII) or name.endswith(("/.", "/..")):
            raise UsageError(f"{name!r} is not the name of a repository.", "It looks like OWNER/REPO.")
        self.name = name
        self.facts: Facts | None = None
        """What the last `inspect` found."""
        self.client = client
        self._report = report

    def inspect(self) -> Facts:
        """Ask GitHub for the facts; if the repository has a new name, go by that from now on."""
        answer = self.client.get(f"/repos/{self.name}")
        data = self.checked(answer)
        if not isinstance(data, dict) or not isinstance(name := data.get("full_name"), str):
            raise TrackerError(f"GitHub did not say what {self.name} is.", "Try again later.")
        if name.casefold() != self.name.casefold():
            self._report(f"{self.name} is now {name}.")
        self.name = name
        self.facts = Facts(
            full_name=name,
            private=data.get("private") is True,
            archived=data.get("archived") is True,
            has_issues=data.get("has_issues") is not False,
            can_label=self._has_role(data.get("permissions"), "admin", "maintain", "push", "triage"),
            can_push=self._has_role(data.get("permissions"), "admin", "maintain", "push"),
            default_branch=str(data.get("default_branch") or "main"),
            html_url=str(data.get("html_url") or ""),
            scopes=answer.headers.get("x-oauth-scopes"),
            token_expires=answer.headers.get("github-authentication-token-expiration"),
            has_pages=data.get("has_pages") is True,
            pushed_at=str(data.get("pushed_at") or ""),
        )
        return self.facts

    def _has_role(self, permissions: object, *roles: str) -> bool | None:
        # They are a user's. The token of an app, such as a workflow's GITHUB_TOKEN, has none: all is
        # false then, whatever it may do (seen in flathub-infra/flatpak-external-data-checker#223).
        if not isinstance(permissions, dict) or self.client.token_is_app or not permissions.get("pull"):
            return None
        return any(permissions.get(role) for role in roles)

    def require_writable(self) -> None:
        """Raise what keeps issues from being written here; asks GitHub once.

        People open issues in somebody else's repository by mistake, thinking it is their fork.
        """
        self.client.need_token()
        facts = self.facts or self.inspect()
        if facts.archived:
            raise TrackerError(
                f"{self.name} is archived.", "Unarchive it on GitHub, or name another repository."
            )
        if not facts.has_issues:
            raise TrackerError(
                f"Issues are switched off in {self.name}, as they are in a new fork.",
                f"Switch them on: {facts.html_url}/settings",
            )
        if facts.can_label is False:
            raise TokenError(
                f"You may not label or close issues in {self.name}, so no notes are written there.",
                "Name a repository of your own, or ask the owner of this one for the triage role.",
            )

    # -- requests -------------------------------------------------------------------------

    def get(self, what: str, **query: str | int) -> Answer:
        """Read something below the repository."""
        return self.client.get(self.url(what, **query))

    def write(self, verb: str, what: str, payload: object, *, repeat: bool = False) -> Answer:
        """Write something below the repository; `repeat` if doing it twice does no harm."""
        answer = self.client.write(verb, self.url(what), payload, repeat=repeat)
        if answer.moved:
            self.inspect()
            answer = self.client.write(verb, self.url(what), payload, repeat=repeat)
        return answer

    def url(self, what: str, **query: str | int) -> str:
        """Return the path of something below the repository; a name that would lead elsewhere is refused."""
        if not {".", ".."}.isdisjoint(what.split("/")):
            # requests resolves them: what was meant for a label would reach the repository itself.
            raise UsageError(
                f"GitHub has no address for {what!r}: dots alone lead elsewhere.",
                "Use another name. A label can be renamed on GitHub's own pages.",
            )
        path = f"/repos/{self.name}/{what}"
        return f"{path}?{urllib.parse.urlencode(query)}" if query else path

    def require_unprotected(self, answer: Answer, remedy: str) -> None:
        """Raise if the answer to a commit is that the branch takes none, by one rule or another."""
        words = ("protected branch", "rule violation", "through a pull request")
        if answer.status in (409, 422) and any(word in answer.message.lower() for word in words):
            raise TrackerError(f"A rule of {self.name} is against it: {answer.message}", remedy)

    # -- answers --------------------------------------------------------------------------

    def checked(self, answer: Answer) -> Any:
        """Return the data of an answer, or raise why it has none."""
        if not answer.done:
            raise self.refusal(answer)
        return answer.data

    def gone(self, issue: Issue) -> TrackerError:
        """Return the error for an issue that is not here any more."""
        return TrackerError(
            f"{self.name}#{issue.number} is gone: deleted, transferred, or out of sight.",
            "Bring the mirror up to date: papers sync --full",
        )

    def refusal(self, answer: Answer) -> PapersError:
        """Return the error for an answer that did not do what was asked."""
        if answer.status == 404 and not self.client.has_token:
            return TokenError(
                f"There is no public repository {self.name}; a private one needs a token.", TOKEN_REMEDY
            )
        if answer.status == 404:
            return TrackerError(
                f"There is no repository {self.name}, or the token may not see it or write to it.",
                "Check the name and the token: papers doctor",
            )
        if answer.status == 410:
            return TrackerError(
                f"There are no issues in {self.name}: {answer.message}.",
                "Switch issues on in the repository's settings on GitHub.",
            )
        return refused(answer)
