"""Numbers of things in English words."""


def amount(count: int, name: str) -> str:
    """Return how many there are of what is called that, as `1 note` or `2 notes`."""
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
