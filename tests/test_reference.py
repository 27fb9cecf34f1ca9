"""References: every form that people paste, and what is refused and why."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes.values.arxiv_id import ArxivId, month_of
from paper_notes.values.arxiv_mentions import find_arxiv_ids
from paper_notes.values.errors import PapersError
from paper_notes.values.locator import Locator
from paper_notes.values.reference import (
    IssueNumber,
    IssueUrl,
    Reference,
    Title,
    parse_arxiv_id,
    parse_paper,
    parse_reference,
)
from tests.patience import patience

ATTENTION = ArxivId("1706.03762")
ATTENTION_V5 = ArxivId("1706.03762", 5)
EXAMPLES = "arXiv ids look like 1706.03762 or hep-th/9901001."
LINK_EXAMPLE = "Links to papers look like https://arxiv.org/abs/1706.03762."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The id by itself.
        ("1706.03762", ATTENTION),
        ("1706.03762v5", ATTENTION_V5),
        ("1706.03762V5", ATTENTION_V5),
        ("0704.0001", ArxivId("0704.0001")),
        ("1412.9999", ArxivId("1412.9999")),
        ("1501.00001", ArxivId("1501.00001")),
        ("hep-th/9901001", ArxivId("hep-th/9901001")),
        ("hep-th/9901001v2", ArxivId("hep-th/9901001", 2)),
        ("HEP-TH/9901001", ArxivId("hep-th/9901001")),
        ("hep-th/9107001", ArxivId("hep-th/9107001")),
        ("cs/0703001", ArxivId("cs/0703001")),
        ("math.GT/0309136", ArxivId("math/0309136")),
        ("cond-mat.mtrl-sci/0309136v1", ArxivId("cond-mat/0309136", 1)),
        ("cmp-lg/9404001", ArxivId("cmp-lg/9404001")),
        # With arXiv's name.
        ("arXiv:1706.03762", ATTENTION),
        ("arxiv: 1706.03762", ATTENTION),
        ("arXiv 1706.03762v5", ATTENTION_V5),
        ("arXiv.1706.03762", ATTENTION),
        ("arXiv:hep-th/9901001", ArxivId("hep-th/9901001")),
        ("arXiv:1706.03762 [cs.LG]", ATTENTION),
        ("arXiv:1706.03762v5  [cs.CL]  6 Dec 2017", ATTENTION_V5),
        ("arXiv:math/0309136v1 [math.GT]", ArxivId("math/0309136", 1)),
        ("oai:arXiv.org:1706.03762", ATTENTION),
        ("1706.03762v5.pdf", ATTENTION_V5),
        # Links to arXiv.
        ("https://arxiv.org/abs/1706.03762", ATTENTION),
        ("http://arxiv.org/abs/1706.03762v5", ATTENTION_V5),
        ("HTTPS://ARXIV.ORG/ABS/1706.03762", ATTENTION),
        ("arxiv.org/abs/1706.03762", ATTENTION),
        ("//arxiv.org/abs/1706.03762", ATTENTION),
        ("https://arxiv.org:443/abs/1706.03762/", ATTENTION),
        ("https://www.arxiv.org./abs/1706.03762", ATTENTION),
        ("https://www.arxiv.org/pdf/1706.03762", ATTENTION),
        ("https://export.arxiv.org/pdf/1706.03762v5.pdf", ATTENTION_V5),
        ("https://browse.arxiv.org/html/1706.03762v5/", ATTENTION_V5),
        ("https://arxiv.org/html/1706.03762v5#S3.F1", ATTENTION_V5),
        ("https://arxiv.org/pdf/1706.03762.pdf?download=1#page=2", ATTENTION),
        ("https://arxiv.org/format/1706.03762", ATTENTION),
        ("https://arxiv.org/ps/1706.03762", ATTENTION),
        ("https://arxiv.org/src/1706.03762v5/anc/data.zip", ATTENTION_V5),
        ("https://arxiv.org/e-print/1706.03762", ATTENTION),
        ("https://arxiv.org/tb/1706.03762", ATTENTION),
        ("https://arxiv.org/pdf/hep-th/9901001v1.pdf", ArxivId("hep-th/9901001", 1)),
        ("https://arxiv.org/abs/math.GT/0309136", ArxivId("math/0309136")),
        ("https://arxiv.org/abs/arXiv:1706.03762", ATTENTION),
        ("https://arxiv.org/ftp/arxiv/papers/1706/1706.03762.pdf", ATTENTION),
        ("https://arxiv.org/ftp/hep-th/papers/9901/9901001.pdf", ArxivId("hep-th/9901001")),
        ("http://arxiv.org/PS_cache/hep-ph/pdf/0304/0304226v1.pdf", ArxivId("hep-ph/0304226", 1)),
        ("https://arxiv.org/abs/hep-th%2F9901001", ArxivId("hep-th/9901001")),
        ("https%3A%2F%2Farxiv.org%2Fabs%2F1706.03762v5", ATTENTION_V5),
        ("https://arxiv.org/abs/1706.03762&sa=D", ATTENTION),
        # Links to other sites that show arXiv's papers, and DOIs.
        ("https://www.alphaxiv.org/abs/1706.03762", ATTENTION),
        ("https://alphaxiv.org/overview/1706.03762v5", ATTENTION_V5),
        ("https://www.alphaxiv.org/pdf/1706.03762", ATTENTION),
        ("https://huggingface.co/papers/1706.03762", ATTENTION),
        ("https://ar5iv.org/abs/1706.03762", ATTENTION),
        ("https://ar5iv.labs.arxiv.org/html/1706.03762", ATTENTION),
        ("https://doi.org/10.48550/arXiv.1706.03762", ATTENTION),
        ("http://dx.doi.org/10.48550/ARXIV.1706.03762", ATTENTION),
        ("https://doi.org/10.48550%2FarXiv.hep-th%2F9901001", ArxivId("hep-th/9901001")),
        ("doi:10.48550/arXiv.1706.03762", ATTENTION),
        ("DOI: 10.48550/arxiv.1706.03762", ATTENTION),
        ("10.48550/arXiv.1706.03762", ATTENTION),
        # Wrapped, trailed, written with other keyboards.
        ("  <https://arxiv.org/abs/1706.03762>\n", ATTENTION),
        ('"1706.03762",', ATTENTION),
        ("(arXiv:1706.03762).", ATTENTION),
        ("`1706.03762`;", ATTENTION),
        ("**1706.03762**", ATTENTION),
        ("- https://arxiv.org/abs/1706.03762", ATTENTION),
        ("「1706.03762」。", ATTENTION),
        ("１７０６．０３７６２", ATTENTION),
        ("ａｒＸｉｖ：１７０６．０３７６２ｖ５", ATTENTION_V5),
        ("（https://arxiv.org/abs/1706.03762）", ATTENTION),
        ("\u30001706.03762\u00a0", ATTENTION),
        ("\ufeff1706.\u200b03762", ATTENTION),
        ("hep\u2010th/9901001", ArxivId("hep-th/9901001")),
        ("[Attention](https://arxiv.org/abs/1706.03762 )", ATTENTION),
        ("- [pdf](<https://arxiv.org/pdf/1706.03762>)", ATTENTION),
        ("[[arXiv:2006.11239] Title](https://arxiv.org/abs/2006.11239)", ArxivId("2006.11239")),
        # A line around one id.
        ("[1706.03762] Attention Is All You Need", ATTENTION),
        ("Vaswani et al., arXiv preprint arXiv:1706.03762v5 (2017)", ATTENTION_V5),
        ('<a href="https://arxiv.org/abs/1706.03762">1706.03762</a>', ATTENTION),
        ("論文：https://arxiv.org/abs/1706.03762を読む", ATTENTION),
    ],
)
def test_every_form_that_people_paste_names_its_paper(text: str, expected: ArxivId) -> None:
    """However a paper is named, it is the same paper; a title search never gets in the way."""
    assert (parse_arxiv_id(text), parse_reference(text)) == (expected, expected)


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        (
            "1713.00001",
            '"1713.00001" is not an arXiv id: it says month 13.',
            "There is no month 13: ids begin with the year and the month, as in 1706.03762.",
        ),
        (
            "1700.00001",
            '"1700.00001" is not an arXiv id: it says month 00.',
            "There is no month 00: ids begin with the year and the month, as in 1706.03762.",
        ),
        (
            "hep-th/9913001",
            '"hep-th/9913001" is not an arXiv id: it says month 13.',
            "There is no month 13: ids begin with the year and the month, as in 1706.03762.",
        ),
        (
            "1706.00000",
            '"1706.00000" is not an arXiv id: it ends in 00000.',
            "The first paper of a month has number 1.",
        ),
        (
            "hep-th/9901000",
            '"hep-th/9901000" is not an arXiv id: it ends in 000.',
            "The first paper of a month has number 1.",
        ),
        (
            "1706.0376",
            '"1706.0376" is not an arXiv id: it has 4 digits after the dot.',
            "Since 2015 there are five, as in 1706.03762.",
        ),
        (
            "1501.1",
            '"1501.1" is not an arXiv id: it has 1 digit after the dot.',
            "Since 2015 there are five, as in 1706.03762.",
        ),
        (
            "1412.12345",
            '"1412.12345" is not an arXiv id: it has 5 digits after the dot.',
            "Through 2014 there are four, as in 1207.0580.",
        ),
        (
            "170.03762",
            '"170.03762" is not an arXiv id: it has 3 digits before the dot.',
            "Year and month are four digits, as in 1706.03762.",
        ),
        (
            "hep-th/990100",
            '"hep-th/990100" is not an arXiv id: it has 6 digits after the slash.',
            "Seven are right, as in hep-th/9901001.",
        ),
        (
            "0703.0001",
            '"0703.0001" has a date that does not go with a dot.',
            "Ids with a dot begin in April 2007 (0704); older ones look like hep-th/9901001.",
        ),
        (
            "9107.00001",
            '"9107.00001" has a date that does not go with a dot.',
            "Ids with a dot begin in April 2007 (0704); older ones look like hep-th/9901001.",
        ),
        (
            "hep-th/9106001",
            '"hep-th/9106001" has a date that does not go with a slash.',
            "Ids with a slash run from July 1991 to March 2007; later ones look like 1706.03762.",
        ),
        (
            "hep-th/0704001",
            '"hep-th/0704001" has a date that does not go with a slash.',
            "Ids with a slash run from July 1991 to March 2007; later ones look like 1706.03762.",
        ),
        (
            "foo-ph/9901001",
            '"foo-ph/9901001" is not an arXiv id: there is no archive "foo-ph".',
            EXAMPLES,
        ),
        (
            "1706.03762v0",
            '"1706.03762v0" has a version that cannot be: v0.',
            "Versions begin with v1; without one you get the latest.",
        ),
        (
            "1706.03762v12345678901",
            '"1706.03762v12345678901" has a version that cannot be: v12345678….',
            "Versions begin with v1; without one you get the latest.",
        ),
        ("1706.03762x", '"1706.03762x" is not an arXiv id or link.', EXAMPLES),
        ("1706,03762", '"1706,03762" is not an arXiv id or link.', EXAMPLES),
        ("arxiv:foo", '"arxiv:foo" is not an arXiv id or link.', EXAMPLES),
        ("1706.03762 1810.04805", '"1706.03762 1810.04805" names 2 papers.', "Give them one by one."),
        (
            "https://arxiv.org/abs/1713.00001",
            '"https://arxiv.org/abs/1713.00001" is not an arXiv id: it says month 13.',
            "There is no month 13: ids begin with the year and the month, as in 1706.03762.",
        ),
        (
            "https://arxiv.org/list/cs.LG/recent",
            '"https://arxiv.org/list/cs.LG/recent" leads to arxiv.org, but not to a paper.',
            LINK_EXAMPLE,
        ),
        ("https://arxiv.org", '"https://arxiv.org" leads to arxiv.org, but not to a paper.', LINK_EXAMPLE),
        (
            "https://arxiv.org.evil.tld/abs/1706.03762",
            '"https://arxiv.org.evil.tld/abs/1706.03762" is no link to a paper:'
            ' "arxiv.org.evil.tld" is not arXiv.',
            LINK_EXAMPLE,
        ),
        (
            "evilarxiv.org/abs/1706.03762",
            '"evilarxiv.org/abs/1706.03762" is no link to a paper: "evilarxiv.org" is not arXiv.',
            LINK_EXAMPLE,
        ),
        (
            "https://arxiv.org:8080/abs/1706.03762",
            '"https://arxiv.org:8080/abs/1706.03762" is no link to a paper: "arxiv.org:8080" is not arXiv.',
            LINK_EXAMPLE,
        ),
        (
            "https://xn--rxiv-43d.org/abs/1706.03762",
            '"https://xn--rxiv-43d.org/abs/1706.03762" is no link to a paper:'
            ' "xn--rxiv-43d.org" is not arXiv.',
            LINK_EXAMPLE,
        ),
        (  # the first letter is Cyrillic
            "аrxiv.org/abs/1706.03762",
            '"аrxiv.org/abs/1706.03762" is no link to a paper: "аrxiv.org" is not arXiv.',
            LINK_EXAMPLE,
        ),
        (
            "https://arxiv.org@evil.tld/abs/1706.03762",
            '"https://…@evil.tld/abs/1706.03762" has a user name where its site should be.',
            LINK_EXAMPLE,
        ),
        (
            "https://evil.tld\\@arxiv.org/abs/1706.03762",
            '"https://…@arxiv.org/abs/1706.03762" has a user name where its site should be.',
            LINK_EXAMPLE,
        ),
        (
            "https://arxiv.org%2eevil.tld/abs/1706.03762",
            '"https://arxiv.org%2eevil.tld/abs/1706.03762" is no link to a paper:'
            ' "arxiv.org%2eevil.tld" is not arXiv.',
            LINK_EXAMPLE,
        ),
        (
            "ftp://arxiv.org/abs/1706.03762",
            '"ftp://arxiv.org/abs/1706.03762" is no link to a web page.',
            LINK_EXAMPLE,
        ),
        (
            "https://huggingface.co/papers/1706.0376",
            '"https://huggingface.co/papers/1706.0376" is not an arXiv id: it has 4 digits after the dot.',
            "Since 2015 there are five, as in 1706.03762.",
        ),
        (
            "doi.org/10.48550/arXiv.1713.00001",
            '"doi.org/10.48550/arXiv.1713.00001" is not an arXiv id: it says month 13.',
            "There is no month 13: ids begin with the year and the month, as in 1706.03762.",
        ),
        ("", "That names no paper: there is nothing in it.", EXAMPLES),
        (" \u200b<>… ", "That names no paper: there is nothing in it.", EXAMPLES),
        ("x" * 2001, f'"{"x" * 59}…" is too long for a reference (2,001 characters).', EXAMPLES),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(text: str, message: str, remedy: str) -> None:
    """A failed attempt at an id or link is refused by each parser, in words that help."""
    for parse in (parse_arxiv_id, parse_paper, parse_reference):
        with pytest.raises(PapersError) as caught:
            parse(text)
        assert (caught.value.message, caught.value.remedy, caught.value.exit_code) == (message, remedy, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "https://example.org/1706.03762",
            '"https://example.org/1706.03762" is no link to a paper:'
            ' "example.org" is no site whose links to arXiv papers we know.',
        ),
        ("https://doi.org/10.1145/3292500", '"https://doi.org/10.1145/3292500" is not an arXiv DOI.'),
        ("doi:10.1145/3292500", '"doi:10.1145/3292500" is not an arXiv DOI.'),
    ],
)
def test_papers_elsewhere_are_no_papers_on_arxiv(text: str, message: str) -> None:
    """Where only arXiv will do, a DOI or link of another site is refused; elsewhere it is read."""
    with pytest.raises(PapersError) as caught:
        parse_arxiv_id(text)
    assert caught.value.message == message
    assert isinstance(parse_paper(text), Locator)
    assert parse_paper(text) == parse_reference(text)


def test_an_issue_is_no_paper() -> None:
    """What names an issue of the library is not taken for the page of a paper."""
    with pytest.raises(PapersError, match="is an issue, not a paper"):
        parse_paper("https://github.com/alice/papers/issues/12")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", IssueNumber(12)),
        ("#12", IssueNumber(12)),
        ("＃１２", IssueNumber(12)),
        ("GH-12", IssueNumber(12)),
        ("12.", IssueNumber(12)),
        ("(#12),", IssueNumber(12)),
        ("999999", IssueNumber(999999)),
        ("alice/papers#12", IssueUrl("alice/papers", 12)),
        ("https://github.com/Alice/my.papers/issues/12", IssueUrl("Alice/my.papers", 12)),
        ("<https://github.com/alice/papers/issues/12#issuecomment-1>", IssueUrl("alice/papers", 12)),
        ("github.com/alice/papers/issues/12?q=1", IssueUrl("alice/papers", 12)),
        ("https://redirect.github.com/alice/papers/issues/12", IssueUrl("alice/papers", 12)),
        ("https://api.github.com/repos/alice/papers/issues/12", IssueUrl("alice/papers", 12)),
        ("https://git.lab.example/alice/papers/issues/12", IssueUrl("alice/papers", 12)),
        ("http://127.0.0.1:4000/alice/papers/issues/12", IssueUrl("alice/papers", 12)),
        ("Attention Is All\n You  Need?", Title("Attention Is All You Need?")),
        ("GPT-3.5 Turbo", Title("GPT-3.5 Turbo")),
        ("unarXive 2022", Title("unarXive 2022")),
        ("24/7 learning", Title("24/7 learning")),
        ("「深層学習」入門", Title("「深層学習」入門")),
        ("bell\x07 and \ud800 half", Title("bell and half")),
    ],
)
def test_issues_and_titles(text: str, expected: Reference) -> None:
    """What names an issue is an issue; what looks like neither issue nor id is a piece of a title."""
    assert parse_reference(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0", '"0" is neither an issue number nor an arXiv id.'),
        ("#0", '"#0" is no issue.'),
        ("007", '"007" is neither an issue number nor an arXiv id.'),
        ("9901001", '"9901001" is neither an issue number nor an arXiv id.'),
        ("12.5", '"12.5" is not an arXiv id: it has 2 digits before the dot.'),
        (
            "https://github.com/alice/papers/pull/12",
            '"https://github.com/alice/papers/pull/12" is a pull request.',
        ),
        (
            "https://mallory@github.com/alice/papers/issues/12",
            '"https://…@github.com/alice/papers/issues/12" has a user name where its site should be.',
        ),
        (
            "https://arxiv.org/alice/papers/issues/12",
            '"https://arxiv.org/alice/papers/issues/12" leads to arxiv.org, but not to a paper.',
        ),
    ],
)
def test_what_is_no_issue_either(text: str, message: str) -> None:
    """Numbers and links that can be no issue do not become titles."""
    with pytest.raises(PapersError) as caught:
        parse_reference(text)
    assert caught.value.message == message


def test_messages_are_fit_to_print() -> None:
    """Whatever was pasted, a message is one short line without control characters or secrets."""
    pasted = "https://alice:hunter2@arxiv.org/abs/ghp_0123456789abcdef\x1b[2J\u202e\ud800" + "y" * 200
    with pytest.raises(PapersError) as caught:
        parse_arxiv_id(pasted)
    shown = caught.value.message
    assert (shown.isprintable(), len(shown) < 120, "hunter2" in shown, "ghp_0123" in shown) == (
        True,
        True,
        False,
        False,
    )


months = st.integers(1, 12).map("{:02}".format)
new_style = st.one_of(
    st.builds("{:02}{}.{:04}".format, st.integers(8, 14), months, st.integers(1, 9999)),
    st.builds("{:02}{}.{:05}".format, st.integers(15, 90), months, st.integers(1, 99999)),
)
old_style = st.builds(
    "{}/{:02}{}{:03}".format,
    st.sampled_from(["hep-th", "math", "cs", "cond-mat", "solv-int", "astro-ph", "gr-qc"]),
    st.integers(92, 106).map(lambda year: year % 100),
    months,
    st.integers(1, 999),
)
versions = st.none() | st.integers(1, 40)
FORMS = [
    "{}",
    "arXiv:{}",
    "arXiv:{} [cs.LG]",
    "10.48550/arXiv.{}",
    "https://arxiv.org/abs/{}",
    "http://www.arxiv.org/pdf/{}.pdf",
    "https://export.arxiv.org/html/{}/",
    "https://browse.arxiv.org/format/{}?a=1706.00001",
    "https://arxiv.org/ps/{}",
    "https://arxiv.org/src/{}#top",
    "https://arxiv.org/e-print/{}",
    "https://arxiv.org/tb/{}",
    "https://www.alphaxiv.org/overview/{}",
    "https://huggingface.co/papers/{}",
    "https://ar5iv.labs.arxiv.org/html/{}",
    "https://doi.org/10.48550/arXiv.{}",
]


@given(base=new_style | old_style, version=versions, form=st.sampled_from(FORMS))
def test_a_paper_written_in_any_form_reads_as_itself(base: str, version: int | None, form: str) -> None:
    """Writing an id in a form and parsing it gives the id back, alone and inside a sentence."""
    paper = ArxivId(base, version)
    written = form.format(base if version is None else f"{base}v{version}")
    sentence = f"See ({written}) and\nmore."
    named_only = form == "{}" and version is None and re.fullmatch(r"\d{4}\.\d{4}", base)
    assert (parse_arxiv_id(written), parse_reference(written)) == (paper, paper)
    assert [found.paper for found in find_arxiv_ids(sentence)] == [paper] or named_only
    assert (paper.id, parse_arxiv_id(paper.id)) == (base, ArxivId(base))


anything = st.text(st.characters(exclude_categories=()))
PIECES = """arxiv arXiv: .org org/ https:// http:/ // www. / abs/ pdf/ 1706 .03762 1706.03762 hep-th/ 9901001
v v3 0 . , : ; @ # % %2F ? ! [ ]( ( ) < > 10.48550 /arXiv. doi: github.com /issues/ 12 - _ \\ | 論文 ："""
pieces = st.sampled_from([*PIECES.split(), " ", "\n"])
pasted = anything | st.lists(pieces | anything, max_size=12).map("".join)


