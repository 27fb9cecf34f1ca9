"""What settings may be, whether a file, a variable or a flag says so.

Each function returns the value; what cannot be one is a ValueError that names what would be right.
"""

import os
import re
from typing import Any, NamedTuple

LANGUAGES = ("en", "ko", "ja")


def text(value: Any) -> str:
    """Return a text without blanks around it."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ValueError("a text")


def url(value: Any) -> str:
    """Return an address, without a slash at its end."""
    wanted = "an address that begins with https://"
    if (
        not isinstance(value, str)
        or not re.fullmatch(r"https?://[^\s/]\S*", value)
        or not value.isprintable()
    ):
        raise ValueError(wanted)
    from urllib.parse import urlsplit  # only when an address is set

    try:
        parts = urlsplit(value)
        usable = parts.hostname and parts.port != 0
    except ValueError:
        usable = None  # such as `http://[::1`, or a port above 65535
    if not usable:
        raise ValueError(wanted)
    if "@" in parts.netloc:
        raise ValueError("an address without a name, password or token in it")
    return value.rstrip("/")


def repository(value: Any) -> str:
    """Accept `OWNER/REPO`, also as an address or with a host in front, as `gh` does.

    What stands before an `@`, as in the addresses that `git remote` shows, is dropped: it may be a token.
    """
    if isinstance(value, str):
        name = re.sub(
            r"^(?:https?://)?(?:[^\s/@]+@)?[\w.-]+\.[\w-]+/(?=[^/]+/[^/]+$)", "", value.strip().rstrip("/")
        )
        name = name.removesuffix(".git")
        # Names are not checked by GitHub's client: `../user` would reach another address.
        if re.fullmatch(r"[\w.-]+/[\w.-]+", name, re.ASCII) and not {".", ".."} & {*name.split("/")}:
            return name
    raise ValueError("OWNER/REPO, for example alice/papers")


def seconds(value: Any) -> float:
    """Return a number of seconds; a day is too many."""
    wanted = "a number of seconds, 0 or more"
    number = _number(value, wanted)
    if 0 <= number < 86_400:
        return number
    raise ValueError(wanted)


def count(value: Any) -> int:
    """Return a whole number."""
    wanted = "a whole number, 0 or more"
    number = _number(value, wanted)
    if number >= 0 and number == int(number):
        return int(number)
    raise ValueError(wanted)


def _number(value: Any, wanted: str) -> float:
    try:
        if isinstance(value, bool):
            raise TypeError
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(wanted) from None
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError(wanted)
    return number


def language(value: Any) -> str:
    """Return a language that ships; a locale, such as ko_KR.UTF-8, names one too."""
    name = re.split(r"[_.-]", value.strip().lower())[0] if isinstance(value, str) else ""
    if name in LANGUAGES:
        return name
    raise ValueError(" or ".join(LANGUAGES))


def switch(value: Any) -> bool:
    """Return whether something is switched on."""
    name = str(value).strip().lower()
    if name in ("1", "true", "yes", "on"):
        return True
    if name in ("", "0", "false", "no", "off"):
        return False
    raise ValueError("1 or 0")


def logins(value: Any) -> tuple[str, ...]:
    """Return logins, from a list or a text with commas or blanks between them."""
    if isinstance(value, str):
        value = [part for part in re.split(r"[,\s]+", value) if part]
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        logins = tuple(name.strip().removeprefix("@") for name in value)
        # An empty login is what an issue of a deleted account has: nobody means to trust those.
        if all(logins):
            return logins
    raise ValueError('a list of logins, for example ["alice", "bob"]')


def folder(value: Any) -> str:
    """Return the absolute path of a folder."""
    return os.path.abspath(os.path.expanduser(text(value)))


def table(value: Any) -> dict[str, Any]:
    """Return a table as it is."""
    if isinstance(value, dict):
        return value
    raise ValueError("a table")


class Adopting(NamedTuple):
    """The table `[adopt]`: how hand-written issues are to be understood."""

    skip: tuple[int, ...] = ()
    """The numbers of those that are no notes."""
    skip_labels: tuple[str, ...] = ()
    """Labels of issues that are no notes."""
    open: str = "to-read"
    """What the papers of open ones are: `to-read`, or `read` where nobody closes issues."""
    unread_labels: tuple[str, ...] = ()
    """Labels of open ones that are to be read all the same."""


def adopting(value: Any) -> Adopting:
    """Return how hand-written issues are to be understood."""
    given = table(value)
    if unknown := [key for key in given if key not in Adopting._fields]:
        known = f"{', '.join(Adopting._fields[:-1])} and {Adopting._fields[-1]}"
        raise ValueError(f"the keys {known}, and not {unknown[0]}")
    numbers = given.get("skip", [])
    if not isinstance(numbers, list) or not all(type(number) is int and number > 0 for number in numbers):
        raise ValueError("as skip a list of issue numbers, for example [21, 166]")
    if (means := given.get("open", "to-read")) not in ("to-read", "read"):
        raise ValueError('as open "read" or "to-read"')
    return Adopting(tuple(numbers), _labels(given, "skip_labels"), means, _labels(given, "unread_labels"))


def _labels(given: dict[str, Any], key: str) -> tuple[str, ...]:
    labels = given.get(key, [])
    if not isinstance(labels, list) or not all(isinstance(label, str) and label.strip() for label in labels):
        raise ValueError(f'as {key} a list of labels, for example ["question"]')
    return tuple(label.strip() for label in labels)
