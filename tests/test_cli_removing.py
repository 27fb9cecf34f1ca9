"""`papers remove`: notes that should not be there, and the text that must not be lost with them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from paper_notes.doors.sqlite.store import Store
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer

ATTENTION = "1706.03762 Attention Is All You Need [NLP]"
KOREAN = "2203.00001 한국어 음성 인식을 위한 자기지도 학습 [speech]"
RESNET = "1512.03385 Deep Residual Learning for Image Recognition [CV]"
TO = "--repo alice/papers"


class Killed(BaseException):
    """The process is gone: nothing catches this."""


@pytest.fixture
def shelf(papers: Run, arxiv: ArxivServer) -> Run:
    """Return a library of three notes, of which the Korean one has three lines of the reader's."""
    papers("add 1706.03762 2203.00001 1512.03385")
    papers("note 2203.00001 -m 'After 1706.03762.' -m '다시 읽기'")
    papers("note 2203.00001 --under tldr -m 'Speech without labels.'")
    return papers


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have somebody there who can be asked."""
    monkeypatch.setattr("paper_notes.cli.removing.can_ask", lambda: True)


def there(papers: Run) -> list[str]:
    """Return the ids of the notes that are in the library, the newest first."""
    return [note["id"] for note in papers("list --json").json]


ALL = ["1512.03385", "2203.00001", "1706.03762"]


def test_a_person_is_asked_once_and_told_what_goes(shelf: Run, terminal: None) -> None:
    """The question names each note, and counts the lines in it that are no template's."""
    asked = shelf("remove 한국어 1706.03762", stdin="y\n")
    assert asked.stderr.splitlines() == [
        KOREAN,
        "        With 3 lines that you wrote.",
        ATTENTION,
        "Remove these 2 notes? The 3 lines you wrote are gone with them. [y/N]: y",
        f"Removed {KOREAN}",
        "        With 3 lines that you wrote.",
        f"Removed {ATTENTION}",
    ]
    assert there(shelf) == ["1512.03385"]
    assert shelf("remove residual", stdin="y\n").stderr.splitlines() == [
        RESNET,
        "Remove this note? [y/N]: y",
        f"Removed {RESNET}",
    ]
    assert there(shelf) == []


@pytest.mark.parametrize("answer", ["n\n", "\n"])
def test_no_is_the_usual_answer(shelf: Run, terminal: None, answer: str) -> None:
    """Whoever just presses Enter keeps the note."""
    told = shelf("remove 2203.00001", stdin=answer).stderr
    assert "Remove this note? The 3 lines you wrote are gone with it. [y/N]: " in told
    assert told.endswith("Nothing was removed.\n")
    assert there(shelf) == ALL


