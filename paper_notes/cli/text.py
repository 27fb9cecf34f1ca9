"""Texts that a terminal can be shown: on one line, without control characters; stars and colours."""

import re

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What could steer a terminal or turn its text around; line ends and tabs are not among them."""

STATUS_COLORS = {"to-read": "blue", "reading": "yellow", "read": "green", "dropped": "bright_black"}


def plain(text: str) -> str:
    """Return the text as one line without control characters: no title may steer the terminal."""
    return CONTROLS.sub("", " ".join(text.split()))


def stars(rating: int | None) -> str:
    """Return a rating as five stars, or nothing without one."""
    return "★" * rating + "☆" * (5 - rating) if rating else ""
