"""Feeds: valid Atom, whatever is in them, and the same for the same news."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from paper_notes.doors.atom import atom
from paper_notes.values.feed import Entry, Feed

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "data" / "atom.rng"))
ENTRY = Entry(
    "https://github.com/alice/papers/issues/12",
    "Attention <Is> All & You Need",
    "https://alice.github.io/papers/notes/12/",
    "2017-06-12",
    "alice",
    "No recurrence.",
    "<p>논문 &amp; <b>x</b></p>",
    ("NLP",),
)
OTHER = ENTRY._replace(id="u:2", day="2016-02-29", author="", summary="", html="", categories=())
FEED = Feed(
    "https://alice.github.io/papers/",
    "https://alice.github.io/papers/feed.xml",
    "Alice's papers",
    "Alice",
    "ko",
    (ENTRY, OTHER),
)

TEXT = """\
<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ko">
  <id>https://alice.github.io/papers/</id>
  <title>Alice's papers</title>
  <updated>2017-06-12T00:00:00+00:00</updated>
  <author>
    <name>Alice</name>
  </author>
  <link href="https://alice.github.io/papers/" rel="alternate" type="text/html"/>
  <link href="https://alice.github.io/papers/feed.xml" rel="self" type="application/atom+xml"/>
  <generator uri="https://pypi.org/project/paper-notes/">paper_notes</generator>
  <entry>
    <id>https://github.com/alice/papers/issues/12</id>
    <title>Attention &lt;Is&gt; All &amp; You Need</title>
    <updated>2017-06-12T00:00:00+00:00</updated>
    <author>
      <name>alice</name>
    </author>
    <content type="html">&lt;p&gt;논문 &amp;amp; &lt;b&gt;x&lt;/b&gt;&lt;/p&gt;</content>
    <link href="https://alice.github.io/papers/notes/12/"/>
    <summary type="text">No recurrence.</summary>
    <category term="NLP"/>
    <published>2017-06-12T00:00:00+00:00</published>
  </entry>
  <entry>
    <id>u:2</id>
    <title>Attention &lt;Is&gt; All &amp; You Need</title>
    <updated>2016-02-29T00:00:00+00:00</updated>
    <content type="html"/>
    <link href="https://alice.github.io/papers/notes/12/"/>
    <published>2016-02-29T00:00:00+00:00</published>
  </entry>
</feed>
"""


def test_a_feed() -> None:
    """All of it, byte for byte: the time of day has no part in it."""
    assert atom(FEED).decode() == TEXT
    SCHEMA.assertValid(etree.fromstring(atom(FEED)))


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("  <title>Alice's papers</title>\n", ""),
        ("  <id>u:2</id>", "  <id>2</id>"),
        ("2016-02-29T", "2015-02-29T"),
        ('term="NLP"', 'term=""'),
        ("<name>Alice</name>", "<name/>"),
        ('type="html"', 'type="markdown"'),
        ("<id>u:2</id>", "<id>u:2</id><id>u:3</id>"),
    ],
)
def test_the_judge_itself(good: str, bad: str) -> None:
    """The grammar refuses what Atom does."""
    assert TEXT.count(good) > 0
    assert not SCHEMA.validate(etree.fromstring(TEXT.replace(good, bad).encode()))


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1), st.text())
def test_whatever_is_in_it(words: str, more: str) -> None:
    """Any characters make a valid feed; those that XML cannot say are replaced, the others kept."""
    entry = ENTRY._replace(
        title=f"x{words}", author=f"x{more}", html=more, summary=more, categories=(f"x{words}",)
    )
    root = etree.fromstring(atom(FEED._replace(title=f"x{words}", entries=(entry,))))
    SCHEMA.assertValid(root)
    if words.isprintable():
        assert root.findtext("{*}entry/{*}title") == f"x{words}"
