"""Door to a git clone on the disk: its origin and its files. Committing them is its owner's business."""

import configparser
import os
import re
from collections.abc import Mapping

from paper_notes.disk.files import is_inside, read_text, write_text
from paper_notes.values.errors import PapersError


class Clone:
    """The clone whose topmost folder is `root`."""

    def __init__(self, root: str, git: str) -> None:
        """Take the folder, and that with git's own settings of it."""
        self.root = root
        self._git = git

    @property
    def origin(self) -> str | None:
        """The remote `origin` as `HOST/OWNER/REPO`; None if there is none, or if it is no such address."""
        config = configparser.RawConfigParser(strict=False, allow_no_value=True, delimiters=("=",))
        text = read_text(os.path.join(self._git, "config")) or ""
        try:
            # git indents its keys, which configparser takes for more of the value above.
            config.read_string("\n".join(map(str.strip, text.splitlines())))
            url = config.get('remote "origin"', "url", fallback=None)
        except configparser.Error:
            return None
        return _repository_of(url or "")

    def read(self, path: str) -> str | None:
        """Return the file's text, or None if it is not there."""
        return read_text(self._inside(path))

    def names(self) -> list[str]:
        """Return the files of the topmost folder."""
        return sorted(entry.name for entry in os.scandir(self.root) if entry.is_file())

    def write(self, texts: Mapping[str, str]) -> None:
        """Make the files, given by their paths, hold these texts."""
        for path, text in texts.items():
            write_text(self._inside(path), text)

    def _inside(self, path: str) -> str:
        full = os.path.join(self.root, path)
        remedy = "Put a file in its place."
        if not is_inside(full, self.root):
            raise PapersError(f"{path} leads out of the clone, so it is not touched.", remedy)
        # Some file systems take .GIT for the same folder.
        inner = os.path.relpath(os.path.realpath(full), os.path.realpath(self.root))
        if ".git" in inner.casefold().split(os.sep):
            raise PapersError(f"{path} leads to where git keeps its own, so it is not touched.", remedy)
        return full


def find_clone(folder: str) -> Clone | None:
    """Return the clone that the folder is in."""
    while True:
        git = os.path.join(folder, ".git")
        if os.path.isdir(git):
            return Clone(folder, git)
        if os.path.isfile(git):
            return Clone(folder, _shared(folder, git))
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def _shared(folder: str, file: str) -> str:
    """Return the folder of settings that a worktree or submodule shares, from the file in its place."""
    own = os.path.join(folder, (read_text(file) or "").partition("gitdir:")[2].strip())
    common = read_text(os.path.join(own, "commondir"))
    return os.path.normpath(os.path.join(own, common.strip())) if common else own


def _repository_of(url: str) -> str | None:
    """Return `HOST/OWNER/REPO` of an address as git takes it, without what stands before an @."""
    found = re.fullmatch(
        r"(?:[a-z+]+://)?(?:[^\s/@]*@)?([\w.-]+)(?::(?:\d+(?=/))?)?/?([\w.-]+/[\w.-]+?)(?:\.git)?/?",
        url.strip(),
    )
    return f"{found[1]}/{found[2]}" if found else None
