"""What `papers adopt` says of the issues: in a sentence, as rows, as JSON."""

import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from paper_notes.cli.display.narration import say, say_below
from paper_notes.cli.display.text import number_of, plain, unheeded
from paper_notes.values.adoption import Case, Kind
from paper_notes.values.model import Status

if TYPE_CHECKING:
    from paper_notes.app import App
    from paper_notes.rules.adoption.label_advice import Advice, Told

NOTES = ("recognised", "adopted", "managed")
"""Kinds of issues that are notes, with a block or without."""

MANY = 10
"""So many notes that are all to be read are likely not to be."""

WORDS: dict[Kind, tuple[str, str]] = {
    "recognised": ("paper recognised", "papers recognised"),
    "adopted": ("given a managed block", "given a managed block"),
    "managed": ("managed already", "managed already"),
    "uncertain": ("uncertain", "uncertain"),
    "duplicate": ("duplicate", "duplicates"),
    "blocked": ("that cannot have a block", "that cannot have a block"),
    "unknown": ("unknown to arXiv", "unknown to arXiv"),
    "silent": ("not looked up", "not looked up"),
    "failed": ("failed", "failed"),
    "other": ("not about a paper", "not about a paper"),
    "skipped": ("left out", "left out"),
}
"""What is said of one, and of more, in the order in which it is said."""


def summary(cases: Sequence[Case], labels: Sequence[str], *, dry_run: bool) -> str:
    """Return in a line what all the issues are; `labels` are those that chose them."""
    parts = _counted(cases, WORDS)
    labelled = f" and labelled {' and '.join(labels)}" if labels else ""
    said = (
        f"{number_of(len(cases), 'issue')}: {', '.join(parts)}."
        if parts
        else f"There are no issues of people you trust{labelled}."
    )
    return said.replace("given a", "to be given a") if dry_run else said


def written(cases: Sequence[Case]) -> str:
    """Return how many issues have a block by now; nothing if this run wrote none."""
    if not any(case.kind == "adopted" for case in cases):
        return ""
    return ", ".join(_counted(cases, ("adopted", "managed", "failed")))


def _counted(cases: Sequence[Case], kinds: Iterable[Kind]) -> list[str]:
    counts = Counter(case.kind for case in cases)
    return [f"{counts[kind]:,} {WORDS[kind][counts[kind] != 1]}" for kind in kinds if counts[kind]]


def row(case: Case) -> str:
    """Return the row that programs read."""
    number, title = (case.issue.number, case.issue.title) if case.issue else (case.ref, "")
    said = case.why or case.kept or case.by or ""
    fields = (str(number), case.kind, case.paper.id if case.paper else "", said, title)
    return unheeded("\t".join(plain(field) or "-" for field in fields)) + "\n"


def as_document(app: "App", cases: Sequence[Case], advice: "Sequence[Advice]" = ()) -> dict[str, Any]:
    """Return what `--json` prints."""
    from paper_notes.rules.adoption.label_advice import as_settings

    return {
        "repository": app.config.repository,
        "counts": dict(Counter(case.kind for case in cases)),
        "statuses": dict(statuses(cases)),
        "issues": [as_json_object(case) for case in cases],
        "labels": [one._asdict() for one in advice],
        "status_labels": [one._asdict() for one in told_by_labels(cases)],
        "settings": as_settings(advice),
    }


def as_json_object(case: Case) -> dict[str, Any]:
    """Return one issue as `--json` prints it."""
    issue, paper = case.issue, case.paper
    return {
        "ref": case.ref,
        "number": issue.number if issue else None,
        "url": issue.url if issue else None,
        "issue_title": issue.title if issue else None,
        "outcome": case.kind,
        "id": paper.id if paper else None,
        "title": (paper.title or None) if paper else None,
        "source": paper.source if paper else None,
        "by": case.by,
        "differs": case.differs,
        "candidates": [candidate._asdict() for candidate in case.candidates],
        "kept": case.kept,
        "why": case.why,
        "remedy": case.remedy,
        "status": case.status,
        "labels": list(issue.labels) if issue else [],
        "topics": list(case.topics),
        "guessed": list(case.guessed),
        "rating": case.rating,
        "read_on": case.read_on,
    }


def advice_for(app: "App", cases: Sequence[Case]) -> "list[Advice]":
    """Return which labels of the recognised notes may be topics."""
    from paper_notes.rules.adoption.label_advice import advise

    found = [(case.issue.labels, case.guessed) for case in cases if case.issue and case.guessed]
    return advise(found, app.taxonomy)


def in_order(case: Case) -> tuple[int, str]:
    """Return what cases are sorted by: the number of the issue, without one the reference."""
    return (case.issue.number or 0, "") if case.issue else (0, case.ref)


def statuses(cases: Sequence[Case]) -> Counter[str]:
    """Count the statuses that the notes have, with a block or without."""
    return Counter(str(case.status) for case in cases if case.kind in NOTES and case.status)


def told_by_labels(cases: Sequence[Case]) -> "list[Told]":
    """Return what labels seem to tell of statuses that are others."""
    from paper_notes.rules.adoption.label_advice import statuses_told

    notes = [case for case in cases if case.kind in NOTES]
    return statuses_told((case.issue.labels, case.status) for case in notes if case.issue and case.status)


def tell_statuses(cases: Sequence[Case], where: str) -> None:
    """Say which statuses the notes have, and how to change them if labels say otherwise."""
    counts = statuses(cases)
    if not counts:
        return
    said = [f"{counts[status]:,} {status}" for status in Status if counts[status]]
    say(f"As they are read: {', '.join(said)}.")
    told = told_by_labels(cases)
    for label, status, count in told:
        say(f"Labelled {label}, but not {status}: {number_of(count, 'note')}.")
        say_below(f"If that is what it means: papers mark {status} --label {shlex.quote(label)}{where}")
    if [*counts] == [Status.TO_READ] and counts.total() >= MANY and not told:
        say("All are open, which means to read.")
        say_below('If they are read, and you close none, say so in papers.toml, under [adopt]: open = "read"')
        say_below(f"Or mark what you have read: papers mark read --label LABEL{where}")


def tell_jotted(cases: Sequence[Case]) -> None:
    """Say how many ratings and days of reading are taken over from the reader's text."""
    notes = [case for case in cases if case.kind in ("recognised", "adopted")]
    ratings = sum(case.rating is not None for case in notes)
    days = sum(case.read_on is not None for case in notes)
    found = [number_of(ratings, "rating")] if ratings else []
    found += [number_of(days, "reading date")] if days else []
    if found:
        say(f"Found in your text: {', '.join(found)}.")


def tell_second_hand(cases: Sequence[Case], where: str) -> None:
    """Say how many papers were filled in by others than arXiv."""
    written = [case.paper for case in cases if case.kind == "adopted" and case.paper]
    if count := sum(not paper.complete for paper in written):
        about = number_of(count, "paper")
        say(f"arXiv did not answer about {about}. Complete them: papers refresh --apply{where}")


def tell_nameless(cases: Sequence[Case]) -> None:
    """Say that titles which are only a link stay, and what changes them."""
    count = sum(case.nameless for case in cases if case.kind == "recognised")
    if count:
        say(
            f"{number_of(count, 'issue')} called by a link or a letter alone: papers intake gives them the "
            "paper's title, but only before they have a block."
        )
