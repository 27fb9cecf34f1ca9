"""Where the files are that ship with the program, and their texts."""

import os

from paper_notes.disk.files import read_text

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Inside the package when installed from a wheel, beside it in a checkout or an editable install.
_INSIDE, _BESIDE = os.path.join(_HERE, "templates"), os.path.join(os.path.dirname(_HERE), "templates")
SHIPPED = _INSIDE if os.path.isdir(_INSIDE) else _BESIDE


def shipped_text(*place: str) -> str:
    """Return the text of a shipped file; one that is missing is a broken installation."""
    text = read_text(os.path.join(SHIPPED, *place))
    if text is None:
        raise FileNotFoundError(os.path.join(SHIPPED, *place))
    return text
