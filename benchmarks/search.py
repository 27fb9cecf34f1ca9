"""What a search costs: `python -m benchmarks.search [NOTES ...]`; 10,000 and 100,000 if not given.

In this process, medians of interleaved runs: the best 20 notes for rare and for frequent words, and
the bare full-text query that this rests on: `MATCH` (of words that begin like these) and `ORDER BY
bm25`, as FTS5 has them, which tells no more than the rows, and of words in fewer notes also `MATCH`
of the words that have them inside. Beside it what it takes to find all of them, as in a pipe.

The library is opened anew for it, as a command does. One that has just written thousands of notes
looks through the memory of its full-text index each time, which takes longer than a rare word.

Ends with 1 if a search for the best takes more than 1.3 times the bare query and more than 0.2 ms more:
so long it takes to understand the query and to read what 20 rows show.
"""

import itertools
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence

from benchmarks.mirror import make_issues
from paper_notes.app import App
from paper_notes.doors.github.issues import issue_of
from paper_notes.doors.sqlite.store import Store
from paper_notes.values.query import Query
from paper_notes.values.search import parse
from paper_notes.values.tracker import Batch, Bookmark

SIZES = (10_000, 100_000)
RUNS = 31
BEST = 20
MOST_TIMES = 1.3
MOST_MS = 0.2
SHARES = (0.0001, 0.001, 0.01, 0.1, 0.5, 0.9)
"""In how many of the notes a word is."""
PAGE = 100
BEGIN = f"SELECT rowid FROM search WHERE search MATCH ? ORDER BY bm25(search) LIMIT {BEST}"
INSIDE = "SELECT rowid FROM endings WHERE endings MATCH ?"


def main(arguments: Sequence[str]) -> int:
    """Print what searches cost; return 1 if one of them is too much."""
    return max(measure(count) for count in (map(int, arguments) if arguments else SIZES))


def measure(count: int) -> int:
    """Print what searches of so many notes cost; return 1 if one of them is too much."""
    slow = 0
    with tempfile.TemporaryDirectory() as home:
        environ = {**os.environ, "PAPERS_HOME": home, "PAPERS_REPO": "alice/papers"}
        fill(App({}, environ=environ, folder=home).store, count)
        app = App({}, environ=environ, folder=home)
        bare = sqlite3.connect(app.library_path)
        print(f"{count:,} notes {'':<19} {'found':>6} {'bare':>9} {'best':>9} {'times':>6} {'all':>9}")
        for query in queries(bare, count):
            taken = compare(app.store, bare, query)
            found = len(all_of(app.store, query))
            print(
                f"{query:<32} {found:6} {taken[0]:6.2f} ms {taken[1]:6.2f} ms {taken[1] / taken[0]:6.2f} "
                f"{taken[2]:6.1f} ms"
            )
            slow |= taken[1] > max(MOST_TIMES * taken[0], taken[0] + MOST_MS)
        bare.close()
    return int(slow)


def fill(store: Store, count: int) -> None:
    """Save many issues as a first reading does, page by page."""
    issues = map(issue_of, make_issues(count))
    for done in range(0, count, PAGE):
        last = done + PAGE >= count
        bookmark = Bookmark(since="2026-01-01T00:00:00Z") if last else Bookmark(resume="goes on")
        page = list(itertools.islice(issues, PAGE))
        store.save_batch(Batch(page, bookmark, full=True, first=done == 0, last=last))


def queries(connection: sqlite3.Connection, count: int) -> Iterator[str]:
    """Yield words, the rarest first, two of them together, and a phrase."""
    connection.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search, row)")
    words = connection.execute(
        "SELECT term, doc FROM vocabulary WHERE length(term) > 4 AND term NOT GLOB '*[0-9]*'"
    ).fetchall()
    chosen = [min(words, key=lambda word: abs(word[1] - share * count))[0] for share in SHARES]
    yield from chosen
    yield f"{chosen[-2]} {chosen[-3]}"
    yield f'"{chosen[-1]} {chosen[-2]}"'


def compare(store: Store, connection: sqlite3.Connection, query: str) -> list[float]:
    """Return the milliseconds of the bare query, of a search for the best, and for all."""
    words = [query.strip('"')] if query.startswith('"') else query.split()
    match = " AND ".join(f'"{word}" *' for word in words)

    def bare() -> None:
        if len(connection.execute(BEGIN, (match,)).fetchall()) < BEST:
            for word in words:
                connection.execute(INSIDE, (f'"{word}" *',)).fetchall()

    def best() -> None:
        list(store.found(parse(query, lambda _: None), Query(limit=BEST)))

    pairs = [(took(bare), took(best)) for _ in range(RUNS)]
    # Apart: it reads so much that the best would wait for the disk's pages again.
    everything = [took(lambda: all_of(store, query)) for _ in range(RUNS)]
    return [1000 * statistics.median(each) for each in (*zip(*pairs, strict=True), everything)]


def all_of(store: Store, query: str) -> Sequence[object]:
    """Return everything that a search finds."""
    return list(store.found(parse(query, lambda _: None), Query()))


def took(work: Callable[[], object]) -> float:
    """Return the seconds that the work took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
