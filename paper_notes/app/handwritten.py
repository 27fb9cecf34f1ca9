"""Issues that people wrote by hand: taken in as they come, or adopted together."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from paper_notes.app import clock
from paper_notes.values.errors import UsageError

if TYPE_CHECKING:
    from paper_notes.app import App
    from paper_notes.rules.intake.steps import Step
    from paper_notes.rules.intake.triage import Triage
    from paper_notes.values.adoption import Case, Choice
    from paper_notes.values.events import Event
    from paper_notes.values.model import Label
    from paper_notes.values.source import Fetched


def take_care(app: "App", event: "Event | None", numbers: Sequence[int]) -> "Iterator[Step]":
    """Make notes of the issues that people opened by hand, if the event is by somebody trusted."""
    from paper_notes.rules.intake.gate import Gate
    from paper_notes.rules.intake.steps import Step
    from paper_notes.rules.library.notes import trusts

    repository = app.config.repository
    if repository is None:
        raise UsageError("There is no repository whose issues to take in.", "Name it: --repo OWNER/REPO")
    if event is not None:
        gate = Gate(repository, lambda login, known: trusts(login, known, app.rules), app.github.may_label)
        if refusal := gate.refusal(event):
            yield Step(event.number, "", "left", refusal)
            return
    yield from _triage(app).run(event if event is not None and event.number else None, numbers)


def _triage(app: "App") -> "Triage":
    from datetime import datetime

    from paper_notes.rules.intake.arrivals import Arrivals
    from paper_notes.rules.intake.commands import Commands
    from paper_notes.rules.intake.triage import Triage
    from paper_notes.rules.library.labels import labels_named
    from paper_notes.rules.library.sources import remembered

    def label_of(name: str) -> "Label":
        return labels_named([name], app.taxonomy, (), create=None)[0]

    def ask_arxiv(ids: Sequence[str]) -> "Fetched":
        return remembered(app.arxiv, app.papers_of_today)(ids)

    library, tracker, now = app.library, app.acting, datetime.fromisoformat(clock.now())
    return Triage(
        library,
        tracker,
        Arrivals(library, tracker, label_of=label_of, language=app.config.language, now=now),
        Commands(library, tracker, label_of=label_of, trusts=app.trusts, ask_arxiv=ask_arxiv, now=now),
    )


def adopt(app: "App", choice: "Choice", *, search: bool, write: bool) -> "Iterator[Case]":
    """Recognise hand-written notes; with `write` give those that are certain a managed block.

    What is to be written comes after all else, as it is written. With `search`, those that name no paper
    are looked for on arXiv by their titles.
    """
    from paper_notes.rules.adoption.first_look import FirstLook
    from paper_notes.rules.adoption.survey import Survey
    from paper_notes.rules.adoption.writing import write_blocks
    from paper_notes.rules.library.notes import is_trusted, status_under

    if write:
        app.library.get_ready()
    elif not app.config.offline:
        app.library.look()
    first_look = FirstLook(
        app.filled_store,
        app.seek(today=False) if search else None,
        topics=app.taxonomy.of_labels,
        status=lambda issue: status_under(app.rules, issue),
        skips=app.left_out.holds,
        progress=app.progress,
    )
    survey = Survey(
        app.filled_store,
        first_look,
        app.fetch_many,
        app.fetch if write else None,
        guess=app.guess,
        trusts=lambda issue: is_trusted(issue, app.rules),
        today=clock.today(),
        progress=app.progress,
    )
    waiting = []
    for case in survey.look(choice):
        if write and case.kind == "recognised":
            waiting.append(case)
        else:
            yield case
    if waiting:
        yield from write_blocks(app.library, waiting, app.progress)
