"""Search leaves nothing out: each note that contains what was typed, two characters or more, is found.

The notes are in the words that people use, in Korean, Japanese, Chinese and English, with endings, without
blanks, with blanks that some writers put and others do not, in mixed scripts, and in several widths.
"""

import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from paper_notes.doors.sqlite.store import Reader, Reading, Store
from paper_notes.values.model import Issue, Note, Paper, Status
from paper_notes.values.query import Query
from paper_notes.values.search import parse
from paper_notes.values.tracker import Batch, Bookmark

NOTES = (
    "한국어 음성인식을 위한 자기지도 학습: 라벨 없는 데이터로 사전학습한 뒤 미세조정한다.",
    "음성 인식 모델을 사전 학습하고 미세 조정하면 적은 데이터로도 성능이 오른다. 띄어쓰기는 사람마다 다르다.",
    "트랜스포머의 어텐션 메커니즘이 왜 잘 동작하는지 설명한 논문. BERT모델과 GPT-4를 비교함(표 3 참고).",
    "이미지 생성: 확산모델(diffusion model)은 GAN보다 안정적이다. 한줄 요약 — 잡음을 조금씩 걷어낸다.",
    "추천시스템에서 협업필터링의 콜드스타트 문제를 그래프 신경망으로 풀었다. 재현 코드는 아직 없음.",
    "自己教師あり学習による音声認識。事前学習した後、少量のラベル付きデータで微調整する。",
    "深層強化学習を用いたロボットの制御。報酬設計が難しい。どんなもの？ー先行研究と比べてどこがすごい？",
    "トランスフォーマーとは何か。ﾄﾗﾝｽﾌｫｰﾏｰの半角表記も、ＢＥＲＴの全角表記も同じものとして探せる。",
    "言語モデルのスケーリング則：計算量・データ量・パラメータ数の関係。図2が分かりやすい。",
    "大规模语言模型的对齐：人类反馈强化学习（RLHF）与直接偏好优化。注意力机制是关键。",
    "Pre-training of deep bidirectional transformers; fine-tuning needs few labels. It's state-of-the-art.",
    "Poincaré embeddings by Łukasz and Schrödinger: naïve façade, coöperation, C++/CUDA code, F1=0.93.",
)
LENGTHS = (2, 3, 4, 6, 9, 15)

REAL = Path(__file__).parents[2] / "shared" / "data" / "notes-dev.jsonl"


def library(texts: Sequence[str]) -> Store:
    """Return a library with a note for each text."""
    store = Store(":memory:", Reader(read, "1"))
    issues = [Issue("", text, number) for number, text in enumerate(texts, 1)]
    store.save_batch(Batch(issues, Bookmark("e", "s")))
    return store


def read(issue: Issue) -> Reading:
    """Read an issue as a note that is all text."""
    paper = Paper(f"2401.{issue.number:05}", "")
    return Reading(Note(paper, Status.READ, number=issue.number, text=issue.body), trusted=True)


def found(store: Store, query: str) -> set[int | None]:
    """Return the numbers of the notes that a query finds."""
    return {line.number for line in store.found(parse(query, lambda _: None), Query())}


def missed(store: Store, texts: Sequence[str], pieces: Iterable[str]) -> list[str]:
    """Return the queries, as words and as a phrase, that do not find each note with the piece in it."""
    folded = [text.casefold() for text in texts]
    missing = []
    for piece in pieces:
        having = {number for number, text in enumerate(folded, 1) if piece.casefold() in text}
        for query in (piece.lstrip("- "), f'"{piece}"'):
            if not parse(query, lambda _: None).empty and having - found(store, query):
                missing.append(query)
    return missing


def pieces_of(text: str) -> set[str]:
    """Return pieces of the text of several lengths, wherever they begin."""
    return {text[start : start + length] for length in LENGTHS for start in range(len(text) - length + 1)}


def test_each_piece_of_each_note_is_found() -> None:
    """Some 3,700 pieces, which is all of them, find each note that they are in."""
    pieces = sorted(set().union(*map(pieces_of, NOTES)))
    assert missed(library(NOTES), NOTES, pieces) == []


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("음성 인식", [2, 1]),
        ("음성인식", [1]),
        ("학습", [2, 1]),
        ("미세조정", [1]),
        ("모델", [4, 3, 2]),
        ("確率", []),
        ("学習", [7, 6]),
        ("トランスフォーマー", [8]),
        ("ﾄﾗﾝｽﾌｫｰﾏｰ", [8]),
        ("bert", [8, 3]),
        ("强化学习", [10]),
        ("強化学習", [7]),
        ("fine tuning", [11]),
        ("poincare schrodinger lukasz", [12]),
        ("cooperation", [12]),
    ],
)
def test_words_that_people_look_for(query: str, numbers: list[int]) -> None:
    """Particles, mixed scripts, widths and accents do not hide a word; other words are not found with it."""
    assert sorted(found(library(NOTES), query), reverse=True) == numbers  # type: ignore[type-var]  # all have one


def test_real_notes() -> None:
    """The same for notes that people really wrote, with pieces taken at random."""
    if not REAL.exists():
        pytest.skip(f"no {REAL.name}")
    texts = [json.loads(line)["text"] for line in REAL.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(2026)
    pieces = []
    for _ in range(600):
        text = chance.choice(texts)
        start = chance.randrange(len(text) - 1)
        pieces.append(text[start : start + chance.choice(LENGTHS)].replace('"', " "))
    assert missed(library(texts), texts, pieces) == []
