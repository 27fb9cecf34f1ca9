"""Notes, people and topics as the templates of the site are given them: in words, with links and colours."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from urllib.parse import quote

from paper_notes.rules.site import figures
from paper_notes.rules.site.catalogue import Catalogue
from paper_notes.rules.site.parts import Entry, Person, Row, Stars, Topic
from paper_notes.rules.site.style import topic_class
from paper_notes.rules.site.typography import language_of
from paper_notes.rules.site.words import site_words
from paper_notes.values.model import Comment, Note, Status
from paper_notes.values.text.bylines import byline, day_of
from paper_notes.values.text.list_words import words

_WEB = re.compile("https?://")


class Presenter:
    """What pages show of the notes. Links begin with the `root` of the page that they are on."""

    def __init__(
        self,
        catalogue: Catalogue,
        title_html: Callable[[str], str],
        to_html: Callable[[str, Mapping[int, str], Mapping[str, str], str], str],
    ) -> None:
        """Take what `Doors` has for texts."""
        self._catalogue = catalogue
        self._title_html = title_html
        self._to_html = to_html
        self._say = site_words(catalogue.site.language)
        self._list_say = words(catalogue.site.language)
        self._entries: dict[int, Entry] = {}
        """By row, with links from the site's own folder."""
        self._labels: dict[tuple[tuple[str, ...], str], list[Topic]] = {}
        self._addresses: dict[str, Mapping[int, str]] = {}

    def entry(self, note: Note, root: str) -> Entry:
        """Return a note as a list shows it, on a page from which `root` leads to the site's folder."""
        key = note.key or 0
        if key not in self._entries:
            title = " ".join(note.paper.title.split()) or note.paper.id
            day = day_of(note.read_on)
            self._entries[key] = Entry(
                href=quote(self._catalogue.folder(note)),
                title=self._title_html(title),
                lang=language_of(title, self._catalogue.site.language),
                byline=byline(note.paper, self._list_say),
                topics=[],
                rating=self.stars(note.rating),
                summary=self._title_html(note.summary or ""),
                summary_lang=language_of(note.summary or "", self._catalogue.site.language),
                mark=self._marks.get(note.status, ""),
                day=day,
                date=self.date(day),
                readers=self.readers(note),
            )
        entry = self._entries[key]
        return entry._replace(href=root + entry.href, topics=self.topics(note, root))

    @cached_property
    def in_a_group(self) -> bool:
        """Whether the notes are of several readers."""
        return len({reader for note in self._catalogue.notes for reader in note.readers}) > 1

    def readers(self, note: Note) -> str:
        """Return who read it, or is to, unless all the notes are of one reader."""
        names = ", ".join(note.readers) if self.in_a_group else ""
        return self._list_say.read_by.format(names) if names and note.status is Status.READ else names

    @cached_property
    def _marks(self) -> dict[Status, str]:
        say = self._list_say
        return {
            Status.READING: say.reading,
            Status.TO_READ: say.to_read,
            Status.DROPPED: self._say.dropped,
        }

    def stars(self, rating: int | None) -> Stars | None:
        """Return a rating; None for none."""
        if not rating:
            return None
        return Stars("★" * rating, "★" * (5 - rating), self._say.stars.format(rating))

    def topics(self, note: Note, root: str) -> list[Topic]:
        """Return the labels of a note's topics."""
        key = note.topics, root
        if key not in self._labels:
            folders = self._catalogue.topic_folders
            self._labels[key] = [
                Topic(name, self.kind(name), root + quote(folders[name])) for name in note.topics
            ]
        return self._labels[key]

    def kind(self, topic: str) -> str:
        """Return the class that gives a topic its colours; empty for one that is not in the taxonomy."""
        return self._kinds.get(topic, "")

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {topic.name: topic_class(place) for place, topic in enumerate(self._catalogue.site.topics)}

    def topic_rows(self, root: str, *, read: bool = False) -> list[Row]:
        """Return how many notes each topic has, or only of those read, the most first."""
        groups = {
            name: [note for note in notes if not read or note.status is Status.READ]
            for name, notes in self._catalogue.by_topic.items()
        }
        most = max(map(len, groups.values()), default=1)
        rows = [
            Row(
                name,
                len(notes),
                figures.bar(len(notes), most, self.kind(name)),
                root + quote(self._catalogue.topic_folders[name]),
                self.kind(name),
            )
            for name, notes in groups.items()
            if notes
        ]
        return sorted(rows, key=lambda row: -row.number)

    def person(self, name: str, root: str) -> Person:
        """Return an author, with the page of those who have one."""
        folder = self._catalogue.author_folder(name)
        return Person(name, root + quote(folder) if folder in self._catalogue.authors else "")

    def links(self, note: Note) -> list[tuple[str, str]]:
        """Return where the paper and the note are on the web, by name."""
        names = {
            "arxiv": f"arXiv:{note.paper.id}",
            "pdf": "PDF",
            "html": "HTML",
            "page": self._say.page,
            "doi": "DOI",
        }
        links = [(names[name], link) for name, link in note.paper.links.items()]
        if note.url:
            links.append((self._say.issue, note.url))
        return [(name, link) for name, link in links if _WEB.match(link)]

    def status(self, note: Note) -> str:
        """Return where the reader stands, as a sentence."""
        read, added = self.date(day_of(note.read_on)), self.date(day_of(note.added_on))
        match note.status:
            case Status.READ:
                return self._say.read_on.format(read) if read else self._say.read
            case Status.DROPPED:
                return self._say.dropped_on.format(read) if read else self._say.dropped
            case Status.READING:
                return self._list_say.reading
        return self._say.added_on.format(added) if added else self._say.to_read

    def _numbered(self, root: str) -> Mapping[int, str]:
        """Return the addresses of the notes by the numbers of their issues."""
        if root not in self._addresses:
            self._addresses[root] = {
                note.number: root + self._catalogue.folder(note)
                for note in self._catalogue.notes
                if note.number is not None
            }
        return self._addresses[root]

    def html_of(self, text: str, note: Note, root: str, prefix: str) -> str:
        """Return a text of a note, or of a comment on it, as HTML."""
        images = self._catalogue.images(note, root)
        return self._to_html(text, self._numbered(root), images, prefix)

    def comment(self, comment: Comment, note: Note, root: str) -> dict[str, str]:
        """Return a comment on a note."""
        return {
            "name": comment.author or "",
            "day": comment.created_at[:10],
            "date": self.date(day_of(comment.created_at)),
            "html": self.html_of(comment.body, note, root, f"comment-{comment.id}-"),
            "lang": language_of(comment.body, self._catalogue.site.language),
            "url": comment.url if comment.url and _WEB.match(comment.url) else "",
        }

    def date(self, day: str) -> str:
        """Return an ISO day in words; nothing for none."""
        return self._list_say.date(self._list_say.day, day) if day else ""
