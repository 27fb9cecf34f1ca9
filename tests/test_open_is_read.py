"""Repositories where issues are written once papers are read, and stay open: `[adopt] open = "read"`."""

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.github_server import GitHubServer, refuse
from tests.intake import form
from tests.library import ATTENTION, KOREAN, OLD, RESNET

ABS = "https://arxiv.org/abs/"
SETTINGS = '[adopt]\nopen = "read"\nunread_labels = ["Not yet"]\n'


@pytest.fixture
def shelf(repo: GitHubServer) -> GitHubServer:
    """Fill alice/papers with hand-written notes in each state, and say what open ones are."""
    opened = repo.repo.open_issue
    opened("Attention", f"Link: {ABS}{ATTENTION.id}\r\n\r\n## TL;DR\r\n\r\nattention")  # 1
    opened("ResNet", f"Link: {ABS}{RESNET.id}", labels=("not yet",))  # 2
    opened("한국어", f"Link: {ABS}{KOREAN.id}", labels=("reading",))  # 3
    opened("Old", f"Link: {ABS}{OLD.id}")  # 4
    repo.repo.close(4)
    repo.repo.reopen(4)
    Path("papers.toml").write_text(SETTINGS, encoding="utf-8")
    return repo


def states(papers: Run) -> dict[int, tuple[str, bool]]:
    """Return the status of each note, and whether it has a day of reading."""
    notes = papers("list --json --all").json
    return {note["number"]: (note["status"], note["read_on"] is not None) for note in notes}


def bodies(github: GitHubServer) -> dict[int, str]:
    """Return the bodies of all issues."""
    return {number: issue["body"] for number, issue in github.repo.issues.items()}


def test_open_is_read(papers: Run, shelf: GitHubServer) -> None:
    """By the day it was opened; not what a label says is to be read, is being read, or was opened again."""
    assert states(papers) == {
        1: ("read", True),
        2: ("to-read", False),
        3: ("reading", False),
        4: ("to-read", False),
    }
    day = shelf.repo.issues[1]["created_at"][:10]
    assert papers("show 1 --json").json["read_on"] == day
    assert "attention" in papers("index -o -")
    assert shelf.writes == []


def test_without_the_setting_open_is_to_read(papers: Run, shelf: GitHubServer) -> None:
    """A library is read again when the setting changes, and needs no request for that."""
    assert states(papers)[1] == ("read", True)
    Path("papers.toml").unlink()
    asked = len(shelf.log)
    assert states(papers)[1] == ("to-read", False)
    assert len(shelf.log) == asked


def test_a_new_note_is_to_be_read(papers: Run, repo: GitHubServer) -> None:
    """The setting is about what was written by hand; what papers opens is open until it is read."""
    Path("papers.toml").write_text(SETTINGS, encoding="utf-8")
    papers(f"add {ATTENTION.id}")
    assert states(papers) == {1: ("to-read", False)}
    papers("mark read 1")
    assert (states(papers), repo.repo.issues[1]["state"]) == ({1: ("read", True)}, "closed")


def test_adopting_changes_no_status(papers: Run, shelf: GitHubServer) -> None:
    """What was read by being open is read by the day in its block, and every byte of text stays."""
    before, texts = states(papers), bodies(shelf)
    day = papers("show 1 --json").json["read_on"]
    assert "1 read" in papers("adopt").stderr
    papers("adopt --apply")
    assert states(papers) == before
    assert papers("show 1 --json").json["read_on"] == day
    assert all(bodies(shelf)[number].endswith(text) for number, text in texts.items())
    assert {issue["state"] for issue in shelf.repo.issues.values()} == {"open"}


