"""What is said to people below their issues, in their language."""

from typing import NamedTuple


class Answers(NamedTuple):
    """What is said to people below their issues."""

    duplicate: str
    """With `{note}`, the note that is there."""
    unresolved: str
    """With `{wrong}` and `{remedy}`."""


ANSWERS = {
    "en": Answers(
        "Duplicate of {note}: that note is about the same paper. "
        "What you wrote here stays here; reopen this issue to keep both.",
        "This could not be made into a note: {wrong} {remedy}\n\nEdit the issue, and it is looked at again.",
    ),
    "ko": Answers(
        "Duplicate of {note}: 같은 논문의 노트가 이미 있습니다. "
        "여기 쓰신 글은 그대로 남습니다. 둘 다 두려면 이 이슈를 다시 열어 주세요.",
        "노트로 만들지 못했습니다: {wrong} {remedy}\n\n이슈를 고치면 다시 확인합니다.",
    ),
    "ja": Answers(
        "Duplicate of {note}: 同じ論文のノートがすでにあります。"
        "ここに書いた文章はそのまま残ります。両方残す場合は、この issue を再度開いてください。",
        "ノートにできませんでした: {wrong} {remedy}\n\nissue を編集すると、もう一度確認します。",
    ),
}
"""By language. They begin with the words by which GitHub, too, knows a duplicate."""


def mark(what: str) -> str:
    """Return what nobody sees in a comment of ours, and what tells that it is one."""
    return f"<!-- papers:answer {what} -->"
