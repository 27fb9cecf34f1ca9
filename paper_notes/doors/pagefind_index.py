"""The door to Pagefind, which makes an index that a page can search without a server.

It comes with the extra `paper-notes[search]`; the program itself is in the package pagefind_bin.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from importlib.util import find_spec

from paper_notes.values.errors import PapersError

KEPT = ("fragment/", "index/", "pagefind-entry.json", "pagefind-worker.js", "pagefind.", "wasm.")
"""What a page needs to search. The rest are user interfaces, which we have our own of."""

LANGUAGE = "en"
"""Of the one index for all pages: words are found in their English forms, other scripts letter by letter."""


def is_installed() -> bool:
    """Tell whether there is a Pagefind to ask."""
    return find_spec("pagefind_bin") is not None


def version() -> str:
    """Return which Pagefind it is: another one makes another index of the same pages."""
    from importlib.metadata import version

    return version("pagefind_bin")


def index(pages: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Yield the paths and contents of an index of the pages: addresses like `notes/12/`, and HTML.

    What stands in the elements with `data-pagefind-body` is indexed, without `data-pagefind-ignore`.
    The same pages give the same files. Raises PapersError when Pagefind fails.
    """
    with tempfile.TemporaryDirectory(prefix="papers-") as scratch:
        for address, html in pages:
            folder = os.path.join(scratch, "pages", *address.split("/"))
            os.makedirs(folder, exist_ok=True)
            with open(os.path.join(folder, "index.html"), "w", encoding="utf-8") as file:
                file.write(html)
        found = os.path.join(scratch, "found")
        _run("--site", os.path.join(scratch, "pages"), "--output-path", found, folder=scratch)
        for parent, _, names in os.walk(found):
            for name in names:
                path = os.path.relpath(os.path.join(parent, name), found).replace(os.sep, "/")
                if path.startswith(KEPT):
                    with open(os.path.join(parent, name), "rb") as content:
                        yield path, content.read()


def _run(*arguments: str, folder: str) -> None:
    import pagefind_bin

    # Its settings may also come from variables, and from a file where it is started.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    try:
        ended = subprocess.run(
            [str(pagefind_bin.get_executable()), *arguments, "--force-language", LANGUAGE, "--silent"],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        problem = ended.stderr.strip()[-500:] or f"exit code {ended.returncode}"
    except OSError as error:
        ended, problem = None, str(error.strerror or error)
    if ended is None or ended.returncode:
        raise PapersError(
            f"Pagefind could not make the search index: {problem}",
            "Install it anew: pip install --force-reinstall 'paper-notes[search]'",
        )
