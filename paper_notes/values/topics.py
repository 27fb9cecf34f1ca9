"""The topics: their names, the labels that stand for them, and which of them a paper belongs under."""

from collections.abc import Iterable
from functools import cached_property

from paper_notes.values.errors import UsageError
from paper_notes.values.model import Label, Paper
from paper_notes.values.topic_defaults import DEFAULT_TOPICS, Topic
from paper_notes.values.topic_guess import Scales, Weighed
from paper_notes.values.topic_settings import FALLBACK, configured_topics, topic_key


class Taxonomy:
    """An unchanging set of topics, in the order in which they are shown."""

    def __init__(self, topics: Iterable[Topic] = DEFAULT_TOPICS) -> None:
        self.topics = tuple(topics)

    def __repr__(self) -> str:
        return f"Taxonomy({self.topics!r})"

    @classmethod
    def from_settings(cls, table: object, where: str) -> "Taxonomy":
        """Return the default topics as the `[topics]` table of the file `where` changes them.

        `[topics.NLP]` sets `color` and `description` and adds to `categories`, `words` and
        `aliases`; a new name makes a new topic; `NLP = false` removes one. A name or an alias
        in the file is taken from the topic that has it as an alias by default.
        Raises UsageError naming the file, the key, and what would be right.
        """
        return cls(configured_topics(table, where))

    def resolve(self, name: str) -> Topic | None:
        """Return the topic called `name`, in any case, by its own name or an alias."""
        return self._by_key.get(topic_key(name))

    def nearest(self, name: str) -> str | None:
        """Return the name of the topic that someone who typed `name` may have meant."""
        from difflib import get_close_matches  # slow to load, and only needed for mistakes

        close = get_close_matches(topic_key(name), self._by_key, n=1, cutoff=0.66)
        return self._by_key[close[0]].name if close else None

    def of_labels(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Return the topics that `labels` stand for, in order; other labels are passed over."""
        meant = {topic.name for label in labels if (topic := self.resolve(label))}
        return tuple(topic.name for topic in self.topics if topic.name in meant)

    def label_of(self, name: str) -> Label:
        """Return the label of the topic called `name`; raises UsageError if there is none."""
        topic = self.resolve(name)
        if topic is None:
            nearest = self.nearest(name)
            raise UsageError(f"There is no topic {name!r}.", f"Did you mean {nearest}?" if nearest else None)
        return Label(topic.name, topic.color, topic.description)

    def guess(self, paper: Paper) -> tuple[str, ...]:
        """Return the topics of the paper, in order: mostly one or two, at most three.

        They come from its categories, title and abstract, as far as it has them. When
        nothing speaks for any topic it is `ML`, unless that was removed.
        """
        return tuple(case.topic for case in self.weigh(paper) if case.chosen)

    def weigh(self, paper: Paper) -> list[Weighed]:
        """Return every topic that anything speaks for, in order, chosen by `guess` or not."""
        return self._scales.weigh(paper)

    @cached_property
    def _scales(self) -> Scales:
        fallback = self.resolve(FALLBACK)
        return Scales(self.topics, fallback.name if fallback else None)

    @cached_property
    def _by_key(self) -> dict[str, Topic]:
        named = {topic_key(alias): topic for topic in self.topics for alias in topic.aliases}
        return named | {topic_key(topic.name): topic for topic in self.topics}
