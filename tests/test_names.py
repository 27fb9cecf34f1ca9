"""Authors in few words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.values.text.names import people, surname


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ashish Vaswani", "Vaswani"),
        ("Diederik P. Kingma", "Kingma"),
        ("Laurens van der Maaten", "van der Maaten"),
        ("Nando de Freitas", "de Freitas"),
        ("Van Nguyen", "Nguyen"),
        ("van Gogh", "van Gogh"),
        ("Robert Tibshirani Jr.", "Tibshirani"),
        ("John von Neumann III", "von Neumann"),
        ("Vaswani, Ashish", "Vaswani"),
        ("Tom Brown (OpenAI)", "Brown"),
        ("OpenAI", "OpenAI"),
        ("The ATLAS Collaboration", "The ATLAS Collaboration"),
        ("Gemini Team Google", "Gemini Team Google"),
        ("BigScience Workshop", "BigScience Workshop"),
        ("山田 太郎", "山田 太郎"),
        ("김철수", "김철수"),
        ("(anonymous)", "(anonymous)"),
        (", ", ", "),
        ("", ""),
    ],
)
def test_surname(author: str, name: str) -> None:
    """The family name with its particles and without suffixes; groups and CJK names stay whole."""
    assert surname(author) == name


@given(st.text(max_size=40))
def test_surname_is_part_of_the_name(author: str) -> None:
    """Nothing is made up, and a name never vanishes."""
    found = surname(author)
    assert " ".join(found.split()) in " ".join(author.split())
    assert bool(found.strip()) == bool(author.strip())


def test_people() -> None:
    """What arXiv puts between a collaboration and its members is nobody."""
    assert people(("LIGO  Scientific\nCollaboration", ":", "B. P. Abbott")) == [
        "LIGO Scientific Collaboration",
        "B. P. Abbott",
    ]
