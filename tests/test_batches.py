"""Many references at once: what they cost, whose limits they keep, and what others do meanwhile."""

import itertools
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from paper_notes.cli import inputs
from paper_notes.doors.github.client import GitHubClient
from paper_notes.doors.github.tracker import GitHubTracker
from paper_notes.doors.github.write_pace import WritePace
from paper_notes.values.model import Paper
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import Fault, GitHubServer, Outage, drop, refuse
from tests.github_state import Clock

HOURLY, MINUTELY = 500, 80


def made_up(count: int) -> list[Paper]:
    """Return papers that arXiv could have."""
    return [
        Paper(
            f"2401.{number:05}",
            f"A Made-Up Paper, Number {number}",
            ("Ada Lovelace",),
            1,
            abstract="Nothing is said here.",
            version=1,
            published="2024-01-01T00:00:00Z",
            updated="2024-01-01T00:00:00Z",
            primary_category="cs.CL",
            categories=("cs.CL",),
        )
        for number in range(1, count + 1)
    ]


MADE_UP = made_up(1000)


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """Put an arXiv within reach that knows a thousand papers."""
    with ArxivServer(arxiv={paper.id: paper for paper in MADE_UP}) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        yield server


def ids_there(github: GitHubServer) -> list[str]:
    """Return the papers of the issues, in their order."""
    return [issue["title"].rpartition(" ")[2] for issue in github.repo.issues.values()]


def test_a_hundred_references_in_mixed_forms(
    papers: Run, github: GitHubServer, clock: Clock, arxiv: ArxivServer
) -> None:
    """Ten of them repeat others: one request to arXiv, ninety issues in order, five other requests."""
    forms = itertools.cycle(
        [
            "{}",
            "arXiv:{}v3",
            "https://arxiv.org/abs/{}",
            "http://www.arxiv.org/pdf/{}v1.pdf",
            "10.48550/arXiv.{}",
            "https://doi.org/10.48550/arxiv.{}",
            "https://alphaxiv.org/abs/{}",
            "{}v2  # from a talk",
            "https://arxiv.org/html/{}v1",
        ]
    )
    ids = [paper.id for paper in MADE_UP[:90]]
    mixed = [*ids, *ids[5:95:9]]
    Path("refs.txt").write_text("\n".join(next(forms).format(paper_id) for paper_id in mixed))
    told = papers("add --from refs.txt --json").json
    assert [outcome["outcome"] for outcome in told] == ["added"] * 90 + ["exists"] * 10
    assert [outcome["note"]["id"] for outcome in told] == mixed
    assert len(arxiv.requests) == 1
    assert ids_there(github) == [str(number) for number in range(1, 91)]
    assert len(github.log) <= 90 + 5


def test_a_thousand_references_within_the_limits(
    papers: Run, github: GitHubServer, clock: Clock, arxiv: ArxivServer
) -> None:
    """The hour's writes, no more, and what is left is named; the same command goes on later."""
    github.content_limits = ((60, MINUTELY), (3600, HOURLY))
    Path("refs.txt").write_text("\n".join(paper.id for paper in MADE_UP))
    done = []
    for code in (1, 1, 0):
        out = papers("add --from refs.txt", exit_code=code)
        done.append(len(github.repo.issues))
        left = 1000 - done[-1]
        assert (out + out.stderr).count("2401.01000") == 1
        assert ("500 writes to GitHub in an hour are enough" in out.stderr) is bool(code)
        assert (f"For the same reason {left - 1:,} more: " in out.stderr) is (left > 1)
        clock.seconds += 3600
    assert done == [499, 999, 1000]
    assert ids_there(github) == [str(number) for number in range(1, 1001)]
    assert github.breaches == []


