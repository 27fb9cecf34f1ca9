"""The pages that are lists of notes: all of them, and those of a topic, a year or an author."""

import re
from collections.abc import Sequence

from paper_notes.rules.site import addresses
from paper_notes.rules.site.catalogue import Catalogue
from paper_notes.rules.site.layout import Layout
from paper_notes.rules.site.parts import Group
from paper_notes.rules.site.presenter import Presenter
from paper_notes.rules.site.words import site_words
from paper_notes.values.model import Note
from paper_notes.values.text.bylines import day_of, newest_first
from paper_notes.values.text.list_words import words

_PERIOD = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?(?!\d)", re.ASCII)


class Lists:
    """The notes of a site in lists, each in groups."""

    def __init__(self, catalogue: Catalogue, present: Presenter, layout: Layout) -> None:
        self._catalogue = catalogue
        self._site = catalogue.site
        self._present = present
        self._layout = layout
        self._say = site_words(self._site.language)
        self._list_say = words(self._site.language)

    def notes(self) -> str:
        """Return the list of all notes, by the month of reading."""
        catalogue = self._catalogue
        groups = [(self._list_say.reading, "reading", catalogue.reading)]
        by_month: dict[str, list[Note]] = {}
        for note in catalogue.closed:
            by_month.setdefault(day_of(note.read_on)[:7], []).append(note)
        undated = by_month.pop("", [])
        for month, notes in by_month.items():
            groups.append((self._period(month), month, notes))
        groups += [
            (self._list_say.undated, "undated", undated),
            (self._list_say.to_read, "to-read", catalogue.queue),
        ]
        return self._list(addresses.NOTES, self._say.all_notes, groups, sparse=True)

    def topic(self, name: str) -> str:
        """Return the page of a topic."""
        notes = self._catalogue.by_topic[name]
        about = next((topic.description for topic in self._site.topics if topic.name == name), "")
        folder = self._catalogue.topic_folders[name]
        groups = self._by_date(notes, 4)
        return self._list(folder, name, groups, about=about, kind=self._present.kind(name))

    def year(self, year: str) -> str:
        """Return the page of the papers of a year."""
        heading = self._list_say.date(self._list_say.year, year)
        groups = self._by_date(self._catalogue.by_year[year], 7)
        return self._list(f"{addresses.YEARS}{year}/", heading, groups)

    def author(self, folder: str) -> str:
        """Return the page of an author."""
        author = self._catalogue.authors[folder]
        return self._list(folder, author.name, self._by_date(author.notes, 4))

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
        return self._layout.render(
            "list",
            address,
            title=heading,
            description=about or self._say.about_notes(heading, total),
            about=about,
            total=self._say.count_of(total),
            topic_kind=kind,
            groups=[
                Group(name, [self._present.entry(note, root) for note in notes], anchor)
                for name, anchor, notes in groups
                if notes
            ],
            sparse=sparse,
            empty=self._list_say.empty,
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
            (self._list_say.undated, "undated", undated),
        ]

    def _period(self, iso: str) -> str:
        return self._list_say.date(self._list_say.month if len(iso) == 7 else self._list_say.year, iso)
