"""The seam between the rules and whoever knows papers: how they are asked, and what they answer."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from paper_notes.values.model import Paper

LATER = "Try again later"
"""What to do where a source does not answer, as the beginning of a sentence."""


class Fetched(NamedTuple):
    """What the sources said about a list of ids; every id asked for is in one of the three."""

    papers: Mapping[str, Paper]
    """By id without version."""
    missing: frozenset[str] = frozenset()
    """The source answered, and has no such paper."""
    silent: Mapping[str, str] = MappingProxyType({})
    """No answer, by id, with the reason as a clause: `arXiv answered 429`."""
    remedy: str = LATER
    """What to do about those, as the beginning of a sentence."""


Fetch = Callable[[Sequence[str]], Fetched]
"""Ids without version in, papers out: arXiv, another source, or a chain of them."""


class Titled(NamedTuple):
    """What a source has under a title, and under similar ones."""

    papers: tuple[Paper, ...]
    """The best match first."""
    silent: str | None = None
    """Why there was no answer, as a clause."""
    remedy: str = LATER
    """What to do about that, as the beginning of a sentence."""


Seek = Callable[[str], Titled]
"""A title in, papers out."""
