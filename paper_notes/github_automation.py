"""What GitHub does by itself in a repository: workflows and the site (GitHub REST API, actions, pages)."""

from paper_notes.errors import TokenError
from paper_notes.github_repository import GitHubRepository


class GitHubAutomation:
    """Looks at workflows and Pages; what the token may not see is unknown, not missing."""

    def __init__(self, repository: GitHubRepository) -> None:
        self._repository = repository

    def workflow_state(self, file: str) -> str | None:
        """Return the state of a workflow, such as `active`; None if it is not to be seen."""
        return self._told(f"actions/workflows/{file}", "state")

    def pages_source(self) -> str | None:
        """Return who builds the site, `workflow` or `legacy` (a branch); None if not to be seen."""
        return self._told("pages", "build_type")

    def _told(self, what: str, key: str) -> str | None:
        try:
            answer = self._repository.get(what)
        except TokenError:
            return None  # a token that may do all that notes need may not see this
        data = answer.data if answer.done else None
        value = data.get(key) if isinstance(data, dict) else None
        return value if isinstance(value, str) else None
