"""The workflow and the issue form that `papers init` makes, and those of this repository."""

import re
import shlex
from typing import Any

import pytest

from docs import build_cli
from paper_notes.rules.setting_up.wanted_files import CHOOSER, SetUp, form
from paper_notes.values.actions import ACTIONS
from tests.issue_forms import faults_of_chooser, faults_of_form
from tests.workflows import ROOT, STRANGE, evaluated, generated, ours

yaml = pytest.importorskip("yaml", reason="needs PyYAML")

WORKFLOWS = dict(generated())


def test_this_repository_has_what_init_makes() -> None:
    """A copy of this project is set up: its files are what `papers init --path READING_LIST.md` makes."""
    made = ours()
    assert len(made) == 3
    assert {path: (ROOT / path).read_text(encoding="utf-8") for path in made} == made


# -- the form -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_the_form_is_one_that_github_takes(language: str) -> None:
    """It keeps the documented syntax, whatever the topics are called."""
    topics = ("no", "a: b", '"quoted"', "- dash", "한국어", "#1", "null", "\\n")
    made = yaml.safe_load(form(SetUp("alice/papers", language, topics)))
    assert faults_of_form(made) == []
    assert made["body"][1]["attributes"]["options"] == list(topics)
    assert [item["id"] for item in made["body"]] == ["link", "topics", "thoughts"]


def test_a_topic_that_github_has_for_no_choice_is_not_offered() -> None:
    """It would take no form with it."""
    made = yaml.safe_load(form(SetUp("alice/papers", topics=("NLP", "None"))))
    assert made["body"][1]["attributes"]["options"] == ["NLP"]


def test_the_chooser_is_one_that_github_takes() -> None:
    """A bare link in a blank issue stays possible."""
    chooser = yaml.safe_load((ROOT / CHOOSER).read_text(encoding="utf-8"))
    assert (faults_of_chooser(chooser), chooser) == ([], {"blank_issues_enabled": True})


INPUT = {"type": "input", "id": "link", "attributes": {"label": "Link"}}


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, []),
        ({"name": ""}, ["name"]),
        ({"lables": ["a"]}, ["lables"]),
        ({"body": []}, ["body asks nothing"]),
        ({"body": [{"type": "markdown", "attributes": {"value": "Hi"}}]}, ["body asks nothing"]),
        ({"body": [INPUT, INPUT]}, ["id twice: link", "label twice: Link"]),
        ({"body": [{**INPUT, "type": "select"}]}, ["body[0].type"]),
        ({"body": [{**INPUT, "id": "a b"}]}, ["body[0].id"]),
        ({"body": [{**INPUT, "validations": {"required": "yes"}}]}, ["body[0].validations"]),
        ({"body": [{"type": "input", "attributes": {}}]}, ["body[0].no label"]),
        (
            {"body": [{"type": "dropdown", "attributes": {"label": "A", "options": ["None", "b"]}}]},
            ["body[0].attributes.options"],
        ),
        (
            {"body": [{"type": "dropdown", "attributes": {"label": "A", "options": [True]}}]},
            ["body[0].attributes.options"],
        ),
    ],
)
def test_the_check_of_forms_itself(change: dict[str, Any], faults: list[str]) -> None:
    """What is wrong is found, and nothing else."""
    assert faults_of_form({"name": "A", "description": "B", "body": [INPUT], **change}) == faults


# -- the workflow ---------------------------------------------------------------------------------


@pytest.fixture(params=sorted(WORKFLOWS))
def made(request: pytest.FixtureRequest) -> Any:
    """Return each generated workflow as YAML has it."""
    return yaml.safe_load(WORKFLOWS[request.param])


def every_step(workflow: Any) -> list[Any]:
    """Return the steps of all jobs."""
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_nothing_but_our_own_words_is_in_a_shell_line(made: Any) -> None:
    """No expression is put into a command, and no setting of anybody's; ours are commands that exist."""
    lines = [step["run"] for step in every_step(made) if "run" in step]
    assert [line for line in lines if "${{" in line or "`" in line or "$(" in line] == []
    commands = [line for line in lines if line.startswith("papers ")]
    for line in commands:
        _, name, *arguments = shlex.split(line)
        assert build_cli.commands()[name].make_context(name, arguments)
    assert commands == [
        'papers intake --event "$GITHUB_EVENT_PATH"',
        'papers publish --path "$LIST"',
        'papers site _site --base-url "$ADDRESS"',
    ]


