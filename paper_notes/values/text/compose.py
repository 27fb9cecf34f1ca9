"""What goes into an issue, within GitHub's limits: its title, its managed block, its body.

When space is short our block gives way, never the reader's text: first what people see of
it, then the authors in its data, then the abstract.
"""

import re
from collections.abc import Callable, Iterator

from paper_notes.values import limits
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Paper, Record
from paper_notes.values.record import record_to_data
from paper_notes.values.text import body
from paper_notes.values.text.neutral import neutralise

MAX_BODY = 65_000
"""A little under what GitHub takes, `limits.BODY`."""

_ADDRESS = r"[^\s<>()\[\]{}\"'\\]*[^\s<>()\[\]{}\"'\\.,;:]"
_REPOSITORY = re.compile(
    r"(?<![\w./-])(?:https?://)?(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org"
    # A single issue or commit is no code, and linking to it would leave a mark there.
    rf"|anonymous\.4open\.science)/[\w.-]+/(?![\w.-]+/(?:-/)?(?:issues|pull|discussions|commit)\b){_ADDRESS}",
    re.IGNORECASE,
)
_PROJECT = re.compile(
    rf"\b(?:codes?|project|implementation|software)\b[^.]{{0,60}}?(https?://{_ADDRESS})", re.IGNORECASE
)

Visible = Callable[[Record], str]
"""Render what the block shows of a record; it may be given less of one than the data holds."""


def issue_title(paper: Paper) -> str:
    """Return the title of the paper's issue; the id, while nothing else is known."""
    title = "" if paper.pending else neutralise(paper.title, into="title")
    if not title and paper.arxiv_id:
        return f"arXiv:{paper.id}"
    plain = paper.title if title else paper.id
    title = neutralise(plain, into="title")
    # What is cut is the text itself: cutting what keeps it harmless could make it act again.
    while size(title) > limits.TITLE:
        plain = plain[: len(plain) - max(1, (size(title) - limits.TITLE) // 2)]
        title = neutralise(f"{plain.rstrip()}…", into="title")
    return title


def code_link(paper: Paper) -> str | None:
    """Return the address of the code, or else of a project page, that comment or abstract gives."""
    text = f"{paper.comment or ''} {paper.abstract or ''}"
    if found := _REPOSITORY.search(text):
        return found[0] if found[0].lower().startswith("http") else f"https://{found[0]}"
    return found[1] if (found := _PROJECT.search(text)) else None


def compose_body(record: Record, sections: str, visible: Visible) -> str:
    """Return the body of a new issue: the managed block, then the sections for the reader.

    Raises PapersError when the sections leave no room for even the least of blocks.
    """
    return body.put(sections, block_text(record, visible, room_beside(sections)))


def room_beside(text: str) -> int:
    """Return how long, as `size` counts, a block may be that shares a body with `text`."""
    return MAX_BODY - size(text) - size("\n\n")


def block_text(record: Record, visible: Visible, room: int) -> str:
    """Return the managed block for `record`, as much of it as goes into `room`.

    Raises PapersError when even the least does not.
    """
    for shown, kept in _ever_less(record):
        text = body.write(record_to_data(kept), visible(shown))
        if size(text) <= room:
            return text
    raise PapersError(
        f"The issue of {record.paper.id} is too long: GitHub takes at most 65,536 characters.",
        "Move some of its text into a comment, or use a shorter template.",
    )


def size(text: str) -> int:
    """Return how many characters `text` may count for on GitHub, at the most.

    Those beyond the basic plane count as two, and so do line ends, since GitHub's web editor
    makes CRLF of them.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 + text.count("\n")


def _ever_less(record: Record) -> Iterator[tuple[Record, Record]]:
    """Yield what to show and what to keep as data, each time less."""
    yield record, record
    shown = _less(record, abstract=500)
    yield shown, record
    shown = _less(record, authors=3, abstract=0)
    yield shown, record
    for authors in (100, 50, 20, 10, 3):
        yield shown, _less(record, authors=authors)
    for abstract in (1000, 500, 200, 0):
        yield shown, _less(record, authors=3, abstract=abstract)


def _less(record: Record, *, authors: int = 200, abstract: int = 10_000) -> Record:
    paper = record.paper
    text = paper.abstract or ""
    return record._replace(
        paper=paper._replace(
            authors=paper.authors[:authors],
            authors_total=max(paper.authors_total, len(paper.authors)),
            abstract=text if len(text) <= abstract else f"{text[:abstract]}…" if abstract else None,
        )
    )
