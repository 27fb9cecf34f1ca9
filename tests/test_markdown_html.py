"""Markdown as HTML: what GitHub shows, and nothing that could act on a page."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from paper_notes.doors.html import LONGEST, Place, highlight_css, html_of, images_of, title_html
from paper_notes.doors.html.code import highlighted
from paper_notes.doors.html.maths import math_html
from paper_notes.doors.render import source
from paper_notes.values.text.tex import UNSEEN
from tests.patience import patience

GITHUB = Place("https://github.com/me/papers", {12: "../12/"}, {"https://x.example/a.png": "../img/1.png"})
REL = ' rel="nofollow ugc noopener"'
X = '<math alttext="x"><mrow><mi>x</mi></mrow></math>'
LAZY = ' loading="lazy" decoding="async">'

# Said once more, and not taken from the policy: a slip there is to be seen here.
ELEMENTS = """
    a abbr b bdi blockquote br caption center cite code dd del details dfn div dl dt em figcaption figure
    h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q rp rt ruby s samp section small span strike
    strong sub summary sup table tbody td tfoot th thead tr tt ul var wbr
    math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub msubsup msup
    mtable mtd mtext mtr munder munderover
"""
ATTRIBUTES = """
    accent accentunder align alt alttext aria-label checked class colspan columnalign columnlines
    columnspacing decoding depth dir disabled display displaystyle fence form height href id
    largeop linebreak linethickness loading lspace mathsize mathvariant maxsize minsize movablelimits
    notation open rel reversed rowlines rowspacing rowspan rspace scriptlevel separator src start stretchy
    symmetric tabindex title type voffset width
