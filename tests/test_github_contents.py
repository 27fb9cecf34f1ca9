"""Files of a repository without a clone: what is no text that can be edited and committed is refused."""

import json

import pytest

from paper_notes.doors.github.contents import RemoteFile
from paper_notes.values.errors import TrackerError
from tests.github_connect import Connect
from tests.github_server import Fault, GitHubServer, refuse
from tests.github_state import git_hash

NAMED = {"type": "file", "encoding": "base64", "content": "eA==", "sha": "0" * 40}


def test_a_text_is_read_with_what_a_commit_has_to_name(github: GitHubServer, connect: Connect) -> None:
    """GitHub breaks the base64 of a longer one into lines."""
    text = "논문 " * 99
    github.repo.branches["main"] = {"README.md": text.encode()}
    contents = connect().contents(None)
    assert contents.read("README.md") == RemoteFile(text, git_hash(text.encode()))
    assert contents.read("LIST.md") == RemoteFile(None, None)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Fault(text="[]"), "is not a file"),
        (Fault(text=json.dumps({**NAMED, "type": "submodule"})), "is not a file"),
        (Fault(text=json.dumps({**NAMED, "encoding": "none", "content": ""})), "is too large"),
        (Fault(text=json.dumps({**NAMED, "content": "/w=="})), "is not UTF-8 text"),
        (refuse(404, "No commit found for the ref drafts"), "There is no branch drafts"),
    ],
)
def test_what_cannot_be_edited_is_told(
    github: GitHubServer, connect: Connect, answer: Fault, words: str
) -> None:
    """A folder, a submodule, a file over a megabyte, a picture, and a branch that is not there."""
    github.on("GET", "/contents/LIST.md$", answer)
    with pytest.raises(TrackerError, match=words):
        connect().contents("drafts").read("LIST.md")


@pytest.mark.parametrize(
    "wrong", [{"content": None}, {"content": "eA=="[:3]}, {"content": "e\ufffdA=="}, {"sha": None}]
)
def test_half_a_file_is_none(github: GitHubServer, connect: Connect, wrong: dict[str, str | None]) -> None:
    """What is read is written again with the list in it: no byte of it may be guessed."""
    github.on("GET", "/contents/LIST.md$", Fault(text=json.dumps({**NAMED, **wrong})))
    with pytest.raises(TrackerError, match=r"GitHub did not say what LIST\.md holds"):
        connect().contents(None).read("LIST.md")


@pytest.mark.parametrize("sha", [None, 1, "", "main", "../../user", "0" * 39, "\ud800" * 40])
def test_a_commit_has_a_hash(github: GitHubServer, connect: Connect, sha: object) -> None:
    """What follows is asked for below it, so that it could lead anywhere."""
    github.on("GET", "/git/ref/heads/main$", Fault(text=json.dumps({"object": {"sha": sha}})))
    with pytest.raises(TrackerError, match="did not say which commit"):
        connect().commits.look()
