"""`papers show`, for a program and for a person."""

from pathlib import Path

import pytest

from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer
from tests.terminal import needs_terminal, typed

TEXT = "## Summary\n\nAttention *alone* is enough, after #1.\n\n## 방법\n\n<!-- How? -->\n"


@pytest.fixture
def repo(github: GitHubServer, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> GitHubServer:
    """Connect alice/papers, where issue 1 is about a paper and has a text of its own."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    github.repo.open_issue("Attention Is All You Need", f"https://arxiv.org/abs/1706.03762\n\n{TEXT}")
    return github


def test_a_program_gets_the_markdown_itself(papers: Run, repo: GitHubServer) -> None:
    """The facts, a rule, and the reader's text as it was typed, however long its lines."""
    url = papers("show 1 --json").json["url"]
    day = papers("show 1 --json").json["added_on"]
    assert papers("show 1") == (
        "Attention Is All You Need\narXiv:1706.03762\n\n"
        f"to-read · added {day}\nissue  {url}\n"
        "arxiv  https://arxiv.org/abs/1706.03762\npdf    https://arxiv.org/pdf/1706.03762\n"
        "html   https://arxiv.org/html/1706.03762\n\n---\n"
        f"https://arxiv.org/abs/1706.03762\n\n{TEXT}"
    )


@needs_terminal
def test_a_person_gets_it_rendered(papers: Run, repo: GitHubServer) -> None:
    """Without marks and hints, with links to click, and with the empty sections named."""
    url = papers("show 1 --json").json["url"]
    shown = typed("show", "1")
    assert "\n\x1b[1mSummary\x1b[0m\n\nAttention \x1b[3malone\x1b[0m is enough, after " in shown
    assert f"\x1b]8;;{url}\x1b\\\x1b[4m#1\x1b[0m\x1b]8;;\x1b\\." in shown
    assert "How?" not in shown
    assert shown.splitlines()[-1] == "\x1b[2mStill empty: 방법\x1b[0m"


@needs_terminal
@pytest.mark.parametrize("setting", ["NO_COLOR=1", "TERM=dumb"])
def test_no_escape_sequences_where_none_are_wanted(papers: Run, repo: GitHubServer, setting: str) -> None:
    """Neither colours nor links; then the marks of Markdown stay."""
    papers("sync")
    shown = typed("show", "1", environ=dict([setting.split("=")]))
    assert "\x1b" not in shown
    assert "## Summary\n\nAttention *alone* is enough, after #1.\n" in shown


@needs_terminal
@pytest.mark.parametrize(("columns", "widest"), [(40, 40), (80, 80), (200, 100)])
def test_lines_fit_the_terminal(papers: Run, arxiv: ArxivServer, columns: int, widest: int) -> None:
    """Whatever the script; and on a very wide terminal they stay short enough to be read."""
    from wcwidth import width

    papers("add 2203.00001 1706.03762")
    for ref in ("2203.00001", "1706.03762"):
        shown = typed("show", ref, columns=columns).splitlines()
        links = [line for line in shown if "https://" in line]
        assert max(width(line) for line in shown if line not in links) <= widest
    assert max(map(width, shown)) > 30


@needs_terminal
def test_what_is_longer_than_the_screen_goes_through_the_pager(
    papers: Run, arxiv: ArxivServer, tmp_path: Path
) -> None:
    """The reader's own pager, with escape sequences let through; what fits is shown at once."""
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "paged with LESS=$LESS"\n/bin/cat\n')
    pager.chmod(0o755)
    papers("add 1706.03762")
    short, long = (typed("show", "1706.03762", rows=rows, environ={"PAGER": str(pager)}) for rows in (60, 10))
    assert long.startswith("paged with LESS=-FRX\n\x1b[1mAttention Is All You Need\x1b[0m\n")
    assert short.rstrip() == long.partition("\n")[2].rstrip()
    reader = typed("show", "1706.03762", rows=10, environ={"PAGER": str(pager), "LESS": "-iM"})
    assert reader.startswith("paged with LESS=-iM -R\n")
