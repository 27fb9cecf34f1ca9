"""The door to images that GitHub hosts: attachments of issues, and files of the notes' own repository.

Nothing else is fetched: an address in a note must not make this machine ask others for something. The
token goes to GitHub itself and to its API, to exactly those two, and only for what cannot be had without;
where they send a request on to, it does not go along.
"""

import re
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from http.client import responses
from http.cookiejar import DefaultCookiePolicy
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

import requests
from requests.exceptions import BaseHTTPError  # type: ignore[attr-defined]  # the stubs leave it out

from paper_notes import __version__
from paper_notes.values.errors import TrackerError

USER_AGENT = f"paper-notes/{__version__} (Python notes tool; copies images once)"

LARGEST = 10 * 2**20
"""Bytes of an image, as GitHub takes them (GitHub docs: attaching files)."""

DEADLINE = 60.0
"""Seconds for one image, however steadily it trickles."""

REDIRECTIONS = 3

PATIENCE = 3
"""So many images in a row may be late, or break off, before no more are asked for."""

PASS_REMEDY = (
    "Images of a private repository need a classic token with the scope repo, or: gh auth login. "
    "Fine-grained tokens cannot read them."
)

_HOSTS = (
    "user-images.githubusercontent.com",
    "private-user-images.githubusercontent.com",
    "cloud.githubusercontent.com",
)
"""Where issues keep their images; without a token."""
_STORES = re.compile(r"[a-z0-9-]+\.githubusercontent\.com|github-production-[a-z0-9-]+\.s3\.amazonaws\.com")
"""Where GitHub sends requests on to."""
_ATTACHED = re.compile(r"/user-attachments/assets/[\w-]+|/[\w.-]+/[\w.-]+/assets/[0-9]+/[\w.-]+")
_FILE = re.compile(
    r"/(?P<repository>[\w.-]+/[\w.-]+)/(?:raw|blob)/(?P<ref>(?:refs/heads/)?[^/]+)/(?P<path>.+)"
)
_RAW = re.compile(r"/(?P<repository>[\w.-]+/[\w.-]+)/(?P<ref>(?:refs/heads/)?[^/]+)/(?P<path>.+)")


class _Way(NamedTuple):
    """One way to ask for an image."""

    address: str
    with_token: bool = False


