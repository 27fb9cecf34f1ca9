"""The pages of the site: what is on them, where their links lead, and that nothing in them acts."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin
from xml.etree.ElementTree import Element

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paper_notes.doors.atom import atom
from paper_notes.doors.html import Place, highlight_css, html_of, title_html
from paper_notes.doors.render import render, source
from paper_notes.rules.export.keys import citation_keys
from paper_notes.rules.site import paths
from paper_notes.rules.site.addresses import author_folder
from paper_notes.rules.site.build import plan
from paper_notes.rules.site.catalogue import Catalogue, Site
from paper_notes.rules.site.doors import Doors
from paper_notes.rules.site.figures import Column, columns
from paper_notes.rules.site.numbers import Numbers
from paper_notes.rules.site.style import DARK, LIGHT, style_sheet
from paper_notes.rules.site.typography import without_empty_sections
from paper_notes.values.color import contrast
from paper_notes.values.color import parsed as parsed_color
from paper_notes.values.model import Comment, Note, Paper, Status
from paper_notes.values.topic_defaults import DEFAULT_TOPICS, Topic
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.html_tree import links, parsed, text_of, with_class

HUB = "https://github.com/alice/papers"
DOORS = Doors(
    render=render,
    source=source,
    to_html=lambda text, pages, images, prefix: html_of(text, Place(HUB, pages, images, prefix)),
    title_html=title_html,
    highlight_css=highlight_css,
    atom=atom,
    make_index=lambda _: iter(()),
    index_version=lambda: "1",
    fingerprint=b"",
)

ATTENTION = Note(
    Paper(
        "1706.03762",
        "Attention Is All You Need",
        ("Ashish Vaswani", "Noam Shazeer", "Niki Parmar"),
        8,
        abstract="Attention alone, in $O(n^2)$.",
        version=7,
        published="2017-06-12T17:57:34Z",
        updated="2023-08-02T00:41:18Z",
        primary_category="cs.CL",
        categories=("cs.CL", "cs.LG"),
        comment="15 pages",
    ),
    Status.READ,
    ("NLP",),
    ("NLP",),
    5,
    "2026-11-21",
    "2026-11-18",
    12,
    f"{HUB}/issues/12",
    "Attention Is All You Need",
    "alice",
    "Attention alone is enough.",
    "## One-line summary\n\nAttention alone is enough.\n\n## Method\n\n<!-- How it works. -->\n\nSee #9.",
    key=1,
    comments=(Comment(5, 12, "alice", "OWNER", "2026-11-22T08:00:00Z", "", f"{HUB}/issues/12#c", "Again."),),
)
IMAGES = Note(
    Paper(
        "2010.11929",
        "An Image is Worth 16x16 Words",
        ("Alexey Dosovitskiy", "Noam Shazeer"),
        2,
        published="2020-10-22",
        version=1,
    ),
    Status.READ,
    ("CV", "NLP"),
    (),
    None,
    "2026-10-01",
    "2026-09-30",
    9,
    f"{HUB}/issues/9",
    key=2,
)
ESSAY = Note(
    Paper("https://distill.pub/2021/gnn/", "Graphs <b>&</b> networks", url="https://distill.pub/2021/gnn/"),
    Status.READING,
    added_on="2026-11-20",
    key=3,
)
NOTES = (ATTENTION, IMAGES, ESSAY)


def built(notes: Iterable[Note] = NOTES, **settings: Any) -> dict[str, str]:
    """Return the pages of a site, by path."""
    found = tuple(notes)
    settings = {"topics": DEFAULT_TOPICS, "keys": citation_keys(found), "repository": HUB, **settings}
    files = plan(Catalogue(Site(found, **settings)), DOORS).files
    return {file.path: file.make().decode() for file in files}


def trees(files: dict[str, str]) -> dict[str, Element]:
    """Return the pages as elements, by path."""
    return {path: parsed(html) for path, html in files.items() if path.endswith(".html")}


def outline(tree: Element) -> list[str]:
    """Return the headings with their levels."""
    return [f"{each.tag} {text_of(each)}" for each in tree.iter() if re.fullmatch("h[1-6]", each.tag)]


def metas(tree: Element) -> dict[str, list[str]]:
    """Return what the head says, by name."""
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("http-equiv")
        if name:
            found.setdefault(name, []).append(meta.get("content", ""))
    return found


def broken(files: dict[str, str]) -> list[tuple[str, str]]:
    """Return each page with every address inside the site that it names and that is not there."""
    found = []
    for path, tree in trees(files).items():
        for element in tree.iter():
            target = element.get("href") or element.get("src")
            if target is None or re.match("[a-z]+:", target):
                continue
            there, _, anchor = urljoin(f"https://alice.github.io/papers/{path}", target).partition("#")
            place = unquote(there.removeprefix("https://alice.github.io/papers/"))
            file = f"{place}index.html" if not place or place.endswith("/") else place
            ids = re.findall(r' id="([^"]*)"', files.get(file, ""))
            if file not in files or (anchor and unquote(anchor) not in ids):
                found.append((path, target))
    return found


def test_the_files_of_a_site() -> None:
    """Every note, topic and year has a page, and so have authors of two notes."""
    assert sorted(built()) == [
        ".nojekyll",
        "404.html",
        "assets/icon.svg",
        "assets/site.js",
        "assets/style.css",
        "authors/index.html",
        "authors/noam-shazeer/index.html",
        "index.html",
        "notes.bib",
        "notes.json",
        "notes/12/index.html",
        "notes/9/index.html",
        "notes/distill.pub-2021-gnn-eb65e968/index.html",
        "notes/index.html",
        "statistics/index.html",
        "topics/CV/index.html",
        "topics/NLP/index.html",
        "topics/index.html",
        "years/2017/index.html",
        "years/2020/index.html",
        "years/index.html",
    ]


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize("notes", [(), (ESSAY,), NOTES], ids=["none", "one", "three"])
def test_links_lead_somewhere(language: str, notes: tuple[Note, ...]) -> None:
    """Whatever there is, every link inside the site leads to one of its files."""
    assert broken(built(notes, language=language)) == []


def test_names_that_some_systems_keep_for_themselves() -> None:
    """No topic, and no paper's address, keeps a whole site from being written."""
    topics = ("index.html", "aux.h", "COM¹", "nul", "a", "A", "../x", "feed.xml")
    elsewhere = ESSAY._replace(paper=ESSAY.paper._replace(id="https://con.example/"), topics=topics)
    paths.check(files := built([*NOTES[:2], elsewhere]))
    assert {path.split("/")[1] for path in files if re.fullmatch("topics/.*/index.html", path)} == {
        "CV", "NLP", "index.html-2", "aux-.h", "COM¹-", "nul-", "A", "a-2", "x", "feed.xml",
    }  # fmt: skip
    assert broken(files) == []


