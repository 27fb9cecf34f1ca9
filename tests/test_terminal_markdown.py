"""Markdown as a terminal shows it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.cli.display.markdown import show

ISSUES = "https://github.com/alice/papers/issues"
ESCAPES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\")


def lines(text: str, columns: int = 40) -> list[str]:
    """Return the lines of a terminal with styles, without its escape sequences."""
    return [ESCAPES.sub("", line).rstrip() for line in show(text, columns, styled=True).lines]


def bare(text: str) -> list[str]:
    """Return the lines of a terminal that has no styles."""
    return show(text, 40, styled=False).lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# One\n\ntwo\nthree", ["One", "", "two", "three"]),
        ("a<br>b", ["a", "b"]),
        ("- one\n- two\n  1. three\n  2. four", ["• one", "• two", "  1. three", "  2. four"]),
        ("9. nine\n10. ten", [" 9. nine", "10. ten"]),
        ("- one\n\n- two", ["• one", "", "• two"]),
        ("- [ ] to do\n- [X] done", ["☐ to do", "☑ done"]),
        ("> one\n> > two", ["│ one", "│", "│ │ two"]),
        ("```py\ndef f():\n\treturn 1\n```", ["    def f():", "        return 1"]),
        ("a\n\n---\n\nb", ["a", "", "─" * 40, "", "b"]),
        ("$a_1$ and $b_2$, $5 or $6", ["$a_1$ and $b_2$, $5 or $6"]),
        ("$$\n\\alpha_{1} \\\\\n$$", ["$$", "\\alpha_{1} \\\\", "$$"]),
        ("![a plot](https://example.com/p.png)", ["[image: a plot]"]),
        ('<img src="https://example.com/p.png" alt="a plot">', ["[image: a plot]"]),
        ("<details><summary>More</summary>\n\ninside\n\n</details>", ["More", "", "inside"]),
        ("a &amp; b <!-- not\nthis -->c", ["a & b c"]),
        ("~~no~~ `code` **bold** _it_", ["no code bold it"]),
    ],
)
def test_marks_become_what_they_mean(text: str, shown: list[str]) -> None:
    """Headings, lists, quotes, code, math, pictures, and the HTML that people use in issues."""
    assert lines(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "## One",
        "a **bold** and *italic* `word` ~~gone~~",
        "- one\n- two",
        "- [ ] to do\n- [x] done",
        "> quoted",
        "```py\ncode\n```",
        "![a plot](https://example.com/p.png)",
    ],
)
def test_without_styles_the_marks_stay(text: str) -> None:
    """A terminal without escape sequences shows Markdown as it is written."""
    assert bare(f"{text}\n\nend") == [*text.split("\n"), "", "end"]


def test_styles_are_the_terminals_own() -> None:
    """Emphasis, and one colour for code; no other."""
    assert show("# T\n\n**b** *i* ~~s~~ `c`", 40, styled=True).lines == [
        "\x1b[1m\x1b[4mT\x1b[0m",
        "",
        "\x1b[1mb\x1b[0m \x1b[3mi\x1b[0m \x1b[9ms\x1b[0m \x1b[36mc\x1b[0m",
    ]


def test_what_leads_somewhere_can_be_clicked() -> None:
    """Links, addresses and numbers of issues; a terminal without links shows where they lead."""
    text = "[paper](https://arxiv.org/abs/1) https://a.b/c_d. #12 a#3 [file](docs/a.md)"

    def link(words: str, address: str) -> str:
        return f"\x1b]8;;{address}\x1b\\\x1b[4m{words}\x1b[0m\x1b]8;;\x1b\\"

    assert show(text, 90, styled=True, issues=ISSUES).lines == [
        f"{link('paper', 'https://arxiv.org/abs/1')} {link('https://a.b/c_d', 'https://a.b/c_d')}. "
        f"{link('#12', f'{ISSUES}/12')} a#3 \x1b[4mfile\x1b[0m (docs/a.md)"
    ]
    assert show("#12", 90, styled=True).lines == ["#12"]
    assert bare("[paper](https://a.b) <https://c.d> [x](javascript:alert)") == [
        "paper (https://a.b) https://c.d",
        "[x](javascript:alert)",
    ]


def test_tables_align_wide_characters() -> None:
    """Columns keep their alignment; the widest is wrapped when the table does not fit."""
    table = "| 모델 | 점수 | 説明 |\n|:--|--:|:-:|\n| BERT | 1.5 | とても長い説明の文章 |\n| x | 12 | y |"
    assert lines(table, 30) == [
        "모델  점수         説明",
        "────  ────  ──────────────────",
        "BERT   1.5  とても長い説明の文",
        "                    章",
        "x       12          y",
    ]
    assert lines(table, 5)[-1].split() == ["x", "12", "y"]


def test_sections_without_content_are_folded_away() -> None:
    """Hints of templates do not show, nor what an issue form writes for nothing; headings are named."""
    text = (
        "# Note\n\n## Summary\n\n<!-- In one line. -->\n\n## Ideas\n\n### First\n\nnew\n\n### Second\n\n"
        "## Code\n\n_No response_\n\n---\n\n## Links <!-- x -->\n"
    )
    shown = show(text, 40, styled=False)
    assert shown.lines == ["# Note", "", "## Ideas", "", "### First", "", "new"]
    assert shown.empty == ["Summary", "Second", "Code", "Links"]


@pytest.mark.parametrize("text", ["", "<!-- a\n\nb -->", "<!-- never closed\n\ntext", "[a]: https://b.c"])
def test_nothing_to_see_is_nothing(text: str) -> None:
    """No lines at all."""
    assert show(text, 40, styled=True).lines == []


@given(st.text(alphabet="a 1.#*_~`[]()<>!|-\n$&;\\\x1b한。\u202e", max_size=80), st.booleans())
def test_whatever_is_typed_is_shown_safely(text: str, styled: bool) -> None:
    """No text breaks the renderer, and none reaches the terminal as an escape sequence of its own."""
    shown = "\n".join(show(text, 20, styled=styled, issues=ISSUES).lines)
    rest = ESCAPES.sub("", shown) if styled else shown
    assert not {"\x1b", "\u202e"}.intersection(rest)


def test_depth_does_not_break_it() -> None:
    """Quotes and lists in each other, deeper than any screen is wide."""
    assert lines("> " * 60 + "deep", 20)[-1].endswith("deep")
    assert "deep" in "".join(lines("\n".join("  " * level + "- deep" for level in range(40)), 20))
