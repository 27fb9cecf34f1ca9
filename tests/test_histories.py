"""Random histories of a repository and of a library that mirrors it, told by Hypothesis.

`PAPERS_HISTORIES=1000` makes it a thousand of them.
"""

import contextlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from paper_notes.doors.github.issues import comment_of, issue_of
from paper_notes.doors.sqlite.comment_table import Due
from paper_notes.doors.sqlite.store import Reader, Reading, Store
from paper_notes.rules.library.library import Library
from paper_notes.rules.library.mirror import Mirror
from paper_notes.rules.library.notes import Rules, is_trusted, note_of
from paper_notes.rules.library.writer import TemplateWriter
from paper_notes.values.model import Issue, Label, Note, Paper, Status
from paper_notes.values.outcome import Wish
from paper_notes.values.query import Query
from paper_notes.values.source import Fetched
from paper_notes.values.topics import Taxonomy
from paper_notes.values.tracker import Batch, Bookmark, CommentPage
from tests.github_connect import Connect
from tests.github_server import GitHubServer

HISTORIES = int(os.environ.get("PAPERS_HISTORIES", "30"))

PAPERS = [f"2401.0000{number}" for number in range(1, 8)]
PEOPLE = ["alice", "alice", "bob", "mallory"]
TAXONOMY = Taxonomy()
RULES = Rules(TAXONOMY, frozenset({"carol"}))
READER = Reader(
    lambda issue: Reading(note_of(issue, RULES), is_trusted(issue, RULES)),
    "1",
    lambda comment: is_trusted(comment, RULES),
)

any_one = st.integers(0, 1000)
"""Which of all issues or comments, counted round."""
texts = st.sampled_from(["", "One line", "a\r\n\r\nb\rc\n", "한국어 #1 @who", "<!-- papers:end -->"])


class PulledPlug(Exception):  # noqa: N818 (no error of the program)
    """The process came to its end."""


def fetch(ids: Sequence[str]) -> Fetched:
    """Return what is known about papers."""
    return Fetched({paper_id: Paper(paper_id, f"Paper {paper_id}", ("A. Author",), 1) for paper_id in ids})


