"""The reading list: what it says, what GitHub makes of it, and that nothing in it acts."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes.doors.render import render
from paper_notes.rules.reading_list.reading_list import GROUPINGS, Options, build
from paper_notes.values.errors import UsageError
from paper_notes.values.model import Note, Paper, Status
from paper_notes.values.text.anchors import github_anchor
from tests import gfm

GOLDEN = Path(__file__).parent / "data" / "list"


def make(number: int | None = 1, *, title: str = "A Title", **fields: Any) -> Note:
    """Return a read note on GitHub, or a local one without a number, with `fields` of note and paper.

    `url` is the note's, `page` the paper's.
    """
    paper = {key: fields.pop(key) for key in list(fields) if key in Paper._fields and key != "url"}
    paper["url"] = fields.pop("page", None)
    if number is not None:
        fields.setdefault("url", f"https://github.com/alice/papers/issues/{number}")
    return Note(
        Paper(**{"id": f"2601.{number or 0:05}", "title": title, **paper}),
        fields.pop("status", Status.READ),
        number=number,
        **fields,
    )


TRANSFORMER = make(
    12,
    id="1706.03762",
    title="Attention Is All You Need",
    authors=("Ashish Vaswani", "Noam Shazeer", "Niki Parmar"),
    authors_total=8,
    published="2017-06-12T17:57:34Z",
    topics=("NLP",),
    rating=5,
    read_on="2026-11-21",
    summary="Self-attention alone is enough; the rest can go.",
)
ADAM = make(
    9,
    id="1412.6980",
    title="Adam: A Method for Stochastic Optimization",
    authors=("Diederik P. Kingma", "Jimmy Ba"),
    published="2014-12-22",
    topics=("ML",),
    rating=4,
    read_on="2026-11-02",
    summary="파라미터마다 학습률을 조절한다.",
)
CLIP = make(
    7,
    id="2103.00020",
    title="Learning Transferable Visual Models From Natural Language Supervision",
    authors=("Alec Radford", "Jong Wook Kim", "Chris Hallacy"),
    published="2021-02-26",
    topics=("CV", "NLP"),
    rating=3,
    read_on="2025-10-30",
    summary="画像と文章の対応を4億組から学ぶ。",
)
ATARI = make(
    None,
    id="1312.5602",
    title="Playing Atari with Deep Reinforcement Learning",
    authors=("Volodymyr Mnih",),
    published="2013-12-19",
    topics=("RL", "my topic"),
    read_on="2025-10-30",
)
ESSAY = make(
    3,
    id="https://distill.pub/2021/gnn-intro/",
    page="https://distill.pub/2021/gnn-intro/",
    title="A Gentle Introduction to Graph Neural Networks",
    source="reader",
)
GPT3 = make(
    15,
    id="2005.14165",
    title="Language Models are Few-Shot Learners",
    authors=("Tom B. Brown",),
    authors_total=31,
    published="2020-05-28",
    topics=("NLP",),
    status=Status.TO_READ,
    added_on="2026-01-01",
)
VIT = GPT3._replace(
    paper=Paper("2010.11929", "An Image is Worth 16x16 Words", published="2020-10-22"),
    topics=("CV",),
    status=Status.READING,
    number=16,
    url="https://github.com/alice/papers/issues/16",
)
DROPOUT = make(
    18,
    id="1207.0580",
    title="Improving neural networks by preventing co-adaptation of feature detectors",
    published="2012-07-03",
    topics=("ML",),
    read_on="2025-09-01",
)
NOTES = (TRANSFORMER, ADAM, CLIP, ATARI, ESSAY, DROPOUT, GPT3, VIT)
READ = NOTES[:6]
ORDER = ("CV", "NLP", "RL", "ML")


def lines(note: Note) -> list[str]:
    """Return the lines of a note's entry, as a reader sees them."""
    item = next(gfm.to_tree(build((note,), Options(), render)).iter("li"))
    return "".join(item.itertext()).strip().split("\n")


