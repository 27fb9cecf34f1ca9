"""Whether the connected repository, as it is now, lets GitHub do the work: token, labels, workflow, site."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from paper_notes.rules.setting_up.initialise import require_rights
from paper_notes.rules.setting_up.label_care import Drift, drifts
from paper_notes.rules.setting_up.repository import Facts, Repository
from paper_notes.rules.setting_up.steps import is_upgradable, settled
from paper_notes.rules.setting_up.wanted_files import FORM, WORKFLOW, SetUp
from paper_notes.rules.upkeep.doctor import Finding
from paper_notes.values.actions import pins_in
from paper_notes.values.errors import PapersError
from paper_notes.values.settings import PROJECT_FILE
from paper_notes.values.text.amounts import amount
from paper_notes.values.text.stamp import has_stamp, is_as_made
from paper_notes.values.topics import Taxonomy

SOON = 14
"""Days before the end of a token from which on it is a finding."""

QUIET = 50
"""Days without a push that make a finding: after 60, GitHub stops schedules in public repositories."""


class Checkup:
    """Looks at one repository on GitHub."""

    def __init__(
        self, repository: Repository, taxonomy: Taxonomy, set_up: Callable[[str], SetUp], now: str
    ) -> None:
        """Take the repository, what it should have by its name, and the time as GitHub writes it."""
        self._repository = repository
        self._taxonomy = taxonomy
        self._set_up = set_up
        self._now = datetime.fromisoformat(now)

    def findings(self) -> Iterator[Finding]:
        """Yield one finding after the other; what cannot be looked at is one too."""
        facts = self._repository.inspect()
        visibility = "private" if facts.private else "public"
        yield Finding("repository", True, f"{facts.full_name} can be read ({visibility})")
        parts = {"token": self._token, "labels": self._labels, "automation": self._automation}
        for subject, look in parts.items():
            try:
                yield from look(facts)
            except PapersError as error:
                yield Finding(subject, False, error.message, error.remedy)

    def _token(self, facts: Facts) -> Iterator[Finding]:
        self._repository.prepare()
        require_rights(facts, commit=False)
        scopes = f"; scopes: {facts.scopes}" if facts.scopes else ""
        yield Finding("token", True, f"it may write issues{scopes}")
        if facts.token_expires and (ends := _time(facts.token_expires.replace(" UTC", "+00:00"))):
            days = (ends - self._now).days
            remedy = "Make another one: https://github.com/settings/tokens" if days < SOON else None
            yield Finding(
                "token", days >= SOON, f"it ends on {ends:%Y-%m-%d}, in {amount(days, 'day')}", remedy
            )

    def _labels(self, facts: Facts) -> Iterator[Finding]:
        found = list(drifts(self._repository.labels.all(), self._taxonomy))
        total = len(self._taxonomy.topics)
        missing = [drift.label.name for drift in found if drift.kind == "missing"]
        lacking = [name for name in missing if self._taxonomy.resolve(name)]
        note = f"; created when first needed: {', '.join(missing)}" if missing else ""
        yield Finding("labels", True, f"{total - len(lacking)} of {total} topics have a label{note}")
        yield from _told(
            "mean a topic that has a label of its own",
            [drift for drift in found if drift.kind == "alias" and drift.there],
            "Have one label a topic: papers labels sync --merge --dry-run",
            ok=False,
        )
        yield from _told(
            "look like slips of a topic",
            [drift for drift in found if drift.kind == "alike"],
            "See: papers labels check",
            ok=True,
        )
        yield from _told(
            "do not look as the topics are set up",
            [drift for drift in found if drift.kind in ("bare", "changed")],
            "Give them their colours: papers labels sync",
            ok=True,
        )

    def _automation(self, facts: Facts) -> Iterator[Finding]:
        contents = self._repository.contents(None)
        workflow, form = contents.read(WORKFLOW).text, contents.read(FORM).text
        wanted = self._set_up(facts.full_name)
        if workflow is not None or form is not None:
            wanted = settled(wanted, contents.read(PROJECT_FILE).text or "")
        yield from self._file("workflow", WORKFLOW, workflow, wanted)
        yield from self._file("issue form", FORM, form, wanted)
        if workflow is not None:
            yield from self._workflow(workflow, facts)
        yield from self._pages(facts, works=workflow is not None)

    def _file(self, subject: str, path: str, text: str | None, wanted: SetUp) -> Iterator[Finding]:
        name = wanted.repository
        if text is None:
            yield Finding(
                subject, True, "there is none", f"Have GitHub do the work: papers init {name} --remote"
            )
        elif is_upgradable(path, text, wanted):
            yield Finding(
                subject,
                False,
                f"{path} is of another version or other settings",
                f"Bring it up to date: papers init {name} --remote --upgrade",
            )
        elif is_as_made(text):
            yield Finding(subject, True, "it is up to date")
        else:
            whose = "a person changed it" if has_stamp(text) else "it was not made by papers"
            yield Finding(subject, True, f"{path} is left alone: {whose}")

    def _workflow(self, text: str, facts: Facts) -> Iterator[Finding]:
        loose = sorted(action for action, pin in pins_in(text).items() if not pin.exact)
        if loose:
            yield Finding(
                "workflow",
                True,
                f"{', '.join(loose)} could change under it",
                f"Pin them: papers init {facts.full_name} --remote --pin",
            )
        if self._repository.automation.actions_allowed() is False:
            settings = f"{facts.html_url}/settings/actions"
            yield Finding(
                "workflow", False, "no workflow may run in this repository", f"Allow them: {settings}"
            )
            return
        page = f"{facts.html_url}/actions/workflows/papers.yml"
        state = self._repository.automation.workflow_state("papers.yml")
        if state == "disabled_inactivity":
            yield Finding(
                "workflow",
                False,
                "GitHub switched it off after 60 days without a push",
                f"Switch it on: {page}",
            )
        elif state is not None and state != "active":
            yield Finding("workflow", True, f"it is switched off ({state})", f"Switch it on: {page}")
        elif not facts.private and (pushed := _time(facts.pushed_at)):
            quiet = (self._now - pushed).days
            remedy = "Push any commit: after 60 days GitHub stops its schedule." if quiet >= QUIET else None
            yield Finding("workflow", quiet < QUIET, f"the last push was {amount(quiet, 'day')} ago", remedy)

    def _pages(self, facts: Facts, *, works: bool) -> Iterator[Finding]:
        settings = f"{facts.html_url}/settings/pages"
        if not facts.has_pages:
            remedy = f"For one, choose GitHub Actions as its source: {settings}" if works else None
            yield Finding("site", True, "there is none", remedy)
        elif works and self._repository.automation.pages_source() == "legacy":
            yield Finding(
                "site",
                False,
                "it is built from a branch, not by the workflow",
                f"Choose GitHub Actions as its source: {settings}",
            )
        else:
            yield Finding("site", True, "there is one")


def _told(what: str, found: Sequence[Drift], remedy: str, *, ok: bool) -> Iterator[Finding]:
    if found:
        yield Finding("labels", ok, f"some {what}: {', '.join(drift.name for drift in found)}", remedy)


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else None
