"""`papers edit` and `papers note`: the reader's own text, which is never lost."""

import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from paper_notes.doors.github import opening
from paper_notes.values.text import body
from paper_notes.values.text.reader_text import PLACEHOLDER
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import Fault, GitHubServer, drop, lose, refuse

HONEST = Fault(taken=True)
"""No fault at all: the request before the one that is to fail."""

PATCH = "PATCH /repos/alice/papers/issues/1"


class Typist:
    """A person in an editor, in place of the process that the editor would be."""

    def __init__(self) -> None:
        self.types: Callable[[str], str] = lambda text: text
        """From what the editor shows to what is saved."""
        self.meanwhile: Callable[[], object] = lambda: None
        """What happens elsewhere before it is saved."""
        self.code = 0
        self.saw: list[str] = []
        self.path = Path()

    def __call__(self, words: list[str], stdout: int | None) -> int:
        """Do what `subprocess.call` would."""
        assert (Path(words[0]).name, stdout) == ("typist", 2)
        self.path = Path(words[1])
        self.saw.append(self.path.read_bytes().decode())
        self.meanwhile()
        self.path.write_bytes(self.types(self.saw[-1]).encode())
        return self.code


@pytest.fixture
def typist(monkeypatch: pytest.MonkeyPatch) -> Typist:
    """Make somebody the editor who does not change anything, unless told to."""
    program("typist", "")
    monkeypatch.setenv("EDITOR", "typist")
    typist = Typist()
    monkeypatch.setattr(subprocess, "call", typist)
    return typist


def program(name: str, code: str) -> Path:
    """Make an executable Python program in the working directory, which is all there is of PATH."""
    path = Path(name).absolute()
    path.write_text(f"#!{sys.executable}\nimport sys\n{code}\n")
    path.chmod(0o700)
    return path