def shape(notes: tuple[Note, ...], **options: Any) -> list[tuple[str, list[str]]]:
    """Return the sections below the title, each with the titles under it."""
    tree = gfm.to_tree(build(notes, Options(**options), render))
    found: list[tuple[str, list[str]]] = []
    for element in tree.iter():
        if element.tag == "h3":
            found.append((gfm.text_of(element), []))
        elif element.tag == "li":
            found[-1][1].append(gfm.links(element)[0][0])
    return found


@pytest.mark.parametrize(
    "options",
    [
        Options("topic", "en", queue=True, topics_order=ORDER),
        Options("year", "ko", queue=True),
        Options("month", "ja"),
    ],
    ids=lambda options: f"{options.language}.md",
)
def test_golden(options: Options) -> None:
    """The whole text, in each language and grouping."""
    notes = NOTES if options.queue else READ
    assert build(notes, options, render) == (GOLDEN / f"{options.language}.md").read_text("utf-8")


def test_by_topic() -> None:
    """Groups come in the order of the taxonomy, then by name, papers without a topic last."""
    assert shape(READ, topics_order=("NLP", "RL", "unused")) == [
        ("Recently read", [note.paper.title for note in (TRANSFORMER, ADAM, CLIP, ATARI, DROPOUT)]),
        ("NLP", [TRANSFORMER.paper.title, CLIP.paper.title]),
        ("RL", [ATARI.paper.title]),
        ("CV", [CLIP.paper.title]),
        ("ML", [ADAM.paper.title, DROPOUT.paper.title]),
        ("my topic", [ATARI.paper.title]),
        ("Other", [ESSAY.paper.title]),
    ]


def test_once() -> None:
    """A paper with several topics stands only under the one that comes first in the list."""
    assert shape((CLIP, ATARI), once=True, topics_order=("NLP", "CV", "my topic")) == [
        ("NLP", [CLIP.paper.title]),
        ("my topic", [ATARI.paper.title]),
    ]


def test_a_short_list_is_not_repeated() -> None:
    """What was read recently is named above the others once there are others."""
    assert [heading for heading, _ in shape(READ[:5])] == ["CV", "ML", "my topic", "NLP", "RL", "Other"]
    assert [heading for heading, _ in shape(READ)] == [
        "Recently read",
        *("CV", "ML", "my topic", "NLP", "RL", "Other"),
    ]


def test_recently_read() -> None:
    """The last five papers with a read date; what was dropped was not read."""
    notes = tuple(make(day, title=f"Day {day}", read_on=f"2026-01-{day:02}") for day in range(1, 9))
    dropped = make(9, title="Dropped", read_on="2026-01-09", status=Status.DROPPED)
    undated = make(10, title="Undated")
    assert shape((*notes, dropped, undated))[0] == (
        "Recently read",
        ["Day 8", "Day 7", "Day 6", "Day 5", "Day 4"],
    )


def test_order_within_a_group() -> None:
    """Last read first, then the newest paper, then by id and issue; what has no date comes last."""
    notes = (
        make(1, title="No dates"),
        make(2, title="Read long ago", read_on="2020-01-01", published="2019-01-01"),
        make(3, title="Old paper", read_on="2026-01-01", published="1999-01-01"),
        make(
            7, title="Same paper, later issue", id="2601.00005", read_on="2026-01-01", published="2025-01-01"
        ),
        make(5, title="Same day, later id", read_on="2026-01-01", published="2025-01-01T12:00:00Z"),
        make(4, title="Newest", read_on="2026-01-01", published="2025-01-01T00:00:00Z"),
    )
    assert shape(notes)[-1][1] == [
        "Newest",
        "Same day, later id",
        "Same paper, later issue",
        "Old paper",
        "Read long ago",
        "No dates",
    ]


