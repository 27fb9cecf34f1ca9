"""`papers mark`, `tag`, `show`, `list`, `doctor`: one command line after the other."""

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest

from paper_notes.values.text import body
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer


@pytest.fixture
def three(papers: Run, arxiv: ArxivServer) -> Run:
    """Return a library of three notes."""
    papers("add 1706.03762 --status read --rating 5 --on 2026-02-01")
    papers("add 1512.03385 2203.00001")
    return papers


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        ("1706.03762", "1706.03762"),
        ("https://arxiv.org/abs/1706.03762v3", "1706.03762"),
        ("residual", "1512.03385"),
        ("한국어", "2203.00001"),
    ],
)
def test_a_note_is_found_by_what_one_remembers(three: Run, ref: str, found: str) -> None:
    """An id in any form, or a unique piece of the title."""
    assert three("show --json", ref).json["arxiv_id"] == found


def test_an_ambiguous_piece_lists_what_it_could_be(three: Run) -> None:
    """Nothing is guessed when a piece is in several titles."""
    out = three("mark read e", exit_code=1)
    assert "is in several titles:\n" in out.stderr
    assert "\n  1706.03762 Attention Is All You Need\n" in out.stderr
    assert "\n  1512.03385 Deep Residual Learning for Image Recognition\n" in out.stderr


def test_a_token_in_the_place_of_a_title_is_not_shown(papers: Run) -> None:
    """Pasted by mistake, it must not go into a log."""
    out = papers("show ghp_16C7e42F292c6912E7710c838347Ae178B4a", exit_code=1)
    assert out.stderr.splitlines()[0] == "papers: No note has “…” in its title."
    told = [
        papers(f"{line} ghp_16C7e42F292c6912E7710c838347Ae178B4a --json", exit_code=1).json[0]["ref"]
        for line in ("mark read", "remove --yes", "refresh")
    ]
    assert told == ["…", "…", "…"]


def test_marking_sets_status_rating_and_day(three: Run) -> None:
    """The day is today or the one given, kept while the status stays, and gone with it."""

    def standing() -> tuple[str, int | None, str | None]:
        note = three("show 1706.03762 --json").json
        return note["status"], note["rating"], note["read_on"]

    three("mark read 1706.03762 --rating 3")
    assert standing() == ("read", 3, "2026-02-01")
    three("mark reading 1706.03762")
    assert standing() == ("reading", 3, None)
    three("mark dropped 1706.03762 --on 2026-03-01")
    assert standing() == ("dropped", 3, "2026-03-01")
    assert "It is dropped already." in three("mark dropped 1706.03762").stderr
    three("mark read 1706.03762 --on 2026-03-02")
    assert standing() == ("read", 3, "2026-03-02")
    three("mark read 1706.03762 --rating none")
    assert standing() == ("read", None, "2026-03-02")
    assert "It is read already." in three("mark read 1706.03762 --rating none").stderr
    assert "'0' is not a number from 1 to 5" in three("mark read 1706.03762 --rating 0", exit_code=2).stderr


def test_several_at_once_and_one_that_is_not_there(three: Run) -> None:
    """Each reference has its outcome; one failure does not stop the others."""
    out = three("mark read 1512.03385 9912.00001 2203.00001 --json", exit_code=1)
    assert [item["outcome"] for item in out.json] == ["changed", "failed", "changed"]


def test_tags_come_and_go(three: Run) -> None:
    """Topics are put on and taken off in one go, in any case; doing it again changes nothing."""
    three("tag 1706.03762 1512.03385 --add rl --remove nlp")
    assert three("list --topic RL").count("\n") == 2
    assert three("show 1706.03762 --json").json["topics"] == ["RL"]
    assert three("tag 1706.03762 --add RL").stderr.splitlines() == [
        "Unchanged: 1706.03762 Attention Is All You Need [RL]",
        "        Its labels are like that already.",
    ]
    three("mark reading 1512.03385")
    told = "Tagged CV, RL, speech: 1512.03385 Deep Residual Learning for Image Recognition [CV, RL, speech]\n"
    assert three("tag 1512.03385 --add speech").stderr == told
    assert "no topic 'reel'" in three("tag 1706.03762 --add reel", exit_code=2).stderr


def test_a_hand_edited_block_is_left_alone(papers: Run, repo: GitHubServer) -> None:
    """State and labels still change, the block does not, and the exit code tells; --force rewrites it."""
    papers("add 1706.03762")
    edited = repo.repo.issue(1)["body"].replace("Ashish Vaswani, ", "A. Vaswani, ")
    repo.repo.web_edit(1, edited)
    before = repo.repo.issue(1)["body"]
    out = papers("mark read 1 --rating 5", exit_code=1)
    assert "changed by hand" in out.stderr
    assert (repo.repo.issue(1)["body"], repo.repo.issue(1)["state"]) == (before, "closed")
    assert "changed by hand" in papers("tag 1 --add RL", exit_code=1).stderr
    assert "RL" in repo.repo.issue(1)["labels"]
    papers("doctor", exit_code=1)
    papers("mark read 1 --rating 5 --force")
    assert body.find(repo.repo.issue(1)["body"]).intact  # type: ignore[union-attr]  # None fails the test
    assert papers("show 1 --json").json["rating"] == 5
    assert body.without(repo.repo.issue(1)["body"]) == body.without(before)


