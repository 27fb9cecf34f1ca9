"""What every test can use: a place of its own, and the program run like in a shell."""

import json
import os
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from paper_notes.cli import main
from paper_notes.doors.github.client import GitHubClient
from paper_notes.doors.github.tracker import GitHubTracker
from paper_notes.doors.github.write_pace import WritePace
from paper_notes.values.model import Paper
from tests.arxiv_server import ArxivServer
from tests.github_connect import Connect
from tests.github_server import TOKEN, GitHubServer
from tests.github_state import Clock
from tests.library import PAPERS

NOWHERE = "http://127.0.0.1:9"
"""A port that refuses: no test ever reaches arXiv, DataCite or GitHub by accident."""


class Output(str):
    """What a command printed on stdout; what else came of it stands beside."""

    stderr: str
    exit_code: int

    @property
    def json(self) -> Any:
        """The JSON document on stdout."""
        return json.loads(self)


Run = Callable[..., Output]


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test an empty library and working directory, and no way to the network."""
    for name in list(os.environ):
        if name.startswith(("PAPERS_", "GH_", "GITHUB_", "XDG_")) and name not in KEPT:
            monkeypatch.delenv(name)
    place = tmp_path_factory.mktemp("place")
    work = place / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("PAPERS_HOME", str(place / "home"))
    monkeypatch.setenv("PAPERS_ARXIV_URL", f"{NOWHERE}/api/query")
    monkeypatch.setenv("PAPERS_DATACITE_URL", NOWHERE)
    monkeypatch.setenv("GITHUB_API_URL", NOWHERE)
    monkeypatch.setenv("PAPERS_ARXIV_DELAY", "0")
    monkeypatch.setenv("PAPERS_WRITE_DELAY", "0")
    # A `gh` on the developer's machine must not lend its token to the tests.
    monkeypatch.setenv("PATH", str(work))
    return place / "home"


KEPT = ("PAPERS_EMULATE_DIR", "PAPERS_REQUIRE_BROWSER", "PAPERS_REQUIRE_EMULATE", "PAPERS_SAMPLE")


@pytest.fixture
def papers() -> Run:
    """Return a function that runs a command line of `papers` and returns its stdout.

    An exit code other than the `exit_code` that the test expects raises.
    """

    def run(line: str, *more: str, exit_code: int = 0, stdin: str | None = None) -> Output:
        result = CliRunner().invoke(main, [*shlex.split(line), *more], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == exit_code, f"papers {line}: {result.exit_code}\n{result.output}"
        output = Output(result.stdout)
        output.stderr = result.stderr
        output.exit_code = result.exit_code
        return output

    return run


@pytest.fixture
def known() -> dict[str, Paper]:
    """Return the papers that arXiv knows, those of `tests.library` to begin with; a test may change them."""
    return dict(PAPERS)


@pytest.fixture
def arxiv(known: dict[str, Paper], monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """Put an arXiv within reach that knows them."""
    with ArxivServer(arxiv=known) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        yield server


@pytest.fixture
def clock(github: GitHubServer, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Connect alice/papers, and let nothing but the test's clock tell the time of writes and waits."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    for place in (WritePace, GitHubTracker, GitHubClient):
        defaults = place.__init__.__kwdefaults__ or {}
        monkeypatch.setitem(defaults, "sleep", github.clock.sleep)
        monkeypatch.setitem(defaults, "now", github.clock.time)
    return github.clock


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHubServer]:
    """Put a GitHub within reach where alice, whose token we have, owns alice/papers."""
    with GitHubServer() as server:
        monkeypatch.setenv("GITHUB_API_URL", server.url)
        monkeypatch.setenv("GH_TOKEN", TOKEN)
        yield server


@pytest.fixture
def connect(github: GitHubServer, tmp_path: Path) -> Iterator[Connect]:
    """Return what makes trackers for alice/papers, on the clock of its server."""
    connect = Connect(github, tmp_path)
    yield connect
    connect.close()


@pytest.fixture
def tracker(connect: Connect) -> GitHubTracker:
    """Return alice's tracker."""
    return connect()


Happen = Callable[..., Output]


@pytest.fixture
def repo(github: GitHubServer, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> GitHubServer:
    """Connect alice/papers; it is the time of the server's clock."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    monkeypatch.setattr("paper_notes.app.clock.now", github.clock.iso)
    return github


@pytest.fixture
def happen(papers: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Happen:
    """Return what runs the command as a workflow does for an event, given its payload and kind."""
    payload = tmp_path / "event.json"

    def run(text: str, kind: str = "issues", line: str = "intake", exit_code: int = 0) -> Output:
        payload.write_text(text, encoding="utf-8")
        with monkeypatch.context() as workflow:
            workflow.setenv("GITHUB_EVENT_NAME", kind)
            workflow.setenv("GITHUB_EVENT_PATH", str(payload))
            return papers(line, exit_code=exit_code)

    return run