def test_queue() -> None:
    """On request what is being read and what waits follow the list, the latest addition first."""
    later = make(20, title="Added later", status=Status.TO_READ, added_on="2026-02-02")
    assert shape((TRANSFORMER, GPT3, VIT, later), queue=True) == [
        ("NLP", [TRANSFORMER.paper.title]),
        ("Reading now", [VIT.paper.title]),
        ("To read", ["Added later", GPT3.paper.title]),
    ]


def test_without_queue_every_note_is_listed() -> None:
    """The caller chooses: notes to read are a list like any other when no queue is asked for."""
    text = build((GPT3, VIT), Options(), render)
    assert text.startswith("## Reading list\n\n2 papers\n\n[CV](#cv) 1 · [NLP](#nlp) 1\n\n### CV\n")


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (Options(), "## Reading list\n\nNo papers here yet.\n"),
        (Options(language="ko", by="month"), "## 논문 목록\n\n아직 논문이 없습니다.\n"),
        (Options(language="ja", queue=True), "## 論文リスト\n\nまだ論文がありません。\n"),
    ],
)
def test_empty(options: Options, text: str) -> None:
    """No notes, an honest line."""
    assert build((), options, render) == text


def test_only_a_queue() -> None:
    """Nothing read yet, and what waits."""
    text = build((GPT3,), Options(queue=True), render)
    assert text.startswith("## Reading list\n\n0 papers read\n\n[To read](#to-read) 1\n\n### To read\n")


@pytest.mark.parametrize(
    ("note", "line"),
    [
        (TRANSFORMER, "Vaswani et al. (2017) · arXiv:1706.03762 · NLP"),
        (ADAM, "Kingma and Ba (2014) · arXiv:1412.6980 · ML"),
        (ATARI, "Mnih (2013) · arXiv:1312.5602 · RL, my topic"),
        (ESSAY, "paper"),
        (make(authors=("X Collaboration", ":")), "X Collaboration · arXiv:2601.00001"),
        (make(authors=("A B", "C D"), authors_total=3000), "B et al. · arXiv:2601.00001"),
        (make(published="2020"), "2020 · arXiv:2601.00001"),
        (make(published="soon", authors=(":",)), "arXiv:2601.00001"),
        (make(id="hep-th/9901001"), "arXiv:hep-th/9901001"),
        (make(id="10.1000/182"), "paper"),
    ],
)
def test_second_line(note: Note, line: str) -> None:
    """Authors, year, source and topics, as far as they are known."""
    assert lines(note)[1] == line


@pytest.mark.parametrize(
    ("note", "links"),
    [
        (
            TRANSFORMER,
            ["https://github.com/alice/papers/issues/12", "https://arxiv.org/abs/1706.03762"],
        ),
        (make(None, id="1312.5602"), ["https://arxiv.org/abs/1312.5602"] * 2),
        (
            make(None, id="10.1002/(SICI)1(2)", doi="10.1002/(SICI)1(2)"),
            ["https://doi.org/10.1002/%28SICI%291%282%29"] * 2,
        ),
        (make(None, id="10.1000/182"), ["https://doi.org/10.1000/182"] * 2),
        (
            make(None, id="https://github.com/a/b/issues/1"),
            ["https://redirect.github.com/a/b/issues/1"] * 2,
        ),
        (make(None, id="javascript://x"), []),
        (
            make(5, url="http://localhost:4000/alice/papers (x)/issues/5"),
            ["http://localhost:4000/alice/papers%20%28x%29/issues/5", "https://arxiv.org/abs/2601.00005"],
        ),
    ],
)
def test_links(note: Note, links: list[str]) -> None:
    """The title leads to the issue (a local note's to the paper), the source to the paper."""
    tree = gfm.to_tree(build((note,), Options(), render))
    assert [target for item in tree.iter("li") for _, target in gfm.links(item)] == links


