"""Search: every note that contains what was typed is found, no other, and the best come first."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paper_notes.doors.sqlite import search_index
from paper_notes.doors.sqlite.comment_table import Due
from paper_notes.doors.sqlite.conditions import fold
from paper_notes.doors.sqlite.database import connect
from paper_notes.doors.sqlite.schema import MIGRATIONS
from paper_notes.doors.sqlite.search_index import SearchIndex
from paper_notes.doors.sqlite.store import Reader, Reading, Store
from paper_notes.values.model import Comment, Issue, Note, Paper, Status
from paper_notes.values.query import Query
from paper_notes.values.search import Search, Term, parse, texts_of
from paper_notes.values.text.words import grams, is_spaceless, normal
from paper_notes.values.tracker import Batch, Bookmark, CommentPage

# -- a library to search ------------------------------------------------------------------


def read(issue: Issue) -> Reading:
    """Read an issue whose body holds authors, abstract and the reader's text, with `|` between."""
    if issue.state_reason == "duplicate":
        return Reading(None, trusted=True)
    authors, abstract, text = issue.body.split("|")
    paper = Paper(f"2401.{issue.number:05}", issue.title, tuple(authors.split(", ")), abstract=abstract)
    note = Note(
        paper,
        Status.READ,
        topics=issue.labels,
        labels=issue.labels,
        added_on=issue.created_at,
        number=issue.number,
        issue_title=issue.title,
        text=text,
    )
    return Reading(note, trusted=issue.association == "OWNER")


READER = Reader(read, "1", lambda comment: comment.association == "OWNER")


def issue(number: int, title: str = "", *, authors: str = "", abstract: str = "", text: str = "") -> Issue:
    """Return an issue about a paper."""
    return Issue(title, f"{authors}|{abstract}|{text}", number, created_at=f"2026-01-{number:02}")


LIBRARY = [
    issue(
        1, "Attention Is All You Need", authors="Ashish Vaswani, Łukasz Kaiser", abstract="The transformer."
    ),
    issue(
        2,
        "Deep Residual Learning",
        authors="Kaiming He",
        text="ResNet: skip connections. C++ code, e-mail me",
    ),
    issue(3, "한국어 음성인식을 위한 자기지도 학습", text="BERT모델 비교"),
    issue(4, "深層学習による画像認識", abstract="CNNとは何か。学ぶ習慣", text="👍 nice"),
    issue(
        5,
        "Poincaré Embeddings",
        abstract="Straße, ＦＵＬＬ width, ｶﾞｳｽ",
        text="A net in a network of networks",
    ),
    issue(6, "自然语言处理", text="注意力机制"),
]


@pytest.fixture(scope="module")
def library() -> Store:
    """Return a library in several languages."""
    store = Store(":memory:", READER)
    store.save_batch(Batch(LIBRARY, Bookmark("e", "s")))
    return store


