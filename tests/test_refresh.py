"""What counts as news about a paper, and what is kept of both sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.doors.github.issues import fields_of_change
from paper_notes.values.model import Issue, Paper
from paper_notes.values.news import Difference, compare, renewed
from paper_notes.values.tracker import Change
from tests.library import ATTENTION

OLD = ATTENTION._replace(version=2, updated="2017-06-19T16:49:45Z")
NEW = ATTENTION._replace(version=5, updated="2017-12-06T03:30:32Z")
VERSION = Difference("version", "v2 (2017-06-19)", "v5 (2017-12-06)")
WITHDRAWN = "This paper has been withdrawn by the author."


@pytest.mark.parametrize(
    ("old", "new", "differences"),
    [
        (OLD, OLD, []),
        (OLD, NEW, [VERSION]),
        (OLD, NEW._replace(abstract="Other words.", authors=("A",)), [VERSION]),
        (OLD, OLD._replace(abstract="Other words.", comment="16 pages"), []),
        (OLD._replace(version=None), NEW, [VERSION._replace(old=None)]),
        (OLD._replace(updated=None), NEW, [VERSION._replace(old="v2")]),
        (OLD._replace(updated=None), OLD, []),
        (NEW, OLD, []),
        (OLD, NEW._replace(title="Attention"), [VERSION, Difference("title", OLD.title, "Attention")]),
        (OLD, OLD._replace(journal_ref="NIPS 30"), [Difference("journal", None, "NIPS 30")]),
        (
            OLD._replace(journal_ref="in press"),
            OLD._replace(journal_ref="NIPS 30"),
            [Difference("journal", "in press", "NIPS 30")],
        ),
        (OLD._replace(journal_ref="NIPS 30"), OLD, []),
        (OLD, OLD._replace(doi="10.1/x"), [Difference("doi", None, "10.1/x")]),
        (
            OLD,
            OLD._replace(comment="15 pages. Accepted at NIPS 2017"),
            [Difference("accepted", None, "NIPS 2017")],
        ),
        (OLD._replace(comment="NIPS 2017"), OLD._replace(comment="Accepted at NIPS 2017"), []),
        (OLD._replace(comment="NIPS 2017"), OLD, []),
        (
            OLD,
            NEW._replace(comment=WITHDRAWN),
            [VERSION, Difference("withdrawn", None, WITHDRAWN.rstrip("."))],
        ),
        (OLD._replace(comment=WITHDRAWN), OLD._replace(comment="Withdrawn"), []),
        (
            OLD._replace(comment="Withdrawn"),
            NEW._replace(comment="Corrected"),
            [VERSION, Difference("withdrawn", "Withdrawn", None)],
        ),
        (Paper(OLD.id, "arXiv:1706.03762", pending=True), NEW, [Difference("filled", None, NEW.title)]),
        (
            Paper(OLD.id, "arXiv:1706.03762", source="reader", pending=True),
            NEW._replace(comment="Withdrawn"),
            [Difference("filled", None, NEW.title), Difference("withdrawn", None, "Withdrawn")],
        ),
        (OLD._replace(source="starter", version=None), NEW, [Difference("completed", "starter", "arxiv")]),
        (NEW._replace(source="datacite"), OLD, [Difference("completed", "datacite", "arxiv")]),
    ],
)
def test_what_is_news(old: Paper, new: Paper, differences: list[Difference]) -> None:
    """Versions, publication and withdrawal; no news is what a stale answer says, or what is gone."""
    assert list(compare(old, new)) == differences


def test_a_persons_own_title_is_no_old_version() -> None:
    """Of a hand-written note no version is known and the title is the reader's: only facts are news."""
    mine = Paper(OLD.id, "Transformer paper", source="reader")
    new = NEW._replace(comment="NIPS 2017", doi="10.1/x", journal_ref="NIPS 30")
    assert [difference.kind for difference in compare(mine, new, managed=False)] == [
        "journal",
        "doi",
        "accepted",
    ]
    assert compare(mine, NEW, managed=False) == ()


TEXTS = st.sampled_from([None, "a", "NIPS 2017", "Accepted at ICML 2018", "Withdrawn", "v1 was withdrawn"])
PAPERS = st.builds(
    Paper,
    id=st.sampled_from(["1706.03762", "1512.03385"]),
    title=st.sampled_from(["Attention", "arXiv:1706.03762"]),
    version=st.none() | st.integers(1, 3),
    updated=st.none() | st.just("2017-12-06"),
    comment=TEXTS,
    journal_ref=TEXTS,
    doi=TEXTS,
    source=st.sampled_from(["arxiv", "datacite", "starter", "import", "reader"]),
    pending=st.booleans(),
)


@given(PAPERS, PAPERS)
def test_what_was_written_is_no_news(old: Paper, new: Paper) -> None:
    """After the news are taken in there are none, of whichever paper; nothing known is lost."""
    new = new._replace(id=old.id, source="arxiv", pending=False)
    kept = renewed(old, new)
    assert compare(kept, new) == ()
    assert (kept.doi is None, kept.journal_ref is None) == (
        old.doi is None and new.doi is None,
        old.journal_ref is None and new.journal_ref is None,
    ) or kept == old


def test_what_is_never_taken_in() -> None:
    """A block in which somebody changed the id keeps its data, and so does one that knows more."""
    assert renewed(OLD, NEW._replace(id="1512.03385")) == OLD
    assert renewed(NEW, OLD) == NEW
    assert renewed(OLD, NEW) == NEW


def test_a_title_that_was_changed_meanwhile_stays() -> None:
    """Only an issue that is still called as expected is renamed."""
    change = Change(title="Attention Is All You Need", title_was="arXiv:1706.03762")
    assert fields_of_change(Issue("arXiv:1706.03762", ""), change) == {"title": "Attention Is All You Need"}
    assert fields_of_change(Issue("The transformer", ""), change) == {}
