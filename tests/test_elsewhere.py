"""Papers that are not on arXiv: noted in the reader's words, and then like any other."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from paper_notes.doors.sqlite.store import Reader, Reading, Store
from paper_notes.rules.library.noted import Noted
from paper_notes.values.model import Note, Paper, Status
from paper_notes.values.text import body
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.emulate import Emulate, running_emulate
from tests.github_server import GitHubServer
from tests.library import ATTENTION, PAPERS

VIT = "https://openreview.net/forum?id=YicbFdNTTy"
KDD = "10.1145/3292500.3330701"
ADD_VIT = f"add {VIT} --title 'An Image is Worth 16x16 Words' --author 'Dosovitskiy, Alexey' --year 2021"
ADD_KDD = f"add --title Optuna --doi {KDD.upper()} --url https://dl.acm.org/doi/{KDD} --author 'Takuya Akiba'"


@pytest.fixture(scope="module")
def emulate() -> Iterator[Emulate]:
    """Start the other GitHub."""
    with running_emulate() as server:
        yield server


@pytest.fixture(params=["local", "github", "emulate"])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Keep the notes in each place that there is."""
    if request.param == "github":
        request.getfixturevalue("github")
        monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    elif request.param == "emulate":
        server: Emulate = request.getfixturevalue("emulate")
        repository, token = server.new_repository()
        monkeypatch.setenv("GITHUB_API_URL", server.url)
        monkeypatch.setenv("PAPERS_REPO", repository)
        monkeypatch.setenv("GH_TOKEN", token)
    return str(request.param)


