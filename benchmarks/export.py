"""What exporting 10,000 notes takes in each format: `python -m benchmarks.export [NOTES]`.

The notes are made up, with abstracts, texts and names as long as real ones, and are made when they are
asked for, as the store does it. Each format runs in a process of its own, into an empty folder and then
once more. Prints CPU seconds of both, and by how much the process grew.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context

from paper_notes.rules.export.formats import FORMATS, TextFormat, citation_keys, into_file, into_folder
from paper_notes.values.model import Note, Paper, Status

TOPICS = ("CV", "NLP", "RL", "speech", "recsys", "graph", "theory", "systems")
TITLES = (
    "Deep Residual Learning for Image Recognition",
    "On the $\\ell_2$-Convergence of α-Divergences: A Study of Step Sizes",
    "Sequence to Sequence Learning with Neural Networks for Korean",
)
AUTHORS = ("Kaiming He", "Laurens van der Maaten", "Jürgen Schmidhuber", "The LIGO Collaboration", "김민수")
COMMENTS = ("Accepted at ICLR 2021", "15 pages, 5 figures", None)
ABSTRACT = "We show that residual connections make very deep networks trainable, and say why. " * 15
TEXT = "## 한줄 요약\n잔차 연결 덕분에 아주 깊은 망도 학습되고, 깊을수록 정확해진다.\n\n" * 15


def notes(count: int) -> Iterator[Note]:
    """Yield `count` notes, the same ones every time."""
    for number in range(1, count + 1):
        year, month = 2007 + number % 19, 1 + number % 12
        authors = tuple(AUTHORS[(number + step) % 5] for step in range(1 + number % 8))
        paper = Paper(
            f"{year % 100:02}{month:02}.{number:05}",
            f"{TITLES[number % 3]} {number}",
            authors,
            len(authors),
            abstract=f"{number} {ABSTRACT}",
            published=f"{year}-{month:02}-01T12:00:00Z",
            comment=COMMENTS[number % 3],
        )
        yield Note(
            paper,
            Status.READ,
            TOPICS[number % 8 :][: number % 3],
            added_on="2026-11-22",
            number=number,
            text=f"{number}\n{TEXT}",
        )


def measure(name: str, count: int) -> str:
    """Export twice, and tell what it took."""
    form = FORMATS[name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "export")
        for _ in range(2):
            start = time.process_time()
            keys = citation_keys(notes(count)) if form.keyed else {}
            if isinstance(form, TextFormat):
                into_file(form, notes(count), keys, path)
            else:
                into_folder(name, notes(count), keys, path)
            seconds.append(time.process_time() - start)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return f"{name:9} {seconds[0]:5.1f} s CPU, again {seconds[1]:4.1f} s, {grown:4.0f} MB more memory"


def main() -> None:
    """Print one line for each format."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{count} notes")
    for name in FORMATS:
        with get_context("spawn").Pool(1) as pool:
            print(pool.apply(measure, (name, count)), flush=True)


if __name__ == "__main__":
    main()
