"""A title in the place of a reference: what arXiv is asked, what is certain, and who is asked otherwise."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes.doors.arxiv.query import title_query
from paper_notes.doors.sqlite.paper_cache import PaperCache
from paper_notes.rules.intake.title_search import title_in
from paper_notes.values.model import Paper
from paper_notes.values.text.title_match import share_an_author, title_key
from tests.arxiv_server import UNAVAILABLE, WEB_PAGE, Answer, ArxivServer, error_feed, feed, too_many
from tests.conftest import Run
from tests.github_server import GitHubServer
from tests.library import ATTENTION, OLD, RESNET

TWIN = ATTENTION._replace(id="2501.00001", title="Attention is All you Need", authors=("Ada Lovelace",))
MORE = ATTENTION._replace(id="2502.00002", title="Attention Is All You Need in Speech Separation")
QUERY = '(ti:"attention is all you need") OR (ti:attention AND ti:all AND ti:you AND ti:need)'


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("attention is all you need", QUERY),
        ("BERT", 'ti:"BERT"'),
        (
            "BERT: Pre-training of  Deep Transformers.",
            '(ti:"BERT Pre training of Deep Transformers")'
            " OR (ti:bert AND ti:pre AND ti:training AND ti:deep AND ti:transformers)",
        ),
        ("Don't Stop Pretraining", '(ti:"Stop Pretraining") OR (ti:stop AND ti:pretraining)'),
        (
            "Maps of “GPT-3.5” and Poincaré's $L_1$ norms (2nd ed.)",
            '(ti:"Maps of GPT 3.5 and" AND ti:"norms 2nd ed")'
            " OR (ti:maps AND ti:gpt AND ti:3.5 AND ti:norms AND ti:2nd AND ti:ed)",
        ),
        ('") OR all:* ANDNOT (ti:"x', '(ti:"OR all ANDNOT") OR (ti:all AND ti:andnot)'),
        ("To be or not to be", None),
        ("注意がすべて", None),
        ("", None),
    ],
)
def test_the_query_for_a_title(title: str, query: str | None) -> None:
    """It has plain words in it and no sign of the title's, so nothing of it can act as an operator."""
    assert title_query(title) == query


@settings(max_examples=50)
@given(st.text(max_size=60) | st.text("aB1 -:\"'()$*?~^\\", max_size=40))
def test_a_query_is_always_sound(title: str) -> None:
    """Whatever the title, quotation marks and brackets pair, and fields are ours."""
    query = title_query(title) or 'ti:"x"'
    words = r'ti:"[A-Za-z0-9. ]+"(?: AND ti:"[A-Za-z0-9. ]+")*'
    assert re.fullmatch(rf"{words}|\({words}\) OR \(ti:[a-z0-9.]+(?: AND ti:[a-z0-9.]+)*\)", query)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Attention Is All You Need", "attention is all you need.", True),
        ("Pre-Training with {BERT}", "Pretraining with BERT", True),
        ('Schr\\"odinger Bridges', "Schrödinger bridges", True),
        ("Q&A at Scale", "Q and A at scale", True),
        ("$\\beta$-VAE", "β-VAE", True),
        ("Worth 16$\\times$16 Words", "Worth 16x16 words", True),
        ("BERT", "BERT: Pre-training", False),
        ("GPT-2", "GPT-3", False),
    ],
)
def test_titles_that_are_the_same(one: str, other: str, same: bool) -> None:
    """How it is written does not count; what it says does."""
    assert (title_key(one) == title_key(other)) is same


@pytest.mark.parametrize(
    ("some", "others", "shared"),
    [
        (["Vaswani, Ashish"], ["Ashish Vaswani", "Noam Shazeer"], True),
        (["A. Vaswani"], ["Ashish VASWANI"], True),
        (["van der Maaten, L."], ["Laurens van der Maaten"], True),
        (["Maaten, L. van der"], ["Laurens van der Maaten"], True),
        (["Schölkopf, B."], ["Bernhard Scholkopf"], True),
        (["김철수"], ["김철수"], True),
        (["Ada Lovelace"], ["Ashish Vaswani"], False),
        ([], ["Ashish Vaswani"], False),
    ],
)
def test_authors_in_common(some: list[str], others: list[str], shared: bool) -> None:
    """A family name will do, in whatever order and with or without accents."""
    assert share_an_author(some, others) is shared