def test_each_job_may_do_no_more_than_it_does(made: Any) -> None:
    """Without permissions at the top, and just these below."""
    assert made["permissions"] == {}
    assert {name: job["permissions"] for name, job in made["jobs"].items()} == {
        "notes": {"contents": "write", "issues": "write"},
        "site": {"contents": "read", "issues": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert all(job["timeout-minutes"] <= 20 for job in made["jobs"].values())
    checkouts = [step for step in every_step(made) if step.get("uses", "").startswith("actions/checkout@")]
    assert [step["with"] for step in checkouts] == [{"persist-credentials": False}] * 2


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_actions_are_pinned(name: str) -> None:
    """By the full hash with its version behind it, but for those whose hash is not known here."""
    uses = re.findall(r"uses: (\S+?)@(\S+)(?: # (v\S+))?$", WORKFLOWS[name], re.MULTILINE)
    assert {action for action, _, _ in uses} == set(ACTIONS)
    open_ones = {action for action, ref, version in uses if not (len(ref) == 40 and version)}
    unknown = {action for action, pin in ACTIONS.items() if not pin.exact}
    assert open_ones == (set() if name.endswith("pinned") else unknown)


def test_the_token_is_only_where_it_is_needed(made: Any) -> None:
    """Steps that run our program have it, the installation of packages and the jobs as a whole do not."""
    holders = [step["run"] for step in every_step(made) if "GH_TOKEN" in step.get("env", {})]
    assert holders == [line for line in holders if line.startswith("papers ")]
    assert "github.token" not in str([job.get("env") for job in made["jobs"].values()] + [made["env"]])


def test_a_burst_of_edits_is_one_build(made: Any) -> None:
    """What waits is replaced by what comes later, which looks at everything."""
    groups = {name: job["concurrency"] for name, job in made["jobs"].items()}
    assert groups == {
        "notes": {"group": "papers", "cancel-in-progress": False},
        "site": {"group": "papers-site", "cancel-in-progress": True},
        "deploy": {"group": "pages", "cancel-in-progress": False},
    }


def test_the_schedule_is_off_the_hour(made: Any) -> None:
    """At minute 0 GitHub is busiest, and drops schedules."""
    triggers = made[True]  # YAML 1.1 takes `on` for that
    assert [int(each["cron"].split()[0]) for each in triggers["schedule"]] == [23]
    assert sorted(triggers) == ["issue_comment", "issues", "schedule", "workflow_dispatch"]


def test_only_logins_get_into_the_condition() -> None:
    """What can be no login cannot end the text that it stands in."""
    assert WORKFLOWS["strange"].count("""fromJSON('["papers-bot[bot]"]')""") == 2
    assert "bob" not in WORKFLOWS["strange"]
    assert STRANGE.trusted[1].startswith("bob")


@pytest.mark.parametrize(
    ("event", "runs"),
    [
        ({}, True),
        ({"issue": ("alice", "OWNER")}, True),
        ({"issue": ("lab", "MEMBER")}, True),
        ({"issue": ("bob", "COLLABORATOR")}, True),
        ({"issue": ("carol", "CONTRIBUTOR")}, False),
        ({"issue": ("mallory", "NONE")}, False),
        ({"issue": ("papers-bot[bot]", "NONE")}, True),
        ({"issue": ("alice", "OWNER"), "pull_request": True}, False),
        ({"issue": ("alice", "OWNER"), "comment": ("alice", "OWNER")}, True),
        ({"issue": ("alice", "OWNER"), "comment": ("mallory", "NONE")}, False),
        ({"issue": ("alice", "OWNER"), "comment": ("papers-bot[bot]", "NONE")}, True),
        ({"issue": ("mallory", "NONE"), "comment": ("alice", "OWNER")}, False),
        ({"off": True}, False),
    ],
)
def test_events_of_strangers_start_nothing(event: dict[str, Any], runs: bool) -> None:
    """The condition of the first job, which the others wait for, read as GitHub reads it."""
    condition = yaml.safe_load(WORKFLOWS["strange"])["jobs"]["notes"]["if"]
    facts: dict[str, Any] = {"vars.PAPERS": "off" if event.get("off") else ""}
    for name in ("issue", "comment"):
        login, association = event.get(name, ("", ""))
        facts[f"github.event.{name}"] = bool(login)
        facts[f"github.event.{name}.author_association"] = association
        facts[f"github.event.{name}.user.login"] = login
    facts["github.event.issue.pull_request"] = event.get("pull_request", False)
    assert evaluated(condition, facts.get) is runs


@pytest.mark.parametrize(
    ("notes", "pages", "site", "built", "deployed"),
    [
        ("success", "success", "success", True, True),
        ("failure", "success", "success", True, True),
        ("skipped", "", "skipped", False, False),
        ("cancelled", "", "skipped", False, False),
        ("success", "failure", "success", True, False),
        ("success", "success", "failure", True, False),
        ("success", "", "cancelled", True, False),
    ],
)
def test_what_follows_what(made: Any, notes: str, pages: str, site: str, built: bool, deployed: bool) -> None:
    """There is a site also if a note failed, and none for a run that a later one took the place of."""
    facts = {
        "cancelled()": False,
        "needs.notes.result": notes,
        "needs.site.result": site,
        "needs.site.outputs.pages": pages,
    }
    jobs = made["jobs"]
    found = [evaluated(jobs[name]["if"], facts.__getitem__) for name in ("site", "deploy")]
    assert found == [built, deployed]


def test_the_summary_of_a_repository_without_pages(made: Any) -> None:
    """Without a place for the site the run is green, says what to do, and deploys nothing."""
    site, deploy = made["jobs"]["site"], made["jobs"]["deploy"]
    pages = next(step for step in site["steps"] if step.get("id") == "pages")
    assert pages["continue-on-error"] is True
    after = site["steps"][site["steps"].index(pages) + 1 :]
    assert {step["if"] for step in after} == {
        "steps.pages.outcome == 'success'",
        "steps.pages.outcome != 'success'",
    }
    assert "needs.site.outputs.pages == 'success'" in deploy["if"]


def test_the_unpinned_are_the_only_ones_excused() -> None:
    """Zizmor's settings excuse no action that has a hash."""
    policies = yaml.safe_load((ROOT / ".github" / "zizmor.yml").read_text(encoding="utf-8"))
    excused = policies["rules"]["unpinned-uses"]["config"]["policies"]
    assert excused == {"*": "hash-pin"} | {
        action: "ref-pin" for action, pin in ACTIONS.items() if not pin.exact
    }
