"""The labels that a reader names or a status needs, checked before anything is written."""

from collections.abc import Iterable, Sequence

from paper_notes.errors import UsageError
from paper_notes.model import READING_LABEL, Label
from paper_notes.topics import Taxonomy

NEUTRAL_COLOR = "ededed"
"""What GitHub itself gives to a label that nobody described."""


def reading_label() -> Label:
    """Return the label that tells `reading` from `to-read`."""
    return Label(READING_LABEL, "fbca04", "Being read right now")


def labels_named(
    names: Sequence[str], taxonomy: Taxonomy, known: Iterable[str], *, create: bool
) -> tuple[Label, ...]:
    """Return the labels that the reader named; an unknown one is an error unless `create`.

    `known` are labels already in the library that have no meaning in the taxonomy.
    """
    plain = {name.casefold(): name for name in known}
    labels = []
    for name in names:
        topic = taxonomy.resolve(name)
        if topic is not None:
            labels.append(taxonomy.label_of(topic.name))
        elif name.casefold() in plain:
            labels.append(Label(plain[name.casefold()], NEUTRAL_COLOR))
        elif create:
            labels.append(_new_label(name))
        else:
            raise UsageError(*_unknown_topic(name, taxonomy))
    return tuple(dict.fromkeys(labels))


def _new_label(name: str) -> Label:
    if not name.strip() or len(name) > 50 or {"/", ","} & {*name}:
        raise UsageError(f"A label cannot be called {name!r}.", "At most 50 characters, without / and comma.")
    return Label(name.strip(), NEUTRAL_COLOR)


def _unknown_topic(name: str, taxonomy: Taxonomy) -> tuple[str, str]:
    nearest = taxonomy.nearest(name)
    guess = f"Did you mean {nearest}? " if nearest else ""
    known = ", ".join(topic.name for topic in taxonomy.topics)
    return f"There is no topic {name!r}.", f"{guess}Topics are: {known}. --create-label makes a new label."