def test_what_changes_on_the_web_shows_after_a_sync(papers: Run, repo: GitHubServer) -> None:
    """Closing, labels and deletions made elsewhere arrive with the next sync."""
    papers("add 1706.03762 1512.03385")
    repo.repo.close(1, "not_planned")
    repo.repo.label(2, "RL", "CV")
    repo.clock.sleep(60)
    assert papers("sync").stderr == "alice/papers: 2 changed.\n"
    assert papers("list --status dropped").startswith("1\t")
    assert papers("list --topic RL").startswith("2\t")
    repo.repo.delete(2)
    assert papers("sync").stderr == "alice/papers: 1 gone.\n"
    assert papers("sync --full").stderr == "alice/papers: nothing new.\n"
    assert papers("list").count("\n") == 1


def test_a_duplicate_is_no_note(papers: Run, repo: GitHubServer) -> None:
    """An issue closed as a duplicate has no status and is not listed; doctor counts it."""
    papers("add 1706.03762 1512.03385")
    repo.repo.close(2, "duplicate")
    papers("sync")
    assert papers("list").count("\n") == 1
    assert "1 issue is closed as a duplicate" in papers("doctor")


def test_filters_combine_and_sort(three: Run) -> None:
    """Each filter takes away, and the order is the one asked for."""
    assert three("list --status read --topic nlp --author vaswani --year 2017 --rating 4").count("\n") == 1
    assert three("list --status read --rating 5 --year 2018..2020") == ""
    assert three("list --year 2016..").count("\n") == 2
    assert three("list --year ..2016") == three("list --year 2015")
    ids = [line.split("\t")[1] for line in three("list --sort published").splitlines()]
    assert ids == ["2203.00001", "1706.03762", "1512.03385"]
    assert three("list --limit 2").stderr == "2 of 3 notes\n"


def test_an_id_tells_the_year(papers: Run, repo: GitHubServer) -> None:
    """Of a hand-written note, about whose paper nobody has asked arXiv."""
    for link in ("1706.03762", "hep-th/9901001", "2203.00001"):
        repo.repo.open_issue("A paper", f"https://arxiv.org/abs/{link}")
    ids = [line.split("\t")[1] for line in papers("list --sort published").splitlines()]
    assert ids == ["2203.00001", "1706.03762", "hep-th/9901001"]
    assert papers("list --year ..1999").startswith("2\thep-th/9901001\t")
    assert papers("search year:2017 paper").startswith("1\t1706.03762\t")
    assert papers("list --sort published --since 2017-06 --until 2017-06").count("\n") == 1
    assert papers("show 1 --json").json["published"] is None


def test_json_is_one_document(three: Run) -> None:
    """Also when there is nothing."""
    assert len(three("list --json").json) == 3
    assert three("list --topic RL --json").json == []


def test_a_title_cannot_steer_the_terminal(papers: Run, repo: GitHubServer) -> None:
    """Escape sequences and line breaks in an issue's title do not reach the terminal."""
    repo.repo.open_issue("evil \x1b]0;pwned\x07\ttitle\u202e", "https://arxiv.org/abs/1706.03762")
    assert papers("list") == "1\t1706.03762\tto-read\t-\t-\tevil ]0;pwned title\n"
    assert "\x1b" not in papers("show 1")


def test_a_list_that_is_out_of_date_fails_the_check(three: Run) -> None:
    """--check writes nothing and exits with 1 until the list is written."""
    assert "is not there yet. Write it" in three("index --check", exit_code=1).stderr
    assert not Path("READING_LIST.md").exists()
    three("index")
    three("index --check")
    three("mark read 1512.03385")
    assert "out of date" in three("index --check", exit_code=1).stderr


def test_a_file_without_markers_is_not_touched(three: Run) -> None:
    """It is refused with the remedy; with markers only what is between them changes."""
    path = Path("README.md")
    path.write_text("# Mine\n")
    assert "papers:list begin" in three("index --output README.md", exit_code=1).stderr
    assert path.read_text() == "# Mine\n"
    path.write_text("# Mine\n<!-- papers:list begin -->\n<!-- papers:list end -->\ntail")
    three("index --output README.md")
    assert path.read_text().startswith("# Mine\n<!-- papers:list begin -->\n")
    assert path.read_text().endswith("<!-- papers:list end -->\ntail")


def test_an_empty_list_says_how_many_wait(papers: Run, arxiv: ArxivServer) -> None:
    """And how to see them."""
    papers("add 1706.03762")
    assert "your only note is not read. See it: papers list" in papers("index").stderr


