"""`papers site`: the notes as pages on the web."""

from typing import Any

import click

from paper_notes.cli.group import PapersCommand, Session, say
from paper_notes.cli.options import DRY_RUN, FILE, filters, query
from paper_notes.cli.publishing import tell_waiting
from paper_notes.cli.telling import tell_limits
from paper_notes.model import Status


@click.command(cls=PapersCommand)
@click.argument("folder", metavar="DIR", type=FILE)
@filters
@click.option("--queue", is_flag=True, help="Also what waits to be read.")
@click.option("--images", is_flag=True, help="Copy the images that GitHub hosts into the site.")
@click.option(
    "--base-url", metavar="URL", help="Where the site will be. For a repository on GitHub: its Pages."
)
@click.option(
    "--search/--no-search",
    default=None,
    help="A page to search it with. Unsaid: where Pagefind is installed.",
)
@DRY_RUN
@click.pass_obj
def site(
    session: Session,
    /,
    folder: str,
    queue: bool,
    images: bool,
    base_url: str | None,
    search: bool | None,
    dry_run: bool,
    **chosen: Any,
) -> None:
    """Build a web site of your notes in the folder DIR.

    It is of papers read and being read, unless --status says otherwise; --since and --until speak of
    the day of reading. Files that an earlier build wrote are replaced, or removed when their notes are
    gone; nothing else in DIR is touched, and what would not change is not written.
    """
    from paper_notes.site.tree import write

    app = session.app(rehearsing=dry_run)
    chosen["statuses"] = chosen["statuses"] or (Status.READ, Status.READING)
    wanted = query(app.topic_name, chosen, sort="read")
    plan = app.site(wanted, queue=queue, base_url=base_url, search=search, images=images)
    written = write(folder, *plan, rehearsing=dry_run)
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
    tell_waiting(app, wanted)
    tell_limits(app)
