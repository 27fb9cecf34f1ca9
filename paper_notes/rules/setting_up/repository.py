"""A repository of notes as those see it who set it up and look after it."""

from collections.abc import Mapping
from typing import Protocol

from paper_notes.values.model import Issue, Label


class Facts(Protocol):
    """What is known about the repository and the token."""

    @property
    def full_name(self) -> str:
        """Its name now."""

    @property
    def private(self) -> bool:
        """Whether only some may see it."""

    @property
    def scopes(self) -> str | None:
        """What a classic token may do; None for a token of another kind."""

    @property
    def can_push(self) -> bool | None:
        """Whether the token's user may commit; None if GitHub does not tell."""

    @property
    def token_expires(self) -> str | None:
        """When the token ends, as GitHub writes it."""

    @property
    def has_pages(self) -> bool:
        """Whether it has a site."""

    @property
    def pushed_at(self) -> str:
        """When somebody last pushed to it."""

    @property
    def html_url(self) -> str:
        """Its page."""


class Carriers(Protocol):
    """What has a label."""

    @property
    def issues(self) -> list[Issue]:
        """The issues, of whomever and in whatever state."""

    @property
    def pull_requests(self) -> int:
        """How many pull requests have it."""


class Labels(Protocol):
    """The labels of a repository."""

    def all(self) -> list[Label]:
        """Return them."""

    def change(self, name: str, label: Label) -> None:
        """Give the label of that name another look."""

    def delete(self, name: str) -> None:
        """Take the label away, from whatever has it too."""

    def carriers(self, name: str) -> Carriers:
        """Return what has the label."""


class Files(Protocol):
    """Where the files are."""

    def read(self, path: str) -> str | None:
        """Return a file's text, or None if it is not there."""

    def names(self) -> list[str]:
        """Return the files of the topmost folder."""


class Branch(Files, Protocol):
    """The default branch of a repository, without a clone."""

    def look(self) -> None:
        """Take it as it is now."""

    def commit(self, texts: Mapping[str, str], message: str) -> bool:
        """Commit files; False if somebody else was quicker."""

    def propose(self, texts: Mapping[str, str], branch: str, title: str, body: str) -> str:
        """Open a pull request with the files, unless it is open, and return its address."""


class File(Protocol):
    """A file of the repository."""

    @property
    def text(self) -> str | None:
        """Its text, or None if it is not there."""


class Contents(Protocol):
    """The files of a branch."""

    def read(self, path: str) -> File:
        """Return a file."""


class Automation(Protocol):
    """What GitHub does by itself."""

    def actions_allowed(self) -> bool | None:
        """Return whether workflows may run at all; None if that is not to be seen."""

    def workflow_state(self, file: str) -> str | None:
        """Return the state of a workflow; None if that is not to be seen."""

    def pages_source(self) -> str | None:
        """Return who builds the site; None if that is not to be seen."""


class Repository(Protocol):
    """A repository that can be looked at."""

    @property
    def labels(self) -> Labels:
        """Its labels."""

    @property
    def automation(self) -> Automation:
        """What GitHub does in it by itself."""

    def inspect(self) -> Facts:
        """Ask for the facts."""

    def prepare(self) -> None:
        """Raise if notes cannot be written there."""

    def contents(self, branch: str | None) -> Contents:
        """Return the files of a branch; None is the default one."""
