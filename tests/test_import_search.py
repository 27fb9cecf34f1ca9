"""`papers import --search` and `--all`: entries that name no paper on arXiv."""

from pathlib import Path

import pytest

from tests.arxiv_server import UNAVAILABLE, ArxivServer, feed
from tests.conftest import Run
from tests.github_server import GitHubServer
from tests.library import ATTENTION, OLD, PAPERS, RESNET

BIB = r"""
@article{vaswani, title = {Attention is all you {N}eed}, author = {Vaswani, A. and others}, year = 2017}
@misc{he, title = {Deep Residual Learning for Image Recognition}, author = {He, Kaiming}, date = {2016-06}}
@article{twin, title = {Attention Is All You Need}, author = {Lovelace, Ada}, year = 2017}
@article{late, title = {Attention Is All You Need}, author = {Ashish Vaswani}, year = 2025}
@article{nobody, title = {Deep Residual Learning for Image Recognition}}
@article{piece, title = {String Junctions and Their Duals}, author = {Imamura, Y.}, year = 1999}
@book{knuth, title = {The {TeX}book}, author = {Knuth, Donald E.}, year = 1984, doi = {10.5555/536147},
  journal = {Computers {\&} Typesetting}, volume = 1, pages = {1--483}, abstract = {On
  T\"urme.}}
"""
MAYBE_ATTENTION = "not certain. On arXiv: 1706.03762 Attention Is All You Need (Vaswani, 2017)."


@pytest.fixture
def refs() -> None:
    """Write a bibliography without a single id."""
    Path("refs.bib").write_text(BIB)


@pytest.mark.usefixtures("refs")
def test_only_what_is_certain_is_taken(papers: Run, arxiv: ArxivServer) -> None:
    """Title, an author and about the year have to agree; the doubtful are listed, and that is no error."""
    out = papers("import refs.bib --search --json")
    told = [(item["ref"], item["outcome"], item["error"] or item["note"]["id"]) for item in out.json]
    assert told == [
        ("Attention is all you Need", "added", "1706.03762"),
        ("Deep Residual Learning for Image Recognition", "added", "1512.03385"),
        ("Attention Is All You Need", "skipped", f"refs.bib, line 4: {MAYBE_ATTENTION}"),
        ("Attention Is All You Need", "skipped", f"refs.bib, line 5: {MAYBE_ATTENTION}"),
        (
            "Deep Residual Learning for Image Recognition",
            "skipped",
            "refs.bib, line 6: not certain. On arXiv: 1512.03385 Deep Residual Learning for Image "
            "Recognition (He, 2015).",
        ),
        (
            "String Junctions and Their Duals",
            "skipped",
            "refs.bib, line 7: not certain. On arXiv: hep-th/9901001 String Junctions and Their Duals in "
            "Heterotic String Theory (Imamura, 1999).",
        ),
        ("The TeXbook", "skipped", "refs.bib, line 8: not found on arXiv."),
    ]
    # One search a title, and none for the papers themselves.
    assert len(arxiv.searched()) == len(arxiv.requests) == 4
    papers("import refs.bib --search")
    assert len(arxiv.requests) == 4


@pytest.mark.usefixtures("refs")
def test_without_it_nothing_is_asked(papers: Run, arxiv: ArxivServer) -> None:
    """Entries without an id are named and left out, as ever."""
    out = papers("import refs.bib")
    assert (
        out.stderr.splitlines()[0] == "Left out: Attention is all you Need (refs.bib, line 2: no arXiv id.)"
    )
    assert arxiv.requests == []


@pytest.mark.usefixtures("refs")
def test_a_rehearsal_says_what_it_would_ask(papers: Run, arxiv: ArxivServer) -> None:
    """Neither arXiv nor the library is touched; what is known already is used."""
    papers("add 1706.03762")
    arxiv.requests.clear()
    out = papers("import refs.bib --search --dry-run")
    assert out.stderr.splitlines() == [
        "Would search arXiv for “Deep Residual Learning for Image Recognition”.",
        "Would search arXiv for “Attention Is All You Need”.",
        "Would search arXiv for “String Junctions and Their Duals”.",
        "Would search arXiv for “The TeXbook”.",
        "That is 4 requests to arXiv.",
        "Already there: 1706.03762 Attention Is All You Need [NLP]",
    ]
    assert arxiv.requests == []


