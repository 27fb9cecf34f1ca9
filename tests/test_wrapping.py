"""Styled text broken into lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.cli.display.wrapping import PLAIN, Span, Style, columns_of, paint, wrap

BOLD = Style(bold=True)


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 8, ["one two", "three"]),
        ("one  two\tthree", 20, ["one two three"]),
        ("  led\n\nfollowed  ", 20, ["led", "", "followed"]),
        ("한국어 음성 인식", 8, ["한국어", "음성", "인식"]),
        ("深層学習の研究", 8, ["深層学習", "の研究"]),
        # Neither a full stop at the beginning nor a bracket at the end of a line.
        ("これは文。次は（注）です", 8, ["これは", "文。次は", "（注）で", "す"]),
        ("BERTとGPT", 6, ["BERTと", "GPT"]),
        ("https://example.com/long x", 12, ["https://exam", "ple.com/long", "x"]),
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
    ],
)
def test_lines_end_where_the_script_allows(text: str, columns: int, lines: list[str]) -> None:
    """Between words, between the characters of Japanese, and anywhere in a word longer than a line."""
    assert [paint(line, styled=False) for line in wrap([Span(text)], columns)] == lines


@given(st.text(alphabet="ab 한研、（）\n\u0301", max_size=60), st.integers(2, 20))
def test_nothing_is_lost_and_nothing_stands_out(text: str, columns: int) -> None:
    """All but white space is there, in order, on lines of at most the columns."""
    lines = wrap([Span(text[:7]), Span(text[7:], BOLD)], columns)
    shown = "".join(span.text for line in lines for span in line)
    assert "".join(shown.split()) == "".join(text.split())
    assert max(map(columns_of, lines)) <= columns


def test_a_style_ends_with_its_line() -> None:
    """A pager that begins in the middle shows each line as it is meant."""
    lines = wrap([Span("in bold", BOLD), Span(", not")], 8)
    assert [paint(line, styled=True) for line in lines] == ["\x1b[1min bold\x1b[0m,", "not"]
    assert lines == [[Span("in bold", BOLD), Span(",", PLAIN)], [Span("not", PLAIN)]]


def test_links_can_be_clicked_on_each_of_their_lines() -> None:
    """And what is no page or mail address cannot."""
    lines = wrap([Span("a link", Style(link="https://example.com/a b"))], 4)
    opening, closing = "\x1b]8;;https://example.com/a%20b\x1b\\", "\x1b]8;;\x1b\\"
    assert [paint(line, styled=True) for line in lines] == [f"{opening}a{closing}", f"{opening}link{closing}"]
    assert paint([Span("x", Style(link="javascript:alert(1)"))], styled=True) == "x"
    assert paint([Span("x", Style(link="https://a\x1b]0;b"))], styled=True) == "x"


def test_text_cannot_steer_the_terminal() -> None:
    """Escape sequences lose what makes them such, with styles and without."""
    assert paint([Span("a\x1b[31mb\u202e\x07", BOLD)], styled=True) == "\x1b[1ma[31mb\x1b[0m"
    assert paint([Span("a\x1b[31mb\u202e\x07", BOLD)], styled=False) == "a[31mb"
