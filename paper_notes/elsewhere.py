"""Papers that are not on arXiv: what a reader says of one, and the note that is about it already."""

from collections.abc import Sequence
from shlex import quote
from typing import NamedTuple

from paper_notes.errors import PapersError, UsageError
from paper_notes.locator import Locator, canonical
from paper_notes.model import Note, Paper
from paper_notes.names import in_order
from paper_notes.record import MAX_AUTHORS
from paper_notes.reference import ArxivId, parse_paper
from paper_notes.refusal import printable, refuse
from paper_notes.store import Store
from paper_notes.title_match import same_paper, title_key

LONGEST_TITLE = 1000
LONGEST_NAME = 200


class Wanted(NamedTuple):
    """A reference to a paper that has been looked into."""

    ref: str
    """As it was given."""
    meant: ArxivId | Locator | Paper | PapersError
    """Which paper it is, all that there is to say of it, or why it is none."""

    @classmethod
    def by(cls, ref: str) -> "Wanted":
        """Look into a reference; one that is none must not stop the others."""
        try:
            return cls(ref, parse_paper(ref))
        except PapersError as error:
            return cls(ref, error)


def described(
    title: str,
    places: Sequence[str],
    doi: str | None = None,
    *,
    authors: Sequence[str] = (),
    year: int | None = None,
) -> ArxivId | Paper:
    """Return the paper that a reader describes, or its id if one of the places is arXiv.

    Args:
        title: in the reader's words, like the authors.
        places: addresses or DOIs, at least one if there is no `doi`. The first DOI is its identity,
            or else the first address.
        doi: what has to be a DOI.
        authors: given names first, or family name, comma, given names.
        year: of its publication.

    """
    found = [parse_paper(place) for place in places]
    if doi:
        meant = Wanted.by(doi).meant
        if not isinstance(meant, ArxivId) and not (isinstance(meant, Locator) and meant.doi):
            refuse(doi, "is no DOI.", "DOIs look like 10.1145/3292500.3330701. Give a link as --url.")
        found.append(meant)
    for place in found:
        if isinstance(place, ArxivId):
            return place
    locators = [place for place in found if isinstance(place, Locator)]
    chosen = next((place for place in locators if place.doi), locators[0])
    names = tuple(in_order(_line(author, "author", LONGEST_NAME)) for author in authors)
    return Paper(
        chosen.id,
        _line(title, "title", LONGEST_TITLE),
        names[:MAX_AUTHORS],
        len(names),
        published=f"{year:04}" if year else None,
        doi=chosen.doi,
        url=next((place.url for place in locators if place.url), None),
        source="reader",
    )


def how_to_add(place: Locator) -> str:
    """Return the command, as a shell takes it, that notes a paper of which nothing else is known."""
    return f'papers add {quote(place.url or place.id)} --title "…" --author "…" --year 2020'


def _line(text: str, what: str, longest: int) -> str:
    line = printable(text)
    if not any(character.isalnum() for character in line):
        raise UsageError(f"The {what} is empty.", f"Write one, or leave out --{what}.")
    if len(line) > longest:
        raise UsageError(f"The {what} has {len(line):,} characters.", f"{longest:,} are the most.")
    return line


class Noted:
    """The notes of a library by everything that names their papers: ids, DOIs, addresses.

    It is made for one command. Notes made meanwhile count as soon as they are told.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: dict[str, int] | None = None
        self._titles: dict[str, list[int]] | None = None
        self._made: dict[str, Note] = {}
        self._made_titles: dict[str, list[Note]] = {}
        self._unsorted: list[Note] = []
        """Made, but not yet among those by title: mostly nobody asks."""

    def made(self, paper: ArxivId | Locator | Paper) -> Note | None:
        """Return the note about a paper that was made meanwhile; a rehearsal saves none."""
        notes = (self._made[name] for name in _names(paper) if name in self._made)
        return next((note for note in notes if _may_be(paper, note.paper)), None)

    def find(self, paper: ArxivId | Locator | Paper) -> Note | None:
        """Return the note about a paper, the oldest if there are several; None if there is none."""
        identity, *others = _names(paper)
        if found := self._store.notes_of(identity):
            return found[0]
        if not others and isinstance(paper, ArxivId):
            return None
        if self._rows is None:
            self._rows = {}
            for key, *known in self._store.named():
                for name in known:
                    if name:
                        self._rows.setdefault(canonical(name), key)
        notes = (self._store.note(self._rows[name]) for name in [identity, *others] if name in self._rows)
        return next((note for note in notes if note and _may_be(paper, note.paper)), None)

    def titled(self, title: str) -> list[Note]:
        """Return the notes whose papers have this title, however it is written, the oldest first."""
        if self._titles is None:
            self._titles = {}
            for key, known in self._store.titles():
                self._titles.setdefault(title_key(known), []).append(key)
        wanted = title_key(title)
        notes = (self._store.note(key) for key in self._titles.get(wanted, []) if wanted)
        return [note for note in notes if note]

    def alike(self, paper: Paper) -> Note | None:
        """Return the note of a paper that a file describes, though not by a name that the note has.

        Bibliographies often have a paper twice: on arXiv, and where it was published. Nothing but title,
        author and year tells that these are one. What a person says of a paper is never doubted like this.
        """
        if paper.source != "import":
            return None
        for note in self._unsorted:
            self._made_titles.setdefault(title_key(note.paper.title), []).append(note)
        self._unsorted.clear()
        notes = [*self.titled(paper.title), *self._made_titles.get(title_key(paper.title), ())]
        return next(
            (note for note in notes if same_paper(paper, note.paper) and _may_be(paper, note.paper)), None
        )

    def forget(self) -> None:
        """Look at the library anew: others have changed it."""
        self._rows = self._titles = None

    def tell(self, note: Note) -> None:
        """Count a note that was just made."""
        self._made.update((name, note) for name in _names(note.paper))
        self._unsorted.append(note)


def _names(paper: ArxivId | Locator | Paper) -> list[str]:
    """Return what names a paper, its identity first."""
    if isinstance(paper, ArxivId):
        return [paper.base]
    return [paper.id, *(canonical(name) for name in (paper.doi, paper.url) if name)]


def _may_be(asked: ArxivId | Locator | Paper, known: Paper) -> bool:
    """Whether a paper that shares a name with another may be the same.

    Papers on arXiv are told apart by their ids alone, whatever their authors say about where they were
    published. Elsewhere an address may be that of a whole volume: different DOIs are different papers.
    """
    if isinstance(asked, ArxivId) or asked.id == known.id:
        return True
    if isinstance(asked, Paper) and asked.arxiv_id and known.arxiv_id:
        return False
    return not (asked.doi and known.doi) or canonical(asked.doi) == canonical(known.doi)
