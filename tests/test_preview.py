"""The preview of a folder: what it shows, to whom, and how pages learn that something changed."""

import http.client
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from paper_notes.disk.watching import stamp_of
from paper_notes.doors.preview import LIVE, Preview, path_of
from paper_notes.values.errors import PapersError
from tests.conftest import Run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a small site in it, and a secret beside it."""
    (tmp_path / "secret.txt").write_text("secret")
    site = tmp_path / "site"
    (site / "notes" / "1").mkdir(parents=True)
    (site / "index.html").write_text("<body>home</body>")
    (site / "notes" / "1" / "index.html").write_text("<body>논문</body>", "utf-8")
    (site / "404.html").write_text("<body>none</body>")
    (site / "policy.html").write_text("<meta content=\"default-src 'none'; img-src 'self'\">")
    (site / "data.pf_meta").write_bytes(b"\0</body>")
    (site / ".papers-site.json").write_text("{}")
    (site / "link.txt").symlink_to(tmp_path / "secret.txt")
    (site / "loop").symlink_to(site)
    return site


@pytest.fixture
def preview(folder: Path) -> Iterator[Preview]:
    """Show the folder."""
    with Preview(str(folder), 0) as preview:
        yield preview


def ask(
    preview: Preview, path: str, host: str | None = None, verb: str = "GET"
) -> tuple[int, str | None, str]:
    """Return the status of the answer, its type or where it sends the browser, and its text."""
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=10)
    connection.putrequest(verb, path, skip_host=True)
    connection.putheader("Host", f"localhost:{preview.port}" if host is None else host)
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, answer.getheader("Location") or answer.getheader("Content-Type"), text


HTML = "text/html; charset=utf-8"
SCRIPT = f'<script src="{LIVE}.js?version=0"></script>'
NONE = (404, HTML, f"<body>none{SCRIPT}</body>")


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/", (200, HTML, f"<body>home{SCRIPT}</body>")),
        ("/?q=1", (200, HTML, f"<body>home{SCRIPT}</body>")),
        ("/notes/1/", (200, HTML, f"<body>논문{SCRIPT}</body>")),
        ("/notes/1", (302, "/notes/1/", "")),
        ("/loop/notes/1", (302, "/loop/notes/1/", "")),
        (
            "/policy.html",
            (200, HTML, "<meta content=\"default-src 'none'; connect-src 'self'; img-src 'self'\">"),
        ),
        ("/data.pf_meta", (200, "application/octet-stream", "\0</body>")),
        ("/notes/", NONE),
        ("/nothing", NONE),
        ("/.papers-site.json", NONE),
        ("/link.txt", NONE),
        ("/../secret.txt", NONE),
        ("/notes/../../secret.txt", NONE),
        ("/%2e%2e/secret.txt", NONE),
        ("/..%2fsecret.txt", NONE),
        ("/..%5csecret.txt", NONE),
        ("//etc/passwd", NONE),
        ("/%00", NONE),
        ("/%ff", NONE),
    ],
)
def test_what_it_shows(preview: Preview, path: str, answer: tuple[int, str, str]) -> None:
    """The files of the folder, and none outside of it."""
    assert ask(preview, path) == answer


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:{}", 200),
        ("LOCALHOST:{}", 200),
        ("127.0.0.1:{}", 200),
        ("localhost", 421),
        ("localhost:1", 421),
        ("evil.example:{}", 421),
        ("localhost.evil.example:{}", 421),
        ("", 421),
    ],
)
def test_under_which_name(preview: Preview, host: str, status: int) -> None:
    """A page of somebody else's that has its own name point here is refused."""
    assert ask(preview, "/", host.format(preview.port))[0] == status
    assert ask(preview, f"{LIVE}.js", host.format(preview.port))[0] == status


def test_verbs(preview: Preview) -> None:
    """It answers HEAD without the text, and nothing that would change something."""
    assert ask(preview, "/", verb="HEAD") == (200, HTML, "")
    assert ask(preview, "/", verb="POST")[0] == 501


def test_a_site_below_a_path(folder: Path) -> None:
    """Pages that name their own path look as they will; the one for the lost sends nobody elsewhere."""
    base_url = "https://alice.github.io/papers"
    (folder / "404.html").write_text(f'<link href="{base_url}/a.css"><a href="{base_url}">x</a>')
    with Preview(str(folder), 0, base_url) as preview:
        assert preview.url == f"http://localhost:{preview.port}/papers/"
        assert ask(preview, "/papers/")[0] == 200
        assert ask(preview, "/")[:2] == (302, "/papers/")
        assert ask(preview, "/papers/notes/1")[:2] == (302, "/papers/notes/1/")
        lost = f'<link href="/papers/a.css"><a href="{base_url}">x</a>'
        assert ask(preview, "/papers/nothing") == (404, HTML, lost)
    (folder / "404.html").write_text('<link href="./a.css"><a href="./">x</a>')
    with Preview(str(folder), 0) as preview:
        assert ask(preview, "/some/where") == (404, HTML, '<link href="/a.css"><a href="/">x</a>')


