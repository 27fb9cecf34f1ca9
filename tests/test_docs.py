"""The documents: what they show exists, and what exists is in them."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from docs import build_cli
from paper_notes.app import App
from paper_notes.cli import main
from paper_notes.doors.sqlite.store import Reader, Reading, Store
from paper_notes.values.model import Issue, Note, Paper, Status
from paper_notes.values.query import Query
from paper_notes.values.search import FILTERS, parse
from paper_notes.values.settings import SETTINGS
from paper_notes.values.text.anchors import github_anchor
from paper_notes.values.topic_defaults import DEFAULT_TOPICS
from tests import terminal
from tests.arxiv_server import ArxivServer

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")])
COMMANDS = build_cli.commands()

README, KOREAN = ROOT / "README.md", ROOT / "README.ko.md"
CONFIGURATION = ROOT / "docs" / "configuration.md"

OTHER_VARIABLES = {"PAPERS_EMULATE_DIR", "PAPERS_REQUIRE_EMULATE"}
"""Those of the tests."""


def named(page: Path) -> str:
    """Return what to call a page."""
    return str(page.relative_to(ROOT))


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [text for name, text in fences if name == language]


def prose(page: Path) -> str:
    """Return a page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def section(page: Path, heading: str) -> str:
    """Return what stands under a heading of the second level."""
    return page.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]


