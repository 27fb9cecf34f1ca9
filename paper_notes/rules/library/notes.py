"""From an issue to the note it is: trust, status, topics, dates, and the paper it is about."""

from collections.abc import Iterable
from typing import NamedTuple

from paper_notes.values.errors import PapersError
from paper_notes.values.locator import Locator, locate
from paper_notes.values.model import (
    READING_LABEL,
    TRUSTED,
    Comment,
    Issue,
    Note,
    Paper,
    Record,
    Status,
    readers_of,
)
from paper_notes.values.record import record_from_data
from paper_notes.values.text import body
from paper_notes.values.text.compose import issue_title
from paper_notes.values.text.recognise import recognise
from paper_notes.values.text.summary import one_line_summary
from paper_notes.values.topics import Taxonomy


class LeftOut(NamedTuple):
    """Which hand-written issues the reader has said to be no notes."""

    numbers: frozenset[int] = frozenset()
    labels: frozenset[str] = frozenset()
    """In small letters; any of them will do."""

    def holds(self, issue: Issue) -> bool:
        """Tell whether an issue is one of them."""
        labels = {label.casefold() for label in issue.labels}
        return issue.number in self.numbers or not self.labels.isdisjoint(labels)


class WhileOpen(NamedTuple):
    """What the reader has said of hand-written issues that nobody has closed."""

    read: bool = False
    """Whether their papers are read: many write an issue once they have read, and never close it."""
    unread_labels: frozenset[str] = frozenset()
    """In small letters; with any of them a paper is to be read all the same."""

    def is_read(self, issue: Issue) -> bool:
        """Tell whether an open issue is about a paper that was read."""
        labels = {label.casefold() for label in issue.labels}
        # One that was closed and opened again was opened to be read.
        return self.read and issue.state_reason is None and self.unread_labels.isdisjoint(labels)


class Rules(NamedTuple):
    """What the reader configured about how issues are to be understood."""

    taxonomy: Taxonomy
    trusted: frozenset[str] = frozenset()
    """Logins trusted besides owner, members and collaborators; lower case."""
    left_out: LeftOut = LeftOut()
    """Hand-written issues that are no notes, whatever they name."""
    while_open: WhileOpen = WhileOpen()


def is_trusted(written: Issue | Comment, rules: Rules) -> bool:
    """Tell whether the author may have notes, or comments on notes. Labels and blocks prove nothing."""
    return trusts(written.author, written.association, rules)


def trusts(login: str | None, association: str, rules: Rules) -> bool:
    """Tell whether somebody is trusted, by what GitHub calls them and what the reader does."""
    return association in TRUSTED or (login or "").lower() in rules.trusted


def note_of(issue: Issue, rules: Rules) -> Note | None:
    """Return the note that the issue is, whoever wrote it; None if it is not about a paper."""
    blocks = list(body.find_all(issue.body))
    record = _record_in(blocks, issue)
    status = status_under(rules, issue, record)
    if status is None:
        return None
    if record is None and not rules.left_out.holds(issue):
        record = recognised_record(issue)
    if record is None:
        return None
    text = body.around(issue.body, blocks[0] if blocks else None)
    return Note(
        paper=record.paper,
        status=status,
        topics=rules.taxonomy.of_labels(issue.labels),
        labels=issue.labels,
        rating=record.rating,
        read_on=_day_read(issue, record) if status.closed else None,
        added_on=record.added_on or issue.created_at[:10] or None,
        number=issue.number,
        url=issue.url,
        issue_title=issue.title,
        author=issue.author,
        readers=readers_of(issue.author, issue.assignees),
        summary=one_line_summary(text),
        text=text,
        finishing=record.finishing if _never_closed(issue) else None,
        key=issue.key,
    )


def status_under(rules: Rules, issue: Issue, block: Record | None = None) -> Status | None:
    """Return where the reader stands, or None as `status_of`; `block` is what the managed block carries."""
    status = status_of(issue)
    # The block of an issue that was adopted says when it was read; that of a new note does not,
    # unless it was to be closed at once and is not yet.
    by_hand = block is None or (block.read_on is not None and block.finishing is None)
    return Status.READ if status is Status.TO_READ and by_hand and rules.while_open.is_read(issue) else status


def status_of(issue: Issue) -> Status | None:
    """Return what its state says of an issue; None for an issue closed as a duplicate, which is no note.

    Reasons unknown to us count as completed: closing without one does
    (GitHub REST API, update an issue).
    """
    if issue.state == "open":
        reading = any(label.casefold() == READING_LABEL for label in issue.labels)
        return Status.READING if reading else Status.TO_READ
    if issue.state_reason == "duplicate":
        return None
    return Status.DROPPED if issue.state_reason == "not_planned" else Status.READ


def record_of(issue: Issue) -> Record | None:
    """Return what the managed block carries; None without a block that can be read.

    Where a person pasted another note's block beside it, the issue's title tells which is its own.
    """
    return _record_in(body.find_all(issue.body), issue)


def _record_in(blocks: Iterable[body.Block], issue: Issue) -> Record | None:
    records = [record for block in blocks if (record := _readable(block))]
    if len(records) > 1:
        own = (record for record in records if issue_title(record.paper) == issue.title)
        return next(own, records[0])
    return records[0] if records else None


def _readable(block: body.Block) -> Record | None:
    try:
        return record_from_data(block.data)
    except ValueError:
        # A block whose data a person broke: the issue is read like a hand-written one.
        return None


def block_paper_id(text: str) -> str | None:
    """Return the id of the paper that the managed block of an issue's body is about."""
    record = record_of(Issue("", text))
    return record.paper.id if record else None


def recognised_record(issue: Issue) -> Record | None:
    """Return the record of a hand-written issue: the paper if it is certain, the title as typed."""
    found = recognise(issue.title, issue.body)
    identity = found.arxiv_id or found.url
    if identity is None or not found.certain:
        return None
    title = " ".join(issue.title.split()) or identity
    if found.arxiv_id:
        return Record(Paper(identity, title, source="reader"))
    try:
        page = locate(identity)
    except PapersError:
        page = None  # an address that no browser takes is still what the reader named
    locator = page or Locator(identity, identity)
    return Record(Paper(locator.id, title, doi=locator.doi, url=locator.url, source="reader"))


def _never_closed(issue: Issue) -> bool:
    # Reopening leaves the reason `reopened` behind (GitHub REST API, update an issue).
    return issue.state == "open" and issue.state_reason is None


def _day_read(issue: Issue, record: Record) -> str | None:
    # An open one that is read was opened to be written, when its paper was read.
    day = issue.created_at if issue.state == "open" else issue.closed_at
    return record.read_on or (day or "")[:10] or None
