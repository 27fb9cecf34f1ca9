"""Markdown, one file a note, for Obsidian, Hugo, Jekyll and the like.

The front matter carries the data, the rest of the file is the reader's own text as it is. No key
means something else to one of these programs than it does here: `url`, `slug` and `categories`
would move pages about (Hugo's and Jekyll's documentation of front matter).
"""

import re
from collections.abc import Iterable, Iterator

from paper_notes.rules.export.authors import authors_left_out
from paper_notes.rules.export.file_names import note_name
from paper_notes.rules.export.keys import Keys
from paper_notes.rules.export.shared import one_line
from paper_notes.rules.export.yaml_ import front_matter
from paper_notes.values.model import Note

# What Obsidian does not take in an alias, and Hugo, which makes a page of each, not in a path.
_NOT_IN_ALIAS = re.compile(r"[/\\:*?\"<>|#^\[\]%{}$]+")
_LONGEST_ALIAS = 60
_NOT_IN_TAG = re.compile(r"[^\w/-]+")


def markdown(notes: Iterable[Note], keys: Keys) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of a file for each note."""
    seen = set[str]()
    for note in notes:
        paper_id = note.paper.id
        further = paper_id in seen
        seen.add(paper_id)
        number = (note.number or note.key or 0) if further else None
        yield f"{note_name(paper_id, number)}.md", markdown_text(note, keys[paper_id])


def markdown_text(note: Note, key: str) -> str:
    """Return the note as a Markdown text with YAML front matter."""
    paper = note.paper
    text = "\n".join(note.text.splitlines()).strip("\n")
    head = front_matter(
        {
            "title": one_line(paper.title) or paper.id,
            "aliases": [alias] if (alias := _alias(paper.title)) else [],
            "date": note.read_on or note.added_on,
            "tags": [tag for topic in note.topics if (tag := _tag(topic))],
            "status": str(note.status),
            "rating": note.rating,
            "summary": note.summary,
            "authors": paper.authors,
            "authors_left_out": authors_left_out(paper) or None,
            "arxiv": paper.arxiv_id,
            "doi": paper.doi,
            "link": paper.link,
            "issue": note.url,
            "citekey": key,
            "published": (paper.published or "")[:10],
            "updated": (paper.updated or "")[:10],
            "arxiv_categories": paper.categories,
            "comment": paper.comment,
            "journal_ref": paper.journal_ref,
            "labels": note.labels,
            "read_on": note.read_on,
            "added_on": note.added_on,
            "abstract": one_line(paper.abstract or ""),
            # Jekyll would take the braces of TeX for its own.
            "render_with_liquid": False,
        }
    )
    return f"{head}\n{text}\n" if text else head


def _alias(title: str) -> str:
    text = " ".join(_NOT_IN_ALIAS.sub(" ", one_line(title)).split())
    return text[:_LONGEST_ALIAS].strip(" .")


def _tag(topic: str) -> str:
    """Return the topic as a tag: Obsidian's have no spaces, and are not numbers alone."""
    tag = _NOT_IN_TAG.sub("-", topic).strip("-/")
    return f"topic-{tag}" if tag.isdigit() else tag
