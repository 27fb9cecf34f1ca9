"""`papers import`: papers out of files."""

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.outcomes import finish, imported
from paper_notes.cli.inputs import contents
from paper_notes.cli.options import CREATE_LABEL, DRY_RUN, JSON, NEW_TOPICS
from paper_notes.cli.parameter_types import FILE, STATUS
from paper_notes.values.model import Status

FORMATS = ("bibtex", "ris", "csl-json", "json", "jsonl", "text")
"""As `paper_notes.doors.importing` names them, which `--help` does without."""


@click.command("import", cls=PapersCommand)
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="If not given, told from the file's ending or content.",
)
@NEW_TOPICS
@click.option(
    "--status", type=STATUS, default="to-read", show_default=True, help="Where you stand with them."
)
@click.option(
    "--search", is_flag=True, help="Look entries without an arXiv id up there, by title and author."
)
@click.option(
    "--all",
    "unlisted",
    is_flag=True,
    help="Also note what is not on arXiv, under its DOI or link in the file.",
)
@click.option("--pending", is_flag=True, help="Note what no source answers about, and fill it in later.")
@CREATE_LABEL
@DRY_RUN
@JSON
@click.pass_obj
def import_(
    session: Session,
    /,
    files: tuple[str, ...],
    form: str | None,
    topics: tuple[str, ...],
    status: str,
    search: bool,
    unlisted: bool,
    pending: bool,
    create_label: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import papers: BibTeX, RIS, CSL-JSON, exports, any text.

    Every paper on arXiv in FILE gets a note, unless it has one; - is stdin. Entries without an arXiv id
    are named and left out, unless --search finds them there or --all notes them as the file has them.
    Notes from papers export (JSON, JSON Lines) keep their own status, rating, dates, topics and text.
    """
    from paper_notes.app import bringing
    from paper_notes.values.outcome import Wish

    app = session.app(rehearsing=dry_run)
    wish = Wish(app.labels_named(topics, create=create_label), Status(status), pending=pending)
    outcomes = bringing.take_in(app, contents(files), form, wish, search=search, unlisted=unlisted)
    finish(outcomes, as_json=as_json, dry_run=dry_run, done=imported)