def test_the_doctor_shows_where_each_setting_comes_from(
    papers: Run, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Values with their origin; a healthy library exits with 0."""
    monkeypatch.setenv("PAPERS_LANG", "ko")
    papers("add 1706.03762")
    out = papers("doctor")
    assert "language: ko (PAPERS_LANG)" in out
    assert "library: 1 note: 1 to-read" in out
    assert all(finding["ok"] for finding in papers("doctor --json").json)


def test_the_doctor_tells_what_is_wrong(papers: Run) -> None:
    """Findings exit with 1 and carry the remedy."""
    papers("add 1706.03762")
    assert "Fill them in: papers refresh --apply" in papers("doctor", exit_code=1)


def test_a_broken_template_is_named(papers: Run, home: Path) -> None:
    """File and line, by the doctor and by the command that needs it; nothing is written."""
    (home / "templates").mkdir(parents=True)
    (home / "templates" / "note.en.md.j2").write_text("{{ nonsense")
    assert "note.en.md.j2, line 1" in papers("add 1706.03762", exit_code=1).stderr
    assert "note.en.md.j2, line 1" in papers("doctor", exit_code=1)
    assert papers("list") == ""


def test_starters_are_listed_and_added(papers: Run) -> None:
    """By topic, as rows or JSON; --add notes them without any network."""
    assert papers("starter RL").count("\n") >= 3
    assert all("RL" in item["topics"] for item in papers("starter RL --json").json)
    papers("starter recsys --add")
    assert papers("list --topic recsys").count("\n") == papers("starter recsys").count("\n")
    assert "no topic" in papers("starter cooking", exit_code=2).stderr


def test_korean_headings_and_sections(
    papers: Run, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PAPERS_LANG decides the language of the note and of the list."""
    monkeypatch.setenv("PAPERS_LANG", "ko")
    papers("add 2203.00001 --status read")
    assert "한 줄 요약" in papers("show 2203.00001")
    papers("index")
    assert "읽은" in Path("READING_LIST.md").read_text(encoding="utf-8")


def test_rows_are_json_lines_of_nothing_else(three: Run) -> None:
    """A pipe gets six tab-separated fields a line, whatever the titles hold."""
    assert [line.count("\t") for line in three("list").splitlines()] == [5, 5, 5]
    assert json.loads(three("list --json"))


def test_a_label_in_use_stands_for_its_topic(papers: Run, repo: GitHubServer) -> None:
    """Where `Computer Vision` is the label of CV, no second label is made for it."""
    repo.repo.open_issue("ResNet", "https://arxiv.org/abs/1512.03385", labels=("Computer Vision",))
    papers("add 1706.03762 --topic CV")
    assert repo.repo.issue(2)["labels"] == ["Computer Vision"]
    assert papers("list --topic cv").count("\n") == 2
    papers("tag 1 --remove CV --add NLP")
    assert repo.repo.issue(1)["labels"] == ["NLP"]
    assert "cv" not in repo.repo.labels


def test_an_old_mirror_is_mentioned(
    papers: Run, github: GitHubServer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read more than an hour ago may have changed; reading it stays offline."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    papers("add 1706.03762")
    assert "old" not in papers("list").stderr
    (mirror,) = home.rglob("mirrors/**/*.sqlite")
    with contextlib.closing(sqlite3.connect(mirror)) as connection, connection:
        connection.execute("UPDATE meta SET value = '2026-01-01T00:00:00Z' WHERE name = 'synced_at'")
    github.forget()
    assert "days old. Bring it up to date: papers sync" in papers("list").stderr
    assert github.log == []


def test_reading_is_a_status_and_no_topic(three: Run) -> None:
    """The label that tells `reading` is put on by `mark` alone."""
    assert "papers mark reading" in three("tag 1706.03762 --add reading", exit_code=2).stderr
    assert "--create-label" not in three("list --topic nonsense", exit_code=2).stderr
    assert "Tagged NLP, thesis:" in three("tag 1706.03762 --add thesis --create-label").stderr


@pytest.mark.parametrize("nothing", ["\a", "\ue000", "\u202e", "-", " . ", "\u200b"])
def test_what_names_nothing_marks_nothing(papers: Run, arxiv: ArxivServer, nothing: str) -> None:
    """With a single note in the library, an unprintable piece is still no piece of its title."""
    papers("add 1706.03762")
    papers("mark dropped", nothing, exit_code=1)
    assert papers("show 1706.03762 --json").json["status"] == "to-read"


def test_a_block_pasted_from_another_note_changes_nothing(papers: Run, repo: GitHubServer) -> None:
    """The note stays about its own paper, is not noted again, and neither block is rewritten."""
    papers("add 1706.03762 1512.03385")
    own, other = repo.repo.issue(1)["body"], repo.repo.issue(2)["body"]
    repo.repo.web_edit(1, f"compare with:\n\n{other}\n\n---\n\n{own}")
    pasted = repo.repo.issue(1)["body"]
    repo.clock.sleep(60)
    assert papers("add 1706.03762 --json").json[0]["note"]["number"] == 1
    assert "more than one managed block" in papers("mark read 1 --rating 5", exit_code=1).stderr
    assert (len(repo.repo.issues), repo.repo.issue(1)["body"]) == (2, pasted)
    assert "#1" in papers("doctor", exit_code=1)