def test_intake_changes_no_status(papers: Run, repo: GitHubServer) -> None:
    """What is but a link, or some thoughts, stays read; the form asks for a note, which is to be read."""
    Path("papers.toml").write_text(SETTINGS, encoding="utf-8")
    repo.repo.open_issue("Attention", f"{ABS}{ATTENTION.id}")
    repo.repo.open_issue("ResNet", f"{ABS}{RESNET.id}\r\n\r\nWhy so deep?")
    repo.repo.open_issue("Not yet", f"{ABS}{KOREAN.id}", labels=("not yet",))
    repo.repo.open_issue("[Paper]", form(f"{ABS}{OLD.id}"))
    papers("sync")
    before = {number: state for number, state in states(papers).items() if number != 4}
    days = [papers(f"show {number} --json").json["read_on"] for number in (1, 2)]
    assert before == {1: ("read", True), 2: ("read", True), 3: ("to-read", False)}
    papers("intake")
    assert states(papers) == {**before, 4: ("to-read", False)}
    assert [papers(f"show {number} --json").json["read_on"] for number in (1, 2)] == days
    assert all("<!-- papers:" in text for text in bodies(repo).values())


def test_merging_keeps_the_status_that_is_further_on(papers: Run, shelf: GitHubServer) -> None:
    """A label that says another is to be read does not come along to the one that is read."""
    shelf.repo.open_issue("again", f"{ABS}{ATTENTION.id}", labels=("not yet", "classic"))  # 5
    papers("sync")
    papers("doctor --merge")
    assert (states(papers)[1], shelf.repo.issues[5]["state_reason"]) == (("read", True), "duplicate")
    assert papers("show 1 --json").json["labels"] == ["classic"]


def test_what_waits_to_be_closed_is_not_read(papers: Run, repo: GitHubServer) -> None:
    """A note that could not be marked dropped at once is no hand-written one, though it has a day."""
    Path("papers.toml").write_text(SETTINGS, encoding="utf-8")
    repo.on("PATCH", "/issues/1$", refuse(403, "No."))
    papers(f"add {ATTENTION.id} --status dropped", exit_code=4)
    assert states(papers) == {1: ("to-read", False)}
    papers(f"add {ATTENTION.id} --status dropped")
    assert states(papers) == {1: ("dropped", True)}


def test_marking_back(papers: Run, shelf: GitHubServer) -> None:
    """By hand an issue has no way to say it is to be read but a label; with a block it has."""
    before = bodies(shelf)
    out = papers("mark to-read 1", exit_code=1)
    assert out.stderr.splitlines()[:2] == [
        "papers: #1 is open, and papers.toml says that open hand-written issues are read.",
        "        Give it a managed block first: papers adopt 1 --apply",
    ]
    assert bodies(shelf) == before
    papers("adopt 1 --apply")
    papers("mark to-read 1")
    assert states(papers)[1] == ("to-read", False)
    papers("mark reading 1")
    papers("mark read 1")
    assert (states(papers)[1], shelf.repo.issues[1]["state"]) == (("read", True), "closed")


def test_what_is_being_read_is_not_taken_for_read(papers: Run, shelf: GitHubServer) -> None:
    """Without the label reading an issue would be open only, and so read: whoever marks it is told."""
    before = states(papers)
    for dry_run in (" --dry-run", ""):
        out = papers(f"mark to-read 3{dry_run}", exit_code=1)
        assert out.stderr.startswith("papers: #3 is open, and papers.toml says that open hand-written ")
    assert (states(papers), shelf.writes) == (before, [])
    papers("adopt 3 --apply")
    papers("mark to-read 3")
    assert states(papers)[3] == ("to-read", False)


def test_marking_what_is_read(papers: Run, shelf: GitHubServer) -> None:
    """It is read already, and stays open; a rating needs a block as everywhere."""
    assert "It is read already." in papers("mark read 1").stderr
    assert shelf.writes == []
    papers("mark read 2")
    assert (states(papers)[2], shelf.repo.issues[2]["state"]) == (("read", True), "closed")
    papers("mark dropped 1")
    assert (states(papers)[1][0], shelf.repo.issues[1]["state"]) == ("dropped", "closed")


def test_doctor_tells(papers: Run, shelf: GitHubServer) -> None:
    """It says how open issues are understood, and why."""
    assert "all hand-written notes; open ones are read, unless labelled Not yet" in papers("doctor --offline")


@pytest.mark.parametrize("text", ['open = "closed"', "open = true", 'unread_labels = "Not yet"'])
def test_settings_that_make_no_sense(papers: Run, text: str) -> None:
    """The file and the key are named."""
    Path("papers.toml").write_text(f"[adopt]\n{text}\n", encoding="utf-8")
    assert "adopt in " in papers("list", exit_code=2).stderr
