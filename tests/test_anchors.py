"""The anchors of headings, as github.com makes them."""

import pytest

from paper_notes.values.text.anchors import github_anchor


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Recently read", "recently-read"),
        ("NLP & Speech (2)", "nlp--speech-2"),
        ("heading with a - dash", "heading-with-a---dash"),
        ("heading with an _ underscore", "heading-with-an-_-underscore"),
        ("a period.txt", "a-periodtxt"),
        ("apostrophe’s, en–dash", "apostrophes-endash"),
        ("2026년 11월", "2026년-11월"),
        ("これから読む論文", "これから読む論文"),
        ("읽을 논문（１）", "읽을-논문１"),
        ("Привет non-latin 你好", "привет-non-latin-你好"),
        ("😄 unicode emoji", "-unicode-emoji"),
        ("I ♥ unicode", "i--unicode"),
        (":smile: - a gemoji", "smile---a-gemoji"),
        ("cafe\u0301 \u2764\ufe0f", "cafe\u0301-\ufe0f"),
        ("½ ² Ⅳ ٣", "--ⅳ-٣"),
        ("Ⓣ 🅙 🅊", "ⓣ-🅙-"),
        ("a\u200bb\u00a0c", "abc"),
        ("🔥", ""),
    ],
)
def test_characters(heading: str, anchor: str) -> None:
    """Letters, marks, digits, hyphens and underscores stay, blanks become hyphens, the rest goes."""
    assert github_anchor(heading, {}) == anchor


@pytest.mark.parametrize(
    ("headings", "anchors"),
    [
        (["echo", "echo", "echo 1", "echo-1", "echo"], ["echo", "echo-1", "echo-1-1", "echo-1-2", "echo-2"]),
        (["foxtrot-1", "foxtrot", "foxtrot"], ["foxtrot-1", "foxtrot", "foxtrot-2"]),
        (["NLP", "nlp", "N.L.P."], ["nlp", "nlp-1", "nlp-2"]),
        (["🔥", "🎉"], ["", "-1"]),
    ],
)
def test_equal_headings(headings: list[str], anchors: list[str]) -> None:
    """Each heading of a file gets an anchor of its own, also where numbers collide with words."""
    seen: dict[str, int] = {}
    assert [github_anchor(heading, seen) for heading in headings] == anchors
