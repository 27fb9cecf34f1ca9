"""A record survives being data, and no data but a record's becomes one."""

import contextlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes.values.model import Paper, Record, Status
from paper_notes.values.record import paper_from_data, paper_to_data, record_from_data, record_to_data

PAPERS = Path(__file__).parents[2] / "shared" / "data" / "papers-dev.jsonl"

FULL = Record(
    Paper(
        id="1706.03762",
        title="Attention Is All You Need",
        authors=("Ashish Vaswani", "Noam Shazeer"),
        authors_total=8,
        abstract="We propose …",
        version=7,
        published="2017-06-12T17:57:34Z",
        updated="2023-08-02",
        primary_category="cs.CL",
        categories=("cs.CL", "cs.LG"),
        comment="15 pages",
        journal_ref="NIPS 2017",
        doi="10.1/x",
        url="https://example.org",
        source="datacite",
        pending=True,
    ),
    rating=5,
    read_on="2026-11-22",
    added_on="2026-11-01",
    finishing=Status.READ,
)
PAPER_DATA = {
    "id": "1706.03762",
    "title": "Attention Is All You Need",
    "authors": ["Ashish Vaswani", "Noam Shazeer"],
    "authors_total": 8,
    "abstract": "We propose …",
    "version": 7,
    "published": "2017-06-12T17:57:34Z",
    "updated": "2023-08-02",
    "primary_category": "cs.CL",
    "categories": ["cs.CL", "cs.LG"],
    "comment": "15 pages",
    "journal_ref": "NIPS 2017",
    "doi": "10.1/x",
    "url": "https://example.org",
    "source": "datacite",
    "pending": True,
}
FULL_DATA = {
    "paper": PAPER_DATA,
    "rating": 5,
    "read_on": "2026-11-22",
    "added_on": "2026-11-01",
    "finishing": "read",
}
LEAST_DATA = {"paper": {"id": "1706.03762", "title": "", "source": "arxiv"}}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
known = texts.filter(bool)
days = st.dates().map(str)
times = st.datetimes(datetime(1991, 8, 1), datetime(2100, 1, 1)).map("{:%Y-%m-%dT%H:%M:%SZ}".format)
names = st.lists(known, max_size=4).map(tuple)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """Draw a paper as a source may give it."""
    authors = draw(names)
    return Paper(
        id=draw(known.filter(str.strip)),
        title=draw(texts),
        authors=authors,
        authors_total=len(authors) + draw(st.integers(0, 3)),
        abstract=draw(st.none() | known),
        version=draw(st.none() | st.integers(1, 99)),
        published=draw(st.none() | days | times),
        updated=draw(st.none() | days | times),
        primary_category=draw(st.none() | known),
        categories=draw(names),
        comment=draw(st.none() | known),
        journal_ref=draw(st.none() | known),
        doi=draw(st.none() | known),
        url=draw(st.none() | known),
        source=draw(st.sampled_from(["arxiv", "datacite", "starter", "import", "reader"])),
        pending=draw(st.booleans()),
    )


records = st.builds(
    Record,
    paper=papers(),
    rating=st.none() | st.integers(1, 5),
    read_on=st.none() | days,
    added_on=st.none() | days,
    finishing=st.none() | st.sampled_from(Status),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("2026-02-30"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*Paper._fields]), inner, max_size=3)
    ),
    max_leaves=4,
)


def test_the_data_has_the_fields_names() -> None:
    """Each field that says something is there under its own name; the rest is left out."""
    assert record_to_data(FULL) == FULL_DATA
    assert record_to_data(Record(Paper("1706.03762", ""))) == LEAST_DATA


def test_data_becomes_the_record_it_came_from() -> None:
    """With everything, and with nothing but what a paper must have."""
    assert record_from_data(FULL_DATA) == FULL
    assert record_from_data(LEAST_DATA) == Record(Paper("1706.03762", ""))


@settings(max_examples=100)
@given(records)
def test_a_record_comes_back_through_json(record: Record) -> None:
    """Through JSON and back, every record is the same."""
    assert record_from_data(json.loads(json.dumps(record_to_data(record)))) == record


def test_the_first_200_authors_are_kept_and_all_counted() -> None:
    """A collaboration of thousands does not fill the issue."""
    authors = tuple(f"Author {number}" for number in range(3303))
    data = paper_to_data(Paper("1207.7214", "Higgs", authors, len(authors)))
    back = paper_from_data(data)
    assert (back.authors, back.authors_total) == (authors[:200], 3303)