def test_a_secondary_limit_is_waited_out(
    papers: Run, github: GitHubServer, clock: Clock, arxiv: ArxivServer
) -> None:
    """As long as it says, and told; then the list goes on, and nothing is opened twice."""
    github.on("POST", "/issues$", refuse(403, "You have exceeded a secondary rate limit.", retry_after="90"))
    out = papers("add 2401.00001 2401.00002 2401.00003")
    assert "GitHub asks to wait 90 s." in out.stderr
    assert clock.naps.count(90) == 1
    assert ids_there(github) == ["1", "2", "3"]


def test_a_wait_too_long_ends_the_list(
    papers: Run, github: GitHubServer, clock: Clock, arxiv: ArxivServer
) -> None:
    """What is there already is still told; what is not is named, by one sentence for all, and not tried."""
    papers("add 2401.00003")
    github.on("POST", "/issues$", refuse(403, "You have exceeded a secondary rate limit.", retry_after="900"))
    github.forget()
    out = papers("add 2401.00001 2401.00002 2401.00003 2401.00004", exit_code=1)
    assert out == "1\t2401.00003\tto-read\t-\tNLP\tA Made-Up Paper, Number 3\n"
    assert out.stderr.count("GitHub's limit on requests is reached.") == 1
    assert "For the same reason 2 more: 2401.00002, 2401.00004\n" in out.stderr
    assert (github.log.count("POST /repos/alice/papers/issues"), clock.naps) == (1, [])
    papers("add 2401.00001 2401.00002 2401.00003 2401.00004")
    assert ids_there(github) == ["3", "1", "2", "4"]


def test_without_a_network_the_list_ends(
    papers: Run, github: GitHubServer, clock: Clock, arxiv: ArxivServer
) -> None:
    """The first failure is looked into with patience; the others wait for nothing."""
    papers("add 2401.00001")
    github.forget()
    github.outage = Outage(2)
    out = papers("add 2401.00002 2401.00003 2401.00004 2401.00001", exit_code=1)
    assert github.log == [
        "GET /repos/alice/papers/issues",
        "GET /repos/alice/papers",
        "POST /repos/alice/papers/issues",
        *["GET /repos/alice/papers/issues"] * 4,
    ]
    assert "2401.00002: “A Made-Up Paper, Number 2” may have been opened, but looking failed" in out.stderr
    assert "2401.00003: The connection to 127.0.0.1" in out.stderr
    assert "For the same reason 1 more: 2401.00004\n" in out.stderr
    assert "Already there: #1" in out.stderr


