"""`papers intake`: what a workflow runs when somebody opens an issue, or comments on one."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.narration import forget_told, say, say_below
from paper_notes.cli.display.output import on_terminal, print_json
from paper_notes.cli.display.telling import tell_strangers
from paper_notes.cli.display.text import plain, shortened, unheeded
from paper_notes.cli.inputs import text_in
from paper_notes.cli.options import DRY_RUN, JSON
from paper_notes.cli.parameter_types import FILE, Number
from paper_notes.values.errors import TokenError

if TYPE_CHECKING:
    from paper_notes.app import App
    from paper_notes.rules.intake.steps import Step
    from paper_notes.values.events import Event


@click.command(cls=PapersCommand)
@click.option(
    "--event",
    "payload",
    type=FILE,
    metavar="FILE",
    help="The payload of an event; in a workflow it is found by itself.",
)
@click.option(
    "--issue",
    "numbers",
    multiple=True,
    type=Number(1, (1 << 63) - 1),
    metavar="N",
    help="Take in this issue, whatever the event is.",
)
@DRY_RUN
@JSON
@click.pass_obj
def intake(
    session: Session, /, payload: str | None, numbers: tuple[int, ...], dry_run: bool, as_json: bool
) -> None:
    """Make notes of issues that are only a link.

    An issue with only a link or an id, an answered form, or a link with some thoughts gets its title,
    managed block and topics; what was typed stays below. A duplicate is closed, and a link that leads
    to no paper is answered. Only issues of people you trust count; hand-written notes stay as they are.
    On a pipe: number, outcome, what was done or why not, with tabs between.
    """
    from paper_notes.app import handwritten

    event = event_in(payload)
    app = session.app(rehearsing=dry_run)
    steps = []
    refused: TokenError | None = None
    try:
        for step in handwritten.take_care(app, event, numbers):
            steps.append(step)
            if not as_json:
                tell(step, dry_run=dry_run)
    except TokenError as error:
        if not steps:
            raise
        refused = error
    if as_json:
        print_json([as_json_object(step) for step in steps])
    elif not steps:
        say("Nothing waits to be taken in.")
    tell_strangers(app)
    summarise(app, steps, dry_run=dry_run)
    if refused is not None:
        raise refused
    sys.exit(int(any(step.kind == "failed" for step in steps)))


def event_in(path: str | None) -> "Event | None":
    """Return the event in a file, or that of the workflow that runs us; None by hand."""
    from paper_notes.values.events import event_of

    kind = os.environ.get("GITHUB_EVENT_NAME") or None
    path = path or (os.environ.get("GITHUB_EVENT_PATH") or None if kind else None)
    return None if path is None else event_of(text_in(path), kind)


def tell(step: "Step", *, dry_run: bool) -> None:
    """Say what became of an issue; a program gets a row."""
    name = "" if step.number is None else f"#{step.number} "
    if not (dry_run and step.kind in DONE):
        say(f"{click.style(f'{name}{shortened(step.title)}'.strip(), bold=True)}: {step.said}")
        say_below(step.remedy)
    if not on_terminal():
        number = "-" if step.number is None else step.number
        click.echo(unheeded(f"{number}\t{step.kind}\t{plain(step.said)}"))


def summarise(app: "App", steps: "Sequence[Step]", *, dry_run: bool) -> None:
    """Add to the summary of the job, if a workflow runs us."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        from paper_notes.rules.intake.job_summary import job_summary

        issues = f"{app.web}/{app.config.repository}/issues"
        text = job_summary(steps, issues, app.store.strangers()[0], rehearsing=dry_run)
        # A file that cannot be written is no reason to fail: all of it was said already.
        with suppress(OSError), open(path, "a", encoding="utf-8", errors="replace") as file:
            file.write(f"{text}\n")
            forget_told()


DONE = ("completed", "pending", "duplicate", "answered", "obeyed", "refused", "gone")
"""Outcomes of which a dry run has announced what it would write."""


def as_json_object(step: "Step") -> dict[str, Any]:
    """Return a step as `--json` prints it."""
    return {
        "issue": step.number,
        "outcome": step.kind,
        "said": step.said,
        "note": step.note.as_json() if step.note else None,
    }