@pytest.mark.parametrize(
    ("ref", "title"),
    [
        ("attention is all you need", "attention is all you need"),
        ('"BERT"', "BERT"),
        ("“한국어 음성 인식”", "한국어 음성 인식"),
        ("BERT", None),
        ("1706.0376", None),
        ("1706.03762 1810.04805", None),
        ("arXiv: attention is all", None),
        ("https://openreview.net/forum?id=x", None),
        ("12", None),
        ('"12"', None),
        ("see arXiv:1706.03762", None),
        ("", None),
    ],
)
def test_what_is_a_title(ref: str, title: str | None) -> None:
    """Several words, or one in quotation marks; what is nearly an id or a link stays a mistake."""
    assert title_in(ref) == title


def test_the_one_paper_with_that_title(papers: Run, arxiv: ArxivServer) -> None:
    """It is noted with one request, also where nobody put the title into quotes; then it is there."""
    assert papers("add 'attention is all you need' --json").json[0]["note"]["id"] == "1706.03762"
    assert arxiv.searched() == [QUERY]
    assert len(arxiv.requests) == 1
    again = papers("add Attention: is all-you need?")
    assert again.stderr == "Already there: 1706.03762 Attention Is All You Need [NLP]\n"
    papers("add 'Deep Residual Learning for Image Recognition' --dry-run")
    papers("add deep residual learning for image recognition")
    assert len(arxiv.requests) == 2


def test_titles_among_other_references(papers: Run, arxiv: ArxivServer) -> None:
    """In a file a title has quotation marks: other words are more likely a mistake."""
    Path("list.txt").write_text(
        '1512.03385\n"String Junctions and Their Duals in Heterotic String Theory"\nto do\n'
    )
    out = papers("add 'attention is all you need' --from list.txt --json", exit_code=1)
    assert [(item["ref"], item["outcome"]) for item in out.json] == [
        ("attention is all you need", "added"),
        ("1512.03385", "added"),
        (f'"{OLD.title}"', "added"),
        ("to do", "failed"),
    ]
    assert out.json[3]["error"] == '"to do" is not an arXiv id or link.'
    assert arxiv.asked() == [(), (), ("1512.03385",)]


def test_one_word_could_be_a_title(papers: Run) -> None:
    """It is refused like a mistyped id, with how to say that it is none."""
    assert papers("add BERT", exit_code=1).stderr.splitlines() == [
        'papers: "BERT" is not an arXiv id or link.',
        "        arXiv ids look like 1706.03762 or hep-th/9901001. If it is a title: papers add '\"BERT\"'",
    ]
    for text in ("1706,03762", "-", "..."):
        assert "title" not in papers("add", text, exit_code=1).stderr


LIBRARY = {paper.id: paper for paper in (RESNET, MORE, ATTENTION)}


@pytest.mark.parametrize(
    ("library", "title", "error"),
    [
        (
            {**LIBRARY, "2501.00001": TWIN},
            "attention is all you need",
            "arXiv has several papers with this title: 1706.03762 Attention Is All You Need (Vaswani, 2017); "
            "2501.00001 Attention is All you Need (Lovelace, 2017).",
        ),
        (
            LIBRARY,
            "need all attention you",
            "arXiv has no paper with exactly this title. Similar: 1706.03762 Attention Is All You Need "
            "(Vaswani, 2017); 2502.00002 Attention Is All You Need in Speech Separation (Vaswani, 2017).",
        ),
        (LIBRARY, "of mice and men", "arXiv has no paper with such a title."),
    ],
)
def test_what_is_not_certain_is_left_to_a_person(
    papers: Run, monkeypatch: pytest.MonkeyPatch, library: dict[str, Paper], title: str, error: str
) -> None:
    """Without a terminal nobody is asked: the candidates are named with their ids, nothing is written."""
    with ArxivServer(arxiv=library) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        out = papers("add --json", title, exit_code=1)
        assert (out.json[0]["outcome"], out.json[0]["error"]) == ("failed", error)
        papers("add", title, exit_code=1)
        assert len(server.requests) == 1
    assert papers("list --json").json == []


