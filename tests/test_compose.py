"""A note fits into an issue, at the expense of our block and never of the reader's text."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from paper_notes.doors.render import visible_block
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Paper, Record
from paper_notes.values.record import record_from_data
from paper_notes.values.text import body
from paper_notes.values.text.compose import (
    MAX_BODY,
    block_text,
    code_link,
    compose_body,
    issue_title,
    room_beside,
    size,
)
from tests.gfm import links, text_of, to_tree

PAPERS = Path(__file__).parents[2] / "shared" / "data" / "papers-dev.jsonl"
GITHUB_TAKES = 65_536
SECTIONS = "## One-line summary\n\nMine.\n"

HOSTILE = (
    "Thanks to @torvalds, see #1, GH-2 and octocat/hello#3 --> <!-- papers:end --> "
    "<img src=x onerror=alert(1)> a | b, $\\alpha$ ```python\nimport os\n``` by 김철수"
)
HOSTILE_RECORD = Record(
    Paper(
        id="2001.00001",
        title=f"On {HOSTILE}",
        authors=(HOSTILE, "김철수"),
        authors_total=2,
        abstract=f"{HOSTILE}\n# {HOSTILE}",
        comment=HOSTILE,
        journal_ref=HOSTILE,
        categories=("cs.CL", HOSTILE),
    )
)


def kept(text: str) -> Record:
    """Return the record that the block in a body carries."""
    block = body.find(text)
    assert block is not None
    assert block.intact
    return record_from_data(block.data)


def big(*, authors: int = 0, abstract: str = "") -> Record:
    """Return a record with so many authors, and the abstract."""
    names = tuple(f"Firstname Lastname-{number:04}" for number in range(authors))
    return Record(Paper("1207.7214", "Observation of a new particle", names, authors, abstract or None))


def test_a_hostile_paper_is_read_and_does_nothing() -> None:
    """Mentions, references, markers, HTML, tables, math and fences show up as the text they are."""
    text = compose_body(HOSTILE_RECORD, SECTIONS, visible_block)
    tree = to_tree(text)
    seen = " ".join(HOSTILE.split())
    assert kept(text) == HOSTILE_RECORD
    assert body.without(text) == SECTIONS
    assert [text_of(heading) for heading in tree.iter("h3")] == [f"On {seen}"]
    assert [text_of(paragraph) for paragraph in tree.findall("details/p")] == [f"{seen} # {seen}"]
    assert [text_of(item) for item in tree.iter("li")] == [
        f"Categories: cs.CL, {seen}",
        f"Comment: {seen}",
        f"Journal: {seen}",
    ]
    elements = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert elements == {"body", "h2", "h3", "p", "a", "ul", "li", "span", "details", "summary"}
    assert {link.split("/")[2] for _, link in links(tree)} == {"arxiv.org"}
    visible = text.split("\n", 1)[1]
    assert re.findall(r"@\w+|#\d+|GH-\d+|:\w+:", visible) == []


def test_a_new_body_is_the_block_and_the_sections() -> None:
    """The block is on top, with a blank line below it."""
    record = big(authors=2, abstract="A boson.")
    block = block_text(record, visible_block, 10_000)
    assert compose_body(record, SECTIONS, visible_block) == f"{block}\n\n{SECTIONS}"
    assert kept(block) == record


def test_thousands_of_authors_fit() -> None:
    """The first 200 are data, the first ten are shown, all are counted."""
    record = big(authors=3303, abstract="초" * 1920)
    text = compose_body(record, SECTIONS, visible_block)
    assert kept(text) == record._replace(paper=record.paper._replace(authors=record.paper.authors[:200]))
    assert "Lastname-0009 … and 3293 more\n" in text
    assert "초" * 1920 in text.split("\n", 1)[1]
    assert size(text) < 15_000


@pytest.mark.parametrize(
    ("room", "abstract_shown", "authors_kept", "abstract_kept"),
    [
        (20_000, 1920, 200, 1920),
        (8_500, 501, 200, 1920),
        (7_900, 0, 200, 1920),
        (5_000, 0, 50, 1920),
        (2_000, 0, 3, 1001),
        (1_000, 0, 3, 201),
        (700, 0, 3, 0),
    ],
)
def test_the_shorter_the_room_the_less_is_kept(
    room: int, abstract_shown: int, authors_kept: int, abstract_kept: int
) -> None:
    """First goes what people see, then authors, then the abstract of the data."""
    text = block_text(big(authors=250, abstract="x" * 1920), visible_block, room)
    paper = kept(text).paper
    shown = re.search(r"\n(x+…?)\n", text)
    assert len(shown[1] if shown else "") == abstract_shown
    assert (len(paper.authors), len(paper.abstract or "")) == (authors_kept, abstract_kept)
    assert paper.authors_total == 250
    assert size(text) <= room


@settings(max_examples=50)
@given(
    st.integers(0, 300),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=50).map(lambda text: text * 40),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50),
    st.integers(0, GITHUB_TAKES),
)
def test_whatever_fits_fits_and_the_reader_keeps_all(
    authors: int, abstract: str, text: str, length: int
) -> None:
    """The body is within GitHub's limit, even after the web editor has been there."""
    sections = (text * GITHUB_TAKES)[:length]
    record = big(authors=authors, abstract=abstract)
    assume(size(sections) <= 64_000)
    whole = compose_body(record, sections, visible_block)
    edited = re.sub(r"\r\n|\r|\n", "\r\n", whole)
    assert len(edited.encode("utf-16-le")) // 2 <= GITHUB_TAKES
    assert body.without(whole) == sections


