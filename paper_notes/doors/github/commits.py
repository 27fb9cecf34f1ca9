"""Several files in one commit, or in a pull request, without a clone (GitHub REST API, git data)."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from paper_notes.doors.github.answer import Answer
from paper_notes.doors.github.contents import GitHubContents
from paper_notes.doors.github.listing import dicts
from paper_notes.doors.github.repository import GitHubRepository
from paper_notes.values.errors import PapersError, TokenError, TrackerError

REMEDY = (
    "A fine-grained token needs Contents, Workflows and, for --pr, Pull requests: read and write. "
    "A classic one needs repo and workflow: gh auth refresh -s workflow"
)


class GitHubCommits:
    """The files of a repository's default branch as they were at one moment, and commits on top of that."""

    def __init__(self, repository: GitHubRepository) -> None:
        self._repository = repository
        self._base: str | None = None

    @property
    def _branch(self) -> str:
        facts = self._repository.facts or self._repository.inspect()
        return facts.default_branch

    def look(self) -> None:
        """Take the branch as it is now; `read` and what follows speak of that."""
        self._base = self._head(self._branch)

    def read(self, path: str) -> str | None:
        """Return the file's text, or None if it is not there."""
        if self._base is None:
            return None
        return GitHubContents(self._repository, self._base).read(path).text

    def names(self) -> list[str]:
        """Return the files of the topmost folder."""
        return GitHubContents(self._repository, self._base).names() if self._base else []

    def commit(self, texts: Mapping[str, str], message: str) -> bool:
        """Commit the files to the branch; False if somebody else was quicker, and all is to be read again."""
        if self._base is None:
            self._begin(texts, message)
            return True
        new = self._write_commit(self._base, texts, message)
        return self._move(self._branch, new)

    def propose(self, texts: Mapping[str, str], branch: str, title: str, body: str) -> str:
        """Commit the files to a branch of their own and return the address of the pull request.

        A pull request that is open from that branch already is that one.
        """
        if self._base is None:
            raise TrackerError(
                f"{self._repository.name} is empty, so there is nothing to pull into.", "Leave out --pr."
            )
        if self._head(branch) is None:
            new = self._write_commit(self._base, texts, title)
            ref = {"ref": f"refs/heads/{branch}", "sha": new}
            answer = self._repository.write("POST", "git/refs", ref, repeat=True)
            # Sent twice because an answer was lost: then it is there.
            if self._head(branch) != new:
                self._done(answer)
        return self._pull_request(branch, title, body)

    def _pull_request(self, branch: str, title: str, body: str) -> str:
        owner = self._repository.name.partition("/")[0]
        fields = {"title": title, "body": body, "head": branch, "base": self._branch}
        open_ones = dicts(
            self._repository.checked(
                self._repository.get("pulls", state="open", head=f"{owner}:{branch}", base=self._branch)
            )
        )
        if not open_ones:
            open_ones = [self._done(self._repository.write("POST", "pulls", fields))]
        return str(open_ones[0].get("html_url"))

    def _head(self, branch: str) -> str | None:
        """Return the commit that a branch is at; None if there is no such branch."""
        answer = self._repository.get(f"git/ref/heads/{quote(branch)}")
        if answer.status in (404, 409):  # 409: the repository is empty
            return None
        return _sha(_part(self._repository.checked(answer), "object"))

    def _begin(self, texts: Mapping[str, str], message: str) -> None:
        """Make the first commits of an empty repository, which takes files only one by one."""
        for path, text in texts.items():
            if not GitHubContents(self._repository, None).commit(path, text, message, None):
                raise TrackerError(f"{self._repository.name} is no longer empty.", "Run it again.")

    def _write_commit(self, base: str, texts: Mapping[str, str], message: str) -> str:
        """Make a commit that no branch has yet, so that doing it twice does no harm; return its hash."""
        before = self._repository.checked(self._repository.get(f"git/commits/{base}"))
        files = [
            {"path": path, "mode": "100644", "type": "blob", "content": text} for path, text in texts.items()
        ]
        wanted = {"base_tree": _sha(_part(before, "tree")), "tree": files}
        tree = self._done(self._repository.write("POST", "git/trees", wanted, repeat=True))
        commit = {"message": message, "tree": _sha(tree), "parents": [base]}
        return _sha(self._done(self._repository.write("POST", "git/commits", commit, repeat=True)))

    def _move(self, branch: str, commit: str) -> bool:
        """Let the branch end at the commit, if it still ends where the commit begins."""
        fields = {"sha": commit, "force": False}
        answer = self._repository.write("PATCH", f"git/refs/heads/{quote(branch)}", fields, repeat=True)
        if answer.status == 422 and "fast forward" in answer.message.lower():
            return False
        self._repository.require_unprotected(answer, "Open a pull request instead: --pr")
        self._done(answer)
        return True

    def _done(self, answer: Answer) -> dict[str, object]:
        """Return the data of a write, or raise what the token may lack: for that, GitHub has 404 or 422."""
        if not answer.done:
            refusal = self._repository.refusal(answer)
            about_token = answer.status in (403, 404) or "workflow" in answer.message
            kind: type[PapersError] = TokenError if about_token else TrackerError
            raise kind(refusal.message, REMEDY if about_token else refusal.remedy)
        if not isinstance(answer.data, dict):
            raise TrackerError("GitHub did not say what it made.", "Run it again.")
        return answer.data


def _part(data: object, name: str) -> object:
    return data.get(name) if isinstance(data, dict) else None


def _sha(value: object) -> str:
    sha = value.get("sha") if isinstance(value, dict) else None
    if isinstance(sha, str) and re.fullmatch("[0-9a-f]{40}([0-9a-f]{24})?", sha):
        return sha
    raise TrackerError("GitHub did not say which commit that is.", "Run it again.")
