"""DOIs and addresses of papers elsewhere: one identity for each paper, however its link was pasted."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paper_notes.values.errors import PapersError
from paper_notes.values.locator import LONGEST, Locator, canonical, locate
from paper_notes.values.model import Paper
from paper_notes.values.reference import parse_paper

VIT = "https://openreview.net/forum?id=YicbFdNTTy"
ACL = "https://aclanthology.org/P19-1001"
KDD = "10.1145/3292500.3330701"
NIPS = "https://proceedings.neurips.cc/paper_files/paper"
HASH = "3f5ee243547dee91fbd053c1c4a845aa"


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        *(
            (text, VIT)
            for text in (
                VIT,
                "http://www.OpenReview.net/forum?id=YicbFdNTTy",
                "openreview.net/pdf?id=YicbFdNTTy",
                "https://openreview.net/forum?noteId=abc&id=YicbFdNTTy#discussion",
                "https://openreview.net/attachment?id=YicbFdNTTy&name=supplementary_material",
                "<https://openreview.net/forum?id=YicbFdNTTy>,",
                "[ViT](https://openreview.net/pdf?id=YicbFdNTTy)",
            )
        ),
        # Ids of OpenReview differ by case alone; pages without one are only pages.
        ("https://openreview.net/forum?id=yicbfdnttY", "https://openreview.net/forum?id=yicbfdnttY"),
        ("https://openreview.net/pdf/0a1b.pdf", "https://openreview.net/pdf/0a1b.pdf"),
        ("https://openreview.net/forum?noteId=1", "https://openreview.net/forum?noteId=1"),
        *(
            (text, ACL)
            for text in (
                "https://aclanthology.org/P19-1001/",
                "https://aclanthology.org/P19-1001.pdf",
                "https://aclanthology.org/P19-1001v2.pdf",
                "https://www.aclanthology.org/p19-1001.bib",
                "https://www.aclweb.org/anthology/P19-1001",
                "http://aclweb.org/anthology/P/P19/P19-1001.pdf",
                "http://www.aclweb.org/anthology-new/P/P19/P19-1001",
                "https://aclanthology.coli.uni-saarland.de/papers/P19-1001/p19-1001",
                "10.18653/v1/P19-1001",
                "https://doi.org/10.18653/v1/p19-1001",
            )
        ),
        ("https://aclanthology.org/2020.acl-main.1.pdf", "https://aclanthology.org/2020.acl-main.1"),
        ("10.18653/v1/2020.ACL-main.1", "https://aclanthology.org/2020.acl-main.1"),
        ("https://aclanthology.org/volumes/P19-1/", "https://aclanthology.org/volumes/P19-1"),
        *(
            (text, KDD)
            for text in (
                KDD,
                "doi:10.1145/3292500.3330701",
                "DOI: 10.1145/3292500.3330701.",
                "info:doi/10.1145/3292500.3330701",
                "https://doi.org/10.1145/3292500.3330701",
                "https://doi.org/10.1145/3292500.3330701/",
                "http://dx.doi.org/10.1145%2F3292500.3330701",
                "https://dl.acm.org/doi/10.1145/3292500.3330701",
                "https://dl.acm.org/doi/pdf/10.1145/3292500.3330701?download=true",
                "https://dl.acm.org/doi/abs/10.1145/3292500.3330701#sec-1",
            )
        ),
        ("10.1109/CVPR.2016.90", "10.1109/cvpr.2016.90"),
        ("10.1016/S0022-0000(05)80063-8", "10.1016/s0022-0000(05)80063-8"),
        ("https://doi.org/10.1002/(SICI)1(2)", "10.1002/(sici)1(2)"),
        ("https://www.nature.com/articles/s41586-021-03819-2.pdf", "10.1038/s41586-021-03819-2"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full", "10.1101/2020.01.01.123456"),
        ("https://link.springer.com/content/pdf/10.1007/978-3-030_1.pdf", "10.1007/978-3-030_1"),
        (
            "http://proceedings.mlr.press/v139/radford21a/radford21a.pdf",
            "https://proceedings.mlr.press/v139/radford21a.html",
        ),
        (
            "https://papers.nips.cc/paper/2017/file/" + HASH + "-Paper.pdf",
            f"{NIPS}/2017/hash/{HASH}-Abstract.html",
        ),
        (
            f"https://proceedings.neurips.cc/paper_files/paper/2022/file/{HASH}-Paper-Conference.pdf",
            f"{NIPS}/2022/hash/{HASH}-Abstract-Conference.html",
        ),
        (
            "https://openaccess.thecvf.com/content/CVPR2021/papers/He_X_CVPR_2021_paper.pdf",
            "https://openaccess.thecvf.com/content/CVPR2021/html/He_X_CVPR_2021_paper.html",
        ),
        (
            "https://www.jmlr.org/papers/volume3/bengio03a/bengio03a.pdf",
            "https://jmlr.org/papers/v3/bengio03a.html",
        ),
        (
            "https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=7780459",
            "https://ieeexplore.ieee.org/document/7780459",
        ),
        *(
            (text, "https://distill.pub/2021/gnn-intro")
            for text in (
                "https://distill.pub/2021/gnn-intro/",
                "http://distill.pub:80/2021/gnn-intro",
                "https://WWW.distill.pub/2021/gnn-intro/index.html",
                "https://distill.pub./2021/gnn%2Dintro/?utm_source=x&fbclid=1#top",
            )
        ),
        ("https://example.org/a?b=2&a=1&gclid=x", "https://example.org/a?a=1&b=2"),
        ("https://example.org/Paper", "https://example.org/Paper"),
        ("https://example.org/a%2fb", "https://example.org/a%2Fb"),
        ("https://example.org/#/paper/12", "https://example.org#/paper/12"),
        (
            "https://en.wikipedia.org/wiki/Attention_(machine_learning)",
            "https://en.wikipedia.org/wiki/Attention_(machine_learning)",
        ),
        ("https://例え.jp/논문", "https://xn--r8jz45g.jp/%EB%85%BC%EB%AC%B8"),
        ("https://eartharxiv.org/repository/view/12/", "https://eartharxiv.org/repository/view/12"),
        ("https://huggingface.co/blog/rlhf", "https://huggingface.co/blog/rlhf"),
    ],
)
def test_one_identity_for_all_the_links_of_a_paper(text: str, identity: str) -> None:
    """However a link or DOI was pasted, the paper is the same; its identity is its own identity."""
    found = parse_paper(text)
    assert (found.id, parse_paper(found.id).id) == (identity, identity)


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        (KDD.upper(), Locator(KDD, None, KDD)),
        ("10.1109/CVPR.2016.90", Locator("10.1109/cvpr.2016.90", None, "10.1109/CVPR.2016.90")),
        (
            "https://dl.acm.org/doi/10.1145/3292500.3330701?x=1",
            Locator(KDD, f"https://dl.acm.org/doi/{KDD}", KDD),
        ),
        (
            "http://www.example.org/a/?utm_source=x",
            Locator("https://example.org/a", "http://www.example.org/a/"),
        ),
        ("openreview.net/pdf?id=YicbFdNTTy", Locator(VIT, VIT)),
        (
            "10.18653/v1/P19-1001",
            Locator(ACL, ACL, "10.18653/v1/P19-1001"),
        ),
    ],
)
def test_the_page_and_the_doi_are_kept_as_they_were_given(text: str, locator: Locator) -> None:
    """A link is what a reader will click: only what tracks them is gone, or it is the site's own page."""
    assert parse_paper(text) == locator


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "https://user:secret@example.org/a",
            '"https://…@example.org/a" has a user name where its site should be.',
        ),
        ("https://ex..ample.org/한", '"https://ex..ample.org/한" is no link to a web page.'),
        ("https://한..글.org/", '"https://한..글.org/" is no link to a web page.'),
        ("https://localhost/a", '"https://localhost/a" is no link to a web page.'),
        ("https://example.org:99999999/a", '"https://example.org:99999999/a" is no link to a web page.'),
        ("https://exa mple.org/a", "has blanks or invisible characters in it, which no link has."),
        ("https://example.org/a\u202egpj", "has blanks or invisible characters in it, which no link has."),
        ("10.1145/a b", "has blanks or invisible characters in it, which no DOI has."),
        ("https://example.org/" + "a" * LONGEST, "is too long for a link (1,020 characters)."),
        ("javascript://example.org/%0Aalert(1)", "is no link to a web page."),
        ("file:///etc/passwd", "is no link to a web page."),
    ],
)
def test_what_no_browser_should_open_is_refused(text: str, message: str) -> None:
    """Passwords, other schemes, controls, bidirectional marks and giants do not get into a note."""
    with pytest.raises(PapersError) as caught:
        parse_paper(text)
    assert message in caught.value.message
    assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    ("paper_id", "pdf"),
    [
        (VIT, "https://openreview.net/pdf?id=YicbFdNTTy"),
        (ACL, "https://aclanthology.org/P19-1001.pdf"),
        ("https://aclanthology.org/2020.acl-main.1", "https://aclanthology.org/2020.acl-main.1.pdf"),
        ("https://aclanthology.org/volumes/P19-1", None),
        (
            "https://openaccess.thecvf.com/content/CVPR2021/html/He_X_CVPR_2021_paper.html",
            "https://openaccess.thecvf.com/content/CVPR2021/papers/He_X_CVPR_2021_paper.pdf",
        ),
        ("https://example.org/a", None),
        (KDD, None),
    ],
)
def test_the_pdf_of_a_page(paper_id: str, pdf: str | None) -> None:
    """Where it follows from the page, it is among the links; and it is the same paper."""
    assert Paper(paper_id, "T").links.get("pdf") == pdf
    assert pdf is None or parse_paper(pdf).id == paper_id


