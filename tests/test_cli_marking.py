"""`papers mark` and `papers tag` of notes that filters choose."""

import click
import pytest

from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer


@pytest.fixture
def noted(papers: Run, repo: GitHubServer) -> GitHubServer:
    """Have a note on GitHub, issue 1."""
    papers("add 1706.03762")
    papers("sync")
    repo.forget()
    return repo


@pytest.fixture
def shelf(papers: Run, arxiv: ArxivServer) -> Run:
    """Return a library of four notes: two on NLP, of which one is read, and two others."""
    papers("add 1706.03762 --status read --topic NLP")
    papers("add 2203.00001 --topic NLP --topic speech")
    papers("add 1512.03385 --topic CV")
    papers("add hep-th/9901001 --topic RL")
    return papers


def standing(papers: Run, *filters: str) -> dict[str, str]:
    """Return the status of each paper that the filters choose."""
    rows = (line.split("\t") for line in papers("list", *filters).splitlines())
    return {row[1]: row[2] for row in rows}


def test_filters_choose_what_is_marked(shelf: Run) -> None:
    """--status chooses, the argument is what becomes of them; a rehearsal announces each."""
    dry = shelf("mark dropped --topic nlp --status to-read --dry-run")
    assert dry.stderr.splitlines() == [
        "1 note chosen.",
        "Would mark “한국어 음성 인식을 위한 자기지도 학습” dropped.",
        "Would rewrite the managed block of “한국어 음성 인식을 위한 자기지도 학습”.",
    ]
    assert standing(shelf, "--topic", "NLP") == {"1706.03762": "read", "2203.00001": "to-read"}
    shelf("mark dropped --topic nlp --status to-read")
    assert standing(shelf, "--topic", "NLP") == {"1706.03762": "read", "2203.00001": "dropped"}
    marked = shelf("mark reading --year 2015..2017 --json").json
    assert [(item["ref"], item["outcome"]) for item in marked] == [
        ("1512.03385", "changed"),
        ("1706.03762", "changed"),
    ]


def test_filters_choose_what_is_tagged(shelf: Run) -> None:
    """The topics of the filter may be those that change."""
    shelf("tag --topic NLP --author 이영희 --add RL --remove NLP")
    assert set(standing(shelf, "--topic", "RL")) == {"2203.00001", "hep-th/9901001"}
    assert set(standing(shelf, "--topic", "NLP")) == {"1706.03762"}


@pytest.mark.parametrize("line", ["mark read", "tag --add RL"])
def test_notes_are_named_or_chosen(shelf: Run, line: str) -> None:
    """Not both, and not neither; choosing none is no failure."""
    assert "not both" in shelf(f"{line} 1706.03762 --topic NLP", exit_code=2).stderr
    assert "Name notes, or choose them" in shelf(line, exit_code=2).stderr
    assert "There is no topic" in shelf(f"{line} --topic cooking", exit_code=2).stderr
    assert shelf(f"{line} --author nobody").stderr == "0 notes chosen.\n"


def test_filters_see_what_is_on_github_now(papers: Run, noted: GitHubServer) -> None:
    """A label that was put on a minute ago counts."""
    noted.clock.seconds += 60
    noted.repo.label(1, "RL")
    papers("mark read --topic RL")
    assert noted.repo.issue(1)["state"] == "closed"


def test_what_was_chosen_may_change_before_the_answer(
    papers: Run, noted: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody closes the issue while the question stands: what is there then counts."""

    def agree(question: str, *, err: bool) -> bool:
        noted.clock.seconds += 60
        noted.repo.close(1, "not_planned")
        return err and question == "Mark them dropped?"

    monkeypatch.setattr("paper_notes.cli.choice.MANY", 0)
    monkeypatch.setattr("paper_notes.cli.choice.can_ask", lambda: True)
    monkeypatch.setattr(click, "confirm", agree)
    assert papers("mark dropped --topic NLP --json").json[0]["outcome"] == "exists"
    assert noted.writes == []


def test_many_notes_are_asked_about_on_a_terminal(shelf: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless --yes or --dry-run is given; without a terminal nothing is ever asked."""
    monkeypatch.setattr("paper_notes.cli.choice.MANY", 2)
    line = "mark dropped --since 2020"
    monkeypatch.setattr("paper_notes.cli.choice.can_ask", lambda: True)
    asked = shelf(line, stdin="n\n")
    assert asked.stderr == "4 notes chosen.\nMark them dropped? [y/N]: n\nNothing was changed.\n"
    assert "dropped" not in standing(shelf).values()
    assert "[y/N]" not in shelf("tag --status to-read --status read --add RL --dry-run").stderr
    assert "Change their topics? [y/N]" in shelf("tag --since 2020 --add RL", stdin="y\n").stderr
    assert "[y/N]" not in shelf(f"{line} --yes").stderr
    assert set(standing(shelf).values()) == {"dropped"}


def test_without_a_terminal_nothing_is_asked(shelf: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script that names filters means them."""
    monkeypatch.setattr("paper_notes.cli.choice.MANY", 2)
    assert "[y/N]" not in shelf("mark dropped --since 2020").stderr
    assert set(standing(shelf).values()) == {"dropped"}
