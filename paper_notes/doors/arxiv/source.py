"""The door to arXiv: ids in, papers out, through the `arxiv` package and at arXiv's pace.

The package asks without a timeout, takes a web page or a half feed for "no such paper",
and ignores Retry-After (measured with arxiv 4.0.2). So the requests it sends go through
a session of ours, which reads each answer strictly before the package sees it.
"""

import email.utils
import logging
import re
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from http.client import responses
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import arxiv  # type: ignore[import-untyped]  # it ships no types
import requests
import urllib3.exceptions

from paper_notes import __version__
from paper_notes.doors.arxiv.pace import Turn
from paper_notes.doors.arxiv.query import title_query
from paper_notes.values.errors import SourceError
from paper_notes.values.model import Fetched, Paper, Titled

USER_AGENT = f"paper-notes/{__version__} (Python notes tool; respects 1 request per 3 s)"

BATCH = 100
"""Ids a request; some 600 make an address that arXiv refuses with 414."""

MATCHES = 20
"""Papers that a search for a title returns at most: beyond them none has that title."""

TRIES = 4
"""Requests a batch, the first one included."""

PATIENCE = 20.0
"""Seconds that all retries of one command may wait together."""

REDIRECTS = 3
"""Redirections followed for one answer; each is a request of its own, at arXiv's pace."""

LARGEST = 20 * 2**20
"""Bytes of an answer, unpacked; far more than a hundred papers have."""

DEADLINE = 60.0
"""Seconds for the whole of one answer, however steadily it trickles."""

_ATOM = "{http://www.w3.org/2005/Atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_ENTRY_ID = re.compile(r"https?://(?:[a-z]+\.)?arxiv\.org/abs/(?P<id>.+?)(?:v(?P<version>\d+))?")
_BAD_ID = re.compile(r".*/api/errors#incorrect_id_format_for_(?P<id>.+)")
# Authors also file MSC and ACM classes ("53C", "I.2.7; H.3") under their categories.
_CATEGORY = re.compile(r"[a-z]+(-[a-z]+)*(\.[A-Za-z]+(-[a-z]+)*)?")


# What the arxiv package warns of, we say ourselves; left alone, Python prints it to stderr.
logging.getLogger("arxiv").setLevel(logging.CRITICAL)


