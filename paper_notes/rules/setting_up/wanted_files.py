"""The files that a repository of notes wants, as they would be made now."""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from paper_notes.disk.shipped import shipped_text
from paper_notes.rules.reading_list.publish import README
from paper_notes.values.actions import ACTIONS, pinned
from paper_notes.values.settings import PROJECT_FILE
from paper_notes.values.text.form import FORMS

WORKFLOW = ".github/workflows/papers.yml"
FORM = ".github/ISSUE_TEMPLATE/paper.yml"
CHOOSER = ".github/ISSUE_TEMPLATE/config.yml"
OURS = (PROJECT_FILE, FORM, CHOOSER, WORKFLOW)

HELP = {
    "en": (
        "Paper",
        "Note a paper: a link is enough, the rest is filled in.",
        "Of arXiv, or of a page about the paper on arXiv; its id will do.",
        "Left alone, they are guessed from the paper.",
        "Anything. It stays as you wrote it.",
    ),
    "ko": (
        "논문",
        "논문을 노트로 남깁니다. 링크만 있으면 나머지는 채워집니다.",
        "arXiv 주소나 그 논문을 다루는 페이지의 주소, 또는 arXiv 번호.",
        "고르지 않으면 논문을 보고 정합니다.",
        "무엇이든 좋습니다. 쓴 그대로 남습니다.",
    ),
    "ja": (
        "論文",
        "論文をノートにします。リンクだけで十分で、残りは自動で埋まります。",
        "arXiv のアドレス、その論文を扱うページのアドレス、または arXiv の番号。",
        "選ばなければ、論文から推測します。",
        "何でもどうぞ。書いたまま残ります。",
    ),
}
"""The form by language: its name and description, and a word of help on each question."""


class SetUp(NamedTuple):
    """What the files depend on."""

    repository: str
    language: str = "en"
    topics: Sequence[str] = ()
    """The names that the form offers."""
    trusted: Sequence[str] = ()
    """Logins beside the owner, members and collaborators."""
    path: str | None = None
    """The file with the reading list; None for the one that a workflow there names, or the README."""
    version: str = ""
    """Of this program, which the workflow installs."""


def workflow(wanted: SetUp) -> str:
    """Return the workflow, with the versions of actions that it was made with."""
    # Whoever is in the list, what cannot be a login cannot get into an expression.
    logins = [login for login in wanted.trusted if re.fullmatch(r"[A-Za-z0-9_-]+(\[bot\])?", login)]
    text = _filled(
        shipped_text("github", "papers.yml"),
        version=wanted.version,
        trusted=json.dumps(logins),
        list=quoted(wanted.path or README),
    )
    return pinned(text, ACTIONS)


def form(wanted: SetUp) -> str:
    """Return the issue form in the language wanted."""
    words = FORMS[wanted.language]
    name, description, link_help, topics_help, thoughts_help = map(quoted, HELP[wanted.language])
    return _filled(
        shipped_text("github", "paper.yml"),
        name=name,
        description=description,
        title=quoted(words.title),
        link=quoted(words.link),
        link_help=link_help,
        topics=quoted(words.topics),
        topics_help=topics_help,
        thoughts=quoted(words.thoughts),
        thoughts_help=thoughts_help,
        # GitHub has that word for no choice, and takes no form with it (GitHub docs: syntax for its forms).
        options="\n".join(
            f"        - {quoted(topic)}" for topic in wanted.topics if topic.casefold() != "none"
        ),
    )


def chooser() -> str:
    """Return the settings of the page on which an issue form is chosen."""
    return shipped_text("github", "config.yml")


def list_path_in(workflow: str) -> str | None:
    """Return the file that a workflow of ours publishes to; None if it names none."""
    found = re.search(r"^ *LIST: (\".*\")\r?$", workflow, re.MULTILINE)
    try:
        path = str(json.loads(found[1])) if found else ""
    except ValueError:
        return None  # what a person made of it is not ours to read
    return path if is_list_path(path) else None


def is_list_path(path: str) -> bool:
    """Tell whether the reading list may be in that file: whoever made the repository may have chosen it."""
    parts = path.casefold().split("/")
    return (
        path.isprintable()
        and "${{" not in path  # an expression, in the workflow
        and not {"", ".", "..", ".git"} & set(parts)
        and path.casefold() not in map(str.casefold, OURS)
    )


def _filled(text: str, **values: str) -> str:
    """Return the text with each [[name]] replaced; Jinja's own brackets are GitHub's expressions."""
    return re.sub(r"\[\[(\w+)\]\]", lambda found: values[found[1]], text)


def quoted(text: str) -> str:
    """Return the text as YAML and TOML may have it, which both take JSON's strings."""
    return json.dumps(text, ensure_ascii=False)