@pytest.mark.parametrize(("rating", "stars"), [(None, ""), (1, " ★☆☆☆☆"), (4, " ★★★★☆"), (5, " ★★★★★")])
def test_stars(rating: int | None, stars: str) -> None:
    """A rating is five stars, full and empty, in plain text."""
    assert lines(make(rating=rating))[0] == f"A Title{stars}"


def test_summary_is_one_line() -> None:
    """The reader's summary is the last line of its entry, whatever line breaks it had."""
    assert lines(make(summary=" two\r\n  lines\t here ")) == ["A Title", "arXiv:2601.00001", "two lines here"]


@pytest.mark.parametrize("hard_breaks", [False, True])
def test_lines_of_an_entry(hard_breaks: bool) -> None:
    """In a file as in an issue an entry is three lines: two breaks."""
    html = gfm.to_html(build((TRANSFORMER,), Options(), render), hard_breaks=hard_breaks)
    assert html.count("<br />") == 2


def test_renaming_keeps_the_link() -> None:
    """The entry hangs on the issue's number: another title changes the title and nothing else."""
    renamed = TRANSFORMER._replace(paper=TRANSFORMER.paper._replace(title="Other"), issue_title="Third")
    old, new = (build((note,), Options(), render) for note in (TRANSFORMER, renamed))
    assert old.replace("Attention Is All You Need", "Other") == new


def test_headings_above_are_counted() -> None:
    """GitHub numbers equal headings through a file, so those above the list count."""
    note = make(topics=("NLP", "Reading list"))
    text = build((note,), Options(above=("Papers", "NLP", "nlp")), render)
    assert "\n[NLP](#nlp-2) 1 · [Reading list](#reading-list-1) 1\n" in text


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (Options(by="mood"), "There is no reading list by 'mood'."),
        (Options(language="tlh"), "There is no reading list in 'tlh'."),
    ],
)
def test_unknown_options(options: Options, named: str) -> None:
    """An unknown grouping or language is a usage error that names the known ones."""
    with pytest.raises(UsageError) as caught:
        build((), options, render)
    assert caught.value.message == named
    assert caught.value.remedy
    assert caught.value.remedy.startswith("Choose one of: ")


HOSTILE = (
    "@torvalds and @org/team",
    "#1 GH-2 octocat/hello#3 0123456789abcdef0123456789abcdef01234567",
    "https://github.com/octocat/hello/issues/3 www.evil.example a@b.example",
    "<img src=x onerror=alert(1)> <script>x</script> <!-- x --> -->",
    "](javascript:alert(1)) [x](javascript:y) ![i](http://h/i.png)",
    "`code` ``` ~~~ **b** _i_ ~~s~~ ||",
    "$x$ $$\\alpha$$ $`y`$ \\( z \\)",
    "| a | b |",
    "- [ ] task",
    "# heading #",
    "1. one",
    "> quote",
    "---",
    "===",
    "[^1] [^1]: note",
    "&lt;b&gt; &#64;me &copy;",
    ":smile: :+1:",
    "<!-- papers:list end -->",
    "\\",
    "a\\\nb",
    "0",
    "C #",
    "\u202eevil\u2066 \u200b\ufeff\x00\ud800",
    "한국어, 日本語。",
)
nasty = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8), max_size=3).map(" ".join) | st.text(
    st.sampled_from("[]()<>`*_~#@$\\|!&;:.-=+ \n\t1aé한"), max_size=20
)


