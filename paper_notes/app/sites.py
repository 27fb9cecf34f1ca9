"""The site: what it is made of, in its folder, and in a browser of this machine."""

import os
from typing import TYPE_CHECKING

from paper_notes.app.image_copies import copied_images
from paper_notes.values.errors import UsageError
from paper_notes.values.model import Status
from paper_notes.values.query import Query

if TYPE_CHECKING:
    from paper_notes.app import App
    from paper_notes.doors.preview import Preview
    from paper_notes.rules.site.build import Plan
    from paper_notes.rules.site.tree import Written
    from paper_notes.values.feed import Feed


def plan_site(
    app: "App",
    query: Query,
    *,
    queue: bool,
    base_url: str | None,
    search: bool | None = None,
    images: bool = False,
) -> "Plan":
    """Return what the site about the notes that the filters let through consists of.

    It can be searched if `search` says so; if it is None, where Pagefind is installed. With
    `images`, copies of those that GitHub hosts are part of it.
    """
    from paper_notes.doors import pagefind_index
    from paper_notes.doors.html import Place, highlight_css, html_of, title_html
    from paper_notes.doors.render import names_below, render, source
    from paper_notes.rules.export.keys import citation_keys
    from paper_notes.rules.site.build import plan
    from paper_notes.rules.site.catalogue import Catalogue, Site
    from paper_notes.rules.site.doors import Doors
    from paper_notes.rules.site.program import fingerprint
    from paper_notes.rules.site.tree import File

    waiting = [Status.TO_READ] if queue else []
    wanted = query._replace(statuses=tuple(dict.fromkeys([*query.statuses, *waiting])))
    store, folders = app.filled_store, app.config.template_folders
    if search and not pagefind_index.is_installed():
        raise UsageError("There is no Pagefind to search with.", "pip install 'paper-notes[search]'")
    # Keys are given to the whole library, so that no filter changes one.
    notes = {note.key: note for note in store.notes(Query())}
    shown = [notes[key] for key in store.rows(wanted)]
    copies = copied_images(app, shown) if images else None
    site = Site(
        notes=shown,
        mentions=store.mentions(),
        keys=citation_keys(notes.values()),
        title=app.config.site_title or "",
        about=app.config.site_about or "",
        base_url=_address(app, base_url),
        language=app.config.language,
        topics=app.taxonomy.topics,
        goal=app.config.goal,
        repository=f"{app.web}/{app.config.repository}" if app.config.repository else "",
        search=bool(shown) and search is not False and pagefind_index.is_installed(),
        images=copies.of_notes if copies else {},
    )
    web = site.repository or None
    doors = Doors(
        render=lambda name, **values: render(name, folders, **values),
        source=lambda name: source(name, folders),
        to_html=lambda text, pages, images, prefix: html_of(text, Place(web, pages, images, prefix)),
        title_html=title_html,
        highlight_css=highlight_css,
        atom=_atom,
        make_index=pagefind_index.index,
        index_version=pagefind_index.version,
        fingerprint=fingerprint(source(name, folders) for name in names_below("site/", folders)),
    )
    copied = copies.files if copies else {}
    whole = plan(Catalogue(site), doors)
    return whole._replace(
        files=[*whole.files, *(File(path, image.digest, image.read) for path, image in copied.items())]
    )


def write_site(app: "App", plan: "Plan", folder: str) -> "Written":
    """Make the folder hold the site, alone among all commands of this machine; a rehearsal only looks."""
    import hashlib

    from paper_notes.rules.site.tree import write

    if app.rehearsing:
        return write(folder, plan.files, plan.derived, rehearsing=True)
    from paper_notes.disk.locking import lock

    name = hashlib.sha256(os.path.realpath(folder).encode(errors="surrogateescape")).hexdigest()[:16]
    ours = os.path.join(app.config.data, "sites", name)
    with lock(f"{ours}.lock", app.report):
        return write(folder, plan.files, plan.derived, memory=f"{ours}.json")


def preview(app: "App", folder: str, port: int, base_url: str | None) -> "Preview":
    """Return what shows a site on this machine, at the path that it will have."""
    from paper_notes.doors.preview import Preview

    return Preview(folder, port, _address(app, base_url))


def library_stamp(app: "App") -> object:
    """Return what is another thing whenever notes, templates or settings were written."""
    from paper_notes.disk.watching import stamp_of

    # SQLite writes into a second file first, which is not there while nobody has the library open.
    library = [app.library_path, f"{app.library_path}-wal"]
    settings = [os.path.join(folder, "papers.toml") for folder in (app.config.project,) if folder]
    return stamp_of([*library, *settings, *app.config.template_folders])


def _address(app: "App", base_url: str | None) -> str:
    from paper_notes.rules.site.base_url import checked, of_pages

    address = base_url or app.config.site_url
    return checked(address) if address else of_pages(app.config.repository, app.web)


def _atom(feed: "Feed") -> bytes:
    """Return the feed as XML; its library is loaded for the first one."""
    from paper_notes.doors.atom import atom

    return atom(feed)
