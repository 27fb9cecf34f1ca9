"""The door to DataCite, where arXiv registers a DOI for each of its papers.

DataCite answers when arXiv does not, with most of what arXiv knows: no journal
reference, at times a version behind. The records' shapes are those of the DataCite
REST API and its metadata schema 4.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from http.client import responses
from typing import Any
from urllib.parse import quote

import requests
from requests.exceptions import BaseHTTPError  # type: ignore[attr-defined]  # the stubs leave it out

from paper_notes import __version__
from paper_notes.values.model import Paper
from paper_notes.values.record import paper_from_data
from paper_notes.values.source import Fetched

USER_AGENT = f"paper-notes/{__version__} (Python notes tool; asks one paper at a time)"

LARGEST = 20 * 2**20
"""Bytes of an answer, unpacked; far more than a record has."""

DEADLINE = 60.0
"""Seconds for the whole of one answer, however steadily it trickles."""

_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&#39;": "'", "&amp;": "&"}
_ENTITY = re.compile("|".join(_ENTITIES))
# JSON can carry these, XML and terminals cannot.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CATEGORY = re.compile(r".*\(([a-z-]+(?:\.[A-Za-z-]+)?)\)")
_REVISION = re.compile(r"v(\d{1,5})\b.*")


class DataCiteSource:
    """Ask DataCite for papers by arXiv id: a `Fetch`. Make one for each command.

    It never raises for anything that DataCite or the network does, and never calls a
    paper missing: the DOIs of new papers come a day late. It does not try twice; when
    DataCite as a whole is in trouble, the rest of the ids are not asked for.
    """

    def __init__(
        self,
        url: str,
        report: Callable[[str], None],
        *,
        timeout: tuple[float, float] = (5, 15),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Set up without asking anything; `url` is the API's root, timeouts are in seconds."""
        self._clock = clock
        self._url = url
        self._report = report
        self._timeout = timeout
        self._gave_up: str | None = None

    def __call__(self, ids: Sequence[str]) -> Fetched:
        """Return what DataCite says about `ids`, one request each."""
        papers: dict[str, Paper] = {}
        silent: dict[str, str] = {}
        wanted = dict.fromkeys(ids)
        if len(wanted) > 1:
            self._report(f"Asking DataCite for {len(wanted)} papers, one at a time.")
        with requests.Session() as session:
            # Without it, requests sends what ~/.netrc has for the host, which is nobody's business here.
            session.auth = lambda request: request
            for paper_id in wanted:
                try:
                    papers[paper_id] = self._fetch(session, paper_id)
                except _NoAnswerError as error:
                    silent[paper_id] = str(error)
        return Fetched(papers, silent=silent)

    def _fetch(self, session: requests.Session, paper_id: str) -> Paper:
        if self._gave_up:
            raise _NoAnswerError(self._gave_up)
        try:
            attributes = _attributes(self._get(session, paper_id), paper_id)
        except _NoServiceError as error:
            self._gave_up = str(error)
            raise
        try:
            return _paper(paper_id, attributes)
        except ValueError as error:
            raise _NoAnswerError(f"DataCite's record could not be read ({error})") from error

    def _get(self, session: requests.Session, paper_id: str) -> Any:
        """Return the answer's JSON."""
        deadline = self._clock() + DEADLINE
        try:
            response = session.get(
                f"{self._url}/dois/10.48550/arXiv.{quote(paper_id)}",
                headers={"User-Agent": USER_AGENT, "Accept": "application/vnd.api+json"},
                timeout=self._timeout,
                # The interface has none; what a redirection leads to would be asked with ~/.netrc again.
                allow_redirects=False,
                stream=True,
            )
            with response:
                content = self._read(response, deadline)
        except requests.Timeout as error:
            raise _NoServiceError("DataCite did not answer in time") from error
        except (requests.RequestException, BaseHTTPError, ValueError) as error:
            # BaseHTTPError: urllib3's, which requests does not translate while a body is read.
            # ValueError: some impossible host names get past requests into urllib3.
            raise _NoServiceError("DataCite cannot be reached") from error
        status = response.status_code
        if status == 404:
            raise _NoAnswerError("DataCite has no record")
        if status != 200:
            phrase = f" ({responses[status].lower()})" if status in responses else ""
            raise _NoServiceError(f"DataCite answered {status}{phrase}")
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise _NoServiceError("DataCite's answer was not JSON") from None

    def _read(self, response: requests.Response, deadline: float) -> bytes:
        content = bytearray()
        # read1 returns what has come so far; iter_content would wait for a full piece.
        while piece := response.raw.read1(2**16, decode_content=True):
            content += piece
            if len(content) > LARGEST:
                raise _NoServiceError("DataCite's answer was too large")
            if self._clock() > deadline:
                raise _NoServiceError("DataCite did not answer in time")
        return bytes(content)


