"""Authors as reference managers want them: family name, given name, or a name that has no parts."""

import re
from typing import NamedTuple

from paper_notes.values.model import Paper
from paper_notes.values.text.names import people, surname
from paper_notes.values.text.tex import to_unicode

_AFFILIATION = re.compile(r"\s*\([^()]*\)$")
_SUFFIX = re.compile(r"(?:[js]r\.?|i{2,3}|iv)", re.IGNORECASE)


class Author(NamedTuple):
    """One author. Groups, and names that cannot be taken apart, are a family name alone."""

    family: str
    given: str = ""
    suffix: str = ""
    """`Jr.`, `III`."""

    @property
    def whole(self) -> bool:
        """Whether the name must not be taken apart: a group, or one in Chinese characters."""
        return not self.given


def authors_of(paper: Paper) -> list[Author]:
    """Return the authors in the paper's order, without what is no name."""
    return [author_named(name) for name in people(paper.authors)]


def authors_left_out(paper: Paper) -> int:
    """Return how many of the paper's authors are not known by name."""
    return max(paper.authors_total - len(paper.authors), 0)


def author_named(name: str) -> Author:
    """Take a name apart: `Laurens van der Maaten`, or `van der Maaten, Laurens`."""
    name = to_unicode(name)
    person = _AFFILIATION.sub("", name) or name
    family = surname(name)
    if "," in person:
        first, *rest = (part.strip() for part in person.split(","))
        match rest:
            case [suffix] if _SUFFIX.fullmatch(suffix):
                return author_named(first)._replace(suffix=suffix)
            case [given] if first and given and _looks_given(given):
                return Author(first, given)
            case [suffix, given] if first and given and _SUFFIX.fullmatch(suffix):
                return Author(first, given, suffix)
        return Author(person)
    given, _, suffix = person.rpartition(family)
    return Author(family, given.strip(), suffix.strip()) if given.strip() else Author(person)


def _looks_given(text: str) -> bool:
    """Whether this can stand after a comma: `Diederik P.`, but not `Inc.` or `PhD`."""
    return not re.fullmatch(r"(?:inc|ltd|llc|gmbh|corp|ph\.?\s?d|m\.?d|et al)\.?", text, re.IGNORECASE)
