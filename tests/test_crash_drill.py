"""The crash drill: a long list dies at every step on its way, and one more run sets all right.

The process dies before a request, or after GitHub took it; before a write to the library on disk,
or after it; or the network is gone from a request on. After one more run the issues are those
of a run that nothing disturbed.
"""

import itertools
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from paper_notes.doors.github.client import GitHubClient
from paper_notes.doors.sqlite.store import Store
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer, Outage
from tests.github_state import Clock
from tests.library import ATTENTION

ROOT = Path(__file__).resolve().parent.parent
PAPERS = {f"2401.{number:05}": ATTENTION._replace(id=f"2401.{number:05}") for number in range(1, 11)}


class Killed(BaseException):
    """The process is gone: nothing catches this."""


class Step(NamedTuple):
    """A step that a run takes: a call of a function, before or after it is carried out."""

    number: int
    after: bool


class Drill:
    """Runs a command against a repository of its own each time, whole, or up to some step."""

    def __init__(
        self,
        line: str,
        papers: Run,
        github: GitHubServer,
        home: Path,
        there: Callable[[GitHubServer], None] = lambda _: None,
    ) -> None:
        self._line = line
        self._papers = papers
        self._github = github
        self._there = there
        self._home = home
        self._numbers = itertools.count()

    def begin(self) -> str:
        """Return the command line for a new repository, with the data folder as it was at first."""
        name = f"alice/try-{next(self._numbers)}"
        self._github.repo = self._github.add_repository(name)
        self._github.clock.seconds += 3600
        self._there(self._github)
        folder = self._home.with_name(name.replace("/", "-"))
        shutil.copytree(self._home, folder)
        os.environ["PAPERS_HOME"] = str(folder)
        return f"{self._line} --repo {name}"

    def outcome(self) -> list[Any]:
        """Return all that is in the repository but times, and what the library on disk says of its notes."""
        same = ("number", "title", "body", "state", "state_reason", "labels")
        issues = [{key: issue[key] for key in same} for issue in self._github.repo.issues.values()]
        local = self._papers("list --json").json if self._line == "push" else []
        places = [(note["id"], (note["url"] or "").rpartition("/")[2]) for note in local]
        return [issues, sorted(self._github.repo.labels), places]

    def steps(self, place: type, name: str, every: int = 1) -> list[Step]:
        """Run undisturbed and return every so many of the steps that it took."""
        count = 0
        honest = getattr(place, name)

        def counting(*arguments: Any, **more: Any) -> Any:
            nonlocal count
            count += 1
            return honest(*arguments, **more)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(place, name, counting)
            self._papers(self.begin())
        return [Step(number, after) for number in range(count) for after in (False, True)][::every]

    def run_up_to(self, step: Step, place: type, name: str, end: type[BaseException]) -> str:
        """Begin a run that ends at a step by an exception, and return its command line."""
        count = -1
        honest = getattr(place, name)

        def ending(*arguments: Any, **more: Any) -> Any:
            nonlocal count
            count += 1
            if count == step.number and not step.after:
                raise end
            answer = honest(*arguments, **more)
            if count == step.number:
                raise end
            return answer

        line = self.begin()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(place, name, ending)
            if end is KeyboardInterrupt:
                assert "Traceback" not in self._papers(line, exit_code=130).stderr
            else:
                with pytest.raises(end):
                    self._papers(line)
        return line


