"""The settings that there are: what each may be, what it is by default, and where it may be set."""

import os
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from paper_notes.values import setting_values as read
from paper_notes.values.errors import UsageError

PROJECT_FILE = "papers.toml"
USER_FILE = "config.toml"


class Kind(NamedTuple):
    """One setting: how it is read, what it is without being set, and where it may be set."""

    parse: Callable[[Any], Any]
    default: Any = None
    environment: tuple[str, ...] = ()
    private: bool = False
    """Not from a `papers.toml`: a cloned repository must not send the token elsewhere."""
    in_file: bool = True


SETTINGS: Mapping[str, Kind] = {
    "repository": Kind(read.repository, None, ("PAPERS_REPO", "GH_REPO", "GITHUB_REPOSITORY")),
    "github_api": Kind(read.url, "https://api.github.com", ("GITHUB_API_URL",), private=True),
    "data": Kind(read.folder, None, ("PAPERS_HOME",), private=True),
    "arxiv_api": Kind(read.url, "https://export.arxiv.org/api/query", ("PAPERS_ARXIV_URL",), private=True),
    "datacite_api": Kind(read.url, "https://api.datacite.org", ("PAPERS_DATACITE_URL",), private=True),
    "arxiv_delay": Kind(read.seconds, 3.0, ("PAPERS_ARXIV_DELAY",)),
    "write_delay": Kind(read.seconds, 1.0, ("PAPERS_WRITE_DELAY",)),
    "writes_per_minute": Kind(read.count, 80, ("PAPERS_WRITES_PER_MINUTE",)),
    "writes_per_hour": Kind(read.count, 500, ("PAPERS_WRITES_PER_HOUR",)),
    "language": Kind(read.language, "en", ("PAPERS_LANG",)),
    "offline": Kind(read.switch, False, ("PAPERS_OFFLINE",), in_file=False),
    "trusted": Kind(read.logins, ()),
    "goal": Kind(read.count),
    "site_title": Kind(read.text),
    "site_about": Kind(read.text),
    "site_url": Kind(read.url),
    "topics": Kind(read.table, {}),
    "adopt": Kind(read.adopting, read.Adopting()),
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
    adopt: read.Adopting
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