"""


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("one\r\ntwo", "<p>one<br>\ntwo</p>"),
        ("# A\n\n## B", '<h2 id="note-a">A</h2>\n<h3 id="note-b">B</h3>'),
        ("### C\n\n###### D", '<h2 id="note-c">C</h2>\n<h5 id="note-d">D</h5>'),
        ("# 한 줄\n\n# 한 줄", '<h2 id="note-한-줄">한 줄</h2>\n<h2 id="note-한-줄-1">한 줄</h2>'),
        ("a ~~b~~ **c** _d_ `e`", "<p>a <del>b</del> <strong>c</strong> <em>d</em> <code>e</code></p>"),
        ("<b>x", "<p><b>x</b></p>"),
        ("a<!-- b -->c", "<p>ac</p>"),
        ("<kbd>x</kbd><sub>2</sub>", "<p><kbd>x</kbd><sub>2</sub></p>"),
        (
            "<details><summary>s</summary>\n\n*t*\n\n</details>",
            "<details><summary>s</summary>\n<p><em>t</em></p>\n</details>",
        ),
        ("a :tada: :nothing: `:tada:` 10:30:15", "<p>a 🎉 :nothing: <code>:tada:</code> 10:30:15</p>"),
        (
            "- [x] a\n- [ ] b",
            '<ul>\n<li class="task-list-item">'
            '<input type="checkbox" disabled="" checked="" aria-label="done"> a</li>\n'
            '<li class="task-list-item"><input type="checkbox" disabled="" aria-label="to do"> b</li>\n</ul>',
        ),
        (
            "> [!TIP]\n> a",
            '<div class="markdown-alert markdown-alert-tip"><p class="markdown-alert-title">Tip</p>'
            "<p>\na</p>\n</div>",
        ),
        ("> [!TIP] a", "<blockquote>\n<p>[!TIP] a</p>\n</blockquote>"),
        ("- > [!TIP]\n  > a", "<ul>\n<li>\n<blockquote>\n<p>[!TIP]<br>\na</p>\n</blockquote>\n</li>\n</ul>"),
        (
            "|a|b|\n|-|:-:|\n|1|2|",
            '<div class="table" tabindex="0"><table>\n<thead>\n<tr>\n<th>a</th>\n<th align="center">b</th>\n'
            '</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td align="center">2</td>\n</tr>\n</tbody>\n'
            "</table></div>",
        ),
        (
            "a[^1]\n\n[^1]: b",
            '<p>a<sup class="footnote-ref"><a id="note-fnref-1" href="#note-fn-1">1</a></sup></p>\n'
            '<section class="footnotes">\n<ol>\n<li id="note-fn-1">\n<p>b <a class="footnote-backref" '
            'aria-label="Back to reference 1" href="#note-fnref-1">↩</a></p>\n</li>\n</ol>\n</section>',
        ),
        (
            "```py\nx = 1\n```",
            '<pre class="highlight" tabindex="0"><code><span class="n">x</span> <span class="o">=</span> '
            '<span class="mi">1</span>\n</code></pre>',
        ),
        ("```what\n<b>\n```", '<pre class="highlight" tabindex="0"><code>&lt;b&gt;\n</code></pre>'),
        ("<pre>a <b>b</b> #12</pre>", '<pre tabindex="0">a <b>b</b> #12</pre>'),
        ("a\x00b\ud800c", "<p>a�bc</p>"),
        ("", ""),
        (" \n\u202e", ""),
    ],
)
def test_markdown(markdown: str, html: str) -> None:
    """The text comes out as on GitHub, its headings below that of the page."""
    assert html_of(markdown) == html


def github(path: str, said: str) -> str:
    """Return a link to GitHub."""
    return f'<a href="https://github.com/{path}"{REL}>{said}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("#12", '<a href="../12/">#12</a>'),
        ("GH-12", '<a href="../12/">GH-12</a>'),
        ("ME/papers#12", '<a href="../12/">ME/papers#12</a>'),
        ("(#13)", f"({github('me/papers/issues/13', '#13')})"),
        ("a/b#5", github("a/b/issues/5", "a/b#5")),
        ("@octocat, hi", f"{github('octocat', '@octocat')}, hi"),
        ("`#12` `@octocat`", "<code>#12</code> <code>@octocat</code>"),
        ("Recall@1, @1, me@x, a#12, &#35;x, #0, #12a", "Recall@1, @1, me@x, a#12, #x, #0, #12a"),
        ("https://github.com/me/papers/issues/12", '<a href="../12/">#12</a>'),
        ("https://github.com/a/b/pull/3", github("a/b/pull/3", "a/b#3")),
        (
            "https://github.com/me/papers/issues/12#issuecomment-1",
            github("me/papers/issues/12#issuecomment-1", "#12 (comment)"),
        ),
        ("[#12](https://x.example)", f'<a href="https://x.example"{REL}>#12</a>'),
        ("[a](../blob/main/b.md)", github("me/papers/blob/main/b.md", "a")),
        ("[a](/b)", github("b", "a")),
        ("[a](#한글)", '<a href="#note-한글">a</a>'),
        ("[a](JavaScript:alert(1))", "<a>a</a>"),
        ("[a](java&#10;script:alert(1))", github("me/papers/issues/java%0Ascript:alert(1)", "a")),
        ("[a](data:text/html,b) [c](vbscript:d) [e](file:///f)", "<a>a</a> <a>c</a> <a>e</a>"),
        ("<a href=x onclick=y style=z class=w target=_top>q</a>", github("me/papers/issues/x", "q")),
        ('<a name="top" id="top">q</a>', '<a id="note-top">q</a>'),
        ("![a](https://x.example/a.png)", f'<img src="../img/1.png" alt="a"{LAZY}'),
        ("a<img src='https://x.example/b.png' width=30% height=9e9>", 'a<img src="https://x.example/b.png" '
         f'alt="" width="30%"{LAZY}'),
        (
            "[![a](https://x.example/a.png)](https://x.example/a.png)",
            f'<a href="../img/1.png"><img src="../img/1.png" alt="a"{LAZY}</a>',
        ),
        ("![](http://x.example/b.png)", f'<img src="https://x.example/b.png" alt=""{LAZY}'),
        ("![a](data:image/png;base64,x)![](mailto:a@b.c)![]()", "a"),
    ],
)  # fmt: skip
def test_links(text: str, html: str) -> None:
    """Issues and people are linked as on GitHub, notes of the site on the site."""
    assert html_of(text, GITHUB) == f"<p>{html}</p>"


def test_a_text_without_a_repository() -> None:
    """In the embedded library a number and a name are no links, and a relative address leads nowhere."""
    assert html_of("#12 @octocat [a](b) ![c](d)") == "<p>#12 @octocat <a>a</a> c</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("$x$", X),
        ("$`x`$", X),
        ("($x$), $x$는 **$x$**", f"({X}), {X}는 <strong>{X}</strong>"),
        ("$5 and $6", "$5 and $6"),
        ("$5-$6, US$x$, $x$1, $ x$, $x $", "$5-$6, US$x$, $x$1, $ x$, $x $"),
        (r"\$x$ `$x$` $x`$`", r"$x$ <code>$x$</code> $x<code>$</code>"),
        (r"\``` $x$", f"``` {X}"),
        ("[$x](y$)", '<a>$x</a>'),
        ("<i title='$x$'>$x$</i> <abbr title='$x$'>a</abbr>", f'<i>{X}</i> <abbr title="$x$">a</abbr>'),
        ("<https://x.example/$x$>", f'<a href="https://x.example/$x$"{REL}>https://x.example/$x$</a>'),
        ("$a_{b}_c * d*$", '<code class="math">a_{b}_c * d*</code>'),
        (r"$\unknown{x}$", r'<code class="math">\unknown{x}</code>'),
        (r"$x\\_y$", math_html(r"x\_y")),
        (r"$\[0, 1\]$", math_html("[0, 1]")),
        (r"$\\{x\\}$ $\{x\}$", f"{math_html(chr(92) + '{x' + chr(92) + '}')} " * 2),
        ("$$x$$", math_html("x", block=True)),
        ("$$\nx\n$$", math_html("x", block=True)),
        ("```math\nx\n```", math_html("x", block=True)),
        ("maths0x0x $x$", f"maths0x0x {X}"),
    ],
)  # fmt: skip
def test_dollars(text: str, html: str) -> None:
    """Mathematics is what GitHub takes for it, and Markdown does not spoil it."""
    assert html_of(text) == f"<p>{html.strip()}</p>"


def test_mathematics_in_a_quote_and_in_a_table() -> None:
    """The marks of a quote are no part of a formula; a bar in a row parts cells unless it is escaped."""
    quote = html_of("> $$\n> x\n> $$")
    cells = html_of("| a | b |\n|-|-|\n| $x\\|y$ | $5|6$ |").partition("<tbody>")[2]
    assert math_html("y") in html_of("> ```\n> $x$\n\n$y$")
    assert quote == f"<blockquote>\n<p>{math_html('x', block=True)}</p>\n</blockquote>"
    assert cells.startswith(f"\n<tr>\n<td>{math_html('x|y')}</td>\n<td>$5</td>\n</tr>")


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\style{color:red}{x}",
        r"\newcommand{\a}{\a\a}\a",
        r"\def\a{x}\a",
        r"\unicode{x3c}",
        r"\frac{1}{",
        "{" * 500 + "}" * 500,
        r"\sqrt" * 300 + "x",
        "x" * 2001,
        r"\\&",
        "",
    ],
)
def test_what_stays_tex(tex: str) -> None:
    """A formula that cannot be shown, or should not, can still be read."""
    assert math_html(tex).startswith('<code class="math">')


def test_mathematics_holds_no_markup() -> None:
    """Text in a formula is text, and no length in it reaches over other text."""
    said = math_html(r"\text{<script>&lt;</script>}\hspace{-99em}")
    assert said.partition("<mrow>")[2] == (
        "<mtext>&lt;script&gt;&amp;lt;&lt;/script&gt;</mtext><mspace></mspace></mrow></math>"
    )


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\mathbf{xY}", "<mi>𝐱</mi><mi>𝐘</mi>"),
        (r"\mathcal{LF}", "<mi>ℒ</mi><mi>ℱ</mi>"),
        (r"\boldsymbol{\theta}", "<mi>𝜽</mi>"),
        (r"\mathbb{1}", "<mn>𝟙</mn>"),
        (r"\mathrm{K}", "<mtext>K</mtext>"),
        (r"a\sim b", "<mi>a</mi><mo>∼</mo><mi>b</mi>"),
    ],
)
def test_letters_of_mathematics(tex: str, shown: str) -> None:
    """Browsers draw no `mathvariant` but one: the letters themselves are those of the alphabet."""
    assert math_html(tex).replace("<mrow>", "").replace("</mrow>", "").partition(">")[2] == f"{shown}</math>"


THIN = '<mspace width="0.167em"></mspace>'


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"x\log y", f"<mi>x</mi>{THIN}<mi>log</mi>{THIN}<mi>y</mi>"),
        (r"-\log_2 y", f"<mo>−</mo><msub><mi>log</mi><mn>2</mn></msub>{THIN}<mi>y</mi>"),
        (
            r"\operatorname{KL}[p]",
            '<mi>KL</mi><mo stretchy="false">[</mo><mi>p</mi><mo stretchy="false">]</mo>',
        ),
        (r"\max_x f", f"<munder><mi>max</mi><mi>x</mi></munder>{THIN}<mi>f</mi>"),
        (r"\arg\min f", f"<mi>arg\u2009min</mi>{THIN}<mi>f</mi>"),
        (r"\lVert x", '<mo stretchy="false" lspace="0" rspace="0">‖</mo><mi>x</mi>'),
        (
            r"\begin{array}{r}a\end{array}",
            '<mtable><mtr><mtd class="right"><mi>a</mi></mtd></mtr></mtable>',
        ),
    ],
)
def test_spaces_of_mathematics(tex: str, shown: str) -> None:
    """Names of functions stand as in TeX, what is below an operator is there, bars are as high as a line."""
    html = math_html(tex, block=True)
    assert html.replace("<mrow>", "").replace("</mrow>", "").partition(">")[2] == f"{shown}</math>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain & <b>simple</b> **a**\n b", "Plain &amp; &lt;b&gt;simple&lt;/b&gt; **a** b"),
        ("$5 and $6", "$5 and $6"),
        ("$k$NN", '<math alttext="k"><mrow><mi>k</mi></mrow></math>NN'),
        (r"\emph{On} $\href{javascript:x}{y}$", r'On <code class="math">\href{javascript:x}{y}</code>'),
        ("a\u202eb\x00", "ab"),
        ("שלום", "<bdi>שלום</bdi>"),
        ("", ""),
    ],
)
def test_titles(text: str, html: str) -> None:
    """A title is text; only its mathematics becomes markup."""
    assert title_html(text) == html


def test_text_from_right_to_left() -> None:
    """Each block has its own direction, and marks that would turn the rest of the page are gone."""
    assert html_of("שלום\u202e &#x202e;abc") == '<p dir="auto">שלום abc</p>'
    assert html_of("<i>&#x202e;<abbr title='&#x202e;'>a") == '<p><i><abbr title="">a</abbr></i></p>'


def test_images() -> None:
    """The images that will show are named once each, not those in code or in a comment."""
    text = "![](https://a/1.png) <IMG src=https://a/2.png> ![](https://a/1.png) `![](b)` <!-- <img src=c> -->"
    assert images_of(text) == ["https://a/1.png", "https://a/2.png"]


def test_styles_of_code() -> None:
    """The rules for colours are for both grounds, below the scope, and load nothing."""
    light, dark = highlight_css(), highlight_css(".dark .highlight", dark=True)
    assert light != dark
    assert all(line.startswith(".highlight .") for line in light.splitlines() if line)
    assert all(line.startswith(".dark .highlight .") for line in dark.splitlines() if line)
    assert "url(" not in light + dark


def brightness(color: str) -> float:
    """Return the relative luminance of six hex digits (WCAG 2.2)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
