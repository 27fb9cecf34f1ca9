"""What GitHub takes for an issue form, and for the chooser beside it (GitHub docs: syntax for issue forms).

Strict: a key that the documentation does not name is a fault, where GitHub might pass it over.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

Check = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_text, value))


def _options(value: Any) -> bool:
    # `None` is what GitHub itself adds to a choice that may be left out.
    return _texts(value) and len(set(value)) == len(value) and "none" not in map(str.lower, value)


def _boxes(value: Any) -> bool:
    return isinstance(value, list) and all(_text(box.get("label")) for box in value)


TOP: dict[str, Check] = {
    "name": lambda value: _text(value),
    "description": _text,
    "title": _text,
    "labels": _texts,
    "assignees": _texts,
    "projects": _texts,
    "type": _text,
    "body": lambda value: isinstance(value, list),
}
_WORDS: dict[str, Check] = {"label": _text, "description": _text}
_TYPED: dict[str, Check] = {**_WORDS, "placeholder": _text, "value": _text}
ATTRIBUTES: dict[str, dict[str, Check]] = {
    "markdown": {"value": _text},
    "input": _TYPED,
    "textarea": {**_TYPED, "render": _text},
    "dropdown": {**_WORDS, "multiple": _flag, "options": _options, "default": lambda value: value >= 0},
    "checkboxes": {**_WORDS, "options": _boxes},
}
NEEDED = {"markdown": ["value"], "dropdown": ["label", "options"], "checkboxes": ["label", "options"]}
CHOOSER: dict[str, Check] = {
    "blank_issues_enabled": _flag,
    "contact_links": lambda value: all(sorted(link) == ["about", "name", "url"] for link in value),
}


def faults_of_form(form: Any) -> list[str]:
    """Return what is wrong with an issue form, as paths into it."""
    if not isinstance(form, dict):
        return ["form"]
    faults = [f"no {key}" for key in ("name", "description", "body") if key not in form]
    faults += _unfit(form, TOP, "")
    body = form.get("body") or []
    if not any(isinstance(item, dict) and item.get("type") != "markdown" for item in body):
        faults.append("body asks nothing")
    for number, item in enumerate(body):
        faults += [f"body[{number}].{fault}" for fault in _faults_of_item(item)]
    questions = [item for item in body if isinstance(item, dict)]
    for what, values in (
        ("id", [item["id"] for item in questions if "id" in item]),
        (
            "label",
            [item.get("attributes", {}).get("label") for item in questions if item["type"] != "markdown"],
        ),
    ):
        faults += [f"{what} twice: {value}" for value in sorted({v for v in values if values.count(v) > 1})]
    return faults


def faults_of_chooser(chooser: Any) -> list[str]:
    """Return what is wrong with a `config.yml`."""
    return list(_unfit(chooser, CHOOSER, "")) if isinstance(chooser, dict) else ["chooser"]


def _faults_of_item(item: Any) -> Iterator[str]:
    kind = item.get("type") if isinstance(item, dict) else None
    if kind not in ATTRIBUTES:
        yield "type"
        return
    attributes = item.get("attributes", {})
    for key in NEEDED.get(kind, ["label"]):
        if key not in attributes:
            yield f"no {key}"
    yield from _unfit(attributes, ATTRIBUTES[kind], "attributes.")
    top: dict[str, Check] = {
        "type": _text,
        "id": lambda value: re.fullmatch(r"[\w-]+", value, re.ASCII) is not None and kind != "markdown",
        "attributes": lambda value: isinstance(value, dict),
        "validations": lambda value: [*value] == ["required"] and _flag(value["required"]),
    }
    yield from _unfit(item, top, "")


def _unfit(values: dict[str, Any], checks: dict[str, Check], place: str) -> Iterator[str]:
    for key, value in values.items():
        if key not in checks or not checks[key](value):
            yield f"{place}{key}"
