"""Markdown files: their names, their front matter, and the reader's text."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.rules.export.file_names import note_name
from paper_notes.rules.export.formats import citation_keys
from paper_notes.rules.export.markdown_files import markdown
from paper_notes.rules.export.yaml_ import front_matter
from paper_notes.values.model import Note
from tests.bibliographies import ATTENTION, corpus, hostile_notes, make


def export(notes: list[Note]) -> dict[str, str]:
    """Return the texts by name."""
    return dict(markdown(notes, citation_keys(notes)))


def read_front_matter(text: str) -> dict[str, Any]:
    """Return the fields as PyYAML reads them."""
    yaml = pytest.importorskip("yaml", reason="needs PyYAML")
    fields: dict[str, Any] = yaml.safe_load(text.split("---\n")[1])
    return fields


def test_a_file() -> None:
    """The data in front, the reader's own text as it is."""
    assert export([ATTENTION]) == {
        "1706.03762.md": (
            "---\n"
            'title: "Attention Is All You Need"\n'
            'aliases: ["Attention Is All You Need"]\n'
            "date: 2026-11-21\n"
            'tags: ["NLP"]\n'
            'status: "read"\n'
            "rating: 5\n"
            'summary: "Attention alone is enough."\n'
            'authors: ["Ashish Vaswani", "Noam Shazeer"]\n'
            "authors_left_out: 6\n"
            'arxiv: "1706.03762"\n'
            'link: "https://arxiv.org/abs/1706.03762"\n'
            'issue: "https://github.com/alice/papers/issues/12"\n'
            'citekey: "vaswani2017attention"\n'
            "published: 2017-06-12\n"
            "updated: 2023-08-02\n"
            'arxiv_categories: ["cs.CL", "cs.LG"]\n'
            'comment: "15 pages, 5 figures"\n'
            'labels: ["NLP", "favourite"]\n'
            "read_on: 2026-11-21\n"
            "added_on: 2026-11-20\n"
            'abstract: "The dominant models are complex."\n'
            "render_with_liquid: false\n"
            "---\n"
            "\n"
            "## Summary\n"
            "Attention alone is enough.\n"
        )
    }


@pytest.mark.parametrize(
    ("paper_id", "name"),
    [
        ("1706.03762", "1706.03762"),
        ("math.GT/0309136", "math.GT_0309136"),
        ("hep-th/9901001", "hep-th_9901001"),
        ("10.1145/1507244.150", "10.1145-1507244.150-1d77e882"),
        ("https://openreview.net/forum?id=aBc", "openreview.net-forum-id-abc-60fddd20"),
        ("../../etc/passwd", "etc-passwd-3754d6cb"),
        ("con", "con-1143da2b"),
        ("https://aux.example/x", "aux-.example-x-85f8d949"),
        ("논문", "paper-a7c8d34d"),
    ],
)
def test_a_name(paper_id: str, name: str) -> None:
    """The arXiv id, or something readable with a few digits."""
    assert note_name(paper_id) == name


@given(st.text(min_size=1), st.integers(0, 99) | st.none())
def test_any_name_is_safe(paper_id: str, number: int | None) -> None:
    """No folders, no reserved names, no dot at either end, and not long."""
    name = note_name(paper_id, number)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}(?<!\.)", name)
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name)


def test_names_that_differ_in_capitals_only() -> None:
    """They differ in more, since some systems do not tell capitals apart."""
    names = [note_name("https://example.org/aB"), note_name("https://example.org/Ab")]
    assert names[0].casefold() != names[1].casefold()


def test_the_name_stays() -> None:
    """Another title, other authors, another number: the same file."""
    other = make("Another title", id="1706.03762", authors=("Someone Else",), number=99)
    assert list(export([other])) == list(export([ATTENTION]))


def test_several_notes_on_one_paper() -> None:
    """Each has a file; the further ones give their number."""
    assert list(export([ATTENTION, ATTENTION._replace(number=30)])) == ["1706.03762.md", "1706.03762-30.md"]


def test_hostile_front_matter() -> None:
    """YAML reads back what was there, whatever it is."""
    for note in hostile_notes():
        (text,) = export([note]).values()
        fields = read_front_matter(text)
        title = " ".join(re.sub("[\x00-\x1f]", " ", note.paper.title).split())
        assert fields["title"] == (title or note.paper.id)
        assert fields["authors"] == list(note.paper.authors)
        assert fields["labels"] == [note.paper.title]
        assert fields.get("summary", "") == note.paper.title
        assert fields["tags"] == ["NLP", "C-A-100"]
        for alias in fields.get("aliases", []):
            assert not re.search(r"[/\\:*?\"<>|#^\[\]%{}$\x00-\x1f]|^\.|\.$", alias)


def test_the_text_is_the_readers() -> None:
    """Only line ends are made one kind."""
    (text,) = export([make(text="\r\n---\r\nmy: text\r\n---\r\n```\r\n{{ x }}\r\n```\r\n\r\n")]).values()
    assert text.split("---\n", 2)[2] == "\n---\nmy: text\n---\n```\n{{ x }}\n```\n"


@pytest.mark.parametrize("field", ["url", "slug", "categories", "layout", "permalink", "draft", "type", "id"])
def test_no_key_moves_pages(field: str) -> None:
    """Hugo and Jekyll act on these."""
    (text,) = export([ATTENTION]).values()
    assert field not in read_front_matter(text)


@pytest.mark.parametrize(
    ("topic", "tag"),
    [
        ("NLP", "NLP"),
        ("speech recognition", "speech-recognition"),
        ("2024", "topic-2024"),
        ("강화학습", "강화학습"),
    ],
)
def test_tags(topic: str, tag: str) -> None:
    """As Obsidian takes them."""
    (text,) = export([make(topics=(topic,))]).values()
    assert read_front_matter(text)["tags"] == [tag]


@given(st.text().filter(lambda text: not re.fullmatch(r"\d{4}-\d\d-\d\d|", text)))
def test_any_text_in_yaml(text: str) -> None:
    """PyYAML reads the same text."""
    assert read_front_matter(front_matter({"a": text, "b": [text]})) == {"a": text, "b": [text]}


def test_days_are_dates() -> None:
    """A day stays bare, whatever else looks like one is a text."""
    assert front_matter({"a": "2026-11-22", "b": "2026-13-22", "c": None, "d": (), "e": 3}) == (
        '---\na: 2026-11-22\nb: "2026-13-22"\ne: 3\n---\n'
    )


def test_thousands_of_papers() -> None:
    """A file for each, with front matter that is JSON line by line."""
    notes = corpus()
    files = export(notes)
    assert len(files) == len({name.casefold() for name in files}) == len(notes)
    for text in files.values():
        for line in text.split("---\n")[1].splitlines():
            name, _, value = line.partition(": ")
            assert name.isidentifier()
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", value) or json.loads(value) is not None
