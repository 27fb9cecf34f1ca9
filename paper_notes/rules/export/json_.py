"""JSON and JSON Lines: everything about a note, as `papers list --json` prints it."""

import json
from collections.abc import Iterable, Iterator

from paper_notes.rules.export.keys import Keys
from paper_notes.values.model import Note

_ENDS = "\u2028\u2029\x85"
"""What ends a line for some readers of lines, though not for JSON."""


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
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for note in notes:
        text = encode(note.as_json())
        for end in _ENDS:
            if end in text:
                text = text.replace(end, f"\\u{ord(end):04x}")
        yield f"{text}\n"