class ArxivSource:
    """Ask arXiv for papers by id: a `Fetch`. Make one for each command.

    It never raises for anything that arXiv or the network does: ids without an answer
    are `silent`, with the reason. An id is `missing` only when a sound and complete
    answer does not have it, or when arXiv calls the id malformed.

    Answers that may come right are asked for again, after the pace's delay, then twice
    that, and so on, or when Retry-After says: up to 20 seconds for the whole command.
    After that, or when nobody is there at all, arXiv is not asked again.
    """

    def __init__(
        self,
        url: str,
        turn: Turn,
        report: Callable[[str], None],
        *,
        timeout: tuple[float, float] = (5, 30),
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Set up without asking anything.

        Args:
            url: arXiv's query interface, without a query.
            turn: keeps the pace; a delay of 0 also means no waits between retries.
            report: told of every wait before a retry.
            timeout: seconds to connect, and to wait for each piece of an answer.
            clock: what a Retry-After date is compared with, and the time that an answer takes.
            sleep: how to wait.

        """
        self._session = _Session(turn, timeout, clock)
        self._client = self._new_client(url, BATCH)
        self._searcher = self._new_client(url, MATCHES)
        self._delay = turn.delay
        self._report = report
        self._sleep = sleep
        self._patience = PATIENCE
        self._gave_up: str | None = None

    def _new_client(self, url: str, page_size: int) -> arxiv.Client:
        client = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
        client.query_url_format = url.replace("{", "{{").replace("}", "}}") + "?{}"
        client._session = self._session
        return client

    def __call__(self, ids: Sequence[str]) -> Fetched:
        """Return what arXiv says about `ids`, at most a hundred a request."""
        papers: dict[str, Paper] = {}
        missing: frozenset[str] = frozenset()
        silent: dict[str, str] = {}
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), BATCH):
            if start:
                self._report(f"arXiv has been asked for {start} of {len(wanted)} papers.")
            fetched = self._fetch(wanted[start : start + BATCH])
            papers |= fetched.papers
            missing |= fetched.missing
            silent |= fetched.silent
        return Fetched(papers, missing, silent)

    def titled(self, title: str) -> Titled:
        """Return the papers that arXiv finds for a title, at most 20, the best match first: a `Seek`."""
        query = title_query(title)
        if query is None:
            return Titled(())
        tries = 0
        while self._gave_up is None:
            try:
                papers = self._results(self._searcher, arxiv.Search(query, max_results=MATCHES))
            except _BadIdError:
                self._gave_up = "arXiv's answer was about something else"
            except _NoAnswerError as trouble:
                if trouble.status == HTTPStatus.BAD_REQUEST:
                    # A title that arXiv cannot read is one that it does not find; others it may.
                    return Titled(())
                tries += 1
                self._wait(trouble, tries)
            else:
                return Titled(tuple(papers))
        return Titled((), self._gave_up)

    def _fetch(self, ids: list[str]) -> Fetched:
        papers: dict[str, Paper] = {}
        missing: set[str] = set()
        tries = 0
        while ids and self._gave_up is None:
            answer = self._ask(ids)
            papers |= answer.papers
            missing |= answer.missing
            ids = [wanted for wanted in ids if wanted not in papers and wanted not in missing]
            if ids and answer.trouble:
                tries += 1
                self._wait(answer.trouble, tries)
        return Fetched(papers, frozenset(missing), dict.fromkeys(ids, str(self._gave_up)))

    def _ask(self, ids: list[str]) -> "_Answer":
        try:
            results = self._results(self._client, arxiv.Search(id_list=ids, max_results=len(ids)))
        except _BadIdError as error:
            if error.id in ids:
                return _Answer(missing=frozenset([error.id]))
            return _Answer(trouble=_NoAnswerError(f"arXiv calls {error.id} malformed", again=False))
        except _NoAnswerError as trouble:
            return _Answer(trouble=trouble)
        papers = {paper.id: paper for paper in results if paper.id in ids}
        page = self._session.page
        if page.total == page.entries == len(papers):
            return _Answer(papers, frozenset(ids) - papers.keys())
        return _Answer(papers, trouble=_NoAnswerError("arXiv's answer was incomplete", again=True))

    def _results(self, client: arxiv.Client, search: arxiv.Search) -> list[Paper]:
        """Return the papers of one answer, in its order."""
        papers: list[Paper] = []
        try:
            # Exactly as many as the page has: asking the generator for more sends a request.
            for number, result in enumerate(client.results(search), start=1):
                if paper := _paper(result):
                    papers.append(paper)
                if number == self._session.page.readable:
                    break
        except (arxiv.ArxivError, ValueError, OverflowError):
            raise _NoAnswerError("arXiv's answer could not be read", again=True) from None
        return papers

    def _wait(self, trouble: "_NoAnswerError", tries: int) -> None:
        """Wait before the next try, or note that there will be none."""
        wait = trouble.after
        if wait is None:
            wait = min(self._delay * 2 ** (tries - 1), self._patience)
        wait = max(wait, self._delay)
        if not trouble.again or tries == TRIES or wait > self._patience:
            asked = f" and asks for {trouble.after:.0f} s of patience" if trouble.after else ""
            self._gave_up = f"{trouble}{asked}"
        elif self._delay > 0:
            self._patience -= wait
            self._report(f"Asking arXiv again in {wait:.3g} s: {trouble}.")
            self._sleep(wait)


class _NoAnswerError(Exception):
    """No usable answer. As text, the reason as a clause."""

    def __init__(
        self, reason: str, *, again: bool, after: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(reason)
        self.again = again
        """Whether another try may help."""
        self.after = after
        """Seconds that Retry-After asks for."""
        self.status = status
        """What arXiv answered, if it was not 200."""


class _BadIdError(Exception):
    """arXiv calls one id of the batch malformed, and answers for none of it."""

    def __init__(self, paper_id: str) -> None:
        super().__init__(paper_id)
        self.id = paper_id


class _Answer(NamedTuple):
    papers: dict[str, Paper] = {}  # noqa: RUF012 (never written to)
    missing: frozenset[str] = frozenset()
    trouble: _NoAnswerError | None = None


class _Page(NamedTuple):
    """What a well-formed feed counts."""

    total: int | None
    """Papers that arXiv found."""
    entries: int
    readable: int
    """Entries that the arxiv package makes a Result of: those with an id and two dates."""


class _Session(requests.Session):
    """Sends the arxiv package's requests: in turn, in our name, never without end."""

    page = _Page(None, 0, 0)

    def __init__(self, turn: Turn, timeout: tuple[float, float], clock: Callable[[], float]) -> None:
        super().__init__()
        # Without it, requests sends what ~/.netrc has for the host, which is nobody's business here.
        self.auth = lambda request: request
        self._turn = turn
        self._timeout = timeout
        self._clock = clock

    def get(self, url: str | bytes, **_: Any) -> requests.Response:
        """Return an answer that is a sound feed.

        Raises:
            _BadIdError: it is about a malformed id.
            _NoAnswerError: it is anything else, or there is none.

        """
        try:
            response = self._arrive(url if isinstance(url, str) else url.decode())
        except SourceError as error:
            raise _NoAnswerError(str(error), again=False) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            # ValueError: some impossible host names get past requests into urllib3.
            raise _network_trouble(error) from error
        self.page = _check(response, self._clock())
        return response

    def _arrive(self, address: str) -> requests.Response:
        """Return the answer at the end of the redirections, if there are any."""
        for _redirect in range(REDIRECTS + 1):
            response = self._send(address)
            target = self.get_redirect_target(response)
            if target is None:
                return response
            address = _follow(address, target)
        raise _NoAnswerError("arXiv redirects in circles", again=False)

    def _send(self, address: str) -> requests.Response:
        """Return the answer of one request, made in its turn."""
        with self._turn:
            deadline = self._clock() + DEADLINE
            response = super().get(
                address,
                headers={"User-Agent": USER_AGENT},
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            )
            with response:
                # Where the arxiv package, which asks for `content`, finds it.
                response._content = self._read(response, deadline)
            return response

    def _read(self, response: requests.Response, deadline: float) -> bytes:
        content = bytearray()
        # read1 returns what has come so far; iter_content would wait for a full piece.
        while piece := response.raw.read1(2**16, decode_content=True):
            content += piece
            if len(content) > LARGEST:
                raise _NoAnswerError("arXiv's answer was too large", again=False)
            if self._clock() > deadline:
                raise _NoAnswerError("arXiv did not answer in time", again=False)
        return bytes(content)


def _follow(address: str, target: str) -> str:
    """Return the address that a redirection leads to, if it is arXiv's."""
    target = urljoin(address, target)
    scheme, host = urlsplit(target).scheme, urlsplit(target).hostname or ""
    known = host == urlsplit(address).hostname or f".{host}".endswith(".arxiv.org")
    if scheme not in ("http", "https") or not known:
        raise _NoAnswerError("arXiv redirects elsewhere", again=False)
    return target


def _network_trouble(error: Exception) -> _NoAnswerError:
    # requests hides what happened before the body inside its ConnectionError.
    cause = error.args[0] if error.args else None
    slow = (requests.ReadTimeout, urllib3.exceptions.ReadTimeoutError)
    if isinstance(error, slow) or isinstance(cause, slow):
        return _NoAnswerError("arXiv did not answer in time", again=False)
    if isinstance(error, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
        return _NoAnswerError("no secure connection to arXiv could be made", again=False)
    broken = (urllib3.exceptions.ProtocolError, urllib3.exceptions.DecodeError)
    if isinstance(error, broken) or isinstance(cause, broken):
        return _NoAnswerError("the connection to arXiv broke off", again=True)
    return _NoAnswerError("arXiv cannot be reached", again=False)


def _check(response: requests.Response, now: float) -> _Page:
    status = response.status_code
    if status not in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST):
        raise _status_trouble(response, now)
    if not response.content.strip():
        raise _NoAnswerError("arXiv's answer was empty", again=True)
    try:
        feed = ElementTree.fromstring(response.content)
    except (ElementTree.ParseError, LookupError, ValueError):
        # LookupError and ValueError: it claims an encoding that Python lacks, or cannot use here.
        said = ": Rate exceeded" if response.content.startswith(b"Rate exceeded") else ""
        raise _NoAnswerError(f"arXiv's answer was not a feed{said}", again=True) from None
    if feed.tag != f"{_ATOM}feed":
        raise _NoAnswerError("arXiv's answer was not a feed", again=True)
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        if match := _BAD_ID.fullmatch(_text(entry, f"{_ATOM}id")):
            raise _BadIdError(unquote(match["id"]))
    if status != HTTPStatus.OK:
        raise _status_trouble(response, now)
    fields = (f"{_ATOM}id", f"{_ATOM}updated", f"{_ATOM}published")
    readable = sum(all(_text(entry, field) for field in fields) for entry in entries)
    total = _text(feed, f"{_OPENSEARCH}totalResults")
    return _Page(int(total) if total.isdecimal() else None, len(entries), readable)


def _text(element: ElementTree.Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _status_trouble(response: requests.Response, now: float) -> _NoAnswerError:
    status = response.status_code
    phrase = f" ({responses[status].lower()})" if status in responses else ""
    return _NoAnswerError(
        f"arXiv answered {status}{phrase}",
        again=status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR,
        after=_retry_after(response.headers.get("Retry-After", ""), now),
        status=status,
    )


def _retry_after(value: str, now: float) -> float | None:
    """Return the seconds that a Retry-After header asks for: it is a number, or a date (RFC 9110)."""
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _paper(result: arxiv.Result) -> Paper | None:
    """Return the entry as a paper; None if it is not one (an error) or has no title."""
    match = _ENTRY_ID.fullmatch(result.entry_id.strip())
    title = _line(result.title)
    if not match or not title:
        return None
    # A collaboration's list holds a lone ":" between its name and the people.
    names = (_line(author.name) for author in result.authors)
    authors = tuple(name for name in names if any(char.isalnum() for char in name))
    terms = dict.fromkeys([result.primary_category, *result.categories])
    categories = tuple(term for term in terms if _CATEGORY.fullmatch(term))
    return Paper(
        id=match["id"],
        title=title,
        authors=authors,
        authors_total=len(authors),
        abstract=_line(result.summary) or None,
        version=_version(match["version"]),
        published=_time(result.published),
        updated=_time(result.updated),
        primary_category=categories[0] if categories else None,
        categories=categories,
        comment=_line(result.comment) or None,
        journal_ref=_line(result.journal_ref) or None,
        doi=_doi(result.doi),
        source="arxiv",
    )


def _version(digits: str | None) -> int | None:
    # No paper has a hundred thousand versions, and a record refuses them.
    return int(digits) if digits and len(digits) <= 5 else None


def _time(moment: datetime) -> str:
    # strftime would write the year 1 as "1", which is not ISO 8601.
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _doi(text: str | None) -> str | None:
    """Return the first of the DOIs that authors gave (at times two, or with the resolver before it)."""
    match = re.search(r"10\.\d{4,9}/\S+", text or "")
    return match[0] if match and not match[0].lower().startswith("10.48550/") else None
