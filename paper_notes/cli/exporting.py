"""`papers export`: notes for other programs."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from paper_notes.cli.command import PapersCommand, Session
from paper_notes.cli.display.narration import say
from paper_notes.cli.display.output import on_terminal
from paper_notes.cli.display.telling import tell_limits
from paper_notes.cli.display.text import number_of
from paper_notes.cli.options import LIMIT, SORT, filters, query
from paper_notes.cli.parameter_types import FILE
from paper_notes.values.query import Query

if TYPE_CHECKING:
    from paper_notes.app import App
    from paper_notes.rules.export.formats import Exported
    from paper_notes.values.model import Note

NAMES = ("bibtex", "csl-json", "ris", "csv", "json", "jsonl", "markdown", "llms")
"""Of the formats in `paper_notes.rules.export`, which `--help` does without."""


@click.command(cls=PapersCommand)
@click.option(
    "--format",
    "name",
    type=click.Choice(NAMES),
    help="If not given, told from the ending of --output; bibtex on stdout.",
)
@click.option(
    "-o",
    "--output",
    type=FILE,
    default="-",
    show_default=True,
    metavar="PATH",
    help="The file, or folder for markdown and llms; - is stdout.",
)
@filters("sort")
@SORT
@click.option("--images", is_flag=True, help="With markdown: also copy the images that GitHub hosts.")
@LIMIT
@click.pass_obj
def export(session: Session, /, name: str | None, output: str, images: bool, **chosen: Any) -> None:
    """Export notes: BibTeX, RIS, CSL, CSV, JSON, Markdown, text.

    For markdown (Obsidian, Hugo, Jekyll) and llms (one text for each topic) PATH is a folder, and
    keeps what else is in it: only files that an earlier export wrote are replaced or removed, and none
    that was changed since.
    """
    from paper_notes.rules.export.formats import (
        FORMATS,
        TextFormat,
        citation_keys,
        format_for,
        into_file,
        into_folder,
    )

    name = name or ("bibtex" if output == "-" else format_for(output))
    form = FORMATS[name]
    if output == "-" and not isinstance(form, TextFormat):
        raise click.UsageError(f"--format {name} makes a folder of files. Name the folder: --output notes")
    if images and name != "markdown":
        raise click.UsageError("--images goes with --format markdown.")
    app = session.app()
    store = app.filled_store
    wanted = query(app, chosen)
    # Keys are given to the whole library, so that no filter changes one.
    keys = citation_keys(store.notes(Query())) if form.keyed else {}
    left_alone = False
    if not isinstance(form, TextFormat):
        notes, pictures = illustrated(app, wanted, images=images)
        left_alone = tell_folder(output, into_folder(name, notes, keys, output, pictures))
    elif output == "-":
        print_pieces(form.write(store.notes(wanted), keys))
    else:
        changed = into_file(form, store.notes(wanted), keys, output)
        say(f"{'Wrote' if changed else 'Unchanged:'} {output}")
    count = min(store.count(wanted), wanted.limit or sys.maxsize)
    say(number_of(count, "note"))
    tell_limits(app)
    sys.exit(int(left_alone))


def illustrated(
    app: "App", wanted: Query, *, images: bool
) -> "tuple[Iterable[Note], Iterable[tuple[str, bytes]]]":
    """Return the notes; with `images`, they show copies of theirs, which are returned too."""
    from paper_notes.app import image_copies

    notes = app.store.notes(wanted)
    if not images:
        return notes, ()
    from paper_notes.rules.images import contents, with_paths

    copies = image_copies.copied_images(app, app.store.notes(wanted))
    return with_paths(notes, copies), contents(copies)


def print_pieces(pieces: Iterable[str]) -> None:
    """Print the text; a program gets it as UTF-8, whatever the terminal's encoding is."""
    out = sys.stdout
    if not on_terminal() and hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", newline="\n")
    out.writelines(pieces)


def tell_folder(folder: str, exported: "Exported") -> bool:
    """Say what became of the files; return whether some were left alone that should have changed."""
    removed = f", removed {exported.removed}" if exported.removed else ""
    say(f"Wrote {exported.written} of {exported.total} files in {folder}{removed}")
    for name in exported.kept:
        say(f"Left alone: {name}, which no export wrote, or which was changed since. Move it to get ours.")
    return bool(exported.kept)
