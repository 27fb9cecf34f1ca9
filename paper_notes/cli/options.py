"""Options and their types that several commands share."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from paper_notes.values.model import Status
from paper_notes.values.query import SORTS, Query, years_of

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from paper_notes.app import App

F = TypeVar("F", bound=Callable[..., Any])


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


REF = Completed("ref", "notes")
"""A note that is there."""
TOPIC = Completed("topic", "topics")
LABEL = Completed("label", "labels")
TOPIC_OR_LABEL = Completed("topic", "topics_and_labels")
FILE = Completed("file", "files")


class Number(click.ParamType[int]):
    """A whole number from `least` to `most`; None is without end, and `clamp` takes more for the most."""

    name = "number"

    def __init__(self, least: int, most: int | None = None, *, clamp: bool = False) -> None:
        self._least, self._most, self._clamp = least, most, clamp

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
            number = self._least - 1
        if self._clamp and self._most is not None:
            number = min(number, self._most)
        if number < self._least or (self._most is not None and number > self._most):
            end = "on" if self._most is None else f"to {self._most}"
            self.fail(f"{str(value)!r} is not a number from {self._least} {end}.", param, ctx)
        return number


STATUS = click.Choice([str(status) for status in Status], case_sensitive=False)
RATING = Number(1, 5)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Only say what would be written.")
YES = click.option("--yes", "-y", is_flag=True, help="Do not ask.")


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


_ABOUT = (
    click.option(
        "--topic", "topics", multiple=True, type=TOPIC, metavar="TOPIC", help="Notes about this topic."
    ),
    click.option("--status", "statuses", multiple=True, type=STATUS, help="Notes with this status."),
    click.option("--author", type=Words(), metavar="NAME", help="By an author whose name has this in it."),
    click.option("--year", "years", type=Years(), help="Published in 2017, 2017..2020, 2017.. or ..2020."),
)
READER = click.option(
    "--reader",
    type=Completed("login", "readers"),
    metavar="LOGIN",
    help="Read, or to be read, by this person of a group.",
)
MINE = click.option("--mine", is_flag=True, help="Those that you read yourself, of a group's.")
_LABEL = click.option(
    "--label", "labels", multiple=True, type=LABEL, metavar="LABEL", help="Notes with this label."
)


def filters(function: F) -> F:
    """Add the options that choose notes; the command takes them as `**chosen`."""
    return _with(
        function,
        *_ABOUT,
        click.option("--since", type=Period(end=False), help="From this date on (see --sort)."),
        click.option("--until", type=Period(end=True), help="Up to this date (see --sort)."),
        click.option("--rating", type=RATING, help="With at least so many stars."),
        READER,
        _LABEL,
    )


def choosing(function: F) -> F:
    """Add the filters for notes that are to be changed: without those that a change has itself."""
    return _with(
        function,
        *_ABOUT,
        click.option("--since", type=Period(end=False), help="Added on this date or later."),
        click.option("--until", type=Period(end=True), help="Added on this date or earlier."),
        READER,
        _LABEL,
    )


def _with(function: F, *options: Callable[[F], F]) -> F:
    for option in reversed(options):
        function = option(function)
    return function


MOST = 2**31
"""More notes than any library has, and no more than SQLite can be asked for."""

SORT = click.option(
    "--sort",
    type=click.Choice(SORTS),
    default="added",
    show_default=True,
    help="Order; `read` and `published` also make --since and --until speak of that date.",
)


def mine(app: "App", reader: str | None, *, wanted: bool) -> str | None:
    """Return whose notes are meant; with `--mine` the reader's own."""
    if not wanted:
        return reader
    if reader:
        raise click.UsageError("--mine is a --reader: give one of them.")
    return app.me()


def query(topic_name: Callable[[str], str], chosen: dict[str, Any], **more: Any) -> Query:
    """Return the query that the filter options ask for; `topic_name` checks and completes topics."""
    if chosen.get("limit"):
        chosen = {**chosen, "limit": min(chosen["limit"], MOST)}
    return Query(
        **{
            **chosen,
            "topics": tuple(map(topic_name, chosen["topics"])),
            "statuses": tuple(map(Status, chosen["statuses"])),
            "reader": (chosen.get("reader") or "").strip().removeprefix("@") or None,
            **more,
        }
    )
