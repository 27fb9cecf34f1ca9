"""`papers add`: notes of papers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.narration import meter, say
from paper_notes.cli.display.outcomes import added, finish
from paper_notes.cli.inputs import references_in
from paper_notes.cli.options import CREATE_LABEL, DRY_RUN, JSON, NEW_TOPICS
from paper_notes.cli.parameter_types import FILE, RATING, STATUS, Day, Number, Words
from paper_notes.cli.titles import looked_up
from paper_notes.rules.counted import counted
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.model import Status

if TYPE_CHECKING:
    from paper_notes.rules.library.elsewhere import Wanted


@click.command(cls=PapersCommand)
@click.argument("refs", nargs=-1, metavar="REF...")
@NEW_TOPICS
@click.option("--status", type=STATUS, default="to-read", show_default=True, help="Where you stand with it.")
@click.option("--rating", type=RATING, help="Your stars, 1 to 5.")
@click.option("--on", type=Day(), help="The day you read (or dropped) it, if not today.")
@click.option(
    "--from",
    "source",
    type=FILE,
    metavar="FILE",
    help="Also the references in FILE, one a line; - is stdin.",
)
@click.option("--title", metavar="TEXT", type=Words(), help="The title of a paper that is not on arXiv.")
@click.option("--url", metavar="URL", type=Words(), help="Its page; not needed with --doi.")
@click.option("--doi", metavar="DOI", type=Words(), help="Its DOI.")
@click.option(
    "--author",
    "authors",
    multiple=True,
    type=Words(),
    metavar="NAME",
    help="Its authors, one by one or with “and” between them.",
)
@click.option("--year", type=Number(1000, 2999), metavar="YEAR", help="The year of its publication.")
@click.option("--pending", is_flag=True, help="If no source answers, note it now and fill it in later.")
@click.option("--template", metavar="NAME", help="Use the note template NAME.")
@CREATE_LABEL
@DRY_RUN
@JSON
@click.pass_obj
def add(
    session: Session,
    /,
    refs: tuple[str, ...],
    source: str | None,
    title: str | None,
    url: str | None,
    doi: str | None,
    authors: tuple[str, ...],
    year: int | None,
    dry_run: bool,
    as_json: bool,
    **wish: Any,
) -> None:
    """Note papers: fetch them, label them, write the notes.

    REF is an arXiv id or link in any form: 1706.03762, arXiv:1706.03762v5, a PDF link, a DOI. A title
    works too: "attention is all you need" is looked up on arXiv; in FILE it needs the quotation marks.
    A paper that has a note already keeps it as it is. For a paper that is not on arXiv, give --title
    and its link or DOI.
    """
    status = Status(wish["status"])
    if wish["on"] and not status.closed:
        raise click.UsageError("--on is the day of reading: it goes with --status read or dropped.")
    app = session.app(rehearsing=dry_run)
    labels = app.labels_named(wish.pop("topics"), create=wish.pop("create_label"))
    wanted: list[str | Wanted]
    if title is not None or url or doi or authors or year:
        if source or len(refs) > 1:
            raise click.UsageError("--title, --url, --doi, --author and --year describe one paper.")
        wanted = [the_paper([*refs, *([url] if url else [])], doi, title, authors, year)]
    else:
        lines = references_in(source) if source else []
        if not refs and not lines:
            raise click.UsageError("Name at least one paper, for example: papers add 1706.03762")
        wanted = looked_up(app, refs, lines)

    from paper_notes.values.outcome import Wish

    outcomes = app.library.add(wanted, Wish(labels, **{**wish, "status": status}))
    finish(counted(outcomes, len(wanted), meter.show), as_json=as_json, dry_run=dry_run, done=added)


def the_paper(
    places: list[str], doi: str | None, title: str | None, authors: Sequence[str], year: int | None
) -> "str | Wanted":
    """Return the one paper that arguments and options describe."""
    named = [*places, *([doi] if doi else [])]
    if title is None:
        if authors or year:
            raise click.UsageError("--author and --year go with --title.")
        if len(named) > 1:
            raise click.UsageError("Give one link or DOI, or also --title.")
        return named[0]
    if not named:
        raise click.UsageError("A paper elsewhere is known by its link or DOI: add --url or --doi.")

    from paper_notes.rules.library.elsewhere import Wanted, described
    from paper_notes.values.text.names import separate

    names = [name for several in authors for name in separate(several)]
    paper = described(title, places, doi, authors=names, year=year)
    if isinstance(paper, ArxivId):
        say("It is on arXiv, which knows its title, authors and year.")
    return Wanted(named[0], paper)
