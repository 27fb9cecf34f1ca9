"""The composition root: builds each part on first use, and is where heavy imports happen.

`App` has the parts that many commands share. What one family of commands puts together of them is in
a module beside it.
"""

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from paper_notes import __version__
from paper_notes.app import clock
from paper_notes.disk import configuration
from paper_notes.doors.sqlite.store import Reader, Reading, Store
from paper_notes.values.errors import PapersError
from paper_notes.values.model import Comment, Issue

if TYPE_CHECKING:
    from paper_notes.doors.arxiv.source import ArxivSource
    from paper_notes.doors.clone import Clone
    from paper_notes.doors.github.tracker import GitHubTracker
    from paper_notes.doors.sqlite.glance import Offer
    from paper_notes.doors.sqlite.paper_cache import PaperCache
    from paper_notes.rules.library.library import Library
    from paper_notes.rules.library.notes import LeftOut, Rules, WhileOpen
    from paper_notes.rules.library.writer import TemplateWriter
    from paper_notes.values.model import Label, Paper
    from paper_notes.values.settings import Config
    from paper_notes.values.source import Fetch, Seek
    from paper_notes.values.starter import Starter
    from paper_notes.values.topics import Taxonomy
    from paper_notes.values.tracker import Tracker

READ_WITH = 3
"""Raised whenever the same issue would be read differently: libraries then read theirs again."""


