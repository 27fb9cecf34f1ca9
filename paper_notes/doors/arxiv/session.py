"""HTTP with arXiv: requests in turn and in our name, answers read strictly, failures in words.

It stands in for the session of the `arxiv` package, which asks without a timeout, takes a web page or
a half feed for "no such paper", and ignores Retry-After (measured with arxiv 4.0.2).
"""

import email.utils
import re
from collections.abc import Callable
from http import HTTPStatus
from http.client import responses
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import requests
import urllib3.exceptions

from paper_notes import __version__
from paper_notes.doors.arxiv.pace import Turn
from paper_notes.values.errors import SourceError

USER_AGENT = f"paper-notes/{__version__} (Python notes tool; respects 1 request per 3 s)"

REDIRECTS = 3
"""Redirections followed for one answer; each is a request of its own, at arXiv's pace."""

LARGEST = 20 * 2**20
"""Bytes of an answer, unpacked; far more than a hundred papers have."""

DEADLINE = 60.0
"""Seconds for the whole of one answer, however steadily it trickles."""

_ATOM = "{http://www.w3.org/2005/Atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_BAD_ID = re.compile(r".*/api/errors#incorrect_id_format_for_(?P<id>.+)")


class NoAnswerError(Exception):
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


class BadIdError(Exception):
    """arXiv calls one id of the batch malformed, and answers for none of it."""

    def __init__(self, paper_id: str) -> None:
        super().__init__(paper_id)
        self.id = paper_id


class Page(NamedTuple):
    """What a well-formed feed counts."""

    total: int | None
    """Papers that arXiv found."""
    entries: int
    readable: int
    """Entries that the arxiv package makes a Result of: those with an id and two dates."""


class Session(requests.Session):
    """Sends the arxiv package's requests: in turn, in our name, never without end."""

    page = Page(None, 0, 0)

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
            BadIdError: it is about a malformed id.
            NoAnswerError: it is anything else, or there is none.

        """
        try:
            response = self._arrive(url if isinstance(url, str) else url.decode())
        except SourceError as error:
            raise NoAnswerError(str(error), again=False) from error
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
        raise NoAnswerError("arXiv redirects in circles", again=False)

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
                raise NoAnswerError("arXiv's answer was too large", again=False)
            if self._clock() > deadline:
                raise NoAnswerError("arXiv did not answer in time", again=False)
        return bytes(content)


def _follow(address: str, target: str) -> str:
    """Return the address that a redirection leads to, if it is arXiv's."""
    target = urljoin(address, target)
    scheme, host = urlsplit(target).scheme, urlsplit(target).hostname or ""
    known = host == urlsplit(address).hostname or f".{host}".endswith(".arxiv.org")
    if scheme not in ("http", "https") or not known:
        raise NoAnswerError("arXiv redirects elsewhere", again=False)
    return target


def _network_trouble(error: Exception) -> NoAnswerError:
    # requests hides what happened before the body inside its ConnectionError.
    cause = error.args[0] if error.args else None
    slow = (requests.ReadTimeout, urllib3.exceptions.ReadTimeoutError)
    if isinstance(error, slow) or isinstance(cause, slow):
        return NoAnswerError("arXiv did not answer in time", again=False)
    if isinstance(error, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
        return NoAnswerError("no secure connection to arXiv could be made", again=False)
    broken = (urllib3.exceptions.ProtocolError, urllib3.exceptions.DecodeError)
    if isinstance(error, broken) or isinstance(cause, broken):
        return NoAnswerError("the connection to arXiv broke off", again=True)
    return NoAnswerError("arXiv cannot be reached", again=False)


def _check(response: requests.Response, now: float) -> Page:
    status = response.status_code
    if status not in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST):
        raise _status_trouble(response, now)
    if not response.content.strip():
        raise NoAnswerError("arXiv's answer was empty", again=True)
    try:
        feed = ElementTree.fromstring(response.content)
    except (ElementTree.ParseError, LookupError, ValueError):
        # LookupError and ValueError: it claims an encoding that Python lacks, or cannot use here.
        said = ": Rate exceeded" if response.content.startswith(b"Rate exceeded") else ""
        raise NoAnswerError(f"arXiv's answer was not a feed{said}", again=True) from None
    if feed.tag != f"{_ATOM}feed":
        raise NoAnswerError("arXiv's answer was not a feed", again=True)
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        if match := _BAD_ID.fullmatch(_text(entry, f"{_ATOM}id")):
            raise BadIdError(unquote(match["id"]))
    if status != HTTPStatus.OK:
        raise _status_trouble(response, now)
    fields = (f"{_ATOM}id", f"{_ATOM}updated", f"{_ATOM}published")
    readable = sum(all(_text(entry, field) for field in fields) for entry in entries)
    total = _text(feed, f"{_OPENSEARCH}totalResults")
    return Page(int(total) if total.isdecimal() else None, len(entries), readable)


def _text(element: ElementTree.Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _status_trouble(response: requests.Response, now: float) -> NoAnswerError:
    status = response.status_code
    phrase = f" ({responses[status].lower()})" if status in responses else ""
    return NoAnswerError(
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
