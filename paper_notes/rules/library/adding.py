"""Adding papers: each has one note, in whatever form it is given, however the last attempt ended."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from paper_notes.rules.library.desk import Desk, pending_paper
from paper_notes.rules.library.elsewhere import Wanted, how_to_add
from paper_notes.rules.library.labels import reading_label
from paper_notes.rules.library.noted import Noted
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.errors import PapersError
from paper_notes.values.locator import Locator, canonical
from paper_notes.values.model import Note, Paper, Record, Status
from paper_notes.values.outcome import Outcome, Wish, one_by_one
from paper_notes.values.source import Fetched
from paper_notes.values.tracker import Change

SOURCE_NAMES = {
    "arxiv": "arXiv",
    "datacite": "DataCite",
    "starter": "the starter catalogue",
    "import": "an imported file",
    "reader": "your own words",
}


class Adding(Desk):
    """Notes papers that are given by references."""

    def add(self, refs: Sequence[str | Wanted], wish: Wish) -> Iterator[Outcome]:
        """Note papers, given by references in any form; yields an outcome for each, in order.

        A paper that has a note keeps it as it is, except that what is missing from a
        pending or second-source note is filled in.
        """
        wanted = [Wanted.by(ref) if isinstance(ref, str) else ref for ref in refs]
        return one_by_one(wanted, lambda item: item.ref, self._adding(wanted, wish))

    @contextlib.contextmanager
    def _adding(self, wanted: Sequence[Wanted], wish: Wish) -> Iterator[Callable[[Wanted], Outcome]]:
        """Ask the sources about what is lacking, and give the function that adds one of them."""
        with self._writing():
            papers = [item.meant.id for item in wanted if isinstance(item.meant, ArxivId)]
            lacking = [paper_id for paper_id in dict.fromkeys(papers) if self._lacking(paper_id)]
            if lacking:
                self._tracker.prepare()
            fetched = self._fetch(lacking) if lacking else Fetched({})
            noted = Noted(self.store)

            def add_one(item: Wanted) -> Outcome:
                if isinstance(item.meant, PapersError):
                    raise item.meant
                # The store would say so too, but not in a rehearsal.
                if again := noted.made(item.meant):
                    return Outcome(item.ref, "exists", again)
                outcome = self._add_one(item.ref, item.meant, fetched, noted, wish)
                if outcome.note:
                    noted.tell(outcome.note)
                return outcome

            yield add_one

    def _lacking(self, paper_id: str) -> bool:
        found = self.store.notes_of(paper_id)
        return not found or not found[0].paper.complete

    def _add_one(
        self, ref: str, meant: ArxivId | Locator | Paper, fetched: Fetched, noted: Noted, wish: Wish
    ) -> Outcome:
        self._look_again(noted)
        if existing := noted.find(meant):
            return self._add_again(ref, existing, fetched, wish, meant)
        asked, meant = meant, _on_arxiv(meant, fetched)
        if existing := noted.find(meant):
            return self._add_again(ref, existing, fetched, wish, asked)
        self._refuse_bots(meant.id)
        paper = _paper(meant, fetched, wish)
        if isinstance(meant, ArxivId) and paper.doi and (existing := noted.find(paper)):
            return self._add_again(ref, existing, fetched, wish, meant)
        if existing := noted.alike(paper):
            return self._add_again(ref, existing, fetched, wish, meant)
        self._tracker.prepare()
        note = self._create(paper, wish)
        kind: Literal["added", "pending"] = "pending" if note.paper.pending else "added"
        return Outcome(ref, kind, note, remark=_provenance(note.paper, fetched) or _other_name(note, asked))

    def _refuse_bots(self, paper_id: str) -> None:
        if bot := self.store.note_of_a_bot(paper_id):
            raise PapersError(
                f"{bot.author} has opened {bot.name} about {paper_id} already, and is not trusted here.",
                f'If that is your own workflow: trusted = ["{bot.author}"] in papers.toml',
            )

    def _create(self, paper: Paper, wish: Wish) -> Note:
        closing = wish.status if wish.status.closed else None
        # Nothing can be guessed of a pending paper: its topics come with the rest.
        labels = self._in_use(wish.labels or ([] if paper.pending else self._guess(paper)))
        if wish.status is Status.READING:
            labels.append(reading_label())
        record = Record(
            paper,
            rating=wish.rating,
            read_on=(wish.on or self._today()) if closing else None,
            added_on=self._today(),
            finishing=closing,
        )
        return self._open(record, self._writer.title(paper), self._writer.body(record, wish.template), labels)

    def _add_again(
        self,
        ref: str,
        note: Note,
        fetched: Fetched,
        wish: Wish,
        meant: ArxivId | Locator | Paper | None = None,
    ) -> Outcome:
        """Finish what an earlier `add` could not: the closing, or the paper's data. Keep all else."""
        remark = " ".join(filter(None, (_other_name(note, meant), _left_alone(note, wish)))) or None
        if note.finishing is not None:
            self._tracker.prepare()
            note = self._keep(self._tracker.finish(self._issue(note), note.finishing))
            remark = f"Finished what was interrupted: it is marked {note.status}."
        paper = fetched.papers.get(note.paper.id)
        if paper is not None and better(paper, note.paper):
            note = self._complete(note, paper)
            remark = f"Filled in from {SOURCE_NAMES[paper.source]}."
        elif not note.paper.complete:
            remark = f"Still {_incomplete(note.paper)}: nothing came from arXiv."
        return Outcome(ref, "pending" if note.paper.pending else "exists", note, remark=remark)

    def _complete(self, note: Note, paper: Paper) -> Note:
        labels = [] if note.topics else self._in_use(self._guess(paper))
        self._ensure_labels(labels)
        change = Change(
            edit=self._rewrite(note, lambda record: record._replace(paper=paper)),
            add_labels=tuple(label.name for label in labels),
            title=self._writer.title(paper),
            title_was=self._writer.title(note.paper),
        )
        return self._keep(self._tracker.update(self._issue(note), change))


