"""Changing the reader's own text: in an editor, while others may write too, and by appending."""

from collections.abc import Sequence
from typing import NamedTuple

from paper_notes.rules.library.library import Library
from paper_notes.values.errors import ConflictError
from paper_notes.values.model import Issue, Note
from paper_notes.values.outcome import Outcome
from paper_notes.values.text import reader_text

APPENDING = "appending"
"""The fact kept with the library while nobody knows whether something was appended."""


class Opened(NamedTuple):
    """A note whose text is being edited: what the reader saw when they began."""

    note: Note
    issue: Issue

    @property
    def text(self) -> str:
        """The reader's own text, for an editor."""
        return reader_text.view(self.issue.body)


def open_text(library: Library, ref: str) -> Opened:
    """Return a note's text as it is now; raise at once what would keep it from being saved."""
    return Opened(*library.look_up(ref))


def save_text(library: Library, opened: Opened, typed: str) -> Outcome:
    """Save what the reader made of an opened text; an unchanged one costs no request.

    What others changed in other lines meanwhile is kept.

    Raises:
        ConflictError: they changed the same lines; nothing was written.
        PapersError: it could not be saved.

    """
    note = opened.note
    if reader_text.is_unchanged(opened.issue.body, typed):
        return Outcome(note.name, "exists", note)
    remark = None

    def edit(_: Note, body: str) -> str:
        nonlocal remark
        if reader_text.view(body) != opened.text:
            remark = "Somebody else changed other lines meanwhile: both changes are kept."
        return reader_text.merge(opened.issue.body, typed, body)

    try:
        return library.rewrite(note, edit)._replace(remark=remark)
    except ConflictError as conflict:
        message = f"{note.name} was changed meanwhile, in the same lines: nothing was written."
        raise ConflictError(message, conflict.remedy, conflict.diff) from conflict


def append(library: Library, ref: str, texts: Sequence[str], under: str | None = None) -> Outcome:
    """Add paragraphs to the end of the reader's text, or of what stands there `under` a heading.

    When an earlier attempt to add the very same broke off, it is not added twice.
    """
    wanted = texts if under is None else (under, *texts)
    remark = None

    def edit(note: Note, body: str) -> str:
        nonlocal remark
        if library.store.get(APPENDING) == _digest(note, wanted, body):
            remark = "The last attempt had got through after all."
            return body
        for text in texts:
            body = (
                reader_text.append(body, text)
                if under is None
                else reader_text.append_under(body, text, under)
            )
        if not library.rehearsing:
            # Until the answer is here, nobody knows whether this was carried out.
            library.store.put(**{APPENDING: _digest(note, wanted, body)})
        return body

    outcome = library.rewrite(ref, edit)
    if not library.rehearsing:
        library.store.put(**{APPENDING: ""})
    return outcome._replace(remark=remark)


def _digest(note: Note, texts: Sequence[str], body: str) -> str:
    """Return what tells that `body` is the outcome of appending `texts`, whatever its line ends."""
    from hashlib import sha256

    parts = (note.name, *texts, reader_text.view(body))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
