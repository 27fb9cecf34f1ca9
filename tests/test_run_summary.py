"""The summary of a run in a workflow: what was said, where GitHub shows it."""

from pathlib import Path

import pytest

from paper_notes.cli.display import summary
from tests.arxiv_server import ArxivServer
from tests.conftest import Run


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be in a workflow."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return tmp_path / "summary.md"


def test_each_command_adds_what_it_said(papers: Run, arxiv: ArxivServer, page: Path) -> None:
    """Narration and errors are there, what programs read is not; who says nothing adds nothing."""
    papers("add 1706.03762 --status read")
    papers("index")
    papers("index --output -")
    papers("show 99", exit_code=1)
    index, show = page.read_text(encoding="utf-8").split("### ")[-2:]
    assert index == "papers index\n\n```text\nWrote READING_LIST.md\n```\n\n"
    assert show.startswith("papers show\n\n```text\npapers: ")
    assert "\x1b" not in show


def test_nothing_ends_the_block(tmp_path: Path) -> None:
    """A title with a fence in it stays text, and a long story is cut."""
    page = tmp_path / "summary.md"
    summary.summarise("intake", ["``` @alice ````", "x" * summary.MOST], str(page))
    lines = page.read_text(encoding="utf-8").splitlines()
    assert (lines[2], lines[3], lines[-3:]) == ("`````text", "``` @alice ````", ["…", "`````", ""])


def test_a_summary_that_cannot_be_written(
    papers: Run, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not change the outcome."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "/nowhere/summary.md")
    papers("index")
