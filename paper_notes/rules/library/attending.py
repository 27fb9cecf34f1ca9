"""Issues that were opened by hand."""

import contextlib
from collections.abc import Iterator, Sequence

from paper_notes.rules.library.adding import Adding
from paper_notes.rules.library.desk import pending_paper
from paper_notes.rules.library.notes import status_of
from paper_notes.values.errors import ConflictError
from paper_notes.values.model import Issue, Note, Paper, Record
from paper_notes.values.outcome import Managed, Outcome, Wish
from paper_notes.values.source import Fetched
from paper_notes.values.text import body
from paper_notes.values.tracker import Change


class Attending(Adding):
    """Makes notes of issues, and finishes what was left undone."""

    def attending(self) -> contextlib.AbstractContextManager[None]:
        """Keep other writers waiting while several issues are looked after, each by the methods below."""
        return self._writing(comments=False)

    def manage(self, issue: Issue, paper: Paper | None, paper_id: str, wish: Managed) -> Note:
        """Make a note of an issue: our block on top, every byte that is there below it.

        Without the paper, because no source answered, the note is pending. Labels that are no topics stay.
        """
        paper = paper or pending_paper(paper_id)
        labels = self._in_use(wish.topics)
        if not labels and not paper.pending and not self._taxonomy.of_labels(issue.labels):
            labels = self._in_use(self._guess(paper))
        before = None if wish.to_read or issue.state != "open" else self.store.peek(issue)
        # What is open and read stays read by the day in its block.
        record = Record(paper, read_on=before.read_on if before else None)

        def edit(text: str) -> str:
            if body.find(text) is not None or body.broken(text):
                return text  # somebody was quicker
            return body.put(text, self._writer.block(record, text))

        self._ensure_labels(labels)
        title = self._writer.title(paper) if wish.rename else None
        names = tuple(label.name for label in labels)
        change = Change(edit=edit, add_labels=names, title=title, title_was=issue.title)
        return self._keep(self._tracker.update(issue, change))

    def adopt(self, issue: Issue, record: Record) -> Note:
        """Put our block on top of a hand-written issue, and change nothing else of it.

        Raises ConflictError, and changes nothing, if it is not the one that was looked at any more: what it
        is about may stand in its title or its text, and one closed as a duplicate is no note.
        """

        def check(fresh: Issue) -> None:
            # GitHub's web editor makes other line ends: that is no other text.
            same = fresh.title == issue.title and fresh.body.splitlines() == issue.body.splitlines()
            if not same or status_of(fresh) is None:
                raise ConflictError(
                    f"#{issue.number} was changed meanwhile, so nothing is written into it.",
                    "Run the command again: it looks at it anew.",
                )

        def edit(text: str) -> str:
            return body.put(text, self._writer.block(record, text))

        return self._keep(self._tracker.update(issue, Change(edit=edit, check=check)))

    def fill_in(self, note: Note, fetched: Fetched) -> Outcome:
        """Finish what an earlier command could not: the closing, or the paper's data."""
        return self._add_again(note.name, note, fetched, Wish())

    def forget(self, issue: Issue) -> bool:
        """Forget an issue if it is not there any more, and tell whether it was forgotten."""
        if issue.key is None or self._tracker.exists(issue):
            return False
        if not self.rehearsing:
            self.store.remove(issue.key)
        return True

    def relabel(self, issues: Sequence[Issue], old: str, new: str) -> Iterator[Issue]:
        """Put one label in the place of another on issues, notes or not; yields each as it is then."""
        with self._writing(comments=False):
            self._tracker.prepare()
            for issue in issues:
                change = Change(add_labels=(new,), remove_labels=(old,))
                changed = self._tracker.update(issue, change)
                if not self.rehearsing:
                    self.store.save(changed)
                yield changed