class App:
    """All the parts of one run of the program, each made when it is first asked for."""

    def __init__(
        self,
        flags: Mapping[str, Any],
        *,
        environ: Mapping[str, str] = os.environ,
        folder: str | None = None,
        report: Callable[[str], None] = lambda _: None,
        progress: Callable[[str], None] = lambda _: None,
        rehearsing: bool = False,
    ) -> None:
        """Take the flags of the command line.

        `report` tells the person what is going on; `progress` how far it is, each time instead of the
        last, and nothing when it is done.
        """
        self._flags = flags
        self.environ = environ
        self.folder = folder
        self.report = report
        self.progress = progress
        self.rehearsing = rehearsing

    @cached_property
    def config(self) -> "Config":
        """The settings in force."""
        return configuration.load(self._flags, self.environ, self.folder or os.getcwd())

    @cached_property
    def taxonomy(self) -> "Taxonomy":
        """The topics, as configured."""
        from paper_notes.values.topics import Taxonomy

        return Taxonomy.from_settings(self.config.topics, self.config.origins["topics"])

    @property
    def topic_colors(self) -> dict[str, str]:
        """The colours of the topics' labels, six hex digits each, by the names of the topics."""
        return {topic.name: topic.color for topic in self.taxonomy.topics}

    @cached_property
    def store(self) -> Store:
        """The library on disk."""
        return self._open(self.library_path)

    @cached_property
    def embedded_store(self) -> Store:
        """The library without a repository, whatever is connected."""
        return self._open(self.embedded_path)

    def _open(self, path: str) -> Store:
        settings = (
            __version__,
            READ_WITH,
            sorted(self.config.trusted),
            self.config.topics,
            self.config.adopt,
        )
        return Store(path, Reader(self._read, repr(settings), self.trusts))

    @property
    def filled_store(self) -> Store:
        """The library on disk; a connected repository without a mirror is read first."""
        if self.config.repository is not None and not self.store.filled:
            if not self.config.offline:
                self.report(f"Reading {self.config.repository} for the first time.")
            self.library.fill()
        return self.store

    def offers(self, piece: str) -> "list[Offer]":
        """Return the notes that a piece of a word may become; the library is only looked at."""
        from paper_notes.doors.sqlite.glance import offers

        return offers(self.library_path, piece)

    def labels_in_use(self) -> list[str]:
        """Return every label on any issue; the library is only looked at."""
        from paper_notes.doors.sqlite.glance import labels

        return labels(self.library_path)

    @property
    def library_path(self) -> str:
        """Where the library of the configured place is kept."""
        if self.config.repository is None:
            return self.embedded_path
        host = self.config.github_api.split("://", 1)[1].replace(":", "_").replace("/", "_")
        # Names on GitHub do not differ by case alone.
        name = self.config.repository.lower().replace("/", os.sep)
        return os.path.join(self.config.data, "mirrors", host, f"{name}.sqlite")

    @property
    def embedded_path(self) -> str:
        """Where it is kept."""
        return os.path.join(self.config.data, "library.sqlite")

    @cached_property
    def rules(self) -> "Rules":
        """How issues are to be understood."""
        from paper_notes.rules.library.notes import Rules

        trusted = frozenset(login.lower() for login in self.config.trusted)
        return Rules(self.taxonomy, trusted, self.left_out, self.while_open)

    @cached_property
    def left_out(self) -> "LeftOut":
        """Which issues are no notes, as configured."""
        from paper_notes.rules.library.notes import LeftOut

        adopt = self.config.adopt
        return LeftOut(frozenset(adopt.skip), frozenset(map(str.casefold, adopt.skip_labels)))

    @cached_property
    def while_open(self) -> "WhileOpen":
        """What open hand-written issues are, as configured."""
        from paper_notes.rules.library.notes import WhileOpen

        adopt = self.config.adopt
        return WhileOpen(adopt.open == "read", frozenset(map(str.casefold, adopt.unread_labels)))

    def _read(self, issue: Issue) -> Reading:
        # Imported with the first issue to be read: listing what is stored needs none of it.
        from paper_notes.rules.library.notes import is_trusted, note_of

        return Reading(note_of(issue, self.rules), is_trusted(issue, self.rules))

    def trusts(self, comment: Comment) -> bool:
        """Tell whether the words of a comment are those of a trusted person."""
        from paper_notes.rules.library.notes import is_trusted

        return is_trusted(comment, self.rules)

    @cached_property
    def tracker(self) -> "Tracker":
        """Where notes are written."""
        if self.config.repository is not None:
            return self.github
        from paper_notes.doors.local_tracker import LocalTracker

        return LocalTracker(lambda issue: self.store.issue(issue.key) if issue.key else None, clock.now)

    @cached_property
    def github(self) -> "GitHubTracker":
        """The connected repository."""
        from paper_notes.doors.github.credentials import find_token
        from paper_notes.doors.github.tracker import GitHubTracker
        from paper_notes.doors.github.write_pace import WritePace
        from paper_notes.rules.library.notes import block_paper_id

        config = self.config
        pace = WritePace(
            os.path.join(config.data, "github.writes"),
            delay=config.write_delay,
            per_minute=config.writes_per_minute,
            per_hour=config.writes_per_hour,
            report=self.report,
        )
        return GitHubTracker(
            config.repository or "",
            find_token(self.environ, config.github_api),
            config.github_api,
            pace=pace,
            recognise=block_paper_id,
            report=self.report,
        )

    @cached_property
    def acting(self) -> "Tracker":
        """The tracker, or with `--dry-run` what only says what it would write."""
        from paper_notes.rules.library.rehearsal import Rehearsal

        return Rehearsal(self.tracker, self.report) if self.rehearsing else self.tracker

    @cached_property
    def writer(self) -> "TemplateWriter":
        """The texts of issues, from the templates."""
        from paper_notes.rules.library.writer import TemplateWriter

        return TemplateWriter(self.config.language, self.config.template_folders)

    @cached_property
    def library(self) -> "Library":
        """The notes, and the rules for changing them."""
        from paper_notes.rules.library.library import Library
        from paper_notes.rules.library.mirror import Mirror

        mirror = Mirror(
            self.store,
            self.tracker,
            now=clock.now,
            offline=self.config.offline,
            report=self.report,
            progress=self.progress,
        )
        return Library(
            self.store,
            self.acting,
            mirror=mirror,
            fetch=lambda ids: self.fetch(ids),  # only who adds a paper needs the doors to arXiv
            writer=self.writer,
            taxonomy=self.taxonomy,
            guess=self.guess,
            lock=self._lock,
            today=clock.today,
            rehearsing=self.rehearsing,
        )

    def guess(self, paper: "Paper") -> Sequence[str]:
        """Return the topics of a new note: for a paper we only know from the catalogue, its own."""
        from paper_notes.doors.starter import catalogue

        if paper.source == "starter":
            curated = next(entry.topics for entry in catalogue() if entry.paper.id == paper.id)
            known = {topic.name for topic in self.taxonomy.topics}
            if known.issuperset(curated):
                return curated
        return self.taxonomy.guess(paper)

    def starters(self, topic: str | None) -> "Sequence[Starter]":
        """Return the landmark papers to begin with, all of them or those of a topic."""
        from paper_notes.doors.starter import by_topic, catalogue

        return by_topic(self.topic_name(topic)) if topic else catalogue()

    @cached_property
    def fetch(self) -> "Fetch":
        """Where papers come from: today's answers, arXiv, DataCite, the starter catalogue."""
        from paper_notes.doors import starter
        from paper_notes.rules.library.sources import caching, chain, offline

        if self.config.offline:
            return offline(chain(self.papers_of_today, starter.fetch))
        from paper_notes.doors.datacite_source import DataCiteSource

        arxiv = caching(self.arxiv, self.papers_of_today, self.progress)
        return chain(arxiv, DataCiteSource(self.config.datacite_api, self.report), starter.fetch)

    @cached_property
    def fetch_many(self) -> "Fetch":
        """The sources of papers without DataCite, which takes a request for each paper."""
        from paper_notes.doors import starter
        from paper_notes.rules.library.sources import caching, chain

        if self.config.offline:
            return self.fetch
        return chain(caching(self.arxiv, self.papers_of_today, self.progress), starter.fetch)

    @cached_property
    def papers_of_today(self) -> "PaperCache":
        """What arXiv answered before."""
        from paper_notes.doors.sqlite.paper_cache import PaperCache

        return PaperCache(os.path.join(self.config.data, "papers.sqlite"), self.report)

    def seek(self, *, today: bool, ask: bool = True) -> "Seek":
        """Return who finds papers by their titles: lately's answers, arXiv, the starter catalogue.

        With `today` only answers of this day count, and without `ask` nobody is asked.
        """
        from paper_notes.doors import starter
        from paper_notes.rules.library.sources import nobody_asked, or_else, seeking
        from paper_notes.values.source import Titled

        if not ask:
            return seeking(lambda _: Titled((), "arXiv is not asked"), self.papers_of_today, today=today)
        if self.config.offline:
            return or_else(seeking(nobody_asked, self.papers_of_today, today=today), starter.titled)
        asked = seeking(lambda title: self.arxiv.titled(title), self.papers_of_today, today=today)
        return or_else(asked, starter.titled)

    @cached_property
    def arxiv(self) -> "ArxivSource":
        """The door to arXiv."""
        from paper_notes.doors.arxiv.pace import Turn
        from paper_notes.doors.arxiv.source import ArxivSource

        turn = Turn(self.config.data, self.config.arxiv_delay, self.report)
        return ArxivSource(self.config.arxiv_api, turn, self.report)

    def me(self) -> str | None:
        """Return the login whose notes are the reader's own; None in the embedded library, where all are.

        GitHub is asked the first time, and once after the mirror was brought up to date: the token may be
        another person's by then. If it does not answer, who it was before still counts.
        """
        if self.config.repository is None:
            return None
        store = self.filled_store
        known, read_at = store.get("login"), store.get("synced_at")
        if known is None and self.config.offline:
            raise PapersError(
                "Who you are on GitHub is not known yet, and --offline forbids to ask.",
                "Name yourself: --reader LOGIN",
            )
        if known is not None and (self.config.offline or store.get("login_at") == read_at):
            return known
        try:
            login = self.tracker.login()
        except PapersError as error:
            if known is None:
                raise
            self.report(f"{error} You are taken for {known}, as before.")
            return known
        if login is None:
            raise PapersError("The token is that of an app, which reads nothing.", "Use: --reader LOGIN")
        store.put(login=login, login_at=read_at or "")
        return login

    def readers(self) -> list[str]:
        """Return everybody who reads or wrote an issue here; the library is only looked at."""
        from paper_notes.doors.sqlite.glance import readers

        return readers(self.library_path)

    def labels_named(self, names: Sequence[str], *, create: bool | None) -> "tuple[Label, ...]":
        """Return the labels that the reader named; unknown ones are an error unless `create`."""
        from paper_notes.rules.library.labels import labels_named

        return labels_named(names, self.taxonomy, self.store.labels() if names else (), create=create)

    def topic_name(self, name: str) -> str:
        """Return the topic's name as the taxonomy spells it; an unknown one is an error."""
        return self.labels_named([name], create=None)[0].name

    def label_of_topic(self, name: str) -> str:
        """Return the label that stands for a topic in this library; an unknown topic is an error."""
        from paper_notes.rules.library.labels import as_in_use

        labels = self.labels_named([name], create=None)
        return as_in_use(labels, self.taxonomy, self.store.labels())[0].name

    @cached_property
    def clone(self) -> "Clone | None":
        """The git clone that the program runs in."""
        from paper_notes.doors.clone import find_clone

        return find_clone(self.folder or os.getcwd())

    def left_behind(self) -> int:
        """Return how many notes are only on this machine, though a repository is connected."""
        if self.config.repository is None or not os.path.exists(self.embedded_path):
            return 0
        return self.embedded_store.unpushed()

    @property
    def web(self) -> str:
        """The address of the GitHub that the API belongs to, for people."""
        api = self.config.github_api
        return "https://github.com" if api == "https://api.github.com" else api.removesuffix("/api/v3")

    def _lock(self) -> "contextlib.AbstractContextManager[None]":
        from paper_notes.disk.locking import lock

        return lock(f"{self.library_path}.lock", self.report)
