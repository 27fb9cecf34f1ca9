"""Writes docs/cli.md from the commands themselves: `python -m docs.build_cli [--check]`."""

import inspect
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from paper_notes.cli import main as papers
from paper_notes.cli.parameter_types import Number

PAGE = Path(__file__).with_name("cli.md")

INTRODUCTION = """\
# The command line

<!-- Written by `python -m docs.build_cli` from the commands' own help: change that instead. -->

`papers` is also installed as `paper-notes`, since another package has a `papers` command too.

**REF** is an arXiv id or an address of a paper in any form that people paste: `1706.03762`,
`arXiv:1706.03762v5`, `hep-th/9901001`, links to arxiv.org (abs, pdf, html and the others), alphaxiv.org,
ar5iv and Hugging Face papers, or arXiv's DOI `10.48550/arXiv.1706.03762`. It is also the
DOI or link of a paper that is [not on arXiv](notes.md#papers-that-are-not-on-arxiv). Where a note is meant,
it is also the number of its issue (`12`, `#12`), the issue's address, or a piece of the title that no other
note has.

**TOPIC** is one of the topics in [configuration.md](configuration.md#topics), or one of their other names.

These options work before and after the command:

{options}

What each exit code means, and what `--json` prints, is in [offline-and-limits.md](offline-and-limits.md)."""

EXAMPLES = {
    "add": """
        papers add 1706.03762
        papers add https://arxiv.org/pdf/1512.03385v1 --status read --rating 5 --on 2026-11-20
        papers add 2005.14165 --topic NLP --pending
        papers add "attention is all you need"
        papers add --from to-read.txt --dry-run
        papers add --title Optuna --doi 10.1145/3292500.3330701 --author "Takuya Akiba" --year 2019
        """,
    "import": """
        papers import references.bib
        papers import my-library.json --dry-run
        papers import references.bib --search --all
        papers import README.md --topic NLP --pending
        papers export --format jsonl | papers import --repo alice/papers -
        """,
    "push": """
        papers push --repo alice/papers --dry-run
        papers push --repo alice/papers
        """,
    "list": """
        papers list --topic NLP --status to-read
        papers list --year 2017..2020 --author vaswani --sort published
        papers list --status read --since 2026-01 --sort read --json
        papers list --mine --status to-read
        """,
    "search": """
        papers search attention translation
        papers search 'topic:NLP status:to-read "language model" -BERT'
        papers search trans* --year 2017..2020 --limit 10 --json
        """,
    "show": """
        papers show 1706.03762
        papers show "attention is all"
        papers show 1706.03762 --json
        """,
    "open": """
        papers open 12
        papers open 1706.03762 --pdf
        papers open --topic NLP
        """,
    "edit": """
        papers edit 1706.03762
        papers edit 12 --from thoughts.md --dry-run
        """,
    "note": """
        papers note 1706.03762 -m "Read section 3 again."
        papers note 1706.03762 --under results -m "28.4 BLEU, in 3.5 days."
        papers note 12 -m "- 2026-11-22: tried the code" -m "- It needs 8 GB."
        """,
    "mark": """
        papers mark read 1706.03762 --rating 5
        papers mark dropped 12 13 --on yesterday
        papers mark dropped --topic RL --status to-read --dry-run
        """,
    "tag": """
        papers tag 1706.03762 --add RL --remove NLP
        papers tag 12 --add "reading group" --create-label
        papers tag --author vaswani --add NLP
        """,
    "remove": """
        papers remove 1706.03762
        papers remove 2203.00001 "deep residual" --dry-run
        papers remove 2203.00001 --yes
        """,
    "refresh": """
        papers refresh
        papers refresh --status to-read --apply --dry-run
        papers refresh --apply
        papers refresh 1706.03762 12 --json
        """,
    "stats": """
        papers stats
        papers stats --reader bob --json
        """,
    "index": """
        papers index
        papers index --output docs/papers.md --by year --queue
        papers index --check
        papers index --output - --status read --status dropped
        """,
    "publish": """
        papers publish
        papers publish --path docs/papers.md --by year --queue
        papers publish --topic NLP --dry-run
        """,
    "site": """
        papers site public
        papers site public --queue --base-url https://alice.github.io/papers
        papers site public --topic NLP --since 2026 --dry-run
        papers site public --images
        papers site public --serve
        """,
    "export": """
        papers export --output papers.bib
        papers export --topic NLP --year 2017..2020 --output nlp.csl.json
        papers export --status read --format markdown --images --output vault/papers
        papers export --format llms --output context
        papers export --format jsonl | wc -l
        """,
    "init": """
        papers init
        papers init alice/papers --remote --dry-run
        papers init alice/papers --pr
        papers init --upgrade --pin
        """,
    "adopt": """
        papers adopt --repo alice/papers
        papers adopt --apply --dry-run
        papers adopt --apply --limit 50
        papers adopt 12 --as 1706.03762 --apply
        papers adopt --as 12=1706.03762 --as 15=1810.04805 --apply
        papers adopt --label paper --search --json
        """,
    "intake": """
        papers intake --dry-run
        papers intake --issue 12
        papers intake --event event.json
        """,
    "labels": """
        papers labels check
        papers labels sync --merge --dry-run
        papers labels explain 1706.03762
        papers labels merge "Computer Vision" CV
        """,
    "sync": """
        papers sync --repo alice/papers
        papers sync --full
        """,
    "starter": """
        papers starter
        papers starter RL
        papers starter RL --add
        """,
    "completion": """
        papers completion bash
        papers completion zsh
        papers completion fish > ~/.config/fish/completions/papers.fish
        """,
    "doctor": """
        papers doctor
        papers doctor --merge --dry-run
        papers doctor --json
        """,
}
"""Lines that the tests parse."""


