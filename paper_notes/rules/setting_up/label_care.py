"""How the labels of a repository differ from the taxonomy: what is missing, drifted, or there twice."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from paper_notes.rules.library.labels import NEUTRAL_COLOR, reading_label
from paper_notes.values.model import Label
from paper_notes.values.topics import Taxonomy

ALIKE = 0.8
"""How alike two names must be, from 0 to 1, for one to be a slip of the other. Also, one may have at most
one character more: media are not medical."""


class Drift(NamedTuple):
    """One label that is not as the taxonomy has it."""

    kind: Literal["missing", "bare", "changed", "alias", "alike"]
    """`bare`: GitHub made it on the fly, in grey. `changed`: a person gave it another look. `alias`: another
    name of the topic. `alike`: perhaps a slip of the topic's name."""
    label: Label
    """As it should be."""
    name: str
    """As it is called in the repository; for one that is missing, as it should be."""
    there: bool = True
    """Whether the label of the topic itself is in the repository as well."""


def wanted_labels(taxonomy: Taxonomy) -> list[Label]:
    """Return the labels that a repository of notes has: one a topic, and `reading`."""
    return [*(taxonomy.label_of(topic.name) for topic in taxonomy.topics), reading_label()]


def drifts(there: Sequence[Label], taxonomy: Taxonomy) -> Iterator[Drift]:
    """Yield what is not as it should be; labels that mean no topic are nobody's business."""
    found = {label.name.casefold(): label for label in there}
    wanted = {label.name.casefold(): label for label in wanted_labels(taxonomy)}
    for key, label in wanted.items():
        if key in found and not _looks_like(found[key], label):
            bare = found[key].color.lower() == NEUTRAL_COLOR and not found[key].description
            yield Drift("bare" if bare else "changed", label, found[key].name)
    stood_for = set()
    for key, label in found.items():
        if key in wanted:
            continue
        topic = taxonomy.resolve(label.name)
        if topic is not None:
            stood_for.add(topic.name.casefold())
            known = topic.name.casefold() in found
            yield Drift("alias", taxonomy.label_of(topic.name), label.name, known)
        elif (near := _alike(key, [*wanted])) is not None:
            yield Drift("alike", wanted[near], label.name, near in found)
    for key, label in wanted.items():
        # A label that stands for the topic is used instead of another one for the same.
        if key not in found and key not in stood_for:
            yield Drift("missing", label, label.name)


def _looks_like(label: Label, wanted: Label) -> bool:
    return (label.color.lower(), label.description) == (wanted.color.lower(), wanted.description)


def _alike(name: str, names: list[str]) -> str | None:
    from difflib import get_close_matches  # slow to load

    if len(name) < 4:
        return None  # of three letters, half are a slip of the other half
    near = [other for other in names if abs(len(other) - len(name)) <= 1]
    return next(iter(get_close_matches(name, near, n=1, cutoff=ALIKE)), None)