@pytest.fixture
def repo(github: GitHubServer, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> GitHubServer:
    """Connect alice/papers, with no waiting."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    monkeypatch.setattr(opening, "LOOK_WAITS", (0, 0))
    return github


@pytest.fixture
def noted(papers: Run, repo: GitHubServer) -> GitHubServer:
    """Have a note on GitHub, issue 1, whose text was typed in the browser: `one` to `five`, with CRLF."""
    papers("add 1706.03762")
    write(repo, "one\ntwo\nthree\nfour\nfive")
    papers("sync")
    repo.forget()
    return repo


def write(repo: GitHubServer, text: str, *, above: str = "") -> None:
    """Let somebody make this the reader's text of issue 1, in the browser."""
    old = repo.repo.issue(1)["body"]
    block = body.find(old)
    assert block is not None
    repo.clock.seconds += 60
    repo.repo.web_edit(1, f"{above}{old[block.start : block.end].rstrip()}\n\n{text}")


def text_of(repo: GitHubServer) -> str:
    """Return the reader's text of issue 1."""
    return body.without(repo.repo.issue(1)["body"])


def mode_of(path: Path) -> int:
    """Return who may do what with a file or folder."""
    return stat.S_IMODE(path.stat().st_mode)


def drafts(home: Path) -> dict[str, str]:
    """Return the texts that are kept because they could not be saved."""
    return {path.name: path.read_text() for path in home.glob("edits/*")}


# -- edit: alone -----------------------------------------------------------------------------


def test_the_text_goes_through_the_editor(
    papers: Run, arxiv: ArxivServer, typist: Typist, home: Path
) -> None:
    """The editor gets the reader's text alone, in a private file that is gone afterwards."""
    papers("add 1706.03762 --status read --rating 5")
    before = papers("show 1706.03762 --raw")
    modes: list[int] = []
    typist.meanwhile = lambda: modes.extend(mode_of(path) for path in (typist.path, typist.path.parent))
    typist.types = lambda text: text.replace("## Results\n", "## Results\n\n28.4 BLEU — 정말!\n")
    edited = papers("edit attention")
    assert edited.startswith("-\t1706.03762\tread\t5\t")
    assert edited.stderr == "Edited 1706.03762 Attention Is All You Need [NLP]\n"
    assert typist.saw[0].startswith("## One-line summary\n")
    assert "papers:" not in typist.saw[0]
    assert typist.path == home / "edits" / "1706.03762.md"
    assert modes == [0o600, 0o700]
    assert drafts(home) == {}
    after = papers("show 1706.03762 --raw")
    assert after == before.replace("## Results\n", "## Results\n\n28.4 BLEU — 정말!\n")


def test_an_unchanged_text_is_not_saved(
    papers: Run, noted: GitHubServer, typist: Typist, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is sent after the editor has ended, and one that ended at once may not be finished."""
    typist.meanwhile = noted.forget
    told = papers("edit 1").stderr.splitlines()
    assert noted.log == []
    assert told[0].startswith("Unchanged: #1 Attention Is All You Need [NLP] https://")
    assert told[1:] == [
        "        The editor came back at once. If it is still open, make it wait: EDITOR='code --wait'"
    ]
    assert drafts(home) == {}
    monkeypatch.setattr("paper_notes.cli.editing.AT_ONCE", 0)
    assert "at once" not in papers("edit 1").stderr


def test_old_ids_make_file_names(papers: Run, arxiv: ArxivServer, typist: Typist) -> None:
    """A slash is none in a name."""
    papers("add hep-th/9901001")
    papers("edit hep-th/9901001")
    assert typist.path.name == "hep_th_9901001.md"


@pytest.mark.parametrize(
    ("visual", "editor"),
    [
        (None, "ed"),
        ("ed", "no such editor"),
        (None, "ed --wait"),
        (None, "'my editors/ed' '--wait'"),
        (None, "my editors/ed"),
        ("  ", '"my editors/ed" -c ""'),
    ],
)
def test_editors_are_started_as_named(
    papers: Run, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch, visual: str | None, editor: str
) -> None:
    """$VISUAL before $EDITOR; with arguments, or with blanks in its path; its own words go to stderr."""
    Path("my editors").mkdir()
    code = (
        "print('hello')\nwith open(sys.argv[-1], 'a') as file:\n    file.write(f'typed {sys.argv[1:-1]}\\n')"
    )
    program("ed", code)
    program("my editors/ed", code)
    monkeypatch.setenv("EDITOR", editor.replace("my editors", str(Path("my editors").absolute())))
    monkeypatch.delenv("VISUAL", raising=False)
    if visual is not None:
        monkeypatch.setenv("VISUAL", visual)
    papers("add 1706.03762")
    assert papers("edit 1706.03762").startswith("-\t1706.03762")
    words = [word for word in ("--wait", "-c") if word in editor and visual != "ed"]
    arguments = [*words, ""] if "-c" in words else words
    assert papers("show 1706.03762 --json").json["text"].endswith(f"typed {arguments}\n")


@pytest.mark.parametrize(
    ("editor", "told"),
    [
        ("nosuch --wait", "The editor nosuch is not there."),
        ("'open", "$EDITOR makes no sense: No closing quotation."),
        ("fails", "The editor ended with 1, so nothing was written."),
        ("garbage", "garbage: Exec format error."),
        ("", "There is no terminal to edit in."),
    ],
)
def test_an_editor_that_does_not_work(
    papers: Run, arxiv: ArxivServer, home: Path, monkeypatch: pytest.MonkeyPatch, editor: str, told: str
) -> None:
    """It is told what is wrong, and nothing is written."""
    program("fails", "sys.exit(1)")
    program("garbage", "").write_bytes(b"\0")
    monkeypatch.setenv("EDITOR", editor)
    papers("add 1706.03762")
    before = papers("show 1706.03762 --raw")
    assert told in papers("edit 1706.03762", exit_code=1).stderr
    assert (papers("show 1706.03762 --raw"), drafts(home)) == (before, {})


def test_a_terminal_without_a_named_editor(
    papers: Run, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is installed is used; if nothing is, it is told how to name one."""
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr("paper_notes.cli.editor.can_ask", lambda: True)
    papers("add 1706.03762")
    assert "export EDITOR=nano" in papers("edit 1706.03762", exit_code=1).stderr
    program("vi", "open(sys.argv[1], 'w').write('typed')")
    assert papers("edit 1706.03762").stderr.startswith("Edited")


def test_no_editor_is_taken_from_where_one_works(
    papers: Run, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows looks there first, and PATH may name it: no clone brings its own `vi` unasked."""
    program("vi", "open(sys.argv[1], 'w').write('typed')")
    monkeypatch.setattr("paper_notes.cli.editor.can_ask", lambda: True)
    monkeypatch.setenv("PATH", ".")
    monkeypatch.delenv("VISUAL", raising=False)
    papers("add 1706.03762")
    monkeypatch.delenv("EDITOR", raising=False)
    assert "No editor was found." in papers("edit 1706.03762", exit_code=1).stderr
    monkeypatch.setenv("EDITOR", "vi --wait")
    assert "The editor vi is not there." in papers("edit 1706.03762", exit_code=1).stderr
    monkeypatch.setenv("EDITOR", "./vi")
    assert papers("edit 1706.03762").stderr.startswith("Edited")


def test_what_was_typed_before_the_editor_failed_is_kept(
    papers: Run, arxiv: ArxivServer, typist: Typist, home: Path
) -> None:
    """Nothing is written, the file stays and is named; the next draft does not overwrite it."""
    papers("add 1706.03762")
    typist.types, typist.code = (lambda text: f"{text}mine\n"), 1
    told = papers("edit 1706.03762", exit_code=1).stderr
    kept = home / "edits" / "1706.03762.md"
    assert told.splitlines() == [
        "1706.03762: The editor ended with 1, so nothing was written.",
        f"        Your text is kept in {kept}",
        f"        To save it: papers edit 1706.03762 --from {kept}",
    ]
    typist.types, typist.code = (lambda text: f"{text}another\n"), 0
    assert f"A text that was not saved is still in {kept}" in papers("edit 1706.03762").stderr
    assert list(drafts(home)) == ["1706.03762.md"]
    papers(f"edit 1706.03762 --from '{kept}'")
    assert papers("show 1706.03762 --json").json["text"].endswith("mine\n")
    assert drafts(home) == {}


def test_ctrl_c_keeps_what_was_typed(papers: Run, arxiv: ArxivServer, typist: Typist, home: Path) -> None:
    """The path is told, and the exit code is that of an interruption."""

    def interrupt() -> None:
        typist.path.write_text("half a thought")
        raise KeyboardInterrupt

    papers("add 1706.03762")
    typist.meanwhile = interrupt
    assert "Your text is kept in" in papers("edit 1706.03762", exit_code=130).stderr
    assert drafts(home) == {"1706.03762.md": "half a thought"}


def test_a_file_that_is_not_utf8_is_kept(
    papers: Run, arxiv: ArxivServer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, and nothing is written."""
    papers("add 1706.03762")
    program("latin", "open(sys.argv[1], 'wb').write(b'caf\\xe9')")
    monkeypatch.setenv("EDITOR", "latin")
    told = papers("edit 1706.03762", exit_code=1).stderr
    kept = home / "edits" / "1706.03762.md"
    assert f"{kept} is not UTF-8 text." in told
    assert f"Your text may still be in {kept}" in told
    assert kept.read_bytes() == b"caf\xe9"


@pytest.mark.parametrize("line", ["edit 1706.03762", "edit 1706.03762 --from -"])
def test_deleting_everything_wants_a_yes(
    papers: Run, arxiv: ArxivServer, typist: Typist, home: Path, line: str
) -> None:
    """Where nobody can be asked, an empty text is refused without --yes."""
    papers("add 1706.03762")
    typist.types = lambda _: "\n"
    assert "To delete all of yours: --yes" in papers(line, exit_code=1, stdin="").stderr
    assert papers("show 1706.03762 --json").json["text"] != ""
    papers(f"{line} --yes", stdin="")
    assert papers("show 1706.03762 --json").json["text"].strip() == ""
    assert "Unchanged" in papers(line, stdin="").stderr
    assert drafts(home) == {}


def test_on_a_terminal_deleting_everything_is_asked_about(
    papers: Run, arxiv: ArxivServer, typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No is the default, and writes nothing."""
    monkeypatch.setattr("paper_notes.cli.editing.can_ask", lambda: True)
    typist.types = lambda _: ""
    papers("add 1706.03762")
    asked = papers("edit 1706.03762", stdin="\n")
    assert "Delete all you wrote about 1706.03762? [y/N]" in asked.stderr
    assert "Unchanged:" in asked.stderr
    papers("edit 1706.03762", stdin="y\n")
    assert papers("show 1706.03762 --json").json["text"] == ""


def test_the_text_comes_from_a_file_or_from_stdin(papers: Run, arxiv: ArxivServer) -> None:
    """--from replaces the text, leaves the file, and starts no editor."""
    papers("add 1706.03762")
    Path("mine.md").write_bytes("\ufeff# 메모\r\n\r\nfrom a file\r\n".encode())
    assert papers("edit 1706.03762 --from mine.md --json").json[0]["outcome"] == "changed"
    assert papers("show 1706.03762 --json").json["text"] == "# 메모\n\nfrom a file\n"
    assert Path("mine.md").exists()
    papers("edit 1706.03762 --from -", stdin="from stdin")
    assert papers("show 1706.03762 --json").json["text"] == "from stdin\n"
    assert papers("edit 1706.03762 --from - --json", stdin="from stdin").json[0]["outcome"] == "exists"
    assert "Cannot read" in papers("edit 1706.03762 --from nosuch.md", exit_code=1).stderr


def test_a_text_that_cannot_be_saved_is_kept_also_from_stdin(
    papers: Run, arxiv: ArxivServer, home: Path
) -> None:
    """What is too long for GitHub is refused with the remedy, and not lost."""
    papers("add 1706.03762")
    out = papers("edit 1706.03762 --from - --json", exit_code=1, stdin="x" * 65_536)
    assert "GitHub takes 65,536" in out.json[0]["error"]
    assert "Shorten the text" in out.stderr
    assert drafts(home) == {"1706.03762.md": "x" * 65_536}


def test_a_rehearsal_shows_the_difference(
    papers: Run, noted: GitHubServer, typist: Typist, home: Path
) -> None:
    """--dry-run writes nothing, says what it would, and keeps what was typed."""
    typist.types = lambda text: text.replace("two", "2")
    told = papers("edit 1 --dry-run").stderr.splitlines()
    assert noted.writes == []
    assert told[:9] == [
        "--- your text now",
        "+++ your text then",
        "@@ -1,5 +1,5 @@",
        " one",
        "-two",
        "+2",
        " three",
        " four",
        " five",
    ]
    assert told[9] == "Would change your text of #1 (Attention Is All You Need)."
    assert told[10].startswith("Your text is kept in ")
    assert drafts(home) == {"1706.03762.md": "one\n2\nthree\nfour\nfive\n"}
    typist.types = lambda text: text
    told = papers("edit 1 --dry-run").stderr.splitlines()
    assert [line for line in told if line == "" or "---" in line or "kept" in line] == []


# -- edit: on GitHub, where others write too -----------------------------------------------------


def test_one_edit_costs_five_requests(papers: Run, noted: GitHubServer, typist: Typist) -> None:
    """What is new, and may it be saved? Then the editor; what is new, the issue, the saving."""
    opening: list[str] = []
    typist.meanwhile = lambda: opening.extend(noted.log)
    typist.types = lambda text: f"{text}six\n"
    papers("edit 1")
    assert opening == ["GET /repos/alice/papers/issues", "GET /repos/alice/papers"]
    assert noted.log[2:] == [
        "GET /repos/alice/papers/issues",
        "GET /repos/alice/papers/issues/1",
        PATCH,
    ]
    assert typist.saw == ["one\ntwo\nthree\nfour\nfive\n"]
    assert text_of(noted) == "one\r\ntwo\r\nthree\r\nfour\r\nfive\r\nsix"


def test_the_editor_shows_what_is_there_now(papers: Run, noted: GitHubServer, typist: Typist) -> None:
    """Not what the mirror remembers."""
    write(noted, "changed on the phone")
    papers("edit 1")
    assert typist.saw == ["changed on the phone\n"]


def test_changes_of_others_in_other_lines_are_kept(papers: Run, noted: GitHubServer, typist: Typist) -> None:
    """Somebody edits the last line in the browser while the first is edited here."""
    typist.meanwhile = lambda: write(noted, "one\ntwo\nthree\nfour\nFIVE")
    typist.types = lambda text: text.replace("one", "ONE")
    told = papers("edit 1").stderr
    assert "Somebody else changed other lines meanwhile: both changes are kept." in told
    assert text_of(noted) == "ONE\r\ntwo\r\nthree\r\nfour\r\nFIVE"


def test_the_same_change_twice_is_one(papers: Run, noted: GitHubServer, typist: Typist) -> None:
    """What somebody else typed just so is not sent again."""
    typist.meanwhile = lambda: write(noted, "ONE\ntwo\nthree\nfour\nfive")
    typist.types = lambda text: text.replace("one", "ONE")
    assert papers("edit 1").stderr.startswith("Unchanged:")
    assert noted.writes == []


def test_a_changed_block_is_no_conflict(papers: Run, noted: GitHubServer, typist: Typist) -> None:
    """Marking the note in another window changes the block, not the reader's text."""
    typist.meanwhile = lambda: papers("mark read 1 --rating 4")
    typist.types = lambda text: f"{text}six\n"
    assert "Somebody" not in papers("edit 1").stderr
    note = papers("show 1 --json").json
    assert (note["rating"], note["text"][-6:]) == (4, "ve\r\nsix"[-6:])


def test_changes_of_the_same_lines_are_a_conflict(
    papers: Run, noted: GitHubServer, typist: Typist, home: Path
) -> None:
    """Nothing is overwritten, both texts are shown, the reader's is kept, and the remedy works."""
    typist.meanwhile = lambda: write(noted, "one\ntheirs \x1b[31m\nthree\nfour\nfive")
    typist.types = lambda text: text.replace("two", "mine")
    out = papers("edit 1 --json", exit_code=1)
    kept = home / "edits" / "1706.03762.md"
    assert noted.writes == []
    assert out.json[0]["error"] == "#1 was changed meanwhile, in the same lines: nothing was written."
    assert out.stderr.splitlines() == [
        "--- what is there now",
        "+++ what you wrote",
        "@@ -1,5 +1,5 @@",
        " one",
        "-theirs [31m",
        "+mine",
        " three",
        " four",
        " five",
        "papers: #1 was changed meanwhile, in the same lines: nothing was written.",
        "        Put into your text what you want to keep of theirs: saving it replaces all of theirs.",
        f"        Your text is kept in {kept}",
        f"        To save it: papers edit 1706.03762 --from {kept}",
    ]
    assert text_of(noted) == "one\r\ntheirs \x1b[31m\r\nthree\r\nfour\r\nfive"
    kept.write_text(kept.read_text().replace("mine", "theirs and mine"))
    papers(f"edit 1706.03762 --from {kept}")
    assert text_of(noted) == "one\r\ntheirs and mine\r\nthree\r\nfour\r\nfive"
    assert drafts(home) == {}


@pytest.mark.parametrize("fault", [lose(), lose(502), drop(), drop(502)])
def test_a_lost_answer_saves_once(papers: Run, noted: GitHubServer, typist: Typist, fault: object) -> None:
    """Whether or not GitHub took it, the text is there in the end, and no draft is left."""
    noted.on("PATCH", "/issues/1$", fault)  # type: ignore[arg-type]  # a fault; parametrize knows no types
    typist.types = lambda text: f"{text}six\n"
    papers("edit 1")
    assert text_of(noted) == "one\r\ntwo\r\nthree\r\nfour\r\nfive\r\nsix"


@pytest.mark.parametrize(
    ("fault", "exit_code"), [(refuse(422, "not today"), 1), (refuse(403, "not by you"), 4)]
)
def test_a_refused_text_is_kept(
    papers: Run, noted: GitHubServer, typist: Typist, home: Path, fault: object, exit_code: int
) -> None:
    """It is told where; the same command saves it on a better day."""
    noted.on("PATCH", "/issues/1$", fault)  # type: ignore[arg-type]  # a fault; parametrize knows no types
    typist.types = lambda text: f"{text}six\n"
    assert "Your text is kept in" in papers("edit 1", exit_code=exit_code).stderr
    assert list(drafts(home)) == ["1706.03762.md"]
    papers(f"edit 1706.03762 --from {home}/edits/1706.03762.md")
    assert text_of(noted).endswith("five\r\nsix")


@pytest.mark.parametrize(
    "happens", [lambda repo: repo.delete(1), lambda repo: repo.close(1, "duplicate")], ids=["gone", "doubled"]
)
def test_a_note_that_goes_away_meanwhile(
    papers: Run, noted: GitHubServer, typist: Typist, home: Path, happens: Callable[..., None]
) -> None:
    """Deleted, or closed as a duplicate: it is told, and the text is kept."""

    def meanwhile() -> None:
        noted.clock.seconds += 60
        happens(noted.repo)

    typist.meanwhile = meanwhile
    typist.types = lambda text: f"{text}six\n"
    out = papers("edit 1", exit_code=1)
    assert "#1 is no note any more." in out.stderr
    assert drafts(home) == {"1706.03762.md": "one\ntwo\nthree\nfour\nfive\nsix\n"}


def test_offline_one_edits_only_what_is_here(
    papers: Run, noted: GitHubServer, typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library on GitHub cannot be saved to, so that no editor is opened; the embedded one can."""
    assert "needs the network" in papers("edit 1 --offline", exit_code=1).stderr
    assert "needs the network" in papers("note 1 -m more --offline", exit_code=1).stderr
    monkeypatch.delenv("GH_TOKEN")
    assert "GH_TOKEN" in papers("edit 1", exit_code=4).stderr
    assert typist.saw == []
    assert noted.writes == []
    monkeypatch.delenv("PAPERS_REPO")
    papers("add 1706.03762 --offline")
    typist.types = lambda text: f"{text}more\n"
    assert papers("edit 1706.03762 --offline").stderr.startswith("Edited")
    papers("note 1706.03762 -m more --offline")


def test_a_closed_issue_with_a_hand_edited_block_in_the_middle(
    papers: Run, noted: GitHubServer, typist: Typist
) -> None:
    """The text on both sides is the reader's to edit; the block stays, as it is and where it is."""
    write(noted, "below", above="above\n\n")
    noted.repo.web_edit(1, noted.repo.issue(1)["body"].replace("Ashish Vaswani, ", "A. Vaswani, "))
    noted.repo.close(1)
    before = noted.repo.issue(1)["body"]
    typist.types = lambda text: text.replace("above\n", "above\nmore above\n") + "more below\n"
    papers("edit 1")
    assert typist.saw == [f"above\n\n{PLACEHOLDER}\nbelow\n"]
    after = before.replace("above\r\n", "above\r\nmore above\r\n") + "\r\nmore below"
    assert noted.repo.issue(1)["body"] == after
    assert noted.repo.issue(1)["state"] == "closed"
    assert papers("show 1 --json").json["text"] == "above\r\nmore above\r\n\r\nbelow\r\nmore below"


def test_hand_written_issues_are_edited_whole(
    papers: Run, repo: GitHubServer, typist: Typist, home: Path
) -> None:
    """They have no block and get none; an edit that leaves no paper behind is refused, and kept."""
    repo.repo.open_issue("BERT", "Link : https://arxiv.org/abs/1810.04805\n\nmine")
    typist.types = lambda text: text.replace("mine", "mine and more")
    papers("edit 1")
    assert repo.repo.issue(1)["body"] == "Link : https://arxiv.org/abs/1810.04805\n\nmine and more"
    typist.types = lambda _: "no link"
    assert "would be no note any more" in papers("edit 1", exit_code=1).stderr
    assert drafts(home) == {"1810.04805.md": "no link"}
    assert "mine and more" in repo.repo.issue(1)["body"]


def test_a_reference_that_means_no_note(papers: Run, arxiv: ArxivServer, typist: Typist) -> None:
    """It is told before any editor opens."""
    assert "There is no note about 1706.03762." in papers("edit 1706.03762", exit_code=1).stderr
    assert "There is no note about" in papers("note 1706.03762 -m more", exit_code=1).stderr
    assert typist.saw == []


# -- note --------------------------------------------------------------------------------------


def test_paragraphs_are_appended(papers: Run, noted: GitHubServer) -> None:
    """With the line ends that are there; every -m is a paragraph, and saying it twice adds it twice."""
    out = papers("note 1 -m 'six @alice' -m seven")
    assert out.startswith("1\t1706.03762\t")
    assert out.stderr.startswith("Added to #1 Attention Is All You Need [NLP] https://")
    papers("note 1 -m seven")
    assert text_of(noted) == "\r\n".join(
        ["one", "two", "three", "four", "five", "", "six @alice", "", "seven", "", "seven"]
    )


def test_a_paragraph_goes_under_a_heading(papers: Run, noted: GitHubServer) -> None:
    """A heading is meant by its words, a piece of them or another name; all else keeps its bytes."""
    lines = ["## 한 줄 요약", "", "<!-- one line -->", "", "## Main results", "- BLEU", "## Code"]
    write(noted, "\r\n".join(lines))
    papers("note 1 --under tldr -m 'Attention is enough.'")
    papers("note 1 --under RESULTS -m '- speed'")
    papers("note 1 --under code -m 'It runs.'")
    assert text_of(noted).split("\r\n") == [
        *lines[:3],
        "",
        "Attention is enough.",
        "",
        "## Main results",
        "- BLEU",
        "- speed",
        "",
        "## Code",
        "",
        "It runs.",
    ]
    assert papers("show 1 --json").json["summary"] == "Attention is enough."
    noted.forget()
    told = papers("note 1 --under tldr -m more --dry-run").stderr
    assert told == "Would add to your text of #1 (Attention Is All You Need).\n"
    told = papers("note 1 --under method -m x", exit_code=1).stderr
    assert "There is no heading “method” in your text." in told
    assert "It has these: 한 줄 요약 · Main results · Code" in told
    assert noted.writes == []


def test_a_list_grows_item_by_item(papers: Run, arxiv: ArxivServer) -> None:
    """A diary of list items stays one list."""
    papers("add 1706.03762")
    papers("edit 1706.03762 --from -", stdin="- Monday\n")
    papers("note 1706.03762 -m '- Tuesday' -m '- Wednesday'")
    assert papers("show 1706.03762 --json").json["text"] == "- Monday\n- Tuesday\n- Wednesday\n"


def test_a_text_from_stdin_is_not_lost(papers: Run, noted: GitHubServer, home: Path) -> None:
    """-m - reads stdin; if it cannot be saved, it is kept in a file."""
    papers("note 1 -m -", stdin="six\nseven\n\n")
    assert text_of(noted).endswith("five\r\n\r\nsix\r\nseven")
    noted.on("PATCH", "/issues/1$", refuse(422, "not today"))
    assert "Your text is kept in" in papers("note 1 -m -", stdin="eight", exit_code=1).stderr
    assert drafts(home) == {"note.md": "eight"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("note 1706.03762", "--message is missing."),
        ("note 1706.03762 -m ' '", "the text is empty"),
        ("note 1706.03762 -m more -m -", "the text is empty"),
    ],
)
def test_there_must_be_something_to_append(papers: Run, line: str, told: str) -> None:
    """Otherwise it is a usage error."""
    assert told in papers(line, exit_code=2, stdin="\n").stderr


def test_a_rehearsed_note_is_not_written(papers: Run, noted: GitHubServer) -> None:
    """--dry-run says that the text would grow."""
    assert (
        papers("note 1 -m six --dry-run").stderr
        == "Would add to your text of #1 (Attention Is All You Need).\n"
    )
    assert noted.writes == []


@pytest.mark.parametrize("fault", [lose(), lose(502), drop(), drop(502)])
def test_a_lost_answer_appends_once(papers: Run, noted: GitHubServer, fault: object) -> None:
    """Whether or not GitHub took it."""
    noted.on("PATCH", "/issues/1$", fault)  # type: ignore[arg-type]  # a fault; parametrize knows no types
    papers("note 1 -m six")
    assert text_of(noted) == "one\r\ntwo\r\nthree\r\nfour\r\nfive\r\n\r\nsix"


@pytest.mark.parametrize("taken", [True, False])
def test_an_interrupted_note_is_not_doubled_by_trying_again(
    papers: Run, noted: GitHubServer, *, taken: bool
) -> None:
    """When even looking failed, the next attempt finds out whether the first one had got through."""
    noted.on("PATCH", "/issues/1$", lose() if taken else drop())
    noted.on("GET", "/issues/1$", HONEST, refuse(422, "not today"))
    papers("note 1 -m six", exit_code=1)
    again = papers("note 1 -m six")
    assert ("The last attempt had got through after all." in again.stderr) is taken
    assert text_of(noted) == "one\r\ntwo\r\nthree\r\nfour\r\nfive\r\n\r\nsix"
    papers("note 1 -m six")
    assert text_of(noted).endswith("five\r\n\r\nsix\r\n\r\nsix")


def test_what_was_interrupted_is_remembered_as_it_was(papers: Run, noted: GitHubServer) -> None:
    """Another text is another wish, and a rehearsal changes nothing."""
    noted.on("PATCH", "/issues/1$", lose())
    noted.on("GET", "/issues/1$", HONEST, refuse(422, "not today"))
    papers("note 1 -m six", exit_code=1)
    assert "Would add to your text" in papers("note 1 -m seven --dry-run").stderr
    assert "had got through" in papers("note 1 -m six --dry-run").stderr
    assert "had got through" in papers("note 1 -m six").stderr
    noted.on("PATCH", "/issues/1$", lose())
    noted.on("GET", "/issues/1$", HONEST, refuse(422, "not today"))
    papers("note 1 -m seven", exit_code=1)
    papers("note 1 -m eight")
    assert text_of(noted).split("\r\n\r\n")[1:] == ["six", "seven", "eight"]