def said(parse: Callable[[str], Reference], text: str) -> str:
    """Return the message of a refusal, or what was read as a title."""
    try:
        result = parse(text)
    except PapersError as error:
        return error.message
    return result.text if isinstance(result, Title) else ""


@settings(max_examples=300)
@given(pasted)
def test_nothing_but_our_error_comes_out(text: str) -> None:
    """Any text at all gives a value or a PapersError, and found references stand where they say."""
    assert (said(parse_arxiv_id, text) + said(parse_paper, text) + said(parse_reference, text)).isprintable()
    found = find_arxiv_ids(text)
    edges = [edge for one in found for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(one.start < one.end <= len(text) for one in found)
    assert [parse_arxiv_id(one.paper.id).id for one in found] == [one.paper.id for one in found]


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "a.",
        "https://",
        "arxiv:",
        "arxiv.org.",
        "%41",
        "[x](",
        "1",
        "10.1234/",
        "hep-th/990100",
        "\\/",
        "x ",
    ],
)
def test_a_megabyte_is_no_trouble(unit: str) -> None:
    """Time grows with the text, not with its square, whatever it repeats."""
    text = unit * (1_000_000 // len(unit))
    with patience():
        find_arxiv_ids(text)
    with pytest.raises(PapersError, match="too long"):
        parse_reference(text)


@pytest.mark.parametrize(
    ("arxiv_id", "month"),
    [
        ("1706.03762", "2017-06"),
        ("0704.0001", "2007-04"),
        ("hep-th/9901001", "1999-01"),
        ("math/0309136", "2003-09"),
        ("1713.00001", None),
        ("10.1145/1234567", None),
        ("", None),
    ],
)
def test_an_id_begins_with_its_month(arxiv_id: str, month: str | None) -> None:
    """In both styles, after the archive of the older one."""
    assert month_of(arxiv_id) == month
