"""The index that Pagefind makes: what is in it, and what happens when there is no Pagefind that works."""

import gzip
import json
import os
from pathlib import Path

import pytest

from paper_notes.doors.pagefind_index import index, is_installed, version
from paper_notes.values.errors import PapersError

pytestmark = pytest.mark.skipif(not is_installed(), reason="Pagefind is missing: pip install 'pagefind[bin]'")

PAGES = [
    (
        f"notes/{number}/",
        f"<!doctype html><html lang=ko><title>x</title><nav>menu</nav>"
        f"<main data-pagefind-body><h1>{title}</h1><p>논문 {title}</p><p data-pagefind-ignore>not</p></main>",
    )
    for number, title in ((1, "Attention"), (2, "Residual <script>alert(1)</script>"))
]


def fragments(files: dict[str, bytes]) -> list[dict[str, object]]:
    """Return what the index says of each page."""
    found = [content for path, content in files.items() if path.startswith("fragment/")]
    texts = (gzip.decompress(content).removeprefix(b"pagefind_dcd") for content in found)
    pages = ({key: json.loads(text)[key] for key in ("url", "content", "meta")} for text in texts)
    return sorted(pages, key=lambda page: str(page["url"]))


def test_an_index() -> None:
    """It holds what is marked, under one language, and only the files that a page needs to search."""
    files = dict(index(PAGES))
    assert fragments(files) == [
        {"url": "/notes/1/", "content": "Attention. 논문 Attention.", "meta": {"title": "Attention"}},
        {"url": "/notes/2/", "content": "Residual 논문 Residual", "meta": {"title": "Residual"}},
    ]
    assert sorted({path.split(".")[0].split("/")[0] for path in files}) == [
        "fragment", "index", "pagefind", "pagefind-entry", "pagefind-worker", "wasm",
    ]  # fmt: skip
    assert list(json.loads(files["pagefind-entry.json"])["languages"]) == ["en"]


def test_the_same_pages_make_the_same_files() -> None:
    """In any order, and whatever the surroundings say."""
    assert dict(index(PAGES[::-1])) == dict(index(PAGES))


def test_settings_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a variable nor a file where the command is run has a say."""
    wanted = dict(index(PAGES))
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "ko")
    Path("pagefind.toml").write_text('exclude_selectors = ["h1"]\n')
    assert dict(index(PAGES)) == wanted


def test_a_pagefind_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message repeats its words; so it does for one that cannot be started."""
    import pagefind_bin

    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\necho no room >&2\nexit 3\n")
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: program)
    with pytest.raises(PapersError, match="could not make the search index: Permission denied"):
        list(index(PAGES))
    os.chmod(program, 0o700)
    with pytest.raises(PapersError, match="could not make the search index: no room"):
        list(index(PAGES))


def test_the_version() -> None:
    """It is known, for indexes to be made anew by another one."""
    assert version().startswith("1.")
