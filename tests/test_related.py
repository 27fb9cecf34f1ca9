"""Which notes mention which: the rule, the tables that it is kept in, and what `papers show` says of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.doors.sqlite.store import Reader, Reading, Store
from paper_notes.values.model import Comment, Issue, Note, Paper, Status
from paper_notes.values.related import Related, Relative
from paper_notes.values.text.mentions import Titles, mentioned, openings, title_of
from paper_notes.values.tracker import Batch, Bookmark, CommentPage
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer
from tests.terminal import needs_terminal, typed

ISSUES = "https://github.com/alice/papers/issues"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("after #12, before GH-13 and (gh-14)", {"#12", "#13", "#14"}),
        ("alice/papers#12 and Alice/Papers#13", {"#12", "#13"}),
        ("bob/papers#12, a#13, &#14; #015 #a", set()),
        (f"{ISSUES}/12 and [this]({ISSUES}/13#issuecomment-9)", {"#12", "#13"}),
        ("https://redirect.github.com/alice/papers/issues/12", {"#12"}),
        (f"https://github.com/bob/papers/issues/12 https://a.b/#13 {ISSUES}/14/edit", set()),
        ("arXiv:1706.03762v5 and https://arxiv.org/pdf/hep-th/9901001", {"1706.03762", "hep-th/9901001"}),
        ("like [1706.03762], unlike 12.5 points", {"1706.03762"}),
        ("<!-- #12 -->\n```\n#13\n```\n`#14` ``1706.03762``\n#15", {"#15"}),
        ("```\n#12\n```\n<!-- never closed #13", set()),
        ("# 1 heading\n#12", {"#12"}),
        ("#12", {"#12"}),
        ("", set()),
    ],
)
def test_numbers_and_papers_are_names(text: str, names: set[str]) -> None:
    """As GitHub links numbers, and as arXiv's ids are pasted; not in comments and code, nor elsewhere's."""
    assert mentioned(text, [], ISSUES) == names


VIT = "https://openreview.net/forum?id=YicbFdNTTy"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("see doi:10.1145/3292500.3330701.", {"10.1145/3292500.3330701"}),
        ("(10.1145/3292500.3330701), *10.1000/A(b)c*", {"10.1145/3292500.3330701", "10.1000/a(b)c"}),
        ("[Optuna](https://dl.acm.org/doi/abs/10.1145/3292500.3330701)!", {"10.1145/3292500.3330701"}),
        ("http://dx.doi.org/10.1145/3292500.3330701?utm_source=x", {"10.1145/3292500.3330701"}),
        (f"[ViT]({VIT}&noteId=x) and https://openreview.net/pdf?id=YicbFdNTTy.", {VIT}),
        ("<https://www.aclweb.org/anthology/P18-1001.pdf>", {"https://aclanthology.org/P18-1001"}),
        ("https://doi.org/10.18653/v1/P18-1001", {"https://aclanthology.org/P18-1001"}),
        ("https://doi.org/10.48550/arXiv.1706.03762", {"1706.03762"}),
        ("https://example.org/a 10.5/x 10.12/y", set()),
        (f"`10.1145/1` <!-- {VIT} -->", set()),
        ("https://user:x@www.nature.com/articles/x", set()),
    ],
)
def test_papers_elsewhere_are_names(text: str, names: set[str]) -> None:
    """By their DOI, or any address of a site that has several; the own one need not be looked for."""
    assert mentioned(text, [], None) == names
    assert [name for name in names if name in mentioned(text, [], None, name)] == []


def test_of_overlapping_titles_as_long_the_first_counts() -> None:
    """Whatever order they come in, so that one library is related like another."""
    one, other = "deep networks of", "networks of what"
    text = "Deep networks of what"
    assert [mentioned(text, titles, None) for titles in ([one, other], [other, one])] == [{one}, {one}]


def test_numbers_mean_nothing_without_issues() -> None:
    """A library that is in no repository has no numbers."""
    assert mentioned("#12 of 1706.03762", [], None) == {"1706.03762"}


def test_the_own_paper_need_not_be_looked_for() -> None:
    """Only that; what stands beside it in the line is found."""
    assert mentioned("https://arxiv.org/abs/1706.03762", [], None, "1706.03762") == set()
    assert mentioned("1706.03762, 1512.03385", [], None, "1706.03762") >= {"1512.03385"}


TITLES = (
    "attention is all you need",
    "attention is all you need in speech",
    "layer normalization",
    "residual learning",
    "bert: pre-training",
    "한국어 음성 인식을 위한 학습",
    "深層学習による音声認識の研究",
    "über die grundlagen",
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("See *Attention Is All You Need*.", {"attention is all you need"}),
        ("attention is\n  all you need", {"attention is all you need"}),
        ("Attention is all\n\nyou need", set()),
        ("Attention is all, you need", set()),
        ("Attention is all you needed; reattention is all you need", set()),
        ("Attention Is All You Need in Speech", {"attention is all you need in speech"}),
        (
            "Attention Is All You Need in Speech, unlike Attention Is All You Need",
            {"attention is all you need", "attention is all you need in speech"},
        ),
        ("BERT: Pre-training; BERT: Pretraining", {"bert: pre-training"}),
        ("`Layer Normalization` <!-- Layer Normalization -->", set()),
        ("Layer Normalization은 좋다", {"layer normalization"}),
        ("한국어 음성 인식을 위한 학습을 읽었다", {"한국어 음성 인식을 위한 학습"}),
        ("前の深層学習による音声認識の研究では", {"深層学習による音声認識の研究"}),
        ("ÜBER DIE GRUNDLAGEN", {"über die grundlagen"}),
    ],
)
def test_titles_are_names(text: str, names: set[str]) -> None:
    """Whole, in any case, over a line's end, the longest first; Korean and Japanese go on behind them."""
    assert mentioned(text, TITLES, None) == names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Deep  Residual\nLearning", "deep residual learning"),
        ("Transformers", None),
        ("Word vectors", "word vectors"),
        ("GPT-4", None),
        ("$k$-means clustering", "$k$-means clustering"),
        ("深層学習による音声認識の研究", "深層学習による音声認識の研究"),
        ("深層学習", None),
    ],
)
def test_short_titles_are_no_names(title: str, name: str | None) -> None:
    """Two words and twelve characters are the least: `Transformers` in a text is no mention."""
    found = title_of(title)
    assert (found and found.name) == name


