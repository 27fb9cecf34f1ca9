"""What there is to say about a paper and a reader's standing with it, as short texts."""

from paper_notes.cli.display.text import plain, stars
from paper_notes.values.model import Note, Paper
from paper_notes.values.related import Related

AUTHORS_SHOWN = 12


def authors(paper: Paper) -> str:
    """Return the first authors, and how many more there are."""
    shown = [plain(name) for name in paper.authors[:AUTHORS_SHOWN]]
    more = max(paper.authors_total, len(paper.authors)) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def facts(paper: Paper) -> list[str]:
    """Return the id, the date and the categories, and whether something is still missing."""
    facts = [f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else plain(paper.id)]
    if paper.version:
        facts[0] += f"v{paper.version}"
    if paper.published:
        facts.append(paper.published[:10])
    if paper.categories:
        facts.append(plain(", ".join(paper.categories)))
    if paper.pending:
        facts.append("pending: no source has answered yet")
    elif not paper.complete:
        facts.append(f"from {paper.source}; adding it again completes it")
    return facts


def standing(note: Note) -> list[str]:
    """Return the status first, then the rest of what the reader said of the paper but its topics."""
    return [
        note.status,
        *([stars(note.rating)] if note.rating else ()),
        *([f"on {note.read_on}"] if note.read_on else ()),
        *([f"added {note.added_on}"] if note.added_on else ()),
        *([f"readers {plain(', '.join(note.readers))}"] if note.readers not in ((), (note.author,)) else ()),
    ]


def links(note: Note) -> list[tuple[str, str]]:
    """Return every page that there is about the note, by name."""
    return [(name, plain(link)) for name, link in note.as_json()["links"].items()]


def remarks(paper: Paper) -> list[str]:
    """Return what the source says about the paper itself."""
    said = (("comment", paper.comment), ("journal", paper.journal_ref))
    return [f"{name}: {plain(text)}" for name, text in said if text]


def relatives(related: Related) -> list[tuple[str, str, str]]:
    """Return how each other note has to do with this one, what it is called, and its title."""
    return [
        (how, f"#{one.number}" if one.number is not None else one.id, plain(one.title))
        for how, notes in (("mentions", related.mentions), ("mentioned in", related.mentioned_in))
        for one in notes
    ]