def test_code_can_be_read(*, dark: bool) -> None:
    """Every colour has a contrast of 4.5 to 1 on the ground that the site has for code (WCAG 2.2, AA)."""
    ground = re.findall(r"--raised: #([0-9a-f]{6});", source("site/style.css"))[dark]
    faint = []
    for rule in highlight_css(dark=dark).splitlines():
        color = re.search(r"[{;] *color: #([0-9a-fA-F]{6})", rule)
        behind = re.search(r"background-color: #([0-9a-fA-F]{6})", rule)
        if color:
            low, high = sorted(map(brightness, (color[1], behind[1] if behind else ground)))
            faint += [rule] * ((high + 0.05) / (low + 0.05) < 4.5)
    assert faint == []


# -- whatever is thrown at it -------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><style>*{display:none}</style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe><object data=x></object><embed src=y>",
    "<a href='&#1;javascript:alert(1)'>a</a><a href=' javascript:alert(1)'>b</a>",
    "<a href='java\tscript:alert(1)'>a</a>",
    "<form action=x><input type=password name=p><button formaction=javascript:x>b</button></form>",
    "<base href=//evil.example><meta http-equiv=refresh content=0><link rel=stylesheet href=x>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea></p><script>x</script>",
    "<plaintext>",
    "<template><script>x</script></template>",
    "<xmp><script>x</script></xmp>",
    "<p id=location>a</p><a id=cookie name=forms>b</a>",
    "<b style='position:fixed;inset:0' class=cover>x</b>",
    "<img srcset='x 1x' src='jav&#x61;script:x'><video src=x autoplay><audio src=y>",
    '[a](<x" onmouseover="alert(1)>) ![a" onerror="x](https://x.example/"onerror=1)',
    "[a]: javascript:alert(1)\n\n[a]",
    "<javascript:alert(1)>",
    "`` `<b>` `` ```js\n<script>\n```",
    "```<script>\nx\n```",
    '```"onclick=x\ny\n```',
    r"$\text{</mtext><script>x</script>}$ $\class{x}{y}$ $`</math><img src=x onerror=y>`$",
    "$\"onclick=x$ [a](https://x.example/$'onclick=x$)",
    "# <a id=x>$'\"><script>$</a>",
    "#12<script> @<b>a</b> a/b#1\"onclick= :tada<b>:",
    "[^\"onclick=x]\n\n[^\"onclick=x]: y",
    "&lt;script&gt; &amp;lt;script&amp;gt; &#60;script&#62;",
    "<div>&#12;&#x202e;&#x1;<b title='&#x202e;&#x1;'>x</b><a href='java&#1;script:x'>y</a>",
    "\u202e\u2066evil\x00\x1b[31m\ud800\ufffe",
    "<!--><script>x</script>--> <![CDATA[<script>]]> <?php x ?> <!DOCTYPE a>",
    "<li><input type=checkbox onclick=x><ul><li><td><tr><table><p><a><a>",
    "- [ ] <input>\n- [x] $x$",
    "> [!NOTE]\n> <div><p></blockquote>",
]  # fmt: skip


