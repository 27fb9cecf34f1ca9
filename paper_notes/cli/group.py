"""The frame of every command: global options, help in sections, and errors turned into words and codes."""

import errno
import importlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import click

from paper_notes import __version__
from paper_notes.cli.display.text import CONTROLS, unheeded
from paper_notes.values.errors import PapersError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from paper_notes.app import App

VERSION = f"papers {__version__}, of paper-notes: notes on papers as GitHub issues"

INTERRUPTED = 130
"""Exit code after Ctrl-C or a closed pipe, as shells count a SIGINT."""


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


class Meter:
    """A line on the terminal that tells how far a long work is. In a pipe there is none."""

    def __init__(self) -> None:
        self._width = 0

    def show(self, text: str) -> None:
        """Show this instead of what was there; nothing takes the line away."""
        if sys.stderr.isatty():
            text = text.translate(CONTROLS)
            # Blanks, not an escape sequence: every terminal knows those.
            sys.stderr.write(f"\r{text.ljust(self._width)}" + ("" if text else "\r"))
            sys.stderr.flush()
            self._width = len(text)

    def clear(self) -> None:
        """Take the line away, if there is one."""
        if self._width:
            self.show("")


meter = Meter()

OURS = r"(\x1b\[(?:0|1|31)m)"
"""The styles that messages have, as `click.style` writes them: none, bold, red."""


def say(message: str) -> None:
    """Tell the person what is going on: on stderr, where no program reads.

    A title or an answer of GitHub in it cannot steer the terminal, of escape sequences only `OURS` stay; nor
    a workflow that runs us.
    """
    meter.clear()
    pieces = re.split(OURS, message)
    pieces[::2] = [piece.translate(CONTROLS) for piece in pieces[::2]]
    _told.append("".join(pieces[::2]))
    click.echo(unheeded("".join(pieces)), err=True)


_told: list[str] = []
"""What was said in this run, without styles, and is in no summary yet."""


def is_summarised() -> None:
    """Note that a command has written a better summary of what was said than what was said."""
    _told.clear()


def plain_wanted() -> bool:
    """Whether the reader wants no escape sequences (https://no-color.org), or the terminal knows none."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"


def _remember(context: click.Context, option: click.Parameter, value: Any) -> None:
    session = context.ensure_object(Session)
    if value not in (None, False):
        if option.name == "verbose":
            session.verbose = True
        elif option.name is not None:
            session.flags[option.name] = value


def _global_options() -> list[click.Parameter]:
    """Make the options that work before and after the command."""
    return [
        click.Option(
            ["--repo", "-R", "repository"],
            metavar="OWNER/REPO",
            help="Use the notes of this repository.",
            expose_value=False,
            callback=_remember,
        ),
        click.Option(
            ["--offline"],
            is_flag=True,
            help="Never use the network.",
            expose_value=False,
            callback=_remember,
        ),
        click.Option(
            ["--verbose"],
            is_flag=True,
            help="Say more; show tracebacks of errors.",
            expose_value=False,
            callback=_remember,
        ),
    ]


class _Helpful(click.Command):
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
        return _eager("-h", "--help", about="Show this message and exit.", text=click.Context.get_help)


def _eager(*names: str, about: str, text: Callable[[click.Context], str]) -> click.Option:
    """Make an option that only prints a text."""

    def show(context: click.Context, _: click.Parameter, value: bool) -> None:
        if value and not context.resilient_parsing:
            click.echo(text(context))
            context.exit()

    return click.Option(names, is_flag=True, is_eager=True, expose_value=False, help=about, callback=show)


class PapersCommand(_Helpful):
    """A command that also takes the global options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_global_options())


