"""CSV: what a spreadsheet gets, and that nothing in it is a formula."""

import csv as python_csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.rules.export.table import COLUMNS, cell, csv
from paper_notes.values.model import Note
from tests.bibliographies import ATTENTION, corpus, hostile_notes, make


def read(notes: list[Note], **dialect: Any) -> list[list[str]]:
    """Return the rows as a reader of CSV has them."""
    return list(python_csv.reader(io.StringIO("".join(csv(notes, {}))), strict=True, **dialect))


def test_a_row() -> None:
    """One line a note, lists with commas, unknown fields empty."""
    header, row = read([ATTENTION])
    assert tuple(header) == COLUMNS
    assert dict(zip(header, row, strict=True)) == {
        "arxiv_id": "1706.03762",
        "title": "Attention Is All You Need",
        "authors": "Ashish Vaswani; Noam Shazeer; and 6 more",
        "year": "2017",
        "published": "2017-06-12T17:57:34Z",
        "updated": "2023-08-02",
        "version": "7",
        "categories": "cs.CL, cs.LG",
        "comment": "15 pages, 5 figures",
        "journal_ref": "",
        "doi": "",
        "link": "https://arxiv.org/abs/1706.03762",
        "topics": "NLP",
        "labels": "NLP, favourite",
        "status": "read",
        "rating": "5",
        "read_on": "2026-11-21",
        "added_on": "2026-11-20",
        "number": "12",
        "issue": "https://github.com/alice/papers/issues/12",
        "summary": "Attention alone is enough.",
        "abstract": "The dominant models are complex.",
    }


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        (" =1", "'=1"),
        ('"=1', "\"'=1"),
        ("＝1", "'＝1"),
        ("a;=1", "a;'=1"),
        ("a; @b", "a; '@b"),
        ("A - B = C @ D", "A - B = C @ D"),
        ("two\nlines\x00\x1b[2J", "two lines [2J"),
        (None, ""),
        (5, "5"),
        (("a", "=b"), "a, =b"),
        (("=a",), "'=a"),
    ],
)
def test_a_cell(text: Any, written: str) -> None:
    """What would begin a formula gets an apostrophe; all else stays."""
    assert cell(text) == written


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_hostile_cells(delimiter: str) -> None:
    """Also a spreadsheet that splits elsewhere finds no formula at the start of a cell."""
    rows = python_csv.reader(io.StringIO("".join(csv(hostile_notes(), {}))), delimiter=delimiter)
    cells = [text.strip().lstrip('"') for row in rows for text in row]
    assert [text for text in cells if text.startswith(("=", "+", "@", "\t", "\r"))] == []


@given(st.text())
def test_any_text_stays_in_its_cell(text: str) -> None:
    """A row is a row, with as many cells as the header."""
    rows = read([make(text, abstract=text, summary=text)])
    assert [len(row) for row in rows] == [len(COLUMNS)] * 2
    assert not cell(text).startswith(("=", "+", "-", "@"))


def test_thousands_of_papers() -> None:
    """A line for each, and the header."""
    notes = corpus()
    text = "".join(csv(notes, {}))
    assert len(text.splitlines()) == len(notes) + 1
    assert len(read(notes)) == len(notes) + 1
