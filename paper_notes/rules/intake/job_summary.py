"""The summary of a workflow's run: what was done, what was left out, and why, as Markdown."""

from collections.abc import Sequence

from paper_notes.rules.intake.steps import Kind, Step
from paper_notes.values.text.neutral import neutralise

NAMES: dict[Kind, str] = {
    "completed": "Noted",
    "pending": "Waiting for arXiv",
    "duplicate": "Closed as duplicates",
    "answered": "Answered",
    "obeyed": "Commands carried out",
    "refused": "Commands refused",
    "gone": "Gone",
    "left": "Left alone",
    "failed": "Failed",
}

MOST = 100
"""Steps of a kind that are told; a summary may have 1 MiB (GitHub docs: workflow commands)."""


def job_summary(steps: Sequence[Step], issues: str, strangers: int, *, rehearsing: bool = False) -> str:
    """Return the summary; nothing that people typed acts in it.

    Args:
        steps: what became of issues and comments.
        issues: the address of the repository's issues, which a number is appended to.
        strangers: how many issues are of people who are not trusted.
        rehearsing: whether nothing was written.

    """
    lines = ["### Papers: what would be done" if rehearsing else "### Papers: what was done", ""]
    if not steps:
        lines += ["Nothing waited to be taken in.", ""]
    for kind, name in NAMES.items():
        found = [step for step in steps if step.kind == kind]
        if found:
            lines += [f"**{name}** ({len(found)})", "", *(_line(step, issues) for step in found[:MOST])]
            lines += [f"- and {len(found) - MOST} more"] if len(found) > MOST else []
            lines += [""]
    if strangers:
        lines += [f"Issues of people who are not trusted, left out: {strangers}.", ""]
    return "\n".join(lines)


def _line(step: Step, issues: str) -> str:
    said = neutralise(" ".join(filter(None, (step.said, step.remedy))))
    if step.number is None:
        return f"- {said}"
    title = neutralise(f"#{step.number} {step.title}".strip(), into="link")
    return f"- [{title}]({issues}/{step.number}): {said}"
