"""A strict loopback server that speaks as arXiv's API and as DataCite's, and misbehaves on demand.

For each of the two it is given either answers, played one a request in their order, or a
library of papers, from which it answers as the real one does. A request that nothing was
planned for, and an answer that nobody fetched, fail the test on leaving the `with` block.
"""

import gzip
import json
import random
import re
import socket
import struct
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from paper_notes.values.model import Paper


class Answer(NamedTuple):
    """What one request gets.

    `deed` is `answer`, or what is done instead: `reset` the connection, `hang` without a
    word, send half the body and `cut` the connection or `stall`, or let it `drip` a byte at a time.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = {}
    deed: str = "answer"


class Request(NamedTuple):
    """One request as it came in; times are those of `time.time`, the end before the last byte."""

    path: str
    ids: tuple[str, ...]
    query: Mapping[str, str]
    agent: str
    authorization: str | None
    started: float
    ended: float


Plan = Sequence[Answer] | Mapping[str, Paper] | None


class ArxivServer:
    """Serves `arxiv` at `url` and `datacite` at `datacite_url` for the length of a `with` block."""

    def __init__(self, arxiv: Plan = None, datacite: Plan = None) -> None:
        self._plans: dict[str, Plan] = {"arxiv": arxiv, "datacite": datacite}
        self._played = {"arxiv": 0, "datacite": 0}
        self._lock = threading.Lock()
        self.requests: list[Request] = []
        self.faults: list[str] = []
        self.released = threading.Event()
        self._all_used = True
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.stand_in = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        root = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.url = f"{root}/api/query"
        self.datacite_url = root

    def __enter__(self) -> "ArxivServer":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        for name, plan in self._plans.items():
            if self._all_used and isinstance(plan, Sequence) and self._played[name] < len(plan):
                self.faults.append(f"{name}: {len(plan) - self._played[name]} answers were never fetched")
        if kind is None:
            assert self.faults == []

    def allow_unused(self) -> None:
        """Do not mind answers that nobody fetched, where it is open how many will be."""
        self._all_used = False

    def asked(self) -> list[tuple[str, ...]]:
        """Return the ids of each request so far."""
        return [request.ids for request in self.requests]

    def searched(self) -> list[str]:
        """Return the search queries so far."""
        return [request.query["search_query"] for request in self.requests if "search_query" in request.query]

    def answer(self, name: str, ids: tuple[str, ...], query: Mapping[str, str]) -> Answer:
        """Return what is planned for the next request to `name`."""
        plan = self._plans[name]
        if isinstance(plan, Mapping):
            if query.get("search_query"):
                return self._found(plan, query)
            return _ANSWERS[name](plan, ids)
        with self._lock:
            number = self._played[name]
            self._played[name] += 1
        if plan is None or number >= len(plan):
            self.faults.append(f"{name}: nothing was planned for request {number + 1}, about {ids}")
            return Answer(b"nothing was planned", 500)
        return plan[number]

    def _found(self, papers: Mapping[str, Paper], query: Mapping[str, str]) -> Answer:
        """Return the papers that a search for a title finds, those with the phrases in it first."""
        asked = _QUERY.fullmatch(query["search_query"])
        beside = {name: value for name, value in query.items() if name != "search_query"}
        if asked is None or beside != _BESIDE:
            self.faults.append(f"arxiv: not a search as we send them: {dict(query)}")
            return Answer(b"not planned", 500)
        phrases = [_searched(phrase) for phrase in re.findall(r'ti:"([^"]*)"', query["search_query"])]
        words = re.findall(r"ti:([a-z0-9.]+)", query["search_query"])
        exact, loose = [], []
        for paper in papers.values():
            title = _searched(paper.title)
            if all(f" {phrase} " in f" {title} " for phrase in phrases):
                exact.append(paper)
            elif words and set(words) <= set(title.split()):
                loose.append(paper)
        found = [*exact, *sorted(loose, key=lambda paper: len(paper.title))]
        return feed(found[:20], total=len(found), in_order=True)


_QUERY = re.compile(
    r'\((?P<exact>ti:"[^"]+"(?: AND ti:"[^"]+")*)\) OR \((?:ti:[a-z0-9.]+(?: AND )?)+\)|ti:"[^"]+"'
)
_BESIDE = {
    "id_list": "",
    "start": "0",
    "max_results": "20",
    "sortBy": "relevance",
    "sortOrder": "descending",
}


def _searched(title: str) -> str:
    return " ".join(re.findall(r"[a-z0-9.]+", title.lower()))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stand_in: ArxivServer

    def handle_error(self, *_: Any) -> None:
        """Keep quiet about clients that hang up; what matters is recorded."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body go in two pieces; waiting between them takes 40 ms
    server: _Server

    def do_GET(self) -> None:
        started = time.time()
        address = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(address.query, keep_blank_values=True).items()}
        doi = re.fullmatch(r"/dois/10\.48550/arXiv\.(.+)", unquote(address.path))
        name = "datacite" if doi else "arxiv"
        ids = (doi[1],) if doi else tuple(filter(None, query.get("id_list", "").split(",")))
        stand_in = self.server.stand_in
        if not doi and address.path != "/api/query":
            stand_in.faults.append(f"no such page: {address.path}")
        answer = stand_in.answer(name, ids, query)
        agent = self.headers.get("User-Agent", "")
        stand_in.requests.append(
            Request(address.path, ids, query, agent, self.headers.get("Authorization"), started, time.time())
        )
        if answer.deed == "hang":
            stand_in.released.wait(10)
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        if answer.deed in ("reset", "hang"):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return
        self.send_response(answer.status)
        for key, value in answer.headers.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(answer.body)))
        if answer.deed in ("cut", "stall"):
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(answer.body[: len(answer.body) // 2])
            self.close_connection = True
            if answer.deed == "stall":
                self.server.stand_in.released.wait(10)
            return
        self.end_headers()
        if answer.deed == "drip":
            for byte in answer.body:
                if self.server.stand_in.released.wait(0.01):
                    break
                self.wfile.write(bytes([byte]))
            self.close_connection = True
            return
        self.wfile.write(answer.body)

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


def refusing_url() -> str:
    """Return an address at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/api/query"


# What arXiv says


def feed(
    papers: Iterable[Paper], *, old: bool = False, total: int | None = None, in_order: bool = False
) -> Answer:
    """Return a feed with the papers in an order that nobody asked for.

    Args:
        papers: what it holds.
        in_order: or in the order in which they were given.
        old: in the format of up to about 2025 instead of today's.
        total: what it claims to have found, if that is not the number of papers.

    """
    entries = list(papers)
    if not in_order:
        random.Random(1).shuffle(entries)
    count = len(entries) if total is None else total
    body = (_OLD_FEED if old else _FEED).format(
        total=count, entries="".join((_old_entry if old else _entry)(paper) for paper in entries)
    )
    return Answer(body.encode(), headers={"Content-Type": "application/atom+xml; charset=utf-8"})


def error_feed(bad_id: str, status: int = 400) -> Answer:
    """Return arXiv's answer to a list with a malformed id."""
    entry = f"""  <entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_{escape(bad_id)}</id>
    <title>Error</title>
    <updated>2026-04-12T22:59:06Z</updated>
    <summary>incorrect id format for {escape(bad_id)}</summary>
    <author><name>arXiv api core</name></author>
  </entry>
"""
    return Answer(_FEED.format(total=1, entries=entry).encode(), status)


def cut_short(answer: Answer) -> Answer:
    """Return the answer with only the first two thirds of its body, as if that were all."""
    return answer._replace(body=answer.body[: len(answer.body) * 2 // 3])


EMPTY = Answer()
BOMB = Answer(gzip.compress(bytes(10**6)), headers={"Content-Encoding": "gzip"})
DRIP = Answer(b" " * 1000, deed="drip")
WEB_PAGE = Answer(b"<!DOCTYPE html><html><body><p>Log in to the Wi-Fi<br></body></html>")
RATE_EXCEEDED = Answer(b"Rate exceeded.")
UNAVAILABLE = Answer(b"<html><body>Service Unavailable</body></html>", 503)
RESET = Answer(deed="reset")
HANG = Answer(deed="hang")


def redirect(target: str) -> Answer:
    """Return a redirection."""
    return Answer(status=301, headers={"Location": target})


def too_many(retry_after: str | None = None) -> Answer:
    """Return a 429, with or without saying when to come back."""
    return Answer(b"Rate exceeded.", 429, {} if retry_after is None else {"Retry-After": retry_after})


def _from_arxiv(papers: Mapping[str, Paper], ids: tuple[str, ...]) -> Answer:
    for wanted in ids:
        if not re.search(r"\d{4}\.\d{4,5}|[a-z-]+/\d{7}", wanted):
            return error_feed(wanted)
    return feed(papers[wanted] for wanted in ids if wanted in papers)


_FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" \
xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/stand-in</id>
  <title>arXiv Query</title>
  <updated>2026-04-12T22:09:26Z</updated>
  <opensearch:itemsPerPage>100</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
{entries}</feed>
"""

_OLD_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query</title>
  <id>http://arxiv.org/api/stand-in</id>
  <updated>2019-01-04T00:00:00-05:00</updated>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">{total}\
</opensearch:totalResults>
  <opensearch:startIndex xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">0</opensearch:startIndex>
  <opensearch:itemsPerPage xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">10\
</opensearch:itemsPerPage>
{entries}</feed>
"""

_SCHEME = 'scheme="http://arxiv.org/schemas/atom"'
_ARXIV = 'xmlns:arxiv="http://arxiv.org/schemas/atom"'


def _entry(paper: Paper) -> str:
    lines = [
        f"<id>http://arxiv.org/abs/{paper.id}v{paper.version or 1}</id>",
        f"<title>{escape(paper.title)}</title>",
        _element("updated", paper.updated),
        f'<link href="https://arxiv.org/abs/{paper.id}" rel="alternate" type="text/html"/>',
        _element("summary", paper.abstract),
        *(
            f'<category term={quoteattr(term)} scheme="http://arxiv.org/schemas/atom"/>'
            for term in paper.categories
        ),
        _element("published", paper.published),
        _element("arxiv:comment", paper.comment),
        f"<arxiv:primary_category term={quoteattr(paper.primary_category or '')}/>",
        _element("arxiv:journal_ref", paper.journal_ref),
        *(f"<author><name>{escape(name)}</name></author>" for name in paper.authors),
        _element("arxiv:doi", paper.doi),
    ]
    return "  <entry>\n" + "".join(f"    {line}\n" for line in lines if line) + "  </entry>\n"


def _old_entry(paper: Paper) -> str:
    lines = [
        f"<id>http://arxiv.org/abs/{paper.id}v{paper.version or 1}</id>",
        _element("updated", paper.updated),
        _element("published", paper.published),
        f"<title>{escape(paper.title)}</title>",
        _element("summary", f"  {paper.abstract}\n" if paper.abstract else None),
        *(f"<author><name>{escape(name)}</name></author>" for name in paper.authors),
        _element("arxiv:doi", paper.doi, _ARXIV),
        _element("arxiv:comment", paper.comment, _ARXIV),
        _element("arxiv:journal_ref", paper.journal_ref, _ARXIV),
        f"<arxiv:primary_category {_ARXIV} term={quoteattr(paper.primary_category or '')} />",
        *(
            f'<category term={quoteattr(term)} scheme="http://arxiv.org/schemas/atom"/>'
            for term in paper.categories
        ),
    ]
    return "  <entry>\n" + "".join(f"    {line}\n" for line in lines if line) + "  </entry>\n"


def _element(name: str, text: str | None, attributes: str = "") -> str:
    return f"<{' '.join(filter(None, (name, attributes)))}>{escape(text)}</{name}>" if text else ""


# What DataCite says


def record(paper: Paper, **changes: Any) -> Answer:
    """Return DataCite's record of the paper, with some of its attributes changed."""
    versions = range(1, (paper.version or 1) + 1)
    last = paper.version or 1
    attributes = {
        "doi": f"10.48550/arxiv.{paper.id}".lower(),
        "creators": [_creator(name) for name in paper.authors],
        "titles": [{"title": escape(paper.title)}],
        "publisher": "arXiv",
        "dates": [
            *(
                {
                    "date": paper.published if number == 1 else paper.updated,
                    "dateType": "Submitted",
                    "dateInformation": f"v{number}",
                }
                for number in versions
                if number in (1, last)
            ),
            {"date": "2026-01-01T00:00:00Z", "dateType": "Updated", "dateInformation": f"v{last}"},
            {"date": (paper.published or "")[:7], "dateType": "Available", "dateInformation": "v1"},
            {"date": (paper.published or "")[:4], "dateType": "Issued"},
        ],
        "subjects": [
            *(
                {"lang": "en", "subject": f"Some Name ({term})", "subjectScheme": "arXiv"}
                for term in paper.categories
            ),
            {
                "subject": "FOS: Computer and information sciences",
                "subjectScheme": "Fields of Science and Technology (FOS)",
            },
        ],
        "descriptions": [
            {"description": escape(text), "descriptionType": kind}
            for text, kind in ((paper.abstract, "Abstract"), (paper.comment, "Other"))
            if text
        ],
        "relatedIdentifiers": [
            {
                "relationType": "IsVersionOf",
                "relatedIdentifier": paper.doi.lower(),
                "relatedIdentifierType": "DOI",
            }
        ]
        if paper.doi
        else [],
        "version": str(last),
        **changes,
    }
    data = {"data": {"id": attributes["doi"], "type": "dois", "attributes": attributes}}
    return Answer(json.dumps(data).encode(), headers={"Content-Type": "application/vnd.api+json"})


NO_RECORD = Answer(b'{"errors":[{"status":"404","title":"No such resource."}]}', 404)


def _creator(name: str) -> dict[str, str]:
    given, _, family = name.rpartition(" ")
    if not given:
        return {"name": name, "nameType": "Organizational"}
    return {"name": f"{family}, {given}", "nameType": "Personal", "givenName": given, "familyName": family}


def _from_datacite(papers: Mapping[str, Paper], ids: tuple[str, ...]) -> Answer:
    return record(papers[ids[0]]) if ids[0] in papers else NO_RECORD


_ANSWERS = {"arxiv": _from_arxiv, "datacite": _from_datacite}


class FakeClock:
    """A clock that only moves when somebody sleeps; it remembers their sleeps."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now
        self.sleeps: list[float] = []

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.sleeps.append(round(seconds, 6))
        self.now += seconds
