"""A folder of exported files: what is written, what is removed, and what is left alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from paper_notes.rules.export.folder import Exported, write_folder
from paper_notes.values.errors import PapersError

ONE, TWO = ("1.md", "one"), ("2.md", "두 번째")


def here(folder: Path) -> dict[str, str]:
    """Return the files that one sees."""
    return {path.name: path.read_text("utf-8") for path in folder.iterdir() if not path.name.startswith(".")}


def test_a_new_folder(tmp_path: Path) -> None:
    """It is made, with all files."""
    folder = tmp_path / "deep" / "notes"
    assert write_folder(str(folder), [ONE, TWO], "markdown") == Exported(2, 0, 2, ())
    assert here(folder) == dict([ONE, TWO])


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """Files that stay the same are not touched, nor is the manifest."""
    write_folder(str(tmp_path), [ONE, TWO], "markdown")
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert write_folder(str(tmp_path), [ONE, TWO], "markdown") == Exported(0, 0, 2, ())
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    assert write_folder(str(tmp_path), [("1.md", "new"), TWO], "markdown") == Exported(1, 0, 2, ())
    assert here(tmp_path) == {"1.md": "new", "2.md": "두 번째"}


def test_what_vanished_is_removed(tmp_path: Path) -> None:
    """Only files that an earlier export of this kind wrote."""
    (tmp_path / "mine.md").write_text("mine")
    write_folder(str(tmp_path), [ONE, TWO], "markdown")
    write_folder(str(tmp_path), [("llms.txt", "list")], "llms")
    assert write_folder(str(tmp_path), [TWO], "markdown") == Exported(0, 1, 1, ())
    assert here(tmp_path) == {"mine.md": "mine", "llms.txt": "list", "2.md": "두 번째"}


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """It has the name that we wanted; bytes that are no text are no exception."""
    (tmp_path / "1.md").write_bytes(b"mine \xff")
    assert write_folder(str(tmp_path), [ONE, TWO], "markdown") == Exported(1, 0, 2, ("1.md",))
    assert write_folder(str(tmp_path), [TWO], "markdown") == Exported(0, 0, 1, ())
    assert (tmp_path / "1.md").read_bytes() == b"mine \xff"


def test_a_file_changed_by_hand_is_left_alone(tmp_path: Path) -> None:
    """It is neither written over nor removed, and ours again once it is moved away."""
    write_folder(str(tmp_path), [ONE, TWO], "markdown")
    (tmp_path / "1.md").write_text("one, and what I think of it")
    assert write_folder(str(tmp_path), [("1.md", "new"), TWO], "markdown") == Exported(0, 0, 2, ("1.md",))
    assert write_folder(str(tmp_path), [TWO], "markdown") == Exported(0, 0, 1, ())
    assert here(tmp_path)["1.md"] == "one, and what I think of it"
    (tmp_path / "1.md").unlink()
    assert write_folder(str(tmp_path), [("1.md", "new"), TWO], "markdown") == Exported(1, 0, 2, ())


def test_a_changed_file_of_a_vanished_note_is_left_alone(tmp_path: Path) -> None:
    """It is named once, and from then on its owner's."""
    write_folder(str(tmp_path), [ONE, TWO], "markdown")
    (tmp_path / "1.md").write_text("mine now")
    assert write_folder(str(tmp_path), [TWO], "markdown") == Exported(0, 0, 1, ("1.md",))
    assert write_folder(str(tmp_path), [TWO], "markdown") == Exported(0, 0, 1, ())
    assert here(tmp_path)["1.md"] == "mine now"


def test_a_deleted_file_comes_back(tmp_path: Path) -> None:
    """And one that vanished with its note is not missed."""
    write_folder(str(tmp_path), [ONE, TWO], "markdown")
    (tmp_path / "1.md").unlink()
    (tmp_path / "2.md").unlink()
    assert write_folder(str(tmp_path), [ONE], "markdown") == Exported(1, 0, 1, ())


def test_an_equal_file_becomes_ours(tmp_path: Path) -> None:
    """An export that died before it wrote its manifest left it."""
    (tmp_path / "1.md").write_text("one")
    assert write_folder(str(tmp_path), [ONE], "markdown") == Exported(0, 0, 1, ())
    assert write_folder(str(tmp_path), [("1.md", "new")], "markdown") == Exported(1, 0, 1, ())


