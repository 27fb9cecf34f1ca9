"""`papers init`: whether the token will do, which labels and files a repository lacks, and writing them."""

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from paper_notes.rules.setting_up.label_care import Drift, drifts
from paper_notes.rules.setting_up.repository import Branch, Facts, Files, Labels
from paper_notes.rules.setting_up.steps import Step, steps
from paper_notes.rules.setting_up.wanted_files import SetUp
from paper_notes.values.actions import Pin
from paper_notes.values.errors import TokenError, TrackerError
from paper_notes.values.model import Label
from paper_notes.values.topics import Taxonomy

MESSAGE = "Set up notes on papers"
"""Of the commit and the pull request: nothing in it refers to anything, or closes it."""

TRIES = 3
"""How often all is looked at again when somebody commits at the same time."""


class Plan(NamedTuple):
    """What is to be written."""

    labels: list[Drift]
    """Those to be created or given their look; the rest of what is odd is left."""
    files: list[Step]

    @property
    def texts(self) -> dict[str, str]:
        """The new texts of files, by their paths."""
        return {step.path: step.new for step in self.files if step.new is not None}


def require_rights(facts: Facts, *, commit: bool) -> None:
    """Raise `TokenError` naming all that the token lacks, as far as GitHub tells."""
    lacking = []
    if facts.scopes is not None:
        scopes = {scope.strip() for scope in facts.scopes.split(",")}
        if not scopes & ({"repo"} if facts.private else {"repo", "public_repo"}):
            lacking.append("the scope repo" if facts.private else "the scope public_repo (or repo)")
        if commit and "workflow" not in scopes:
            lacking.append("the scope workflow, as one of the files is a workflow")
    if commit and facts.can_push is False:
        lacking.append("the right to push to the repository")
    if lacking:
        remedy = "With gh: gh auth refresh -s repo,workflow. Or make a token that has it: " if commit else ""
        raise TokenError(
            f"For {facts.full_name} the token lacks {' and '.join(lacking)}.",
            f"{remedy}https://github.com/settings/tokens",
        )


class Initialiser:
    """Brings one repository to where notes are completed and published by themselves."""

    def __init__(
        self,
        wanted: SetUp,
        files: Files,
        labels: Labels,
        create_label: Callable[[Label], None],
        taxonomy: Taxonomy,
        *,
        upgrade: bool,
        pins: Mapping[str, Pin],
    ) -> None:
        """Take what is wanted, and where files and labels are.

        `upgrade` also rewrites files of ours that would come out differently now; `pins` are versions of
        actions for the workflow.
        """
        self._wanted = wanted
        self._files = files
        self._labels = labels
        self._create_label = create_label
        self._taxonomy = taxonomy
        self._upgrade = upgrade
        self._pins = pins

    def plan(self) -> Plan:
        """Return what the repository lacks."""
        there = drifts(self._labels.all(), self._taxonomy)
        return Plan([drift for drift in there if drift.kind in ("missing", "bare")], self._steps())

    def dress(self, planned: Plan) -> Iterator[Drift]:
        """Create the labels that are missing, and give their look to those that have none; yields each."""
        for drift in planned.labels:
            if drift.kind == "missing":
                self._create_label(drift.label)
            else:
                self._labels.change(drift.name, drift.label._replace(name=drift.name))
            yield drift

    def commit(self, branch: Branch, planned: Plan) -> Plan:
        """Commit the files; they are looked at anew whenever somebody else commits at the same time."""
        for _ in range(TRIES):
            if not planned.texts or branch.commit(planned.texts, MESSAGE):
                return planned
            branch.look()
            planned = planned._replace(files=self._steps())
        raise TrackerError(f"{self._wanted.repository} keeps changing.", "Try again later.")

    def propose(self, branch: Branch, planned: Plan) -> str:
        """Open a pull request with the files and return its address; the same files are the same request."""
        digest = sha256(repr(sorted(planned.texts.items())).encode()).hexdigest()[:8]
        listed = "\n".join(f"- `{path}`" for path in planned.texts)
        body = f"The files for notes on papers as issues:\n\n{listed}\n"
        return branch.propose(planned.texts, f"papers-init-{digest}", MESSAGE, body)

    def _steps(self) -> list[Step]:
        read, names = self._files.read, self._files.names
        return steps(self._wanted, read, names, upgrade=self._upgrade, pins=self._pins)