class Histories(RuleBasedStateMachine):
    """What people do with issues on one side; on the other a library, brought up to date now and then.

    The promise: after every sync the mirror is what a fresh one would be. Only what was deleted or
    transferred may linger until everything is read; and of comments, a deletion, and an edit in the
    same second or together with another change of their issue.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stack = contextlib.ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.github = self.stack.enter_context(GitHubServer())
        self.connect = Connect(self.github, folder)
        self.stack.callback(self.connect.close)
        self.repo = self.github.repo
        self.repo.roles["bob"] = "push"
        self.elsewhere = self.github.add_repository("alice/other")
        self.clock = self.github.clock
        self.store = Store(":memory:", READER)
        self.lingering: set[int] = set()
        """Issues that went away after the beginning of the last reading of everything that has an end."""
        self.gone: set[int] = set()
        """Issues that went away after the beginning of the last reading of everything."""
        self.blurred: set[int] = set()
        """Issues whose comments changed without a trace."""
        self.touched: set[int] = set()
        """Issues that were changed since the last look."""
        self.edited: set[int] = set()
        """Issues with a comment that was edited since the last look."""

    def teardown(self) -> None:
        """End the server; an unplanned request fails here."""
        self.stack.close()

    # -- the library --------------------------------------------------------------------------

    def library(self, pages: int = -1) -> Library:
        """Return the library as a new process has it, which ends as soon as so many pages are saved."""
        left = pages

        def progress(text: str) -> None:
            nonlocal left
            left -= text.startswith("Reading")
            if left == 0:
                raise PulledPlug

        tracker = self.connect()
        return Library(
            self.store,
            tracker,
            mirror=Mirror(self.store, tracker, now=self.clock.iso, report=self.hear, progress=progress),
            fetch=fetch,
            writer=TemplateWriter("en", ()),
            taxonomy=TAXONOMY,
            guess=lambda _: ("NLP",),
            lock=contextlib.nullcontext,
            today=lambda: "2026-11-22",
        )

    def hear(self, text: str) -> None:
        """Take note of a sync that reads everything by itself."""
        assert text.startswith("Reading everything, as once a week")
        self.begin_anew()

    def begin_anew(self) -> None:
        """Take note that everything is read from the beginning."""
        self.anew = True
        self.gone = set()

    def look(self) -> None:
        """Take note that the library looks for changes."""
        self.blurred |= self.touched & self.edited
        self.touched, self.edited = set(), set()

    @initialize(size=st.sampled_from([2, 3, 5, 100]), cursors=st.booleans())
    def choose_pages(self, size: int, cursors: bool) -> None:
        """Have pages of that size, so that a few issues are many pages."""
        self.github.longest_page = size
        self.github.cursors = cursors

    @rule(full=st.booleans(), stop=st.sampled_from([0, 0, 0, 1, 2, 3]))
    def sync(self, full: bool, stop: int) -> None:
        """Bring the mirror up to date and compare, unless it is interrupted after `stop` pages."""
        before = self.store.bookmark()
        going_on = before.resume is not None
        self.anew = False
        self.look()
        if full or (before.since is None and not going_on):
            self.begin_anew()
        try:
            self.library(stop).sync(full=full)
        except PulledPlug:
            return
        if self.anew or going_on:
            self.lingering = set(self.gone)
        if self.anew:
            self.blurred = set()
        self.compare()

    @precondition(lambda self: self.repo.issues)
    @rule(at=any_one, paper=st.sampled_from(PAPERS), status=st.sampled_from(Status))
    def write(self, at: int, paper: str, status: Status) -> None:
        """Add a paper, and give one of the notes a status and a label."""
        self.look()
        library = self.library()
        outcomes = [*library.add([paper], Wish())]
        ref = str(self.number(at))
        outcomes += library.mark([ref], status)
        outcomes += library.tag([paper], [Label("RL", "00ff00")], ["NLP"])
        self.touched |= {outcome.note.number or 0 for outcome in outcomes if outcome.note}

    # -- the repository -----------------------------------------------------------------------

    def number(self, at: int) -> int:
        """Return the number of one of the issues."""
        numbers = sorted(self.repo.issues)
        return numbers[at % len(numbers)]

    @rule(seconds=st.sampled_from([0, 1, 60, 400, 7200, 8 * 86_400]))
    def wait(self, seconds: int) -> None:
        """Let time pass, or not."""
        self.clock.seconds += seconds

    @rule(author=st.sampled_from(PEOPLE), paper=st.sampled_from(PAPERS), text=texts, patch=st.booleans())
    def open(self, author: str, paper: str, text: str, patch: bool) -> None:
        """Note a paper by hand, or send a pull request."""
        body = f"https://arxiv.org/abs/{paper}\n\n{text}"
        self.repo.open_issue(f"About {paper}", body, author=author, pull_request=patch)

    @precondition(lambda self: self.repo.issues)
    @rule(at=any_one, text=texts)
    def edit(self, at: int, text: str) -> None:
        """Write something else below what is there, in the browser."""
        number = self.number(at)
        self.repo.web_edit(number, f"{self.repo.issues[number]['body']}\n{text}")
        self.touched.add(number)

    @precondition(lambda self: self.repo.issues)
    @rule(at=any_one, names=st.lists(st.sampled_from(["CV", "nlp", "reading", "later"]), max_size=3))
    def label(self, at: int, names: list[str]) -> None:
        """Put other labels on an issue, or take all off."""
        number = self.number(at)
        self.repo.label(number, *names)
        self.touched.add(number)

    @precondition(lambda self: self.repo.issues)
    @rule(at=any_one, reason=st.sampled_from(["completed", "not_planned", "duplicate", "reopened"]))
    def move(self, at: int, reason: str) -> None:
        """Close an issue, for any reason, or open it again."""
        number = self.number(at)
        if reason == "reopened":
            self.repo.reopen(number)
        else:
            self.repo.close(number, reason)
        self.touched.add(number)

    @precondition(lambda self: self.repo.issues)
    @rule(at=any_one, transfer=st.booleans())
    def take_away(self, at: int, transfer: bool) -> None:
        """Delete an issue, or move it to another repository."""
        number = self.number(at)
        if transfer:
            self.github.transfer(number, self.elsewhere)
        else:
            self.repo.delete(number)
        self.lingering.add(number)
        self.gone.add(number)

    @precondition(lambda self: self.repo.issues)
    @rule(at=any_one, author=st.sampled_from(PEOPLE), text=texts)
    def comment(self, at: int, author: str, text: str) -> None:
        """Comment on an issue or a pull request."""
        self.repo.comment(self.number(at), text, author=author)

    @precondition(lambda self: self.repo.comments)
    @rule(at=any_one, delete=st.booleans())
    def change_comment(self, at: int, delete: bool) -> None:
        """Edit a comment, or delete it."""
        keys = sorted(self.repo.comments)
        key = keys[at % len(keys)]
        number = self.repo.comments[key]["number"]
        same_second = self.repo.issues[number]["updated_at"] == self.clock.iso()
        if delete:
            self.repo.delete_comment(key)
        else:
            self.repo.edit_comment(key, f"Edited at {self.clock.seconds}")
            self.edited.add(number)
        if delete or same_second:
            self.blurred.add(number)

    # -- the comparison -----------------------------------------------------------------------

    def compare(self) -> None:
        """Compare with a mirror that never was anything but fresh."""
        fresh = Store(":memory:", READER)
        issues = [self.github.issue_json(self.repo, issue) for issue in self.repo.issues.values()]
        comments = [self.github.comment_json(self.repo, comment) for comment in self.repo.comments.values()]
        fresh.save_batch(
            Batch([issue_of(item) for item in issues if "pull_request" not in item], Bookmark(since="t"))
        )
        fresh.save_comments(CommentPage([comment_of(item) for item in comments]), Due(None))
        there, here = contents(fresh), contents(self.store)
        assert here.keys() - there.keys() <= self.lingering
        for number, (issue, note) in there.items():
            mirrored, own = here[number]
            if number in self.blurred:
                mirrored = mirrored._replace(comments=issue.comments)
                own = own and own._replace(comments=note.comments if note else ())
            assert (mirrored, own) == (issue, note)


def contents(store: Store) -> dict[int, tuple[Issue, Note | None]]:
    """Return the issues and what they are read as, by number, without their rows."""
    notes = {note.number: note._replace(key=None) for note in store.notes(Query(everyone=True))}
    return {
        issue.number or 0: (issue._replace(key=None), notes.get(issue.number)) for issue in store.issues()
    }


def test_the_mirror_is_what_it_mirrors() -> None:
    """Whatever people do, at whatever moments it is brought up to date, and wherever that breaks off."""
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
