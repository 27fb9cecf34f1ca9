"""Giving notes that people wrote by hand a managed block, where it is certain which paper they are about."""

from collections.abc import Callable, Iterator, Sequence

from paper_notes.rules.counted import counted
from paper_notes.rules.library.library import Library
from paper_notes.values.adoption import Case
from paper_notes.values.errors import PapersError, TokenError
from paper_notes.values.model import Record, Status
from paper_notes.values.text import body


def write_blocks(library: Library, cases: Sequence[Case], progress: Callable[[str], None]) -> Iterator[Case]:
    """Put a block on top of each issue, all of them recognised, and yield what came of it.

    Who waited for another command to finish writing the same finds it written. If the token is refused,
    the rest is yielded as it is, before the TokenError is raised.
    """
    done = 0
    with library.alone():
        written = (_written(library, case) for case in cases)
        try:
            for case in counted(
                written, len(cases), lambda told: progress(f"Writing blocks: {told}" if told else "")
            ):
                yield case
                done += 1
        except TokenError:
            yield from cases[done:]
            raise


def _written(library: Library, case: Case) -> Case:
    assert case.issue is not None
    assert case.issue.number is not None
    assert case.paper is not None
    # What is open and read stays read by the day in its block.
    open_and_read = case.status is Status.READ and case.issue.state == "open"
    read_on = case.read_on or (case.issue.created_at[:10] if open_and_read else None)
    record = Record(case.paper, rating=case.rating, read_on=read_on)
    try:
        now = library.store.issue_numbered(case.issue.number)
        if now is not None and body.find(now.body) is not None:
            return case._replace(kind="managed")
        library.adopt(case.issue, record)
    except TokenError:
        raise
    except PapersError as error:
        return case._replace(kind="failed", why=error.message, remedy=error.remedy)
    return case._replace(kind="adopted")
