"""The contract of a tracker, kept by all of them: the local one, GitHub as documented, GitHub as emulated.

`emulate` differs from GitHub, and from what we may rely on, where a `Place` says so.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path

import pytest

from paper_notes.doors.github.tracker import GitHubTracker
from paper_notes.doors.github.write_pace import WritePace
from paper_notes.doors.local_tracker import LocalTracker
from paper_notes.values.errors import HandEditedError, TrackerError
from paper_notes.values.model import READING_LABEL, Comment, Issue, Label, Status
from paper_notes.values.tracker import Batch, Bookmark, Change, CommentPage, Draft, Reaction, Tracker
from tests.emulate import Emulate, running_emulate
from tests.github_server import TOKEN, GitHubServer
from tests.github_state import Clock

BODIES = [
    pytest.param("One line", id="one line"),
    pytest.param("", id="nothing"),
    pytest.param("a\r\n\r\nb\rc\n", id="all line ends"),
    pytest.param(
        "<!-- papers:begin v1 {} -->\n한국어 📜 $\\alpha$ \\n | @who #1\n<!-- papers:end -->\n", id="a block"
    ),
    pytest.param("x" * 65_536, id="as long as may be"),
]

DRAFT = Draft("Attention Is All You Need", "<!-- paper:1706.03762 -->\nMine.\n", ("NLP", "CV"), "1706.03762")


class Place:
    """A tracker, and the hands of a reader who uses the place without it."""

    tells_unchanged = True
    """Whether nothing is yielded when nothing changed. `emulate` sends no ETag, so that all comes again."""

    lists_comments = True
    """Whether comments are listed. `emulate` takes `comments` in that path for the number of an issue."""

    answers = True
    """Whether people can be answered."""

    reacts = True
    """Whether there are reactions, and the reason `duplicate`; `emulate` has neither."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker

    def keep(self, issue: Issue) -> Issue:
        """Do what a library does with an issue that a tracker returned."""
        return issue

    def now(self, issue: Issue) -> Issue:
        """Return the issue as it is."""
        raise NotImplementedError

    def edit(self, issue: Issue, body: str) -> None:
        """Replace the body by hand."""
        raise NotImplementedError

    def comment(self, issue: Issue, text: str) -> None:
        """Comment by hand; only where that is possible."""
        raise NotImplementedError

    def comments(self, issue: Issue) -> list[str]:
        """Return what is said below the issue; only where that is possible."""
        raise NotImplementedError

    def lose(self, issue: Issue) -> Issue:
        """Make the issue disappear and return what is remembered of it."""
        raise NotImplementedError

    def create(self, draft: Draft = DRAFT) -> Issue:
        """Open an issue and keep it."""
        return self.keep(self.tracker.create(draft))

    def update(self, issue: Issue, change: Change) -> Issue:
        """Change an issue and keep it."""
        return self.keep(self.tracker.update(issue, change))


class LocalPlace(Place):
    """The embedded library, which keeps its issues by their keys."""

    lists_comments = False
    answers = False

    def __init__(self) -> None:
        self.issues: dict[int, Issue] = {}
        self.clock = Clock()
        super().__init__(LocalTracker(lambda issue: self.issues.get(issue.key or 0), self._tick))

    def _tick(self) -> str:
        self.clock.seconds += 1
        return self.clock.iso()

    def keep(self, issue: Issue) -> Issue:
        """Store it under its key."""
        issue = issue._replace(key=issue.key or len(self.issues) + 1)
        self.issues[issue.key or 0] = issue
        return issue

    def now(self, issue: Issue) -> Issue:
        """Return the issue as it is."""
        return self.issues[issue.key or 0]

    def edit(self, issue: Issue, body: str) -> None:
        """Replace the body by hand."""
        self.issues[issue.key or 0] = self.now(issue)._replace(body=body)

    def lose(self, issue: Issue) -> Issue:
        """Make the issue disappear and return what is remembered of it."""
        del self.issues[issue.key or 0]
        return issue


