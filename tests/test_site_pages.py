"""The pages of the site: what is on them, where their links lead, and that nothing in them acts."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urljoin
from xml.etree.ElementTree import Element

import pytest

from paper_notes.atom import atom
from paper_notes.export.keys import citation_keys
from paper_notes.markdown_html import Place, highlight_css, html_of, title_html
from paper_notes.model import Comment, Note, Paper, Status
from paper_notes.render import render, source
from paper_notes.site.build import plan
from paper_notes.site.catalogue import Catalogue, Site
from paper_notes.site.pages import Doors
from paper_notes.topic_defaults import DEFAULT_TOPICS
from tests.html_tree import parsed, text_of

HUB = "https://github.com/alice/papers"
DOORS = Doors(
    render=render,
    source=source,
    to_html=lambda text, pages, images, prefix: html_of(text, Place(HUB, pages, images, prefix)),
    title_html=title_html,
    highlight_css=(highlight_css(), highlight_css(dark=True)),
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
            there, _, anchor = urljoin(f"https://site.test/{path}", target).partition("#")
            place = unquote(there.removeprefix("https://site.test/"))
            file = f"{place}index.html" if not place or place.endswith("/") else place
            ids = re.findall(r' id="([^"]*)"', files.get(file, ""))
            if file not in files or (anchor and unquote(anchor) not in ids):
                found.append((path, target))
    return found


def test_the_files_of_a_site() -> None:
    """Every note, topic and year has a page, and so have authors of two notes."""
    assert sorted(built()) == [
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
