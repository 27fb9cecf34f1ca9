"""All files of a site: for people, for programs, and for whoever follows it."""

from collections.abc import Iterator

from paper_notes.site.catalogue import Catalogue
from paper_notes.site.data import data_files, map_files
from paper_notes.site.feeds import Feeds
from paper_notes.site.pages import Doors, Pages
from paper_notes.site.tree import File


def site_files(catalogue: Catalogue, doors: Doors) -> Iterator[File]:
    """Yield every file, each with what decides it. Feeds and maps need to know where the site will be."""
    pages = Pages(catalogue, doors)
    files = list(pages.files())
    yield from files
    yield from data_files(catalogue, doors.fingerprint)
    if catalogue.site.base_url:
        yield from Feeds(catalogue, pages.title, doors.to_html, doors.atom, doors.fingerprint).files()
        yield from map_files(catalogue.site.base_url, files)
