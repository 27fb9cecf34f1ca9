"""The managed block is ours, every other byte of a body is the reader's."""

import json
import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paper_notes.values.errors import HandEditedError
from paper_notes.values.text.body import broken, edit, find, put, require_intact, without, write
from tests.patience import patience

DATA = {"paper": {"id": "1706.03762", "title": "주의가 전부다"}, "rating": 5}
BLOCK = write(DATA, "### Title\n\nWhat people see")
END = "<!-- papers:end -->"

# fmt: off
FRAGMENTS = [
    "<!-- papers:begin v1 ", "<!-- papers:begin v2 {} -->", "<!-- papers:begin", "<!-- papers:", "<!--",
    "-->", " -->", '<!-- papers:begin v1 {"paper": {}} -->', END, "{}", "[]", "[[[[[[", '{"a": 1}', "word",
    "한국어", BLOCK, BLOCK[:80], BLOCK[60:], "\n", "\r\n", "\r", "\n\n", "\n\r", "\u2028", "\x85", "\x0b",
    " ", "    ", "> ", "- ", "```", "~~~~", "``` py", "`",
]
# fmt: on
bodies = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=20).map("".join)
json_data = st.dictionaries(
    st.text().filter(lambda key: key != "hash"),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    ),
    max_size=4,
)


def crlf(text: str) -> str:
    """Return the text as GitHub's web editor saves it."""
    return re.sub(r"\r\n|\r|\n", "\r\n", text)


@settings(max_examples=120)
@given(bodies, json_data, bodies)
@example("", {}, "")
@example(f"{BLOCK}\n\nmine", {}, "new")
@example(f"mine\r\n{BLOCK}\r\n", {}, "new")
@example(f"```\n{BLOCK}\n```\n", {}, "``` open")
def test_no_edit_changes_a_byte_of_the_readers_text(body: str, data: dict[str, Any], visible: str) -> None:
    """Taking the block out before and after a put gives the same bytes, and the data comes back."""
    after = put(body, write(data, visible))
    block = find(after)
    assert without(after) == without(body)
    assert block is not None
    assert (block.data, block.intact) == (data, True)
    assert put(after, write(data, visible)) == after


@settings(max_examples=120)
@given(bodies, json_data, bodies)
def test_the_web_editor_changes_nothing(body: str, data: dict[str, Any], visible: str) -> None:
    """With all line ends turned into CRLF, the block is found, untouched, and so is the reader's text."""
    body = put(body, write(data, visible))
    edited = crlf(body)
    block = find(edited)
    assert block is not None
    assert (block.data, block.intact) == (data, True)
    assert without(edited) == crlf(without(body))
    assert put(edited, write(data, visible)) == edited


@settings(max_examples=120)
@given(json_data, st.text())
@example({"a--b": ["@#<>&-->---", "\u2028\u2029\x85\x00\x7f"]}, "")
def test_the_json_is_one_harmless_line(data: dict[str, Any], visible: str) -> None:
    """Nothing in the opening comment closes it, mentions or refers to anybody, or breaks its line."""
    line = write(data, visible).split("\n")[0]
    found = re.fullmatch(r"<!-- papers:begin v1 (\{.*\}) -->", line)
    assert found is not None
    assert not re.search("--|[@#<>&\x00-\x1f\x7f-\x9f\u2028\u2029]", found[1])
    assert {key: value for key, value in json.loads(found[1]).items() if key != "hash"} == data


