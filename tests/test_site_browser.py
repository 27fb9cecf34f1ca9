"""The site in a browser: nothing sticks out, nothing is asked of others, nothing runs that is not ours."""

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlsplit

import pytest

from paper_notes.app import App
from paper_notes.app.sites import plan_site
from paper_notes.doors.preview import Preview
from paper_notes.rules.site.tree import write
from paper_notes.values.model import Issue, Paper, Record, Status
from paper_notes.values.query import Query
from paper_notes.values.record import record_to_data
from paper_notes.values.text import body
from paper_notes.values.tracker import Batch, Bookmark
from tests.browser import axe_source, barriers, running_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route

REAL = Path(__file__).parents[2] / "shared" / "data" / "issues-dev.jsonl"
PHONE, DESK = (390, 844), (1280, 900)

RICH = """\
## One-line summary

Attention alone is enough: transformers need no recurrence.

## Method

See #2, #3 and `softmax`. With $d_k$ the width, and a formula that is wide:

$$
\\mathrm{Attention}(Q, K, V) = \\mathrm{softmax}\\left(\\frac{QK^\\top}{\\sqrt{d_k}}\\right) V
+ \\sum_{i=1}^{n} \\left(a_i + b_i + c_i + d_i + e_i + f_i + g_i + h_i\\right)
$$

| a rather long heading | another long heading | and a third one | BLEU |
| --- | --- | --- | ---: |
| some_identifier_that_is_long | 한국어 | 日本語 | 28.4 |

```python
def attend(queries, keys, values):
    return softmax(queries @ keys.T / sqrt(keys.shape[-1])) @ values  # a line that does not fit on a phone
```

> [!NOTE]
> An alert.

- [x] read it :rocket:
- [ ] try it

https://example.org/a/very/long/address/that/has/no/place/to/break/and/goes/on/and/on/and/on.html
"""

HOSTILE = """\
<script>window.ran = 1</script><img src=x onerror="window.ran = 2"><svg onload="window.ran = 3"></svg>
<iframe src="https://evil.example/"></iframe><style>body { display: none }</style>
<link rel=stylesheet href=//evil.example>
<a href="javascript:window.ran = 4" id=content>x</a> [x](javascript:window.ran=5) [x](data:text/html,x)
<math><mtext><table><mglyph><style><img src=x onerror="window.ran = 6"></style></mglyph></table></math>
<form action="https://evil.example/"><button>send</button></form><base href="https://evil.example/">
<div style="position:fixed;inset:0;background:red">over all</div></div></main></body></html>
</article><meta http-equiv=refresh content="0;url=https://evil.example/">
$\\href{javascript:window.ran=7}{x}$ $\\text{<img src=x onerror=window.ran=8>}$ \u202eright to left\u202c
"""


class Shown(NamedTuple):
    """A site that a browser can look at."""

    url: str
    folder: Path
    hostile: tuple[str, ...]
    """Addresses of notes that mean harm."""
    judge: str
    """The address of axe-core, beside the site's own scripts."""


def issue(number: int, title: str, text: str, *topics: str, journal_ref: str | None = None) -> Issue:
    """Return an issue with a note that was read."""
    authors = ("Ashish Vaswani", "이영희", "Noam Shazeer")
    paper = Paper(
        f"17{number // 100 % 12 + 1:02}.{number:05}",
        title,
        authors,
        len(authors),
        abstract=f"An abstract of {title} with $O(n^2)$.",
        published=f"{2015 + number % 7}-06-12T00:00:00Z",
        categories=("cs.CL", "cs.LG"),
        primary_category="cs.CL",
        journal_ref=journal_ref,
        comment=journal_ref,
    )
    day = f"2026-{number % 9 + 1:02}-{number % 27 + 1:02}"
    block = body.write(record_to_data(Record(paper, number % 5 + 1, day)), "the paper")
    return Issue(
        title,
        f"{block}\n\n{text}",
        number,
        "closed",
        "completed",
        topics,
        "alice",
        created_at="2025-12-01T00:00:00Z",
        updated_at="2026-10-01T00:00:00Z",
        closed_at=f"{day}T00:00:00Z",
        url=f"https://github.com/alice/papers/issues/{number}",
    )