def test_identities_that_are_none_stay_as_they_are() -> None:
    """What a block has for an identity is compared as it is, if it cannot be read."""
    assert [canonical(text) for text in ("https://a@b.org/", "1706.03762", "x")] == [
        "https://a@b.org/",
        "1706.03762",
        "x",
    ]


@pytest.mark.parametrize("text", ["", "Attention", "12", "1706.03762", "10.1", "a/b", "mailto:a@b.org"])
def test_what_is_neither_doi_nor_link(text: str) -> None:
    """It is left to those who know other references."""
    assert locate(text) is None


pasted = st.text(max_size=40) | st.lists(
    st.sampled_from(
        [*"htp:/.?#&=%@[]() 一 \u202e", "https://", "10.1145/", "a.org", "%2F", "id=x", "doi.org"]
    ),
    max_size=10,
).map("".join)


@given(pasted)
@example("https://a.org/%25%32%46")
@example("https://doi.org/10.1145/..")
def test_an_identity_is_a_fixed_point(text: str) -> None:
    """Whatever is read gives a printable identity on http(s) or a DOI, which reads as itself."""
    try:
        found = locate(text)
    except PapersError:
        return
    if found:
        assert canonical(found.id) == found.id
        assert re.match(r"https://[^/@]+(?:[/?#]|$)|10\.", found.id)
        assert found.id.isprintable()
