"""`papers adopt`: what is recognised in a repository of hand-written notes, and what is written into it."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes.app import App
from paper_notes.rules.adoption import writing
from paper_notes.values.errors import ConflictError
from paper_notes.values.model import Issue, Paper, Record
from paper_notes.values.text import body
from paper_notes.values.text.compose import block_text, room_beside
from tests.arxiv_server import UNAVAILABLE, ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer, lose, refuse
from tests.github_state import Clock
from tests.library import ATTENTION, HOSTILE, KOREAN, OLD, RESNET

DATA = Path(__file__).parents[2] / "shared" / "data" / "issues-dev.jsonl"

ABS = "https://arxiv.org/abs/"
OPENREVIEW = "https://openreview.net/forum?id=YicbFdNTTy"


def rows(text: str) -> list[list[str]]:
    """Return the rows of a pipe."""
    return [line.split("\t") for line in text.splitlines()]


def kinds(text: str) -> dict[str, str]:
    """Return the outcome of each row by its number."""
    return {number: kind for number, kind, *_ in rows(text)}


def bodies_of(github: GitHubServer) -> dict[int, str]:
    """Return the bodies of all issues."""
    return {number: issue["body"] or "" for number, issue in github.repo.issues.items()}


def beside_the_body(github: GitHubServer) -> dict[int, dict[str, Any]]:
    """Return all else of all issues, but the time of their last change."""
    return {
        number: {key: value for key, value in issue.items() if key not in ("body", "updated_at")}
        for number, issue in github.repo.issues.items()
    }


@pytest.fixture
def shelf(repo: GitHubServer) -> GitHubServer:
    """Fill alice/papers with notes as people write them."""
    opened = repo.repo.open_issue
    opened("[1706.03762] Attention", "## TL;DR\n\nattention", labels=("NLP", "favourite"))  # 1
    opened(
        "Deep Residual Learning", f"Link : {ABS}1512.03385\r\n\r\n평점: ★★★★☆\r\n읽은 날짜: 2020.01.02\r\n"
    )  # 2
    opened("한국어 음성 인식", f"논문 링크： {ABS}2203.00001v1")  # 3
    opened("Papers to read", f"- [ ] {ABS}1706.03762\n- [ ] {ABS}1512.03385")  # 4
    opened("Why is this repository public?", "Just asking.")  # 5
    opened("ResNet again", f"{ABS}1512.03385")  # 6
    opened("An Image is Worth 16x16 Words", OPENREVIEW)  # 7
    opened("A stranger's", f"Link: {ABS}hep-th/9901001", author="mallory")  # 8
    opened("A pull request", f"{ABS}hep-th/9901001", pull_request=True)  # 9
    opened("Broken", f'<!-- papers:begin v1 {{"paper"\n{ABS}hep-th/9901001')  # 10
    opened("Not there", f"Link: {ABS}2001.00001")  # 11
    repo.repo.close(2)
    return repo


SHELF = [
    ["1", "recognised", "1706.03762", "title", "[1706.03762] Attention"],
    ["2", "recognised", "1512.03385", "link", "Deep Residual Learning"],
    ["3", "recognised", "2203.00001", "link", "한국어 음성 인식"],
    ["4", "uncertain", "-", "it names several papers", "Papers to read"],
    ["5", "other", "-", "it names no paper", "Why is this repository public?"],
    ["6", "duplicate", "1512.03385", "#2", "ResNet again"],
    ["7", "recognised", OPENREVIEW, "page", "An Image is Worth 16x16 Words"],
    ["10", "blocked", "-", "its managed block is damaged", "Broken"],
    ["11", "unknown", "2001.00001", "arXiv has no paper 2001.00001", "Not there"],
]


@pytest.mark.parametrize("number", [4, 5, 8, 9, 99])
def test_what_is_no_note_leads_here(papers: Run, shelf: GitHubServer, number: int) -> None:
    """Who asks for an issue that is no note is told where to look; of a stranger's nothing is told."""
    told = papers(f"show {number}", exit_code=1).stderr
    assert ("papers adopt" in told, "papers list" in told) == (number < 8, number >= 8)


# -- the report ---------------------------------------------------------------------------


def test_a_report_names_every_issue_and_writes_nothing(papers: Run, shelf: GitHubServer) -> None:
    """Rows of a pipe: number, outcome, id, how it is known or why not, title; strangers are only counted."""
    before = bodies_of(shelf)
    out = papers("adopt")
    assert rows(out) == SHELF
    assert out.stderr.splitlines() == [
        "9 issues: 4 papers recognised, 1 uncertain, 1 duplicate, 1 that cannot have a block, "
        "1 unknown to arXiv, 1 not about a paper.",
        "As they are read: 3 to-read, 1 read.",
        "Found in your text: 1 rating, 1 reading date.",
        "Write the managed blocks: papers adopt --apply",
        "Left out: 1 issue by 1 person you have not named as trusted (papers list --all).",
    ]
    assert (bodies_of(shelf), shelf.writes) == (before, [])


def test_a_report_as_json(papers: Run, shelf: GitHubServer) -> None:
    """One document, with all that is known of each issue."""
    told = papers("adopt --json").json
    assert {key: told[key] for key in told if key != "issues"} == {
        "repository": "alice/papers",
        "counts": {
            "recognised": 4,
            "uncertain": 1,
            "other": 1,
            "duplicate": 1,
            "blocked": 1,
            "unknown": 1,
        },
        "statuses": {"to-read": 3, "read": 1},
        "labels": [],
        "status_labels": [],
        "settings": "",
    }
    by_number = {one["number"]: one for one in told["issues"]}
    assert by_number[2] == {
        "ref": "#2",
        "number": 2,
        "url": "https://github.com/alice/papers/issues/2",
        "issue_title": "Deep Residual Learning",
        "outcome": "recognised",
        "id": "1512.03385",
        "title": RESNET.title,
        "source": "arxiv",
        "by": "link",
        "differs": False,
        "candidates": [],
        "kept": None,
        "why": None,
        "remedy": None,
        "status": "read",
        "labels": [],
        "topics": [],
        "guessed": ["CV"],
        "rating": 4,
        "read_on": "2020-01-02",
    }
    assert by_number[4]["candidates"] == [
        {"id": "1706.03762", "title": ATTENTION.title},
        {"id": "1512.03385", "title": RESNET.title},
    ]
    assert (by_number[1]["topics"], by_number[1]["guessed"]) == (["NLP"], ["NLP"])


