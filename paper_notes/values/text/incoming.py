"""What somebody meant by an issue that is not yet a note: one paper, several, or none.

Of an issue only what certainly asks for a note becomes one: a link or an id, the answers of the
issue form, or a link with some thoughts. What is written out under headings is a note by hand,
and what mentions a paper in passing is a conversation: both are left alone.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.arxiv_mentions import Found, find_arxiv_ids
from paper_notes.values.errors import PapersError
from paper_notes.values.locator import Locator
from paper_notes.values.model import Issue
from paper_notes.values.reference import parse_paper
from paper_notes.values.text import body
from paper_notes.values.text.compose import MAX_BODY, size
from paper_notes.values.text.form import FORMS, answers_in
from paper_notes.values.text.headings import headed_lines
from paper_notes.values.text.recognise import recognise
from paper_notes.values.text.visible import visible_lines

ROOM = MAX_BODY - 3_000
"""Characters, as `size` counts them, beside which even a short managed block has its place."""

LONGEST_LINK = 2000
"""Characters; longer lines are no link."""

_ADDRESS = r"https?://[^\s<>]+"
_ATTEMPT = r"://|arxiv|^(?:doi:)?10\.\d{4}|^\d{4}[.,]\d{3}"
"""How a link or an id begins, sound or not."""
_HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class Incoming(NamedTuple):
    """What an issue asks for."""

    kind: Literal["link", "form", "thoughts", "other"]
    """Only a link; an answered form; a link with words of the reader's own; nothing of these."""
    paper: ArxivId | Locator | None = None
    """Which paper it is about, on arXiv or elsewhere."""
    topics: tuple[str, ...] = ()
    """Those chosen in the form, as they are spelled there."""
    placeholder: bool = False
    """Whether the title says nothing: nobody typed one, or only the link."""
    wrong: str | None = None
    """What is wrong with the link, for the person who pasted it; why it is left alone, for `other`."""
    remedy: str | None = None


def incoming(issue: Issue) -> Incoming:
    """Return what the issue asks for."""
    title, text = issue.title, issue.body
    if body.find(text) is not None or body.broken(text):
        return Incoming("other", wrong="it has a managed block")
    if size(text) > ROOM:
        return Incoming("other", wrong="it is too long for anything to be added")
    placeholder = says_nothing(title)
    answers = answers_in(text)
    if answers is not None:
        return _from_form(answers.link, answers.topics, placeholder=placeholder)
    shown = "\n".join(visible_lines(text)).strip()
    words = shown or title.strip()
    if "\n" not in words and len(words) <= LONGEST_LINK and _is_link(words):
        return _from_line(words, title if shown else "", placeholder=placeholder)
    return _with_thoughts(title, text, placeholder=placeholder)


def says_nothing(title: str) -> bool:
    """Tell whether a title is none of its author's own: empty, one letter, a link or an id, or the form's."""
    title = _HTML_COMMENT.sub("", title).strip()
    for form in FORMS.values():
        title = title.removeprefix(form.title)
    title = re.sub(_ADDRESS, "", _without(title, find_arxiv_ids(title)))
    return sum(character.isalnum() for character in title) <= 1


def _from_form(link: str, topics: tuple[str, ...], *, placeholder: bool) -> Incoming:
    found = Incoming("form", topics=topics, placeholder=placeholder)
    if not link:
        return found._replace(
            wrong="The form has no link to a paper.",
            remedy="Put one below the first heading, such as https://arxiv.org/abs/1706.03762.",
        )
    return _read(found, link)


def _from_line(words: str, title: str, *, placeholder: bool) -> Incoming:
    """Return what one line asks for that is only a link."""
    others = {found.paper.id for found in find_arxiv_ids(title)}
    found = _read(Incoming("link", placeholder=placeholder), words)
    if found.paper is not None and others - {found.paper.id}:
        return Incoming("other", wrong="it names several papers")
    if not isinstance(found.paper, ArxivId) and not _is_of_a_paper(words):
        return Incoming("other", wrong="it has no link to a paper")
    return found


def _read(found: Incoming, link: str) -> Incoming:
    try:
        return found._replace(paper=parse_paper(link))
    except PapersError as error:
        return found._replace(wrong=error.message, remedy=error.remedy)


def _is_link(words: str) -> bool:
    """Tell whether a line is only a link or an id, or an attempt at one."""
    if ids := find_arxiv_ids(words):
        return not any(character.isalnum() for character in _without(words, ids))
    return " " not in words and bool(re.search(_ATTEMPT, words, re.IGNORECASE))


def _without(text: str, ids: Sequence[Found]) -> str:
    """Return what is left of a text without the ids and links found in it."""
    for found in reversed(ids):
        text = text[: found.start] + text[found.end :]
    return text


def _is_of_a_paper(words: str) -> bool:
    """Tell whether a link that does not lead to arXiv was meant as that of a paper."""
    return "://" not in words or "arxiv" in words.casefold() or recognise("", words).url is not None


def _with_thoughts(title: str, text: str, *, placeholder: bool) -> Incoming:
    found = recognise(title, text)
    if not found.candidates:
        return Incoming("other", wrong="it has no link to a paper")
    if len(found.candidates) > 1:
        return Incoming("other", wrong="it names several papers")
    if any(words is not None for words, _ in headed_lines(text)):
        return Incoming("other", wrong="it is written by hand, under headings")
    paper_id = found.candidates[0]
    if (found.arxiv_id and found.certain) or _frames(text, paper_id):
        return Incoming("thoughts", ArxivId(paper_id), placeholder=placeholder)
    return Incoming("other", wrong="it mentions a paper in passing")


def _frames(text: str, paper_id: str) -> bool:
    """Tell whether the paper's link begins or ends the first line, as phones share a page."""
    first = next((line.strip() for line in visible_lines(text) if line.strip()), "")
    ends = [(found.start, found.end) for found in find_arxiv_ids(first) if found.paper.id == paper_id]
    return any(start == 0 or end == len(first) for start, end in ends)
