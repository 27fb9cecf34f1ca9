"""Entries of a bibliography that name no paper on arXiv: looked up there, or noted as they are."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from paper_notes.doors.sqlite.store import Store
from paper_notes.rules.intake.title_search import brief, paper_of
from paper_notes.rules.library.elsewhere import Wanted, described
from paper_notes.rules.library.noted import Noted
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.entries import Elsewhere
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Note, Paper
from paper_notes.values.reference import parse_paper
from paper_notes.values.refusal import cut, printable
from paper_notes.values.source import Seek
from paper_notes.values.text.tex import to_unicode
from paper_notes.values.text.title_match import same_paper, share_an_author, title_key

LONGEST_VENUE = 300
LONGEST_ABSTRACT = 5000

SHOWN = 3
"""So many papers on arXiv are named that an entry may be."""

LEAST_TITLE = 12
"""Letters of a title that are enough for the beginning of a longer one."""


class LeftOut(NamedTuple):
    """Why no note is made of an entry."""

    kind: Literal["unknown", "doubtful", "silent"]
    """arXiv has no such paper, or perhaps, or it did not say."""
    why: str
    """A sentence that goes on after the entry's place."""
    remedy: str | None = None


def look_up(
    entries: Sequence[Elsewhere], store: Store, seek: Seek
) -> Iterator[tuple[Elsewhere, Wanted | LeftOut]]:
    """Yield for each entry the paper that it certainly is, or why there is none.

    A note about it tells, or else arXiv: the paper has to have that title, one of its authors, and about
    its year. When arXiv does not answer, that is the last thing yielded.
    """
    noted = Noted(store)
    for number, entry in enumerate(entries):
        if note := _note_about(entry, noted):
            yield entry, Wanted(entry.title, paper_of(note))
            continue
        if not entry.titled:
            yield entry, LeftOut("unknown", "it has no title to be found by.")
            continue
        found = seek(to_unicode(entry.title))
        if found.silent:
            rest = len(entries) - number
            others = f", and neither {'was 1 other' if rest == 2 else f'were {rest - 1:,} others'}"
            yield (
                entry,
                LeftOut(
                    "silent",
                    f"not looked up: {found.silent}{others if rest > 1 else ''}.",
                    f"{found.remedy}: the same command goes on where it stopped.",
                ),
            )
            return
        yield entry, _verdict(entry, found.papers)


def _verdict(entry: Elsewhere, papers: Sequence[Paper]) -> Wanted | LeftOut:
    certain = [paper for paper in papers if same_paper(entry, paper)]
    if len(certain) == 1:
        return Wanted(entry.title, ArxivId(certain[0].id))
    doubtful = certain or [paper for paper in papers if _may_be_it(entry, paper)]
    if doubtful:
        names = "; ".join(map(brief, doubtful[:SHOWN]))
        return LeftOut("doubtful", f"not certain. On arXiv: {names}.")
    return LeftOut("unknown", "not found on arXiv.")


def unasked(entries: Sequence[Elsewhere], store: Store, known: Seek) -> list[Elsewhere]:
    """Return the entries that would have to be looked up on arXiv; `known` is what it has said before."""
    noted = Noted(store)
    return [
        entry
        for entry in entries
        if entry.titled and not _note_about(entry, noted) and known(to_unicode(entry.title)).silent
    ]


def as_it_is(entry: Elsewhere) -> Wanted | LeftOut:
    """Return the paper that an entry describes, known by its DOI or link."""
    places = []
    wrong = "no arXiv id, DOI or link."
    for place in filter(None, (entry.doi, entry.url)):
        try:
            parse_paper(place)
        except PapersError as error:
            wrong = error.message
        else:
            places.append(place)
    if not places:
        return LeftOut("unknown", wrong)
    if not entry.titled:
        return LeftOut("unknown", "it has no title.")
    try:
        paper = described(
            to_unicode(entry.title), places, authors=[*map(to_unicode, entry.authors)], year=entry.year
        )
    except PapersError as error:
        return LeftOut("unknown", error.message)
    if isinstance(paper, Paper):
        paper = paper._replace(
            source="import",
            journal_ref=_line(entry.venue, LONGEST_VENUE),
            abstract=_line(entry.abstract, LONGEST_ABSTRACT),
        )
    return Wanted(entry.title, paper)


def _line(text: str | None, longest: int) -> str | None:
    return cut(printable(to_unicode(text)), longest) if text else None


def _note_about(entry: Elsewhere, noted: Noted) -> Note | None:
    for place in (entry.doi, entry.url):
        try:
            note = noted.find(parse_paper(place)) if place else None
        except PapersError:
            continue  # not every link of a bibliography is one
        if note:
            return note
    return next((note for note in noted.titled(entry.title) if same_paper(entry, note.paper)), None)


def _may_be_it(entry: Elsewhere, paper: Paper) -> bool:
    """Whether a person should look: the title is the same, or one goes on and an author is the same."""
    one, other = sorted((title_key(entry.title), title_key(paper.title)), key=len)
    if one == other:
        return True
    goes_on = len(one) >= LEAST_TITLE and other.startswith(one)
    return goes_on and share_an_author(entry.authors, paper.authors)
