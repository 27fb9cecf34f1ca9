"""Who may have something done: the events of a repository in which anybody can open an issue."""

from collections.abc import Callable

from paper_notes.values.events import ABOUT_ONE_ISSUE, BY_OURSELVES, Event, Person


class Gate:
    """Lets an event through if both who caused it and whose issue it is about are trusted."""

    def __init__(
        self, repository: str, trusts: Callable[[str, str], bool], may_label: Callable[[str], bool]
    ) -> None:
        """Take the repository, who is trusted by login and association, and whom GitHub lets label."""
        self._repository = repository
        self._trusts = trusts
        self._may_label = may_label

    def refusal(self, event: Event) -> str | None:
        """Return why nothing is done about an event; None if there is no reason."""
        if event.repository and event.repository.casefold() != self._repository.casefold():
            return "It happened in another repository."
        if event.kind in BY_OURSELVES:
            return None
        if event.kind not in ABOUT_ONE_ISSUE:
            return "Strangers can cause such an event, and it says nothing about an issue."
        if event.pull_request:
            return "It is about a pull request."
        if not self._is_trusted(event.author):
            return "The issue is by somebody who is not trusted here."
        if self._is_trusted(event.sender):
            return None
        if event.sender.bot:
            return "A bot did it, and is not trusted here."
        somebody = event.sender.login and event.sender.association is None
        if somebody and self._may_label(event.sender.login):
            return None
        return "Somebody who is not trusted here did it."

    def _is_trusted(self, person: Person) -> bool:
        # What an app does counts only if the reader has named the app.
        return self._trusts(person.login, "NONE" if person.bot else person.association or "NONE")
