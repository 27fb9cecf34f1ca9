"""Where a paper was published, as far as its journal reference or comment says so beyond doubt."""

from paper_notes.rules.export.venues.comments import venue_in_comment
from paper_notes.rules.export.venues.journal_refs import venue_in_reference
from paper_notes.rules.export.venues.known import Venue
from paper_notes.values.model import Paper
from paper_notes.values.text.tex import to_unicode


def venue_of(paper: Paper) -> Venue | None:
    """Return where the paper was published, or None if that is not said, or not clearly."""
    if paper.journal_ref:
        return venue_in_reference(to_unicode(paper.journal_ref), paper)
    if paper.comment:
        return venue_in_comment(to_unicode(paper.comment), paper)
    return None
