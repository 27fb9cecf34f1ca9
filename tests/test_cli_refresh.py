"""`papers refresh`: what is reported, what is written, and what is asked for it."""

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from paper_notes.cli.display.news import in_words, print_rows
from paper_notes.doors.arxiv.source import ArxivSource
from paper_notes.doors.local_tracker import LocalTracker
from paper_notes.rules.library.refresh import Checked
from paper_notes.values.model import Note, Paper, Status
from paper_notes.values.news import Difference
from paper_notes.values.text import body
from tests.arxiv_server import UNAVAILABLE, ArxivServer, feed
from tests.conftest import Run
from tests.github_server import Fault, GitHubServer, refuse
from tests.library import ATTENTION, KOREAN, PAPERS, RESNET

ATTENTION_8 = ATTENTION._replace(
    version=8,
    updated="2026-01-01T00:00:00Z",
    comment="15 pages. Accepted at NIPS 2017",
    doi="10.5555/3295222.3295349",
    journal_ref="Advances in Neural Information Processing Systems 30 (2017)",
)
ATTENTION_ROWS = """\
1706.03762	version	v7 (2023-08-02)	v8 (2026-01-01)
1706.03762	journal	-	Advances in Neural Information Processing Systems 30 (2017)
1706.03762	doi	-	10.5555/3295222.3295349
1706.03762	accepted	-	NIPS 2017
"""
WITHDRAWN = RESNET._replace(
    version=2, updated="2026-01-01T00:00:00Z", comment="This paper has been withdrawn due to an error"
)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Paper]]:
    """Put an arXiv within reach and return the papers it knows, to be changed."""
    papers = dict(PAPERS)
    with ArxivServer(arxiv=papers) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        yield papers