def test_who_gives_no_answer_keeps_the_note(
    shelf: Run, terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-D and Ctrl-C end it quietly, on a line of their own."""
    left = shelf("remove 2203.00001", stdin="", exit_code=130).stderr
    assert left.endswith(" [y/N]: \n")

    def interrupted(_: str, *, err: bool) -> bool:
        raise KeyboardInterrupt(err)

    monkeypatch.setattr(click, "confirm", interrupted)
    shelf("remove 2203.00001", stdin="y\n", exit_code=130)
    assert there(shelf) == ALL


def test_a_single_line_of_ones_own_is_counted(shelf: Run, terminal: None) -> None:
    """In words, too."""
    shelf("note 1706.03762 -m once")
    assert "The line you wrote is gone with it. [y/N]" in shelf("remove 1706.03762", stdin="\n").stderr


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_a_template_is_not_ones_own_text(
    papers: Run, arxiv: ArxivServer, terminal: None, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """In no language, and not the reader's own template either; wherever the language changed meanwhile."""
    Path("templates").mkdir()
    Path("papers.toml").touch()
    Path("templates", "note.seminar.md.j2").write_text("## Questions\n\n- {{ paper.title }}?\n", "utf-8")
    monkeypatch.setenv("PAPERS_LANG", language)
    papers("add 1706.03762")
    papers("add 2203.00001 --template seminar")
    monkeypatch.delenv("PAPERS_LANG")
    asked = papers("remove 1706.03762 2203.00001", stdin="y\n").stderr
    assert "Remove these 2 notes? [y/N]: y\n" in asked
    assert "you wrote" not in asked


def test_without_a_terminal_it_takes_a_yes(shelf: Run) -> None:
    """A script is never asked, and removes nothing by accident."""
    told = shelf("remove 1706.03762", stdin="y\n", exit_code=2).stderr
    assert "Without a terminal nobody can be asked. To remove all the same: --yes" in told
    assert there(shelf) == ALL
    gone = shelf("remove 1706.03762 -y", stdin="")
    assert (gone, gone.stderr) == (
        "-\t1706.03762\tto-read\t-\tNLP\tAttention Is All You Need\n",
        f"Removed {ATTENTION}\n",
    )
    assert there(shelf) == ["1512.03385", "2203.00001"]


def test_json_tells_each(shelf: Run) -> None:
    """The notes are in it as they were; a note that is named twice is one."""
    before = shelf("show 2203.00001 --json").json
    told = shelf("remove 2203.00001 9901.00001 한국어 --yes --json", exit_code=1).json
    same = {key: told[1]["note"][key] for key in told[1]["note"] if key in before}
    assert [(one["ref"], one["outcome"], one["error"]) for one in told] == [
        ("9901.00001", "failed", told[0]["error"]),
        ("2203.00001", "removed", None),
    ]
    assert same == {key: before[key] for key in same}
    assert "다시 읽기" in same["text"]


@pytest.mark.parametrize(
    ("ref", "told"),
    [
        ("1801.00001", "There is no note about 1801.00001."),
        ("12", "12 is not a note in this library."),
        ("'of no paper'", "No note has “of no paper” in its title."),
        ("in", "“in” is in several titles:"),
        ("9999.99999", "is not an arXiv id"),
    ],
)
def test_what_means_no_note_keeps_no_other_back(shelf: Run, terminal: None, ref: str, told: str) -> None:
    """It is named before the question, as elsewhere, and makes the exit code 1 whatever the answer."""
    shelf("add 2105.00001")
    kept = shelf(f"remove {ref} 1706.03762", stdin="n\n", exit_code=1).stderr
    assert told in kept[: kept.index("Remove this note?")]
    assert f"Removed {ATTENTION}\n" in shelf(f"remove {ref} 1706.03762 --yes", exit_code=1).stderr
    assert told in shelf(f"remove {ref}", exit_code=1).stderr
    assert there(shelf) == ["2105.00001", *ALL[:2]]


def test_a_rehearsal_removes_nothing(shelf: Run) -> None:
    """Nor does it ask."""
    told = shelf("remove 1706.03762 2203.00001 --dry-run").stderr
    assert told.splitlines() == [
        f"Would remove {ATTENTION}",
        f"Would remove {KOREAN}",
        "        With 3 lines that you wrote.",
    ]
    assert there(shelf) == ALL


def test_what_was_removed_is_known_nowhere(shelf: Run) -> None:
    """Not to search, not to what mentions it or it mentions, not to the reading list or the site."""
    shelf("note 1512.03385 -m 'See 2203.00001.'")
    shelf("mark read 2203.00001")
    shelf("site public")
    assert shelf("show 1706.03762 --json").json["mentioned_in"] != []
    shelf("remove 2203.00001 --yes")
    assert shelf("show 1706.03762 --json").json["mentioned_in"] == []
    assert shelf("show 1512.03385 --json").json["mentions"] == []
    assert [shelf(f"search {word} --json").json for word in ("한국어", "labels", "speech")] == [[], [], []]
    assert "한국어" not in shelf("index --output - --queue")
    shelf("site public --queue")
    assert not list(Path("public").rglob("*2203.00001*"))
    assert "자기지도" not in shelf("export --format json")


def test_the_paper_can_be_added_again(shelf: Run) -> None:
    """As a new note: of the old one nothing comes back, but who mentions the paper mentions it again."""
    shelf("note 1706.03762 -m 'See 2203.00001.'")
    shelf("mark read 2203.00001 --rating 5")
    shelf("remove 2203.00001 --yes")
    assert shelf("add 2203.00001").stderr == f"Added {KOREAN}\n"
    fresh = shelf("show 2203.00001 --json").json
    assert (fresh["status"], fresh["rating"], "다시" in fresh["text"]) == ("to-read", None, False)
    assert [one["id"] for one in fresh["mentioned_in"]] == ["1706.03762"]
    assert there(shelf) == ["2203.00001", "1512.03385", "1706.03762"]


def test_a_note_that_is_saved_first_comes_back(shelf: Run) -> None:
    """As the documentation says: what `show --json` prints is imported again, with all that was in it."""
    shelf("mark read 2203.00001 --rating 5 --on 2026-11-20")
    before = shelf("show 2203.00001 --json")
    Path("note.json").write_text(before, encoding="utf-8")
    shelf("remove 2203.00001 --yes")
    shelf("import note.json")
    assert shelf("show 2203.00001 --json").json == before.json


def meanwhile(monkeypatch: pytest.MonkeyPatch, what: Callable[[], Any]) -> None:
    """Have something happen while the question stands, which is then answered with yes."""

    def agree(_: str, *, err: bool) -> bool:
        what()
        return err

    monkeypatch.setattr(click, "confirm", agree)


def test_what_changed_while_the_question_stood_stays(
    shelf: Run, terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer was about another text; the note beside it goes."""
    meanwhile(monkeypatch, lambda: shelf("note 2203.00001 -m 'A new thought.'"))
    told = shelf("remove 2203.00001 1706.03762", exit_code=1).stderr
    assert "2203.00001 was changed meanwhile, so it is still there.\n" in told
    assert there(shelf) == ["1512.03385", "2203.00001"]
    meanwhile(monkeypatch, lambda: shelf("remove 2203.00001 --yes"))
    assert "2203.00001 is no note any more." in shelf("remove 2203.00001", exit_code=1).stderr


def test_the_row_of_a_removed_note_is_no_other_notes(
    shelf: Run, terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that began before, and still holds it, never takes a newer note for the one it means."""

    def replaced() -> None:
        shelf("remove 1512.03385 --yes")
        shelf("add hep-th/9901001")

    meanwhile(monkeypatch, replaced)
    monkeypatch.setattr("paper_notes.cli.choice.MANY", 0)
    monkeypatch.setattr("paper_notes.cli.choice.can_ask", lambda: True)
    told = shelf("mark dropped --topic CV", exit_code=1).stderr
    assert "1512.03385 is no note any more." in told
    assert shelf("show hep-th/9901001 --json").json["status"] == "to-read"


@pytest.mark.parametrize("line", ["remove {}", "remove {} --yes", "remove {} --dry-run"])
def test_issues_are_not_removed(papers: Run, repo: GitHubServer, line: str) -> None:
    """The remedy is named for each, with the address of its page; GitHub is not asked anything."""
    papers("add 1706.03762 2203.00001")
    papers("sync")
    repo.forget()
    told = papers(line.format("2 attention"), exit_code=1).stderr
    assert told.splitlines() == [
        "papers: #2 is an issue on GitHub, and papers deletes none there.",
        "        https://github.com/alice/papers/issues/2",
        '        "Delete issue" is at the bottom of an issue\'s page, for owners.',
        "        After that: papers sync --full",
        "        Or keep it out of your way: papers mark dropped 2",
        "attention: #1 is an issue on GitHub, and papers deletes none there.",
        "        https://github.com/alice/papers/issues/1",
        '        "Delete issue" is at the bottom of an issue\'s page, for owners.',
        "        After that: papers sync --full",
        "        Or keep it out of your way: papers mark dropped 1",
    ]
    assert "There is no note about 1512.03385." in papers(line.format("1512.03385"), exit_code=1).stderr
    assert (repo.log, len(papers("list --json").json)) == ([], 2)


def test_the_remedy_for_an_issue_works(papers: Run, repo: GitHubServer) -> None:
    """What was deleted on GitHub is gone here after `papers sync --full`, and can be added anew."""
    papers("add 1706.03762 2203.00001")
    repo.repo.delete(1)
    papers("sync --full")
    assert [note["number"] for note in papers("list --json").json] == [2]
    assert papers("add 1706.03762 --json").json[0]["outcome"] == "added"


def test_without_a_mirror_nothing_is_read(papers: Run, repo: GitHubServer) -> None:
    """What the notes there are is not known yet: they are issues, that is enough."""
    assert papers("remove 1706.03762", exit_code=1).stderr.splitlines() == [
        "1706.03762: The notes are issues on GitHub, and papers deletes none there.",
        '        "Delete issue" is at the bottom of an issue\'s page, for owners.',
        "        After that: papers sync --full",
    ]
    assert repo.log == []


def test_of_a_note_that_was_pushed_the_issue_stays(papers: Run, github: GitHubServer, shelf: Run) -> None:
    """The local copy goes, and where the issue is is said; a new note of the paper joins it again."""
    papers(f"push {TO}")
    github.forget()
    gone = papers("remove 1706.03762 --yes")
    assert gone.stderr.splitlines() == [
        f"Removed {ATTENTION}",
        "        Its issue stays on GitHub: https://github.com/alice/papers/issues/1",
    ]
    assert "Pushed to alice/papers: 2 of the notes here." in papers("list").stderr
    papers("remove 2203.00001 1512.03385 --yes")
    assert "Pushed" not in papers("list").stderr
    assert github.log == []
    papers("add 1706.03762")
    assert [one["note"]["number"] for one in papers(f"push {TO} --json").json] == [1]


@pytest.mark.parametrize("done", [False, True])
def test_one_that_is_killed_leaves_the_others_whole(
    shelf: Run, monkeypatch: pytest.MonkeyPatch, *, done: bool
) -> None:
    """Each note goes in a transaction of its own; the same command again removes those that are left."""
    honest = Store.remove

    def killed(store: Store, key: int) -> None:
        if done:
            honest(store, key)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Store, "remove", killed)
        with pytest.raises(Killed):
            shelf("remove 2203.00001 1512.03385 --yes")
    left = [paper for paper in ALL if not (done and paper == "2203.00001")]
    assert there(shelf) == left
    assert shelf("show 1706.03762 --json").json["mentioned_in"] == ([] if done else [{**MENTION}])
    shelf("remove 2203.00001 1512.03385 --yes", exit_code=int(done))
    assert there(shelf) == ["1706.03762"]


MENTION = {"id": "2203.00001", "number": None, "title": "한국어 음성 인식을 위한 자기지도 학습"}


def test_killed_before_the_mentions_are_settled(shelf: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told of a note that is gone, and the next writer makes up for it."""

    def killed(_: Store) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Store, "relate", killed)
        with pytest.raises(Killed):
            shelf("remove 2203.00001 --yes")
    assert shelf("show 1706.03762 --json").json["mentioned_in"] == []
    shelf("add 2203.00001")
    assert shelf("show 1706.03762 --json").json["mentioned_in"] == []
