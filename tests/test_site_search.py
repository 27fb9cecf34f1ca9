"""The search of a site: what the index is made of, and when there is one."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from paper_notes.doors import pagefind_index
from paper_notes.rules.site.build import plan
from paper_notes.rules.site.catalogue import Catalogue, Site
from paper_notes.rules.site.search import END, pairs_of, search_files, with_pairs
from paper_notes.rules.site.tree import File
from tests.conftest import Run
from tests.test_site_pages import DOORS, NOTES, broken, built


@pytest.mark.parametrize(
    ("html", "pairs"),
    [
        ("<p>English only</p>", ""),
        ("<p>naïve café</p>", ""),
        ("<p>한국어 논문</p>", "국어 논문 문 어 한국"),
        ("<p>日本<b>語</b></p>", "日本 本 語"),
        ("<p>ﾃﾞｰﾀ BERT모델 &#xBAA8;&#xB378;</p>", "タ デー ータ 델 모델"),
        ('<p title="논문">x</p>é', ""),
    ],
)
def test_pairs(html: str, pairs: str) -> None:
    """Words without blanks become pairs of letters, each once; other words stay out."""
    assert pairs_of(html) == pairs


def test_a_page_with_pairs() -> None:
    """They stand at the end of its main part, and nothing else of the page counts."""
    page = "<html><nav>목차</nav><main id=x><article>논문</article></main><footer>끝</footer></html>"
    assert with_pairs(page) == page.replace("</main>", f"<p data-pagefind-body>{END} 논문 문</p></main>")
    assert with_pairs("<main>English</main>") == "<main>English</main>"


def no_pages(_: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Make an index of nothing."""
    return iter(())


def test_what_decides_the_index() -> None:
    """The notes' pages, in whatever order, and the program that makes it."""
    one, two = (File(f"notes/{name}/index.html", name.encode(), bytes) for name in "12")
    indexes = [
        search_files(notes, no_pages, version).inputs
        for notes, version in (
            ([one, two], b"1"),
            ([two, one], b"1"),
            ([one], b"1"),
            ([one, two], b"2"),
            ([one, two._replace(inputs=b"3")], b"1"),
        )
    ]
    assert indexes[0] == indexes[1]
    assert len(set(indexes)) == 4


def test_a_site_with_search() -> None:
    """It has a page for it, which the menu names; the notes alone are indexed."""
    files = built(search=True)
    assert [path for path in files if "search" in path] == ["search/index.html", "assets/search.js"]
    assert broken(files) == []
    seen = list[str]()

    def index(pages: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
        seen.extend(address for address, html in pages if " data-pagefind-body " in html)
        yield "x", b""

    site = plan(Catalogue(Site(NOTES, search=True)), DOORS._replace(make_index=index))
    contents: dict[str, Callable[[], bytes]] = {file.path: file.make for file in site.files}
    (group,) = site.derived
    assert list(group.make(lambda path: contents[path]())) == [("pagefind/x", b"")]
    assert sorted(seen) == ["notes/12/", "notes/9/", "notes/distill.pub-2021-gnn-eb65e968/"]


def test_a_site_without_search() -> None:
    """No page speaks of it, and none may run WebAssembly."""
    pages = {path: text for path, text in built().items() if path.endswith(".html")}
    assert [path for path, text in pages.items() if "search" in text.lower() or "wasm" in text] == []
    assert plan(Catalogue(Site(NOTES)), DOORS).derived == []


def test_without_pagefind(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no search; who asks for it hears how to get it."""
    monkeypatch.setattr(pagefind_index, "is_installed", lambda: False)
    papers("add 1706.03762 --offline --status read")
    assert "paper-notes[search]" in papers("site public --search", exit_code=2).stderr
    assert not Path("public").exists()
    papers("site public")
    assert not Path("public/search").exists()


@pytest.mark.skipif(
    not pagefind_index.is_installed(), reason="Pagefind is missing: pip install 'pagefind[bin]'"
)
def test_with_pagefind(papers: Run) -> None:
    """The index is made, left alone while nothing changes, and goes when it is not wanted."""
    papers("add 1706.03762 --offline --status read")
    papers("site public")
    assert Path("public/pagefind/pagefind.js").is_file()
    assert "Wrote 0 of" in papers("site public").stderr
    papers("mark dropped 1706.03762 --offline")
    assert "Would remove notes/1706.03762/index.html" in papers("site public --dry-run").stderr
    papers("site public --no-search")
    assert not Path("public/pagefind").exists()
