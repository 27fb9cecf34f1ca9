"""Which labels of hand-written notes may be topics that are not configured, and how they would be."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from paper_notes.values.model import READING_LABEL
from paper_notes.values.topic_settings import FALLBACK, is_label_name, topic_key
from paper_notes.values.topics import Taxonomy

LEAST_ISSUES = 2
"""A label that one issue has is no topic yet."""

LEAST_PAPERS = 3
LEAST_SHARE = 0.6
"""So many papers with a label, and such a share of them, must be guessed to be about a topic for the label
to be taken for another name of it."""

MOST = 20
"""Labels that are named; nobody pastes more."""

_STATUSES = (
    r"(?:not|to|un|re|being|already|must|should)?(?:yet|read|reading|todo|readlater|later|done|wip|draft|pending|finished)"
    r"|inprogress|needs?(?:updates?|review|help)|action.*|.*reading|todo.*|skimmed|summari[sz]ed|published|unpublished"
    r"|未読|既読|読了|読書中|後で読む|읽음|안읽음|읽는중|완료|진행중|나중에"
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
    rf"(?:year|date)?(?:19|20)\d\d(?:q[1-4]|h[12])?|\d+(?:min|分|점)?|{_STATUSES}|{_HOUSEKEEPING}|{_VENUES}"
)


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
    return [one for one in advice if one.topic or is_label_name(one.label)][:MOST]


def _is_no_topic(key: str) -> bool:
    return _NO_TOPIC.fullmatch("".join(char for char in key if char.isalnum())) is not None


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
