"""What a reader types to say which papers issues are about: `1706.03762`, or `12=1706.03762`."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from paper_notes.values.arxiv_id import ArxivId
from paper_notes.values.errors import PapersError, UsageError
from paper_notes.values.locator import Locator
from paper_notes.values.reference import IssueNumber, IssueUrl, Title, parse_paper, parse_reference
from paper_notes.values.refusal import refuse, shown

ONE = "Of one issue: papers adopt 12 --as 1706.03762"
SEVERAL = "Of several: papers adopt --as 12=1706.03762 --as 15=1810.04805"

Meant = Mapping[str, ArxivId | Locator]
"""Papers by the references to the issues that are about them."""


def decisions(refs: Sequence[str], typed: Sequence[str]) -> Meant:
    """Return which papers are meant: one by the only reference, or those of pairs by the issues in them.

    Raises:
        PapersError: what is meant for the only reference is no paper.
        UsageError: some of what was typed names no issue, or no paper. All of that is named.

    """
    if len(refs) == len(typed) == 1 and not _begins_with_issue(typed[0]):
        return {refs[0]: _paper(typed[0])}
    if refs and typed:
        raise UsageError(
            "Name issues either before --as, if it is one, or in each --as.", f"{ONE}\n{SEVERAL}"
        )
    pairs: list[_Pair] = []
    wrong = []
    for text in typed:
        try:
            pair = _pair(text)
            if pair.number in [other.number for other in pairs]:
                wrong.append(f"{shown(text)}: #{pair.number} is named twice.")
            pairs.append(pair)
        except PapersError as error:
            wrong.append(f"{shown(text)}: {error.message}")
    if wrong:
        listed = "\n".join([*wrong, SEVERAL if len(typed) > 1 else ONE])
        raise UsageError("Nothing was done: not every --as names an issue and its paper.", listed)
    return {pair.ref: pair.paper for pair in pairs}


class _Pair(NamedTuple):
    ref: str
    number: int
    paper: ArxivId | Locator


def _pair(text: str) -> _Pair:
    ref, equals, paper = text.partition("=")
    if not equals or not _begins_with_issue(text):
        raise PapersError("It does not say which issue is about it.")
    issue = parse_reference(ref)
    assert isinstance(issue, IssueNumber | IssueUrl)
    return _Pair(ref, issue.number, _paper(paper))


def _begins_with_issue(text: str) -> bool:
    """Whether an issue stands before the first `=`; links have such a sign in them too."""
    with suppress(PapersError):
        return isinstance(parse_reference(text.partition("=")[0]), IssueNumber | IssueUrl)
    return False


def _paper(text: str) -> ArxivId | Locator:
    if isinstance(parse_reference(text), Title):
        refuse(text, "is not an arXiv id, link or DOI.", "Name the paper like this: --as 1706.03762")
    return parse_paper(text)
