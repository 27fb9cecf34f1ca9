"""The settings that there are: what each may be, what it is by default, and where it may be set."""

import os
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from paper_notes.values.errors import UsageError

PROJECT_FILE = "papers.toml"
USER_FILE = "config.toml"
LANGUAGES = ("en", "ko", "ja")


def _text(value: Any) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ValueError("a text")


def _url(value: Any) -> str:
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


def _repository(value: Any) -> str:
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


def _seconds(value: Any) -> float:
    number = _number(value, "a number of seconds, 0 or more")
    if 0 <= number < 86_400:
        return number
    raise ValueError("a number of seconds, 0 or more")


def _count(value: Any) -> int:
    number = _number(value, "a whole number, 0 or more")
    if number >= 0 and number == int(number):
        return int(number)
    raise ValueError("a whole number, 0 or more")


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


def _language(value: Any) -> str:
    # A locale such as ko_KR.UTF-8 is what people have at hand.
    name = re.split(r"[_.-]", value.strip().lower())[0] if isinstance(value, str) else ""
    if name in LANGUAGES:
        return name
    raise ValueError(" or ".join(LANGUAGES))


def _switch(value: Any) -> bool:
    name = str(value).strip().lower()
    if name in ("1", "true", "yes", "on"):
        return True
    if name in ("", "0", "false", "no", "off"):
        return False
    raise ValueError("1 or 0")


def _logins(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part for part in re.split(r"[,\s]+", value) if part]
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        logins = tuple(name.strip().removeprefix("@") for name in value)
        # An empty login is what an issue of a deleted account has: nobody means to trust those.
        if all(logins):
            return logins
    raise ValueError('a list of logins, for example ["alice", "bob"]')


def _folder(value: Any) -> str:
    return os.path.abspath(os.path.expanduser(_text(value)))


