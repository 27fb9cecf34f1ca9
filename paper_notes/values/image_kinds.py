"""What kind of image some bytes are, whatever they are called."""

import re

_KINDS = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"RIFF.{4}WEBPVP8[ LX]", re.DOTALL),
    # ISO 14496-12: a box called ftyp; the brand that the file is of comes first, or is among those it suits.
    "avif": re.compile(rb"\x00\x00\x00.ftyp(?:avif|avis|mif1.{4}(?:.{4}){0,8}?avif)", re.DOTALL),
}
"""By the ending of a file's name. SVG is none: it is a document, and may hold scripts."""


def kind_of(data: bytes) -> str | None:
    """Return the ending for an image that browsers show, or None if it is no such image."""
    return next((ending for ending, beginning in _KINDS.items() if beginning.match(data)), None)
