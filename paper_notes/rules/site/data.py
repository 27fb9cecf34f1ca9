"""What a site has for programs: feeds, a map for search engines, the notes as JSON and as BibTeX."""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from paper_notes.rules.export.bibtex import bibtex
from paper_notes.rules.export.json_ import json_lines
from paper_notes.rules.site import addresses
from paper_notes.rules.site.catalogue import Catalogue
from paper_notes.rules.site.digests import digest
from paper_notes.rules.site.sitemap import robots, sitemap
from paper_notes.rules.site.tree import File


def data_files(catalogue: Catalogue, fingerprint: bytes) -> Iterator[File]:
    """Yield all notes as `papers export` writes them. The fingerprint changes with the program."""
    notes, keys = catalogue.notes, catalogue.site.keys
    everything = [catalogue.digests[note.key or 0] for note in notes]
    yield File(addresses.JSON, digest(fingerprint, *everything), lambda: _array(json_lines(notes, keys)))
    papers = [catalogue.paper_digests[note.key or 0] for note in notes]
    named = [keys.get(note.paper.id, "") for note in notes]
    yield File(
        addresses.BIBTEX,
        digest(fingerprint, *papers, *named),
        lambda: b"".join(_encoded(entry) for entry in bibtex(notes, keys)),
    )


def map_files(base_url: str, pages: Sequence[File]) -> Iterator[File]:
    """Yield what search engines read: the addresses of the pages among these files."""
    paths = (page.path for page in pages if page.path.endswith("index.html"))
    urls = sorted(f"{base_url}/{quote(path.removesuffix('index.html'))}" for path in paths)
    for path, text in sitemap(urls, base_url):
        yield _known(path, text)
    yield _known("robots.txt", robots(base_url))


def _array(lines: Iterable[str]) -> bytes:
    """Return an array of JSON with an element a line."""
    # A library is many megabytes: each line is encoded while it is at hand.
    return b"[\n%b\n]\n" % b",\n".join([_encoded(line.rstrip("\n")) for line in lines])


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _known(path: str, text: str) -> File:
    content = text.encode()
    return File(path, digest(content), lambda: content)
