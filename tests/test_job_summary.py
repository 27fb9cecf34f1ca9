"""The summary of a workflow's run."""

from pathlib import Path

import pytest

from paper_notes.rules.intake.job_summary import MOST, job_summary
from paper_notes.rules.intake.steps import Step
from tests.conftest import Happen
from tests.github_events import issue_event, scheduled
from tests.github_server import GitHubServer
from tests.intake import LINK

ISSUES = "https://github.com/alice/papers/issues"


def test_each_issue_is_named_with_what_became_of_it() -> None:
    """Grouped by outcome, with a link to the issue; what is left out comes with its reason."""
    steps = [
        Step(2, "A question", "left", "Left alone: it has no link to a paper."),
        Step(1, "Attention", "completed", "Noted 1706.03762."),
        Step(3, "Typo", "answered", "No such id.", "Check it."),
        Step(None, "", "left", "It happened in another repository."),
    ]
    assert job_summary(steps, ISSUES, 2) == (
        "### Papers: what was done\n\n"
        "**Noted** (1)\n\n"
        f"- [#\u200b1 Attention]({ISSUES}/1): Noted 1706.03762.\n\n"
        "**Answered** (1)\n\n"
        f"- [#\u200b3 Typo]({ISSUES}/3): No such id. Check it.\n\n"
        "**Left alone** (2)\n\n"
        f"- [#\u200b2 A question]({ISSUES}/2): Left alone: it has no link to a paper.\n"
        "- It happened in another repository.\n\n"
        "Issues of people who are not trusted, left out: 2.\n"
    )


def test_a_summary_of_nothing_says_so() -> None:
    """A run with nothing to do is no empty page."""
    assert job_summary([], ISSUES, 0) == "### Papers: what was done\n\nNothing waited to be taken in.\n"


def test_a_summary_has_an_end() -> None:
    """Of many only so many are named."""
    steps = [Step(number, "T", "completed", "Noted.") for number in range(MOST + 5)]
    assert job_summary(steps, ISSUES, 0).endswith("Noted.\n- and 5 more\n")


def test_a_workflow_gets_its_summary(
    repo: GitHubServer, happen: Happen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is added to what other steps have written; strangers are counted in it and not named."""
    path = tmp_path / "summary.md"
    path.write_text("Before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    repo.repo.open_issue(LINK, author="mallory")
    first = repo.repo.open_issue("[Paper]", "arxiv.org/abs/@bob#3")
    happen(issue_event(repo, "opened", first))
    happen(scheduled(repo), "schedule")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("Before\n### Papers: what was done\n\n**Answered** (1)\n\n")
    assert text.count("Issues of people who are not trusted, left out: 1.") == 2
    assert "Nothing waited to be taken in." in text
    assert "mallory" not in text
    assert "@bob" not in text
