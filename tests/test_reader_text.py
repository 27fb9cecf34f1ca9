"""The reader's text goes through an editor and back without losing a byte that was not changed."""

import re

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from paper_notes.values.errors import ConflictError, PapersError
from paper_notes.values.text import body as blocks
from paper_notes.values.text.reader_text import (
    PLACEHOLDER,
    append,
    append_under,
    difference,
    is_unchanged,
    merge,
    put,
    view,
)

BLOCK = blocks.write({"paper": {"id": "1706.03762", "title": "주의가 전부다"}}, "### Title\n\nIn short")
ON_THE_WEB = BLOCK.replace("\n", "\r\n")
CHANGED_BY_HAND = BLOCK.replace("### Title", "### My title")
BROKEN = BLOCK.replace("<!-- papers:end -->", "")

# fmt: off
WORDS = ["mine", "내 생각", "no\u00a0break", "", "", " ", "- item", "```", "# Heading", "\u2028", "\ufeff"]
# fmt: on
ENDS = ["\n", "\r\n", "\r"]
texts = st.lists(st.sampled_from(WORDS), max_size=6)
pieces = st.tuples(st.sampled_from(WORDS), st.sampled_from([*ENDS, ""])).map("".join)
words = st.lists(pieces, max_size=6).map("".join)
bodies = st.builds("{}{}{}".format, words, st.sampled_from([BLOCK, CHANGED_BY_HAND, BROKEN, ""]), words)


def block_of(body: str) -> str | None:
    """Return the managed block from marker to marker."""
    block = blocks.find(body)
    return block and body[block.start : block.end].rstrip("\r\n")


