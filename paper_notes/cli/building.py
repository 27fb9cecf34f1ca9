"""`papers site`: the notes as pages on the web."""

from typing import Any

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.narration import say
from paper_notes.cli.display.telling import tell_limits, tell_waiting
from paper_notes.cli.options import DRY_RUN, filters, query
from paper_notes.cli.parameter_types import FILE, Number
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Status

PORT = 8000


@click.command(cls=PapersCommand)
@click.argument("folder", metavar="DIR", type=FILE)
@filters("read")
@click.option("--queue", is_flag=True, help="Also show what waits to be read.")
@click.option("--images", is_flag=True, help="Copy the images that GitHub hosts into the site.")
@click.option(
    "--base-url",
    metavar="URL",
    help="The address the site will have, if not that of the repository's GitHub Pages.",
)
@click.option(
    "--search/--no-search",
    default=None,
    help="With a search page. If neither is given: with it where Pagefind is installed.",
)
@click.option(
    "--serve", is_flag=True, help="Show it in browsers of this machine, and build again when notes change."
)
@click.option(
    "--port",
    type=Number(0, 65535),
    metavar="N",
    help="The port of --serve, if not 8000; 0 is any free one.",
)
@DRY_RUN
@click.pass_obj
def site(
    session: Session, /, folder: str, serve: bool, port: int | None, dry_run: bool, **chosen: Any
) -> None:
    """Build a web site of your notes in the folder DIR.

    It is about papers read and being read, unless --status says otherwise. Only files that an earlier
    build wrote are replaced, if they would change, or removed when their notes are gone; nothing else
    in DIR is touched.
    """
    if port is not None and not serve:
        raise click.UsageError("--port is for --serve.")
    if serve and dry_run:
        raise click.UsageError("--dry-run writes nothing that --serve could show.")
    chosen["statuses"] = chosen["statuses"] or (Status.READ, Status.READING)
    shape = {name: chosen.pop(name) for name in ("queue", "images", "base_url", "search")}
    if serve:
        show(session, folder, PORT if port is None else port, chosen, shape)
    else:
        build(session, folder, chosen, shape, dry_run=dry_run)


def build(
    session: Session, folder: str, chosen: dict[str, Any], shape: dict[str, Any], *, dry_run: bool = False
) -> bool:
    """Bring the site up to date and tell what was done; return whether a file changed."""
    from paper_notes.app import sites

    app = session.app(rehearsing=dry_run)
    wanted = query(app, chosen, sort="read")
    plan = sites.plan_site(app, wanted, **shape)
    written = sites.write_site(app, plan, folder)
    if dry_run:
        for path in written.changed:
            say(f"Would write {path}")
        for path in written.removed:
            say(f"Would remove {path}")
    wrote = "Would write" if dry_run else "Wrote"
    removed = f", removed {len(written.removed)}" if written.removed else ""
    total = len(written.changed) + written.unchanged
    say(f"{wrote} {len(written.changed)} of {total} files in {folder}{removed}")
    for name in written.left_alone:
        say(f"Left alone: {name}, which was changed since it was written.")
    if not any(file.path == "sitemap.xml" for file in plan.files):
        say(
            "Feeds and a sitemap need to know where the site will be: --base-url https://alice.github.io/papers/"
        )
    tell_waiting(app, wanted, queue=shape["queue"], what="site")
    tell_limits(app)
    return bool(written.changed or written.removed)


def show(session: Session, folder: str, port: int, chosen: dict[str, Any], shape: dict[str, Any]) -> None:
    """Build the site, show it to the browsers of this machine, and follow what changes, until Ctrl-C."""
    from paper_notes.app import sites

    def again() -> bool:
        try:
            return build(session, folder, chosen, shape)
        except PapersError as error:
            say(f"{error.message} {error.remedy or ''}")
            return False

    app = session.app()
    preview = sites.preview(app, folder, port, shape["base_url"])
    build(session, folder, chosen, shape)
    with preview:
        say(f"Look at {preview.url} (Ctrl-C ends it)")
        preview.follow(lambda: sites.library_stamp(app), again)
