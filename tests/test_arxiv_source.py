"""Asking arXiv, against a loopback server that does what arXiv does on its bad days."""

import json
import re
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn
from urllib.parse import parse_qs, urlsplit

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes import __version__
from paper_notes.doors.arxiv import session as arxiv_session
from paper_notes.doors.arxiv.pace import Turn
from paper_notes.doors.arxiv.source import ArxivSource
from paper_notes.values.model import Paper
from paper_notes.values.record import paper_from_data, paper_to_data
from paper_notes.values.source import Fetched
from tests.arxiv_server import (
    BOMB,
    DRIP,
    EMPTY,
    HANG,
    RATE_EXCEEDED,
    RESET,
    UNAVAILABLE,
    WEB_PAGE,
    Answer,
    ArxivServer,
    FakeClock,
    cut_short,
    error_feed,
    feed,
    redirect,
    refusing_url,
    too_many,
)

ATTENTION = Paper(
    id="1706.03762",
    title="Attention Is All You Need",
    authors=("Ashish Vaswani", "Noam Shazeer"),
    authors_total=2,
    abstract="Recurrence & convolutions <dispensed with>.",
    version=7,
    published="2017-06-12T17:57:34Z",
    updated="2023-08-02T00:41:18Z",
    primary_category="cs.CL",
    categories=("cs.CL", "cs.LG"),
    comment="15 pages, 5 figures",
)
RICCI = Paper(
    id="math/0211159",
    title="The entropy formula for the Ricci flow and its geometric applications",
    authors=("Grisha Perelman",),
    authors_total=1,
    abstract="Short.",
    version=1,
    published="2002-11-11T16:11:49Z",
    updated="2002-11-11T16:11:49Z",
    primary_category="math.DG",
    categories=("math.DG",),
    journal_ref="Nowhere 1, 2",
    doi="10.1000/ricci",
)
BOTH = {paper.id: paper for paper in (ATTENTION, RICCI)}
DATA = Path(__file__).parent / "data" / "arxiv"
RECORDED = Path(__file__).parents[2] / "shared" / "data" / "arxiv-feeds"


class Session(NamedTuple):
    """A source, and what one wants to know of it afterwards."""

    source: ArxivSource
    clock: FakeClock
    said: list[str]


Open = Callable[..., Session]


@pytest.fixture
def connect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return a function that makes a source for a server's address; nothing may really sleep."""
    monkeypatch.setattr(time, "sleep", pytest.fail)

    def connect(url: str, delay: float = 3.0, patience: float = 10) -> Session:
        clock, said = FakeClock(), list[str]()
        turn = Turn(str(tmp_path), delay, said.append, clock=clock, sleep=clock.sleep)
        source = ArxivSource(url, turn, said.append, timeout=(1, patience), clock=clock, sleep=clock.sleep)
        return Session(source, clock, said)

    return connect


def silent(reason: str, *ids: str) -> Fetched:
    """Return that nothing was heard of `ids`, or else of one paper."""
    return Fetched({}, silent=dict.fromkeys(ids or (ATTENTION.id,), reason))


def unknown_host(*_: object) -> NoReturn:
    """Stand in for a name server that does not know the host."""
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


