"""Looking after a repository of notes: its labels, its files, and what is wrong."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from paper_notes import __version__
from paper_notes.app import clock
from paper_notes.values.errors import PapersError, UsageError

if TYPE_CHECKING:
    from paper_notes.app import App
    from paper_notes.rules.setting_up.initialise import Initialiser
    from paper_notes.rules.setting_up.label_keeper import LabelKeeper
    from paper_notes.rules.setting_up.repository import Files
    from paper_notes.rules.setting_up.wanted_files import SetUp
    from paper_notes.rules.upkeep.doctor import Finding


def label_keeper(app: "App") -> "LabelKeeper":
    """Return what keeps the labels of the connected repository in order."""
    from paper_notes.rules.setting_up.label_keeper import LabelKeeper

    if app.config.repository is None:
        raise UsageError(
            "The embedded library has no labels beside those of its notes.",
            "Name a repository: --repo OWNER/REPO. To change labels of notes: papers tag",
        )
    if app.config.offline:
        raise PapersError("Labels are on GitHub, and --offline forbids to ask.", "Leave out --offline.")
    app.github.prepare()
    return LabelKeeper(app.github.labels, app.github.create_label, app.library, app.taxonomy)


def initialiser(
    app: "App", files: "Files", path: str | None, *, commit: bool, upgrade: bool, pin: bool
) -> "Initialiser":
    """Return what sets the connected repository up; that the token may do so is made sure of first.

    `path` is the file with the reading list; with `commit`, files are to be committed through the API.
    """
    from paper_notes.doors.github.actions import resolve
    from paper_notes.rules.setting_up.initialise import Initialiser, require_rights

    app.github.prepare()
    facts = app.github.facts or app.github.inspect()
    require_rights(facts, commit=commit)
    return Initialiser(
        _set_up(app, facts.full_name)._replace(path=path),
        files,
        app.github.labels,
        app.github.create_label,
        app.taxonomy,
        upgrade=upgrade,
        pins=resolve(app.github.client) if pin else {},
    )


def examine(app: "App") -> "Iterator[Finding]":
    """Yield what is wrong, or in order, with everything that the program rests on."""
    from paper_notes.rules.upkeep.checkup import Checkup
    from paper_notes.rules.upkeep.doctor import examine

    return examine(
        app.config,
        store=lambda: app.store,
        templates=lambda: app.writer,
        left_behind=app.left_behind,
        live=lambda: Checkup(
            app.github, app.taxonomy, lambda name: _set_up(app, name), clock.now()
        ).findings(),
    )


def _set_up(app: "App", repository: str) -> "SetUp":
    """Return what the files of the repository depend on."""
    from paper_notes.rules.setting_up.wanted_files import SetUp

    topics = [topic.name for topic in app.taxonomy.topics]
    config = app.config
    return SetUp(repository, config.language, topics, config.trusted, version=__version__)
