"""What issues show, and what templates of one's own may and may not do."""

import sys
from pathlib import Path

import pytest

from paper_notes.doors.render import note_sections, render, sandbox, visible_block
from paper_notes.values.errors import PapersError, UsageError
from paper_notes.values.model import Paper, Record
from paper_notes.values.text.summary import one_line_summary
from tests.gfm import headings, links, text_of, to_tree

PAPER = Paper(
    id="1706.03762",
    title="Attention Is All You Need",
    authors=tuple(f"Author {number}" for number in range(1, 13)),
    authors_total=15,
    abstract="The dominant sequence transduction models …",
    version=7,
    published="2017-06-12T17:57:34Z",
    updated="2023-08-02T00:41:18Z",
    primary_category="cs.CL",
    categories=("cs.CL", "cs.LG"),
    comment="15 pages, 5 figures",
    journal_ref="NIPS 2017",
    doi="10.1000/182",
)
BLOCK = """\
### [Attention Is All You Need](https://arxiv.org/abs/1706.03762)

Author 1, Author 2, Author 3, Author 4, Author 5, Author 6, Author 7, Author 8, Author 9, Author 10 \
… and 5 more

[arXiv:1706.03762](https://arxiv.org/abs/1706.03762) · [PDF](https://arxiv.org/pdf/1706.03762) \
· [HTML](https://arxiv.org/html/1706.03762) · [DOI](https://doi.org/10.1000/182)

- Published: 2017-06-12 · v7 (2023-08-02)
- Categories: cs.CL, cs.LG
- Comment: 15 pages, 5 figures
- Journal: NIPS 2017
- Rating: ★★★★☆

<details>
<summary>Abstract</summary>

The dominant sequence transduction models …

</details>"""
PENDING = """\
### [arXiv:1706.03762](https://arxiv.org/abs/1706.03762)

[arXiv:1706.03762](https://arxiv.org/abs/1706.03762) · [PDF](https://arxiv.org/pdf/1706.03762) \
· [HTML](https://arxiv.org/html/1706.03762)

*Pending: no source has answered yet. The details will be filled in.*"""
FROM_DATACITE = """\
### [Attention Is All You Need](https://arxiv.org/abs/1706.03762)

[arXiv:1706.03762](https://arxiv.org/abs/1706.03762) · [PDF](https://arxiv.org/pdf/1706.03762) \
· [HTML](https://arxiv.org/html/1706.03762)

*Filled from DataCite. arXiv's own record will complete it.*"""
ELSEWHERE = """\
### [A Book](https://example.org/book)

Ada

[Web](https://example.org/book)"""
BY_DOI = """\
### [A Talk](https://doi.org/10.1/x)

[DOI](https://doi.org/10.1/x)"""


@pytest.mark.parametrize(
    ("record", "text"),
    [
        (Record(PAPER, rating=4), BLOCK),
        (Record(Paper("1706.03762", "arXiv:1706.03762", pending=True)), PENDING),
        (Record(Paper("1706.03762", "Attention Is All You Need", source="datacite")), FROM_DATACITE),
        (
            Record(Paper("https://example.org/book", "A Book", ("Ada",), 1, url="https://example.org/book")),
            ELSEWHERE,
        ),
        (Record(Paper("10.1/x", "A Talk")), BY_DOI),
    ],
)
def test_the_block_shows_what_is_known(record: Record, text: str) -> None:
    """What is unknown leaves no gap; what is still to come is said."""
    assert visible_block(record) == text


