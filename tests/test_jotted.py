"""Ratings and days of reading that people jot down among their own words."""

import pytest

from paper_notes.values.text.jotted import rating_in, read_day_in


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("Rating: ★★★★☆", 4),
        ("- **Rating**: 3/5", 3),
        ("**My rating:** ⭐⭐", 2),
        ("평점： ★★★★★", 5),
        ("### 評価\n\n★★★", 3),
        ("| Score | 4 / 5 |", 4),
        ("Rating: :star::star::star:", 3),
        ("Rating: 4", None),
        ("Rating: 8/10", None),
        ("Rating: ★★☆", None),
        ("Score: 4/5\nRating: 3/5", None),
        ("BLEU score: 41.8", None),
        ("```\nRating: 4/5\n```", None),
        ("They got a rating of 4/5.", None),
        ("", None),
    ],
)
def test_ratings(text: str, rating: int | None) -> None:
    """A label and stars, or so many of five, once; nothing else is sure."""
    assert rating_in(text) == rating


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Read on: 2020-01-02", "2020-01-02"),
        ("読了日：2020年1月2日", "2020-01-02"),
        ("## 읽은 날짜\n2020. 1. 2.", "2020-01-02"),
        ("Date read: 2020/1/2", "2020-01-02"),
        ("Date: 2020-01-02", None),
        ("投稿日付: 2018/10/11", None),
        ("Read on: 2020-02-30", None),
        ("Read on: 2999-01-01", None),
        ("Read on: 2020-01-02\nRead on: 2020-01-03", None),
    ],
)
def test_days(text: str, day: str | None) -> None:
    """Only the day of reading, in the order year, month, day, and none that is still to come."""
    assert read_day_in(text, "2026-11-22") == day
