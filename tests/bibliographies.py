"""Notes to export, and the reading libraries that the exports are read back with."""

import json
import os
import re
import unicodedata
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from paper_notes.values.model import Note, Paper, Status
from paper_notes.values.text.tex import GREEK, SYMBOLS

CORPUS = Path(__file__).parents[2] / "shared" / "data" / "papers-dev.jsonl"

SAMPLE = int(os.environ.get("PAPERS_SAMPLE", "8"))
"""Every so many-th real paper is tried: reading all 3,000 back takes the libraries a minute."""

HOSTILE_TITLES = (
    r"C:\input{/etc/passwd} and $\input{/etc/passwd}$",
    "Unbalanced } and { and \\} and \\{",
    "100% of #1 & a_b ~ x^2 <b>|</b>",
    "One $ only, then $5 and $10",
    "$\\alpha$ and α, $x_{i}$ and $\\{0,1\\}$ and ${$",
    "@article{key, title = {x}}",
    '"Quotes" \\"{u} and ``more\'\'',
    "% comment\nand a second line",
    "=HYPERLINK(1)",
    "../../etc/passwd",
    "..\\..\\con.txt",
    "한국어 논문 제목 그리고 日本語のタイトル",
    "ends with a backslash \\",
    "{{ liquid }} {% raw %} --- ...",
    "\u202egnp.exe \u200b and a\x00control\x1b[2J",
    "- [ ] a: list # of things",
    "TY  - JOUR\nER  - ",
    "$^^5cinput{x}$ $a$ $b$ $ c $",
    "}" * 50,
    "$" * 51,
    "",
)

HOSTILE_AUTHORS = (
    "Institute of Science and Technology",
    "And Others",
    "others",
    "and",
    "Doe, John",
    "Smith, Jr., John",
    "A, B, C, D",
    "Google, Inc.",
    "The ATLAS Collaboration",
    "Max } Brace {",
    'Chiyu "Max" Jiang',
    "family=Doe, given=Jane",
    "김민수",
    "山田 太郎",
    "Nguyễn Văn A",
    "Łukasz Kaiser",
    "Laurens van der Maaten",
    "100% Sure & Co_",
    ":",
    "=cmd()",
    "Marie Müller and Söhne",
)


def make(title: str = "A Title", *, number: int | None = None, **fields: Any) -> Note:
    """Return a read note with `fields` of the note and of its paper; `page` is the paper's url."""
    paper = {key: fields.pop(key) for key in list(fields) if key in Paper._fields and key != "url"}
    paper["url"] = fields.pop("page", None)
    paper.setdefault("id", "2001.00001")
    paper.setdefault("authors", ("Ada Lovelace",))
    paper.setdefault("authors_total", len(paper["authors"]))
    return Note(Paper(title=title, **paper), fields.pop("status", Status.READ), number=number, **fields)


ATTENTION = make(
    "Attention Is All You Need",
    number=12,
    id="1706.03762",
    authors=("Ashish Vaswani", "Noam Shazeer"),
    authors_total=8,
    abstract="The dominant models are\ncomplex.",
    version=7,
    published="2017-06-12T17:57:34Z",
    updated="2023-08-02",
    primary_category="cs.CL",
    categories=("cs.CL", "cs.LG"),
    comment="15 pages, 5 figures",
    topics=("NLP",),
    labels=("NLP", "favourite"),
    rating=5,
    read_on="2026-11-21",
    added_on="2026-11-20",
    url="https://github.com/alice/papers/issues/12",
    summary="Attention alone is enough.",
    text="## Summary\nAttention alone is enough.\n",
)


def hostile_notes() -> list[Note]:
    """Return notes whose every text is made to break something."""
    return [
        make(
            title,
            id=f"2002.{number:05}",
            authors=HOSTILE_AUTHORS,
            authors_total=3303,
            abstract=title,
            comment=title,
            journal_ref=title,
            doi=f"10.1000/{{x}}_{number}%#",
            topics=("NLP", "C&A, 100%"),
            labels=(title,),
            summary=title,
            text=f"---\n{title}\n---\n",
            published="2020-02-01",
        )
        for number, title in enumerate(HOSTILE_TITLES, start=1)
    ]


def corpus(every: int = SAMPLE) -> list[Note]:
    """Return a note for each of some thousand real papers; skip the test if they are not at hand."""
    if not CORPUS.exists():
        pytest.skip(f"{CORPUS} is not here")
    return list(_corpus(every))


@cache
def _corpus(every: int) -> tuple[Note, ...]:
    with CORPUS.open(encoding="utf-8") as lines:
        sample = islice(lines, 0, None, every)
        return tuple(_corpus_note(number, json.loads(line)) for number, line in enumerate(sample))


def _corpus_note(number: int, row: dict[str, Any]) -> Note:
    same = ("id", "abstract", "published", "updated", "primary_category", "comment", "journal_ref", "doi")
    fields: dict[str, Any] = {key: row[key] for key in same}
    fields["authors"] = tuple(row["authors"] or ())
    fields["categories"] = tuple(row["categories"] or ())
    fields["topics"] = ("NLP", "CV", "RL", "speech")[number % 4 : number % 4 + number % 3]
    return make(row["title"], **fields)


def plain(latex: str) -> str:
    """Return what LaTeX says, as bibtexparser's decoder reads it, in the terms of `bare`."""
    decoder = pytest.importorskip("pylatexenc.latex2text", reason="pylatexenc comes with bibtexparser")
    return bare(decoder.LatexNodes2Text(math_mode="verbatim").latex_to_text(latex))


_SAME = str.maketrans(
    {
        "`": "'",
        **dict.fromkeys("‐‑‒−", "-"),
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "ˆ": "^",
        "–": "-",
        "—": "-",
        "…": "...",
        "²": "^2",
        "³": "^3",
        "µ": "μ",
    }
)


def bare(text: str) -> str:
    """Return text without what LaTeX writes in another way: spaces, dollars, braces, kinds of dashes."""
    names = {name: char for char, name in {**SYMBOLS, **GREEK}.items()}
    names |= {"lbrace": "{", "rbrace": "}", "mathbb": "Bbb"}
    text = re.sub(r"\\([A-Za-z]+)", lambda match: names.get(match[1], match[0]), text.translate(_SAME))
    text = re.sub(r"[\s${}\x00-\x1f\u200b\u202e]|\\(?=[%#&$_{}])", "", text)
    text = text.replace("^∘", "°").replace("''", '"').replace("\\Bbb", "Bbb")
    return unicodedata.normalize("NFC", re.sub(r"-+", "-", text))
