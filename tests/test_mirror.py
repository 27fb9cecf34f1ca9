"""The library as a mirror of a repository: complete, cheap, and never lost half-way."""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from paper_notes.doors.github.write_pace import clock_time
from paper_notes.doors.sqlite.store import Reader, Reading, Saved, Store
from paper_notes.rules.library.mirror import Mirror
from paper_notes.rules.library.notes import Rules, is_trusted, note_of
from paper_notes.values.errors import PapersError, TrackerError
from paper_notes.values.model import Comment, Issue, Note, Status
from paper_notes.values.query import Query
from paper_notes.values.topics import Taxonomy
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_connect import LIST, REPO, Connect
from tests.github_server import TOKEN, Fault, GitHubServer, Request, refuse
from tests.terminal import ROOT, needs_terminal, typed

COMMENTS = f"GET {REPO}/issues/comments"
RULES = Rules(Taxonomy(), frozenset({"carol"}))
READER = Reader(
    lambda issue: Reading(note_of(issue, RULES), is_trusted(issue, RULES)),
    "1",
    lambda comment: is_trusted(comment, RULES),
)


class Place:
    """A repository, and a library that mirrors it, on one clock."""

    def __init__(self, github: GitHubServer, connect: Connect) -> None:
        self.github = github
        self.repo = github.repo
        self.connect = connect
        self.store = Store(":memory:", READER)
        self.reports: list[str] = []
        self.progress: list[str] = []

    def mirror(
        self,
        *,
        token: str | None = TOKEN,
        progress: Callable[[str], None] | None = None,
        offline: bool = False,
    ) -> Mirror:
        """Return the mirror, as a new process would make it."""
        return Mirror(
            self.store,
            self.connect(token=token),
            now=self.github.clock.iso,
            offline=offline,
            report=self.reports.append,
            progress=progress or self.progress.append,
        )

    def sync(self, *, full: bool = False) -> Saved:
        """Bring the mirror up to date."""
        return self.mirror().sync(full=full)

    def sync_until(self, pages: int, *, full: bool = False) -> None:
        """Begin to, and be interrupted as soon as so many pages are saved."""
        left = pages

        def interrupt(text: str) -> None:
            nonlocal left
            left -= text.startswith("Reading")
            if left == 0:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            self.mirror(progress=interrupt).sync(full=full)
        for thread in threading.enumerate():
            if thread.name == "ahead":
                thread.join(10)

    def fill(self, count: int, *, comments: int = 0) -> None:
        """Let people open notes, a second apart, and comment on the first ones; a day ago."""
        for number in range(count):
            self.github.clock.seconds += 1
            self.repo.open_issue(f"Paper {number}", f"https://arxiv.org/abs/2401.{number + 1:05}")
            if number < comments:
                self.repo.comment(number + 1, f"Comment {number}")
        self.github.clock.seconds += 86_400

    def requests(self) -> list[str]:
        """Return the requests since the last time this was asked."""
        log = self.github.log
        self.github.forget()
        return log

    def said(self, number: int) -> list[str]:
        """Return the comments of a note."""
        note = self.store.note_numbered(number)
        assert note is not None
        return [comment.body for comment in note.comments]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Return an empty repository, not mirrored yet."""
    with GitHubServer() as github:
        connect = Connect(github, tmp_path)
        yield Place(github, connect)
        connect.close()


def contents(store: Store) -> tuple[list[Issue], list[Note]]:
    """Return all that a store holds, but for its own row numbers."""
    issues = sorted(store.issues(), key=lambda issue: issue.number or 0)
    notes = sorted(store.notes(Query(everyone=True)), key=lambda note: note.number or 0)
    return [issue._replace(key=None) for issue in issues], [note._replace(key=None) for note in notes]


# -- interrupted ------------------------------------------------------------------------------------


# Of five pages of issues and three of comments, after one request to look for changes.
AGAIN = {1: 5 + 1 + 3, 2: 4 + 1 + 3, 4: 2 + 1 + 3, 5: 1 + 3, 6: 1 + 3, 7: 1 + 2, 8: 1}


@pytest.mark.parametrize(("saved", "again"), AGAIN.items())
def test_an_interrupted_reading_goes_on_where_it_was(place: Place, saved: int, again: int) -> None:
    """It asks again for the page that was saved last, and for what has changed; the outcome is the same."""
    place.github.longest_page = 10
    place.fill(45, comments=25)
    whole = Place(place.github, place.connect)
    whole.sync()
    assert len(whole.requests()) == 1 + 5 + 3
    place.sync_until(saved)
    # When a page is saved, the next one may have been asked for already.
    assert len(place.requests()) - (1 + saved) in (0, 1)
    place.sync()
    assert len(place.requests()) == again
    assert contents(place.store) == contents(whole.store)


def test_a_process_that_is_killed_loses_nothing(
    papers: Run, github: GitHubServer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle of the first reading, it goes on with the next run, and comes to the same."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    github.longest_page = 10
    Place(github, Connect(github, home)).fill(95, comments=15)
    there, go_on = threading.Event(), threading.Event()
    answer = github.answer

    def wait_at_the_fifth(request: Request) -> Any:
        if len(github.requests) == 5:
            there.set()
            go_on.wait(30)
        return answer(request)

    monkeypatch.setattr(github, "answer", wait_at_the_fifth)
    with subprocess.Popen(
        [sys.executable, "-m", "paper_notes", "sync"], env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        assert there.wait(30)
        # What was answered before is being saved now.
        (mirror,) = home.rglob("mirrors/**/*.sqlite")
        while _count(mirror) < 30:
            assert process.poll() is None
        process.kill()
    go_on.set()
    assert process.returncode == -signal.SIGKILL
    github.forget()
    # The page after the last one that was saved is the first one to be asked for.
    assert papers("sync").stderr == "alice/papers: 65 new, 15 comments.\n"
    assert [request.query.get("page") for request in github.requests][:3] == ["3", "4", "5"]
    resumed = papers("list --json")
    monkeypatch.setenv("PAPERS_HOME", str(home.parent / "second machine"))
    assert papers("list --json") == resumed
    assert len(resumed.json) == 95


def _count(mirror: Path) -> int:
    with contextlib.closing(sqlite3.connect(mirror)) as connection:
        return int(connection.execute("SELECT count(*) FROM issues").fetchone()[0])


def test_an_interrupted_full_reading_does_not_hide_the_mirror(place: Place) -> None:
    """What was there stays readable, changes arrive, and the next sync ends what was begun."""
    place.github.longest_page = 10
    place.fill(45)
    place.sync()
    place.repo.delete(44)
    place.repo.delete(3)
    place.sync_until(2, full=True)
    place.repo.close(1)
    assert place.mirror().filled
    place.mirror().catch_up()
    assert place.store.count(Query()) == 45
    assert place.store.count(Query(statuses=(Status.READ,))) == 1
    assert place.sync() == Saved(gone=2)
    assert place.sync() == Saved()


def test_what_changes_during_an_interruption_is_there_after_it(place: Place) -> None:
    """Also on the pages that were read before it."""
    place.github.longest_page = 10
    place.fill(45)
    place.sync_until(3)
    place.github.clock.seconds += 7200
    place.repo.close(1)
    place.repo.open_issue("New", "https://arxiv.org/abs/1706.03762")
    place.sync()
    assert place.store.count(Query()) == 46
    assert place.store.count(Query(statuses=(Status.READ,))) == 1


def test_beginning_anew_forgets_an_interruption(place: Place) -> None:
    """--full reads everything that is there now, whatever was read before."""
    place.github.longest_page = 10
    place.fill(45)
    place.sync_until(3)
    place.repo.delete(1)
    place.sync(full=True)
    assert place.store.count(Query()) == 44


# -- once a week --------------------------------------------------------------------------------------


def test_once_a_week_a_sync_reads_everything(place: Place) -> None:
    """It says so; deletions and transfers show then at the latest."""
    place.github.longest_page = 10
    elsewhere = place.github.add_repository("alice/other")
    place.fill(25)
    place.sync()
    place.repo.delete(3)
    place.github.transfer(4, elsewhere)
    place.github.clock.seconds += 6 * 86_400
    assert place.sync() == Saved()
    assert place.reports == []
    place.github.clock.seconds += 86_400 + 1
    assert place.sync() == Saved(gone=2)
    assert place.reports == ["Reading everything, as once a week: that also finds what was deleted or moved."]
    assert place.sync() == Saved()
    assert len(place.reports) == 1


def test_a_write_never_reads_everything(place: Place) -> None:
    """It looks for changes with one request, however long ago everything was read."""
    place.github.longest_page = 10
    place.fill(25)
    place.sync()
    place.requests()
    place.github.clock.seconds += 30 * 86_400
    place.mirror().catch_up()
    assert place.requests() == [LIST]
    assert place.reports == []


@pytest.mark.parametrize("full", [True, False])
def test_one_page_shows_at_once_what_is_gone(place: Place, full: bool) -> None:
    """As it is everything there is."""
    elsewhere = place.github.add_repository("alice/other")
    place.fill(25)
    place.sync()
    place.repo.delete(3)
    place.github.transfer(4, elsewhere)
    assert place.sync(full=full) == Saved(gone=2)


# -- comments -----------------------------------------------------------------------------------------


def test_no_comments_no_request(place: Place) -> None:
    """They are asked for when an issue has some, in one list for all issues."""
    place.fill(120)
    place.sync()
    assert COMMENTS not in place.requests()
    place.repo.comment(7, "First!")
    place.repo.comment(90, "Second!")
    assert place.sync() == Saved(changed=2, comments=2)
    assert place.requests() == [LIST, COMMENTS]
    assert (place.said(7), place.said(90)) == (["First!"], ["Second!"])
    place.repo.close(7)
    place.repo.label(90, "NLP")
    place.sync()
    assert place.requests() == [LIST]


def test_a_comment_comes_with_all_it_has(place: Place) -> None:
    """Who wrote it, when, and where it is."""
    place.fill(1)
    written = place.github.clock.iso()
    key = place.repo.comment(1, "a\r\nb")
    place.github.clock.seconds += 60
    place.repo.edit_comment(key, "a\r\nc")
    place.sync()
    note = place.store.note_numbered(1)
    assert note is not None
    assert note.comments == (
        Comment(
            key,
            1,
            "alice",
            "OWNER",
            written,
            place.github.clock.iso(),
            f"https://github.com/alice/papers/issues/1#issuecomment-{key}",
            "a\r\nc",
        ),
    )


def test_comments_are_of_trusted_people(place: Place) -> None:
    """A stranger's are no part of a note, nor are comments on pull requests; carol is trusted by name."""
    place.fill(1)
    patch = place.repo.open_issue("A patch", pull_request=True)
    place.repo.comment(patch, "On a pull request")
    for author in ("mallory", "alice", "carol"):
        place.repo.comment(1, f"By {author}", author=author)
    assert place.sync() == Saved(new=1, comments=2)
    assert place.said(1) == ["By alice", "By carol"]