class Elements(HTMLParser):
    """Collects what a text of HTML holds."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Remember a text."""
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        """Remember what should not be there."""
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        """Remember what should not be there."""
        self.others.append(decl)

    handle_pi = unknown_decl = handle_comment


def elements(html: str) -> Elements:
    """Return what a text of HTML holds."""
    parser = Elements()
    parser.feed(html)
    parser.close()
    return parser


def faults(html: str, prefix: str = "note-") -> list[str]:
    """Return what is in HTML that should not be, as two parsers see it that are not the cleaner's."""
    found = elements(html)
    tree = lxml_html.fragment_fromstring(html, create_parent="div")
    tags = found.tags + [(str(one.tag), dict(one.attrib)) for one in tree.iter() if isinstance(one.tag, str)]
    wrong = [*found.others]
    for tag, attributes in tags:
        wrong += [tag] * (tag not in ELEMENTS.split())
        wrong += sorted(attributes.keys() - set(ATTRIBUTES.split()))
        for name in ("href", "src"):
            scheme = urlsplit(attributes.get(name) or "").scheme
            wrong += [f"{name}: {scheme}"] * (scheme not in ("", "http", "https", "mailto"))
        if attributes.get("id") and not str(attributes["id"]).startswith(prefix):
            wrong.append(f"id {attributes['id']}")
        if "://" in str(attributes.get("href")) and attributes.get("rel") != "nofollow ugc noopener":
            wrong.append(f"credit to {attributes['href']}")
        if tag == "input" and (attributes.get("type") != "checkbox" or "disabled" not in attributes):
            wrong.append("input")
    return wrong


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts(text: str) -> None:
    """Nothing of what attacks are made of comes through, by itself or amid other text."""
    for amid in (text, f"a\n\n{text}\n\nb", f"- {text}", f"| a |\n|-|\n| {text} |", f"<div>{text}"):
        assert faults(html_of(amid, GITHUB)) == []
    assert faults(title_html(text)) == []