def _table(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise ValueError("a table")


class Adopting(NamedTuple):
    """The table `[adopt]`: hand-written issues that are no notes."""

    skip: tuple[int, ...] = ()
    """Their numbers."""
    skip_labels: tuple[str, ...] = ()
    """What some of them are labelled."""


def _adopting(value: Any) -> Adopting:
    table = _table(value)
    if unknown := [key for key in table if key not in Adopting._fields]:
        raise ValueError(f"the keys {' and '.join(Adopting._fields)}, and not {unknown[0]}")
    numbers, labels = table.get("skip", []), table.get("skip_labels", [])
    if not isinstance(numbers, list) or not all(type(number) is int and number > 0 for number in numbers):
        raise ValueError("as skip a list of issue numbers, for example [21, 166]")
    if not isinstance(labels, list) or not all(isinstance(label, str) and label.strip() for label in labels):
        raise ValueError('as skip_labels a list of labels, for example ["question"]')
    return Adopting(tuple(numbers), tuple(label.strip() for label in labels))


class Kind(NamedTuple):
    """One setting: how it is read, what it is without being set, and where it may be set."""

    parse: Callable[[Any], Any]
    default: Any = None
    environment: tuple[str, ...] = ()
    private: bool = False
    """Not from a `papers.toml`: a cloned repository must not send the token elsewhere."""
    in_file: bool = True


SETTINGS: dict[str, Kind] = {
    "repository": Kind(_repository, None, ("PAPERS_REPO", "GH_REPO", "GITHUB_REPOSITORY")),
    "github_api": Kind(_url, "https://api.github.com", ("GITHUB_API_URL",), private=True),
    "data": Kind(_folder, None, ("PAPERS_HOME",), private=True),
    "arxiv_api": Kind(_url, "https://export.arxiv.org/api/query", ("PAPERS_ARXIV_URL",), private=True),
    "datacite_api": Kind(_url, "https://api.datacite.org", ("PAPERS_DATACITE_URL",), private=True),
    "arxiv_delay": Kind(_seconds, 3.0, ("PAPERS_ARXIV_DELAY",)),
    "write_delay": Kind(_seconds, 1.0, ("PAPERS_WRITE_DELAY",)),
    "writes_per_minute": Kind(_count, 80, ("PAPERS_WRITES_PER_MINUTE",)),
    "writes_per_hour": Kind(_count, 500, ("PAPERS_WRITES_PER_HOUR",)),
    "language": Kind(_language, "en", ("PAPERS_LANG",)),
    "offline": Kind(_switch, False, ("PAPERS_OFFLINE",), in_file=False),
    "trusted": Kind(_logins, ()),
    "goal": Kind(_count),
    "site_title": Kind(_text),
    "site_about": Kind(_text),
    "site_url": Kind(_url),
    "topics": Kind(_table, {}),
    "adopt": Kind(_adopting, Adopting()),
}


class Config(NamedTuple):
    """Every setting, and where each of them came from."""

    repository: str | None
    github_api: str
    data: str
    """The data folder."""
    arxiv_api: str
    datacite_api: str
    arxiv_delay: float
    """Seconds between two requests to arXiv."""
    write_delay: float
    """Seconds between two writes to GitHub."""
    writes_per_minute: int
    writes_per_hour: int
    language: str
    offline: bool
    trusted: tuple[str, ...]
    goal: int | None
    """Papers to read in a year."""
    site_title: str | None
    site_about: str | None
    """A sentence for the site's home page."""
    site_url: str | None
    """Where the site will be, without a slash at the end."""
    topics: Mapping[str, Any]
    adopt: Adopting
    """Which hand-written issues are no notes."""
    origins: Mapping[str, str]
    """By setting: `default`, `--repo`, `PAPERS_LANG`, or the path of a file."""
    project: str | None
    """The folder with the `papers.toml` in force."""
    user: str
    """The folder with the user's `config.toml`, whether it exists or not."""

    @property
    def template_folders(self) -> tuple[str, ...]:
        """Where the reader's own templates may be, the more particular first."""
        places = ([self.project] if self.project else []) + [self.user]
        return tuple(os.path.join(place, "templates") for place in places)


def parsed(name: str, raw: Any, place: str) -> Any:
    """Return the value of a setting; `place` is what an error calls it by, such as `goal in papers.toml`."""
    try:
        return SETTINGS[name].parse(raw)
    except ValueError as wanted:
        raise UsageError(f"{place} cannot be {_shown(raw)}.", f"It takes {wanted}.") from None


def check_key(name: str, path: str, *, private: bool) -> None:
    """Refuse what the file at `path` may not set; a `private` one is the user's own, of no clone."""
    if name == "token":
        raise UsageError(
            f"{path} holds a token.", "Take it out, revoke it if it was shared, and set GH_TOKEN instead."
        )
    kind = SETTINGS.get(name)
    if kind is None or not kind.in_file:
        known = [key for key, kind in SETTINGS.items() if kind.in_file and (private or not kind.private)]
        raise UsageError(f"{path} sets {name}, which is not a setting.", f"Settings are: {', '.join(known)}.")
    if kind.private and not private:
        raise UsageError(
            f"{path} may not set {name}: it would decide where your token and data go.",
            f"Set {kind.environment[0]}, or {name} in your own {USER_FILE}.",
        )


def host_of(address: str) -> str:
    """Return the host in front of `OWNER/REPO`, in lower case; empty without one."""
    found = re.match(r"(?:https?://)?(?:[^\s/@]+@)?(?:www\.)?([\w.-]+(?::\d+)?)/[^/]+/[^/]+", address.strip())
    return found[1].lower() if found else ""


def _shown(raw: Any) -> str:
    """Return a refused value as an error may show it: short, and without what may be a password or token."""
    try:
        text = repr(raw)
    except ValueError:
        return "so large a number"  # Python writes none of more than 4300 digits
    text = re.sub(r"//\S*@", "//***@", text)
    text = re.sub(r"[^\s/@:'\"]+:\S*@", "***@", text)
    text = re.sub(r"(?:gh[pousr]|github_pat)_\w+", "***", text)
    return text if len(text) <= 80 else f"{text[:79]}…"
