"""The news of a site as Atom feeds: of all notes, and of each topic."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import chain
from urllib.parse import quote

from paper_notes.rules.site import addresses
from paper_notes.rules.site.catalogue import Catalogue
from paper_notes.rules.site.digests import digest
from paper_notes.rules.site.tree import File
from paper_notes.rules.site.typography import without_empty_sections
from paper_notes.values.feed import Entry, Feed
from paper_notes.values.model import Note, Status

ENTRIES = 15
"""In one feed: the newest. Whoever follows one looks more often than that many are read."""

NO_DAY = "1970-01-01"
"""Of a note without any date: Atom wants one, and it has to be the same every time."""

FEED = "feed.xml"
"""In the folder of the page that it is the feed of."""


def feeds_of(catalogue: Catalogue) -> dict[str, list[Note]]:
    """Return the news of each page that has a feed, by the page's folder; none if the site has no address."""
    if not catalogue.site.base_url:
        return {}
    folders = catalogue.topic_folders
    news: dict[str, list[Note]] = {folder: [] for folder in (addresses.HOME, *folders.values())}
    for note in newest(catalogue.notes):
        for folder in (addresses.HOME, *(folders[topic] for topic in dict.fromkeys(note.topics))):
            if len(news[folder]) < ENTRIES:
                news[folder].append(note)
    return {folder: notes for folder, notes in news.items() if notes}


class Feeds:
    """Everything that a site tells to those who follow it."""

    def __init__(
        self,
        catalogue: Catalogue,
        news: Mapping[str, Sequence[Note]],
        title: str,
        to_html: Callable[[str, Mapping[int, str], Mapping[str, str], str], str],
        atom: Callable[[Feed], bytes],
        fingerprint: bytes,
    ) -> None:
        """Take the news by folder, what `Doors` has for pages, and the site's name.

        The fingerprint changes with the program.
        """
        self._catalogue = catalogue
        self._news = news
        self._home = f"{catalogue.site.base_url}/"
        self._title = title
        self._to_html = to_html
        self._atom = atom
        self._made: dict[int, Entry] = {}
        self._base = digest(fingerprint, repr((title, self._home, catalogue.site.language)).encode())

    def files(self) -> Iterator[File]:
        """Yield the feeds."""
        names = {folder: topic for topic, folder in self._catalogue.topic_folders.items()}
        for folder, news in self._news.items():
            title = f"{names[folder]} · {self._title}" if folder in names else self._title
            inputs = digest(self._base, title, *chain.from_iterable(map(self._inputs, news)))
            yield File(f"{folder}{FEED}", inputs, partial(self._feed, folder, title, news))

    def _inputs(self, note: Note) -> tuple[bytes, str]:
        """Return what an entry is made of: the note, and where its links to other notes lead."""
        catalogue, key = self._catalogue, note.key or 0
        return catalogue.digests[key], "".join(
            [catalogue.folders[other] for other in catalogue.mentions.get(key, ())]
        )

    def _feed(self, folder: str, title: str, news: Sequence[Note]) -> bytes:
        return self._atom(
            Feed(
                link=self._home + quote(folder),
                own_link=f"{self._home}{quote(folder)}{FEED}",
                title=title,
                author=self._title,
                language=self._catalogue.site.language,
                entries=[self._entry(note) for note in news],
            )
        )

    def _entry(self, note: Note) -> Entry:
        """Return the note as news, the same in each feed that it is in."""
        key = note.key or 0
        if key not in self._made:
            self._made[key] = self._new_entry(note)
        return self._made[key]

    def _new_entry(self, note: Note) -> Entry:
        paper = note.paper
        link = self._home + quote(self._catalogue.folder(note))
        text = without_empty_sections(note.text)
        return Entry(
            # An issue stays where it is when the site moves.
            id=note.url or link,
            title=" ".join(paper.title.split()) or paper.id,
            link=link,
            day=_day(note),
            author=note.author or "",
            summary=note.summary or "",
            html=self._to_html(text, self._addresses, self._catalogue.images(note, self._home), "note-"),
            categories=note.topics,
        )

    @cached_property
    def _addresses(self) -> dict[int, str]:
        notes = self._catalogue.notes
        return {
            note.number: self._home + quote(self._catalogue.folder(note))
            for note in notes
            if note.number is not None
        }


def newest(notes: Sequence[Note]) -> list[Note]:
    """Return the notes that are news: what was read, is being read, or was put aside; the last ones first."""
    begun = [note for note in notes if note.status is not Status.TO_READ]
    begun.sort(key=lambda note: (_day(note), note.number or 0, note.paper.id), reverse=True)
    return begun


def _day(note: Note) -> str:
    for known in (note.read_on, note.added_on, note.paper.published):
        try:
            return date.fromisoformat((known or "")[:10]).isoformat()
        except ValueError:
            continue
    return NO_DAY
