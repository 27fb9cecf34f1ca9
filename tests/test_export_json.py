"""JSON and JSON Lines: all of every note."""

import json

from paper_notes.rules.export.json_ import json_array, json_lines
from tests.bibliographies import ATTENTION, corpus, hostile_notes, make


def test_all_fields_are_there() -> None:
    """What `papers list --json` prints, field by field."""
    notes = [ATTENTION, make("Local"), *hostile_notes(), *corpus()]
    expected = [note.as_json() for note in notes]
    assert json.loads("".join(json_array(notes, {}))) == expected
    assert [json.loads(line) for line in "".join(json_lines(notes, {})).split("\n")[:-1]] == expected


def test_the_look_of_the_array() -> None:
    """Indented, and characters as themselves."""
    text = "".join(json_array([make("한국어")], {}))
    assert text.startswith('[\n  {\n    "id": "2001.00001",\n')
    assert '"title": "한국어"' in text
    assert text.endswith("  }\n]\n")
    assert "".join(json_array([], {})) == "[]\n"
    assert "".join(json_lines([], {})) == ""


def test_one_line_for_every_reader() -> None:
    """No character that some reader takes for a line end stands in a line."""
    text = "".join(json_lines([make("a\u2028b\u2029c\x85d\x0be\x0cf\x1cg")], {}))
    assert len(text.splitlines()) == 1
    assert json.loads(text)["title"] == "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg"
