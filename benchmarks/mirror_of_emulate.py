"""What it costs to mirror `emulate`'s GitHub: `python -m benchmarks.mirror_of_emulate [ISSUES [RUNS]]`.

`emulate` (npm, see tests/emulate.py) is a GitHub that others wrote. It makes each page anew, on a core of
its own: a hundred issues take it about as long as they take our library. Measured as in `benchmarks.mirror`,
by the wall clock, medians of interleaved runs: reading all issues with `http.client` and `json`, and a first
`Library.sync` into a file; of issues with our block, and of ones written by hand, which are recognised.
"""

import secrets
import statistics
import sys
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.mirror import ISSUES, QUERY, RUNS, cost, environment, make_issues
from tests.emulate import Emulate, running_emulate

REQUESTS = 4000
"""Requests that are sent with one token; `emulate` takes 5,000."""


def main(arguments: list[str]) -> int:
    """Print what a first reading costs."""
    count, runs = [*map(int, arguments), *(ISSUES, RUNS)[len(arguments) :]]
    print(f"{count:,} issues {'read':>12} {'first sync':>12} {'times':>8} {'MB':>6}")
    with running_emulate() as server:
        for kind, issues in (("with our block", make_issues(count)), ("by hand", by_hand(count))):
            repository = filled(server, issues)
            taken = [run(server.url, repository) for _ in range(runs)]
            least, sync, memory = map(statistics.median, zip(*taken, strict=True))
            print(f"{kind:<14} {least:10.2f} s {sync:10.2f} s {sync / least:8.2f} {memory:6.0f}")
    return 0


def by_hand(count: int) -> Iterator[dict[str, Any]]:
    """Yield the same papers as people note them: a link, and a few words under headings of their own."""
    for issue in make_issues(count):
        number = issue["number"]
        link = f"https://arxiv.org/abs/1706.{number % 100_000:05}"
        own = issue["body"].rpartition("-->")[2].strip()
        yield {**issue, "body": f"### Paper link\n\n{link}\n\n{own}"}


def filled(server: Emulate, issues: Iterable[dict[str, Any]]) -> str:
    """Return the name of a repository with these issues."""
    repository, token = server.new_repository()
    for sent, issue in enumerate(issues, start=1):
        if sent % REQUESTS == 0:
            token = f"ghp_{secrets.token_hex(8)}"
        wanted = {name: issue[name] for name in ("title", "body")}
        server.call("POST", f"/repos/{repository}/issues", token, {**wanted, "labels": ["NLP"]})
    return repository


def run(api: str, repository: str) -> tuple[float, float, float]:
    """Return the seconds of reading, and the seconds and megabytes of a first sync."""
    with tempfile.TemporaryDirectory() as home:
        environ = environment(home, repository, api, f"ghp_{secrets.token_hex(8)}")
        least = cost("read", f"{api}/repos/{repository}/issues?{QUERY}", environ=environ)
        return (least, *cost("sync", environ=environ))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
