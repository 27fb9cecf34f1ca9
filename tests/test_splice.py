"""The list in a file that belongs to the reader: only what is between the markers may change."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from paper_notes.values.errors import PapersError
from paper_notes.values.text.splice import LIST_BEGIN, LIST_END, headings_above, splice
from tests.patience import patience

LIST = "## Reading list\n\n- $\\alpha$ and \\1 \\g<0>\n"


@pytest.mark.parametrize("old", [None, ""])
def test_new_file(old: str | None) -> None:
    """A file that is not there, or empty, gets the markers around the list."""
    assert splice(old, LIST, "x.md") == (
        "<!-- papers:list begin -->\n\n## Reading list\n\n- $\\alpha$ and \\1 \\g<0>\n\n"
        "<!-- papers:list end -->\n"
    )


def test_between_markers() -> None:
    """What was between the markers makes room, the rest keeps every byte."""
    old = f"# Papers\n\nHello  \n{LIST_BEGIN}\nold\n{LIST_END}\nBye, no newline"
    assert splice(old, "- new\n", "x.md") == (
        f"# Papers\n\nHello  \n{LIST_BEGIN}\n\n- new\n\n{LIST_END}\nBye, no newline"
    )


def test_windows_line_ends() -> None:
    """A file with CRLF, as the web editor writes it, stays one inside the list too."""
    old = f"# Papers\r\n{LIST_BEGIN}\r\n{LIST_END}"
    assert (
        splice(old, "- a\n- b\n", "x.md") == f"# Papers\r\n{LIST_BEGIN}\r\n\r\n- a\r\n- b\r\n\r\n{LIST_END}"
    )


@pytest.mark.parametrize(
    "before",
    [
        f"```html\n{LIST_BEGIN}\n{LIST_END}\n```\n",
        f"~~~~\n```\n{LIST_BEGIN}\n~~~\n~~~~~\n",
        f"Put `{LIST_BEGIN}` and\n `{LIST_END}` into the file\n",
        f"    {LIST_BEGIN}\n",
        "``` not `a fence\n",
        "\ufeff",
    ],
)
def test_what_is_no_marker(before: str) -> None:
    """Markers count alone on a line and outside code, so a README can explain them."""
    old = f"{before}{LIST_BEGIN}\n{LIST_END}\n"
    assert splice(old, "- a\n", "x.md") == f"{before}{LIST_BEGIN}\n\n- a\n\n{LIST_END}\n"


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("# My README\n", "my.md has no place for the reading list."),
        (f"```\n{LIST_BEGIN}\n{LIST_END}\n```\n", "my.md has no place for the reading list."),
        (f"{LIST_BEGIN}\n", f"my.md lacks the line {LIST_END}"),
        (f"a\n{LIST_END}\n", f"my.md lacks the line {LIST_BEGIN}"),
        (
            f"{LIST_BEGIN}\n{LIST_END}\n\n{LIST_BEGIN}\n{LIST_END}\n",
            f"my.md has {LIST_BEGIN} more than once, in lines 1 and 4.",
        ),
        (
            f"{LIST_BEGIN}\r\n{LIST_END}\r\n{LIST_END}\r\n",
            f"my.md has {LIST_END} more than once, in lines 2 and 3.",
        ),
        (f"{LIST_END}\n{LIST_BEGIN}\n", f"my.md has {LIST_END} (line 1) before {LIST_BEGIN} (line 2)."),
    ],
)
def test_refused(old: str, message: str) -> None:
    """Without exactly one pair of markers nothing is guessed: the file and the remedy are named."""
    with pytest.raises(PapersError) as caught:
        splice(old, LIST, "my.md")
    assert caught.value.message == message
    assert caught.value.remedy


def test_remedy_can_be_pasted() -> None:
    """The remedy holds the two lines, each on its own."""
    with pytest.raises(PapersError) as caught:
        splice("# My README\n", LIST, "my.md")
    assert f"\n{LIST_BEGIN}\n{LIST_END}\n" in (caught.value.remedy or "")


@pytest.mark.parametrize("bad", [f"a\n{LIST_END}\nb", f"{LIST_BEGIN}", "```\ncode"])
def test_list_that_hides_its_marker(bad: str) -> None:
    """A list (of somebody's own template) after which no list could be spliced again is refused."""
    with pytest.raises(PapersError, match=r"x\.md has a marker line or an unfinished code block"):
        splice(None, bad, "x.md")


texts = st.text(st.sampled_from("ab\\ \n\r`~<>!-#é\u2028\x0b")).map(lambda text: text.replace("---", "-"))


@given(texts, texts, texts, texts, st.sampled_from(("\n", "\r\n", "\r")))
@example("", "", "", "\\alpha \\1", "\n")
def test_the_rest_is_untouched(before: str, inside: str, after: str, new: str, newline: str) -> None:
    """Every byte outside the markers stays, and splicing twice is splicing once."""
    head = f"{before}{newline}{LIST_BEGIN}{newline}"
    tail = f"{LIST_END}{newline}{after}"
    try:
        once = splice(f"{head}{inside}{newline}{tail}", new, "x.md")
    except PapersError:
        assume(False)
    assert once.startswith(head)
    assert once.endswith(tail)
    assert splice(once, new, "x.md") == once


def test_headings_above() -> None:
    """The headings before the list come as readers see them; code and what follows do not."""
    text = (
        f"# My [papers](x.md) ![logo](y.svg)\n\nRead <b>it</b>\n---\n---\n```\n# code\n```\n"
        f"#hashtag\n  ### Topics ###\n{LIST_BEGIN}\n## CV\n"
    )
    assert headings_above(text) == ("My papers", "Read it", "Topics")


@pytest.mark.parametrize(
    ("heading", "shown"),
    [("# a #b#", "a #b#"), ("# a ## \t", "a"), ("#", ""), ("## ##", ""), ("# #a", "#a"), ("#\ta", "a")],
)
def test_what_closes_a_heading(heading: str, shown: str) -> None:
    """Number signs at its end, after a blank, are none of its text (CommonMark 4.2)."""
    assert headings_above(heading) == (shown,)


@pytest.mark.parametrize("piece", ["[a", "![", "<", "![a](b", "   "])
def test_a_heading_of_nothing_but_brackets(piece: str) -> None:
    """It takes no minutes."""
    with patience():
        assert len(headings_above(f"# b{piece * 100_000} b")) == 1
