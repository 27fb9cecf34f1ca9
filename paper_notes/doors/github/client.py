"""HTTP with GitHub: one request at a time, limits waited out, failures in words.

Only PyGithub's `Requester` is used, with plain dicts: its objects ask again for what a list
left out, one request an issue, and its retries send a lost POST again, which makes a second
issue (measured with PyGithub 2.10). So retrying and waiting are done here, in one loop.
"""

import contextlib
import json
import logging
import math
import time
import urllib.parse
from collections.abc import Callable, Iterator
from typing import Any

import requests
from github import Auth, Github
from urllib3.exceptions import HTTPError, NewConnectionError

from paper_notes import __version__
from paper_notes.doors.github.answer import Answer
from paper_notes.doors.github.connection import Connection, EndlessError, NotReadyError, SentOnError
from paper_notes.doors.github.rate_limits import http_time, limit_wait
from paper_notes.doors.github.write_pace import WritePace, clock_time
from paper_notes.values.errors import PapersError, TokenError, TrackerError, UnclearError, UsageError

# PyGithub prints its own narration to stderr from the moment it is imported.
logging.getLogger("github").handlers.clear()

LONGEST_WAIT = 120.0
"""Seconds that a limit may make a command wait; a longer wait ends it."""

RETRY_WAITS = (1, 2, 4)
"""Seconds before each further try of a request that may be repeated."""

IN_VAIN = 3
"""Requests in a row, each with its retries, after which GitHub is taken to be down; one may be bad luck."""

TOKEN_REMEDY = "Set GH_TOKEN to a token that may read and write issues, or run: gh auth login"

NETWORK_REMEDY = "Check the network, and try again later; what is mirrored can be read offline."
PORTAL_REMEDY = "A proxy, or the login page of a network, may be in the way."
CERTIFICATE_REMEDY = "If it is your company's own, name its file in REQUESTS_CA_BUNDLE."


class WaitedError(UnclearError):
    """A limit was waited out; whether the write was carried out before it is to be looked at first."""


