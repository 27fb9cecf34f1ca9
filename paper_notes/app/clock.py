"""What time it is."""


def today() -> str:
    """Return the day it is where the reader is."""
    from datetime import date

    return date.today().isoformat()


def now() -> str:
    """Return the time in UTC, as GitHub writes it."""
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
