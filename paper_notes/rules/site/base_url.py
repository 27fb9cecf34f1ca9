"""Where a site will be, which feeds and search engines need to know: they take no relative addresses."""

import re
from urllib.parse import quote, urlsplit

from paper_notes.values.errors import UsageError

# A name, in whatever script, or a number in brackets; a port. No user and no password.
_HOST = r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?"


def checked(url: str) -> str:
    """Return the address without a slash at its end; raise UsageError for what is not one of a site."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and re.fullmatch(_HOST, parts.netloc) and parts.port != 0
    except ValueError:  # a port or an address in brackets that is none
        known = False
    if not known or re.search(r"[?#\s\\]", url):
        raise UsageError(
            "--base-url is not the address of a site.",
            "Give that of its home page, like https://alice.github.io/papers/",
        )
    path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~")
    return f"{parts.scheme}://{parts.netloc.lower()}{path}"


def of_pages(repository: str | None, web: str) -> str:
    """Return where GitHub Pages puts the site of a repository (`owner/name`), if it is on github.com."""
    if repository is None or web != "https://github.com":
        return ""
    owner, _, name = repository.partition("/")
    host = f"{owner.lower()}.github.io"
    return f"https://{host}" if name.lower() == host else f"https://{host}/{name}"
