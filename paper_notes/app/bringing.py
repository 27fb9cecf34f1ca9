"""What comes in: papers from files, notes from the embedded library, news from arXiv."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from paper_notes.values.errors import PapersError, UsageError
from paper_notes.values.query import Query

if TYPE_CHECKING:
    from paper_notes.app import App
    from paper_notes.rules.library.push import Waiting
    from paper_notes.rules.library.refresh import Checked
    from paper_notes.values.outcome import Outcome, Wish


def take_in(
    app: "App",
    files: "Iterable[tuple[str, bytes]]",
    form: str | None,
    wish: "Wish",
    *,
    search: bool = False,
    unlisted: bool = False,
) -> "Iterator[Outcome]":
    """Note the papers that files hold, given by name and content, and restore notes exported to them.

    Entries without an arXiv id are left out, unless they are to be looked up (`search`) or noted as they
    are (`unlisted`).
    """
    from paper_notes.doors.importing import entries_in
    from paper_notes.rules.intake.intake import Unlisted, take_in

    entries = [entry for name, data in files for entry in entries_in(data, name, form)]
    seek = app.seek(today=False) if search else None
    would_ask = search and app.rehearsing and not app.config.offline
    known = app.seek(today=False, ask=False) if would_ask else None
    doing = Unlisted(seek, known, unlisted)
    return take_in(app.library, entries, wish, doing, progress=app.progress, report=app.report)


def waiting_to_be_pushed(app: "App", *, again: bool) -> "Waiting":
    """Return which notes of the embedded library the connected repository is still to get."""
    from paper_notes.rules.library.push import waiting

    if app.config.repository is None:
        raise UsageError(
            "There is no repository to push to.",
            "Name it: papers push --repo OWNER/REPO, or repository in papers.toml",
        )
    return waiting(app.embedded_store, app.config.repository, again=again)


def push(app: "App", keys: tuple[int, ...]) -> "Iterator[Outcome]":
    """Write notes of the embedded library, given by their rows, to the connected repository."""
    from paper_notes.disk.locking import lock
    from paper_notes.rules.library.push import push

    if not keys:
        return iter(())
    return push(
        app.library,
        app.embedded_store,
        keys,
        repository=app.config.repository or "",
        language=app.config.language,
        lock=lambda: lock(f"{app.embedded_path}.lock", app.report),
    )


def refresh(app: "App", wanted: Sequence[str] | Query, *, write: bool, force: bool) -> "Iterator[Checked]":
    """Compare notes, named or chosen, with what arXiv says now; with `write` put that into them."""
    from paper_notes.rules.library.refresh import refresh
    from paper_notes.rules.library.sources import remembered

    if app.config.offline:
        raise PapersError("To refresh is to ask arXiv, which --offline forbids.", "Leave out --offline.")
    library = app.library if write else None
    ask = remembered(app.arxiv, app.papers_of_today)
    return refresh(app.filled_store, ask, wanted, library, force=force, progress=app.progress)
