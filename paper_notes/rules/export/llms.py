"""Plain text for language models: one file a topic, and `llms.txt`, which lists them (llmstxt.org).

Every line of a paper's data begins with its name, and the reader's text is indented: nothing in a
paper's title or abstract can look like the start of another paper.
"""

import re
from collections.abc import Iterable, Iterator

from paper_notes.rules.export.authors import authors_left_out
from paper_notes.rules.export.file_names import topic_name
from paper_notes.rules.export.keys import Keys, year_of
from paper_notes.rules.export.shared import one_line
from paper_notes.rules.export.venues import venue_of
from paper_notes.values.model import Note, Paper
from paper_notes.values.text.amounts import amount
from paper_notes.values.text.tex import to_unicode

_HEADING = re.compile(r"(#{1,6})(?:\s|$)")

NO_TOPIC = "other"
_MOST_AUTHORS = 10


def llms(notes: Iterable[Note], _keys: Keys) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file; a note on several topics is in the file of each."""
    texts: dict[str, list[str]] = {}
    for note in notes:
        text = llms_text(note)
        for topic in note.topics or ("",):
            texts.setdefault(topic, []).append(text)
    taken = {"llms"}
    listed = []
    for topic in sorted(texts, key=lambda topic: (not topic, topic.casefold())):
        name = f"{topic_name(topic or NO_TOPIC, taken)}.txt"
        count = amount(len(texts[topic]), "paper")
        title = one_line(topic) or "Papers without a topic"
        yield name, f"# {title}: {count}\n\n" + "\n".join(texts.pop(topic))
        listed.append(f"- [{title}]({name}): {count}\n")
    yield "llms.txt", "# Notes on papers\n\n> One file for each topic.\n\n## Topics\n\n" + "".join(listed)


def llms_text(note: Note) -> str:
    """Return all that is worth knowing of a note, in few words."""
    paper = note.paper
    venue = venue_of(paper)
    facts = {
        "id": f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else paper.id,
        "authors": _authors(paper),
        "published": f"{venue.name}, {venue.year}" if venue else (paper.published or "")[:10],
        "topics": ", ".join(note.topics),
        "status": _status(note),
        "summary": note.summary or "",
        "abstract": to_unicode(paper.abstract or ""),
    }
    year = year_of(paper)
    lines = [f"## {one_line(to_unicode(paper.title)) or paper.id}" + (f" ({year})" if year else "")]
    lines += [f"{name}: {line}" for name, value in facts.items() if (line := one_line(value))]
    if mine := said(note.text):
        lines += ["notes:", *(f"  {line}" for line in mine)]
    return "\n".join([*lines, ""])


def said(text: str) -> list[str]:
    """Return the lines of Markdown that say something: no comments, no headings of empty sections."""
    lines: list[tuple[int, str]] = []
    in_code = False
    for line in _without_comments(text).splitlines():
        in_code ^= line.lstrip().startswith(("```", "~~~"))
        heading = None if in_code else _HEADING.match(line)
        if line.strip():
            lines.append((len(heading[1]) if heading else 0, line.rstrip()))
    kept: list[tuple[int, str]] = []
    for level, line in reversed(lines):
        below = kept[-1][0] if kept else 1
        if not (level and 0 < below <= level):
            kept.append((level, line))
    return [line for _, line in reversed(kept)]


def _without_comments(text: str) -> str:
    """Return Markdown without HTML comments; one that is not closed hides the rest."""
    shown = ""
    while text:
        before, _, text = text.partition("<!--")
        shown += before
        _, _, text = text.partition("-->")
    return shown


def _authors(paper: Paper) -> str:
    shown = paper.authors[:_MOST_AUTHORS]
    left_out = len(paper.authors) - len(shown) + authors_left_out(paper)
    return ", ".join([*map(to_unicode, shown), *([f"and {left_out} more"] if left_out else [])])


def _status(note: Note) -> str:
    on = f" on {note.read_on}" if note.read_on and note.status.closed else ""
    return f"{note.status}{on}" + (f", rating {note.rating} of 5" if note.rating else "")
