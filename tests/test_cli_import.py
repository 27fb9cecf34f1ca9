"""`papers import`: files in, notes made or restored, and what is told of the rest."""

import json
from pathlib import Path
from typing import Any

import pytest

from paper_notes.cli import inputs
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import Fault, GitHubServer, refuse
from tests.library import PAPERS

BIB = """@article{vaswani, title = {Attention}, eprint = {1706.03762v5}, archiveprefix = {arXiv}}
@book{knuth, title = {The {TeX}book}}
@article{he, title = {Residual
@misc{again, url = {https://arxiv.org/abs/1706.03762}}
@misc{strings, eprint = {hep-th/9901001}, archiveprefix = {arXiv}}
"""


def test_a_bibliography(papers: Run, arxiv: ArxivServer) -> None:
    """The papers on arXiv come in with one request, the rest is named, and a broken entry is exit 1."""
    Path("refs.bib").write_text(BIB)
    out = papers("import refs.bib", exit_code=1)
    assert out.splitlines() == [
        "-\t1706.03762\tto-read\t-\tNLP\tAttention Is All You Need",
        "-\thep-th/9901001\tto-read\t-\tscience\tString Junctions and Their Duals in Heterotic String Theory",
    ]
    assert out.stderr.splitlines() == [
        "Added 1706.03762 Attention Is All You Need [NLP]",
        "Added hep-th/9901001 String Junctions and Their Duals in Heterotic String Theory [science]",
        "Left out: The TeXbook (refs.bib, line 2: no arXiv id.)",
        "refs.bib, line 3: is no sound BibTeX: @article{he, title = {Residual",
        "        Look for a brace or comma that is missing.",
    ]
    assert arxiv.asked() == [("1706.03762", "hep-th/9901001")]


def test_many_are_counted(papers: Run, arxiv: ArxivServer) -> None:
    """Where the lines run away, the last one says what became of them, in a rehearsal too."""
    papers("add 1706.03762")
    entries = "".join(f"@book{{b{number}, title = {{Book {number}}}}}\n" for number in range(8))
    Path("refs.bib").write_text(entries + BIB)
    wanted = "all 12: 1 added, 1 unchanged, 9 left out, 1 failed."
    rehearsed = papers("import refs.bib --dry-run", exit_code=1).stderr.splitlines()
    assert rehearsed[-1] == f"Would be in {wanted}"
    assert papers("import refs.bib", exit_code=1).stderr.splitlines()[-1] == f"In {wanted}"


def test_outcomes_as_json(papers: Run, arxiv: ArxivServer) -> None:
    """The array is that of add; what has no id is skipped, and that alone is no error."""
    papers("add 1706.03762")
    Path("refs.bib").write_text(BIB.replace("@article{he, title = {Residual\n", ""))
    out = papers("import refs.bib --json").json
    assert [(item["ref"], item["outcome"], item["error"]) for item in out] == [
        ("1706.03762", "exists", None),
        ("hep-th/9901001", "added", None),
        ("The TeXbook", "skipped", "refs.bib, line 2: no arXiv id."),
    ]
    assert out[1]["note"]["title"] == PAPERS["hep-th/9901001"].title


def test_several_files_and_stdin(papers: Run, arxiv: ArxivServer) -> None:
    """All files are one import: one request, one note a paper, with the topic and status wished for."""
    Path("a.md").write_text("- https://arxiv.org/abs/1512.03385\n- arXiv:1706.03762\n")
    Path("b.ris").write_text("TY  - JOUR\nUR  - https://arxiv.org/abs/1512.03385\nER  - \n")
    line = "import a.md - b.ris --topic thesis --create-label --status reading"
    papers(line, stdin='[{"type": "article", "DOI": "10.48550/arXiv.2203.00001"}]')
    assert arxiv.asked() == [("1512.03385", "1706.03762", "2203.00001")]
    notes = papers("list --json").json
    assert [(note["id"], note["status"], note["labels"]) for note in notes] == [
        (paper, "reading", ["thesis", "reading"]) for paper in ("2203.00001", "1706.03762", "1512.03385")
    ]


def test_pending(papers: Run) -> None:
    """With --pending a paper that no source answers about is noted all the same."""
    Path("a.txt").write_text("arXiv:2203.00001\n")
    assert papers("import a.txt --json", exit_code=1).json[0]["outcome"] == "failed"
    assert papers("import a.txt --pending --json").json[0]["outcome"] == "pending"


def test_a_rehearsal_writes_nothing(papers: Run, arxiv: ArxivServer) -> None:
    """--dry-run says what would come in, from references and from exported notes."""
    Path("a.txt").write_text("arXiv:1706.03762\narXiv:1512.03385")
    papers("add 1512.03385")
    papers("export --output notes.json")
    Path("notes.json").write_text(Path("notes.json").read_text().replace("1512.03385", "1512.00001"))
    out = papers("import a.txt notes.json --dry-run")
    assert out.stderr.splitlines() == [
        "Would add “Deep Residual Learning for Image Recognition” with CV.",
        "Would add “Attention Is All You Need” with NLP.",
        "Already there: 1512.03385 Deep Residual Learning for Image Recognition [CV]",
    ]
    assert papers("list").count("\n") == 1


