"""How well topics are guessed: `python -m benchmarks.topic_quality [--misses] [LIST]`.

LIST is a file of JSON lines with title, abstract, categories and the topics that people gave;
by default that of the development data, if it is there. Words are tuned on the even rows only.
A topic that nobody named may hold all the same, so precision is a lower bound.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from paper_notes.values.model import Paper
from paper_notes.values.topics import Taxonomy

LIST = Path(__file__).parents[2] / "shared/data/topics-dev.jsonl"
MAIN = ("CV", "NLP", "RL", "speech", "recsys")


def main(arguments: Sequence[str]) -> None:
    """Print precision, recall and F1 of the main topics, on either half and with less to go by."""
    misses = "--misses" in arguments
    files = [Path(argument) for argument in arguments if argument != "--misses"] or [LIST]
    if not files[0].exists():
        sys.exit(f"{files[0]} is not here")
    rows = [json.loads(line) for line in files[0].read_text(encoding="utf-8").splitlines()]
    for half, chosen in (("even rows (tuned on)", rows[0::2]), ("odd rows (held out)", rows[1::2])):
        print(f"\n{half}: {len(chosen)} papers")
        for source in ("all", "no abstract", "title only"):
            print_table(chosen, source)
    if misses:
        print_misses(rows[0::2])


def print_table(rows: Sequence[dict[str, Any]], source: str) -> None:
    """Print a line for each main topic."""
    taxonomy = Taxonomy()
    guesses = [taxonomy.guess(paper(row, source)) for row in rows]
    print(f"  {source:<12} {'papers':>7} {'recall':>7} {'precision':>10} {'F1':>6}")
    for topic in MAIN:
        named = sum(topic in row["topics"] for row in rows)
        guessed = sum(topic in guess for guess in guesses)
        both = sum(
            topic in guess and topic in row["topics"] for row, guess in zip(rows, guesses, strict=True)
        )
        f1 = 2 * both / (named + guessed)
        print(f"  {topic:<12} {named:7} {both / named:7.3f} {both / guessed:10.3f} {f1:6.3f}")


def print_misses(rows: Sequence[dict[str, Any]]) -> None:
    """Print the papers of which a main topic was missed or added, with the evidence."""
    taxonomy = Taxonomy()
    for row in rows:
        chosen = [case for case in taxonomy.weigh(paper(row, "all")) if case.chosen]
        if {*row["topics"]} & {*MAIN} != {case.topic for case in chosen} & {*MAIN}:
            print(f"\n{', '.join(row['topics'])} ({row['label_kind']}): {row['title']}")
            for case in chosen:
                print(f"    {case.topic}: {case.evidence}")


def paper(row: dict[str, Any], source: str) -> Paper:
    """Return what a source that knows this much would say."""
    return Paper(
        row["id"],
        row["title"],
        abstract=row["abstract"] if source == "all" else None,
        categories=() if source == "title only" else tuple(row["categories"]),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