@pytest.mark.parametrize(
    ("base_url", "path"),
    [
        ("", "/"),
        ("https://a.example", "/"),
        ("https://a.example/", "/"),
        ("https://a.example/papers", "/papers/"),
        ("https://a.example//x//", "/x/"),
    ],
)
def test_the_path_of_an_address(base_url: str, path: str) -> None:
    """It has a slash at both ends."""
    assert path_of(base_url) == path


def test_a_page_hears_of_a_change(preview: Preview) -> None:
    """One that was made before it hears at once, and one that waits as soon as it happens."""
    heard = list[str]()

    def wait() -> None:
        heard.append(ask(preview, f"{LIVE}?version=0")[2])

    waiting = threading.Thread(target=wait)
    waiting.start()
    preview.reload()
    waiting.join(10)
    wait()
    assert heard == ["event: changed\ndata:\n\n"] * 2
    assert f"{LIVE}.js?version=1" in ask(preview, "/")[2]


def test_the_end(folder: Path) -> None:
    """Pages that still wait do not keep it."""
    with Preview(str(folder), 0) as preview:
        connection = http.client.HTTPConnection("localhost", preview.port, timeout=10)
        connection.request("GET", f"{LIVE}?version=0")
        waiting = connection.getresponse()
    assert waiting.read() == b""
    connection.close()


def test_following(preview: Preview) -> None:
    """What changed is built again, and pages are only told when that made a difference."""
    stamps = iter([1, 1, 2, 2, 3])
    built = list[int]()

    def rebuild() -> bool:
        built.append(preview.version)
        return len(built) == 2

    with pytest.raises(StopIteration):
        preview.follow(lambda: next(stamps), rebuild, lambda _: None)
    assert (built, preview.version) == ([0, 0], 1)


def test_a_port_that_is_taken(preview: Preview, folder: Path) -> None:
    """The message names it."""
    with pytest.raises(PapersError, match=f"Cannot listen on port {preview.port}"):
        Preview(str(folder), preview.port)


def test_stamps(tmp_path: Path) -> None:
    """They tell of files written, added and removed, in folders as well; what is not there has none."""
    file, inner = tmp_path / "a", tmp_path / "folder" / "b"
    paths = [str(file), str(inner.parent), str(tmp_path / "nothing")]
    seen = [stamp_of(paths)]
    file.write_text("1")
    seen.append(stamp_of(paths))
    inner.parent.mkdir()
    inner.write_text("1")
    seen.append(stamp_of(paths))
    inner.write_text("12")
    seen.append(stamp_of(paths))
    inner.unlink()
    seen.append(stamp_of(paths))
    assert seen[0] == ()
    assert len(set(seen)) == 5


def test_the_command(papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It builds the site, says where to look, builds it again for a new note, and survives a mistake."""
    papers("add 1706.03762 --offline --status read")
    folder = Path("public")
    seen = list[tuple[int, bool]]()

    def follow(preview: Preview, stamp: Callable[[], object], rebuild: Callable[[], bool]) -> None:
        before = stamp()
        seen.append((ask(preview, "/notes/1706.03762/")[0], rebuild()))
        papers("mark dropped 1706.03762")
        assert stamp() != before
        seen.append((ask(preview, "/notes/1706.03762/")[0], rebuild()))
        (folder / "index.html").unlink()
        (folder / "index.html").mkdir()
        seen.append((ask(preview, "/notes/1706.03762/")[0], rebuild()))
        raise KeyboardInterrupt

    monkeypatch.setattr(Preview, "follow", follow)
    output = papers("site public --serve --port 0", exit_code=130)
    assert seen == [(200, False), (200, True), (404, False)]
    assert re.search(r"Look at http://localhost:\d+/ \(Ctrl-C ends it\)", output.stderr)
    assert "index.html is not from papers site" in output.stderr
    written = [path.read_text("utf-8") for path in folder.rglob("*.html") if path.is_file()]
    assert [text for text in written if LIVE in text] == []


@pytest.mark.parametrize("options", ["--port 8000", "--serve --dry-run", "--serve --port 65536"])
def test_options_that_do_not_go_together(options: str, papers: Run) -> None:
    """They are a mistake in the command line."""
    papers(f"site public {options}", exit_code=2)
