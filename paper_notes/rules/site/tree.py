"""A site in its folder: only what changed is made and written, and a build is there whole or not at all.

A manifest in the folder names our files. Nothing else in the folder is ever written over or removed.
A build has two halves. First everything that changed is made, into a staging folder inside the site's
own: whatever goes wrong until then, the site is the old one. Then the staging folder gets its final
name, in one step, and its files are moved to their places. Who is killed in that half leaves a staging
folder of that name, and the next build begins with finishing the move.
"""

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from paper_notes.disk.files import read_text, write_text
from paper_notes.rules.site import manifest, paths
from paper_notes.rules.site.contents import Contents
from paper_notes.rules.site.manifest import Made
from paper_notes.values.errors import PapersError

STAGING = ".papers-site.tmp"
"""What is being made: of no worth to the next build."""

READY = ".papers-site.new"
"""What is made, and on its way to its place."""

MOVES = "moves.json"


class File(NamedTuple):
    """A file of the site."""

    path: str
    """Relative, with `/` between names: `notes/12/index.html`."""
    inputs: bytes
    """A digest of everything that decides its content."""
    make: Callable[[], bytes]
    """Makes the content; called only if it is needed."""


class Derived(NamedTuple):
    """Files that are made from the contents of others, such as an index of them."""

    folder: str
    """They are all below it, and nothing else is."""
    inputs: bytes
    """A digest of everything that decides which files these are, and their contents."""
    make: Callable[[Callable[[str], bytes]], Iterable[tuple[str, bytes]]]
    """Makes their paths, with the folder in front, and contents; is given what reads a file of the site."""


