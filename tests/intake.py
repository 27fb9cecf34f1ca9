"""What the tests of `papers intake` share: how an issue looks, and what a form's answers become."""

from paper_notes.values.text import body
from paper_notes.values.text.form import FORMS
from tests.github_server import GitHubServer

LINK = "https://arxiv.org/abs/1706.03762"
ATTENTION = "Attention Is All You Need"
NOTHING = "_No response_"


def look(repo: GitHubServer, number: int) -> tuple[str, str, list[str], str]:
    """Return an issue's title, what people typed in it, its labels, and its state with the reason."""
    issue = repo.repo.issue(number)
    state = issue["state"] + (f", {issue['state_reason']}" if issue["state_reason"] else "")
    return issue["title"], body.without(issue["body"] or ""), issue["labels"], state


def said(repo: GitHubServer, number: int) -> list[str]:
    """Return the comments below an issue."""
    return [each["body"] for each in repo.repo.comments.values() if each["number"] == number]


def form(link: str, topics: str = NOTHING, thoughts: str = NOTHING, language: str = "en") -> str:
    """Return the body that GitHub makes of the form's answers."""
    words = FORMS[language]
    parts = ((words.link, link), (words.topics, topics), (words.thoughts, thoughts))
    return "\n\n".join(f"### {label}\n\n{answer}" for label, answer in parts)
