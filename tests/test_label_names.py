"""What a label can be called, whoever names it."""

from collections.abc import Callable

import pytest

from paper_notes.rules.library.labels import labels_named, labels_restored
from paper_notes.values.errors import PapersError
from paper_notes.values.label_names import is_label_name, is_new_label_name
from paper_notes.values.topics import Taxonomy

FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}"


@pytest.mark.parametrize(
    ("name", "anywhere", "new"),
    [
        ("NLP", True, True),
        ("x" * 50, True, True),
        (FAMILY, True, True),
        ("자연어\u3000처리", True, True),
        ("area/NLP", True, False),
        ("one, two", True, False),
        (" NLP", True, False),
        ("..", True, False),
        ("", False, False),
        (" \u3000", False, False),
        ("x" * 51, False, False),
        ("two\nlines", False, False),
        ("\ud800", False, False),
        ("\u202ewon", False, False),
    ],
)
def test_there_is_one_rule_for_names(name: str, *, anywhere: bool, new: bool) -> None:
    """For labels that are there, and a stricter one for those that we make, be it as topics or not.

    Python counts the blank of Korean and Japanese keyboards as unprintable, and what joins emoji.
    """
    taxonomy = Taxonomy.from_settings({}, "a test")
    assert (is_label_name(name), is_new_label_name(name)) == (anywhere, new)
    assert allows(lambda: labels_restored([name], taxonomy)) == anywhere
    assert allows(lambda: Taxonomy.from_settings({name: {}}, "a test")) == new
    # A command takes away the blanks around a name.
    trimmed = new or name == " NLP"
    assert allows(lambda: labels_named([name], taxonomy, [], create=True)) == trimmed


def allows(act: Callable[[], object]) -> bool:
    """Tell whether that is done without a word."""
    try:
        act()
    except PapersError:
        return False
    return True
