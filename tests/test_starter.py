"""The starter catalogue: sound facts, told in three languages, and a source of last resort."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from paper_notes.doors import starter
from paper_notes.doors.starter import LANGUAGES, by_topic, catalogue, fetch
from paper_notes.values.model import Paper
from paper_notes.values.reference import parse_arxiv_id
from paper_notes.values.source import Fetched
from paper_notes.values.starter import Starter
from paper_notes.values.topics import Taxonomy

DATA = Path(__file__).parents[2] / "shared/data"

SCRIPTS = {"ko": "[가-힣]", "ja": "[ぁ-ヿ]"}
"""What no line in that language can do without: Hangul, kana."""


def test_a_known_paper() -> None:
    """One entry in full: facts without abstract, version and comment, and why to read it."""
    [found] = [entry for entry in catalogue() if entry.paper.id == "1706.03762"]
    authors = (
        "Ashish Vaswani",
        "Noam Shazeer",
        "Niki Parmar",
        "Jakob Uszkoreit",
        "Llion Jones",
        "Aidan N. Gomez",
        "Lukasz Kaiser",
        "Illia Polosukhin",
    )
    assert found == Starter(
        Paper(
            id="1706.03762",
            title="Attention Is All You Need",
            authors=authors,
            authors_total=8,
            published="2017-06-12",
            primary_category="cs.CL",
            categories=("cs.CL", "cs.LG"),
            source="starter",
        ),
        ("NLP",),
        {
            "en": "The transformer. If you read one paper of this list, read this one.",
            "ko": "트랜스포머예요. 이 목록에서 한 편만 읽는다면 이 논문을 읽으세요.",
            "ja": "トランスフォーマーの論文です。この一覧から一本だけ読むなら、これをどうぞ。",
        },
    )
    assert found.as_json() == {
        "id": "1706.03762",
        "arxiv_id": "1706.03762",
        "title": "Attention Is All You Need",
        "authors": list(authors),
        "authors_total": 8,
        "published": "2017-06-12",
        "primary_category": "cs.CL",
        "categories": ["cs.CL", "cs.LG"],
        "topics": ["NLP"],
        "why": found.why,
        "links": {
            "arxiv": "https://arxiv.org/abs/1706.03762",
            "pdf": "https://arxiv.org/pdf/1706.03762",
            "html": "https://arxiv.org/html/1706.03762",
        },
    }


def test_enough_papers_of_every_kind() -> None:
    """At least sixty papers, and several for each topic that people come for."""
    assert len(catalogue()) >= 60
    several = ("CV", "NLP", "RL", "speech", "recsys", "generative", "ML", "graph", "optimization")
    assert {topic: len(by_topic(topic)) for topic in several if len(by_topic(topic)) < 4} == {}


def test_no_paper_twice() -> None:
    """Ids and titles are unique."""
    ids = Counter(entry.paper.id for entry in catalogue())
    titles = Counter(entry.paper.title.casefold() for entry in catalogue())
    assert ids.most_common(1)[0][1] == titles.most_common(1)[0][1] == 1


def test_ids_are_those_that_the_parser_gives() -> None:
    """Every id is an arXiv id without version, so that what a person pastes finds it."""
    assert [parse_arxiv_id(entry.paper.id).id for entry in catalogue()] == [
        entry.paper.id for entry in catalogue()
    ]


def test_dates_agree_with_ids() -> None:
    """A first version is of the month in its id, or from the weekend before that month began."""
    wrong = []
    for entry in catalogue():
        first = date.fromisoformat(str(entry.paper.published))
        months = {f"{day:%y%m}" for day in (first, first + timedelta(days=4))}
        if entry.paper.id[:4] not in months:
            wrong.append(entry.paper.id)
    assert wrong == []


def test_they_stand_in_the_order_of_their_dates() -> None:
    """Whoever lists them reads history in order."""
    order = [(entry.paper.published, entry.paper.id) for entry in catalogue()]
    assert order == sorted(order, key=lambda key: (str(key[0]), key[1]))


def test_topics_are_in_the_taxonomy() -> None:
    """Each paper has one to three default topics, spelled as there, each once."""
    taxonomy = Taxonomy()
    wrong = [
        entry.paper.id
        for entry in catalogue()
        if not 1 <= len(entry.topics) <= 3 or sorted(taxonomy.of_labels(entry.topics)) != sorted(entry.topics)
    ]
    assert wrong == []


def test_guessed_topics_are_among_those_given() -> None:
    """For nine papers of ten the guess from title and categories shares a topic with the catalogue."""
    taxonomy = Taxonomy()
    apart = [entry.paper.id for entry in catalogue() if not {*taxonomy.guess(entry.paper)} & {*entry.topics}]
    assert len(apart) <= len(catalogue()) // 10, apart


def test_categories_are_of_arxiv() -> None:
    """Categories look like arXiv's, none twice, and one at least is of machine learning or near it."""
    wrong = [
        entry.paper.id
        for entry in catalogue()
        if not all(re.fullmatch(r"(cs|stat|math|eess)\.[A-Z]{2}", name) for name in entry.paper.categories)
        or len(set(entry.paper.categories)) != len(entry.paper.categories)
    ]
    assert wrong == []


