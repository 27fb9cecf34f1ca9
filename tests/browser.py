"""A browser to look at the site with: the system's Chromium, steered by Playwright, with axe-core as a judge.

Playwright and Pagefind come with the extra `browser`, Chromium with the system, axe-core 4.14.1 from npm,
in the `node_modules` folder that `PAPERS_EMULATE_DIR` names. Where one is missing, the tests that want it
are skipped; `PAPERS_REQUIRE_BROWSER=1` makes that a failure.
"""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from paper_notes.doors import pagefind_index
from tests.emulate import MODULES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE_VERSION = "4.14.1"

# Found while the tests are collected: they run with an empty PATH.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox",  # which containers do not allow
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextlib.contextmanager
def running_browser() -> "Iterator[Browser]":
    """Start the browser, and end it whatever happens; skip the test if something is missing."""
    if missing := _missing():
        if os.environ.get("PAPERS_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def _missing() -> str:
    """Return what is not there, and how to get it; nothing if all is."""
    try:
        import playwright.sync_api  # noqa: F401 (whether it can be imported)
    except ImportError:
        return "The browser tests need Playwright: pip install '.[browser]'"
    if not pagefind_index.is_installed():
        return "The browser tests need Pagefind: pip install '.[browser]'"
    if CHROMIUM is None:
        return "The browser tests need Chromium: apt install chromium"
    if not axe_source():
        return f"The browser tests need axe-core: npm install --no-save axe-core@{AXE_VERSION}"
    return ""


def axe_source() -> str:
    """Return axe-core's script; nothing if it is not there in the version that we know."""
    package = os.path.join(MODULES, "axe-core")
    try:
        with open(os.path.join(package, "package.json"), encoding="utf-8") as file:
            if json.load(file)["version"] != AXE_VERSION:
                return ""
        with open(os.path.join(package, "axe.min.js"), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def barriers(page: "Page", judge: str) -> list[str]:
    """Return what axe-core, at the address `judge`, finds to be a serious barrier on the page, or worse."""
    page.add_script_tag(url=judge)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"][:3]
    ]
