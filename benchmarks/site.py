"""What a site of 2,000 notes takes: `python -m benchmarks.site [NOTES]`.

Whole processes of `papers site` over a mirror that was filled before, without a network: from nothing,
after one note was edited (the median of three times), and when nothing changed. CPU seconds, with
those of a search index where Pagefind is installed; memory; files written. Then, in this process, where
the time goes.

Ends with 1 if a site without search takes more than 10 seconds of CPU from nothing, more than 1 second
after an edit, or 300 MB, or if something is written without need.

Wait a minute after the last run: ext4 gives no inode of a deleted file to a new one for a while, and
looks through them for each of the 4,000 files, which makes 4 seconds of the kernel's out of one.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from paper_notes.app import App
from paper_notes.app.sites import plan_site
from paper_notes.rules.site.tree import File, write
from paper_notes.values.model import Issue, Paper, Record
from paper_notes.values.query import Query
from paper_notes.values.record import record_to_data
from paper_notes.values.text import body
from paper_notes.values.tracker import Batch, Bookmark

NOTES = 2_000
PROGRAM = "from paper_notes.__main__ import main; main()"
COLD, EDITED, MEMORY = 10.0, 1.0, 300.0

TOPICS = ("CV", "NLP", "RL", "speech", "recsys", "graph", "theory", "systems")
WORDS = (
    *("attention", "residual", "network", "learning", "representation", "gradient", "language", "model"),
    *("diffusion", "sparse", "graph", "transformer", "policy", "reward", "sample", "latent", "variational"),
    *("contrastive", "retrieval", "generation", "scaling", "we", "the", "of", "and", "for", "with", "from"),
    *("어텐션", "학습", "모델을", "표현", "논문은", "데이터", "学習", "表現", "モデルの", "注意機構", "論文"),
)
PROSE = """\
## One-line summary

{summary}

## Key ideas

{words}. See #{other}, and [the code](https://github.com/alice/code), **where** `x` is {few}.

- {few}
- [x] {few} :rocket:
  - {few}

## Thoughts

{words}
"""
MATH = """
The loss is $\\mathcal{{L}}(\\theta) = -\\sum_{{t=1}}^{{T}} \\log p_\\theta(x_t \\mid x_{{<t}})$, from

