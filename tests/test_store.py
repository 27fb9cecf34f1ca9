"""The library on disk: what goes in comes out, nothing comes out that did not go in."""

import sqlite3
from pathlib import Path

import pytest

from paper_notes.doors.sqlite.conditions import fold
from paper_notes.doors.sqlite.database import connect
from paper_notes.doors.sqlite.store import Reader, Reading, Saved, Store
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Issue, Note, Paper, Status, readers_of
from paper_notes.values.query import Query
from paper_notes.values.tracker import Batch, Bookmark

PAPERS = {
    "1706.03762": Paper(
        "1706.03762",
        "Attention Is All You Need",
        ("Ashish Vaswani", "Łukasz Kaiser"),
        2,
        published="2017-06-12T17:57:34Z",
    ),
    "1512.03385": Paper(
        "1512.03385", "Deep Residual Learning", ("Kaiming He",), 1, published="2015-12-10T19:51:55Z"
    ),
    "2001.00001": Paper("2001.00001", "한국어 논문 Über Alles", ("김철수",), 1, published="2020-01-01"),
}


def read(issue: Issue) -> Reading:
    """Read an issue whose title is a paper's id; its labels are its topics, its body the rating."""
    paper = PAPERS.get(issue.title)
    if paper is None:
        return Reading(None, trusted=True)
    note = Note(
        paper,
        Status.READ if issue.state == "closed" else Status.TO_READ,
        topics=issue.labels,
        labels=issue.labels,
        rating=int(issue.body) if issue.body else None,
        read_on=issue.closed_at and issue.closed_at[:10],
        added_on=issue.created_at[:10],
        number=issue.number,
        url=issue.url,
        issue_title=issue.title,
        author=issue.author,
        readers=readers_of(issue.author, issue.assignees),
        text=issue.body,
    )
    return Reading(note, trusted=issue.association == "OWNER")


READER = Reader(read, "1")

ATTENTION = Issue(
    "1706.03762",
    "5",
    1,
    "closed",
    "completed",
    ("NLP", "Best Of"),
    "alice",
    created_at="2026-01-02T00:00:00Z",
    updated_at="2026-01-03T00:00:00Z",
    closed_at="2026-02-03T00:00:00Z",
    url="https://github.com/alice/papers/issues/1",
    assignees=("bob",),
)
RESNET = Issue(
    "1512.03385", "", 2, labels=("CV",), author="alice", created_at="2026-01-01T00:00:00Z", updated_at="u1"
)
KOREAN = Issue(
    "2001.00001",
    "3",
    3,
    labels=("CV", "NLP"),
    author="mallory",
    association="NONE",
    created_at="2026-01-05T00:00:00Z",
    updated_at="u1",
)
CHORE = Issue("Buy milk", "", 4, author="alice", created_at="2026-01-01T00:00:00Z", updated_at="u1")


@pytest.fixture
def store() -> Store:
    """Return a library of four issues, three of them about papers, one of these by a stranger."""
    store = Store(":memory:", READER)
    store.save_batch(Batch([ATTENTION, RESNET, KOREAN, CHORE], Bookmark("e", "s"), full=True))
    return store


def ids(store: Store, **query: object) -> list[str]:
    """Return the ids that a query finds, in its order."""
    lines = [line.id for line in store.lines(Query(**query))]  # type: ignore[arg-type]  # a test's shorthand
    assert lines == [note.paper.id for note in store.notes(Query(**query))]  # type: ignore[arg-type]  # same
    return lines


def test_an_issue_comes_back_as_it_was_saved(store: Store) -> None:
    """Nothing of an issue is lost or changed, and it knows its row."""
    note = store.note_numbered(1)
    assert note is not None
    assert note.key is not None
    assert store.issue(note.key) == ATTENTION._replace(key=note.key)


def test_an_issue_that_another_command_took_out_is_an_error_in_words(store: Store) -> None:
    """Between two looks of one command another may have synced."""
    note = store.note_numbered(1)
    assert note is not None
    assert note.key is not None
    store.remove(note.key)
    with pytest.raises(PapersError, match="not there any more"):
        store.issue(note.key)


