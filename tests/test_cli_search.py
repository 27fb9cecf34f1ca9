"""`papers search`, for a program and for a person."""

import pytest
from wcwidth import wcswidth

from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer
from tests.terminal import needs_terminal, typed

ROWS = {
    "attention": "-\t1706.03762\tread\t5\tNLP\tAttention Is All You Need\n",
    "korean": "-\t2203.00001\tto-read\t-\tspeech\t한국어 음성 인식을 위한 자기지도 학습\n",
    "residual": "-\t1512.03385\tto-read\t-\tCV\tDeep Residual Learning for Image Recognition\n",
}


@pytest.fixture
def three(papers: Run, arxiv: ArxivServer) -> Run:
    """Return a library of three notes."""
    papers("add 1706.03762 --status read --rating 5 --on 2026-02-01 --topic NLP")
    papers("add 1512.03385 --topic CV")
    papers("add 2203.00001 --topic speech")
    return papers


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("search attention", ["attention"]),
        ("search 음성", ["korean"]),
        ("search recognition", ["residual", "korean"]),
        ("search recognition image", ["residual"]),
        ("search 'recognition -image'", ["korean"]),
        ("search recognition -image", ["korean"]),
        ("search recognition -Residual", ["korean"]),
        ("search recognition -half -RL -R2 -hello", ["residual", "korean"]),
        ("search -image recognition --limit 1", ["korean"]),
        ("search --limit 1 recognition", ["residual"]),
        ("search --topic speech recognition", ["korean"]),
        ("search recognition topic:speech", ["korean"]),
        ("search recognition topic:SPEECH year:2022", ["korean"]),
        ("search recognition status:read", []),
        ("search topic:NLP", ["attention"]),
        ("search author:vaswani rating:4", ["attention"]),
        ("search recognition --year 2010..2016", ["residual"]),
        ("search label:cv", ["residual"]),
        ("search -- -image", ["korean", "attention"]),
        ("search zzz", []),
    ],
)
def test_a_program_gets_the_rows_of_a_list(three: Run, line: str, found: list[str]) -> None:
    """Six fields each, the best first; options may stand anywhere, and `-word` is none."""
    assert three(line) == "".join(ROWS[name] for name in found)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("search attention", "1 note\n"),
        ("search recognition", "2 notes\n"),
        ("search recognition --limit 1", "The best 1; for more: --limit 2\n"),
        ("search zzz", "0 notes\n"),
        ("search '++'", "There is no word to search for: punctuation does not count.\n"),
        ("search ''", "There is no word to search for: punctuation does not count.\n"),
        ("search topic:cooking", "topic:cooking is searched as words: there is no topic cooking.\n0 notes\n"),
        (
            "search year:soon x",
            "year:soon is searched as words: a year is 2017, 2017..2020, 2017.. or ..2020.\n0 notes\n",
        ),
        (
            "search 'topic: zzz'",
            "topic: stands alone and is searched as a word: no blank belongs behind it.\n0 notes\n",
        ),
        ("search -topic:NLP zzz", "-topic:NLP is searched as words: only words can be left out.\n0 notes\n"),
    ],
)
def test_what_is_told_beside(three: Run, line: str, told: str) -> None:
    """How many there were, and what was not understood."""
    assert three(line).stderr == told


def test_options_are_still_checked(three: Run) -> None:
    """A misspelt option, or an option's unknown topic, is a mistake; words are needed."""
    assert three("search x --colour", exit_code=2).stderr == (
        "papers: There is no option --colour.\n        See: papers search --help\n"
    )
    assert "no topic 'cooking'" in three("search x --topic cooking", exit_code=2).stderr
    assert "QUERY is missing." in three("search --topic NLP", exit_code=2).stderr
    assert "--limit needs a value." in three("search x --limit", exit_code=2).stderr
    assert "--rating: '9' is not a number from 1 to 5." in three("search x --rating 9", exit_code=2).stderr
    assert three("search -h").startswith("Usage:")
    assert three("search attention --limit 99999999999999999999") == ROWS["attention"]


def test_json_shows_what_was_found(three: Run) -> None:
    """Notes as everywhere, and a piece of text with the words marked."""
    note = three("show 1706.03762 --json").json
    [found] = three("search attention translation --json").json
    assert found.pop("snippet") == (
        "A network for machine **translation** that rests on **attention** alone, without recurrence."
    )
    assert found == {name: value for name, value in note.items() if name in found}
    assert [one["snippet"] for one in three("search 음성 --json").json] == [
        "한국어 **음성** 인식을 위한 자기지도 학습"
    ]
    assert [one["snippet"] for one in three("search topic:NLP --json").json] == [None]
    assert three("search zzz --json").json == []