def found(store: Store, query: str, **filters: object) -> list[int]:
    """Return the numbers of the notes that a query finds, in their order."""
    search = parse(query, lambda name: name if name.isupper() else None)
    wanted = search.narrow(Query(**filters))  # type: ignore[arg-type]  # a test's shorthand
    numbers = [line.number for line in store.found(search, wanted)]
    assert numbers == [hit.note.number for hit in store.hits(search, wanted)]
    return [number for number in numbers if number is not None]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("attention", [1]),
        ("ATTENTION need", [1]),
        ("need attention", [1]),
        ("attention learning", []),
        ("former", [1]),
        ("vaswani", [1]),
        ("lukasz", [1]),
        ("ŁUKASZ", [1]),
        ("net", [5, 2]),
        ("network", [5]),
        ("resnet", [2]),
        ("e-mail", [2]),
        ("mail me", [2]),
        ('"mail me"', [2]),
        ('"me mail"', []),
        ('"s all you"', [1]),
        ('"ll you ne"', [1]),
        ("c++", [2, 4, 5]),
        ("poincare", [5]),
        ("strasse", [5]),
        ("full", [5]),
        ("ガウス", [5]),
        ("음성", [3]),
        ("성인", [3]),
        ("음성인식", [3]),
        ("인식음성", []),
        ("을", [3]),
        ("모델", [3]),
        ("bert모델", [3]),
        ("T모", [3]),
        ("모델b", []),
        ("学習", [4]),
        ("学", [4]),
        ("習", [4]),
        ("画像認識", [4]),
        ("习", []),
        ("语言", [6]),
        ("機构", []),
        ("👍", [4]),
        ("2401.00004", [4]),
        ("arXiv:2401.00004", [4]),
        ("trans*", [1]),
        ("former*", []),
        ("**former**", [1]),
        ("*former*", [1]),
        ('"deep resid"*', [2]),
        ("음성*", [3]),
        ("deep -attention", [2]),
        ("net -resnet", [5]),
        ("net -res", [5, 2]),
        ("net -res*", [5]),
        ("net -network", [2]),
        ('net -"skip connections"', [5]),
        ("학습 -비교", []),
        ("-deep -습 -学習 -net", [6, 1]),
        ("in author:Kaiming", [2]),
        ("year:2017 net", []),
        ("zzz", []),
    ],
)
def test_queries(library: Store, query: str, numbers: list[int]) -> None:
    """Words in any order, phrases, beginnings, what is inside words, and what is left out."""
    assert found(library, query) == numbers


def test_the_best_come_first() -> None:
    """A word in the title counts most, then the reader's text, authors, abstract, comments; then the date."""
    store = Store(":memory:", READER)
    store.save_batch(
        Batch(
            [
                issue(1, "x", text="Bert"),
                issue(2, "Bert"),
                issue(3, "x")._replace(comments=1),
                issue(4, "x", abstract="Bert"),
                issue(5, "x", authors="Bert"),
                issue(6, "Albert"),
                issue(7, "Berti"),
                issue(8, "y"),
                issue(9, "Bert"),
                *(issue(number, "filling") for number in range(10, 30)),
            ],
            Bookmark("e", "s"),
        )
    )
    comment = Comment(1, 3, "a", "OWNER", "2026", "2026", None, "Bert")
    store.save_comments(CommentPage([comment]), Due(None))
    assert found(store, "bert") == [9, 2, 1, 5, 4, 3, 7, 6]
    assert found(store, "bert", limit=2) == [9, 2]
    assert found(store, "bert", limit=8) == [9, 2, 1, 5, 4, 3, 7, 6]


def test_a_long_word_may_go_on() -> None:
    """Networks in a title tell more of a network than a network in an abstract; `net` is but a short word."""
    store = Store(":memory:", READER)
    notes = [issue(1, "x", abstract="A network."), issue(2, "Networks"), issue(3, "x", abstract="A net.")]
    store.save_batch(Batch([*notes, *(issue(number, "filling") for number in range(4, 20))], Bookmark()))
    assert found(store, "network") == [2, 1]
    assert found(store, "net") == [3, 2, 1]


def test_strangers_are_found_only_on_demand() -> None:
    """Whoever is not trusted is not found, unless everyone is wanted."""
    store = Store(":memory:", READER)
    store.save_batch(Batch([LIBRARY[0], LIBRARY[1]._replace(association="NONE")], Bookmark()))
    assert (found(store, "e"), found(store, "e", everyone=True)) == ([1], [2, 1])
    assert (found(store, "learning"), found(store, "learning", everyone=True)) == ([], [2])
    assert (found(store, "-learning"), found(store, "-learning", everyone=True)) == ([1], [1])


