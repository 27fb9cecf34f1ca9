"""How a reference that cannot be one is refused: with what was typed, made fit for a message."""

import re
from typing import NoReturn

from paper_notes.values.errors import PapersError

_TOKEN = r"(?:gh[a-z]_|github_pat_)\w+"


def refuse(typed: str, wrong: str, remedy: str) -> NoReturn:
    """Raise a PapersError that begins with what was typed and goes on with what is wrong with it."""
    raise PapersError(f"{shown(typed)} {wrong}", remedy)


def shown(text: str) -> str:
    """Return a text fit for a message: quoted, short, on one line, without passwords or tokens."""
    plain = printable(re.sub(rf"[^/\s]+(?=@)|{_TOKEN}", "…", text[:300]))
    return f'"{cut(plain, 60)}"'


def masked(text: str) -> str:
    """Return a reference without the password or token that may be in it: it may go into a log."""
    return re.sub(rf"(?<=//)[^/\s]+(?=@)|{_TOKEN}", "…", text)


def cut(text: str, length: int) -> str:
    """Return the text, or as much of it as goes into `length` characters with a mark at its end."""
    return text if len(text) <= length else text[: length - 1] + "…"


def printable(text: str) -> str:
    """Return the text on one line, without what steers a terminal or turns the direction of writing."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(text.split())