def test_own_words_and_comments_are_searched(papers: Run, repo: GitHubServer) -> None:
    """What the reader typed on the web is found after a sync, strangers' words are not."""
    papers("add 1706.03762")
    body = repo.repo.issue(1)["body"]
    repo.repo.web_edit(1, f"{body}\n\nLike Bahdanau's, but *parallel*.")
    repo.repo.comment(1, "Compare with Mamba!")
    repo.repo.comment(1, "Buy crypto now", author="mallory")
    repo.clock.sleep(60)
    papers("sync")
    assert papers("search bahdanau").startswith("1\t1706.03762\t")
    assert papers("search mamba attention").startswith("1\t1706.03762\t")
    assert [one["snippet"] for one in papers("search mamba --json").json] == ["Compare with **Mamba**!"]


def test_a_snippet_begins_with_its_heading_at_most(papers: Run, arxiv: ArxivServer) -> None:
    """The headings of a template above it, with nothing below them, are not shown."""
    papers("add 1706.03762")
    papers("note 1706.03762 -m", "어텐션만으로 충분하다. " * 20)
    [found] = papers("search 어텐션 --json").json
    assert found["snippet"].startswith("…Code **어텐션**만으로 충분하다.")
    assert papers("search crypto") == ""


def test_strangers_are_found_only_on_demand(papers: Run, repo: GitHubServer) -> None:
    """As in a list: left out and counted, or shown with --all."""
    papers("add 1706.03762")
    repo.repo.open_issue("Residual", "https://arxiv.org/abs/1512.03385", author="mallory")
    repo.clock.sleep(60)
    papers("sync")
    out = papers("search residual")
    assert (out, "1 issue by 1 person" in out.stderr) == ("", True)
    for line in ("search residual --all", "list --all"):
        out = papers(line)
        assert ("2\t1512.03385\t" in out, "Left out" in out.stderr) == (True, False)


@needs_terminal
@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_person_gets_a_page(three: Run, columns: int) -> None:
    """Titles, facts and excerpts with the words in colour, in the width there is."""
    shown = typed("search", "recognition", columns=columns)
    assert "\x1b[35m\x1b[1mRecognition\x1b[0m\n" in shown
    assert "\x1b[35m\x1b[1mrecognition\x1b[0m for Korean." in shown
    bare = typed("search", "recognition", columns=columns, environ={"NO_COLOR": "1"})
    assert "\x1b" not in bare
    assert max(map(wcswidth, bare.splitlines())) <= columns


@needs_terminal
def test_a_page_as_a_whole(three: Run) -> None:
    """The title, a line of facts, and why it was found, if that is not the title."""
    shown = typed("search", "recognition", environ={"NO_COLOR": "1"})
    assert shown == (
        "Deep Residual Learning for Image Recognition\n"
        "1512.03385 · to-read · CV · He et al. · 2015\n"
        "    abstract: Residual connections make very deep networks for image recognition\n"
        "    trainable.\n"
        "\n"
        "한국어 음성 인식을 위한 자기지도 학습\n"
        "2203.00001 · to-read · speech · 이영희 and 박민수 · 2022\n"
        "    abstract: Self-supervised speech recognition for Korean.\n"
        "2 notes\n"
    )


@needs_terminal
def test_nothing_steers_the_terminal(papers: Run, repo: GitHubServer) -> None:
    """Escape sequences in titles and texts do not get there."""
    repo.repo.open_issue(
        "evil \x1b]0;pwned\x07 title", "https://arxiv.org/abs/1706.03762 \x1b[2J evil \u202e"
    )
    papers("sync")
    shown = typed("search", "evil", environ={"PAPERS_OFFLINE": "1"})
    assert "\x1b]0" not in shown
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown


@needs_terminal
def test_a_terminal_shows_the_best_twenty(papers: Run) -> None:
    """More on demand; a program gets all."""
    papers("starter --add")
    count = papers("search a").count("\n")
    assert count > 40
    assert "The best 20; for more: --limit 40" in typed("search", "a", environ={"PAGER": "cat"})