def test_comments_are_part_of_the_note() -> None:
    """Those of trusted people: new, edited and deleted ones, and when other people are trusted."""
    store = Store(":memory:", READER)
    store.save_batch(Batch([one._replace(comments=2) for one in LIBRARY[:2]], Bookmark("e", "s")))

    def comment(key: int, body: str, association: str = "OWNER") -> Comment:
        return Comment(key, 1, "bob", association, "2026", "2026", None, body)

    def save(*comments: Comment) -> None:
        store.save_comments(CommentPage(list(comments)), Due(None))

    save(comment(1, "Compare ResNet"), comment(2, "spam", "NONE"))
    assert (found(store, "resnet"), found(store, "attention resnet"), found(store, "spam")) == (
        [2, 1],
        [1],
        [],
    )
    save(comment(1, "Compare DenseNet"))
    assert (found(store, "resnet"), found(store, "densenet"), found(store, "spam")) == ([2], [1], [])
    save(comment(2, "spam", "OWNER"))
    assert (found(store, "densenet"), found(store, "spam")) == ([1], [1])
    store.save(LIBRARY[0]._replace(comments=1))
    save(comment(1, "Compare DenseNet"))
    assert (found(store, "densenet"), found(store, "spam")) == ([1], [])


def test_a_note_that_is_none_any_more_takes_no_place() -> None:
    """What left the library does not count as found."""
    store = Store(":memory:", READER)
    store.save_batch(Batch(LIBRARY[:2], Bookmark()))
    store.save(LIBRARY[1]._replace(title="Attention, Attention"))
    assert found(store, "attention", limit=1) == [2]
    store.save(LIBRARY[1]._replace(title="Attention, Attention", state_reason="duplicate"))
    assert found(store, "attention", limit=1) == [1]


def test_a_reading_of_everything_leaves_one_piece(tmp_path: Path) -> None:
    """The index is put in order once, at its end; what changes later adds to it as usual."""
    path = str(tmp_path / "library.sqlite")
    store = Store(path, READER)
    at = [pieces(path)]
    for number, one in enumerate(LIBRARY):
        last = one is LIBRARY[-1]
        bookmark = Bookmark("e", "s") if last else Bookmark(resume="goes on")
        store.save_batch(Batch([one], bookmark, full=True, first=number == 0, last=last))
        at.append(pieces(path))
    store.save(issue(9, "Attention, Attention"))
    assert [*at, pieces(path)] == [0, 1, 2, 3, 4, 5, 1, 2]
    assert found(store, "attention") == [9, 1]


@pytest.mark.parametrize("at", range(1, len(LIBRARY)))
def test_a_reading_of_everything_that_another_process_ends(tmp_path: Path, at: int) -> None:
    """The insides of all words are known at its end, and in a later one while it goes on."""
    path = str(tmp_path / "library.sqlite")
    store = Store(path, READER)
    batches = [
        Batch(LIBRARY[:at], Bookmark(resume="goes on"), full=True, last=False),
        Batch(LIBRARY[at:], Bookmark("e", "s"), full=True, first=False),
    ]
    store.save_batch(batches[0])
    store = Store(path, READER)
    store.save_batch(batches[1])
    everything = Store(":memory:", READER)
    everything.save_batch(Batch(LIBRARY, Bookmark("e", "s")))
    pieces = ["tent", "esne", "모델", "ransform", "e"]
    assert [found(store, piece) for piece in pieces] == [found(everything, piece) for piece in pieces]
    store.save_batch(batches[0]._replace(issues=[issue(9, "Inattentive")]))
    assert 9 in found(store, "tent")


def pieces(path: str) -> int:
    """Return of how many pieces the full-text index in a library is made."""
    connection = connect(path, MIGRATIONS)
    return int(connection.execute("SELECT count(DISTINCT segid) FROM search_idx").fetchone()[0])


