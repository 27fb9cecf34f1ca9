"""Markdown as HTML: what GitHub shows, and nothing that could act on a page."""

import pytest

from paper_notes.markdown_html import Place, html_of, title_html

GITHUB = Place("https://github.com/me/papers", {12: "../12/"})
REL = ' rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("# A\n\n## B", '<h2 id="note-a">A</h2>\n<h3 id="note-b">B</h3>'),
        ("### C", '<h2 id="note-c">C</h2>'),
        ("a ~~b~~ **c** _d_ `e`", "<p>a <del>b</del> <strong>c</strong> <em>d</em> <code>e</code></p>"),
        ("<b>x", "<p><b>x</b></p>"),
        ("a <script>b</script>", "<p>a &lt;script&gt;b&lt;/script&gt;</p>"),
        ("", ""),
    ],
)
def test_markdown(markdown: str, html: str) -> None:
    """The text comes out as on GitHub, its headings below that of the page."""
    assert html_of(markdown) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("#12", '<a href="../12/">#12</a>'),
        ("#13", f'<a href="https://github.com/me/papers/issues/13"{REL}>#13</a>'),
        ("a/b#5", f'<a href="https://github.com/a/b/issues/5"{REL}>a/b#5</a>'),
        ("@octocat", f'<a href="https://github.com/octocat"{REL}>@octocat</a>'),
        ("`#12` `@octocat`", "<code>#12</code> <code>@octocat</code>"),
        ("Recall@1, me@x, a#12", "Recall@1, me@x, a#12"),
        ("https://github.com/me/papers/issues/12", '<a href="../12/">#12</a>'),
        ("[js](javascript:alert(1))", "<a>js</a>"),
    ],
)
def test_links(text: str, html: str) -> None:
    """Issues and people are linked as on GitHub, notes of the site on the site."""
    assert html_of(text, GITHUB) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain & <b>simple</b>", "Plain &amp; &lt;b&gt;simple&lt;/b&gt;"),
        ("$5 and $6", "$5 and $6"),
        (
            "$k$NN",
            '<math alttext="k"><mrow><mi>k</mi></mrow></math>NN',
        ),
        (r"$\href{javascript:x}{y}$", r'<code class="math">\href{javascript:x}{y}</code>'),
        ("שלום", "<bdi>שלום</bdi>"),
    ],
)
def test_titles(text: str, html: str) -> None:
    """A title is text; only its mathematics becomes markup."""
    assert title_html(text) == html