def test_the_page_of_a_note() -> None:
    """The reader's text is the main thing; empty sections of a template are not shown."""
    page = trees(built())["notes/12/index.html"]
    assert outline(page) == [
        "h1 Attention Is All You Need",
        "h2 One-line summary",
        "h2 Method",
        "h2 Comments",
        "h2 Related notes",
        "h3 On the same topics, from about that time",
        "h4 An Image is Worth 16x16 Words",
    ]
    (main,) = page.iter("main")
    assert links(main) == [
        ("NLP", "../../topics/NLP/"),
        ("Noam Shazeer", "../../authors/noam-shazeer/"),
        ("arXiv:1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("PDF", "https://arxiv.org/pdf/1706.03762"),
        ("HTML", "https://arxiv.org/html/1706.03762"),
        ("This note on GitHub", f"{HUB}/issues/12"),
        ("#9", "../../notes/9/"),
        ("22 November 2026", f"{HUB}/issues/12#c"),
        ("An Image is Worth 16x16 Words", "../../notes/9/"),
        ("CV", "../../topics/CV/"),
        ("NLP", "../../topics/NLP/"),
        ("Newer Graphs <b>&</b> networks", "../../notes/distill.pub-2021-gnn-eb65e968/"),
        ("Older An Image is Worth 16x16 Words", "../../notes/9/"),
    ]
    assert [text_of(each) for each in page.iter("dt")] == [
        "Links",
        "Published",
        "Updated",
        "Categories",
        "Comment",
    ]
    assert [text_of(each) for each in page.iter("summary")] == ["Abstract", "Cite the paper"]
    assert [each.get("aria-label") for each in with_class(page, "stars")] == ["5 of 5 stars"]
    (bibtex,) = page.iter("pre")
    assert "".join(bibtex.itertext()).startswith("@misc{vaswani2017attention,\n")
    assert [each.tag for each in main.iter() if each.tag == "math"] == ["math"]


def test_what_a_page_says_to_machines() -> None:
    """Search engines, citation managers and previews of links are told whom the page is about."""
    page = trees(built(base_url="https://alice.github.io/papers"))["notes/12/index.html"]
    said = metas(page)
    assert said.pop("Content-Security-Policy")[0].startswith("default-src 'none'; ")
    assert {name: values for name, values in said.items() if "color" not in name} == {
        "viewport": ["width=device-width, initial-scale=1"],
        "description": ["Attention alone is enough."],
        "citation_title": ["Attention Is All You Need"],
        "citation_author": ["Vaswani, Ashish", "Shazeer, Noam", "Parmar, Niki"],
        "citation_publication_date": ["2017/06/12"],
        "citation_arxiv_id": ["1706.03762"],
        "citation_pdf_url": ["https://arxiv.org/pdf/1706.03762"],
        "og:title": ["Attention Is All You Need"],
        "og:type": ["article"],
        "og:description": ["Attention alone is enough."],
        "og:url": ["https://alice.github.io/papers/notes/12/"],
        "og:site_name": ["Paper notes"],
        "og:locale": ["en_US"],
    }
    named = {link.get("rel"): link.get("href") for link in page.iter("link")}
    assert named["canonical"] == "https://alice.github.io/papers/notes/12/"
    (review,) = (each for each in page.iter("script") if each.get("type") == "application/ld+json")
    data = json.loads(text_of(review))
    assert (data["@type"], data["reviewRating"]["ratingValue"]) == ("Review", 5)
    assert data["itemReviewed"] == {
        "@type": "ScholarlyArticle",
        "name": "Attention Is All You Need",
        "author": [{"@type": "Person", "name": name} for name in ATTENTION.paper.authors],
        "datePublished": "2017-06-12",
        "url": "https://arxiv.org/abs/1706.03762",
        "sameAs": ["https://arxiv.org/pdf/1706.03762", "https://arxiv.org/html/1706.03762"],
        "identifier": "arXiv:1706.03762",
    }


def test_a_paper_that_nobody_knows_yet_is_cited_nowhere() -> None:
    """A number for a title, and no author, would go into other people's libraries."""
    pending = ATTENTION._replace(paper=Paper("1706.03762", "arXiv:1706.03762", pending=True))
    said = metas(trees(built([pending]))["notes/12/index.html"])
    assert [name for name in said if name.startswith("citation")] == []


@pytest.mark.parametrize(
    ("published", "said"), [("2016-01-02T03:04:05Z", "2016/01/02"), ("2016-01", "2016"), ("2016", "2016")]
)
def test_a_date_as_scholars_have_it(published: str, said: str) -> None:
    """Google Scholar asks for a day or a year, and knows nothing between."""
    note = ATTENTION._replace(paper=ATTENTION.paper._replace(published=published))
    page = trees(built([note]))["notes/12/index.html"]
    assert metas(page)["citation_publication_date"] == [said]


def test_the_home_page_shows_a_few_that_are_being_read() -> None:
    """However many are open, what was read last is not far down; the heading leads to all of them."""
    papers = (ESSAY.paper._replace(id=f"https://distill.pub/{place}/") for place in range(20))
    reading = [ESSAY._replace(paper=paper, key=10 + place) for place, paper in enumerate(papers)]
    page = trees(built([*NOTES, *reading]))["index.html"]
    (first, second) = with_class(page, "entries")
    assert (len(list(first)), len(list(second))) == (5, 2)
    assert ("Reading now", "./notes/#reading") in links(page)


@pytest.mark.parametrize(
    ("language", "menu", "home", "status"),
    [
        (
            "en",
            ["Notes", "Topics", "Years", "Authors", "Statistics"],
            ["h1 Paper notes", "h2 Reading now 1", "h2 Recently read", "h2 Topics"],
            "Read on 21 November 2026",
        ),
        (
            "ko",
            ["노트", "주제", "연도", "저자", "통계"],
            ["h1 논문 노트", "h2 읽는 중 1", "h2 최근에 읽은 논문", "h2 주제"],
            "2026년 11월 21일에 읽음",
        ),
        (
            "ja",
            ["ノート", "トピック", "年", "著者", "統計"],
            ["h1 論文ノート", "h2 読んでいる論文 1", "h2 最近読んだ論文", "h2 トピック"],
            "2026年11月21日に読了",
        ),
    ],
)
def test_languages(language: str, menu: list[str], home: list[str], status: str) -> None:
    """All that the site says by itself is in its language, and pages tell which that is."""
    pages = trees(built(language=language))
    top = pages["index.html"]
    (nav,) = (each for each in top.iter("nav"))
    assert [text for text, _ in links(nav)] == menu
    assert [line for line in outline(top) if line[:2] in ("h1", "h2")] == home
    assert [text_of(each) for each in with_class(pages["notes/12/index.html"], "status")] == [status]
    assert {page.get("lang") for page in pages.values()} == {language}


def test_each_text_says_its_language() -> None:
    """A Korean note on an English site is set as Korean, so that fonts and line breaks are right."""
    korean = ATTENTION._replace(text="어텐션만으로 translation을 한다.", summary="어텐션만으로 된다.")
    pages = trees(built([korean]))
    (text,) = with_class(pages["notes/12/index.html"], "text")[:1]
    (summary,) = with_class(pages["index.html"], "summary")
    assert (text.get("lang"), summary.get("lang")) == ("ko", "ko")


def test_a_summary_shows_its_math() -> None:
    """In lists, too, a formula is one, and all else is text."""
    page = trees(built([ATTENTION._replace(summary="Costs <b>$n^2$</b>, not $5.")]))["index.html"]
    (summary,) = with_class(page, "summary")
    assert [each.tag for each in summary.iter()] == ["p", "math", "mrow", "msup", "mi", "mn"]
    assert text_of(summary) == "Costs <b>n2</b>, not $5."


def test_lists_are_grouped() -> None:
    """All notes are by the month of reading, those of a topic by the year of the paper."""
    pages = trees(built())
    assert outline(pages["notes/index.html"]) == [
        "h1 All notes",
        "h2 Reading now 1",
        "h3 Graphs <b>&</b> networks",
        "h2 November 2026 1",
        "h3 Attention Is All You Need",
        "h2 October 2026 1",
        "h3 An Image is Worth 16x16 Words",
    ]
    assert outline(pages["topics/NLP/index.html"]) == [
        "h1 NLP",
        "h2 2020 1",
        "h3 An Image is Worth 16x16 Words",
        "h2 2017 1",
        "h3 Attention Is All You Need",
    ]
    assert outline(pages["years/2017/index.html"])[:2] == ["h1 2017", "h2 June 2017 1"]


def test_readers_of_a_group() -> None:
    """Where several people read, each note says who; a single reader needs no name."""
    shared = [ATTENTION._replace(readers=("alice", "bob")), IMAGES._replace(readers=("alice",))]
    alone = [note._replace(readers=("alice",)) for note in shared]
    found = [text_of(each) for each in with_class(trees(built(shared))["topics/NLP/index.html"], "facts")]
    assert found == [
        "Dosovitskiy and Shazeer (2020) 1 October 2026 read by alice CVNLP",
        "Vaswani et al. (2017) ★★★★★ 21 November 2026 read by alice, bob NLP",
    ]
    assert "read by" not in built(alone)["topics/NLP/index.html"]


def test_statistics() -> None:
    """The plots' values are in tables, too, and a goal is a line and a sentence."""
    page = trees(built(goal=50))["statistics/index.html"]
    assert [
        (text_of(name), text_of(number))
        for name, number in zip(page.iter("dt"), page.iter("dd"), strict=True)
    ] == [
        ("papers read", "2"),
        ("in 2026", "2"),
        ("longest run, in days", "1"),
        ("median wait, in days", "2"),
    ]
    assert [text_of(each) for each in with_class(page, "goal") if each.tag == "p"] == [
        "Goal: 2 of the 50 papers meant for 2026"
    ]
    assert [each.get("aria-label") for each in page.iter("svg") if each.get("role") == "img"] == [
        "Days of reading from 1 October 2026 to 21 November 2026: 2 papers on 2 days",
        "Papers read by month",
    ]
    rows = [[text_of(cell) for cell in row][:2] for row in page.iter("tr")]
    assert ["October 2026", "1"] in rows
    assert ["NLP", "2"] in rows


@pytest.mark.parametrize(
    ("language", "first", "shown"),
    [
        ("en", "2026-10-01", ["Oct", "Nov"]),
        ("ko", "2026-10-01", ["10월", "11월"]),
        (
            "en",
            "2025-12-01",
            ["Dec", "2026", *["Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]],
        ),
        ("en", "2024-05-01", ["2024", *[""] * 7, "2025", *[""] * 11, "2026", *[""] * 10]),
    ],
)
def test_what_stands_below_the_months(language: str, first: str, shown: list[str]) -> None:
    """Each of a year's months has its name, but January the year; of more months the years are named."""
    notes = tuple(note._replace(read_on=day) for note, day in zip(NOTES, (first, "2026-11-21"), strict=False))
    site = Site(notes, topics=DEFAULT_TOPICS, keys=citation_keys(notes), repository=HUB, language=language)
    assert [column.tick for column in Numbers(Catalogue(site)).months] == shown


def test_columns_say_how_high_they_are() -> None:
    """Each of a few has its number above it; of many the highest, for the scale."""

    def numbers(*values: int) -> list[str]:
        plot = columns([Column(str(value), "", "", value) for value in values], "")
        return re.findall(r"<text[^>]*>(\d+)</text>", plot)

    assert numbers(3, 0, 5) == ["3", "5"]
    assert numbers(1, 2, 3, 4, 7, 6, 7, 0, 1) == ["7"]


def test_a_site_without_notes() -> None:
    """It is there, and says so; there is no page for what there is none of."""
    files = built([])
    assert sorted(path for path in files if path.endswith(".html")) == [
        "404.html",
        "index.html",
        "notes/index.html",
    ]
    assert "No papers here yet." in text_of(trees(files)["index.html"])


def test_whoever_is_lost_is_led_home() -> None:
    """The page for addresses that lead nowhere may be shown in any folder: its links begin at the top."""
    page = trees(built(base_url="https://alice.github.io/papers"))["404.html"]
    (sheet,) = (link.get("href") for link in page.iter("link") if link.get("rel") == "stylesheet")
    assert sheet == "/papers/assets/style.css"
    assert [target for _, target in links(page) if not target.startswith(("/papers/", "#", "https:"))] == []


HOSTILE = "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'><!-- -->&lt;b&gt;\u202e"
ATTACK = Note(
    Paper(
        f"https://evil.test/{HOSTILE}",
        HOSTILE,
        (HOSTILE, "javascript:alert(1)", "</a>"),
        3,
        abstract=HOSTILE,
        version=2,
        published="2026-13-99",
        updated="later",
        primary_category=HOSTILE,
        categories=(HOSTILE,),
        comment=HOSTILE,
        journal_ref=HOSTILE,
        doi=HOSTILE,
        url="javascript:alert(1)",
    ),
    Status.READ,
    ("NLP",),
    (HOSTILE,),
    3,
    "2026-02-31",
    "soon",
    12,
    "javascript:alert(2)",
    HOSTILE,
    HOSTILE,
    HOSTILE,
    f"# {HOSTILE}\n\n[x](javascript:alert(1)) <svg onload=alert(1)> <style>*{{}}</style>\n\n<div>{'[' * 500}",
    key=1,
    comments=(Comment(5, 12, HOSTILE, "OWNER", HOSTILE, "", "javascript:alert(3)", HOSTILE),),
)


def test_hostile_notes_leave_the_pages_whole() -> None:
    """Whatever papers and notes say, pages are well-formed, and nothing of theirs can act."""
    files = built(
        [ATTACK, ATTENTION._replace(number=13, key=2)],
        title=HOSTILE,
        base_url="https://alice.github.io/papers",
    )
    assert broken(files) == []
    for path, page in trees(files).items():
        scripts = [each for each in page.iter("script") if each.get("type") != "application/ld+json"]
        assert [each.get("src", "")[-14:] for each in scripts] == ["assets/site.js"], path
        assert "\u202e" not in text_of(next(page.iter("main"))), path
        for element in page.iter():
            assert element.tag not in ("iframe", "style", "form", "base"), path
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"], path
            address = element.get("href") or element.get("src") or ""
            assert not address.lower().startswith(("javascript:", "data:")), path


WORDS = st.text(max_size=30) | st.sampled_from([HOSTILE, "&amp;", "$x<y$", "##", "a\u2028b", "\ud800", "-->"])


@given(data=st.data())
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pages_are_well_formed_whatever_is_in_them(data: st.DataObject) -> None:
    """No text makes a page that is not whole, or a link that leads nowhere."""

    def text() -> str:
        return data.draw(WORDS)

    paper = Paper(
        f"2601.{data.draw(st.integers(1, 99999)):05}", text(), (text(), text()), 2, text(), 1, text()
    )
    note = Note(
        paper._replace(comment=text(), journal_ref=text(), doi=text(), categories=(text(),)), Status.READ
    )
    note = note._replace(
        rating=3, read_on=text(), added_on=text(), number=1, url=text(), author=text(), key=1
    )
    files = built([note._replace(summary=text(), text=text() + "\n\n" + text(), readers=(text(), "bob"))])
    assert broken(files) == []


def test_the_inputs_of_a_page_are_what_it_shows() -> None:
    """A file whose bytes differ has other inputs: what an incremental build rests on."""
    changes = (
        (ATTENTION._replace(text="Other words."), IMAGES, ESSAY),
        (ATTENTION._replace(rating=1), IMAGES, ESSAY),
        (ATTENTION._replace(topics=("RL",)), IMAGES, ESSAY),
        (ATTENTION, IMAGES._replace(paper=IMAGES.paper._replace(title="Another")), ESSAY),
        (ATTENTION, IMAGES._replace(paper=IMAGES.paper._replace(authors=("Noam Shazeer",))), ESSAY),
        (ATTENTION, IMAGES._replace(status=Status.DROPPED), ESSAY),
        (ATTENTION, IMAGES._replace(read_on="2026-12-01"), ESSAY),
        (ATTENTION, IMAGES._replace(readers=("alice", "bob")), ESSAY),
        (ATTENTION, ESSAY),
    )
    site = Site(NOTES, ((1, 2),), citation_keys(NOTES), base_url="https://a.test", topics=DEFAULT_TOPICS)
    sites = [
        site,
        *(site._replace(notes=notes, keys=citation_keys(notes)) for notes in changes),
        site._replace(mentions=()),
        site._replace(keys={**site.keys, "1706.03762": "vaswani"}),
        site._replace(title="Mine"),
        site._replace(about="On attention."),
        site._replace(base_url="https://b.test"),
        site._replace(base_url=""),
        site._replace(language="ko"),
        site._replace(topics=DEFAULT_TOPICS[1:]),
        site._replace(goal=50),
        site._replace(repository=HUB),
        site._replace(search=True),
    ]
    known: dict[tuple[str, bytes], bytes] = {}
    for each in sites:
        for file in plan(Catalogue(each), DOORS).files:
            content = file.make()
            assert known.setdefault((file.path, file.inputs), content) == content, file.path


def test_a_changed_note_touches_few_pages() -> None:
    """A note's text is on its own page alone, and among the data."""
    files, after = built(), built([ATTENTION._replace(text="Other words."), IMAGES, ESSAY])
    assert [path for path in files if files[path] != after[path]] == ["notes/12/index.html", "notes.json"]


def test_names_of_authors_share_a_page() -> None:
    """Accents and case make no difference, Korean and Japanese names keep their letters."""
    names = ["José García", "jose garcia", "김철수", "ガ", "CON", "!!a"]
    assert [author_folder(name) for name in names] == [
        "authors/jose-garcia/",
        "authors/jose-garcia/",
        "authors/김철수/",
        "authors/ガ/",
        "authors/con-/",
        "authors/a/",
    ]


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("## A\n\n## B\n\ntext\n", "## B\n\ntext\n"),
        ("# A\n\n## B\n\n<!-- c -->\n", ""),
        ("# A\n\n## B\n\ntext\n\n## C\n", "# A\n\n## B\n\ntext\n\n"),
        ("text\n\n## A\n", "text\n\n"),
        ("```\n## A\n```\n", "```\n## A\n```\n"),
        ("## A\n\n```\ncode\n```\n", "## A\n\n```\ncode\n```\n"),
        ("## A\n\n<!--\n## B\ntext\n-->\n\n## C\n\nd\n", "## C\n\nd\n"),
        ("## A\n\n![x](y.png)\n", "## A\n\n![x](y.png)\n"),
    ],
)
def test_sections_that_nobody_filled_in(markdown: str, shown: str) -> None:
    """A heading under which nothing shows is left out, and nothing else is."""
    assert without_empty_sections(markdown) == shown


@pytest.mark.parametrize("topic", DEFAULT_TOPICS, ids=lambda topic: topic.name)
def test_the_colours_of_topics_can_be_read(topic: Topic) -> None:
    """On both grounds, labels keep the contrast that WCAG asks of text, and bars that of signs."""
    rules = re.findall(r"(--[\w-]+): #(\w{6})", style_sheet("", [topic], ("", "")))
    colors = [(name, parsed_color(digits)) for name, digits in rules]
    assert [name for name, _ in colors] == ["--topic", "--topic-ground", "--topic-text"] * 2
    for (_, bar), (_, ground), (_, text), page in zip(
        colors[::3], colors[1::3], colors[2::3], (LIGHT, DARK), strict=True
    ):
        assert contrast(text, ground) >= 4.5
        assert contrast(bar, page) >= 3


def test_the_command(papers: Run, arxiv: ArxivServer) -> None:
    """It builds the site, once; --queue and --status say what is on it, and a dry run writes nothing."""
    papers("add 1706.03762 --status read --rating 5 --on 2026-11-20")
    papers("add 1512.03385")
    first, second = (Path("public/notes", name, "index.html") for name in ("1706.03762", "1512.03385"))
    assert "Would write notes/1706.03762/index.html\n" in papers("site public --no-search --dry-run").stderr
    assert not Path("public").exists()
    papers("site public --no-search")
    assert (first.exists(), second.exists()) == (True, False)
    assert papers("site public --no-search").stderr.startswith("Wrote 0 of ")
    papers("site public --no-search --queue")
    assert (first.exists(), second.exists()) == (True, True)
    assert "removed " in papers("site public --no-search --topic CV").stderr
    assert (first.exists(), second.exists()) == (False, False)
    assert (
        "The site is empty: no note that is read or reading has what the other filters ask for."
        in papers("site public --no-search --topic CV").stderr
    )


def test_a_site_of_what_waits(papers: Run) -> None:
    """Where nothing was read, what waits is the main thing, and nobody is told that nothing is there."""
    papers("add 1706.03762 --pending")
    told = papers("site public --no-search").stderr
    assert "The site is empty: your only note is not read or reading. See it: papers list" in told
    assert "The list is empty" not in papers("site public --no-search --queue").stderr
    assert "The list is empty" not in papers("index --queue --output -").stderr
    page = parsed(Path("public/index.html").read_text(encoding="utf-8"))
    (main,) = with_class(page, "first")
    assert [line for line in outline(main) if line.startswith("h2")] == ["h2 To read 1"]


def test_the_settings_of_a_site(papers: Run) -> None:
    """papers.toml names the site and says where it will be."""
    Path("papers.toml").write_text(
        'site_title = "Alice reads"\nsite_about = "On attention & more."\nsite_url = "https://a.test/x/"\n'
    )
    papers("site public --no-search")
    page = parsed(Path("public/index.html").read_text(encoding="utf-8"))
    assert outline(page)[0] == "h1 Alice reads"
    assert [text_of(each) for each in with_class(page, "lead")] == ["On attention & more."]
    assert metas(page)["og:url"] == ["https://a.test/x/"]
    assert metas(page)["description"] == ["On attention & more."]


def test_templates_and_styles_of_ones_own(papers: Run) -> None:
    """A file in templates/site takes the place of ours, and own.css is added; both renew the pages."""
    papers("site public --no-search")
    own = Path("templates/site")
    own.mkdir(parents=True)
    Path("papers.toml").write_text("")
    (own / "own.css").write_text("body { color: red }")
    (own / "404.html.j2").write_text("<p>{{ say.not_found }}: {{ site_title }} & co")
    papers("site public --no-search")
    assert Path("public/404.html").read_text() == "<p>There is no such page: Paper notes & co"
    assert Path("public/assets/style.css").read_text().endswith("body { color: red }")
