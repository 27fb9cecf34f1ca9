"""Citation keys: what they look like, and that they stay."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.rules.export.formats import citation_keys
from paper_notes.rules.export.keys import year_of
from paper_notes.values.model import Note
from tests.bibliographies import ATTENTION, HOSTILE_AUTHORS, HOSTILE_TITLES, corpus, hostile_notes, make


def key_of(note: Note) -> str:
    """Return the key of a note that has the library for itself."""
    return citation_keys([note])[note.paper.id]


@pytest.mark.parametrize(
    ("author", "title", "key"),
    [
        ("Ashish Vaswani", "Attention Is All You Need", "vaswani2020attention"),
        ("Leon A. Gatys", "A Neural Algorithm of Artistic Style", "gatys2020neural"),
        ("Laurens van der Maaten", "Visualizing Data", "vandermaaten2020visualizing"),
        ("Łukasz Kaiser", "One Model", "kaiser2020one"),
        ("Jürgen Großmüller", "U-Net: x", "grossmuller2020unet"),
        ("Karl Åström", "Émigré $\\alpha$", "astrom2020emigre"),
        ('Erwin Schr\\"odinger', "$L_p$-norms", "schrodinger2020norms"),
        ("Conor O'Brien", "Don't Decay", "obrien2020dont"),
        ("The ATLAS Collaboration", "Observation", "atlascollaboration2020observation"),
        ("OpenAI", "GPT-4 Technical Report", "openai2020gpt4"),
        ("Ada Lovelace", "What Is It", "lovelace2020what"),
        ("Ada Lovelace", "논문 제목", "lovelace2020"),
        ("김민수", "Attention", "arxiv2001.00001"),
        ("山田 太郎", "Attention", "arxiv2001.00001"),
        (":", "Attention", "arxiv2001.00001"),
    ],
)
def test_a_key(author: str, title: str, key: str) -> None:
    """Family name, year and first telling word in ASCII, or the id when no letter of the name is left."""
    assert key_of(make(title, authors=(author,))) == key


@pytest.mark.parametrize(
    ("paper_id", "key"),
    [
        ("math/0309136", "arxivmath-0309136"),
        ("10.1145/1507244.150_(X)", "doi10.1145-1507244.150-x"),
        ("https://openreview.net/forum?id=aBc", "openreview.net-forum-id-abc"),
    ],
)
def test_a_paper_without_authors(paper_id: str, key: str) -> None:
    """The id stands in, in characters that every reader of BibTeX takes."""
    assert key_of(make(id=paper_id, authors=())) == key


@pytest.mark.parametrize(
    ("paper_id", "published", "year"),
    [
        ("1706.03762", None, 2017),
        ("math/0309136", None, 2003),
        ("hep-th/9901001", None, 1999),
        ("math.GT/0309136", "2004-01-01", 2004),
        ("10.1145/1", None, None),
        ("1706.03762", "soon", 2017),
    ],
)
def test_the_year(paper_id: str, published: str | None, year: int | None) -> None:
    """An arXiv id tells the year when no date is known."""
    assert year_of(make(id=paper_id, published=published).paper) == year


SAME = [
    make("Deep Learning of Things", id="2001.00002", added_on="2026-01-02"),
    make("Deep Learning", id="2001.00003", added_on="2026-01-03"),
    make("Deep Learning", id="2001.00001", added_on="2026-01-04"),
    make("Deep", id="2001.00004", added_on="2026-01-05"),
]


def test_equal_keys_get_more_words_then_the_id() -> None:
    """The first one noted keeps the short key, whatever the order of the notes and the others' ids."""
    expected = {
        "2001.00002": "lovelace2020deep",
        "2001.00003": "lovelace2020deeplearning",
        "2001.00001": "lovelace2020-arxiv2001.00001",
        "2001.00004": "lovelace2020-arxiv2001.00004",
    }
    assert citation_keys(SAME) == expected
    assert citation_keys(SAME[::-1]) == expected


def test_a_later_note_changes_no_key() -> None:
    """What was cited once can be cited for ever: also when the later paper came on the same day."""
    notes = [make("Deep", id="2001.00009", added_on="2026-01-05", number=7)]
    before = citation_keys(notes)
    later = make("Deep", id="2001.00001", added_on="2026-01-05", number=8)
    assert citation_keys([later, *notes]) == {**before, "2001.00001": "lovelace2020-arxiv2001.00001"}


def test_several_notes_on_one_paper() -> None:
    """The paper is as old as its first note, in whatever order they come."""
    first, between, again = (
        make("Deep", id=paper_id, added_on=f"2026-01-0{day}")
        for day, paper_id in enumerate(("2001.00001", "2001.00002", "2001.00001"), start=1)
    )
    for notes in ([first, between, again], [again, between, first]):
        assert citation_keys(notes)["2001.00001"] == "lovelace2020deep"


def test_ids_that_look_alike() -> None:
    """Also ids that differ in what a key cannot hold have two keys."""
    one, other = "https://example.org/a?b", "https://example.org/A&B"
    keys = citation_keys([make(id=one, authors=()), make(id=other, authors=())])
    assert sorted(keys.values()) == ["example.org-a-b", "example.org-a-b-2"]


def test_thousands_of_papers() -> None:
    """Every paper has a key of its own, of harmless characters, independent of the order."""
    notes = [*corpus(), ATTENTION, *hostile_notes()]
    keys = citation_keys(notes)
    assert len(set(keys.values())) == len({note.paper.id for note in notes})
    assert [key for key in keys.values() if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", key)] == []
    random.Random(1).shuffle(notes)
    assert citation_keys(notes) == keys


@given(st.sampled_from(HOSTILE_AUTHORS) | st.text(), st.sampled_from(HOSTILE_TITLES) | st.text())
def test_any_paper_has_a_key(author: str, title: str) -> None:
    """Letters, digits, dots and dashes, and not too many."""
    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,180}", key_of(make(title, authors=(author,))))
