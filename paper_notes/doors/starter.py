"""The starter catalogue: landmark papers to begin with, a source for when no other answers.

The data are in starter.json: facts as arXiv states them (dates are those of the first
version, in UTC) and one line of ours on why to read the paper.
"""

import json
import os
from collections.abc import Sequence
from functools import cache
from typing import Any

from paper_notes.values.model import Paper
from paper_notes.values.source import Fetched, Titled
from paper_notes.values.starter import Starter
from paper_notes.values.text.title_match import title_key

LANGUAGES = ("en", "ko", "ja")


@cache
def catalogue() -> tuple[Starter, ...]:
    """Return all of them, the oldest first."""
    with open(os.path.join(os.path.dirname(__file__), "starter.json"), encoding="utf-8") as file:
        return tuple(_starter(entry) for entry in json.load(file))


def by_topic(topic: str) -> tuple[Starter, ...]:
    """Return those of a topic, given by its name in any case; nothing if none has it."""
    wanted = topic.casefold()
    return tuple(entry for entry in catalogue() if wanted in [name.casefold() for name in entry.topics])


def fetch(ids: Sequence[str]) -> Fetched:
    """Return those of `ids` that are in the catalogue; it is silent about all others."""
    known = {entry.paper.id: entry.paper for entry in catalogue()}
    return Fetched(
        papers={wanted: known[wanted] for wanted in ids if wanted in known},
        silent={wanted: "not in the starter catalogue" for wanted in ids if wanted not in known},
    )


def titled(title: str) -> Titled:
    """Return the paper of the catalogue that has this title: a `Seek`, silent about all others."""
    papers = tuple(entry.paper for entry in catalogue() if title_key(entry.paper.title) == title_key(title))
    return Titled(papers, None if papers else "not in the starter catalogue")


def _starter(entry: dict[str, Any]) -> Starter:
    paper = Paper(
        id=entry["id"],
        title=entry["title"],
        authors=tuple(entry["authors"]),
        authors_total=len(entry["authors"]),
        published=entry["published"],
        primary_category=entry["categories"][0],
        categories=tuple(entry["categories"]),
        source="starter",
    )
    why = {language: entry[f"why_{language}"] for language in LANGUAGES}
    return Starter(paper, tuple(entry["topics"]), why)
