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

# The floors, top down. A module imports what is below it, and its neighbours on the same floor;
# on the floor of the doors, only those of the same door.
FLOORS: dict[str, dict[str, str]] = {
    "cli": {
        "command line": """
            __main__ cli cli.bars cli.building cli.choice cli.colors cli.completing cli.completion
            cli.counting
            cli.editing cli.editor cli.exporting cli.facts cli.group cli.importing cli.intaking
            cli.listing cli.markdown
            cli.connecting cli.labelling cli.summary
            cli.hits cli.searching
            cli.news cli.note_page cli.opening cli.options cli.outcomes cli.output cli.page
            cli.publishing cli.refreshing cli.screen cli.showing cli.starters cli.table cli.telling
            cli.text cli.upkeep cli.wrapping cli.writing
            cli.given cli.pushing
            cli.titles cli.usage
        """,
    },
    "app": {
        "composition root": "app",
    },
    "rules": {
        "notes": """
            adding attending changing desk elsewhere finding intake job_summary labels library mirror noted
            notes own_text refresh rehearsal restoring sources title_search triage unlisted writer
        """,
        "reading list": "index publish reading_list stats",
        "export": """
            export export.acronyms export.authors export.bibtex export.comments export.csl export.each
            export.folder export.formats export.journal_refs export.json_ export.keys export.latex
            export.llms export.markdown_files export.names_of_files export.ris export.table export.titles
            export.venue export.venues export.yaml_
        """,
        "site": """site site.addresses site.base_url site.build site.catalogue site.data site.feeds
            site.figures site.head site.manifest site.numbers site.pages site.parts site.paths
            site.presenter site.program site.search site.sitemap site.style site.tree site.typography
            site.words""",
        "setting up": "initialise label_care label_keeper set_up",
        "images": "images",
        "upkeep": "checkup doctor",
        "moving": "push",
    },
    "doors": {
        "arXiv": "arxiv_query arxiv_source pace",
        "DataCite": "datacite_source",
        "git": "clone",
        "GitHub": """credentials github_answers github_actions github_automation github_client github_comments
            github_commits github_contents github_issues github_labels github_listing
            github_repository github_tracker write_pace""",
        "embedded library": "local_tracker",
        "SQLite": """comment_table conditions database glance mention_table paper_cache relations rows schema
            search_index store""",
        "files of references": """importing importing.bibtex importing.fields
            importing.json_ importing.prose importing.ris""",
        "Atom": "atom",
        "images of GitHub": "image_source",
        "HTML": """markdown_html markdown_html.code markdown_html.dollars markdown_html.emojis
            markdown_html.links markdown_html.maths markdown_html.page markdown_html.policy""",
        "Pagefind": "pagefind_index",
        "previews": "preview",
        "templates": "render",
    },
    "values": {
        "values": """
            __init__ changes entries errors events feed locator model outcome query record reference refusal
            related starter tracker
        """,
        "setting up": "actions shipped stamp",
        "searching": "excerpt search title_match words",
        "settings": "config topics topic_defaults topic_settings",
        "text": """anchors body bylines color commands compose form incoming list_words mentions names
            neutral publication reader_text recognise sections splice tex""",
        "disk": "ahead files image_cache locking",
        "images": "image_kinds",
        "time": "counted",
        "two notes": "joining",
        "bytes": "encoding",
    },
}

LIBRARIES = {
    "arxiv": "arxiv_source",
    "bibtexparser": "importing.bibtex",
    "cmarkgfm": "markdown_html",
    "click": FLOORS["cli"]["command line"],
    "emoji": "markdown_html.emojis",
    "feedgen": "atom",
    "filelock": "locking pace",
    "github": "github_client",
    "jinja2": "render",
    "latex2mathml": "markdown_html.maths",
    "markdown_it": "cli.markdown",
    "mdit_py_plugins": "cli.markdown",
    "nh3": "markdown_html.policy",
    "pygments": "markdown_html.code",
    "pagefind_bin": "pagefind_index",
    "requests": "arxiv_source datacite_source github_client image_source",
    "rispy": "importing.ris",
    "sqlite3": "database",
    "subprocess": "credentials cli.editor pagefind_index",
    "urllib3": "arxiv_source github_client",
    "wcwidth": "cli.bars cli.table cli.wrapping",
}
"""Which modules may import an outside library, or a part of Python that reaches outside."""

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
                # `from paper_notes.model import Note` names a thing in a module.
                imported = path if path in modules else path.rpartition(".")[0] or "__init__"
                found.add(Import(importer, imported))
    return sorted(found)


def room_of(module: str) -> tuple[str, str]:
    """Return the floor and the room that a module is in."""
    rooms = [
        (floor, room)
        for floor, rooms in FLOORS.items()
        for room, members in rooms.items()
        if module in members.split()
    ]
    assert len(rooms) == 1, f"{module} has {len(rooms)} places in FLOORS, it needs one"
    return rooms[0]


def is_allowed(one: Import) -> bool:
    """Tell whether the arrow points down, or stays where it may."""
    floors = list(FLOORS)
    (upper, here), (lower, there) = room_of(one.importer), room_of(one.imported)
    if upper == lower:
        return upper != "doors" or here == there
    if (upper, lower) == ("cli", "doors"):
        return False
    return floors.index(upper) < floors.index(lower)


def test_every_module_has_one_place() -> None:
    """A new module is put on a floor, and one that is gone leaves its place."""
    places = [module for rooms in FLOORS.values() for members in rooms.values() for module in members.split()]
    assert sorted(places) == module_names()


def test_arrows_point_down() -> None:
    """No module imports what is above it, no door another door, and no command goes around the app."""
    assert [one for one in inner_imports() if not is_allowed(one)] == []


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("cli.listing", "app", True),
        ("cli.listing", "library", True),
        ("cli.listing", "store", False),
        ("app", "github_tracker", True),
        ("library", "store", True),
        ("library", "app", False),
        ("library", "notes", True),
        ("store", "database", True),
        ("store", "render", False),
        ("arxiv_source", "datacite_source", False),
        ("render", "writer", False),
        ("model", "files", True),
        ("model", "render", False),
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
            if not ours and module not in LIBRARIES.get(library, "").split():
                strays.append(Import(module, library))
    assert strays == []


def test_only_the_command_line_speaks() -> None:
    """No module below the command line prints, or touches the streams."""
    speakers = []
    for module in module_names():
        if room_of(module)[0] == "cli":
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