def issues() -> Iterator[Issue]:
    """Yield issues with notes of many kinds, and those that people wrote, where they are at hand."""
    yield issue(1, "Attention Is All You Need", RICH, "NLP")
    yield issue(
        2,
        "한국어 음성 인식을 위한 자기지도 학습",
        "## 한 줄 요약\n\n자연어처리 논문을 읽었다.\n\n어텐션이란 무엇인가.",
        "speech",
    )
    yield issue(
        3,
        "自然言語処理における注意機構",
        "## 一言でいうと\n\n大規模言語モデルの論文を読みました。\n",
        "NLP",
        "CV",
    )
    yield issue(4, "A_very_long_title_without_a_place_to_break_" * 5, "")
    hostile = '<script>window.ran = 9</script> "><img src=x onerror=window.ran=10> </title><b>'
    yield issue(5, hostile, HOSTILE, '"><script>window.ran = 11</script>', journal_ref=hostile)
    yield issue(6, "Brackets", "[" * 10_000 + "\n\n" + "> " * 500 + "deep\n\n" + f"| {'x | ' * 200}\n" * 3)
    yield issue(7, "Unclosed", "<details><summary>open <b>bold <table><tr><td>cell\n\n```\nnever closed")
    yield issue(8, "Waits", "")._replace(state="open", state_reason=None, closed_at=None)
    if REAL.exists():
        rows = [json.loads(line) for line in REAL.read_text("utf-8").splitlines()]
        for number, row in enumerate(rows[::8], 101):
            yield Issue(
                row["title"],
                row["body"],
                number,
                "closed",
                "completed",
                tuple(label for label in row["labels"] if label),
                "alice",
                created_at=f"{row['created_at']}T00:00:00Z",
                updated_at=f"{row['created_at']}T00:00:00Z",
                closed_at=f"{row['created_at']}T00:00:00Z",
                url=row["url"],
            )


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Start the browser, once for all tests."""
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def shown(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Build a site and show it to this machine."""
    home = tmp_path_factory.mktemp("shown")
    environ = {"PAPERS_HOME": str(home), "PAPERS_REPO": "alice/papers", "PAPERS_OFFLINE": "1"}
    app = App({}, environ=environ, folder=str(home))
    app.store.save_batch(Batch(list(issues()), Bookmark(since="2026-01-01T00:00:00Z"), full=True))
    app.store.relate()
    everything = Query(statuses=(Status.READ, Status.READING, Status.TO_READ))
    plan = plan_site(app, everything, queue=True, base_url=None, search=True)
    write(str(home / "site"), plan.files, plan.derived)
    with Preview(str(home / "site"), 0, "https://alice.github.io/papers") as preview:
        (home / "site" / "axe.js").write_text(axe_source(), "utf-8")
        hostile = tuple(f"notes/{number}/" for number in (4, 5, 6, 7))
        yield Shown(preview.url, home / "site", hostile, f"{preview.url}axe.js")


class Visit:
    """A page of the browser, and everything that it should not have done."""

    def __init__(self, browser: "Browser", *, scripts: bool = True) -> None:
        self.context = browser.new_context(
            viewport={"width": DESK[0], "height": DESK[1]}, java_script_enabled=scripts
        )
        self.page: Page = self.context.new_page()
        self.trouble = list[str]()
        self.images = list[str]()
        """Asked of others: notes may show images, and nothing else."""
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: self.trouble.append(f"dialog: {dialog.message}"))
        self.page.route("**/*", self._asked)

    def __enter__(self) -> "Visit":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def _heard(self, message: "ConsoleMessage") -> None:
        if message.type in ("error", "warning") and "ERR_FAILED" not in message.text:
            self.trouble.append(f"{message.type}: {message.text} at {self.page.url}")

    def _asked(self, route: "Route", request: "Request") -> None:
        if urlsplit(request.url).hostname == "localhost":
            route.continue_()
        elif request.resource_type == "image":
            route.abort()
            self.images.append(request.url)
        else:
            self.trouble.append(f"asked {request.url} at {self.page.url}")
            route.abort()


