"""What a site tells search engines: every page's address, and that they may come."""

from collections.abc import Iterator, Sequence
from html import escape

MOST = 50_000
"""Addresses in one file (https://www.sitemaps.org/protocol.html)."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(urls: Sequence[str], base_url: str) -> Iterator[tuple[str, str]]:
    """Yield paths and texts: `sitemap.xml` with all the addresses, or with those of as many as it takes."""
    if len(urls) <= MOST:
        yield "sitemap.xml", _listed("urlset", "url", urls)
        return
    parts = []
    for start in range(0, len(urls), MOST):
        parts.append(f"sitemap-{start // MOST + 1}.xml")
        yield parts[-1], _listed("urlset", "url", urls[start : start + MOST])
    yield "sitemap.xml", _listed("sitemapindex", "sitemap", [f"{base_url}/{part}" for part in parts])


def _listed(whole: str, one: str, urls: Sequence[str]) -> str:
    lines = "".join(f"<{one}><loc>{escape(url)}</loc></{one}>\n" for url in urls)
    return f'{_HEAD}<{whole} xmlns="{_NAMESPACE}">\n{lines}</{whole}>\n'


def robots(base_url: str) -> str:
    """Return `robots.txt`, which counts where the site is at the top of its host."""
    return f"User-agent: *\nAllow: /\nSitemap: {base_url}/sitemap.xml\n"
