"""How long GitHub's limits on requests make us wait, and what time it is there."""

import email.utils

from paper_notes.doors.github.answer import Answer

SECONDARY_WAIT = 60.0
"""Seconds to wait at a limit that does not say how long (GitHub docs: exceeding the rate limit)."""

END_OF_TIME = 2.0**32
"""Seconds; no time in a header that is to be believed is beyond this, the year 2106."""


def limit_wait(answer: Answer, now: float) -> float | None:
    """Return the seconds that a limit makes us wait; None if the answer, a 403 or 429, tells of none.

    `now` is the time by GitHub's clock: ours may be wrong (GitHub docs: rate limits for the REST API).
    """
    asked = answer.headers.get("retry-after", "").strip()
    if asked:
        at = http_time(asked)
        seconds = _number(asked) if at is None else at - now
        return SECONDARY_WAIT if seconds is None else max(1.0, seconds)
    reset = _number(answer.headers.get("x-ratelimit-reset", ""))
    if answer.headers.get("x-ratelimit-remaining") == "0" and reset is not None:
        # One second more, as it is not told when in that second.
        return max(1.0, reset - now + 1)
    said = answer.message.lower()
    if answer.status == 429 or "rate limit" in said or "abuse detection" in said:
        return SECONDARY_WAIT
    return None


def http_time(text: str | None) -> float | None:
    """Return the seconds since 1970 that a header's date tells; None if that is none, or an absurd one."""
    try:
        seconds = email.utils.parsedate_to_datetime(text or "").timestamp()
    except (ValueError, OverflowError):
        return None
    return seconds if 0 < seconds < END_OF_TIME else None


def _number(text: str) -> float | None:
    """Return the seconds that a header tells; None if that is no number, or an absurd one."""
    return float(text) if text.isdecimal() and float(text) < END_OF_TIME else None
