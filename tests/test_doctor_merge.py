"""`papers doctor --merge`: of several notes about a paper one, with all that was written in any of them."""

import contextlib
from typing import Any

import pytest

from paper_notes.doors.github.client import GitHubClient
from paper_notes.values.text import body
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer
from tests.github_state import Clock
from tests.library import PAPERS

MINE = "\r\n\r\n## One-line summary\r\n\r\nMine: thanks to nobody.\r\n"


@pytest.fixture
def doubled(papers: Run, github: GitHubServer, arxiv: ArxivServer, clock: Clock) -> None:
    """Have two machines open an issue about the same paper in one moment, and somebody a third by hand."""
    papers("add 1512.03385 1706.03762")
    text = github.repo.issue(2)["body"]
    github.repo.open_issue("Attention Is All You Need", text + MINE, labels=("NLP", "favourite"))
    github.repo.open_issue("By hand", "arXiv:1706.03762")
    papers("sync")
    papers("mark read 3 --rating 4 --on 2026-11-02")
    github.forget()


def state(github: GitHubServer) -> list[Any]:
    """Return all that is there but times."""
    same = ("number", "title", "body", "state", "state_reason", "labels")
    said = [(each["number"], each["body"]) for each in github.repo.comments.values()]
    return [[{key: issue[key] for key in same} for issue in github.repo.issues.values()], said]


def test_the_oldest_is_kept_and_nothing_is_lost(papers: Run, github: GitHubServer, doubled: None) -> None:
    """Its status, rating and text are those of all; the others are closed as duplicates, with their text."""
    assert "1 paper has several notes. Make one of them: papers doctor --merge\n" in papers("sync").stderr
    told = papers("doctor", exit_code=1)
    assert "1706.03762 has several notes: #2, #3, #4." in told
    assert "Make one of them: papers doctor --merge" in told
    before = {number: dict(issue) for number, issue in github.repo.issues.items()}
    theirs = body.without(before[3]["body"])
    out = papers("doctor --merge")
    assert [line for line in out.stderr.splitlines() if line.startswith("Closed")] == [
        "Closed #3 as a duplicate of #2 Attention Is All You Need [NLP] "
        "https://github.com/alice/papers/issues/2",
        "Closed #4 as a duplicate of #2 Attention Is All You Need [NLP] "
        "https://github.com/alice/papers/issues/2",
    ]
    kept = papers("show 1706.03762 --json").json
    assert (kept["number"], kept["status"], kept["rating"], kept["read_on"]) == (2, "read", 4, "2026-11-02")
    assert kept["labels"] == ["NLP", "favourite"]
    mine = body.without(before[2]["body"])
    assert kept["text"] == f"{mine}\n## From #3\n\n{theirs}\n## From #4\n\narXiv:1706.03762"
    for number in (3, 4):
        issue = github.repo.issue(number)
        assert (issue["state"], issue["state_reason"]) == ("closed", "duplicate")
        assert issue["body"] == before[number]["body"]
    comments = [(each["number"], each["body"].splitlines()[0]) for each in github.repo.comments.values()]
    assert comments == [(3, "Duplicate of #2"), (4, "Duplicate of #2")]
    assert "several notes" not in papers("doctor", exit_code=0)


KDD = "10.1145/3292500.3330701"


