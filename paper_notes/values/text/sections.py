"""The part of a reader's text that a heading is meant by."""

from collections.abc import Sequence

from paper_notes.values.errors import PapersError
from paper_notes.values.text.headings import heading_names, headings_in, rank_of


def section(lines: Sequence[str], asked: str) -> tuple[int, int]:
    """Return the line of the heading that `asked` means, and the line of the next heading (or the end).

    A heading is meant by its words, whatever their case and marks; by another name of a summary, in any
    language; or by a piece that no other heading has. Of two with the same words it is the first.

    Raises:
        PapersError: none is meant, or several.

    """
    places = list(headings_in(lines))
    names = heading_names(asked)[:1]
    rank = rank_of(asked)
    found = [at for at, words in places if names and names[0] in heading_names(words)][:1]
    found = found or [at for at, words in places if rank is not None and rank_of(words) == rank][:1]
    found = found or [
        at for at, words in places if names and any(names[0] in name for name in heading_names(words))
    ]
    if len(found) != 1:
        have = " · ".join(dict.fromkeys(words for at, words in places if at in found or not found))
        raise PapersError(
            f"“{asked}” is in several headings." if found else f"There is no heading “{asked}” in your text.",
            f"It has these: {have}" if have else "It has none: leave out --under.",
        )
    return found[0], next((at for at, _ in places if at > found[0]), len(lines))
