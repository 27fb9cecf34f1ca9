"""Where a site is: what is an address of one, where GitHub puts it, and the map of it."""

import pytest
from lxml import etree

from paper_notes.rules.site import sitemap as maps
from paper_notes.rules.site.base_url import checked, of_pages
from paper_notes.rules.site.sitemap import robots, sitemap
from paper_notes.values.errors import UsageError


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://alice.github.io/papers/", "https://alice.github.io/papers"),
        ("https://alice.github.io/papers", "https://alice.github.io/papers"),
        ("http://Localhost:8000", "http://localhost:8000"),
        ("http://[::1]:80/x//", "http://[::1]:80/x"),
        (
            "https://notes.example/논문/a b%20c".replace(" ", ""),
            "https://notes.example/%EB%85%BC%EB%AC%B8/ab%20c",
        ),
        ('https://notes.example/"<x>', "https://notes.example/%22%3Cx%3E"),
        ("https://논문.example/", "https://논문.example"),
    ],
)
def test_addresses(typed: str, meant: str) -> None:
    """They come without a slash at the end, and with what an address cannot hold escaped."""
    assert checked(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "", "/", "alice.github.io", "//alice.github.io/", "ftp://a.example", "javascript:alert(1)", "https://",
        "https:///papers", "https://user:secret@a.example/", "https://a.example/?q", "https://a.example/#x",
        "https://a.example:port/", "https://a.example:0/", "https://a.example:70000/", "https://[::1",
        "https://a b.example", "https://a.example\\x", "https://a.example/\nx", 'https://a"b/',
    ],
)  # fmt: skip
def test_no_addresses_of_a_site(typed: str) -> None:
    """They are refused, and a password in them is not repeated."""
    with pytest.raises(UsageError, match=r"^--base-url is not the address of a site\.$"):
        checked(typed)


@pytest.mark.parametrize(
    ("repository", "web", "url"),
    [
        ("Alice/papers", "https://github.com", "https://alice.github.io/papers"),
        ("Alice/Papers.2", "https://github.com", "https://alice.github.io/Papers.2"),
        ("alice/Alice.github.io", "https://github.com", "https://alice.github.io"),
        ("alice/papers", "https://git.example", ""),
        (None, "https://github.com", ""),
    ],
)
def test_pages_of_github(repository: str | None, web: str, url: str) -> None:
    """Known for repositories there; elsewhere somebody has to say."""
    assert of_pages(repository, web) == url


BASE = "https://a.example/x"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def test_a_map() -> None:
    """Each address once, escaped."""
    text = (
        f"{HEAD}<urlset {NAMESPACE}>\n<url><loc>{BASE}/</loc></url>\n"
        f"<url><loc>{BASE}/a&amp;b/</loc></url>\n</urlset>\n"
    )
    assert list(sitemap([f"{BASE}/", f"{BASE}/a&b/"], BASE)) == [("sitemap.xml", text)]
    etree.fromstring(text.encode())


def test_a_map_of_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in parts, since a file may only have so many."""
    monkeypatch.setattr(maps, "MOST", 2)
    found = dict(sitemap([f"{BASE}/{number}/" for number in range(3)], BASE))
    assert {path: text.count("<loc>") for path, text in found.items()} == {
        "sitemap-1.xml": 2,
        "sitemap-2.xml": 1,
        "sitemap.xml": 2,
    }
    assert found["sitemap.xml"] == (
        f"{HEAD}<sitemapindex {NAMESPACE}>\n<sitemap><loc>{BASE}/sitemap-1.xml</loc></sitemap>\n"
        f"<sitemap><loc>{BASE}/sitemap-2.xml</loc></sitemap>\n</sitemapindex>\n"
    )


def test_robots() -> None:
    """They may come, and hear of the map."""
    assert robots(BASE) == f"User-agent: *\nAllow: /\nSitemap: {BASE}/sitemap.xml\n"
