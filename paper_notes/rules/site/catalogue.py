"""The notes of a site, sorted and grouped: what each page is about, before anything is rendered."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from paper_notes.rules.export.keys import Keys
from paper_notes.rules.site import addresses
from paper_notes.rules.site.digests import digest
from paper_notes.values.model import Note, Status
from paper_notes.values.text.bylines import day_of, first_year, newest_first
from paper_notes.values.text.names import people
from paper_notes.values.topic_defaults import Topic

AKIN = 4
"""How many papers on the same topics a note's page names."""
_NEAR = 4
"""How far from a paper, in the order of their dates, those of its topic are looked at."""
WITH_A_PAGE = 2
"""An author has a page from so many notes on."""


class Site(NamedTuple):
    """What a site is made of."""

    notes: Sequence[Note]
    """All that are to be shown, each with its row in the store."""
    mentions: Iterable[tuple[int, int]] = ()
    """Rows of notes, each with that of a note which it mentions; they need not be among `notes`."""
    keys: Keys = {}  # noqa: RUF012 (never written to)
    """Citation keys by the paper's id."""
    title: str = ""
    """The site's name; without one its language decides."""
    about: str = ""
    """A sentence below the name on the home page."""
    base_url: str = ""
    """Where it will be, without a slash at the end; empty if nobody said."""
    language: str = "en"
    topics: tuple[Topic, ...] = ()
    """In their order, with their colours."""
    goal: int | None = None
    """Papers to read in a year."""
    repository: str = ""
    """The address of the connected repository's page; empty without one."""
    search: bool = False
    """Whether there is a page to search it with."""
    images: Mapping[int, Mapping[str, str]] = {}
    """By a note's row: where copies of the images that it shows are on the site, by their addresses."""


class Author(NamedTuple):
    """Somebody with a page."""

    name: str
    notes: list[Note]


