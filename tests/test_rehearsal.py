"""What a dry run says of an issue: what a person finds it by, and what would become of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes.doors.local_tracker import LocalTracker
from paper_notes.rules.library.rehearsal import Rehearsal
from paper_notes.values.changes import changed_labels
from paper_notes.values.model import Issue, Status
from paper_notes.values.tracker import Change

LONG = "Deep Residual Learning for Image Recognition"
KOREAN = "한국어 음성 인식을 위한 자기지도 학습과 여러 가지"


def rehearsed(issue: Issue, change: Change) -> list[str]:
    """Return what is announced of a change of one issue."""
    announced: list[str] = []
    tracker = LocalTracker(lambda _: issue, lambda: "2026-11-22T00:00:00Z")
    Rehearsal(tracker, announced.append).update(issue, change)
    return announced


@pytest.mark.parametrize(
    ("issue", "named"),
    [
        (Issue("Attention Is All You Need", "", number=12), "#12 (Attention Is All You Need)"),
        (Issue(LONG, "", number=1234), "#1234 (Deep Residual Learning for Image R…)"),
        (Issue(KOREAN, "", number=1234), "#1234 (한국어 음성 인식을 위한 자기지도…)"),
        (Issue("x" * 35, "", number=1), f"#1 ({'x' * 35})"),
        (Issue("가" * 17 + "x", "", number=1), f"#1 ({'가' * 17}x)"),
        (Issue("가" * 18, "", number=1), f"#1 ({'가' * 16}…)"),
        (Issue(LONG, ""), f"“{LONG}”"),
    ],
)
def test_an_issue_is_named(issue: Issue, named: str) -> None:
    """By its number, with as much of the title as has room; by the title alone where it has no number."""
    assert rehearsed(issue, Change(Status.READ)) == [f"Would mark {named} read."]


@pytest.mark.parametrize(
    ("add", "remove", "said"),
    [
        ("NLP", "", "add the label NLP to #1 (A)"),
        ("NLP RL", "", "add the labels NLP, RL to #1 (A)"),
        ("", "cv", "take the label CV off #1 (A)"),
        ("", "cv mine", "take the labels CV, mine off #1 (A)"),
        ("NLP", "CV", "label #1 (A) NLP instead of CV"),
        ("CV", "RL", None),
        ("CV", "CV", None),
    ],
)
def test_what_becomes_of_labels(add: str, remove: str, said: str | None) -> None:
    """Those that come, and those that go; what stays is no change."""
    change = Change(add_labels=tuple(add.split()), remove_labels=tuple(remove.split()))
    announced = rehearsed(Issue("A", "", labels=("CV", "mine"), number=1), change)
    assert announced == ([f"Would {said}."] if said else [])


names = st.lists(st.sampled_from(["CV", "cv", "NLP", "RL", "reading"]), unique_by=str.casefold)


@settings(max_examples=50)
@given(names, names, names, st.none() | st.sampled_from(Status))
def test_labels_that_change_are_others(
    labels: list[str], add: list[str], remove: list[str], status: Status | None
) -> None:
    """Another order of the same ones is nothing to be written or announced."""
    change = Change(status, add_labels=tuple(add), remove_labels=tuple(remove))
    changed = changed_labels(tuple(labels), change)
    assert (changed == tuple(labels)) == (set(changed) == set(labels))