class ImageSource:
    """Fetches images from GitHub, one at a time. Make one for each command."""

    def __init__(
        self,
        *,
        web: str,
        api: str,
        repository: str | None,
        token: Callable[[], str | None],
        hosts: tuple[str, ...] = _HOSTS,
        stores: re.Pattern[str] = _STORES,
        timeout: tuple[float, float] = (5, 20),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Set up without asking anything.

        `web` and `api` are GitHub's addresses, https unless GitHub itself is configured to be elsewhere;
        `repository` is that of the notes; `token` is asked for one when it is needed.
        """
        self._web = web
        self._api = api
        self._repository = (repository or "").lower()
        self._find_token = token
        self._hosts = hosts
        self._stores = stores
        self._timeout = timeout
        self._clock = clock
        self._losses = 0
        self._session = requests.Session()
        # Without these, requests sends what ~/.netrc has for a host, and cookies of earlier answers.
        self._session.auth = lambda request: request
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def takes(self, address: str) -> bool:
        """Tell whether the image is one that GitHub keeps for these notes."""
        return bool(list(self._ways(address)))

    def __call__(self, address: str) -> bytes:
        """Return what is at an address that `takes` takes.

        Raises TrackerError, with `stops` set if the others cannot be had either.
        """
        problem = TrackerError("This is no image of GitHub's.")
        for way in self._ways(address):
            if way.with_token and self._token is None:
                continue
            try:
                return self._get(way)
            except _NotThereError as error:
                problem = error
        raise problem

    # -- where ------------------------------------------------------------------------

    def _ways(self, address: str) -> Iterator[_Way]:
        """Yield how the image may be had, first without the token."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return
        host = parts.netloc.lower()
        if not self._is_safe(parts.scheme, host):
            return
        web = urlsplit(self._web)
        if host in self._hosts:
            yield _Way(address)
        elif host == web.netloc and _ATTACHED.fullmatch(parts.path):
            yield from (_Way(address), _Way(address, with_token=True))
        else:
            shape = {web.netloc: _FILE, "raw.githubusercontent.com": _RAW}.get(host)
            found = shape.fullmatch(unquote(parts.path)) if shape else None
            if (
                found
                and found["repository"].lower() == self._repository
                and ".." not in found["path"].split("/")
            ):
                ref, path = found["ref"].removeprefix("refs/heads/"), quote(found["path"])
                yield _Way(f"{self._web}/{found['repository']}/raw/{quote(ref)}/{path}")
                yield _Way(
                    f"{self._api}/repos/{found['repository']}/contents/{path}?ref={quote(ref, safe='')}",
                    with_token=True,
                )

    def _is_safe(self, scheme: str, host: str) -> bool:
        """Tell whether a host may be asked in this way: encrypted, unless GitHub is configured otherwise."""
        configured = urlsplit(self._web)
        return scheme == "https" or (scheme == "http" == configured.scheme and host != "")

    def _may_have_token(self, address: str) -> bool:
        parts = urlsplit(address)
        return any(parts[:2] == urlsplit(place)[:2] for place in (self._web, self._api))

    @cached_property
    def _token(self) -> str | None:
        """The token, looked for when the first image needs one: it may have to be asked of `gh`."""
        return self._find_token()

    # -- how --------------------------------------------------------------------------

    def _get(self, way: _Way) -> bytes:
        deadline = self._clock() + DEADLINE
        address = way.address
        for _ in range(REDIRECTIONS + 1):
            headers = {"User-Agent": USER_AGENT, "Accept": "image/*", "Accept-Encoding": "identity"}
            if way.with_token and self._may_have_token(address):
                headers["Authorization"] = f"Bearer {self._token}"
                if address.startswith(f"{self._api}/"):
                    headers["Accept"] = "application/vnd.github.raw+json"
            try:
                response = self._session.get(
                    address, headers=headers, timeout=self._timeout, allow_redirects=False, stream=True
                )
                with response:
                    if response.status_code == 200:
                        return self._read(response, deadline)
            # Never the exception's own words: they may hold the request, and with it the token.
            except requests.Timeout:
                raise self._lost("GitHub did not answer in time.") from None
            except requests.RequestException:
                host = urlsplit(address).hostname
                raise TrackerError(f"{host} cannot be reached.", "Check the network.", stops=True) from None
            except (BaseHTTPError, ValueError):
                # Urllib3's, which requests does not translate while a body is read.
                raise self._lost("The connection to GitHub broke off.") from None
            address = self._next(response, address)
        raise _NotThereError("GitHub sends from one address to another.")

    def _next(self, response: requests.Response, address: str) -> str:
        """Return where an answer without an image sends us; raise if that is nowhere."""
        status = response.status_code
        if status in (301, 302, 303, 307, 308):
            to = urljoin(address, response.headers.get("Location", ""))
            parts = urlsplit(to)
            host = parts.netloc.lower()
            known = host in (*self._hosts, urlsplit(self._web).netloc) or self._stores.fullmatch(host)
            if known and self._is_safe(parts.scheme, host):
                return to
            raise _NotThereError("GitHub sends to a place that is not GitHub's.")
        if status == 429 or (status == 403 and "retry-after" in response.headers):
            raise TrackerError("GitHub's limit on requests is reached.", "Run it again later.", stops=True)
        said = f"GitHub answered {status} ({responses.get(status, 'unknown').lower()})."
        raise _NotThereError(said, PASS_REMEDY if status in (401, 403, 404) else None)

    def _lost(self, message: str) -> TrackerError:
        self._losses += 1
        return TrackerError(message, stops=self._losses == PATIENCE)

    def _read(self, response: requests.Response, deadline: float) -> bytes:
        content = bytearray()
        # read1 returns what has come so far; iter_content would wait for a full piece.
        while piece := response.raw.read1(2**16):
            content += piece
            if len(content) > LARGEST:
                raise TrackerError(f"It is larger than {LARGEST // 2**20} MB.")
            if self._clock() > deadline:
                raise self._lost("GitHub did not answer in time.")
        self._losses = 0
        return bytes(content)


class _NotThereError(TrackerError):
    """Not in this way: another may do."""
