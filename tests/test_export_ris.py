"""RIS: the records, and what rispy makes of them."""

from typing import Any

import pytest

from paper_notes.rules.export.formats import citation_keys
from paper_notes.rules.export.ris import ris
from paper_notes.values.model import Note
from paper_notes.values.text.tex import to_unicode
from tests.bibliographies import ATTENTION, corpus, hostile_notes, make


def export(notes: list[Note]) -> str:
    """Return the notes as one RIS text."""
    return "".join(ris(notes, citation_keys(notes)))


def read(text: str) -> list[dict[str, Any]]:
    """Return what rispy reads."""
    rispy = pytest.importorskip("rispy", reason="needs rispy")
    records: list[dict[str, Any]] = rispy.loads(text)
    return records


def test_a_preprint() -> None:
    """One line a fact, the type first."""
    assert export([ATTENTION]) == (
        "TY  - UNPB\n"
        "ID  - vaswani2017attention\n"
        "AU  - Vaswani, Ashish\n"
        "AU  - Shazeer, Noam\n"
        "TI  - Attention Is All You Need\n"
        "PB  - arXiv\n"
        "PY  - 2017\n"
        "DA  - 2017/06/12\n"
        "AB  - The dominant models are complex.\n"
        "AN  - arXiv:1706.03762\n"
        "UR  - https://arxiv.org/abs/1706.03762\n"
        "KW  - NLP\n"
        "N1  - Attention alone is enough.\n"
        "N1  - And 6 more authors.\n"
        "ER  - \n"
    )


def test_a_published_paper() -> None:
    """Its journal and its place in it."""
    note = make(published="2020-01-01", journal_ref="JMLR 15(56):1929-1958, 2021", doi="10.1/x")
    (record,) = read(export([note]))
    wanted = (
        "type_of_reference",
        "secondary_title",
        "volume",
        "number",
        "start_page",
        "end_page",
        "year",
        "doi",
    )
    assert {key: record[key] for key in wanted} == {
        "type_of_reference": "JOUR",
        "secondary_title": "Journal of Machine Learning Research",
        "volume": "15",
        "number": "56",
        "start_page": "1929",
        "end_page": "1958",
        "year": "2021",
        "doi": "10.1/x",
    }
    (record,) = read(export([make(published="2020-01-01", comment="ICLR 2021")]))
    assert (record["type_of_reference"], record["year"]) == ("CPAPER", "2021")


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("Laurens van der Maaten", "van der Maaten, Laurens"),
        ("Sammy Davis Jr.", "Davis, Sammy, Jr."),
        ("Google, Inc.", "Google Inc."),
    ],
)
def test_names(author: str, written: str) -> None:
    """`Last, First, Suffix`, where a comma takes a name apart."""
    assert read(export([make(authors=(author,))]))[0]["authors"] == [written]


@pytest.mark.parametrize("choose", [hostile_notes, corpus])
def test_rispy_reads_what_was_written(choose: Any) -> None:
    """The same papers in the same order, with their titles, authors and keys."""
    notes = choose()
    keys = citation_keys(notes)
    records = read(export(notes))
    assert [record["id"] for record in records] == [keys[note.paper.id] for note in notes]
    for record, note in zip(records, notes, strict=True):
        assert "unknown_tag" not in record
        assert record["title"] == (to_unicode(note.paper.title) or note.paper.id)
        names = [author for author in note.paper.authors if any(map(str.isalnum, author))]
        assert len(record.get("authors", [])) == len(names)