class Written(NamedTuple):
    """What became of the files: their paths, sorted."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    left_alone: tuple[str, ...] = ()
    """Files of ours that the site does without, but that somebody changed: they are theirs now."""


def write(
    folder: str,
    files: Sequence[File],
    derived: Sequence[Derived] = (),
    *,
    memory: str | None = None,
    rehearsing: bool = False,
) -> Written:
    """Make the folder hold these files, and none that only an earlier build wrote.

    A file of ours that somebody changed or deleted is made anew. When `rehearsing` nothing is written.
    With a file for its `memory` the next build need not read what is as this one left it.
    Raises PapersError, with the old site as it was, when the folder cannot be written to, or holds a
    file of somebody else's where one of ours would be.
    """
    paths.check(file.path for file in files)
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise PapersError(f"{folder} is not a folder.", "Name a folder: a site is many files.")
    try:
        folder = os.path.realpath(folder)
        if not rehearsing:
            _finish_earlier(folder)
            _clear(os.path.join(folder, STAGING))
        return _write(_Build(folder, memory, rehearsing=rehearsing), files, derived)
    except OSError as error:
        raise PapersError(f"Cannot write {error.filename or folder}: {error.strerror}.") from error


def _write(build: "_Build", files: Sequence[File], derived: Sequence[Derived]) -> Written:
    build.refuse_strangers(file.path for file in files if file.path not in build.before)
    try:
        for file in files:
            build.take(file)
        for group in derived:
            build.take_derived(group)
        gone = build.gone()
        if not build.rehearsing:
            if build.staged or build.wanted != build.before:
                build.place(gone)
            build.contents.save(build.wanted)
    finally:
        if not build.rehearsing:
            _clear(os.path.join(build.folder, STAGING))
    return build.written(gone)


class _Build:
    """One build, until its files are staged."""

    def __init__(self, folder: str, memory: str | None, *, rehearsing: bool) -> None:
        self.folder = folder
        self.rehearsing = rehearsing
        self.contents = Contents(folder, memory)
        self.before = manifest.read(os.path.join(folder, manifest.NAME))
        if rehearsing:  # nothing else finds a move unfinished
            self.before |= manifest.read(os.path.join(folder, READY, manifest.NAME))
        self.wanted: dict[str, Made] = {}
        self.staged: dict[str, str] = {}
        """The names in the staging folder, by path."""

    def refuse_strangers(self, wanted: Iterable[str]) -> None:
        """Raise PapersError if something that is not ours is in the way of one of these paths."""
        seen = set[str]()
        for path in wanted:
            for name in _folders_of(path, seen):
                mode = _mode(self._path(name))
                # A file of ours in the place of a folder goes before the folder comes.
                if mode is not None and not stat.S_ISDIR(mode) and not self._is_ours(name):
                    raise _stranger(self._path(name), "folder")
            mode = _mode(self._path(path))
            if mode is None:
                continue
            if stat.S_ISDIR(mode):
                free = self._holds_only_ours(path)
            else:
                free = path in self.before or self._is_same(path, self._namesakes.get(paths.fold(path)))
            if not free:
                raise _stranger(self._path(path), "file")

    @cached_property
    def _namesakes(self) -> dict[str, str]:
        """Our files by what their paths have in common with those that some systems take for the same."""
        return {paths.fold(path): path for path in self.before}

    def _is_ours(self, path: str) -> bool:
        """Tell whether the file at `path` is one that a build made, and as it was made."""
        return path in self.before and self.contents.holds(path, self.before[path].content)

    def _is_same(self, path: str, namesake: str | None) -> bool:
        """Tell whether a file of ours is meant that was spelt otherwise: capitals are no difference here."""
        if namesake is None or _mode(self._path(namesake)) is None:
            return False
        return os.path.samestat(os.lstat(self._path(path)), os.lstat(self._path(namesake)))

    def _holds_only_ours(self, path: str) -> bool:
        """Tell whether the folder at `path` goes with the files that an earlier build put there."""
        for parent, folders, names in os.walk(self._path(path)):
            if not folders and not names:
                return False
            within = os.path.relpath(parent, self.folder).replace(os.sep, "/")
            if not all(self._is_ours(f"{within}/{name}") for name in names):
                return False
            if any(os.path.islink(os.path.join(parent, name)) for name in folders):
                return False
        return True

    def take(self, file: File) -> None:
        """Make the file, unless the one that is there was made from the same."""
        inputs = file.inputs.hex()
        before = self.before.get(file.path)
        if before and before.inputs == inputs and self.contents.holds(file.path, before.content):
            self.wanted[file.path] = before
        else:
            self._stage(file.path, inputs, file.make())

    def take_derived(self, group: Derived) -> None:
        """Make these files, unless those that are there were made from the same."""
        inputs = group.inputs.hex()
        members = [path for path in self.before if path.startswith(f"{group.folder}/")]
        if members and all(self.before[path].inputs == inputs and self._is_ours(path) for path in members):
            self.wanted.update((path, self.before[path]) for path in members)
            return
        if self.rehearsing:
            # Its files depend on contents that are nowhere yet.
            self.staged[f"{group.folder}/"] = ""
            self.wanted.update((path, self.before[path]) for path in members)
            return
        made = dict(group.make(self.read))
        assert all(path.startswith(f"{group.folder}/") for path in made)
        paths.check([*self.wanted, *made])
        self.refuse_strangers(made)
        for path in sorted(made):
            self._stage(path, inputs, made[path])

    def read(self, path: str) -> bytes:
        """Return what the file at `path` will hold."""
        name = self.staged.get(path)
        with open(os.path.join(self.folder, STAGING, name) if name else self._path(path), "rb") as file:
            return file.read()

    def _stage(self, path: str, inputs: str, content: bytes) -> None:
        self.wanted[path] = Made(inputs, manifest.digest(content))
        if path in self.before:
            if self.contents.holds(path, self.wanted[path].content):
                return
            self.refuse_strangers([path])
        name = str(len(self.staged))
        if not self.rehearsing:
            if not self.staged:
                os.makedirs(os.path.join(self.folder, STAGING), exist_ok=True)
            with open(os.path.join(self.folder, STAGING, name), "wb") as file:
                file.write(content)
        self.staged[path] = name

    def gone(self) -> list[str]:
        """Return the files that only an earlier build wrote, and that nobody changed since."""
        return sorted(path for path in self.before.keys() - self.wanted.keys() if self._is_ours(path))

    def written(self, gone: Sequence[str]) -> Written:
        """Return what becomes of the files."""
        left = [
            path
            for path in self.before.keys() - self.wanted.keys() - set(gone)
            if not stat.S_ISDIR(_mode(self._path(path)) or stat.S_IFDIR)
        ]
        unchanged = len(self.wanted.keys() - self.staged.keys())
        return Written(tuple(sorted(self.staged)), tuple(gone), unchanged, tuple(sorted(left)))

    def place(self, gone: Sequence[str]) -> None:
        """Decide for this build, and move its files to their places."""
        staging = os.path.join(self.folder, STAGING)
        os.makedirs(staging, exist_ok=True)
        # Pages last: they speak of the other files.
        moves = sorted(self.staged.items(), key=lambda move: move[0].endswith(".html"))
        write_text(os.path.join(staging, MOVES), json.dumps(_Decided(list(gone), moves)._asdict()))
        write_text(os.path.join(staging, manifest.NAME), manifest.text_of(self.wanted))
        made = {
            path: (self.wanted[path].content, os.lstat(os.path.join(staging, name)))
            for path, name in self.staged.items()
        }
        os.rename(staging, os.path.join(self.folder, READY))
        _finish_earlier(self.folder)
        self.contents.placed(made)

    def _path(self, path: str) -> str:
        return os.path.join(self.folder, path)


class _Decided(NamedTuple):
    """What is to be done once the staging folder has its final name."""

    gone: list[str]
    moves: list[tuple[str, str]]
    """Paths, and the names in the staging folder."""


def _finish_earlier(folder: str) -> None:
    """Move to their places what a build has decided for; do nothing if there is no such build."""
    ready = os.path.join(folder, READY)
    if _mode(ready) is None:
        return
    # Without its manifest it was done, and was being removed.
    if os.path.exists(os.path.join(ready, manifest.NAME)):
        decided = _read_decided(ready)
        seen = set[str]()
        for path, _ in decided.moves:
            for name in _folders_of(path, seen):
                if os.path.islink(os.path.join(folder, name)):
                    raise _stranger(os.path.join(folder, name), "folder")
        for path in decided.gone:
            _remove(folder, path)
        for path, name in decided.moves:
            _move(os.path.join(ready, name), os.path.join(folder, path))
        os.replace(os.path.join(ready, manifest.NAME), os.path.join(folder, manifest.NAME))
    _clear(ready)


def _read_decided(ready: str) -> _Decided:
    """Return what a build decided for. It may be an old build, of whoever made this folder."""
    try:
        decided = _Decided(**json.loads(read_text(os.path.join(ready, MOVES)) or ""))
        known = all(paths.is_plain(path) and name.isdecimal() for path, name in decided.moves)
        known = known and all(map(paths.is_plain, decided.gone)) and not os.path.islink(ready)
    except (ValueError, TypeError, AttributeError, RecursionError):
        known = False
    if not known:
        raise PapersError(f"{ready} is not what papers site left there.", "Remove it.")
    return decided


def _clear(folder: str) -> None:
    """Remove a staging folder of ours, if it is there; of a link only the link."""
    mode = _mode(folder)
    if mode is not None and stat.S_ISDIR(mode):
        shutil.rmtree(folder)
    elif mode is not None:
        os.unlink(folder)


def _remove(folder: str, path: str) -> None:
    """Remove a file, and the folders that are empty without it."""
    if any(os.path.islink(os.path.join(folder, name)) for name in _folders_of(path, set())):
        return
    mode = _mode(os.path.join(folder, path))
    # Where a move is finished, there may be a folder by now.
    if mode is not None and not stat.S_ISDIR(mode):
        os.unlink(os.path.join(folder, path))
    for name in reversed(_folders_of(path, set())):
        try:
            os.rmdir(os.path.join(folder, name))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError:
            return  # something is in it


def _move(staged: str, target: str) -> None:
    """Put a staged file in its place; do nothing if that was done before."""
    if os.path.exists(staged):
        try:
            os.replace(staged, target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(staged, target)


def _folders_of(path: str, seen: set[str]) -> list[str]:
    """Return the folders that `path` is in, from the top, without those `seen`; from now on, these are."""
    names = path.split("/")[:-1]
    folders = ["/".join(names[:depth]) for depth in range(1, len(names) + 1)]
    new = [folder for folder in folders if folder not in seen]
    seen.update(new)
    return new


def _mode(path: str) -> int | None:
    """Return what kind of thing is at `path`, following no link; None if there is nothing."""
    try:
        return os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def _stranger(path: str, kind: str) -> PapersError:
    return PapersError(
        f"{path} is not from papers site, which has a {kind} of that name to write.",
        "Move it away, or build into another folder.",
    )