def test_an_interrupted_export(tmp_path: Path) -> None:
    """What it wrote is known as ours, and so is what was there before."""
    write_folder(str(tmp_path), [ONE, TWO], "markdown")

    def files() -> Iterator[tuple[str, str]]:
        yield "1.md", "new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_folder(str(tmp_path), files(), "markdown")
    assert here(tmp_path) == {"1.md": "new", "2.md": "두 번째"}
    assert write_folder(str(tmp_path), [("1.md", "newer")], "markdown") == Exported(1, 1, 1, ())


def test_an_export_that_could_not_remove(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it wrote before is known as ours all the same."""
    write_folder(str(tmp_path), [ONE, TWO], "markdown")

    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    with monkeypatch.context() as locked:
        locked.setattr("os.unlink", refuse)
        with pytest.raises(PapersError, match="Cannot remove"):
            write_folder(str(tmp_path), [("1.md", "new")], "markdown")
    assert write_folder(str(tmp_path), [("1.md", "newer")], "markdown") == Exported(1, 1, 1, ())


@pytest.mark.parametrize("digest", [None, "", "elsewhere"])
@pytest.mark.parametrize("name", ["1.md", "images/1.png"])
def test_a_link_out_of_the_folder_is_left_alone(tmp_path: Path, name: str, digest: str | None) -> None:
    """Whoever made the folder may know what is at its end, and name that in a manifest, or anything."""
    folder, outside = tmp_path / "notes", tmp_path / "outside"
    write_folder(str(folder), [(name, "known")], "markdown")
    outside.mkdir()
    (folder / name).rename(outside / Path(name).name)
    if name == "1.md":
        (folder / name).symlink_to(outside / name)
    else:
        (folder / "images").rmdir()
        (folder / "images").symlink_to(outside)
    if digest is not None:
        manifest = folder / ".papers-markdown.json"
        manifest.write_text(json.dumps({"files": {name: digest}}))
    assert write_folder(str(folder), [(name, "new")], "markdown") == Exported(0, 0, 1, (name,))
    write_folder(str(folder), [], "markdown")
    assert (outside / Path(name).name).read_text() == "known"


def test_no_notes_at_all(tmp_path: Path) -> None:
    """Nothing is written, and what was ours goes."""
    assert write_folder(str(tmp_path / "a"), [], "markdown") == Exported(0, 0, 0, ())
    assert not (tmp_path / "a").exists()
    write_folder(str(tmp_path), [ONE], "markdown")
    assert write_folder(str(tmp_path), [], "markdown") == Exported(0, 1, 0, ())


@pytest.mark.parametrize(
    "name", ["../outside.md", "/etc/passwd", "a/b.md", "..", ".hidden", "a\\b.md", "c:x"]
)
def test_a_manifest_that_reaches_out(tmp_path: Path, name: str) -> None:
    """Names that are no plain names in the folder are not believed."""
    folder = tmp_path / "notes"
    write_folder(str(folder), [ONE], "markdown")
    outside = tmp_path / "outside.md"
    outside.write_text("one")
    manifest = folder / ".papers-markdown.json"
    manifest.write_text(manifest.read_text().replace('"1.md"', f'"{name}"'.replace("\\", "\\\\")))
    write_folder(str(folder), [], "markdown")
    assert outside.read_text() == "one"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 3}', '{"files": {"a": "b"}', "\x00"])
def test_a_manifest_that_is_none(tmp_path: Path, text: str) -> None:
    """Then nothing is known, so nothing is done."""
    (tmp_path / ".papers-markdown.json").write_text(text)
    with pytest.raises(PapersError, match="is not what an export of notes left there"):
        write_folder(str(tmp_path), [ONE], "markdown")


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    """The message names it."""
    (tmp_path / "notes").write_text("x")
    with pytest.raises(PapersError, match="notes is a file"):
        write_folder(str(tmp_path / "notes"), [ONE], "markdown")


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    """The message names it."""
    (tmp_path / "1.md").mkdir()
    with pytest.raises(PapersError, match=r"1\.md"):
        write_folder(str(tmp_path), [ONE], "markdown")


def test_images_beside_the_notes(tmp_path: Path) -> None:
    """They are bytes in a folder of their own, which goes with the last of them."""
    picture = ("images/1f.png", b"\x89PNG\xff")
    assert write_folder(str(tmp_path), [ONE, picture], "markdown") == Exported(2, 0, 2, ())
    assert write_folder(str(tmp_path), [ONE, picture], "markdown") == Exported(0, 0, 2, ())
    assert (tmp_path / "images" / "1f.png").read_bytes() == picture[1]
    assert write_folder(str(tmp_path), [ONE], "markdown") == Exported(0, 1, 1, ())
    assert here(tmp_path) == dict([ONE])
