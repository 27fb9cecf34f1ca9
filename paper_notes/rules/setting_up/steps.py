"""What is to be written of the files that a repository of notes wants, and what is left as it is."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from paper_notes.rules.reading_list.publish import README, readme_among
from paper_notes.rules.setting_up.wanted_files import (
    CHOOSER,
    FORM,
    OURS,
    WORKFLOW,
    SetUp,
    chooser,
    form,
    is_list_path,
    list_path_in,
    quoted,
    workflow,
)
from paper_notes.values.actions import Pin, in_use, pinned
from paper_notes.values.errors import PapersError, UsageError
from paper_notes.values.settings import PROJECT_FILE, SETTINGS
from paper_notes.values.text.splice import LIST_BEGIN, LIST_END, splice
from paper_notes.values.text.stamp import has_stamp, is_as_made, stamped
from paper_notes.values.topic_settings import configured_topics


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
    if wanted.path and not is_list_path(wanted.path):
        raise UsageError(
            f"The reading list cannot be in {wanted.path!r}.",
            f"Name a Markdown file, such as {README}.",
        )
    old = {path: read(path) for path in OURS}
    wanted = settled(wanted, old[PROJECT_FILE] or "")
    list_path = wanted.path or list_path_in(old[WORKFLOW] or "")
    if list_path is None:
        list_path = README if read(README) is not None else readme_among(names())
    wanted = wanted._replace(path=list_path)
    made = {FORM: form(wanted), CHOOSER: chooser(), WORKFLOW: workflow(wanted)}
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
    made = form(wanted) if path == FORM else workflow(wanted._replace(path=list_path_in(text)))
    return _file(path, text, stamped(made), upgrade=True, pins={}).new is not None


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
    line = f"repository = {quoted(wanted.repository)}"
    if old is None:
        language = "" if wanted.language == "en" else f"language = {quoted(wanted.language)}\n"
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


def _with_ends_of(old: str, text: str) -> str:
    return text.replace("\n", "\r\n") if "\r\n" in old else text
