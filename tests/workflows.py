"""The workflows that `papers init` makes, checked by actionlint and zizmor: `python -m tests.workflows`.

With `--write` it makes this repository's own files anew instead.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from paper_notes import __version__
from paper_notes.rules.setting_up.steps import steps
from paper_notes.rules.setting_up.wanted_files import WORKFLOW, SetUp
from paper_notes.values.actions import ACTIONS, Pin, pinned
from paper_notes.values.topic_defaults import DEFAULT_TOPICS

ROOT = Path(__file__).resolve().parent.parent
TOPICS = tuple(topic.name for topic in DEFAULT_TOPICS)
OURS = SetUp("alice/papers", topics=TOPICS, path="READING_LIST.md", version=__version__)
"""This repository's own, so that a copy of it has everything."""

STRANGE = SetUp(
    "alice/papers",
    "ko",
    TOPICS,
    ("papers-bot[bot]", "bob' || true || '"),
    "docs/$(id) `list` \"'.md",
    "0.1.0",
)


def generated() -> Iterator[tuple[str, str]]:
    """Yield workflows by a name: as many people will have it, with the strangest settings, and pinned."""
    hashes = {action: Pin(f"{number}" * 40, "v9.9.9") for number, action in enumerate(ACTIONS)}
    for name, wanted in (("usual", OURS._replace(path="README.md")), ("strange", STRANGE)):
        (text,) = (step.new for step in steps(wanted, lambda _: None) if step.path == WORKFLOW)
        assert text is not None
        yield name, text
        yield f"{name}-pinned", pinned(text, hashes)


def evaluated(condition: str, value: Callable[[str], Any]) -> bool:
    """Evaluate an expression of GitHub's that has only operators, `contains`, `fromJSON` and names.

    `cancelled()` is a name too.
    """
    condition = condition.strip().removeprefix("${{").removesuffix("}}")
    names = r"(?:github|vars|needs|steps)\.[\w.]+|cancelled\(\)"
    text = re.sub(names, lambda found: repr(value(found[0])), condition).strip()
    text = text.replace("&&", " and ").replace("||", " or ").replace("!=", "<>").replace("!", " not ")
    functions = {"contains": lambda items, item: item in items, "fromJSON": json.loads}
    # Of words of ours, in which the names have become literals.
    return bool(eval(text.replace("<>", "!="), {"__builtins__": {}, **functions}))


def ours() -> dict[str, str]:
    """Return the files of this repository that `papers init` would make, by their paths."""
    made = steps(OURS, lambda _: None)
    return {step.path: step.new for step in made if step.new and step.path.startswith(".github/")}


def main(arguments: Sequence[str]) -> None:
    """Check them all; fails with what the tools say."""
    if arguments == ["--write"]:
        for path, text in ours().items():
            (ROOT / path).write_text(text, encoding="utf-8")
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, ".github", "workflows")
        place.mkdir(parents=True)
        for name, text in generated():
            (place / f"{name}.yml").write_text(text, encoding="utf-8")
        config = ROOT / ".github" / "zizmor.yml"
        actionlint = ["actionlint", *map(str, sorted(place.iterdir()))]
        zizmor = ["zizmor", "--offline", "--quiet", "--persona=pedantic", f"--config={config}", folder]
        codes = [subprocess.run(command, check=False).returncode for command in (actionlint, zizmor)]
    sys.exit(max(codes))


if __name__ == "__main__":
    main(sys.argv[1:])
