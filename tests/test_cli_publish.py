"""`papers publish`: the list in the repository's README, by a commit, and only when it changed."""

import pytest

from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer, lose, refuse

BEGIN, END = "<!-- papers:list begin -->", "<!-- papers:list end -->"
README = f"# My papers\r\n\r\n{BEGIN}\r\n{END}\r\n\r\nfixes #1, @alice\r\n"


@pytest.fixture
def repo(
    github: GitHubServer, arxiv: ArxivServer, papers: Run, monkeypatch: pytest.MonkeyPatch
) -> GitHubServer:
    """Connect alice/papers, with a README and one paper that was read."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    papers("add 1706.03762 --status read --rating 5 --on 2026-11-01")
    github.repo.branches["main"]["README.md"] = README.encode()
    return github


def text(repo: GitHubServer, path: str = "README.md", branch: str = "main") -> str:
    """Return a file of the repository."""
    return repo.repo.branches[branch][path].decode()


def test_the_list_is_put_between_the_markers(papers: Run, repo: GitHubServer) -> None:
    """Only the list changes, the reader's words and line ends stay, and the message links nothing."""
    assert papers("publish").stderr == "Published README.md in alice/papers\n"
    before, _, rest = text(repo).partition(BEGIN)
    listed, _, after = rest.partition(END)
    assert (before, after) == ("# My papers\r\n\r\n", "\r\n\r\nfixes #1, @alice\r\n")
    assert "[Attention Is All You Need](https://github.com/alice/papers/issues/1) ★★★★★" in listed
    assert repo.repo.commits == ["Update the reading list"]


def test_nothing_is_committed_when_nothing_changed(papers: Run, repo: GitHubServer) -> None:
    """The second time costs two requests and no commit."""
    papers("publish")
    repo.forget()
    assert papers("publish").stderr == "Unchanged: README.md in alice/papers\n"
    assert repo.log == ["GET /repos/alice/papers/issues", "GET /repos/alice/papers/contents/README.md"]
    assert len(repo.repo.commits) == 1


def test_a_new_file_gets_the_markers(papers: Run, repo: GitHubServer) -> None:
    """Where there is no file, one is made; folders and blanks in its name are fine."""
    papers("publish --path", "docs/reading list.md")
    assert text(repo, "docs/reading list.md").startswith(f"{BEGIN}\n")


@pytest.mark.parametrize("branch", ["main", "gh-pages"])
def test_the_readme_in_any_case_of_letters(papers: Run, repo: GitHubServer, branch: str) -> None:
    """A second README beside it would be another page; a path that is named is taken at its word."""
    repo.repo.branches[branch] = {"a.md": b"", "docs/README.md": b"", "Readme.md": README.encode()}
    assert papers(f"publish --branch {branch}").stderr == "Published Readme.md in alice/papers\n"
    assert "README.md" not in repo.repo.branches[branch]
    papers(f"publish --branch {branch} --path README.md")
    assert "README.md" in repo.repo.branches[branch]


def test_another_branch(papers: Run, repo: GitHubServer) -> None:
    """The branch is read and written instead of the default one; one that is not there is named."""
    repo.repo.branches["gh-pages"] = {}
    papers("publish --branch gh-pages")
    assert (text(repo), "README.md" in repo.repo.branches["gh-pages"]) == (README, True)
    assert "no branch nowhere" in papers("publish --branch nowhere", exit_code=1).stderr


def test_a_dry_run_shows_the_difference(papers: Run, repo: GitHubServer) -> None:
    """What would be committed, as a diff, and nothing is."""
    out = papers("publish --dry-run --by year")
    assert "Would commit README.md" in out.stderr
    assert "+### 2017" in out
    assert (text(repo), repo.repo.commits) == (README, [])


def test_a_file_without_markers_is_left_alone(papers: Run, repo: GitHubServer) -> None:
    """It is refused with the remedy."""
    repo.repo.branches["main"]["README.md"] = b"# Mine\n"
    assert BEGIN in papers("publish", exit_code=1).stderr
    assert text(repo) == "# Mine\n"


def test_somebody_commits_at_the_same_time(papers: Run, repo: GitHubServer) -> None:
    """A conflict is read again and tried again."""
    repo.on("PUT", "README.md$", refuse(409, "README.md does not match"))
    papers("publish")
    assert repo.repo.commits == ["Update the reading list"]
    repo.on("PUT", "README.md$", *[refuse(409, "README.md does not match")] * 3)
    assert "keeps changing" in papers("publish --by month", exit_code=1).stderr


def test_a_branch_that_takes_no_commits(papers: Run, repo: GitHubServer) -> None:
    """It is no conflict: trying again would not help."""
    repo.on("PUT", "README.md$", refuse(409, "Repository rule violations found"))
    assert "A rule of alice/papers is against it" in papers("publish", exit_code=1).stderr


def test_a_lost_answer_makes_one_commit(papers: Run, repo: GitHubServer) -> None:
    """If GitHub took the commit and its answer is lost, reading again tells that it is done."""
    repo.on("PUT", "README.md$", lose(502))
    assert "Published" in papers("publish").stderr
    assert repo.repo.commits == ["Update the reading list"]


def test_what_cannot_be_published(papers: Run, repo: GitHubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """No right to push, no network, no repository: each says what would help."""
    assert "forbids" in papers("publish --offline", exit_code=1).stderr
    repo.repo.roles["alice"] = "triage"
    papers("publish", exit_code=4)
    monkeypatch.delenv("PAPERS_REPO")
    assert "--repo OWNER/REPO" in papers("publish", exit_code=2).stderr


@pytest.mark.parametrize(
    "path", ["../collaborators/mallory", "docs/../../../bob/x/contents/y", "./README.md"]
)
def test_nothing_but_files_is_reached(papers: Run, repo: GitHubServer, path: str) -> None:
    """Somebody who names the file of the list cannot make anything else of it."""
    repo.forget()
    assert "dots alone lead elsewhere" in papers("publish --path", path, exit_code=2).stderr
    assert set(repo.log) == {"GET /repos/alice/papers/issues"}


def test_filters_narrow_the_list(papers: Run, repo: GitHubServer) -> None:
    """The filters of `list` apply to what is published."""
    papers("publish --topic CV")
    assert "Attention" not in text(repo)
    papers("publish --topic NLP --since 2026-11 --rating 5")
    assert "Attention" in text(repo)
