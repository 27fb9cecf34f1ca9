"""The pages of the site, each with what decides it; nothing is rendered before somebody wants the page."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from paper_notes.rules.export.bibtex import bibtex_entry
from paper_notes.rules.site import addresses, figures
from paper_notes.rules.site.catalogue import Catalogue, Site
from paper_notes.rules.site.digests import digest
from paper_notes.rules.site.feeds import FEED, feeds_of
from paper_notes.rules.site.head import Meta, citation, description_of, json_ld, open_graph
from paper_notes.rules.site.numbers import Numbers
from paper_notes.rules.site.parts import Group, Row
from paper_notes.rules.site.presenter import Presenter
from paper_notes.rules.site.search import Index
from paper_notes.rules.site.style import style_sheet
from paper_notes.rules.site.tree import File
from paper_notes.rules.site.typography import language_of, without_empty_sections
from paper_notes.rules.site.words import site_words
from paper_notes.values.feed import Feed
from paper_notes.values.model import Note
from paper_notes.values.text.bylines import day_of, first_year, newest_first
from paper_notes.values.text.list_words import words
from paper_notes.values.text.names import people

RECENT = 8
"""How many notes the home page shows of those read last."""
READING = 5
"""And of those being read."""
WAITING = 5
"""And of those that wait."""
AUTHORS_SHOWN = 20
"""On a note's page; the others are folded."""

LONG_TITLE = 110
"""A longer one is set in smaller letters."""

# Controls, which HTML may not have, and marks that turn the text around: nobody's name needs them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_PERIOD = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?(?!\d)", re.ASCII)
_LOCALES = {"en": "en_US", "ko": "ko_KR", "ja": "ja_JP"}


class Doors(NamedTuple):
    """What the pages need from outside."""

    render: Callable[..., str]
    """Takes a template's name and its values."""
    source: Callable[[str], str]
    """Returns the text of a template or style sheet."""
    to_html: Callable[[str, Mapping[int, str], Mapping[str, str], str], str]
    """Takes Markdown, the addresses of the notes that have a page by number, those of copied images by the
    original ones, and what all ids in it are to begin with; returns safe HTML."""
    title_html: Callable[[str], str]
    """Takes a line of text, such as a paper's title, and returns it as safe HTML, with its math."""
    highlight_css: Callable[..., str]
    """Returns the style for what `to_html` makes of code, with `dark` that for a dark ground."""
    atom: Callable[[Feed], bytes]
    """Returns a feed as XML."""
    make_index: Index
    """Makes an index to search."""
    index_version: Callable[[], str]
    """Returns what makes it: another one makes another index."""
    fingerprint: bytes
    """Changes whenever program, templates or style could make something else of the same notes."""


