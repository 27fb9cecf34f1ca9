"""`papers export`: from a library to a file, a folder, or stdout."""

import csv
import io
import json
from pathlib import Path

import pytest

from paper_notes.cli import exporting
from paper_notes.rules.export.formats import FORMATS, FolderFormat
from tests.arxiv_server import ArxivServer
from tests.conftest import Run


@pytest.fixture
def three(papers: Run, arxiv: ArxivServer) -> Run:
    """Return a library of three notes."""
    papers("add 1706.03762 --status read --rating 5 --on 2026-02-01")
    papers("add 1512.03385 2203.00001")
    return papers


def test_the_command_knows_every_format() -> None:
    """The names are written twice, so that help need not load the formats."""
    assert tuple(FORMATS) == exporting.NAMES


def test_bibtex_on_stdout(three: Run) -> None:
    """Without any option, the newest first, the narration beside it."""
    out = three("export")
    assert [line for line in out.splitlines() if line.startswith("@")] == [
        "@misc{arxiv2203.00001,",
        "@misc{he2015deep,",
        "@misc{vaswani2017attention,",
    ]
    assert "한국어 음성 인식을 위한 자기지도 학습" in out
    assert out.stderr == "3 notes\n"


def test_filters(three: Run) -> None:
    """Those of `list`; and no filter changes a key."""
    assert three("export --status read --format ris").count("TY  - ") == 1
    assert three("export --topic NLP --author vaswani --format jsonl").count("\n") == 1
    out = three("export --year 1990 --format json")
    assert (out.json, out.stderr) == ([], "0 notes\n")
    assert len(three("export --limit 2 --sort title --format csl-json").json) == 2


def test_a_file(three: Run) -> None:
    """Its ending tells the format; it is written only when it changed."""
    assert three("export --output refs/papers.bib").stderr == "Wrote refs/papers.bib\n3 notes\n"
    before = Path("refs/papers.bib").stat().st_mtime_ns
    assert three("export --output refs/papers.bib").stderr == "Unchanged: refs/papers.bib\n3 notes\n"
    assert Path("refs/papers.bib").stat().st_mtime_ns == before
    assert Path("refs/papers.bib").read_text("utf-8") == three("export")


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("a.bib", "@misc{"),
        ("a.csl.json", '[\n{"id": "'),
        ("a.json", '[\n  {\n    "id": "'),
        ("a.jsonl", '{"id": "'),
        ("a.ris", "TY  - "),
        ("A.CSV", '\ufeff"arxiv_id",'),
    ],
)
def test_endings(three: Run, name: str, starts: str) -> None:
    """Every format of one text has an ending of its own."""
    three("export --output", name)
    assert Path(name).read_text("utf-8").startswith(starts)


def test_json_is_what_list_prints(three: Run) -> None:
    """All of every note, which an import can take."""
    assert three("export --format json").json == three("list --json").json
    lines = three("export --format jsonl").splitlines()
    assert [json.loads(line) for line in lines] == three("list --json").json


def test_a_spreadsheet(three: Run) -> None:
    """A byte order mark in a file, for Excel; none on stdout, for programs."""
    three("export -o notes.csv")
    text = Path("notes.csv").read_text("utf-8-sig")
    assert text == three("export --format csv")
    assert len(list(csv.reader(io.StringIO(text)))) == 4


def test_a_folder(three: Run) -> None:
    """A file a note; a note that no longer belongs goes, nothing else does."""
    out = three("export --format markdown --output vault")
    assert out.stderr == "Wrote 3 of 3 files in vault\n3 notes\n"
    Path("vault/mine.md").write_text("mine")
    out = three("export --format markdown --output vault --status read")
    assert out.stderr == "Wrote 0 of 1 files in vault, removed 2\n1 note\n"
    assert sorted(path.name for path in Path("vault").iterdir()) == [
        ".papers-markdown.json",
        "1706.03762.md",
        "mine.md",
    ]


def test_a_file_changed_by_hand(three: Run) -> None:
    """It stays, and the command says so and fails."""
    three("export --format markdown --output vault")
    Path("vault/1706.03762.md").write_text("mine")
    out = three("export --format markdown --output vault", exit_code=1)
    assert "Left alone: 1706.03762.md" in out.stderr
    assert Path("vault/1706.03762.md").read_text() == "mine"


def test_texts_for_language_models(three: Run) -> None:
    """A file a topic, and the list of them."""
    three("export --format llms --output context")
    names = sorted(path.name for path in Path("context").iterdir())
    assert names == [".papers-llms.json", "CV.txt", "NLP.txt", "llms.txt", "speech.txt"]


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if isinstance(form, FolderFormat)])
def test_a_folder_on_stdout(papers: Run, name: str) -> None:
    """Many files do not go there."""
    assert "makes a folder of files" in papers(f"export --format {name}", exit_code=2).stderr


@pytest.mark.parametrize("output", ["notes.txt", "notes", "notes.md"])
def test_an_ending_that_tells_nothing(papers: Run, output: str) -> None:
    """The remedy names the formats."""
    out = papers(f"export --output {output}", exit_code=2)
    assert f"The name {output} does not tell the format." in out.stderr
    assert "--format bibtex|csl-json|" in out.stderr
    assert not Path(output).exists()


def test_an_empty_library(papers: Run) -> None:
    """Nothing is a sound document, too."""
    assert papers("export") == ""
    assert papers("export --format json").json == []
    papers("export --format markdown --output vault")
    assert not Path("vault").exists()


def test_a_folder_that_cannot_be_written_to(three: Run) -> None:
    """The message names it."""
    Path("file").write_text("x")
    assert "file is a file" in three("export --format markdown --output file", exit_code=1).stderr
    assert "Cannot write file/a.bib" in three("export --output file/a.bib", exit_code=1).stderr
