"""Images of notes: which are copied, from where, with what pass, and what happens to the others."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from paper_notes.disk.image_cache import ImageCache
from paper_notes.doors import image_source
from paper_notes.doors.image_source import ImageSource
from paper_notes.rules import images
from paper_notes.rules.images import collect, told, with_copies
from paper_notes.values.errors import PapersError, TrackerError
from paper_notes.values.image_kinds import kind_of
from paper_notes.values.model import Comment, Note, Status
from tests.conftest import Run
from tests.image_server import Answer, ImageServer
from tests.library import ATTENTION, RESNET

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100
GIF = b"GIF89a" + b"1" * 100
ASSET = "/user-attachments/assets/0b1c2d3e-aaaa"
TOKEN = "ghp_secret"


def source(server: ImageServer, token: str | None = TOKEN, **more: object) -> ImageSource:
    """Return a source for which the server is GitHub, with its API below /api."""
    return ImageSource(
        web=server.url,
        api=f"{server.url}/api/v3",
        repository="alice/papers",
        token=lambda: token,
        hosts=(),
        stores=re.compile(r"localhost:[0-9]+"),
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("https://user-images.githubusercontent.com/1/a.png", True),
        ("https://private-user-images.githubusercontent.com/1/a.png?jwt=x", True),
        ("https://cloud.githubusercontent.com/assets/1/a.png", True),
        ("https://github.com/user-attachments/assets/0b1c-2d3e", True),
        ("https://github.com/long8v/PTIR/assets/46675408/0b1c-2d3e", True),
        ("https://raw.githubusercontent.com/Alice/Papers/main/img/a.png", True),
        ("https://github.com/alice/papers/blob/main/img/a.png?raw=true", True),
        ("https://github.com/alice/papers/raw/refs/heads/main/a.png", True),
        ("https://raw.githubusercontent.com/bob/papers/main/a.png", False),
        ("https://raw.githubusercontent.com/alice/papers/main/../../bob/a.png", False),
        ("https://raw.githubusercontent.com/alice/papers/main/%2e%2e/%2e%2e/user", False),
        ("https://github.com/alice/papers/issues/1", False),
        ("https://github.com.evil.example/user-attachments/assets/0b1c", False),
        ("https://user-images.githubusercontent.com@evil.example/a.png", False),
        ("https://a@github.com/user-attachments/assets/0b1c", False),
        ("https://github.com:8080/user-attachments/assets/0b1c", False),
        ("http://user-images.githubusercontent.com/1/a.png", False),
        ("https://x.example/a.png", False),
        ("https://[::1", False),
        ("ftp://user-images.githubusercontent.com/a", False),
        ("../img/1.png", False),
        ("", False),
    ],
)
def test_which_images_are_copied(address: str, taken: bool) -> None:
    """Those that GitHub keeps for issues, and files of the notes' own repository: others are not asked."""
    github = ImageSource(
        web="https://github.com", api="https://api.github.com", repository="alice/papers", token=lambda: None
    )
    assert github.takes(address) is taken


def test_a_public_image_is_fetched_without_a_token() -> None:
    """The token stays here as long as it is not needed; a redirection to GitHub's store is followed."""
    answers = {
        ASSET: [Answer(status=302, headers={"Location": "{store}/s3?sig=1"})],
        "/s3?sig=1": [Answer(PNG)],
    }
    with ImageServer(answers) as server:
        assert source(server)(server.url + ASSET) == PNG
        assert [(one.path, one.authorization) for one in server.requests] == [
            (ASSET, None),
            ("/s3?sig=1", None),
        ]


def test_a_private_image_is_fetched_with_the_token() -> None:
    """GitHub gets the token once it refuses without; the store that it sends us to does not."""
    answers = {
        ASSET: [Answer(status=404), Answer(status=302, headers={"Location": "{store}/s3"})],
        "/s3": [Answer(PNG)],
    }
    with ImageServer(answers) as server:
        assert source(server)(server.url + ASSET) == PNG
        assert [(one.path, one.authorization) for one in server.requests] == [
            (ASSET, None),
            (ASSET, f"Bearer {TOKEN}"),
            ("/s3", None),
        ]


@pytest.mark.parametrize(
    "address", ["{url}/alice/papers/blob/main/a%20b.png", "{url}/alice/papers/raw/refs/heads/main/a%20b.png"]
)
def test_a_file_of_a_private_repository_comes_through_the_api(address: str) -> None:
    """The host of raw files never sees the token."""
    raw, api = "/alice/papers/raw/main/a%20b.png", "/api/v3/repos/alice/papers/contents/a%20b.png?ref=main"
    with ImageServer({raw: [Answer(status=404)], api: [Answer(PNG)]}) as server:
        assert source(server)(address.format(url=server.url)) == PNG
        assert [(one.path, one.authorization) for one in server.requests] == [
            (raw, None),
            (api, f"Bearer {TOKEN}"),
        ]