def test_the_judge_sees_faults() -> None:
    """The test above can fail."""
    html = "<script>x</script><p onclick=x><a href=javascript:x id=y><input><!-- z -->"
    assert set(faults(html)) >= {"script", "onclick", "href: javascript", "id y", "input", " z "}


PIECES = st.one_of(
    st.sampled_from(HOSTILE),
    st.sampled_from(
        [*"$`*_[]()<>|\n#@:&\\\"'!-", "\n\n", "$$", "```", "> ", "- ", "<div>", "</p>", "x", "#1"]
    ),
    st.text(max_size=8),
)


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=80, deadline=None)
def test_any_text_is_harmless(text: str) -> None:
    """Whatever the text, its HTML holds only what the policy names."""
    assert faults(html_of(text, GITHUB)) == []
    assert faults(title_html(text)) == []


@given(st.lists(PIECES, max_size=8).map("".join))
@settings(max_examples=60, deadline=None)
def test_titles_lose_nothing(text: str) -> None:
    """Without TeX all words of a title show, as they are."""
    text = UNSEEN.sub("", text.translate(dict.fromkeys(map(ord, "$\\{"))))
    shown = "".join(elements(title_html(text)).words)
    assert shown.split() == re.sub("[\ufdd0-\ufdef\ufffe\uffff]", "", text).split()


