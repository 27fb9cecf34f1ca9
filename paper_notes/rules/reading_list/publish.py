"""The reading list in its repository: read, compared, and committed only if it changed."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from paper_notes.values.errors import TrackerError, UnclearError

TRIES = 3
"""How often a commit is tried when others commit at the same time."""

README = "README.md"
"""The file that a list is put into unless another one is named."""

MESSAGE = "Update the reading list"
"""Without anything that GitHub would take for a reference or a closing word."""


class File(Protocol):
    """A file as it is in its place."""

    @property
    def text(self) -> str | None:
        """Its text, or None if it is not there."""

    @property
    def version(self) -> str | None:
        """What a commit has to name, to be taken only if nobody was quicker."""


class Place(Protocol):
    """Where files can be read and committed."""

    def read(self, path: str) -> File:
        """Return a file."""

    def names(self) -> list[str]:
        """Return the files of the topmost folder."""

    def commit(self, path: str, text: str, message: str, version: str | None) -> bool:
        """Commit a text; False if the file has to be read again."""


class Published(NamedTuple):
    """What the file was, and what it is now, or would be."""

    path: str
    old: str | None
    new: str

    @property
    def changed(self) -> bool:
        """Whether the list was out of date."""
        return self.old != self.new


def publish(
    place: Place, path: str | None, renew: Callable[[str | None, str], str], *, rehearsing: bool = False
) -> Published:
    """Bring the file at `path` up to date; `renew` makes its new text of the old one and the path.

    Without a path it is the README. Nothing is committed when nothing changed, or when only `rehearsing`.
    """
    file = place.read(path or README)
    if path is None:
        path = README if file.text is not None else readme_among(place.names())
        if path != README:
            file = place.read(path)
    text = renew(file.text, path)
    published = Published(path, file.text, text)
    if not published.changed or rehearsing:
        return published
    problem = TrackerError(f"{path} keeps changing while it is being published.", "Try again later.")
    for _ in range(TRIES):
        try:
            if place.commit(path, text, MESSAGE, file.version):
                return published
        except UnclearError as error:
            problem = error
        # Somebody else committed, or the answer was lost: either way the file tells.
        file = place.read(path)
        text = renew(file.text, path)
        if file.text == text:
            return published
    raise problem


def readme_among(names: Iterable[str]) -> str:
    """Return what the README of a repository is called: GitHub shows it in any case of letters."""
    found = [name for name in names if name.casefold() == README.casefold()]
    return found[0] if found and README not in found else README
