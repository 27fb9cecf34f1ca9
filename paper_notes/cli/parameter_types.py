"""The types of what a command line takes: what it may be, what it becomes, how a shell completes it."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from paper_notes.values.model import Status
from paper_notes.values.query import years_of

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Words(click.ParamType[str]):
    """A text that can be asked for and written: bytes that are no UTF-8 are refused."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text as it is."""
        text = str(value)
        try:
            text.encode()
        except UnicodeEncodeError:
            self.fail(f"{text!r} is not UTF-8 text.", param, ctx)
        return text


class Completed(Words):
    """A text that a shell can complete; `words` names the function of `suggestions` that knows how."""

    def __init__(self, name: str, words: str) -> None:
        self.name = name
        self._words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text as it is; the name of a file may be any bytes."""
        return str(value) if self.name == "file" else super().convert(value, param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        """Return what the text may become."""
        from paper_notes.cli import suggestions  # only a shell asks for that

        words: Callable[..., list[CompletionItem[str]]] = getattr(suggestions, self._words)
        return words(ctx, param, incomplete)


class Number(click.ParamType[int]):
    """A whole number from `least` to `most`; None is without end."""

    name = "number"

    def __init__(self, least: int, most: int | None = None) -> None:
        self._least, self._most = least, most

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return what stands for it in the help: `1..5`."""
        return self.span

    @property
    def span(self) -> str:
        """From where to where it may be: `1..5`, or `1..` without end."""
        return f"{self._least}..{self._most or ''}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        try:
            number = int(value)
        except ValueError:
            number = None
        if number is None or number < self._least or (self._most is not None and number > self._most):
            end = "on" if self._most is None else f"to {self._most}"
            self.fail(f"{str(value)!r} is not a number from {self._least} {end}.", param, ctx)
        return number


class Stars(Number):
    """A rating, or `none`, which takes one away."""

    name = "rating"

    def __init__(self) -> None:
        super().__init__(1, 5)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return 1 to 5, or 0 for none."""
        return 0 if value in (0, "none") else super().convert(value, param, ctx)


class Day(click.ParamType[str]):
    """A day: 2026-11-22, `today` or `yesterday`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the day as YYYY-MM-DD; days to come are refused."""
        from datetime import date, timedelta

        now = date.today()
        if value in ("today", "yesterday"):
            return str(now if value == "today" else now - timedelta(days=1))
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
                raise ValueError
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day. Write it like {now}.", param, ctx)
        if day > now:
            self.fail(f"{value} is still to come.", param, ctx)
        return str(value)


class Period(click.ParamType[str]):
    """The first or last day of a period: 2026, 2026-11 or 2026-11-22."""

    name = "date"

    def __init__(self, *, end: bool) -> None:
        self._end = end

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the day as YYYY-MM-DD; the 31st of any month will do as its end."""
        if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", value, re.ASCII):
            self.fail(f"{value!r} is not a date. Write 2026, 2026-11 or 2026-11-22.", param, ctx)
        return str(value + ("-12-31" if self._end else "-01-01")[3 * (value.count("-")) :])


class Years(click.ParamType[tuple[int, int]]):
    """A year, or a span of years that may be open: 2017, 2017..2020, 2017.. or ..2020."""

    name = "year"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Return the first and last year."""
        if isinstance(value, tuple):
            return value
        try:
            return years_of(value)
        except ValueError as error:
            self.fail(f"{value!r} is no year: {error}.", param, ctx)


REF = Completed("ref", "notes")
"""A note that is there."""
TOPIC = Completed("topic", "topics")
LABEL = Completed("label", "labels")
TOPIC_OR_LABEL = Completed("topic", "topics_and_labels")
FILE = Completed("file", "files")
STATUS = click.Choice([str(status) for status in Status], case_sensitive=False)
RATING = Number(1, 5)
