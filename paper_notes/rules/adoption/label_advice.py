"""What labels of hand-written notes may mean: topics that are not configured, or a status."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from paper_notes.values.label_names import is_new_label_name
from paper_notes.values.model import READING_LABEL, Status
from paper_notes.values.topic_settings import FALLBACK, topic_key
from paper_notes.values.topics import Taxonomy

LEAST_ISSUES = 2
"""A label that one issue has is no topic yet."""

LEAST_PAPERS = 3
LEAST_SHARE = 0.6
"""So many papers with a label, and such a share of them, must be guessed to be about a topic for the label
to be taken for another name of it."""

MOST = 20
"""Labels that are named; nobody pastes more."""

_STATUS_WORDS = {
    Status.READ: (
        r"(?:already)?read|done|finished|completed?|reviewed|summari[sz]ed"
        r"|읽음|완독|(?:정리|리뷰)?완료|読了|既読|完了|已读"
    ),
    Status.READING: r"inprogress|wip|읽는중|진행중|読書中|読んでいる|在读",
    Status.TO_READ: (
        r"unread|not(?:yet)?read|(?:not)?yet|toread|(?:to)?readlater|later"
        r"|안읽음|읽을것|나중에|未読|(?:後|あと)で読む|未读"
    ),
}
"""What people label papers with, as letters and digits only."""

_UNFINISHED = (
    r"todo.*|draft|pending|needs?(?:updates?|review|help)|action.*|.*reading|reread|skimmed|(?:un)?published"
)
_HOUSEKEEPING = (
    r"bug|enhancement|question|helpwanted|documentation|goodfirstissue|duplicate|invalid|wontfix|dependencies"
    r"|uncategori[sz]ed|others?|misc|meta|important|priority.*|papers?|notes?|papernotes?|survey|review|blog|slides?"
    r"|tutorial|thesis|journal|conference|workshop|code|list|selected.*"
)
_VENUES = (
    r"(?:journal|conference|venue|year|conf)?(?:neurips|nips|icml|iclr|cvpr|iccv|eccv|wacv|bmvc|acl|naacl|eacl|emnlp"
    r"|coling|aaai|ijcai|kdd|www|sigir|wsdm|cikm|recsys|interspeech|icassp|corl|rss|icra|iros|uai|aistats|colt|tacl"
    r"|tpami|jmlr|tmlr|nature|science|arxiv|siggraph|chi|focs|stoc|soda)(?:\d{2}|\d{4})?"
)
_NO_TOPIC = re.compile(
    rf"(?:year|date)?(?:19|20)\d\d(?:q[1-4]|h[12])?|\d+(?:min|分|점)?|{_UNFINISHED}|{_HOUSEKEEPING}|{_VENUES}"
)


class Told(NamedTuple):
    """A label that seems to tell a status, and on how many notes the status is another one."""

    label: str
    status: Status
    notes: int


def statuses_told(found: Iterable[tuple[Sequence[str], Status]]) -> list[Told]:
    """Return what labels seem to tell where the status is another one, the most frequent first.

    `found` are the labels and the status of each note.
    """
    names: dict[str, str] = {}
    counts: Counter[tuple[str, Status]] = Counter()
    for labels, status in found:
        for label in labels:
            meant = _status_meant(topic_key(label))
            if meant is not None and meant is not status and label.isprintable():
                names.setdefault(topic_key(label), label)
                counts[topic_key(label), meant] += 1
    return [Told(names[key], meant, count) for (key, meant), count in counts.most_common()]


def _status_meant(key: str) -> Status | None:
    letters = "".join(char for char in key if char.isalnum())
    return next((status for status, words in _STATUS_WORDS.items() if re.fullmatch(words, letters)), None)


class Advice(NamedTuple):
    """A label that may be a topic."""

    label: str
    issues: int
    """How many have it."""
    topic: str | None
    """The topic that it is taken for another name of; None if it is one of its own."""


def advise(found: Iterable[tuple[Sequence[str], Sequence[str]]], taxonomy: Taxonomy) -> list[Advice]:
    """Return labels that may be topics, the most used first.

    `found` are the labels of each note, with the topics guessed of its paper. Labels that have a meaning
    already are left out, and so are venues, years, statuses and what GitHub gives to every repository.
    """
    names: dict[str, str] = {}
    issues: Counter[str] = Counter()
    guessed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for labels, topics in found:
        for label in labels:
            key = topic_key(label)
            plain = bool(key) and label.isprintable() and key != READING_LABEL
            if plain and taxonomy.resolve(label) is None and not _is_no_topic(key):
                names.setdefault(key, label)
                issues[key] += 1
                guessed[key].update(topic for topic in topics if topic != FALLBACK)
    often = [(key, count) for key, count in issues.most_common() if count >= LEAST_ISSUES]
    advice = [Advice(names[key], count, _meant(guessed[key], count)) for key, count in often]
    return [one for one in advice if one.topic or is_new_label_name(one.label)][:MOST]


def _is_no_topic(key: str) -> bool:
    letters = "".join(char for char in key if char.isalnum())
    return _NO_TOPIC.fullmatch(letters) is not None or _status_meant(key) is not None


def _meant(guessed: Mapping[str, int], papers: int) -> str | None:
    topic = max(guessed, key=lambda name: guessed[name], default=None)
    if topic is None or papers < LEAST_PAPERS or guessed[topic] < LEAST_SHARE * papers:
        return None
    return topic


def as_settings(advice: Sequence[Advice]) -> str:
    """Return what `papers.toml` would say of those labels, as text to paste."""
    import json  # a JSON text is a text of TOML

    aliases: defaultdict[str, list[str]] = defaultdict(list)
    for one in advice:
        if one.topic:
            aliases[one.topic].append(one.label)
    lines = []
    for topic, labels in aliases.items():
        lines += [f"[topics.{_key(topic)}]", f"aliases = {json.dumps(labels, ensure_ascii=False)}"]
    lines += [f"[topics.{_key(one.label)}]  # {one.issues} issues" for one in advice if not one.topic]
    return "\n".join(lines)


def _key(name: str) -> str:
    import json

    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else json.dumps(name, ensure_ascii=False)