def first_column(text: str) -> list[str]:
    """Return every `code` in the first column of the tables."""
    rows = re.findall(r"^\|([^|]*)\|", text, re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def command_lines() -> Iterator[tuple[str, str]]:
    """Yield every `papers …` that a page shows to be typed, with the page's name."""
    for page in PAGES:
        shown = [line for text in blocks(page, "sh") for line in text.splitlines()]
        shown += [
            line[2:] for text in blocks(page, "console") for line in text.splitlines() if line[:2] == "$ "
        ]
        for line in shown:
            for part in re.split(r" && | \| ", line.partition(" # ")[0]):
                _, found, arguments = f" {part}".partition(" papers ")
                if found or ".venv/bin/papers " in part:
                    yield named(page), arguments if found else part.partition("/papers ")[2]


@pytest.mark.parametrize(("page", "line"), sorted(set(command_lines())))
def test_lines_to_type_are_understood(page: str, line: str) -> None:
    """Every command line in the documents is one that the program takes."""
    words = shlex.split(line.partition(" > ")[0])
    place = next((at for at, word in enumerate(words) if word in COMMANDS), len(words))
    above = click.Context(main, info_name="papers")
    main.parse_args(above, [*words[:place], "list"])
    assert place < len(words) or words[-1] in ("--version", "--help"), f"{page} shows no command: {line}"
    command = COMMANDS[words[place]]
    inside = command.make_context(words[place], words[place + 1 :], parent=above)
    assert inside.command is command
    if isinstance(command, click.Group):
        part = command.commands[words[place + 1]]
        assert part.make_context(words[place + 1], words[place + 2 :], parent=inside).command is part


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_in_the_text_exist(page: Path) -> None:
    """No page speaks of a command that is not there yet."""
    spoken = re.findall(r"`papers(?: --?\w[\w-]*)* ([a-z]+)", prose(page))
    assert [name for name in spoken if name not in COMMANDS] == []


def test_the_reference_is_written_from_the_commands() -> None:
    """docs/cli.md is what `python -m docs.build_cli` writes."""
    assert build_cli.PAGE.read_text(encoding="utf-8") == build_cli.page()


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_explained(name: str) -> None:
    """Each command says what it and each of its options are for, and has an example in the documents."""
    command = COMMANDS[name]
    parts = [*command.commands.values()] if isinstance(command, click.Group) else []
    options = [
        option for each in (command, *parts) for option in each.params if isinstance(option, click.Option)
    ]
    assert [part.name for part in parts if not part.help] == []
    assert [option.name for option in options if not (option.help or "").endswith(".")] == []
    assert command.help
    assert name in build_cli.EXAMPLES


@pytest.mark.parametrize("name", COMMANDS)
def test_the_overview_says_what_the_command_says(name: str) -> None:
    """`papers --help` and the first line of the command's own help are the same sentence."""
    entries = {name: entry for section in main.sections.values() for name, entry in section.items()}
    assert entries[name].help == (COMMANDS[name].help or "").strip().splitlines()[0]


def test_every_setting_is_documented() -> None:
    """The table of settings has each key and each variable, and no other."""
    documented = {*re.findall(r"`([\w]+)`", section(CONFIGURATION, "Settings"))}
    keys = {name for name, kind in SETTINGS.items() if kind.in_file}
    variables = {variable for kind in SETTINGS.values() for variable in kind.environment}
    others = {"GH_TOKEN", "GITHUB_TOKEN", "NO_COLOR", "en", "ko", "ja", "PAPERS_OFFLINE"}
    assert documented - others == (keys | variables) - others


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_variables_exist(page: Path) -> None:
    """Every PAPERS_… that a page speaks of means something."""
    known = {variable for kind in SETTINGS.values() for variable in kind.environment}
    spoken = set(re.findall(r"PAPERS_[A-Z_]+", page.read_text(encoding="utf-8")))
    assert spoken - known - OTHER_VARIABLES == set()


def test_shipped_topics_are_documented() -> None:
    """The table of topics is the taxonomy."""
    rows = re.findall(r"^\| `(.*)` \| (.*) \|$", section(CONFIGURATION, "Topics"), re.MULTILINE)
    assert rows == [(topic.name, topic.description) for topic in DEFAULT_TOPICS]


def test_the_example_of_a_configuration_works(home: Path) -> None:
    """The settings that configuration.md shows are understood."""
    (text, *_) = blocks(CONFIGURATION, "toml")
    Path("papers.toml").write_text(text, encoding="utf-8")
    app = App({}, environ={"PAPERS_HOME": str(home)})
    names = {topic.name for topic in app.taxonomy.topics}
    expected = tomllib.loads(text)
    assert (app.config.repository, app.config.language) == (expected["repository"], expected["language"])
    assert {"NLP", "quantum"} <= names
    assert "finance" not in names


def test_the_json_of_a_note_is_documented() -> None:
    """The table has the keys of a note in the order of the JSON."""
    page = ROOT / "docs" / "offline-and-limits.md"
    table = section(page, "For programs").partition("\nA note:\n")[2]
    assert first_column(table) == list(Note(Paper("1", "A"), Status.READ).as_json())


def test_the_queries_of_the_documents_find_what_they_say() -> None:
    """Each query that search.md explains is understood, and finds a note that has all that."""
    paper = Paper(
        "1706.03762",
        "Attention Is All You Need",
        ("Ashish Vaswani",),
        abstract="The transformer, a network for translation.",
        published="2017-06-12",
    )
    note = Note(paper, Status.READ, ("NLP",), ("NLP", "favourite"), rating=5, number=1)
    store = Store(":memory:", Reader(lambda _: Reading(note, trusted=True), "1"))
    store.save(Issue("", "", 1))
    found = {}
    for query in first_column(section(ROOT / "docs" / "search.md", "The query")):
        asked = parse(query, lambda name: name)
        found[query] = (len(list(store.found(asked, asked.narrow(Query())))), asked.remarks)
    assert found == dict.fromkeys(found, (1, ()))
    assert {f"{name}:" for name in FILTERS} <= {query.partition(":")[0] + ":" for query in found}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link inside the project leads to a file that is there, and to a heading in it."""
    broken = []
    for target in re.findall(r"\]\(([^()\s]+)\)", re.sub(r"`[^`]*`", "", prose(page))):
        path, _, anchor = target.partition("#")
        if "://" in target:
            continue
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors_of(file)):
            broken.append(target)
    assert broken == []


def anchors_of(page: Path) -> set[str]:
    """Return the anchors that GitHub gives to a page's headings."""
    seen: dict[str, int] = {}
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {github_anchor(heading.replace("`", ""), seen) for heading in headings}


@pytest.mark.parametrize("heading", ["Try it", "Run the tests"])
def test_the_readme_has_its_two_commands(heading: str) -> None:
    """Under each of the two headings stands one command, on one line, for a shell."""
    fences = re.findall(r"^```sh\n(.*?)^```$", section(README, heading), re.MULTILINE | re.DOTALL)
    assert [len(text.splitlines()) for text in fences] == [1]


def test_the_korean_readme_keeps_step() -> None:
    """README.ko.md has the same headings, links and blocks of code, in the same order."""

    def frame(page: Path) -> list[str]:
        text = page.read_text(encoding="utf-8")
        parts = re.findall(r"^#+(?= )|^```.*?^```$|\]\([^()\s]*\)", text, re.MULTILINE | re.DOTALL)
        other = {"](README.ko.md)": "](README.md)"}
        return [other.get(part, part) for part in parts]

    assert frame(KOREAN) == frame(README)


@terminal.needs_terminal
def test_the_session_in_the_readme_is_real(arxiv: ArxivServer) -> None:
    """What the README shows of a session is what a terminal of 80 columns shows, to the letter."""
    (session,) = blocks(README, "console")
    lines = [line[2:] for line in session.splitlines() if line.startswith("$ ")]
    assert session == "".join(f"$ {line}\n{typed(line)}" for line in lines)
    assert len(arxiv.requests) > 0


def typed(line: str) -> str:
    """Return what a terminal without colours shows after `line` was typed: a command of ours, or `cat`."""
    program, *arguments = shlex.split(line)
    if program == "cat":
        return Path(*arguments).read_text(encoding="utf-8")
    return terminal.typed(*arguments, environ={"NO_COLOR": "1"})