@pytest.mark.parametrize("at_once", [1, search_index.AT_ONCE])
def test_a_failed_save_leaves_no_trace(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    """What was rolled back is not found, and its words can be found when it is there."""
    monkeypatch.setattr(search_index, "AT_ONCE", at_once)
    store = Store(":memory:", READER)
    with pytest.raises(ValueError, match="not enough values"):
        store.save_batch(Batch([LIBRARY[1], issue(9)._replace(body="unreadable")], Bookmark()))
    store.save(LIBRARY[0])
    assert found(store, "e") == [1]
    store.save(LIBRARY[1])
    assert found(store, "esne") == [2]


def test_words_of_a_transaction_that_failed_at_its_end_are_indexed_later() -> None:
    """What was known to the index then is not known to it any more."""
    connection = connect(":memory:", MIGRATIONS)
    index = SearchIndex(connection)
    note = read(LIBRARY[1]).note
    for end in ("ROLLBACK", "COMMIT"):
        connection.execute("BEGIN")
        index.put(1, note, trusted=True)
        index.finish()
        connection.execute(end)
        index.forget()
    assert connection.execute("SELECT count(*) FROM words").fetchone() == (1,)


def test_an_older_library_is_indexed_when_it_is_opened(tmp_path: Path) -> None:
    """Notes that were there before there was an index are found."""
    path = str(tmp_path / "library.sqlite")
    old = connect(path, MIGRATIONS[:2])
    old.execute("INSERT INTO meta VALUES ('fingerprint', '1')")
    old.execute(
        "INSERT INTO issues VALUES (1, 1, 0, 'open', NULL, 'a', 'OWNER', '2026', '2026', NULL, NULL, 0, "
        "'[]', '[]', 'Attention', '||')"
    )
    old.close()
    assert found(Store(path, READER), "tent") == [1]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("b" * 40, [1]),
        ('"' + "b" * 40 + 'c and"', [1]),
        ('"etwork alpha"', []),
        ('"etwork beta"', [2]),
        ('"etworks alpha"', [2]),
        ("rk", [2]),
        ("k", [2]),
    ],
)
@pytest.mark.parametrize("alternatives", [0, search_index.ALTERNATIVES])
def test_inside_words(
    monkeypatch: pytest.MonkeyPatch, query: str, numbers: list[int], alternatives: int
) -> None:
    """Also in words that are very long, next to similar ones, and where many words have the piece."""
    monkeypatch.setattr(search_index, "ALTERNATIVES", alternatives)
    store = Store(":memory:", READER)
    long = issue(1, text="a" + "b" * 40 + "c and more")
    store.save_batch(Batch([long, issue(2, text="networks alpha, network beta")], Bookmark()))
    assert found(store, query) == numbers


# -- the law: a search finds what reading everything would find ----------------------------

LATIN = (
    "net",
    "network",
    "ResNet",
    "nets",
    "e",
    "mail",
    "Poincaré",
    "ＢＥＲＴ",
    "straße",
    "Ł",
    "3D",
    "x",
    "не",
)
SPACELESS = ("학습", "음성", "음성인식", "성인", "學", "学習", "深層学習", "強化", "ガ", "データ", "ภาษา")
BITS = (*LATIN, *SPACELESS, "+", "👍")
GLUE = ("", " ", "-", ". ", "\n", "、", "'")
texts = st.lists(st.sampled_from(BITS + GLUE), max_size=12).map("".join)
short_texts = st.lists(st.sampled_from(BITS + GLUE), min_size=1, max_size=3).map("".join)
issues = st.builds(
    lambda number, title, abstract, text, mine, copy: issue(
        number, title, abstract=abstract, text=text
    )._replace(association="OWNER" if mine else "NONE", state_reason="duplicate" if copy else None),
    st.integers(1, 3),
    texts,
    texts,
    texts,
    st.booleans(),
    st.integers(0, 5).map(lambda dice: dice == 0),
)
comments = st.builds(
    lambda number, key, text, mine: Comment(
        key, number, "a", "OWNER" if mine else "NONE", "2026", "2026", None, text
    ),
    st.integers(1, 3),
    st.integers(1, 5),
    texts,
    st.booleans(),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("save"), issues),
        st.tuples(st.just("batch"), st.lists(issues, max_size=3, unique_by=lambda one: one.number)),
        st.tuples(st.just("all"), st.lists(issues, max_size=3, unique_by=lambda one: one.number)),
        st.tuples(st.just("comments"), st.lists(comments, max_size=3, unique_by=lambda one: one.id)),
        st.tuples(st.just("fail"), issues),
        st.tuples(st.just("again"), st.booleans()),
    ),
    max_size=6,
)
began = st.lists(issues, min_size=2, max_size=3, unique_by=lambda one: one.number)
terms = st.builds(
    lambda minus, quoted, text, star: f'{minus}"{text}"{star}' if quoted else f"{minus}{text}{star}",
    st.sampled_from(("", "", "-")),
    st.booleans(),
    short_texts,
    st.sampled_from(("", "", "*")),
)
queries = st.lists(terms, min_size=1, max_size=3).map(" ".join)


