"""File names that every system takes, and that stay the same when a title changes."""

import hashlib
import re
import unicodedata

_ARXIV_ID = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}")
# Names of devices, which Windows knows whatever follows their first dot.
_DEVICE = re.compile(r"^(con|prn|aux|nul|(?:com|lpt)[\d¹²³])(?=\.|$)", re.IGNORECASE)
_LONGEST = 80


def note_name(paper_id: str, number: int | None = None) -> str:
    """Return a file's name for the note on a paper, without its ending: `1706.03762`, `math_0309136`.

    A further note on the same paper gives its number. Ids other than arXiv's lose what not every
    system can have in a name, and get a few digits that tell them apart from others all the same.
    """
    further = "" if number is None else f"-{number}"
    if _ARXIV_ID.fullmatch(paper_id):
        return paper_id.replace("/", "_") + further
    digits = hashlib.sha256(paper_id.encode("utf-8", "replace")).hexdigest()[:8]
    readable = re.sub(r"[^a-z0-9.]+", "-", re.sub(r"^https?://", "", paper_id.lower())).strip("-.")
    name = f"{readable[:_LONGEST].strip('-.') or 'paper'}-{digits}{further}"
    return _DEVICE.sub(r"\1-", name)


def topic_name(topic: str, taken: set[str]) -> str:
    """Return a file's name for a topic, without its ending, and add it to those `taken`."""
    text = unicodedata.normalize("NFC", topic)
    name = re.sub(r"[^\w.-]+", "-", text).strip("-.")[:_LONGEST].strip("-.") or "topic"
    name = _DEVICE.sub(r"\1-", name)
    base, number = name, 1
    while name.casefold() in taken:  # some systems do not tell capitals apart
        number += 1
        name = f"{base}-{number}"
    taken.add(name.casefold())
    return name