def test_a_note_comes_back_as_it_was_read(store: Store) -> None:
    """A stored note equals the one that was read from the issue."""
    expected = read(ATTENTION).note
    assert expected is not None
    assert store.notes_of("1706.03762") == [expected._replace(key=1)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["1706.03762", "1512.03385"]),
        ({"everyone": True}, ["2001.00001", "1706.03762", "1512.03385"]),
        ({"limit": 1}, ["1706.03762"]),
        ({"topics": ("CV",)}, ["1512.03385"]),
        ({"topics": ("CV", "NLP"), "everyone": True}, ["2001.00001"]),
        ({"topics": ("V",)}, []),
        ({"statuses": (Status.READ,)}, ["1706.03762"]),
        ({"statuses": (Status.READ, Status.TO_READ)}, ["1706.03762", "1512.03385"]),
        ({"labels": ("best of",)}, ["1706.03762"]),
        ({"author": "lukasz"}, []),
        ({"reader": "BOB"}, ["1706.03762"]),
        ({"reader": "alice"}, ["1512.03385"]),
        ({"author": "łukasz"}, ["1706.03762"]),
        ({"author": "김철", "everyone": True}, ["2001.00001"]),
        ({"years": (2015, 2016)}, ["1512.03385"]),
        ({"years": (2017, 2017)}, ["1706.03762"]),
        ({"rating": 3, "everyone": True}, ["2001.00001", "1706.03762"]),
        ({"rating": 4, "everyone": True}, ["1706.03762"]),
        ({"since": "2026-01-02"}, ["1706.03762"]),
        ({"until": "2026-01-01"}, ["1512.03385"]),
        ({"since": "2026-02-03", "until": "2026-02-03", "sort": "read"}, ["1706.03762"]),
        ({"until": "2015-12-10", "sort": "published"}, ["1512.03385"]),
        ({"sort": "published"}, ["1706.03762", "1512.03385"]),
        ({"sort": "title"}, ["1706.03762", "1512.03385"]),
        ({"sort": "rating", "everyone": True}, ["1706.03762", "2001.00001", "1512.03385"]),
    ],
)
def test_filters(store: Store, query: dict[str, object], found: list[str]) -> None:
    """Each filter finds what it says, in the order asked for, as rows and as notes."""
    assert ids(store, **query) == found


def test_counting_ignores_the_limit(store: Store) -> None:
    """The total is that of all that the filters let through."""
    assert store.count(Query(limit=1)) == 2


@pytest.mark.parametrize(
    ("piece", "found"),
    [("attention", ["1706.03762"]), ("DEEP residual", ["1512.03385"]), ("e", ["1706.03762", "1512.03385"])],
)
def test_titles_are_found_by_pieces(store: Store, piece: str, found: list[str]) -> None:
    """Case does not matter, and strangers' notes are not found."""
    assert [note.paper.id for note in store.notes_titled(piece, 5)] == found
    assert store.notes_titled("alles", 5) == []


def test_an_equal_title_stands_alone() -> None:
    """A title that is part of another can still be named."""
    papers = {"a": Paper("a", "Attention"), "b": Paper("b", "Attention Is All")}
    reader = Reader(
        lambda issue: Reading(Note(papers[issue.title], Status.READ, number=issue.number), True), "1"
    )
    store = Store(":memory:", reader)
    store.save_batch(Batch([Issue("a", "", 1), Issue("b", "", 2)], Bookmark()))
    assert [note.paper.id for note in store.notes_titled("attention", 5)] == ["a"]


def test_strangers_are_counted_not_listed(store: Store) -> None:
    """An untrusted author's issue is no note of the library, whatever it says."""
    assert store.strangers() == (1, 1)
    assert store.notes_of("2001.00001") == []
    assert store.note_numbered(3) is None


def test_an_update_replaces_the_issue(store: Store) -> None:
    """Removed labels and reopenings show; the row stays the same."""
    saved = store.save_batch(
        Batch(
            [ATTENTION._replace(labels=("CV",), state="open", updated_at="later"), RESNET], Bookmark("f", "t")
        )
    )
    assert saved == Saved(new=0, changed=1, gone=0)
    note = store.note_numbered(1)
    assert note is not None
    assert (note.key, note.topics, note.status) == (1, ("CV",), Status.TO_READ)
    assert store.bookmark() == Bookmark("f", "t")


def test_a_full_reading_forgets_what_it_does_not_name(store: Store) -> None:
    """What was deleted or moved away is gone after a full reading, however many batches it took."""
    first = store.save_batch(Batch([ATTENTION], Bookmark(resume="2"), full=True, last=False))
    assert (first, store.count(Query(everyone=True))) == (Saved(), 3)
    last = store.save_batch(Batch([CHORE], Bookmark("g", "u"), full=True, first=False))
    assert (last, ids(store, everyone=True)) == (Saved(gone=2), ["1706.03762"])


def test_a_batch_is_saved_whole_or_not_at_all(store: Store) -> None:
    """If one issue cannot be saved, neither are the others, nor the bookmark."""
    broken = CHORE._replace(title=None)  # type: ignore[arg-type]  # what must not happen, happening
    with pytest.raises(sqlite3.IntegrityError):
        store.save_batch(Batch([ATTENTION._replace(labels=()), broken], Bookmark("z", "z")))
    note = store.note_numbered(1)
    assert note is not None
    assert (note.labels, store.bookmark()) == (("NLP", "Best Of"), Bookmark("e", "s"))