@pytest.fixture
def repo(github: GitHubServer, known: dict[str, Paper], monkeypatch: pytest.MonkeyPatch) -> GitHubServer:
    """Connect alice/papers."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    return github


def numbered(count: int) -> dict[str, Paper]:
    """Return so many papers."""
    ids = [f"2001.{number:05}" for number in range(1, count + 1)]
    return {paper_id: ATTENTION._replace(id=paper_id, title=f"Paper {paper_id}") for paper_id in ids}


def everything(papers: Run) -> str:
    """Return all that the library holds."""
    return papers("list --json") + papers("list")


# -- reports --------------------------------------------------------------------------


def test_nothing_new(papers: Run, known: dict[str, Paper]) -> None:
    """Then nothing is printed, and that is no failure."""
    papers("add 1706.03762 1512.03385")
    out = papers("refresh")
    assert (out, out.stderr) == ("", "2 notes compared with arXiv: none with news.\n")
    assert papers("refresh --json").json == []


def test_no_notes(papers: Run, known: dict[str, Paper]) -> None:
    """An empty library is said to be one."""
    assert papers("refresh").stderr == "There are no notes about arXiv papers.\n"


def test_news_as_rows(papers: Run, known: dict[str, Paper]) -> None:
    """On a pipe: number, id, kind, old and new value; nothing is written."""
    papers("add 1706.03762 1512.03385")
    known |= {"1706.03762": ATTENTION_8, "1512.03385": WITHDRAWN}
    before = everything(papers)
    out = papers("refresh")
    assert sorted(out.splitlines()) == sorted(
        [
            *("-\t" + row for row in ATTENTION_ROWS.splitlines()),
            "-\t1512.03385\tversion\tv1 (2015-12-10)\tv2 (2026-01-01)",
            "-\t1512.03385\twithdrawn\t-\tThis paper has been withdrawn due to an error",
        ]
    )
    assert out.stderr == (
        "2 notes compared with arXiv: 2 with news.\nWrite it into the notes: papers refresh --apply\n"
    )
    assert everything(papers) == before


def test_news_as_json(papers: Run, repo: GitHubServer, known: dict[str, Paper]) -> None:
    """One object a note that has news."""
    papers("add 1706.03762 1512.03385")
    known["1512.03385"] = WITHDRAWN
    assert papers("refresh --json").json == [
        {
            "ref": "#2",
            "id": "1512.03385",
            "number": 2,
            "title": "Deep Residual Learning for Image Recognition",
            "url": "https://github.com/alice/papers/issues/2",
            "outcome": "found",
            "changes": [
                {"kind": "version", "old": "v1 (2015-12-10)", "new": "v2 (2026-01-01)"},
                {"kind": "withdrawn", "old": None, "new": "This paper has been withdrawn due to an error"},
            ],
            "error": None,
        }
    ]


def test_news_as_a_table(
    papers: Run, repo: GitHubServer, known: dict[str, Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a terminal each note is a line with its news below, aligned and cut to the width."""
    papers("add 1706.03762 2203.00001 hep-th/9901001")
    repo.repo.open_issue("Mine", "Link: https://arxiv.org/abs/1512.03385")
    papers("sync")
    known |= {
        "1706.03762": ATTENTION_8,
        "2203.00001": KOREAN._replace(title=f"{KOREAN.title}: {KOREAN.title}"),
        "1512.03385": RESNET._replace(doi="10.1109/CVPR.2016.90"),
    }
    del known["hep-th/9901001"]
    monkeypatch.setattr("paper_notes.cli.refreshing.on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    out = papers("refresh")
    assert out == (
        """\
#3  hep-th/9901001  String Junctions and Their Duals in Het…
    unknown         arXiv has no paper with this id
#2  2203.00001      한국어 음성 인식을 위한 자기지도 학습
    title           한국어 음성 인식을 위한 자기지도 학습:…
#1  1706.03762      Attention Is All You Need
    version         v7 (2023-08-02) → v8 (2026-01-01)
    journal         Advances in Neural Information Processi…
    doi             10.5555/3295222.3295349
    accepted        NIPS 2017
#4  1512.03385      Mine (no managed block)
    doi             10.1109/CVPR.2016.90
"""
    )
    assert "1 note without a managed block: nothing is written there (papers adopt)." in out.stderr


def test_no_number_no_column(papers: Run, known: dict[str, Paper], monkeypatch: pytest.MonkeyPatch) -> None:
    """Local notes have no numbers; a paper that is back is told as such."""
    known["1512.03385"] = WITHDRAWN
    papers("add 1512.03385")
    known["1512.03385"] = RESNET._replace(version=3, updated="2026-02-01T00:00:00Z")
    monkeypatch.setattr("paper_notes.cli.refreshing.on_terminal", lambda: True)
    assert papers("refresh") == (
        "1512.03385  Deep Residual Learning for Image Recognition\n"
        "version     v2 (2026-01-01) → v3 (2026-02-01)\n"
        "withdrawn   no longer: This paper has been withdrawn due to an error\n"
    )


def test_a_choice_of_notes(papers: Run, known: dict[str, Paper]) -> None:
    """References in any form, or the filters of `list`, narrow down who is asked about."""
    papers("add 1706.03762 1512.03385 2203.00001")
    known |= {"1706.03762": ATTENTION_8, "1512.03385": WITHDRAWN}
    assert {row.split("\t")[1] for row in papers("refresh residual 2203.00001v1").splitlines()} == {
        "1512.03385"
    }
    assert papers("refresh --topic NLP") == re.sub("^", "-\t", ATTENTION_ROWS, flags=re.MULTILINE)[:-2]
    assert papers("refresh --status read").stderr == "There are no notes about arXiv papers.\n"


def test_references_that_mean_no_paper_on_arxiv(papers: Run, repo: GitHubServer) -> None:
    """Each is told, fails the exit code, and stops none of the others."""
    papers("add 1706.03762")
    repo.repo.open_issue("Slides", "Link: https://openreview.net/forum?id=abc")
    papers("sync")
    out = papers("refresh 2 nosuch 1706.03762 1 --json", exit_code=1)
    assert [(one["ref"], one["outcome"]) for one in out.json] == [("2", "failed"), ("nosuch", "failed")]
    assert "2: It is not on arXiv, so there is nobody to ask." in out.stderr
    assert "1 note compared with arXiv: none with news." in out.stderr
    assert papers("refresh").stderr == "1 note compared with arXiv: none with news.\n"


@pytest.mark.parametrize("line", ["refresh --force", "refresh 1706.03762 --topic NLP", "refresh --topic NPL"])
def test_usage(papers: Run, line: str) -> None:
    """What makes no sense is refused before anybody is asked."""
    papers(line, exit_code=2)


def test_offline(papers: Run, known: dict[str, Paper]) -> None:
    """There is no refreshing without the network."""
    papers("add 1706.03762")
    assert "--offline forbids" in papers("refresh --offline", exit_code=1).stderr


# -- what arXiv is asked --------------------------------------------------------------


def test_arxiv_is_always_asked_and_its_answers_serve_others(
    papers: Run, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day's answers are not trusted, but renewed: a pending note is filled in from them."""
    papers("add 1706.03762")
    monkeypatch.setenv("PAPERS_ARXIV_URL", "http://127.0.0.1:9/api/query")
    papers("add 1512.03385 --pending --offline")
    assert papers("show 1512.03385 --json").json["source"] in ("reader", "starter")
    monkeypatch.setenv("PAPERS_ARXIV_URL", arxiv.url)
    papers("refresh")
    papers("refresh")
    both = ("1512.03385", "1706.03762")
    assert [tuple(sorted(ids)) for ids in arxiv.asked()] == [("1706.03762",), both, both]
    papers("add 1512.03385")
    assert papers("show 1512.03385 --json").json["source"] == "arxiv"
    assert len(arxiv.asked()) == 3


def test_a_hundred_papers_a_request(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """250 notes are three requests, whatever else happens."""
    many = numbered(250)
    Path("all.txt").write_text("\n".join(many))
    with ArxivServer(arxiv=many) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        papers("add --from all.txt")
        server.requests.clear()
        many["2001.00200"] = many["2001.00200"]._replace(version=9)
        assert papers("refresh").count("\n") == 1
        assert [len(ids) for ids in server.asked()] == [100, 100, 50]
        assert papers("refresh --apply").stderr == "250 notes compared with arXiv: 1 updated.\n"
        assert [len(ids) for ids in server.asked()[3:]] == [100, 100, 50]


def test_who_waits_is_told_how_far_it_is(
    papers: Run, known: dict[str, Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking and writing both take their time; at the end the line is taken away."""
    papers("add 1706.03762 1512.03385")
    known |= {"1706.03762": ATTENTION_8, "1512.03385": WITHDRAWN}
    told: list[str] = []
    monkeypatch.setattr("paper_notes.cli.display.narration.meter.show", told.append)
    monkeypatch.setattr("paper_notes.rules.library.refresh.BATCH", 1)
    papers("refresh --apply")
    assert told == [
        "Asking arXiv: 0 of 2 papers",
        "Asking arXiv: 1 of 2 papers",
        "",
        "Updating notes: 0 of 2",
        "Updating notes: 1 of 2",
        "",
    ]


def test_arxiv_gives_up_in_the_middle(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was answered is reported and written; the others are named, and the exit code tells."""
    many = numbered(120)
    Path("all.txt").write_text("\n".join(many))
    with ArxivServer(arxiv=many) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        papers("add --from all.txt")
    # The newest are asked about first, which here are the last.
    answer = feed(many[paper_id]._replace(version=8) for paper_id in sorted(many, reverse=True)[:100])
    with ArxivServer(arxiv=[answer, *[UNAVAILABLE] * 4]) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        out = papers("refresh --apply --json", exit_code=1)
        assert [len(ids) for ids in server.asked()] == [100, 20, 20, 20, 20]
    outcomes = [one["outcome"] for one in out.json]
    assert (outcomes.count("changed"), outcomes.count("failed"), len(outcomes)) == (100, 20, 120)
    assert (
        "2001.00011 and 10 more: Not checked: arXiv answered 503 (service unavailable).\n"
        "        Try again later.\n"
        "100 notes compared with arXiv: 100 updated.\n"
    ) in out.stderr
    versions = [note["version"] for note in papers("list --json").json]
    assert (versions.count(8), versions.count(7)) == (100, 20)


def test_arxiv_answers_after_all(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A single refusal costs a second request, nothing else."""
    with ArxivServer(arxiv=PAPERS) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        papers("add 1706.03762")
    with ArxivServer(arxiv=[UNAVAILABLE, feed([ATTENTION_8])]) as server:
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        assert papers("refresh").count("\n") == 4


# -- what is written ------------------------------------------------------------------


def test_applying_on_this_machine(papers: Run, known: dict[str, Paper]) -> None:
    """The note then says what arXiv says; the reader's own data and text are as before."""
    papers("add 1706.03762 --status read --rating 5 --on 2026-02-01")
    before = papers("show 1706.03762 --json").json
    known["1706.03762"] = ATTENTION_8
    out = papers("refresh --apply")
    assert out == "".join(f"-\t{row}\n" for row in ATTENTION_ROWS.splitlines())
    assert out.stderr == "1 note compared with arXiv: 1 updated.\n"
    changed = {
        "version": 8,
        "updated": ATTENTION_8.updated,
        "comment": ATTENTION_8.comment,
        "doi": ATTENTION_8.doi,
        "journal_ref": ATTENTION_8.journal_ref,
        "links": {**before["links"], "doi": f"https://doi.org/{ATTENTION_8.doi}"},
    }
    assert papers("show 1706.03762 --json").json == {**before, **changed}
    assert "v8 (2026-01-01)" in papers("show 1706.03762 --raw")
    again = papers("refresh --apply")
    assert (again, again.stderr) == ("", "1 note compared with arXiv: none updated.\n")


def test_applying_on_github(papers: Run, repo: GitHubServer, known: dict[str, Paper]) -> None:
    """Two notes are two reads and two writes, after one look at the list and one at the repository."""
    papers("add 1706.03762 1512.03385 2203.00001")
    papers("sync")
    known |= {"1706.03762": ATTENTION_8, "1512.03385": WITHDRAWN}
    repo.forget()
    papers("refresh --apply")
    assert repo.log == [
        "GET /repos/alice/papers/issues",
        "GET /repos/alice/papers",
        "GET /repos/alice/papers/issues/2",
        "PATCH /repos/alice/papers/issues/2",
        "GET /repos/alice/papers/issues/1",
        "PATCH /repos/alice/papers/issues/1",
    ]
    assert {tuple(request.body) for request in repo.requests if request.verb == "PATCH"} == {("body",)}
    repo.forget()
    assert papers("refresh --apply") == ""
    assert repo.log == ["GET /repos/alice/papers/issues", "GET /repos/alice/papers"]
    repo.forget()
    papers("refresh")
    assert repo.log == []


def test_the_readers_bytes_stay(papers: Run, repo: GitHubServer, known: dict[str, Paper]) -> None:
    """Whatever was typed around the block, with its CRLF, is the same byte for byte."""
    papers("add 1706.03762")
    repo.repo.web_edit(
        1, f"Above\n\n{repo.repo.issue(1)['body']}\n내 생각 @me #1 \\alpha <!-- papers:begin\n"
    )
    mine = body.without(repo.repo.issue(1)["body"])
    known["1706.03762"] = ATTENTION_8
    papers("refresh --apply")
    now = repo.repo.issue(1)
    assert (body.without(now["body"]), now["title"], now["labels"]) == (mine, ATTENTION.title, ["NLP"])
    assert papers("show 1 --json").json["version"] == 8


def test_a_dry_run_says_what_would_be_written(
    papers: Run, repo: GitHubServer, known: dict[str, Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every write is announced, none is made, and the real run makes just these."""
    papers("add 1512.03385")
    del known["2203.00001"]
    with ArxivServer(arxiv=[UNAVAILABLE] * 4) as server, monkeypatch.context() as patch:
        patch.setenv("PAPERS_ARXIV_URL", server.url)
        papers("add 2203.00001 --pending")
    known |= {"2203.00001": KOREAN, "1512.03385": WITHDRAWN}
    repo.forget()
    out = papers("refresh --apply --dry-run")
    assert out.stderr.splitlines() == [
        "Would create the label speech.",
        "Would add the label speech to #2 (arXiv:2203.00001).",
        "Would rewrite the managed block of #2 (arXiv:2203.00001).",
        f"Would rename #2 (arXiv:2203.00001) to “{KOREAN.title}”.",
        "Would rewrite the managed block of #1 (Deep Residual Learning for Image R…).",
        "2 notes compared with arXiv: 2 to be updated.",
    ]
    assert {line.split()[0] for line in repo.log} == {"GET"}
    repo.forget()
    papers("refresh --apply")
    assert [line for line in repo.log if not line.startswith("GET ")] == [
        "POST /repos/alice/papers/labels",
        "PATCH /repos/alice/papers/issues/2",
        "PATCH /repos/alice/papers/issues/1",
    ]
    assert repo.repo.issue(2)["title"] == KOREAN.title
    assert papers("show 2 --json").json["topics"] == ["speech"]


@pytest.mark.parametrize(
    ("options", "title", "after"),
    [
        ("", None, (KOREAN.title, ["speech"])),
        ("--topic RL", None, (KOREAN.title, ["RL"])),
        ("--topic thesis --create-label", None, (KOREAN.title, ["thesis"])),
        ("--status reading", None, (KOREAN.title, ["reading", "speech"])),
        ("", "내가 붙인 제목", ("내가 붙인 제목", ["speech"])),
    ],
)
def test_a_pending_note_is_filled(
    papers: Run,
    repo: GitHubServer,
    known: dict[str, Paper],
    monkeypatch: pytest.MonkeyPatch,
    options: str,
    title: str | None,
    after: tuple[str, list[str]],
) -> None:
    """Its title is taken from arXiv only if it is still ours, its labels guessed only if it has none."""
    del known["2203.00001"]
    with ArxivServer(arxiv=[UNAVAILABLE] * 4) as server, monkeypatch.context() as patch:
        patch.setenv("PAPERS_ARXIV_URL", server.url)
        papers(f"add 2203.00001 --pending {options}")
    out = papers("refresh")
    assert out == "1\t2203.00001\tunknown\t2203.00001\t-\n"
    assert out.stderr == "1 note compared with arXiv: 1 with news.\n"
    if title:
        repo.repo.issues[1]["title"] = title
        repo.clock.sleep(60)
        repo.repo.label(1, *repo.repo.issue(1)["labels"])
    known["2203.00001"] = KOREAN
    assert papers("refresh --apply") == f"1\t2203.00001\tfilled\t-\t{KOREAN.title}\n"
    issue = repo.repo.issue(1)
    assert (issue["title"], issue["labels"]) == after
    note = papers("show 1 --json").json
    assert (note["pending"], note["title"], note["version"]) == (False, KOREAN.title, 2)
    assert papers("refresh --apply") == ""


def test_a_pending_note_of_this_machine_is_filled(papers: Run, known: dict[str, Paper]) -> None:
    """Without a repository it gets its title and topics all the same."""
    papers("add 2203.00001 --pending --offline")
    assert papers("refresh --apply") == f"-\t2203.00001\tfilled\t-\t{KOREAN.title}\n"
    note = papers("show 2203.00001 --json").json
    assert (note["pending"], note["issue_title"], note["topics"]) == (False, KOREAN.title, ["speech"])


def test_a_second_hand_note_is_completed(papers: Run, known: dict[str, Paper]) -> None:
    """What the starter catalogue told is replaced by what arXiv tells."""
    papers("add 1706.03762 --offline")
    papers("tag 1706.03762 --remove NLP")
    assert papers("refresh --apply") == "-\t1706.03762\tcompleted\tstarter\tarxiv\n"
    note = papers("show 1706.03762 --json").json
    assert (note["source"], note["version"], note["abstract"]) == ("arxiv", 7, ATTENTION.abstract)
    assert note["labels"] == []


def test_hand_written_notes_are_never_written(
    papers: Run, repo: GitHubServer, known: dict[str, Paper]
) -> None:
    """What is new about their papers is told; that nothing is written is no failure."""
    text = "Link : https://arxiv.org/pdf/1706.03762v2.pdf\r\n\r\n주의가 전부다."
    repo.repo.open_issue("Transformer paper", text)
    known["1706.03762"] = ATTENTION_8
    rows = "".join(f"1\t{row}\n" for row in ATTENTION_ROWS.splitlines()[1:])
    assert papers("refresh") == rows
    for line in ("refresh --apply", "refresh --apply --force", "refresh --apply --dry-run"):
        out = papers(line)
        assert out == rows
        assert "1 note without a managed block: nothing is written there (papers adopt)." in out.stderr
    assert repo.repo.issue(1)["body"] == text
    assert [line for line in repo.log if line.startswith("PATCH")] == []


@pytest.mark.parametrize(
    ("was", "becomes"), [("Ashish Vaswani, ", "A. Vaswani, "), ("<!-- papers:end -->", "<!-- end -->")]
)
def test_a_block_changed_by_hand_is_left_alone(
    papers: Run, repo: GitHubServer, known: dict[str, Paper], was: str, becomes: str
) -> None:
    """It is reported, and left, unless --force has it written anew; the other notes are updated."""
    papers("add 1706.03762 1512.03385")
    edited = repo.repo.issue(1)["body"].replace(was, becomes)
    repo.clock.sleep(60)
    repo.repo.web_edit(1, edited)
    before = repo.repo.issue(1)["body"]
    known |= {"1706.03762": ATTENTION_8, "1512.03385": WITHDRAWN}
    papers("sync")
    report = papers("refresh")
    assert "1 was changed by hand: only --apply --force writes there." in report.stderr
    out = papers("refresh --apply --json", exit_code=1)
    assert {one["number"]: one["outcome"] for one in out.json} == {1: "hand-edited", 2: "changed"}
    assert "use --force" in out.stderr
    assert repo.repo.issue(1)["body"] == before
    dry = papers("refresh --apply --dry-run", exit_code=1)
    assert "none to be updated" in dry.stderr
    papers("refresh --apply --force")
    now = repo.repo.issue(1)["body"]
    assert body.without(now) == body.without(before)
    assert papers("show 1 --json").json["version"] == 8
    assert papers("refresh --apply") == ""


def test_a_block_that_was_taken_out_meanwhile_does_not_come_back(
    papers: Run, repo: GitHubServer, known: dict[str, Paper]
) -> None:
    """Between our look at the list and the writing, somebody may make the note a hand-written one."""
    papers("add 1706.03762")
    known["1706.03762"] = ATTENTION_8
    now = {**repo.issue_json(repo.repo, repo.repo.issue(1)), "body": "https://arxiv.org/abs/1706.03762"}
    repo.on("GET", "/issues/1$", Fault(text=json.dumps(now)))
    papers("refresh --apply")
    assert [line for line in repo.log if line.startswith("PATCH")] == []


def test_others_wait_only_while_something_is_written(
    papers: Run, known: dict[str, Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library is locked for the writing, and not for the time that arXiv takes."""
    papers("add 1706.03762")
    known["1706.03762"] = ATTENTION_8
    locked = []
    events = []

    @contextlib.contextmanager
    def lock(path: str, report: object) -> Iterator[None]:
        locked.append(path)
        yield
        locked.pop()

    def note(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*arguments: Any) -> Any:
            events.append((name, bool(locked)))
            return work(*arguments)

        return noted

    monkeypatch.setattr("paper_notes.disk.locking.lock", lock)
    monkeypatch.setattr(ArxivSource, "__call__", note("asked", ArxivSource.__call__))
    monkeypatch.setattr(LocalTracker, "update", note("written", LocalTracker.update))
    papers("refresh --apply")
    assert events == [("asked", False), ("written", True)]


def test_what_failed_is_done_by_the_next_run(
    papers: Run, repo: GitHubServer, known: dict[str, Paper]
) -> None:
    """One refusal stops none of the others; running again writes only what is still missing."""
    papers("add 1706.03762 1512.03385")
    known |= {"1706.03762": ATTENTION_8, "1512.03385": WITHDRAWN}
    repo.on("PATCH", "/issues/2$", refuse(422, "not today"))
    out = papers("refresh --apply", exit_code=1)
    assert "#2: " in out.stderr
    assert "not today" in out.stderr
    assert "2 notes compared with arXiv: 1 updated." in out.stderr
    repo.forget()
    papers("refresh --apply")
    assert [line for line in repo.log if line.startswith("PATCH")] == ["PATCH /repos/alice/papers/issues/2"]


def test_what_another_machine_wrote_is_seen_first(
    papers: Run, repo: GitHubServer, known: dict[str, Paper], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A note that somebody else refreshed meanwhile needs no writing here."""
    papers("add 1706.03762")
    known["1706.03762"] = ATTENTION_8
    repo.clock.sleep(60)
    with monkeypatch.context() as patch:
        patch.setenv("PAPERS_HOME", str(tmp_path / "other"))
        papers("refresh --apply")
    repo.forget()
    assert papers("refresh --apply") == ""
    assert [line for line in repo.log if line.startswith("PATCH")] == []


def test_writing_needs_a_token(
    papers: Run, repo: GitHubServer, known: dict[str, Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reporting does not; without one --apply ends before arXiv is asked."""
    papers("add 1706.03762")
    known["1706.03762"] = ATTENTION_8
    monkeypatch.delenv("GH_TOKEN")
    assert papers("refresh").count("\n") == 4
    out = papers("refresh --apply", exit_code=4)
    assert (out, "GH_TOKEN" in out.stderr) == ("", True)


def test_a_token_that_is_refused_ends_it(papers: Run, repo: GitHubServer, known: dict[str, Paper]) -> None:
    """A token that runs out in the middle is no failure of one note, but of them all."""
    papers("add 1706.03762 1512.03385")
    known |= {"1706.03762": ATTENTION_8, "1512.03385": WITHDRAWN}
    repo.on("GET", "/issues/2$", refuse(401, "Bad credentials"))
    out = papers("refresh --apply --json", exit_code=4)
    wrong = "GitHub refuses the token (401: Bad credentials)."
    assert [(each["number"], each["outcome"], each["error"]) for each in out.json] == [
        (2, "failed", f"Not written: {wrong}"),
        (1, "failed", f"Not written: {wrong}"),
    ]
    assert out.stderr.splitlines()[-2] == f"papers: {wrong}"
    assert [line for line in repo.log if line.startswith("PATCH")] == []


# -- how it is told -------------------------------------------------------------------


def test_an_old_mirror_is_mentioned(papers: Run, repo: GitHubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report rests on the mirror, so its age matters; --apply looks first."""
    papers("add 1706.03762")
    monkeypatch.setattr("paper_notes.cli.display.telling.OLD", -1)
    assert "The mirror is 0 hours old." in papers("refresh").stderr
    assert "The mirror is" not in papers("refresh --apply").stderr


def test_no_text_can_steer_a_terminal_or_break_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    """A title in a block may hold anything: tabs and control characters do not get through."""
    changed = Difference("title", "a\tb\x1b[31m", "c\nd\x07")
    print_rows(Checked("#1", "found", Note(ATTENTION, Status.READ, number=1), (changed,)))
    assert capsys.readouterr().out == "1\t1706.03762\ttitle\ta b[31m\tc d\n"
    assert in_words(changed) == "c d (was: a b[31m)"