@given(
    st.text(alphabet="ab C-研究ü ,\n", min_size=12, max_size=30),
    st.text(alphabet="ab 研,\n", max_size=9),
    st.text(alphabet="ab 研,\n", max_size=9),
)
def test_a_text_has_the_openings_of_the_titles_in_it(title: str, before: str, after: str) -> None:
    """Whatever stands around them: else a mention would be missed."""
    found = title_of(title)
    text = f"{before} {title} {after}"
    if found and mentioned(text, [found.name], None):
        assert tuple(found.opening.split(" ")) in openings(text)


@given(
    st.lists(st.text(alphabet="ab C-研究ü ,\n", min_size=12, max_size=30), max_size=5),
    st.text(alphabet="ab 研,\n", max_size=9),
)
def test_looking_titles_up_together_misses_none(titles: list[str], between: str) -> None:
    """What is mentioned is the same as if each were looked for in the text."""
    known = [found for title in titles if (found := title_of(title))]
    text = between.join(titles)
    within = Titles(known).within(text)
    assert mentioned(text, within, None) == mentioned(text, [title.name for title in known], None)


def read(issue: Issue) -> Reading:
    """Read an issue as a note that is named by its title, and whose text is the body."""
    paper_id, _, title = issue.title.partition(" ")
    note = Note(
        Paper(paper_id, title),
        Status.READ,
        number=issue.number,
        url=issue.url,
        text=issue.body,
        key=issue.key,
    )
    return Reading(note if title else None, trusted=issue.association == "OWNER")


def library() -> Store:
    """Return an empty library."""
    return Store(":memory:", Reader(read, "1", trusts=lambda comment: comment.author == "alice"))


def issue(number: int, title: str, text: str = "", *, association: str = "OWNER") -> Issue:
    """Return an issue of alice/papers."""
    return Issue(title, text, number, url=f"{ISSUES}/{number}", association=association)