def test_a_body_without_room_for_the_block_is_refused() -> None:
    """Nothing of the reader's is cut; they are told what to do."""
    with pytest.raises(PapersError, match="is too long") as caught:
        compose_body(big(), "x" * 64_900, visible_block)
    assert caught.value.remedy == "Move some of its text into a comment, or use a shorter template."


def test_room_is_what_the_readers_text_leaves() -> None:
    """Characters beyond the basic plane and line ends count twice."""
    block = block_text(big(), visible_block, GITHUB_TAKES)
    fitting = "x" * room_beside("x" * size(block))
    assert compose_body(big(), fitting, visible_block) == f"{block}\n\n{fitting}"
    assert size(compose_body(big(), fitting, visible_block)) == MAX_BODY
    assert room_beside("") - room_beside("a\n😀") == 1 + 2 + 2
    assert size("a\r\n한😀") == 1 + 3 + 1 + 2


@pytest.mark.parametrize(
    ("paper", "title"),
    [
        (Paper("1706.03762", " Attention  Is\n All You Need "), "Attention Is All You Need"),
        (Paper("1706.03762", "arXiv:1706.03762", pending=True), "arXiv:1706.03762"),
        (Paper("hep-th/9901001", "?", pending=True), "arXiv:hep-th/9901001"),
        (Paper("1706.03762", "\u202e "), "arXiv:1706.03762"),
        (Paper("https://a.org/@x", ""), "https:\u200b//a.org/@\u200bx"),
        (Paper("1", "$L_p$ by @x & #1"), "$L_p$ by @\u200bx & #\u200b1"),
        (Paper(f"https://a.org/{'x' * 300}", "", pending=True), f"https:\u200b//a.org/{'x' * 240}…"),
        (Paper("1", "x" * 256), "x" * 256),
        (Paper("1", "x" * 257), "x" * 255 + "…"),
        (Paper("1", "😀" * 200), "😀" * 127 + "…"),
    ],
)
def test_a_title_is_the_papers_within_256_characters(paper: Paper, title: str) -> None:
    """Collapsed, harmless, cut with an ellipsis; without one, the id stands for it."""
    assert issue_title(paper) == title


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(["@a", "#1 ", "deadbeef ", "😀", "GH-1", "ab", " "])).map(
        lambda parts: "".join(parts * 9)
    )
)
def test_a_title_that_is_cut_stays_harmless(title: str) -> None:
    """However it is cut, it fits and nothing in it acts."""
    cut = issue_title(Paper("1706.03762", title))
    assert 0 < len(cut.encode("utf-16-le")) // 2 <= 256
    assert not re.search(r"@\w|#\d|\bGH-\d|\b[0-9a-f]{7,40}\b", cut)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Code: https://github.com/a/b.", "https://github.com/a/b"),
        ("see github.com/a/b-c, and http://x.org/", "https://github.com/a/b-c"),
        ("\\url{https://gitlab.com/a/b_c/tree/x}", "https://gitlab.com/a/b_c/tree/x"),
        ("Project page: https://a.github.io/b/.", "https://a.github.io/b/"),
        ("The source code can be downloaded from (http://a.org/b).", "http://a.org/b"),
        ("Data: http://a.org, code: https://github.com/a/b", "https://github.com/a/b"),
        ("https://github.com/a", None),
        ("see https://github.com/a/b/issues/3", None),
        ("See https://a.org/code", None),
        ("evilgithub.com/a/b", None),
        ("", None),
    ],
)
def test_the_code_is_found_where_papers_tell_it(text: str, link: str | None) -> None:
    """A repository first, else what is called code or a project page."""
    assert code_link(Paper("1", "T", comment=text)) == link
    assert code_link(Paper("1", "T", comment="8 pages", abstract=text)) == link


def test_real_papers_come_back_from_their_issues() -> None:
    """Every fourth of the collection goes into an issue and comes back, but for authors beyond the 200th."""
    if not PAPERS.exists():
        pytest.skip(f"needs the collection of real papers, {PAPERS}")
    for line in PAPERS.read_text(encoding="utf-8").splitlines()[::4]:
        row = {key: value for key, value in json.loads(line).items() if key in Paper._fields}
        paper = Paper(**{**row, "authors": tuple(row["authors"]), "categories": tuple(row["categories"])})
        paper = paper._replace(authors_total=len(paper.authors))
        text = compose_body(Record(paper, rating=3), SECTIONS, visible_block)
        assert kept(text) == Record(paper._replace(authors=paper.authors[:200]), rating=3)
        assert size(text) < GITHUB_TAKES
        assert len(issue_title(paper)) <= 256
