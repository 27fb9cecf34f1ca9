"""The connection with GitHub, on which no request of ours becomes more than a few, and no content is endless.

PyGithub follows redirections, and repeats a read that is answered with 202, without end (seen with
PyGithub 2.10). It does so by the connection that it is given, so this one looks at each answer first.
"""

import time
from urllib.parse import urlsplit

import requests
from github.Requester import HTTPRequestsConnectionClass, HTTPSRequestsConnectionClass

REDIRECTS = 5
"""Redirections followed for one read."""

DEADLINE = 120.0
"""Seconds for the whole of one answer, however steadily it trickles."""

LARGEST = 64 * 2**20
"""Bytes of an answer, unpacked; more than a hundred issues as long as GitHub takes them."""


class SentOnError(Exception):
    """A read was redirected again and again. As text, the address at which it ended."""


class NotReadyError(Exception):
    """GitHub has taken the request, and has no answer to it yet."""


class EndlessError(Exception):
    """An answer was given up before its end. As text, what is wrong with it, as a clause."""


class Connection:
    """A connection for PyGithub, which leads to one host whatever is answered."""

    def __init__(self, api: str, timeout: int) -> None:
        """Take the API's base URL, and how many seconds to wait for an answer; nothing is sent yet."""
        parts = urlsplit(api)
        kind = HTTPSRequestsConnectionClass if parts.scheme == "https" else HTTPRequestsConnectionClass
        self._connection = kind(parts.hostname or "", parts.port, timeout=timeout)
        self._connection.session.hooks["response"].append(self._look_at)
        self._redirects = 0

    def for_request(self) -> HTTPRequestsConnectionClass | HTTPSRequestsConnectionClass:
        """Return what PyGithub may send one request with.

        Sending raises SentOnError, NotReadyError or EndlessError for what would have no end.
        """
        self._redirects = 0
        return self._connection

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _look_at(self, response: requests.Response, **_: object) -> None:
        if response.request.method != "GET":
            # PyGithub would do the same at the other address; without one it returns the answer.
            response.headers.pop("location", None)
        elif response.status_code == requests.codes.accepted:
            response.close()
            raise NotReadyError
        elif "location" in response.headers:
            self._redirects += 1
            if self._redirects > REDIRECTS:
                response.close()
                raise SentOnError((response.url or "").partition("?")[0])
        response._content = _read(response)  # as requests would do next, however long it takes


def _read(response: requests.Response) -> bytes:
    content = bytearray()
    deadline = time.monotonic() + DEADLINE
    # read1 returns what has come so far; requests would wait for a full piece.
    while piece := response.raw.read1(2**16, decode_content=True):
        content += piece
        if len(content) > LARGEST:
            response.close()
            raise EndlessError(f"answers with more than {LARGEST // 2**20} MB")
        if time.monotonic() > deadline:
            response.close()
            raise EndlessError(f"has not come to an end of its answer in {DEADLINE:.0f} s")
    return bytes(content)
