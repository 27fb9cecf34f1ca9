"""What is remembered of a site's files: it spares reading them, and decides nothing."""

import json
import os
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from paper_notes.rules.export.keys import citation_keys
from paper_notes.rules.site import manifest
from paper_notes.rules.site.build import plan
from paper_notes.rules.site.catalogue import Catalogue, Site
from paper_notes.rules.site.tree import File, Written, write
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Note
from paper_notes.values.topic_defaults import DEFAULT_TOPICS
from tests.conftest import Run
from tests.test_site_pages import DOORS, NOTES

PATHS = ("index.html", "notes/1/index.html", "notes/2/index.html", "style.css")
SITE = dict.fromkeys(PATHS, "first")


class Place(NamedTuple):
    """A site's folder, and the file in which it is remembered."""

    folder: Path
    memory: Path | None

    def build(self, site: dict[str, str]) -> Written:
        """Build a site of these texts by path."""
        files = [File(path, text.encode(), text.encode) for path, text in site.items()]
        return write(str(self.folder), files, memory=str(self.memory) if self.memory else None)

    def settle(self) -> None:
        """Let the clock of the disk go on, as it does between two builds: the manifest is the youngest."""
        its = self.folder / manifest.NAME
        others = [path.lstat() for path in self.folder.rglob("*") if path != its]
        youngest = max((max(other.st_mtime_ns, other.st_ctime_ns) for other in others), default=0)
        while its.exists() and min(its.stat().st_mtime_ns, its.stat().st_ctime_ns) <= youngest:
            its.write_bytes(its.read_bytes())

    def holds(self) -> dict[str, bytes]:
        """Return every file in the folder."""
        found = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in found}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a folder with a site in it, all of which is remembered."""
    place = Place(tmp_path / "site", tmp_path / "data" / "memory.json")
    place.build(SITE)
    place.settle()
    place.build(SITE)
    return place


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return a list that gets every content that a digest is made of."""
    real, read = manifest.digest, list[bytes]()

    def digest(content: bytes) -> str:
        read.append(content)
        return real(content)

    monkeypatch.setattr(manifest, "digest", digest)
    return read


def test_what_is_as_it_was_is_not_read_again(place: Place, read: list[bytes]) -> None:
    """Only the file that somebody changed is read, and what was made in its place."""
    assert (place.build(SITE), read) == (Written((), (), 4), [])
    (place.folder / "style.css").write_text("other")
    assert (place.build(SITE), set(read)) == (Written(("style.css",), (), 3), {b"other", b"first"})


def test_what_was_just_made_need_not_be_read(tmp_path: Path, read: list[bytes]) -> None:
    """Files that were in their places before the manifest was are known from making them."""
    place = Place(tmp_path / "site", tmp_path / "memory.json")
    many = {f"notes/{number}/index.html": f"note {number}" for number in range(400)}
    place.build(many)
    read.clear()
    assert place.build(many) == Written((), (), 400)
    assert len(read) < 400


def test_what_is_as_young_as_the_manifest_is_read(tmp_path: Path, read: list[bytes]) -> None:
    """Another write in the same tick of the clock could leave the same size and times."""
    place = Place(tmp_path / "site", tmp_path / "memory.json")
    place.build(SITE)
    place.settle()
    (place.folder / "style.css").write_text("first")
    for _ in range(3):
        read.clear()
        assert place.build(SITE) == Written((), (), 4)
    assert read == [b"first"]


def of_another_version(memory: str) -> str:
    """Return what could be remembered in another way."""
    return json.dumps({path: {"digest": entry[0]} for path, entry in json.loads(memory).items()})


def of_other_files(memory: str) -> str:
    """Return what is remembered of a folder with the same paths."""
    return json.dumps({path: [*entry[:4], entry[4] + 1] for path, entry in json.loads(memory).items()})


def of_other_contents(memory: str) -> str:
    """Return wrong digests of the right files."""
    return json.dumps({path: ["0" * 32, *entry[1:]] for path, entry in json.loads(memory).items()})


