"""What a label can be called."""

from paper_notes.values import limits

# What joins emoji, and blanks of other widths: Python counts them as unprintable.
_PRINTABLE_TOO = str.maketrans("", "", "\u200d\u00a0\u3000")


def is_label_name(name: str) -> bool:
    """Tell whether GitHub may have a label of that name, which shows on one line as it is."""
    return (
        name.strip() != "" and len(name) <= limits.LABEL_NAME and name.translate(_PRINTABLE_TOO).isprintable()
    )


def is_new_label_name(name: str) -> bool:
    """Tell whether we make a label of that name: one that can also be listed, asked for and linked to."""
    return (
        is_label_name(name)
        and name == name.strip()
        and name not in (".", "..")  # which are no parts of an address
        and {"/", ","}.isdisjoint(name)
    )