@given(
    st.text(max_size=60), st.sampled_from(["python", "c++", "html", "bash", "json", "tex", "diff", "nothing"])
)
@settings(max_examples=60, deadline=None)
def test_colours_change_no_code(code: str, language: str) -> None:
    """Code is the same with and without its colours."""
    code = code.replace("\r", "")
    assert "".join(elements(highlighted(code, language)).words) == code


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000 + "]" * 10_000,
        "[a](" * 10_000,
        "> " * 10_000 + "a",
        "* " * 10_000 + "a",
        "*a **a " * 10_000,
        "<details>" * 5_000,
        "<ul><li>" * 4_000,
        "|a" * 3_000 + "\n" + "|-" * 3_000 + "\n" + ("|b" * 3_000 + "\n") * 3,
        "a" * LONGEST,
        "a" * 1_000_000,
        "`" * 100_000,
        "".join("e" + "`" * count for count in range(400)),
        "$a " * 30_000,
        "$`" * 20_000,
        "$a\\" * 30_000,
        "$$a\n" * 10_000,
        "<a " * 20_000,
        "<!--" * 20_000,
        " @" + "a-" * 50_000,
        "a/" * 50_000 + "#1",
        "https://github.com/" + "a-" * 50_000,
        ":a" * 50_000,
        "[^1]: a\n" * 3_000 + "[^1]" * 3_000,
        "<h1><div>" * 2_000,
        "- " * 500 + "\n" + "> - " * 2_000,
    ],
    ids=lambda text: text[:8],
)
def test_long_texts_take_little_time(text: str) -> None:
    """The time is in proportion to the length, whatever is nested or left open: seconds would be minutes."""
    with patience():
        html_of(text, GITHUB)
        title_html(text)


def test_a_text_of_countless_quotes_keeps_its_words() -> None:
    """Beyond a depth that nobody can follow quotes are no deeper."""
    html = html_of("> " * 200 + "a")
    assert (html.count("<blockquote>"), html.count("</blockquote>"), "<p>a</p>" in html) == (60, 60, True)


def test_a_text_beyond_all_measure_is_shown_as_typed() -> None:
    """What no issue can hold is not rendered, and not lost."""
    assert html_of("<b>" * LONGEST) == f'<pre tabindex="0">{"&lt;b&gt;" * LONGEST}</pre>'
