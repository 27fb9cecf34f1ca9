"""`papers open`: the web pages behind notes and topics."""

from urllib.parse import quote_plus

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.output import on_terminal
from paper_notes.cli.display.telling import browse, web_address
from paper_notes.cli.listing import issues_page
from paper_notes.cli.parameter_types import REF, TOPIC_OR_LABEL
from paper_notes.values.errors import PapersError


@click.command(cls=PapersCommand)
@click.argument("ref", required=False, type=REF)
@click.option("--pdf", "page", flag_value="pdf", help="Open the paper's PDF instead.")
@click.option("--arxiv", "page", flag_value="arxiv", help="Open the paper's page on arXiv instead.")
@click.option(
    "--topic", type=TOPIC_OR_LABEL, metavar="TOPIC", help="Open the issues with this topic's label."
)
@click.pass_obj
def open_(session: Session, ref: str | None, page: str | None, topic: str | None) -> None:
    """Open a note, its paper or a topic in the browser.

    REF is a number, an arXiv id or link, or a unique piece of the title. Its issue opens, or the
    paper's page if the note is no issue. On a pipe the address is printed as well.
    """
    if (ref is None) == (topic is None) or (topic and page):
        raise click.UsageError("Name a note, or a topic: papers open 12, papers open --topic NLP")
    app = session.app()
    if topic:
        query = f'is:issue label:"{app.label_of_topic(topic)}"'
        url = f"{issues_page(app)}?q={quote_plus(query)}"
    else:
        from paper_notes.rules.library.finding import find

        note = find(app.filled_store, ref or "")
        url = note.paper.links.get(page, "") if page else note.url or note.paper.link
        if not url:
            raise PapersError(f"{note.name} is about a paper that is not on arXiv.", "Leave out the option.")
    if not on_terminal():
        click.echo(web_address(url))
    browse(url)
