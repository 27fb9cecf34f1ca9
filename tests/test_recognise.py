"""Recognising what a hand-written issue is about: the forms people use, and when to ask."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.values.text.recognise import Recognised, recognise
from tests.patience import patience

ISSUES = Path(__file__).parents[2] / "shared" / "data" / "issues-dev.jsonl"
ATTENTION = "https://arxiv.org/abs/1706.03762"
BERT = "https://arxiv.org/pdf/1810.04805.pdf"
TITLE = "Attention Is All You Need"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("[1706.03762] Attention Is All You Need", "notes follow"),
        ("http://arxiv.org/pdf/1706.03762v5.pdf", ""),
        (TITLE, ATTENTION),
        ("あ", f"> {ATTENTION} \r\n"),
        (TITLE, f"Link : {ATTENTION}\nAuthors : Vaswani et al. 2017"),
        (TITLE, f"link: {ATTENTION}\nreferenced from:\n- Some Title #696"),
        (TITLE, f"論文リンク：{ATTENTION}。BERT ({BERT}) の前身"),
        (TITLE, f"- 논문 링크: {ATTENTION}\n\n> ### Abstract\n> cf. {BERT}"),
        (
            TITLE,
            f"Preprint (e.g, arXiv) URL:  {ATTENTION}\r\nConference Paper URL:  https://doi.org/10.1/x\r\n",
        ),
        (TITLE, f"<img src='a.png'>\n[paper]({ATTENTION} ) | [code](https://github.com/a/b)\n\nsee {BERT}"),
        (TITLE, f"- [📜]({ATTENTION})\n- [blog](https://blog.example/{TITLE})\n\nlike [BERT]({BERT})"),
        (TITLE, f"- [ ] [paper - {TITLE}]({ATTENTION})\n- [BERT]({BERT})"),
        (TITLE, f"## [{TITLE}]({ATTENTION})\n\n- Code:\n\n## Other papers\n- [paper]({BERT})"),
        (TITLE, f"Read [Attention is all you need!]({ATTENTION}) after {BERT}."),
        (TITLE, f"### 論文リンク\n\n<{ATTENTION}>\n\n## 議論はある？\n\n[BERT]({BERT})"),
        (
            TITLE,
            f"## 0. 論文\n\n{ATTENTION}\n\n## 6. 次に読むべき論文は？\n\n- [paper]({BERT})\n### 追記\n{BERT}",
        ),
        (TITLE, f"【URL】\n- {ATTENTION}\n- https://example.org\n\n【備考】\n{BERT}"),
        (TITLE, f"**Paper**\n{ATTENTION}\n\n**Related work:**\n- Link: {BERT}"),
        (TITLE, f"### Fill your paper arxiv url\n\n{ATTENTION}\n\n### Comments\n\n_No response_"),
        (TITLE, f"# Paper\nLink: {ATTENTION}\nYear: 2017\n# Summary\n- as in {BERT}"),
        (TITLE, f"Link: {BERT}\nPaper: {ATTENTION}"),
        (TITLE, f"## Paper\n{ATTENTION}\n### Details\n{BERT}"),
        (TITLE, f"### Related\n- {BERT}\n## Details\n- {ATTENTION}"),
        (TITLE, f"Link: [Arxiv]({ATTENTION})\nFollowup: [BERT]({BERT})"),
        (TITLE, f"| Paper | [{ATTENTION}]({ATTENTION}) |\n| Prior | {BERT} |"),
        (TITLE, "arXiv: 1706.03762 [cs.CL]\nextends arXiv:1810.04805"),
        (TITLE, f"# Reference\n- 06/2017 [Transformer]({ATTENTION})\n\n# Brief\n- text"),
        (TITLE, f"<!-- Link: {BERT} -->\n{ATTENTION}\n```\npapers add {BERT}\n```\n"),
        (TITLE, f"Vaswani et al. Attention is all you need. NeurIPS 2017. {ATTENTION}"),
    ],
)
def test_the_paper_of_a_note_is_found_in_every_form(title: str, body: str) -> None:
    """A title, a label, a heading or standing alone makes one link the paper, whatever else is linked."""
    found = recognise(title, body)
    assert (found.arxiv_id, found.url, found.certain) == ("1706.03762", None, True)
    assert found.candidates[0] == "1706.03762"


@pytest.mark.parametrize(
    ("title", "body", "candidates"),
    [
        ("Papers to read", f"- [ ] {ATTENTION}\n- [ ] {BERT}", ("1706.03762", "1810.04805")),
        ("Papers", f"- [paper]({ATTENTION})\n- [paper]({BERT})", ("1706.03762", "1810.04805")),
        ("Links", f"## Links\n{ATTENTION}\n{BERT}", ("1706.03762", "1810.04805")),
        ("[1706.03762] or [1810.04805]?", "", ("1706.03762", "1810.04805")),
        ("A note", f"{ATTENTION}\n\nLink: {BERT}", ("1810.04805", "1706.03762")),
        ("A note", f"- GPT: [paper]({ATTENTION})\n- BERT: [paper]({BERT})", ("1706.03762", "1810.04805")),
        ("A note", f"## What to read next?\n\n- [paper]({BERT})", ("1810.04805",)),
        ("A note", f"## Related work\n- [paper]({BERT})", ("1810.04805",)),
        ("A note", f"Text first.\n\n## References\n- [BERT]({BERT})", ("1810.04805",)),
        ("A note", f"# References\n- {ATTENTION}\n\n# Notes\n{BERT}", ("1706.03762", "1810.04805")),
        (
            "A note",
            "Link: https://huggingface.co/papers/1706.03762\nLink: https://huggingface.co/papers/1810.04805",
            ("1706.03762", "1810.04805"),
        ),
    ],
)
def test_several_candidates_are_left_to_a_person(title: str, body: str, candidates: tuple[str, ...]) -> None:
    """An index, links without a label, or a link to other work only: nothing is guessed."""
    found = recognise(title, body)
    assert found == Recognised(None, None, False, candidates)


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (  # the only id, but in the middle of a sentence
            "Thoughts",
            f"This goes further than BERT ({BERT}) by using more data.",
            Recognised("1810.04805", None, False, ("1810.04805",)),
        ),
        (  # a paper elsewhere, and another one in its text
            "A note",
            f"https://openreview.net/forum?id=a\n\nbetter than BERT ({BERT})",
            Recognised(None, "https://openreview.net/forum?id=a", False, ("1810.04805",)),
        ),
        (  # the title says one thing, the label another
            "[1706.03762] A title",
            f"Link: {BERT}",
            Recognised("1706.03762", None, False, ("1706.03762", "1810.04805")),
        ),
    ],
)
def test_what_is_found_may_still_need_a_person(title: str, body: str, expected: Recognised) -> None:
    """What is likeliest is proposed, and said to be uncertain when something speaks against it."""
    assert recognise(title, body) == expected


@pytest.mark.parametrize(
    ("title", "body", "url"),
    [
        (TITLE, "https://openreview.net/pdf?id=YicbFdNTTy", "https://openreview.net/pdf?id=YicbFdNTTy"),
        (TITLE, "- Origin: https://example.org/yolo.pdf.\n- Related:", "https://example.org/yolo.pdf"),
        (
            TITLE,
            "PDF：http://a.example/doc.pdf\nスライド：http://a.example/s.pdf",
            "http://a.example/doc.pdf",
        ),
        (TITLE, "【URL】\n- https://papers.nips.cc/paper/1.pdf", "https://papers.nips.cc/paper/1.pdf"),
        (TITLE, "論文リンク：https://blog.example/post（ブログ）", "https://blog.example/post"),
        (TITLE, "[pdf](https://a.example/x_(1).pdf)", "https://a.example/x_(1).pdf"),
        (TITLE, "doi:10.1145/3292500.3330701", "https://doi.org/10.1145/3292500.3330701"),
        (TITLE, "DOI:10.1145/329", "https://doi.org/10.1145/329"),
        (TITLE, "HTTP://Example.org/a.PDF", "HTTP://Example.org/a.PDF"),
        (TITLE, "2017https://example.org/a.pdf", "https://example.org/a.pdf"),
        (" https://aclanthology.org/N19-1423/", "", "https://aclanthology.org/N19-1423/"),
        ("HTTPS://example.org/a", "", "HTTPS://example.org/a"),
        ("[A title](https://example.org/a)", "", "https://example.org/a"),
        ("See https://aclanthology.org/N19-1423/ now", "", None),
        (TITLE, "PDF (see https://a.example/x.pdf).", "https://a.example/x.pdf"),
        (TITLE, f"Paper: https://openreview.net/a\n# Related\n- {BERT}", "https://openreview.net/a"),
        (TITLE, "https://zenn.dev/someone/articles/1", None),
        (TITLE, "https://github.com/a/b/issues/1", None),
        (TITLE, "Paper: https://github.com/a/b", None),
        (TITLE, "- https://openreview.net/a\n- https://openreview.net/b", None),
        (TITLE, "we follow [CEM](https://www.sciencedirect.com/science/article/pii/B97) in this", None),
        (TITLE, "## 参考文献\n- https://openreview.net/a\n\n## 手法\n", "https://openreview.net/a"),
        (TITLE, "## 手法\nx\n## 参考文献\n- https://openreview.net/a", None),
        (TITLE, "[paper]( )\nURL:\n", None),
        ("test", "", None),
    ],
)
def test_a_paper_outside_arxiv_has_its_page(title: str, body: str, url: str | None) -> None:
    """Without an arXiv id the labelled link, or the only one to a paper, stands for the paper."""
    found = recognise(title, body)
    assert (found.arxiv_id, found.url) == (None, url)
    assert found.certain


def test_a_managed_template_that_was_never_filled_in_is_nothing() -> None:
    """Headings, empty labels and placeholders name no paper, and no person need look."""
    body = "## 一言でいうと\r\n\r\n### 論文リンク\r\n\r\n_No response_\r\n\r\n### 著者\r\n\r\n- url : \r\n"
    assert recognise("Sorry for debugging", body) == Recognised(None, None, True, ())


LABELLED = f"[paper]({ATTENTION})"
lines = st.sampled_from(
    [ATTENTION, f"Link: {BERT}", "## Related", "### 論文リンク", LABELLED, "[[a](b", "<!--", "-->", "```"]
)
anything = st.text(st.characters(exclude_categories=()), max_size=40)
bodies = st.lists(lines | anything, max_size=8).map("\n".join)


@given(anything, bodies)
def test_any_text_is_answered_and_an_id_is_always_a_candidate(title: str, body: str) -> None:
    """Nothing is raised, and what is answered is one of the candidates, without a second page."""
    found = recognise(title, body)
    assert found.arxiv_id is None or (found.arxiv_id in found.candidates and found.url is None)
    assert len(set(found.candidates)) == len(found.candidates)


@given(st.text("AttentionIsAllYouNeed12 !?,'&+_", min_size=8, max_size=30))
def test_a_title_is_the_same_in_full_width_letters(title: str) -> None:
    """ASCII has a shorter way to a text's letters; it ends where the way of all other scripts does."""
    body = f"Read [{title}]({ATTENTION}) after {BERT}."
    wide = "".join(chr(ord(char) + 0xFEE0) if char > " " else char for char in title)
    assert recognise(title, body) == recognise(wide, body)