def test_it_goes_on_where_it_was_interrupted(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """When arXiv stops answering, what was found is noted, the rest counted once; then only that is asked."""
    titles = ("Attention Is All You Need", "Of Mice and Men", OLD.title, "East of Eden")
    names = ("Vaswani", "Steinbeck", "Imamura", "Steinbeck")
    entries = (
        f"@misc{{a, title = {{{title}}}, author = {{{name}}}}}\n"
        for title, name in zip(titles, names, strict=True)
    )
    Path("refs.bib").write_text("".join(entries))
    with ArxivServer(arxiv=[feed([ATTENTION]), *[UNAVAILABLE] * 4]) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        out = papers("import refs.bib --search", exit_code=1)
    assert [line for line in out.stderr.splitlines() if not line.startswith("Asking arXiv again")] == [
        "Added 1706.03762 Attention Is All You Need [NLP]",
        "Of Mice and Men: refs.bib, line 2: not looked up: arXiv answered 503 (service unavailable), and "
        "neither were 2 others.",
        "        Try again later: the same command goes on where it stopped.",
    ]
    with ArxivServer(arxiv=PAPERS) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        papers("import refs.bib --search")
        assert [query[:12] for query in server.searched()] == ['(ti:"Of Mice', '(ti:"String ', '(ti:"East of']
    assert sorted(note["id"] for note in papers("list --json").json) == ["1706.03762", OLD.id]


@pytest.mark.usefixtures("refs")
def test_everything(papers: Run, arxiv: ArxivServer) -> None:
    """With --all as well, what arXiv has not is noted under its DOI or link, the doubtful still are not."""
    out = papers("import refs.bib --search --all --status read --json").json
    assert [item["outcome"] for item in out] == ["added"] * 3 + ["skipped"] * 4
    note = out[2]["note"]
    assert {
        name: note[name]
        for name in (
            "id",
            "title",
            "authors",
            "published",
            "doi",
            "journal_ref",
            "abstract",
            "source",
            "status",
        )
    } == {
        "id": "10.5555/536147",
        "title": "The TeXbook",
        "authors": ["Donald E. Knuth"],
        "published": "1984",
        "doi": "10.5555/536147",
        "journal_ref": "Computers & Typesetting 1:1-483, 1984",
        "abstract": "On Türme.",
        "source": "import",
        "status": "read",
    }
    assert [item["outcome"] for item in papers("import refs.bib --search --all --json").json][:3] == [
        "exists"
    ] * 3


ELSEWHERE = {
    "refs.bib": r"""@inproceedings{a, title = {An Image is Worth {16x16} Words}, year = {2021},
      author = {Dosovitskiy, Alexey and {\"U}nal, {\c C}. and others},
      url = {https://openreview.net/forum?id=Yicb\_dNTTy}}""",
    "refs.ris": """TY  - CONF
TI  - An Image is Worth 16x16 Words
AU  - Dosovitskiy, Alexey
AU  - Ünal, Ç.
PY  - 2021
UR  - https://openreview.net/pdf?id=Yicb_dNTTy
ER  -
""",
    "refs.json": """[{"id": "a", "type": "paper-conference", "title": "An Image is Worth 16x16 Words",
      "author": [{"family": "Dosovitskiy", "given": "Alexey"}, {"family": "Ünal", "given": "Ç."}],
      "issued": {"date-parts": [[2021, 5]]}, "URL": "http://openreview.net/forum?id=Yicb_dNTTy"}]""",
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_paper_elsewhere_in_each_format(papers: Run, name: str) -> None:
    """Title, authors, year and link come from the entry, without TeX; the second time it is there."""
    Path(name).write_text(ELSEWHERE[name])
    note = papers(f"import {name} --all --json").json[0]["note"]
    assert [note[key] for key in ("id", "title", "authors", "published", "arxiv_id")] == [
        "https://openreview.net/forum?id=Yicb_dNTTy",
        "An Image is Worth 16x16 Words",
        ["Alexey Dosovitskiy", "Ç. Ünal"],
        "2021",
        None,
    ]
    assert papers(f"import {name} --all --json").json[0]["outcome"] == "exists"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ("author = {A}", "no arXiv id, DOI or link."),
        ("url = {https://user:secret@example.org/}", "has a user name where its site should be."),
        (f"doi = {{10.1234/x}}, author = {{{'A' * 201}}}", "The author has 201 characters."),
        ("url = {https://localhost/x}", '"https://localhost/x" is no link to a web page.'),
        ("url = {https://github.com/alice/papers/issues/1}", "is an issue, not a paper."),
    ],
)
def test_what_all_leaves_out(papers: Run, fields: str, why: str) -> None:
    """An entry that nothing identifies cannot be told from another one, so it is named."""
    Path("refs.bib").write_text(f"@misc{{a, title = {{A Talk}}, {fields}}}")
    item = papers("import refs.bib --all --json").json[0]
    assert (item["outcome"], item["error"].endswith(why), "secret" in item["error"]) == (
        "skipped",
        True,
        False,
    )


