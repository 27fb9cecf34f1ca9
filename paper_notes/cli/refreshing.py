"""`papers refresh`: what has become of the papers since they were noted."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from paper_notes.cli.choice import require_one_way
from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.interruption import telling_how_far
from paper_notes.cli.display.narration import say
from paper_notes.cli.display.news import news_json, print_rows, print_table
from paper_notes.cli.display.output import on_terminal, print_json
from paper_notes.cli.display.telling import tell_age, tell_failures
from paper_notes.cli.display.text import number_of
from paper_notes.cli.options import DRY_RUN, JSON, filters, query
from paper_notes.cli.parameter_types import REF
from paper_notes.values.errors import TokenError

if TYPE_CHECKING:
    from paper_notes.rules.library.refresh import Checked


@click.command(cls=PapersCommand)
@click.argument("refs", nargs=-1, type=REF, metavar="[REF]...")
@filters("added")
@click.option("--apply", "write", is_flag=True, help="Write what is new into the notes' managed blocks.")
@click.option("--force", is_flag=True, help="With --apply: also rewrite a block that was changed by hand.")
@DRY_RUN
@JSON
@click.pass_obj
def refresh(
    session: Session,
    /,
    refs: tuple[str, ...],
    write: bool,
    force: bool,
    dry_run: bool,
    as_json: bool,
    **chosen: Any,
) -> None:
    """Ask arXiv what is new: versions, publication, withdrawals.

    Looks at all notes, at those that the filters choose, or at each REF, and reports what is new and
    what pending notes lack; only --apply writes.
    On a pipe: number, arXiv id, what is new, old and new value, with tabs between.
    """
    from paper_notes.app import bringing

    if force and not write:
        raise click.UsageError("--force is about writing: it goes with --apply.")
    require_one_way(refs, chosen)
    app = session.app(rehearsing=dry_run)
    wanted = refs or query(app, chosen)
    told: list[Checked] = []
    same = 0
    refused: TokenError | None = None
    try:
        with telling_how_far(lambda: written(told), dry_run=dry_run):
            for one in bringing.refresh(app, wanted, write=write, force=force):
                if one.outcome == "same":
                    same += 1
                    continue
                told.append(one._replace(paper=None))
                if not as_json and not on_terminal():
                    print_rows(one)
    except TokenError as error:
        if not told:
            raise
        refused = error
    if as_json:
        print_json([news_json(one) for one in told])
    elif on_terminal():
        print_table([one for one in told if one.differences])
    tell_failures((one.ref, one.error, one.remedy) for one in told)
    if not told and not same:
        say("There are no notes about arXiv papers.")
    if write:
        tell_written(told, same, dry_run=dry_run)
    else:
        tell_found(told, same)
        tell_age(app)
    if refused is not None:
        raise refused
    bad = ("failed", "hand-edited") if write else ("failed",)
    sys.exit(int(any(one.outcome in bad for one in told)))


def tell_found(told: "Sequence[Checked]", same: int) -> None:
    """Say how many notes were compared, and what would become of the news."""
    news = [one for one in told if one.differences]
    tell_compared(news, same, f"{len(news) or 'none'} with news")
    if edited := _count(news, "hand-edited"):
        verb = "was" if edited == 1 else "were"
        say(f"{edited} {verb} changed by hand: only --apply --force writes there.")
    if any(one.outcome == "found" and one.differences[0].kind != "unknown" for one in news):
        say("Write it into the notes: papers refresh --apply")


def tell_written(told: "Sequence[Checked]", same: int, *, dry_run: bool) -> None:
    """Say how many notes were compared, and how many were changed."""
    news = [one for one in told if one.differences]
    verb = "to be updated" if dry_run else "updated"
    tell_compared(news, same, f"{_count(news, 'changed') or 'none'} {verb}")


def written(told: "Sequence[Checked]") -> str:
    """Return how many notes were changed so far; nothing if none was."""
    count = _count(told, "changed")
    return f"{number_of(count, 'note')} updated" if count else ""


def tell_compared(news: "Sequence[Checked]", same: int, outcome: str) -> None:
    """Say how many notes were compared, and that hand-written ones are left as they are."""
    if news or same:
        say(f"{number_of(same + len(news), 'note')} compared with arXiv: {outcome}.")
    if alone := _count(news, "hand-written"):
        say(f"{number_of(alone, 'note')} without a managed block: nothing is written there (papers adopt).")


def _count(told: "Sequence[Checked]", outcome: str) -> int:
    return sum(one.outcome == outcome for one in told)
