"""The commands that look after the library: sync, doctor."""

import sys
from itertools import chain, islice

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.narration import say
from paper_notes.cli.display.outcomes import finish, merged
from paper_notes.cli.display.output import print_finding, print_json
from paper_notes.cli.display.text import number_of
from paper_notes.cli.options import JSON


@click.command(cls=PapersCommand)
@click.option(
    "--full", is_flag=True, help="Read everything again; also finds what was deleted or moved away."
)
@click.pass_obj
def sync(session: Session, full: bool) -> None:
    """Fetch what is new in your repository.

    Commands that only read look into a mirror of it on this machine, also without a network.
    """
    from paper_notes.rules.library.noted import doubled

    app = session.app()
    if not app.tracker.remote:
        say("The embedded library needs no syncing. Name a repository to use one: --repo OWNER/REPO")
        return
    saved = app.library.sync(full=full)
    counts = ((saved.new, "new"), (saved.changed, "changed"), (saved.gone, "gone"))
    changes = [f"{count:,} {word}" for count, word in counts if count]
    if saved.comments:
        changes.append(number_of(saved.comments, "comment"))
    say(f"{app.config.repository}: {', '.join(changes) or 'nothing new'}.")
    if several := len(doubled(app.store)):
        papers = "1 paper has" if several == 1 else f"{several:,} papers have"
        say(f"{papers} several notes. Make one of them: papers doctor --merge")


@click.command(cls=PapersCommand)
@click.option(
    "--merge",
    is_flag=True,
    help="Instead, make one note of those about the same paper; the oldest stays, or that by its arXiv id.",
)
@click.option("--dry-run", is_flag=True, help="With --merge: only say what would be written.")
@JSON
@click.pass_obj
def doctor(session: Session, merge: bool, dry_run: bool, as_json: bool) -> None:
    """Check the set-up: what is wrong, and what to do about it.

    Looks at the settings and where they come from, your templates and the library on this machine; and
    on GitHub at the token, the labels, the workflow and the issue form, and the site.
    """
    from paper_notes.app import care

    if dry_run and not merge:
        raise click.UsageError("Nothing is written without --merge.")
    if merge:
        outcomes = session.app(rehearsing=dry_run).library.merge()
        first = list(islice(outcomes, 1))
        if not first:
            say("No paper has several notes.")
        finish(chain(first, outcomes), as_json=as_json, dry_run=dry_run, done=merged)
    findings = list(care.examine(session.app()))
    if as_json:
        print_json([finding._asdict() for finding in findings])
    else:
        for finding in findings:
            print_finding(f"{finding.subject}: {finding.message}", finding.remedy, ok=finding.ok)
    sys.exit(int(not all(finding.ok for finding in findings)))
