"""`papers doctor`: settings, templates and library here, and the repository as it is on GitHub."""

from pathlib import Path

import pytest

from paper_notes.rules.setting_up.wanted_files import FORM, WORKFLOW
from tests.arxiv_server import ArxivServer
from tests.conftest import Output, Run
from tests.github_server import GitHubServer, refuse

NOW = "2026-11-22T12:00:00Z"


@pytest.fixture
def repo(
    github: GitHubServer, arxiv: ArxivServer, papers: Run, monkeypatch: pytest.MonkeyPatch
) -> GitHubServer:
    """Connect alice/papers, set up, with a site, on a certain day."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    monkeypatch.setattr("paper_notes.app.clock.now", lambda: NOW)
    papers("init alice/papers --remote")
    github.repo.has_pages = True
    github.repo.pushed_at = "2026-11-20T00:00:00Z"
    github.token_headers = {"x-oauth-scopes": "repo, workflow"}
    return github


def faults(out: Output) -> list[str]:
    """Return what is wrong."""
    return [line[4:] for line in out.splitlines() if line.startswith("!!")]


def about(out: Output, subject: str) -> list[str]:
    """Return what is said about a subject, with the remedies."""
    lines = out.splitlines()
    said = []
    for number, line in enumerate(lines):
        if line[4:].startswith(f"{subject}: "):
            said.append(line)
            said += [each.strip() for each in lines[number + 1 : number + 2] if each.startswith("      ")]
    return said


def test_a_repository_in_order(papers: Run, repo: GitHubServer) -> None:
    """Everything is looked at, by a handful of requests, and nothing is written."""
    repo.forget()
    out = papers("doctor")
    assert out.splitlines()[-8:] == [
        "ok  token: it may write issues; scopes: repo, workflow",
        "ok  labels: 20 of 20 topics have a label",
        "ok  workflow: it is up to date",
        "ok  issue form: it is up to date",
        "ok  workflow: actions/configure-pages, actions/deploy-pages, actions/upload-pages-artifact "
        "could change under it",
        "      Pin them: papers init alice/papers --remote --pin",
        "ok  workflow: the last push was 2 days ago",
        "ok  site: there is one",
    ]
    assert repo.log == [
        "GET /repos/alice/papers",
        "GET /repos/alice/papers/labels",
        f"GET /repos/alice/papers/contents/{WORKFLOW}",
        f"GET /repos/alice/papers/contents/{FORM}",
        "GET /repos/alice/papers/contents/papers.toml",
        "GET /repos/alice/papers/actions/permissions",
        "GET /repos/alice/papers/actions/workflows/papers.yml",
        "GET /repos/alice/papers/pages",
    ]


def test_settings_are_shown_as_people_write_them(
    papers: Run, github: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No value is shown as the program has it."""
    Path("papers.toml").write_text('trusted = ["bob", "ci[bot]"]\nwrites_per_hour = 0\ngoal = 50\n')
    monkeypatch.setenv("PAPERS_WRITE_DELAY", "0.5")
    out = papers("doctor")
    shown = {line[4:].split(": ")[0]: line.split(": ", 1)[1].split(" (")[0] for line in out.splitlines()}
    assert {name: shown[name] for name in ("repository", "offline", "trusted", "goal", "topics")} == {
        "repository": "none, so the embedded library is used",
        "offline": "no",
        "trusted": "bob, ci[bot]",
        "goal": "50",
        "topics": "as shipped",
    }
    assert [shown[name] for name in ("arxiv_delay", "write_delay", "writes_per_hour")] == [
        "0 s",
        "0.5 s",
        "no limit",
    ]


def test_every_template_is_tried(papers: Run, home: Path) -> None:
    """Each that does not work is named, whether it is the usual one or not."""
    folder = home / "templates"
    folder.mkdir(parents=True)
    assert about(papers("doctor"), "templates") == ["ok  templates: they work: note, ochiai"]
    (folder / "note.weekly.md.j2").write_text("{{ nonsense")
    (folder / "note.monthly.md.j2").write_text("{{ paper.nothing }}")
    said = faults(papers("doctor", exit_code=1))
    assert [each.split("/")[-1].split(",")[0] for each in said] == ["note.monthly.md.j2", "note.weekly.md.j2"]


def test_a_fault_in_all_of_them_is_told_once(papers: Run, home: Path) -> None:
    """The block is part of every note."""
    (home / "templates").mkdir(parents=True)
    (home / "templates" / "block.md.j2").write_text("{% if %}")
    assert len(faults(papers("doctor", exit_code=1))) == 1


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("active", None),
        ("disabled_inactivity", "GitHub switched it off after 60 days without a push"),
        ("disabled_manually", None),
    ],
)
def test_the_state_of_the_workflow(papers: Run, repo: GitHubServer, state: str, words: str | None) -> None:
    """What GitHub switched off is a fault; what a person switched off is not."""
    repo.repo.workflow_state = state
    out = papers("doctor", exit_code=1 if words else 0)
    assert faults(out) == ([f"workflow: {words}"] if words else [])
    assert ("Switch it on: https://github.com/alice/papers/actions" in out) == (state != "active")


def test_workflows_that_may_not_run(papers: Run, repo: GitHubServer) -> None:
    """Where they are switched off altogether, nothing else about them matters."""
    repo.repo.actions_allowed = False
    assert faults(papers("doctor", exit_code=1)) == ["workflow: no workflow may run in this repository"]