@pytest.mark.parametrize("text", ["title", "authors"])
def test_names_and_titles_are_clean(text: str) -> None:
    """No double blanks, no blanks at the ends, no TeX, no author twice."""
    wrong = []
    for entry in catalogue():
        values = (entry.paper.title,) if text == "title" else entry.paper.authors
        if len(set(values)) != len(values) or any(
            value != " ".join(value.split()) or not value or re.search(r"[\\{}$]", value) for value in values
        ):
            wrong.append(entry.paper.id)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_in_every_language(language: str) -> None:
    """Each paper has its own line, one line, in that language."""
    lines = [entry.why[language] for entry in catalogue()]
    assert len(set(lines)) == len(lines)
    assert [line for line in lines if not 15 <= len(line) <= 120 or line != " ".join(line.split())] == []
    script = SCRIPTS.get(language)
    if script:
        assert [line for line in lines if not re.search(script, line)] == []
    else:
        assert [line for line in lines if re.search("|".join(SCRIPTS.values()), line)] == []


def test_korean_and_japanese_keep_one_style() -> None:
    """Korean lines end politely in -요, Japanese ones in です・ます and the like."""
    korean = [entry.why["ko"] for entry in catalogue() if not entry.why["ko"].endswith(("요.", "세요."))]
    japanese = [
        entry.why["ja"]
        for entry in catalogue()
        if not entry.why["ja"].endswith(("です。", "ます。", "ました。", "ません。", "どうぞ。"))
    ]
    assert (korean, japanese) == ([], [])


def test_by_topic() -> None:
    """A topic is asked for in any case; one without papers has none."""
    assert [entry.paper.id for entry in by_topic("TIME-series")] == ["1905.10437"]
    assert by_topic("gardening") == ()


def test_fetch() -> None:
    """As a source it gives what it has; of other papers it cannot say that they are missing."""
    known = catalogue()[0].paper
    assert fetch([known.id, "2401.99999"]) == Fetched(
        papers={known.id: known}, silent={"2401.99999": "not in the starter catalogue"}
    )


def test_the_file_is_read_once() -> None:
    """The catalogue is loaded on first use and kept."""
    starter.catalogue.cache_clear()
    assert catalogue() is catalogue()
    assert starter.catalogue.cache_info().misses == 1


@pytest.mark.skipif(not DATA.exists(), reason=f"{DATA} is not here")
def test_facts_agree_with_arxiv_metadata() -> None:
    """Titles, authors, categories and dates are those of recorded arXiv metadata, where that has the paper.

    Recorded days are of arXiv's own time zone, five hours behind UTC at most, so a day may differ.
    """
    recorded = recorded_papers()
    found = [entry for entry in catalogue() if entry.paper.id in recorded]
    assert len(found) >= 20
    wrong: dict[str, object] = {}
    for entry in found:
        paper, row = entry.paper, recorded[entry.paper.id]
        facts = (paper.title, list(paper.authors), list(paper.categories))
        if facts != (row["title"], row["authors"], row["categories"]):
            wrong[paper.id] = (facts, row["title"], row["authors"], row["categories"])
        if row["published"]:
            later = date.fromisoformat(str(paper.published)) - date.fromisoformat(row["published"][:10])
            if later.days not in (0, 1):
                wrong[paper.id] = (paper.published, row["published"])
    assert wrong == {}


def recorded_papers() -> dict[str, dict[str, Any]]:
    """Return recorded arXiv metadata by id; a row with a date is preferred."""
    rows: dict[str, dict[str, Any]] = {}
    for name in ("papers-dev.jsonl", "topics-dev.jsonl"):
        with (DATA / name).open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["published"] or row["id"] not in rows:
                    rows[row["id"]] = row
    return rows
