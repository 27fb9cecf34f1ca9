"""Percent-encoding of addresses (RFC 3986), without the cost of importing urllib.parse."""

import re


def unescaped(text: str) -> str:
    """Undo percent-encoding, as `urllib.parse.unquote` does."""
    return re.sub(
        r"(?:%[0-9a-f]{2})+",
        lambda match: bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace"),
        text,
        flags=re.IGNORECASE | re.ASCII,
    )


def escape_match(match: re.Match[str]) -> str:
    """Return what a pattern found, percent-encoded: for `re.sub`."""
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
