"""Percent-encoding of addresses (RFC 3986), without the cost of importing urllib.parse."""

import re

from paper_notes.values.patterns import Pattern

_ESCAPES = Pattern(r"(?:%[0-9a-f]{2})+", re.IGNORECASE | re.ASCII)


def unescaped(text: str) -> str:
    """Undo percent-encoding, as `urllib.parse.unquote` does."""
    return _ESCAPES.sub(_unescape_match, text) if "%" in text else text


def _unescape_match(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")


def escape_match(match: re.Match[str]) -> str:
    """Return what a pattern found, percent-encoded: for `re.sub`."""
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
