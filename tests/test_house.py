"""The house: who may import whom, what starts fast, and who may speak."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import Run

PACKAGE = "paper_notes"
ROOT = Path(__file__).resolve().parent.parent

FLOORS = ("cli", "app", "rules", "doors", "values")
"""Top down; each is a folder, and so is `disk`, which stands beside the values. A module imports what is
below it, and its neighbours on the same floor; on that of the doors, only those behind the same door."""

LIBRARIES = {
    "arxiv": "doors.arxiv.papers doors.arxiv.source",
    "bibtexparser": "doors.importing.bibtex",
    "cmarkgfm": "doors.html",
    "click": "cli",
    "emoji": "doors.html.emojis",
    "feedgen": "doors.atom",
    "filelock": "disk.locking doors.arxiv.pace",
    "github": "doors.github.client doors.github.connection",
    "jinja2": "doors.render doors.render.sandbox",
    "latex2mathml": "doors.html.maths",
    "markdown_it": "cli.display.markdown",
    "mdit_py_plugins": "cli.display.markdown",
    "nh3": "doors.html.policy",
    "pygments": "doors.html.code",
    "pagefind_bin": "doors.pagefind_index",
    "requests": (
        "doors.arxiv.session doors.datacite_source doors.image_source "
        "doors.github.client doors.github.connection"
    ),
    "rispy": "doors.importing.ris",
    "sqlite3": "doors.sqlite.database",
    "subprocess": "doors.github.credentials cli.editor doors.pagefind_index",
    "urllib3": "doors.arxiv.session doors.github.client",
    "wcwidth": "cli.display.bars cli.display.table cli.display.wrapping",
}
"""Which modules may import an outside library, or a part of Python that reaches outside; `cli`: any there."""

HEAVY = (
    "arxiv",
    "bibtexparser",
    "cmarkgfm",
    "emoji",
    "feedgen",
    "filelock",
    "github",
    "jinja2",
    "latex2mathml",
    "lxml",
    "markdown_it",
    "nh3",
    "pygments",
    "pylatexenc",
    "requests",
    "rispy",
    "urllib3",
    "wcwidth",
)
"""What would be felt at every start."""


class Import(NamedTuple):
    """That one module imports another when it runs; `TYPE_CHECKING` blocks never run."""

    importer: str
    imported: str


def module_names() -> list[str]:
    """Return the package's modules, without the package's own name in front."""
    paths = (path.relative_to(ROOT / PACKAGE).with_suffix("") for path in (ROOT / PACKAGE).rglob("*.py"))
    return sorted(".".join(path.parts).removesuffix(".__init__") for path in paths)


def tree_of(module: str) -> ast.Module:
    """Return the module, parsed."""
    path = (ROOT / PACKAGE).joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(file.read_text(encoding="utf-8"))


def imports_of(module: str) -> Iterator[str]:
    """Yield the full names that the module imports, wherever in it."""
    pending: list[ast.AST] = [tree_of(module)]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            pending += node.orelse
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        else:
            pending += ast.iter_child_nodes(node)


def inner_imports() -> list[Import]:
    """Return who imports whom inside the package."""
    modules = set(module_names())
    found = set()
    for importer in modules:
        for name in imports_of(importer):
            if name.split(".")[0] == PACKAGE:
                path = name.removeprefix(f"{PACKAGE}.")
                # `from paper_notes.values.model import Note` names a thing in a module.
                imported = path if path in modules else path.rpartition(".")[0] or "__init__"
                found.add(Import(importer, imported))
    return sorted(found)


class Place(NamedTuple):
    """Where a module is."""

    floor: str
    door: str
    """Behind which door, on that floor."""


def place_of(module: str) -> Place:
    """Return the place of a module, which its folder tells."""
    floor, _, rest = module.partition(".")
    floor = {"__main__": "cli", "__init__": "values", "disk": "values"}.get(floor, floor)
    return Place(floor, rest.partition(".")[0] if floor == "doors" else "")


def is_allowed(one: Import) -> bool:
    """Tell whether the arrow points down, or stays where it may."""
    importer, imported = place_of(one.importer), place_of(one.imported)
    if importer.floor == imported.floor:
        return importer.door == imported.door
    if (importer.floor, imported.floor) == ("cli", "doors"):
        return False
    return FLOORS.index(importer.floor) < FLOORS.index(imported.floor)


def test_every_module_is_on_a_floor() -> None:
    """A new module is put into the folder of a floor."""
    assert [module for module in module_names() if place_of(module).floor not in FLOORS] == []


def test_arrows_point_down() -> None:
    """No module imports what is above it, no door another door, and no command goes around the app."""
    assert [one for one in inner_imports() if not is_allowed(one)] == []


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("cli.listing", "app", True),
        ("cli.listing", "rules.library.library", True),
        ("cli.listing", "doors.sqlite.store", False),
        ("app", "doors.github.tracker", True),
        ("rules.library.library", "doors.sqlite.store", True),
        ("rules.library.library", "app", False),
        ("rules.library.library", "rules.library.notes", True),
        ("doors.sqlite.store", "doors.sqlite.database", True),
        ("doors.sqlite.store", "doors.render", False),
        ("doors.arxiv.source", "doors.datacite_source", False),
        ("doors.render", "rules.library.writer", False),
        ("values.model", "disk.files", True),
        ("values.model", "doors.render", False),
    ],
)
def test_the_rule_itself(importer: str, imported: str, *, allowed: bool) -> None:
    """The rule allows what it should and nothing else."""
    assert is_allowed(Import(importer, imported)) is allowed


def test_no_module_imports_itself_on_a_detour() -> None:
    """There are no cycles, on no floor."""
    arrows: dict[str, set[str]] = {module: set() for module in module_names()}
    for importer, imported in inner_imports():
        arrows[importer].add(imported)
    while leaves := {module for module, imported in arrows.items() if not imported}:
        arrows = {module: imported - leaves for module, imported in arrows.items() if module not in leaves}
    assert arrows == {}


def test_each_library_has_its_doors() -> None:
    """An outside library is imported in the modules named for it; there is no library without an entry."""
    strays = []
    for module in module_names():
        for name in imports_of(module):
            library = name.split(".")[0]
            ours = library == PACKAGE or (library in sys.stdlib_module_names and library not in LIBRARIES)
            doors = LIBRARIES.get(library, "").split()
            if not ours and module not in doors and module.split(".")[0] not in doors:
                strays.append(Import(module, library))
    assert strays == []


def test_only_the_command_line_speaks() -> None:
    """No module below the command line prints, or touches the streams."""
    speakers = []
    for module in module_names():
        if place_of(module).floor == "cli":
            continue
        for node in ast.walk(tree_of(module)):
            match node:
                case ast.Name("print" | "input" | "breakpoint", lineno=line) | ast.Attribute(
                    ast.Name("sys"), "stdin" | "stdout" | "stderr", lineno=line
                ):
                    speakers.append(f"{module}:{line}")
    assert speakers == []


# Forks before each import: of ours nothing is loaded, and what others wrote takes its time once.
IMPORT_EACH = """
import contextlib, importlib, os, sys
libraries, names = (line.split() for line in sys.argv[1:])
for name in libraries:
    with contextlib.suppress(ImportError):
        importlib.import_module(name)
