"""Values for YAML front matter, which every reader of YAML 1.1 and 1.2 reads alike."""

import json
import re
from collections.abc import Sequence

Value = str | int | None | Sequence[str]

_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
# What YAML allows only escaped, or takes for a line end.
_SPECIAL = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def front_matter(fields: dict[str, Value]) -> str:
    """Return the fields between lines of dashes; those that are None or empty are left out.

    Texts are quoted as JSON, which YAML is a superset of; days stay bare, so that readers see dates.
    """
    lines = [
        f"{name}: {_written(value)}" for name, value in fields.items() if value not in (None, "", (), [])
    ]
    return "\n".join(["---", *lines, "---", ""])


def _written(value: Value) -> str:
    if isinstance(value, str):
        return value if _DAY.fullmatch(value) else _quoted(value)
    if isinstance(value, bool | int):
        return json.dumps(value)
    return f"[{', '.join(map(_quoted, value or ()))}]"


def _quoted(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
