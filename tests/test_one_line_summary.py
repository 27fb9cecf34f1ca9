"""The reader's own one-line summary: found under many headings, in plain text, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.values.text.headings import heading, heading_names
from paper_notes.values.text.summary import one_line_summary, plain_text
from paper_notes.values.text.visible import visible_lines
from tests.patience import patience


@pytest.mark.parametrize(
    "text",
    [
        "## 一言でいうと\r\n\r\nAttention だけで訳す\r\n\r\n### 論文リンク\r\n",
        "## TL;DR\nAttention だけで訳す",
        "# TLDR :rocket:\n- Attention だけで訳す\n- second",
        "###### In one sentence…\n\n> Attention だけで訳す",
        "### One-line summary ###\n\nAttention だけで訳す\n",
        "#### 한줄 요약\nhttps://arxiv.org/abs/1706.03762\nAttention だけで訳す",
        "## 한 줄 요약\n1. Attention だけで訳す",
        "## 1. どんなもの？\n\n![figure](a.png)\n\nAttention だけで訳す",
        "# 1 どんなもの？ (Summary)\nAttention だけで訳す",
        "##概要\nAttention だけで訳す",
        "## Ｓｕｍｍａｒｙ：\n　Attention だけで訳す　",
        "## Overview / 概要\nAttention だけで訳す",
        "> ### Abstract\n> Attention だけで訳す",
        "**一句话总结：**\n\nAttention だけで訳す\n\n**资源：**",
        "__요약__\nAttention だけで訳す",
        "【一言でいうと】\nAttention だけで訳す",
        "【概要】Attention だけで訳す",
        "■概要\n・Attention だけで訳す",
        "<h2>TL;DR</h2>\n<p>Attention だけで訳す</p>",
        "概要\n====\nAttention だけで訳す",
        "TL;DR: Attention だけで訳す",
        "TL;DR：Attention だけで訳す\n## Summary\nlater",
        "- **TL;DR :** Attention だけで訳す",
        "**TL;DR** Attention だけで訳す",
        "- 한줄 요약 : Attention だけで訳す",
        "## Abstract\nolder\n## Summary\nold\n## 一言でいうと\nAttention だけで訳す",
        "## TL;DR\n\n## Summary\nAttention だけで訳す",
        "## TL;DR\n_No response_\n### Summary\nAttention だけで訳す",
        "<!-- ## TL;DR\nhint -->\n## TL;DR\n<!-- one line,\nplease -->\nAttention だけで訳す",
        "```\n## TL;DR\nno\n```\n~~~~ md\n~~~\n## TL;DR\nno\n~~~~\n## Summary\nAttention だけで訳す",
        "## Summary\n```python\ncode\n```\nAttention だけで訳す",
        "## Summary\n- url :\n- Date: 2017\n- [pdf](https://a.b/1)\n| a | b |\nAttention だけで訳す",
        "## One-line summary\n\n<!-- hint -->\n\n## Abstract in my own words\n\nAttention だけで訳す",
        "## TL;DR\n> | a | b |\n\nAttention だけで訳す",
        "> ```\n> ## TL;DR\n> no\n> ```\n## TL;DR\nAttention だけで訳す",
        "What it is all about\n---\n概要\n---\nAttention だけで訳す",
        "## TL;DR\n- **task :**\n- Attention だけで訳す",
        "## TL;DR\n<details><summary>more</summary>\n\nAttention だけで訳す",
    ],
)
def test_the_summary_is_found_in_every_template(text: str) -> None:
    """Whatever the language, heading style or order of sections, the same sentence comes out."""
    assert one_line_summary(text) == "Attention だけで訳す"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Just thoughts, no headings.",
        "#summary #nlp",
        "## Introduction\nThe paper proposes",
        "## 概要\r\n\r\n## 手法\r\n\r\n## 結果\r\n",
        "## TL;DR\n\n### Method\ntext of the method",
        "## TL;DR\n**Method**\ntext of the method",
        "## TL;DR\n\nMethod\n---\ntext of the method",
        "## TL;DR\nTODO\n",
        "## Summary\nNone\n---\n...\n",
        "## Summary\n![a](b.png)\n<img src=x>\n",
        "    ```\n    ## TL;DR\n    not closed",
        "<!-- never closed\n## TL;DR\nhidden",
        "In summary: nothing is known",
        "Authors: A\nLink: https://example.org",
    ],
)
def test_no_summary_is_made_up(text: str) -> None:
    """Empty sections, hints, code and other headings give nothing."""
    assert one_line_summary(text) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- [x] **Fast** and _good_ ~~slow~~ `x_y`", "Fast and good slow x_y"),
        ("see [GAN](http://a.b/(c) 'T'), [[note|CLIP]], [BERT][1][^2] <https://a.b>", None),
        ("$a_b * c_d*e*f$ keeps snake_case_name and 2 * 3 * 4", None),
        ("a &lt;b&gt; &amp;lt; &nbsp;c\\*d\\_e", "a <b> &lt; c*d_e"),
        ("> > 3. text<br/>more\u200b \u00a0 end\x07", "text more end"),
        ("**open and _half", "open and _half"),
        ("2. 3.5 billion", "3.5 billion"),
    ],
)
def test_markdown_becomes_plain_text(line: str, expected: str | None) -> None:
    """Marks go, words stay; math and code keep their stars and underscores."""
    kept = {
        "see": "see GAN, CLIP, BERT https://a.b",
        "$a_": "$a_b * c_d*e*f$ keeps snake_case_name and 2 * 3 * 4",
    }
    assert plain_text(line) == (expected or kept[line[:3]])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("word " * 60, ("word " * 39).rstrip() + "…"),
        ("あ" * 150 + "。" + "い" * 150, "あ" * 150 + "…"),
        ("x" * 300, "x" * 199 + "…"),
        ("x" * 200, "x" * 200),
    ],
)
def test_a_long_summary_is_cut_at_a_word(sentence: str, expected: str) -> None:
    """At most 200 characters, ended at a blank or CJK punctuation where there is one."""
    assert one_line_summary(f"TL;DR: {sentence}") == expected


@pytest.mark.parametrize(
    "sentence", ["**It is enough.**", "It is enough for most of it.", "It does two things: this and that"]
)
def test_a_sentence_is_no_heading(sentence: str) -> None:
    """People stress the one sentence that matters, or draw a rule below it."""
    text = f"## TL;DR\n{sentence}\n---\n## Method\nx"
    assert one_line_summary(text) == sentence.strip("*")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("## 1. どんなもの？ ##", "1. どんなもの？"),
        ("#hashtag", None),
        ("##概要", "概要"),
        ("**Paper:**", "Paper:"),
        ("**A whole sentence.**", None),
        ("【URL】", "URL"),
        ("text", None),
        ("- item", None),
    ],
)
def test_headings_are_told_from_text(line: str, words: str | None) -> None:
    """Markdown's headings count, and what people use for one."""
    assert heading(line) == words


