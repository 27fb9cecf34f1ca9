"""A site in its folder: what is made, written and removed, and what is left alone."""

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from paper_notes.disk import locking
from paper_notes.rules.site import tree
from paper_notes.rules.site.tree import Derived, File, Written, write
from paper_notes.values.errors import PapersError
from tests.conftest import Run


def file(path: str, content: str = "", made: list[str] | None = None) -> File:
    """Return a file whose content is decided by its text; `made` hears when it is made."""

    def make() -> bytes:
        if made is not None:
            made.append(path)
        return content.encode()

    return File(path, content.encode(), make)


def files(**contents: str) -> list[File]:
    """Return files by path; two underscores stand for a slash, one for a dot."""
    return [file(name.replace("__", "/").replace("_", "."), content) for name, content in contents.items()]


def here(folder: Path) -> dict[str, str]:
    """Return the files of the folder that one sees."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".papers")
    }


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return all that is in the folder, with the times of writing."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
    }


def test_a_new_site(tmp_path: Path) -> None:
    """The folder is made, and holds the files and a manifest of them."""
    folder = tmp_path / "deep" / "site"
    assert write(str(folder), files(index_html="home", notes__1__index_html="논문")) == Written(
        ("index.html", "notes/1/index.html"), (), 0
    )
    assert here(folder) == {"index.html": "home", "notes/1/index.html": "논문"}
    assert sorted(path.name for path in folder.iterdir()) == [".papers-site.json", "index.html", "notes"]


def test_only_what_changed_is_made(tmp_path: Path) -> None:
    """A file whose inputs are the same is neither made nor written again."""
    made = list[str]()
    write(str(tmp_path), [file("a.html", "1"), file("b.html", "2")])
    assert write(str(tmp_path), [file("a.html", "1", made), file("b.html", "3", made)]) == Written(
        ("b.html",), (), 1
    )
    assert (made, here(tmp_path)) == (["b.html"], {"a.html": "1", "b.html": "3"})


def test_nothing_changed(tmp_path: Path) -> None:
    """Then not a byte is written."""
    same = files(a_html="1", b__c_html="2")
    write(str(tmp_path), same)
    before = everything(tmp_path)
    assert write(str(tmp_path), same) == Written((), (), 2)
    assert everything(tmp_path) == before


def test_other_inputs_for_the_same_content(tmp_path: Path) -> None:
    """The file stays untouched, and is not made a third time."""
    made = list[str]()
    write(str(tmp_path), files(a_html="same"))
    before = everything(tmp_path)["a.html"]
    again = file("a.html", "same", made)._replace(inputs=b"other")
    assert [write(str(tmp_path), [again]), write(str(tmp_path), [again])] == [Written((), (), 1)] * 2
    assert (made, everything(tmp_path)["a.html"]) == (["a.html"], before)


def test_what_vanished_is_removed(tmp_path: Path) -> None:
    """With the folders that are empty without it, and nothing else."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine")
    (tmp_path / "empty").mkdir()
    write(str(tmp_path), files(a_html="1", notes__1__index_html="x", topics__CV__index_html="x"))
    assert write(str(tmp_path), files(a_html="1")) == Written(
        (), ("notes/1/index.html", "topics/CV/index.html"), 1
    )
    assert here(tmp_path) == {"a.html": "1", "notes/mine.txt": "mine"}
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["empty", "notes"]


def test_a_file_changed_or_deleted_by_hand_comes_back(tmp_path: Path) -> None:
    """The files of the site are ours, also where somebody put a link in the place of one."""
    outside = tmp_path / "outside"
    outside.write_text("mine")
    folder = tmp_path / "site"
    site = files(a_html="1", b_html="2", c_html="3")
    write(str(folder), site)
    (folder / "a.html").write_text("changed")
    (folder / "b.html").unlink()
    (folder / "c.html").unlink()
    (folder / "c.html").symlink_to(outside)
    assert write(str(folder), site) == Written(("a.html", "b.html", "c.html"), (), 0)
    assert (here(folder), outside.read_text()) == ({"a.html": "1", "b.html": "2", "c.html": "3"}, "mine")


