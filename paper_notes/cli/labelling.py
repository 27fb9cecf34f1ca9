"""`papers labels`: the taxonomy and its labels."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from paper_notes.cli.command import PapersCommand, PapersGroup, Session
from paper_notes.cli.display.interruption import telling_how_far
from paper_notes.cli.display.narration import say
from paper_notes.cli.display.output import print_finding, print_json
from paper_notes.cli.display.text import number_of
from paper_notes.cli.options import DRY_RUN, JSON
from paper_notes.cli.parameter_types import LABEL, REF, TOPIC_OR_LABEL
from paper_notes.rules.library.finding import find

if TYPE_CHECKING:
    from paper_notes.rules.setting_up.label_care import Drift
    from paper_notes.rules.setting_up.label_keeper import Done


@click.group(cls=PapersGroup)
def labels() -> None:
    """Look after the topics' labels in your repository.

    A topic has one label, with a colour and a description. Labels that mean no topic are left alone.
    """


@labels.command(cls=PapersCommand)
@JSON
@click.pass_obj
def check(session: Session, as_json: bool) -> None:
    """Say which labels are not as they should be.

    Those that are missing are no fault: they are created when they are first needed.
    """
    from paper_notes.app import care

    drifts = care.label_keeper(session.app()).drifts()
    if as_json:
        print_json(
            [
                {"label": drift.name, "problem": drift.kind, "topic": drift.label.name, "both": drift.there}
                for drift in drifts
            ]
        )
    else:
        for drift in drifts:
            said, remedy = words_for(drift)
            print_finding(f"{drift.name}: {said}", remedy, ok=remedy is None)
    faults = [drift for drift in drifts if words_for(drift)[1] is not None]
    if not faults:
        say("The labels are in order.")
    sys.exit(int(bool(faults)))


def words_for(drift: "Drift") -> tuple[str, str | None]:
    """Return what is to be said about a label, and the remedy if it is at fault."""
    merge = f'papers labels merge "{drift.name}" "{drift.label.name}"'
    if drift.kind == "missing":
        return "is created when it is first needed", None
    if drift.kind == "bare":
        return "has no colour and description", "Give it those: papers labels sync"
    if drift.kind == "changed":
        look = f"#{drift.label.color}, “{drift.label.description}”"
        return f"does not look like {look}", "Make it so: papers labels sync. Or set yours in papers.toml."
    if drift.kind == "alias" and not drift.there:
        return f"stands for {drift.label.name}", None
    if drift.kind == "alias":
        return f"means the same as {drift.label.name}", f"Have one of them: {merge}"
    return f"looks like a slip of {drift.label.name}", f"If it is: {merge}"


@labels.command(cls=PapersCommand)
@click.option("--merge", is_flag=True, help="Also have one label a topic: merge other names and slips.")
@DRY_RUN
@click.pass_obj
def sync(session: Session, merge: bool, dry_run: bool) -> None:
    """Create missing labels; give all their colour and description.

    Look with --dry-run before you use --merge.
    """
    from paper_notes.app import care

    steps = care.label_keeper(session.app(rehearsing=dry_run)).sync(merge=merge)
    tell(steps, "The labels are in order.", dry_run=dry_run)


@labels.command(cls=PapersCommand)
@click.argument("old", type=LABEL)
@click.argument("new", type=TOPIC_OR_LABEL)
@DRY_RUN
@click.pass_obj
def merge(session: Session, old: str, new: str, dry_run: bool) -> None:
    """Put the label NEW in the place of OLD.

    It changes the issues of people you trust. OLD is deleted when nothing carries it any more: as long
    as issues of others or pull requests do, it stays. After an interruption run it again.
    """
    from paper_notes.app import care

    steps = care.label_keeper(session.app(rehearsing=dry_run)).merge(old, new)
    tell(steps, "Nothing to do.", dry_run=dry_run)


def tell(steps: "Iterable[Done]", otherwise: str, *, dry_run: bool) -> None:
    """Say what is done, as it is done."""
    told = 0
    with telling_how_far(lambda: number_of(told, "change") if told else "", dry_run=dry_run):
        for step in steps:
            say(step.said)
            told += 1
    if not told:
        say(otherwise)


@labels.command(cls=PapersCommand)
@click.argument("ref", type=REF)
@JSON
@click.pass_obj
def explain(session: Session, ref: str, as_json: bool) -> None:
    """Say why a note has its topics.

    What speaks for each has points: the paper's categories, and words in its title and abstract.
    """
    app = session.app()
    note = find(app.filled_store, ref)
    weighed = app.taxonomy.weigh(note.paper)
    if as_json:
        print_json(
            [
                {
                    "topic": case.topic,
                    "points": case.points,
                    "evidence": case.evidence,
                    "guessed": case.chosen,
                    "on_note": case.topic in note.topics,
                }
                for case in weighed
            ]
        )
        return
    say(f"{note.name} {note.paper.title}")
    for case in weighed:
        mark = click.style("yes", fg="green") if case.chosen else "no "
        click.echo(f"{mark}  {case.topic} ({case.points}): {case.evidence}")
    guessed = [case.topic for case in weighed if case.chosen]
    if chosen := [topic for topic in note.topics if topic not in guessed]:
        say(f"On the note for another reason: {', '.join(chosen)}")
    if gone := [topic for topic in guessed if topic not in note.topics]:
        say(f"Guessed, and not on the note: {', '.join(gone)}")