def half_written(memory: str) -> str:
    """Return what is left when the disk is full."""
    return memory[: len(memory) // 2]


@pytest.mark.parametrize(
    "damage",
    [
        *(of_another_version, of_other_files, of_other_contents, half_written),
        *((lambda _, text=text: text) for text in ("", "[]", "{", "null", "\0", "[" * 9999)),
    ],
)
def test_a_memory_of_no_use(place: Place, damage: Callable[[str], str]) -> None:
    """What is damaged, or of something else, is no memory: the build is right, and remembers anew."""
    assert place.memory
    kept = place.memory.read_text()
    place.memory.write_text(damage(kept))
    assert place.build(SITE) == Written((), (), 4)
    assert place.memory.read_text() == kept
    place.memory.write_text(damage(kept))
    (place.folder / "index.html").write_text("FIRST")
    (place.folder / "style.css").write_text("mine")
    assert place.build({path: SITE[path] for path in PATHS[:3]}) == Written(
        ("index.html",), (), 2, ("style.css",)
    )


def test_a_memory_that_cannot_be_kept(tmp_path: Path) -> None:
    """The site is built, each time by reading it."""
    (tmp_path / "file").write_text("")
    place = Place(tmp_path / "site", tmp_path / "file" / "memory.json")
    assert [place.build(SITE), place.build(SITE)] == [Written(PATHS, (), 0), Written((), (), 4)]


def test_the_memory_is_no_part_of_the_site(papers: Run, home: Path) -> None:
    """It is in the data folder, and a rehearsal does without writing one."""
    papers("add 1706.03762 --offline --status read")
    papers("site public --no-search")
    place = Place(Path("public"), None)
    place.settle()
    before = place.holds()
    for memory in home.rglob("sites/*.json"):
        memory.unlink()
    papers("site public --no-search --dry-run")
    assert list(home.rglob("sites/*.json")) == []
    papers("site public --no-search")
    assert len(list(home.rglob("sites/*.json"))) == 1
    assert place.holds() == before


# -- by hand, between two builds


def rewritten(path: Path) -> None:
    """Write something of the same length."""
    path.write_bytes(bytes(255 - byte for byte in path.read_bytes()))


def rewritten_at_the_old_time(path: Path) -> None:
    """Write something of the same length, and say that it was as long ago."""
    before = path.stat()
    rewritten(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(path: Path) -> None:
    """Move another file into the place, of the same length and time."""
    other, before = path.with_name("other"), path.stat()
    other.write_bytes(path.read_bytes().upper())
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


def linked(path: Path) -> None:
    """Put a link to a file of the same content in its place."""
    path.rename(path.with_name("other"))
    path.symlink_to("other")


BY_HAND: dict[str, Callable[[Path], object]] = {
    "rewritten": rewritten,
    "rewritten at the old time": rewritten_at_the_old_time,
    "replaced": replaced,
    "linked": linked,
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "touched": lambda path: path.touch(),
    "deleted": lambda path: path.unlink(),
}


@pytest.mark.parametrize("change", [name for name in BY_HAND if name != "touched"])
def test_what_somebody_did_is_undone(place: Place, change: str) -> None:
    """Whatever size and times it left."""
    BY_HAND[change](place.folder / "notes/1/index.html")
    assert place.build(SITE) == Written(("notes/1/index.html",), (), 3)
    assert (place.folder / "notes/1/index.html").read_text() == "first"


sites = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(("first", "other", "")))
by_hand = st.tuples(st.sampled_from(PATHS), st.sampled_from(sorted(BY_HAND)))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(sites, st.booleans(), st.lists(by_hand, max_size=2)), min_size=2, max_size=4))
def test_with_a_memory_and_without(story: list[tuple[dict[str, str], bool, list[tuple[str, str]]]]) -> None:
    """Builds write, remove and leave alone the same, whatever changed and whoever changed it."""
    with TemporaryDirectory() as home:
        sides = [
            Place(Path(home) / "one", Path(home) / "memory.json"),
            Place(Path(home) / "two", None),
        ]
        for site, soon, changes in story:
            told = list[tuple[Written | str, dict[str, bytes]]]()
            for side in sides:
                try:
                    told.append((side.build(site), side.holds()))
                except PapersError as error:
                    told.append((str(error).replace(str(side.folder), "site"), side.holds()))
                if not soon:
                    side.settle()
                for path, change in changes:
                    if (side.folder / path).is_file() and not (side.folder / path).is_symlink():
                        BY_HAND[change](side.folder / path)
            assert told[0] == told[1]


# -- whole sites

EDITS: dict[str, Callable[[Note], Note | None]] = {
    "as it was": lambda note: note,
    "gone": lambda _: None,
    "other text": lambda note: note._replace(text=f"{note.text}\n\nOne more thought."),
    "other labels": lambda note: note._replace(topics=("RL",), labels=("RL",)),
    "other title": lambda note: note._replace(paper=note.paper._replace(title="Another title")),
}
edited = st.lists(st.sampled_from(sorted(EDITS)), min_size=len(NOTES), max_size=len(NOTES))
meddled = st.tuples(st.integers(0, 99), st.sampled_from(sorted({*BY_HAND} - {"linked"})))


def files_of(edits: list[str]) -> list[File]:
    """Return what the site about the notes, edited so, consists of."""
    found = [EDITS[edit](note) for edit, note in zip(edits, NOTES, strict=True)]
    notes = [note for note in found if note]
    site = Site(
        notes,
        # Any of them may name any other one.
        mentions=list(permutations([note.key or 0 for note in notes], 2)),
        keys=citation_keys(notes),
        topics=DEFAULT_TOPICS,
        base_url="https://a.example/papers",
    )
    return plan(Catalogue(site), DOORS).files


AS_THEY_WERE = ["as it was"] * len(NOTES)
LABELLED = ["other labels", *AS_THEY_WERE[1:]]


@example([(AS_THEY_WERE, []), ([*AS_THEY_WERE[1:], "gone"], [])])
@example([(LABELLED, []), ([LABELLED[0], "gone", *LABELLED[2:]], [])])
@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.lists(st.tuples(edited, st.lists(meddled, max_size=3)), min_size=2, max_size=3))
def test_a_site_is_what_its_notes_are(story: list[tuple[list[str], list[tuple[int, str]]]]) -> None:
    """Whatever changed in notes and folder, a build leaves what one into an empty folder makes."""
    with TemporaryDirectory() as home:
        place = Place(Path(home) / "site", Path(home) / "memory.json")
        for edits, changes in story:
            files = files_of(edits)
            done = write(str(place.folder), files, memory=str(place.memory))
            # What somebody changed of a page that is gone now is theirs.
            for path in done.left_alone:
                (place.folder / path).unlink()
            with TemporaryDirectory() as empty:
                write(empty, files)
                assert place.holds() == Place(Path(empty), None).holds()
            place.settle()
            write(str(place.folder), files, memory=str(place.memory))
            for number, change in changes:
                page = place.folder / files[number % len(files)].path
                if page.exists() and page.read_bytes():
                    BY_HAND[change](page)
