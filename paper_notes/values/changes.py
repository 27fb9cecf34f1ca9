"""What a change means for the state and the labels of an issue, the same for every tracker."""

from paper_notes.values.model import READING_LABEL, Issue, Status
from paper_notes.values.tracker import Change


def require_unprevented(fresh: Issue, change: Change) -> None:
    """Raise what the change's own check finds wrong with the issue as it is now."""
    if change.check is not None:
        change.check(fresh)


def state_of(status: Status, state: str = "closed") -> tuple[str, str | None]:
    """Return GitHub's state and reason for a status; an issue that was open stays without a reason."""
    if status is Status.READ:
        return "closed", "completed"
    if status is Status.DROPPED:
        return "closed", "not_planned"
    return "open", "reopened" if state == "closed" else None


def changed_labels(labels: tuple[str, ...], change: Change) -> tuple[str, ...]:
    """Return the labels after the change: names kept as spelled, compared without case.

    What is removed and added alike stays where it is: another order of the same labels is no change.
    """
    remove = {name.casefold() for name in change.remove_labels}
    add = list(change.add_labels)
    if change.status is Status.READING:
        add.append(READING_LABEL)
    elif change.status is not None:
        remove.add(READING_LABEL)
    kept = [label for label in labels if label.casefold() not in remove or label in add]
    have = {label.casefold() for label in kept}
    for name in add:
        if name.casefold() not in have:
            kept.append(name)
            have.add(name.casefold())
    return tuple(kept)


def changed_title(title: str, change: Change) -> str:
    """Return the title after the change: it stays if somebody else has changed it meanwhile."""
    if change.title is None or change.title_was not in (None, title):
        return title
    return change.title
