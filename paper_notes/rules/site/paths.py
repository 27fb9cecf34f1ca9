"""The paths of a site's files: what every file system, web server and archive takes as it is."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from paper_notes.values.errors import PapersError

# What Windows refuses in a name, and the control characters.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*]|[. ]$')
# Names that Windows keeps for devices, whatever their ending:
# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?")
_HIDDEN = (".nojekyll",)
"""The only names that may begin with a dot: a site has no business in `.git`."""


def is_plain(path: str) -> bool:
    """Tell whether `path` is relative, with `/` between names, and stays below where it starts."""
    return all(map(_is_plain_name, path.split("/")))


@cache
def _is_plain_name(name: str) -> bool:
    return (
        0 < len(name.encode("utf-8", "surrogatepass")) <= 255
        and (not name.startswith(".") or name in _HIDDEN)
        and not _FORBIDDEN.search(name)
        and not _DEVICES.fullmatch(name)
    )


def fold(path: str) -> str:
    """Return what two paths have in common that some file systems take for the same one."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def check(paths: Iterable[str]) -> None:
    """Raise PapersError for a path that is not plain, and for two that cannot exist beside each other."""
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in paths:
        if not is_plain(path):
            raise PapersError(f"A site cannot have a file {path!r}.", "Rename the topic or author behind it.")
        key = fold(path)
        if key in seen:
            raise _clash(seen[key], path)
        seen[key] = path
        parent = key
        while (parent := parent.rpartition("/")[0]) and parent not in folders:
            folders[parent] = path
    for key in seen.keys() & folders.keys():
        raise _clash(seen[key], folders[key])


def _clash(one: str, other: str) -> PapersError:
    return PapersError(
        f"A site cannot have both {one!r} and {other!r}: some systems take them for one.",
        "Rename one of the two topics or authors behind them.",
    )
