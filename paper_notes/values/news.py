"""What arXiv says of a paper now that it did not say before: versions, publication, withdrawal."""

from typing import Literal, NamedTuple

from paper_notes.values.model import Paper
from paper_notes.values.text.publication import accepted_at, withdrawal

Kind = Literal[
    "filled", "completed", "version", "title", "journal", "doi", "accepted", "withdrawn", "unknown"
]


class Difference(NamedTuple):
    """One thing that arXiv says now and the note does not."""

    kind: Kind
    old: str | None
    new: str | None


def compare(old: Paper, new: Paper, *, managed: bool = True) -> tuple[Difference, ...]:
    """Return what `new`, arXiv's word, says that `old` does not.

    `managed` tells whether `old` stands in a block of ours: a person's own title for a paper
    is no news, nor is the version of a paper of which no version was noted.
    """
    found: list[Difference] = []

    def differ(kind: Kind, before: str | None, after: str | None) -> None:
        if after and after != before:
            found.append(Difference(kind, before, after))

    if _is_behind(new, old):
        return ()
    if managed and old.pending:
        differ("filled", None, new.title)
    elif managed and old.source != "arxiv":
        differ("completed", old.source, "arxiv")
    else:
        if managed:
            if new.version != old.version:
                differ("version", _version(old), _version(new))
            differ("title", old.title, new.title)
        differ("journal", old.journal_ref, new.journal_ref)
        differ("doi", old.doi, new.doi)
        differ("accepted", accepted_at(old.comment), accepted_at(new.comment))
    before, after = withdrawal(old.comment), withdrawal(new.comment)
    if bool(before) != bool(after):
        found.append(Difference("withdrawn", before, after))
    return tuple(found)


def renewed(old: Paper, new: Paper) -> Paper:
    """Return `new`, arXiv's word, and where it is silent or behind, what was known before."""
    if old.id != new.id or _is_behind(new, old):
        return old
    return new._replace(journal_ref=new.journal_ref or old.journal_ref, doi=new.doi or old.doi)


def _is_behind(new: Paper, old: Paper) -> bool:
    """Tell whether `new` is of an earlier version than arXiv has named before: an answer that is stale."""
    return old.source == "arxiv" and (new.version or 0) < (old.version or 0)


def _version(paper: Paper) -> str | None:
    day = f" ({paper.updated[:10]})" if paper.updated else ""
    return f"v{paper.version}{day}" if paper.version else None
