"""CSL-JSON: the items, and that they are what the schema allows."""

import json
from typing import Any

import pytest

from paper_notes.rules.export.csl import csl_json
from paper_notes.rules.export.formats import citation_keys
from paper_notes.values.model import Note
from tests.bibliographies import ATTENTION, corpus, hostile_notes, make


def export(notes: list[Note]) -> list[dict[str, Any]]:
    """Return the items of the notes."""
    items: list[dict[str, Any]] = json.loads("".join(csl_json(notes, citation_keys(notes))))
    return items


# The types and the variables that we use, as the schema of CSL 1.0.2 for input data (csl-data.json) has them.
TYPES = {"article", "article-journal", "paper-conference"}
TEXTS = set(
    "abstract annote archive archive_location container-title DOI keyword publisher title URL".split()  # noqa: SIM905
)
TEXTS_OR_NUMBERS = {"id", "issue", "number", "page", "volume"}
NAME_PARTS = {"family", "given", "suffix", "literal"}


def complaints(item: dict[str, Any]) -> list[str]:
    """Return what the schema would not have."""
    found = [f"no {key}" for key in ("id", "type", "title") if not item.get(key)]
    for key, value in item.items():
        if key == "type":
            right = value in TYPES
        elif key in TEXTS:
            right = isinstance(value, str) and value != ""
        elif key in TEXTS_OR_NUMBERS:
            right = isinstance(value, str | int) and value != ""
        elif key == "author":
            right = all(
                set(name) <= NAME_PARTS
                and all(isinstance(part, str) and part for part in name.values())
                and name
                for name in value
            )
        elif key == "issued":
            (parts,) = value["date-parts"]
            right = (
                set(value) == {"date-parts"}
                and 1 <= len(parts) <= 3
                and all(type(part) is int for part in parts)
            )
        else:
            right = False
        if not right:
            found.append(f"{key}: {value}")
    return found


def test_a_preprint() -> None:
    """As Zotero has preprints: an article with its number, published by arXiv."""
    assert export([ATTENTION]) == [
        {
            "id": "vaswani2017attention",
            "type": "article",
            "title": "Attention Is All You Need",
            "author": [
                {"family": "Vaswani", "given": "Ashish"},
                {"family": "Shazeer", "given": "Noam"},
                {"literal": "others"},
            ],
            "issued": {"date-parts": [[2017, 6, 12]]},
            "publisher": "arXiv",
            "number": "arXiv:1706.03762",
            "URL": "https://arxiv.org/abs/1706.03762",
            "archive": "arXiv",
            "archive_location": "1706.03762",
            "abstract": "The dominant models are complex.",
            "keyword": "NLP",
            "annote": "Attention alone is enough.",
        }
    ]


def test_published_papers() -> None:
    """Journals and proceedings, with what is known of the place in them."""
    notes = [
        make(
            id="2001.00001", published="2020-01-01", journal_ref="JMLR 15(56):1929-1958, 2021", doi="10.1/x y"
        ),
        make(id="2001.00002", published="2020-01-01", comment="ICLR 2021"),
    ]
    article, paper = export(notes)
    assert {
        key: article[key] for key in ("type", "container-title", "volume", "issue", "page", "DOI", "issued")
    } == {
        "type": "article-journal",
        "container-title": "Journal of Machine Learning Research",
        "volume": "15",
        "issue": "56",
        "page": "1929-1958",
        "DOI": "10.1/x",
        "issued": {"date-parts": [[2021]]},
    }
    assert paper["type"] == "paper-conference"
    assert "number" not in paper


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Laurens van der Maaten", {"family": "van der Maaten", "given": "Laurens"}),
        ("Sammy Davis Jr.", {"family": "Davis", "given": "Sammy", "suffix": "Jr."}),
        ("The ATLAS Collaboration", {"literal": "The ATLAS Collaboration"}),
        ('Erwin Schr\\"odinger', {"family": "Schrödinger", "given": "Erwin"}),
    ],
)
def test_names(author: str, name: dict[str, str]) -> None:
    """Names in parts, and names that have none."""
    assert export([make(authors=(author,))])[0]["author"] == [name]


@pytest.mark.parametrize(
    ("published", "issued"),
    [("2017", [2017]), ("2017-06", [2017, 6]), ("2017-06-12T17:57:34Z", [2017, 6, 12]), (None, [2020])],
)
def test_dates(published: str | None, issued: list[int]) -> None:
    """As exact as they are known; an arXiv id tells the year."""
    assert export([make(published=published)])[0]["issued"] == {"date-parts": [issued]}


def test_nothing_known() -> None:
    """A paper of which only the address is known."""
    note = make("", id="https://example.org/x", page="https://example.org/x", authors=())
    assert export([note]) == [
        {
            "id": "example.org-x",
            "type": "article",
            "title": "https://example.org/x",
            "URL": "https://example.org/x",
        }
    ]


def test_no_notes() -> None:
    """Nothing is still a document."""
    assert "".join(csl_json([], {})) == "[]\n"


@pytest.mark.parametrize("choose", [hostile_notes, corpus])
def test_the_schema(choose: Any) -> None:
    """Every item is what the schema allows, and has its own id."""
    notes = choose()
    items = export(notes)
    assert [complaint for item in items for complaint in complaints(item)] == []
    assert len({item["id"] for item in items}) == len(notes)
