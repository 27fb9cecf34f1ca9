"""The sessions of the README, from the first paper to the second machine."""

from pathlib import Path

import pytest

from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer


def test_the_first_minute_without_account_or_network(papers: Run) -> None:
    """With nothing configured and nothing reachable, a read paper is noted and listed."""
    added = papers("add 1706.03762 --status read --rating 5")
    assert added == "-\t1706.03762\tread\t5\tNLP\tAttention Is All You Need\n"
    assert "Filled from the starter catalogue" in added.stderr
    assert papers("list") == added
    assert papers("index").stderr == "Wrote READING_LIST.md\n"
    text = Path("READING_LIST.md").read_text(encoding="utf-8")
    assert "[Attention Is All You Need](https://arxiv.org/abs/1706.03762) ★★★★★" in text
    assert papers("index").stderr == "Unchanged: READING_LIST.md\n"


def test_when_arxiv_comes_back_the_note_is_completed(papers: Run, request: pytest.FixtureRequest) -> None:
    """A second-hand note gains arXiv's data when it is added again, and keeps all else."""
    papers("add 1706.03762 --status read --rating 5 --on 2026-01-02")
    assert papers("show 1706.03762 --json").json["abstract"] is None
    request.getfixturevalue("arxiv")
    again = papers("add 1706.03762")
    assert "Filled in from arXiv." in again.stderr
    note = papers("show 1706.03762 --json").json
    assert (note["source"], note["version"], note["comment"]) == ("arxiv", 7, "15 pages, 5 figures")
    assert (note["status"], note["rating"], note["read_on"]) == ("read", 5, "2026-01-02")


def test_a_library_on_github(
    papers: Run, arxiv: ArxivServer, github: GitHubServer, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """Add, list, read, index on GitHub; a second machine sees the same from the issues alone."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    added = papers("add 1706.03762 1512.03385")
    assert added == (
        "1\t1706.03762\tto-read\t-\tNLP\tAttention Is All You Need\n"
        "2\t1512.03385\tto-read\t-\tCV\tDeep Residual Learning for Image Recognition\n"
    )
    issue = github.repo.issue(1)
    assert issue["title"] == "Attention Is All You Need"
    assert issue["labels"] == ["NLP"]
    assert github.repo.labels["nlp"]["color"] != "ededed"

    marked = papers("mark read 1706.03762 --rating 5 --on 2026-11-01")
    assert marked.startswith("1\t1706.03762\tread\t5\t")
    issue = github.repo.issue(1)
    assert (issue["state"], issue["state_reason"]) == ("closed", "completed")
    papers("index")
    there = (papers("list"), papers("list --json").json, Path("READING_LIST.md").read_text())

    monkeypatch.setenv("PAPERS_HOME", str(home.parent / "second machine"))
    Path("READING_LIST.md").unlink()
    papers("index")
    assert (papers("list"), papers("list --json").json, Path("READING_LIST.md").read_text()) == there
    assert "Attention Is All You Need](http" in there[2]


def test_one_add_costs_one_and_three_requests(
    papers: Run, arxiv: ArxivServer, github: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the labels known and the mirror fresh: arXiv once; the repository, the changes, the issue."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    papers("add 2203.00001 1706.03762")
    github.forget()
    arxiv.requests.clear()
    papers("add hep-th/9901001 --topic NLP")
    assert arxiv.asked() == [("hep-th/9901001",)]
    assert github.log == [
        "GET /repos/alice/papers/issues",
        "GET /repos/alice/papers",
        "POST /repos/alice/papers/issues",
    ]


@pytest.mark.parametrize("place", ["local", "github"])
def test_one_paper_one_note_however_it_is_written(
    papers: Run, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """The id, a version, a PDF link and a DOI are the same paper: told with its place, exit 0."""
    request.getfixturevalue("arxiv")
    if place == "github":
        request.getfixturevalue("github")
        monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    papers("add 1706.03762")
    again = papers(
        "add arXiv:1706.03762v5 https://arxiv.org/pdf/1706.03762v2.pdf 10.48550/arXiv.1706.03762 --json"
    )
    assert [outcome["outcome"] for outcome in again.json] == ["exists"] * 3
    assert again.stderr.count("Already there:") == 3
    if place == "github":
        assert "/alice/papers/issues/1" in again.stderr
    assert len(papers("list --json").json) == 1