@pytest.mark.parametrize(
    "unit",
    ["[", "[a](", "[[a] ", "# a\n", f"{LABELLED} ", f"Link: {BERT}\n", "https://a.b/)", "doi:10.1234/a "],
)
def test_a_long_body_is_no_trouble(unit: str) -> None:
    """A body many times as long as GitHub allows is read at once, whatever it repeats."""
    with patience():
        recognise(unit, unit * (500_000 // len(unit)))


def test_real_issues_are_recognised_without_a_wrong_id() -> None:
    """Over hand-checked public issues: no wrong id, and hardly any missed."""
    if not ISSUES.exists():
        pytest.skip(f"needs the collection of real issues, which is not at {ISSUES}")
    rows = [json.loads(line) for line in ISSUES.read_text(encoding="utf-8").splitlines()]
    read = [(row, recognise(row["title"], row["body"] or "")) for row in rows]
    wrong = [row["url"] for row, found in read if found.arxiv_id not in (None, row["arxiv_id"])]
    known = [(row, found) for row, found in read if row["arxiv_id"] and row["kind"] != "note-link-in-comment"]
    recall = sum(found.arxiv_id == row["arxiv_id"] and found.certain for row, found in known) / len(known)
    no_page = [row["url"] for row, found in read if row["kind"] == "note-no-arxiv-link" and found.url is None]
    assert (wrong, recall > 0.99, no_page) == ([], True, [])
