"""The streams of a process: closed, full, without a reader, and a terminal that a text would steer."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from paper_notes.cli.group import say

ROOT = Path(__file__).resolve().parent.parent
PAPERS = f"'{sys.executable}' -m paper_notes"


def run(script: str, home: Path, stdout: int = subprocess.PIPE) -> tuple[int, str]:
    """Run a line of shell in which `$P` is `papers`; return its exit code and all that it says."""
    environ = {**os.environ, "PAPERS_HOME": str(home), "PYTHONPATH": str(ROOT), "PAPERS_OFFLINE": "1"}
    command = ["/bin/sh", "-c", script.replace("$P", PAPERS)]
    result = subprocess.run(
        command, env=environ, stdout=stdout, stderr=subprocess.PIPE, text=True, cwd=home, timeout=60
    )
    assert "Traceback" not in result.stderr
    assert "Exception ignored" not in result.stderr
    return result.returncode, (result.stdout or "") + result.stderr


@pytest.mark.parametrize("closing", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams(tmp_path: Path, closing: str) -> None:
    """A stream that the shell has closed takes what is written to it, or is at its end."""
    assert run(f"$P starter {closing}", tmp_path)[0] == 0
    assert run(f"$P show nosuch {closing}", tmp_path)[0] == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is full")
@pytest.mark.parametrize("command", ["--help", "starter", "starter --json", "list --json"])
def test_a_full_disk(tmp_path: Path, command: str) -> None:
    """What cannot be written is told in a sentence."""
    code, said = run(f"$P {command} >/dev/full", tmp_path)
    assert (code, said) == (1, "papers: Cannot write the output: No space left on device.\n")
    assert run(f"$P {command} >/dev/full 2>/dev/full", tmp_path) == (1, "")


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "starter",
        "starter --json",
        "list --json",
        "show 1706.03762",
        "doctor",
        "add 1706.03762 1512.03385",
        "add 1706.03762 --json",
        "mark read 1706.03762",
        "list 2>&1 --nosuch",
    ],
)
def test_a_reader_that_has_gone(tmp_path: Path, command: str) -> None:
    """The command ends as if it had been interrupted, and does not complain."""
    run("$P add 1706.03762", tmp_path)
    reader, writer = os.pipe()
    os.close(reader)
    try:
        code, said = run(f"$P {command}", tmp_path, writer)
    finally:
        os.close(writer)
    assert code == 130
    assert "Cannot write" not in said
    assert "rror" not in said


def test_no_message_steers_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others wrote is in messages too; our own styles stay."""
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    say(f"{click.style('papers:', fg='red', bold=True)} a\x1b]0;pwn\x07b\x1b[2J\u202ec\x9b8m\td\r\n\x1b[8me")
    assert capsys.readouterr().err == "\x1b[31m\x1b[1mpapers:\x1b[0m a]0;pwnb[2Jc8m\td\n[8me\n"