class _Limited(Exception):  # noqa: N818 (no error: a reason to wait)
    """GitHub wants us to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class _Lost(Exception):  # noqa: N818 (no error: a reason to look or to try again)
    """No usable answer came."""

    def __init__(
        self, what: str, *, sent: bool = True, remedy: str | None = None, answered: bool = False
    ) -> None:
        """Take what happened, and what tells how to go on.

        Args:
            what: a clause.
            sent: whether the request was sent.
            remedy: what to do if trying again is no use.
            answered: whether GitHub itself said so, about this one request.

        """
        super().__init__(what)
        self.what = what
        self.sent = sent
        self.remedy = remedy
        self.answered = answered


class GitHubClient:
    """Sends requests to GitHub's REST API and hands out what it answered.

    Reads are repeated when the answer is lost; a write is sent once, unless it is sure that
    nothing came of it. Limits are waited out up to two minutes, and `report`ed. Once a limit or
    the network has stopped a request for good, all further ones fail at once, so that whoever
    works through a long list is not held up by each.
    """

    def __init__(
        self,
        token: str | None,
        api: str,
        *,
        pace: WritePace,
        report: Callable[[str], None],
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
        timeout: int = 30,
    ) -> None:
        """Take the token (or None, to read what is public), the API's base URL and the pace of writes.

        Raises:
            TokenError: the token has characters that no token has.
            UsageError: the URL is none.

        """
        token = _checked_token(token)
        self.has_token = token is not None
        self.token_is_app = token is not None and token.startswith("ghs_")
        self.host = _checked_host(api)
        self._timeout = timeout
        self._pace = pace
        self._report = report
        self._sleep = sleep
        self._now = now
        self._waited = 0.0
        """Seconds of the last wait for the write that is going on."""
        self._stopped: TrackerError | None = None
        self._in_vain = 0
        """Requests in a row that were given up."""
        self._github = Github(
            auth=Auth.Token(token) if token else None,
            base_url=api,
            timeout=timeout,
            user_agent=f"paper-notes/{__version__}",
            retry=None,
            # PyGithub would sleep by itself, unseen and per process; `pace` does it for all.
            seconds_between_requests=0,
            seconds_between_writes=0,
            api_version="2022-11-28",
        )
        self._connection = Connection(api, timeout)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
        self._github.close()

    def get(self, path: str, *, etag: str | None = None) -> Answer:
        """Read; with the ETag of an earlier answer the status is 304 if nothing has changed.

        Raises:
            TokenError: the token is refused, or too weak.
            TrackerError: no usable answer could be had.

        """
        return self._request("GET", path, headers={"If-None-Match": etag} if etag else {}, repeat=True)

    def write(self, verb: str, path: str, payload: object, *, repeat: bool = False) -> Answer:
        """Write, in the pace allowed; `repeat` if doing it twice does no harm.

        Raises:
            UnclearError: the answer was lost, and it may have been carried out.
            WaitedError: a limit was waited out: look, and send it again if nothing came of it.
            TokenError: there is no token, or it is refused or too weak.
            TrackerError: it was certainly not carried out.

        """
        self.need_token()
        return self._request(verb, path, payload=payload, repeat=repeat)

    def ready(self) -> None:
        """Wait until one more write is in order."""
        self._pace.ready()

    def need_token(self) -> None:
        """Raise `TokenError` unless there is a token."""
        if not self.has_token:
            raise TokenError("Writing to GitHub needs a token.", TOKEN_REMEDY)

    def time_of(self, answer: Answer) -> float:
        """Return when the answer was given: GitHub's clock if it tells, else ours."""
        return http_time(answer.headers.get("date")) or self._now()

    # -- one request, however often it has to be sent -----------------------------------

    def _request(
        self,
        verb: str,
        path: str,
        *,
        payload: object = None,
        headers: dict[str, str] | None = None,
        repeat: bool,
    ) -> Answer:
        if self._stopped is not None:
            raise TrackerError(self._stopped.message, self._stopped.remedy, stops=True)
        try:
            return self._repeated(verb, path, payload, headers or {}, repeat=repeat)
        except TrackerError as error:
            if error.stops:
                self._stopped = error
            raise

    def _repeated(
        self, verb: str, path: str, payload: object, headers: dict[str, str], *, repeat: bool
    ) -> Answer:
        retries: Iterator[int] = iter(RETRY_WAITS)
        waited = 0.0 if repeat else self._waited
        while True:
            try:
                with contextlib.nullcontext() if verb == "GET" else self._pace.turn():
                    answer = self._send(verb, path, payload, dict(headers))
                if not repeat:
                    self._waited = 0.0
                self._in_vain = 0
                return answer
            except _Limited as limited:
                waited = self._wait_out(limited, waited)
                if not repeat:
                    # A secondary limit may be met halfway, so that the write was carried out all the same.
                    self._waited = waited
                    raise WaitedError(
                        "A limit was met: the request may or may not have been carried out.",
                        "Look at the repository before trying again.",
                    ) from None
            except _Lost as lost:
                if lost.sent and not repeat:
                    raise UnclearError(
                        f"{lost.what}: the request may or may not have been carried out.",
                        "Look at the repository before trying again.",
                    ) from None
                self._wait_to_retry(lost, retries)

    def _wait_out(self, limited: _Limited, waited: float) -> float:
        """Wait as long as a limit wants; return how long, for the next time that it is met."""
        # Doubling, so that a limit which never lifts is not waited for for ever.
        wait = max(limited.seconds, 2 * waited)
        if wait > LONGEST_WAIT:
            raise self._too_long(wait) from None
        self._report(f"GitHub asks to wait {math.ceil(wait)} s.")
        self._sleep(wait)
        return wait

    def _wait_to_retry(self, lost: _Lost, retries: Iterator[int]) -> None:
        """Wait before a request whose answer was lost is sent again; raise if that is no use any more."""
        wait = None if lost.remedy else next(retries, None)
        if wait is None:
            self._in_vain += 1
            stops = not lost.answered or self._in_vain == IN_VAIN
            raise TrackerError(f"{lost.what}.", lost.remedy or NETWORK_REMEDY, stops=stops) from None
        self._report(f"{lost.what}; trying again in {wait} s.")
        self._sleep(wait)

    def _send(self, verb: str, path: str, payload: object, headers: dict[str, str]) -> Answer:
        try:
            status, received, text = self._github.requester.requestJson(
                verb, path, headers=headers, input=payload, cnx=self._connection.for_request()
            )
        except SentOnError as last:
            what = f"{self.host} sends requests from one address to another, lastly from {last}"
            raise _Lost(what, sent=False, remedy=PORTAL_REMEDY, answered=True) from None
        except EndlessError as endless:
            raise _Lost(f"{self.host} {endless}", remedy=PORTAL_REMEDY) from None
        except NotReadyError:
            raise _Lost("GitHub is not ready with its answer (202)", answered=True) from None
        except (requests.RequestException, HTTPError) as error:
            # Never the exception's own words: they may hold the request, and with it the token.
            raise self._lost(error) from None
        except RuntimeError:
            raise TrackerError(
                f"{self.host} sends requests on to another address.", "Check GITHUB_API_URL."
            ) from None
        except (ValueError, OverflowError):
            raise _Lost(f"{self.host} answered with headers that make no sense", answered=True) from None
        answer = Answer(status, received, _decoded(text))
        if status >= 500 or status == 408:
            raise _Lost(f"GitHub answered {status}", answered=True)
        if answer.done and status != 204 and answer.data is None:
            if text.lstrip().startswith("<"):
                raise _Lost(f"{self.host} answered with a web page instead of data", remedy=PORTAL_REMEDY)
            raise _Lost(f"{self.host} answered with no data that can be read", answered=True)
        if status in (401, 403, 429):
            raise self._refusal(answer)
        if (answer.moved and answer.data is None) or (status in (404, 410) and text.lstrip().startswith("<")):
            # What GitHub has not said itself must not make anybody forget an issue, or write a file anew.
            raise self._wordless(answer)
        return answer

    def _lost(self, error: Exception) -> _Lost:
        if isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
            what = f"The certificate of {self.host} is not to be trusted"
            return _Lost(what, sent=False, remedy=CERTIFICATE_REMEDY)
        if isinstance(error, requests.exceptions.ProxyError):
            return _Lost(f"The proxy did not let us through to {self.host}", sent=False)
        if isinstance(error, requests.exceptions.ConnectTimeout) or _never_connected(error):
            return _Lost(f"{self.host} cannot be reached", sent=False)
        if isinstance(error, requests.exceptions.Timeout):
            return _Lost(f"{self.host} did not answer within {self._timeout} s")
        return _Lost(f"The connection to {self.host} broke off")

    def _refusal(self, answer: Answer) -> PapersError | _Limited:
        """Tell why GitHub answered 401, 403 or 429: a limit, the token, or something else."""
        if answer.status == 401:
            problem = "refuses the token" if self.has_token else "wants a token"
            return TokenError(f"GitHub {problem} (401: {answer.message}).", TOKEN_REMEDY)
        if (wait := limit_wait(answer, self.time_of(answer))) is not None:
            return _Limited(wait)
        if answer.data is None:
            return self._wordless(answer)
        if "archived" in answer.message.lower():
            return TrackerError(f"GitHub refused: {answer.message}", "Unarchive the repository on GitHub.")
        needed = answer.headers.get("x-accepted-github-permissions")
        remedy = f"The token needs: {needed}" if needed else TOKEN_REMEDY
        return TokenError(f"GitHub does not allow this (403: {answer.message}).", remedy)

    def _wordless(self, answer: Answer) -> TrackerError:
        """Return the error for an answer that somebody between us and GitHub seems to have given."""
        return TrackerError(
            f"{self.host} answered {answer.status} without a word from GitHub.",
            "A proxy or firewall may be in the way.",
        )

    def _too_long(self, seconds: float) -> TrackerError:
        now = self._now()
        then = f"Run it again after {clock_time(now + seconds, now)}"
        if self.has_token:
            return TrackerError("GitHub's limit on requests is reached.", f"{then}.", stops=True)
        return TrackerError(
            "GitHub's limit on requests without a token, 60 an hour, is reached.",
            f"{then}: papers sync goes on where it stopped. With a token (GH_TOKEN, or gh auth login) "
            "the limit is 5,000.",
            stops=True,
        )


def _checked_token(token: str | None) -> str | None:
    token = (token or "").strip()
    if not all("!" <= character <= "~" for character in token):
        raise TokenError(
            "The token holds characters that no GitHub token has, such as a blank or a line end.",
            TOKEN_REMEDY,
        )
    return token or None


def _checked_host(api: str) -> str:
    try:
        parts = urllib.parse.urlsplit(api)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"{api!r} is not the address of a GitHub API.",
            "It looks like https://api.github.com (GITHUB_API_URL).",
        )
    return f"{parts.hostname}{port}"


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _never_connected(error: Exception) -> bool:
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)
