"""What it costs to start: `python -m benchmarks.startup [RUNS]`.

Whole processes, medians of 15 interleaved runs: `import click`, which is the least that a
command line made with it can cost, against `papers --help` and `papers list` of 100 notes.
Exits with 1 if one of them costs more than 1.3 times as much.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

from paper_notes.app import App
from paper_notes.doors.sqlite.paper_cache import PaperCache
from paper_notes.values.model import Paper, Status
from paper_notes.values.outcome import Wish

RUNS = 15
NOTES = 100
BUDGET = 1.3
PROGRAM = "from paper_notes.__main__ import main; main()"
"""What the installed `papers` does."""

BASELINE = "import click"
LINES = {
    BASELINE: ["-c", BASELINE],
    "papers --help": ["-c", PROGRAM, "--help"],
    "papers list": ["-c", PROGRAM, "list"],
}


def main(arguments: Sequence[str]) -> None:
    """Print the medians, how they compare, and how many modules each process imports."""
    runs = int(arguments[0]) if arguments else RUNS
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "PAPERS_HOME": home, "PAPERS_OFFLINE": "1"}
        # As on a machine where the program is installed: compiled once, not at each start.
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        fill(home, environ)
        assert run(LINES["papers list"], environ).stdout.count(b"\n") == NOTES
        times: dict[str, list[float]] = {name: [] for name in LINES}
        for _ in range(runs):
            for name, line in LINES.items():
                start = time.perf_counter()
                run(line, environ)
                times[name].append(time.perf_counter() - start)
        medians = {name: statistics.median(taken) for name, taken in times.items()}
        ratios = {name: median / medians[BASELINE] for name, median in medians.items()}
        print(f"{'':<14} {'median':>8} {'ratio':>6} {'modules':>8}")
        for name, line in LINES.items():
            print(f"{name:<14} {medians[name] * 1000:5.1f} ms {ratios[name]:6.2f} {modules(line, environ):8}")
    sys.exit(int(max(ratios.values()) > BUDGET))


def fill(home: str, environ: dict[str, str]) -> None:
    """Note a hundred papers, as if arXiv had told about them today."""
    papers = [
        Paper(
            f"2401.{number:05}",
            f"A study of attention, number {number}",
            tuple(f"Author {letter} of {number}" for letter in "ABCDE"),
            5,
            abstract="We study language models and report what was found. " * 20,
            version=1,
            published="2024-01-02T03:04:05Z",
            primary_category="cs.CL",
            categories=("cs.CL", "cs.LG"),
        )
        for number in range(1, NOTES + 1)
    ]
    PaperCache(os.path.join(home, "papers.sqlite"), print).save(papers)
    app = App({}, environ=environ, folder=home)
    outcomes = list(app.library.add([paper.id for paper in papers], Wish(status=Status.READ, rating=4)))
    assert [outcome.kind for outcome in outcomes] == ["added"] * NOTES


def run(line: Sequence[str], environ: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Run an interpreter that is not told to keep its output back."""
    return subprocess.run([sys.executable, *line], env=environ, check=True, capture_output=True)


def modules(line: Sequence[str], environ: dict[str, str]) -> int:
    """Return how many modules a process imports, its interpreter's own among them."""
    told = run(["-X", "importtime", *line], environ).stderr
    return told.count(b"import time:") - 1  # the first line is the header


if __name__ == "__main__":
    main(sys.argv[1:])