@pytest.mark.parametrize(
    ("line", "told", "code"),
    [
        ("import nosuch.bib", "There is no file nosuch.bib.", 1),
        ("import .", ". is a folder.\n        Name the files in it.", 1),
        ("import https://arxiv.org/abs/1706.03762", "There is no file https://", 1),
        ("import good.txt nosuch.bib", "There is no file nosuch.bib.", 1),
        ("import good.txt huge.txt", "huge.txt has more than 32 MB, too much to read at once.", 1),
        ("import empty.bib", "empty.bib: is empty.", 1),
        ("import binary.pdf", "binary.pdf: is not text, but something binary.", 1),
        ("import alike.md", "alike.md: names no paper on arXiv.", 1),
        ("import good.txt --topic NPL", "Did you mean NLP?", 2),
        ("import good.txt --format word", "is not one of", 2),
        ("import", "FILE is missing.", 2),
    ],
)
def test_bad_files(papers: Run, arxiv: ArxivServer, line: str, told: str, code: int) -> None:
    """A clear sentence, and nothing written, nor anybody asked."""
    Path("good.txt").write_text("arXiv:1706.03762")
    Path("empty.bib").write_text("")
    Path("binary.pdf").write_bytes(b"%PDF-1.5\n\x00\xff")
    Path("alike.md").write_text("<https://arxiv.org.evil.com/abs/1706.03762>")
    with Path("huge.txt").open("wb") as file:
        file.truncate(inputs.LARGEST + 1)
    assert told in papers(line, exit_code=code).stderr
    assert papers("list") == ""
    assert arxiv.asked() == []


@pytest.fixture
def library(papers: Run, arxiv: ArxivServer) -> list[dict[str, Any]]:
    """Return the notes of a local library with some of everything, as exported to notes.json."""
    papers("add 1706.03762 --status read --rating 5 --on 2026-11-01")
    papers("add hep-th/9901001 --topic 'quiet reading' --create-label --status reading")
    papers("add 1512.03385 --status dropped --on 2026-11-02")
    papers("add 2105.00001 2203.00001 --topic CV --topic speech")
    papers("export --output notes.json")
    notes: list[dict[str, Any]] = json.loads(Path("notes.json").read_text())
    # What a reader may have written, to the byte: quoted blocks, CRLF, white space, nothing.
    texts = [
        "\n\n  <!-- papers:end -->\r\n",
        "",
        "## 요약\n```\n<!-- papers:begin v1 {} -->\n",
        notes[3]["text"] * 2,
    ]
    for day, (note, text) in enumerate(zip(notes, [*texts, "\t"], strict=True), start=1):
        note |= {"text": text, "added_on": f"2026-10-{20 - day}"}
    notes[0]["issue_title"] = "My own title"
    notes[1]["labels"] = ["Computer Vision"]
    notes[1]["topics"] = ["CV"]
    notes[4] |= {"pending": True, "added_on": "2026-10-16"}
    Path("notes.json").write_text(json.dumps(notes))
    return notes


VARIES = {"number", "url", "author", "readers", "summary", "links"}


