"""What `papers adopt` shows to a person: first what needs their word, then what is certain."""

import shutil
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from paper_notes.cli.display.table import cut, layout_for
from paper_notes.cli.display.text import plain, stars
from paper_notes.rules.adoption.label_advice import as_settings

if TYPE_CHECKING:
    from paper_notes.rules.adoption.label_advice import Advice
    from paper_notes.values.adoption import Case

GAP = "  "
LEAST_TEXT = 20
"""Columns a text needs to be worth showing, however narrow the terminal is."""

LEAST_TITLE = 30
"""Columns that the title of a recognised issue gets, before others are left out."""

FEW = 5
"""Candidates that are named; who has more looks at the issue."""

MOST = 20
"""Issues that are named of those that nothing is to be done about."""

FOUND_BY = {
    "title": "id in title",
    "link": "its link",
    "only": "only link",
    "page": "its page",
    "name": "its name",
    "search": "search",
}


def page(cases: "Sequence[Case]", advice: "Sequence[Advice]", where: str, *, dry_run: bool) -> list[str]:
    """Return the lines of the report; `where` goes to the end of the command lines in it."""
    columns = shutil.get_terminal_size().columns
    lines: list[str] = []
    for heading, some, most in _sections(cases, where):
        if some:
            lines += ["", click.style(heading, bold=True)]
            numbers = max(len(case.ref) for case in some) + len(GAP)
            for case in some[:most]:
                lines += _entry(case, numbers, columns)
            if len(some) > len(some[:most]):
                lines.append(f"{'':<{numbers}}and {len(some) - MOST:,} more: --json names them all")
    written = ("To be given" if dry_run else "Given") + " a managed block"
    for kind, heading in (("adopted", written), ("recognised", "Recognised")):
        certain = [case for case in cases if case.kind == kind and case.by != "you"]
        if certain:
            lines += ["", click.style(heading, bold=True), *_table(certain, columns)]
    if advice:
        heading = "Labels that may be topics: paste into papers.toml what you want of it"
        lines += ["", click.style(heading, bold=True), *as_settings(advice).splitlines()]
    return lines[1:]


def _sections(cases: "Sequence[Case]", where: str) -> "Iterator[tuple[str, list[Case], int | None]]":
    """Yield headings with their cases, and how many of them are shown."""

    def of(kind: str) -> "list[Case]":
        return [case for case in cases if case.kind == kind]

    def remedy(some: "Sequence[Case]") -> str:
        return f"papers adopt {some[0].ref.lstrip('#')} --as PAPER --apply{where}" if some else ""

    def decision(some: "Sequence[Case]") -> str:
        if len(some) < 2:
            return remedy(some)
        pairs = " ".join(f"--as {case.ref.lstrip('#')}=PAPER" for case in some[:2])
        return f"papers adopt {pairs} --apply{where}"

    yield f"Which paper? Say it: {decision(of('uncertain'))}", of("uncertain"), None
    yield "No managed block can be written", of("blocked"), None
    yield f"arXiv has no such paper. Name the right one: {remedy(of('unknown'))}", of("unknown"), None
    yield "Not looked up: nothing is written until a source answers", of("silent"), MOST
    differing = [case for case in cases if case.differs]
    yield f"Worth a look: is it this paper? If not: {remedy(differing)}", differing, None
    said = [case for case in cases if case.by == "you"]
    yield "That paper has a note already", [case for case in said if case.kind == "duplicate"], None
    doubles = [case for case in of("duplicate") if not case.differs and case.by != "you"]
    yield f"Duplicates of another note. Make one of them: papers doctor --merge{where}", doubles, MOST
    yield "As you say", [case for case in said if case.kind in ("recognised", "adopted")], None
    yield f"No paper is named. If there is one: {remedy(of('other'))}", of("other"), MOST


def _entry(case: "Case", numbers: int, columns: int) -> list[str]:
    """Return the issue on a line, with what is said of it below."""
    left = max(columns - numbers, LEAST_TEXT)
    title = plain(case.issue.title) if case.issue else ""
    if case.kept:
        title = f"{case.kept}{GAP}{title}"
    below = (f"{'':<{numbers}}{click.style(cut(said, left), dim=True)}" for said in _said(case))
    return [f"{case.ref:<{numbers}}{cut(title, left)}", *below]


def _said(case: "Case") -> Iterator[str]:
    if (case.differs or case.by == "you") and case.paper and case.paper.title:
        yield f"{case.paper.id} {plain(case.paper.title)}"
    elif case.kind == "unknown" and case.paper:
        yield case.paper.id
    elif case.kind in ("blocked", "silent") or len(case.candidates) == 1:
        yield f"{case.why}."
        if case.remedy:
            yield case.remedy
    for candidate in case.candidates[:FEW]:
        yield " ".join(filter(None, (candidate.id, plain(candidate.title or ""))))
    if len(case.candidates) > FEW:
        yield f"and {len(case.candidates) - FEW} more"


def _table(cases: "Sequence[Case]", columns: int) -> list[str]:
    """Return recognised issues as rows; columns that say nothing, or have no room, are left out.

    Topics that are only guessed stand in parentheses. What is not written goes first.
    """
    same = len({case.status for case in cases}) == 1
    rows = [
        (
            case.ref,
            (case.paper.arxiv_id or "–") if case.paper else "",
            FOUND_BY.get(case.by or "", ""),
            "" if same else str(case.status),
            stars(case.rating),
            case.read_on or "",
            ", ".join(case.topics) or (f"({', '.join(case.guessed)})" if case.guessed else ""),
            plain(case.issue.title) if case.issue else "",
        )
        for case in cases
    ]
    header = ("#", "arXiv", "Known by", "Status", "Rating", "Read", "Topics", "Title")
    read, rating, topics, status = 5, 4, 6, 3
    layout = layout_for([header, *rows], columns, LEAST_TITLE, (topics, read, status, rating))
    return [click.style(layout.line(header), dim=True), *map(layout.line, rows)]
