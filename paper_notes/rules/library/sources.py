"""Which source of papers is asked for what: the rule, without any of the sources."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from paper_notes.values.model import Paper
from paper_notes.values.source import Fetch, Fetched, Seek, Titled
from paper_notes.values.text.title_match import title_key

AT_ONCE = 100
"""Papers after which answers are kept: what arXiv is asked for at a time."""


ONLINE = "Leave out --offline"
"""What to do about a source that may not be asked, as the beginning of a sentence."""


def chain(*sources: Fetch) -> Fetch:
    """Return a source that asks each of `sources` for what those before it left open.

    That a paper is missing is final, whoever says so. When all are silent about an id,
    their reasons are joined: `arXiv answered 503; DataCite has no record`.
    """

    def fetch(ids: Sequence[str]) -> Fetched:
        papers: dict[str, Paper] = {}
        missing: frozenset[str] = frozenset()
        reasons: dict[str, list[str]] = {paper_id: [] for paper_id in ids}
        for source in sources:
            if not reasons:
                break
            fetched = source(list(reasons))
            papers |= {paper_id: paper for paper_id, paper in fetched.papers.items() if paper_id in reasons}
            missing |= fetched.missing & reasons.keys()
            for paper_id in list(reasons):
                if paper_id in fetched.papers or paper_id in fetched.missing:
                    del reasons[paper_id]
                elif reason := fetched.silent.get(paper_id):
                    reasons[paper_id].append(reason)
        silent = {paper_id: "; ".join(said) or "no source answered" for paper_id, said in reasons.items()}
        return Fetched(papers, missing, silent)

    return fetch


def offline(source: Fetch) -> Fetch:
    """Return the same source, one that goes without the network: who wants more has to allow that."""
    return lambda ids: source(ids)._replace(remedy=ONLINE)


def nobody_asked(_: str) -> Titled:
    """Return what is known of a title where `--offline` leaves nobody to ask: a `Seek`."""
    return Titled((), "--offline forbids to ask arXiv", ONLINE)


class Cache(Protocol):
    """A source that answers from what it was given before."""

    def __call__(self, ids: Sequence[str]) -> Fetched:
        """Return the papers it has; it is silent about the others."""

    def save(self, papers: Iterable[Paper]) -> None:
        """Remember the papers; failing to is no error."""


class TitleCache(Cache, Protocol):
    """One that also keeps answers about titles."""

    def titled(self, title: str, *, today: bool) -> tuple[Paper, ...] | None:
        """Return what was answered about a title, of this day only or lately; None if nothing."""

    def save_titled(self, title: str, papers: Sequence[Paper]) -> None:
        """Remember an answer about a title."""


def seeking(source: Seek, cache: TitleCache, *, today: bool) -> Seek:
    """Return a source that asks `source` only about titles that `cache` has no answer about, and fills it.

    With `today` only answers of this day count: a new paper may be there since.
    """

    def seek(title: str) -> Titled:
        known = cache.titled(title, today=today)
        if known is not None:
            return Titled(known)
        answer = source(title)
        if answer.silent is None:
            # Who looks for a title wants that paper next: then arXiv need not be asked again.
            cache.save(paper for paper in answer.papers if title_key(paper.title) == title_key(title))
            cache.save_titled(title, answer.papers)
        return answer

    return seek


def or_else(first: Seek, second: Seek) -> Seek:
    """Return a source that asks `second` about a title on which `first` is silent."""

    def seek(title: str) -> Titled:
        answer = first(title)
        other = second(title) if answer.silent else answer
        return answer if other.silent else other

    return seek


def caching(source: Fetch, cache: Cache, progress: Callable[[str], None] = lambda _: None) -> Fetch:
    """Return a source that asks `source` only for what `cache` does not have, and fills it."""
    ask = remembered(source, cache, progress)

    def fetch(ids: Sequence[str]) -> Fetched:
        known = cache(ids).papers
        unknown = [paper_id for paper_id in dict.fromkeys(ids) if paper_id not in known]
        if not unknown:
            return Fetched(known)
        fetched = ask(unknown)
        return fetched._replace(papers={**known, **fetched.papers})

    return fetch


def remembered(source: Fetch, cache: Cache, progress: Callable[[str], None] = lambda _: None) -> Fetch:
    """Return a source that always asks `source`, and fills `cache` with its answers.

    That happens on the way, so that nothing is asked for again if a long list is interrupted;
    `progress` is told how far it is, and at the end of a long list nothing.
    """

    def fetch(ids: Sequence[str]) -> Fetched:
        everything = Fetched({}, frozenset(), {})
        for start in range(0, len(ids), AT_ONCE):
            if start:
                progress(f"Asking arXiv: {start:,} of {len(ids):,} papers")
            fetched = source(ids[start : start + AT_ONCE])
            cache.save(fetched.papers.values())
            everything = Fetched(
                {**everything.papers, **fetched.papers},
                everything.missing | fetched.missing,
                {**everything.silent, **fetched.silent},
            )
        if len(ids) > AT_ONCE:
            progress("")
        return everything

    return fetch