def test_while_github_is_down_the_list_ends(
    papers: Run, github: GitHubServer, clock: Clock, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After three papers it is given up, instead of waiting a quarter of a minute for each of a thousand."""
    papers("add 2401.00001")
    github.forget()

    def down(verb: str, path: str) -> Fault | None:
        return drop(502) if len(github.log) > 2 else None

    monkeypatch.setattr(github, "fault_for", down)
    Path("refs.txt").write_text("\n".join(paper.id for paper in MADE_UP[1:100]))
    out = papers("add --from refs.txt", exit_code=1)
    assert github.log.count("POST /repos/alice/papers/issues") == 3
    assert "For the same reason 95 more: 2401.00006, " in out.stderr


def test_others_who_write_at_the_same_time_are_noticed(
    papers: Run, github: GitHubServer, clock: Clock, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A number that was left out means that somebody opened an issue: look before the next is opened."""
    honest = github.repo.create_issue

    def create(login: str, fields: dict[str, object]) -> dict[str, object]:
        issue = honest(login, fields)
        if issue["number"] == 1:
            # Another machine works through the same list, from its end.
            github.repo.open_issue("Mine", "https://arxiv.org/abs/2401.00003")
        return issue

    monkeypatch.setattr(github.repo, "create_issue", create)
    told = papers("add 2401.00001 2401.00002 2401.00003 2401.00004 --json").json
    assert [(each["outcome"], each["note"]["number"]) for each in told] == [
        ("added", 1),
        ("added", 3),
        ("exists", 2),
        ("added", 4),
    ]


def test_two_machines_in_step(
    papers: Run, github: GitHubServer, clock: Clock, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another machine takes the same papers, each in a second that ours waits: one is doubled at most."""
    monkeypatch.setenv("PAPERS_WRITE_DELAY", "1")
    references = [paper.id for paper in MADE_UP[:12]]
    honest = clock.sleep

    def sleep(seconds: float) -> None:
        honest(seconds)
        there = {reference for reference in references if any(reference in text for text in bodies())}
        if there and (left := [reference for reference in references if reference not in there]):
            github.repo.open_issue("Theirs", f"https://arxiv.org/abs/{left[0]}")

    def bodies() -> list[str]:
        return [issue["body"] for issue in github.repo.issues.values()]

    for place in (WritePace, GitHubTracker, GitHubClient):
        monkeypatch.setitem(place.__init__.__kwdefaults__ or {}, "sleep", sleep)
    papers(f"add {' '.join(references)}")
    assert 12 <= len(github.repo.issues) <= 13


@pytest.mark.parametrize("flags", ["", "--repo alice/papers"])
def test_terminals_that_add_the_same_papers(
    papers: Run, github: GitHubServer, arxiv: ArxivServer, flags: str
) -> None:
    """One after the other they find what the first has done: one note a paper, here and on GitHub."""
    references = [paper.id for paper in MADE_UP[:5]]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    terminals = [
        subprocess.Popen(
            [sys.executable, "-m", "paper_notes", "add", *order, *shlex.split(flags)],
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for order in (references, references[::-1], references[2:] + references[:2])
    ]
    assert [terminal.wait(60) for terminal in terminals] == [0, 0, 0]
    assert sorted(note["id"] for note in papers(f"list {flags} --json").json) == references
    assert len(github.repo.issues) == (5 if flags else 0)


GOOD = "1706.03762"
NO_TEXT = "is not text, but something binary."


@pytest.mark.parametrize("line", ["add --from", "import"])
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty."),
        (b"\r\n \n", "is empty."),
        (bytes(range(256)), NO_TEXT),
        (f"{GOOD}\0\n".encode(), NO_TEXT),
        (GOOD.encode("utf-16-le"), NO_TEXT),
        (b"\xff\xfe1\0x", "is not the UTF-16 text that it says it is."),
        (b"https://arxiv.org.evil.com/abs/1706.03762\n", "arxiv.org.evil.com|names no paper on arXiv."),
        ("https://\u0430rxiv.org/abs/1706.03762\n".encode(), "\u0430rxiv.org|names no paper on arXiv."),
        (b"https://arxiv.org@evil.com/abs/1706.03762\n", "evil.com|names no paper on arXiv."),
        (b"x" * (inputs.LARGEST + 1), "has more than 32 MB"),
        (None, "There is no file list.txt."),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_files_that_are_no_lists(papers: Run, line: str, data: bytes | None, told: str) -> None:
    """A clear sentence, and nothing is written, nor anybody asked."""
    if data is not None:
        Path("list.txt").write_bytes(data)
    out = papers(f"{line} list.txt", exit_code=1)
    assert any(sentence in out.stderr for sentence in told.split("|"))
    assert papers("list") == ""


def test_a_folder_is_no_list(papers: Run) -> None:
    """It is named."""
    Path("list.txt").mkdir()
    for line in ("add --from", "import"):
        assert "list.txt is a folder." in papers(f"{line} list.txt", exit_code=1).stderr


@pytest.mark.parametrize("line", ["add --from", "import"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lists_of_any_program(papers: Run, line: str, encoding: str, end: str) -> None:
    """Byte order marks and line ends of other systems do not matter."""
    Path("list.txt").write_bytes(f"# mine{end}{GOOD}{end}1512.03385  # again{end}".encode(encoding))
    out = papers(f"{line} list.txt --dry-run --offline")
    assert [row.split("\t")[1] for row in out.splitlines()] == [GOOD, "1512.03385"]