def _on_arxiv(meant: ArxivId | Locator | Paper, fetched: Fetched) -> ArxivId | Locator | Paper:
    """Return the id of a paper asked for by its DOI, if arXiv has just said that one has this DOI."""
    if not isinstance(meant, Locator):
        return meant
    published = (paper for paper in fetched.papers.values() if paper.doi and canonical(paper.doi) == meant.id)
    return next((ArxivId(paper.id) for paper in published), meant)


def _paper(meant: ArxivId | Locator | Paper, fetched: Fetched, wish: Wish) -> Paper:
    """Return the paper of a new note; raise PapersError if nothing is known about it."""
    if isinstance(meant, Paper):
        return meant
    if isinstance(meant, Locator):
        raise PapersError(
            f"{meant.id} is not on arXiv, and papers are looked up nowhere else.",
            f"Give its title yourself: {how_to_add(meant)}",
        )
    paper_id = meant.id
    paper = fetched.papers.get(paper_id)
    if paper is None and paper_id in fetched.missing:
        raise PapersError(f"arXiv has no paper {paper_id}.", "Check the id.")
    if paper is None and not wish.pending:
        raise PapersError(
            f"Nothing is known about {paper_id}: {fetched.silent.get(paper_id, 'no source answered')}.",
            f"{fetched.remedy}, or note it now and fill it in later: papers add {paper_id} --pending",
        )
    return paper or pending_paper(paper_id)


def _other_name(note: Note, meant: ArxivId | Locator | Paper | None) -> str | None:
    """Say what a note is called, or says, that was asked for by another name of its paper, or title."""
    asked = meant.id if meant else note.paper.id
    if asked != note.paper.id:
        return f"The same paper, noted as {note.paper.id}."
    if isinstance(meant, Paper) and meant.title != note.paper.title:
        return "It keeps the title that it has."
    return None


def better(new: Paper, old: Paper) -> bool:
    """Tell whether `new` completes `old`: arXiv's word is final, any word is better than none."""
    return not old.complete and (new.source == "arxiv" or (old.pending and not new.pending))


def _left_alone(note: Note, wish: Wish) -> str | None:
    """Say that options were ignored, if there were any that would have made a difference."""
    wanted = (wish.status, wish.rating or note.rating, wish.on or note.read_on)
    asked = wish._replace(pending=False, template=None) != Wish()
    if not asked or (not wish.labels and wanted == (note.status, note.rating, note.read_on)):
        return None
    return f"It stays as it is ({note.status}). To change it: papers mark, papers tag"


def _incomplete(paper: Paper) -> str:
    return "pending" if paper.pending else f"from {SOURCE_NAMES[paper.source]}"


def _provenance(paper: Paper, fetched: Fetched) -> str | None:
    if paper.pending:
        reason = fetched.silent.get(paper.id, "no source answered")
        return f"Pending: {reason}. Adding it again later fills it in."
    if paper.source in ("datacite", "starter"):
        return f"Filled from {SOURCE_NAMES[paper.source]}, not from arXiv. Adding it again completes it."
    return None
