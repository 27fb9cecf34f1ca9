"""Which paper on arXiv a title means: taken if it is certain, left to a person if not."""

import re
from collections.abc import Callable, Sequence

from paper_notes.rules.library.elsewhere import Wanted
from paper_notes.rules.library.noted import Noted
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.errors import PapersError
from paper_notes.values.locator import Locator
from paper_notes.values.model import Note, Paper
from paper_notes.values.reference import Title, parse_reference
from paper_notes.values.refusal import cut
from paper_notes.values.source import Seek
from paper_notes.values.text.names import people, surname
from paper_notes.values.text.title_match import title_key

SHOWN = 5
"""So many papers are shown where a title means none of them for certain."""

Choose = Callable[[str, Sequence[Paper]], Paper | None]
"""Ask a person which of some papers they mean by a title; None if none of them, or nobody is there."""


def title_in(ref: str, *, quoted: bool = False) -> str | None:
    """Return the title that a reference is: several words, or quotation marks around it; else None.

    With `quoted` only quotation marks make a title: in a list, words are more likely a mistake.
    """
    marked = re.fullmatch(r"\s*[\"“”„«「『](.+)[\"“”»」』]\s*", ref, re.DOTALL)
    if marked is None and (quoted or len(ref.split()) < 2):
        return None
    try:
        meant = parse_reference(marked[1] if marked else ref)
    except PapersError:
        return None
    return meant.text if isinstance(meant, Title) else None


def resolve(ref: str, title: str, noted: Noted, seek: Seek, choose: Choose) -> Wanted:
    """Return the paper that a title means: a note's, or else the one that arXiv has under it.

    Without exactly one, `choose` is asked which of those that are similar is meant.
    """
    if notes := noted.titled(title):
        return Wanted(ref, paper_of(notes[0]))
    key = title_key(title)
    found = seek(title)
    if found.silent:
        why = f"arXiv could not be searched for it: {found.silent}."
        return Wanted(ref, PapersError(why, f"{found.remedy}, or give the arXiv id."))
    same = [paper for paper in found.papers if title_key(paper.title) == key]
    if len(same) == 1:
        return Wanted(ref, ArxivId(same[0].id))
    shown = (same or list(found.papers))[:SHOWN]
    chosen = choose(title, shown) if shown else None
    if chosen is not None:
        return Wanted(ref, ArxivId(chosen.id))
    return Wanted(ref, _nothing_certain(shown, several=bool(same)))


def paper_of(note: Note) -> ArxivId | Locator:
    """Return what names the paper of a note."""
    paper = note.paper
    return ArxivId(paper.id) if paper.arxiv_id else Locator(paper.id, paper.url, paper.doi)


def brief(paper: Paper) -> str:
    """Return a paper in few words, its id first: `1706.03762 Attention Is All You Need (Vaswani, 2017)`."""
    first = [surname(name) for name in people(paper.authors[:1])]
    about = ", ".join([*first, *([str(paper.year)] if paper.year else [])])
    return f"{paper.id} {cut(paper.title, 80)}" + (f" ({about})" if about else "")


def _nothing_certain(shown: Sequence[Paper], *, several: bool) -> PapersError:
    if not shown:
        return PapersError(
            "arXiv has no paper with such a title.",
            'Check the words, or give the arXiv id. If it is elsewhere: papers add URL --title "…"',
        )
    names = "; ".join(map(brief, shown))
    wrong = (
        "has several papers with this title" if several else "has no paper with exactly this title. Similar"
    )
    return PapersError(
        f"arXiv {wrong}: {names}.", f"Add the one you mean by its id: papers add {shown[0].id}"
    )
