"""The `[topics]` table of `papers.toml`: checked key by key, and laid over the default topics."""

import re
from collections.abc import Mapping
from typing import Any, NoReturn

from paper_notes.values import limits
from paper_notes.values.errors import UsageError
from paper_notes.values.label_names import is_new_label_name
from paper_notes.values.model import READING_LABEL
from paper_notes.values.topic_defaults import DEFAULT_TOPICS, Topic

FALLBACK = "ML"
"""The topic of a paper that nothing else fits; shown last."""

KEYS = ("color", "description", "categories", "words", "aliases")

_GAPS = dict.fromkeys(map(ord, " -_\t\u00a0\u3000"))


def topic_key(name: str) -> str:
    """Return what all spellings of one name have in common: `Time Series` is `time-series`."""
    return name.translate(_GAPS).casefold()


def configured_topics(table: object, where: str) -> tuple[Topic, ...]:
    """Return the default topics as `table`, read from the file `where`, changes them.

    Raises UsageError naming the file, the key, and what would be right.
    """
    if not isinstance(table, dict):
        _refuse(where, "topics", table, "a table, for example [topics.NLP]")
    topics = {topic_key(topic.name): topic for topic in DEFAULT_TOPICS}
    changes: dict[str, Mapping[str, Any]] = {}
    seen: dict[str, str] = {}
    for name, settings in table.items():
        key = _key_of_name(name, where)
        if key in seen:
            raise UsageError(f"{where} names one topic twice: {seen[key]} and {name}.", "Keep one of them.")
        seen[key] = name
        if settings is False and key in topics:
            del topics[key]
        elif isinstance(settings, dict):
            changes[key] = settings
            topics[key] = _changed(topics.get(key, Topic(name)), name, settings, where)
        elif settings is False:
            raise UsageError(f"{where} removes the topic {name}, which there is not.", "Take that line out.")
        else:
            _refuse(where, f"topics.{name}", settings, "a table of settings, or false to remove the topic")
    owners = _owners_of_aliases(topics, changes, where)
    fallback = topic_key(FALLBACK)
    in_order = sorted(topics, key=lambda key: key == fallback)
    return tuple(_with_own_aliases(topics, key, owners) for key in in_order)


def _key_of_name(name: object, where: str) -> str:
    """Check that a label can be called `name`, and return its key."""
    if not isinstance(name, str) or not topic_key(name) or not is_new_label_name(name):
        _refuse(
            where,
            "the name of a topic",
            name,
            f"1 to {limits.LABEL_NAME} characters on one line, without / and comma",
        )
    key = topic_key(name)
    if key == READING_LABEL:
        raise UsageError(
            f"{where} names a topic {name!r}, which is the label of papers being read.",
            "Choose another name.",
        )
    return key


def _changed(topic: Topic, name: str, settings: Mapping[str, Any], where: str) -> Topic:
    """Return `topic`, spelled as in the file, with what the file says about it."""
    place = f"topics.{name}"
    for key in settings:
        if key not in KEYS:
            raise UsageError(
                f"{where} sets {place}.{key}, which is not a setting.", f"Settings are: {', '.join(KEYS)}."
            )
    color = settings.get("color", topic.color)
    if not isinstance(color, str) or not re.fullmatch("[0-9a-fA-F]{6}", color):
        _refuse(where, f"{place}.color", color, 'six hex digits without #, for example "0e7a31"')
    description = settings.get("description", topic.description)
    if not isinstance(description, str) or len(description) > limits.LABEL_DESCRIPTION or "\n" in description:
        _refuse(
            where,
            f"{place}.description",
            description,
            f"one line of at most {limits.LABEL_DESCRIPTION} characters",
        )
    return Topic(
        name,
        color.lower(),
        description,
        topic.categories + _texts(settings, "categories", '["cs.CL"]', place, where),
        topic.words
        + tuple(word.lower() for word in _texts(settings, "words", '["language model"]', place, where)),
        topic.aliases + _texts(settings, "aliases", '["Natural Language Processing"]', place, where),
    )


def _texts(settings: Mapping[str, Any], key: str, example: str, place: str, where: str) -> tuple[str, ...]:
    values = settings.get(key, [])
    if not isinstance(values, list) or not all(
        isinstance(value, str) and topic_key(value) for value in values
    ):
        _refuse(where, f"{place}.{key}", values, f"a list of texts, for example {example}")
    return tuple(values)


def _owners_of_aliases(
    topics: Mapping[str, Topic], changes: Mapping[str, Mapping[str, Any]], where: str
) -> dict[str, str]:
    """Return which topic the file means by each alias in it; each may mean only one."""
    owners: dict[str, str] = {}
    for key, settings in changes.items():
        for alias in settings.get("aliases", []):
            taken = topic_key(alias)
            other = taken if taken in topics else owners.setdefault(taken, key)
            if taken == READING_LABEL or other != key:
                whose = "of papers being read" if taken == READING_LABEL else f"of {topics[other].name}"
                raise UsageError(
                    f"{where} says that {alias!r} means {topics[key].name}, but it is the label {whose}.",
                    f"Take it out of topics.{topics[key].name}.aliases.",
                )
    return owners


def _with_own_aliases(topics: Mapping[str, Topic], key: str, owners: Mapping[str, str]) -> Topic:
    """Return the topic without the aliases that are another's name, or that the file gave to another."""
    kept = [
        alias
        for alias in topics[key].aliases
        if topic_key(alias) not in topics and owners.get(topic_key(alias), key) == key
    ]
    return topics[key]._replace(aliases=tuple(kept))


def _refuse(where: str, place: str, value: object, wanted: str) -> NoReturn:
    raise UsageError(f"{where}: {place} cannot be {value!r}.", f"It takes {wanted}.")
