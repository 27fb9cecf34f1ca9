"""All files of a site: for people, for programs, and for whoever follows it."""

from collections.abc import Iterator
from typing import NamedTuple

from paper_notes.rules.site.catalogue import Catalogue
from paper_notes.rules.site.data import data_files, map_files
from paper_notes.rules.site.doors import Doors
from paper_notes.rules.site.feeds import Feeds
from paper_notes.rules.site.pages import Pages
from paper_notes.rules.site.search import search_files
from paper_notes.rules.site.tree import Derived, File


class Plan(NamedTuple):
    """What is to be in a site's folder; nothing of it is made yet."""

    files: list[File]
    derived: list[Derived]


def plan(catalogue: Catalogue, doors: Doors) -> Plan:
    """Return what a site consists of, each part with what decides it."""
    files = list(_files(catalogue, doors))
    if not catalogue.site.search:
        return Plan(files, [])
    notes = {f"{catalogue.folder(note)}index.html" for note in catalogue.notes}
    pages = [file for file in files if file.path in notes]
    return Plan(
        files, [search_files(pages, doors.make_index, doors.fingerprint + doors.index_version().encode())]
    )


def _files(catalogue: Catalogue, doors: Doors) -> Iterator[File]:
    pages = Pages(catalogue, doors)
    files = list(pages.files())
    yield from files
    yield from data_files(catalogue, doors.fingerprint)
    # Feeds and maps need to know where the site will be.
    if catalogue.site.base_url:
        yield from Feeds(
            catalogue, pages.news, pages.title, doors.to_html, doors.atom, doors.fingerprint
        ).files()
        yield from map_files(catalogue.site.base_url, files)
