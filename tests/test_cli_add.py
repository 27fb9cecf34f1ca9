"""`papers add`: what is told, what is written, and what happens when it goes wrong."""

from pathlib import Path

import pytest

from paper_notes.doors.github import opening
from paper_notes.rules.library.notes import record_of
from paper_notes.values.model import Issue
from paper_notes.values.text import body
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.github_server import Fault, GitHubServer, lose, refuse
from tests.library import ATTENTION, HOSTILE


@pytest.fixture
def repo(github: GitHubServer, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> GitHubServer:
    """Connect alice/papers, with arXiv within reach and no waiting."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    monkeypatch.setattr(opening, "LOOK_WAITS", (0, 0))
    return github


def test_outcomes_as_json_in_the_order_given(papers: Run, arxiv: ArxivServer) -> None:
    """Each reference has its outcome; one bad one fails none of the others, but the exit code."""
    out = papers("add 1706.03762v1 1713.00001 hep-th/9901001 1706.03762 2404.99999 --json", exit_code=1)
    assert [(item["ref"], item["outcome"]) for item in out.json] == [
        ("1706.03762v1", "added"),
        ("1713.00001", "failed"),
        ("hep-th/9901001", "added"),
        ("1706.03762", "exists"),
        ("2404.99999", "failed"),
    ]
    assert "month 13" in out.json[1]["error"]
    assert out.json[4]["error"] == "arXiv has no paper 2404.99999."
    assert out.json[0]["note"]["abstract"] == ATTENTION.abstract
    assert arxiv.asked() == [("1706.03762", "hep-th/9901001", "2404.99999")]


def test_references_from_a_file_and_from_stdin(papers: Run, arxiv: ArxivServer) -> None:
    """One reference a line; comments, blank lines and a byte order mark are skipped."""
    Path("list.txt").write_bytes("\ufeff# to read\r\n1706.03762  # the one\r\n\r\n1512.03385\r\n".encode())
    assert papers("add --from list.txt").count("\n") == 2
    assert papers("add --from -", stdin="hep-th/9901001\n").count("\n") == 1


def test_a_file_without_references_is_named(papers: Run) -> None:
    """An empty list is told as such."""
    Path("list.txt").write_text("# nothing yet\n")
    assert "list.txt holds no references" in papers("add --from list.txt", exit_code=1).stderr


def test_what_was_typed_is_told_in_few_words(papers: Run) -> None:
    """Neither length nor control characters of a bad reference reach the terminal."""
    out = papers("add", "\x1b[31m" + "A" * 5000, exit_code=1)
    assert "\x1b" not in out.stderr
    assert len(out.stderr) < 400


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("add", "Name at least one paper"),
        ("add 1706.03762 --on 2026-01-01", "--on is the day of reading"),
        ("add 1706.03762 --status read --on 2999-01-01", "is still to come"),
        ("add 1706.03762 --status read --on 2026-02-30", "is not a day"),
        ("add 1706.03762 --status finished", "is not one of"),
        ("add 1706.03762 --rating 6", "--rating: '6' is not a number from 1 to 5."),
        ("add 1706.03762 --topic NPL", "Did you mean NLP?"),
        ("add 1706.03762 --template nosuch", "There is no template"),
        ("list --topic nonsense", "There is no topic 'nonsense'"),
        ("frobnicate", "There is no command 'frobnicate'."),
    ],
)
def test_usage_errors_exit_with_2(papers: Run, arxiv: ArxivServer, line: str, told: str) -> None:
    """What makes no sense is told with what would, and nothing is written."""
    code = 1 if "template" in line else 2
    assert told in papers(line, exit_code=code).stderr
    assert papers("list") == ""


def test_topics_replace_the_guess_and_may_be_new(papers: Run, arxiv: ArxivServer) -> None:
    """--topic names topics in any case; --create-label allows a label without a meaning."""
    papers("add 1706.03762 --topic rl --topic Speech")
    assert papers("show 1706.03762 --json").json["topics"] == ["RL", "speech"]
    papers("add 1512.03385 --topic thesis --create-label")
    assert papers("show 1512.03385 --json").json["labels"] == ["thesis"]


def test_nothing_is_written_when_no_source_answers(papers: Run) -> None:
    """The remedy is named: --pending."""
    out = papers("add 2404.00001", exit_code=1)
    assert "papers add 2404.00001 --pending" in out.stderr
    assert papers("list") == ""


def test_a_pending_note_is_filled_in_later(papers: Run, request: pytest.FixtureRequest) -> None:
    """It says that it is pending, has no guessed topics, and gets title and topics from arXiv later."""
    papers("add 2203.00001 --pending --rating 4")
    note = papers("show 2203.00001 --json").json
    assert (note["pending"], note["title"], note["topics"]) == (True, "arXiv:2203.00001", [])
    assert [item["outcome"] for item in papers("add 2203.00001 --json").json] == ["pending"]
    request.getfixturevalue("arxiv")
    assert [item["outcome"] for item in papers("add 2203.00001 --json").json] == ["exists"]
    note = papers("show 2203.00001 --json").json
    assert (note["pending"], note["rating"]) == (False, 4)
    assert note["title"] == note["issue_title"] == "한국어 음성 인식을 위한 자기지도 학습"
    assert "speech" in note["topics"]


def test_remote_text_never_acts(papers: Run, repo: GitHubServer) -> None:
    """Nothing in a hostile paper pings, links or breaks out; its data comes back equal."""
    papers("add 2105.00001")
    issue = repo.repo.issue(1)
    visible = issue["body"].split("-->\n", 1)[1]
    text = f"{issue['title']}\n{visible}".replace("\\<", "")  # an escaped bracket is text
    for act in (
        "@torvalds",
        "@octocat",
        "#1",
        "GH-2",
        "hello#3",
        "<img",
        "//github.com/",
        "da39a3ee5e6b4b0d",
    ):
        assert act not in text
    record = record_of(Issue("", issue["body"]))
    assert record is not None
    assert record.paper == HOSTILE
    assert papers("show 1 --json").json["abstract"] == HOSTILE.abstract


@pytest.mark.parametrize("fault", [lose(), lose(502)])
def test_a_lost_answer_makes_one_issue(papers: Run, repo: GitHubServer, fault: object) -> None:
    """If GitHub took the issue and its answer is lost, it is found again instead of sent again."""
    repo.on("POST", "/issues$", fault)  # type: ignore[arg-type]  # a fault; parametrize knows no types
    out = papers("add 1706.03762 --status read")
    assert len(repo.repo.issues) == 1
    assert repo.writes.count("POST /repos/alice/papers/issues") == 1
    assert "may or may not have been carried out" in out.stderr
    assert "It was: #1." in out.stderr
    assert repo.repo.issue(1)["state"] == "closed"


def test_an_interrupted_add_is_finished_by_the_same_command(papers: Run, repo: GitHubServer) -> None:
    """If only the closing failed, adding again closes the issue and makes no second one."""
    repo.on("PATCH", "/issues/1$", refuse(422, "not today"))
    out = papers("add 1706.03762 --status dropped --on 2026-01-01", exit_code=1)
    assert "not today" in out.stderr
    assert repo.repo.issue(1)["state"] == "open"
    again = papers("add 1706.03762 --json")
    assert again.json[0]["outcome"] == "exists"
    assert (again.json[0]["note"]["status"], again.json[0]["note"]["read_on"]) == ("dropped", "2026-01-01")
    issue = repo.repo.issue(1)
    assert (len(repo.repo.issues), issue["state"], issue["state_reason"]) == (1, "closed", "not_planned")


def test_reopening_on_the_web_is_not_undone(papers: Run, repo: GitHubServer) -> None:
    """A note that was closed and reopened by hand stays open when the paper is added again."""
    papers("add 1706.03762 --status read")
    repo.repo.reopen(1)
    assert papers("add 1706.03762 --json").json[0]["note"]["status"] == "to-read"
    assert repo.repo.issue(1)["state"] == "open"


def test_a_hand_written_issue_is_the_papers_note(papers: Run, repo: GitHubServer) -> None:
    """What was noted by hand is found, not noted again, and not a byte of it changes."""
    text = "Link : https://arxiv.org/pdf/1706.03762v2.pdf\r\n\r\n## 한 줄 요약\r\n주의가 전부다."
    repo.repo.open_issue("Transformer paper", text)
    out = papers("add 1706.03762")
    assert "Already there: #1" in out.stderr
    assert (len(repo.repo.issues), repo.repo.issue(1)["body"]) == (1, text)
    assert papers("show 1 --json").json["summary"] == "주의가 전부다."


def test_a_strangers_issue_is_nobodys_note(papers: Run, repo: GitHubServer) -> None:
    """A stranger cannot take a paper's place, with whatever block and labels; they are counted."""
    papers("add 1512.03385")
    forged = repo.repo.issue(1)["body"].replace("1512.03385", "1706.03762")
    repo.repo.open_issue("Attention", forged, author="mallory", labels=("NLP",))
    out = papers("add 1706.03762")
    assert "Added #3" in out.stderr
    assert papers("list").count("\n") == 2
    assert "Left out: 1 issue by 1 person" in papers("list").stderr
    assert papers("list --all").count("\n") == 3


def test_a_dry_run_writes_nothing_and_says_everything(papers: Run, repo: GitHubServer) -> None:
    """What a dry run announces is what the real run does."""
    dry = papers("add 1706.03762 --status read --dry-run")
    assert repo.writes == []
    assert dry.stderr.splitlines()[-3:] == [
        "Would create the label NLP.",
        "Would add “Attention Is All You Need” with NLP.",
        "Would mark “Attention Is All You Need” read.",
    ]
    assert papers("list") == ""
    papers("add 1706.03762 --status read")
    assert repo.writes == [
        "POST /repos/alice/papers/labels",
        "POST /repos/alice/papers/issues",
        "PATCH /repos/alice/papers/issues/1",
    ]


def test_without_a_token_writing_exits_with_4(
    papers: Run, repo: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading a public repository needs none; writing names the remedy."""
    papers("add 1706.03762")
    monkeypatch.delenv("GH_TOKEN")
    papers("sync")
    assert "GH_TOKEN" in papers("add 1512.03385", exit_code=4).stderr
    assert len(repo.repo.issues) == 1


def test_a_token_refused_on_the_way(papers: Run, repo: GitHubServer) -> None:
    """The JSON has what became of each paper all the same; exit code 4, and the same again goes on."""
    papers("add hep-th/9901001")
    repo.on("POST", "/issues$", Fault(taken=True, status=201), refuse(401, "Bad credentials"))
    out = papers("add 1706.03762 hep-th/9901001 1512.03385 2203.00001 --json", exit_code=4)
    refused = "GitHub refuses the token (401: Bad credentials)."
    assert [(each["ref"], each["outcome"], each["error"]) for each in out.json] == [
        ("1706.03762", "added", None),
        ("hep-th/9901001", "exists", None),
        ("1512.03385", "failed", refused),
        ("2203.00001", "failed", f"Not tried: {refused}"),
    ]
    assert out.stderr.splitlines()[2:4] == ["Not done: 1512.03385, 2203.00001", f"papers: {refused}"]
    papers("add 1706.03762 hep-th/9901001 1512.03385 2203.00001")
    assert len(repo.repo.issues) == 4


@pytest.mark.parametrize(
    "command", ["add 1706.03762 1512.03385", "mark read 1 1706.03762", "tag 1 9 --add RL"]
)
def test_a_token_that_never_was_any_good(
    papers: Run, repo: GitHubServer, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Nothing is tried, and the JSON says that of each."""
    papers("add hep-th/9901001")
    monkeypatch.setenv("GH_TOKEN", "ghp_wrongSecret")
    out = papers(f"{command} --json", exit_code=4)
    refused = "Not tried: GitHub refuses the token (401: Bad credentials)."
    assert [(each["outcome"], each["error"]) for each in out.json] == [("failed", refused)] * 2


def test_a_refused_token_is_never_shown(
    papers: Run, repo: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong token is told as such, with exit code 4, also with --verbose."""
    monkeypatch.setenv("GH_TOKEN", "ghp_wrongSecret")
    out = papers("add 1706.03762 --verbose", exit_code=4)
    assert "ghp_wrongSecret" not in out + out.stderr


def test_offline_touches_no_network(papers: Run, repo: GitHubServer, arxiv: ArxivServer) -> None:
    """--offline works before and after the command; on GitHub it refuses to write, and says so."""
    assert "forbids" in papers("--offline add 1706.03762", exit_code=1).stderr
    assert "mirror" in papers("list --offline", exit_code=1).stderr
    assert (repo.log, arxiv.requests) == ([], [])
    papers("list")
    repo.forget()
    papers("list --offline")
    assert repo.log == []


@pytest.mark.parametrize(("flag", "remedy"), [("--offline", "Leave out --offline"), ("", "Try again later")])
def test_what_to_do_about_a_paper_that_nobody_knows(papers: Run, flag: str, remedy: str) -> None:
    """Where no source was allowed to be asked, waiting does not help."""
    told = papers(f"add 2101.00777 {flag}", exit_code=1).stderr.splitlines()
    assert told[-1] == (
        f"        {remedy}, or note it now and fill it in later: papers add 2101.00777 --pending"
    )


def test_a_repository_one_may_not_label_is_refused(papers: Run, repo: GitHubServer) -> None:
    """Without the right to label, GitHub would drop labels silently: it is somebody else's repository."""
    repo.repo.roles["alice"] = "pull"
    out = papers("add 1706.03762", exit_code=4)
    assert "may not label" in out.stderr
    assert repo.repo.issues == {}


def test_the_readers_text_survives_every_command(papers: Run, repo: GitHubServer) -> None:
    """What was typed on the web, with its CRLF, is the same byte for byte after mark, tag and add."""
    papers("add 1706.03762")
    written = repo.repo.issue(1)["body"] + "\n\nMy words — 내 생각, $x^2$ & `code`\n"
    repo.repo.web_edit(1, written)
    mine = body.without(repo.repo.issue(1)["body"])
    assert "\r\n" in mine
    papers("mark read 1 --rating 4")
    papers("tag 1 --add RL")
    papers("add 1706.03762")
    papers("mark to-read 1")
    assert body.without(repo.repo.issue(1)["body"]) == mine
    assert papers("show 1 --json").json["text"] == mine


def test_what_a_bot_opened_is_not_opened_again(papers: Run, repo: GitHubServer) -> None:
    """A workflow writes as a bot: until that is trusted nothing of it counts, and nothing doubles."""
    repo.repo.roles["github-actions[bot]"] = "push"
    repo.tokens["ghp_aliceToken"] = "github-actions[bot]"
    repo.repo.association = lambda login: "NONE" if login.endswith("[bot]") else "OWNER"  # type: ignore[method-assign]  # as with GITHUB_TOKEN
    assert 'trusted = ["github-actions[bot]"]' in papers("add 1706.03762", exit_code=1).stderr
    assert "already" in papers("add 1706.03762", exit_code=1).stderr
    assert len(repo.repo.issues) == 1
    Path("papers.toml").write_text('trusted = ["github-actions[bot]"]\n')
    assert papers("add 1706.03762 --json").json[0]["outcome"] == "exists"
    assert len(repo.repo.issues) == 1


def test_a_rehearsal_adds_a_paper_once(papers: Run, arxiv: ArxivServer) -> None:
    """Two references to one paper are one note, in a dry run too."""
    dry = papers("add 1706.03762 arXiv:1706.03762v2 --dry-run")
    assert dry.stderr.count("Would add") == 1


def test_adding_again_says_what_it_did_not_do(papers: Run, request: pytest.FixtureRequest) -> None:
    """Options for a paper that has a note are ignored, and it is told; so is a source that is still away."""
    papers("add 1706.03762 --rating 5")
    again = papers("add 1706.03762 --status dropped --rating 2").stderr
    assert "Still from the starter catalogue: nothing came from arXiv." in again
    request.getfixturevalue("arxiv")
    papers("add 1706.03762")
    again = papers("add 1706.03762 --status dropped --rating 2").stderr
    assert "It stays as it is (to-read). To change it: papers mark, papers tag" in again
    assert "stays" not in papers("add 1706.03762").stderr
    assert papers("show 1706.03762 --json").json["rating"] == 5


def test_a_path_of_arxivs_own_is_a_reference(papers: Run, arxiv: ArxivServer) -> None:
    """As mirrors and old pages write it, without a host."""
    papers("add /ftp/arxiv/papers/1706/1706.03762.pdf")
    assert papers("list").split("\t")[1] == "1706.03762"


@pytest.mark.parametrize("how", ["file", "all", "included"])
def test_a_link_in_a_clone_publishes_no_secret(papers: Run, arxiv: ArxivServer, home: Path, how: str) -> None:
    """A project's templates bring no file from elsewhere into a note; one's own folder may hold links."""
    secrets = home.parent / "secrets"
    secrets.mkdir()
    (secrets / "note.en.md.j2").write_text("gho_secret")
    Path("papers.toml").write_text("")
    if how == "all":
        Path("templates").symlink_to(secrets)
    else:
        Path("templates").mkdir()
    if how == "file":
        Path("templates/note.en.md.j2").symlink_to(secrets / "note.en.md.j2")
    elif how != "all":
        Path("templates/x").symlink_to(secrets)
        Path("templates/note.en.md.j2").write_text('{% include "x/note.en.md.j2" %}')
    out = papers("add 1706.03762", exit_code=1)
    assert "is not read" in out.stderr
    assert "gho_secret" not in papers("list --json") + out.stderr
    home.mkdir(exist_ok=True)
    Path("papers.toml").unlink()
    (home / "templates").symlink_to(secrets)
    papers("add 1706.03762")
    assert "gho_secret" in papers("show 1706.03762 --json").json["text"]


def test_a_list_that_leaves_something_out_is_not_believed(papers: Run, repo: GitHubServer) -> None:
    """One empty answer does not make the library forget its notes, and the next add does not double them."""
    papers("add 1706.03762")
    repo.on("GET", "/issues$", Fault(text="[]"))
    assert "leaves out #1, which is there" in papers("add 1706.03762", exit_code=1).stderr
    assert papers("list").count("\n") == 1
    assert papers("add 1706.03762 --json").json[0]["outcome"] == "exists"
    assert len(repo.repo.issues) == 1