def test_the_block_looks_right_on_github() -> None:
    """One heading that is a link, the links in a row, facts in a list, the abstract folded."""
    tree = to_tree(visible_block(Record(PAPER, rating=4)))
    assert headings(tree) == [(3, PAPER.title)]
    assert links(tree) == [
        (PAPER.title, "https://arxiv.org/abs/1706.03762"),
        ("arXiv:1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("PDF", "https://arxiv.org/pdf/1706.03762"),
        ("HTML", "https://arxiv.org/html/1706.03762"),
        ("DOI", "https://doi.org/10.1000/182"),
    ]
    assert [text_of(item) for item in tree.iter("li")][1:3] == [
        "Categories: cs.CL, cs.LG",
        "Comment: 15 pages, 5 figures",
    ]
    assert [text_of(paragraph) for paragraph in tree.findall("details/p")] == [PAPER.abstract]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ko",
            [
                "발표: 2017-06-12 · v7 (2023-08-02)",
                "분야: cs.CL, cs.LG",
                "코멘트: 15 pages, 5 figures",
                "… 외 5명",
            ],
        ),
        ("ja", ["公開: 2017-06-12 · v7 (2023-08-02)", "分野: cs.CL, cs.LG", "掲載: NIPS 2017", "… ほか5名"]),
        ("fr", ["Published: 2017-06-12 · v7 (2023-08-02)", "Categories: cs.CL, cs.LG", "… and 5 more"]),
    ],
)
def test_the_block_speaks_the_readers_language(language: str, words: list[str]) -> None:
    """Korean and Japanese ship with English, which stands in for the others."""
    text = visible_block(Record(PAPER), language=language)
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("language", "template", "expected"),
    [
        (
            "en",
            None,
            "One-line summary|Abstract in my own words|Key ideas|Method|Results|Personal thoughts|Code",
        ),
        ("ko", None, "한 줄 요약|내 말로 쓴 초록|핵심 아이디어|방법|결과|개인적인 생각|코드"),
        ("ja", None, "一言でいうと|自分の言葉での概要|重要なアイデア|手法|結果|感想|コード"),
        (
            "ja",
            "ochiai",
            "どんなもの？|先行研究と比べてどこがすごい？|技術や手法のキモはどこ？|どうやって有効だと検証した？|議論はある？"
            "|次に読むべき論文は？|コード",
        ),
        (
            "en",
            "ochiai",
            "What is it?|What is better than before?|What is the key to the method?|How was it shown to work?"
            "|What is open to discussion?|What to read next?|Code",
        ),
        (
            "ko",
            "ochiai",
            "한마디로|선행 연구와 비교해 무엇이 대단한가?|기술이나 방법의 핵심은 무엇인가?"
            "|어떻게 유효성을 검증했는가?|논의할 점이 있는가?|다음에 읽을 논문은?|코드",
        ),
    ],
)
def test_a_new_note_asks_what_readers_write(language: str, template: str | None, expected: str) -> None:
    """The sections have a heading and a hint that is not seen, and nothing else."""
    tree = to_tree(note_sections(PAPER, language=language, template=template))
    assert [text_of(heading) for heading in tree.iter("h2")] == expected.split("|")
    assert {element.tag for element in tree if isinstance(element.tag, str)} == {"h2"}


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize("template", [None, "ochiai"])
def test_the_first_section_is_the_line_for_the_reading_list(language: str, template: str | None) -> None:
    """What a reader writes there is found again; an empty note has no summary."""
    sections = note_sections(PAPER._replace(comment="github.com/a/b"), language=language, template=template)
    written = sections.replace("-->\n", "-->\n\nIt is all attention.\n", 1)
    assert (one_line_summary(sections), one_line_summary(written)) == (None, "It is all attention.")


def test_the_code_section_has_the_link_that_the_paper_gives() -> None:
    """A repository named in comment or abstract is filled in, and leaves no backlink."""
    text = note_sections(PAPER._replace(comment="Code: https://github.com/tensorflow/tensor2tensor."))
    assert text.endswith("## Code\n\n<https://github.com/tensorflow/tensor2tensor>\n")


def test_ones_own_template_goes_before_ours(tmp_path: Path) -> None:
    """In the first folder that has any: the one for the language, then the one for all."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    folders = (str(first), str(second), str(tmp_path / "absent"))
    (first / "note.md.j2").write_text("mine, {{ language }}: {{ paper.title }}", encoding="utf-8")
    (second / "note.ko.md.j2").write_text("second", encoding="utf-8")
    (second / "note.short.md.j2").write_text("short", encoding="utf-8")
    assert note_sections(PAPER, language="ko", folders=folders) == "mine, ko: Attention Is All You Need"
    assert note_sections(PAPER, language="ko", template="short", folders=folders) == "short"
    assert note_sections(PAPER, language="ko", folders=folders[1:]) == "second"
    assert note_sections(PAPER, language="en", folders=folders[1:]).startswith("## One-line summary")


def test_a_template_that_does_not_exist_is_named() -> None:
    """With those there are, and where one's own would go."""
    with pytest.raises(UsageError, match="no template shrot") as caught:
        note_sections(PAPER, template="shrot", folders=("/mine/templates",))
    assert caught.value.remedy == "There are: ochiai. Yours would be note.shrot.md.j2 in /mine/templates."
    with pytest.raises(UsageError, match=r"no template page\.html\.j2"):
        render("page.html.j2")


@pytest.mark.parametrize("name", ["../note.en", "/etc/passwd", "a/b", "", ".", "x\x00"])
def test_a_templates_name_leads_nowhere_else(name: str) -> None:
    """Only files in the templates folders are templates."""
    with pytest.raises(UsageError, match="no template"):
        note_sections(PAPER, template=name)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("one\n{{ oops", "line 2: unexpected end of template"),
        ("one\ntwo\n{{ papr.title }}", "line 3: 'papr' is undefined"),
        ("{{ paper.nothing }}", "line 1: .* has no attribute 'nothing'"),
        ("\n{{ 1 / 0 }}", "line 2: division by zero"),
        ("{% include 'gone.md.j2' %}", "line 1: there is no template gone.md.j2"),
        ("{% for n in range(10 ** 9) %}{% endfor %}", "line 1: Range too big"),
        ("{{ paper._replace(title='x') }}", "line 1: access to attribute '_replace' .* is unsafe\\.$"),
        (
            "{{ ''.__class__.__mro__[1].__subclasses__() }}",
            "line 1: access to attribute '__class__' .* is unsafe\\.$",
        ),
        ("{{ paper.authors | md }}", "line 1: "),
        ("\udcff", "note.bad.md.j2: .*can't decode"),
    ],
)
def test_a_faulty_template_is_told_with_its_line(source: str, message: str, tmp_path: Path) -> None:
    """Whatever is wrong with it, the person who wrote it learns where; and it runs no code."""
    (tmp_path / "note.bad.md.j2").write_bytes(source.encode("utf-8", "surrogateescape"))
    with pytest.raises(PapersError, match=message) as caught:
        note_sections(PAPER, template="bad", folders=(str(tmp_path),))
    assert "note.bad.md.j2" in caught.value.message
    assert caught.value.remedy