def kinds(folder: Path) -> list[str]:
    """Return the address of one page of every kind."""
    found = {path.relative_to(folder).parent.as_posix() + "/" for path in folder.rglob("index.html")}
    lists = {kind: sorted(path for path in found if path.startswith(kind) and path != kind) for kind in LISTS}
    several = [paths[len(paths) // 2] for paths in lists.values() if paths]
    real = ["notes/101/"] if "notes/101/" in found else []
    return [
        "",
        "notes/",
        "notes/1/",
        "notes/3/",
        *real,
        *LISTS,
        *several,
        "statistics/",
        "search/",
        "nowhere/",
    ]


LISTS = ("topics/", "years/", "authors/")


LOOKS: tuple[tuple[tuple[int, int], Literal["light", "dark"]], ...] = ((DESK, "light"), (PHONE, "dark"))

TEMPLATES = ("", "notes/", "notes/1/", "topics/", "statistics/", "search/", "nowhere/")
"""Pages that are each made from another template."""
JUDGED = ("notes/3/", "notes/101/", "notes/5/", "topics/NLP/")


def test_every_kind_of_page(browser: "Browser", shown: Shown) -> None:
    """On a phone and a desk, light and dark: nothing sticks out or bars the way, nobody else is asked."""
    with Visit(browser) as visit:
        page, found = visit.page, list[str]()
        for address in [*kinds(shown.folder), *shown.hostile]:
            page.goto(shown.url + address)
            for size, scheme in LOOKS:
                page.set_viewport_size({"width": size[0], "height": size[1]})
                page.emulate_media(color_scheme=scheme)
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                found += [f"{address} {scheme}: {wide} pixels too wide"] if wide > 0 else []
                if address in TEMPLATES or (scheme == "light" and address in JUDGED):
                    found += [f"{address} {scheme}: {barrier}" for barrier in barriers(page, shown.judge)]
        lost = [entry for entry in visit.trouble if "404 (Not Found)" in entry and "nowhere/" in entry]
    assert (found, [entry for entry in visit.trouble if entry not in lost]) == ([], [])


def test_links_lead_somewhere(browser: "Browser", shown: Shown) -> None:
    """Every link within the site, of every kind of page."""
    links = set[str]()
    with Visit(browser) as visit:
        for address in kinds(shown.folder)[:-1]:
            visit.page.goto(shown.url + address)
            links.update(visit.page.evaluate("Array.from(document.links, link => link.href.split('#')[0])"))
    host = urlsplit(shown.url).netloc
    connection = http.client.HTTPConnection(host, timeout=10)
    dead = []
    for link in sorted(link for link in links if urlsplit(link).netloc == host):
        connection.request("HEAD", urlsplit(link).path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            dead.append((link, answer.status))
    connection.close()
    assert dead == []


FOUND = {
    "recurrences": ["Attention Is All You Need"],
    "자연어": ["한국어 음성 인식을 위한 자기지도 학습"],
    "연어처": ["한국어 음성 인식을 위한 자기지도 학습"],
    "注意機構 論文": ["自然言語処理における注意機構"],
    "言語モデル": ["自然言語処理における注意機構"],
}
"""What searches find: English in other forms, Korean and Japanese in the middle of a word."""


def test_search(browser: "Browser", shown: Shown) -> None:
    """By keyboard alone, one after the other; what was found is there again on the way back."""
    with Visit(browser) as visit:
        page, found = visit.page, dict[str, list[str]]()
        results, status = page.locator("#search li a"), page.locator("#search [role=status]")
        page.goto(f"{shown.url}search/")
        for query in FOUND:
            page.keyboard.press("Control+A")
            page.keyboard.type("qqxyzzy")
            status.get_by_text("No note").wait_for()
            page.keyboard.press("Control+A")
            page.keyboard.type(query)
            results.first.wait_for()
            found[query] = results.all_inner_texts()
        assert found == FOUND
        assert barriers(page, shown.judge) == []
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/notes/3/")
        page.go_back()
        results.first.wait_for()
        assert page.locator("#search input").input_value() == query
    assert visit.trouble == []


def test_the_keyboard_reaches_everything(browser: "Browser", shown: Shown) -> None:
    """Whatever can be clicked or scrolled, in order, and one sees where one is."""
    reachable = "a[href], button:not([hidden]), input:not([disabled]), summary, [tabindex='0']"
    with Visit(browser) as visit:
        for address in ("", "notes/1/", "search/"):
            visit.page.goto(shown.url + address)
            visit.page.evaluate("document.activeElement.blur()")
            # Chromium lets one tab to what scrolls, too: more stops than these do no harm.
            wanted = visit.page.evaluate(
                f"""Array.from(document.querySelectorAll("{reachable}"))
                .filter((each) => each.checkVisibility())
                .map((each, number) => each.dataset.stop = number + "")"""
            )
            seen, bare = list[str](), list[str]()
            for _ in range(2 * len(wanted) + 10):
                visit.page.keyboard.press("Tab")
                stop, outline, name = visit.page.evaluate(
                    """[document.activeElement.dataset.stop ?? "",
                    getComputedStyle(document.activeElement).outlineStyle,
                    document.activeElement.outerHTML.slice(0, 80)]"""
                )
                if stop and stop not in seen:
                    seen.append(stop)
                    bare += [name] if outline == "none" else []
                if len(seen) == len(wanted):
                    break
            # The page for searching begins at its field.
            first = wanted.index(seen[0])
            assert (seen, bare) == (wanted[first:] + wanted[:first], [])


def test_notes_that_mean_harm(browser: "Browser", shown: Shown) -> None:
    """Nothing of theirs runs, not even what is clicked; the page stays whole, and its policy holds."""
    with Visit(browser) as visit:
        page = visit.page
        for address in shown.hostile:
            page.goto(shown.url + address)
            for link in page.locator("article a").all():
                href = link.get_attribute("href") or ""
                assert not href.lower().startswith(("javascript:", "data:", "vbscript:")), href
            assert page.locator("body > footer.site").count() == 1, address
            assert page.locator("main#content").count() == 1, address
            assert page.evaluate("getComputedStyle(document.body).display") != "none"
            assert page.evaluate("typeof window.ran") == "undefined", address
        assert visit.trouble == []
        page.evaluate(
            """() => { const script = document.createElement("script");
            script.textContent = "window.ran = 12"; document.body.append(script);
            const image = "<img src='data:,' onerror='window.ran = 13'>";
            document.body.insertAdjacentHTML("beforeend", image); }"""
        )
        page.wait_for_timeout(100)
        assert page.evaluate("typeof window.ran") == "undefined"
    assert len([entry for entry in visit.trouble if "Content Security Policy" in entry]) == 2


def test_without_scripts(browser: "Browser", shown: Shown) -> None:
    """The site is complete; the page for searching says what it needs."""
    with Visit(browser, scripts=False) as visit:
        page = visit.page
        page.goto(f"{shown.url}notes/1/")
        assert page.locator("math").count() >= 2
        assert page.locator("h1").inner_text() == "Attention Is All You Need"
        page.goto(f"{shown.url}search/")
        assert page.locator("noscript a").is_visible()
        assert not page.locator("#search").is_visible()
    assert visit.trouble == []


def test_opened_from_a_disk(browser: "Browser", shown: Shown) -> None:
    """Links lead to pages, not to folders, and the page for searching says why it cannot."""
    page = browser.new_context().new_page()
    page.goto((shown.folder / "index.html").as_uri())
    page.get_by_role("navigation").get_by_role("link").last.click()
    assert page.url.endswith("/search/index.html")
    assert page.get_by_text("The search does not work here. It needs a web server").is_visible()
    assert not page.locator("#search").is_visible()


def test_a_page_that_is_open_follows_the_site(browser: "Browser", tmp_path: Path) -> None:
    """It loads anew as soon as the folder is another one, under the policy that our pages have."""
    policy = "default-src 'none'; script-src 'self'"
    page_of = f'<meta http-equiv="Content-Security-Policy" content="{policy}"><body>{{}}</body>'
    (tmp_path / "index.html").write_text(page_of.format("before"))
    with Preview(str(tmp_path), 0) as preview, Visit(browser) as visit:
        visit.page.goto(preview.url)
        (tmp_path / "index.html").write_text(page_of.format("after"))
        preview.reload()
        visit.page.get_by_text("after").wait_for()
