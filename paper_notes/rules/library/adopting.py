"""Giving notes that people wrote by hand a managed block, where it is certain which paper they are about."""

from collections.abc import Callable, Iterator, Sequence

from paper_notes.rules.counted import counted
from paper_notes.rules.library.library import Library
from paper_notes.values.adoption import Case
from paper_notes.values.errors import PapersError, TokenError
from paper_notes.values.model import Record


def write_blocks(library: Library, cases: Sequence[Case], progress: Callable[[str], None]) -> Iterator[Case]:
    """Put a block on top of each issue, all of them recognised, and yield what came of it."""
    with library.alone():
        written = (_written(library, case) for case in cases)
        yield from counted(
            written, len(cases), lambda done: progress(f"Writing blocks: {done}" if done else "")
        )


def _written(library: Library, case: Case) -> Case:
    assert case.issue is not None
    assert case.paper is not None
    record = Record(case.paper, rating=case.rating, read_on=case.read_on)
    try:
        library.adopt(case.issue, record)
    except TokenError:
        raise
    except PapersError as error:
        return case._replace(kind="failed", why=error.message, remedy=error.remedy)
    return case._replace(kind="adopted")
