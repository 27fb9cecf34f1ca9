"""What GitHub does by itself in a repository: workflows and the site (GitHub REST API, actions, pages)."""

from paper_notes.doors.github.repository import GitHubRepository
from paper_notes.values.errors import TokenError


class GitHubAutomation:
    """Looks at workflows and Pages; what the token may not see is unknown, not missing."""

    def __init__(self, repository: GitHubRepository) -> None:
        self._repository = repository

    def actions_allowed(self) -> bool | None:
        """Return whether workflows may run at all; None if that is not to be seen, as only admins may."""
        allowed = self._told("actions/permissions", "enabled")
        return allowed if isinstance(allowed, bool) else None

    def workflow_state(self, file: str) -> str | None:
        """Return the state of a workflow, such as `active`; None if it is not to be seen."""
        state = self._told(f"actions/workflows/{file}", "state")
        return state if isinstance(state, str) else None

    def pages_source(self) -> str | None:
        """Return who builds the site, `workflow` or `legacy` (a branch); None if not to be seen."""
        source = self._told("pages", "build_type")
        return source if isinstance(source, str) else None

    def _told(self, what: str, key: str) -> object:
        try:
            answer = self._repository.get(what)
        except TokenError:
            return None  # a token that may do all that notes need may not see this
        return answer.data.get(key) if answer.done and isinstance(answer.data, dict) else None