def test_a_changed_file_of_a_vanished_page_is_left_alone(tmp_path: Path) -> None:
    """It is named once, and from then on somebody's own."""
    write(str(tmp_path), files(a_html="1", b_html="2"))
    (tmp_path / "b.html").write_text("mine now")
    assert write(str(tmp_path), files(a_html="1")) == Written((), (), 1, ("b.html",))
    assert write(str(tmp_path), files(a_html="1")) == Written((), (), 1)
    with pytest.raises(PapersError, match=r"b\.html is not from papers site"):
        write(str(tmp_path), files(a_html="1", b_html="2"))
    assert here(tmp_path) == {"a.html": "1", "b.html": "mine now"}


def a_file(place: Path) -> None:
    """Put a file there."""
    place.write_text("mine")


def a_folder(place: Path) -> None:
    """Put a folder there, with something in it."""
    place.mkdir()
    (place / "mine").write_text("mine")


def an_empty_folder(place: Path) -> None:
    """Put a folder there."""
    place.mkdir()


def a_link_to_nothing(place: Path) -> None:
    """Put a link there that leads nowhere."""
    place.symlink_to("nowhere")


def a_link_to_a_folder(place: Path) -> None:
    """Put a link there that leads to a folder outside."""
    place.symlink_to(place.parent.parent)


@pytest.mark.parametrize(
    ("stranger", "path"),
    [
        *((stranger, "x") for stranger in (a_file, a_folder, an_empty_folder, a_link_to_nothing)),
        *((stranger, "x/index.html") for stranger in (a_file, a_link_to_nothing, a_link_to_a_folder)),
    ],
)
def test_what_is_in_the_way(tmp_path: Path, stranger: Callable[[Path], None], path: str) -> None:
    """It is somebody else's: nothing is made or written, and the message names it."""
    folder = tmp_path / "site"
    folder.mkdir()
    stranger(folder / "x")
    before, made = everything(tmp_path), list[str]()
    with pytest.raises(PapersError, match=r"site/x is not from papers site"):
        write(str(folder), [file("a.html", "1", made), file(path, "2", made)])
    assert (everything(tmp_path), made) == (before, [])


def test_a_folder_of_ours_becomes_a_file_and_back(tmp_path: Path) -> None:
    """What an earlier build left is not in the way."""
    write(str(tmp_path), files(x__y__z="1"))
    assert write(str(tmp_path), files(x="2")) == Written(("x",), ("x/y/z",), 0)
    assert write(str(tmp_path), files(x__y__z="1")) == Written(("x/y/z",), ("x",), 0)
    (tmp_path / "x" / "y" / "mine").write_text("mine")
    with pytest.raises(PapersError, match="x is not from papers site"):
        write(str(tmp_path), files(x="2"))
    assert here(tmp_path) == {"x/y/z": "1", "x/y/mine": "mine"}


@pytest.mark.parametrize(
    "path",
    [
        "", "/etc/passwd", "../x", "a/../x", "a//b", "a/", "./a", "a\\b", "c:x", "a\x00b", ".git/config",
        ".papers-site.json", "con", "aux.html", "a.", "a ", "x" * 256,
    ],
)  # fmt: skip
def test_paths_that_reach_out_or_are_refused_somewhere(tmp_path: Path, path: str) -> None:
    """No such file is made on any system, and a manifest that names one is not believed."""
    with pytest.raises(PapersError, match="A site cannot have a file"):
        write(str(tmp_path), [file(path, "x")])
    (tmp_path / ".papers-site.json").write_text(json.dumps({"files": {path: ["00", "00"]}}))
    with pytest.raises(PapersError, match="is not what papers site left there"):
        write(str(tmp_path), [])


@pytest.mark.parametrize(
    "pair", [("topics/CV", "topics/cv"), ("é", "e\u0301"), ("a", "A/index.html"), ("a/b/c", "a")]
)
def test_files_that_cannot_be_beside_each_other(tmp_path: Path, pair: tuple[str, str]) -> None:
    """Not on every system, so on none."""
    with pytest.raises(PapersError, match="A site cannot have both"):
        write(str(tmp_path), [file(path, "x") for path in pair])


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 3}', '{"files": {"a": ["b"]}}', "\ud800"])
def test_a_manifest_that_is_none(tmp_path: Path, text: str) -> None:
    """Then nobody knows what is ours, so nothing is done."""
    (tmp_path / ".papers-site.json").write_text(text, "utf-8", errors="surrogatepass")
    with pytest.raises(PapersError, match=r"papers-site\.json is not"):
        write(str(tmp_path), files(a_html="1"))


