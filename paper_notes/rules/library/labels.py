"""The labels that a reader names or a status needs, checked before anything is written."""

from collections.abc import Iterable, Sequence

from paper_notes.values import limits
from paper_notes.values.errors import PapersError, UsageError
from paper_notes.values.label_names import is_label_name, is_new_label_name
from paper_notes.values.model import READING_LABEL, Label
from paper_notes.values.topics import Taxonomy

NEUTRAL_COLOR = "ededed"
"""What GitHub itself gives to a label that nobody described."""


def reading_label() -> Label:
    """Return the label that tells `reading` from `to-read`."""
    return Label(READING_LABEL, "fbca04", "Being read right now")


def labels_named(
    names: Sequence[str], taxonomy: Taxonomy, known: Iterable[str], *, create: bool | None
) -> tuple[Label, ...]:
    """Return the labels that the reader named; an unknown one is an error unless `create`.

    `create` is None where a new label makes no sense, and the error does not offer one.

    `known` are labels already in the library that have no meaning in the taxonomy.
    """
    plain = {name.casefold(): name for name in known}
    labels = []
    for name in names:
        topic = taxonomy.resolve(name)
        if name.strip().casefold() == READING_LABEL:
            raise UsageError(f"{name} is a status, not a topic.", "Use: papers mark reading REF")
        if topic is not None:
            labels.append(taxonomy.label_of(topic.name))
        elif name.casefold() in plain:
            labels.append(Label(plain[name.casefold()], NEUTRAL_COLOR))
        elif create:
            labels.append(_new_label(name))
        else:
            raise _unknown_topic(name, taxonomy, offer=create is not None)
    return tuple(dict.fromkeys(labels))


def labels_restored(names: Iterable[str], taxonomy: Taxonomy) -> list[Label]:
    """Return labels that a note had elsewhere, under their names there.

    Raises PapersError for what no issue can have, before the first of them is made.
    """
    labels = []
    for name in names:
        if not is_label_name(name):
            raise PapersError(
                f"A label cannot be called {name[:60]!r}.", f"At most {limits.LABEL_NAME} characters."
            )
        topic = taxonomy.resolve(name)
        plain = reading_label() if name.casefold() == READING_LABEL else Label(name, NEUTRAL_COLOR)
        labels.append(taxonomy.label_of(topic.name)._replace(name=name) if topic else plain)
    if len(labels) > limits.LABELS:
        raise PapersError(
            f"It has {len(labels)} labels; GitHub takes {limits.LABELS} on an issue.", "Take some away."
        )
    return labels


def as_in_use(labels: Iterable[Label], taxonomy: Taxonomy, in_use: Sequence[str]) -> list[Label]:
    """Return the labels under the names they have here: `Computer Vision` where that stands for CV."""
    names: dict[str, str] = {}
    for name in in_use:
        topic = taxonomy.resolve(name)
        if topic is not None:
            names.setdefault(topic.name, name)
    exact = {name.casefold() for name in in_use}
    return [
        label if label.name.casefold() in exact else label._replace(name=names.get(label.name, label.name))
        for label in labels
    ]


def meant_by(names: Iterable[str], taxonomy: Taxonomy, in_use: Iterable[str]) -> tuple[str, ...]:
    """Return every label in use that one of `names` means: itself, or another name of the same topic."""
    plain = {name.casefold() for name in names}
    topics = {topic.name for name in names if (topic := taxonomy.resolve(name))}

    def meant(label: str) -> bool:
        topic = taxonomy.resolve(label)
        return label.casefold() in plain or (topic is not None and topic.name in topics)

    return tuple(filter(meant, in_use))


def _new_label(name: str) -> Label:
    if not is_new_label_name(name.strip()):
        raise UsageError(
            f"A label cannot be called {name[:60]!r}.",
            f"At most {limits.LABEL_NAME} characters on one line, without / and comma.",
        )
    return Label(name.strip(), NEUTRAL_COLOR)


def _unknown_topic(name: str, taxonomy: Taxonomy, *, offer: bool) -> UsageError:
    nearest = taxonomy.nearest(name)
    guess = f"Did you mean {nearest}? " if nearest else ""
    known = ", ".join(topic.name for topic in taxonomy.topics)
    new = " Or allow a new label: --create-label" if offer else ""
    return UsageError(f"There is no topic {name!r}.", f"{guess}Topics are: {known}.{new}")
