"""The pages of the site, each with what decides it; nothing is rendered before somebody wants the page."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any

from paper_notes.rules.site import addresses
from paper_notes.rules.site.catalogue import Catalogue
from paper_notes.rules.site.digests import digest
from paper_notes.rules.site.doors import Doors
from paper_notes.rules.site.feeds import feeds_of
from paper_notes.rules.site.layout import Layout
from paper_notes.rules.site.lists import Lists
from paper_notes.rules.site.note_pages import NotePages
from paper_notes.rules.site.overviews import Overviews
from paper_notes.rules.site.presenter import Presenter
from paper_notes.rules.site.style import style_sheet
from paper_notes.rules.site.tree import File
from paper_notes.rules.site.words import site_words
from paper_notes.values.model import Note

# Controls, which HTML may not have, and marks that turn the text around: nobody's name needs them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class Pages:
    """Everything that a site shows to people."""

    def __init__(self, catalogue: Catalogue, doors: Doors) -> None:
        self._catalogue = catalogue
        self._site = catalogue.site
        self._doors = doors
        self._say = site_words(self._site.language)
        self.news = feeds_of(catalogue)
        """Notes by the folder of the page that has a feed of them."""
        self._present = Presenter(catalogue, doors.title_html, doors.to_html)
        self._layout = Layout(catalogue, doors.render, self.news)
        self.title = self._layout.title
        """The site's name."""
        self._overviews = Overviews(catalogue, self._present, self._layout)
        self._lists = Lists(catalogue, self._present, self._layout)
        self._note_pages = NotePages(catalogue, self._present, self._layout, doors.title_html)

    @cached_property
    def _base(self) -> bytes:
        """A digest of what decides every page."""
        site = self._site
        followed = addresses.HOME in self.news
        settings = (
            site.title,
            site.about,
            site.base_url,
            site.language,
            site.topics,
            site.repository,
            followed,
            self._layout.sections,
            self._present.in_a_group,
        )
        return digest(self._doors.fingerprint, repr(settings).encode())

    def files(self) -> Iterator[File]:
        """Yield every page, and the style sheet.

        Whatever a page shows decides it, so what it is to show besides is to be among its inputs here.
        """
        catalogue = self._catalogue
        everything = catalogue.entries_digest(catalogue.notes)
        yield self._page(addresses.HOME, self._overviews.home, everything, repr(self._site.goal).encode())
        for note in catalogue.notes:
            yield self._page(
                catalogue.folder(note), partial(self._note_pages.page, note), *self._inputs(note)
            )
        yield self._page(addresses.NOTES, self._lists.notes, everything)
        for topic, notes in catalogue.by_topic.items():
            folder = catalogue.topic_folders[topic]
            yield self._page(folder, partial(self._lists.topic, topic), catalogue.entries_digest(notes))
        for year, notes in catalogue.by_year.items():
            folder = f"{addresses.YEARS}{year}/"
            yield self._page(folder, partial(self._lists.year, year), catalogue.entries_digest(notes))
        for folder, author in catalogue.authors.items():
            shown = catalogue.entries_digest(author.notes)
            yield self._page(folder, partial(self._lists.author, folder), shown, author.name.encode())
        there = {address for _, address in self._layout.sections}
        for address, make, shown in (
            (addresses.TOPICS, self._overviews.topics, everything),
            (addresses.YEARS, self._overviews.years, everything),
            (addresses.AUTHORS, self._overviews.authors, self._authors_digest),
            (addresses.STATISTICS, self._overviews.statistics, everything + repr(self._site.goal).encode()),
            (addresses.SEARCH, self._search, b""),
        ):
            if address in there:
                yield self._page(address, make, shown)
        yield self._page(addresses.NOT_FOUND, self._not_found)
        # GitHub Pages would take names that begin with `_` for Jekyll's own.
        yield File(addresses.NO_JEKYLL, b"", lambda: b"")
        yield File(addresses.STYLE, self._base, self._style)
        yield self._as_it_is(addresses.ICON, "site/icon.svg")
        yield self._as_it_is(addresses.SCRIPT, "site/site.js")
        if self._site.search:
            yield self._as_it_is(addresses.SEARCH_SCRIPT, "site/search.js")

    @cached_property
    def _authors_digest(self) -> bytes:
        found = [(folder, one.name, len(one.notes)) for folder, one in self._catalogue.authors.items()]
        return digest(repr(found), len(self._catalogue.notes))

    def _page(self, address: str, make: Callable[[], str], *inputs: Any) -> File:
        return File(
            addresses.file_of(address), digest(self._base, *inputs), lambda: _UNSEEN.sub("", make()).encode()
        )

    def _inputs(self, note: Note) -> Sequence[bytes | str]:
        """Return everything that a note's page shows, or digests of it."""
        catalogue, key = self._catalogue, note.key or 0
        shown = catalogue.entry_digests
        newer, older = catalogue.neighbours[key]
        return (
            catalogue.digests[key],
            self._site.keys.get(note.paper.id, ""),
            *(
                b"".join([shown[other] for other in related.get(key, ())])
                for related in (catalogue.mentions, catalogue.mentioned_in, catalogue.akin)
            ),
            shown[newer.key or 0] if newer else b"",
            shown[older.key or 0] if older else b"",
            "".join(catalogue.pages_of_authors.get(key, ())),
        )

    def _search(self) -> str:
        """Return the page to search the site with."""
        return self._layout.render(
            "search", addresses.SEARCH, title=self._say.search, description=self._say.search_for
        )

    def _not_found(self) -> str:
        """Return the page for addresses that lead nowhere."""
        return self._layout.render("404", addresses.NOT_FOUND, title=self._say.not_found, description="")

    def _style(self) -> bytes:
        source = self._doors.source
        code = self._doors.highlight_css(), self._doors.highlight_css(dark=True)
        made = style_sheet(source("site/style.css"), self._site.topics, code)
        return "\n".join([made, source("site/own.css")]).encode()

    def _as_it_is(self, address: str, name: str) -> File:
        return File(address, self._base, lambda: self._doors.source(name).encode())
