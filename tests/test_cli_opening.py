"""`papers open`: which page the browser is sent to."""

import click
import pytest

from paper_notes.cli.display.telling import browse
from paper_notes.values.errors import PapersError
from paper_notes.values.text import body
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer


@pytest.fixture
def noted(papers: Run, repo: GitHubServer) -> GitHubServer:
    """Have a note on GitHub, issue 1."""
    papers("add 1706.03762")
    papers("sync")
    repo.forget()
    return repo


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the addresses that the browser is sent to."""
    addresses: list[str] = []
    monkeypatch.setattr(click, "launch", addresses.append)
    return addresses


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("open 1", "https://github.com/alice/papers/issues/1"),
        ("open 1706.03762", "https://github.com/alice/papers/issues/1"),
        ("open attention --arxiv", "https://arxiv.org/abs/1706.03762"),
        ("open 1 --pdf", "https://arxiv.org/pdf/1706.03762"),
        ("open --topic nlp", "https://github.com/alice/papers/issues?q=is%3Aissue+label%3A%22NLP%22"),
        (
            "open --topic 'reading group & 스터디'",
            "https://github.com/alice/papers/issues?q=is%3Aissue+"
            "label%3A%22reading+group+%26+%EC%8A%A4%ED%84%B0%EB%94%94%22",
        ),
    ],
)
def test_pages_are_opened(
    papers: Run,
    noted: GitHubServer,
    opened: list[str],
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    address: str,
) -> None:
    """In the browser; on a pipe the address is printed as well, and nothing is asked of GitHub."""
    papers("tag 1 --add 'reading group & 스터디' --create-label")
    noted.forget()
    monkeypatch.setattr("paper_notes.app.App.web", "https://github.com")
    out = papers(line)
    assert (out, out.stderr) == (f"{address}\n", f"Opening {address}\n")
    assert opened == [address]
    assert noted.log == []


def test_without_a_repository_there_is_the_papers_page(
    papers: Run, arxiv: ArxivServer, opened: list[str]
) -> None:
    """A local note has no issue, and no topic has a page."""
    papers("add 1706.03762")
    papers("open 1706.03762")
    assert opened == ["https://arxiv.org/abs/1706.03762"]
    assert "has no page on the web" in papers("open --topic NLP", exit_code=1).stderr
    assert "Did you mean NLP" in papers("open --topic NPL", exit_code=2).stderr


@pytest.mark.parametrize("line", ["open", "open 1 --topic NLP", "open --topic NLP --pdf"])
def test_open_wants_one_thing(papers: Run, opened: list[str], line: str) -> None:
    """A note or a topic."""
    assert "Name a note, or a topic" in papers(line, exit_code=2).stderr
    assert opened == []


def test_only_web_pages_are_opened(papers: Run, repo: GitHubServer, opened: list[str]) -> None:
    """An issue may claim any address for its paper; a paper elsewhere has no page on arXiv."""
    for number, url in ((1, "file:///etc/passwd"), (2, "https://example.org/a paper<1>?q=%20")):
        data = {"paper": {"id": f"10.1000/{number}", "title": f"Paper {number}", "url": url}}
        repo.repo.open_issue(f"Paper {number}", body.write(data, "") + "\n\nmine")
    papers("sync")
    for line in ("open 1 --pdf", "open 1 --arxiv"):
        assert "not on arXiv" in papers(line, exit_code=1).stderr
    papers("show 2 --web")
    assert opened == ["https://github.com/alice/papers/issues/2"]
    with pytest.raises(PapersError, match="is no address of a web page"):
        browse("file:///etc/passwd")
    browse("https://example.org/a paper<1>?q=%20")
    assert opened[1:] == ["https://example.org/a%20paper%3C1%3E?q=%20"]