def test_who_is_trusted_can_change(tmp_path: Path, place: Place) -> None:
    """Without asking GitHub again."""
    path = str(tmp_path / "mirror.sqlite")
    place.store = Store(path, READER)
    place.fill(1)
    place.repo.comment(1, "By carol", author="carol")
    place.sync()
    place.store = Store(path, Reader(READER.read, "2"))
    assert place.said(1) == []
    place.store = Store(path, READER)
    assert place.said(1) == ["By carol"]


def test_an_edited_comment_arrives(place: Place) -> None:
    """Their count is the same, but nothing of the issue changes then, except its time."""
    place.fill(3, comments=2)
    place.sync()
    place.requests()
    place.github.clock.seconds += 60
    place.repo.edit_comment(1000, "Edited")
    assert place.sync() == Saved(changed=1, comments=1)
    assert place.requests() == [LIST, COMMENTS]
    assert (place.said(1), place.said(2)) == (["Edited"], ["Comment 1"])


@pytest.mark.parametrize("added", [False, True])
def test_a_deleted_comment_is_gone(place: Place, added: bool) -> None:
    """The others of its issue are read again; that costs one request, or two if one was added too."""
    place.fill(3, comments=3)
    first = place.repo.comment(1, "Old")
    place.repo.comment(1, "Stays")
    place.github.clock.seconds += 86_400
    place.sync()
    place.requests()
    place.repo.delete_comment(first)
    if added:
        place.repo.comment(1, "New")
    place.sync()
    assert place.said(1) == ["Comment 0", "Stays"] + ["New"] * added
    assert place.requests() == [LIST, COMMENTS] + [COMMENTS] * added
    assert place.sync() == Saved()
    assert place.requests() == [LIST]


