"""JSON and JSON Lines: everything about a note, as `papers list --json` prints it."""

import json
from collections.abc import Iterable, Iterator

from paper_notes.rules.export.keys import Keys
from paper_notes.values.model import Note


def json_array(notes: Iterable[Note], _keys: Keys) -> Iterator[str]:
    """Yield an array of notes."""
    opening = "["
    for note in notes:
        text = json.dumps(note.as_json(), ensure_ascii=False, indent=2)
        yield f"{opening}\n  " + text.replace("\n", "\n  ")
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"


def json_lines(notes: Iterable[Note], _keys: Keys) -> Iterator[str]:
    """Yield a line for each note."""
    for note in notes:
        # These end a line for some readers of lines, though not for JSON.
        text = (
            json.dumps(note.as_json(), ensure_ascii=False)
            .replace("\u2028", "\\u2028")
            .replace("\u2029", "\\u2029")
        )
        yield text.replace("\x85", "\\u0085") + "\n"