def test_without_a_title(papers: Run, arxiv: ArxivServer) -> None:
    """What an entry is called by is no title: nothing is searched for it, and no note gets it."""
    Path("refs.bib").write_text("@misc{key, doi = {10.1234/x}}")
    Path("refs.ris").write_text("TY  - JOUR\nID  - key\nDO  - 10.1234/x\nER  -\n")
    Path("refs.json").write_text('[{"type": "book", "DOI": "10.1234/x"}]')
    for line, why in (("--search", "it has no title to be found by."), ("--all", "it has no title.")):
        out = papers(f"import refs.bib refs.ris refs.json {line} --json").json
        assert [(item["ref"], item["error"]) for item in out] == [
            ("key", f"refs.bib, line 1: {why}"),
            ("key", f"refs.ris, line 1: {why}"),
            ("an entry without a title", f"refs.json, entry 1: {why}"),
        ]
    assert arxiv.requests == []


def test_a_link_that_is_none_is_no_obstacle(papers: Run, arxiv: ArxivServer) -> None:
    """The title finds what a broken link in the entry does not."""
    Path("refs.bib").write_text(
        f"@misc{{a, title = {{{OLD.title}}}, author = {{Imamura}}, url = {{https://localhost/x}}}}"
    )
    assert papers("import refs.bib --search --all --json").json[0]["note"]["id"] == OLD.id


def test_all_on_github(papers: Run, github: GitHubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry whose DOI or title a note there has is that note, and costs no search."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    with ArxivServer(
        arxiv={"1512.03385": RESNET._replace(doi="10.1109/CVPR.2016.90"), OLD.id: OLD}
    ) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        papers(f"add 1512.03385 {OLD.id}")
        server.requests.clear()
        Path("refs.bib").write_text(
            "@article{a, title = {ResNet}, doi = {https://doi.org/10.1109/cvpr.2016.90}}\n"
            f"@article{{b, title = {{{OLD.title}}}, author = {{Y. Imamura}}, year = 2000}}"
        )
        outcomes = papers("import refs.bib --search --all --json").json
        assert [(item["outcome"], item["note"]["number"]) for item in outcomes] == [
            ("exists", 1),
            ("exists", 2),
        ]
        assert server.requests == []