class ServerPlace(Place):
    """GitHub as it is documented."""

    def __init__(self, server: GitHubServer, tracker: Tracker) -> None:
        self.server = server
        super().__init__(tracker)

    def now(self, issue: Issue) -> Issue:
        """Return the issue as it is."""
        (batch,) = self.tracker.changes(Bookmark())
        return next(each for each in batch.issues if each.number == issue.number)

    def edit(self, issue: Issue, body: str) -> None:
        """Replace the body by hand."""
        self.server.clock.seconds += 1
        self.server.repo.issues[issue.number or 0]["body"] = body

    def comment(self, issue: Issue, text: str) -> None:
        """Comment by hand."""
        self.server.clock.seconds += 1
        self.server.repo.comment(issue.number or 0, text)

    def comments(self, issue: Issue) -> list[str]:
        """Return what is said below the issue."""
        return [each["body"] for each in self.server.repo.comments.values() if each["number"] == issue.number]

    def lose(self, issue: Issue) -> Issue:
        """Make the issue disappear and return what is remembered of it."""
        self.server.repo.delete(issue.number or 0)
        return issue


class EmulatePlace(Place):
    """GitHub as the `emulate` server has it."""

    tells_unchanged = False
    lists_comments = False
    reacts = False

    def __init__(self, server: Emulate, repository: str, token: str, tracker: Tracker) -> None:
        self.server = server
        self.token = token
        self.path = f"/repos/{repository}/issues"
        super().__init__(tracker)

    def now(self, issue: Issue) -> Issue:
        """Return the issue as it is."""
        (batch,) = self.tracker.changes(Bookmark())
        return next(each for each in batch.issues if each.number == issue.number)

    def edit(self, issue: Issue, body: str) -> None:
        """Replace the body by hand."""
        self.server.call("PATCH", f"{self.path}/{issue.number}", self.token, {"body": body})

    def comment(self, issue: Issue, text: str) -> None:
        """Comment by hand."""
        self.server.call("POST", f"{self.path}/{issue.number}/comments", self.token, {"body": text})

    def comments(self, issue: Issue) -> list[str]:
        """Return what is said below the issue."""
        return [
            each["body"]
            for each in self.server.call("GET", f"{self.path}/{issue.number}/comments", self.token)
        ]

    def lose(self, issue: Issue) -> Issue:
        """Make the issue disappear and return what is remembered of it."""
        # It cannot delete issues; a number that never was answers the same.
        return issue._replace(number=999)


@pytest.fixture(scope="module")
def emulate() -> Iterator[Emulate]:
    """Return the running `emulate` server."""
    with running_emulate() as server:
        yield server