def page() -> str:
    """Return the whole page."""
    parts = [INTRODUCTION.format(options="\n".join(_options(papers)))]
    parts += [_section(name, command) for name, command in commands().items()]
    return "\n\n".join(parts) + "\n"


def commands() -> dict[str, click.Command]:
    """Return the commands by name, in the order of `papers --help`."""
    context = click.Context(papers)
    found = {name: papers.get_command(context, name) for name in papers.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def _section(name: str, command: click.Command) -> str:
    arguments = [
        piece for piece in command.collect_usage_pieces(click.Context(command)) if piece != "[OPTIONS]"
    ]
    examples = "\n".join(line.strip() for line in EXAMPLES.get(name, "").strip().splitlines())
    parts = [
        f"## papers {name}",
        f"`{' '.join(['papers', name, *arguments])}`" if arguments else "",
        re.sub(r"<!--.*?-->", r"`\g<0>`", inspect.cleandoc(command.help or "")),
        "\n".join(_options(command)),
        *(_part(name, each) for each in getattr(command, "commands", {}).values()),
        f"```sh\n{examples}\n```" if examples else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _part(name: str, command: click.Command) -> str:
    """Return the section of a command of a command: what it does, without examples."""
    return _section(f"{name} {command.name}", command).replace("## ", "### ", 1)


def _options(command: click.Command) -> Iterator[str]:
    everywhere = set() if command is papers else {option.name for option in papers.params}
    for option in command.params:
        if isinstance(option, click.Option) and option.name not in everywhere:
            value = "" if option.is_flag else f" {option.metavar or _values(option.type)}"
            default = ", ".join(option.default) if isinstance(option.default, list) else option.default
            extras = ["repeatable"] if option.multiple else []
            extras += [f"default: `{default}`"] if option.show_default else []
            remark = f" ({'; '.join(extras)})" if extras else ""
            yield f"- `{', '.join(option.opts)}{value}`: {option.help}{remark}"


def _values(kind: click.ParamType[object]) -> str:
    if isinstance(kind, click.Choice):
        return "|".join(kind.choices)
    if isinstance(kind, Number):
        return kind.span
    return kind.name.upper()


def main(arguments: Sequence[str]) -> None:
    """Write the page, or with `--check` only fail if it is out of date."""
    if arguments == ["--check"]:
        if PAGE.read_text(encoding="utf-8") != page():
            sys.exit("docs/cli.md is out of date: run python -m docs.build_cli")
    elif arguments:
        sys.exit(__doc__)
    else:
        PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
