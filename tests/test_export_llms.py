"""Plain text for language models: a file a topic, and the list of them."""

import re

import pytest

from paper_notes.rules.export.file_names import topic_name
from paper_notes.rules.export.llms import llms, llms_text, said
from paper_notes.values.model import Note
from tests.bibliographies import ATTENTION, corpus, hostile_notes, make


def export(notes: list[Note]) -> dict[str, str]:
    """Return the texts by name."""
    return dict(llms(notes, {}))


def test_a_note() -> None:
    """What is worth knowing, one line a fact, the reader's text indented."""
    assert llms_text(ATTENTION) == (
        "## Attention Is All You Need (2017)\n"
        "id: arXiv:1706.03762\n"
        "authors: Ashish Vaswani, Noam Shazeer, and 6 more\n"
        "published: 2017-06-12\n"
        "topics: NLP\n"
        "status: read on 2026-11-21, rating 5 of 5\n"
        "summary: Attention alone is enough.\n"
        "abstract: The dominant models are complex.\n"
        "notes:\n"
        "  ## Summary\n"
        "  Attention alone is enough.\n"
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("## One\n\n<!-- a\nhint -->\n\n## Two\n<!-- hint -->\n", []),
        ("## One\n\nIt says.  \n\n## Two\n", ["## One", "It says."]),
        ("# All\n## One\n### Empty\n## Two\nIt says.", ["# All", "## Two", "It says."]),
        ("```\n# comment\n# another\n```\n## Empty", ["```", "# comment", "# another", "```"]),
        ("#hashtag\n#", ["#hashtag"]),
        ("a <!-- b --> c\n<!-- d\n<!-- e --> f\ng <!-- open\nh", ["a  c", " f", "g"]),
        ("", []),
    ],
)
def test_what_a_note_says(text: str, lines: list[str]) -> None:
    """The template's empty sections and hints are no news."""
    assert said(text) == lines


def test_a_published_paper() -> None:
    """The venue stands in for the date."""
    text = llms_text(make(published="2020-01-01", comment="ICLR 2021", status=ATTENTION.status))
    assert "published: International Conference on Learning Representations, 2021\n" in text


def test_a_file_a_topic() -> None:
    """A paper on two topics is in both files; papers without any have one, at the end."""
    both, none = make("Both", topics=("NLP", "CV")), make("None")
    files = export([ATTENTION, both, none])
    assert list(files) == ["CV.txt", "NLP.txt", "other.txt", "llms.txt"]
    assert files["NLP.txt"] == f"# NLP: 2 papers\n\n{llms_text(ATTENTION)}\n{llms_text(both)}"
    assert files["other.txt"] == f"# Papers without a topic: 1 paper\n\n{llms_text(none)}"
    assert files["llms.txt"] == (
        "# Notes on papers\n"
        "\n"
        "> One file for each topic.\n"
        "\n"
        "## Topics\n"
        "\n"
        "- [CV](CV.txt): 1 paper\n"
        "- [NLP](NLP.txt): 2 papers\n"
        "- [Papers without a topic](other.txt): 1 paper\n"
    )


def test_names_of_topics() -> None:
    """Safe, apart from each other also without capitals, and not that of the list."""
    topics = ("llms", "nlp", "NLP", "C/C++", "..", "con", "aux.h", "COM¹", "강화학습", "other", "x" * 200)
    taken = {"llms"}
    assert [topic_name(topic, taken) for topic in topics] == [
        "llms-2",
        "nlp",
        "NLP-2",
        "C-C",
        "topic",
        "con-",
        "aux-.h",
        "COM¹-",
        "강화학습",
        "other",
        "x" * 80,
    ]


def test_nothing_looks_like_another_paper() -> None:
    """Only our own headings begin a line with `#`, whatever titles, abstracts and notes say."""
    notes = [
        *hostile_notes(),
        make("# One", text="# Two\n## Three (2020)\nid: x", abstract="\n## Four", topics=("NLP",)),
    ]
    text = export(notes)["NLP.txt"]
    assert len(re.findall(r"^#", text, re.MULTILINE)) == len(notes) + 1
    assert len(re.findall(r"^id:", text, re.MULTILINE)) == len(notes)


def test_thousands_of_papers() -> None:
    """Every paper is in the file of each of its topics."""
    notes = corpus()
    files = export(notes)
    for topic in ("NLP", "CV", "RL", "speech"):
        expected = sum(topic in note.topics for note in notes)
        assert files[f"{topic}.txt"].count("\nid: ") == expected
    assert files["other.txt"].count("\nid: ") == sum(not note.topics for note in notes)
