"""What it costs to mirror a repository: `python -m benchmarks.mirror [ISSUES [RUNS]]`.

A server of its own process on the loopback address hands out pages that were made before: 100
issues each, as GitHub has them, with our block and some words of the reader. Measured, each in a
fresh process, by the wall clock, medians of the runs:

- reading the same pages with `http.client` and `json`, and nothing else: what is the least;
- a first `Library.sync` into a file, with the index of words and of mentions;
- one when nothing has changed, and one when ten issues have.

First from a server that answers at once, then from one that thinks for 20 ms, which is still
much quicker than GitHub. Ends with 1 if a request is made too many, if the first sync from the second
server takes more than 2.2 times the least, or a process more than 120 MB.
"""

import http.client
import itertools
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any, NamedTuple

from paper_notes.app import App
from paper_notes.values.model import Paper, Record
from paper_notes.values.record import record_to_data
from paper_notes.values.text import body

ISSUES = 10_000
RUNS = 5
PAGE = 100
MOST_TIMES = 2.2
MOST_MB = 120
INSTANT, QUICK = 0, 20
"""Milliseconds that the server thinks before it answers."""

QUERY = "state=all&per_page=100&sort=created&direction=asc"
LIST = f"/repos/alice/papers/issues?{QUERY}"
NEXT = re.compile(r"<http://[^/]*([^>]*)>; rel=\"next\"")


def main(arguments: list[str]) -> int:
    """Run the benchmark, or the part of it that a process of its own is for."""
    match arguments:
        case ["serve", folder, delay]:
            serve(Path(folder), int(delay) / 1000)
        case ["read", address]:
            read(address)
        case ["sync"]:
            sync()
        case _:
            return measure(*(int(number) for number in arguments))
    return 0


