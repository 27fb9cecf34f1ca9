"""Other people's words are read on GitHub, and do nothing there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from paper_notes.values.text.neutral import ZWSP, link_target, neutralise
from tests.gfm import links, text_of, to_tree

PAPERS = Path(__file__).parents[2] / "shared" / "data" / "papers-dev.jsonl"

# As GitHub has it, or wider: mentions, references, commits, emoji, and links that need no brackets.
ACTS = re.compile(
    r"@\w|\#[0-9]|\bgh-[0-9]|\b[0-9a-f]{7,40}\b|:[a-z0-9_+-]+:|://|\bwww\.", re.IGNORECASE | re.ASCII
)
REFERENCE = re.compile(
    r"https?://(?:www\.)?github\.com/[^/]+/[^/]+/(?:issues|pull|discussions|commit)/", re.IGNORECASE
)
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

# fmt: off
FRAGMENTS = [
    *"\\`*_~[]()<>|&#$@!-+=:;.{}'\"^/1aZ9%? \n\t",
    "@torvalds", "@org/team", "#12", "GH-12", "octocat/hello#3", "user@", "deadbeef", "1234567", ":+1:",
    "](", "![", "<b>", "<!--", "-->", "&amp;", "&#35;", "&lt", "```", "~~", "**", "__", "---", "===",
    "https://", "http://a.b/", "HTTPS://GitHub.com/o/r/pull/7", "www.", "ftp://", "mailto:", "a@b.co", "://",
    "\\(", "$$", "|-|", ":-:", "[^1]", "[x]: ", "한국어", "日本語", "α", "👩‍🔬", "\u202e", "\x00",
    "\x85", "\ud800", "1.", "2)", "&copy;", "?a=1&copy;=2", "(x)", "`1`", "\u2028", "\u3000", ZWSP,
    "https://github.com/o/r/commit/deadbeef",
]
# fmt: on
hostile = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=14).map("".join)


def seen(text: str) -> str:
    """Return what is to be seen of a text: all but the invisible, on one line."""
    return " ".join(UNSEEN.sub("", text).split())


def same(text: str) -> str:
    """Return the text without what may change in a URL: percent-encoding and GitHub's host."""
    return re.sub(r"https?://(redirect\.|www\.)?github\.com/", "GITHUB/", unquote(text), flags=re.IGNORECASE)


def loose_texts(element: Element) -> Iterator[str]:
    """Yield the pieces of text that stand outside links: those GitHub looks at."""
    if element.tag != "a":
        yield element.text or ""
        for child in element:
            yield from loose_texts(child)
            yield child.tail or ""


def tags(tree: Element) -> list[object]:
    """Return the kinds of all elements; a comment shows up as the function that makes comments."""
    return [element.tag for element in tree.iter()]


@settings(max_examples=200)
@given(hostile)
@example(
    "@torvalds, #1, GH-2, octocat/hello#3 --> <img src=x onerror=alert(1)> | $\\alpha$ ```py x``` 김철수"
)
def test_running_text_is_seen_whole_and_nothing_acts(text: str) -> None:
    """Between other lines it stays text of their paragraph, and makes only links to web pages."""
    assume(seen(text))
    tree = to_tree(f"before\n{neutralise(text)}\nafter")
    assert same(text_of(tree)) == same(f"before {seen(text)} after")
    assert set(tags(tree)) <= {"body", "p", "span", "a"}
    assert tags(tree).count("p") == 1
    assert [span.text for span in tree.iter("span") if span.text != "$" or span.attrib] == []
    assert [loose for loose in loose_texts(tree) if ACTS.search(loose)] == []
    assert [loose for loose in loose_texts(tree) if "$" in loose and loose != "$"] == []
    assert [
        link for _, link in links(tree) if REFERENCE.match(link) or not re.match("(?i)https?://", link)
    ] == []


@settings(max_examples=200)
@given(hostile)
def test_the_text_of_a_link_is_seen_whole_and_makes_no_other_link(text: str) -> None:
    """Between the brackets of a link it is all text of that link."""
    tree = to_tree(f"[x{neutralise(text, into='link')}](https://arxiv.org/abs/1706.03762) y")
    assert links(tree) == [("x" + seen(text), "https://arxiv.org/abs/1706.03762")]
    assert set(tags(tree)) <= {"body", "p", "span", "a"}


