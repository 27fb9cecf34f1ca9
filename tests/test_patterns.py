"""Patterns that are compiled when they are first used answer as those of `re` do."""

import re

import pytest

from paper_notes.values.patterns import Pattern


def test_a_pattern_answers_as_re_does() -> None:
    """Each way of asking gives what `re` gives, flags included, the first time and again."""
    text = "One two ONE"
    late, plain = Pattern("one", re.IGNORECASE), re.compile("one", re.IGNORECASE)
    for _ in range(2):
        asked = [
            [str(how(text)) for how in (each.match, each.fullmatch, each.search)] for each in (late, plain)
        ]
        found = [[match.span() for match in each.finditer(text)] for each in (late, plain)]
        assert asked[0] == asked[1]
        assert found == [[(0, 3), (8, 11)]] * 2
        assert late.sub("1", text) == plain.sub("1", text) == "1 two 1"


def test_a_pattern_costs_nothing_until_it_is_used() -> None:
    """One that is wrong is found out by its first use, not by making it."""
    late = Pattern("(")
    with pytest.raises(re.error):
        late.search("")