@pytest.mark.parametrize(
    ("answer", "message", "stops"),
    [
        (Answer(status=404), "GitHub answered 404 (not found).", False),
        (Answer(status=503), "GitHub answered 503 (service unavailable).", False),
        (Answer(status=429), "GitHub's limit on requests is reached.", True),
        (Answer(status=403, headers={"Retry-After": "60"}), "GitHub's limit on requests is reached.", True),
        (
            Answer(status=302, headers={"Location": "http://[::1]:9/x"}),
            "GitHub sends to a place that is not GitHub's.",
            False,
        ),
        (
            Answer(status=302, headers={"Location": "file:///etc/passwd"}),
            "GitHub sends to a place that is not GitHub's.",
            False,
        ),
        (Answer(b"x" * 200), "It is larger than 0 MB.", False),
        (Answer(PNG, cut=1), "The connection to GitHub broke off.", False),
    ],
)
def test_images_that_cannot_be_had(
    answer: Answer, message: str, stops: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each failure says what it is, and whether it is worth asking for the others."""
    monkeypatch.setattr(image_source, "LARGEST", 150)
    with ImageServer({ASSET: [answer]}) as server, pytest.raises(TrackerError) as caught:
        source(server, None)(server.url + ASSET)
    assert (caught.value.message, caught.value.stops) == (message, stops)


def test_a_circle_of_redirections_ends() -> None:
    """And so does a command that meets one."""
    circle = Answer(status=302, headers={"Location": f"{{url}}{ASSET}"})
    with ImageServer({ASSET: [circle] * 4}) as server, pytest.raises(TrackerError, match="from one address"):
        source(server, None)(server.url + ASSET)


def test_without_a_network_nothing_more_is_asked() -> None:
    """No host, no images: one question is enough to know."""
    with ImageServer({}) as server:
        fetch, address = source(server), server.url + ASSET
    with pytest.raises(TrackerError) as caught:
        fetch(address)
    assert (caught.value.message, caught.value.stops) == ("127.0.0.1 cannot be reached.", True)


def test_late_answers_end_the_asking() -> None:
    """A host that is slow again and again is left alone; the clock is that of the whole image."""
    times = iter(range(0, 10_000, 61))
    with ImageServer({ASSET: [Answer(PNG)] * 3}) as server:
        fetch = source(server, None, clock=lambda: next(times))
        stops = []
        for _ in range(3):
            with pytest.raises(TrackerError, match="in time") as caught:
                fetch(server.url + ASSET)
            stops.append(caught.value.stops)
    assert stops == [False, False, True]


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (GIF, "gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
        (b"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00", "avif"),
        (b"\x00\x00\x00\x20ftypmif1\x00\x00\x00\x00mif1avif", "avif"),
        (b"\x00\x00\x00\x20ftypisom\x00\x00\x00\x00mp41", None),
        (b"<svg onload=x>", None),
        (b"<!DOCTYPE html>", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_kinds(data: bytes, ending: str | None) -> None:
    """An image is what begins like one; its name and what a server calls it do not count."""
    assert kind_of(data) == ending


class Shelf:
    """Images by their addresses; what is an error is raised."""

    def __init__(self, there: Mapping[str, bytes | BaseException]) -> None:
        self.there = there
        self.asked: list[str] = []

    def takes(self, address: str) -> bool:
        """Tell whether it is on this shelf."""
        return address.startswith("https://g/")

    def __call__(self, address: str) -> bytes:
        """Hand it out."""
        self.asked.append(address)
        found = self.there[address]
        if isinstance(found, BaseException):
            raise found
        return found


def comment(body: str) -> Comment:
    """Return a comment of somebody trusted."""
    return Comment(1, 12, "alice", "OWNER", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", None, body)


NOTES = [
    Note(ATTENTION, Status.READ, key=1, text="![](https://g/1) <img src='https://g/2'> `![](https://g/3)`"),
    Note(RESNET, Status.READ, key=2, text="![](https://x/4)", comments=(comment("![](https://g/1)"),)),
]


@pytest.fixture
def cache(tmp_path: Path) -> Callable[[], ImageCache]:
    """Make what the next command has of images."""
    return lambda: ImageCache(str(tmp_path / "images"))


def test_copies(cache: Callable[[], ImageCache]) -> None:
    """Each image is fetched once, named by what it holds, and known by the notes that show it."""
    shelf = Shelf({"https://g/1": PNG, "https://g/2": GIF})
    copies = collect(NOTES, shelf, cache())
    one, two = copies.of_notes[1].values()
    again = collect(NOTES, shelf, cache())
    assert (shelf.asked, copies.fetched, again.fetched) == (["https://g/1", "https://g/2"], 2, 0)
    assert (
        copies.of_notes
        == again.of_notes
        == {1: {"https://g/1": one, "https://g/2": two}, 2: {"https://g/1": one}}
    )
    assert {path: file.read() for path, file in again.files.items()} == {one: PNG, two: GIF}
    assert [re.sub("[0-9a-f]{20}", "…", path) for path in (one, two)] == ["images/….png", "images/….gif"]


def test_the_same_image_at_two_addresses_is_one_file(cache: Callable[[], ImageCache]) -> None:
    """What it holds is its name."""
    copies = collect(NOTES, Shelf({"https://g/1": PNG, "https://g/2": PNG}), cache())
    assert len(copies.files) == 1


def test_what_cannot_be_had_stays_where_it_is(cache: Callable[[], ImageCache]) -> None:
    """It is said why, and tried again by the next command."""
    svg = b"<svg/>"
    first = collect(NOTES, Shelf({"https://g/1": svg, "https://g/2": TrackerError("Gone.")}), cache())
    later = collect(NOTES, Shelf({"https://g/1": PNG, "https://g/2": GIF}), cache())
    assert (first.files, first.of_notes) == ({}, {1: {}, 2: {}})
    assert first.left == {"https://g/1": "It is no PNG, JPEG, GIF, WebP or AVIF.", "https://g/2": "Gone."}
    assert (len(later.files), later.left) == (2, {})


def test_a_failure_of_all_ends_the_asking(cache: Callable[[], ImageCache]) -> None:
    """What is here already is taken all the same."""
    collect(NOTES[1:], Shelf({"https://g/1": PNG}), cache())
    shelf = Shelf({f"https://g/{number}": TrackerError("No network.", stops=True) for number in (5, 6)})
    text = "![](https://g/5) ![](https://g/1) ![](https://g/6)"
    copies = collect([Note(ATTENTION, Status.READ, key=1, text=text)], shelf, cache())
    assert (shelf.asked, list(copies.of_notes[1])) == (["https://g/5"], ["https://g/1"])
    assert list(told(copies)) == ["Left 2 images where they are, such as https://g/5: No network."]


def test_barred(cache: Callable[[], ImageCache]) -> None:
    """Offline nothing is fetched."""
    shelf = Shelf({})
    copies = collect(NOTES, shelf, cache(), barred="--offline forbids to fetch it")
    assert (shelf.asked, len(copies.left)) == ([], 2)


def test_all_together_are_limited(cache: Callable[[], ImageCache], monkeypatch: pytest.MonkeyPatch) -> None:
    """What one command fetches fits on a site; the next one goes on."""
    monkeypatch.setattr(images, "MOST", 150)
    shelf = Shelf({"https://g/1": PNG, "https://g/2": GIF})
    assert collect(NOTES, shelf, cache()).left == {"https://g/2": "All images together are too large."}
    assert collect(NOTES, shelf, cache()).left == {}


def test_an_interrupted_copying_goes_on(cache: Callable[[], ImageCache]) -> None:
    """What was fetched before an interruption is not fetched again, and nothing half-written counts."""
    with pytest.raises(KeyboardInterrupt):
        collect(NOTES, Shelf({"https://g/1": PNG, "https://g/2": KeyboardInterrupt()}), cache())
    shelf = Shelf({"https://g/2": GIF})
    assert (len(collect(NOTES, shelf, cache()).files), shelf.asked) == (2, ["https://g/2"])


def test_a_damaged_copy_is_fetched_anew(cache: Callable[[], ImageCache]) -> None:
    """It is told by its name."""
    shelf = Shelf({"https://g/1": PNG})
    (file,) = collect(NOTES[1:], shelf, cache()).files.values()
    Path(file.file).write_bytes(b"")
    with pytest.raises(PapersError, match="was damaged"):
        file.read()
    (file,) = collect(NOTES[1:], shelf, cache()).files.values()
    assert (file.read(), shelf.asked) == (PNG, ["https://g/1"] * 2)


def test_a_pass_is_no_part_of_an_address(cache: Callable[[], ImageCache]) -> None:
    """GitHub's addresses of private images differ each time by what lets one in."""
    private = "https://private-user-images.githubusercontent.com/1/a.png?jwt="
    cache().put(f"{private}x", PNG, "png")
    assert (cache().get(f"{private}y") is None, cache().get("https://g/a.png?jwt=y")) == (False, None)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("![a](https://g/1) [b](https://g/1 'c')", "![a](i/1.png) [b](i/1.png 'c')"),
        ("<img width=3 src='https://g/1'/>", "<img width=3 src='i/1.png'/>"),
        ("<IMG SRC = https://g/1>", "<IMG SRC = i/1.png>"),
        ("![a][b]\n\n[b]: <https://g/1>", "![a][b]\n\n[b]: <i/1.png>"),
        ("![](https://g/12) ![](https://g/1?x)", "![](i/12.png) ![](https://g/1?x)"),
        ("see https://g/1 `https://g/1`", "see https://g/1 `https://g/1`"),
        ("", ""),
    ],
)
def test_markdown_with_copies(markdown: str, expected: str) -> None:
    """Where an image was shown the copy is; the rest of the text is as it was."""
    assert with_copies(markdown, {"https://g/1": "i/1.png", "https://g/12": "i/12.png"}) == expected


