"""What every command has: the options that work everywhere, `-h`, and what one command line shares."""

import os
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

from paper_notes.cli.display.narration import meter, say
from paper_notes.values.errors import PapersError

if TYPE_CHECKING:
    from paper_notes.app import App


class Session:
    """What one command line shares: its global options, and the parts built from them."""

    def __init__(self) -> None:
        self.flags: dict[str, Any] = {}
        self.verbose = False

    def app(self, *, rehearsing: bool = False) -> "App":
        """Return the parts of the program, as the options so far want them."""
        from paper_notes.app import App  # --help needs none of them

        try:
            os.getcwd()
        except FileNotFoundError:
            raise PapersError("The folder you are in is no longer there.", "Go to another one.") from None
        return App(self.flags, report=say, progress=meter.show, rehearsing=rehearsing)


def _remember(context: click.Context, option: click.Parameter, value: Any) -> None:
    session = context.ensure_object(Session)
    if value not in (None, False):
        if option.name == "verbose":
            session.verbose = True
        elif option.name is not None:
            session.flags[option.name] = value


def global_options() -> list[click.Parameter]:
    """Make the options that work before and after the command."""

    def option(*names: str, about: str, **more: Any) -> click.Option:
        return click.Option(names, help=about, expose_value=False, callback=_remember, **more)

    return [
        option("--repo", "-R", "repository", metavar="OWNER/REPO", about="Use the notes of this repository."),
        option("--offline", is_flag=True, about="Never use the network."),
        option("--verbose", is_flag=True, about="Show tracebacks of errors."),
    ]


def printing_option(*names: str, about: str, text: Callable[[click.Context], str]) -> click.Option:
    """Make an option that only prints a text."""

    def show(context: click.Context, _: click.Parameter, value: bool) -> None:
        if value and not context.resilient_parsing:
            click.echo(text(context))
            context.exit()

    return click.Option(names, is_flag=True, is_eager=True, expose_value=False, help=about, callback=show)


class HelpfulCommand(click.Command):
    """A command that takes `-h`: click's own option looks for translations, which each start would pay."""

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """Return the option, the same each time."""
        return self._own_help

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options; a mistake in them knows of which command they were meant to be."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    @cached_property
    def _own_help(self) -> click.Option:
        return printing_option(
            "-h", "--help", about="Show this message and exit.", text=click.Context.get_help
        )


class PapersCommand(HelpfulCommand):
    """A command that also takes the global options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(global_options())


class PapersGroup(PapersCommand, click.Group):
    """A command that has commands of its own; the global options work before and after them."""