@pytest.fixture(params=["local", "github", "emulate"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Return each place in turn, empty."""
    if request.param == "local":
        yield LocalPlace()
    elif request.param == "github":
        with GitHubServer() as server:
            tracker = github_tracker(tmp_path, "alice/papers", TOKEN, server.url, server.clock)
            yield ServerPlace(server, tracker)
            tracker.close()
    else:
        emulate = request.getfixturevalue("emulate")
        repository, token = emulate.new_repository()
        tracker = github_tracker(tmp_path, repository, token, emulate.url, Clock())
        yield EmulatePlace(emulate, repository, token, tracker)
        tracker.close()


def github_tracker(folder: Path, repository: str, token: str, url: str, clock: Clock) -> GitHubTracker:
    """Return a tracker that waits by the test's clock only."""

    def no_report(text: str) -> None:
        assert text.endswith("cannot be read; they are left out."), text

    pace = WritePace(
        str(folder / "writes"), delay=0, per_minute=0, per_hour=0, report=no_report, sleep=clock.sleep
    )
    return GitHubTracker(
        repository, token, url, pace=pace, recognise=paper_of, report=no_report, sleep=clock.sleep
    )


def paper_of(body: str) -> str | None:
    """Return the id that a body of these tests is about."""
    found = re.search(r"<!-- paper:(\S+) -->", body)
    return found[1] if found else None


def names(issues: Sequence[Issue]) -> list[str]:
    """Return the titles in alphabetical order."""
    return sorted(issue.title for issue in issues)


# -- opening ------------------------------------------------------------------------------


@pytest.mark.parametrize("body", BODIES)
def test_a_created_issue_is_its_draft(place: Place, body: str) -> None:
    """Title, text to the byte and labels are those of the draft; it is open, and the reader's own."""
    place.tracker.prepare()
    created = place.create(Draft("Títle 제목", body, ("NLP", "CV"), "1"))
    assert created[:6] == ("Títle 제목", body, created.number, "open", None, ("NLP", "CV"))
    assert created.association == "OWNER"
    assert "" != created.created_at <= created.updated_at
    assert place.now(created) == created


def test_finishing_closes_and_touches_nothing_else(place: Place) -> None:
    """A new note that was read at once: one more step, with the text and labels as they are."""
    created = place.create()
    place.edit(created, "typed in between\r\n")
    finished = place.keep(place.tracker.finish(place.now(created), Status.READ))
    assert (finished.state, finished.state_reason) == ("closed", "completed")
    assert finished.closed_at
    assert (finished.body, finished.labels) == ("typed in between\r\n", ("NLP", "CV"))
    assert place.now(created) == finished


# -- status -------------------------------------------------------------------------------

STATES = {
    Status.TO_READ: ("open", None, ("NLP",)),
    Status.READING: ("open", None, ("NLP", READING_LABEL)),
    Status.READ: ("closed", "completed", ("NLP",)),
    Status.DROPPED: ("closed", "not_planned", ("NLP",)),
}


@pytest.mark.parametrize(("before", "after"), [*product(Status, Status)])
def test_every_status_can_become_every_other(place: Place, before: Status, after: Status) -> None:
    """State, reason and the label `reading` always tell the same; other labels stay."""
    issue = place.create(DRAFT._replace(labels=("NLP",)))
    for status in (before, after):
        issue = place.update(issue, Change(status=status))
        reason = issue.state_reason if status.closed else None
        assert (issue.state, reason, issue.labels) == STATES[status]
        assert (issue.closed_at is not None) == status.closed
        # Whether it was closed before is for GitHub to tell, and no status of ours.
        assert status.closed or issue.state_reason in (None, "reopened")
    assert place.now(issue) == issue


# -- changing -----------------------------------------------------------------------------

CHANGES = [
    pytest.param(Change(), id="nothing"),
    pytest.param(Change(status=Status.TO_READ), id="status"),
    pytest.param(Change(status=Status.READ, edit=lambda _: "new"), id="read and edit"),
    pytest.param(Change(status=Status.DROPPED, add_labels=("RL",)), id="dropped and label"),
    pytest.param(Change(status=Status.READING, title="Other"), id="reading and title"),
    pytest.param(Change(add_labels=("RL", "rl"), remove_labels=("cv", "nothing")), id="labels"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_change_twice_is_once(place: Place, change: Change) -> None:
    """What is as wished already is not touched: even the time of the last update stays."""
    once = place.update(place.create(), change)
    if isinstance(place, ServerPlace):
        place.server.clock.seconds += 60
    assert place.update(once, change) == once == place.now(once)


def test_an_edit_gets_the_text_as_it_is_now(place: Place) -> None:
    """What the reader typed since we last looked is what is edited, and stays."""
    remembered = place.create(DRAFT._replace(body="old\n"))
    place.edit(remembered, "typed later\r\n")
    changed = place.update(remembered, Change(edit=lambda body: f"block\n{body}"))
    assert changed.body == "block\ntyped later\r\n"
    assert place.now(changed).body == "block\ntyped later\r\n"


@pytest.mark.parametrize("body", BODIES[:4])
def test_a_change_of_other_things_leaves_the_text(place: Place, body: str) -> None:
    """Status, labels and title say nothing about the body: not a byte of it changes."""
    issue = place.create(DRAFT._replace(body=body))
    change = Change(Status.READ, add_labels=("RL",), edit=lambda text: text, title="Other")
    assert place.update(issue, change).body == body
    assert place.now(issue).body == body


def test_an_edit_that_refuses_changes_nothing(place: Place) -> None:
    """An error of the edit passes on, and state and labels are as before."""
    issue = place.create()

    def refuse(_: str) -> str:
        raise HandEditedError("The block was changed by hand.")

    with pytest.raises(HandEditedError):
        place.tracker.update(issue, Change(Status.READ, add_labels=("RL",), edit=refuse))
    assert place.now(issue) == issue


@pytest.mark.parametrize(
    ("add", "remove", "labels"),
    [
        (("RL",), (), ("NLP", "CV", "RL")),
        ((), ("NLP",), ("CV",)),
        ((), ("nlp",), ("CV",)),
        (("nlp",), (), ("NLP", "CV")),
        (("RL", "speech"), ("CV",), ("NLP", "RL", "speech")),
        ((), ("unheard of",), ("NLP", "CV")),
        ((), ("CV", "NLP"), ()),
    ],
)
def test_labels_are_a_set_without_case(
    place: Place, add: tuple[str, ...], remove: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    """Labels keep their spelling and order; what is there already is not added again."""
    changed = place.update(place.create(), Change(add_labels=add, remove_labels=remove))
    assert changed.labels == labels
    assert place.now(changed) == changed


def test_a_title_can_be_changed(place: Place) -> None:
    """Only the title differs then, and the time."""
    issue = place.create()
    changed = place.update(issue, Change(title="Other"))
    assert changed == issue._replace(title="Other", updated_at=changed.updated_at)


def test_an_issue_that_is_gone_is_an_error(place: Place) -> None:
    """Nothing is made in its place; the remedy names a command."""
    lost = place.lose(place.create())
    with pytest.raises(TrackerError) as caught:
        place.tracker.update(lost, Change(status=Status.READ))
    assert "papers" in (caught.value.remedy or "")


# -- labels -------------------------------------------------------------------------------


def test_labels_that_are_missing_can_be_made(place: Place) -> None:
    """What is missing is told without case; what was made is not missing, and can be made again."""
    labels = [Label("CV", "ff0000", "Computer vision"), Label("speech", "00ff00")]
    missing = place.tracker.missing_labels(labels)
    assert missing == (labels if place.tracker.remote else [])
    for label in missing:
        place.tracker.create_label(label)
    assert place.tracker.missing_labels([*labels, Label("cv", "ff0000")]) == []
    place.tracker.create_label(labels[0])


# -- reading ------------------------------------------------------------------------------


def test_a_tracker_reads_back_what_it_wrote(place: Place) -> None:
    """The first reading holds everything; the local library has nothing to read, being all there is."""
    one, two = place.create(), place.create(Draft("Other", "…"))
    two = place.update(two, Change(status=Status.DROPPED))
    batches = list(place.tracker.changes(Bookmark()))
    if not place.tracker.remote:
        assert batches == []
        return
    (batch,) = batches
    assert (batch.full, batch.last) == (True, True)
    assert batch.bookmark.since is not None
    assert sorted(batch.issues, key=lambda issue: issue.title) == [one, two]


def test_changes_since_a_bookmark_are_told(place: Place) -> None:
    """What happened after a reading comes with the next one; nothing comes when nothing happened."""
    kept = place.create()
    if not place.tracker.remote:
        assert list(place.tracker.changes(Bookmark())) == []
        return
    (first,) = place.tracker.changes(Bookmark())
    if place.tells_unchanged:
        assert list(place.tracker.changes(first.bookmark)) == []
    place.edit(kept, "typed\r\n")
    changed = place.update(kept, Change(status=Status.READ))
    new = place.create(Draft("New", "…"))
    news = [issue for batch in place.tracker.changes(first.bookmark) for issue in batch.issues]
    assert sorted(news, key=lambda issue: issue.title) == [changed, new]


def test_a_new_bookmark_reads_no_less_than_an_old_one(place: Place) -> None:
    """However often one reads, a mirror that saves every batch is the same as a fresh one."""
    if not place.tracker.remote:
        assert list(place.tracker.changes(Bookmark(since="2026-01-01T00:00:00Z"))) == []
        return
    mirror: dict[int | None, Issue] = {}
    bookmark = Bookmark()

    def read(step: Callable[[], object]) -> None:
        nonlocal bookmark
        step()
        for batch in place.tracker.changes(bookmark):
            bookmark = _save(mirror, batch)

    read(lambda: place.create())
    read(lambda: place.create(Draft("Two", "2")))
    read(lambda: place.update(mirror[2], Change(status=Status.READ, add_labels=("RL",))))
    read(lambda: place.edit(mirror[1], "typed"))
    read(lambda: None)
    (fresh,) = place.tracker.changes(Bookmark())
    assert mirror == {issue.number: issue for issue in fresh.issues}
    assert names(fresh.issues) == ["Attention Is All You Need", "Two"]


def _save(mirror: dict[int | None, Issue], batch: Batch) -> Bookmark:
    mirror.update({issue.number: issue for issue in batch.issues})
    return batch.bookmark


def test_comments_are_read_in_one_list(place: Place) -> None:
    """Of all issues, oldest first, as they were typed; `since` leaves out what is older."""
    issue = place.create()
    if not place.lists_comments:
        assert list(place.tracker.comments(None)) == []
        return
    assert list(place.tracker.comments(None)) == [CommentPage([], share=1.0)]
    other = place.create(Draft("Other", "…"))
    place.comment(other, "한국어\r\n#1")
    place.comment(issue, "Later")
    (page,) = place.tracker.comments(None)
    assert (page.resume, page.first) == (None, True)
    assert [(each.number, each.body, each.association) for each in page.comments] == [
        (other.number, "한국어\r\n#1", "OWNER"),
        (issue.number, "Later", "OWNER"),
    ]
    latest = page.comments[-1]
    assert latest.created_at == latest.updated_at
    (since,) = place.tracker.comments(latest.updated_at)
    assert since.comments[-1] == latest
    (later,) = place.tracker.comments("2100-01-01T00:00:00Z")
    assert later.comments == []
    assert place.now(issue).comments == 1


# -- answering people -----------------------------------------------------------------------


def test_an_answer_is_given_once(place: Place) -> None:
    """What carries the same mark is said below an issue only once; other marks, and issues, are others."""
    one, two = place.create(), place.create(Draft("Other", "…"))
    if not place.answers:
        assert not place.tracker.answer(one, "Look.", "<!-- mark -->")
        return
    assert place.tracker.answer(one, "Look.", "<!-- mark -->")
    assert not place.tracker.answer(place.now(one), "Look again.", "<!-- mark -->")
    assert place.tracker.answer(place.now(one), "Look here.", "<!-- other -->")
    assert place.tracker.answer(two, "Look.", "<!-- mark -->")
    said = ["Look.\n\n<!-- mark -->", "Look here.\n\n<!-- other -->"]
    assert (place.comments(one), place.comments(two)) == (said, said[:1])


def test_an_answer_is_given_below_what_others_said(place: Place) -> None:
    """Comments without the mark keep nothing back, and stay."""
    issue = place.create()
    if place.answers:
        place.comment(issue, "Hm.")
        assert place.tracker.answer(place.now(issue), "Look.", "<!-- mark -->")
        assert place.comments(issue) == ["Hm.", "Look.\n\n<!-- mark -->"]


def test_a_duplicate_is_closed_as_one(place: Place) -> None:
    """Its state and reason change and nothing else does; a second time changes nothing."""
    issue = place.create()
    if not place.reacts:
        pytest.skip("emulate knows no reason `duplicate`")
    closed = place.keep(place.tracker.close_as_duplicate(issue))
    assert (closed.state, closed.state_reason) == ("closed", "duplicate")
    assert closed == issue._replace(
        state="closed",
        state_reason="duplicate",
        closed_at=closed.closed_at,
        updated_at=closed.updated_at,
    )
    assert place.tracker.close_as_duplicate(closed) == closed == place.now(issue)


def test_a_comment_is_answered_by_a_reaction(place: Place) -> None:
    """It is not answered, then it is; the same answer twice is one. Where nobody comments nothing is owed."""
    issue = place.create()
    if not place.reacts:
        pytest.skip("emulate has no reactions")
    if not place.answers:
        comment = Comment(1, 1, "alice", "OWNER", "", "", None, "/read")
        assert place.tracker.is_answered(comment)
        place.tracker.react(comment, Reaction.DONE)
        return
    place.comment(issue, "/read")
    (page,) = place.tracker.comments(None)
    (comment,) = page.comments
    assert (place.tracker.is_answered(comment), page.reacted) == (False, frozenset())
    for _ in range(2):
        place.tracker.react(comment, Reaction.DONE)
        assert place.tracker.is_answered(comment)
    (page,) = place.tracker.comments(None)
    assert (page.comments, page.reacted) == ([comment], frozenset({comment.id}))