class _NoAnswerError(Exception):
    """No paper for one id. As text, the reason as a clause."""


class _NoServiceError(_NoAnswerError):
    """No answer for any id: whoever is there is not DataCite, or not well."""


def _attributes(answer: Any, paper_id: str) -> dict[str, Any]:
    """Return the record's attributes, once it is sure that they are this paper's."""
    data = _object(_object(answer).get("data"))
    attributes = _object(data.get("attributes"))
    if not attributes:
        raise _NoAnswerError("DataCite's answer was not a record")
    if str(data.get("id")).lower() != f"10.48550/arxiv.{paper_id}".lower():
        raise _NoAnswerError("DataCite answered with another record")
    return attributes


def _paper(paper_id: str, attributes: dict[str, Any]) -> Paper:
    """Return the record as a paper; raise ValueError, with the reason, if it cannot be one."""
    title = next((text for item in _items(attributes, "titles") if (text := _text(item, "title"))), "")
    if not title:
        raise ValueError("it has no title")
    names = [name for item in _items(attributes, "creators") if (name := _name(item))]
    categories = [
        match[1]
        for item in _items(attributes, "subjects")
        if item.get("subjectScheme") == "arXiv" and (match := _CATEGORY.fullmatch(_text(item, "subject")))
    ]
    revisions = dict(sorted(_revisions(attributes)))
    version = max([*revisions, _number(attributes.get("version"))])
    return paper_from_data(
        {
            "id": paper_id,
            "title": title,
            "authors": names,
            "abstract": _description(attributes, "Abstract"),
            "version": version or None,
            "published": revisions.get(1) or _date(attributes, "Available") or _date(attributes, "Issued"),
            "updated": revisions.get(version) or None,
            "primary_category": categories[0] if categories else None,
            "categories": list(dict.fromkeys(categories)),
            "comment": _description(attributes, "Other"),
            "doi": _doi(attributes),
            "source": "datacite",
        }
    )


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(attributes: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the objects of a list, which may be absent or hold anything."""
    value = attributes.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(item: dict[str, Any], key: str) -> str:
    """Return a text on one line; DataCite stores `<`, `>` and `&` the way XML writes them."""
    value = item.get(key)
    if not isinstance(value, str):
        return ""
    plain = _ENTITY.sub(lambda match: _ENTITIES[match[0]], value)
    return " ".join(_CONTROL.sub("", plain).split())


def _name(creator: dict[str, Any]) -> str:
    """Return the name as it stands on a paper: `Vaswani, Ashish` is filed by family name.

    Whether it is a person's cannot be told by nameType: people with a single name are
    filed as organizations.
    """
    given, family = _text(creator, "givenName"), _text(creator, "familyName")
    name = f"{given} {family}" if given and family else _text(creator, "name")
    return name if any(char.isalnum() for char in name) else ""


def _description(attributes: dict[str, Any], kind: str) -> str | None:
    """Return the first description of a kind; arXiv's comment is filed as `Other`."""
    texts = (
        _text(item, "description")
        for item in _items(attributes, "descriptions")
        if item.get("descriptionType") == kind
    )
    return next(filter(None, texts), None)


def _revisions(attributes: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield each version with the time it was submitted (`Updated` is DataCite's own bookkeeping)."""
    for item in _items(attributes, "dates"):
        match = _REVISION.fullmatch(_text(item, "dateInformation"))
        if match and item.get("dateType") in ("Submitted", "Withdrawn"):
            yield int(match[1]), _text(item, "date")


def _date(attributes: dict[str, Any], kind: str) -> str | None:
    dates = (_text(item, "date") for item in _items(attributes, "dates") if item.get("dateType") == kind)
    return next(filter(None, dates), None)


def _number(value: object) -> int:
    return int(value) if isinstance(value, str | int) and re.fullmatch(r"\d{1,5}", str(value)) else 0


def _doi(attributes: dict[str, Any]) -> str | None:
    """Return the DOI of the published version, which arXiv files as what this is a version of."""
    dois = (
        _text(item, "relatedIdentifier")
        for item in _items(attributes, "relatedIdentifiers")
        if item.get("relationType") in ("IsVersionOf", "IsIdenticalTo")
    )
    return next((doi for doi in dois if re.fullmatch(r"10\.(?!48550/)\d{4,9}/\S+", doi)), None)
