"""`papers mark` and `papers tag`: where you stand with papers, and under which topics they are."""

from typing import Any

import click

from paper_notes.cli.choice import notes_to_change
from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.narration import meter
from paper_notes.cli.display.outcomes import finish, marked, tagged
from paper_notes.cli.options import CREATE_LABEL, DRY_RUN, JSON, YES, filters
from paper_notes.cli.parameter_types import REF, STATUS, TOPIC_OR_LABEL, Day, Stars
from paper_notes.rules.counted import counted
from paper_notes.values.model import Status


@click.command(cls=PapersCommand)
@click.argument("status", type=STATUS)
@click.argument("refs", nargs=-1, type=REF, metavar="REF...")
@click.option("--rating", type=Stars(), metavar="1..5|none", help="Your stars, 1 to 5; none takes them away.")
@click.option("--on", type=Day(), help="The day you read (or dropped) it, if not today.")
@click.option("--force", is_flag=True, help="Also rewrite a managed block that was changed by hand.")
@filters("added", rating=False)
@YES
@DRY_RUN
@JSON
@click.pass_obj
def mark(
    session: Session,
    /,
    status: str,
    refs: tuple[str, ...],
    rating: int | None,
    on: str | None,
    force: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Mark notes as to-read, reading, read or dropped.

    REF is a number, an arXiv id or link, or a unique piece of the title. Without REF, filters choose
    the notes; before more than 20 are changed, you are asked.
    """
    becomes = Status(status)
    if on and not becomes.closed:
        raise click.UsageError("--on is the day of reading: it goes with read or dropped.")
    app = session.app(rehearsing=dry_run)
    notes = notes_to_change(app, refs, chosen, f"Mark them {becomes}?", sure=yes or dry_run)
    outcomes = app.library.mark(notes, becomes, rating=rating, on=on, force=force)
    finish(counted(outcomes, len(notes), meter.show), as_json=as_json, dry_run=dry_run, done=marked)


@click.command(cls=PapersCommand)
@click.argument("refs", nargs=-1, type=REF, metavar="REF...")
@click.option(
    "--add", "more", multiple=True, type=TOPIC_OR_LABEL, metavar="TOPIC", help="Put this topic or label on."
)
@click.option(
    "--remove",
    "less",
    multiple=True,
    type=TOPIC_OR_LABEL,
    metavar="TOPIC",
    help="Take this topic or label off.",
)
@CREATE_LABEL
@filters("added", rating=False)
@YES
@DRY_RUN
@JSON
@click.pass_obj
def tag(
    session: Session,
    /,
    refs: tuple[str, ...],
    more: tuple[str, ...],
    less: tuple[str, ...],
    create_label: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Change the topics of notes.

    REF is a number, an arXiv id or link, or a unique piece of the title. Without REF, filters choose
    the notes; before more than 20 are changed, you are asked.
    """
    if not more and not less:
        raise click.UsageError("Say what to change: --add TOPIC, --remove TOPIC.")
    app = session.app(rehearsing=dry_run)
    add_labels = app.labels_named(more, create=create_label)
    remove = [label.name for label in app.labels_named(less, create=True)]
    notes = notes_to_change(app, refs, chosen, "Change their topics?", sure=yes or dry_run)
    outcomes = app.library.tag(notes, add_labels, remove)
    finish(counted(outcomes, len(notes), meter.show), as_json=as_json, dry_run=dry_run, done=tagged)
