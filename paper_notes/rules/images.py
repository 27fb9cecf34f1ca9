"""Images of notes, copied so that they outlive the places they are at.

A copy is fetched once, and named by what it holds. What cannot be had is left where it is, and said.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from paper_notes.disk.image_cache import Cached, ImageCache
from paper_notes.doors.html import images_of
from paper_notes.values.errors import TrackerError
from paper_notes.values.image_kinds import kind_of
from paper_notes.values.model import Note

FOLDER = "images"
MOST = 2**30
"""Bytes of all images that one command fetches: GitHub Pages takes no more than that of a site."""


class Fetch(Protocol):
    """Where images come from; `image_source` is one."""

    def takes(self, address: str) -> bool:
        """Tell whether an address is to be copied at all."""

    def __call__(self, address: str) -> bytes:
        """Return what is there; raise TrackerError, with `stops` if the others cannot be had either."""


class Copies(NamedTuple):
    """The images of some notes."""

    files: Mapping[str, Cached]
    """What is to be put into a folder, by path in it: `images/1f….png`."""
    of_notes: Mapping[int, Mapping[str, str]]
    """By the key of a note: the paths of its images, by their addresses."""
    left: Mapping[str, str]
    """Why an image was left where it is, by its address."""
    fetched: int


def collect(
    notes: Iterable[Note],
    fetch: Fetch,
    cache: ImageCache,
    *,
    barred: str = "",
    progress: Callable[[str], None] = lambda _: None,
) -> Copies:
    """Return copies of the images that the notes and their comments show, fetching those not there yet.

    With `barred`, a reason, none is fetched.
    """
    wanted = {note.key or 0: addresses for note in notes if (addresses := _addresses(note, fetch))}
    distinct = list(dict.fromkeys(address for addresses in wanted.values() for address in addresses))
    taken = _Taking(fetch, cache, barred=barred)
    for place, address in enumerate(distinct, 1):
        progress(f"Copying images: {place} of {len(distinct)}")
        taken.take(address)
    progress("")
    paths = {address: f"{FOLDER}/{one.name}" for address, one in taken.copies.items()}
    return Copies(
        files={paths[address]: one for address, one in taken.copies.items()},
        of_notes={
            key: {address: paths[address] for address in addresses if address in paths}
            for key, addresses in wanted.items()
        },
        left=taken.left,
        fetched=taken.fetched,
    )


def _addresses(note: Note, fetch: Fetch) -> list[str]:
    texts = [note.text, *(comment.body for comment in note.comments)]
    found = (address for text in texts for address in images_of(text))
    return [address for address in dict.fromkeys(found) if fetch.takes(address)]


class _Taking:
    """Takes one image after the other."""

    def __init__(self, fetch: Fetch, cache: ImageCache, *, barred: str) -> None:
        self._fetch = fetch
        self._cache = cache
        self._stopped = barred
        self._size = 0
        self.fetched = 0
        self.copies: dict[str, Cached] = {}
        self.left: dict[str, str] = {}

    def take(self, address: str) -> None:
        """Copy an image, or remember why not."""
        there = self._cache.get(address)
        if there is None and self._stopped:
            self.left[address] = self._stopped
            return
        try:
            self.copies[address] = there or self._fetched(address)
        except TrackerError as error:
            self.left[address] = f"{error.message} {error.remedy or ''}".rstrip()
            if error.stops:
                self._stopped = self.left[address]

    def _fetched(self, address: str) -> Cached:
        data = self._fetch(address)
        kind = kind_of(data)
        if kind is None:
            raise TrackerError("It is no PNG, JPEG, GIF, WebP or AVIF.")
        self._size += len(data)
        if self._size > MOST:
            raise TrackerError("All images together are too large.", stops=True)
        self.fetched += 1
        return self._cache.put(address, data, kind)


def with_copies(markdown: str, paths: Mapping[str, str]) -> str:
    """Return Markdown with the addresses of images, and links to them, replaced by paths."""
    known = [address for address in sorted(paths, key=len, reverse=True) if address in markdown]
    if not known:
        return markdown
    pattern = re.compile(
        r"(\]\(\s{0,9}<?|\]:\s{0,9}<?|\b(?:src|href)\s{0,9}=\s{0,9}[\"']?)("
        + "|".join(map(re.escape, known))
        + r")(?=[\s>\"')]|$)",
        re.IGNORECASE,
    )
    return pattern.sub(lambda match: match[1] + paths.get(match[2], match[2]), markdown)


def with_paths(notes: Iterable[Note], copies: Copies) -> Iterator[Note]:
    """Yield the notes as they show the copies."""
    for note in notes:
        yield note._replace(text=with_copies(note.text, copies.of_notes.get(note.key or 0, {})))


def contents(copies: Copies) -> Iterator[tuple[str, bytes]]:
    """Yield the paths of the copies, and what they hold."""
    for path, image in copies.files.items():
        yield path, image.read()


def told(copies: Copies) -> Sequence[str]:
    """Return what a person should know about images that were left, a line for each reason."""
    reasons: dict[str, list[str]] = {}
    for address, reason in copies.left.items():
        reasons.setdefault(reason, []).append(address)
    return [
        f"Left {'an image' if len(found) == 1 else f'{len(found)} images'} where "
        f"{'it is:' if len(found) == 1 else 'they are, such as'} {found[0]}: {reason}"
        for reason, found in reasons.items()
    ]