class Catalogue:
    """A site's notes by everything that has a page."""

    def __init__(self, site: Site) -> None:
        self.site = site
        by_reading = newest_first(site.notes, lambda note: day_of(note.read_on))
        self.closed = [note for note in by_reading if note.status.closed]
        """Read and dropped, the last first."""
        self.read = [note for note in self.closed if note.status is Status.READ]
        waiting = newest_first(
            (note for note in site.notes if not note.status.closed), lambda note: day_of(note.added_on)
        )
        self.reading = [note for note in waiting if note.status is Status.READING]
        self.queue = [note for note in waiting if note.status is Status.TO_READ]
        self.notes = [*self.reading, *self.closed, *self.queue]
        """All of them, in the order in which previous and next go."""
        self.author_folder = cache(addresses.author_folder)
        """Returns the folder that an author's page has, if there is one."""

    @cached_property
    def folders(self) -> dict[int, str]:
        """The folder of each note's page, by row. A second local note about one paper cannot be."""
        return {note.key or 0: addresses.note_folder(note) for note in self.site.notes}

    def folder(self, note: Note) -> str:
        """Return the folder of a note's page."""
        return self.folders[note.key or 0]

    @cached_property
    def by_topic(self) -> dict[str, list[Note]]:
        """Notes by topic, in the taxonomy's order, then topics of other names."""
        ranks = {topic.name: rank for rank, topic in enumerate(self.site.topics)}
        groups = _grouped(self.notes, lambda note: dict.fromkeys(note.topics))
        order = sorted(groups, key=lambda name: (ranks.get(name, len(ranks)), name.casefold(), name))
        return {name: groups[name] for name in order}

    @cached_property
    def topic_folders(self) -> dict[str, str]:
        """The folder of each topic's page."""
        return addresses.topic_folders(self.by_topic)

    @cached_property
    def by_year(self) -> dict[str, list[Note]]:
        """Notes by the year of the paper's first date, the latest first; those without one are left out."""
        groups = _grouped(self.notes, lambda note: filter(None, [first_year(note.paper)]))
        return {year: groups[year] for year in sorted(groups, reverse=True)}

    @cached_property
    def authors(self) -> dict[str, Author]:
        """Authors of several of the notes, by the folder of their page, those of most notes first."""
        groups: defaultdict[str, dict[int, Note]] = defaultdict(dict)
        spelled: dict[str, dict[str, int]] = {}
        for note in self.notes:
            for name in people(note.paper.authors):
                folder = self.author_folder(name)
                groups[folder][note.key or 0] = note
                names = spelled.setdefault(folder, {})
                names[name] = names.get(name, 0) + 1
        found = {
            # The spelling that is used most, of equals the first in the alphabet.
            folder: Author(min(spelled[folder], key=lambda n: (-spelled[folder][n], n)), [*notes.values()])
            for folder, notes in groups.items()
            if len(notes) >= WITH_A_PAGE
        }
        return dict(sorted(found.items(), key=lambda item: (-len(item[1].notes), item[0])))

    @cached_property
    def pages_of_authors(self) -> Mapping[int, list[str]]:
        """By each note's row the folders of those of its authors who have a page."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for folder in sorted(self.authors):
            for note in self.authors[folder].notes:
                found[note.key or 0].append(folder)
        return found

    @cached_property
    def by_key(self) -> dict[int, Note]:
        """The notes by their rows."""
        return {note.key or 0: note for note in self.notes}

    @cached_property
    def mentions(self) -> Mapping[int, list[int]]:
        """Rows of notes by that of the note which mentions them."""
        return self._related(self.site.mentions)

    @cached_property
    def mentioned_in(self) -> Mapping[int, list[int]]:
        """Rows of notes by that of the note which they mention."""
        return self._related((there, here) for here, there in self.site.mentions)

    def _related(self, pairs: Iterable[tuple[int, int]]) -> Mapping[int, list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for here, there in sorted(set(pairs)):
            if here != there and here in self.by_key and there in self.by_key:
                found[here].append(there)
        return found

    @cached_property
    def akin(self) -> Mapping[int, list[int]]:
        """By each note's row those of notes on papers of the same topics, from about the same time.

        A new note changes this for its neighbours alone: few pages have to be made again.
        """
        shared: defaultdict[int, dict[int, int]] = defaultdict(dict)
        dated = sorted(self.notes, key=lambda note: (note.paper.published or "", note.paper.id))
        places = {note.key or 0: place for place, note in enumerate(dated)}
        for topic in self.by_topic:
            keys = [note.key or 0 for note in dated if topic in note.topics]
            for place, key in enumerate(keys):
                counts = shared[key]
                for other in keys[max(place - _NEAR, 0) : place + _NEAR + 1]:
                    counts[other] = counts.get(other, 0) + 1
        found = {}
        for key, counts in shared.items():
            named = {key, *self.mentions.get(key, ()), *self.mentioned_in.get(key, ())}
            others = [other for other in counts if other not in named]
            others.sort(key=lambda other: (-counts[other], abs(places[other] - places[key]), other))
            found[key] = others[:AKIN]
        return found

    @cached_property
    def neighbours(self) -> dict[int, tuple[Note | None, Note | None]]:
        """By each note's row the one after it in the order of the lists, and the one before."""
        around = [None, *self.notes, None]
        return {note.key or 0: (around[place], around[place + 2]) for place, note in enumerate(self.notes)}

    @cached_property
    def paper_digests(self) -> dict[int, bytes]:
        """A digest of what is known of each note's paper, with the topics, by the note's row."""
        return {note.key or 0: digest(note.paper, note.topics) for note in self.notes}

    @cached_property
    def digests(self) -> dict[int, bytes]:
        """A digest of everything in each note, by its row."""
        return {
            note.key or 0: digest(
                self.paper_digests[note.key or 0],
                note[1:],
                tuple(self.images(note, "").items()),
            )
            for note in self.notes
        }

    def images(self, note: Note, root: str) -> dict[str, str]:
        """Return where the copies of a note's images are, with `root` in front, by their addresses."""
        return {address: root + path for address, path in self.site.images.get(note.key or 0, {}).items()}

    @cached_property
    def entry_digests(self) -> dict[int, bytes]:
        """A digest of what a list shows of each note, by its row."""
        return {
            note.key or 0: digest(
                note.number,
                note.paper.id,
                note.paper.title,
                note.paper.authors[:3],
                note.paper.authors_total,
                note.paper.published,
                note.topics,
                note.status,
                note.rating,
                note.read_on,
                note.added_on,
                note.summary,
                note.readers,
            )
            for note in self.notes
        }

    def entries_digest(self, notes: Iterable[Note]) -> bytes:
        """Return a digest of what a list of these notes shows."""
        return digest(*(self.entry_digests[note.key or 0] for note in notes))


def _grouped(notes: Iterable[Note], names: Callable[[Note], Iterable[str]]) -> dict[str, list[Note]]:
    groups: dict[str, list[Note]] = {}
    for note in notes:
        for name in names(note):
            groups.setdefault(name, []).append(note)
    return groups