def relations(store: Store) -> dict[int, tuple[set[int | None], set[int | None]]]:
    """Return for each number the numbers that it mentions, and those that mention it."""
    found = {}
    for number in range(1, 7):
        note = store.note_numbered(number)
        if note is not None:
            related = store.related(note)
            found[number] = (
                {one.number for one in related.mentions},
                {one.number for one in related.mentioned_in},
            )
    return found


def test_relations_go_both_ways() -> None:
    """By number, paper and title, whichever note was there first; a note does not mention itself."""
    store = library()
    store.save(issue(1, "1706.03762 Attention Is All You Need", "This, #1, before #3 and [1512.03385]"))
    store.save(issue(2, "1512.03385 Residual Networks", "Unlike Attention is all you need"))
    store.save(issue(3, "2005.14165 Few-Shot Learners", "Nothing."))
    store.relate()
    assert relations(store) == {1: ({2, 3}, {2}), 2: ({1}, {1}), 3: (set(), {1})}
    note = store.note_numbered(2)
    assert note is not None
    attention = Relative("1706.03762", 1, "Attention Is All You Need")
    assert store.related(note) == Related((attention,), (attention,))


def test_papers_elsewhere_are_related() -> None:
    """By whatever form of their DOI or address, and whichever note was there first."""
    store = library()
    store.save(issue(1, "10.1145/3292500.3330701 Optuna", f"Before {VIT}&noteId=x"))
    store.save(issue(2, f"{VIT} ViT", "After https://dl.acm.org/doi/10.1145/3292500.3330701."))
    store.relate()
    assert relations(store) == {1: ({2}, {2}), 2: ({1}, {1})}


def test_a_longer_title_hides_a_shorter_one_as_long_as_it_is_there() -> None:
    """Also for what was written long before it came, and after it has gone."""
    store = library()
    store.save(issue(1, "1706.03762 Attention Is All You Need"))
    store.save(issue(2, "1512.03385 Residual Networks", "Unlike Attention Is All You Need in Speech"))
    store.relate()
    assert relations(store)[2] == ({1}, set())
    store.save(issue(3, "2010.13154 Attention Is All You Need in Speech"))
    store.relate()
    assert relations(store)[2] == ({3}, set())
    store.save(issue(3, "2010.13154 Renamed"))
    store.relate()
    assert relations(store)[2] == ({1}, set())


def test_strangers_take_no_part() -> None:
    """Neither their texts nor their titles and comments."""
    store = library()
    store.save(issue(1, "1706.03762 Attention Is All You Need", "After Residual Networks"))
    store.save(issue(2, "1512.03385 Residual Networks", "See #1", association="NONE"))
    store.relate()
    assert relations(store) == {1: (set(), set())}


def test_comments_are_part_of_the_text() -> None:
    """Those of trusted people, as they come, change and go."""
    store = library()
    store.save_batch(
        Batch(
            [
                issue(1, "1706.03762 Attention Is All You Need")._replace(comments=2),
                issue(2, "1512.03385 Residual Networks"),
                issue(3, "2005.14165 Few-Shot Learners"),
            ],
            Bookmark(since="1"),
        )
    )

    def comment(key: int, author: str, body: str, updated_at: str = "1") -> Comment:
        return Comment(key, 1, author, "OWNER", "1", updated_at, None, body)

    def say(*comments: Comment) -> None:
        due = store.comments_due()
        assert due is not None
        store.save_comments(CommentPage(list(comments)), due)
        store.relate()

    say(comment(1, "alice", "Like Residual Networks"), comment(2, "mallory", "Like #3"))
    assert relations(store)[1] == ({2}, set())
    store.start_over()
    say(comment(1, "alice", "Like #3", "2"), comment(2, "mallory", "Like #2"))
    assert relations(store)[1] == ({3}, set())


NOTES = [
    "2001.00001 Attention Is All You Need",
    "2001.00002 Attention Is All You Need in Speech",
    "2001.00003 All You Need in Speech",
    "2001.00004 한국어 음성 인식을 위한 학습",
    "2001.00005 Untitled",
    "no note",
]
PIECES = st.lists(
    st.sampled_from([note.partition(" ")[2] for note in NOTES[:4]] + [f"#{n}" for n in range(1, 7)]
                    + ["2001.00001", "2001.00003", "and", "\n\n", "in speech"]), max_size=4,
)  # fmt: skip
ISSUE = st.builds(
    lambda number, title, pieces, trusted: issue(
        number, title, " ".join(pieces), association="OWNER" if trusted else "NONE"
    ),
    st.integers(1, 6),
    st.sampled_from(NOTES),
    PIECES,
    st.integers(0, 9).map(bool),
)