$$
\\mathrm{{Attention}}(Q, K, V) = \\mathrm{{softmax}}\\left(\\frac{{QK^\\top}}{{\\sqrt{{d_k}}}}\\right) V
$$
"""
TABLE = """
| setting | result |
| --- | ---: |
| {few} | 28.4 |
| {few} | 41.8 |
"""
CODE = """
```python
def attend(queries, keys, values):
    return softmax(queries @ keys.T / sqrt(keys.shape[-1])) @ values  # {few}
```
"""


class Run(NamedTuple):
    """What one process took, and what it did to the folder."""

    cpu: float
    megabytes: float
    written: int


def make_issues(count: int) -> Iterator[Issue]:
    """Yield issues with notes that people might write, the same ones every time."""
    chance = random.Random(2026)
    people = [f"{chance.choice('ABCDEFGHIJKLMN')}. Author{number}" for number in range(count)]

    def words(number: int) -> str:
        return " ".join(chance.choices(WORDS, k=number))

    for number in range(1, count + 1):
        year, month, day = chance.randint(2012, 2026), chance.randint(1, 12), chance.randint(1, 28)
        authors = tuple(dict.fromkeys(chance.choices(people, k=chance.randint(1, 8))))
        paper = Paper(
            f"{year % 100:02}{month:02}.{number:05}",
            f"{words(7).capitalize()} {number}",
            authors,
            len(authors),
            abstract=f"{words(120)} $O(n^2)$.",
            version=chance.randint(1, 4),
            published=f"{year}-{month:02}-{day:02}T12:00:00Z",
            primary_category="cs.LG",
            categories=("cs.LG", "cs.CL"),
        )
        read_on = f"{chance.randint(2018, 2026)}-{chance.randint(1, 9):02}-{chance.randint(1, 28):02}"
        rating = chance.choice((None, 3, 4, 5))
        block = body.write(record_to_data(Record(paper, rating, read_on)), paper.title)
        # Every second has formulas, every fourth a table, every eighth code.
        parts = [
            part for part, every in ((PROSE, 1), (MATH, 2), (TABLE, 4), (CODE, 8)) if number % every == 0
        ]
        text = "".join(parts).format(
            words=words(60), few=words(5), summary=words(12), other=chance.randint(1, count)
        )
        yield Issue(
            paper.title,
            f"{block}\n\n{text}",
            number,
            state="closed",
            state_reason="completed",
            labels=tuple(chance.sample(TOPICS, chance.randint(0, 3))),
            author="alice",
            created_at="2018-01-01T00:00:00Z",
            updated_at="2026-10-01T00:00:00Z",
            closed_at=f"{read_on}T00:00:00Z",
            url=f"https://github.com/alice/papers/issues/{number}",
        )


def main(arguments: Sequence[str]) -> int:
    """Print what it takes; return 1 if that is too much."""
    count = int(arguments[0]) if arguments else NOTES
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "PAPERS_HOME": home, "PAPERS_REPO": "alice/papers", "PAPERS_OFFLINE": "1"}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        app = App({}, environ=environ, folder=home)
        issues = list(make_issues(count))
        app.store.save_batch(Batch(issues, Bookmark(since="2026-01-01T00:00:00Z"), full=True))
        app.store.relate()
        folder = os.path.join(home, "site")
        papers(environ, "--version")  # compiles the program
        runs = {"from nothing": papers(environ, "site", folder, "--no-search")}
        edits = []
        for thought in ("One thought.", "Another.", "And one more."):
            edit(app, thought)
            edits.append(papers(environ, "site", folder, "--no-search"))
        runs["one note edited"] = sorted(edits)[1]
        runs["nothing changed"] = papers(environ, "site", folder, "--no-search")
        searched = {"with search, from nothing": papers(environ, "site", folder)}
        edit(app, "And another one.")
        searched["with search, one note edited"] = papers(environ, "site", folder)
        for name, run in {**runs, **searched}.items():
            print(f"{name:<29} {run.cpu:6.2f} s CPU {run.megabytes:6.0f} MB {run.written:6} files written")
        phases(app, os.path.join(home, "again"))
    cold, edited, unchanged = runs.values()
    return int(
        cold.cpu > COLD
        or edited.cpu > EDITED
        or max(run.megabytes for run in runs.values()) > MEMORY
        or edited.written > 20
        or unchanged.written > 0
    )


def edit(app: App, thought: str) -> None:
    """Add a line to a note, as an edit of its issue that was mirrored."""
    note = next(app.store.notes(Query(limit=1)))
    assert note.key is not None
    issue = app.store.issue(note.key)
    app.store.save(issue._replace(body=f"{issue.body}\n{thought}\n"))
    app.store.relate()


def papers(environ: dict[str, str], *arguments: str) -> Run:
    """Run a command line, and return what it took with its children."""
    folder = arguments[1] if len(arguments) > 1 else environ["PAPERS_HOME"]
    before = times(folder)
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments], env=environ, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"papers {' '.join(arguments)} ended with {process.returncode}"
    after = times(folder)
    written = sum(before.get(path) != time for path, time in after.items())
    # Linux counts in kilobytes, macOS in bytes.
    megabytes = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return Run(usage.ru_utime + usage.ru_stime, megabytes, written)


def times(folder: str) -> dict[str, int]:
    """Return when each file in the folder was written."""
    return {
        os.path.join(parent, name): os.stat(os.path.join(parent, name)).st_mtime_ns
        for parent, _, names in os.walk(folder)
        for name in names
    }


def phases(app: App, folder: str) -> None:
    """Print the CPU seconds of each phase of a build from nothing."""
    start = time.process_time()
    site = plan_site(app, Query(), queue=False, base_url=None, search=False)
    print(f"\nnotes, and what decides each file: {time.process_time() - start:.2f} s")
    taken: defaultdict[str, float] = defaultdict(float)

    def timed(file: File) -> File:
        kind = file.path.split("/")[0] if "/" in file.path else "pages, feeds and data at the top"

        def make() -> bytes:
            start = time.process_time()
            content = file.make()
            taken[kind] += time.process_time() - start
            return content

        return file._replace(make=make)

    start = time.process_time()
    write(folder, [timed(file) for file in site.files])
    whole = time.process_time() - start
    for kind, seconds in sorted(taken.items(), key=lambda item: -item[1]):
        print(f"{kind + ', made:':<34} {seconds:.2f} s")
    print(f"{'written and moved:':<34} {whole - sum(taken.values()):.2f} s")
    start = time.process_time()
    write(folder, site.files)
    print(f"{'compared when nothing changed:':<34} {time.process_time() - start:.2f} s")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