def test_a_note_like_any_other(papers: Run, place: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is added once, marked, tagged, noted upon, found, listed; the issues alone bring it all back."""
    papers(f"{ADD_VIT} --topic CV")
    assert papers(ADD_KDD + " --status read --rating 4 --on 2026-01-02").split("\t")[1:3] == ["-", "read"]
    again = papers(f"add https://openreview.net/pdf?id=YicbFdNTTy https://doi.org/{KDD.upper()} --json").json
    assert [outcome["outcome"] for outcome in again] == ["exists", "exists"]
    papers("mark reading openreview.net/forum?id=YicbFdNTTy")
    papers(f"tag https://dl.acm.org/doi/abs/{KDD} --add ML")
    papers(f"note doi:{KDD} -m 'Prunes trials.'")
    there = papers("list --json").json
    kdd, vit = sorted(there, key=lambda note: str(note["id"]))
    names = (
        "id",
        "arxiv_id",
        "title",
        "authors",
        "published",
        "doi",
        "source",
        "status",
        "rating",
        "read_on",
    )
    assert {name: vit[name] for name in names} == {
        "id": VIT,
        "arxiv_id": None,
        "title": "An Image is Worth 16x16 Words",
        "authors": ["Alexey Dosovitskiy"],
        "published": "2021",
        "doi": None,
        "source": "reader",
        "status": "reading",
        "rating": None,
        "read_on": None,
    }
    assert (kdd["id"], kdd["doi"], kdd["topics"], kdd["rating"]) == (KDD, KDD.upper(), ["ML"], 4)
    assert {name: kdd["links"][name] for name in ("page", "doi")} == {
        "page": f"https://dl.acm.org/doi/{KDD}",
        "doi": f"https://doi.org/{KDD.upper()}",
    }
    assert "Prunes trials." in kdd["text"]
    assert papers("search worth words --json").json[0]["id"] == VIT
    papers("index")
    if place != "local":
        monkeypatch.setenv("PAPERS_HOME", str(home.parent / "second machine"))
        assert papers("list --json").json == there
        assert papers("list").count("\n") == 2


def test_the_reading_list_links_to_the_page(papers: Run) -> None:
    """A local note's entry leads to the paper itself, and says that it is a paper, not an arXiv id."""
    papers(ADD_VIT + " --status read")
    lines = papers("index --output -").splitlines()
    entry = next(number for number, line in enumerate(lines) if line.startswith("- ["))
    assert lines[entry] == f"- [An Image is Worth 16x16 Words]({VIT})\\"
    assert lines[entry + 1].strip().startswith(f"Dosovitskiy (2021) · [paper]({VIT})")


def test_words_of_the_reader_act_no_more_than_those_of_strangers(
    papers: Run, github: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Title and authors land in the block, where nothing may mention, refer or be HTML."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    title = "Thanks @torvalds, see #1 <b>\u202eevil\u202c\x1b[31m"
    papers("add", VIT, "--title", title, "--author", "@octocat GH-2")
    issue = github.repo.issue(1)
    block = body.find(issue["body"])
    assert block is not None
    assert issue["title"] == "Thanks @\u200btorvalds, see #\u200b1 <b> evil [31m"
    assert "@\u200btorvalds, see #\u200b1 \\<b\\> evil \\[31m" in block.visible
    assert "@\u200boctocat GH-\u200b2" in block.visible
    assert papers("show 1 --json").json["title"] == "Thanks @torvalds, see #1 <b> evil [31m"


@pytest.mark.parametrize(
    ("line", "paper_id"),
    [
        (ADD_VIT.replace(VIT, "https://arxiv.org/abs/1706.03762"), "1706.03762"),
        ("add --title Attention --doi 10.48550/arXiv.1706.03762", "1706.03762"),
        (f"add --title Attention --doi {KDD} --url https://arxiv.org/pdf/1706.03762v5", "1706.03762"),
        ("add --url https://www.alphaxiv.org/abs/1706.03762", "1706.03762"),
    ],
)
def test_a_paper_on_arxiv_is_one(papers: Run, arxiv: ArxivServer, line: str, paper_id: str) -> None:
    """If its link or DOI is arXiv's, arXiv says what it is, and that is told."""
    out = papers(f"{line} --json")
    assert (out.json[0]["note"]["id"], out.json[0]["note"]["source"]) == (paper_id, "arxiv")
    assert ("It is on arXiv" in out.stderr) == ("--title" in line)


def test_the_doi_of_a_note_on_arxiv_is_that_note(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One paper, one note: where arXiv knows the DOI of the published version, that is no other paper."""
    published = ATTENTION._replace(doi=f"{KDD.upper()}")
    with ArxivServer(arxiv={**PAPERS, "1706.03762": published}) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        papers("add 1706.03762")
    out = papers(f"add {KDD}")
    assert out.stderr.splitlines() == [
        "Already there: 1706.03762 Attention Is All You Need [NLP]",
        "        The same paper, noted as 1706.03762.",
    ]
    assert papers(ADD_KDD) == out
    assert papers(f"show https://dl.acm.org/doi/{KDD} --json").json["id"] == "1706.03762"


def test_a_paper_noted_by_its_doi_that_arxiv_has_too(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other way round likewise; two papers on arXiv with one DOI stay two."""
    papers(ADD_KDD)
    library = {
        paper_id: PAPERS[paper_id]._replace(doi=KDD if paper_id != "2203.00001" else "10.1145/7654321")
        for paper_id in ("1706.03762", "1512.03385", "2203.00001")
    }
    with ArxivServer(arxiv=library) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        outcomes = papers("add 1706.03762 2203.00001 --json").json
        assert [(each["outcome"], each["note"]["id"]) for each in outcomes] == [
            ("exists", KDD),
            ("added", "2203.00001"),
        ]
    same = {paper_id: paper._replace(doi="10.1145/7654321") for paper_id, paper in library.items()}
    with ArxivServer(arxiv=same) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        assert papers("add 1512.03385 --json").json[0]["outcome"] == "added"


@pytest.mark.parametrize("dry_run", ["", " --dry-run"])
@pytest.mark.parametrize(
    "refs", [f"1706.03762 {KDD}", f"{KDD} 1706.03762", f"doi.org/{KDD.upper()} 1706.03762"]
)
def test_both_names_of_a_paper_in_one_go(
    papers: Run, monkeypatch: pytest.MonkeyPatch, refs: str, dry_run: str
) -> None:
    """In either order they are one note: arXiv says what the DOI is that of."""
    with ArxivServer(arxiv={**PAPERS, "1706.03762": ATTENTION._replace(doi=KDD.upper())}) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        outcomes = papers(f"add {refs} --json{dry_run}").json
    assert [(each["outcome"], each["note"]["id"]) for each in outcomes] == [
        ("added", "1706.03762"),
        ("exists", "1706.03762"),
    ]


def test_a_note_made_meanwhile_is_found_by_every_name() -> None:
    """Also when the names of all notes were looked up before it was made."""
    noted = Noted(Store(":memory:", Reader(lambda _: Reading(None, True), "")))
    asked = ATTENTION._replace(doi=KDD.upper())
    assert noted.find(asked) is None
    made = Note(Paper(KDD, "Attention", source="reader"), Status.TO_READ)
    noted.tell(made)
    assert noted.find(asked) == made


def test_an_address_of_a_volume_does_not_make_two_papers_one(papers: Run) -> None:
    """Different DOIs are different papers, though their page is the same; the page alone names the first."""
    line = "add --url https://example.org/proceedings --title"
    papers(f"{line} One --doi 10.1145/1.1")
    assert papers(f"{line} Two --doi 10.1145/1.2 --json").json[0]["outcome"] == "added"
    assert papers("add https://example.org/proceedings --json").json[0]["note"]["title"] == "One"


def test_authors_as_a_bibliography_has_them(papers: Run) -> None:
    """One by one, or all in a row; family names may come first."""
    line = (
        f"add {VIT} --title T --author 'Dosovitskiy, Alexey and Lucas Beyer; Kolesnikov, A.' --author 김철수"
    )
    assert papers(f"{line} --json").json[0]["note"]["authors"] == [
        "Alexey Dosovitskiy", "Lucas Beyer", "A. Kolesnikov", "김철수"
    ]  # fmt: skip


def test_another_title_changes_nothing_and_that_is_told(papers: Run) -> None:
    """As for any paper that has a note, what was typed this time is left alone."""
    papers(ADD_VIT)
    assert papers(f"add {VIT} --title Other").stderr.splitlines() == [
        f"Already there: {VIT} An Image is Worth 16x16 Words [CV]",
        "        It keeps the title that it has.",
    ]


def test_opening_it(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its page opens, or its PDF where a site's addresses tell it."""
    monkeypatch.setattr("click.launch", lambda _: 0)
    papers(ADD_VIT)
    papers(ADD_KDD)
    assert papers(f"open {VIT}") == f"{VIT}\n"
    assert papers(f"open {VIT} --pdf") == "https://openreview.net/pdf?id=YicbFdNTTy\n"
    assert "not on arXiv" in papers(f"open {KDD} --pdf", exit_code=1).stderr


def test_several_in_one_go(papers: Run, arxiv: ArxivServer) -> None:
    """References to arXiv and elsewhere mix; what nobody can tell about fails alone, with the remedy."""
    papers(ADD_VIT)
    out = papers(f"add 1706.03762 {VIT} {KDD} {VIT}", exit_code=1)
    assert out.stderr.splitlines() == [
        "Added 1706.03762 Attention Is All You Need [NLP]",
        f"Already there: {VIT} An Image is Worth 16x16 Words [CV]",
        f"papers: {KDD} is not on arXiv, and papers are looked up nowhere else.",
        f'        Give its title yourself: papers add {KDD} --title "…" --author "…" --year …',
        f"Already there: {VIT} An Image is Worth 16x16 Words [CV]",
    ]
    assert arxiv.asked() == [("1706.03762",)]


def test_a_rehearsal(papers: Run) -> None:
    """--dry-run says what would be written, and writes nothing."""
    assert papers(f"{ADD_VIT} --dry-run").stderr == "Would add “An Image is Worth 16x16 Words” with CV.\n"
    assert papers("list --json").json == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"add --title T --url {VIT} {KDD} 1706.03762", "describe one paper"),
        (f"add --title T --from list.txt --url {VIT}", "describe one paper"),
        ("add --title T", "add --url or --doi"),
        (f"add --author A --url {VIT}", "--author and --year go with --title"),
        (f"add --url {VIT} --doi {KDD}", "Give one link or DOI, or also --title"),
        (f"add {VIT} --title T --year 20", "is not a number from 1000 to 2999"),
        (f"add {VIT} --title '  '", "The title is empty"),
        (f"add {VIT} --title {'x' * 1001}", "The title has 1,001 characters"),
        (f"add {VIT} --title T --author ' , '", "The author is empty"),
    ],
)
def test_what_does_not_go_together(papers: Run, line: str, message: str) -> None:
    """Half a description is a usage error that says which half is missing."""
    assert message in papers(line, exit_code=2).stderr


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("add --title T --url https://user:secret@example.org/", "user name where its site should be"),
        ("add https://user:secret@example.org/", '"https://…@example.org/" has'),
        ("add --title T --url javascript:alert(1)", "is not an arXiv id or link"),
        (f"add --title T --doi https://example.org/{KDD}", "is no DOI"),
        ("add --title T --doi hello", '"hello" is no DOI.'),
        ("add --title T --url https://arxiv.org/list/cs.LG", "leads to arxiv.org, but not to a paper"),
        ("show https://openreview.net/forum?id=None", "There is no note about https://openreview.net"),
    ],
)
def test_links_that_will_not_do(papers: Run, line: str, message: str) -> None:
    """A link is refused by name, and nothing is written."""
    out = papers(line, exit_code=1)
    assert message in out.stderr
    assert "secret" not in out.stderr
    assert papers("list --json").json == []