def test_an_issue_that_is_named_twice_in_a_batch_is_one() -> None:
    """As it was said to be last, whether it is new or known."""
    store = Store(":memory:", READER)
    for first, second in (("a", "b"), ("c", "d")):
        store.save_batch(Batch([Issue(first, "", 1), Issue(second, "", 1)], Bookmark()))
        assert [issue.title for issue in store.issues()] == [second]


def test_a_second_local_note_of_a_paper_is_refused() -> None:
    """One paper, one note, also when two terminals add it at the same moment."""
    store = Store(":memory:", READER)
    store.save(Issue("1706.03762", ""))
    with pytest.raises(PapersError, match=r"1706\.03762 already has a note"):
        store.save(Issue("1706.03762", ""))
    assert store.count(Query()) == 1


def test_other_rules_read_the_same_issues_again(tmp_path: Path) -> None:
    """A change of taxonomy or trust shows without asking the tracker again."""
    path = str(tmp_path / "library.sqlite")
    Store(path, READER).save(ATTENTION)

    def all_cv(issue: Issue) -> Reading:
        reading = read(issue)
        assert reading.note is not None
        return Reading(reading.note._replace(topics=("CV",)), trusted=True)

    assert ids(Store(path, Reader(all_cv, "1")), topics=("CV",)) == []
    assert ids(Store(path, Reader(all_cv, "2")), topics=("CV",)) == ["1706.03762"]


def test_migrations_bring_an_old_file_up_to_date(tmp_path: Path) -> None:
    """A database of an earlier version gains what is new and keeps what it had."""
    path = str(tmp_path / "old.sqlite")
    connect(path, ("CREATE TABLE a (x); INSERT INTO a VALUES (1);",)).close()
    steps = ("CREATE TABLE a (x);", "ALTER TABLE a ADD y DEFAULT 2; CREATE TABLE b (z);")
    connection = connect(path, steps)
    assert connection.execute("SELECT * FROM a").fetchall() == [(1, 2)]
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)


def test_a_failing_migration_changes_nothing(tmp_path: Path) -> None:
    """A step that breaks half-way leaves the old schema and number."""
    path = str(tmp_path / "old.sqlite")
    connect(path, ("CREATE TABLE a (x);",)).close()
    with pytest.raises(PapersError, match=r"Cannot use .*old\.sqlite"):
        connect(path, ("CREATE TABLE a (x);", "CREATE TABLE b (y); CREATE TABLE a (x);"))
    tables = connect(path, ("CREATE TABLE a (x);",)).execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("a",)]


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    """An older program does not touch what a newer one wrote."""
    path = str(tmp_path / "new.sqlite")
    connect(path, ("CREATE TABLE a (x);", "CREATE TABLE b (y);")).close()
    with pytest.raises(PapersError, match="newer version of paper-notes"):
        connect(path, ("CREATE TABLE a (x);",))


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    """A file that is no database is an error with a remedy, not a traceback."""
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"not a database, but long enough to look like something" * 20)
    with pytest.raises(PapersError, match=r"library\.sqlite is damaged"):
        Store(str(path), READER)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Poincaré  Embeddings", "poincare embeddings"),
        ("ＡＢＣ", "abc"),
        ("ガウス", "ガウス"),
        ("한국어", "한국어"),
        ("Straße", "strasse"),
    ],
)
def test_folding_compares_what_people_take_for_equal(text: str, folded: str) -> None:
    """Case, accents and width do not count; Korean and Japanese letters stay whole."""
    assert fold(text) == folded


def test_labels_are_always_those_in_use(tmp_path: Path) -> None:
    """Also when they are asked for between two saves, and when another process saves."""
    store, other = (Store(str(tmp_path / "library.sqlite"), READER) for _ in range(2))
    seen = [store.labels()]
    note = store.save(ATTENTION)
    assert note is not None
    seen.append(store.labels())
    store.save(ATTENTION._replace(key=note.key, labels=("NLP", "new")))
    seen.append(store.labels())
    other.save(Issue("1512.03385", "", 2, labels=("CV",)))
    seen.append(store.labels())
    store.save(Issue("2001.00001", "", 3, labels=("theory",)))
    seen.append(store.labels())
    store.remove(note.key or 0)
    seen.append(store.labels())
    assert seen == [
        [],
        ["Best Of", "NLP"],
        ["NLP", "new"],
        ["CV", "NLP", "new"],
        ["CV", "NLP", "new", "theory"],
        ["CV", "theory"],
    ]
