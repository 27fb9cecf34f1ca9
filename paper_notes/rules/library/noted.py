"""Which note is about a paper, by whatever name the paper is called."""

from collections.abc import Iterable, Iterator

from paper_notes.doors.sqlite.store import Store
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.locator import Locator, canonical
from paper_notes.values.model import Issue, Note, Paper
from paper_notes.values.text import body
from paper_notes.values.text.title_match import same_paper, title_key

TELLING = 16
"""Letters of a title that can be that of one paper alone: `Guest Editorial` cannot."""

FEW = 10
"""Notes with the same title; where there are more, it does not tell one from another."""


class Noted:
    """The notes of a library by everything that names their papers: ids, DOIs, addresses.

    It is made for one command. Notes made meanwhile count as soon as they are told.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: dict[str, list[int]] | None = None
        """Keys of notes by what names their papers, the oldest first."""
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
        if made := self.made(paper):
            return made
        return next(self._all(paper), None)

    def kept(self, paper: ArxivId | Locator | Paper, issue: Issue) -> Note | None:
        """Return the note that an issue about a paper would double: one with a block, or an older one."""
        if made := self.made(paper):
            return made
        for note in self._all(paper):
            if note.number is None or note.number == issue.number or note.key is None:
                continue
            managed = body.find(self._store.issue(note.key).body) is not None
            if managed or note.number < (issue.number or 0):
                return note
        return None

    def _all(self, paper: ArxivId | Locator | Paper) -> Iterator[Note]:
        """Yield the notes about a paper: by its identity, the oldest first, then by its other names."""
        identity, *others = _names(paper)
        yield from self._store.notes_of(identity)
        if not others and (isinstance(paper, ArxivId) or (isinstance(paper, Paper) and paper.arxiv_id)):
            return  # to look for other names is to read the whole library
        if self._rows is None:
            self._rows = {}
            for key, *known in self._store.named():
                for name in {canonical(name) for name in known if name}:
                    self._rows.setdefault(name, []).append(key)
        keys = (key for name in [identity, *others] for key in self._rows.get(name, ()))
        for note in map(self._store.note, keys):
            if note and _may_be(paper, note.paper):
                yield note

    def titled(self, title: str) -> list[Note]:
        """Return the notes whose papers have this title, however it is written, the oldest first."""
        return _notes(self._store, self._rows_titled(title_key(title)))

    def _rows_titled(self, key: str) -> list[int]:
        if self._titles is None:
            self._titles = {}
            for row, known in self._store.titles():
                self._titles.setdefault(title_key(known), []).append(row)
        return self._titles.get(key, []) if key else []

    def alike(self, paper: Paper) -> Note | None:
        """Return the note of a paper that a file describes, though not by a name that the note has.

        Bibliographies often have a paper twice: on arXiv, and where it was published. Nothing but title,
        author and year tells that these are one. What a person says of a paper is never doubted like this.
        """
        key = title_key(paper.title)
        if paper.source != "import" or len(key) < TELLING:
            return None
        for note in self._unsorted:
            self._made_titles.setdefault(title_key(note.paper.title), []).append(note)
        self._unsorted.clear()
        made = self._made_titles.get(key, [])
        if len(made) + len(self._rows_titled(key)) > FEW:
            return None
        notes = [*self.titled(paper.title), *made]
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


def doubled(store: Store) -> list[list[Note]]:
    """Return the notes about each paper that has several, first the one that knows it best.

    That is the oldest, or the oldest by an arXiv id where the others have the DOI of what was published.
    Two papers on arXiv are two, also if their authors say that they were published as one.
    """
    names: dict[str, list[int]] = {}
    for key, paper_id, doi in store.published():
        names.setdefault(canonical(doi or paper_id), []).append(key)
    alike = [keys for keys in names.values() if len(keys) > 1 and _one_paper(_notes(store, keys))]
    groups = [_notes(store, keys) for keys in _joined([*store.doubled(), *alike])]
    found = [sorted(notes, key=_best_first) for notes in groups if _one_paper(notes)]
    return sorted(found, key=lambda notes: _best_first(notes[0]))


def _notes(store: Store, keys: Iterable[int]) -> list[Note]:
    return [note for note in map(store.note, keys) if note]


def _one_paper(notes: Iterable[Note]) -> bool:
    return len({note.paper.id for note in notes if note.paper.arxiv_id}) < 2


def _joined(groups: Iterable[Iterable[int]]) -> list[set[int]]:
    """Return the groups, those with something in common as one."""
    joined: list[set[int]] = []
    for group in map(set, groups):
        apart = [other for other in joined if not other & group]
        joined = [*apart, group.union(*(other for other in joined if other & group))]
    return joined


def _best_first(note: Note) -> tuple[bool, int, int]:
    return note.paper.arxiv_id is None, note.number or 0, note.key or 0


def _names(paper: ArxivId | Locator | Paper) -> list[str]:
    """Return what names a paper, its identity first."""
    if isinstance(paper, ArxivId):
        return [paper.id]
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
