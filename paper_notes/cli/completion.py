"""`papers completion`: what a shell needs to complete our command lines."""

import click
from click.shell_completion import ShellComplete, get_completion_class

from paper_notes.cli.command import PapersCommand

INSTRUCTIONS = {
    "bash": """\
Completion of {program} for bash 4.4 or newer. It is loaded with bash-completion from this file:
mkdir -p ~/.local/share/bash-completion/completions
{program} completion bash > ~/.local/share/bash-completion/completions/{program}
Without bash-completion put this into ~/.bashrc: eval "$({program} completion bash)"
""",
    "zsh": """\
Completion of {program} for zsh. Put this into ~/.zshrc, below the line with compinit:
eval "$({program} completion zsh)"
Or save it as _{program} in a folder of your fpath: {program} completion zsh > "${{fpath[1]}}/_{program}"
""",
    "fish": """\
Completion of {program} for fish, which loads it from this file:
{program} completion fish > ~/.config/fish/completions/{program}.fish
""",
}


@click.command(cls=PapersCommand)
@click.argument("shell", type=click.Choice(list(INSTRUCTIONS)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that lets your shell complete commands.

    Also options, notes by number, id or title, topics and labels, all without the network. The first
    lines that are printed say how to install it.
    """
    root = context.find_root()
    program = root.info_name or "papers"
    kind = get_completion_class(shell)
    assert kind is not None
    variable = f"_{program.replace('-', '_')}_COMPLETE".upper()
    # Not the class's own `source`: bash's looks for a bash on this machine, which may not be its.
    script = ShellComplete.source(kind(root.command, {}, program, variable))
    first, rest = "", script
    if shell == "zsh":  # `#compdef` has to be the first line
        first, _, rest = script.partition("\n")
    about = "".join(f"# {line}\n" for line in INSTRUCTIONS[shell].format(program=program).splitlines())
    click.echo(f"{first}\n{about}{rest}" if first else f"{about}\n{rest}", nl=False)
