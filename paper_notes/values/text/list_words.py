"""The words of the reading list in the languages that ship."""

from typing import NamedTuple

from paper_notes.values.errors import UsageError

# fmt: off
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on


class Words(NamedTuple):
    """Everything a reading list says by itself. Dates are made of {year}, {month}, {day} and {name}."""

    title: str
    one: str
    many: str
    one_read: str
    many_read: str
    empty: str
    recent: str
    reading: str
    to_read: str
    other: str
    """The group of papers without a topic."""
    undated: str
    """The group of papers whose year or month is not known."""
    paper: str
    """What a link to a paper outside arXiv is called."""
    two_authors: str
    more_authors: str
    day: str
    month: str
    year: str
    read_by: str
    """With the logins of readers for {}."""
    month_alone: str
    """A month where its year is said already."""

    def total(self, number: int, *, read: bool) -> str:
        """Return `3 papers`, or `3 papers read` when all of them are read."""
        if read:
            return (self.one_read if number == 1 else self.many_read).format(number)
        return (self.one if number == 1 else self.many).format(number)

    def date(self, form: str, iso: str) -> str:
        """Return a day (`2026-11-21`), month (`2026-11`) or year in one of the forms above."""
        year, month, day = (*(int(part) for part in iso.split("-")), 0, 0)[:3]
        return form.format(year=year, month=month, day=day, name=_MONTHS[month - 1])


_WORDS = {
    "en": Words(
        title="Reading list",
        one="{} paper",
        many="{} papers",
        one_read="{} paper read",
        many_read="{} papers read",
        empty="No papers here yet.",
        recent="Recently read",
        reading="Reading now",
        to_read="To read",
        other="Other",
        undated="Unknown date",
        paper="paper",
        two_authors="{} and {}",
        more_authors="{} et al.",
        day="{day} {name} {year}",
        month="{name} {year}",
        year="{year}",
        read_by="read by {}",
        month_alone="{name}",
    ),
    "ko": Words(
        title="논문 목록",
        one="논문 {}편",
        many="논문 {}편",
        one_read="읽은 논문 {}편",
        many_read="읽은 논문 {}편",
        empty="아직 논문이 없습니다.",
        recent="최근에 읽은 논문",
        reading="읽는 중",
        to_read="읽을 논문",
        other="기타",
        undated="날짜 미상",
        paper="논문",
        two_authors="{}, {}",
        more_authors="{} 외",
        day="{year}년 {month}월 {day}일",
        month="{year}년 {month}월",
        year="{year}년",
        read_by="{} 읽음",
        month_alone="{month}월",
    ),
    "ja": Words(
        title="論文リスト",
        one="論文{}本",
        many="論文{}本",
        one_read="読んだ論文 {}本",
        many_read="読んだ論文 {}本",
        empty="まだ論文がありません。",
        recent="最近読んだ論文",
        reading="読んでいる論文",
        to_read="これから読む論文",
        other="その他",
        undated="日付不明",
        paper="論文",
        two_authors="{} と {}",
        more_authors="{} ら",
        day="{year}年{month}月{day}日",
        month="{year}年{month}月",
        year="{year}年",
        read_by="読んだ人: {}",
        month_alone="{month}月",
    ),
}


def words(language: str) -> Words:
    """Return the words in `en`, `ko` or `ja`; raise `UsageError` for another language."""
    if language not in _WORDS:
        raise UsageError(f"There is no reading list in {language!r}.", f"Choose one of: {', '.join(_WORDS)}.")
    return _WORDS[language]