def test_a_full_reading_reads_all_comments(place: Place) -> None:
    """A deletion on an issue that nobody touched since shows then, as it leaves no trace before."""
    place.github.longest_page = 10
    place.fill(45, comments=15)
    place.sync()
    place.repo.delete_comment(1002)
    place.sync()
    assert place.said(3) == ["Comment 2"]
    assert place.sync(full=True) == Saved(changed=1, comments=1)
    assert place.said(3) == []


def test_comments_go_with_their_issue(place: Place) -> None:
    """And with a whole library."""
    place.fill(3, comments=3)
    place.sync()
    place.repo.delete(2)
    assert place.sync() == Saved(gone=1)
    assert place.said(3) == ["Comment 2"]
    place.repo.comment(3, "More")
    assert place.sync() == Saved(changed=1, comments=1)


def test_comments_of_another_repository_are_refused(place: Place) -> None:
    """A redirection may lead there."""
    place.fill(1, comments=1)
    (comment,) = place.repo.comments.values()
    foreign = {**comment, "issue_url": f"{place.github.url}/repos/mallory/traps/issues/1"}
    place.github.on("GET", "/comments$", Fault(text=json.dumps([foreign])))
    with pytest.raises(TrackerError, match=r"other comments than those of alice/papers"):
        place.sync()
    assert place.sync() == Saved(comments=1)


