"""The `papers` program: its commands in sections, and every error turned into words and an exit code."""

import errno
import importlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import click

from paper_notes import __version__
from paper_notes.cli.command import HelpfulCommand, Session, global_options, printing_option
from paper_notes.cli.display.narration import forget_told, meter, plain_wanted, say, say_error, told
from paper_notes.values.errors import PapersError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

VERSION = f"papers {__version__}, of paper-notes: notes on papers as GitHub issues"

INTERRUPTED = 130
"""Exit code after Ctrl-C or a closed pipe, as shells count a SIGINT."""


class Entry(NamedTuple):
    """A command as `papers --help` knows it, without loading it."""

    place: str
    """Module and name: `adding:add`."""
    help: str


class Papers(HelpfulCommand, click.Group):
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
                *global_options(),
                printing_option("--version", about="Show the version and exit.", text=lambda _: VERSION),
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
        _prepare_streams()
        extra["standalone_mode"] = False
        forget_told()
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
                say_error(PapersError(f"Cannot write the output: {error.strerror}."))
        _drop_unwritten()
        if told() and "GITHUB_STEP_SUMMARY" in os.environ:
            from paper_notes.cli.display.summary import summarise  # only in a workflow of GitHub's

            summarise(self._command, told(), os.environ["GITHUB_STEP_SUMMARY"])
        sys.exit(code)

    def _run(self, *args: Any, **extra: Any) -> int:
        """Run a command line, tell its error, and return its exit code."""
        try:
            code = super().main(*args, **extra)
        except SystemExit as end:
            code = end.code
        except PapersError as error:
            say_error(error)
            code = error.exit_code
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            code = error.exit_code
        except click.ClickException as error:
            from paper_notes.cli.usage import as_ours  # most command lines are sound

            say_error(as_ours(error))
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


def _prepare_streams() -> None:
    """Make every stream one that can be used: Python has None where the shell closed one (`>&-`)."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115 - open until the process ends
            setattr(sys, name, nowhere)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show Korean shows `?`


def _drop_unwritten() -> None:
    """Let nothing that is still in a buffer, and cannot be written, complain at exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