@given(st.lists(st.tuples(st.lists(ISSUE, max_size=3), st.booleans()), max_size=6))
def test_history_does_not_matter(history: list[tuple[list[Issue], bool]]) -> None:
    """After any saves, renames and deletions the relations are those of a library made at once."""
    store = library()
    there: dict[int, Issue] = {}
    for issues, everything in history:
        named = {one.number: one for one in issues if one.number}
        there = named if everything else there | named
        store.save_batch(Batch(list(named.values()), Bookmark(since="1"), full=everything))
        store.relate()
    fresh = library()
    for one in there.values():
        fresh.save(one)
    fresh.relate()
    assert relations(store) == relations(fresh)


def test_a_large_library_is_related_like_a_small_one() -> None:
    """Many notes at once are read another way than a few; the outcome is the same."""
    store = library()
    count = 120
    store.save_batch(
        Batch(
            [
                issue(
                    n,
                    f"2001.{n:05} The study called {n:03} of all",
                    f"After the study called {n - 1:03} of all",
                )
                for n in range(1, count + 1)
            ],
            Bookmark(since="1"),
        )
    )
    store.relate()
    assert relations(store)[2] == ({1}, {3})
    store.save(issue(2, "2001.00002 Another"))
    store.relate()
    assert {n: relations(store)[n] for n in (1, 2, 3)} == {
        1: (set(), set()),
        2: (set(), set()),
        3: (set(), {4}),
    }


@pytest.fixture
def repo(github: GitHubServer, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> GitHubServer:
    """Connect alice/papers, with two notes by hand of which the second mentions the first."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    github.repo.open_issue("Attention Is All You Need", "https://arxiv.org/abs/1706.03762")
    github.repo.open_issue("Residual Learning", "Paper: https://arxiv.org/abs/1512.03385\n\nBefore #1.")
    return github


def test_show_tells_both_ways(papers: Run, repo: GitHubServer) -> None:
    """In the text and in JSON, where other commands that print notes are left as they are."""
    attention = {"id": "1706.03762", "number": 1, "title": "Attention Is All You Need"}
    residual = {"id": "1512.03385", "number": 2, "title": "Residual Learning"}
    shown = papers("show 1 --json").json
    assert (shown["mentions"], shown["mentioned_in"]) == ([], [residual])
    assert papers("show 2 --json").json["mentions"] == [attention]
    assert "\nmentions: #1 Attention Is All You Need\n" in papers("show 2")
    assert "\nmentioned in: #2 Residual Learning\n" in papers("show 1")
    assert "mentions" not in papers("list --json").json[0]


def test_what_changes_elsewhere_changes_the_relations(papers: Run, repo: GitHubServer) -> None:
    """Edits, renames and deletions, with the next sync; new notes with the command that makes them."""
    papers("add 2203.00001")
    repo.repo.web_edit(
        2, "Paper: https://arxiv.org/abs/1512.03385\n\nAfter 한국어 음성 인식을 위한 자기지도 학습."
    )
    papers("sync")
    assert [one["number"] for one in papers("show 2 --json").json["mentions"]] == [3]
    assert papers("show 1 --json").json["mentioned_in"] == []
    repo.repo.delete(3)
    papers("sync --full")
    assert papers("show 2 --json").json["mentions"] == []
    papers("add 2203.00001")
    assert [one["number"] for one in papers("show 2 --json").json["mentions"]] == [4]


@needs_terminal
def test_a_person_can_follow_them(papers: Run, repo: GitHubServer) -> None:
    """The number is a link to the issue."""
    url = papers("show 1 --json").json["url"]
    assert f"\x1b[2mmentions \x1b[0m\x1b]8;;{url}\x1b\\#1\x1b]8;;\x1b\\ Attention Is All You Need\n" in typed(
        "show", "2"
    )