def test_the_block_is_written_to_be_read() -> None:
    """Markers on lines of their own, the data readable in any language, the visible text between."""
    assert BLOCK.splitlines() == [
        '<!-- papers:begin v1 {"paper":{"id":"1706.03762","title":"주의가 전부다"},"rating":5,'
        '"hash":"ef452d94749a"} -->',
        "### Title",
        "",
        "What people see",
        END,
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_line_ends_will_do(line_end: str) -> None:
    """The block is found and taken out whatever ends the lines of the body."""
    body = f"above\n{BLOCK}\n\nbelow".replace("\n", line_end)
    block = find(body)
    assert block is not None
    assert (block.data, block.intact) == (DATA, True)
    assert without(body) == f"above{line_end}below"
    assert put(body, BLOCK) == body


@pytest.mark.parametrize("line_ends", ["", "\n", "\r\n", "\n\n", "\r\n\r\n"])
def test_up_to_two_line_ends_belong_to_the_block(line_ends: str) -> None:
    """The block is put on top with a blank line, and takes it along when it is taken out."""
    body = f"above\n{BLOCK}{line_ends}"
    found = find(body)
    assert found is not None
    assert (found.start, found.end, found.data, found.intact) == (6, len(body), DATA, True)
    assert find(f"{body}\n") == find(body) if line_ends in ("\n\n", "\r\n\r\n") else True
    assert put(body, write({}, "new")) == f"above\n{write({}, 'new')}{line_ends}"
    assert put("mine", BLOCK) == f"{BLOCK}\n\nmine"


@pytest.mark.parametrize(
    "body",
    [
        "my own text",
        f"> {BLOCK}".replace("\n", "\n> "),
        f"```\n{BLOCK}\n```\nmine",
        f"~~~~ md\n```\n{BLOCK}\n~~~~~\nmine",
        f"write `{BLOCK.splitlines()[0]}` and `{END}` around it",
    ],
)
def test_what_is_quoted_is_no_block(body: str) -> None:
    """A reader may quote a block in a fence, a quotation or backticks: it is their text."""
    assert find(body) is None
    assert not broken(body)
    assert edit(body, BLOCK) == f"{BLOCK}\n\n{body}"


@pytest.mark.parametrize(
    "body",
    [
        BLOCK.replace(END, ""),
        BLOCK.replace(END, "<!-- papers:end"),
        BLOCK.replace("<!-- papers:begin", "<!-- papers: begin"),
        BLOCK.replace('"rating":5', '"rating":'),
        BLOCK.replace("begin v1", "begin v2"),
        BLOCK.replace(" -->\n", "\n"),
        re.sub(r"\{.*\}", "[1]", BLOCK),
        re.sub(r"\{.*\}", "[" * 60_000, BLOCK),
        f" {BLOCK}",
        f"joined {BLOCK}",
        f"```\nnever closed\n\n{BLOCK}",
        f"{END}\nmine",
    ],
)
def test_a_damaged_block_is_reported_and_left_alone(body: str) -> None:
    """Markers without a valid block are the reader's to mend; only force writes a new one on top."""
    assert find(body) is None
    assert broken(body)
    with pytest.raises(HandEditedError, match="damaged"):
        edit(body, BLOCK)
    assert edit(body, BLOCK, force=True) == f"{BLOCK}\n\n{body}"


@pytest.mark.parametrize(
    "change",
    [
        ("What people see", "What I see"),
        ('"rating":5', '"rating":4'),
        ("\n\n", "\n"),
        ('"hash":', '"hush":'),
    ],
)
def test_a_block_changed_by_hand_is_not_overwritten(change: tuple[str, str]) -> None:
    """A person's change in the visible text or in the data stays, unless it is to be forced."""
    body = f"{BLOCK}\n\nmine".replace(*change, 1)
    assert find(body) is not None
    assert not broken(body)
    with pytest.raises(HandEditedError, match="changed by hand"):
        require_intact(body)
    with pytest.raises(HandEditedError, match="changed by hand"):
        edit(body, BLOCK)
    assert edit(body, BLOCK, force=True) == f"{BLOCK}\n\nmine"


def test_blanks_at_the_end_of_lines_are_no_change() -> None:
    """Editors strip or add them without being asked."""
    body = f"{BLOCK}\n\nmine".replace("Title\n", "Title  \n").replace("see\n", "see\t\n")
    require_intact(body)
    assert edit(body, BLOCK) == body


def test_the_first_valid_block_wins() -> None:
    """A begin without its own end is skipped; whatever comes after the block is the reader's."""
    begin, other = BLOCK.splitlines()[0], write({"other": 1}, "")
    body = f"{begin}\nlost its end\n{BLOCK}\n\n{other}\nmine"
    block = find(body)
    assert block is not None
    assert block.data == DATA
    assert without(body) == f"{begin}\nlost its end\n{other}\nmine"


def test_a_template_with_markers_in_it_cannot_end_the_block() -> None:
    """Our markers in the visible text lose their meaning, and nothing else."""
    block = find(write(DATA, f"a\n{END}\n<!-- papers:begin v1 {{}} -->\nb"))
    assert block is not None
    assert (block.data, block.intact) == (DATA, True)


@pytest.mark.parametrize(
    "piece",
    [
        "<!-- papers:begin v1 {} -->\n",
        "<!-- papers:begin v1 ",
        "```\n",
        "~~~\n<!-- papers:begin v1 {\n",
        "\r",
        " \n",
        "`",
        "[",
    ],
)
def test_hostile_bodies_take_linear_time(piece: str) -> None:
    """A body many times as long as GitHub allows is read at once, whatever is in it."""
    body = f"{piece * (1_000_000 // len(piece))}\n<!-- papers:begin v1 {END}"
    with patience():
        find(body)
        broken(body)