def test_what_a_newer_version_wrote_is_ignored() -> None:
    """Keys that this version does not know do no harm."""
    paper = {**PAPER_DATA, "citations": [1, 2]}
    assert record_from_data({**FULL_DATA, "paper": paper, "mood": "good"}) == FULL


def test_authors_added_by_hand_are_counted() -> None:
    """There are at least as many authors as are named."""
    paper = paper_from_data({"id": "1", "title": "", "authors": ["A", "B", "C"], "authors_total": 2})
    assert paper.authors_total == 3


BROKEN_RECORDS: dict[str, list[object]] = {
    "paper": [None, [], "x", 1],
    "rating": [0, 6, True, 5.0, "5", [5]],
    "read_on": ["yesterday", "2026-02-30", "2026-1-1", "20260101", "2026-11-22T00:00Z", 1],
    "added_on": ["2026", "", "２０２６-01-01"],
    "finishing": ["done", "", 1, [], {}],
}
BROKEN_PAPERS: dict[str, list[object]] = {
    "id": [None, "", "  ", 1706.03762, "\ud800"],
    "title": [None, 1, "\udfff"],
    "authors": ["A", ["A", None], {"A": 1}, ["\ud800"]],
    "authors_total": [0, -1, "8", 10**9],
    "abstract": [[]],
    "version": [0, True, "7", 7.0],
    "published": ["", "17", "2017-13", "2017-06-12 17:57", "2017-06-12T25:00Z", 2017],
    "updated": ["soon"],
    "primary_category": [1],
    "categories": ["cs.CL", [1]],
    "comment": [{}],
    "journal_ref": [2017],
    "doi": [True],
    "url": [0],
    "source": [["arxiv"]],
    "pending": [0, "true"],
}


def each(broken: dict[str, list[object]]) -> list[tuple[str, object]]:
    """Return every key with every value."""
    return [(key, value) for key, values in broken.items() for value in values]


@pytest.mark.parametrize(("key", "value"), each(BROKEN_RECORDS))
def test_a_record_of_the_wrong_shape_names_the_key(key: str, value: object) -> None:
    """Data that a person broke is refused by a ValueError that says where."""
    with pytest.raises(ValueError, match=f"^{key}: "):
        record_from_data({**FULL_DATA, key: value})


@pytest.mark.parametrize(("key", "value"), each(BROKEN_PAPERS))
def test_a_paper_of_the_wrong_shape_names_the_key(key: str, value: object) -> None:
    """So is a paper, down to lone surrogates, which no database takes."""
    with pytest.raises(ValueError, match=f"^{key}: "):
        paper_from_data({"id": "1", "title": "", key: value})


@pytest.mark.parametrize(
    "date", ["2017", "2017-06", "2017-06-12", "2017-06-12T17:57Z", "2017-06-12T17:57:34+09:00"]
)
def test_dates_may_be_as_coarse_as_the_source_has_them(date: str) -> None:
    """Some sources know the year only."""
    assert paper_from_data({"id": "1", "title": "", "published": date}).published == date


@settings(max_examples=200)
@given(anything | st.dictionaries(st.sampled_from(Paper._fields), anything).map(PAPER_DATA.__or__))
def test_nothing_but_valueerror_escapes(data: Any) -> None:
    """Whatever the JSON in an issue, it is a record or a ValueError."""
    for record in (data, {"paper": data}, {"paper": PAPER_DATA, "rating": data, "finishing": data}):
        with contextlib.suppress(ValueError):
            assert isinstance(record_from_data(record), Record)


def test_real_papers_come_back() -> None:
    """All papers of the collection survive, but for authors beyond the two hundredth."""
    if not PAPERS.exists():
        pytest.skip(f"needs the collection of real papers, {PAPERS}")
    for line in PAPERS.read_text(encoding="utf-8").splitlines():
        row = {key: value for key, value in json.loads(line).items() if key in Paper._fields}
        paper = Paper(**{**row, "authors": tuple(row["authors"]), "categories": tuple(row["categories"])})
        paper = paper._replace(authors_total=len(paper.authors))
        assert paper_from_data(paper_to_data(paper)) == paper._replace(authors=paper.authors[:200])
