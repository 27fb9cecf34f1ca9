"""The door to arXiv: ids in, papers out, through the `arxiv` package and at arXiv's pace.

The package's requests go through a session of ours, which reads each answer strictly before the
package sees it; whether to ask again, and when, is decided here.
"""

import logging
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import NamedTuple

import arxiv  # type: ignore[import-untyped]  # it ships no types

from paper_notes.doors.arxiv.pace import Turn
from paper_notes.doors.arxiv.papers import paper_of
from paper_notes.doors.arxiv.query import title_query
from paper_notes.doors.arxiv.session import BadIdError, NoAnswerError, Session
from paper_notes.values.model import Paper
from paper_notes.values.source import Fetched, Titled

BATCH = 100
"""Ids a request; some 600 make an address that arXiv refuses with 414."""

MATCHES = 20
"""Papers that a search for a title returns at most: beyond them none has that title."""

TRIES = 4
"""Requests a batch, the first one included."""

PATIENCE = 20.0
"""Seconds that all retries of one command may wait together."""

# What the arxiv package warns of, we say ourselves; left alone, Python prints it to stderr.
logging.getLogger("arxiv").setLevel(logging.CRITICAL)


class ArxivSource:
    """Ask arXiv for papers by id: a `Fetch`. Make one for each command.

    It never raises for anything that arXiv or the network does: ids without an answer
    are `silent`, with the reason. An id is `missing` only when a sound and complete
    answer does not have it, or when arXiv calls the id malformed.

    Answers that may come right are asked for again, after the pace's delay, then twice
    that, and so on, or when Retry-After says: up to 20 seconds for the whole command.
    After that, or when nobody is there at all, arXiv is not asked again.
    """

    def __init__(
        self,
        url: str,
        turn: Turn,
        report: Callable[[str], None],
        *,
        timeout: tuple[float, float] = (5, 30),
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Set up without asking anything.

        Args:
            url: arXiv's query interface, without a query.
            turn: keeps the pace; a delay of 0 also means no waits between retries.
            report: told of every wait before a retry.
            timeout: seconds to connect, and to wait for each piece of an answer.
            clock: what a Retry-After date is compared with, and the time that an answer takes.
            sleep: how to wait.

        """
        self._session = Session(turn, timeout, clock)
        self._client = self._new_client(url, BATCH)
        self._searcher = self._new_client(url, MATCHES)
        self._delay = turn.delay
        self._report = report
        self._sleep = sleep
        self._patience = PATIENCE
        self._gave_up: str | None = None

    def _new_client(self, url: str, page_size: int) -> arxiv.Client:
        client = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
        client.query_url_format = url.replace("{", "{{").replace("}", "}}") + "?{}"
        client._session = self._session
        return client

    def __call__(self, ids: Sequence[str]) -> Fetched:
        """Return what arXiv says about `ids`, at most a hundred a request."""
        papers: dict[str, Paper] = {}
        missing: frozenset[str] = frozenset()
        silent: dict[str, str] = {}
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), BATCH):
            if start:
                self._report(f"arXiv has been asked for {start} of {len(wanted)} papers.")
            fetched = self._fetch(wanted[start : start + BATCH])
            papers |= fetched.papers
            missing |= fetched.missing
            silent |= fetched.silent
        return Fetched(papers, missing, silent)

    def titled(self, title: str) -> Titled:
        """Return the papers that arXiv finds for a title, at most 20, the best match first: a `Seek`."""
        query = title_query(title)
        if query is None:
            return Titled(())
        tries = 0
        while self._gave_up is None:
            try:
                papers = self._results(self._searcher, arxiv.Search(query, max_results=MATCHES))
            except BadIdError:
                self._gave_up = "arXiv's answer was about something else"
            except NoAnswerError as trouble:
                if trouble.status == HTTPStatus.BAD_REQUEST:
                    # A title that arXiv cannot read is one that it does not find; others it may.
                    return Titled(())
                tries += 1
                self._wait(trouble, tries)
            else:
                return Titled(tuple(papers))
        return Titled((), self._gave_up)

    def _fetch(self, ids: list[str]) -> Fetched:
        papers: dict[str, Paper] = {}
        missing: set[str] = set()
        tries = 0
        while ids and self._gave_up is None:
            answer = self._ask(ids)
            papers |= answer.papers
            missing |= answer.missing
            ids = [wanted for wanted in ids if wanted not in papers and wanted not in missing]
            if ids and answer.trouble:
                tries += 1
                self._wait(answer.trouble, tries)
        return Fetched(papers, frozenset(missing), dict.fromkeys(ids, str(self._gave_up)))

    def _ask(self, ids: list[str]) -> "_Answer":
        try:
            results = self._results(self._client, arxiv.Search(id_list=ids, max_results=len(ids)))
        except BadIdError as error:
            if error.id in ids:
                return _Answer(missing=frozenset([error.id]))
            return _Answer(trouble=NoAnswerError(f"arXiv calls {error.id} malformed", again=False))
        except NoAnswerError as trouble:
            return _Answer(trouble=trouble)
        papers = {paper.id: paper for paper in results if paper.id in ids}
        page = self._session.page
        if page.total == page.entries == len(papers):
            return _Answer(papers, frozenset(ids) - papers.keys())
        return _Answer(papers, trouble=NoAnswerError("arXiv's answer was incomplete", again=True))

    def _results(self, client: arxiv.Client, search: arxiv.Search) -> list[Paper]:
        """Return the papers of one answer, in its order."""
        papers: list[Paper] = []
        try:
            # Exactly as many as the page has: asking the generator for more sends a request.
            for number, result in enumerate(client.results(search), start=1):
                if paper := paper_of(result):
                    papers.append(paper)
                if number == self._session.page.readable:
                    break
        except (arxiv.ArxivError, ValueError, OverflowError):
            raise NoAnswerError("arXiv's answer could not be read", again=True) from None
        return papers

    def _wait(self, trouble: "NoAnswerError", tries: int) -> None:
        """Wait before the next try, or note that there will be none."""
        wait = trouble.after
        if wait is None:
            wait = min(self._delay * 2 ** (tries - 1), self._patience)
        wait = max(wait, self._delay)
        if not trouble.again or tries == TRIES or wait > self._patience:
            asked = f" and asks for {trouble.after:.0f} s of patience" if trouble.after else ""
            self._gave_up = f"{trouble}{asked}"
        elif self._delay > 0:
            self._patience -= wait
            self._report(f"Asking arXiv again in {wait:.3g} s: {trouble}.")
            self._sleep(wait)


class _Answer(NamedTuple):
    papers: dict[str, Paper] = {}  # noqa: RUF012 (never written to)
    missing: frozenset[str] = frozenset()
    trouble: NoAnswerError | None = None
