"""Which issues are to be looked at: all of people who are trusted, or those that are named."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from paper_notes.doors.sqlite.store import Store
from paper_notes.rules.library.finding import find
from paper_notes.values.adoption import Case, Choice
from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.errors import PapersError
from paper_notes.values.locator import Locator
from paper_notes.values.model import Issue
from paper_notes.values.reference import IssueNumber, IssueUrl, parse_reference
from paper_notes.values.refusal import masked

Trusts = Callable[[Issue], bool]
"""Whether the author of an issue may have notes here."""


class Chosen(NamedTuple):
    """An issue to be looked at."""

    issue: Issue
    meant: ArxivId | Locator | None = None
    """The paper that it is about, if the reader says so."""


def chosen(store: Store, choice: Choice, trusts: Trusts) -> tuple[list[Chosen], list[Case]]:
    """Return the issues to be looked at, oldest first, and the references that mean none."""
    if not choice.refs:
        return [Chosen(issue) for issue in _labelled(store, choice.labels, trusts)], []
    found: dict[int, Chosen] = {}
    failed = []
    for ref in choice.refs:
        try:
            issue = _meant(store, ref, trusts)
            found[_number(issue)] = Chosen(issue, choice.meant.get(ref))
        except PapersError as error:
            failed.append(Case(masked(ref), "failed", why=error.message, remedy=error.remedy))
    return [found[number] for number in sorted(found)], failed


def _labelled(store: Store, labels: Collection[str], trusts: Trusts) -> list[Issue]:
    wanted = {label.casefold() for label in labels}
    issues = (
        issue
        for issue in store.issues()
        if issue.number is not None
        and wanted <= {label.casefold() for label in issue.labels}
        and trusts(issue)
    )
    return sorted(issues, key=_number)


def _meant(store: Store, ref: str, trusts: Trusts) -> Issue:
    reference = parse_reference(ref)
    if not isinstance(reference, IssueNumber | IssueUrl):
        note = find(store, ref)
        assert note.key is not None
        return store.issue(note.key)
    issue = store.issue_numbered(reference.number)
    elsewhere = isinstance(reference, IssueUrl) and (
        f"/{reference.repository}/issues/".lower() not in (issue.url or "").lower() if issue else False
    )
    if issue is None or elsewhere:
        raise PapersError(f"There is no issue #{reference.number} here.", "See them: papers list --web")
    if not trusts(issue):
        raise PapersError(
            f"#{reference.number} is by {issue.author}, who is not trusted here.",
            f'If you trust them: trusted = ["{issue.author}"] in papers.toml',
        )
    return issue


def _number(issue: Issue) -> int:
    return issue.number or 0