def comparable(notes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the notes without what tells where they are, and what follows from the text."""
    return [{key: value for key, value in note.items() if key not in VARIES} for note in notes]


@pytest.mark.parametrize("ending", ["json", "jsonl"])
@pytest.mark.parametrize("place", ["local", "github"])
def test_a_library_there_and_back(
    papers: Run,
    arxiv: ArxivServer,
    github: GitHubServer,
    library: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    place: str,
    ending: str,
) -> None:
    """Export and import give the same library again, in the same order, without asking arXiv."""
    if ending == "jsonl":
        Path("notes.jsonl").write_text("".join(json.dumps(note) + "\n" for note in library))
    monkeypatch.setenv("PAPERS_HOME", str(tmp_path / "other"))
    asked = arxiv.asked()
    flags = "--repo alice/papers" if place == "github" else ""
    papers(f"import notes.{ending} {flags}")
    exported = papers(f"export --format json {flags}").json
    assert comparable(exported) == comparable(library)
    assert arxiv.asked() == asked
    # Again: all of them are there, and none is touched.
    writes = [line for line in github.log if not line.startswith("GET ")]
    again = papers(f"import notes.{ending} {flags} --json").json
    assert [item["outcome"] for item in again].count("exists") + [item["outcome"] for item in again].count(
        "pending"
    ) == len(library)
    assert papers(f"export --format json {flags}").json == exported
    assert [line for line in github.log if not line.startswith("GET ")] == writes
    # A mirror made anew reads the same.
    if place == "github":
        monkeypatch.setenv("PAPERS_HOME", str(tmp_path / "third"))
        assert papers(f"export --format json {flags}").json == exported


def test_a_note_that_is_there_is_not_restored(
    papers: Run, arxiv: ArxivServer, library: list[dict[str, Any]]
) -> None:
    """The reader's note here wins over the one in the file."""
    before = papers("export --format json").json
    out = papers("import notes.json --json").json
    assert {item["outcome"] for item in out} == {"exists"}
    assert papers("export --format json").json == before


def test_an_interrupted_restoring_goes_on(
    papers: Run, arxiv: ArxivServer, github: GitHubServer, library: list[dict[str, Any]]
) -> None:
    """What was opened but not closed yet is closed by the next run, and nothing is doubled."""
    for _ in range(2):
        github.on("PATCH", "/issues/", refuse(403, "Resource not accessible by personal access token"))
    papers("import notes.json --repo alice/papers", exit_code=4)
    papers("import notes.json --repo alice/papers", exit_code=4)
    papers("import notes.json --repo alice/papers")
    assert comparable(papers("export --format json --repo alice/papers").json) == comparable(library)
    assert len(github.repo.issues) == len(library)


def test_a_token_refused_on_the_way(
    papers: Run, arxiv: ArxivServer, github: GitHubServer, library: list[dict[str, Any]]
) -> None:
    """The JSON names every note and paper of the files, the lines that are no good too; exit code 4."""
    Path("notes.json").write_text(json.dumps([note for note in library if note["id"] != "1512.03385"]))
    Path("more.txt").write_text("1512.03385\n")
    Path("bad.bib").write_text("@article{a, title={No Link At All}, author={A}, year={2020}}\n")
    github.on("POST", "/issues$", Fault(taken=True, status=201), refuse(401, "Bad credentials"))
    out = papers("import notes.json more.txt bad.bib --json --repo alice/papers", exit_code=4).json
    refused = "GitHub refuses the token (401: Bad credentials)."
    assert [(each["ref"], each["outcome"], each["error"]) for each in out] == [
        ("1706.03762", "added", None),
        ("hep-th/9901001", "failed", refused),
        ("2105.00001", "failed", f"Not tried: {refused}"),
        ("2203.00001", "failed", f"Not tried: {refused}"),
        ("1512.03385", "failed", f"Not tried: {refused}"),
        ("No Link At All", "skipped", "bad.bib, line 1: no arXiv id."),
    ]


def test_a_bad_label_fails_its_note_alone(
    papers: Run,
    arxiv: ArxivServer,
    library: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A note with a label that nobody takes is named; the others come in."""
    library[2]["labels"] = ["x" * 51]
    Path("notes.json").write_text(json.dumps(library))
    monkeypatch.setenv("PAPERS_HOME", str(tmp_path / "other"))
    out = papers("import notes.json --json", exit_code=1).json
    failed = [(item["ref"], item["error"]) for item in out if item["outcome"] == "failed"]
    assert failed == [(library[2]["id"], f"A label cannot be called {'x' * 51!r}.")]
    assert papers("list").count("\n") == len(library) - 1


@pytest.mark.parametrize(
    ("odd", "error"),
    [
        ({"labels": [f"shelf {n}" for n in range(101)]}, "It has 101 labels; GitHub takes 100 on an issue."),
        ({"issue_title": "t" * 257}, None),
        ({"issue_title": " \n"}, None),
    ],
)
def test_what_no_issue_can_have_is_seen_before_anything_is_sent(
    papers: Run, arxiv: ArxivServer, github: GitHubServer, odd: dict[str, Any], error: str | None
) -> None:
    """A file may come from anywhere. The dry run ends as the real one does; a title that is none is ours."""
    note = {"id": "1706.03762", "arxiv_id": "1706.03762", "status": "to-read", "title": "Attention"}
    Path("odd.json").write_text(json.dumps([note | odd]))
    line = "import odd.json --json --repo alice/papers"
    for out in (papers(f"{line} --dry-run", exit_code=bool(error)), papers(line, exit_code=bool(error))):
        assert [each["error"] for each in out.json] == [error]
    assert [issue["title"] for issue in github.repo.issues.values()] == ([] if error else ["Attention"])
    assert [each for each in github.log if each.endswith("/labels")] == []


def test_two_notes_about_one_paper_are_both_told(papers: Run) -> None:
    """A library in which a paper has two notes is exported whole: that one stays behind is no secret."""
    note = {"id": "1706.03762", "arxiv_id": "1706.03762", "status": "to-read", "title": "Attention"}
    notes = [
        note | {"text": "Mine.", "added_on": "2026-11-02"},
        note | {"text": "Older.", "added_on": "2026-11-01"},
    ]
    Path("notes.json").write_text(json.dumps([*notes, *notes]))
    out = papers("import notes.json --json").json
    assert [(each["outcome"], each["note"]["text"]) for each in out] == [
        ("added", "Older."),
        ("exists", "Older."),
    ]
