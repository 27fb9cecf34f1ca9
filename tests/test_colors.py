"""The colours of topics on a terminal, and the table that they are in."""

import re
from colorsys import rgb_to_hls
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.cli.display.colors import readable, readable_of_256, topic_colors
from paper_notes.values.color import luminance
from paper_notes.values.topic_defaults import DEFAULT_TOPICS
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.terminal import needs_terminal, typed

RGB = st.tuples(*[st.integers(0, 255)] * 3)


def contrast(one: float, other: float) -> float:
    """Return the contrast ratio of two luminances, as WCAG defines it."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@given(RGB)
def test_any_color_can_be_read_on_black_and_on_white(color: tuple[int, int, int]) -> None:
    """Its contrast to both is at least 3.5, and the hue is still the same."""
    shade = readable(color)
    assert min(contrast(luminance(shade), 0), contrast(luminance(shade), 1)) >= 3.5
    hue, _, saturation = rgb_to_hls(*(part / 255 for part in color))
    if saturation > 0.3 and max(color) - min(color) > 40:
        turned = abs(rgb_to_hls(*(part / 255 for part in shade))[0] - hue)
        assert min(turned, 1 - turned) < 0.03


def test_a_color_that_can_be_read_is_left_as_it_is() -> None:
    """As GitHub shows it."""
    assert readable((0x1F, 0x6F, 0xEB)) == (0x1F, 0x6F, 0xEB)


@pytest.mark.parametrize(
    ("digits", "number"), [("1f6feb", 26), ("0e7a31", 29), ("b60205", 160), ("ffffff", 102), ("000000", 242)]
)
def test_a_palette_has_something_near(digits: str, number: int) -> None:
    """A blue for blue, a green for green, a red for red, and a grey for white or black."""
    red, green, blue = bytes.fromhex(digits)
    assert readable_of_256((red, green, blue)) == number


def test_most_topics_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """With all colours each has its own, with 256 nearly."""
    colors = {topic.name: topic.color for topic in DEFAULT_TOPICS}
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert len(set(topic_colors(colors).values())) == len(colors)
    monkeypatch.setenv("COLORTERM", "")
    assert len(set(topic_colors(colors).values())) >= len(colors) - 4


@pytest.fixture
def two(papers: Run, arxiv: ArxivServer) -> None:
    """Make a library of two notes."""
    papers("add 1706.03762 --topic NLP --topic CV --status read --on 2026-02-01")
    papers("add 1512.03385 --topic CV")


CV_24, NLP_24 = "\x1b[38;2;31;111;235mCV\x1b[0m", "\x1b[38;2;14;122;49mNLP\x1b[0m"
CV_256, NLP_256 = "\x1b[38;5;26mCV\x1b[0m", "\x1b[38;5;29mNLP\x1b[0m"


@needs_terminal
@pytest.mark.parametrize(
    ("setting", "topics"),
    [
        ("COLORTERM=truecolor", [f"{CV_24}      ", f"{CV_24}, {NLP_24} "]),
        ("COLORTERM=", [f"{CV_256}      ", f"{CV_256}, {NLP_256} "]),
        ("NO_COLOR=1", [" CV      ", " CV, NLP "]),
    ],
)
def test_topics_have_the_colors_of_their_labels(two: None, setting: str, topics: list[str]) -> None:
    """As many as the terminal knows; columns stay aligned, and `show` has them too."""
    environ = dict([setting.split("=")])
    listed = typed("list", environ=environ).splitlines()
    assert [topic in line for topic, line in zip(topics, listed[1:3], strict=True)] == [True, True]
    bare = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in listed]
    assert bare[:3] == [
        "arXiv       Status   Topics   Title",
        "1512.03385  to-read  CV       Deep Residual Learning for Image Recognition",
        "1706.03762  read     CV, NLP  Attention Is All You Need",
    ]
    assert f" · {topics[1].strip()}\n" in typed("show", "1706.03762", environ=environ)


@needs_terminal
@pytest.mark.parametrize(
    ("options", "header", "first"),
    [
        ("--sort read", "arXiv       Status   Read        Topics   Title", "1706.03762  read     2026-02-01"),
        (
            "--sort published",
            "arXiv       Status   Published   Topics   Title",
            "1706.03762  read     2017-06-12",
        ),
        ("--since 2020", "arXiv       Status   Added       Topics   Title", None),
        ("--sort title", "arXiv       Status   Topics   Title", None),
    ],
)
def test_the_date_in_question_has_a_column(two: None, options: str, header: str, first: str | None) -> None:
    """Where the order or a filter is about it; a pipe has the same columns always."""
    shown = typed("list", *options.split(), environ={"NO_COLOR": "1"}).splitlines()
    assert shown[0] == header
    assert first is None or shown[1].startswith(first)


@needs_terminal
@pytest.mark.parametrize("setting", ["NO_COLOR=1", "TERM=dumb"])
@pytest.mark.parametrize("line", ["show 1706.03762", "show", "nonsense"])
def test_an_error_has_no_color_for_who_wants_none(home: Path, line: str, setting: str) -> None:
    """Though it is what the program says last: a note that is not there, a wrong command line."""
    name, value = setting.split("=")
    shown = typed(*line.split(), environ={"PAPERS_OFFLINE": "1", name: value})
    assert ("papers:" in shown, "\x1b" in shown) == (True, False)


def test_a_pipe_has_neither_colors_nor_dates(papers: Run, two: None) -> None:
    """Six fields, whatever was asked for."""
    assert papers("list --sort read").splitlines()[0] == (
        "-\t1706.03762\tread\t-\tCV,NLP\tAttention Is All You Need"
    )
