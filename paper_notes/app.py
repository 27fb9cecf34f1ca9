"""The composition root: builds each part on first use, and is where heavy imports happen."""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from paper_notes import __version__
from paper_notes.disk import configuration
from paper_notes.doors.sqlite.store import Reader, Reading, Store
from paper_notes.values.errors import PapersError, UsageError
from paper_notes.values.model import Comment, Issue, Status
from paper_notes.values.query import Query

if TYPE_CHECKING:
    from paper_notes.doors.arxiv.source import ArxivSource
    from paper_notes.doors.clone import Clone
    from paper_notes.doors.github.tracker import GitHubTracker
    from paper_notes.doors.preview import Preview
    from paper_notes.doors.sqlite.glance import Offer
    from paper_notes.doors.sqlite.paper_cache import PaperCache
    from paper_notes.rules.images import Copies
    from paper_notes.rules.intake.triage import Step
    from paper_notes.rules.library.library import Library
    from paper_notes.rules.library.notes import LeftOut, Rules
    from paper_notes.rules.library.push import Waiting
    from paper_notes.rules.library.refresh import Checked
    from paper_notes.rules.library.writer import TemplateWriter
    from paper_notes.rules.reading_list.index import ReadingList
    from paper_notes.rules.reading_list.publish import Published
    from paper_notes.rules.setting_up.initialise import Initialiser
    from paper_notes.rules.setting_up.label_keeper import LabelKeeper
    from paper_notes.rules.setting_up.repository import Files
    from paper_notes.rules.setting_up.wanted_files import SetUp
    from paper_notes.rules.site.build import Plan
    from paper_notes.rules.site.tree import Written
    from paper_notes.rules.upkeep.doctor import Finding
    from paper_notes.values.adoption import Case, Choice
    from paper_notes.values.events import Event
    from paper_notes.values.feed import Feed
    from paper_notes.values.model import Fetch, Label, Note, Paper, Seek
    from paper_notes.values.outcome import Outcome, Wish
    from paper_notes.values.settings import Config
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
        self._environ = environ
        self._folder = folder
        self._report = report
        self._progress = progress
        self._rehearsing = rehearsing

    @cached_property
    def config(self) -> "Config":
        """The settings in force."""
        return configuration.load(self._flags, self._environ, self._folder or os.getcwd())

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
    def _embedded_store(self) -> Store:
        return self._open(self._embedded_path)

    def _open(self, path: str) -> Store:
        settings = (
            __version__,
            READ_WITH,
            sorted(self.config.trusted),
            self.config.topics,
            self.config.adopt,
        )
        return Store(path, Reader(self._read, repr(settings), self._trusts))

    @property
    def filled_store(self) -> Store:
        """The library on disk; a connected repository without a mirror is read first."""
        if self.config.repository is not None and self.store.bookmark().since is None:
            if not self.config.offline:
                self._report(f"Reading {self.config.repository} for the first time.")
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
            return self._embedded_path
        host = self.config.github_api.split("://", 1)[1].replace(":", "_").replace("/", "_")
        # Names on GitHub do not differ by case alone.
        name = self.config.repository.lower().replace("/", os.sep)
        return os.path.join(self.config.data, "mirrors", host, f"{name}.sqlite")

    @property
    def _embedded_path(self) -> str:
        return os.path.join(self.config.data, "library.sqlite")

    @cached_property
    def _rules(self) -> "Rules":
        from paper_notes.rules.library.notes import Rules

        trusted = frozenset(login.lower() for login in self.config.trusted)
        return Rules(self.taxonomy, trusted, self._left_out)

    @cached_property
    def _left_out(self) -> "LeftOut":
        from paper_notes.rules.library.notes import LeftOut

        numbers, labels = self.config.adopt
        return LeftOut(frozenset(numbers), frozenset(label.casefold() for label in labels))

    def _read(self, issue: Issue) -> Reading:
        # Imported with the first issue to be read: listing what is stored needs none of it.
        from paper_notes.rules.library.notes import is_trusted, note_of

        return Reading(note_of(issue, self._rules), is_trusted(issue, self._rules))

    def _trusts(self, comment: Comment) -> bool:
        from paper_notes.rules.library.notes import is_trusted

        return is_trusted(comment, self._rules)

    @cached_property
    def tracker(self) -> "Tracker":
        """Where notes are written."""
        if self.config.repository is not None:
            return self.github
        from paper_notes.doors.local_tracker import LocalTracker

        return LocalTracker(lambda issue: self.store.issue(issue.key) if issue.key else None, now)

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
            report=self._report,
        )
        return GitHubTracker(
            config.repository or "",
            find_token(self._environ, config.github_api),
            config.github_api,
            pace=pace,
            recognise=block_paper_id,
            report=self._report,
        )

    @cached_property
    def _acting(self) -> "Tracker":
        """The same, or with `--dry-run` what only says what it would write."""
        from paper_notes.rules.library.rehearsal import Rehearsal

        return Rehearsal(self.tracker, self._report) if self._rehearsing else self.tracker

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
            now=now,
            offline=self.config.offline,
            report=self._report,
            progress=self._progress,
        )
        return Library(
            self.store,
            self._acting,
            mirror=mirror,
            fetch=lambda ids: self.fetch(ids),  # only who adds a paper needs the doors to arXiv
            writer=self.writer,
            taxonomy=self.taxonomy,
            guess=self._guess,
            lock=self._lock,
            today=today,
            rehearsing=self._rehearsing,
        )

    def _guess(self, paper: "Paper") -> Sequence[str]:
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
        from paper_notes.rules.library.sources import caching, chain

        if self.config.offline:
            return chain(self._papers_of_today, starter.fetch)
        from paper_notes.doors.datacite_source import DataCiteSource

        arxiv = caching(self._arxiv, self._papers_of_today, self._progress)
        return chain(arxiv, DataCiteSource(self.config.datacite_api, self._report), starter.fetch)

    @cached_property
    def _fetch_many(self) -> "Fetch":
        """The same without DataCite, which takes a request for each paper."""
        from paper_notes.doors import starter
        from paper_notes.rules.library.sources import caching, chain

        if self.config.offline:
            return self.fetch
        return chain(caching(self._arxiv, self._papers_of_today, self._progress), starter.fetch)

    @cached_property
    def _papers_of_today(self) -> "PaperCache":
        from paper_notes.doors.sqlite.paper_cache import PaperCache

        return PaperCache(os.path.join(self.config.data, "papers.sqlite"), self._report)

    def seek(self, *, today: bool, ask: bool = True) -> "Seek":
        """Return who finds papers by their titles: lately's answers, arXiv, the starter catalogue.

        With `today` only answers of this day count, and without `ask` nobody is asked.
        """
        from paper_notes.doors import starter
        from paper_notes.rules.library.sources import or_else, seeking
        from paper_notes.values.model import Titled

        if self.config.offline or not ask:
            reason = "--offline forbids to ask arXiv" if ask else "arXiv is not asked"
            kept = seeking(lambda _: Titled((), reason), self._papers_of_today, today=today)
            return or_else(kept, starter.titled) if ask else kept
        asked = seeking(lambda title: self._arxiv.titled(title), self._papers_of_today, today=today)
        return or_else(asked, starter.titled)

    @cached_property
    def _arxiv(self) -> "ArxivSource":
        from paper_notes.doors.arxiv.pace import Turn
        from paper_notes.doors.arxiv.source import ArxivSource

        turn = Turn(self.config.data, self.config.arxiv_delay, self._report)
        return ArxivSource(self.config.arxiv_api, turn, self._report)

    def refresh(self, wanted: Sequence[str] | Query, *, write: bool, force: bool) -> "Iterator[Checked]":
        """Compare notes, named or chosen, with what arXiv says now; with `write` put that into them."""
        from paper_notes.rules.library.refresh import refresh
        from paper_notes.rules.library.sources import remembered

        if self.config.offline:
            raise PapersError("To refresh is to ask arXiv, which --offline forbids.", "Leave out --offline.")
        library = self.library if write else None
        ask = remembered(self._arxiv, self._papers_of_today)
        return refresh(self.filled_store, ask, wanted, library, force=force, progress=self._progress)

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
            self._report(f"{error} You are taken for {known}, as before.")
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

    def reading_list(self, query: Query, *, by: str, queue: bool, once: bool, readers: bool) -> "ReadingList":
        """Return the reading list of the notes that the filters let through."""
        from paper_notes.doors.render import render
        from paper_notes.rules.reading_list.index import ReadingList
        from paper_notes.rules.reading_list.reading_list import Options

        waiting = [Status.READING, Status.TO_READ] if queue else []
        wanted = query._replace(statuses=tuple(dict.fromkeys([*query.statuses, *waiting])))
        order = tuple(topic.name for topic in self.taxonomy.topics)
        options = Options(
            by, self.config.language, once=once, queue=queue, readers=readers, topics_order=order
        )
        folders = self.config.template_folders
        return ReadingList(
            list(self.filled_store.notes(wanted)),
            options,
            lambda name, **values: render(name, folders, **values),
        )

    def site(
        self,
        query: Query,
        *,
        queue: bool,
        base_url: str | None,
        search: bool | None = None,
        images: bool = False,
    ) -> "Plan":
        """Return what the site about the notes that the filters let through consists of.

        It can be searched if `search` says so; if it is None, where Pagefind is installed. With
        `images`, copies of those that GitHub hosts are part of it.
        """
        from paper_notes.doors import pagefind_index
        from paper_notes.doors.html import Place, highlight_css, html_of, title_html
        from paper_notes.doors.render import names_below, render, source
        from paper_notes.rules.export.keys import citation_keys
        from paper_notes.rules.site.build import plan
        from paper_notes.rules.site.catalogue import Catalogue, Site
        from paper_notes.rules.site.pages import Doors
        from paper_notes.rules.site.program import fingerprint
        from paper_notes.rules.site.tree import File

        waiting = [Status.TO_READ] if queue else []
        wanted = query._replace(statuses=tuple(dict.fromkeys([*query.statuses, *waiting])))
        store, folders = self.filled_store, self.config.template_folders
        if search and not pagefind_index.is_installed():
            raise UsageError("There is no Pagefind to search with.", "pip install 'paper-notes[search]'")
        # Keys are given to the whole library, so that no filter changes one.
        notes = {note.key: note for note in store.notes(Query())}
        shown = [notes[key] for key in store.rows(wanted)]
        copies = self.copied_images(shown) if images else None
        site = Site(
            notes=shown,
            mentions=store.mentions(),
            keys=citation_keys(notes.values()),
            title=self.config.site_title or "",
            about=self.config.site_about or "",
            base_url=self._site_address(base_url),
            language=self.config.language,
            topics=self.taxonomy.topics,
            goal=self.config.goal,
            repository=f"{self.web}/{self.config.repository}" if self.config.repository else "",
            search=bool(shown) and search is not False and pagefind_index.is_installed(),
            images=copies.of_notes if copies else {},
        )
        web = site.repository or None
        doors = Doors(
            render=lambda name, **values: render(name, folders, **values),
            source=lambda name: source(name, folders),
            to_html=lambda text, pages, images, prefix: html_of(text, Place(web, pages, images, prefix)),
            title_html=title_html,
            highlight_css=highlight_css,
            atom=_atom,
            make_index=pagefind_index.index,
            index_version=pagefind_index.version,
            fingerprint=fingerprint(source(name, folders) for name in names_below("site/", folders)),
        )
        copied = copies.files if copies else {}
        whole = plan(Catalogue(site), doors)
        return whole._replace(
            files=[*whole.files, *(File(path, image.digest, image.read) for path, image in copied.items())]
        )

    def copied_images(self, notes: "Iterable[Note]") -> "Copies":
        """Copy the images of the notes that GitHub hosts; what was left is reported."""
        from paper_notes.disk.image_cache import ImageCache
        from paper_notes.doors.github.credentials import find_token
        from paper_notes.doors.image_source import ImageSource
        from paper_notes.rules.images import collect, told

        config = self.config
        barred = "--offline forbids to fetch it." if config.offline else ""
        if self._rehearsing:
            barred = barred or "A dry run fetches nothing."
        with contextlib.closing(
            ImageSource(
                web=self.web,
                api=config.github_api,
                repository=config.repository,
                token=lambda: find_token(self._environ, config.github_api),
            )
        ) as source:
            cache = ImageCache(os.path.join(config.data, "images"))
            copies = collect(notes, source, cache, barred=barred, progress=self._progress)
        for line in told(copies):
            self._report(line)
        return copies

    def write_site(self, plan: "Plan", folder: str) -> "Written":
        """Make the folder hold the site, alone among all commands of this machine; a rehearsal only looks."""
        import hashlib

        from paper_notes.rules.site.tree import write

        if self._rehearsing:
            return write(folder, plan.files, plan.derived, rehearsing=True)
        from paper_notes.disk.locking import lock

        name = hashlib.sha256(os.path.realpath(folder).encode(errors="surrogateescape")).hexdigest()[:16]
        ours = os.path.join(self.config.data, "sites", name)
        with lock(f"{ours}.lock", self._report):
            return write(folder, plan.files, plan.derived, memory=f"{ours}.json")

    def preview(self, folder: str, port: int, base_url: str | None) -> "Preview":
        """Return what shows a site on this machine, at the path that it will have."""
        from paper_notes.doors.preview import Preview

        return Preview(folder, port, self._site_address(base_url))

    def library_stamp(self) -> object:
        """Return what is another thing whenever notes, templates or settings were written."""
        from paper_notes.disk.watching import stamp_of

        # SQLite writes into a second file first, which is not there while nobody has the library open.
        library = [self.library_path, f"{self.library_path}-wal"]
        settings = [os.path.join(folder, "papers.toml") for folder in (self.config.project,) if folder]
        return stamp_of([*library, *settings, *self.config.template_folders])

    def _site_address(self, base_url: str | None) -> str:
        from paper_notes.rules.site.base_url import checked, of_pages

        address = base_url or self.config.site_url
        return checked(address) if address else of_pages(self.config.repository, self.web)

    def publish(self, reading_list: "ReadingList", path: str | None, branch: str | None) -> "Published":
        """Bring the list at `path`, or in the README, of the connected repository up to date, by a commit."""
        from paper_notes.rules.reading_list.publish import publish

        place = self.github.contents(branch)
        return publish(place, path, reading_list.renew, rehearsing=self._rehearsing)

    def _set_up(self, repository: str) -> "SetUp":
        """Return what the files of the repository depend on."""
        from paper_notes.rules.setting_up.wanted_files import SetUp

        topics = [topic.name for topic in self.taxonomy.topics]
        config = self.config
        return SetUp(repository, config.language, topics, config.trusted, version=__version__)

    @cached_property
    def label_keeper(self) -> "LabelKeeper":
        """What keeps the labels of the connected repository in order."""
        from paper_notes.rules.setting_up.label_keeper import LabelKeeper
        from paper_notes.values.errors import UsageError

        if self.config.repository is None:
            raise UsageError(
                "The embedded library has no labels beside those of its notes.",
                "Name a repository: --repo OWNER/REPO. To change labels of notes: papers tag",
            )
        if self.config.offline:
            raise PapersError("Labels are on GitHub, and --offline forbids to ask.", "Leave out --offline.")
        self.github.prepare()
        return LabelKeeper(self.github.labels, self.github.create_label, self.library, self.taxonomy)

    @cached_property
    def clone(self) -> "Clone | None":
        """The git clone that the program runs in."""
        from paper_notes.doors.clone import find_clone

        return find_clone(self._folder or os.getcwd())

    def initialiser(
        self, files: "Files", path: str | None, *, commit: bool, upgrade: bool, pin: bool
    ) -> "Initialiser":
        """Return what sets the connected repository up; that the token may do so is made sure of first.

        `path` is the file with the reading list; with `commit`, files are to be committed through the API.
        """
        from paper_notes.doors.github.actions import resolve
        from paper_notes.rules.setting_up.initialise import Initialiser, require_rights

        self.github.prepare()
        facts = self.github.facts or self.github.inspect()
        require_rights(facts, commit=commit)
        return Initialiser(
            self._set_up(facts.full_name)._replace(path=path),
            files,
            self.github.labels,
            self.github.create_label,
            self.taxonomy,
            upgrade=upgrade,
            pins=resolve(self.github.client) if pin else {},
        )

    def take_in(
        self,
        files: "Iterable[tuple[str, bytes]]",
        form: str | None,
        wish: "Wish",
        *,
        search: bool = False,
        unlisted: bool = False,
    ) -> "Iterator[Outcome]":
        """Note the papers that files hold, given by name and content, and restore notes exported to them.

        Entries without an arXiv id are left out, unless they are to be looked up (`search`) or noted as they
        are (`unlisted`).
        """
        from paper_notes.doors.importing import entries_in
        from paper_notes.rules.intake.intake import Unlisted, take_in

        entries = [entry for name, data in files for entry in entries_in(data, name, form)]
        seek = self.seek(today=False) if search else None
        known = self.seek(today=False, ask=False) if search and self._rehearsing else None
        doing = Unlisted(seek, known, unlisted)
        return take_in(self.library, entries, wish, doing, progress=self._progress, report=self._report)

    def waiting_to_be_pushed(self, *, again: bool) -> "Waiting":
        """Return which notes of the embedded library the connected repository is still to get."""
        from paper_notes.rules.library.push import waiting

        if self.config.repository is None:
            raise UsageError(
                "There is no repository to push to.",
                "Name it: papers push --repo OWNER/REPO, or repository in papers.toml",
            )
        return waiting(self._embedded_store, self.config.repository, again=again)

    def left_behind(self) -> int:
        """Return how many notes are only on this machine, though a repository is connected."""
        if self.config.repository is None or not os.path.exists(self._embedded_path):
            return 0
        return self._embedded_store.unpushed()

    def push(self, keys: tuple[int, ...]) -> "Iterator[Outcome]":
        """Write notes of the embedded library, given by their rows, to the connected repository."""
        from paper_notes.disk.locking import lock
        from paper_notes.rules.library.push import push

        if not keys:
            return iter(())
        return push(
            self.library,
            self._embedded_store,
            keys,
            repository=self.config.repository or "",
            language=self.config.language,
            lock=lambda: lock(f"{self._embedded_path}.lock", self._report),
        )

    def take_care(self, event: "Event | None", numbers: Sequence[int]) -> "Iterator[Step]":
        """Make notes of the issues that people opened by hand, if the event is by somebody trusted."""
        from paper_notes.rules.intake.triage import Gate, Step, Triage
        from paper_notes.rules.library.labels import labels_named
        from paper_notes.rules.library.notes import trusts
        from paper_notes.rules.library.sources import remembered

        repository = self.config.repository
        if repository is None:
            raise UsageError("There is no repository whose issues to take in.", "Name it: --repo OWNER/REPO")
        if event is not None:
            gate = Gate(
                repository, lambda login, known: trusts(login, known, self._rules), self.github.may_label
            )
            if refusal := gate.refusal(event):
                yield Step(event.number, "", "left", refusal)
                return
        library = self.library
        yield from Triage(
            library,
            self._acting,
            label_of=lambda name: labels_named([name], self.taxonomy, (), create=None)[0],
            trusts=self._trusts,
            ask_arxiv=lambda ids: remembered(self._arxiv, self._papers_of_today)(ids),
            language=self.config.language,
            now=now(),
        ).run(event if event is not None and event.number else None, numbers)

    def adopt(self, choice: "Choice", *, search: bool, write: bool) -> "Iterator[Case]":
        """Recognise hand-written notes; with `write` give those that are certain a managed block.

        What is to be written comes after all else, as it is written. With `search`, those that name no paper
        are looked for on arXiv by their titles.
        """
        from paper_notes.rules.library.adopting import write_blocks
        from paper_notes.rules.library.notes import is_trusted
        from paper_notes.rules.library.survey import Survey

        if write:
            self.library.get_ready()
        elif not self.config.offline:
            self.library.look()
        survey = Survey(
            self.filled_store,
            self.fetch if write else self._fetch_many,
            self.seek(today=False) if search else None,
            topics=self.taxonomy.of_labels,
            guess=self._guess,
            trusts=lambda issue: is_trusted(issue, self._rules),
            skips=self._left_out.holds,
            today=today(),
            progress=self._progress,
        )
        waiting = []
        for case in survey.look(choice):
            if write and case.kind == "recognised":
                waiting.append(case)
            else:
                yield case
        if waiting:
            yield from write_blocks(self.library, waiting, self._progress)

    def examine(self) -> "Iterator[Finding]":
        """Yield what is wrong, or in order, with everything that the program rests on."""
        from paper_notes.rules.upkeep.checkup import Checkup
        from paper_notes.rules.upkeep.doctor import examine

        return examine(
            self.config,
            store=lambda: self.store,
            templates=lambda: self.writer,
            left_behind=self.left_behind,
            live=lambda: Checkup(self.github, self.taxonomy, self._set_up, now()).findings(),
        )

    @property
    def web(self) -> str:
        """The address of the GitHub that the API belongs to, for people."""
        api = self.config.github_api
        return "https://github.com" if api == "https://api.github.com" else api.removesuffix("/api/v3")

    def _lock(self) -> "contextlib.AbstractContextManager[None]":
        from paper_notes.disk.locking import lock

        return lock(f"{self.library_path}.lock", self._report)


def _atom(feed: "Feed") -> bytes:
    """Return the feed as XML; its library is loaded for the first one."""
    from paper_notes.doors.atom import atom

    return atom(feed)


def today() -> str:
    """Return the day it is where the reader is."""
    from datetime import date

    return date.today().isoformat()


def now() -> str:
    """Return the time in UTC, as GitHub writes it."""
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
