"""Conferences by their acronym and year: `NeurIPS 2017`, `CVPR'18`, `(ICML) 2012`."""

import re

from paper_notes.rules.export.keys import year_of
from paper_notes.rules.export.venues.known import CONFERENCES, Venue, full_year
from paper_notes.values.model import Paper

_NAMES = "|".join(sorted(map(re.escape, CONFERENCES), key=len, reverse=True))
ACRONYM = re.compile(
    rf"(?<![\w@./-])(?P<acronym>{_NAMES})(?:\)?,?\s|\s?['’`-]\s?|(?=\d))\s*"
    r"(?P<year>(?:19[5-9]\d|20\d\d)|\d\d)(?![\w%-])",
    re.IGNORECASE,
)
"""The acronym of a conference and its year."""


def conference(match: re.Match[str], paper: Paper) -> Venue | None:
    """Return what `ACRONYM` found, unless the paper can hardly have been there in that year."""
    year = full_year(match["year"])
    first = year_of(paper)
    if first is not None and not first - 1 <= year <= first + 3:
        return None
    return Venue(CONFERENCES[match["acronym"].upper()], year, conference=True)
