"""The issue form: its answers are read from an issue as GitHub writes them."""

import pytest

from paper_notes.values.text.form import FORMS, Answers, answers_in
from paper_notes.values.text.recognise import recognise

LINK = "https://arxiv.org/abs/1706.03762"


def body_of(language: str, link: str, topics: str, thoughts: str) -> str:
    """Return the body that GitHub makes of three answers."""
    form = FORMS[language]
    return (
        f"### {form.link}\n\n{link}\n\n### {form.topics}\n\n{topics}\n\n### {form.thoughts}\n\n{thoughts}\n\n"
    )


@pytest.mark.parametrize("language", FORMS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_answers_are_read_in_every_language(language: str, line_end: str) -> None:
    """All three answers come back, also after an edit in the browser has changed the line ends."""
    body = body_of(language, LINK, "NLP, CV", "Why no recurrence?\n\nRead it again.")
    assert answers_in(body.replace("\n", line_end)) == Answers(
        LINK, ("NLP", "CV"), "Why no recurrence?\n\nRead it again."
    )


def test_no_response_is_no_answer() -> None:
    """GitHub's words for an empty field, or a choice of nothing, are nobody's answer."""
    assert answers_in(body_of("en", LINK, "_No response_", "_No response_")) == Answers(LINK)
    assert answers_in(body_of("ko", "_No response_", "None", "None")) == Answers()


def test_headings_in_an_answer_part_nothing() -> None:
    """Only the form's labels part the answers, each the first time it comes after the one before."""
    thoughts = "### Method\n\nSelf-attention.\n\n### Topics\n\nNo choice of mine."
    assert answers_in(body_of("en", LINK, "NLP", thoughts)) == Answers(LINK, ("NLP",), thoughts)


@pytest.mark.parametrize(
    ("body", "answers"),
    [
        ("", None),
        (LINK, None),
        ("### Link\n\n" + LINK, None),
        (f"See this:\n### Link to the paper\n\n{LINK}", None),
        (f"\r\n### Link to the paper \r\n\r\n{LINK}", Answers(LINK)),
        (f"### 論文リンク\n\n{LINK}\n\n### 最初の感想\n\nまだ", Answers(LINK, (), "まだ")),
        ("### Link to the paper", Answers()),
    ],
)
def test_a_body_that_begins_with_the_link_is_of_the_form(body: str, answers: Answers | None) -> None:
    """What begins otherwise is somebody's own text; questions that were taken out of the form may lack."""
    assert answers_in(body) == answers


@pytest.mark.parametrize("language", FORMS)
def test_an_answered_form_reads_as_a_note(language: str) -> None:
    """Without us, too, the label tells which link is the paper, whatever else the thoughts mention."""
    body = body_of(language, LINK, "NLP", "Compare https://arxiv.org/abs/1512.03385")
    found = recognise(FORMS[language].title, body)
    assert (found.arxiv_id, found.certain) == ("1706.03762", True)
