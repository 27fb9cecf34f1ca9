"""`papers adopt`: hand-written notes recognised, and given a managed block."""

import shlex
import sys
from collections.abc import Sequence

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.adoption import (
    advice_for,
    as_document,
    in_order,
    row,
    summary,
    tell_jotted,
    tell_nameless,
    tell_second_hand,
    tell_statuses,
    written,
)
from paper_notes.cli.display.interruption import telling_how_far
from paper_notes.cli.display.narration import say
from paper_notes.cli.display.output import on_terminal, print_json, print_page
from paper_notes.cli.display.telling import tell_age, tell_failures, tell_strangers
from paper_notes.cli.options import DRY_RUN, JSON
from paper_notes.cli.parameter_types import LABEL, REF, Number, Words
from paper_notes.values.adoption import Case, Choice
from paper_notes.values.decisions import decisions
from paper_notes.values.errors import TokenError
from paper_notes.values.refusal import masked


@click.command(cls=PapersCommand)
@click.argument("refs", nargs=-1, type=REF, metavar="[REF]...")
@click.option(
    "--as",
    "meant",
    multiple=True,
    type=Words(),
    metavar="[N=]PAPER",
    help="The paper that the one issue is about: id, link or DOI. Of several issues: each as N=PAPER.",
)
@click.option("--label", "labels", multiple=True, type=LABEL, metavar="LABEL", help="Issues with this label.")
@click.option(
    "--limit", type=Number(1), metavar="N", help="Recognise at most N papers, the oldest issues first."
)
@click.option(
    "--search", is_flag=True, help="Search arXiv for the titles of issues that name no paper, one at a time."
)
@click.option("--apply", "write", is_flag=True, help="Put a managed block on top of what is recognised.")
@DRY_RUN
@JSON
@click.pass_obj
def adopt(
    session: Session,
    /,
    refs: tuple[str, ...],
    meant: tuple[str, ...],
    labels: tuple[str, ...],
    limit: int | None,
    search: bool,
    write: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Recognise the notes that you wrote by hand.

    Looks at all issues of people you trust, or at each REF, and says which paper each is about and how
    that is known, which need your word, and which are about no paper. Only --apply writes, and only
    managed blocks: titles, labels, state and your text stay as they are.
    On a pipe: number, outcome, id, how it is known or why not, title, with tabs between.
    """
    from paper_notes.app import handwritten

    if (refs or meant) and labels:
        raise click.UsageError("Name issues, or choose them by label: not both.")
    decided = decisions(refs, meant)
    choice = Choice(refs or tuple(decided), decided, labels, limit)
    app = session.app(rehearsing=dry_run)
    where = f" --repo {app.config.repository}" if session.flags.get("repository") else ""
    if not app.tracker.remote:
        if as_json:
            print_json(as_document(app, []))
        say("There is nothing to adopt in the embedded library. Name a repository: --repo OWNER/REPO")
        return
    cases: list[Case] = []
    refused: TokenError | None = None
    try:
        with telling_how_far(lambda: written(cases), dry_run=dry_run):
            cases.extend(handwritten.adopt(app, choice, search=search, write=write))
    except TokenError as error:
        if not cases:
            raise
        refused = error
    cases.sort(key=in_order)
    advice = advice_for(app, cases)
    if as_json:
        print_json(as_document(app, cases, advice))
    say(summary(cases, labels, dry_run=dry_run))
    if not as_json and on_terminal():
        # They measure wide characters, which takes a while to load.
        from paper_notes.cli.display.adoption_page import page
        from paper_notes.cli.display.screen import screen

        print_page(page(cases, advice, where, dry_run=dry_run), screen().rows)
    elif not as_json:
        for case in cases:
            sys.stdout.write(row(case))
    tell_failures((case.ref, case.why, case.remedy) for case in cases if case.kind == "failed")
    if not choice.refs:
        tell_statuses(cases, where)
    tell_jotted(cases)
    tell_second_hand(cases, where)
    if not write and any(case.kind == "recognised" for case in cases):
        tell_nameless(cases)
        say(f"Write the managed blocks: {again(refs, meant, labels, limit, search=search)}{where}")
    tell_strangers(app)
    if app.config.offline:
        tell_age(app)
    if refused is not None:
        raise refused
    bad = ("failed", "unknown", "silent", "blocked") if write else ("failed",)
    sys.exit(int(any(case.kind in bad for case in cases)))


def again(
    refs: Sequence[str], meant: Sequence[str], labels: Sequence[str], limit: int | None, *, search: bool
) -> str:
    """Return the command line that writes what was reported."""
    words = ["papers", "adopt", *refs]
    words += [word for paper in meant for word in ("--as", paper)]
    words += [word for label in labels for word in ("--label", label)]
    words += ["--limit", str(limit)] if limit else []
    words += ["--search"] if search else []
    return shlex.join([*map(masked, words), "--apply"])