class TestAnswers:
    """What becomes of a sound answer."""

    @pytest.mark.parametrize("old", [False, True])
    def test_a_feed_comes_back_as_the_papers_it_was_made_of(self, connect: Open, old: bool) -> None:
        """Both of arXiv's formats are understood, in whatever order the papers stand."""
        with ArxivServer([feed(BOTH.values(), old=old)]) as server:
            assert connect(server.url).source(list(BOTH)) == Fetched(BOTH)

    def test_a_feed_of_today(self, connect: Open) -> None:
        """White space, foreign classes, a lone colon and a second DOI are cleared away."""
        with ArxivServer([Answer((DATA / "today.xml").read_bytes())]) as server:
            papers = connect(server.url).source(["2501.12345", "2502.00002"]).papers
        assert papers == {
            "2501.12345": Paper(
                id="2501.12345",
                title="Learning to Write Feeds by Hand: $\\alpha$ <beta> & co.",
                authors=("The Nowhere Collaboration", "金 下 花子"),
                authors_total=2,
                abstract="An invented paper with a line break, a tab and two blanks.",
                version=12,
                published="2025-01-22T23:59:59Z",
                updated="2025-03-04T05:06:07Z",
                primary_category="stat.ML",
                categories=("stat.ML", "cs.LG", "cond-mat.dis-nn"),
                comment="12 pages, accepted at NOWHERE 2025",
                journal_ref="J. Inv. Res. 1 (2025) 1-12",
                doi="10.1234/first.12",
                source="arxiv",
            ),
            "2502.00002": Paper(
                id="2502.00002",
                title="0",
                authors=("Zoë Null",),
                authors_total=1,
                abstract="Nothing, studied.",
                version=1,
                published="2025-02-01T09:30:00Z",
                updated="2025-02-01T09:30:00Z",
                primary_category="cs.CR",
                categories=("cs.CR",),
            ),
        }

    def test_a_feed_of_the_years_until_2025(self, connect: Open) -> None:
        """An id of before 2007 is found by its whole name, and a DOI loses its resolver."""
        with ArxivServer([Answer((DATA / "until-2025.xml").read_bytes())]) as server:
            papers = connect(server.url).source(["cond-mat/9901001"]).papers
        assert papers == {
            "cond-mat/9901001": Paper(
                id="cond-mat/9901001",
                title="An Old Paper on Two Lines",
                authors=("A. Old",),
                authors_total=1,
                abstract="Short.",
                version=3,
                published="1999-01-02T08:00:00Z",
                updated="1999-06-01T08:00:00Z",
                primary_category="cond-mat.stat-mech",
                categories=("cond-mat.stat-mech",),
                doi="10.1103/PhysRevB.1.2",
            )
        }

    def test_arxivs_own_doi_is_not_the_published_versions(self, connect: Open) -> None:
        """A DOI that arXiv itself gave says nothing about publication."""
        paper = ATTENTION._replace(doi="10.48550/arXiv.1706.03762")
        with ArxivServer([feed([paper])]) as server:
            assert connect(server.url).source([paper.id]) == Fetched({paper.id: ATTENTION})

    def test_three_thousand_authors_are_counted_and_kept(self, connect: Open) -> None:
        """Nothing is cut at the door."""
        names = tuple(f"A. Uthor{number}" for number in range(3000))
        paper = ATTENTION._replace(authors=names, authors_total=3000)
        with ArxivServer([feed([paper])]) as server:
            assert connect(server.url).source([paper.id]).papers[paper.id] == paper

    def test_an_id_that_a_sound_answer_lacks_is_missing(self, connect: Open) -> None:
        """ArXiv leaves out what it does not have, without a word."""
        with ArxivServer(BOTH) as server:
            fetched = connect(server.url).source([ATTENTION.id, "2101.00001"])
        assert fetched == Fetched({ATTENTION.id: ATTENTION}, frozenset(["2101.00001"]))

    def test_nothing_found_is_an_answer(self, connect: Open) -> None:
        """A feed with no entry and a total of 0 is sound."""
        with ArxivServer([feed([])]) as server:
            assert connect(server.url).source(["0704.9999"]) == Fetched({}, frozenset(["0704.9999"]))

    @pytest.mark.parametrize(("named", "status"), [("math/abc", 400), ("math/abc", 200), ("math%2Fabc", 400)])
    def test_a_malformed_id_is_missing_and_the_others_are_asked_for_again(
        self, connect: Open, named: str, status: int
    ) -> None:
        """One malformed id makes arXiv refuse the whole list; that is no reason for waits."""
        with ArxivServer([error_feed(named, status), feed([ATTENTION])]) as server:
            session = connect(server.url, delay=0)
            fetched = session.source(["math/abc", ATTENTION.id])
            assert server.asked() == [("math/abc", ATTENTION.id), (ATTENTION.id,)]
        assert fetched == Fetched({ATTENTION.id: ATTENTION}, frozenset(["math/abc"]))
        assert session.said == []

    def test_a_malformed_id_that_nobody_asked_for(self, connect: Open) -> None:
        """An error that cannot be laid at one id's door leaves all of them open."""
        with ArxivServer([error_feed("xyz")]) as server:
            fetched = connect(server.url).source([ATTENTION.id])
        assert fetched == silent("arXiv calls xyz malformed")

    def test_an_error_entry_with_dates_is_not_a_paper(self, connect: Open) -> None:
        """The arxiv package would hand it out as a result."""
        wrong = feed([ATTENTION]).body.replace(
            b"http://arxiv.org/abs/1706.03762v7", b"http://arxiv.org/api/errors#oh"
        )
        with ArxivServer([Answer(wrong)] * 4) as server:
            assert connect(server.url, delay=0).source([ATTENTION.id]) == silent(
                "arXiv's answer was incomplete"
            )

    @pytest.mark.parametrize(
        "gone",
        [
            r"<updated>2023-08-02T00:41:18Z</updated>",
            r"<published>2017-06-12T17:57:34Z</published>",
            r"<id>http://arxiv.org/abs/1706.03762v7</id>",
            r"<title>Attention.*</title>",
        ],
    )
    def test_an_entry_without_something_needed_is_asked_for_elsewhere(self, connect: Open, gone: str) -> None:
        """An entry that makes no paper is not missing, and does not harm its neighbours."""
        body, count = re.subn(gone, "", feed(BOTH.values()).body.decode())
        assert count == 1
        with ArxivServer([Answer(body.encode()), *[feed([], total=1)] * 3]) as server:
            fetched = connect(server.url, delay=0).source(list(BOTH))
            assert server.asked() == [tuple(BOTH)] + [(ATTENTION.id,)] * 3
        assert fetched == Fetched({RICCI.id: RICCI}, silent={ATTENTION.id: "arXiv's answer was incomplete"})

    @pytest.mark.parametrize("date", [b"2023-13-32T00:00:00Z", b"0001-01-01T00:00:00+23:00"])
    def test_an_impossible_date_spoils_only_this_answer(self, connect: Open, date: bytes) -> None:
        """The arxiv package raises ValueError or OverflowError; the papers are then asked for elsewhere."""
        wrong = feed([ATTENTION]).body.replace(b"2023-08-02T00:41:18Z", date)
        with ArxivServer([Answer(wrong)] * 4) as server:
            fetched = connect(server.url, delay=0).source([ATTENTION.id])
        assert fetched == silent("arXiv's answer could not be read")

    @pytest.mark.parametrize("digits", ["9" * 8, "9" * 5000])
    def test_an_absurd_version_is_none(self, connect: Open, digits: str) -> None:
        """What is read here can be kept as data."""
        body = feed([ATTENTION]).body.replace(b"v7</id>", f"v{digits}</id>".encode())
        paper = ATTENTION._replace(version=None)
        with ArxivServer([Answer(body)]) as server:
            assert connect(server.url).source([paper.id]) == Fetched({paper.id: paper})
        assert paper_from_data(paper_to_data(paper)) == paper

    def test_an_odd_year_is_a_date_all_the_same(self, connect: Open) -> None:
        """What is read here can be kept as data."""
        paper = ATTENTION._replace(published="0001-01-02T00:00:00Z")
        with ArxivServer([feed([paper])]) as server:
            fetched = connect(server.url).source([paper.id])
        assert fetched == Fetched({paper.id: paper})
        assert paper_from_data(paper_to_data(paper)) == paper

    def test_the_arxiv_package_prints_nothing(
        self, connect: Open, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
    ) -> None:
        """It warns of entries without a date, to whoever listens to the root logger, or to stderr."""
        body = re.sub(rb"<updated>2023.*", b"", feed([ATTENTION]).body)
        with ArxivServer([Answer(body)] * 4) as server:
            connect(server.url, delay=0).source([ATTENTION.id])
        assert capfd.readouterr().err == ""
        assert caplog.records == []


