"""Commands in comments, for a phone: `/read 4`, `/reading`, `/to-read`, `/drop`, `/topic NLP RL`, `/refresh`.

A comment is a command if it begins with one; what comes after the lines of commands is the
person's own. Words that are no command of ours are somebody else's: other bots have theirs.
"""

import re
from typing import NamedTuple

from paper_notes.values.errors import UsageError
from paper_notes.values.model import Status

STATUSES = {
    "/read": Status.READ,
    "/reading": Status.READING,
    "/to-read": Status.TO_READ,
    "/drop": Status.DROPPED,
}
WORDS = (*STATUSES, "/topic", "/refresh")


class Orders(NamedTuple):
    """What the commands of one comment ask for, all together."""

    status: Status | None = None
    rating: int | None = None
    topics: tuple[str, ...] = ()
    """Instead of those that the note has; as they were typed."""
    refresh: bool = False


def is_command(text: str) -> bool:
    """Tell whether a comment begins with a command of ours, used rightly or not."""
    return text[:1] == "/" and text.split(maxsplit=1)[0].casefold() in WORDS


def orders_in(text: str) -> Orders | None:
    """Return what a comment asks for, None if it is no command; of two that contradict the later counts.

    Raises:
        UsageError: it is a command, but not as it is to be used. None of its lines is to be obeyed.

    """
    orders = None
    for line in text.splitlines():
        if not is_command(line):
            break
        word, *rest = line.split(maxsplit=1)
        orders = _with(orders or Orders(), word.casefold(), "".join(rest).strip())
    return orders


def _with(orders: Orders, word: str, rest: str) -> Orders:
    if word == "/topic":
        names = rest.split(",") if "," in rest else rest.split()
        topics = tuple(name.strip() for name in names if name.strip())
        if not topics:
            raise UsageError("/topic needs a topic.", "Write: /topic NLP RL")
        return orders._replace(topics=topics)
    if word == "/read" and rest:
        if not re.fullmatch("[1-5]", rest):
            raise UsageError("/read takes a rating from 1 to 5.", "Write: /read 4")
        return orders._replace(status=Status.READ, rating=int(rest))
    if rest:
        raise UsageError(f"{word} stands alone.", f"Write: {word}")
    return orders._replace(refresh=True) if word == "/refresh" else orders._replace(status=STATUSES[word])
