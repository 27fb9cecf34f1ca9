"""From an issue to the note it is."""

from typing import Any

import pytest

from paper_notes.rules.library.notes import Rules, block_paper_id, is_trusted, note_of, status_of
from paper_notes.values.model import Issue, Paper, Record, Status
from paper_notes.values.record import record_to_data
from paper_notes.values.text import body
from paper_notes.values.topics import Taxonomy

RULES = Rules(Taxonomy(), frozenset({"bob"}))
PAPER = Paper("1706.03762", "Attention Is All You Need", ("Ashish Vaswani",), 1)


def block(**fields: Any) -> str:
    """Return a managed block about the paper."""
    return body.write(record_to_data(Record(PAPER)._replace(**fields)), "visible")


@pytest.mark.parametrize(
    ("state", "reason", "labels", "status"),
    [
        ("open", None, (), Status.TO_READ),
        ("open", "reopened", ("NLP",), Status.TO_READ),
        ("open", None, ("Reading",), Status.READING),
        ("closed", "completed", ("reading",), Status.READ),
        ("closed", None, (), Status.READ),
        ("closed", "something new", (), Status.READ),
        ("closed", "not_planned", (), Status.DROPPED),
        ("closed", "duplicate", (), None),
    ],
)
def test_status(state: str, reason: str | None, labels: tuple[str, ...], status: Status | None) -> None:
    """State, reason and the label `reading` tell where the reader stands; a duplicate is no note."""
    issue = Issue("A", block(), state=state, state_reason=reason, labels=labels)
    assert status_of(issue) == status
    assert (note_of(issue, RULES) is None) == (status is None)


@pytest.mark.parametrize(
    ("association", "author", "trusted"),
    [
        ("OWNER", "alice", True),
        ("MEMBER", "carol", True),
        ("COLLABORATOR", "dave", True),
        ("CONTRIBUTOR", "mallory", False),
        ("NONE", "mallory", False),
        ("FIRST_TIMER", None, False),
        ("NONE", "Bob", True),
        ("NONE", "github-actions[bot]", False),
    ],
)
def test_trust(association: str, author: str | None, trusted: bool) -> None:
    """Trust rests on who may write to the repository, and on who was named; on nothing else."""
    assert is_trusted(Issue("A", block(), author=author, association=association), RULES) == trusted


def test_what_the_block_carries_and_what_github_knows() -> None:
    """Rating and dates come from the block, the rest from the issue."""
    issue = Issue(
        "Other title",
        block(rating=4, read_on="2026-01-02", added_on="2026-01-01") + "\n\n## TL;DR\nAttention suffices.",
        12,
        "closed",
        "completed",
        ("Natural Language Processing", "thesis"),
        "alice",
        created_at="2026-01-05T00:00:00Z",
        closed_at="2026-01-06T00:00:00Z",
        url="https://github.com/alice/papers/issues/12",
    )
    note = note_of(issue, RULES)
    assert note is not None
    assert (note.paper, note.rating, note.read_on, note.added_on) == (PAPER, 4, "2026-01-02", "2026-01-01")
    assert (note.topics, note.labels) == (("NLP",), ("Natural Language Processing", "thesis"))
    assert (note.summary, note.text) == ("Attention suffices.", "## TL;DR\nAttention suffices.")
    assert (note.number, note.issue_title, note.author) == (12, "Other title", "alice")


def test_days_fall_back_on_githubs() -> None:
    """Without a word of ours a note was added when it was opened and read when it was closed."""
    issue = Issue(
        "A",
        block(read_on=None),
        state="closed",
        created_at="2026-01-05T10:00:00Z",
        closed_at="2026-01-06T10:00:00Z",
    )
    note = note_of(issue, RULES)
    assert note is not None
    assert (note.added_on, note.read_on) == ("2026-01-05", "2026-01-06")


def test_an_open_note_was_not_read_on_any_day() -> None:
    """A day in the block counts only as long as the issue is closed."""
    note = note_of(Issue("A", block(read_on="2026-01-02")), RULES)
    assert note is not None
    assert note.read_on is None


@pytest.mark.parametrize(
    ("state", "reason", "finishing"),
    [("open", None, Status.READ), ("open", "reopened", None), ("closed", "completed", None)],
)
def test_finishing_matters_only_before_the_first_closing(
    state: str, reason: str | None, finishing: Status | None
) -> None:
    """An interrupted `add` is told from a note that was reopened by hand."""
    issue = Issue("A", block(finishing=Status.READ), state=state, state_reason=reason)
    note = note_of(issue, RULES)
    assert note is not None
    assert note.finishing == finishing


@pytest.mark.parametrize(
    ("title", "text", "identity", "page"),
    [
        ("[1706.03762] Attention", "", "1706.03762", "https://arxiv.org/abs/1706.03762"),
        (
            "ViT",
            "Link: https://openreview.net/forum?id=YicbFdNTTy",
            *["https://openreview.net/forum?id=YicbFdNTTy"] * 2,
        ),
        (
            "ResNet",
            "https://doi.org/10.1109/CVPR.2016.90",
            "10.1109/cvpr.2016.90",
            "https://doi.org/10.1109/CVPR.2016.90",
        ),
    ],
)
def test_a_hand_written_note(title: str, text: str, identity: str, page: str) -> None:
    """Its paper is the one that its own words name; what is known of it is the reader's title."""
    note = note_of(Issue(title, text, 1), RULES)
    assert note is not None
    assert (note.paper.id, note.paper.title, note.paper.source) == (identity, title, "reader")
    assert (note.paper.link, note.paper.complete, note.text) == (page, True, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Buy milk", ""),
        ("Paper to read", "- [ ] https://arxiv.org/abs/1706.03762\n- [ ] https://arxiv.org/abs/1512.03385"),
    ],
)
def test_what_is_about_no_paper_is_no_note(title: str, text: str) -> None:
    """Neither a chore nor a list of links is a note."""
    assert note_of(Issue(title, text, 1), RULES) is None


def test_a_block_with_broken_data_is_read_like_a_hand_written_issue() -> None:
    """What a person broke cannot be read as data, but their links still count."""
    broken = body.write({"paper": {"id": 7}}, "https://arxiv.org/abs/1706.03762")
    assert block_paper_id(broken) is None
    note = note_of(Issue("A", f"{broken}\n\nhttps://arxiv.org/abs/1512.03385", 1), RULES)
    assert note is None or note.paper.source == "reader"
