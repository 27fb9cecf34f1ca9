"""What can go wrong, in words for the person at the terminal.

PapersError               1  the work could not be done
├── UsageError            2  an option, status, topic or setting that makes no sense
├── TokenError            4  a token is needed, refused, or not allowed to do this
├── SourceError           1  a place that knows papers did not answer, or answered nonsense
├── TrackerError          1  the place where notes are written did not do what was asked
│   └── UnclearError      1  it may or may not have done it: look before asking again
├── HandEditedError       1  a managed block that a person changed: we do not overwrite it
└── ConflictError         1  a text that somebody else changed while it was being edited

`cli` is the only module that turns them into output. A message names the thing at
fault; the remedy says what to do next. Neither ever holds a token.
"""


class PapersError(Exception):
    """The work could not be done; `message` says what, `remedy` what to do about it."""

    exit_code = 1

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return self.message


class UsageError(PapersError):
    """The request makes no sense as typed or configured."""

    exit_code = 2


class TokenError(PapersError):
    """GitHub wants a token, or a token that may do more."""

    exit_code = 4


class SourceError(PapersError):
    """arXiv or another source of papers gave no usable answer."""


class TrackerError(PapersError):
    """GitHub (or the embedded library) did not do what was asked."""

    def __init__(self, message: str, remedy: str | None = None, *, stops: bool = False) -> None:
        super().__init__(message, remedy)
        self.stops = stops
        """Whether all else that is asked of it now would fail for the same reason: a limit, no network."""


class UnclearError(TrackerError):
    """The answer to a write was lost: it may have been carried out all the same."""


class HandEditedError(PapersError):
    """The managed block was changed by hand, so it is left as it is."""


class ConflictError(PapersError):
    """Somebody else changed the same lines of a text: nothing is written, so that nothing is lost."""

    def __init__(self, message: str, remedy: str | None = None, diff: tuple[str, ...] = ()) -> None:
        super().__init__(message, remedy)
        self.diff = diff
        """How the text that was typed differs from the one that is there now, line by line."""
