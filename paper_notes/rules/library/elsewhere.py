"""Papers that are not on arXiv: what a reader says of one."""

from collections.abc import Sequence
from shlex import quote
from typing import NamedTuple

from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.errors import PapersError, UsageError
from paper_notes.values.locator import Locator
from paper_notes.values.model import Paper
from paper_notes.values.record import MAX_AUTHORS
from paper_notes.values.reference import parse_paper
from paper_notes.values.refusal import printable, refuse
from paper_notes.values.text.names import in_order

LONGEST_TITLE = 1000
LONGEST_NAME = 200


class Wanted(NamedTuple):
    """A reference to a paper that has been looked into."""

    ref: str
    """As it was given."""
    meant: ArxivId | Locator | Paper | PapersError
    """Which paper it is, all that there is to say of it, or why it is none."""

    @classmethod
    def by(cls, ref: str) -> "Wanted":
        """Look into a reference; one that is none must not stop the others."""
        try:
            return cls(ref, parse_paper(ref))
        except PapersError as error:
            return cls(ref, error)


def described(
    title: str,
    places: Sequence[str],
    doi: str | None = None,
    *,
    authors: Sequence[str] = (),
    year: int | None = None,
) -> ArxivId | Paper:
    """Return the paper that a reader describes, or its id if one of the places is arXiv.

    Args:
        title: in the reader's words, like the authors.
        places: addresses or DOIs, at least one if there is no `doi`. The first DOI is its identity,
            or else the first address.
        doi: what has to be a DOI.
        authors: given names first, or family name, comma, given names.
        year: of its publication.

    """
    found = [parse_paper(place) for place in places]
    if doi:
        meant = Wanted.by(doi).meant
        if not isinstance(meant, ArxivId) and not (isinstance(meant, Locator) and meant.doi):
            refuse(doi, "is no DOI.", "DOIs look like 10.1145/3292500.3330701. Give a link as --url.")
        found.append(meant)
    for place in found:
        if isinstance(place, ArxivId):
            return place
    locators = [place for place in found if isinstance(place, Locator)]
    chosen = next((place for place in locators if place.doi), locators[0])
    names = tuple(in_order(_line(author, "author", LONGEST_NAME)) for author in authors)
    return Paper(
        chosen.id,
        _line(title, "title", LONGEST_TITLE),
        names[:MAX_AUTHORS],
        len(names),
        published=f"{year:04}" if year else None,
        doi=chosen.doi,
        url=next((place.url for place in locators if place.url), None),
        source="reader",
    )


def how_to_add(place: Locator) -> str:
    """Return the command, as a shell takes it, that notes a paper of which nothing else is known."""
    return f'papers add {quote(place.url or place.id)} --title "…" --author "…" --year …'


def _line(text: str, what: str, longest: int) -> str:
    line = printable(text)
    if not any(character.isalnum() for character in line):
        raise UsageError(f"The {what} is empty.", f"Write one, or leave out --{what}.")
    if len(line) > longest:
        raise UsageError(f"The {what} has {len(line):,} characters.", f"{longest:,} are the most.")
    return line