def contains(note: Note, term: Term, *, whole: bool = False) -> bool:
    """Tell whether a field of the note has the term, by looking."""
    words = term.words
    begins = (whole or term.start) and not is_spaceless(words[0])
    ends = whole and not term.start and not is_spaceless(words[-1])
    piece = f"{' ' * begins}{words}{' ' * ends}"
    return any(piece in f" {normal(text)} " for text in texts_of(note))


def looked_up(notes: Sequence[Note], search: Search) -> set[int | None]:
    """Return the numbers of the notes that have all terms and none of the excluded ones."""
    return {
        note.number
        for note in notes
        if all(contains(note, term) for term in search.terms)
        and not any(contains(note, term, whole=True) for term in search.excluded)
    }


def apply(store: Store, path: str, step: str, value: object) -> Store:
    """Let something happen to the library."""
    if step == "save":
        store.save(value)  # type: ignore[arg-type]  # as the strategies have it
    elif step in ("batch", "all"):
        store.save_batch(Batch(value, Bookmark("e", "s"), full=step == "all"))  # type: ignore[arg-type]  # same
    elif step == "comments":
        store.save_comments(CommentPage(value), Due(None))  # type: ignore[arg-type]  # same
    elif step == "fail":
        with pytest.raises(ValueError, match="not enough values"):
            store.save_batch(Batch([value, issue(9)._replace(body="")], Bookmark()))  # type: ignore[list-item]  # same
    else:
        judge = (lambda _: bool(value)) if value else READER.trusts
        return Store(
            path,
            Reader(lambda one: read(one)._replace(trusted=True) if value else read(one), f"{value}", judge),
        )
    return store


@pytest.mark.parametrize("alternatives", [0, 1, search_index.ALTERNATIVES])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(began=began, happened=steps, asked=st.lists(queries, min_size=1, max_size=4))
def test_whatever_happened_a_search_finds_what_is_there(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    alternatives: int,
    began: list[Issue],
    happened: list[tuple[str, object]],
    asked: list[str],
) -> None:
    """After any saves, deletions, comments, failures and changes of trust, in each way of looking."""
    monkeypatch.setattr(search_index, "ALTERNATIVES", alternatives)
    monkeypatch.setattr(search_index, "AT_ONCE", 2)
    monkeypatch.setattr(search_index, "TOGETHER", 2)
    path = str(tmp_path_factory.mktemp("library") / "library.sqlite")
    store = Store(path, READER)
    store.save_batch(Batch(began, Bookmark("e", "s")))
    for step, value in happened:
        store = apply(store, path, step, value)
    for everyone in (False, True):
        notes = list(store.notes(Query(everyone=everyone)))
        for query in asked:
            search = parse(query, lambda _: None)
            if not search.empty:
                lines = [line.number for line in store.found(search, Query(everyone=everyone))]
                assert sorted(lines, key=str) == sorted(looked_up(notes, search), key=str), query