class TestRequests:
    """What is sent."""

    def test_a_request_says_who_asks_and_for_how_many(self, connect: Open) -> None:
        """The User-Agent is ours, and the page is as long as a batch may be."""
        with ArxivServer(BOTH) as server:
            connect(server.url).source([ATTENTION.id])
        (request,) = server.requests
        assert request.agent.startswith(f"paper-notes/{__version__} (")
        assert (request.path, request.ids) == ("/api/query", (ATTENTION.id,))
        assert (request.query["start"], request.query["max_results"]) == ("0", "100")

    def test_a_password_in_netrc_stays_there(
        self, connect: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The interface has no accounts, so nobody's name is sent to it."""
        netrc = tmp_path / "netrc"
        netrc.write_text("default login ann password secret\n", encoding="utf-8")
        monkeypatch.setenv("NETRC", str(netrc))
        with ArxivServer([redirect("/api/query"), feed([ATTENTION])]) as server:
            connect(server.url).source([ATTENTION.id])
            assert [request.authorization for request in server.requests] == [None, None]

    def test_each_paper_is_asked_for_once(self, connect: Open) -> None:
        """The same id twice is one id; no id is no request."""
        with ArxivServer(BOTH) as server:
            source = connect(server.url).source
            assert source([]) == Fetched({})
            assert source([ATTENTION.id, ATTENTION.id]) == Fetched({ATTENTION.id: ATTENTION})
            assert server.asked() == [(ATTENTION.id,)]

    def test_a_long_list_goes_in_hundreds_three_seconds_apart(self, connect: Open) -> None:
        """All 250 papers come, in 3 requests, and what takes long is told."""
        papers = {paper.id: paper for n in range(250) for paper in [ATTENTION._replace(id=f"2001.{n:05}")]}
        with ArxivServer(papers) as server:
            session = connect(server.url)
            assert session.source(list(papers)) == Fetched(papers)
            assert [len(ids) for ids in server.asked()] == [100, 100, 50]
        assert session.clock.sleeps == [3.0, 3.0]
        assert session.said == [
            "arXiv has been asked for 100 of 250 papers.",
            "Waiting: arXiv asks for 3 seconds between two requests.",
            "arXiv has been asked for 200 of 250 papers.",
        ]

    def test_a_stranger_does_not_stand_in_for_who_is_absent(self, connect: Open) -> None:
        """The count is right, but one of those counted is somebody else."""
        stranger = RICCI._replace(id="math/0211160")
        with ArxivServer([feed([RICCI, stranger], total=1), feed([ATTENTION])]) as server:
            assert connect(server.url).source(list(BOTH)) == Fetched(BOTH)

    def test_a_total_larger_than_the_page_fetches_no_second_page(self, connect: Open) -> None:
        """What the arxiv package would do by itself; what is not there is asked for by id instead."""
        with ArxivServer([feed([ATTENTION], total=2), feed([RICCI])]) as server:
            assert connect(server.url).source(list(BOTH)) == Fetched(BOTH)
            assert server.asked() == [tuple(BOTH), (RICCI.id,)]


TROUBLES = {
    "empty": (EMPTY, "arXiv's answer was empty"),
    "web page": (WEB_PAGE, "arXiv's answer was not a feed"),
    "well-formed web page": (Answer(b"<html><body/></html>"), "arXiv's answer was not a feed"),
    "rate exceeded, status 200": (RATE_EXCEEDED, "arXiv's answer was not a feed: Rate exceeded"),
    "an unknown encoding": (
        Answer(feed([ATTENTION]).body.replace(b"UTF-8", b"foo")),
        "arXiv's answer was not a feed",
    ),
    "an encoding of no text": (
        Answer(feed([ATTENTION]).body.replace(b"UTF-8", b"hex")),
        "arXiv's answer was not a feed",
    ),
    "a multi-byte encoding": (
        Answer(feed([ATTENTION]).body.replace(b"UTF-8", b"utf-7")),
        "arXiv's answer was not a feed",
    ),
    "half a feed": (cut_short(feed([ATTENTION])), "arXiv's answer was not a feed"),
    "connection lost half-way": (feed([ATTENTION])._replace(deed="cut"), "the connection to arXiv broke off"),
    "connection reset": (RESET, "the connection to arXiv broke off"),
    "garbled": (
        feed([])._replace(headers={"Content-Encoding": "gzip"}),
        "the connection to arXiv broke off",
    ),
    "429": (too_many(), "arXiv answered 429 (too many requests)"),
    "503": (UNAVAILABLE, "arXiv answered 503 (service unavailable)"),
    "599": (Answer(status=599), "arXiv answered 599"),
    "nothing where there is something": (feed([], total=1), "arXiv's answer was incomplete"),
    "no total": (
        Answer(re.sub(rb"<opensearch:total.*?>\n", b"", feed([]).body)),
        "arXiv's answer was incomplete",
    ),
    "another paper": (feed([RICCI]), "arXiv's answer was incomplete"),
    "a total of nothing with a paper": (feed([RICCI], total=0), "arXiv's answer was incomplete"),
}


class TestBadDays:
    """What is asked for again, and for how long."""

    @pytest.mark.parametrize(("trouble", "reason"), TROUBLES.values(), ids=TROUBLES)
    def test_an_unusable_answer_is_no_answer(self, connect: Open, trouble: Answer, reason: str) -> None:
        """Asked four times over twenty seconds, it is never taken for "no such paper"."""
        with ArxivServer([trouble] * 4) as server:
            session = connect(server.url)
            assert session.source([ATTENTION.id]) == silent(reason)
        assert session.clock.sleeps == [3.0, 6.0, 11.0]
        assert session.said == [f"Asking arXiv again in {wait} s: {reason}." for wait in (3, 6, 11)]

    @pytest.mark.parametrize("trouble", [trouble for trouble, _ in TROUBLES.values()], ids=TROUBLES)
    def test_an_unusable_answer_is_forgotten_once_a_good_one_comes(
        self, connect: Open, trouble: Answer
    ) -> None:
        """One retry, three seconds later."""
        with ArxivServer([trouble, feed([ATTENTION])]) as server:
            session = connect(server.url)
            assert session.source([ATTENTION.id]) == Fetched({ATTENTION.id: ATTENTION})
        assert session.clock.sleeps == [3.0]

    @pytest.mark.parametrize(
        ("retry_after", "wait"),
        [
            ("5", 5.0),
            ("20", 20.0),
            ("0", 3.0),
            ("Fri, 15 Jan 2027 08:00:07 GMT", 7.0),
            ("Thu, 14 Jan 2027 08:00:00 GMT", 3.0),
            ("soon", 3.0),
            ("-4", 3.0),
        ],
    )
    def test_retry_after_is_honoured(self, connect: Open, retry_after: str, wait: float) -> None:
        """In seconds or as a date; never sooner than arXiv's pace, and nonsense is ignored."""
        with ArxivServer([too_many(retry_after), feed([ATTENTION])]) as server:
            session = connect(server.url)
            assert session.source([ATTENTION.id]) == Fetched({ATTENTION.id: ATTENTION})
        assert session.clock.sleeps == [wait]

    @pytest.mark.parametrize("retry_after", ["21", "Fri, 15 Jan 2027 08:00:21 GMT"])
    @pytest.mark.parametrize("delay", [3.0, 0.0])
    def test_a_retry_after_beyond_our_patience_ends_it_at_once(
        self, connect: Open, retry_after: str, delay: float
    ) -> None:
        """The next source answers sooner."""
        with ArxivServer([too_many(retry_after)]) as server:
            session = connect(server.url, delay)
            assert session.source([ATTENTION.id]) == silent(
                "arXiv answered 429 (too many requests) and asks for 21 s of patience"
            )
        assert session.clock.sleeps == []

    def test_a_retry_after_in_the_past_is_not_worth_a_word(self, connect: Open) -> None:
        """The usual three seconds hold, and the reason does not speak of it."""
        with ArxivServer([too_many("Thu, 14 Jan 2027 08:00:00 GMT")] * 4) as server:
            session = connect(server.url)
            assert session.source([ATTENTION.id]) == silent("arXiv answered 429 (too many requests)")
        assert session.clock.sleeps == [3.0, 3.0, 3.0]

    def test_a_turn_that_never_comes(self, connect: Open, tmp_path: Path) -> None:
        """When another process keeps arXiv's turn, the next source is asked."""
        with ArxivServer() as server, FileLock(tmp_path / "arxiv.lock"):
            fetched = connect(server.url).source([ATTENTION.id])
        assert fetched == silent("another papers command has kept arXiv busy for a minute")

    def test_patience_is_for_the_whole_command(self, connect: Open) -> None:
        """Two batches share the 20 seconds, and a third is not even tried when they are used up."""
        papers = [ATTENTION._replace(id=f"2001.{n:05}") for n in range(300)]
        ids = [paper.id for paper in papers]
        script = [too_many("12"), feed(papers[:100]), UNAVAILABLE, UNAVAILABLE, UNAVAILABLE]
        with ArxivServer(script) as server:
            session = connect(server.url)
            fetched = session.source(ids)
            assert session.source([ATTENTION.id]) == silent("arXiv answered 503 (service unavailable)")
        assert fetched.papers.keys() == set(ids[:100])
        assert fetched.silent == dict.fromkeys(ids[100:], "arXiv answered 503 (service unavailable)")
        # The retries wait 12 + 3 + 5 seconds; the other 3 are arXiv's pace between two batches.
        assert session.clock.sleeps == [12.0, 3.0, 3.0, 5.0]

    def test_without_a_delay_there_are_no_waits(self, connect: Open) -> None:
        """A delay of 0, as tests set it, also removes the waits between retries."""
        with ArxivServer([UNAVAILABLE, RESET, too_many("5"), feed([ATTENTION])]) as server:
            session = connect(server.url, delay=0)
            assert session.source([ATTENTION.id]) == Fetched({ATTENTION.id: ATTENTION})
        assert (session.clock.sleeps, session.said) == ([], [])

    @pytest.mark.parametrize(
        ("status", "reason"),
        [
            (400, "arXiv answered 400 (bad request)"),
            (403, "arXiv answered 403 (forbidden)"),
            (404, "arXiv answered 404 (not found)"),
            (204, "arXiv answered 204 (no content)"),
        ],
    )
    def test_a_refusal_is_not_asked_for_again(self, connect: Open, status: int, reason: str) -> None:
        """It would be the same the next time, in this call and the next."""
        body = feed([]).body if status == 400 else b""
        with ArxivServer([Answer(body, status)]) as server:
            source = connect(server.url).source
            assert source([ATTENTION.id]) == silent(reason)
            assert source([RICCI.id]) == silent(reason, RICCI.id)

    @pytest.mark.parametrize(
        "trouble", [HANG, feed([ATTENTION])._replace(deed="stall")], ids=["hang", "stall"]
    )
    def test_a_server_that_hangs_is_left(self, connect: Open, trouble: Answer) -> None:
        """No request is without end; who waited for it once has waited enough."""
        with ArxivServer([trouble]) as server:
            session = connect(server.url, patience=0.2)
            assert session.source([ATTENTION.id]) == silent("arXiv did not answer in time")
        assert session.clock.sleeps == []

    def test_an_answer_too_large_is_left(self, connect: Open, monkeypatch: pytest.MonkeyPatch) -> None:
        """However small it was when packed."""
        monkeypatch.setattr(arxiv_session, "LARGEST", 10**5)
        with ArxivServer([BOMB]) as server:
            session = connect(server.url)
            assert session.source([ATTENTION.id]) == silent("arXiv's answer was too large")
        assert session.clock.sleeps == []

    def test_an_answer_that_drips_is_left(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Though no wait for a byte is ever long."""
        monkeypatch.setattr(arxiv_session, "DEADLINE", 0.1)
        with ArxivServer([DRIP]) as server:
            source = ArxivSource(server.url, Turn(str(tmp_path), 0, print), print)
            assert source([ATTENTION.id]) == silent("arXiv did not answer in time")

    def test_a_redirection_is_followed_at_arxivs_pace(self, connect: Open) -> None:
        """Each step is a request like any other."""
        with ArxivServer([redirect("?id_list=moved"), feed([ATTENTION])]) as server:
            session = connect(server.url)
            assert session.source([ATTENTION.id]) == Fetched({ATTENTION.id: ATTENTION})
            assert server.asked() == [(ATTENTION.id,), ("moved",)]
        assert session.clock.sleeps == [3.0]

    @pytest.mark.parametrize(
        ("target", "requests", "reason"),
        [
            ("/api/query", 4, "arXiv redirects in circles"),
            ("http://example.org/api/query", 1, "arXiv redirects elsewhere"),
            ("http://notarxiv.org/", 1, "arXiv redirects elsewhere"),
            ("file:///etc/passwd", 1, "arXiv redirects elsewhere"),
            ("http://[", 1, "arXiv cannot be reached"),
        ],
    )
    def test_a_redirection_that_leads_nowhere_is_no_answer(
        self, connect: Open, target: str, requests: int, reason: str
    ) -> None:
        """A circle is left after three steps, other hosts are not asked, and nothing is tried again."""
        with ArxivServer([redirect(target)] * requests) as server:
            session = connect(server.url)
            assert session.source([ATTENTION.id]) == silent(reason)
        assert session.clock.sleeps == [3.0] * (requests - 1)

    @pytest.mark.parametrize(
        "url", ["refused", "http://no.such.host.invalid/api/query", "http://a..b/api", "nonsense"]
    )
    def test_where_nobody_is_nobody_is_asked_again(
        self, connect: Open, monkeypatch: pytest.MonkeyPatch, url: str
    ) -> None:
        """A refused connection, an unknown host and an impossible address end it at once."""
        if "invalid" in url:
            monkeypatch.setattr(socket, "getaddrinfo", unknown_host)
        session = connect(refusing_url() if url == "refused" else url)
        assert session.source([ATTENTION.id]) == silent("arXiv cannot be reached")
        assert session.clock.sleeps == []

    def test_a_certificate_that_does_not_hold_is_said(self, connect: Open) -> None:
        """Somebody speaks, but not TLS."""
        with ArxivServer() as server:
            session = connect(server.url.replace("http:", "https:"))
            assert session.source([ATTENTION.id]) == silent("no secure connection to arXiv could be made")

    @settings(max_examples=40, deadline=None)
    @given(
        st.binary(max_size=200)
        | st.integers(0, 1400).map(lambda end: feed(BOTH.values()).body[:end])
        | st.tuples(st.integers(0, 1500), st.binary(min_size=1, max_size=4)).map(
            lambda cut: feed(BOTH.values()).body[: cut[0]] + cut[1] + feed(BOTH.values()).body[cut[0] + 1 :]
        ),
        st.sampled_from([200, 400, 500]),
    )
    def test_no_body_raises_or_makes_a_paper_missing(
        self, tmp_path_factory: pytest.TempPathFactory, body: bytes, status: int
    ) -> None:
        """Whatever arrives, every id is accounted for, and only a good feed can find it missing."""
        with ArxivServer([Answer(body, status)] * 4) as server:
            server.allow_unused()
            turn = Turn(str(tmp_path_factory.getbasetemp()), 0, print)
            fetched = ArxivSource(server.url, turn, print)(list(BOTH))
        assert fetched.papers.keys() | fetched.missing | fetched.silent.keys() == BOTH.keys()
        assert fetched.missing == frozenset()


def recordings() -> list[Any]:
    """Return the recorded feeds with what is known of each, or one case to skip."""
    manifest = RECORDED / "MANIFEST.jsonl"
    if not manifest.exists():
        skip = pytest.mark.skip(reason=f"no recorded feeds at {RECORDED}")
        return [pytest.param("", 0, [], "", marks=skip, id="absent")]
    rows = map(json.loads, manifest.read_text(encoding="utf-8").splitlines())
    return [
        pytest.param(row["file"], row["http_status"], row["ids"], row["request"] or "", id=row["file"])
        for row in rows
    ]


@pytest.mark.parametrize(("file", "status", "ids", "request_url"), recordings())
def test_recorded_feeds(connect: Open, file: str, status: int, ids: Sequence[str], request_url: str) -> None:
    """Every paper of every recorded answer is read, with its version; the other ids are missing."""
    versions = {wanted.rpartition("v")[0]: int(wanted.rpartition("v")[2]) for wanted in ids}
    listed = parse_qs(urlsplit(request_url).query).get("id_list", [""])[0].split(",")
    asked = {re.sub(r"v\d+$", "", wanted) for wanted in listed if wanted} | versions.keys()
    script = [Answer((RECORDED / file).read_bytes(), status)]
    with ArxivServer(script) as server:
        fetched = connect(server.url, delay=0).source(sorted(asked))
    assert {paper.id: paper.version for paper in fetched.papers.values()} == versions
    assert fetched.missing == asked - versions.keys()
    for paper in fetched.papers.values():
        assert paper.complete
        assert paper.title == " ".join(paper.title.split()) != ""
        assert paper.abstract
        assert paper.authors_total == len(paper.authors) > 0
        assert paper.primary_category == paper.categories[0]
        assert (paper.published or "") <= (paper.updated or "")
