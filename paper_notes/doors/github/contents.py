"""Files in a repository on GitHub, read and committed without a clone (GitHub REST API, contents)."""

import base64
from typing import NamedTuple
from urllib.parse import quote

from paper_notes.doors.github.listing import dicts
from paper_notes.doors.github.repository import GitHubRepository
from paper_notes.values.errors import TrackerError


class RemoteFile(NamedTuple):
    """A file as it is on a branch."""

    text: str | None
    """None if there is no such file."""
    version: str | None
    """GitHub's hash of the content: a commit is taken only if it is still that."""


class GitHubContents:
    """Reads and commits single files of one branch."""

    def __init__(self, repository: GitHubRepository, branch: str | None) -> None:
        """Take the branch; None is the repository's default one."""
        self._repository = repository
        self._branch = branch

    def read(self, path: str) -> RemoteFile:
        """Return the file at `path`; it has no text if it is not there.

        Raises:
            TrackerError: it is no text file, too large to be read this way, or the branch is not there.

        """
        query = {"ref": self._branch} if self._branch else {}
        answer = self._repository.get(f"contents/{quote(path)}", **query)
        if answer.status == 404 and "ref" in answer.message.lower():
            raise TrackerError(
                f"There is no branch {self._branch} in {self._repository.name}.",
                "Make the branch first, or leave out --branch.",
            )
        if answer.status == 404:
            self._repository.facts or self._repository.inspect()  # else the repository is what is missing
            return RemoteFile(None, None)
        data = self._repository.checked(answer)
        if not isinstance(data, dict) or data.get("type") != "file":
            raise TrackerError(f"{path} in {self._repository.name} is not a file.", "Name a Markdown file.")
        if data.get("encoding") != "base64":
            # Files over a megabyte come without their content.
            raise TrackerError(
                f"{path} in {self._repository.name} is too large.",
                "Keep the list in a file of its own: --path",
            )
        content, version = _decoded(data.get("content")), data.get("sha")
        if content is None or not isinstance(version, str):
            raise TrackerError(f"GitHub did not say what {path} holds.", "Try again later.")
        try:
            return RemoteFile(content.decode("utf-8"), version)
        except UnicodeDecodeError:
            raise TrackerError(
                f"{path} in {self._repository.name} is not UTF-8 text.", "Name a Markdown file."
            ) from None

    def names(self) -> list[str]:
        """Return the files of the topmost folder; none if the repository is empty."""
        query = {"ref": self._branch} if self._branch else {}
        answer = self._repository.get("contents", **query)
        if answer.status == 404:
            return []
        items = dicts(self._repository.checked(answer))
        return [str(item.get("name")) for item in items if item.get("type") == "file"]

    def commit(self, path: str, text: str, message: str, version: str | None) -> bool:
        """Commit `text`; False if the file is no longer at `version`, and has to be read again.

        Raises:
            UnclearError: the answer was lost; reading again tells what happened.

        """
        payload = {"message": message, "content": base64.b64encode(text.encode()).decode()}
        if version:
            payload["sha"] = version
        if self._branch:
            payload["branch"] = self._branch
        answer = self._repository.write("PUT", f"contents/{quote(path)}", payload)
        self._repository.require_unprotected(
            answer, "Let your token pass the rule, or name a branch without."
        )
        # 409: someone else committed. 422 about the sha: someone else made the file.
        if answer.status == 409 or (answer.status == 422 and "sha" in answer.message):
            return False
        self._repository.checked(answer)
        return True


def _decoded(content: object) -> bytes | None:
    """Return what base64 stands for, which GitHub breaks into lines; None if it is no sound base64."""
    if not isinstance(content, str):
        return None
    try:
        # Strictly: else whatever is no base64 would be left out without a word.
        return base64.b64decode(content.replace("\n", ""), validate=True)
    except ValueError:
        return None
