"""The files that a repository of notes wants: what they are to be, and what of that is to be written."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from paper_notes.disk.shipped import shipped_text
from paper_notes.rules.reading_list.publish import README, readme_among
from paper_notes.values.actions import ACTIONS, Pin, in_use, pinned
from paper_notes.values.errors import PapersError, UsageError
from paper_notes.values.settings import PROJECT_FILE, SETTINGS
from paper_notes.values.text.form import FORMS
from paper_notes.values.text.splice import LIST_BEGIN, LIST_END, splice
from paper_notes.values.text.stamp import has_stamp, is_as_made, stamped
from paper_notes.values.topic_settings import configured_topics

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


class Step(NamedTuple):
    """What is to become of one file."""

    path: str
    old: str | None
    """None if it is not there."""
    new: str | None = None
    """None if it stays as it is."""
    remark: str | None = None
    """Why it stays as it is although it is not as it would be made, as a clause."""
    remedy: str | None = None


def steps(
    wanted: SetUp,
    read: Callable[[str], str | None],
    names: Callable[[], Iterable[str]] = tuple,
    *,
    upgrade: bool = False,
    pins: Mapping[str, Pin] | None = None,
) -> list[Step]:
    """Return what is to be done with each file; `read` returns what it is now.

    `names` returns the files of the topmost folder, where a README may be called `readme.md`.

    `upgrade` also rewrites files of ours that would come out differently now; `pins` are versions of
    actions to write into a workflow of ours in any case. What a person changed or made is left.
    """
    if wanted.path and not _is_list_path(wanted.path):
        raise UsageError(
            f"The reading list cannot be in {wanted.path!r}.",
            f"Name a Markdown file, such as {README}.",
        )
    old = {path: read(path) for path in OURS}
    wanted = settled(wanted, old[PROJECT_FILE] or "")
    list_path = wanted.path or _path_in(old[WORKFLOW] or "")
    if list_path is None:
        list_path = README if read(README) is not None else readme_among(names())
    wanted = wanted._replace(path=list_path)
    made = {FORM: form(wanted), CHOOSER: shipped_text("github", "config.yml"), WORKFLOW: workflow(wanted)}
    result = [_settings(old[PROJECT_FILE], wanted)]
    result += [_file(path, old[path], stamped(text), upgrade, pins or {}) for path, text in made.items()]
    return [*result, _list(list_path, read(list_path), wanted)]


def settled(wanted: SetUp, settings: str) -> SetUp:
    """Return what the files depend on as the repository's own `papers.toml` has it, where that says so.

    The workflow works by that file, whatever the settings of whoever runs `papers init` are.
    """
    try:
        found = _toml(settings)
        language, trusted = SETTINGS["language"].parse, SETTINGS["trusted"].parse
        return wanted._replace(
            language=language(found["language"]) if "language" in found else wanted.language,
            trusted=trusted(found["trusted"]) if "trusted" in found else wanted.trusted,
            topics=[topic.name for topic in configured_topics(found["topics"], PROJECT_FILE)]
            if "topics" in found
            else wanted.topics,
        )
    except (ValueError, RecursionError, UsageError):
        return wanted  # a file that no command would accept


def is_upgradable(path: str, text: str, wanted: SetUp) -> bool:
    """Tell whether the workflow or the form, with that text, is ours and would come out differently now."""
    made = form(wanted) if path == FORM else workflow(wanted._replace(path=_path_in(text)))
    return _file(path, text, stamped(made), upgrade=True, pins={}).new is not None


def _path_in(workflow: str) -> str | None:
    """Return the file that a workflow of ours publishes to; None if it names none."""
    found = re.search(r"^ *LIST: (\".*\")\r?$", workflow, re.MULTILINE)
    try:
        path = str(json.loads(found[1])) if found else ""
    except ValueError:
        return None  # what a person made of it is not ours to read
    return path if _is_list_path(path) else None


def _is_list_path(path: str) -> bool:
    """Tell whether the reading list may be in that file: whoever made the repository may have chosen it."""
    parts = path.casefold().split("/")
    return (
        path.isprintable()
        and "${{" not in path  # an expression, in the workflow
        and not {"", ".", "..", ".git"} & set(parts)
        and path.casefold() not in map(str.casefold, OURS)
    )


def workflow(wanted: SetUp) -> str:
    """Return the workflow, with the versions of actions that it was made with."""
    # Whoever is in the list, what cannot be a login cannot get into an expression.
    logins = [login for login in wanted.trusted if re.fullmatch(r"[A-Za-z0-9_-]+(\[bot\])?", login)]
    text = _filled(
        shipped_text("github", "papers.yml"),
        version=wanted.version,
        trusted=json.dumps(logins),
        list=_quoted(wanted.path or README),
    )
    return pinned(text, ACTIONS)


def form(wanted: SetUp) -> str:
    """Return the issue form in the language wanted."""
    words = FORMS[wanted.language]
    name, description, link_help, topics_help, thoughts_help = map(_quoted, HELP[wanted.language])
    return _filled(
        shipped_text("github", "paper.yml"),
        name=name,
        description=description,
        title=_quoted(words.title),
        link=_quoted(words.link),
        link_help=link_help,
        topics=_quoted(words.topics),
        topics_help=topics_help,
        thoughts=_quoted(words.thoughts),
        thoughts_help=thoughts_help,
        # GitHub has that word for no choice, and takes no form with it (GitHub docs: syntax for its forms).
        options="\n".join(
            f"        - {_quoted(topic)}" for topic in wanted.topics if topic.casefold() != "none"
        ),
    )


def _file(path: str, old: str | None, made: str, upgrade: bool, pins: Mapping[str, Pin]) -> Step:
    if old is None:
        return Step(path, None, pinned(made, pins))
    made = pinned(made, {**in_use(old), **pins})
    plain = old.replace("\r\n", "\n")
    if plain == made:
        return Step(path, old)
    if not is_as_made(old):
        whose = "a person changed it" if has_stamp(old) else "it was not made by papers"
        return Step(path, old, remark=whose, remedy="Remove it, and run this again, to have ours.")
    if upgrade:
        return Step(path, old, _with_ends_of(old, made))
    if (repinned := pinned(plain, pins)) != plain:
        return Step(path, old, _with_ends_of(old, repinned))
    return Step(
        path,
        old,
        remark="it is of another version or other settings",
        remedy="Bring it up to date: --upgrade",
    )


def _settings(old: str | None, wanted: SetUp) -> Step:
    line = f"repository = {_quoted(wanted.repository)}"
    if old is None:
        language = "" if wanted.language == "en" else f"language = {_quoted(wanted.language)}\n"
        return Step(PROJECT_FILE, None, f"{line}\n{language}")
    try:
        named = str(_toml(old).get("repository"))
    except (ValueError, RecursionError):
        return Step(PROJECT_FILE, old, remark="it is not valid TOML", remedy="Mend it.")
    if named.casefold() == wanted.repository.casefold():
        return Step(PROJECT_FILE, old)
    return Step(PROJECT_FILE, old, remark="it names no or another repository", remedy=f"Put in: {line}")


def _list(path: str, old: str | None, wanted: SetUp) -> Step:
    """Return the step that gives the reading list its place, below everything that is there."""
    if not (old or "").strip():
        heading = f"# {wanted.repository.partition('/')[2]}\n\n" if path == README else ""
        return Step(path, old, f"{heading}{LIST_BEGIN}\n{LIST_END}\n")
    assert old is not None
    ends = "\r\n" if "\r\n" in old else "\n"
    closed = old if old.endswith(("\n", "\r")) else old + ends
    below = ends.join((closed, LIST_BEGIN, LIST_END, ""))
    problem = _problem(old, path)
    if problem is None:
        return Step(path, old)
    if _problem(below, path) is None:
        return Step(path, old, below)
    return Step(path, old, remark=problem.message.removesuffix("."), remedy=problem.remedy)


def _problem(text: str, path: str) -> PapersError | None:
    """Return why no list can be put into a file; None if it can."""
    try:
        splice(text, "", path)
    except PapersError as error:
        return error
    return None


def _toml(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))


def _filled(text: str, **values: str) -> str:
    """Return the text with each [[name]] replaced; Jinja's own brackets are GitHub's expressions."""
    return re.sub(r"\[\[(\w+)\]\]", lambda found: values[found[1]], text)


def _quoted(text: str) -> str:
    """Return the text as YAML and TOML may have it, which both take JSON's strings."""
    return json.dumps(text, ensure_ascii=False)


def _with_ends_of(old: str, text: str) -> str:
    return text.replace("\n", "\r\n") if "\r\n" in old else text
