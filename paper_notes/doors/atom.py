"""The door to feedgen, which writes Atom feeds (RFC 4287)."""

import re
from datetime import UTC, datetime

from feedgen.feed import FeedGenerator

from paper_notes.values.feed import Feed

# What XML 1.0 has no way to say (section 2.2).
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(feed: Feed) -> bytes:
    """Return the feed as XML, the same for the same feed. It needs at least one entry, for its date."""
    out = FeedGenerator()
    out.id(feed.link)
    out.title(_sayable(feed.title))
    out.author(name=_sayable(feed.author))
    out.link(href=feed.link, rel="alternate", type="text/html")
    out.link(href=feed.own_link, rel="self", type="application/atom+xml")
    out.language(feed.language)
    out.generator("paper_notes", uri="https://pypi.org/project/paper-notes/")
    out.updated(max(_time(entry.day) for entry in feed.entries))
    for entry in feed.entries:
        item = out.add_entry(order="append")
        item.id(entry.id)
        item.title(_sayable(entry.title))
        item.link(href=entry.link, rel="alternate", type="text/html")
        item.published(_time(entry.day))
        item.updated(_time(entry.day))
        if entry.author:
            item.author(name=_sayable(entry.author))
        for category in entry.categories:
            item.category(term=_sayable(category))
        if entry.summary:
            item.summary(_sayable(entry.summary), type="text")
        item.content(_sayable(entry.html), type="html")
    text: bytes = out.atom_str(pretty=True)
    return text


def _time(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def _sayable(text: str) -> str:
    return _UNSAYABLE.sub("�", text)
