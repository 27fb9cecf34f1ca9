"""`papers init`: a repository in which GitHub does the work."""

import shlex
from typing import TYPE_CHECKING

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.narration import meter, say, say_below
from paper_notes.cli.display.output import print_difference
from paper_notes.cli.options import DRY_RUN
from paper_notes.cli.parameter_types import FILE
from paper_notes.rules.counted import counted
from paper_notes.values.errors import PapersError, UsageError

if TYPE_CHECKING:
    from paper_notes.app import App
    from paper_notes.doors.clone import Clone
    from paper_notes.rules.setting_up.initialise import Initialiser, Plan
    from paper_notes.rules.setting_up.repository import Branch


@click.command(cls=PapersCommand)
@click.argument("named", required=False, metavar="[OWNER/REPO]")
@click.option("--remote", is_flag=True, help="Commit the files on GitHub, all at once; no clone is needed.")
@click.option("--pr", is_flag=True, help="Open a pull request with the files instead.")
@click.option(
    "--path",
    type=FILE,
    metavar="PATH",
    help="The file for the reading list, if not README.md or the one that the workflow names.",
)
@click.option("--upgrade", is_flag=True, help="Also bring files of an older version up to date.")
@click.option(
    "--pin", is_flag=True, help="Pin all actions in the workflow to their commits, which GitHub is asked for."
)
@DRY_RUN
@click.pass_obj
def init(
    session: Session,
    named: str | None,
    remote: bool,
    pr: bool,
    path: str | None,
    upgrade: bool,
    pin: bool,
    dry_run: bool,
) -> None:
    """Set up a repository in which GitHub does the work for you.

    From then on issues are completed and notes published without you. Creates the labels of the
    topics, an issue form, the workflow, papers.toml, and the place of the reading list in the README:
    in the clone you are in, or on GitHub with --remote or --pr. Without OWNER/REPO it is the
    repository that the clone came from.

    It can be repeated: what is there stays, and a file that a person changed is left and named.
    """
    from paper_notes.app import care

    app = session.app(rehearsing=dry_run)
    name = named or session.flags.get("repository") or (app.clone and app.clone.origin)
    if name:
        session.flags["repository"] = name
    if app.config.repository is None:
        raise UsageError("Which repository is it?", "Name it: papers init OWNER/REPO")
    if app.config.offline:
        raise PapersError("Setting up a repository needs the network.", "Leave out --offline.")
    if remote or pr:
        branch = app.github.commits
        initialiser = care.initialiser(app, branch, path, commit=True, upgrade=upgrade, pin=pin)
        _on_github(app, branch, initialiser, pr=pr, dry_run=dry_run)
    else:
        clone = _clone_of(app)
        initialiser = care.initialiser(app, clone, path, commit=False, upgrade=upgrade, pin=pin)
        _in_clone(app, clone, initialiser, dry_run=dry_run)


def _clone_of(app: "App") -> "Clone":
    """Return the clone to write into, if it is one of the repository."""
    name = app.config.repository or ""
    if app.clone is None:
        raise PapersError(
            f"This folder is no clone of {name}.",
            "Go to one, or have the files committed on GitHub: --remote",
        )
    origin = app.clone.origin
    if origin is not None and origin.partition("/")[2].casefold() != name.casefold():
        raise PapersError(
            f"This is a clone of {origin.partition('/')[2]}, not of {name}.",
            "Go to one of that, or have the files committed on GitHub: --remote",
        )
    return app.clone


def _in_clone(app: "App", clone: "Clone", initialiser: "Initialiser", *, dry_run: bool) -> None:
    planned = initialiser.plan()
    if dry_run:
        _show(planned)
    else:
        _dress(initialiser, planned)
        clone.write(planned.texts)
        for name in planned.texts:
            say(f"Wrote {name}")
    _tell_rest(planned)
    if planned.texts and not dry_run:
        say(f"Commit and push: git add {shlex.join(planned.texts)}")
        _tell_next(app)


def _on_github(app: "App", branch: "Branch", initialiser: "Initialiser", *, pr: bool, dry_run: bool) -> None:
    branch.look()
    planned = initialiser.plan()
    if dry_run:
        _show(planned)
        if planned.texts:
            wanted = "open a pull request with them in" if pr else "commit them to"
            say(f"Would {wanted} {app.config.repository}.")
    else:
        _dress(initialiser, planned)
        if planned.texts and pr:
            say(f"Proposed {', '.join(planned.texts)}: {initialiser.propose(branch, planned)}")
        elif planned.texts:
            planned = initialiser.commit(branch, planned)
            say(f"Committed {', '.join(planned.texts)} to {app.config.repository}")
    _tell_rest(planned)
    if planned.texts and not dry_run:
        _tell_next(app)


def _show(planned: "Plan") -> None:
    """Show what would be written."""
    for drift in planned.labels:
        what = (
            "create the label" if drift.kind == "missing" else "give its colour and description to the label"
        )
        say(f"Would {what} {drift.name}.")
    for step in planned.files:
        if step.new is not None:
            say(f"Would {'create' if step.old is None else 'change'} {step.path}:")
            print_difference(step.old or "", step.new, step.path)


def _dress(initialiser: "Initialiser", planned: "Plan") -> None:
    done = list(counted(initialiser.dress(planned), len(planned.labels), meter.show))
    created = [drift.name for drift in done if drift.kind == "missing"]
    others = [drift.name for drift in done if drift.kind != "missing"]
    if created:
        say(f"Created the labels {', '.join(created)}")
    if others:
        say(f"Gave their colours to the labels {', '.join(others)}")


def _tell_rest(planned: "Plan") -> None:
    """Say what is not as it would be made, and if nothing was to be done."""
    for step in planned.files:
        if step.remark:
            say(f"Left {step.path} alone: {step.remark}.")
            say_below(step.remedy)
    if not planned.texts and not planned.labels:
        say("Nothing to do: the labels and all other files are there.")


def _tell_next(app: "App") -> None:
    """Say how to get the site, which is public and which no workflow may switch on; and what else is here."""
    from paper_notes.app import bringing

    facts = app.github.facts
    if facts is not None and not facts.has_pages and not facts.private:
        say(f"For the site, choose GitHub Actions as its source: {facts.html_url}/settings/pages")
    if count := len(bringing.waiting_to_be_pushed(app, again=False).keys):
        notes = "The note" if count == 1 else f"The {count:,} notes"
        say(f"{notes} of this machine can go there too: papers push --repo {app.config.repository}")