keeps_to_memory = pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of memory")
LOOPS = "{% for a in 'xxxxxxxxxx' %}" * 9 + "{% endfor %}" * 9
DOUBLED = (
    "{% set d = namespace(x='xxxxxxxxxx') %}{% for n in range(60) %}{% set d.x = d.x ~ d.x %}{% endfor %}"
)
NESTED = "{% set d = namespace(x=['x']) %}{% for n in range(60) %}{% set d.x = [d.x, d.x] %}{% endfor %}"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (LOOPS, "line 1: it takes more than 10,000 steps"),
        ("{% for a in range(9999) %}{{ range(9999) | sum }}{% endfor %}", "line 1: it takes more than"),
        ("{% for a in 'xx' recursive %}{{ loop('xx') }}{% endfor %}", "line 1: "),
        ("{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}", "line 1: "),
        ("{{ 9 ** (9 ** 9) }}", "line 1: the number is too big"),
        (
            "{% set n = namespace(x=9) %}{% for a in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}",
            "too big",
        ),
        ("{{ lipsum(n=10 ** 9) }}", "line 1: 'lipsum' is undefined"),
        (f"{NESTED}{{{{ d.x | tojson }}}}", "line 1: it takes more than 10,000 steps"),
        (f"{NESTED}{{{{ {{'a': d.x}} | tojson }}}}", "line 1: it takes more than 10,000 steps"),
        (f"{NESTED}{{{{ d.x | pprint }}}}", "No filter named 'pprint'"),
        ("{{ 'x' * 10 ** 9 }}", "line 1: it takes more than 10,000 steps"),
        ("{{ 10 ** 9 * [0] }}", "line 1: it takes more than 10,000 steps"),
        ("{% for a in range(99) %}{% set b = paper.title * 10 %}{% endfor %}", "line 1: it takes more than"),
        ("{% for a in range(999) %}more{% endfor %}", "it gives more than 1,000 characters"),
        ("(" * 5000, "bad.md.j2"),
        pytest.param("{{ 'x' | center(10 ** 11) }}", "it takes too much memory", marks=keeps_to_memory),
        pytest.param(DOUBLED, "line 1: it takes too much memory", marks=keeps_to_memory),
    ],
)
def test_a_template_that_would_never_end_is_told(
    source: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may come with somebody else's repository: it neither runs for ever nor fills the memory."""
    monkeypatch.setattr(sandbox, "STEPS", 10_000)
    monkeypatch.setattr(sandbox, "LONGEST", 1_000)
    monkeypatch.setattr(sandbox, "MEMORY", 1 << 27)
    (tmp_path / "note.bad.md.j2").write_text(source)
    with pytest.raises(PapersError, match=message):
        note_sections(PAPER, template="bad", folders=(str(tmp_path), "/mine/templates"))


def test_data_can_be_written_as_json(tmp_path: Path) -> None:
    """With the letters that act in HTML escaped, as Jinja does."""
    (tmp_path / "note.md.j2").write_text("{{ {'b': [paper.title, ('x', none)], 'a': '<'} | tojson }}")
    assert note_sections(PAPER, folders=(str(tmp_path),)) == (
        '{"a": "\\u003c", "b": ["Attention Is All You Need", ["x", null]]}'
    )


def test_each_template_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one has taken is not missing for the next, and a loop still knows its length."""
    monkeypatch.setattr(sandbox, "STEPS", 25)
    (tmp_path / "note.md.j2").write_text(
        "{% for n in range(9) if n % 2 %}{{ n }} of {{ loop.length }};{% endfor %}"
    )
    for _ in range(3):
        assert note_sections(PAPER, folders=(str(tmp_path),)) == "1 of 4;3 of 4;5 of 4;7 of 4;"


def test_html_is_escaped_by_itself_and_markdown_by_filters(tmp_path: Path) -> None:
    """Where a text is going decides what makes it harmless."""
    (tmp_path / "x.html.j2").write_text("{{ text }}", encoding="utf-8")
    (tmp_path / "x.md.j2").write_text(
        "{{ text }}|{{ text | md }}|{{ text | mdlink }}|{{ text | title }}|{{ url | mdurl }}",
        encoding="utf-8",
    )
    folders = (str(tmp_path),)
    context = {"text": "<b>http://a.b", "url": "http://a.b/(c)"}
    assert render("x.html.j2", folders, **context) == "&lt;b&gt;http://a.b"
    assert render("x.md.j2", folders, **context) == (
        "<b>http://a.b|\\<b\\><http://a.b>|\\<b\\>http:\u200b//a.b|<b>http:\u200b//a.b|http://a.b/%28c%29"
    )