for name in names:
    child = os.fork()
    if not child:
        importlib.import_module(name)
        sys.stdout.flush()
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        print(name)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_each_module_imports_alone() -> None:
    """Every module can be the first to be imported, and none of them warns."""
    names = [f"{PACKAGE}.{module}".removesuffix(".__init__") for module in module_names()]
    told = python("-W", "error", "-c", IMPORT_EACH, " ".join(LIBRARIES), " ".join(names))
    assert told.stdout.split() == [], told.stderr


@pytest.mark.parametrize(
    "line", ["--help", "add --help", "list", "list --json", "search all", "show 1706.03762"]
)
def test_looking_loads_nothing_heavy(line: str, papers: Run) -> None:
    """Help, and reading what is on this machine, import none of the libraries that take their time."""
    papers("add 1706.03762 --offline")
    told = python("-X", "importtime", "-m", PACKAGE, *line.split())
    assert told.returncode == 0, told.stderr
    assert told.stdout != ""
    rows = (row for row in told.stderr.splitlines() if row.startswith("import time:"))
    loaded = {row.rpartition("|")[2].strip().split(".")[0] for row in rows}
    assert "click" in loaded
    assert loaded.intersection(HEAVY) == set()


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run an interpreter that knows our package and nothing of this one's state."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=120,
    )
