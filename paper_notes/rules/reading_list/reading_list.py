"""The Markdown reading list: all notes in, one text out, the same bytes for the same notes.

Nothing in it acts: what papers and readers wrote is neutralised. The links to the notes' own issues
stay plain: they are where a click should go, and a committed file makes no references. Addresses of
other people's issues go through a redirect, in case the list is ever pasted into an issue.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from paper_notes.values.errors import UsageError
from paper_notes.values.model import Note, Paper, Status
from paper_notes.values.text.anchors import github_anchor
from paper_notes.values.text.bylines import byline, day_of, first_year, newest_first
from paper_notes.values.text.list_words import Words, words
from paper_notes.values.text.neutral import link_target, neutralise

GROUPINGS = ("topic", "year", "month")
RECENT = 5
"""How many papers `Recently read` names. A list that is no longer than that goes without it."""

_PLAIN_ID = re.compile(r"[A-Za-z0-9./-]+")
_WEB = re.compile(r"https?://[^/]", re.I)


class Options(NamedTuple):
    """How the list is to look."""

    by: str = "topic"
    """`topic`, `year` (of the paper's first date) or `month` (in which it was read)."""
    language: str = "en"
    once: bool = False
    """List a paper with several topics only under that which comes first in the list."""
    queue: bool = False
    """List what is being read, or waits to be, in sections of its own at the end."""
    readers: bool = False
    """Say who read each paper."""
    topics_order: tuple[str, ...] = ()
    """The taxonomy's topics: groups come in this order, then those of other topics by name."""
    above: tuple[str, ...] = ()
    """Headings that stand above the list in its file: GitHub numbers equal anchors through a file."""


class Entry(NamedTuple):
    """One paper. Every text is neutralised, stands on one line, and but for the first two may be empty."""

    title: str
    """Linked to the issue; that of a local note to the paper's own page."""
    source: str
    """`arXiv:1706.03762`, linked; a paper elsewhere has the word for paper, linked to its page."""
    byline: str
    """`Vaswani et al. (2017)`."""
    topics: str
    """`CV, NLP`, and where it is wanted `read by alice, bob`."""
    stars: str
    """`★★★★☆`."""
    summary: str
    read_on: str
    """`21 November 2026`."""


class Section(NamedTuple):
    """A heading and the papers under it."""

    heading: str
    anchor: str
    entries: list[Entry]
    short: str
    """The heading, for a link to it."""


class _Group(NamedTuple):
    """What is to become a section."""

    heading: str
    notes: list[Note]
    row: str = ""
    """The row of the table of contents it stands in: a year, when grouped by month."""
    short: str = ""
    """What is left of the heading in that row."""


def build(notes: Sequence[Note], options: Options, render: Callable[..., str]) -> str:
    """Return the reading list of `notes`, in whatever order they come, as Markdown.

    The caller chooses the notes. All of them are listed; with `options.queue`, those that are to
    read or being read are listed in the queue instead. `render` takes the template's name and its
    values. Raises `UsageError` for an unknown grouping or language.
    """
    say = words(options.language)
    waiting = [note for note in notes if options.queue and not note.status.closed]
    listed = [note for note in notes if not options.queue or note.status.closed]
    listed = newest_first(listed, lambda note: day_of(note.read_on))
    recent = [note for note in listed if note.status is Status.READ and day_of(note.read_on)][:RECENT]
    if len(listed) <= RECENT:
        recent = []

    groups = _groups(listed, options, say)
    if len(recent) > 1:
        groups = [_Group(say.recent, recent), *groups]
    groups = [*groups, *_queue(waiting, say)]

    entries = {id(note): _entry(note, say, readers=options.readers) for note in notes}
    seen: dict[str, int] = {}
    for heading in (*options.above, say.title):
        github_anchor(heading, seen)
    sections = [_section(group, entries, seen) for group in groups]
    rows = groupby(zip(groups, sections, strict=True), key=lambda pair: pair[0].row)

    text = render(
        "list.md.j2",
        title=say.title,
        total=say.total(len(listed), read=all(note.status is Status.READ for note in listed)),
        empty=say.empty,
        contents=[(row, [section for _, section in pairs]) for row, pairs in rows],
        recent=sections.pop(0) if len(recent) > 1 else None,
        sections=sections,
    )
    return text.strip("\n") + "\n"


def _groups(notes: list[Note], options: Options, say: Words) -> list[_Group]:
    match options.by:
        case "topic":
            return _by_topic(notes, options, say)
        case "year":
            return _by_date(notes, lambda note: first_year(note.paper), say, _year_group)
        case "month":
            return _by_date(notes, lambda note: day_of(note.read_on)[:7], say, _month_group)
    raise UsageError(
        f"There is no reading list by {options.by!r}.", f"Choose one of: {', '.join(GROUPINGS)}."
    )


def _by_topic(notes: list[Note], options: Options, say: Words) -> list[_Group]:
    """Return the notes by topic, those without one at the end."""
    ranks = {topic: rank for rank, topic in enumerate(options.topics_order)}

    def rank(topic: str) -> tuple[int, str, str]:
        return ranks.get(topic, len(ranks)), topic.casefold(), topic

    groups: dict[str, list[Note]] = {}
    other = []
    for note in notes:
        topics = sorted(set(note.topics), key=rank)
        for topic in topics[:1] if options.once else topics:
            groups.setdefault(topic, []).append(note)
        if not topics:
            other.append(note)
    found = [_Group(topic, groups[topic]) for topic in sorted(groups, key=rank)]
    return [*found, _Group(say.other, other)] if other else found


def _by_date(
    notes: list[Note],
    date: Callable[[Note], str],
    say: Words,
    group: Callable[[str, list[Note], Words], _Group],
) -> list[_Group]:
    """Return the notes by a date that sorts as text, the latest first, those without one at the end."""
    groups: dict[str, list[Note]] = {}
    for note in notes:
        groups.setdefault(date(note), []).append(note)
    undated = groups.pop("", None)
    found = [group(key, groups[key], say) for key in sorted(groups, reverse=True)]
    return [*found, _Group(say.undated, undated)] if undated else found


def _year_group(year: str, notes: list[Note], say: Words) -> _Group:
    return _Group(say.date(say.year, year), notes)


def _month_group(month: str, notes: list[Note], say: Words) -> _Group:
    row, short = say.date(say.year, month), say.date(say.month_alone, month)
    return _Group(say.date(say.month, month), notes, row, short)


def _queue(notes: list[Note], say: Words) -> list[_Group]:
    """Return what is being read, and what waits."""
    notes = newest_first(notes, lambda note: day_of(note.added_on))
    parts = ((say.reading, Status.READING), (say.to_read, Status.TO_READ))
    groups = [_Group(heading, [note for note in notes if note.status is status]) for heading, status in parts]
    return [group for group in groups if group.notes]


def _section(group: _Group, entries: dict[int, Entry], seen: dict[str, int]) -> Section:
    return Section(
        # A row of # at the end of a heading belongs to the heading's markup.
        heading=re.sub(r"(?<= )(#+)$", r"\\\1", neutralise(group.heading, into="link")),
        anchor=github_anchor(neutralise(group.heading, into="title"), seen),
        entries=[entries[id(note)] for note in group.notes],
        short=neutralise(group.short or group.heading, into="link"),
    )


def _entry(note: Note, say: Words, *, readers: bool) -> Entry:
    title = neutralise(note.paper.title, into="link") or neutralise(note.paper.id, into="link")
    name, page = _source(note.paper, say)
    read_on = day_of(note.read_on)
    return Entry(
        title=_linked(title, _issue_url(note) or page),
        source=_linked(name, page),
        byline=neutralise(byline(note.paper, say)),
        topics=" · ".join(filter(None, (_topics(note.topics), _read_by(note, say) if readers else ""))),
        stars="★" * note.rating + "☆" * (5 - note.rating) if note.rating else "",
        summary=neutralise(note.summary or ""),
        read_on=say.date(say.day, read_on) if read_on else "",
    )


def _source(paper: Paper, say: Words) -> tuple[str, str]:
    """Return what to call the place where the paper is, and its address."""
    if paper.arxiv_id and _PLAIN_ID.fullmatch(paper.arxiv_id):
        return f"arXiv:{paper.arxiv_id}", paper.link
    page = link_target(paper.link)
    return say.paper if page else neutralise(paper.id, into="link"), page


def _read_by(note: Note, say: Words) -> str:
    """Return who read the paper, or who is to; a login is no mention here."""
    names = neutralise(", ".join(note.readers), into="link")
    return say.read_by.format(names) if names and note.status is Status.READ else names


@lru_cache(maxsize=1000)
def _topics(topics: tuple[str, ...]) -> str:
    return neutralise(", ".join(topics), into="link")


def _linked(text: str, target: str) -> str:
    return f"[{text}]({target})" if target else text


def _issue_url(note: Note) -> str:
    """Return the address of the note's own issue as a link's target: plain, without a redirect."""
    return quote(note.url, safe="!#%&'*+,-./:;=?@_~") if note.url and _WEB.match(note.url) else ""
