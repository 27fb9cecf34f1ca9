"""One note, as a program or a file takes it: the facts, then the reader's Markdown as it is."""

from collections.abc import Iterator

from paper_notes.cli.display.facts import authors, facts, links, relatives, remarks, standing
from paper_notes.cli.display.text import CONTROLS, plain
from paper_notes.values.model import Comment, Note
from paper_notes.values.related import Related

RULE = "---"


def note_text(note: Note, related: Related) -> str:
    """Return the note as lines that are as long as they are; nothing in it can steer a terminal."""
    return "".join(f"{line}\n" for line in _lines(note, related))


def _lines(note: Note, related: Related) -> Iterator[str]:
    paper = note.paper
    yield plain(paper.title)
    if paper.authors:
        yield authors(paper)
    yield " · ".join(facts(paper))
    yield ""
    yield " · ".join([*standing(note), *([", ".join(map(plain, note.topics))] if note.topics else ())])
    for name, link in links(note):
        yield f"{name:<6} {link}"
    yield from remarks(paper)
    for how, name, title in relatives(related):
        yield f"{how}: {name} {title}"
    if paper.abstract:
        yield ""
        yield plain(paper.abstract)
    for above, text in (("", note.text), *((heading(each), each.body) for each in note.comments)):
        text = readable(text)
        if text:
            yield ""
            yield f"{RULE} {above}".rstrip()
            yield text


def readable(text: str) -> str:
    """Return what somebody wrote, with line ends of one kind and without control characters."""
    return text.replace("\r\n", "\n").translate(CONTROLS).strip("\n")


def heading(comment: Comment) -> str:
    """Return who commented, and when."""
    return f"{plain(comment.author or 'somebody')}, {comment.created_at[:10]}"
