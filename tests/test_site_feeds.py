"""What a site has for programs: feeds, a map, all notes as JSON and BibTeX."""

import json
from pathlib import Path

import pytest
from lxml import etree

from paper_notes.rules.site.catalogue import Catalogue, Site
from paper_notes.rules.site.feeds import ENTRIES, feeds_of, newest
from paper_notes.values.model import Note, Paper, Status
from tests.conftest import Run
from tests.test_atom import SCHEMA
from tests.test_site_pages import ATTENTION, ESSAY, IMAGES, NOTES, broken, built, metas, trees

BASE = "https://alice.github.io/papers"
NEWS = ["feed.xml", "topics/CV/feed.xml", "topics/NLP/feed.xml"]


def entries(feed: str) -> list[list[str | None]]:
    """Return the id, the date, the title and the link of each entry of a valid feed."""
    root = etree.fromstring(feed.encode())
    SCHEMA.assertValid(root)
    found = root.findall("{*}entry")
    texts = ([entry.findtext(f"{{*}}{name}") for name in ("id", "updated", "title")] for entry in found)
    return [[*three, entry.find("{*}link").get("href")] for three, entry in zip(texts, found, strict=True)]


def test_feeds() -> None:
    """The site has one, and each topic with news; the last read comes first."""
    files = built(base_url=BASE)
    assert sorted(path for path in files if path.endswith(".xml")) == sorted([*NEWS, "sitemap.xml"])
    about = {
        ATTENTION: [ATTENTION.url, "2026-11-21T00:00:00+00:00", ATTENTION.paper.title, f"{BASE}/notes/12/"],
        IMAGES: [IMAGES.url, "2026-10-01T00:00:00+00:00", IMAGES.paper.title, f"{BASE}/notes/9/"],
    }
    essay = f"{BASE}/notes/distill.pub-2021-gnn-eb65e968/"
    about[ESSAY] = [essay, "2026-11-20T00:00:00+00:00", ESSAY.paper.title, essay]
    assert [entries(files[path]) for path in NEWS] == [
        [about[ATTENTION], about[ESSAY], about[IMAGES]],
        [about[IMAGES]],
        [about[ATTENTION], about[IMAGES]],
    ]


def test_what_an_entry_says() -> None:
    """The reader's own text as HTML, with addresses that are true everywhere."""
    root = etree.fromstring(built(base_url=BASE)["feed.xml"].encode())
    first = root.find("{*}entry")
    assert first.findtext("{*}summary") == "Attention alone is enough."
    assert f'<a href="{BASE}/notes/9/"' in first.findtext("{*}content")
    assert [root.findtext("{*}title"), root.findtext("{*}author/{*}name")] == ["Paper notes", "Paper notes"]


def test_pages_name_their_feeds() -> None:
    """In the head: that of the site, and on a topic's page that of the topic; without an address none."""
    files = built(base_url=BASE)
    found = {
        path: [link.get("href") for link in tree.iter("link") if link.get("type") == "application/atom+xml"]
        for path, tree in trees(files).items()
    }
    assert found["index.html"] == ["./feed.xml"]
    assert found["notes/12/index.html"] == ["../../feed.xml"]
    assert found["topics/CV/index.html"] == ["../../feed.xml", "../../topics/CV/feed.xml"]
    assert found["404.html"] == ["/papers/feed.xml"]
    assert broken(files) == []
    assert [path for path in built() if path.endswith((".xml", ".txt"))] == []
    assert "feed" not in built()["index.html"]


def test_nothing_is_news() -> None:
    """Then there are no feeds, and no page speaks of them."""
    waiting = [note._replace(status=Status.TO_READ) for note in NOTES]
    files = built(waiting, base_url=BASE)
    assert [path for path in files if path.endswith("feed.xml")] == []
    assert [path for path, text in files.items() if "feed.xml" in text] == []


def test_what_is_news() -> None:
    """The newest, whatever their dates are; one without any has the same each time."""
    notes = [
        Note(Paper(str(number), ""), Status.READ, read_on=f"2026-{number:02}-30") for number in range(1, 13)
    ]
    odd = Note(Paper("odd", "", published="2015"), Status.READ, read_on="2026-02-30", added_on="2026-12-31")
    bare = Note(Paper("bare", ""), Status.DROPPED)
    assert [note.paper.id for note in newest([bare, *notes, odd])] == [
        "odd", *(str(number) for number in (12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 1)), "bare", "2",
    ]  # fmt: skip
    news = feeds_of(Catalogue(Site(notes * 3, base_url=BASE)))
    assert {folder: len(found) for folder, found in news.items()} == {"": ENTRIES}


def test_the_map() -> None:
    """It has every page but the one for the lost, and robots hear of it."""
    files = built(base_url=BASE)
    pages = [path.removesuffix("index.html") for path in sorted(files) if path.endswith("/index.html")]
    urls = [loc.text for loc in etree.fromstring(files["sitemap.xml"].encode()).iter("{*}loc")]
    assert urls == sorted(f"{BASE}/{path}" for path in ("", *pages))
    assert files["robots.txt"] == f"User-agent: *\nAllow: /\nSitemap: {BASE}/sitemap.xml\n"
    assert [metas(tree).get("robots") for path, tree in trees(files).items() if path == "404.html"] == [
        ["noindex"]
    ]


def test_all_notes() -> None:
    """As papers export writes them."""
    files = built()
    notes = json.loads(files["notes.json"])
    assert sorted(notes, key=str) == sorted((note.as_json() for note in NOTES), key=str)
    assert files["notes.bib"].count("\n@") == 2
    assert "eprint = {1706.03762}" in files["notes.bib"]


@pytest.mark.parametrize(
    ("options", "told"),
    [("", True), ("--base-url https://notes.example/", False)],
)
def test_an_address(options: str, told: bool, papers: Run) -> None:
    """Without one a local library has no feeds, and the command says so."""
    papers("add 1706.03762 --offline --status read")
    output = papers(f"site public {options}")
    assert ("Feeds and a sitemap need to know" in output.stderr) == told
    assert Path("public/feed.xml").exists() != told


def test_a_wrong_address(papers: Run) -> None:
    """It is a mistake in the command line, and nothing is written."""
    papers("site public --base-url notes.example", exit_code=2)
    assert not Path("public").exists()
