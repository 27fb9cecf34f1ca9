"""Digests of what decides a page: equal for equal values, and different for all others."""

import marshal
from hashlib import sha256
from typing import Any


def digest(*values: Any) -> bytes:
    """Return a digest of texts, bytes, numbers, and tuples of them, which keeps them apart.

    It is quick: this is what every build does for every note. The format's first version has no
    references, so that equal values are equal bytes.
    """
    return sha256(marshal.dumps(_plain(values), 0)).digest()[:16]


def _plain(value: Any) -> Any:
    """Return the value without names of fields and members of enumerations."""
    if isinstance(value, tuple):
        return tuple([each if type(each) in _PLAIN else _plain(each) for each in value])
    return str(value) if isinstance(value, str) else value


_PLAIN = {str, bytes, int, float, bool, type(None)}