def a_failing_file(path: str) -> File:
    """Return a file that cannot be made."""

    def fail() -> bytes:
        raise KeyboardInterrupt

    return File(path, b"new", fail)


def test_a_failed_build_leaves_the_old_site_whole(tmp_path: Path) -> None:
    """Nothing of it is seen, and nothing stays."""
    write(str(tmp_path), files(a_html="1", b_html="2"))
    before = everything(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        write(str(tmp_path), [file("a.html", "new"), a_failing_file("b.html")])
    assert everything(tmp_path) == before


OLD = files(a_html="1", b_html="2", c__d_html="3", e="x")
NEW = files(a_html="1", b_html="new", f__g_html="4", style_css="5", e__f="y")


class KilledError(BaseException):
    """Stands for the end of the process: nothing of ours gets to clean up after it."""


def test_a_build_killed_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site is the old one until all is made, and the next build heals whatever came after."""
    whole = tmp_path / "whole"
    write(str(whole), OLD)
    write(str(whole), NEW)
    steps = ("mkdir", "rename", "replace", "unlink", "rmdir", "open")
    kills = 0
    for fatal in range(1000):
        folder = tmp_path / f"site{fatal}"
        write(str(folder), OLD)
        old = here(folder)
        with monkeypatch.context() as patch:
            left = [fatal]
            for step in steps:
                patch.setattr(os, step, dying(getattr(os, step), left))
            try:
                write(str(folder), NEW)
                break
            except KilledError:
                kills += 1
        if not (folder / tree.READY).exists() and here(folder) != here(whole):
            assert here(folder) == old
        assert write(str(folder), NEW, rehearsing=True).left_alone == ()
        assert write(str(folder), NEW).left_alone == ()
        assert here(folder) == here(whole)
        assert (folder / ".papers-site.json").read_bytes() == (whole / ".papers-site.json").read_bytes()
        assert [path.name for path in folder.iterdir() if path.name.startswith(".papers-site.")] == [
            ".papers-site.json"
        ]
    assert kills > 10


def dying(real: Callable[..., object], left: list[int]) -> Callable[..., object]:
    """Return a step of the system that is never finished when none is `left`."""

    def step(*arguments: object, **named: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise KilledError
        return real(*arguments, **named)

    return step


def test_a_rehearsal(tmp_path: Path) -> None:
    """It tells the same and writes nothing, not even a folder."""
    folder = tmp_path / "site"
    assert write(str(folder), OLD, rehearsing=True) == Written(tuple(sorted(f.path for f in OLD)), (), 0)
    assert not folder.exists()
    write(str(folder), OLD)
    before = everything(folder)
    told = write(str(folder), NEW, rehearsing=True)
    assert everything(folder) == before
    assert told == write(str(folder), NEW)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", ".git/config"])
def test_an_unfinished_build_that_reaches_out(tmp_path: Path, name: str) -> None:
    """A folder may come from anybody: what it says about moves is believed of its own files only."""
    ready = tmp_path / "site" / tree.READY
    ready.mkdir(parents=True)
    (ready / "0").write_text("x")
    (ready / ".papers-site.json").write_text('{"files": {}}')
    for moves, gone in (([[name, "0"]], []), ([], [name]), ([["a", name]], []), ([[3, 4]], [])):
        (ready / "moves.json").write_text(json.dumps({"moves": moves, "gone": gone}))
        with pytest.raises(PapersError, match=r"papers-site\.new is not what papers site left there"):
            write(str(tmp_path / "site"), [])


def test_an_unfinished_build_behind_a_link(tmp_path: Path) -> None:
    """Nothing is moved or removed through a link out of the folder."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x").write_text("mine")
    ready = tmp_path / "site" / tree.READY
    ready.mkdir(parents=True)
    (tmp_path / "site" / "out").symlink_to(outside)
    (ready / "0").write_text("new")
    (ready / ".papers-site.json").write_text('{"files": {}}')
    (ready / "moves.json").write_text(json.dumps({"moves": [], "gone": ["out/x"]}))
    write(str(tmp_path / "site"), [])
    ready.mkdir()
    (ready / "0").write_text("new")
    (ready / ".papers-site.json").write_text('{"files": {}}')
    (ready / "moves.json").write_text(json.dumps({"moves": [["out/x", "0"]], "gone": []}))
    with pytest.raises(PapersError, match="out is not from papers site"):
        write(str(tmp_path / "site"), [])
    assert (outside / "x").read_text() == "mine"