@settings(max_examples=200)
@given(hostile)
def test_a_title_keeps_its_characters_and_nothing_acts(text: str) -> None:
    """In a title only zero-width spaces come in; doing it twice changes no more."""
    title = neutralise(text, into="title")
    assert title.replace(ZWSP, "") == seen(text)
    assert not ACTS.search(title)
    assert neutralise(title, into="title") == title


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("  two\n lines\tand\u3000more ", "two lines and more"),
        ("R&D of x_i and W_out, p > 0.05, a < b", "R&D of x_i and W_out, p > 0.05, a \\< b"),
        ("GAN's 50% (best) - really!", "GAN's 50% (best) - really!"),
        ("_so_ *called* ~x~ a__b", "\\_so\\_ \\*called\\* \\~x\\~ a\\_\\_b"),
        ("$\\alpha$ and \\_ and \\", "<span>$</span>\\alpha<span>$</span> and \\\\\\_ and \\\\"),
        ("[1] <b>|</b> --> &amp; `x`", "\\[1\\] \\<b\\>\\|\\</b\\> --\\> \\&amp; \\`x\\`"),
        ("# head", "\\# head"),
        ("- item", "\\- item"),
        ("---", "\\---"),
        ("===", "\\==="),
        (":--", "\\:--"),
        ("-1 is fine", "-1 is fine"),
        ("> quote", "\\> quote"),
        ("12. point", "12\\. point"),
        ("12.5 points", "12.5 points"),
        ("@torvalds (@org/team) a@b.co @ home", f"@{ZWSP}torvalds (@{ZWSP}org/team) a@{ZWSP}b.co @ home"),
        ("#1, GH-2, o/r#3, # 4, C#", f"#{ZWSP}1, GH-{ZWSP}2, o/r#{ZWSP}3, # 4, C#"),
        ("at deadbeef, 40chars: bed", f"at deadbe{ZWSP}ef, 40chars: bed"),
        (":smile: 10:30 a::b", f":{ZWSP}smile: 10:30 a::b"),
        ("김철수, 山田太郎, Σ, 👩‍🔬", "김철수, 山田太郎, Σ, 👩‍🔬"),
        ("a\x00b\u202ec\ud800d\u200be", "abcde"),
    ],
)
def test_markdown_stays_as_readable_as_it_can(text: str, markdown: str) -> None:
    """Only what could act is escaped or broken, so the raw text of an issue reads well too."""
    assert neutralise(text) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Code: https://github.com/a/b_c.", "Code: <https://github.com/a/b_c>."),
        ("(see http://a.org/x_(y).)", "(see <http://a.org/x_(y)>.)"),
        ("\\url{https://a.org/~x/#top}", "\\url{<https://a.org/~x/#top>}"),
        ("코드는https://a.org/x에서", "코드는<https://a.org/x>에서"),
        ("https://a.org", "<https://a.org>"),
        ("https://a.org:8080/@x/:+1:/y", "<https://a.org:8080/%40x/%3A+1:/y>"),
        ("https://a.org/?a=1&copy;=2", "<https://a.org/?a=1&copy%3B=2>"),
        ("https://github.com/o/r/issues/1", "<https://redirect.github.com/o/r/issues/1>"),
        ("http://www.GitHub.com/o/r/pull/2/files", "<https://redirect.github.com/o/r/pull/2/files>"),
        ("https://github.com/o/r/discussions/3", "<https://redirect.github.com/o/r/discussions/3>"),
        ("https://github.com/o/r/commit/abcdef0", "<https://redirect.github.com/o/r/commit/abcdef0>"),
        ("https://github.com/o/r/tree/main", "<https://github.com/o/r/tree/main>"),
        ("https://arxiv.org@evil.org/x", f"https:{ZWSP}//arxiv.org@{ZWSP}evil.org/x"),
        ("\\https://a.org", f"\\https:{ZWSP}//a.org"),
        ("a_https://a.org", f"a_https:{ZWSP}//a.org"),
        ("ftp://a.org", f"ftp:{ZWSP}//a.org"),
        ("www.a.org", f"www{ZWSP}.a.org"),
    ],
)
def test_web_addresses_stay_clickable_in_running_text(text: str, markdown: str) -> None:
    """An address becomes a link to where it says, and leaves no backlink on anybody's issue."""
    assert neutralise(text) == markdown


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://arxiv.org/abs/hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("https://doi.org/10.1/(SICI)1<2>3_4", "https://doi.org/10.1/%28SICI%291%3C2%3E3_4"),
        ("https://github.com/o/r/issues/1", "https://redirect.github.com/o/r/issues/1"),
        ("http://a.org/한글 x|y\\", "http://a.org/한글%20x%7Cy%5C"),
        ("https://a.org/&amp;", "https://a.org/&amp%3B"),
        ("javascript:alert(1)", ""),
        ("https://me@evil.org/", ""),
        ("https://", ""),
        ("", ""),
    ],
)
def test_link_targets_are_web_addresses(url: str, target: str) -> None:
    """What stands in the parentheses of a link leads to a web page or nowhere."""
    assert link_target(url) == target


@settings(max_examples=200)
@given(hostile.map(lambda text: f"https://a.org/{text}") | hostile)
def test_a_link_target_never_leaves_its_parentheses(url: str) -> None:
    """Whatever the address, there is one link, and nothing after it that was part of it."""
    tree = to_tree(f"[x]({link_target(url)}) y")
    assert [text for text, _ in links(tree)] == ["x"]
    assert text_of(tree) == "x y"


def test_real_papers_are_seen_whole() -> None:
    """Titles, authors, abstracts, comments and references of real papers are read as they are."""
    if not PAPERS.exists():
        pytest.skip(f"needs the collection of real papers, {PAPERS}")
    wrong = []
    for line in PAPERS.read_text(encoding="utf-8").splitlines()[::4]:
        paper = json.loads(line)
        texts = [
            paper["title"],
            *paper["authors"][:9],
            paper["abstract"],
            paper["comment"],
            paper["journal_ref"],
        ]
        texts = [text for text in texts if text and seen(text)]
        tree = to_tree("\n\n".join(map(neutralise, texts)))
        if [same(text_of(child)) for child in tree] != [same(seen(text)) for text in texts]:
            wrong.append(paper["id"])
        if any(ACTS.search(loose) for loose in loose_texts(tree)):
            wrong.append(paper["id"])
    assert wrong == []
