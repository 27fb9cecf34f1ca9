"""`papers remove`: notes that should not be there."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.asking import agreed
from paper_notes.cli.display.narration import say, say_below
from paper_notes.cli.display.outcomes import finish, named, removed, would_be_removed
from paper_notes.cli.display.output import can_ask
from paper_notes.cli.options import DRY_RUN, JSON, YES
from paper_notes.cli.parameter_types import REF

if TYPE_CHECKING:
    from paper_notes.rules.library.removing import Leaving
    from paper_notes.values.outcome import Outcome


@click.command(cls=PapersCommand)
@click.argument("refs", nargs=-1, required=True, type=REF, metavar="REF...")
@YES
@DRY_RUN
@JSON
@click.pass_obj
def remove(session: Session, refs: tuple[str, ...], yes: bool, dry_run: bool, as_json: bool) -> None:
    """Remove notes from the library on this machine.

    REF is an arXiv id or link, or a unique piece of the title. You are asked before anything is removed,
    and told how much of it you wrote; without a terminal, say --yes. Issues on GitHub stay: those are
    deleted on their own pages.
    """
    library = session.app(rehearsing=dry_run).library
    leaving, failed = library.look_over(refs)
    sure = yes or dry_run
    if leaving and not sure and not can_ask():
        raise click.UsageError("Without a terminal nobody can be asked. To remove all the same: --yes")

    def outcomes() -> "Iterator[Outcome]":
        # First, so that who is asked knows of them.
        yield from failed
        if not leaving:
            return
        if sure or _agreed(leaving):
            yield from library.remove(leaving)
        else:
            say("Nothing was removed.")

    finish(outcomes(), as_json=as_json, dry_run=dry_run, done=would_be_removed if dry_run else removed)


def _agreed(leaving: "Sequence[Leaving]") -> bool:
    for one in leaving:
        say(named(one.note))
        say_below(one.remark)
    return agreed(_question(len(leaving), sum(one.own_lines for one in leaving)))


def _question(notes: int, lines: int) -> str:
    these, them = ("this note", "it") if notes == 1 else (f"these {notes:,} notes", "them")
    written = "line you wrote is" if lines == 1 else f"{lines:,} lines you wrote are"
    return f"Remove {these}?" + (f" The {written} gone with {them}." if lines else "")