@pytest.mark.parametrize(
    ("pushed", "private", "fault"),
    [
        ("2026-11-21T13:00:00Z", False, False),
        ("2026-10-04T13:00:00Z", False, False),
        ("2026-10-03T11:00:00Z", False, True),
        ("2026-10-03T11:00:00Z", True, False),
    ],
)
def test_the_rule_of_sixty_days(
    papers: Run, repo: GitHubServer, pushed: str, private: bool, fault: bool
) -> None:
    """Ten days before GitHub stops the schedule of a public repository, there is a word."""
    repo.repo.pushed_at, repo.repo.private = pushed, private
    out = papers("doctor", exit_code=int(fault))
    assert ("Push any commit" in out) is fault


def test_an_old_workflow_and_one_that_a_person_changed(papers: Run, repo: GitHubServer) -> None:
    """The one is to be brought up to date, the other is its owner's."""
    files = repo.repo.branches["main"]
    old = files[WORKFLOW]
    files[WORKFLOW] = old.replace(b"23 5,17", b"24 5,17")
    assert (
        about(papers("doctor"), "workflow")[0]
        == f"ok  workflow: {WORKFLOW} is left alone: a person changed it"
    )
    files[WORKFLOW] = b"on: push\n"
    assert "it was not made by papers" in papers("doctor")
    files[WORKFLOW] = old
    files["papers.toml"] += b"[topics]\nfinance = false\n"
    out = papers("doctor", exit_code=1)
    assert faults(out) == [f"issue form: {FORM} is of another version or other settings"]
    assert "papers init alice/papers --remote --upgrade" in out


def test_nothing_is_set_up(papers: Run, github: GitHubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is no fault, and it is said how to."""
    out = papers("doctor -R alice/papers")
    assert about(out, "workflow") == [
        "ok  workflow: there is none",
        "Have GitHub do the work: papers init alice/papers --remote",
    ]
    assert about(out, "labels")[0].startswith("ok  labels: 0 of 20 topics have a label; created when first")
    assert about(out, "site") == ["ok  site: there is none"]


def test_the_source_of_the_site(papers: Run, repo: GitHubServer) -> None:
    """A site that is built from a branch is not the workflow's; without one it is said how to get it."""
    repo.repo.pages_source = "legacy"
    assert faults(papers("doctor", exit_code=1)) == ["site: it is built from a branch, not by the workflow"]
    repo.repo.has_pages = False
    assert "choose GitHub Actions as its source: https://github.com/alice/papers/settings/pages" in papers(
        "doctor"
    )


@pytest.mark.parametrize(
    ("ends", "fault"),
    [
        ("2026-12-06 12:00:00 UTC", None),
        ("2026-11-23 12:00:00 UTC", "token: it ends on 2026-11-23, in 1 day"),
        ("2027-03-01 12:00:00 +0900", None),
        ("some day", None),
    ],
)
def test_the_end_of_the_token(papers: Run, repo: GitHubServer, ends: str, fault: str | None) -> None:
    """Two weeks before, there is time to make another."""
    repo.token_headers["github-authentication-token-expiration"] = ends
    assert faults(papers("doctor", exit_code=1 if fault else 0)) == ([fault] if fault else [])


def test_scopes_and_rights(papers: Run, repo: GitHubServer) -> None:
    """A token that cannot write issues is a fault; what it may not see of Pages is none."""
    repo.token_headers = {"x-oauth-scopes": "gist"}
    assert "the scope public_repo (or repo)" in faults(papers("doctor", exit_code=1))[0]
    repo.token_headers = {}
    for place in ("/pages$", "/actions/permissions$", "/actions/workflows/"):
        repo.on("GET", place, refuse(403, "Resource not accessible by personal access token"))
    assert faults(papers("doctor")) == []


def test_labels_that_drifted(papers: Run, repo: GitHubServer) -> None:
    """Two labels for a topic are a fault; what only looks odd is told."""
    for name in ("Computer Vision", "robotic"):
        repo.repo.labels[name.casefold()] = {"name": name, "color": "123456", "description": ""}
    repo.repo.labels["nlp"]["color"] = "ffffff"
    out = papers("doctor", exit_code=1)
    assert faults(out) == ["labels: some mean a topic that has a label of its own: Computer Vision"]
    assert "some look like slips of a topic: robotic" in out
    assert "some do not look as the topics are set up: NLP" in out


def test_strangers_are_counted(papers: Run, repo: GitHubServer) -> None:
    """One is one."""
    repo.repo.open_issue("A paper", "https://arxiv.org/abs/1512.03385", author="mallory")
    papers("sync")
    assert about(papers("doctor"), "strangers")[0] == (
        "ok  strangers: 1 issue of somebody who is not trusted is left out"
    )
    repo.repo.open_issue("Another", "https://arxiv.org/abs/1706.03762", author="eve")
    papers("sync")
    assert "2 issues of 2 people who are not trusted are left out" in papers("doctor")


def test_offline_nothing_is_asked(papers: Run, repo: GitHubServer) -> None:
    """What is on this machine is looked at all the same."""
    repo.forget()
    assert "ok  library: 0 notes" in papers("doctor --offline")
    assert repo.log == []


def test_notes_by_hand_are_counted(papers: Run, repo: GitHubServer) -> None:
    """They are in order; the command that gives them a block is named."""
    repo.repo.open_issue("Attention", "https://arxiv.org/abs/1706.03762")
    repo.repo.open_issue("A question", "Which paper?")
    papers("sync")
    assert about(papers("doctor"), "by hand") == [
        "ok  by hand: 1 note without a managed block",
        "See what is recognised: papers adopt",
    ]