class Pages:
    """Everything that a site shows to people."""

    def __init__(self, catalogue: Catalogue, doors: Doors) -> None:
        self.catalogue = catalogue
        self.site: Site = catalogue.site
        self.doors = doors
        self.say = site_words(self.site.language)
        self.list_say = words(self.site.language)
        self.numbers = Numbers(catalogue)
        self.present = Presenter(catalogue, doors.title_html, doors.to_html)
        self.news = feeds_of(catalogue)
        """Notes by the folder of the page that has a feed of them."""

    @cached_property
    def base(self) -> bytes:
        """A digest of what decides every page."""
        site = self.site
        followed = addresses.HOME in self.news
        settings = (
            site.title,
            site.about,
            site.base_url,
            site.language,
            site.topics,
            site.repository,
            followed,
            self._sections,
            self.present.in_a_group,
        )
        return digest(self.doors.fingerprint, repr(settings).encode())

    @cached_property
    def _sections(self) -> list[tuple[str, str]]:
        """The site's main pages, by what they are called, as its menu has them."""
        say, catalogue = self.say, self.catalogue
        there = [
            (say.notes, addresses.NOTES, True),
            (say.topics, addresses.TOPICS, catalogue.by_topic),
            (say.years, addresses.YEARS, catalogue.by_year),
            (say.authors, addresses.AUTHORS, catalogue.authors),
            (say.statistics, addresses.STATISTICS, catalogue.read),
            (say.search, addresses.SEARCH, self.site.search),
        ]
        return [(name, address) for name, address, wanted in there if wanted]

    def files(self) -> Iterator[File]:
        """Yield every page, and the style sheet."""
        catalogue = self.catalogue
        everything = catalogue.entries_digest(catalogue.notes)
        yield self._page(addresses.HOME, self.home, everything, repr(self.site.goal).encode())
        for note in catalogue.notes:
            yield self._page(catalogue.folder(note), partial(self.note, note), *self._inputs(note))
        yield self._page(addresses.NOTES, self.notes, everything)
        for topic, notes in catalogue.by_topic.items():
            folder = catalogue.topic_folders[topic]
            yield self._page(folder, partial(self.topic, topic), catalogue.entries_digest(notes))
        for year, notes in catalogue.by_year.items():
            folder = f"{addresses.YEARS}{year}/"
            yield self._page(folder, partial(self.year, year), catalogue.entries_digest(notes))
        for folder, author in catalogue.authors.items():
            shown = catalogue.entries_digest(author.notes)
            yield self._page(folder, partial(self.author, folder), shown, author.name.encode())
        there = {address for _, address in self._sections}
        for address, make, shown in (
            (addresses.TOPICS, self.topics, everything),
            (addresses.YEARS, self.years, everything),
            (addresses.AUTHORS, self.authors, self._authors_digest),
            (addresses.STATISTICS, self.statistics, everything + repr(self.site.goal).encode()),
            (addresses.SEARCH, self.search, b""),
        ):
            if address in there:
                yield self._page(address, make, shown)
        yield self._page(addresses.NOT_FOUND, self.not_found)
        # GitHub Pages would take names that begin with `_` for Jekyll's own.
        yield File(addresses.NO_JEKYLL, b"", lambda: b"")
        yield File(addresses.STYLE, self.base, self._style)
        yield self._as_it_is(addresses.ICON, "site/icon.svg")
        yield self._as_it_is(addresses.SCRIPT, "site/site.js")
        if self.site.search:
            yield self._as_it_is(addresses.SEARCH_SCRIPT, "site/search.js")

    @cached_property
    def _authors_digest(self) -> bytes:
        found = [(folder, one.name, len(one.notes)) for folder, one in self.catalogue.authors.items()]
        return digest(repr(found), len(self.catalogue.notes))

    def _page(self, address: str, make: Callable[[], str], *inputs: Any) -> File:
        return File(
            addresses.file_of(address), digest(self.base, *inputs), lambda: _UNSEEN.sub("", make()).encode()
        )

    def _inputs(self, note: Note) -> Sequence[bytes | str]:
        """Return everything that a note's page shows, or digests of it."""
        catalogue, key = self.catalogue, note.key or 0
        shown = catalogue.entry_digests
        newer, older = catalogue.neighbours[key]
        return (
            catalogue.digests[key],
            self.site.keys.get(note.paper.id, ""),
            *(
                b"".join([shown[other] for other in related.get(key, ())])
                for related in (catalogue.mentions, catalogue.mentioned_in, catalogue.akin)
            ),
            shown[newer.key or 0] if newer else b"",
            shown[older.key or 0] if older else b"",
            "".join(catalogue.pages_of_authors.get(key, ())),
        )

    # -- the pages --------------------------------------------------------------------

    def home(self) -> str:
        """Return the page that people come to first."""
        catalogue = self.catalogue
        return self._render(
            "home",
            addresses.HOME,
            title="",
            description=self.site.about or self._about(self.title),
            reading=[self.present.entry(note, "./") for note in catalogue.reading[:READING]],
            reading_total=len(catalogue.reading),
            recent=[self.present.entry(note, "./") for note in (catalogue.read or catalogue.closed)[:RECENT]],
            waiting=[self.present.entry(note, "./") for note in catalogue.queue[:WAITING]],
            waiting_total=len(catalogue.queue),
            topics=self.present.topic_rows("./"),
            heat=self.numbers.last_weeks(),
            numbers=self.numbers.single(),
            empty=self.list_say.empty,
        )

    def note(self, note: Note) -> str:
        """Return the page of a note."""
        catalogue, paper, key = self.catalogue, note.paper, note.key or 0
        address = catalogue.folder(note)
        root = addresses.root_of(address)
        title = " ".join(paper.title.split()) or paper.id
        text = without_empty_sections(note.text)
        newer, older = catalogue.neighbours[key]
        citation_key = self.site.keys.get(paper.id, "")
        names = [self.present.person(name, root) for name in people(paper.authors)]
        total = max(paper.authors_total, len(paper.authors))
        shown = names if len(names) <= AUTHORS_SHOWN + 2 else names[:AUTHORS_SHOWN]
        return self._render(
            "note",
            address,
            title=title,
            description=description_of(note) or self.say.notes_on.format(title=title),
            kind="article",
            metas=list(citation(note)),
            json_ld=json_ld(note, self._url(address), language_of(note.text, self.site.language)),
            note=note,
            paper=paper,
            heading=self.doors.title_html(title),
            heading_lang=language_of(title, self.site.language),
            long=len(title) > LONG_TITLE,
            people=shown,
            people_folded=names[len(shown) :],
            people_more=total - len(shown) if total > len(paper.authors) or len(names) > len(shown) else 0,
            topics=self.present.topics(note, root),
            rating=self.present.stars(note.rating),
            published=self.present.date(day_of(paper.published)) or first_year(paper),
            updated=self.present.date(day_of(paper.updated)) if (paper.version or 1) > 1 else "",
            status=self.present.status(note),
            readers=self.present.readers(note),
            links=self.present.links(note),
            text=self.present.html_of(text, note, root, "note-") if text.strip() else "",
            text_lang=language_of(text, self.site.language),
            abstract=self.doors.title_html(paper.abstract) if paper.abstract else "",
            abstract_lang=language_of(paper.abstract or "", self.site.language),
            comments=[
                self.present.comment(comment, note, root) for comment in note.comments if comment.body.strip()
            ],
            related=[
                (heading, [self.present.entry(catalogue.by_key[other], root) for other in found[key]])
                for heading, found in (
                    (self.say.mentions, catalogue.mentions),
                    (self.say.mentioned_in, catalogue.mentioned_in),
                    (self.say.akin, catalogue.akin),
                )
                if found.get(key)
            ],
            newer=self.present.entry(newer, root) if newer else None,
            older=self.present.entry(older, root) if older else None,
            bibtex=bibtex_entry(paper, citation_key, note.topics).strip()
            if citation_key and not paper.pending
            else "",
        )

    def notes(self) -> str:
        """Return the list of all notes, by the month of reading."""
        catalogue = self.catalogue
        groups = [(self.list_say.reading, "reading", catalogue.reading)]
        by_month: dict[str, list[Note]] = {}
        for note in catalogue.closed:
            by_month.setdefault(day_of(note.read_on)[:7], []).append(note)
        undated = by_month.pop("", [])
        for month, notes in by_month.items():
            groups.append((self._period(month), month, notes))
        groups += [
            (self.list_say.undated, "undated", undated),
            (self.list_say.to_read, "to-read", catalogue.queue),
        ]
        return self._list(addresses.NOTES, self.say.all_notes, groups, sparse=True)

    def topic(self, name: str) -> str:
        """Return the page of a topic."""
        notes = self.catalogue.by_topic[name]
        about = next((topic.description for topic in self.site.topics if topic.name == name), "")
        folder = self.catalogue.topic_folders[name]
        groups = self._by_date(notes, 4)
        return self._list(folder, name, groups, about=about, kind=self.present.kind(name))

    def year(self, year: str) -> str:
        """Return the page of the papers of a year."""
        heading = self.list_say.date(self.list_say.year, year)
        groups = self._by_date(self.catalogue.by_year[year], 7)
        return self._list(f"{addresses.YEARS}{year}/", heading, groups)

    def author(self, folder: str) -> str:
        """Return the page of an author."""
        author = self.catalogue.authors[folder]
        return self._list(folder, author.name, self._by_date(author.notes, 4))

    def topics(self) -> str:
        """Return the list of the topics."""
        root = addresses.root_of(addresses.TOPICS)
        about = {topic.name: topic.description for topic in self.site.topics}
        rows = [row._replace(about=about.get(row.name, "")) for row in self.present.topic_rows(root)]
        return self._table(addresses.TOPICS, self.say.topics, self.say.topic, rows)

    def years(self) -> str:
        """Return the list of the years in which the papers came out."""
        root = addresses.root_of(addresses.YEARS)
        groups = self.catalogue.by_year
        most = max(map(len, groups.values()), default=1)
        rows = [
            Row(
                self.list_say.date(self.list_say.year, year),
                len(notes),
                figures.bar(len(notes), most),
                f"{root}{addresses.YEARS}{year}/",
            )
            for year, notes in groups.items()
        ]
        return self._table(addresses.YEARS, self.say.years, self.say.year, rows)

    def authors(self) -> str:
        """Return the list of the authors who have a page."""
        root = addresses.root_of(addresses.AUTHORS)
        found = self.catalogue.authors
        return self._render(
            "names",
            addresses.AUTHORS,
            title=self.say.authors,
            description=self._about(self.say.authors),
            names=[(one.name, len(one.notes), root + quote(folder)) for folder, one in found.items()],
        )

    def statistics(self) -> str:
        """Return the page of numbers and plots."""
        say, numbers = self.say, self.numbers
        root = addresses.root_of(addresses.STATISTICS)
        by_rating = numbers.counted.by_rating
        most = max(by_rating.values(), default=1)
        months, years = numbers.months, numbers.years
        return self._render(
            "statistics",
            addresses.STATISTICS,
            title=say.statistics,
            description=self._about(say.statistics),
            numbers=numbers.single(),
            heats=numbers.years_of_days(),
            months=figures.columns(months, say.by_month) if months else "",
            months_table=[(column.name, column.value) for column in months],
            years=figures.columns(years, say.by_year, self.site.goal) if len(years) > 1 else "",
            years_table=[(column.name, column.value) for column in years],
            goal=numbers.goal(),
            topics=self.present.topic_rows(root, read=True),
            ratings=[
                Row(stars, number, figures.bar(number, most), rating=self.present.stars(int(stars)))
                for stars, number in by_rating.items()
            ],
            waits=numbers.waits(),
        )

    def search(self) -> str:
        """Return the page to search the site with."""
        return self._render(
            "search", addresses.SEARCH, title=self.say.search, description=self.say.search_for
        )

    def not_found(self) -> str:
        """Return the page for addresses that lead nowhere."""
        return self._render("404", addresses.NOT_FOUND, title=self.say.not_found, description="")

    def _style(self) -> bytes:
        source = self.doors.source
        code = self.doors.highlight_css(), self.doors.highlight_css(dark=True)
        made = style_sheet(source("site/style.css"), self.site.topics, code)
        return "\n".join([made, source("site/own.css")]).encode()

    def _as_it_is(self, address: str, name: str) -> File:
        return File(address, self.base, lambda: self.doors.source(name).encode())

    # -- parts of pages ---------------------------------------------------------------

    @property
    def title(self) -> str:
        """The site's name."""
        return self.site.title or self.say.title

    def _list(
        self,
        address: str,
        heading: str,
        groups: Sequence[tuple[str, str, Sequence[Note]]],
        *,
        about: str = "",
        kind: str = "",
        sparse: bool = False,
    ) -> str:
        root = addresses.root_of(address)
        total = sum(len(notes) for _, _, notes in groups)
        return self._render(
            "list",
            address,
            title=heading,
            description=about or self.say.about.format(name=heading, papers=self.say.count_of(total)),
            about=about,
            total=self.say.count_of(total),
            topic_kind=kind,
            groups=[
                Group(name, [self.present.entry(note, root) for note in notes], anchor)
                for name, anchor, notes in groups
                if notes
            ],
            sparse=sparse,
            empty=self.list_say.empty,
        )

    def _by_date(self, notes: Sequence[Note], length: int) -> list[tuple[str, str, list[Note]]]:
        """Return the notes by the year of the paper's first date, or with seven characters its month."""
        groups: dict[str, list[Note]] = {}
        for note in newest_first(notes, lambda note: (note.paper.published or "")[:10]):
            found = _PERIOD.match(note.paper.published or "")
            groups.setdefault(found[0][:length] if found else "", []).append(note)
        undated = groups.pop("", [])
        return [
            *((self._period(period), period, found) for period, found in groups.items()),
            (self.list_say.undated, "undated", undated),
        ]

    def _period(self, iso: str) -> str:
        return self.list_say.date(self.list_say.month if len(iso) == 7 else self.list_say.year, iso)

    def _about(self, heading: str) -> str:
        return self.say.about.format(name=heading, papers=self.say.count_of(len(self.catalogue.notes)))

    def _table(self, address: str, heading: str, what: str, rows: list[Row]) -> str:
        return self._render(
            "table",
            address,
            title=heading,
            description=self._about(heading),
            what=what,
            rows=rows,
        )

    def _render(
        self,
        template: str,
        address: str,
        *,
        title: str,
        description: str,
        kind: str = "website",
        metas: Sequence[Meta] = (),
        **values: Any,
    ) -> str:
        lost = address == addresses.NOT_FOUND
        # Whoever is lost may be in any folder.
        root = self._top if lost else addresses.root_of(address)
        url = self._url(address)
        graph = open_graph(
            title=title or self.title,
            description=description,
            url=url,
            kind=kind,
            site=self.title,
            locale=_LOCALES[self.site.language],
        )
        return self.doors.render(
            f"site/{template}.html.j2",
            site=self.site,
            site_title=self.title,
            say=self.say,
            list_say=self.list_say,
            root=root,
            url="" if lost else url,
            menu=[(name, root + to, to == address, address.startswith(to)) for name, to in self._sections],
            title=title,
            description=description,
            metas=[*metas, *([] if lost else graph)],
            lost=lost,
            feeds=[
                f"{root}{quote(folder)}{FEED}" for folder in self.news if folder in (addresses.HOME, address)
            ],
            **values,
        )

    @property
    def _top(self) -> str:
        """What leads to the site's folder from anywhere on its host."""
        return f"{urlsplit(self.site.base_url).path}/" if self.site.base_url else "./"

    def _url(self, address: str) -> str:
        return f"{self.site.base_url}/{quote(address)}" if self.site.base_url else ""