@pytest.mark.parametrize(
    ("answer", "exit_code", "added"), [("2\n", 0, ["2502.00002"]), ("\n", 1, []), ("0\n", 1, [])]
)
def test_on_a_terminal_a_person_chooses(
    papers: Run, monkeypatch: pytest.MonkeyPatch, answer: str, exit_code: int, added: list[str]
) -> None:
    """They give a number, or none."""
    monkeypatch.setattr("paper_notes.cli.titles.can_ask", lambda: True)
    with ArxivServer(arxiv=LIBRARY) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        out = papers("add", "need all attention you", exit_code=exit_code, stdin=answer)
    assert out.stderr.splitlines()[:3] == [
        "Which of these is “need all attention you”?",
        "  1  1706.03762 Attention Is All You Need (Vaswani, 2017)",
        "  2  2502.00002 Attention Is All You Need in Speech Separation (Vaswani, 2017)",
    ]
    assert [note["id"] for note in papers("list --json").json] == added


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([too_many("600")], "arXiv answered 429 (too many requests) and asks for 600 s of patience"),
        ([UNAVAILABLE] * 4, "arXiv answered 503 (service unavailable)"),
        ([WEB_PAGE] * 4, "arXiv's answer was not a feed"),
        ([error_feed("abc")], "arXiv's answer was about something else"),
    ],
)
def test_arxiv_does_not_answer(
    papers: Run, monkeypatch: pytest.MonkeyPatch, answers: list[Answer], reason: str
) -> None:
    """The reason is told, and nothing is kept of it: the next time arXiv is asked again."""
    with ArxivServer(arxiv=[*answers, feed([OLD])]) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        out = papers("add", OLD.title, exit_code=1)
        assert f"arXiv could not be searched for it: {reason}." in out.stderr
        assert papers("add --json", OLD.title).json[0]["outcome"] == "added"


def test_what_arxiv_cannot_read_stops_nothing_else(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that it refuses finds nothing; the other references are asked for all the same."""
    refusal = feed([])._replace(status=400)
    with ArxivServer(arxiv=[refusal, feed([OLD])]) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        out = papers("add 'of mice and men' hep-th/9901001 --json", exit_code=1).json
    assert [(item["outcome"], item["error"]) for item in out] == [
        ("failed", "arXiv has no paper with such a title."),
        ("added", None),
    ]


def test_offline(papers: Run, arxiv: ArxivServer) -> None:
    """Nobody is asked; a note that is there, and what was answered today, are found all the same."""
    out = papers("add --offline", OLD.title, exit_code=1)
    assert (
        "--offline forbids to ask arXiv.\n        Leave out --offline, or give the arXiv id.\n" in out.stderr
    )
    assert arxiv.requests == []
    papers("add --dry-run", OLD.title)
    assert papers("add --offline --json", OLD.title).json[0]["outcome"] == "added"


def test_without_any_network_the_catalogue_knows_landmarks(papers: Run) -> None:
    """In the first minute a title will do as an id does: the starter catalogue fills the note in."""
    out = papers("add 'attention is all you need' --json").json[0]
    assert (out["outcome"], out["note"]["id"], out["note"]["source"]) == ("added", "1706.03762", "starter")


def test_a_title_on_github(
    papers: Run, arxiv: ArxivServer, github: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A note that somebody else made is found by its title before arXiv is asked, also a hand-written one."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    github.repo.create_issue(
        "alice", {"title": "Attention is all you need", "body": "Link: https://openreview.net/forum?id=x"}
    )
    out = papers("add 'Attention Is All You Need' --json").json
    assert (out[0]["outcome"], out[0]["note"]["number"]) == ("exists", 1)
    assert arxiv.requests == []


def test_answers_are_kept_for_a_week(tmp_path: Path) -> None:
    """Today's will do for one who adds, last week's for one who goes on with an import."""
    day = "2026-11-22"
    cache = PaperCache(str(tmp_path / "papers.sqlite"), print, today=lambda: day)
    cache.save_titled("Attention!", [ATTENTION] * 30)
    cache.save_titled("nothing", [])
    brief = (ATTENTION._replace(abstract=None),) * 10
    assert cache.titled("attention", today=True) == brief
    assert cache.titled("nothing", today=True) == ()
    day = "2026-11-28"
    assert (cache.titled("attention", today=True), cache.titled("attention", today=False)) == (None, brief)
    day = "2026-11-29"
    assert cache.titled("attention", today=False) is None
