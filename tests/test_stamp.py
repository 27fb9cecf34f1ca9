"""The line by which a file of ours is known again: changes show, but for line ends and action versions."""

from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes.values.actions import Pin, in_use, pinned, pins_in
from paper_notes.values.text.stamp import has_stamp, is_as_made, stamped
from tests.patience import patience

TEXTS = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=80).map(
    lambda text: f"on: push\n{text}\nend: here\n"
)
WORKFLOW = (
    "steps:\n  - uses: actions/checkout@v7\n  - id: a\n    uses: a/b/c@main # v1.2\n  - run: 'uses: x/y@z'\n"
)


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_it_is_known_again(text: str) -> None:
    """As it was written, and after an editor has changed its line ends."""
    made = stamped(text)
    assert (is_as_made(made), is_as_made(made.replace("\n", "\r\n"))) == (True, True)
    assert not is_as_made(text)


@settings(max_examples=50, deadline=None)
@given(TEXTS, st.integers(0), st.sampled_from("x #:"))
def test_any_change_shows(text: str, where: int, what: str) -> None:
    """One character more anywhere below the line, and it is a person's file, which once was ours."""
    first, _, rest = stamped(text).partition("\n")
    at = where % len(rest)
    changed = f"{first}\n{rest[:at]}{what}{rest[at:]}"
    assert (is_as_made(changed), has_stamp(changed)) == (False, True)


def test_versions_of_actions_are_no_change() -> None:
    """They are what bots keep up to date; another action is a change."""
    made = stamped(WORKFLOW)
    newer = made.replace("checkout@v7", "checkout@" + "a" * 40 + " # v8.0.1")
    assert is_as_made(newer)
    assert not is_as_made(made.replace("actions/checkout", "mallory/checkout"))
    assert not is_as_made(made.replace("x/y@z", "x/y@w"))


def test_many_blank_lines_take_no_minutes() -> None:
    """Whatever a repository has under the name of the workflow."""
    with patience():
        assert pins_in(" \n" * 500_000) == {}


def test_pins() -> None:
    """They are read and written where actions are used, and nowhere else."""
    pins = {"actions/checkout": Pin("a" * 40, "v8.0.1")}
    assert pins_in(pinned(WORKFLOW, pins)) == {"actions/checkout": Pin("a" * 40, "v8.0.1")}
    assert pinned(WORKFLOW, pins) == WORKFLOW.replace("checkout@v7", "checkout@" + "a" * 40 + " # v8.0.1")
    assert pinned(pinned(WORKFLOW, pins), {"actions/checkout": Pin("v7", "v7")}) == WORKFLOW
    assert in_use(pinned(WORKFLOW, pins))["actions/checkout"] == Pin("a" * 40, "v8.0.1")
    assert in_use("uses: actions/checkout@v6")["actions/checkout"].version == "v7.0.1"