@pytest.fixture
def published(papers: Run, github: GitHubServer, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a note of a paper by its DOI, and one by the id that it has on arXiv, where the DOI came later."""
    papers(f"add --title Attention --doi {KDD} --status read --rating 5 --on 2026-11-01 --repo alice/papers")
    papers("note 1 -m 'Ask @torvalds; see a/b#12.'")
    with ArxivServer(arxiv=PAPERS) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        papers("add 1706.03762 1512.03385")
    later = {name: PAPERS[name]._replace(doi=KDD.upper()) for name in ("1706.03762", "2203.00001")}
    with ArxivServer(arxiv={**PAPERS, **later}) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        papers("refresh 1706.03762 --apply", exit_code=0)


def test_by_its_doi_and_by_its_arxiv_id(papers: Run, github: GitHubServer, published: None) -> None:
    """That they are one is known from what arXiv says; the note by the arXiv id knows both, and stays."""
    assert "1 paper has several notes." in papers("sync").stderr
    assert f"1706.03762 has several notes, also as {KDD}: #2, #1." in papers("doctor", exit_code=1)
    out = papers("doctor --merge")
    assert [line.partition(" Attention")[0] for line in out.stderr.splitlines() if "Closed" in line] == [
        "Closed #1 as a duplicate of #2"
    ]
    kept = papers(f"show {KDD} --json").json
    assert (kept["number"], kept["id"], kept["status"], kept["rating"], kept["read_on"]) == (
        2, "1706.03762", "read", 5, "2026-11-01"
    )  # fmt: skip
    assert papers("doctor --merge").stderr == "No paper has several notes.\n"


def test_a_copied_text_disturbs_nobody(papers: Run, github: GitHubServer, published: None) -> None:
    """Who is named in it was notified when it was written, and the other repository has its link."""
    papers("doctor --merge")
    assert "Ask @\u200btorvalds; see a/b#\u200b12." in papers("show 2 --json").json["text"]
    assert "Ask @torvalds; see a/b#12." in github.repo.issue(1)["body"]


def test_two_papers_on_arxiv_stay_two(papers: Run, github: GitHubServer, published: None) -> None:
    """Whatever their authors say: which of them the note by the DOI is about nobody knows."""
    text = github.repo.issue(2)["body"]
    github.repo.open_issue("Another", text.replace("1706.03762", "2203.00001"))
    assert "several notes" not in papers("sync").stderr
    github.repo.open_issue("The same", text)
    papers("sync")
    assert "1706.03762 has several notes: #2, #5." in papers("doctor", exit_code=1)


def test_in_the_embedded_library(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without numbers it is the same."""
    papers(f"add --title Attention --doi {KDD}")
    papers(f"note {KDD} -m 'My words.'")
    with ArxivServer(arxiv=PAPERS) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        papers("add 1706.03762")
    with ArxivServer(arxiv={"1706.03762": PAPERS["1706.03762"]._replace(doi=KDD)}) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        papers("refresh --apply")
    papers("doctor --merge")
    (kept,) = papers("list --json").json
    assert kept["id"] == "1706.03762"
    assert "My words." in kept["text"].partition(f"## From {KDD}\n\n")[2]


def test_a_second_run_does_nothing(papers: Run, github: GitHubServer, doubled: None) -> None:
    """Nothing is left to merge, and nothing is written."""
    papers("doctor --merge")
    once = state(github)
    again = papers("doctor --merge --json")
    assert (again.json, again.stderr) == ([], "No paper has several notes.\n")
    assert state(github) == once


def test_a_dry_run_announces_it(papers: Run, github: GitHubServer, doubled: None) -> None:
    """Nothing is written, and all of it is said."""
    before = state(github)
    out = papers("doctor --merge --dry-run")
    assert state(github) == before
    said = [line.partition(" (")[0] for line in out.stderr.splitlines()]
    assert [line for line in said if line.startswith("Would")] == [
        "Would mark #2",
        "Would add the label favourite to #2",
        "Would add to your text of #2",
        "Would comment on #3",
        "Would close #3",
        "Would add to your text of #2",
        "Would comment on #4",
        "Would close #4",
    ]


def test_many_are_one_finding(papers: Run, github: GitHubServer, doubled: None) -> None:
    """A library written by hand may have hundreds: the first are named, and the remedy is said once."""
    for number in range(2 * 6):
        github.repo.open_issue(f"Paper {number}", f"arXiv:2101.0000{number % 6 + 1}")
    papers("sync")
    told = papers("doctor", exit_code=1)
    assert [line for line in told.splitlines() if "several" in line] == [
        "!!  library: 7 papers have several notes: 1706.03762 (#2, #3, #4), 2101.00001 (#5, #11), "
        "2101.00002 (#6, #12), 2101.00003 (#7, #13), 2101.00004 (#8, #14) and 2 more."
    ]
    assert told.count("papers doctor --merge") == 1


def test_a_dry_run_alone_makes_no_sense(papers: Run) -> None:
    """Without --merge nothing is written anyway."""
    papers("doctor --dry-run", exit_code=2)


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("after", [False, True])
def test_killed_at_every_request(
    papers: Run, github: GitHubServer, doubled: None, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    """However often it dies, the end is that of one clean run: no text twice, no comment twice."""
    honest, runs, count, at = GitHubClient._send, 0, 0, 0

    def send(*arguments: Any) -> Any:
        nonlocal count
        count += 1
        if count == at and not after:
            raise Killed
        answer = honest(*arguments)
        if count == at:
            raise Killed
        return answer

    monkeypatch.setattr(GitHubClient, "_send", send)
    while count >= at:
        # Every second run gets one request further than the last: in the end none is left to die at.
        runs, count, at = runs + 1, 0, runs // 2 + 2
        with contextlib.suppress(Killed):
            papers("doctor --merge")
    assert runs > 3
    kept = papers("show 2 --json").json
    assert (kept["text"].count("## From #3"), kept["text"].count("## From #4")) == (1, 1)
    assert sorted(each["number"] for each in github.repo.comments.values()) == [3, 4]
    assert [github.repo.issue(number)["state_reason"] for number in (2, 3, 4)] == [
        "completed",
        "duplicate",
        "duplicate",
    ]
