"""Commands that people give in comments: which count, and what becomes of each."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta

from paper_notes.rules.intake.steps import Step
from paper_notes.rules.library.library import Library
from paper_notes.values.errors import PapersError, TokenError, TrackerError, UsageError
from paper_notes.values.events import Event
from paper_notes.values.model import Comment, Label, Note, Paper
from paper_notes.values.news import renewed
from paper_notes.values.source import Fetch
from paper_notes.values.text.commands import is_command, orders_in
from paper_notes.values.tracker import Reaction, Tracker

BEFORE_EVENT = timedelta(hours=1)
BEFORE_ALL = timedelta(days=14)
"""How far back commands are looked for that no run has seen: in a run for an event, and in any other."""


class Commands:
    """Carries out what people command below the notes of one repository."""

    def __init__(
        self,
        library: Library,
        tracker: Tracker,
        *,
        label_of: Callable[[str], Label],
        trusts: Callable[[Comment], bool],
        ask_arxiv: Fetch,
        now: datetime,
    ) -> None:
        """Take where the notes are, and who may command.

        Args:
            library: changes notes.
            tracker: has the comments, and takes reactions to them.
            label_of: returns the label of a topic; raises UsageError if there is none.
            trusts: whether a comment's author is trusted.
            ask_arxiv: asks arXiv itself, and nobody in its stead.
            now: the time.

        """
        self._library = library
        self._store = library.store
        self._tracker = tracker
        self._label_of = label_of
        self._trusts = trusts
        self._ask_arxiv = ask_arxiv
        self._now = now

    def obey(self, event: Event | None, failed: Collection[int | None]) -> Iterator[Step]:
        """Carry out the commands that nobody has answered yet, in the order in which they were given.

        Args:
            event: what the run is for, if anything.
            failed: issues that take no commands in this run.

        """
        failed = set(failed)
        waits = [self._now - (BEFORE_ALL if event is None else BEFORE_EVENT)]
        if event is not None and event.commented_at:
            waits.append(datetime.fromisoformat(event.commented_at))
        since = min(waits).strftime("%Y-%m-%dT%H:%M:%SZ")
        for page in self._tracker.comments(since):
            for comment in page.comments:
                note = self._commanded(comment)
                if note is None or note.number in failed or self._was_seen(comment, page.reacted, event):
                    continue
                try:
                    yield self._answered(comment, note)
                except TokenError:
                    raise
                except TrackerError as error:
                    # It may have been carried out, or may be when GitHub is well again: a later run sees,
                    # before it comes to what was commanded since.
                    failed.add(note.number)
                    yield Step(note.number, note.issue_title, "failed", error.message, error.remedy, note)

    def _commanded(self, comment: Comment) -> Note | None:
        """Return the note that a comment is a command for; None if it is none, or not of somebody trusted."""
        if not comment.body.startswith("/") or not self._trusts(comment):
            return None
        return self._store.note_numbered(comment.number) if is_command(comment.body) else None

    def _was_seen(self, comment: Comment, reacted: Collection[int], event: Event | None) -> bool:
        """Tell whether a run has answered a comment.

        Anybody may have reacted: whether it was us is asked about the one that this run is for.
        """
        if comment.id not in reacted:
            return False
        return event is None or comment.id != event.comment or self._tracker.is_answered(comment)

    def _answered(self, comment: Comment, note: Note) -> Step:
        try:
            said = self._carry_out(comment, note)
        except (TokenError, TrackerError):
            raise
        except PapersError as error:
            misread = isinstance(error, UsageError)
            self._tracker.react(comment, Reaction.UNCLEAR if misread else Reaction.FAILED)
            return Step(note.number, note.issue_title, "refused", error.message, error.remedy, note)
        self._tracker.react(comment, Reaction.DONE)
        return Step(note.number, note.issue_title, "obeyed", said, note=note)

    def _carry_out(self, comment: Comment, note: Note) -> str:
        orders = orders_in(comment.body)
        assert orders is not None
        labels = [self._label_of(name) for name in orders.topics]
        if orders.refresh:
            paper = self._asked(note.paper)
            note = self._library.renew(note, lambda old: renewed(old, paper))
        if orders.status or labels:
            note = self._library.obey(
                note,
                status=orders.status,
                rating=orders.rating,
                day=datetime.fromisoformat(comment.created_at).astimezone().date().isoformat(),
                topics=labels,
            )
        stars = f", {note.rating} of 5" if note.rating else ""
        return f"It is {note.status}{stars}, about {', '.join(note.topics) or 'nothing'}."

    def _asked(self, paper: Paper) -> Paper:
        if paper.arxiv_id is None:
            raise PapersError("It is not on arXiv, so there is nobody to ask.")
        fetched = self._ask_arxiv([paper.id])
        if paper.id not in fetched.papers:
            why = fetched.silent.get(paper.id, f"arXiv has no paper {paper.id}")
            raise PapersError(f"It was not refreshed: {why}.", f"{fetched.remedy}.")
        return fetched.papers[paper.id]
