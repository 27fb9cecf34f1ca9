"""The settings in force: flags over environment over `papers.toml` over `config.toml` over defaults.

The folders of the platform follow the rules of the XDG base directories, Apple and Microsoft. platformdirs
says the same, but importing it costs a third of what all of `papers list` may.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from paper_notes.disk.files import read_text
from paper_notes.values.errors import UsageError
from paper_notes.values.settings import PROJECT_FILE, SETTINGS, USER_FILE, Config, check_key, host_of, parsed


class _Given(NamedTuple):
    """One setting, as it is given somewhere."""

    name: str
    raw: Any
    origin: str
    """A path, a variable or a flag."""
    place: str
    """What an error calls it by."""


def load(flags: Mapping[str, Any], environ: Mapping[str, str], folder: str) -> Config:
    """Read the settings in force in `folder`; `flags` are those given on the command line."""
    user = _own_folder(environ, "XDG_CONFIG_HOME", os.path.join("~", ".config"))
    project = _find_upwards(folder)
    values = {name: kind.default for name, kind in SETTINGS.items()}
    values["data"] = _own_folder(environ, "XDG_DATA_HOME", os.path.join("~", ".local", "share"))
    origins = dict.fromkeys(SETTINGS, "default")
    host = ""
    for given in _all_given(flags, environ, os.path.join(user, USER_FILE), project):
        values[given.name] = parsed(given.name, given.raw, given.place)
        origins[given.name] = given.origin
        if given.name == "repository":
            host = host_of(given.raw)
    _require_same_host(host, values["github_api"])
    folder_of_project = os.path.dirname(project) if project else None
    return Config(**values, origins=origins, project=folder_of_project, user=user)


def _all_given(
    flags: Mapping[str, Any], environ: Mapping[str, str], user_file: str, project_file: str | None
) -> Iterator[_Given]:
    """Yield the settings that are given, each after those that it overrides."""
    yield from _in_file(user_file, private=True)
    if project_file:
        yield from _in_file(project_file, private=False)
    for name, kind in SETTINGS.items():
        variable = next(filter(environ.get, kind.environment), None)
        if variable:
            yield _Given(name, environ[variable], variable, variable)
    for name, raw in flags.items():
        if raw is not None and raw is not False:
            flag = "--repo" if name == "repository" else f"--{name}"
            yield _Given(name, raw, flag, flag)


def _in_file(path: str, *, private: bool) -> Iterator[_Given]:
    for name, raw in _read_toml(path).items():
        check_key(name, path, private=private)
        yield _Given(name, raw, path, f"{name} in {path}")


def _require_same_host(host: str, github_api: str) -> None:
    """Refuse to go on if notes meant for a company's own GitHub would go to a repository elsewhere."""
    api_host = host_of(f"{github_api}/-/-").removeprefix("api.")
    if host and host != api_host:
        raise UsageError(
            f"The repository is named at {host}, but the API in use is that of {api_host}.",
            "Leave the host out, or set GITHUB_API_URL to that host's API.",
        )


def _read_toml(path: str) -> dict[str, Any]:
    text = read_text(path)
    if text is None:
        return {}
    import tomllib  # only when there is a file to read

    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except RecursionError:
        raise UsageError(f"{path} is nested too deeply.", "No setting needs that.") from None
    except ValueError as error:  # also for a number of thousands of digits
        raise UsageError(f"{path} is not valid TOML: {error}.", "Mend that line.") from None


def _find_upwards(folder: str) -> str | None:
    while True:
        path = os.path.join(folder, PROJECT_FILE)
        if os.path.isfile(path):
            return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def _own_folder(environ: Mapping[str, str], variable: str, default: str) -> str:
    """Return our folder among those of a kind, which on Linux `variable` names."""
    if environ.get("PAPERS_HOME"):
        return str(parsed("data", environ["PAPERS_HOME"], "PAPERS_HOME"))
    if sys.platform == "darwin":
        base = os.path.join("~", "Library", "Application Support")
    elif sys.platform == "win32":
        base = environ.get("LOCALAPPDATA") or os.path.join("~", "AppData", "Local")
    else:
        named = environ.get(variable, "")
        base = named if os.path.isabs(named) else default
    folder = os.path.expanduser(base)
    if not os.path.isabs(folder) or os.path.expanduser("~") in ("~", "/"):
        raise UsageError("There is no home folder to keep notes in.", "Set PAPERS_HOME to a folder.")
    return os.path.join(folder, "paper-notes")
