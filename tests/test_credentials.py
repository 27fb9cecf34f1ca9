"""Where GitHub's token comes from; a `gh` that fails, hangs or is somebody else's gives none."""

import os
from pathlib import Path

import pytest

from paper_notes.doors.github import credentials
from paper_notes.doors.github.credentials import find_token

API = "https://api.github.com"


def gh(folder: Path, script: str) -> dict[str, str]:
    """Put a `gh` into a folder, and return the environment in which it is found there."""
    program = folder / "gh"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.defpath}"}


@pytest.mark.parametrize(
    ("environ", "token"),
    [
        ({"GH_TOKEN": "one", "GITHUB_TOKEN": "two"}, "one"),
        ({"GH_TOKEN": " ", "GITHUB_TOKEN": " two\n"}, "two"),
        ({"GH_TOKEN": "", "GITHUB_TOKEN": ""}, "three"),
        ({}, "three"),
    ],
)
def test_the_environment_goes_before_gh(tmp_path: Path, environ: dict[str, str], token: str) -> None:
    """An empty variable, which a workflow may set, is none."""
    assert find_token({**gh(tmp_path, "echo three"), **environ}, API) == token


@pytest.mark.parametrize(
    ("api", "host"),
    [
        (API, "github.com"),
        ("https://api.acme.ghe.com", "acme.ghe.com"),
        ("https://git.example:8443/api/v3", "git.example"),
    ],
)
def test_gh_is_asked_for_the_host(tmp_path: Path, api: str, host: str) -> None:
    """It knows a token for each."""
    assert find_token(gh(tmp_path, 'echo "$@" | tr " " "_"'), api) == f"auth_token_--hostname_{host}"


@pytest.mark.parametrize(
    "script",
    ["echo token; exit 1", "exit 0", "printf '\\377\\376'", "exec sleep 60"],
    ids=lambda text: text[:6],
)
def test_a_gh_that_does_not_tell_is_as_good_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    """Public repositories can be read without a token."""
    monkeypatch.setattr(credentials, "GH_SECONDS", 0.5)
    assert find_token(gh(tmp_path, script), API) is None


def test_without_gh_there_is_no_token(tmp_path: Path) -> None:
    """It need not be installed."""
    assert find_token({"PATH": str(tmp_path)}, API) is None


@pytest.mark.parametrize("path", [".", "", "tools"])
def test_a_gh_that_lies_where_one_works_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """It may have come with somebody else's repository."""
    (tmp_path / "tools").mkdir()
    gh(tmp_path / path, "touch ran; echo token")
    monkeypatch.chdir(tmp_path)
    assert find_token({"PATH": path}, API) is None
    assert not (tmp_path / "ran").exists()
