"""Which note a person means by an id, a link, a number, or a piece of a title."""

from paper_notes.doors.sqlite.store import Store
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.errors import PapersError
from paper_notes.values.locator import Locator
from paper_notes.values.model import Note
from paper_notes.values.reference import IssueNumber, IssueUrl, parse_reference
from paper_notes.values.refusal import masked

NAMED = 5
"""How many notes are named when a piece of a title is in several."""


def find(store: Store, ref: str) -> Note:
    """Return the note that `ref` means; a PapersError says why there is none, or not only one."""
    reference = parse_reference(ref)
    if isinstance(reference, ArxivId):
        found = store.notes_of(reference.id)
        if not found:
            raise PapersError(
                f"There is no note about {reference.id}.", f"Make one: papers add {reference.id}"
            )
        return found[0]
    if isinstance(reference, Locator):
        # They cost as much to load as all else here.
        from paper_notes.rules.library.elsewhere import how_to_add
        from paper_notes.rules.library.noted import Noted

        note = Noted(store).find(reference)
        if note is None:
            raise PapersError(f"There is no note about {reference.id}.", f"Make one: {how_to_add(reference)}")
        return note
    if isinstance(reference, IssueNumber | IssueUrl):
        note = store.note_numbered(reference.number)
        if note is None or (isinstance(reference, IssueUrl) and not _is_at(note, reference)):
            raise _no_note(store, reference, ref)
        return note
    return _find_titled(store, reference.text)


def _no_note(store: Store, reference: IssueNumber | IssueUrl, ref: str) -> PapersError:
    issue = store.issue_numbered(reference.number) if isinstance(reference, IssueNumber) else None
    if issue is not None and store.is_trusted(issue):
        return PapersError(
            f"Issue #{issue.number} is there, but is no note.", f"See why: papers adopt {issue.number}"
        )
    return PapersError(f"{masked(ref)} is not a note in this library.", "See what is there: papers list")


def _find_titled(store: Store, piece: str) -> Note:
    found = store.notes_titled(piece, limit=NAMED + 1)
    if not found:
        raise PapersError(f"No note has “{masked(piece)}” in its title.", "See what is there: papers list")
    if len(found) > 1:
        titles = "".join(f"\n  {note.name} {note.paper.title}" for note in found[:NAMED])
        more = "\n  and more" if len(found) > NAMED else ""
        raise PapersError(
            f"“{masked(piece)}” is in several titles:{titles}{more}",
            "Use more of the title, the number or the id.",
        )
    return found[0]


def _is_at(note: Note, reference: IssueUrl) -> bool:
    return note.url is not None and f"/{reference.repository}/issues/".lower() in note.url.lower()
