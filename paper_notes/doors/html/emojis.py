"""Emoji by their names between colons, as GitHub has them."""

import re

NAMED = re.compile(r":[a-z0-9_+-]{1,60}:")


def with_emoji(text: str) -> str:
    """Return a text with the names of emoji replaced by them; other words between colons stay."""
    if not NAMED.search(text):
        return text
    # Imported with the first name: most notes have none.
    from emoji import emojize

    return NAMED.sub(lambda match: emojize(match[0], language="alias"), text)