def test_a_report_for_a_person(papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal what needs a word comes first, then the certain ones, cut to the width."""
    monkeypatch.setattr("paper_notes.cli.adopting.on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "78")
    monkeypatch.setenv("LINES", "500")
    out = papers("adopt")
    assert out == (
        """\
Which paper? Say it: papers adopt 4 --as PAPER --apply
#4  Papers to read
    1706.03762 Attention Is All You Need
    1512.03385 Deep Residual Learning for Image Recognition

No managed block can be written
#10  Broken
     its managed block is damaged.
     Undo that in its edit history.

arXiv has no such paper. Name the right one: papers adopt 11 --as PAPER --apply
#11  Not there
     2001.00001

Duplicates of another note. Make one of them: papers doctor --merge
#6  #2  ResNet again

No paper is named. If there is one: papers adopt 5 --as PAPER --apply
#5  Why is this repository public?

Recognised
#   arXiv       Known by     Status   Rating  Title
#1  1706.03762  id in title  to-read          [1706.03762] Attention
#2  1512.03385  its link     read     ★★★★☆   Deep Residual Learning
#3  2203.00001  its link     to-read          한국어 음성 인식
#7  –           its page     to-read          An Image is Worth 16x16 Words
"""
    )


def test_a_public_repository_needs_no_token(
    papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To look is to read; only writing asks who you are."""
    monkeypatch.delenv("GH_TOKEN")
    assert rows(papers("adopt")) == SHELF
    papers("adopt --apply", exit_code=4)
    assert shelf.writes == []


def test_offline_the_mirror_is_looked_at(papers: Run, shelf: GitHubServer, arxiv: ArxivServer) -> None:
    """What was answered today is known, GitHub is not asked; to write needs the network."""
    papers("adopt 1")
    shelf.forget()
    asked = len(arxiv.requests)
    told = kinds(papers("adopt --offline"))
    assert (told["1"], told["3"], told["7"]) == ("recognised", "silent", "recognised")
    assert (shelf.log, len(arxiv.requests)) == ([], asked)
    papers("adopt --offline --apply", exit_code=1)


def test_offline_the_remedy_is_the_network(papers: Run, repo: GitHubServer) -> None:
    """Whom nobody was asked about will not be known later either, as long as nobody may be asked."""
    repo.repo.open_issue("A paper", f"Link: {ABS}{RESNET.id}v1")
    repo.repo.open_issue("A title that the starter catalogue does not have", "It is good.")
    repo.repo.open_issue("Another", f"Link: {ABS}2001.00001")
    papers("sync")
    told = papers("adopt --search --offline --json").json["issues"]
    assert [(one["outcome"], one["remedy"]) for one in told] == [
        ("recognised", None),
        ("silent", "Leave out --offline."),
        ("silent", "Leave out --offline."),
    ]


def test_the_embedded_library_has_nothing_to_adopt(papers: Run, arxiv: ArxivServer) -> None:
    """It is said, and is no failure."""
    papers("add 1706.03762")
    out = papers("adopt --apply")
    assert (out, out.stderr) == (
        "",
        "There is nothing to adopt in the embedded library. Name a repository: --repo OWNER/REPO\n",
    )
    assert papers("adopt --json").json["issues"] == []


def test_an_empty_repository(papers: Run, repo: GitHubServer) -> None:
    """There is nothing to report, and nothing to ask arXiv."""
    assert papers("adopt").stderr == "There are no issues of people you trust.\n"


# -- which paper ----------------------------------------------------------------------------

FORMS = {
    "id in the title": (f"[{ATTENTION.id}] T", "", "1706.03762", "title"),
    "a labelled link": ("Notes", f"URL: {ABS}1706.03762", "1706.03762", "link"),
    "Japanese": ("注意", f"## 論文リンク\n\n{ABS}1706.03762", "1706.03762", "link"),
    "the only link": ("Attention", f"{ABS}1706.03762", "1706.03762", "only"),
    "a page elsewhere": ("ViT", OPENREVIEW, OPENREVIEW, "page"),
    "one of several is the title": (
        f"🚧 2017: {ATTENTION.title}",
        f"{ABS}1512.03385\n{ABS}1706.03762",
        "1706.03762",
        "name",
    ),
    "its name with a venue": (
        f"NeurIPS '17 | {ATTENTION.title}",
        f"see {ABS}1512.03385 and {ABS}1706.03762 for more, which are good",
        "1706.03762",
        "name",
    ),
}


@pytest.mark.parametrize(("title", "text", "paper_id", "by"), FORMS.values(), ids=FORMS)
def test_how_a_paper_is_known(
    papers: Run, repo: GitHubServer, title: str, text: str, paper_id: str, by: str
) -> None:
    """The evidence is told with the paper."""
    repo.repo.open_issue(title, text)
    assert [row[:4] for row in rows(papers("adopt"))] == [["1", "recognised", paper_id, by]]


UNCERTAIN = {
    "several": ("Reading group", f"- {ABS}1706.03762\n- {ABS}1512.03385", "it names several papers"),
    "in passing": (
        "On depth",
        f"This goes further than ({ABS}1512.03385) by far.",
        "it names a paper in passing",
    ),
    "two of that name": (
        "Attention is all you need",
        f"{ABS}1706.03762\n{ABS}1706.03763",
        "it names several papers",
    ),
}


@pytest.mark.parametrize(("title", "text", "why"), UNCERTAIN.values(), ids=UNCERTAIN)
def test_what_is_left_to_a_person(
    papers: Run, repo: GitHubServer, known: dict[str, Paper], title: str, text: str, why: str
) -> None:
    """Nothing is guessed, and --apply leaves it alone without failing."""
    known["1706.03763"] = ATTENTION._replace(id="1706.03763")
    repo.repo.open_issue(title, text)
    assert [row[1:4] for row in rows(papers("adopt --apply"))] == [["uncertain", "-", why]]
    assert repo.writes == []


def test_a_note_in_the_comments(papers: Run, repo: GitHubServer) -> None:
    """Where the body is a stub, the author's first comment counts; without the paper's title it is asked."""
    for title in ("Attention Is All You Need", "My first paper", "Somebody else"):
        repo.repo.open_issue(title, "")
    repo.repo.comment(1, f"Link: {ABS}1706.03762\n\nGood.")
    repo.repo.comment(2, f"Link: {ABS}1512.03385\n\nGood.")
    repo.repo.members.add("bob")
    repo.repo.comment(3, f"Link: {ABS}2203.00001", author="bob")
    assert [row[:4] for row in rows(papers("adopt"))] == [
        ["1", "recognised", "1706.03762", "name"],
        ["2", "uncertain", "-", "only its first comment names a paper"],
        ["3", "other", "-", "it names no paper"],
    ]


def test_a_title_without_a_word_of_the_papers_is_worth_a_look(papers: Run, repo: GitHubServer) -> None:
    """Somebody may have pasted the wrong link; a title in another script says nothing about that."""
    repo.repo.open_issue("Generative Adversarial Training", f"Link: {ABS}1512.03385")
    repo.repo.open_issue("注意機構", f"Link: {ABS}1706.03762")
    repo.repo.open_issue("ResNet", f"Link: {ABS}1512.03385")
    told = papers("adopt --json").json["issues"]
    assert [one["differs"] for one in told] == [True, False, False]


def test_a_wrong_link_may_look_like_a_duplicate(
    papers: Run, repo: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such an issue is shown once, with the paper that it links to, before all that is in order."""
    repo.repo.open_issue("Deep residual learning", f"Link: {ABS}1512.03385")
    repo.repo.open_issue("Generative Adversarial Training", f"Link: {ABS}1512.03385")
    monkeypatch.setattr("paper_notes.cli.adopting.on_terminal", lambda: True)
    assert papers("adopt").splitlines()[:3] == [
        "Worth a look: is it this paper? If not: papers adopt 2 --as PAPER --apply",
        "#2  #1  Generative Adversarial Training",
        f"    1512.03385 {RESNET.title}",
    ]


def test_titles_that_are_only_links(papers: Run, repo: GitHubServer) -> None:
    """They stay; that intake would change them, but not later, is said before anything is written."""
    repo.repo.open_issue("あ", f"{ABS}1512.03385")
    assert papers("adopt").stderr.splitlines()[2:] == [
        "1 issue called by a link or a letter alone: papers intake gives them the paper's title, but only "
        "before they have a block.",
        "Write the managed blocks: papers adopt --apply",
    ]


def test_a_page_needs_a_title(papers: Run, repo: GitHubServer) -> None:
    """Nobody is asked about papers elsewhere, so a title that is only the link is none."""
    repo.repo.open_issue(OPENREVIEW, OPENREVIEW)
    (row,) = rows(papers("adopt --apply", exit_code=1))
    assert row[:4] == ["1", "blocked", "-", "its paper is not on arXiv, and its title is not the paper's"]


@pytest.mark.parametrize("link", ["http://alice:secret@example.com/paper.pdf", "https:///paper.pdf"])
def test_a_link_that_leads_nowhere(papers: Run, repo: GitHubServer, link: str) -> None:
    """A block would have no link to show, or repeat a password: its reader mends it first."""
    repo.repo.open_issue("A paper", f"Link: {link}")
    (row,) = rows(papers("adopt --apply", exit_code=1))
    assert row[:4] == ["1", "blocked", "-", "its link is not the address of a web page"]
    assert repo.writes == []


def test_a_paper_by_two_names_is_a_duplicate(
    papers: Run, repo: GitHubServer, known: dict[str, Paper]
) -> None:
    """The DOI that arXiv tells is that of a note elsewhere; the older issue is kept."""
    known[RESNET.id] = RESNET._replace(doi="10.1109/CVPR.2016.90")
    repo.repo.open_issue("Deep residual learning", "doi: 10.1109/cvpr.2016.90")
    repo.repo.open_issue("Residual", f"{ABS}1512.03385")
    assert [row[1:4] for row in rows(papers("adopt"))] == [
        ["recognised", "10.1109/cvpr.2016.90", "page"],
        ["duplicate", "1512.03385", "#1"],
    ]


def test_a_paper_by_two_names_is_a_duplicate_also_later(
    papers: Run, repo: GitHubServer, known: dict[str, Paper]
) -> None:
    """Whichever of the two has its block already, and also if only the other one is named."""
    known[RESNET.id] = RESNET._replace(doi="10.1109/CVPR.2016.90")
    repo.repo.open_issue("Deep residual learning", "doi: 10.1109/cvpr.2016.90")
    repo.repo.open_issue("Residual", f"{ABS}1512.03385")
    assert [row[1:4] for row in rows(papers("adopt 2"))] == [["duplicate", "1512.03385", "#1"]]
    repo.repo.web_edit(1, "nothing")
    papers("adopt 2 --apply")
    repo.repo.web_edit(1, "doi: 10.1109/cvpr.2016.90")
    assert [row[1:4] for row in rows(papers("adopt 1 --apply"))] == [
        ["duplicate", "10.1109/cvpr.2016.90", "#2"]
    ]


def test_a_note_with_a_block_is_kept_though_it_is_newer(papers: Run, repo: GitHubServer) -> None:
    """Of two issues about one paper the managed one is the note."""
    papers("add 1512.03385")
    papers("add 1706.03762")
    repo.repo.delete(1)
    repo.repo.issues[1] = {**repo.repo.issues[2], "number": 1, "body": f"{ABS}1706.03762"}
    papers("sync --full")
    assert [row[:4] for row in rows(papers("adopt"))] == [
        ["1", "duplicate", "1706.03762", "#2"],
        ["2", "managed", "1706.03762", "-"],
    ]


SEARCHED = {
    "its title": ("Attention Is All You Need", "recognised"),
    "with marks": ("[2017] NeurIPS '17 | Attention is all you need, Vaswani+, NIPS'17", "recognised"),
    "a part of a title": ("Attention is all you", "other"),
    "too short to tell": ("Strings", "other"),
    "two of that title": ("Deep Residual Learning for Image Recognition", "uncertain"),
    "not at all like that": ("How do I subscribe to these notes?", "other"),
}


@pytest.mark.parametrize(("title", "kind"), SEARCHED.values(), ids=SEARCHED)
def test_titles_are_searched_for(
    papers: Run, repo: GitHubServer, known: dict[str, Paper], title: str, kind: str
) -> None:
    """Where an issue names no paper and the reader wants it: the one paper of that very title, or none."""
    known["1512.99999"] = RESNET._replace(id="1512.99999")
    repo.repo.open_issue(title, "It is good.")
    assert kinds(papers("adopt")) == {"1": "other"}
    out = papers("adopt --search")
    assert kinds(out) == {"1": kind}
    if kind == "recognised":
        assert "papers adopt --search --apply" in out.stderr
        papers("adopt --search --apply")
        assert papers("show 1 --json").json["id"] == ATTENTION.id


def test_a_search_that_nobody_answers(
    papers: Run, repo: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, and nothing is written."""
    repo.repo.open_issue("A title that the starter catalogue does not have", "It is good.")
    with ArxivServer([UNAVAILABLE] * 9) as down:
        down.allow_unused()
        monkeypatch.setenv("PAPERS_ARXIV_URL", down.url)
        told = papers("adopt --search --apply --json", exit_code=1).json["issues"]
    assert [(one["outcome"], one["remedy"]) for one in told] == [("silent", "Try again later.")]
    assert repo.writes == []


# -- writing ----------------------------------------------------------------------------------


def test_apply_writes_blocks_and_nothing_else(papers: Run, shelf: GitHubServer) -> None:
    """The reader's text, titles, labels and states stay; the library then knows the papers."""
    before, beside = bodies_of(shelf), beside_the_body(shelf)
    out = papers("adopt --apply", exit_code=1)
    assert [row for row in rows(out) if row[1] == "adopted"] == [
        [row[0], "adopted", *row[2:]] for row in SHELF if row[1] == "recognised"
    ]
    after = bodies_of(shelf)
    changed = {number for number in after if after[number] != before[number]}
    assert changed == {1, 2, 3, 7}
    assert {number: body.without(text) for number, text in after.items()} == before
    assert beside_the_body(shelf) == beside
    assert sorted(shelf.writes) == [f"PATCH /repos/alice/papers/issues/{number}" for number in (1, 2, 3, 7)]
    note = papers("show 2 --json").json
    assert (note["title"], note["status"], note["rating"], note["read_on"]) == (
        RESNET.title,
        "read",
        4,
        "2020-01-02",
    )
    assert papers("show 7 --json").json["title"] == "An Image is Worth 16x16 Words"


def test_a_second_run_writes_nothing(papers: Run, shelf: GitHubServer, arxiv: ArxivServer) -> None:
    """What is done is done, and no source is asked again about it."""
    papers("adopt --apply", exit_code=1)
    before = bodies_of(shelf)
    shelf.forget()
    out = papers("adopt --apply", exit_code=1)
    assert Counter(kinds(out).values())["managed"] == 4
    assert (bodies_of(shelf), shelf.writes) == (before, [])


def test_a_dry_run_announces_every_write(papers: Run, shelf: GitHubServer) -> None:
    """What it announces is what --apply then writes; it writes nothing, also not on this machine."""
    before, listed = bodies_of(shelf), papers("list --json")
    out = papers("adopt --apply --dry-run", exit_code=1)
    assert [line for line in out.stderr.splitlines() if line.startswith("Would")] == [
        "Would put a managed block on top of #1 ([1706.03762] Attention).",
        "Would put a managed block on top of #2 (Deep Residual Learning).",
        "Would put a managed block on top of #3 (한국어 음성 인식).",
        "Would put a managed block on top of #7 (An Image is Worth 16x16 Words).",
    ]
    assert "4 to be given a managed block" in out.stderr
    assert (bodies_of(shelf), shelf.writes, papers("list --json")) == (before, [], listed)


def test_what_arxiv_says_can_ping_nobody(papers: Run, repo: GitHubServer) -> None:
    """Names, numbers and HTML in a title or abstract are made harmless in the block."""
    repo.repo.open_issue("Mine", f"{ABS}{HOSTILE.id}")
    papers("adopt --apply")
    block = body.find(repo.repo.issues[1]["body"])
    assert block is not None
    assert [bad for bad in ("@torvalds", "@octocat", "#1 ", "GH-2", "hello#3") if bad in block.visible] == []


def test_a_hundred_issues_cost_what_they_must(
    papers: Run, repo: GitHubServer, clock: Clock, arxiv: ArxivServer, known: dict[str, Paper]
) -> None:
    """Two pages of a list, two requests to arXiv, and for each block a fresh look and a write."""
    for number in range(1, 106):
        paper = ATTENTION._replace(id=f"2001.{number:05}", title=f"Paper {number}")
        known[paper.id] = paper
        repo.repo.open_issue(paper.title, f"Link: {ABS}{paper.id}")
    papers("adopt --apply")
    asked = Counter("listing" if line.endswith("/issues") else line.split()[0] for line in repo.log)
    assert (asked["PATCH"], asked["GET"] <= 105 + 3, asked["listing"] <= 3) == (105, True, True)
    assert [len(ids) for ids in arxiv.asked()] == [100, 5]


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "\r\n\r\n",
        "---\r\ntitle: x\r\n---\r\n\r\nNotes  \r\n",
        "<!-- Thank you for your note! -->\n\n### 概要\n",
        "<!-- never closed",
        "```\n<!-- papers:begin v1 {} -->\n```\n```never closed",
        "> <!-- papers:end -->\n\tend",
        "no line end, a tab\t, a zero\u200bwidth and \U0001f4dc",
        "\rold\rline\rends\r",
    ],
)
def test_texts_of_every_kind(papers: Run, repo: GitHubServer, text: str | None) -> None:
    """Without text, with front matter, a template, open fences: what is there stays, below the block."""
    repo.repo.open_issue("[1706.03762] Attention", text)
    papers("adopt --apply")
    now = bodies_of(repo)[1]
    block = body.find(now)
    assert block is not None
    assert (block.start, body.without(now)) == (0, text or "")
    assert papers("list --json").json[0]["title"] == ATTENTION.title