def test_a_comment_that_makes_no_sense_is_left_out(place: Place) -> None:
    """It keeps nobody from the notes and the other comments; once it is sound again, all of it is read."""
    place.fill(1, comments=1)
    place.repo.comment(1, "Another")
    first, second = place.github.repo.list_comments({})
    where = f"a{REPO}/issues/1"
    answer = [
        {**first, "issue_url": where, "id": "x", "html_url": "https://github.com/a/b/issues/1#c"},
        {**second, "issue_url": where},
    ]
    place.github.on("GET", "/comments$", Fault(text=json.dumps(answer)))
    assert place.sync() == Saved(new=1, comments=1)
    assert place.connect.reports == [
        "GitHub answered with the comment https://github.com/a/b/issues/1#c, which makes no sense. "
        "It is left out."
    ]
    assert place.said(1) == ["Another"]
    place.sync(full=True)
    assert place.said(1) == ["Comment 0", "Another"]


def test_what_was_known_of_a_comment_is_kept(place: Place) -> None:
    """An answer that makes no sense of it takes nothing away."""
    place.fill(1, comments=1)
    place.sync()
    (item,) = place.github.repo.list_comments({})
    place.repo.comment(1, "Another")
    for odd in ({**item, "issue_url": 5}, {**item, "issue_url": f"a{REPO}/issues/1", "body": 5}):
        place.github.on("GET", "/comments$", Fault(text=json.dumps([odd])))
        place.sync(full=True)
        assert place.said(1) == ["Comment 0"]