@pytest.mark.usefixtures("refs")
def test_offline(papers: Run) -> None:
    """Nothing is asked, and that is told once, with the entries that it concerns counted.

    What the starter catalogue has is certain all the same.
    """
    out = papers("import refs.bib --search --offline --json", exit_code=1).json
    assert [(item["outcome"], item["error"]) for item in out] == [
        ("added", None),
        ("added", None),
        ("skipped", f"refs.bib, line 4: {MAYBE_ATTENTION}"),
        ("skipped", f"refs.bib, line 5: {MAYBE_ATTENTION}"),
        (
            "skipped",
            "refs.bib, line 6: not certain. On arXiv: 1512.03385 Deep Residual Learning for Image "
            "Recognition (He, 2015).",
        ),
        (
            "failed",
            "refs.bib, line 7: not looked up: --offline forbids to ask arXiv, and neither was 1 other.",
        ),
    ]
    told = papers("import refs.bib --search --offline --dry-run", exit_code=1).stderr
    assert "        Leave out --offline: the same command goes on where it stopped.\n" in told
    assert "Would search" not in told


ON_ARXIV = "@misc{a, title={Attention Is All You Need}, eprint={1706.03762}, archiveprefix={arXiv}}\n"
PUBLISHED = """@inproceedings{b, title={{A}ttention is all you need}, author={A. Vaswani and others},
  year={2017}, doi={10.5555/3295222.3295349}}
"""


@pytest.mark.parametrize("text", [ON_ARXIV + PUBLISHED, PUBLISHED + ON_ARXIV])
@pytest.mark.parametrize("dry", ["--dry-run", ""])
def test_a_paper_that_a_file_has_twice(papers: Run, arxiv: ArxivServer, text: str, dry: str) -> None:
    """On arXiv and as it was published: that is one note, the one from arXiv, and stays one."""
    Path("refs.bib").write_text(text)
    outcomes = papers(f"import refs.bib --all --json {dry}").json
    assert [(item["outcome"], item["note"]["id"]) for item in outcomes] == [
        ("added", "1706.03762"),
        ("exists", "1706.03762"),
    ]
    Path("refs.bib").write_text(PUBLISHED)
    papers("add 1706.03762")
    assert papers("import refs.bib --all --json").json[0]["outcome"] == "exists"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A. Vaswani", "S. Else"),
        ("={2017}", "={2031}"),
        ("all you need", "all we need"),
    ],
)
def test_a_paper_that_is_only_similar(papers: Run, arxiv: ArxivServer, old: str, new: str) -> None:
    """Other authors, another time or another title: a note of its own."""
    Path("refs.bib").write_text(ON_ARXIV + PUBLISHED.replace(old, new))
    outcomes = papers("import refs.bib --all --json").json
    assert [item["outcome"] for item in outcomes] == ["added", "added"]


@pytest.mark.parametrize(
    ("title", "places"),
    [
        ("Guest Editorial", ["url={https://example.org/1}", "url={https://example.org/2}"]),
        (
            "Proceedings of the Workshop on Shelves",
            [*(f"doi={{10.1234/{n}}}" for n in range(11)), "url={https://example.org/1}"],
        ),
    ],
)
def test_titles_that_many_papers_have_tell_nothing(papers: Run, title: str, places: list[str]) -> None:
    """Short ones and frequent ones are no reason to take two papers for one."""
    Path("refs.bib").write_text(
        "\n".join(f"@article{{k, title={{{title}}}, author={{Roe, Ann}}, {place}}}" for place in places)
    )
    outcomes = papers("import refs.bib --all --json").json
    assert [item["outcome"] for item in outcomes] == ["added"] * len(places)


@pytest.mark.parametrize(
    ("name", "text", "called"),
    [
        ("a.bib", "@article{}", "an entry without a title"),
        ("a.bib", "@article{key, title={ {\u200b} }}", "key"),
        ("a.json", '[{"type": "article", "title": ["On Shelves"]}]', "On Shelves"),
        ("a.json", '[{"type": "article", "title": []}]', "an entry without a title"),
        ("a.ris", "TY  - JOUR\nTI  - \u200b\nER  - \n", "an entry without a title"),
    ],
)
def test_what_an_entry_is_called_by(papers: Run, name: str, text: str, called: str) -> None:
    """Its title, as Crossref has it too; its key; or that it has none: never nothing."""
    Path(name).write_text(text, encoding="utf-8")
    assert [item["ref"] for item in papers(f"import {name} --json").json] == [called]
