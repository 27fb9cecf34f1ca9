"""The issue form for a paper: what it asks in each language, and its answers in an issue.

GitHub makes a body of the answers: `### label`, a blank line, the answer, for each question in
its order; `_No response_` where nothing was typed, and `None` where nothing was chosen.
"""

import re
from typing import NamedTuple


class Form(NamedTuple):
    """The words of the form in one language. Labels head the answers, so that a changed one is not found."""

    title: str
    """What the title of a new issue is until somebody types one."""
    link: str
    """The label of the one answer that is needed: an id or a link."""
    topics: str
    """The label of a choice of several topics."""
    thoughts: str
    """The label of what the reader thinks so far."""


FORMS = {
    "en": Form("[Paper]", "Link to the paper", "Topics", "First thoughts"),
    "ko": Form("[논문]", "논문 링크", "주제", "첫인상"),
    "ja": Form("[論文]", "論文リンク", "トピック", "最初の感想"),
}
"""By language. A label that was shipped once has to be found for ever: issues keep it."""


class Answers(NamedTuple):
    """What somebody answered; empty where they did not."""

    link: str = ""
    topics: tuple[str, ...] = ()
    thoughts: str = ""


def answers_in(body: str) -> Answers | None:
    """Return the answers that a body begins with, in whatever language; None if it is no form's.

    Only the form's own labels part the answers: what was typed may hold headings too.
    """
    lines = re.split(r"\r\n|\r|\n", body.lstrip("\r\n"))
    form = next((form for form in FORMS.values() if lines[0].rstrip() == f"### {form.link}"), None)
    if form is None:
        return None
    starts = [0]
    for label in (form.topics, form.thoughts):
        following = range(starts[-1] + 1, len(lines))
        starts += [at for at in following if lines[at].rstrip() == f"### {label}"][:1]
    found = {}
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        answer = "\n".join(lines[start + 1 : end]).strip()
        found[lines[start].rstrip()] = "" if answer in ("_No response_", "None") else answer
    topics = found.get(f"### {form.topics}", "")
    return Answers(
        link=found[f"### {form.link}"],
        topics=tuple(filter(None, map(str.strip, topics.split(",")))),
        thoughts=found.get(f"### {form.thoughts}", ""),
    )