class PapersGroup(_Helpful, click.Group):
    """A command that has commands of its own; the global options work before and after them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_global_options())


class Entry(NamedTuple):
    """A command as `papers --help` knows it, without loading it."""

    place: str
    """Module and name: `writing:add`."""
    help: str


class Papers(_Helpful, click.Group):
    """The `papers` program. Commands are loaded when they are called, so that each start is quick."""

    def __init__(self, sections: Mapping[str, Mapping[str, Entry]]) -> None:
        """Take the commands by section, in the order in which they are to be shown."""
        super().__init__(
            "papers",
            help=(
                "Notes on machine-learning papers, kept as labelled GitHub issues.\n\n"
                "Begin with: papers add 1706.03762"
            ),
            params=[
                *_global_options(),
                _eager("--version", about="Show the version and exit.", text=lambda _: VERSION),
            ],
        )
        self.sections = sections
        self._entries = {name: entry for section in sections.values() for name, entry in section.items()}
        self._command = ""
        """The command that was run last."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the sections."""
        return list(self._entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        entry = self._entries.get(cmd_name)
        if entry is None:
            return None
        module, _, name = entry.place.partition(":")
        command = getattr(importlib.import_module(f"paper_notes.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[str]]":
        """Return the commands and options that begin like that, without loading any command."""
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(name, help=entry.help)
            for name, entry in self._entries.items()
            if name.startswith(incomplete)
        ] + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in sections."""
        width = max(map(len, self._entries))
        for title, entries in self.sections.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(width), entry.help) for name, entry in entries.items()])

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> NoReturn:
        """Run a command line, and end with the exit code its outcome deserves."""
        _open_closed_streams()
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a terminal that cannot show Korean shows `?`
        extra["standalone_mode"] = False
        _told.clear()
        if plain_wanted():
            extra["color"] = False
        try:
            code = self._run(args, *rest, **extra)
            sys.stdout.flush()
            sys.stderr.flush()
        except (_ReaderGoneError, BrokenPipeError):
            code = INTERRUPTED
        except OSError as error:
            if error.errno not in _UNWRITABLE:
                raise
            code = PapersError.exit_code
            with suppress(OSError):  # it may be stderr itself
                _tell(PapersError(f"Cannot write the output: {error.strerror}."))
        _drop_unwritten()
        if _told and "GITHUB_STEP_SUMMARY" in os.environ:
            from paper_notes.cli.display.summary import summarise  # only in a workflow of GitHub's

            summarise(self._command, _told, os.environ["GITHUB_STEP_SUMMARY"])
        sys.exit(code)

    def _run(self, *args: Any, **extra: Any) -> int:
        """Run a command line, tell its error, and return its exit code."""
        try:
            code = super().main(*args, **extra)
        except SystemExit as end:
            code = end.code
        except PapersError as error:
            _tell(error)
            code = error.exit_code
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            code = error.exit_code
        except click.ClickException as error:
            from paper_notes.cli.usage import as_ours  # most command lines are sound

            _tell(as_ours(error))
            code = error.exit_code
        except (click.Abort, KeyboardInterrupt):
            code = INTERRUPTED
        return code if isinstance(code, int) else 0

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the options; `--help` prints already here."""
        with _noticing_closed_pipe():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; with `--verbose` an error keeps its history."""
        try:
            with _noticing_closed_pipe():
                return super().invoke(ctx)
        except PapersError:
            if ctx.ensure_object(Session).verbose:
                import traceback

                say(traceback.format_exc())
            raise
        finally:
            self._command = ctx.invoked_subcommand or ""
            meter.clear()


_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What a stream says that takes no more: a full disk, a quota, a device that is gone."""


class _ReaderGoneError(Exception):
    """The reader of a pipe has closed it. As an OSError, click would take that for a failure."""


@contextmanager
def _noticing_closed_pipe() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise _ReaderGoneError from error


def _open_closed_streams() -> None:
    """Put an empty file in the place of each stream that the shell closed (`>&-`): Python has None there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115 - open until the process ends
            setattr(sys, name, nowhere)


def _drop_unwritten() -> None:
    """Let nothing that is still in a buffer, and cannot be written, complain at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def error_mark() -> str:
    """Return what a message begins with that says what went wrong."""
    return click.style("papers:", fg="red", bold=True)


def _tell(error: PapersError) -> None:
    say(f"{error_mark()} {error.message}")
    if error.remedy:
        say(f"        {error.remedy}")
