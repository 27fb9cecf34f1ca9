"""Papers that a longer text names: found whole, and no other number taken for one."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paper_notes.values.arxiv_id import ArxivId, arxiv_id_of_link, names_papers
from paper_notes.values.arxiv_mentions import Found, find_arxiv_ids
from paper_notes.values.errors import PapersError


def mentions(text: str) -> list[str]:
    """Return what is found, as it was written."""
    return [text[found.start : found.end] for found in find_arxiv_ids(text)]


def test_a_chat_log_with_several_forms() -> None:
    """References come in the order of the text, with where they stand and their versions."""
    text = "a: 読んだ https://arxiv.org/abs/1706.03762v5。\nb: cf. (arXiv:1810.04805), hep-th/9901001v1!"
    assert find_arxiv_ids(text) == [
        Found(ArxivId("1706.03762", 5), 7, 41),
        Found(ArxivId("1810.04805"), 51, 67),
        Found(ArxivId("hep-th/9901001", 1), 70, 86),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[t](https://arxiv.org/pdf/1706.03762.pdf) x", ["https://arxiv.org/pdf/1706.03762.pdf"]),
        ("<https://arxiv.org/abs/1706.03762|title>", ["https://arxiv.org/abs/1706.03762"]),
        ('"https:\\/\\/arxiv.org\\/abs\\/1706.03762"', ["https:\\/\\/arxiv.org\\/abs\\/1706.03762"]),
        (
            "https://arxiv.org/abs/1706.03762,https://arxiv.org/abs/1810.04805",
            ["https://arxiv.org/abs/1706.03762", "https://arxiv.org/abs/1810.04805"],
        ),
        ("（ａｒＸｉｖ：１７０６．０３７６２）", ["ａｒＸｉｖ：１７０６．０３７６２"]),
        ("読んだhttps://arxiv.org/abs/1706.03762", ["https://arxiv.org/abs/1706.03762"]),
        ("PDFHTTPS://arxiv.org/abs/1706.03762", ["HTTPS://arxiv.org/abs/1706.03762"]),
        ("(-a.arxiv.org/abs/1706.03762)", ["-a.arxiv.org/abs/1706.03762"]),
        ("読んだcs/0701188、", ["cs/0701188"]),
        ("see arxiv.org/abs/1706.03762.", ["arxiv.org/abs/1706.03762"]),
        ("doi:10.48550/arXiv.1706.03762.", ["10.48550/arXiv.1706.03762"]),
        ('eprint = {1706.03762}, archivePrefix = "arXiv"', ["1706.03762"]),
        ('{"arxiv_id": "1706.03762"}', ['arxiv_id": "1706.03762']),
        ("paper id: 1706.03762", ["1706.03762"]),
        ("1706.03762,1810.04805", ["1706.03762", "1810.04805"]),
        ("- 1312.6114 VAE", ["1312.6114"]),
        ("see [1312.6114]", ["1312.6114"]),
        ("math.GT/0309136 and 0704.0001v2", ["math.GT/0309136", "0704.0001v2"]),
        ("논문1706.03762을", ["1706.03762"]),
    ],
)
def test_references_in_free_text(text: str, expected: list[str]) -> None:
    """Every reference is found whole, and nothing around it is taken along."""
    assert mentions(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "loss 1203.4567 at step 5",
        "it took 1706.03762 ms",
        "$1706.03762",
        "x = 1706.03762",
        "loss: 1706.03762",
        "1706.03762%",
        "1,706.03762",
        "1706.03762.1",
        "v1706.03762",
        "01706.03762",
        "1706.037621",
        "1706.03762-2",
        "file_1706.03762",
        "10.1109/1706.03762",
        "https://doi.org/10.1109/1706.03762",
        "https://example.org/1706.03762",
        "https://example.org/arxiv.org/abs/1706.03762",
        "https://arxiv.org.evil.tld/abs/1706.03762",
        "https://éarxiv.org/abs/1706.03762",
        "https://arxiv.org@evil.tld/abs/1706.03762",
        "someone@arxiv.org/abs/1706.03762",
        "evilarxiv.org/abs/1706.03762",
        "arXiv:1713.00001",
        "arXiv:1706.00000",
        "1706.03762v0",
        "src/cs/0701188/x",
        "physics/05030011",
        "https://arxiv.org/list/cs.LG/recent",
    ],
)
def test_numbers_and_foreign_links_are_no_references(text: str) -> None:
    """A measurement, price, path, foreign DOI or look-alike link is never taken for a paper."""
    assert mentions(text) == []


PIECES = (
    *("1706.03762", "１７０６．０３７６２", "hep-th/9901001", "%31706.03762", "%31%37%30%36.%30%33762"),
    *("https://", "http:／／", "https:\\/\\/", "arxiv.org/abs/", "ARXIV.ORG:443/pdf/", "export.arxiv.org/"),
    *("arXiv:", "ａｒＸｉｖ：", "10.48550/arXiv.", "doi.org/", "hf.co/", "github.com/a/b/"),
    "arxiv.org@evil.tld/",
    *("[", "]", " ", "\n", ",", ".", "#", "?", "/", "v2", "２０１７", "？", "%", "％", "読んだ"),
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=7).map("".join)


@given(texts)
@example("https://arxiv.org/abs/%31%37%30%36.%30%33%37%36%32")
@example("https://arxiv.org/abs/％31％37％30％36.%30%33%37%36%32")
@example("１７０６．０３７６２")
def test_a_text_without_a_trace_of_an_id_is_read_like_any_other(text: str) -> None:
    """Most texts are not looked at closely; with a year and an escape below them they are, for the same."""
    assert find_arxiv_ids(text) == find_arxiv_ids(f"{text}\n{' ' * 20}%41 2017")


@given(texts)
def test_only_links_to_known_sites_lead_to_papers(link: str) -> None:
    """What lets longer texts pass over a link agrees with what reads one."""
    with contextlib.suppress(PapersError):
        arxiv_id_of_link(link, link)
        assert names_papers(link)
