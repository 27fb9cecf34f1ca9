"""Words completed by the shell: what is offered, and that nothing else happens."""

import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from docs.build_cli import commands
from paper_notes.cli import main
from paper_notes.cli.parameter_types import Completed
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import GitHubServer

ROOT = Path(__file__).resolve().parent.parent
SHELLS = {name: shutil.which(name, path=os.defpath + ":/usr/local/bin") for name in ("bash", "zsh", "fish")}


def offered(line: str) -> dict[str, str | None]:
    """Return what the last word of a command line may become, each with its help."""
    *words, piece = line.split(" ")
    items = ShellComplete(main, {}, "papers", "_PAPERS_COMPLETE").get_completions(words[1:], piece)
    return {item.value: item.help for item in items}


@pytest.fixture
def three(papers: Run, arxiv: ArxivServer) -> Run:
    """Return a library of three notes."""
    papers("add 1706.03762 1512.03385 2203.00001")
    return papers


@pytest.fixture
def repo(github: GitHubServer, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> GitHubServer:
    """Connect alice/papers, with three issues: a paper on arXiv, one elsewhere, and a stranger's."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    github.repo.open_issue("Attention", "https://arxiv.org/abs/1706.03762", labels=("reading group",))
    github.repo.open_issue("Elsewhere", "Paper: https://openreview.net/forum?id=abc")
    github.repo.open_issue("Residual", "https://arxiv.org/abs/1512.03385", author="mallory")
    return github


ATTENTION = {"1706.03762": "Attention Is All You Need"}
RESNET = {"1512.03385": "Deep Residual Learning for Image Recognition"}
KOREAN = {"2203.00001": "한국어 음성 인식을 위한 자기지도 학습"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("papers show ", KOREAN | RESNET | ATTENTION),
        ("papers show 1", RESNET | ATTENTION),
        ("papers show 17", ATTENTION),
        ("papers mark read 15", RESNET),
        ("papers mark read 1512.03385 1", ATTENTION),
        ("papers tag 1706.03762 --add NLP ", KOREAN | RESNET),
        ("papers show residual", RESNET),
        ("papers show 한국어", KOREAN),
        ("papers --offline show 17", ATTENTION),
        ("papers show 99", {}),
        ("papers show %", {}),
    ],
)
def test_notes_are_offered_with_their_titles(three: Run, line: str, words: dict[str, str]) -> None:
    """By the beginning of the id, or a piece of the title; the newest first, those already given not."""
    assert list(offered(line).items()) == list(words.items())


def test_notes_of_a_repository_are_offered_by_number(papers: Run, repo: GitHubServer) -> None:
    """Also by id where that can be typed; strangers' issues are not."""
    assert offered("papers show ") == {}
    papers("sync")
    assert offered("papers show ") == {"2": "Elsewhere", "1706.03762": "Attention"}
    assert offered("papers show 1") == {"1": "Attention", "1706.03762": "Attention"}
    assert offered("papers --repo alice/other show ") == {}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("papers list --topic sp", ["speech"]),
        ("papers stats --topic=nl", ["NLP"]),
        ("papers starter re", ["recsys"]),
        ("papers tag 1706.03762 --add nl", ["NLP"]),
        ("papers list --status r", ["reading", "read"]),
        ("papers mark d", ["dropped"]),
        ("papers list --sort p", ["published"]),
        ("papers completion ", ["bash", "zsh", "fish"]),
        ("papers s", ["search", "show", "stats", "site", "sync", "starter"]),
        ("papers show --w", ["--web"]),
        ("papers --off", ["--offline"]),
    ],
)
def test_names_are_offered(line: str, words: list[str]) -> None:
    """Commands, options, topics in any case, statuses, and what else there is a choice of."""
    assert list(offered(line)) == words


def test_labels_are_those_in_use(papers: Run, repo: GitHubServer) -> None:
    """Of the issues here, and topics first where either will do."""
    papers("sync")
    assert list(offered("papers list --label r")) == ["reading group"]
    assert list(offered("papers tag 1 --add r")) == ["RL", "recsys", "robotics", "reading group"]


@pytest.mark.parametrize("command", sorted(set(commands()) - {"add"}))
def test_every_command_completes_what_it_takes(command: str) -> None:
    """A parameter that takes a note, a topic, a label or a file has the type that says so."""
    named = {"REF": "notes", "TOPIC": "topics", "LABEL": "labels", "FILE": "files", "PATH": "files"}
    context = click.Context(commands()[command])
    for parameter in commands()[command].params:
        words = named.get(parameter.make_metavar(context).strip("[].").split("...")[0].upper())
        if words and not (words == "topics" and command == "tag"):
            assert isinstance(parameter.type, Completed), parameter.name


