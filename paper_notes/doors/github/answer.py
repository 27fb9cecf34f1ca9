"""What GitHub answered, whatever that means for whoever asked."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from paper_notes.values.errors import TrackerError


class Answer(NamedTuple):
    """What GitHub said: anything but a failure of the transport, the token or a limit."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    data: Any
    """The decoded JSON; None if there is none."""

    @property
    def done(self) -> bool:
        """Whether it did what was asked."""
        return 200 <= self.status < 300

    @property
    def moved(self) -> bool:
        """Whether it points elsewhere instead, having done nothing."""
        return self.status in (301, 302, 307, 308)

    @property
    def missing(self) -> bool:
        """Whether what was asked about is not there, or not there any more."""
        return self.status in (404, 410)

    @property
    def message(self) -> str:
        """GitHub's own words, with the details it gives for a 422."""
        if not isinstance(self.data, dict):
            return "no explanation"
        said = [str(self.data.get("message") or "no explanation")]
        errors = self.data.get("errors")
        for error in errors if isinstance(errors, list) else []:
            if isinstance(error, dict):
                words = error.get("message") or f"{error.get('field')}: {error.get('code')}"
            else:
                words = error
            said.append(str(words))
        return "; ".join(said)


def refused(answer: Answer) -> TrackerError:
    """Return the error for an answer that nobody knows better what to make of."""
    return TrackerError(f"GitHub answered {answer.status}: {answer.message}.")
