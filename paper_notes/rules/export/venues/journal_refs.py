"""Journal references, which authors write as they like: `Neurocomputing 64 (2005) 183--210`.

A wrong venue in a bibliography is worse than none. So the parts that are known are taken out one by
one, and if anything is left that was not understood, the whole reference is left alone.
"""

import re

from paper_notes.rules.export.authors import author_named
from paper_notes.rules.export.keys import year_of
from paper_notes.rules.export.venues.acronyms import ACRONYM, conference
from paper_notes.rules.export.venues.known import JOURNALS, Venue, full_year
from paper_notes.values.model import Paper
from paper_notes.values.text.names import people
from paper_notes.values.text.tex import to_unicode

_FLAGS = re.IGNORECASE | re.VERBOSE
_YEAR = r"(?:19[5-9]\d|20\d\d)"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|fall|winter)\.?"
)
_DAYS = r"\d{1,2}(?:\s?[-–]\s?\d{1,2})?"

# What follows the name of a journal.
_DATE = re.compile(
    rf"\(?\s*(?:(?:\b{_DAYS}\s)?\b{_MONTH}(?:\s{_DAYS}\b)?[\s,/-]*)?(?<!\d)(?P<year>{_YEAR})\b\s*\)?", _FLAGS
)
_PAGES = re.compile(
    r"""(?:\b(?:pp?|pages?)[.:]*\s*|:\s*|\b)(?P<first>[A-Z]?\d+)\s*(?:-{1,3}|[–—~])\s*(?P<last>[A-Z]?\d+)\b
    (?:\s*pp?\.)?""",
    _FLAGS,
)
_PAGE = re.compile(
    r"\b(?:pp?|pages?|article(?:\s*(?:no|number|id))?|art)[.:]*\s*(?P<first>[A-Z]?\d+)\b", _FLAGS
)
_BARE_PAGE = re.compile(r"^\W*(?::\s*(?P<after>\d+)|(?P<first>\d{3,7}))\W*$", _FLAGS)
_VOLUME = re.compile(
    r"\bv(?:ol(?:ume)?)?\.?\s*:?\s*(?P<volume>\d{1,4})\b(?:\s*\((?P<number>[\d/-]+)\))?", _FLAGS
)
_NUMBER = re.compile(
    r"\b(?:no?|nr|num(?:ber)?|iss(?:ue)?s?)\.?\s*:?\s*(?P<number>\d{1,4}(?:\s*[-/]\s*\d{1,4})?)\b", _FLAGS
)
_BARE_VOLUME = re.compile(r"\b(?P<volume>\d{1,4})(?:\s*\(\s*(?P<number>[\d/-]+)\s*\))?(?![\w.])", _FLAGS)
_BARE_NUMBER = re.compile(r"^\W*(?P<volume>\d{1,4})[.,]\s?(?P<number>\d{1,3})\W*$", _FLAGS)
_LABEL = re.compile(
    rf"[\s,.;:(]+(?:{_MONTH}|v|vol(?:ume)?|no?|num(?:ber)?|iss(?:ue)?|pp?|pages?|article)[\s.,:(]*$", _FLAGS
)

_LEAD = re.compile(r"^(?:(?:published|appeared|appears|printed)\s+)?(?:(?:in:?|dans|at)\s+)?", re.IGNORECASE)
_CONFERENCE = re.compile(
    r"""\b(?:proc|proceedings|conf|conference|workshops?|symposium|congress|colloquium
    |advances\ in\ neural\ information)\b""",
    _FLAGS,
)
_NO_CONFERENCE = re.compile(
    r"""\bproc(?:eedings|\.)?\ (?:of\ )?(?:the\ )?(?:nat(?:l|ional)|r(?:oyal|\.)\ soc
    |ieee(?:[,.]|\ \d|\ vol)|vldb|acm\ on|(?:london|american|amer\.)\ math)|conf\.?\ ser""",
    _FLAGS,
)
# A reference that is more, or less, than the name of where the paper appeared, and its place there.
_DOUBTFUL = re.compile(
    r"""submitted|under\ review|in\ revision|rejected|preprint|arxiv|unpublished|withdrawn|thesis|dissertation
    |tech(?:nical|\.)\ ?rep|https?:|www\.|\bisbn|\bissn|ssrn|chapter|\beds?\b|editors?\b|edited|\bdoi\b
    |available|under\ the\ title|poster|revised|special\ issue|lncs|lecture\ notes
    |elsevier|springer|wiley|inderscience|world\ scientific""",
    _FLAGS,
)
_AUTHORS = re.compile(r"\b[A-Z]\.\s?[A-Z]\w+(?:,|\s(?:and|et|&)\s)")
_LONGEST = 400
"""What is longer is no reference but a text."""
# What ends the name of proceedings without being part of it: dates, and what was around the pages.
_TRAILING = re.compile(
    rf"""(?:[\s,.;:(–-]+(?:{_YEAR}|(?:{_DAYS}\s)?\b{_MONTH}(?:\s{_DAYS})?|pp?|pages)[\s,.;:)–-]*
    |\(\s*\)|[\s,.;:–-]+)$""",
    _FLAGS,
)
_UNREAD = re.compile(r" ; |\d{3,}\s?-|-\d{3,}|\d-\d+-\d|\d\s?\(\d|\b(?:pp?|vol|no)\b[.,\s]", re.IGNORECASE)