@settings(max_examples=150)
@given(bodies, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@example("", "\n", False)
@example(BLOCK, "\n", False)
@example(f"{PLACEHOLDER}\nmine\n{BLOCK}\nbelow", "\r\n", False)
def test_an_unchanged_text_changes_no_byte(body: str, end: str, no_last_end: bool) -> None:
    """Whatever the editor makes of the line ends, and whether it ends the last line."""
    seen = view(body)
    assume(not (no_last_end and seen.endswith("\n\n")))
    typed = (seen.removesuffix("\n") if no_last_end else seen).replace("\n", end)
    assert is_unchanged(body, typed)
    assert put(body, typed) == body
    assert merge(body, typed, f"{body} changed") == f"{body} changed"


@settings(max_examples=250)
@given(bodies, texts, st.integers(0, 8), st.integers(0, 4))
@example(f"{BLOCK}\nmine", ["", "new"], 0, 0)
@example(f"{BLOCK}\rmine\n", [""], 0, 0)
@example(f"a\r{BLOCK}\r\r\r\nb", [""], 2, 0)
@example("a\rb\n\nc", [], 1, 1)
@example("mine", ["more", ""], 1, 0)
def test_what_is_typed_is_what_is_there(body: str, new: list[str], at: int, gone: int) -> None:
    """Opened again, the editor shows what was saved; the managed block is the same to the byte."""
    shown = view(body).split("\n")[:-1]
    typed = [*shown[:at], *new, *shown[at + gone :]]
    saved = "".join(f"{line}\n" for line in typed)
    try:
        after = put(body, saved)
    except PapersError:
        assert "```" in body or "```" in typed  # a code block was left open above the managed one
        return
    if is_unchanged(body, saved):
        assert after == body
        return
    if blocks.broken(body) and not blocks.broken(after):
        return  # the reader mended the block: it is not shown any more
    assert block_of(after) == block_of(body)
    assert lines_of(view(after)) == lines_of(saved)
    if block_of(body) is None:
        assert view(after) == saved


def lines_of(text: str) -> list[str]:
    """Return the lines without the placeholder, and without blank ones at either end."""
    return [line for line in text.split("\n") if line != PLACEHOLDER and line.strip()]


@settings(max_examples=250)
@given(
    st.lists(st.sampled_from(ENDS), max_size=8),
    st.sampled_from(["", f"{BLOCK}\n\n", f"{BLOCK}\r\n", f"above\r\n{BLOCK}\n\n", "last"]),
    st.integers(0, 8),
    st.integers(0, 3),
    st.integers(0, 3),
    st.booleans(),
)
@example(["\r\n", "\n"], "", 2, 0, 1, False)
def test_lines_that_are_not_touched_keep_their_bytes(
    ends: list[str], block: str, at: int, gone: int, come: int, no_last_end: bool
) -> None:
    """Lines before and after an edit are the same bytes, and new ones end as most do."""
    raws = [f"line {number}{end}" for number, end in enumerate(ends)]
    if no_last_end and raws:
        raws[-1] = raws[-1].rstrip("\r\n")
    text = "".join(raws)
    body = f"{text}{BLOCK}" if block == "last" else f"{block}{text}"
    if block == "last":
        assume(raws and not no_last_end)
    above = "above\r\n" if block.startswith("above") and text else ""
    new = [f"new {number}" for number in range(come)]
    shown = view(body).split("\n")[:-1]
    skip = len(shown) - len(raws) if text else 0
    typed = [*shown[: skip + at], *new, *shown[skip + at + gone :]]
    left, right = raws[:at], raws[at + gone :]
    assume(text and (left or right or new) and (gone or come))
    after = blocks.without(put(body, "\n".join(typed)))
    assert after.startswith(above)
    after = after.removeprefix(above)
    kept_left, kept_right = "".join(left), "".join(right)
    assert after.startswith(kept_left)
    assert after.endswith(kept_right)
    middle = after[len(kept_left) : len(after) - len(kept_right)]
    assert [line for line in re.split(r"\r\n|\r|\n", middle) if line] == new
    found = re.findall(r"\r\n|\r|\n", middle)
    own = ends[: len(raws) - 1] if no_last_end else ends
    if above:
        own = ["\r\n", *own]
    most = max((own.count(end) for end in ENDS), default=0)
    assert all(own.count(end) == most for end in found if own)


@pytest.mark.parametrize(
    ("body", "typed", "after"),
    [
        ("", "first\n", "first\n"),
        ("a\r\nb", "a\nb\nc\n", "a\r\nb\r\nc"),
        ("a\r\nb", "a\nB\n", "a\r\nB"),
        ("a\nb\nc", "a\n", "a\n"),
        (BLOCK, "first\n", f"{BLOCK}\n\nfirst"),
        (f"{BLOCK}\n\nmine\n", "", f"{BLOCK}\n\n"),
        (f"{BLOCK}\r\nmine\r\n", "\nmine\n", f"{BLOCK}\r\n\r\n\r\nmine\r\n"),
        (f"\n{BLOCK}\n\nmine\n", "new\nmine\n", f"\n{BLOCK}\n\nnew\nmine\n"),
        (f"mine\n{BLOCK}\n", "mine\nmore\n", f"mine\nmore\n{BLOCK}\n"),
        (f"a\n{BLOCK}\n\nb\n", f"a\nA\n{PLACEHOLDER}\nB\nb\n", f"a\nA\n{BLOCK}\n\nB\nb\n"),
        (f"a\n{BLOCK}\n\nb\n", "a\nb\n", f"{BLOCK}\n\na\nb\n"),
        (f"a\n{BLOCK}\nb\n", f"a\nb\n{PLACEHOLDER}\n", f"a\nb\n{BLOCK}\n"),
        (f"a\n{BLOCK}\nb\n", f"{PLACEHOLDER}\na\n{PLACEHOLDER}\nb\n", f"{BLOCK}\n\na\nb\n"),
        (f"a\n{BLOCK} b\n", f"a\n{PLACEHOLDER}\nnew\n b\n", f"a\n{BLOCK}\n\nnew\n b\n"),
        ("mine\n", f"mine\n{PLACEHOLDER}\nmore\n", "mine\nmore\n"),
        (f"{BLOCK}\nmine\n", "mine\nmore\n", f"{BLOCK}\nmine\nmore\n"),
        (f"mine\n{BLOCK}\n\n\n", "mine\nmore\n", f"mine\nmore\n{BLOCK}\n\n\n"),
        (f"{ON_THE_WEB}\r\n\r\nmine", "mine\nmore\n", f"{ON_THE_WEB}\r\n\r\nmine\r\nmore"),
        ("a\rb\n\nc", "a\n\nc\n", "a\r\r\nc"),
        (f"{CHANGED_BY_HAND}\n\nmine\n", "yours\n", f"{CHANGED_BY_HAND}\n\nyours\n"),
        (f"mine\n{BROKEN}", BROKEN, BROKEN),
    ],
)
def test_where_things_go(body: str, typed: str, after: str) -> None:
    """New lines end like the others, and the block stays where it, or its placeholder, was."""
    assert put(body, typed) == after


def test_a_placeholder_of_the_readers_own_is_text() -> None:
    """The line that stands for the block is one that the text does not have."""
    body = f"{PLACEHOLDER}\n{BLOCK}\n\n{PLACEHOLDER}\n"
    seen = view(body)
    assert len(set(seen.splitlines())) == 2
    assert put(body, f"{seen}more\n") == f"{body}more\n"


@pytest.mark.parametrize(
    ("body", "typed"),
    [
        (f"mine\n{BLOCK}", "```\nmine\n"),
        ("mine", f"mine\n{BLOCK}\n"),
        ("mine", "mine\n<!-- papers:begin v1 {} -->\n"),
        (f"mine\n{BLOCK}\n\nmore", f"{BLOCK.replace('주의', '注意')}\n{PLACEHOLDER}\nmore\n"),
    ],
)
def test_a_text_that_would_hide_the_block_is_refused(body: str, typed: str) -> None:
    """An open code block above it, or markers that are not ours, would damage the note."""
    with pytest.raises(PapersError, match="could not be found any more"):
        put(body, typed)


def test_bytes_that_are_no_text_are_refused() -> None:
    """A command line in another encoding than UTF-8 arrives as halves of characters."""
    with pytest.raises(PapersError, match="no UTF-8"):
        append("mine", b"caf\xe9".decode("utf-8", "surrogateescape"))


def test_githubs_limit_is_checked_before_sending() -> None:
    """65,536 characters, the block included; a body that is too long already may become shorter."""
    fits = "x" * (65_536 - len(f"{BLOCK}\n\n"))
    assert len(put(BLOCK, fits)) == 65_536
    with pytest.raises(PapersError, match="would have 65,537 characters; GitHub takes 65,536"):
        put(BLOCK, f"{fits}x")
    assert put("x" * 70_000, "x" * 69_000) == "x" * 69_000


@pytest.mark.parametrize(
    ("body", "text", "after"),
    [
        ("", "first", "first\n"),
        ("mine", "more", "mine\n\nmore"),
        ("mine\r\n", "more\nlines", "mine\r\n\r\nmore\r\nlines\r\n"),
        ("mine\n\n", "more", "mine\n\nmore\n"),
        ("- a\n", "- b", "- a\n- b\n"),
        ("1. a\n", "2) b", "1. a\n2) b\n"),
        ("- a\n", "-b", "- a\n\n-b\n"),
        ("-- a\n", "- b", "-- a\n\n- b\n"),
        ("mine\n", "\r\n  kept\n\n", "mine\n\n  kept\n"),
        ("mine\n", "mine", "mine\n\nmine\n"),
        (BLOCK, "first", f"{BLOCK}\n\nfirst"),
        (f"{BLOCK}\n\n", "first", f"{BLOCK}\n\nfirst\n"),
        (f"a\n{BLOCK}\n\nb\n", "more", f"a\n{BLOCK}\n\nb\n\nmore\n"),
        (f"mine\n{BLOCK}\n", "more", f"mine\n\nmore\n\n{BLOCK}\n"),
    ],
)
def test_a_paragraph_is_appended(body: str, text: str, after: str) -> None:
    """At the end of the reader's text, with its line ends, and nothing before it is touched."""
    assert append(body, text) == after


@settings(max_examples=150)
@given(bodies, st.sampled_from(["more", "- item", "한 줄\n두 줄", "a\r\nb"]))
def test_appending_leaves_all_before_it(body: str, text: str) -> None:
    """The old text is the beginning of the new one, the block the same."""
    try:
        after = append(body, text)
    except PapersError:
        assert "```" in body
        return
    assert block_of(after) == block_of(body) or "```" in body
    assert blocks.without(after).startswith(blocks.without(body).rstrip())
    assert blocks.without(after).rstrip().endswith(re.split(r"\r\n|\n", text)[-1])


BASE = "one\ntwo\nthree\nfour\nfive\n"


@pytest.mark.parametrize(
    ("typed", "fresh", "after"),
    [
        ("ONE\ntwo\nthree\nfour\nfive\n", "one\ntwo\nthree\nfour\nFIVE\n", "ONE\ntwo\nthree\nfour\nFIVE\n"),
        (f"zero\n{BASE}", f"{BASE}six\n", f"zero\n{BASE}six\n"),
        ("one\nfour\nfive\n", "one\ntwo\nthree\nfour\nfive!\n", "one\nfour\nfive!\n"),
        ("one\ntwo\n3\nfour\nfive\n", "one\ntwo\n3\nfour\nfive\n", "one\ntwo\n3\nfour\nfive\n"),
        ("one\ntwo\n3\nfour\nfive\n", "one\ntwo\n3\nfour\n5\n", "one\ntwo\n3\nfour\n5\n"),
        (BASE, "another text", "another text"),
        (BASE.replace("\n", "\r\n"), f"{BASE}six", f"{BASE}six"),
        (f"{BASE}six\n", BASE.replace("\n", "\r\n"), f"{BASE}six\n".replace("\n", "\r\n")),
        (f"{BASE}six\n", f"{BLOCK}\n\n{BASE}", f"{BLOCK}\n\n{BASE}six\n"),
        (f"{BASE}six\n", f"zero\n{BLOCK}\n\n{BASE}", f"zero\n{BLOCK}\n\n{BASE}six\n"),
    ],
)
def test_changes_of_different_lines_are_both_kept(typed: str, fresh: str, after: str) -> None:
    """What the reader typed goes into the text as it is now, whose bytes are otherwise its own."""
    assert merge(BASE, typed, fresh) == after


def test_a_blank_text_is_unchanged_by_another_blank_one() -> None:
    """Some editors save an empty text as an empty line."""
    assert merge("", "\n", "theirs") == "theirs"
    assert put(f"{BLOCK}\n\n\n", "") == f"{BLOCK}\n\n\n"


@pytest.mark.parametrize(
    ("typed", "fresh"),
    [
        ("one\n2\nthree\nfour\nfive\n", "one\nTWO\nthree\nfour\nfive\n"),
        ("one\n2\nthree\nfour\nfive\n", "one\ntwo\nTHREE\nfour\nfive\n"),
        (f"{BASE}mine\n", f"{BASE}theirs\n"),
        ("one\ntwo\nfour\nfive\n", "one\ntwo\nTHREE\nfour\nfive\n"),
        ("", "one\ntwo\nTHREE\nfour\nfive\n"),
        ("one\ntwo\n2.5\nthree\nfour\nfive\n", ""),
    ],
)
def test_changes_that_touch_are_a_conflict(typed: str, fresh: str) -> None:
    """Nothing is guessed: the same lines, neighbours, and two additions in one place."""
    with pytest.raises(ConflictError) as caught:
        merge(BASE, typed, fresh)
    assert list(caught.value.diff[:2]) == ["--- what is there now", "+++ what you wrote"]
    assert list(caught.value.diff) == list(
        difference(view(fresh), typed, "what is there now", "what you wrote")
    )


@settings(max_examples=150)
@given(st.lists(st.sampled_from(WORDS), max_size=6, unique=True), texts, texts)
def test_merging_invents_nothing(base: list[str], mine: list[str], theirs: list[str]) -> None:
    """Every line of the outcome is one of the reader's or theirs, and what nobody deleted is there."""
    opened, typed, fresh = ("".join(f"{line}\n" for line in lines) for lines in (base, mine, theirs))
    try:
        both = view(merge(opened, typed, fresh)).split("\n")[:-1]
    except ConflictError:
        return
    assert set(both) <= {*mine, *theirs}
    assert {*base} & {*mine} & {*theirs} <= {*both}


def test_two_long_texts_are_compared_in_a_moment() -> None:
    """Thousands of equal lines that are not in the same place would take difflib minutes."""
    old = "a\n" + "-\n+\n" * 8000 + "b"
    new = "c\n" + "+\n+\n-\n" * 5000 + "d\n"
    assert view(put(old, new)) == new


@pytest.mark.parametrize(
    ("body", "heading", "after"),
    [
        ("# A\none\n# B", "a", "# A\none\n\nnew\n\n# B"),
        ("A\n---\nB\n---\n", "a", "A\n---\n\nnew\n\nB\n---\n"),
        ("```\n# A\n```\n# a!\n", "A", "```\n# A\n```\n# a!\n\nnew\n"),
        ("<!--\n# A\n--># A\n# A", "a", "<!--\n# A\n--># A\n# A\n\nnew"),
        ("# A\n# Also\n", "a", "# A\n\nnew\n\n# Also\n"),
        ("**どんなもの？**\n", "どんなもの", "**どんなもの？**\n\nnew\n"),
        ("# Above\r\n" + ON_THE_WEB, "above", "# Above\r\n\r\nnew\r\n\r\n" + ON_THE_WEB),
        (f"# Above\n{BLOCK}\nbelow", "above", f"# Above\n\nnew\n\n{BLOCK}\nbelow"),
    ],
)
def test_a_paragraph_goes_under_a_heading(body: str, heading: str, after: str) -> None:
    """Below what stands there, above the next heading or the block; code and comments have no headings."""
    assert append_under(body, "new", heading) == after


@pytest.mark.parametrize(
    ("heading", "wrong", "remedy"),
    [
        ("re", "“re” is in several headings.", "It has these: Results · Remarks"),
        ("what", "There is no heading “what” in your text.", "It has these: Results · Remarks · Code"),
        ("!", "There is no heading “!” in your text.", "It has these: Results · Remarks · Code"),
    ],
)
def test_a_heading_that_is_not_clear(heading: str, wrong: str, remedy: str) -> None:
    """What there is is named."""
    with pytest.raises(PapersError) as raised:
        append_under("# Results\n# Remarks\n# Code\n", "new", heading)
    assert (raised.value.message, raised.value.remedy) == (wrong, remedy)


@settings(max_examples=100)
@given(bodies)
def test_what_stands_around_a_section_stays(body: str) -> None:
    """Every line is there as it was, and the new one below its heading."""
    try:
        after = append_under(body, "new", "heading")
    except PapersError:
        return
    assert block_of(after) == block_of(body)
    shown = [line for line in view(after).split("\n") if line.strip()]
    assert any("Heading" in line for line in shown[: shown.index("new")])
    assert [line for line in shown if line != "new"] == [
        line for line in view(body).split("\n") if line.strip()
    ]