def measure(count: int = ISSUES, runs: int = RUNS) -> int:
    """Print what everything costs; return 1 if it is too much."""
    with tempfile.TemporaryDirectory() as folder:
        make_pages(Path(folder), count)
        taken = {delay: [run(folder, delay) for _ in range(runs)] for delay in (INSTANT, QUICK)}
    good = True
    for delay, them in taken.items():
        least = statistics.median(one.least for one in them)
        print(f"The server answers in {delay} ms: reading {count:,} issues takes {least:.2f} s")
        print(f"{'':<12} {'requests':>8} {'seconds':>8} {'times':>6} {'MB':>5}")
        for step, (name, most) in enumerate(
            (("first", count // PAGE + 1), ("unchanged", 1), ("ten changed", 2))
        ):
            syncs = [one.syncs[step] for one in them]
            requests = max(sync.requests for sync in syncs)
            seconds = statistics.median(sync.seconds for sync in syncs)
            memory = max(sync.megabytes for sync in syncs)
            print(f"{name:<12} {requests:8} {seconds:8.2f} {seconds / least:6.2f} {memory:5.0f}")
            slow = delay == QUICK and name == "first" and seconds > MOST_TIMES * least
            good &= requests <= most and memory <= MOST_MB and not slow
    return int(not good)


class Sync(NamedTuple):
    """What one sync cost."""

    requests: int
    seconds: float
    megabytes: float


class Run(NamedTuple):
    """What everything cost once."""

    least: float
    """Seconds to read and decode all pages."""
    syncs: list[Sync]
    """The first, one without changes, one with ten."""


def run(pages: str, delay: int) -> Run:
    """Measure everything once."""
    with tempfile.TemporaryDirectory() as home, process("serve", pages, str(delay)) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        port = server.stdout.readline().strip()
        api = f"http://127.0.0.1:{port}"
        environ = environment(home, "alice/papers", api, "ghp_any")

        def ask(what: str) -> int:
            with urllib.request.urlopen(f"{api}/{what}") as answer:
                return int(answer.read() or 0)

        least = cost("read", api + LIST, environ=environ)
        ask("count")
        syncs = []
        for step in ("count", "count", "change"):
            ask(step)
            syncs.append(Sync(0, *cost("sync", environ=environ))._replace(requests=ask("count")))
        server.stdin.close()
    return Run(least, syncs)


def environment(home: str, repository: str, api: str, token: str) -> dict[str, str]:
    """Return the environment of a part that reads a repository."""
    settings = {"PAPERS_HOME": home, "PAPERS_REPO": repository, "GITHUB_API_URL": api, "GH_TOKEN": token}
    return {**os.environ, **settings}


def cost(*part: str, environ: dict[str, str]) -> Any:
    """Run a part of the benchmark and return what it measured."""
    with process(*part, environ=environ) as child:
        return json.loads(child.communicate()[0])


def process(*arguments: str, environ: dict[str, str] | None = None) -> "subprocess.Popen[str]":
    """Start a part of the benchmark as a process of its own."""
    line = [sys.executable, "-m", "benchmarks.mirror", *arguments]
    return subprocess.Popen(line, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


# -- the pages --------------------------------------------------------------------------------------


def make_pages(folder: Path, count: int) -> None:
    """Write the pages of `count` issues, the newest page, and that page after ten more changes."""
    items = list(make_issues(count))
    for start in range(0, count, PAGE):
        _write(folder / f"page-{start // PAGE + 1}.json", items[start : start + PAGE])
    newest = items[: -PAGE - 1 : -1]
    _write(folder / "newest.json", newest)
    for item in items[:10]:
        item.update(updated_at=_iso(time.time()), title=f"{item['title']}, revisited")
    _write(folder / "changed.json", [*items[9::-1], *newest][:PAGE])


def _write(path: Path, items: list[dict[str, Any]]) -> None:
    path.write_text(json.dumps(items, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def make_issues(count: int) -> Iterator[dict[str, Any]]:
    """Yield issues as GitHub's API has them, the same ones every time, opened a minute apart."""
    chance = random.Random(2026)
    words = _Words(chance)
    for number in range(1, count + 1):
        paper = Paper(
            f"{chance.randint(15, 25):02}{chance.randint(1, 12):02}.{number % 100_000:05}",
            words(9).capitalize(),
            tuple(words(2).title() for _ in range(chance.randint(1, 9))),
            abstract=f"{words(120).capitalize()}.",
            version=chance.randint(1, 4),
            published="2024-01-02T03:04:05Z",
            updated="2024-02-03T04:05:06Z",
            primary_category="cs.CL",
            categories=("cs.CL", "cs.LG"),
            comment=f"{words(6)}, code at https://example.org/{number}",
        )
        block = body.write(record_to_data(Record(paper, added_on="2026-01-02")), _visible(paper))
        own = f"## One-line summary\n\n{words(14)}\n\n## Key ideas\n\n- {words(30)}\n- {words(20)}\n"
        yield _issue(number, paper.title, f"{block}\n\n{own}", closed=chance.random() < 0.6)


class _Words:
    """Words as they are in texts: few of them make up most of it."""

    def __init__(self, chance: random.Random) -> None:
        syllables = [
            first + last for first in "bcdfghklmnprstvz" for last in ("a", "e", "in", "o", "ur", "y")
        ]
        self._words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(20_000)]
        self._weights = list(itertools.accumulate(1 / rank for rank in range(1, len(self._words) + 1)))
        self._chance = chance

    def __call__(self, count: int) -> str:
        return " ".join(self._chance.choices(self._words, cum_weights=self._weights, k=count))


def _visible(paper: Paper) -> str:
    """Return about what a block shows of a paper."""
    return (
        f"### [{paper.title}]({paper.link})\n\n{', '.join(paper.authors)}\n\n"
        f"[arXiv:{paper.id}]({paper.link}) · {' · '.join(paper.categories)}\n\n{paper.comment}\n\n"
        f"<details><summary>Abstract</summary>\n\n{paper.abstract}\n\n</details>"
    )


def _issue(number: int, title: str, text: str, *, closed: bool) -> dict[str, Any]:
    """Return an issue with everything that GitHub tells about one."""
    home = "https://api.github.com/repos/alice/papers"
    url = f"{home}/issues/{number}"
    at = _iso(1_700_000_000 + 60 * number)
    alice = "https://api.github.com/users/alice"
    names = ("followers", "gists", "starred", "subscriptions", "orgs", "repos", "events", "received_events")
    label = {"id": 7, "node_id": "LA_k7", "url": f"{home}/labels/NLP", "name": "NLP", "color": "0e8a16"}
    return {
        "url": url,
        "repository_url": home,
        "labels_url": f"{url}/labels{{/name}}",
        "comments_url": f"{url}/comments",
        "events_url": f"{url}/events",
        "html_url": f"https://github.com/alice/papers/issues/{number}",
        "id": 3_000_000_000 + number,
        "node_id": f"I_kwDOabcdef{number:08}",
        "number": number,
        "title": title,
        "user": {
            "login": "alice",
            "id": 1,
            "node_id": "MDQ6VXNlcjE=",
            "avatar_url": "https://avatars.githubusercontent.com/u/1?v=4",
            "url": alice,
            "html_url": "https://github.com/alice",
            **{f"{name}_url": f"{alice}/{name}" for name in names},
            "type": "User",
            "user_view_type": "public",
            "site_admin": False,
        },
        "labels": [{**label, "default": False, "description": "Natural language processing"}],
        "state": "closed" if closed else "open",
        "locked": False,
        "assignee": None,
        "assignees": [],
        "milestone": None,
        "comments": 0,
        "created_at": at,
        "updated_at": at,
        "closed_at": at if closed else None,
        "author_association": "OWNER",
        "type": None,
        "active_lock_reason": None,
        "sub_issues_summary": {"total": 0, "completed": 0, "percent_completed": 0},
        "body": text,
        "closed_by": None,
        "reactions": {"url": f"{url}/reactions", "total_count": 0, "+1": 0, "-1": 0, "heart": 0, "eyes": 0},
        "timeline_url": f"{url}/timeline",
        "performed_via_github_app": None,
        "state_reason": "completed" if closed else None,
    }


def _iso(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


# -- the server -------------------------------------------------------------------------------------


def serve(folder: Path, delay: float) -> None:
    """Hand out the pages in a folder after so many seconds; print the port, and end when the input does."""
    server = _Server(folder, delay)
    print(server.port, flush=True)
    threading.Thread(target=server.run, daemon=True).start()
    sys.stdin.read()


class _Server:
    """As little of a server as will do, so that it is not what is measured."""

    def __init__(self, folder: Path, delay: float) -> None:
        self._delay = delay
        pages = sorted(folder.glob("page-*.json"), key=lambda path: int(path.stem[5:]))
        self._pages = [page.read_bytes() for page in pages]
        self._newest = (folder / "newest.json").read_bytes()
        self._changed = (folder / "changed.json").read_bytes()
        self._etag = 'W/"1"'
        self._count = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]

    def run(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, connection.makefile("rb") as requests:
            while line := requests.readline():
                headers = b"".join(iter(requests.readline, b"\r\n")).decode()
                connection.sendall(self._answer(line.split()[1].decode(), headers))

    def _answer(self, path: str, headers: str) -> bytes:
        if path == "/count":
            count, self._count = self._count, 0
            return _response("200 OK", str(count).encode())
        if path == "/change":
            self._newest, self._etag = self._changed, 'W/"2"'
            return _response("200 OK", b"")
        self._count += 1
        time.sleep(self._delay)
        if "sort=updated" in path:
            if self._etag in headers:
                return _response("304 Not Modified", b"", f"ETag: {self._etag}\r\n")
            return _response("200 OK", self._newest, f"ETag: {self._etag}\r\n{self._link(2)}")
        found = re.search(r"[?&]page=(\d+)", path)
        number = int(found[1]) if found else 1
        return _response("200 OK", self._pages[number - 1], self._link(number + 1))

    def _link(self, number: int) -> str:
        if number > len(self._pages):
            return ""
        query = f"state=all&per_page=100&sort=created&direction=asc&after=Y3Vyc29yOnYyOpLPAAAB&page={number}"
        return f'Link: <http://127.0.0.1:{self.port}/repositories/1/issues?{query}>; rel="next"\r\n'


def _response(status: str, content: bytes, headers: str = "") -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\nDate: {formatdate(usegmt=True)}\r\n"
        f"Content-Type: application/json; charset=utf-8\r\nContent-Length: {len(content)}\r\n{headers}\r\n"
    )
    return head.encode() + content


# -- what is measured -------------------------------------------------------------------------------


def read(address: str) -> None:
    """Read and decode all pages from this one on, and print how many seconds it took."""
    print(json.dumps(_timed(lambda: _read_all(address))))


def _read_all(address: str) -> None:
    host, slash, rest = address.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host)
    headers = {"Authorization": f"token {os.environ['GH_TOKEN']}", "User-Agent": "benchmark"}
    path: str | None = slash + rest
    while path:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        json.loads(answer.read())
        found = NEXT.search(answer.headers.get("link") or "")
        path = found and found[1]


def sync() -> None:
    """Bring the mirror up to date, and print how many seconds and megabytes it took."""
    app = App({})
    library = app.library
    seconds = _timed(library.sync)
    memory = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    print(json.dumps([seconds, int(memory[1]) / 1000 if memory else 0.0]))


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