def venue_in_reference(text: str, paper: Paper) -> Venue | None:
    """Return what the journal reference says, if every word of it is understood.

    `text` is Unicode on one line.
    """
    text = _LEAD.sub("", text).strip(" ,.;")
    if len(text) > _LONGEST or _DOUBTFUL.search(text) or _cites_itself(text, paper):
        return None
    acronym = ACRONYM.fullmatch(text)
    if acronym:
        return conference(acronym, paper)
    if _CONFERENCE.search(text) and not _NO_CONFERENCE.search(text):
        return _proceedings(text, paper)
    return journal(text, paper)


def _cites_itself(text: str, paper: Paper) -> bool:
    """Whether the reference is a whole citation, with authors or title."""
    if _AUTHORS.search(text):
        return True
    title = to_unicode(paper.title).casefold()
    if len(title) > 15 and title[:40] in text.casefold():
        return True
    names = people(paper.authors[:3])
    family = re.escape(author_named(names[0]).family) if names else "$."
    return re.match(rf"(?:[A-Z]\S{{0,2}}\s+){{0,3}}{family}\b", text) is not None


def journal(text: str, paper: Paper) -> Venue | None:
    """Read `Journal Of Artificial Intelligence Research, Volume 31, pages 497-542, 2008`."""
    start = re.search(r"\d|\((?![A-Za-z&. ]+\))", text)
    if not start or text[start.start() - 1].isalpha():
        return None
    name, rest = text[: start.start()], text[start.start() :]
    while label := _LABEL.search(name):
        name, rest = name[: label.start()], name[label.start() :] + rest
    dates = list(_DATE.finditer(_PAGES.sub(lambda found: " " * len(found[0]), rest)))
    if len(dates) != 1:
        return None
    year = int(dates[0]["year"])
    rest = f"{rest[: dates[0].start()]} ; {rest[dates[0].end() :]}"
    rest, pages = _take(_PAGES, rest)
    if not pages:
        rest, pages = _take(_PAGE, rest)
    rest, volume = _take(_VOLUME, rest)
    rest, number = _take(_NUMBER, rest)
    if not volume and pages:
        rest, volume = _take(_BARE_NUMBER, rest)
    if not volume:
        rest, volume = _take(_BARE_VOLUME, rest)
    if not pages:
        rest, pages = _take(_BARE_PAGE, rest)
    name = name.rstrip(" ,;:-–(")
    name = name if "." in name[:-1] else name.rstrip(".")
    # Whatever is left was not understood.
    if re.search(r"\w", rest) or not re.search(r"[^\W\d]{2}.*[\w.)]$", name):
        return None
    if not volume or not _plausible(year, paper):
        return None
    return Venue(
        JOURNALS.get(name.upper(), name),
        year,
        volume=volume["volume"],
        number=number.get("number") or volume.get("number", ""),
        pages=_pages(pages),
    )


def _proceedings(text: str, paper: Paper) -> Venue | None:
    """Read `Proceedings of the … Conference (GECCO-2008), Atlanta, pp. 1033-1040`; the name stays whole."""
    rest, pages = text, dict[str, str]()
    found = _PAGES.search(_DATE.sub(lambda date: " " * len(date[0]), text))
    if found:
        rest, pages = f"{text[: found.start()]} ; {text[found.end() :]}", found.groupdict()
    years = {int(year) for year in re.findall(rf"(?<![\d–-]){_YEAR}(?![\d–-])", rest)}
    years = years or {full_year(short) for short in re.findall(r"\w['’-](\d\d)\b(?!-)", rest)}
    name = rest
    while _TRAILING.search(name):
        name = _TRAILING.sub("", name)
    if len(years) != 1 or len(name) > 250 or name.count("(") != name.count(")") or _UNREAD.search(name):
        return None
    (year,) = years
    return Venue(name, year, conference=True, pages=_pages(pages)) if _plausible(year, paper) else None


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, dict[str, str]]:
    """Return the text without the first thing that the pattern finds, and what that was."""
    found = pattern.search(text)
    if not found:
        return text, {}
    groups = {name: value for name, value in found.groupdict().items() if value}
    return f"{text[: found.start()]} ; {text[found.end() :]}", groups


def _pages(found: dict[str, str]) -> str:
    first, last = found.get("first") or found.get("after", ""), found.get("last", "")
    return f"{first}-{last}" if last else first


def _plausible(year: int, paper: Paper) -> bool:
    """Whether the paper can have been published then: old papers come to arXiv late, none years too early."""
    first = year_of(paper)
    return first is None or year <= first + 8
