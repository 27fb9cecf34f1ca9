"""Events of GitHub's, and who may cause something by them."""

import json

import pytest

from paper_notes.rules.intake.gate import Gate
from paper_notes.values.errors import PapersError
from paper_notes.values.events import Event, Person, event_of

PLACE = {"full_name": "alice/papers"}
ISSUE = {"number": 12, "user": {"login": "alice", "type": "User"}, "author_association": "OWNER"}
COMMENT = {
    "id": 1000,
    "user": {"login": "bob", "type": "User"},
    "author_association": "MEMBER",
    "created_at": "2026-11-22T10:00:00Z",
}


def payload(sender: str, **more: object) -> str:
    """Return the payload of something that a person did."""
    who = {"login": sender, "type": "User"}
    return json.dumps({"action": "edited", "issue": ISSUE, "repository": PLACE, "sender": who, **more})


def test_an_event_tells_who_did_what_to_whose_issue() -> None:
    """The association that GitHub tells is that of who wrote; of the owner it needs none; else it is open."""
    alice = Person("alice", association="OWNER")
    event = Event("issues", "edited", "alice/papers", 12, alice, alice)
    assert event_of(payload("alice"), "issues") == event
    assert event_of(payload("bob")) == event._replace(sender=Person("bob"))
    commented = event_of(payload("bob", comment=COMMENT))
    assert commented == event._replace(
        kind="issue_comment",
        sender=Person("bob", association="MEMBER"),
        comment=1000,
        commented_at="2026-11-22T10:00:00Z",
    )
    assert event_of(payload("carol", comment=COMMENT)).sender == Person("carol")
    assert event_of(payload("alice", comment=COMMENT)).sender == alice


def test_an_account_that_is_gone_is_nobody() -> None:
    """GitHub tells no author then, and nobody is the same as nobody."""
    gone = {**ISSUE, "user": None, "author_association": "NONE"}
    event = event_of(payload("", issue=gone))
    assert (event.author, event.sender) == (Person("", association="NONE"), Person(""))


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        ("issue", "number", 0),
        ("issue", "number", "12"),
        ("issue", "number", 12.0),
        ("issue", "number", float("inf")),
        ("issue", "number", 1 << 63),
        ("comment", "id", float("inf")),
        ("comment", "created_at", "2026-11-22"),
        ("comment", "created_at", 0),
        ("comment", "user", "bob"),
    ],
)
def test_odd_values_are_no_event(place: str, name: str, value: object) -> None:
    """What no database holds, and no clock can be compared with, is refused at the door."""
    whole = json.loads(payload("bob", comment=COMMENT))
    whole[place][name] = value
    with pytest.raises(PapersError, match="no event of GitHub's"):
        event_of(json.dumps(whole))


def test_nobody_asks_what_nobody_may_do() -> None:
    """An account that is gone costs no request."""
    gate = Gate("alice/papers", lambda _, known: known == "OWNER", pytest.fail)
    assert gate.refusal(event_of(payload(""))) == "Somebody who is not trusted here did it."


def test_an_app_is_told_by_its_type_and_its_name() -> None:
    """Either will do."""
    event = event_of(payload("helper[bot]"))
    assert event.sender == Person("helper[bot]", bot=True)
    app = json.dumps({**json.loads(payload("x")), "sender": {"login": "x", "type": "Bot"}})
    assert event_of(app).sender == Person("x", bot=True)


@pytest.mark.parametrize("kind", ["schedule", "workflow_dispatch", "push"])
def test_other_events_are_about_no_issue(kind: str) -> None:
    """Nothing but their kind and their place is taken."""
    assert event_of(json.dumps({"repository": PLACE, "ref": "x"}), kind) == Event(
        kind, repository="alice/papers"
    )


@pytest.mark.parametrize(
    ("association", "through"),
    [
        ("OWNER", True),
        ("MEMBER", True),
        ("COLLABORATOR", True),
        ("CONTRIBUTOR", False),
        ("FIRST_TIME_CONTRIBUTOR", False),
        ("FIRST_TIMER", False),
        ("MANNEQUIN", False),
        ("NONE", False),
        ("SOMETHING_NEW", False),
    ],
)
def test_only_those_who_may_write_get_through(association: str, *, through: bool) -> None:
    """As authors of issues and of comments alike; what GitHub may invent is nobody's right."""
    trusted = ("OWNER", "MEMBER", "COLLABORATOR")
    gate = Gate("Alice/Papers", lambda _, known: known in trusted, lambda _: False)
    theirs = {**ISSUE, "user": {"login": "dave"}, "author_association": association}
    said = {**COMMENT, "user": {"login": "dave"}, "author_association": association}
    assert (gate.refusal(event_of(payload("dave", issue=theirs))) is None) is through
    assert (gate.refusal(event_of(payload("dave", comment=said))) is None) is through
