"""The streams of a process: closed, full, without a reader, and a terminal that a text would steer."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from paper_notes import __main__
from paper_notes.cli.display.narration import say
from paper_notes.rules.library.labels import labels_named, labels_restored
from paper_notes.values.errors import UsageError
from paper_notes.values.topics import Taxonomy
from tests.conftest import Run

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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("::error::x", ":\u200b:error::x"),
        ("a\n \u3000::stop-commands::x", "a\n \u3000:\u200b:stop-commands::x"),
        ("a ##[add-mask]e ##[b]", "a ##\u200b[add-mask]e ##\u200b[b]"),
        ("a ::b:: # [c] ## d", "a ::b:: # [c] ## d"),
    ],
)
def test_nothing_in_a_log_is_a_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    """The runner of a workflow reads what is told, and would obey it; elsewhere all is told as it is."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    say(text)
    monkeypatch.delenv("GITHUB_ACTIONS")
    say(text)
    assert capsys.readouterr().err == f"{said}\n{text}\n"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("$P list --limit 99999999999999999999", 0),
        ("$P list --label \"$(printf '\\377')\"", 2),
        ("$P list --author \"$(printf '\\377')\"", 2),
        ("$P list --topic \"$(printf '\\377')\"", 2),
        ("$P show \"$(printf '\\377')\"", 2),
        ("GITHUB_API_URL='http://[::1' $P -R alice/papers list", 2),
    ],
)
def test_what_cannot_be_meant_is_told(tmp_path: Path, script: str, expected: int) -> None:
    """There is a sentence for it, not a traceback."""
    code, said = run(script, tmp_path)
    assert code == expected, said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the folder that someone is in")
def test_a_folder_that_is_gone(papers: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder may be removed under our feet."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert "no longer there" in papers("list", exit_code=1).stderr
    papers("--help")


@pytest.mark.parametrize("name", ["\x1b[31mred", "two\nlines", "\u202ewon", "a\u2028b"])
def test_a_new_label_is_one_line_of_text(name: str) -> None:
    """GitHub would take it, but every list of labels would suffer."""
    with pytest.raises(UsageError, match="A label cannot be called"):
        labels_named([name], Taxonomy.from_settings({}, "a test"), [], create=True)


def test_labels_may_have_any_emoji() -> None:
    """Some are several characters, joined by one that has no shape. What was made can be restored."""
    name = "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER} at work"
    taxonomy = Taxonomy.from_settings({}, "a test")
    labels = [*labels_named([name], taxonomy, [], create=True), *labels_restored([name], taxonomy)]
    assert [label.name for label in labels] == [name, name]


def test_interrupted_while_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is quiet from the first moment on."""

    def interrupted(**_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("paper_notes.cli.main", interrupted)
    with pytest.raises(SystemExit) as end:
        __main__.main()
    assert end.value.code == 130
