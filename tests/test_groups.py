"""Reading groups: several trusted people, and assignees who read."""

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.github_server import TOKEN, GitHubServer, refuse

ATTENTION, RESNET, STRINGS = "1706.03762", "1512.03385", "hep-th/9901001"


@pytest.fixture
def group(repo: GitHubServer, papers: Run) -> GitHubServer:
    """Have alice and bob read: one paper each, one together, and one that alice noted herself."""
    repo.repo.roles["bob"] = "push"
    for number, (paper, who) in enumerate(
        [(ATTENTION, ["alice", "Bob"]), (RESNET, ["Bob"]), (STRINGS, []), ("2203.00001", [])], start=1
    ):
        papers(f"add {paper} --status read --on 2026-01-0{number}")
        repo.repo.assign(number, *who)
    repo.repo.issues[4]["user"]["login"] = "github-actions[bot]"
    repo.repo.issues[4]["author_association"] = "MEMBER"
    papers("sync --full")
    return repo


def ids(rows: str) -> list[str]:
    """Return the papers of rows."""
    return [row.split("\t")[1] for row in rows.splitlines()]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("--reader bob", [RESNET, ATTENTION]),
        ("--reader @BOB", [RESNET, ATTENTION]),
        ("--reader alice", [STRINGS, ATTENTION]),
        ("--reader carol", []),
        ("--mine", [STRINGS, ATTENTION]),
        ("--mine --topic NLP", [ATTENTION]),
    ],
)
def test_notes_are_listed_by_who_reads_them(
    group: GitHubServer, papers: Run, options: str, found: list[str]
) -> None:
    """Assignees read; a note without any is read by who opened it, unless that is an app."""
    assert sorted(ids(papers(f"list {options}"))) == sorted(found)
    assert [note["id"] for note in papers(f"list {options} --json").json] == ids(papers(f"list {options}"))


def test_other_commands_take_readers_too(group: GitHubServer, papers: Run) -> None:
    """Whatever takes filters: searching, exporting, the site, and changes of many notes at once."""
    found = [ids(papers(f"search strings --reader {login}")) for login in ("alice", "bob")]
    assert found == [[STRINGS], []]
    exported = papers("export --format json --reader bob").json
    assert {note["id"] for note in exported} == {ATTENTION, RESNET}
    assert ids(papers("tag --reader alice --add RL --dry-run")) == ids(papers("list --reader alice"))
    papers("site site --no-search --reader bob --base-url https://alice.github.io/papers/")
    pages = sorted(path.parent.name for path in Path("site/notes").glob("*/index.html"))
    assert pages == ["1", "2"]


def test_the_json_names_the_readers(group: GitHubServer, papers: Run) -> None:
    """As GitHub spells them."""
    found = {note["id"]: note["readers"] for note in papers("list --json").json}
    assert found == {ATTENTION: ["alice", "Bob"], RESNET: ["Bob"], STRINGS: ["alice"], "2203.00001": []}


def test_a_note_names_its_readers(group: GitHubServer, papers: Run) -> None:
    """Where they are others than its author."""
    assert "readers alice, Bob" in papers(f"show {ATTENTION}")
    assert "readers" not in papers(f"show {STRINGS}")


def test_statistics_are_of_one_reader(group: GitHubServer, papers: Run) -> None:
    """Everything that is counted is theirs."""
    counted = [papers(f"stats {whose} --json").json["read"] for whose in ("", "--reader bob", "--mine")]
    assert counted == [4, 2, 2]


def test_the_list_can_say_who_read_what(group: GitHubServer, papers: Run) -> None:
    """Only if asked to; the same notes give the same bytes, and no login is a mention."""
    plain = papers("index --output - --by year")
    named = papers("index --output - --by year --readers")
    assert "Bob" not in plain
    assert "NLP · read by alice, Bob\n" in named
    assert "CV · read by Bob\n" in named
    assert "@" not in named
    assert papers("index --output - --by year --readers") == named
    assert "read by alice, Bob" in papers("index --output - --reader bob --readers")
    assert "Strings" not in papers("index --output - --reader bob")


def test_who_we_are_is_asked_once(group: GitHubServer, papers: Run) -> None:
    """The library remembers it, so that nothing is asked for offline."""
    assert "Name yourself: --reader LOGIN" in papers("list --mine --offline", exit_code=1).stderr
    papers("list --mine")
    group.forget()
    assert papers("list --mine --offline") == papers("list --mine")
    assert group.log == []


def test_another_token_is_another_person(
    group: GitHubServer, papers: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is seen after the next look at the repository; if GitHub does not say, it was the same one."""
    mine = papers("list --mine")
    group.tokens["ghp_bob"] = "bob"
    monkeypatch.setenv("GH_TOKEN", "ghp_bob")
    group.clock.sleep(60)
    papers("sync")
    group.on("GET", "/user$", refuse(403, "Forbidden"))
    kept = papers("list --mine")
    assert (kept, "You are taken for alice, as before." in kept.stderr) == (mine, True)
    assert papers("list --mine") == papers("list --reader bob") != mine
    assert papers("list --mine --offline") == papers("list --reader bob")


def test_an_app_is_no_reader(group: GitHubServer, papers: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workflow's token belongs to nobody who reads."""
    group.tokens["ghs_workflow"] = "github-actions[bot]"
    monkeypatch.setenv("GH_TOKEN", "ghs_workflow")
    assert "which reads nothing" in papers("list --mine", exit_code=1).stderr
    monkeypatch.setenv("GH_TOKEN", TOKEN)


def test_mine_is_a_reader_already(papers: Run, group: GitHubServer) -> None:
    """Both together are a mistake; what is on this machine alone is all one's own."""
    assert "give one of them" in papers("list --mine --reader bob", exit_code=2).stderr


def test_all_of_the_embedded_library_is_ones_own(papers: Run) -> None:
    """There is nobody else in it, and nobody to be asked."""
    papers("add 1706.03762 --offline")
    assert papers("list --mine") == papers("list") != ""
    assert papers("show 1706.03762 --json").json["readers"] == []
