"""The notes that one note has to do with."""

from typing import NamedTuple


class Relative(NamedTuple):
    """A note as another one refers to it."""

    id: str
    number: int | None
    title: str


class Related(NamedTuple):
    """The notes that one note has to do with, in the order of their numbers."""

    mentions: tuple[Relative, ...] = ()
    """Named in its text."""
    mentioned_in: tuple[Relative, ...] = ()
    """Those whose text names it."""

    def as_json(self) -> dict[str, list[dict[str, object]]]:
        """Return both lists as JSON data."""
        return {name: [one._asdict() for one in notes] for name, notes in self._asdict().items()}