@pytest.mark.parametrize("odd", [1.5, [1], {"a": 1}])
@pytest.mark.parametrize(
    ("key", "is_read"),
    [
        *((key, False) for key in ("body", "id", "issue_url")),
        *((key, True) for key in ("user", "html_url", "author_association", "created_at", "updated_at")),
    ],
)
def test_an_odd_comment_is_kept_or_left_out(place: Place, key: str, odd: object, *, is_read: bool) -> None:
    """Never a traceback, nor a value that the mirror cannot keep."""
    place.fill(1, comments=1)
    item = {**place.github.repo.list_comments({})[0], "issue_url": f"a{REPO}/issues/1"}
    place.github.on("GET", "/comments$", Fault(text=json.dumps([{**item, key: odd}])))
    assert place.sync().new == 1
    assert (place.connect.reports == []) is is_read


@pytest.mark.parametrize("key", ["body", "user", "html_url", "author_association", "created_at"])
def test_half_a_character_is_kept_by_no_comment(place: Place, key: str) -> None:
    """SQLite takes none."""
    place.fill(1, comments=1)
    item = {**place.github.repo.list_comments({})[0], "issue_url": f"a{REPO}/issues/1"}
    place.github.on("GET", "/comments$", Fault(text=json.dumps([{**item, key: "\ud800"}])))
    assert place.sync().new == 1


def test_notes_are_worth_having_without_comments(place: Place) -> None:
    """Where comments cannot be listed, that is said, and all else is as it should be."""
    place.fill(1, comments=1)
    place.github.on("GET", "/comments$", refuse(404, "Not Found"))
    assert place.sync() == Saved(new=1)
    assert place.connect.reports == ["The comments of alice/papers cannot be read; they are left out."]
    assert place.sync() == Saved(comments=1)


