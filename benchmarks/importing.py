"""What taking in 10,000 references costs: `python -m benchmarks.importing [REFERENCES]`.

The papers are those that arXiv told of today, so that no request is sent: a whole process for each way
to bring them in, into an empty library, and once more when all of them are there. Then files as large as
may be, made to cost much. Prints seconds and memory, and ends with 1 if the references needed over 150 MB.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from benchmarks.export import notes
from paper_notes.cli.inputs import LARGEST
from paper_notes.doors.sqlite.paper_cache import PaperCache

MOST = 150
"""MB, of the whole process."""

ENTRY = """@article{{Some-{id}-{number},
    author = "{authors}",
    title = "{{{title}}}",
    eprint = "{id}",
    archivePrefix = "arXiv",
    primaryClass = "cs.LG",
    doi = "10.1000/{number}",
    journal = "Some Journal",
    abstract = {{{abstract}}},
    year = "2020"
}}

"""
HOSTILE = {
    "unclosed.bib": "@article{a,\n",
    "one-line.bib": "@article{",
    "braces.bib": "{",
    "fields.bib": "a={b},",
    "strings.bib": '@string{a="b"}\n',
    "blanks.bib": "@misc{a, author = {" + " " * 900_000 + "}}\n",
    "line.txt": "x",
    "ids.md": "1706.03762 ",
}
"""By name, what 32 MB of it are made of."""


def write(folder: str, count: int) -> Iterator[list[str]]:
    """Fill the cache and write the files; yield the arguments of each run."""
    papers = [note.paper._replace(id=f"{note.paper.id[:5]}{note.number:05}") for note in notes(count)]
    cache = PaperCache(os.path.join(folder, "home", "papers.sqlite"), print)
    cache.save(papers)
    with open(os.path.join(folder, "ids.txt"), "w", encoding="utf-8") as file:
        file.writelines(f"https://arxiv.org/abs/{paper.id}\n" for paper in papers)
    with open(os.path.join(folder, "list.md"), "w", encoding="utf-8") as file:
        file.writelines(f"- [{paper.title}](https://arxiv.org/pdf/{paper.id}v1)\n" for paper in papers)
    with open(os.path.join(folder, "refs.bib"), "w", encoding="utf-8") as file:
        for number, paper in enumerate(papers):
            names = " and ".join(paper.authors)
            fields = {**paper._asdict(), "authors": names}
            file.write(ENTRY.format(**fields, number=number))
    yield ["add", "--from", "ids.txt"]
    yield ["import", "list.md"]
    yield ["import", "refs.bib"]


RUN = """
import atexit, resource, runpy, sys

def tell():
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, file=sys.stderr)

atexit.register(tell)
sys.argv[0] = "papers"
runpy.run_module("paper_notes", run_name="__main__")
"""


def measure(folder: str, *arguments: str) -> tuple[float, float, int]:
    """Run `papers` in the folder, offline; return seconds, seconds of CPU, and the MB needed at most."""
    environ = {
        **os.environ,
        "PAPERS_HOME": os.path.join(folder, "home"),
        "PAPERS_OFFLINE": "1",
        "PYTHONPATH": os.getcwd(),
    }
    start = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=folder, env=environ, capture_output=True, check=False
    )
    seconds = time.perf_counter() - start
    cpu, memory = told.stderr.split()[-2:]
    return seconds, float(cpu), int(memory)


def main() -> int:
    """Print a line for each run."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    most = 0
    for which in range(3):
        with tempfile.TemporaryDirectory() as folder:
            arguments = list(write(folder, count))[which]
            for again in ("", "again"):
                seconds, cpu, memory = measure(folder, *arguments)
                most = max(most, memory)
                line = f"{' '.join(arguments)} {again}"
                print(f"{line:25} {seconds:6.1f} s, {cpu:6.1f} s CPU, {memory:4} MB", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, unit in HOSTILE.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write((unit * (LARGEST // len(unit) + 1))[:LARGEST])
            seconds, cpu, memory = measure(folder, "import", "--dry-run", name)
            print(f"32 MB, {name:18} {seconds:6.1f} s, {cpu:6.1f} s CPU, {memory:4} MB", flush=True)
            os.unlink(os.path.join(folder, name))
    return int(most > MOST)


if __name__ == "__main__":
    sys.exit(main())
