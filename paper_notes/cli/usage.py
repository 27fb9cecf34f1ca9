"""What click finds wrong with a command line, said like everything else here."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

import click

from paper_notes.values.errors import PapersError

_REMOVING = ("del", "delete", "rm")
"""What people type who look for `remove`."""


def as_ours(error: click.ClickException) -> PapersError:
    """Return what click has to say in our words, with the remedy and where the help is."""
    message, remedy = _said(error)
    context = error.ctx if isinstance(error, click.UsageError) else None
    see = f"See: {context.command_path} --help" if context else ""
    return PapersError(message, " ".join(filter(None, (remedy, see))) or None)


def _said(error: click.ClickException) -> tuple[str, str]:
    match error:
        case click.MissingParameter(param=click.Parameter(type=click.Choice(choices=choices))):
            return f"One of these words is missing: {', '.join(choices)}.", ""
        case click.MissingParameter(param=click.Parameter() as param):
            return f"{_name(param)} is missing.", ""
        case click.BadParameter(param=click.Parameter() as param):
            # `mark 12 read` is what people say.
            status = isinstance(param, click.Argument) and param.name == "status"
            swapped = status and re.match(r"'[^']*\d", error.message)
            return f"{_name(param)}: {error.message}", "The status comes first." if swapped else ""
        case click.NoSuchOption():
            return f"There is no option {error.option_name}.", _nearest(error.possibilities or ())
        case click.exceptions.NoSuchCommand():
            message = f"There is no command {error.command_name!r}."
            if error.command_name in _REMOVING:
                return message, _nearest(["remove"])
            return message, _nearest(get_close_matches(error.command_name, _commands(error.ctx)))
        case click.BadOptionUsage():
            takes_none = "does not take" in error.message
            return f"{error.option_name} {'takes no' if takes_none else 'needs a'} value.", ""
    too_many = re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.message, re.DOTALL)
    if too_many:
        return f"This is too much: {too_many[1]}", "Words that belong together need quotation marks."
    return error.format_message(), ""


def _name(param: click.Parameter) -> str:
    """Return what the help calls it: `--limit`, `REF`."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return (param.metavar or param.human_readable_name).removesuffix("...")


def _commands(context: click.Context | None) -> list[str]:
    group = context.command if context else None
    return group.list_commands(context) if context and isinstance(group, click.Group) else []


def _nearest(possibilities: Sequence[str]) -> str:
    return f"Did you mean {possibilities[0]}?" if possibilities else ""