def test_a_staging_folder_that_is_a_link(tmp_path: Path) -> None:
    """Only the link goes."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "0").write_text("mine")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / tree.STAGING).symlink_to(outside)
    write(str(tmp_path / "site"), files(a_html="1"))
    assert (here(tmp_path / "site"), (outside / "0").read_text()) == ({"a.html": "1"}, "mine")


def a_list(name: str = "all", texts: Iterable[str] = ("a.html",), more: str = "") -> Derived:
    """Return files that are made of others: a copy of each."""

    def make(read: Callable[[str], bytes]) -> Iterator[tuple[str, bytes]]:
        for text in texts:
            yield f"{name}/{text}{more}", read(text)

    return Derived(name, repr((*texts, more)).encode(), make)


def test_derived_files(tmp_path: Path) -> None:
    """They are made from what the pages will be, recorded, left as they are, and replaced."""
    pages = files(a_html="1", b_html="2")
    assert write(str(tmp_path), pages, [a_list()]) == Written(("a.html", "all/a.html", "b.html"), (), 0)
    assert write(str(tmp_path), pages, [a_list()]) == Written((), (), 3)
    (tmp_path / "all" / "a.html").unlink()
    assert write(str(tmp_path), pages, [a_list()]) == Written(("all/a.html",), (), 2)
    two = a_list(texts=("a.html", "b.html"), more=".x")
    assert write(str(tmp_path), pages, [two], rehearsing=True) == Written(("all/",), (), 3)
    assert write(str(tmp_path), pages, [two]) == Written(("all/a.html.x", "all/b.html.x"), ("all/a.html",), 2)
    assert write(str(tmp_path), pages) == Written((), ("all/a.html.x", "all/b.html.x"), 2)


def test_a_stranger_among_derived_files(tmp_path: Path) -> None:
    """Their names are known late, and still before anything is written."""
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "a.html").write_text("mine")
    with pytest.raises(PapersError, match="is not from papers site"):
        write(str(tmp_path), files(a_html="1"), [a_list()])
    assert here(tmp_path) == {"all/a.html": "mine"}


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    """The message names it, whatever it is."""
    (tmp_path / "site").write_text("x")
    (tmp_path / "link").symlink_to("nowhere")
    for path in (str(tmp_path / "site"), str(tmp_path / "link"), "/dev/full"):
        with pytest.raises(PapersError, match=f"{path} is not a folder"):
            write(path, files(a_html="1"))
    with pytest.raises(PapersError, match=r"site/deeper.*Not a directory"):
        write(str(tmp_path / "site" / "deeper"), files(a_html="1"))


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old site stays whole, and the message names the folder."""
    write(str(tmp_path), files(a_html="1"))
    before = everything(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(PapersError, match="No space left on device"):
            write(str(tmp_path), files(a_html="2"))
    assert everything(tmp_path) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """The message names it."""
    tmp_path.chmod(0o500)
    with pytest.raises(PapersError, match="Permission denied"):
        write(str(tmp_path), files(a_html="1"))


def test_the_same_site_on_two_machines(tmp_path: Path) -> None:
    """The trees are identical, whatever the order of the files and the way that led there."""
    write(str(tmp_path / "one"), OLD)
    write(str(tmp_path / "one"), NEW)
    write(str(tmp_path / "two"), NEW[::-1])
    contents = [
        {name: content for name, (_, content) in everything(tmp_path / side).items()}
        for side in ("one", "two")
    ]
    assert contents[0] == contents[1]


def test_one_build_at_a_time(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two commands for the same folder, however it is spelt, wait for each other."""
    papers("add 1706.03762 --offline --status read")
    held = list[str]()

    @contextlib.contextmanager
    def lock(path: str, report: Callable[[str], None]) -> Iterator[None]:
        held.append(path)
        yield

    monkeypatch.setattr(locking, "lock", lock)
    for line in ("site public --no-search", "site ./public/ --no-search", "site other --no-search"):
        papers(line)
        papers(f"{line} --dry-run")
    assert len(held) == 3
    assert len(set(held)) == 2
    assert held[0] == held[1]
