"""Files are written whole or not at all, and only when they change."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from paper_notes.disk.files import is_inside, read_text, write_pieces, write_text
from paper_notes.values.errors import PapersError


def test_a_new_file_is_written_with_its_folders(tmp_path: Path) -> None:
    """Folders are made as needed, and nothing else is left behind."""
    path = tmp_path / "a" / "b.md"
    assert write_text(str(path), "한국어\r\nline") is True
    assert path.read_bytes() == "한국어\r\nline".encode()
    assert os.listdir(path.parent) == ["b.md"]


def test_the_same_text_is_not_written_again(tmp_path: Path) -> None:
    """An unchanged file keeps its time stamp."""
    path = tmp_path / "b.md"
    write_text(str(path), "text")
    os.utime(path, (1, 1))
    assert write_text(str(path), "text") is False
    assert path.stat().st_mtime == 1


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    """A link stays a link, and its target keeps its mode."""
    target, link = tmp_path / "target.md", tmp_path / "link.md"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_text(str(link), "new")
    assert (link.is_symlink(), target.read_text(), target.stat().st_mode & 0o777) == (True, "new", 0o640)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses, the old text stands and no scratch file stays."""
    path = tmp_path / "b.md"
    path.write_text("old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PapersError, match=r"Cannot write .*b\.md: No space left on device"):
        write_text(str(path), "new")
    assert (path.read_text(), os.listdir(tmp_path)) == ("old", ["b.md"])


def test_a_file_in_pieces(tmp_path: Path) -> None:
    """Written only when it changed, also in its last byte or its length."""
    path = tmp_path / "b.txt"
    assert write_pieces(str(path), iter(["한국", "어", "x" * 200_000])) is True
    before = path.stat()
    assert write_pieces(str(path), ["한국어", "x" * 200_000]) is False
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert write_pieces(str(path), ["한국어", "x" * 199_999, "y"]) is True
    assert write_pieces(str(path), ["한국어"]) is True
    assert (path.read_text("utf-8"), os.listdir(tmp_path)) == ("한국어", ["b.txt"])


def test_pieces_that_do_not_all_come(tmp_path: Path) -> None:
    """The old file stands, and what had come so far is gone."""
    path = tmp_path / "b.txt"
    path.write_text("old")

    def pieces() -> Iterator[str]:
        yield "new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_pieces(str(path), pieces())
    assert (path.read_text(), os.listdir(tmp_path)) == ("old", ["b.txt"])


def test_reading_says_what_is_wrong(tmp_path: Path) -> None:
    """A missing file is None; a folder or another encoding is an error that names the file."""
    assert read_text(str(tmp_path / "none")) is None
    for path in (str(tmp_path), "/dev/zero"):
        with pytest.raises(PapersError, match=f"{path} is not a file"):
            read_text(path)
    (tmp_path / "latin.md").write_bytes(b"caf\xe9")
    with pytest.raises(PapersError, match=r"latin\.md is not UTF-8 text"):
        read_text(str(tmp_path / "latin.md"))


def test_a_link_to_nothing_makes_no_file(tmp_path: Path) -> None:
    """Whoever sent the link would otherwise decide where a file appears."""
    (tmp_path / "LIST.md").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PapersError, match=r"LIST\.md: it is there, and is not a file"):
        write_text(str(tmp_path / "LIST.md"), "new")
    assert os.listdir(tmp_path) == ["LIST.md"]


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("top", True),
        ("top/a/b", True),
        ("top/../top/a", True),
        ("topper", False),
        ("top/out/a", False),
        (".", False),
    ],
)
def test_what_is_inside_a_folder(tmp_path: Path, path: str, *, inside: bool) -> None:
    """Links and dots are followed, and a folder that begins like another is not in it."""
    (tmp_path / "top").mkdir()
    (tmp_path / "top" / "out").symlink_to(tmp_path)
    assert is_inside(str(tmp_path / path), str(tmp_path / "top")) is inside
    assert is_inside(str(tmp_path / path), "/")