@pytest.mark.parametrize(
    "line", ["papers show ", "papers list --label ", "papers list --topic ", "papers tag x --add "]
)
@pytest.mark.parametrize("setting", ["nonsense = 1\n", "topics = 3\n", "[[["])
def test_a_broken_configuration_stays_silent(
    line: str, setting: str, home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The prompt is no place for its error; the command itself will tell."""
    Path("papers.toml").write_text(setting)
    assert offered(line) == {}
    assert capfd.readouterr() == ("", "")


def test_looking_leaves_no_trace(home: Path, arxiv: ArxivServer, papers: Run) -> None:
    """Without a library none is made; one that is there is not changed, nor are files put beside it."""
    assert (offered("papers show "), home.exists()) == ({}, False)
    papers("add 1706.03762")
    gc.collect()  # the last to close a library takes its other files away
    assert not (home / "library.sqlite-wal").exists()
    before = {path: path.stat().st_mtime_ns for path in home.iterdir()}
    assert offered("papers show ") == ATTENTION
    assert {path: path.stat().st_mtime_ns for path in home.iterdir()} == before
    (home / "library.sqlite").write_bytes(b"not a database" * 100)
    assert offered("papers show ") == {}


def test_what_another_process_writes_is_seen(home: Path, papers: Run, arxiv: ArxivServer) -> None:
    """Also while the library is open elsewhere, and its newest notes are not yet in its main file."""
    import sqlite3

    papers("add 1706.03762")
    other = sqlite3.connect(home / "library.sqlite")
    with other:
        other.execute("UPDATE notes SET title = 'changed'")
    assert offered("papers show ") == {"1706.03762": "changed"}
    other.close()


def asked(shell: str, words: str, place: int, program: str = "papers") -> str:
    """Return the answer of a process of its own to a shell."""
    variable = f"_{program.replace('-', '_').upper()}_COMPLETE"
    start = f"import sys; sys.argv[0] = '/bin/{program}'; from paper_notes.__main__ import main; main()"
    told = subprocess.run(
        [sys.executable, "-c", start],
        env={**os.environ, "PYTHONPATH": str(ROOT), variable: f"{shell}_complete", "COMP_WORDS": words,
             "COMP_CWORD": str(place)},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert told.stderr == ""
    return told.stdout.strip()


def test_each_shell_gets_what_it_can_use(papers: Run, repo: GitHubServer) -> None:
    """Bash puts in what it is given: quoted, and nothing in the place of a piece of many titles."""
    papers("sync")
    papers("add 2203.00001 hep-th/9901001")
    assert asked("bash", "papers list --label rea", 3) == "plain,'reading group'"
    assert asked("zsh", "papers list --label rea", 3) == "plain\nreading group\n_"
    assert asked("bash", "papers show e", 2) == ""
    assert asked("bash", "papers show elsew", 2) == "plain,2"
    assert asked("zsh", "papers show e", 2).count("plain") == 3
    assert asked("zsh", "papers show e", 2, "paper-notes").count("plain") == 3
    assert asked("bash", "papers index --output R", 3) == "file,R"


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("program", ["papers", "paper-notes"])
def test_the_script_is_clicks_own_with_instructions(shell: str, program: str) -> None:
    """For the name by which the program was called."""
    start = f"import sys; sys.argv[0] = '/bin/{program}'; from paper_notes.__main__ import main; main()"
    variable = f"_{program.replace('-', '_').upper()}_COMPLETE"

    def printed(*arguments: str, **environ: str) -> list[str]:
        return subprocess.run(
            [sys.executable, "-c", start, *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
            capture_output=True, text=True, check=True, timeout=60,
        ).stdout.splitlines()  # fmt: skip

    ours, clicks = printed("completion", shell), printed(**{variable: f"{shell}_source"})
    assert [line for line in ours if line and line[:2] != "# "] == [line for line in clicks if line]
    assert f"{program} completion {shell}" in "\n".join(line for line in ours if line[:2] == "# ")


@pytest.fixture
def shell_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install `papers` where shells find it."""
    program = tmp_path / "papers"
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m paper_notes "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.defpath}")


TALKS = {
    "bash": (
        'eval "$(papers completion bash)"; COMP_WORDS=(papers show 1); COMP_CWORD=2; '
        '_papers_completion papers; printf "%s\\n" "${COMPREPLY[@]}"'
    ),
    "fish": "papers completion fish | source; complete -C 'papers show 1' | string split -f 1 \\t",
}


@pytest.mark.parametrize("shell", TALKS)
def test_a_real_shell_completes(three: Run, shell: str, shell_path: None, tmp_path: Path) -> None:
    """With the script that is printed for it."""
    if SHELLS[shell] is None:
        pytest.skip(f"there is no {shell} on this machine")
    told = subprocess.run(
        [str(SHELLS[shell]), "-c", TALKS[shell]],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert sorted(told.stdout.split()) == ["1512.03385", "1706.03762"]
    assert told.stderr == ""