def test_heading_names_go_from_exact_to_loose() -> None:
    """Numbers, brackets and alternatives are set aside one after the other."""
    assert heading_names("1. どんなもの？ (Summary)") == [
        "1どんなものsummary",
        "どんなものsummary",
        "1どんなもの",
        "どんなもの",
        "summary",
    ]


def test_comments_and_fences_do_not_show() -> None:
    """What shows is what a reader of the rendered page sees as text."""
    text = "a<!-- x -->b<!-- y\n## z\n-->c\n- ```sh\n<!--\n```\nd\n````\n```\n````\n`code`"
    assert visible_lines(text) == ["ab", "", "c", "d", "`code`"]


PIECES = ["## TL;DR", "Summary:", "**", "概要", "\n", "---", "<!--", "-->", "```", "[a](b)", "> ", "- ", "$"]
anything = st.text(st.characters(exclude_categories=()), max_size=10)
texts = st.lists(st.sampled_from(PIECES) | anything, max_size=14).map("".join)


@given(texts)
def test_any_text_gives_one_clean_line_or_none(text: str) -> None:
    """Nothing is raised; a summary is one short line that says something."""
    summary = one_line_summary(text)
    assert summary is None or (
        0 < len(summary) <= 200
        and summary == " ".join(summary.split())
        and any(char.isalnum() for char in summary)
        and summary.replace("\u200d", "").isprintable()
    )


@pytest.mark.parametrize("unit", ["<!--", "-->", "```\n", "**", "[x](", "TL;DR:\n", "*a", "1. ", "\n", "【"])
def test_a_long_text_is_no_trouble(unit: str) -> None:
    """A body many times as long as GitHub allows is read at once, whatever it repeats."""
    with patience():
        one_line_summary("## TL;DR\n" + unit * (1_000_000 // len(unit)))