def test_comments_are_shown(papers: Run, github: GitHubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the text, with who wrote them and when; JSON stays as it was."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    github.repo.open_issue("Attention", "https://arxiv.org/abs/1706.03762\n\nMine.")
    github.repo.comment(1, "Read it *twice*.\x1b[0m")
    github.repo.comment(1, "", author="alice")
    github.repo.comment(1, "Buy pills!", author="mallory")
    day = github.clock.iso()[:10]
    assert papers("sync").stderr == "alice/papers: 1 new, 2 comments.\n"
    assert papers("show 1").endswith(f"\n\nMine.\n\n--- alice, {day}\nRead it *twice*.[0m\n")
    assert "comments" not in papers("show 1 --json").json


@needs_terminal
def test_comments_are_rendered_for_a_person(
    papers: Run, github: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each below a line of its own."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    github.repo.open_issue("Attention", "https://arxiv.org/abs/1706.03762")
    github.repo.comment(1, "Read it *twice*.")
    papers("sync")
    day = github.clock.iso()[:10]
    shown = typed("show", "1").splitlines()
    assert shown[-3:] == [f"\x1b[2malice, {day}\x1b[0m", "", "Read it \x1b[3mtwice\x1b[0m."]


# -- limits, the network, other names -----------------------------------------------------------------


def test_without_a_token_the_limit_is_told_and_the_next_run_goes_on(place: Place) -> None:
    """Sixty requests an hour are enough for most libraries; a larger one takes several runs."""
    place.github.longest_page = 10
    place.fill(95)
    place.github.remaining = 6
    mirror = place.mirror(token=None)
    with pytest.raises(TrackerError) as caught:
        mirror.sync()
    then = clock_time(place.github.clock.seconds + 3601, place.github.clock.seconds)
    assert caught.value.message == "GitHub's limit on requests without a token, 60 an hour, is reached."
    assert caught.value.remedy == (
        f"Run it again after {then}: papers sync goes on where it stopped. "
        "With a token (GH_TOKEN, or gh auth login) the limit is 5,000."
    )
    assert place.store.count(Query()) == 50
    place.github.remaining = 60
    place.requests()
    place.mirror(token=None).sync()
    assert place.store.count(Query()) == 95
    # The fifth page once more, five others, and what has changed meanwhile.
    assert len(place.requests()) == 7


def test_a_renamed_repository_is_followed(place: Place) -> None:
    """Its notes and their comments, by the name it has now."""
    place.github.longest_page = 10
    place.fill(25, comments=3)
    place.sync()
    place.github.rename(place.repo, "alice/notes")
    place.repo.comment(4, "By the new name")
    assert place.sync() == Saved(changed=10, comments=1)
    assert place.connect.reports == ["alice/papers is now alice/notes."]
    assert place.said(4) == ["By the new name"]


def test_offline_is_an_error_before_anything_is_sent(place: Place) -> None:
    """With the words of whoever wanted the network."""
    with pytest.raises(PapersError, match="It needs the network"):
        place.mirror(offline=True).require_network("It needs the network.", "Leave out --offline.")
    place.mirror().require_network("", "")


COMMANDS = [
    ("list", 0),
    ("list --json --all", 0),
    ("show 1", 0),
    ("index --output -", 0),
    ("stats", 0),
    ("starter", 0),
    ("sync", 1),
    ("sync --full", 1),
    ("add 1512.03385", 1),
    ("mark read 1", 1),
    ("tag 1 --add NLP", 1),
]


@pytest.mark.parametrize("how", ["option", "environment"])
@pytest.mark.parametrize(("line", "exit_code"), COMMANDS)
def test_offline_never_touches_the_network(
    papers: Run,
    github: GitHubServer,
    arxiv: ArxivServer,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    exit_code: int,
    how: str,
) -> None:
    """No command opens a socket or looks up a name; what cannot be done without ends with 1."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    github.repo.open_issue("Attention", "https://arxiv.org/abs/1706.03762")
    papers("sync")

    def forbidden(*_: object) -> None:
        raise AssertionError("the network was touched")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    if how == "environment":
        monkeypatch.setenv("PAPERS_OFFLINE", "1")
        out = papers(line, exit_code=exit_code)
    else:
        out = papers(f"--offline {line}", exit_code=exit_code)
    assert ("--offline forbids" in out.stderr) == bool(exit_code)


def test_offline_without_a_mirror_tells_what_to_do(
    papers: Run, github: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is nothing to read yet."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    out = papers("--offline list", exit_code=1)
    assert "There is no mirror of this repository on this machine yet." in out.stderr
    assert github.log == []


# -- how far it is ------------------------------------------------------------------------------------


def test_progress_is_told_by_the_page(place: Place) -> None:
    """Issues and comments so far, and how much of all that is; nothing in the end."""
    place.github.longest_page = 10
    place.fill(25, comments=15)
    place.sync()
    assert place.progress == [
        "Looking for changes",
        "Reading issues: 10 (40%)",
        "Reading issues: 20 (80%)",
        "Reading issues: 25 (100%)",
        "Reading comments: 10 (50%)",
        "Reading comments: 15 (100%)",
        "",
    ]


@needs_terminal
def test_progress_is_for_terminals(
    papers: Run, github: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There it is one line, which is gone in the end; in a pipe there is none."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    github.repo.open_issue("Attention", "https://arxiv.org/abs/1706.03762")
    assert typed("sync") == (
        "\rLooking for changes\rReading issues: 1  \r                 \ralice/papers: 1 new.\n"
    )
    assert papers("sync --full").stderr == "alice/papers: nothing new.\n"


@needs_terminal
def test_an_error_stands_on_a_line_of_its_own(github: GitHubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The progress is taken away before it."""
    monkeypatch.setenv("PAPERS_REPO", "alice/nothing")
    line = f"\r{' ' * len('Looking for changes')}\r"
    assert f"Looking for changes{line}\x1b[31m\x1b[1mpapers:" in typed("sync")
