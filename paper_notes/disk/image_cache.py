"""Images that were fetched once, in a folder of files named by their addresses and by what they hold."""

import hashlib
import os
import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlsplit

from paper_notes.values.errors import PapersError

_NAME = re.compile(r"([0-9a-f]{32})-([0-9a-f]{20}\.[a-z]{3,4})")


class Cached(NamedTuple):
    """An image on this machine."""

    name: str
    """By its content: the same image has the same name wherever it is from."""
    file: str

    @property
    def digest(self) -> bytes:
        """What stands for its content."""
        return bytes.fromhex(self.name.partition(".")[0])

    def read(self) -> bytes:
        """Return the image; a damaged file is removed, and an error."""
        try:
            with open(self.file, "rb") as file:
                data = file.read()
            if _digest(data) == self.digest.hex():
                return data
            os.unlink(self.file)
        except OSError as error:
            raise PapersError(f"Cannot read {self.file}: {error.strerror}.", "Run it again.") from error
        raise PapersError(f"{self.file} was damaged, and is removed.", "Run it again: it is fetched anew.")


class ImageCache:
    """The images of a folder, which is made with the first of them."""

    def __init__(self, folder: str) -> None:
        """Set up without touching the folder."""
        self._folder = folder

    def get(self, address: str) -> Cached | None:
        """Return the image that was fetched from an address; None if none was."""
        name = self._names.get(_key(address))
        return Cached(name, self._file(address, name)) if name else None

    def put(self, address: str, data: bytes, ending: str) -> Cached:
        """Keep an image, whole or not at all."""
        name = f"{_digest(data)}.{ending}"
        file = self._file(address, name)
        scratch = f"{file}.{os.getpid()}.tmp"
        try:
            os.makedirs(self._folder, exist_ok=True)
            try:
                with open(scratch, "wb") as out:
                    out.write(data)
                os.replace(scratch, file)
            finally:
                if os.path.exists(scratch):
                    os.unlink(scratch)
        except OSError as error:
            raise PapersError(f"Cannot write {file}: {error.strerror}.", "Check PAPERS_HOME.") from error
        self._names[_key(address)] = name
        return Cached(name, file)

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(self._listed())

    def _listed(self) -> Iterator[tuple[str, str]]:
        try:
            names = sorted(os.listdir(self._folder))
        except FileNotFoundError:
            return
        except OSError as error:
            raise PapersError(
                f"Cannot read {self._folder}: {error.strerror}.", "Check PAPERS_HOME."
            ) from error
        for name in names:
            if found := _NAME.fullmatch(name):
                yield found[1], found[2]

    def _file(self, address: str, name: str) -> str:
        return os.path.join(self._folder, f"{_key(address)}-{name}")


def _key(address: str) -> str:
    """Return what stands for an address; a pass in it, which is another each time, is no part of that."""
    parts = urlsplit(address)
    if parts.netloc == "private-user-images.githubusercontent.com":
        address = parts._replace(query="", fragment="").geturl()
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:20]
