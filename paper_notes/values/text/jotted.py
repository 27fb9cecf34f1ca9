"""What a reader jotted down among their own words: a rating out of five, and the day they read the paper.

Only what leaves no doubt counts: a label that people use for it, and a value that can mean nothing else.
`Rating: 4` may be of five or of ten, and a date without a label may be any paper's.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from paper_notes.values.text.headings import headed_lines, heading_names
from paper_notes.values.text.summary import plain_text

_Value = TypeVar("_Value")

_RATINGS = (
    r"(?:my)?rating|(?:my)?score|stars?|評価|おすすめ度|オススメ度|評点|평점|별점|평가|推荐度|评分|評分"
)
_DAYS = (
    r"readon|read(?:ing)?date|dateread|dayread|finished(?:on|reading)?|読了日?|読んだ日|既読日"
    r"|읽은날짜?|읽은일자|완독일?|阅读日期|閱讀日期"
)
_LABELLED = re.compile(r"\s*(?:[-*+•]\s+)?(?:\|\s*)?[*_]*([^:：|*]{1,30}?)[*_]*\s*[:：|]\s*[*_]*\s*(.+)")
_STARS = re.compile(
    r"(?P<full>[★⭐]{1,5})\ufe0f?(?P<empty>☆{0,4})|(?P<words>(?::star:\s*){1,5})|(?P<of>[1-5])\s*/\s*5"
)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日.]?")


def rating_in(text: str) -> int | None:
    """Return the rating from 1 to 5 that a text gives once; None without one, or with several."""
    return _only(_rating(value) for value in _values(text, _RATINGS))


def read_day_in(text: str, today: str) -> str | None:
    """Return the day, as ISO text, on which a text says its paper was read; none after `today`."""
    day = _only(_day(value) for value in _values(text, _DAYS))
    return day if day is not None and day <= today else None


def _values(text: str, names: str) -> Iterator[str]:
    """Yield what stands behind a label or below a heading that is one of the names."""
    headed = False
    for words, line in headed_lines(text):
        if words is not None:
            headed = _is_named(words, names)
            continue
        if headed:
            yield line.strip(" \t>*_|")
            headed = False
        elif (match := _LABELLED.match(line)) and _is_named(match[1], names):
            yield match[2].strip(" \t*_|")


def _is_named(words: str, names: str) -> bool:
    return any(re.fullmatch(names, name) for name in heading_names(plain_text(words)))


def _rating(value: str) -> int | None:
    match = _STARS.fullmatch(value.replace("\ufe0f", ""))
    if match is None:
        return None
    if match["of"]:
        return int(match["of"])
    if match["words"]:
        return match["words"].count(":star:")
    full, empty = len(match["full"]), len(match["empty"])
    return full if not empty or full + empty == 5 else None


def _day(value: str) -> str | None:
    match = _DAY.fullmatch(value)
    try:
        return date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


def _only(values: Iterable[_Value | None]) -> _Value | None:
    """Return the one value that is there; None if there is none, or another one too."""
    found = set(values) - {None}
    return found.pop() if len(found) == 1 else None
