"""Where the links of a note lead, and what GitHub makes a link of by itself."""

import re
from collections.abc import Mapping
from html import escape
from typing import NamedTuple
from urllib.parse import unquote, urljoin

from paper_notes.doors.html.policy import ADDRESSES

_ACTING = re.compile(
    r"(?<![\w/&#.-])(?P<repository>[a-z0-9][\w-]*/[\w.-]+)?(?P<mark>\#|(?<![/\w.-])gh-)(?P<number>[1-9][0-9]{0,8})(?!\w)"
    r"|(?<![\w/.@`-])@(?P<name>[a-z0-9](?:-?[a-z0-9]){0,38})(?![\w/@-]|\.\w)",
    re.ASCII | re.IGNORECASE,
)
"""GitHub docs: autolinked references; a name has 39 characters at most and no two hyphens in a row."""
_THREAD = re.compile(
    r"(?P<web>https?://[^/]+)/(?P<repository>[\w.-]+/[\w.-]+)/(?:issues|pull|discussions)/(?P<number>[1-9][0-9]{0,8})"
    r"(?P<fragment>\#[\w-]*)?",
    re.ASCII,
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


class Place(NamedTuple):
    """What surrounds a note: the repository it is from, and the pages and images beside it."""

    repository: str | None = None
    """Address on GitHub, as https://github.com/owner/name; without one, `#12` and `@name` are text."""
    pages: Mapping[int, str] = {}
    """Addresses, from the page at hand, of the notes that have a page, by number of the issue."""
    images: Mapping[str, str] = {}
    """Addresses, from the page at hand, of the images that were copied, by the original ones."""
    prefix: str = "note-"
    """Goes before all ids, so that no two texts on a page share one."""
    level: int = 2
    """Of the highest heading."""


def acting(html: str, place: Place) -> str:
    """Return a text between two tags with links where GitHub puts them: `#12`, `GH-12`, `a/b#1`, `@name`."""
    repository = place.repository
    if repository is None or ("#" not in html and "@" not in html and "-" not in html):
        return html
    web, name = _split(repository)

    def link(match: re.Match[str]) -> str:
        if match["name"]:
            # Such a name is possible; `@1` in a text about metrics is another thing.
            if match["name"].isdigit():
                return match[0]
            return anchor(f"{web}/{match['name']}", match[0])
        if match["repository"] and match["mark"] != "#":
            return match[0]
        of = match["repository"] or name
        return anchor(thread(web, of, int(match["number"]), place), match[0])

    return _ACTING.sub(link, html)


def anchor(address: str, html: str) -> str:
    """Return a link around HTML."""
    return f'<a href="{escape(address)}"{rel(address)}>{html}</a>'


def thread(web: str, repository: str, number: int, place: Place) -> str:
    """Return the address of an issue: that of our page, if the issue is a note that has one."""
    if (
        place.repository
        and f"{web}/{repository}".lower() == place.repository.lower()
        and number in place.pages
    ):
        return place.pages[number]
    return f"{web}/{repository}/issues/{number}"


def href(address: str, place: Place) -> str | None:
    """Return where a link is to lead; None if that is nowhere."""
    address = address.strip()
    if address in place.images:
        return place.images[address]
    if address.startswith("#"):
        fragment = unquote(address[1:])
        return f"#{fragment if fragment.startswith(place.prefix) else place.prefix + fragment}"
    full = absolute(address, place)
    found = _THREAD.fullmatch(full) if full and place.repository else None
    if full and found and not found["fragment"]:
        ours = thread(found["web"], found["repository"], int(found["number"]), place)
        return full if ours.startswith("http") else ours
    return full


def absolute(address: str, place: Place) -> str | None:
    """Return a full address; one that is relative counts from the issue, as on GitHub."""
    scheme = _SCHEME.match(address)
    if scheme:
        return address if scheme[1].lower() in ADDRESSES else None
    if place.repository is None:
        return f"https:{address}" if address.startswith("//") else None
    try:
        return urljoin(f"{place.repository}/issues/", address)
    except ValueError:
        return None


def short(address: str, place: Place) -> str | None:
    """Return what GitHub calls an issue whose bare address was typed: `#12`, or `owner/name#12`."""
    found = _THREAD.fullmatch(address)
    web, name = _split(place.repository) if place.repository else ("", "")
    if found is None or found["web"] != web:
        return None
    own = found["repository"].lower() == name.lower()
    said = " (comment)" if found["fragment"] else ""
    return f"{'' if own else found['repository']}#{found['number']}{said}"


def rel(address: str) -> str:
    """Return the `rel` that goes with a link: addresses that others typed get no credit from us."""
    return ' rel="nofollow ugc noopener"' if _SCHEME.match(address) else ""


def _split(repository: str) -> tuple[str, str]:
    """Return the web address of GitHub, and the repository's full name."""
    web, owner, name = repository.rsplit("/", 2)
    return web, f"{owner}/{name}"
