"""Answers of GitHub that make no sense, or not all of it: an error in words, whoever reads them."""

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from paper_notes.doors.github.tracker import GitHubTracker
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Comment, Issue, Label, Status
from paper_notes.values.tracker import Bookmark, Change
from tests.github_connect import DRAFT, REPO, Connect
from tests.github_server import TOKEN, Fault, GitHubServer, Request

MARK = "<!-- papers:answer x -->"
ISSUE = Issue("One", "", 1)
NONSENSE: tuple[Any, ...] = (None, "..", [], {"a": 1})


class Question(NamedTuple):
    """Something that is asked of GitHub."""

    honest: str
    """Where an answer comes from that would be sound."""
    verb: str
    path: str
    ask: Callable[[GitHubTracker], object]


def longer(body: str) -> str:
    """Change a text, whatever it is."""
    return f"{body}."


def read_file(tracker: GitHubTracker) -> None:
    """Read a file of the default branch."""
    tracker.contents(None).read("README.md")


def commits(tracker: GitHubTracker) -> None:
    """Look at the files of the default branch."""
    branch = tracker.commits
    branch.look()
    branch.read("README.md")


QUESTIONS = (
    Question(f"{REPO}/issues?state=all", "GET", "/issues$", lambda t: list(t.changes(Bookmark()))),
    Question(f"{REPO}/issues?state=all", "GET", "/issues$", lambda t: t.labels.carriers("NLP")),
    Question(f"{REPO}/issues/comments", "GET", "/issues/comments$", lambda t: list(t.comments(None))),
    Question(f"{REPO}/issues/1", "GET", "/issues/1$", lambda t: t.exists(ISSUE)),
    Question(f"{REPO}/issues/1", "GET", "/issues/1$", lambda t: t.update(ISSUE, Change(Status.READ))),
    Question(f"{REPO}/issues/1", "PATCH", "/issues/1$", lambda t: t.update(ISSUE, Change(edit=longer))),
    Question(f"{REPO}/issues/1", "POST", "/issues$", lambda t: t.create(DRAFT)),
    Question(f"{REPO}/issues/1/comments", "GET", "/comments$", lambda t: t.answer(ISSUE, "Look.", MARK)),
    Question(
        f"{REPO}/issues/comments/1000/reactions",
        "GET",
        "/reactions$",
        lambda t: t.is_answered(Comment(1000, 1, "alice", "OWNER", "", "", None, "/read")),
    ),
    Question(f"{REPO}/labels", "GET", "/labels$", lambda t: t.missing_labels([Label("NLP", "ff0000")])),
    Question(REPO, "GET", "/papers$", lambda t: t.inspect()),
    Question("/user", "GET", "/user$", lambda t: t.login()),
    Question(f"{REPO}/collaborators/alice/permission", "GET", "/permission$", lambda t: t.may_label("alice")),
    Question(
        f"{REPO}/contents/README.md", "GET", "/README.md$", lambda t: t.contents(None).read("README.md")
    ),
    Question(f"{REPO}/contents", "GET", "/contents$", lambda t: t.contents(None).names()),
    Question(f"{REPO}/git/ref/heads/main", "GET", "/main$", commits),
)


def sound(server: GitHubServer, question: Question) -> Any:
    """Return the JSON of an answer that would be sound; the first comment of a server has the number 1000."""
    path, _, state = question.honest.partition("?state=")
    query = {"state": state} if state else {}
    return server.answer(Request("GET", path, query, None, TOKEN, {}, server.clock.time())).data


def spoilt(value: Any) -> Iterator[Any]:
    """Yield JSON with one thing in it, or all of it, replaced by what makes no sense there."""
    yield from NONSENSE
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from ({**value, name: other} for other in spoilt(inner))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in spoilt(inner))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: f"{question.verb} {question.honest}")
def test_nonsense_is_an_error_in_words(question: Question, tmp_path: Path) -> None:
    """No answer ends in a traceback, whatever one thing in it is."""
    with GitHubServer() as server:
        server.repo.open_issue("One")
        server.repo.react(server.repo.comment(1, MARK, author="bob"), "+1", author="bob")
        server.repo.labels["nlp"] = {"name": "NLP", "color": "ff0000", "description": None}
        server.repo.branches["main"] = {"README.md": b"Papers"}
        connect = Connect(server, tmp_path)
        texts = {json.dumps(each) for each in spoilt(sound(server, question))}
        assert len(texts) > len(NONSENSE)
        for text in texts:
            tracker = connect()
            server.on(question.verb, question.path, Fault(text=text))
            with contextlib.suppress(PapersError):
                question.ask(tracker)
            server.forget()
            tracker.close()
