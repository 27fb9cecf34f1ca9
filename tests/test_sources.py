"""Which source is asked for what."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.rules.library.sources import caching, chain
from paper_notes.values.model import Paper
from paper_notes.values.source import Fetch, Fetched


def paper(paper_id: str, source: str = "arxiv") -> Paper:
    """Return some paper."""
    return Paper(paper_id, f"Title of {paper_id}", source=source)


class Source:
    """A source that knows, misses and is silent about what it is told to; strict about being asked."""

    def __init__(self, name: str, knows: str = "", misses: str = "") -> None:
        self.name = name
        self.knows = knows.split()
        self.misses = misses.split()
        self.asked: list[list[str]] = []

    def __call__(self, ids: Sequence[str]) -> Fetched:
        """Answer, and remember the question."""
        assert len(set(ids)) == len(ids) > 0
        self.asked.append(list(ids))
        rest = [wanted for wanted in ids if wanted not in self.knows + self.misses]
        return Fetched(
            {wanted: paper(wanted, self.name) for wanted in ids if wanted in self.knows},
            frozenset(self.misses) & frozenset(ids),
            dict.fromkeys(rest, f"{self.name} is silent"),
        )


class Memory:
    """A cache without a file."""

    def __init__(self, *papers: Paper) -> None:
        self.papers = {paper.id: paper for paper in papers}

    def __call__(self, ids: Sequence[str]) -> Fetched:
        """Return what it has."""
        return Fetched({wanted: self.papers[wanted] for wanted in ids if wanted in self.papers})

    def save(self, papers: Iterable[Paper]) -> None:
        """Remember."""
        self.papers |= {paper.id: paper for paper in papers}


def test_each_source_is_asked_for_what_is_still_open() -> None:
    """What one has found or called missing is nobody else's business; reasons are joined."""
    arxiv = Source("arXiv", knows="a", misses="b")
    datacite = Source("DataCite", knows="a b c")
    starter = Source("starter", knows="d", misses="e")
    assert chain(arxiv, datacite, starter)(["a", "b", "c", "d", "e", "f"]) == Fetched(
        {"a": paper("a", "arXiv"), "c": paper("c", "DataCite"), "d": paper("d", "starter")},
        frozenset("be"),
        {"f": "arXiv is silent; DataCite is silent; starter is silent"},
    )
    assert (arxiv.asked, datacite.asked, starter.asked) == (
        [["a", "b", "c", "d", "e", "f"]],
        [["c", "d", "e", "f"]],
        [["d", "e", "f"]],
    )


def test_once_all_is_known_nobody_else_is_asked() -> None:
    """A good day at arXiv costs nobody else anything."""
    arxiv, datacite = Source("arXiv", knows="a", misses="b"), Source("DataCite")
    chain(arxiv, datacite)(["a", "b"])
    assert datacite.asked == []


def test_an_id_twice_is_asked_for_once_and_none_asks_nobody() -> None:
    """The strict source would fail on either."""
    arxiv = Source("arXiv", knows="a b")
    fetch = chain(arxiv)
    assert fetch([]) == Fetched({})
    assert fetch(["b", "a", "b"]) == Fetched({"a": paper("a", "arXiv"), "b": paper("b", "arXiv")})
    assert arxiv.asked == [["b", "a"]]


def test_what_a_source_says_unasked_is_ignored() -> None:
    """And an id that it forgets stays open, with a reason all the same."""

    def talkative(_: Sequence[str]) -> Fetched:
        return Fetched({"x": paper("x")}, frozenset("y"), {"z": "never mind"})

    assert chain(talkative)(["a"]) == Fetched({}, silent={"a": "no source answered"})
    assert chain()(["a"]) == Fetched({}, silent={"a": "no source answered"})


@given(
    st.lists(st.sampled_from("abcdef")),
    st.lists(st.tuples(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef"))), max_size=4),
)
def test_every_id_ends_in_exactly_one_place(ids: list[str], answers: list[tuple[set[str], set[str]]]) -> None:
    """Whoever knows what: found, missing or silent, and nothing that was not asked for."""
    sources: list[Fetch] = [
        Source(f"s{number}", " ".join(knows), " ".join(misses - knows))
        for number, (knows, misses) in enumerate(answers)
    ]
    fetched = chain(*sources)(ids)
    places = [*fetched.papers, *fetched.missing, *fetched.silent]
    assert sorted(places) == sorted(set(ids))


def test_a_cache_saves_asking_and_is_filled() -> None:
    """Only what it lacks is asked for; what comes is kept, what does not come is not."""
    source, cache = Source("arXiv", knows="b", misses="c"), Memory(paper("a"))
    fetch = caching(source, cache)
    answer = Fetched({"a": paper("a"), "b": paper("b", "arXiv")}, frozenset("c"), {"d": "arXiv is silent"})
    assert fetch(["a", "b", "b", "c", "d"]) == answer
    assert fetch(["a", "b"]) == Fetched({"a": paper("a"), "b": paper("b", "arXiv")})
    assert source.asked == [["b", "c", "d"]]
    assert cache.papers == {"a": paper("a"), "b": paper("b", "arXiv")}


def test_a_long_list_is_kept_on_the_way() -> None:
    """Who is interrupted after two hundred answers asks for the third hundred only."""
    ids = [f"2401.{number:05}" for number in range(250)]
    source, cache, told = Source("arXiv", knows=" ".join(ids[:200])), Memory(), list[str]()
    first: Fetch = source

    def broken(wanted: Sequence[str]) -> Fetched:
        if ids[200] in wanted:
            raise KeyboardInterrupt
        return first(wanted)

    with pytest.raises(KeyboardInterrupt):
        caching(broken, cache, told.append)(ids)
    assert list(cache.papers) == ids[:200]
    again = Source("arXiv", knows=" ".join(ids[200:]))
    assert len(caching(again, cache, told.append)(ids).papers) == 250
    assert again.asked == [ids[200:]]
    assert told == ["Asking arXiv: 100 of 250 papers", "Asking arXiv: 200 of 250 papers"]
