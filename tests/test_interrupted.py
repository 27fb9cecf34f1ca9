"""Ctrl-C in the middle of a long work: what is said of it."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from paper_notes.cli.display.narration import Meter
from paper_notes.doors.github.tracker import GitHubTracker
from paper_notes.rules.library.rehearsal import Rehearsal
from paper_notes.values.model import Paper
from tests.conftest import Run
from tests.github_server import GitHubServer
from tests.library import ATTENTION, KOREAN, OLD, PAPERS, RESNET

Interrupt = Callable[[str, int], None]

GOES_ON = "The same command goes on with the rest."


@pytest.fixture
def interrupt(monkeypatch: pytest.MonkeyPatch) -> Interrupt:
    """Return what has the reader press Ctrl-C when a method of the tracker is called for the nth time."""

    def after(method: str, times: int) -> None:
        honest, calls = getattr(GitHubTracker, method), 0

        def ending(*arguments: Any, **more: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == times:
                raise KeyboardInterrupt
            return honest(*arguments, **more)

        monkeypatch.setattr(GitHubTracker, method, ending)

    return after


@pytest.fixture
def shelf(repo: GitHubServer) -> GitHubServer:
    """Have notes by hand about four papers, two of them twice."""
    for paper in (ATTENTION, RESNET, OLD, KOREAN, ATTENTION):
        repo.repo.open_issue(paper.title, f"Link: https://arxiv.org/abs/{paper.id}", labels=("favourite",))
    repo.repo.open_issue("Again", f"Link: https://arxiv.org/abs/{RESNET.id}", labels=("favourite",))
    return repo


def test_adopting(papers: Run, shelf: GitHubServer, interrupt: Interrupt) -> None:
    """Those that have their block by now are counted: of this run, and of the one before."""
    papers("adopt 1 --apply")
    interrupt("update", 3)
    out = papers("adopt --apply", exit_code=130)
    said = ["Interrupted. So far: 2 given a managed block, 1 managed already.", f"        {GOES_ON}"]
    assert (out, [line for line in out.stderr.splitlines() if line]) == ("", said)
    assert papers("adopt --apply").count("\tadopted\t") == 1


@pytest.mark.parametrize(
    ("line", "method", "times", "so_far"),
    [
        ("mark read 1 2 3", "update", 3, "2 changed"),
        ("labels merge favourite NLP", "update", 5, "5 changes"),
        ("doctor --merge", "close_as_duplicate", 2, "1 changed"),
        ("refresh --apply", "update", 2, "1 note updated"),
        ("refresh --apply --json", "update", 2, "1 note updated"),
        ("adopt --apply", "update", 1, None),
        ("labels merge favourite NLP", "update", 1, "1 change"),  # NLP was created
        ("mark read 1 2 3", "update", 1, None),
        ("refresh --apply", "update", 1, None),
    ],
)
def test_what_was_done_is_counted(
    papers: Run,
    shelf: GitHubServer,
    known: dict[str, Paper],
    interrupt: Interrupt,
    line: str,
    method: str,
    times: int,
    so_far: str | None,
) -> None:
    """Also how the rest comes about; where nothing was done it ends without a word."""
    if line.startswith("refresh"):
        papers("adopt --apply")
        known |= {paper.id: paper._replace(comment="Accepted at ICLR 2026") for paper in PAPERS.values()}
    elif line.startswith("doctor"):
        papers("sync")
    interrupt(method, times)
    told = papers(line, exit_code=130).stderr
    assert told.partition("Interrupted. ")[2].splitlines()[:2] == (
        [f"So far: {so_far}.", f"        {GOES_ON}"] if so_far else []
    )


@pytest.mark.parametrize("line", ["mark read 1 2", "adopt --apply", "labels merge favourite NLP"])
def test_a_dry_run_has_done_nothing(
    papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """There is nothing to count."""
    honest, calls = Rehearsal.update, []

    def ending(*arguments: Any) -> Any:
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return honest(*arguments)

    monkeypatch.setattr(Rehearsal, "update", ending)
    assert "Interrupted" not in papers(f"{line} --dry-run", exit_code=130).stderr


@pytest.mark.parametrize(("shown", "seen"), [("", "^C"), ("3 of 8", "3 of 8^C")])
def test_the_terminals_own_echo_goes_away(monkeypatch: pytest.MonkeyPatch, shown: str, seen: str) -> None:
    """A terminal shows `^C` behind what stands there: blanks are put over all of it."""
    stderr = io.StringIO()
    monkeypatch.setattr(stderr, "isatty", lambda: True)
    monkeypatch.setattr("sys.stderr", stderr)
    meter = Meter()
    meter.show(shown)
    stderr.write("^C")
    meter.wipe()
    *_, blanks, rest = stderr.getvalue().split("\r")
    assert (blanks, rest) == (" " * len(seen), "")
