"""What it costs to look at notes, one or some of many: `python -m benchmarks.show [NOTES [RUNS]]`.

Whole processes in a pipe, medians of interleaved runs: `import click, sqlite3` against `papers
show`, `papers list --limit 20` and `papers search`, and what a shell asks for when it completes a
word. Then once what takes longest of every reading command, for its peak of memory. Before that,
in this process, what it takes to keep mentions true: of all notes at once, and of one more.

Ends with 1 if one of the first takes more than 1.6 times the least, or any of them more than 120 MB.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from benchmarks.mirror import make_issues
from paper_notes.app import App
from paper_notes.doors.github.issues import issue_of
from paper_notes.values.model import Note
from paper_notes.values.query import Query
from paper_notes.values.tracker import Batch, Bookmark

NOTES = 10_000
RUNS = 15
BUDGET = 1.6
MOST_MB = 120
PROGRAM = "from paper_notes.__main__ import main; main()"
MEASURED = f"""
import atexit, sys
atexit.register(lambda: print(open("/proc/self/status").read(), file=sys.stderr))
{PROGRAM}
"""
BASELINE = "import click, sqlite3"
EVERYWHERE = "summary"
"""A word that all of the notes have."""
LONGEST = (
    "list",
    "list --json",
    f"search {EVERYWHERE}",
    f"search {EVERYWHERE} --json",
    "stats",
    "index --output -",
    "export --format json",
    "export --format bibtex",
)


def main(arguments: Sequence[str]) -> int:
    """Print the medians and how they compare, and the memory; return 1 if one of them is too much."""
    count, runs = (*map(int, arguments), *(NOTES, RUNS)[len(arguments) :])
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "PAPERS_HOME": home, "PAPERS_REPO": "alice/papers", "PAPERS_OFFLINE": "1"}
        # As on a machine where the program is installed: compiled once, not at each start.
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        note = fill(environ, count)
        title = note.paper.title
        lines = {
            "papers show ID": ["show", note.paper.id],
            "papers show NUMBER": ["show", str(note.number)],
            "papers show TITLE": ["show", title],
            "papers show --json": ["show", note.paper.id, "--json"],
            "papers list": ["list", "--limit", "20"],
            "papers search WORDS": ["search", *title.split()[:3]],
            "papers search WORD": ["search", EVERYWHERE, "--limit", "20"],
            "completion of an id": ["show", note.paper.id[:3]],
            "completion of a title": ["show", title[:7]],
        }
        slow = max(compare(lines, environ, runs)) > BUDGET
        large = max(peaks(environ)) > MOST_MB
    return int(slow or large)


def fill(environ: dict[str, str], count: int) -> Note:
    """Make a mirror of many issues, and return one of its notes."""
    store = App({}, environ=environ, folder=environ["PAPERS_HOME"]).store
    issues = [issue_of(item) for item in make_issues(count)]
    store.save_batch(Batch(issues, Bookmark(since="2026-01-01T00:00:00Z"), full=True))
    print(f"mentions of {count:,} notes at once: {took(store.relate) * 1000:.0f} ms")
    notes = store.notes(Query(limit=2))
    marked, named = next(notes), next(notes)
    assert marked.key is not None
    issue = store.issue(marked.key)
    store.save(issue._replace(state="open", state_reason="reopened"))
    print(f"after one was marked: {took(store.relate) * 1000:.1f} ms")
    renamed = issue.body.replace(marked.paper.title, "Some quite new title")
    store.save(issue._replace(number=count + 1, key=None, body=renamed))
    print(f"after one came: {took(store.relate) * 1000:.1f} ms")
    return named


def took(work: Callable[[], None]) -> float:
    """Return the seconds that the work took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(lines: dict[str, list[str]], environ: dict[str, str], runs: int) -> list[float]:
    """Print how long each process takes, and return how many times the least."""
    times: dict[str, list[float]] = {BASELINE: [], **{name: [] for name in lines}}
    for _ in range(runs):
        for name, taken in times.items():
            line = [BASELINE] if name == BASELINE else [PROGRAM, *lines[name]]
            asked = {}
            if name.startswith("completion"):
                words = {"COMP_WORDS": " ".join(["papers", *line[1:]]), "COMP_CWORD": "2"}
                line, asked = [PROGRAM], {"_PAPERS_COMPLETE": "zsh_complete", **words}
            start = time.perf_counter()
            run(line, {**environ, **asked})
            taken.append(time.perf_counter() - start)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    ratios = [median / medians[BASELINE] for median in medians.values()]
    for (name, median), ratio in zip(medians.items(), ratios, strict=True):
        print(f"{name:<22} {median * 1000:6.1f} ms {ratio:5.2f}")
    return ratios


def peaks(environ: dict[str, str]) -> list[float]:
    """Print how much memory the longest outputs take at most, and return it in megabytes."""
    found = []
    for line in LONGEST:
        told = re.search(r"VmHWM:\s+(\d+)", run([MEASURED, *line.split()], environ))
        assert told is not None
        found.append(int(told[1]) / 1024)
        print(f"papers {line:<22} {found[-1]:3.0f} MB")
    return found


def run(line: Sequence[str], environ: dict[str, str]) -> str:
    """Run an interpreter with its output in a pipe, and return what it said on stderr."""
    done = subprocess.run([sys.executable, "-c", *line], env=environ, check=True, capture_output=True)
    return done.stderr.decode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
