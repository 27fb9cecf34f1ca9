"""Which topics a paper belongs under, guessed from its categories and the words in title and abstract."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from paper_notes.values.model import Paper
from paper_notes.values.topic_defaults import Topic

MOST_TOPICS = 3
"""How many topics a guess names at most."""

# The points that speak for a topic. A category alone falls short as soon as any topic has
# enough: speech recognition is in cs.CL too, and cs.LG holds everything.
PRIMARY_CATEGORY = 3
OTHER_CATEGORY = 2
WORD_IN_TITLE = 3
PHRASE_IN_TITLE = 4
MORE_IN_TITLE = 1
MOST_MORE_IN_TITLE = 2
MENTION_IN_ABSTRACT = 1
MOST_MENTIONS_OF_ONE = 3
MOST_FOR_ABSTRACT = 4
ENOUGH = 4
ENOUGH_WITHOUT_ABSTRACT = 3
ENOUGH_ALONE = 2

_FIRST_KANA = "\u3040"
"""From here on are Japanese, Chinese and Korean."""


class _Case(NamedTuple):
    """What speaks for one topic of one paper."""

    topic: str
    points: int
    evidence: str


class Weighed(NamedTuple):
    """What speaks for a topic of a paper, and whether that is enough."""

    topic: str
    points: int
    evidence: str
    """In words: `category: cs.CL; title: language model`."""
    chosen: bool


class Scales:
    """Weighs what speaks for each of some topics."""

    def __init__(self, topics: Sequence[Topic], fallback: str | None) -> None:
        """Take the topics, and the name of the one for papers that nothing else fits."""
        self._topics = topics
        self._fallback = fallback

    def weigh(self, paper: Paper) -> list[Weighed]:
        """Return every topic that anything speaks for, in order, chosen or not."""
        cases = self._cases(paper)
        enough = ENOUGH if paper.abstract else ENOUGH_WITHOUT_ABSTRACT
        ranked = sorted(cases, key=lambda case: -case.points)
        chosen = [case for case in ranked if case.points >= enough][:MOST_TOPICS]
        chosen = chosen or [case for case in ranked if case.points >= ENOUGH_ALONE][:1]
        weighed = [Weighed(*case, case in chosen) for case in cases]
        if not chosen and self._fallback:
            weighed.append(Weighed(self._fallback, 0, "nothing speaks for another topic", chosen=True))
        return weighed

    def _cases(self, paper: Paper) -> list[_Case]:
        """Return what speaks for each topic for which anything does, in order."""
        categories = self._categories(paper)
        title = self._mentions(paper.title)
        abstract = self._mentions(paper.abstract or "")
        return [
            _case(topic.name, paper, categories[topic.name], title[topic.name], abstract[topic.name])
            for topic in self._topics
            if categories[topic.name] or title[topic.name] or abstract[topic.name]
        ]

    def _categories(self, paper: Paper) -> Mapping[str, list[str]]:
        """Return the paper's categories that speak for each topic."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for category in paper.categories:
            archive = category.partition(".")[0]
            named = category if category in self._by_category else archive
            for topic in self._by_category.get(named, []):
                found[topic].append(category)
        return found

    def _mentions(self, text: str) -> Mapping[str, Counter[str]]:
        """Count the words of each topic in `text`, the longest first and none inside another.

        Takes time in proportion to the text, whatever is in it.
        """
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        words = _words(text)
        start = 0
        while start < len(words):
            for length in range(min(self._longest_phrase, len(words) - start), 0, -1):
                phrase = " ".join(words[start : start + length])
                if phrase in self._by_phrase:
                    for topic in self._by_phrase[phrase]:
                        found[topic][phrase] += 1
                    start += length
                    break
            else:
                start += 1
        for phrase in self._unspaced:
            if count := text.count(phrase):
                for topic in self._by_phrase[phrase]:
                    found[topic][phrase] = count
        return found

    @cached_property
    def _by_category(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for topic in self._topics:
            for category in topic.categories:
                found[category].append(topic.name)
        return found

    @cached_property
    def _by_phrase(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for topic in self._topics:
            for phrase in dict.fromkeys(" ".join(_words(word)) for word in topic.words):
                found[phrase].append(topic.name)
        return dict(found)

    @cached_property
    def _unspaced(self) -> tuple[str, ...]:
        """The words in scripts that put no blanks around them, or put endings behind them."""
        return tuple(phrase for phrase in self._by_phrase if phrase[0] >= _FIRST_KANA)

    @cached_property
    def _longest_phrase(self) -> int:
        return max((phrase.count(" ") + 1 for phrase in self._by_phrase), default=0)


def _case(
    topic: str, paper: Paper, categories: list[str], title: Counter[str], abstract: Counter[str]
) -> _Case:
    """Weigh what speaks for one topic, and say it."""
    points = 0
    if categories:
        points += PRIMARY_CATEGORY if categories[0] == paper.categories[0] else OTHER_CATEGORY
    if title:
        points += PHRASE_IN_TITLE if any(" " in phrase for phrase in title) else WORD_IN_TITLE
        points += min(MORE_IN_TITLE * (len(title) - 1), MOST_MORE_IN_TITLE)
    mentions = sum(min(count, MOST_MENTIONS_OF_ONE) for count in abstract.values())
    points += min(MENTION_IN_ABSTRACT * mentions, MOST_FOR_ABSTRACT)
    said = {"category": categories, "title": title, "abstract": abstract}
    return _Case(
        topic, points, "; ".join(f"{name}: {', '.join(what)}" for name, what in said.items() if what)
    )


def _words(text: str) -> list[str]:
    """Split into words, lower case and singular."""
    return [_singular(word) for word in re.findall(r"[^\W_]+", text.lower())]


def _singular(word: str) -> str:
    """Take off a plural's ending; what it does to other words does no harm, it does it to all."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
