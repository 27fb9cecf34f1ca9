"""What a reader types into `papers search`, taken apart. Whatever they type has a meaning."""

import re
from collections.abc import Callable
from typing import NamedTuple

from paper_notes.values.model import Note, Status
from paper_notes.values.query import Query, years_of
from paper_notes.values.text.words import normal

COUNTED = 32
"""Words and phrases of a query that count: so many tell any note from all others."""

FILTERS = ("topic", "status", "author", "year", "label", "rating")

TOKEN = rf"""(?x)
    (?P<minus> (?<!\S) - )?
    (?: (?P<key> (?i: {" | ".join(FILTERS)} ) ) : )?
    (?: "(?P<phrase> [^"]* )"? | (?P<word> [^\s"]+ ) )
    (?P<star> \* )?
"""
COMMENT = re.compile("<!--.*?-->", re.DOTALL)
"""Hints of a template, which nobody sees in an issue."""
QUOTES = str.maketrans("“”„", '"""')

FIELDS = ("title", "text", "authors", "abstract", "comments", "about")
"""The fields of a note that are searched."""


class Hit(NamedTuple):
    """A note that was found."""

    note: Note
    trusted: bool


class Term(NamedTuple):
    """One word or phrase of a query."""

    words: str
    """In normal form."""
    start: bool = False
    """Wanted at the start of a word only, like `trans*`."""


class Search(NamedTuple):
    """A query: notes have all of the terms and none of the excluded ones, and pass the filters."""

    terms: tuple[Term, ...] = ()
    """Looked for anywhere, also inside words."""
    excluded: tuple[Term, ...] = ()
    """Looked for as whole words."""
    filters: Query = Query()
    remarks: tuple[str, ...] = ()
    """What the reader should know about how the query was understood."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to search for."""
        return not self.terms and not self.excluded and self.filters == Query()

    def narrow(self, query: Query) -> Query:
        """Return the filters of a command line together with those of this query, which go first."""
        mine = self.filters
        return query._replace(
            topics=query.topics + mine.topics,
            statuses=query.statuses + mine.statuses,
            labels=query.labels + mine.labels,
            author=mine.author or query.author,
            years=mine.years or query.years,
            rating=mine.rating or query.rating,
        )


def parse(text: str, topic_of: Callable[[str], str | None]) -> Search:
    """Take a query apart; `topic_of` returns a topic's name as the taxonomy spells it, or None.

    A filter with a value that it cannot have is searched as words, and a remark says so.
    """
    terms: dict[Term, None] = {}
    excluded: dict[Term, None] = {}
    filters, remarks = Query(), []
    valid = text.encode("utf-8", "replace").decode()  # a shell may pass bytes that are no text
    for found in re.finditer(TOKEN, valid.translate(QUOTES)):
        minus, key, phrase, word, star = found.group("minus", "key", "phrase", "word", "star")
        value = word if phrase is None else phrase
        if key is not None:
            try:
                if minus:
                    raise ValueError("only words can be left out")
                filters = _with_filter(filters, key.lower(), value, topic_of)
            except ValueError as error:
                remarks.append(f"{found[0].strip()} is searched as words: {error}.")
                value = f"{key} {value}"
            else:
                continue
        elif phrase is None and value.lower().rstrip(":") in FILTERS and value.endswith(":"):
            remarks.append(f"{value} stands alone and is searched as a word: no blank belongs behind it.")
        words = normal(value)
        if words:
            # More than one, or one in front, is emphasis in Markdown that was pasted.
            start = bool(star) or value.find("*") == len(value) - 1
            (excluded if minus else terms)[Term(words, start)] = None
    return Search(tuple(terms)[:COUNTED], tuple(excluded)[:COUNTED], filters, tuple(remarks))


def texts_of(note: Note) -> tuple[str, ...]:
    """Return what is searched of a note, as it was written, in the order of `FIELDS`."""
    paper = note.paper
    text = COMMENT.sub(" ", note.text) if "<!--" in note.text else note.text
    about = (
        f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else paper.id,
        paper.comment,
        paper.journal_ref,
        paper.doi,
    )
    # A title that the reader gave to the issue is theirs; ours is the paper's.
    renamed = note.issue_title != paper.title and normal(note.issue_title) != normal(paper.title)
    return (
        paper.title,
        f"{note.issue_title}\n{text}" if renamed else text,
        ", ".join(paper.authors),
        paper.abstract or "",
        "\n".join(comment.body for comment in note.comments),
        "\n".join(filter(None, about)),
    )


def _with_filter(filters: Query, key: str, value: str, topic_of: Callable[[str], str | None]) -> Query:
    """Return the filters with one more; a value that it cannot have is a ValueError with the reason."""
    if key == "topic":
        name = topic_of(value)
        if name is None:
            raise ValueError(f"there is no topic {value}")
        return filters._replace(topics=(*filters.topics, name))
    if key == "status":
        if value.lower() not in tuple(Status):
            raise ValueError(f"a status is {', '.join(Status)}")
        return filters._replace(statuses=(*filters.statuses, Status(value.lower())))
    if key == "label":
        return filters._replace(labels=(*filters.labels, value))
    if key == "author":
        return filters._replace(author=value)
    if key == "year":
        return filters._replace(years=years_of(value))
    if value not in ("1", "2", "3", "4", "5"):
        raise ValueError("a rating is 1 to 5")
    return filters._replace(rating=int(value))
