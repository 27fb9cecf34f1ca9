"""The commands about the reader's own text: edit, note."""

import os
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.asking import agreed
from paper_notes.cli.display.narration import say
from paper_notes.cli.display.outcomes import appended, edited, finish
from paper_notes.cli.display.output import can_ask
from paper_notes.cli.display.text import CONTROLS
from paper_notes.cli.drafts import Draft, new_draft
from paper_notes.cli.editor import editor_command, run_editor
from paper_notes.cli.inputs import text_in
from paper_notes.cli.options import DRY_RUN, JSON, YES
from paper_notes.cli.parameter_types import FILE, REF
from paper_notes.values.errors import ConflictError, PapersError, TokenError, UsageError

if TYPE_CHECKING:
    from paper_notes.app import App
    from paper_notes.rules.library.own_text import Opened
    from paper_notes.values.outcome import Outcome

AT_ONCE = 1.0
"""Seconds. Who edits takes longer: an editor that ends sooner may just have handed the file on."""


@click.command(cls=PapersCommand)
@click.argument("ref", type=REF)
@click.option(
    "--from",
    "source",
    type=FILE,
    metavar="FILE",
    help="Take the text from FILE, without an editor; - is stdin.",
)
@YES
@DRY_RUN
@JSON
@click.pass_obj
def edit(session: Session, ref: str, source: str | None, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Edit what you wrote about a paper, in your own editor.

    REF is a number, an arXiv id or link, or a unique piece of the title. The editor is $VISUAL or
    $EDITOR; it gets your text without the managed block. What somebody else changed in other lines
    meanwhile is kept. If they changed the same lines, nothing is written: the difference is shown,
    and your text is kept in a file.
    """
    from paper_notes.rules.library.own_text import open_text

    app = session.app(rehearsing=dry_run)
    command = None if source else editor_command(os.environ)

    def work() -> "Outcome":
        opened = open_text(app.library, ref)
        draft = Draft(_folder(app), opened.note, opened.text, source)
        with draft.kept_unless_saved(dry_run=dry_run):
            return _edited(app, opened, draft.path, command, yes=yes, dry_run=dry_run)

    finish([_outcome(ref, work)], as_json=as_json, dry_run=dry_run, done=edited)


def _edited(
    app: "App", opened: "Opened", path: str, command: list[str] | None, *, yes: bool, dry_run: bool
) -> "Outcome":
    from paper_notes.rules.library.own_text import save_text
    from paper_notes.values.outcome import Outcome

    began = monotonic()
    if command:
        run_editor(command, path)
    at_once = command is not None and monotonic() - began < AT_ONCE
    typed = text_in(path)
    if dry_run:
        _show(opened.text, typed)
    emptied = opened.text.strip() and not typed.strip()
    if emptied and not (yes or dry_run or _agreed(f"Delete all you wrote about {opened.note.name}?")):
        return Outcome(opened.note.name, "exists", opened.note)
    outcome = save_text(app.library, opened, typed)
    if at_once and outcome.kind == "exists":
        hint = "The editor came back at once. If it is still open, make it wait: EDITOR='code --wait'"
        return outcome._replace(remark=hint)
    return outcome


@click.command(cls=PapersCommand)
@click.argument("ref", type=REF)
@click.option(
    "-m", "--message", "texts", multiple=True, required=True, metavar="TEXT", help="The text; - is stdin."
)
@click.option("--under", metavar="HEADING", help="Add it under this heading of yours; a piece of it will do.")
@DRY_RUN
@JSON
@click.pass_obj
def note(
    session: Session, ref: str, texts: tuple[str, ...], under: str | None, dry_run: bool, as_json: bool
) -> None:
    """Add a paragraph to what you wrote about a paper.

    REF is a number, an arXiv id or link, or a unique piece of the title. The text is Markdown and goes
    below yours; each -m is a paragraph, and a list item goes on with a list.
    """
    typed = [text_in("-") if text == "-" else text for text in texts]
    if not all(text.strip() for text in typed):
        raise click.UsageError("There is nothing to add: the text is empty.")
    from paper_notes.rules.library.own_text import append

    app = session.app(rehearsing=dry_run)
    outcome = _outcome(ref, lambda: append(app.library, ref, typed, under))
    if outcome.kind == "failed" and "-" in texts:
        path = new_draft(_folder(app), "note", "\n\n".join(typed))
        outcome = outcome._replace(
            remedy="\n".join(filter(None, (outcome.remedy, f"Your text is kept in {path}")))
        )
    finish([outcome], as_json=as_json, dry_run=dry_run, done=appended)


def _outcome(ref: str, work: "Callable[[], Outcome]") -> "Outcome":
    """Return what became of it, also when it failed."""
    from paper_notes.values.outcome import Outcome

    try:
        return work()._replace(ref=ref)
    except (TokenError, UsageError):
        raise
    except PapersError as error:
        if isinstance(error, ConflictError):
            for line in error.diff:
                say(line.translate(CONTROLS))
        return Outcome(ref, "failed", error=error.message, remedy=error.remedy)


def _folder(app: "App") -> str:
    return os.path.abspath(os.path.join(app.config.data, "edits"))


def _show(old: str, new: str) -> None:
    from paper_notes.values.text.reader_text import difference

    for line in difference(old, new, "your text now", "your text then"):
        say(line.translate(CONTROLS))


def _agreed(question: str) -> bool:
    """Ask, where there is somebody to ask; elsewhere --yes is needed."""
    if not can_ask():
        raise PapersError("There is no text left, so nothing was written.", "To delete all of yours: --yes")
    return agreed(question)
