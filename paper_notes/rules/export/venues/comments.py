"""Comments that name the conference: `10 pages, accepted at ICLR 2021`."""

import re

from paper_notes.rules.export.venues.acronyms import ACRONYM, conference
from paper_notes.rules.export.venues.journal_refs import journal
from paper_notes.rules.export.venues.known import JOURNALS, Venue
from paper_notes.values.model import Paper

_SAID = re.compile(
    r"\b(?:ac+ep?ted|published|to appear|appear(?:s|ed|ing)?|presented|proceedings|conference|paper in)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?:\W|in|at|the|proc|of|ieee|acm)*", re.IGNORECASE)

# The comment may well speak of another text than this one, or not of the main conference.
_OTHER_WORDS = r"""
    submi\w+ review\w* workshops? challenges? competitions? shared findings exten\w+ preliminary early
    earlier first short(?:er|ened) longer full(?=.version) version.of previous\w* prior based follow\w*
    tutorials? demos? demonstrations? companion breaking doctoral student rejected withdrawn supersed\w+
    replac\w+ duplicate trained winn\w+ solutions? technical not invited panel tiny arxiv similar
    related journal symposi\w+ (?<!main.)track format style template
"""
_OTHER = re.compile(rf"\b(?:{'|'.join(_OTHER_WORDS.split())})\b", re.IGNORECASE)
_IN_JOURNAL = re.compile(
    r"\b(?:published|to appear|appear(?:s|ed)|accepted) (?:in|by|at|to) "
    rf"(?P<reference>(?:{'|'.join(JOURNALS)})\b.*)",
    re.IGNORECASE,
)
_LONGEST = 600
"""What is longer is no comment but a text."""


def venue_in_comment(text: str, paper: Paper) -> Venue | None:
    """Read `10 pages, accepted at ICLR 2021`: one conference, one year, and no word of another text."""
    text = re.sub(r"arXiv admin note.*", "", text)
    if len(text) > _LONGEST or _OTHER.search(text):
        return None
    said = _IN_JOURNAL.search(text)
    if said:
        return journal(said["reference"].strip(" ."), paper)
    found = {conference(match, paper): match for match in ACRONYM.finditer(text)}
    if len(found) != 1:
        return None
    ((venue, match),) = found.items()
    before = re.split(r"[.;]\s", text[: match.start()])[-1]
    alone = _ALONE.fullmatch(re.split(r"[,:(\[]\s", before)[-1])
    return venue if alone or _SAID.search(before) else None