# -- the commands -------------------------------------------------------------------------

LOGO = "/user-attachments/assets/0b1c2d3e-bbbb"


@pytest.fixture
def illustrated(papers: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[[ImageServer], Run]:
    """Return what makes a library with a note that shows two images of a GitHub."""

    def make(server: ImageServer) -> Run:
        monkeypatch.setenv("GITHUB_API_URL", server.url)
        papers("add 1706.03762 --status read --on 2026-02-01 --offline")
        one, two = server.url + ASSET, server.url + LOGO
        papers("note 1706.03762 -m", f"![one]({one}) `![]({one})`\n\n![two]({two})")
        return papers

    return make


def names(folder: Path) -> list[str]:
    """Return the images in a folder, with their names cut short."""
    return sorted(re.sub("[0-9a-f]{20}", "…", path.name) for path in (folder / "images").glob("*"))


def test_a_site_with_its_images(illustrated: Callable[[ImageServer], Run]) -> None:
    """A copy is shown from its page; what GitHub does not have stays a link, and is asked for again."""
    with ImageServer({ASSET: [Answer(PNG)], LOGO: [Answer(status=404)] * 2}) as server:
        papers = illustrated(server)
        first, second = papers("site public --images"), papers("site public --images")
        page = (Path("public") / "notes" / "1706.03762" / "index.html").read_text("utf-8")
    (copy,) = (Path("public") / "images").iterdir()
    assert copy.read_bytes() == PNG
    assert f'src="../../images/{copy.name}"' in page
    assert f'src="{server.url.replace("http", "https")}{LOGO}"' in page
    assert f"Left an image where it is: {server.url}{LOGO}: GitHub answered 404 (not found)." in first.stderr
    assert re.search("Wrote 0 of [0-9]+ files in public", second.stderr)


def test_an_image_that_comes_later_changes_its_page(illustrated: Callable[[ImageServer], Run]) -> None:
    """Nothing of the note has changed, and the page shows the copy all the same."""
    with ImageServer({ASSET: [Answer(status=503), Answer(PNG)], LOGO: [Answer(GIF)]}) as server:
        papers = illustrated(server)
        papers("site public --images")
        page = Path("public") / "notes" / "1706.03762" / "index.html"
        before = page.read_text("utf-8").count("../images/")
        papers("site public --images")
    assert (before, page.read_text("utf-8").count("../images/")) == (1, 2)


def test_without_images_the_copies_go(illustrated: Callable[[ImageServer], Run]) -> None:
    """Offline and in a dry run the copies of this machine do; without the option there are none."""
    with ImageServer({ASSET: [Answer(PNG)], LOGO: [Answer(GIF)]}) as server:
        papers = illustrated(server)
        assert "A dry run fetches nothing." in papers("site public --images --dry-run").stderr
        papers("site public --images")
        assert "Would write 0 of" in papers("site public --images --dry-run").stderr
        assert "Left" not in papers("site public --images --offline").stderr
    assert names(Path("public")) == ["….gif", "….png"]
    papers("site public")
    assert names(Path("public")) == []


def test_an_export_with_its_images(illustrated: Callable[[ImageServer], Run]) -> None:
    """The copies lie beside the notes, which show them; the next export leaves all as it is."""
    with ImageServer({ASSET: [Answer(PNG)], LOGO: [Answer(GIF)]}) as server:
        papers = illustrated(server)
        out = papers("export --format markdown --output notes --images")
        again = papers("export --format markdown --output notes --images")
    text = (Path("notes") / "1706.03762.md").read_text("utf-8")
    gif, png = sorted(
        (path.name for path in (Path("notes") / "images").iterdir()), key=lambda name: name[-3:]
    )
    assert out.stderr == "Wrote 3 of 3 files in notes\n1 note\n"
    assert again.stderr == "Wrote 0 of 3 files in notes\n1 note\n"
    assert f"![one](images/{png}) " in text
    assert f"![two](images/{gif})" in text


def test_images_go_with_markdown_only(papers: Run) -> None:
    """Other formats show none."""
    assert "--images goes with --format markdown." in papers("export --images", exit_code=2).stderr