@st.composite
def some_notes(draw: st.DrawFn) -> list[Note]:
    """Draw a few notes, each with an issue of its own, full of things that want to act."""
    notes = []
    for number in draw(st.lists(st.integers(1, 99), max_size=5, unique=True)):
        dates = st.sampled_from(
            (None, "", "2026-11-21", "2026-10-01", "2025-13-01", "2019-02-28T01:00:00Z", "x")
        )
        notes.append(
            make(
                number,
                id=draw(
                    st.sampled_from((f"2601.{number:05}", f"https://e.example/{number}", f"10.1/{number}"))
                ),
                title=draw(nasty),
                authors=tuple(draw(st.lists(nasty, max_size=3))),
                published=draw(dates),
                read_on=draw(dates),
                added_on=draw(dates),
                topics=tuple(
                    draw(st.lists(st.sampled_from(("CV", "C++", "🔥")) | nasty, max_size=2, unique=True))
                ),
                rating=draw(st.sampled_from((None, 1, 5))),
                summary=draw(st.none() | nasty),
                status=draw(st.sampled_from(Status)),
            )
        )
    return notes


some_options = st.builds(
    Options,
    by=st.sampled_from(GROUPINGS),
    language=st.sampled_from(("en", "ko", "ja")),
    once=st.booleans(),
    queue=st.booleans(),
    topics_order=st.sampled_from(((), ("CV", "🔥"))),
    above=st.sampled_from(((), ("CV", "2026", "Reading list", "cv"))),
)


@settings(max_examples=60, deadline=None)
@given(some_notes(), some_options, st.randoms(use_true_random=False))
def test_order_does_not_matter(notes: list[Note], options: Options, chance: Any) -> None:
    """The same notes give the same bytes, in whatever order they come."""
    shuffled = list(notes)
    chance.shuffle(shuffled)
    assert build(shuffled, options, render) == build(notes, options, render)


@settings(max_examples=150, deadline=None)
@given(some_notes(), some_options)
def test_nothing_acts(notes: list[Note], options: Options) -> None:
    """Other people's words make no element, no comment, no link but to a web page, and ping nobody."""
    text = build(notes, options, render)
    tree = gfm.to_tree(text)
    assert {str(element.tag) for element in tree.iter()} <= {
        *("body", "h2", "h3", "p", "ul", "li", "a", "br", "strong", "span")
    }
    issues = {note.url for note in notes}
    for _, target in gfm.links(tree):
        assert target.startswith(("#", "https://", "http://"))
        assert "//github.com/" not in target or target in issues
    for element in tree.iter():
        for seen in (element.text or "", element.tail or ""):
            assert not re.search(r"(?i)@[a-z0-9]|#[0-9]|\bgh-[0-9]|\b[0-9a-f]{7,40}\b", seen)
            assert element.tag == "span" or "$" not in seen or element.find("span") is not None


@settings(max_examples=150, deadline=None)
@given(some_notes(), some_options)
def test_every_entry_is_a_bullet(notes: list[Note], options: Options) -> None:
    """There are as many bullets as the table of contents counts, and one for each recent paper."""
    tree = gfm.to_tree(build(notes, options, render))
    sections = [element for element in tree if element.tag in ("h2", "h3")]
    lists = [element for element in tree if element.tag == "ul"]
    assert len(lists) == len(sections) - 1
    contents = "".join(
        text for p in tree.findall("p")[1:2] for text in (link.tail or "" for link in p.iter("a"))
    )
    bullets = [len(found.findall("li")) for found in lists]
    recent = len(lists) > len(re.findall(r"\d+", contents))
    assert [int(count) for count in re.findall(r"\d+", contents)] == bullets[int(recent) :]


@settings(max_examples=150, deadline=None)
@given(some_notes(), some_options)
def test_contents_lead_to_headings(notes: list[Note], options: Options) -> None:
    """Each link of the table of contents is the anchor that GitHub gives to its heading."""
    tree = gfm.to_tree(build(notes, options, render))
    seen: dict[str, int] = {}
    for heading in options.above:
        github_anchor(heading, seen)
    shown = ["".join(element.itertext()) for element in tree.iter() if element.tag in ("h2", "h3")]
    anchors = [github_anchor(heading, seen) for heading in shown]
    targets = [unquote(target) for _, target in gfm.links(tree) if target.startswith("#")]
    assert targets == [f"#{anchor}" for anchor in anchors[1:]]
