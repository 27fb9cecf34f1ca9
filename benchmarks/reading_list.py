"""How long a reading list of 10,000 notes takes: `python -m benchmarks.reading_list [NOTES]`.

The notes are made up, with what real ones have: several topics, TeX and markup in titles, one-line
summaries in three languages, names to shorten, papers that wait. Prints CPU seconds, best of three.
"""

import random
import sys
import time

from paper_notes.doors.render import render
from paper_notes.rules.reading_list.reading_list import GROUPINGS, Options, build
from paper_notes.values.model import Note, Paper, Status

TOPICS = ("CV", "NLP", "RL", "speech", "recsys", "graph", "theory", "systems")
TITLES = (
    "Deep Residual Learning for Image Recognition",
    "On the $\\ell_2$-Convergence of Stochastic Gradients: A Study_of *Step* Sizes",
    "Learning from @user Feedback in C++ | Issue #12 Revisited",
    "Sequence to Sequence Learning with Neural Networks",
)
SUMMARIES = (
    "Skip connections let very deep networks train; depth then pays off on every benchmark they try.",
    "잔차 연결 덕분에 아주 깊은 망도 학습되고, 깊을수록 정확해진다.",
    "残差接続により、とても深いネットワークでも学習が進む。",
    None,
)
AUTHORS = ("Kaiming He", "Laurens van der Maaten", "Diederik P. Kingma", "The LIGO Collaboration")


def make_notes(count: int) -> list[Note]:
    """Return `count` notes, the same ones every time."""
    chance = random.Random(2026)
    notes = []
    for number in range(1, count + 1):
        year, month = chance.randint(2007, 2026), chance.randint(1, 12)
        authors = tuple(chance.sample(AUTHORS, chance.randint(1, 4)))
        paper = Paper(
            f"{year % 100:02}{month:02}.{number:05}",
            f"{chance.choice(TITLES)} {number}",
            authors,
            len(authors),
            published=f"{year}-{month:02}-{chance.randint(1, 28):02}T12:00:00Z",
        )
        notes.append(
            Note(
                paper,
                chance.choices((Status.READ, Status.TO_READ), (9, 1))[0],
                tuple(chance.sample(TOPICS, chance.randint(0, 3))),
                rating=chance.choice((None, 3, 4, 5)),
                read_on=f"{chance.randint(2018, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
                number=number,
                url=f"https://github.com/alice/papers/issues/{number}",
                summary=chance.choice(SUMMARIES),
            )
        )
    return notes


def main() -> None:
    """Print one line for each grouping."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    notes = make_notes(count)
    for by in GROUPINGS:
        seconds = []
        for _ in range(3):
            start = time.process_time()
            text = build(notes, Options(by=by, queue=True, topics_order=TOPICS), render)
            seconds.append(time.process_time() - start)
        print(f"{count} notes by {by}: {min(seconds):.2f} s CPU, {len(text.encode()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
