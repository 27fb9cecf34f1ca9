"""The first line of a file that we made: it tells whether a person has changed the file since."""

import re
from hashlib import sha256

from paper_notes.values.actions import without_pins

_LINE = "# Made by papers init, {}. Change what you like: papers then leaves the file to you.\n"
_STAMP = re.compile(r"\ufeff?# Made by papers init, ([0-9a-f]{16})\.")


def stamped(text: str) -> str:
    """Return the text with the line in front by which it is known again."""
    return _LINE.format(_digest(text)) + text


def has_stamp(text: str) -> bool:
    """Tell whether a file was made by us once, whatever has become of it."""
    return _STAMP.match(text) is not None


def is_as_made(text: str) -> bool:
    """Tell whether a file is as we made it, but for its line ends and the versions of its actions.

    Those versions are what bots keep up to date.
    """
    first, _, rest = text.replace("\r\n", "\n").partition("\n")
    found = _STAMP.match(first)
    return found is not None and found[1] == _digest(rest)


def _digest(text: str) -> str:
    return sha256(without_pins(text).rstrip("\n").encode()).hexdigest()[:16]