def test_refresh_leaves_it_out_and_says_so(papers: Run, arxiv: ArxivServer) -> None:
    """Nobody asks arXiv about it."""
    papers(ADD_VIT)
    assert "not on arXiv, so there is nobody to ask" in papers(f"refresh {VIT}", exit_code=1).stderr
    papers("refresh")
    assert arxiv.asked() == []


def test_exported_and_imported_again(papers: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON brings it back as it was; a second time, or noted by another of its names, it is there."""
    papers(f"{ADD_VIT} --rating 3")
    papers(ADD_KDD)
    papers("export --format json --output notes.json")
    before = papers("list --json").json
    monkeypatch.setenv("PAPERS_HOME", str(home.parent / "second machine"))
    papers("add --title Optuna --url https://dl.acm.org/doi/fullHtml/" + KDD)
    outcomes = papers("import notes.json --json").json
    assert sorted(outcome["outcome"] for outcome in outcomes) == ["added", "exists"]
    ratings = {note["title"]: note["rating"] for note in papers("list --json").json}
    assert ratings == {note["title"]: note["rating"] for note in before}
    entries = papers("export --format csl-json").json
    assert {entry["URL"] for entry in entries} == {VIT, f"https://dl.acm.org/doi/fullHtml/{KDD}"}


def test_an_imported_identity_is_written_as_ours(papers: Run) -> None:
    """Whoever wrote the JSON, a second form of the same address is the same paper."""
    note = {"id": "http://www.example.org/a/", "arxiv_id": None, "title": "A Page", "status": "read"}
    Path("notes.json").write_text(json.dumps([note, {**note, "id": "https://example.org/a"}]))
    assert [item["outcome"] for item in papers("import notes.json --json").json] == ["added"]
    assert [each["id"] for each in papers("list --json").json] == ["https://example.org/a"]


def test_a_hand_written_issue_is_its_note(
    papers: Run, github: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link typed into an issue by hand names the same paper as any other form of it."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    github.repo.create_issue(
        "alice", {"title": "ViT", "body": "Link: http://openreview.net/pdf?id=YicbFdNTTy"}
    )
    out = papers(f"{ADD_VIT} --json").json
    assert [(each["outcome"], each["note"]["number"]) for each in out] == [("exists", 1)]


def test_identities_of_other_versions_are_known(
    papers: Run, github: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A block that has a DOI in capitals, or an address with `http`, is about the same paper."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    for number, paper_id in enumerate((KDD.replace("/", "/A"), "http://www.example.org/a/"), start=1):
        data = {"paper": {"id": paper_id, "title": f"T{number}", "source": "reader"}}
        github.repo.create_issue("alice", {"title": f"T{number}", "body": body.write(data, "…")})
    out = papers(f"add https://doi.org/{KDD.replace('/', '/a')} https://example.org/a --json").json
    assert [(each["outcome"], each["note"]["number"]) for each in out] == [("exists", 1), ("exists", 2)]
    assert papers("show https://example.org/a/ --json").json["number"] == 2


def test_completion_offers_it(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A DOI completes to itself, as an arXiv id does."""
    papers(ADD_KDD)
    monkeypatch.setenv("_PAPERS_COMPLETE", "fish_complete")
    monkeypatch.setenv("COMP_WORDS", "papers show 10.11")
    monkeypatch.setenv("COMP_CWORD", "10.11")
    assert papers("show 10.11") == f"plain,{KDD}\tOptuna\n"