@settings(max_examples=200, deadline=None)
@given(
    st.text()
    | st.lists(
        st.sampled_from(
            [
                *BITS,
                *GLUE,
                *'"*-:()^{}',
                "AND",
                "OR",
                "NOT",
                "NEAR(",
                "topic:",
                "year:",
                "status:read",
                "rating:9",
                "\0",
                "\ud800",
                "title:",
                "-",
            ]
        )
    ).map("".join)
)
def test_whatever_is_typed_is_a_query(library: Store, query: str) -> None:
    """No input is an error: not quotes, operators, filters, control characters, or half of a character."""
    search = parse(query, lambda _: None)
    for everyone in (False, True):
        lines = list(library.found(search, search.narrow(Query(everyone=everyone))))
        assert len({line.number for line in lines}) == len(lines) <= len(LIBRARY)


@pytest.mark.parametrize(
    "query",
    [
        "a" * 10_000,
        "(" * 10_000,
        '"' * 10_000,
        "*" * 10_000,
        "network " * 1_250,
        "음성" * 5_000,
        '"' + "a b " * 2_500,
        " ".join(f"word{number}" for number in range(1_000)),
        " ".join(f"-word{number}" for number in range(1_000)),
        " ".join(f"{letter}-{number}" for letter in "abcdefgh" for number in range(300)),
    ],
    ids=lambda query: query[:10],
)
def test_long_queries(library: Store, query: str) -> None:
    """Ten thousand characters are no error either."""
    assert found(library, query) in ([], [5], [6, 5, 4, 3, 2, 1])


def test_a_whole_abstract_finds_its_paper(library: Store) -> None:
    """Text that was copied from a paper finds the paper, as words and as a phrase."""
    text = "ResNet: skip connections. C++ code, e-mail me"
    assert found(library, text) == [2]
    assert found(library, f'"{text}"') == [2]


# -- text in the form in which it is searched ----------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Attention, please!", "attention please"),
        ("Poincaré  Łukasz Straße", "poincare lukasz strasse"),
        ("ＢＥＲＴ ｶﾞｳｽ ①", "bert ガウス 1"),
        ("BERT모델을 비교", "bert 모델을 비교"),
        ("深層学習（しんそう）。CNNと", "深層学習 しんそう cnn と"),
        ("한글", "한글"),
        ("x_1 = $\\alpha^2$", "x 1 alpha 2"),
        ("α²≤β", "α2 ≤ β"),
        ("👍🏽 great❤️", "👍 🏽 great ❤"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("न्यूरल नेटवर्क", "न्यूरल नेटवर्क"),
        ("\0 \ud800 \n\t", ""),
    ],
)
def test_the_form_in_which_text_is_searched(text: str, words: str) -> None:
    """Words without case, accents, widths and punctuation; spaceless scripts stand alone."""
    assert normal(text) == words


@given(st.text())
def test_what_counts_as_equal_is_found(text: str) -> None:
    """What lists and titles take for equal, searches do; and what is normal stays as it is."""
    assert normal(fold(text)) == normal(text)
    assert normal(normal(text)) == normal(text)


@given(texts, st.integers(0, 60), st.integers(0, 60))
def test_a_piece_of_a_text_is_in_it(text: str, start: int, length: int) -> None:
    """The normal form of a text has that of each of its pieces."""
    assert normal(text[start : start + length]) in normal(text)


@pytest.mark.parametrize(
    ("words", "tokens"),
    [
        ("deep learning", "deep learning"),
        ("음성인식 bert", "음성 성인 인식 식 bert"),
        ("学", "学"),
        ("", ""),
    ],
)
def test_spaceless_words_are_cut_into_pairs(words: str, tokens: str) -> None:
    """A row of pairs is a piece of the word, its last letter also stands alone."""
    assert grams(words) == tokens
