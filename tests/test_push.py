"""`papers push`: local notes to a repository, once, and whole."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes.values import joining
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Status
from paper_notes.values.text import body
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer, refuse
from tests.library import KOREAN, OLD

TO = "--repo alice/papers"
VARIES = {"number", "url", "author", "readers", "links"}


def comparable(notes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return notes without what tells where they are."""
    return [{key: value for key, value in note.items() if key not in VARIES} for note in notes]


@pytest.fixture
def local(papers: Run, arxiv: ArxivServer) -> list[dict[str, Any]]:
    """Fill the local library with some of everything, and return its notes, the newest first."""
    papers("add 1706.03762 --status read --rating 5 --on 2026-11-01")
    papers("note 1706.03762 -m 'My words: @ada, #12.'")
    papers("add hep-th/9901001 --topic 'quiet reading' --create-label --status reading")
    papers("add 1512.03385 --status dropped --on 2026-11-02 --rating 2")
    papers("add 2105.00001 2203.00001")
    papers("add 2401.00001 --pending", exit_code=1)
    return list(papers("list --json").json)


def test_all_of_a_library_moves(
    papers: Run,
    github: GitHubServer,
    local: list[dict[str, Any]],
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Text, status, rating, dates, topics and labels arrive as they were, in the order of their days."""
    out = papers(f"push {TO}")
    assert comparable(papers(f"list {TO} --json").json) == comparable(local)
    assert out.splitlines() == [
        f"{n}{line[1:]}" for n, line in enumerate(papers("list").splitlines()[::-1], 1)
    ]
    assert (
        "Pushed #1 Attention Is All You Need [NLP] https://github.com/alice/papers/issues/1\n" in out.stderr
    )
    # Here nothing is lost, and each note says where it went.
    here = papers("list --json")
    assert comparable(here.json) == comparable(local)
    assert [note["url"].rpartition("/")[2] for note in here.json] == ["5", "4", "3", "2", "1"]
    told = "Pushed to alice/papers: 5 of the notes here. See them there: --repo alice/papers\n"
    assert told in here.stderr
    # A second machine reads the same from the issues alone.
    monkeypatch.setenv("PAPERS_HOME", str(home.parent / "second machine"))
    assert comparable(papers(f"list {TO} --json").json) == comparable(local)


def test_a_second_push_sends_nothing(papers: Run, github: GitHubServer, local: list[dict[str, Any]]) -> None:
    """What was pushed is counted; only a new note goes."""
    papers(f"push {TO}")
    github.forget()
    again = papers(f"push {TO}")
    assert (again, again.stderr, github.log) == ("", "Pushed before: 5 notes.\n", [])
    github.repo.delete(5)
    before = {number: dict(issue) for number, issue in github.repo.issues.items()}
    papers("mark read 2105.00001 --on 2026-11-03")
    told = papers(f"push {TO} --again --json").json
    assert [each["outcome"] for each in told] == ["exists", "exists", "exists", "changed", "added"]
    assert {n: github.repo.issue(n) for n in (1, 2, 3)} == {n: before[n] for n in (1, 2, 3)}
    assert github.repo.issue(4)["state"] == "closed"


def test_a_dry_run_announces_every_write(
    papers: Run, github: GitHubServer, local: list[dict[str, Any]]
) -> None:
    """It says what is created, joined and closed, and neither here nor there is anything written."""
    github.repo.open_issue("ResNet", "https://arxiv.org/abs/1512.03385")
    before = papers("list --json")
    out = papers(f"push {TO} --dry-run")
    assert github.writes == []
    assert out.stderr.splitlines() == [
        "Would create the label NLP.",
        "Would add “Attention Is All You Need” with NLP.",
        "Would mark “Attention Is All You Need” read.",
        "Would create the label quiet reading.",
        "Would create the label reading.",
        f"Would add “{OLD.title}” with quiet reading, reading.",
        "Would create the label CV.",
        "Would mark #1 (ResNet) dropped.",
        "Would add the label CV to #1 (ResNet).",
        "Would put a managed block on top of #1 (ResNet).",
        *out.stderr.splitlines()[10:],
    ]
    assert papers("list --json") == before
    papers(f"push {TO}")
    assert len(github.writes) == sum(line.startswith("Would") for line in out.stderr.splitlines()) - 2


@pytest.mark.parametrize(
    ("theirs", "status", "expected"),
    [
        ("", "to-read", "read"),
        ("## Notes\r\n\r\nTheir words.", "read", "read"),
        ("Their words.\n", "dropped", "dropped"),
        ("```\nnever closed", "reading", "read"),
    ],
)
def test_an_issue_that_is_there_is_joined(
    papers: Run, github: GitHubServer, arxiv: ArxivServer, theirs: str, status: str, expected: str
) -> None:
    """One issue, both texts byte for byte, once; the status that is further on, and what was missing."""
    papers("add 1706.03762 --status read --rating 5 --on 2026-11-01")
    papers("note 1706.03762 -m 'My words.'")
    mine = papers("show 1706.03762 --json").json["text"]
    text = f"https://arxiv.org/abs/1706.03762v2\n\n{theirs}"
    number = github.repo.open_issue("Transformer", text, labels=("Natural language", "reading"))
    if status in ("read", "dropped"):
        github.repo.close(number, {"read": "completed", "dropped": "not_planned"}[status])
    elif status == "to-read":
        github.repo.label(number, "NLP")
    out = papers(f"push {TO}")
    assert "Joined with #1" in out.stderr
    issue = dict(github.repo.issue(1))
    texts = body.without(issue["body"]).partition("## From the notes on my own machine\n\n")
    assert (texts[0].rstrip("\n"), texts[2]) == (text.rstrip("\n"), mine)
    note = papers(f"show 1 {TO} --json").json
    assert (len(github.repo.issues), note["status"], note["rating"]) == (1, expected, 5)
    assert papers(f"push {TO} --again --json").json[0]["outcome"] == "exists"
    assert github.repo.issue(1) == issue


def test_a_note_without_words_of_its_own_adds_none(
    papers: Run, github: GitHubServer, arxiv: ArxivServer
) -> None:
    """Headings of a template that wait to be filled in are no text to join; nothing is then written."""
    papers("add 1706.03762 --template ochiai")
    text = "https://arxiv.org/abs/1706.03762"
    github.repo.open_issue("Transformer", text, labels=("NLP",))
    out = papers(f"push {TO} --json").json
    assert out[0]["outcome"] == "exists"
    assert (github.repo.issue(1)["body"], github.writes) == (text, [])
    assert papers("show 1706.03762 --json").json["url"].endswith("/issues/1")


def test_one_failure_fails_its_note_alone(
    papers: Run, github: GitHubServer, local: list[dict[str, Any]]
) -> None:
    """The others go; the same command later pushes what is left."""
    github.on("POST", "/issues$", refuse(422, "not this one"))
    out = papers(f"push {TO} --json", exit_code=1).json
    assert [each["outcome"] for each in out] == ["failed", *["added"] * 4]
    assert [note["id"] for note in papers("list --json").json if not note["url"]] == ["1706.03762"]
    papers(f"push {TO}")
    assert len(github.repo.issues) == 5


def test_to_another_repository_only_when_asked(papers: Run, github: GitHubServer, arxiv: ArxivServer) -> None:
    """What was tried with one repository first can be pushed to the real one."""
    github.add_repository("alice/tries")
    papers("add 1706.03762")
    papers("push --repo alice/tries")
    out = papers(f"push {TO}")
    assert out.stderr == "Pushed to another repository before: 1 note. To push them here too: --again\n"
    papers(f"push {TO} --again")
    assert papers("show 1706.03762 --json").json["url"] == "https://github.com/alice/papers/issues/1"


def test_what_is_changed_here_later_says_so(papers: Run, github: GitHubServer, arxiv: ArxivServer) -> None:
    """A pushed note can still be changed on this machine, but nobody is left to think it changed there."""
    papers("add 1706.03762")
    papers(f"push {TO}")
    out = papers("mark read 1706.03762")
    assert out.stderr.splitlines()[-2:] == [
        "Marked read: 1706.03762 Attention Is All You Need [NLP]",
        "        Changed on this machine only: it was pushed to https://github.com/alice/papers/issues/1",
    ]


@pytest.mark.parametrize(
    ("line", "told", "code"),
    [
        ("push", "There is no repository to push to.", 2),
        (f"push {TO}", "The library on this machine has no notes.", 0),
        (f"push {TO} --offline", "The library on this machine has no notes.", 0),
    ],
)
def test_nothing_to_push(papers: Run, line: str, told: str, code: int) -> None:
    """It is said, and nobody is asked."""
    assert told in papers(line, exit_code=code).stderr


def test_offline_refuses(papers: Run, github: GitHubServer, arxiv: ArxivServer) -> None:
    """To push is to write to GitHub."""
    papers("add 1706.03762")
    assert "forbids" in papers(f"push {TO} --offline", exit_code=1).stderr
    assert github.log == []


@pytest.mark.parametrize(
    ("kept", "other", "expected"),
    [
        ("to-read", "reading", "reading"),
        ("reading", "to-read", "reading"),
        ("reading", "dropped", "dropped"),
        ("read", "dropped", "read"),
        ("dropped", "read", "dropped"),
        ("read", "reading", "read"),
    ],
)
def test_the_status_that_is_further_on(kept: str, other: str, expected: str) -> None:
    """What was decided there is not undone."""
    assert joining.further(Status(kept), Status(other)) == expected


@pytest.mark.parametrize(
    ("text", "piece", "expected"),
    [
        ("a\r\nlook\r\nb", "look\n", True),
        ("a look b", "look", False),
        ("a\n\nb", "a\n\nb\n\n", True),
        ("a\nx\nb", "a\nb", False),
        ("a", "", True),
    ],
)
def test_texts_are_compared_by_lines(text: str, piece: str, *, expected: bool) -> None:
    """Line ends do not count, and a word inside a line is not that line."""
    assert joining.holds(text, piece) is expected


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "a\n", "é"])
def test_a_heading_has_a_blank_line_above_it(end: str) -> None:
    """Both texts stay as they are, and Markdown sees a heading."""
    text = f"Mine.{end}"
    new = joining.append(text, "Theirs", "X\r\n")
    assert (new.startswith(text), new.endswith("## Theirs\n\nX\r\n")) == (True, True)
    lines = new.removesuffix("## Theirs\n\nX\r\n").splitlines()
    assert (lines[0][:5], lines[-1]) == ("Mine.", "")


def test_a_block_in_the_text_is_refused() -> None:
    """A second managed block would make a riddle of whose note it is."""
    other = body.write({"paper": {"id": "1", "title": "x"}}, "seen")
    with pytest.raises(PapersError, match="another note's managed block"):
        joining.append("Mine.", "Theirs", other)


def test_texts_too_long_for_one_issue_are_refused() -> None:
    """GitHub's limit is known before anything is sent, to a dry run too."""
    with pytest.raises(PapersError, match="Both texts together have 65,0"):
        joining.append("x" * 40_000, "Theirs", "y" * 25_000)


def test_papers_elsewhere_move_too(papers: Run, github: GitHubServer) -> None:
    """A paper that is not on arXiv is known by its link, here and there."""
    papers("add https://example.org/p --title 'On Shelves' --author 'Ada L' --year 2020")
    papers("add 10.1000/shelf --title 'On More Shelves' --status read")
    before = comparable(papers("list --json").json)
    papers(f"push {TO}")
    assert comparable(papers(f"list {TO} --json").json) == before
    again = papers(f"push {TO} --again --json").json
    assert [(each["ref"], each["outcome"]) for each in again] == [
        ("https://example.org/p", "exists"),
        ("10.1000/shelf", "exists"),
    ]


BLOCK = body.write({"paper": {"id": "1706.03762", "title": "Attention"}}, "seen")
PIECES = st.lists(
    st.sampled_from(
        [BLOCK, "\n", "\r\n", "\r", " ", "words", "```", "~~~\n", "<!-- papers:end -->", "가", "> "]
    ),
    max_size=12,
).map("".join)


@given(kept=PIECES, other=PIECES)
@settings(max_examples=150, deadline=None)
def test_joining_changes_no_byte_of_either(kept: str, other: str) -> None:
    """Both texts are there in full and in order, and the block is the one that was there."""
    try:
        new = joining.append(kept, "Theirs", other)
    except PapersError:
        return
    assert new.startswith(kept)
    assert new.endswith(f"## Theirs\n\n{other}")
    assert body.without(new).startswith(body.without(kept))
    assert joining.holds(body.without(new), other)
    assert [block.data for block in body.find_all(new)] == [block.data for block in body.find_all(kept)]


def test_a_pending_issue_is_filled_in(
    papers: Run, github: GitHubServer, request: pytest.FixtureRequest
) -> None:
    """What nobody knew there when the issue was made comes with the local note, its title too."""
    papers(f"add 2203.00001 --pending {TO}")
    assert github.repo.issue(1)["title"] == "arXiv:2203.00001"
    request.getfixturevalue("arxiv")
    papers("add 2203.00001 --status reading")
    assert "Joined with #1" in papers(f"push {TO}").stderr
    note = papers(f"show 1 {TO} --json").json
    assert (note["pending"], note["issue_title"], note["status"]) == (False, KOREAN.title, "reading")
    assert papers(f"push {TO} --again --json").json[0]["outcome"] == "exists"


def test_a_block_that_a_person_changed_stays(papers: Run, github: GitHubServer, arxiv: ArxivServer) -> None:
    """The text, the status and the labels are joined all the same."""
    papers(f"add 1706.03762 {TO}")
    broken = github.repo.issue(1)["body"].replace("Ashish", "Someone else", 1)
    github.repo.web_edit(1, broken)
    there = github.repo.issue(1)["body"]
    papers("add 1706.03762 --status read --rating 5 --topic RL")
    papers("note 1706.03762 -m 'My words.'")
    papers(f"push {TO}")
    issue = github.repo.issue(1)
    assert issue["body"].startswith(there)
    assert "My words." in issue["body"]
    assert (issue["state"], issue["labels"]) == ("closed", ["NLP", "RL"])
    assert papers(f"push {TO} --again --json").json[0]["outcome"] == "exists"


def test_notes_that_stayed_behind_are_mentioned(
    papers: Run, arxiv: ArxivServer, github: GitHubServer
) -> None:
    """Whoever connects a repository hears of the notes on their machine, until those are pushed."""
    hint = "On this machine only: 1 note. Move them: papers push\n"
    finding = "ok  this machine: 1 note is only here, not in the repository\n"
    papers("add 1706.03762")
    assert (hint in papers("list").stderr, finding in papers("doctor")) == (False, False)
    assert (hint in papers(f"list {TO}").stderr, finding in papers(f"doctor {TO}")) == (True, True)
    papers(f"push {TO}")
    assert (hint in papers(f"list {TO}").stderr, finding in papers(f"doctor {TO}")) == (False, False)
