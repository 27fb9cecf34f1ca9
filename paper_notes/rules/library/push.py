"""Moving the notes of the embedded library to the connected repository."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple

from paper_notes.doors.sqlite.store import Store
from paper_notes.rules.library.library import Library
from paper_notes.values.model import Note
from paper_notes.values.outcome import Outcome
from paper_notes.values.query import Query

PUSHED_TO = "pushed_to"
"""The fact kept with the embedded library once notes of it were pushed: the repository's name."""

HEADINGS = {
    "en": "From the notes on my own machine",
    "ko": "내 컴퓨터에 있던 노트에서",
    "ja": "手元にあったノートから",
}
"""What stands above a local text that is added to an issue, by the language of the templates."""
JOINED = "It was there already: what your note has beyond it was added."


class Waiting(NamedTuple):
    """The local notes that are to be pushed, and how many are not, since they were pushed before."""

    keys: tuple[int, ...]
    """Their rows, in the order of their days."""
    there: int = 0
    """Pushed to this repository before."""
    elsewhere: int = 0
    """Pushed to another one before."""


def waiting(here: Store, repository: str, *, again: bool = False) -> Waiting:
    """Return what is to be pushed from a library to a repository, `owner/name`.

    A note that was pushed before has its issue's address. With `again` it is pushed all the same, which
    adds nothing where its issue is.
    """
    rows = [(note.added_on or "", note.key or 0, note.url) for note in here.notes(Query(sort="added"))]
    keys = [key for _, key, url in sorted(rows) if again or url is None]
    pushed = [url for _, _, url in rows if url is not None and not again]
    there = sum(f"/{repository}/issues/".lower() in url.lower() for url in pushed)
    return Waiting(tuple(keys), there, len(pushed) - there)


def push(
    library: Library,
    here: Store,
    keys: tuple[int, ...],
    *,
    repository: str,
    language: str,
    lock: Callable[[], AbstractContextManager[object]],
) -> Iterator[Outcome]:
    """Write local notes to the connected library, and keep with each where it went.

    The issue comes first, the address second: if the second step fails, the next run finds the issue,
    has nothing to add to it, and keeps the address then. `lock` keeps other writers away from the local
    library for the length of one note, so that none of what they write is left behind.
    """
    # Of the note that is being written: the library takes the next only when asked for its outcome.
    key = 0

    def in_turn() -> Iterator[Note]:
        nonlocal key
        for key in keys:
            with lock():
                note = here.note(key)
                if note is not None:
                    yield note._replace(status=note.finishing or note.status)

    heading = HEADINGS.get(language, HEADINGS["en"])
    for outcome in library.receive(in_turn(), heading):
        if outcome.note is not None and outcome.note.url and not library.rehearsing:
            here.save(here.issue(key)._replace(url=outcome.note.url))
            here.put(**{PUSHED_TO: repository})
        joined = outcome.kind == "changed"
        yield outcome._replace(remark=JOINED if joined else outcome.remark)