def test_a_rerun_finishes_what_broke_off(papers: Run, shelf: GitHubServer) -> None:
    """A limit ends the writing, named once; the same command then writes the rest, and nothing twice."""
    shelf.on(
        "PATCH", "/issues/2$", refuse(403, "You have exceeded a secondary rate limit.", retry_after="3600")
    )
    out = papers("adopt --apply", exit_code=1)
    told = kinds(out)
    assert [told[number] for number in ("1", "2", "3", "7")] == ["adopted", "failed", "failed", "failed"]
    assert "#2, #3, #7: " in out.stderr
    shelf.forget()
    told = kinds(papers("adopt --apply", exit_code=1))
    assert [told[number] for number in ("1", "2", "3", "7")] == ["managed", "adopted", "adopted", "adopted"]
    assert len(shelf.writes) == 3


def test_a_lost_answer_doubles_nothing(papers: Run, shelf: GitHubServer, clock: Clock) -> None:
    """Whether it was written is looked up, and the block stands there once."""
    shelf.on("PATCH", "/issues/1$", lose(502))
    papers("adopt 1 --apply")
    assert len(list(body.find_all(bodies_of(shelf)[1]))) == 1


def test_a_text_that_is_changed_meanwhile_is_left(
    papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the write somebody edits: nothing is written over that, and a rerun does it."""
    write = writing.write_blocks

    def late(*arguments: Any) -> Any:
        shelf.repo.web_edit(1, f"Now about {ABS}1512.03385")
        shelf.repo.web_edit(3, shelf.repo.issues[3]["body"])
        return write(*arguments)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(writing, "write_blocks", late)
        out = papers("adopt 1 3 --apply", exit_code=1)
    assert kinds(out) == {"1": "failed", "3": "adopted"}
    assert "#1 was changed meanwhile, so nothing is written into it." in out.stderr
    assert body.find(bodies_of(shelf)[1]) is None


@pytest.mark.parametrize(
    "change",
    [{"title": "[1512.03385] ResNet"}, {"state": "closed", "state_reason": "duplicate"}],
    ids=["another title", "closed as a duplicate"],
)
def test_an_issue_that_is_another_by_now_is_left(
    papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    """The paper may stand in the title alone, and a duplicate is no note: hours may lie between."""
    write = writing.write_blocks

    def late(*arguments: Any) -> Any:
        shelf.repo.update_issue("alice", 1, change)
        return write(*arguments)

    monkeypatch.setattr(writing, "write_blocks", late)
    assert kinds(papers("adopt 1 --apply", exit_code=1)) == {"1": "failed"}
    assert shelf.writes == []


def test_two_at_once(papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits while another command writes the same finds it written: nothing failed, nothing is asked."""
    write = writing.write_blocks

    def first(*arguments: Any) -> Any:
        with monkeypatch.context() as other:
            other.setattr(writing, "write_blocks", write)
            papers("adopt 1 3 --apply")
        shelf.forget()
        return write(*arguments)

    monkeypatch.setattr(writing, "write_blocks", first)
    assert kinds(papers("adopt 1 3 --apply")) == {"1": "managed", "3": "managed"}
    assert shelf.log == []


def test_an_issue_that_is_gone_by_now(
    papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Transferred, and forgotten by another command meanwhile: nothing is written after it, nor elsewhere."""
    write = writing.write_blocks
    elsewhere = shelf.add_repository("alice/elsewhere")

    def late(*arguments: Any) -> Any:
        shelf.transfer(1, elsewhere)
        papers("sync --full")
        return write(*arguments)

    monkeypatch.setattr(writing, "write_blocks", late)
    assert kinds(papers("adopt 1 3 --apply", exit_code=1)) == {"1": "failed", "3": "adopted"}
    assert body.find(elsewhere.issues[1]["body"]) is None


@pytest.mark.parametrize("line", ["adopt --apply", "adopt --apply --json"])
def test_a_token_that_is_refused_halfway(papers: Run, shelf: GitHubServer, line: str) -> None:
    """What is written by then is told all the same, and the rest is as it was found."""
    shelf.on("PATCH", "/issues/3$", refuse(401, "Bad credentials"))
    out = papers(line, exit_code=4)
    if "--json" in line:
        told = {str(one["number"]): one["outcome"] for one in out.json["issues"]}
    else:
        told = kinds(out)
    assert [told[number] for number in ("1", "2", "3", "7")] == [
        "adopted",
        "adopted",
        "recognised",
        "recognised",
    ]
    assert out.stderr.splitlines()[-2].startswith("papers: GitHub refuses the token")


def test_nobody_answers(papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no source knows gets no half-empty block; a later run fills it in."""
    with ArxivServer([UNAVAILABLE] * 9) as down, monkeypatch.context() as outage:
        down.allow_unused()
        outage.setenv("PAPERS_ARXIV_URL", down.url)
        out = papers("adopt 3 --apply", exit_code=1)
        assert kinds(out) == {"3": "silent"}
        assert kinds(papers("adopt 3")) == {"3": "silent"}
        assert shelf.writes == []
    assert kinds(papers("adopt 3 --apply")) == {"3": "adopted"}


def test_datacite_fills_in(papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next source is asked, and the block says whose word it is."""
    with ArxivServer([UNAVAILABLE] * 9, datacite={ATTENTION.id: ATTENTION}) as half:
        half.allow_unused()
        monkeypatch.setenv("PAPERS_ARXIV_URL", half.url)
        monkeypatch.setenv("PAPERS_DATACITE_URL", half.datacite_url)
        out = papers("adopt 1 --apply")
        assert "arXiv did not answer about 1 paper. Complete them: papers refresh --apply" in out.stderr
    note = papers("show 1 --json").json
    assert (note["title"], note["source"]) == (ATTENTION.title, "datacite")


def test_a_long_text_stays_whole(papers: Run, repo: GitHubServer) -> None:
    """Beside a long text the block is shorter; where there is no room for one, that is told."""
    fits, full = ("x" * 62_000, "x" * 65_400)
    for text in (fits, full):
        repo.repo.open_issue(
            "Long", f"{text}\n\nLink: {ABS}1706.03762" if text is fits else f"Link: {ABS}1512.03385\n{text}"
        )
    before = bodies_of(repo)
    assert kinds(papers("adopt --apply", exit_code=1)) == {"1": "adopted", "2": "blocked"}
    after = bodies_of(repo)
    assert (len(after[1]) <= 65_536, body.without(after[1]), after[2]) == (True, before[1], before[2])


def test_a_report_asks_datacite_nothing(
    papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That would be a request for each of thousands of papers; only who writes needs the answers."""
    with ArxivServer([UNAVAILABLE] * 9, datacite={}) as half:
        half.allow_unused()
        monkeypatch.setenv("PAPERS_ARXIV_URL", half.url)
        monkeypatch.setenv("PAPERS_DATACITE_URL", half.datacite_url)
        assert kinds(papers("adopt 1 3")) == {"1": "recognised", "3": "silent"}
        assert [request.path for request in half.requests if "dois" in request.path] == []


def test_datacite_is_asked_about_what_is_written(
    papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not about all the papers that an uncertain issue names: a list of papers has many."""
    known = [f"1901.{number:05}" for number in range(1, 9)]
    shelf.repo.web_edit(4, "\n".join(f"- {ABS}{paper_id}" for paper_id in known))
    with ArxivServer([UNAVAILABLE] * 9, datacite={KOREAN.id: KOREAN}) as half:
        half.allow_unused()
        monkeypatch.setenv("PAPERS_ARXIV_URL", half.url)
        monkeypatch.setenv("PAPERS_DATACITE_URL", half.datacite_url)
        assert kinds(papers("adopt 3 4 --apply")) == {"3": "adopted", "4": "uncertain"}
        assert [request.ids for request in half.requests if "dois" in request.path] == [(KOREAN.id,)]


def test_the_command_that_is_named_is_about_the_same_repository(
    papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who named the repository on the command line finds it in what is proposed."""
    monkeypatch.delenv("PAPERS_REPO")
    monkeypatch.setattr("paper_notes.cli.adopting.on_terminal", lambda: True)
    out = papers("adopt -R https://ghp_secret@github.com/alice/papers --limit 3", exit_code=2)
    assert "secret" not in out.stderr
    out = papers("adopt -R alice/papers --limit 3")
    assert "papers adopt --limit 3 --apply --repo alice/papers\n" in out.stderr
    out = papers("adopt --repo alice/papers 4")
    assert "papers adopt 4 --as PAPER --apply --repo alice/papers\n" in out


def test_all_that_are_open(papers: Run, repo: GitHubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many notes of which none is closed are likely read in part: the command that marks them is named."""
    monkeypatch.delenv("PAPERS_REPO")
    for number in range(10):
        repo.repo.open_issue(f"Paper {number}", f"https://openreview.net/forum?id=YicbFdNTT{number}")
    assert papers("adopt -R alice/papers").stderr.splitlines()[-4:] == [
        "All are open, which means to read.",
        '        If they are read, and you close none, say so in papers.toml, under [adopt]: open = "read"',
        "        Or mark what you have read: papers mark read --label LABEL --repo alice/papers",
        "Write the managed blocks: papers adopt --apply --repo alice/papers",
    ]


def test_an_adopted_library(papers: Run, shelf: GitHubServer) -> None:
    """Authors and abstracts are found, doctor and intake have nothing to do there, and arXiv no news."""
    papers("adopt --apply", exit_code=1)
    assert [note["number"] for note in papers("list --author vaswani --json").json] == [1]
    assert [note["number"] for note in papers("search recurrence --json").json] == [1]
    before = bodies_of(shelf)
    papers("intake")
    papers("refresh 1 2 3 --apply")
    assert bodies_of(shelf) == before


# -- choosing -------------------------------------------------------------------------------------


def test_some_issues_only(papers: Run, shelf: GitHubServer) -> None:
    """By number, link or id; each that means no issue is told and fails."""
    out = papers("adopt 3 #1 https://github.com/alice/papers/issues/4 1512.03385")
    assert kinds(out) == {"1": "recognised", "2": "recognised", "3": "recognised", "4": "uncertain"}
    out = papers("adopt 1 99 8 --apply", exit_code=1)
    assert kinds(out) == {"99": "failed", "8": "failed", "1": "adopted"}
    assert "99: There is no issue #99 here." in out.stderr
    assert "8: #8 is by mallory, who is not trusted here." in out.stderr


def test_by_label(papers: Run, shelf: GitHubServer) -> None:
    """Labels choose issues, whatever they are; that none has them is said."""
    assert kinds(papers("adopt --label Favourite")) == {"1": "recognised"}
    out = papers("adopt --label favourite --label speech")
    assert out.stderr.splitlines()[0] == (
        "There are no issues of people you trust and labelled favourite and speech."
    )


def test_a_few_at_a_time(papers: Run, shelf: GitHubServer) -> None:
    """With --limit so many are written, and the next run goes on behind them."""
    assert Counter(kinds(papers("adopt --apply --limit 2")).values()) == {"adopted": 2}
    out = papers("adopt --apply --limit 1")
    assert Counter(kinds(out).values())["adopted"] == 1
    assert [number for number, kind in kinds(out).items() if kind == "adopted"] == ["3"]


def test_the_reader_decides(papers: Run, shelf: GitHubServer) -> None:
    """--as says which paper an issue is about; reported first, like all else."""
    out = papers("adopt 4 --as arXiv:hep-th/9901001v2")
    assert rows(out) == [["4", "recognised", OLD.id, "you", "Papers to read"]]
    assert "Write the managed blocks: papers adopt 4 --as arXiv:hep-th/9901001v2 --apply" in out.stderr
    papers("adopt 4 --as arXiv:hep-th/9901001v2 --apply")
    papers("adopt 5 --as 10.1145/3292500.3330701 --apply")
    told = {note["number"]: note["id"] for note in papers("list --json").json}
    assert (told[4], told[5]) == (OLD.id, "10.1145/3292500.3330701")


def test_what_the_reader_decides_is_shown(
    papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The paper's title stands below that of the issue: a wrong number is seen before it is written."""
    monkeypatch.setattr("paper_notes.cli.adopting.on_terminal", lambda: True)
    assert papers("adopt 5 --as hep-th/9901001") == (
        f"As you say\n#5  Why is this repository public?\n    hep-th/9901001 {OLD.title}\n"
    )


def test_the_reader_cannot_double_a_paper(papers: Run, shelf: GitHubServer) -> None:
    """Nor change what a managed block says."""
    assert kinds(papers("adopt 5 --as 1512.03385 --apply")) == {"5": "duplicate"}
    papers("adopt 1 --apply")
    (row,) = rows(papers("adopt 1 --as 2203.00001 --apply", exit_code=1))
    assert row[1:4] == ["failed", "1706.03762", "It has a managed block, about 1706.03762."]
    assert kinds(papers("adopt 1 --as 1706.03762v3 --apply")) == {"1": "managed"}
    shelf.repo.close(11, "duplicate")
    assert kinds(papers("adopt 11 --as 2203.00001 --apply", exit_code=1)) == {"11": "failed"}


@pytest.mark.parametrize(
    ("line", "page"),
    [
        (
            "adopt 5 --as 1512.03385",
            "That paper has a note already\n#5  #2",
        ),
        ("adopt 5 --as 2001.00002", "arXiv has no such paper. Name the right one: papers adopt 5 --as"),
        ("adopt 1 --as 1706.03762", "As you say\n#1"),
    ],
)
def test_what_the_reader_says_is_shown_once(
    papers: Run, shelf: GitHubServer, monkeypatch: pytest.MonkeyPatch, line: str, page: str
) -> None:
    """Below the heading that tells what will come of it, and below no other."""
    monkeypatch.setattr("paper_notes.cli.adopting.on_terminal", lambda: True)
    out = papers(line)
    assert (out.startswith(page), out.count("\n\n")) == (True, 0)


def test_the_reader_decides_about_several(papers: Run, shelf: GitHubServer) -> None:
    """Each issue with its paper, reported first; the same command again finds it done."""
    pairs = "--as 4=hep-th/9901001 --as '#5'=10.1145/3292500.3330701"
    out = papers(f"adopt {pairs}")
    assert rows(out) == [
        ["4", "recognised", OLD.id, "you", "Papers to read"],
        ["5", "recognised", "10.1145/3292500.3330701", "you", "Why is this repository public?"],
    ]
    command = out.stderr.splitlines()[-2].partition("blocks: papers ")[2]
    assert command == "adopt --as 4=hep-th/9901001 --as '#5=10.1145/3292500.3330701' --apply"
    assert shelf.writes == []
    assert kinds(papers(command)) == {"4": "adopted", "5": "adopted"}
    assert kinds(papers(command)) == {"4": "managed", "5": "managed"}


def test_decisions_that_cannot_be_carried_out(papers: Run, shelf: GitHubServer) -> None:
    """Each is named with what is wrong; the others are written, as everywhere."""
    papers("adopt 1 --apply")
    pairs = "--as 1=2203.00001 --as 4=hep-th/9901001 --as 8=2105.00001 --as 99=2105.00001"
    out = papers(f"adopt {pairs} --apply", exit_code=1)
    assert kinds(out) == {"1": "failed", "4": "adopted", "8": "failed", "99": "failed"}
    told = [line for line in out.stderr.splitlines() if line.startswith(("#", "8", "99"))]
    assert told == [
        "8: #8 is by mallory, who is not trusted here.",
        "99: There is no issue #99 here.",
        "#1: It has a managed block, about 1706.03762.",
    ]


def test_decisions_that_make_no_sense(papers: Run, shelf: GitHubServer) -> None:
    """All of them are named, and nothing is done, nor anybody asked."""
    pairs = ("4=hep-th/9901001", "#4=1512.03385", "5=1706.0376", "x=1", "6=Attention", "2203.00001")
    out = papers("adopt --apply", *(word for pair in pairs for word in ("--as", pair)), exit_code=2)
    assert out.stderr.splitlines() == [
        "papers: Nothing was done: not every --as names an issue and its paper.",
        '        "#4=1512.03385": #4 is named twice.',
        '        "5=1706.0376": "1706.0376" is not an arXiv id: it has 4 digits after the dot.',
        '        "x=1": It does not say which issue is about it.',
        '        "6=Attention": "Attention" is not an arXiv id, link or DOI.',
        '        "2203.00001": It does not say which issue is about it.',
        "        Of several: papers adopt --as 12=1706.03762 --as 15=1810.04805",
    ]
    assert shelf.requests == []


def test_a_link_is_no_pair(papers: Run, shelf: GitHubServer) -> None:
    """The = in an address does not divide an issue from its paper."""
    for words in (f"5 --as {OPENREVIEW}", f"--as 5={OPENREVIEW}"):
        assert kinds(papers(f"adopt {words}")) == {"5": "recognised"}


@pytest.mark.parametrize(
    "line",
    [
        "adopt --as 1706.03762",
        "adopt 1 2 --as 1706.03762",
        "adopt 1 --as 1=1706.03762",
        "adopt 1 --as 1706.03762 --as 2=1512.03385",
        "adopt 1 --label NLP",
        "adopt --as 1=1706.03762 --label NLP",
    ],
)
def test_usage(papers: Run, line: str) -> None:
    """What makes no sense is refused before anybody is asked."""
    papers(line, exit_code=2)


def test_a_malformed_paper(papers: Run, shelf: GitHubServer) -> None:
    """It is refused like everywhere, and a title is; nobody is asked anything."""
    assert "1706.0376" in papers("adopt 4 --as 1706.0376 --apply", exit_code=1).stderr
    assert papers("adopt 4 --as 'Attention Is All You Need'", exit_code=1).stderr.splitlines() == [
        'papers: "Attention Is All You Need" is not an arXiv id, link or DOI.',
        "        Name the paper like this: --as 1706.03762",
    ]
    assert shelf.log == []


def test_issues_that_are_no_notes(papers: Run, shelf: GitHubServer) -> None:
    """The reader says so in papers.toml; then they are no notes for any command."""
    Path("papers.toml").write_text('[adopt]\nskip = [1]\nskip_labels = ["Question"]\n', encoding="utf-8")
    shelf.repo.label(3, "question")
    told = kinds(papers("adopt"))
    assert (told["1"], told["3"], told["2"]) == ("skipped", "skipped", "recognised")
    assert sorted(note["number"] for note in papers("list --json").json) == [2, 6, 7, 11]
    assert "all hand-written notes but #1, Question" in papers("doctor --offline", exit_code=1)


@pytest.mark.parametrize(
    "text", ["skip = 1", "skip = [true]", 'skip = ["1"]', "skip_labels = [1]", "other = 1"]
)
def test_settings_that_make_no_sense(papers: Run, text: str) -> None:
    """The file and the key are named."""
    Path("papers.toml").write_text(f"[adopt]\n{text}\n", encoding="utf-8")
    assert "adopt in " in papers("list", exit_code=2).stderr


# -- statuses that labels tell ------------------------------------------------------------------


def test_labels_that_tell_a_status(papers: Run, repo: GitHubServer) -> None:
    """Where people label what they have read and close nothing, the command that marks it is named."""
    repo.repo.open_issue("A", f"{ABS}1706.03762", labels=("정리 완료",))
    repo.repo.open_issue("B", f"{ABS}1512.03385", labels=("정리 완료", "WIP"))
    repo.repo.open_issue("C", f"{ABS}2203.00001", labels=("Not Read", "NLP"))
    repo.repo.close(3)
    out = papers("adopt")
    assert out.stderr.splitlines()[1:8] == [
        "As they are read: 2 to-read, 1 read.",
        "Labelled 정리 완료, but not read: 2 notes.",
        "        If that is what it means: papers mark read --label '정리 완료'",
        "Labelled WIP, but not reading: 1 note.",
        "        If that is what it means: papers mark reading --label WIP",
        "Labelled Not Read, but not to-read: 1 note.",
        "        If that is what it means: papers mark to-read --label 'Not Read'",
    ]
    papers("mark read --label '정리 완료'")
    assert [one["status"] for one in papers("adopt --json").json["status_labels"]] == ["reading", "to-read"]


# -- the rule, over both trackers ---------------------------------------------------------------------


@pytest.mark.parametrize("place", ["local", "github"])
def test_a_block_goes_into_an_issue_as_it_was_seen(repo: GitHubServer, place: str) -> None:
    """Nothing but the body changes, wherever the issue is; what is no longer as it was seen is refused."""
    text = f"---\r\nkind: note\r\n---\r\n{ABS}1706.03762"
    if place == "local":
        app = App({}, environ={**os.environ, "PAPERS_REPO": ""})
        key = app.store.save(Issue("Mine", text, labels=("NLP",))).key  # type: ignore[union-attr]  # it is a note
    else:
        app = App({"repository": "alice/papers"})
        repo.repo.open_issue("Mine", text, labels=("NLP",))
        app.library.fill()
        key = app.store.notes_of(ATTENTION.id)[0].key
    assert key is not None
    seen = app.store.issue(key)
    with app.library.alone():
        note = app.library.adopt(seen, Record(ATTENTION, rating=4))
        with pytest.raises(ConflictError):
            app.library.adopt(seen, Record(RESNET))
    now = app.store.issue(key)
    assert (note.paper, note.rating, body.without(now.body)) == (ATTENTION, 4, text)
    assert now._replace(body="", updated_at="") == seen._replace(body="", updated_at="")


# -- laws -------------------------------------------------------------------------------------------

texts = st.lists(
    st.sampled_from(
        [
            "---\ntitle: x\n---",
            "<!-- a template -->",
            "```",
            "\r\n",
            "# 概要",
            "<!-- papers:end -->",
            f"{ABS}1706.03762",
        ]
    )
    | st.text(max_size=20),
    max_size=6,
)


@settings(max_examples=60)
@given(texts, st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_byte_of_the_readers_stays(pieces: list[str], ends: str) -> None:
    """Whatever an issue holds, taking the block out again gives what was there."""
    text = ends.join(pieces)
    block = block_text(Record(KOREAN), lambda record: record.paper.title, room_beside(text))
    assert body.without(body.put(text, block)) == body.without(text)


def test_real_issues(papers: Run, repo: GitHubServer, clock: Clock, known: dict[str, Paper]) -> None:
    """Over hand-checked public issues: each block is about the right paper, and no text changes."""
    if not DATA.exists():
        pytest.skip(f"needs the collection of real issues, which is not at {DATA}")
    lines = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line["arxiv_id"]:
            known[line["arxiv_id"]] = ATTENTION._replace(id=line["arxiv_id"], title=line["title"])
        repo.repo.open_issue(line["title"], line["body"], labels=tuple(line["labels"]))
    before = bodies_of(repo)
    told = papers("adopt --json").json["issues"]
    about = {one["number"]: one["id"] for one in told if one["outcome"] in ("recognised", "duplicate")}
    arxiv_ids = {
        number: paper_id
        for number, paper_id in about.items()
        if paper_id[0].isdigit() and "/" not in paper_id
    }
    assert [
        number for number, paper_id in arxiv_ids.items() if lines[number - 1]["arxiv_id"] != paper_id
    ] == []
    assert len(arxiv_ids) >= 253
    papers("adopt --apply --limit 60", exit_code=1)
    assert sum(body.find(text) is not None for text in bodies_of(repo).values()) == 60
    assert {number: body.without(text) for number, text in bodies_of(repo).items()} == before
