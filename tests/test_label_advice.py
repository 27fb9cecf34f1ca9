"""Labels of hand-written notes that may be topics, as lines for `papers.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes.rules.adoption.label_advice import Advice, advise, as_settings
from paper_notes.values.topics import Taxonomy


def test_labels_that_may_be_topics() -> None:
    """Labels with a meaning, venues, years and statuses are none; others may be an alias."""
    shipped = Taxonomy()
    papers: Sequence[tuple[Sequence[str], Sequence[str]]] = [
        (("Depth Estimation", "CVPR2019", "2019", "NLP", "Not Read"), ("CV",)),
        (("depth estimation", "quantum", "3"), ("CV",)),
        (("Depth Estimation", "quantum", "reading"), ("CV", "efficiency")),
        (("once", "Dialogue/QA"), ("NLP",)),
        (("Dialogue/QA",), ("ML",)),
    ]
    found = advise(papers, shipped)
    assert found == [Advice("Depth Estimation", 3, "CV"), Advice("quantum", 2, None)]
    text = as_settings(found)
    assert text == '[topics.CV]\naliases = ["Depth Estimation"]\n[topics.quantum]  # 2 issues'
    assert Taxonomy.from_settings(tomllib.loads(text)["topics"], "x").of_labels(["depth estimation"]) == (
        "CV",
    )


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.lists(names, max_size=3), st.sampled_from([(), ("CV",), ("ML",)])), max_size=6))
def test_advice_can_always_be_pasted(found: list[tuple[list[str], tuple[str, ...]]]) -> None:
    """Whatever labels are called, the text is TOML, is accepted, and gives each of them a meaning."""
    shipped = Taxonomy()
    advice = advise([*found, *found, *found], shipped)
    table: Mapping[str, Any] = tomllib.loads(as_settings(advice)).get("topics", {})
    taxonomy = Taxonomy.from_settings(table, "papers.toml")
    assert [one.label for one in advice if not taxonomy.of_labels([one.label])] == []