@pytest.fixture
def known(papers: Run, home: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have asked arXiv about the ten papers today."""
    monkeypatch.delenv("PAPERS_REPO")
    monkeypatch.setenv("PAPERS_HOME", str(home))  # so that it is put right at the end
    with ArxivServer(arxiv=PAPERS) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAPERS_ARXIV_URL", server.url)
        patch.setenv("PAPERS_REPO", "alice/papers")
        papers(f"add {' '.join(PAPERS)} --dry-run")


def adding(papers: Run, github: GitHubServer, home: Path) -> Drill:
    """Return the drill of ten papers that are added as read."""
    return Drill(f"add {' '.join(PAPERS)} --status read --rating 4", papers, github, home)


def pushing(papers: Run, github: GitHubServer, home: Path) -> Drill:
    """Return the drill of ten local notes, two of which have an issue already."""
    ids = list(PAPERS)
    papers(f"add {' '.join(ids[:4])} --status read --on 2026-11-01")
    papers(f"add {' '.join(ids[4:])} --status reading")
    for paper_id in ids[::3]:
        papers(f"note {paper_id} -m 'My words on {paper_id}.'")

    def there(server: GitHubServer) -> None:
        server.repo.open_issue("By hand", f"https://arxiv.org/abs/{ids[0]}\r\nTheirs.")
        server.repo.open_issue("By hand too", f"https://arxiv.org/abs/{ids[9]}", labels=("reading",))

    return Drill("push", papers, github, home, there)


def importing(papers: Run, github: GitHubServer, home: Path) -> Drill:
    """Return the drill of a file with five notes of some other library and five more papers."""
    ids = list(PAPERS)
    papers(f"add {' '.join(ids[:3])} --status dropped --on 2026-11-01")
    papers(f"add {' '.join(ids[3:5])}")
    notes = papers("export --format jsonl")
    Path("notes.jsonl").write_text(notes)
    Path("more.md").write_text("\n".join(f"- https://arxiv.org/abs/{paper_id}" for paper_id in ids[5:]))
    return Drill("import notes.jsonl more.md", papers, github, home)


def adopting(papers: Run, github: GitHubServer, home: Path) -> Drill:
    """Return the drill of ten notes by hand."""

    def there(server: GitHubServer) -> None:
        for paper_id in PAPERS:
            server.repo.open_issue(f"On {paper_id}", f"https://arxiv.org/abs/{paper_id}\r\nMy words.")

    return Drill("adopt --apply", papers, github, home, there)


Make = Callable[[Run, GitHubServer, Path], Drill]
MAKES = [adding, pushing, importing, adopting]

SELDOM = 1 if os.environ.get("PAPERS_SAMPLE") == "1" else 9
OFTEN = 1 if os.environ.get("PAPERS_SAMPLE") == "1" else 5
"""Of most commands every fifth or ninth step is tried, before and after it; all with PAPERS_SAMPLE=1."""


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("make", "place", "name", "every"),
    [
        (adding, GitHubClient, "_send", 1),
        (pushing, GitHubClient, "_send", OFTEN),
        (pushing, Store, "save", OFTEN),
        (importing, GitHubClient, "_send", OFTEN),
        (adopting, GitHubClient, "_send", OFTEN),
    ],
)
def test_killed_at_every_step(
    papers: Run,
    github: GitHubServer,
    home: Path,
    known: None,
    make: Make,
    place: type,
    name: str,
    every: int,
    *,
    after: bool,
) -> None:
    """Wherever it dies, one more run ends like a clean one."""
    drill = make(papers, github, home)
    steps = [step for step in drill.steps(place, name, every) if step.after is after]
    clean = drill.outcome()
    differ = []
    for step in steps:
        papers(drill.run_up_to(step, place, name, Killed))
        if drill.outcome() != clean:
            differ.append(step)
    assert (differ, len(clean[0])) == ([], 10)
    assert len(steps) * every >= 15


@pytest.mark.parametrize("make", MAKES)
def test_the_network_goes_at_any_step(
    papers: Run, github: GitHubServer, home: Path, known: None, make: Make
) -> None:
    """It ends with 1 and a sentence, and when the network is back one more run ends like a clean one."""
    drill = make(papers, github, home)
    steps = drill.steps(GitHubClient, "_send", SELDOM)
    clean = drill.outcome()
    differ = []
    for step in steps:
        line = drill.begin()
        github.outage = Outage(len(github.requests) + step.number, taken=step.after)
        out = papers(line, exit_code=1)
        assert "Traceback" not in out.stderr
        github.outage = None
        papers(line)
        if drill.outcome() != clean:
            differ.append(step)
    assert (differ, len(clean[0])) == ([], 10)


@pytest.mark.parametrize("make", MAKES)
def test_interrupted_by_the_reader(
    papers: Run, github: GitHubServer, home: Path, known: None, make: Make
) -> None:
    """Ctrl-C ends it quietly with 130, and one more run ends like a clean one."""
    drill = make(papers, github, home)
    steps = drill.steps(GitHubClient, "_send", SELDOM)
    clean = drill.outcome()
    for step in steps:
        papers(drill.run_up_to(step, GitHubClient, "_send", KeyboardInterrupt))
        assert drill.outcome() == clean


DIE = f"""
import os, sys
from paper_notes.cli import main
from paper_notes.doors.github.client import GitHubClient
honest, count = GitHubClient._send, 0
def send(*arguments):
    global count
    count += 1
    if count == int(sys.argv[1]):
        if sys.argv[2] == "after":
            honest(*arguments)
        os.kill(os.getpid(), {int(getattr(signal, "SIGKILL", signal.SIGTERM))})
    return honest(*arguments)
GitHubClient._send = send
main(sys.argv[3:])
"""


@pytest.mark.parametrize(
    ("make", "number", "side"), [(adding, 9, "after"), (pushing, 12, "after"), (importing, 8, "before")]
)
def test_kill_9(
    papers: Run, github: GitHubServer, home: Path, known: None, make: Make, number: int, side: str
) -> None:
    """The same with a real process that is really killed, and leaves its locks and files behind."""
    drill = make(papers, github, home)
    drill.steps(GitHubClient, "_send")
    clean = drill.outcome()
    line = drill.begin()
    ended = subprocess.run(
        [sys.executable, "-c", DIE, str(number), side, *shlex.split(line)],
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert ended.returncode < 0
    assert 0 < len(github.repo.issues) < 10
    papers(line)
    assert drill.outcome() == clean
