"""`papers labels`: which labels there are, how they look, and one in the place of another."""

from collections.abc import Iterator

import pytest

from paper_notes.rules.setting_up.label_care import wanted_labels
from paper_notes.values.topics import Taxonomy
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.emulate import Emulate, running_emulate
from tests.github_server import GitHubServer, lose, refuse
from tests.library import ATTENTION

TAXONOMY = Taxonomy()
NLP = TAXONOMY.label_of("NLP")
ALL = {label.name: label for label in wanted_labels(TAXONOMY)}


@pytest.fixture
def repo(github: GitHubServer, arxiv: ArxivServer, monkeypatch: pytest.MonkeyPatch) -> GitHubServer:
    """Connect alice/papers, where alice and a stranger have opened issues by hand."""
    monkeypatch.setenv("PAPERS_REPO", "alice/papers")
    monkeypatch.setattr("paper_notes.doors.github.client.RETRY_WAITS", (0, 0))
    monkeypatch.setattr("paper_notes.doors.github.opening.LOOK_WAITS", (0, 0))
    repo = github.repo
    put(github, "Computer Vision", "123456", "My eyes")
    put(github, "bug", "d73a4a", "Broken")
    repo.open_issue("A paper", "https://arxiv.org/abs/1512.03385\n\nMine.", labels=("Computer Vision", "bug"))
    repo.open_issue("No paper", "Just mine.", labels=("computer vision",))
    repo.open_issue("Both", "1706.03762", labels=("Computer Vision", "CV"))
    return github


def put(github: GitHubServer, name: str, color: str, description: str | None) -> None:
    """Make a label by hand."""
    github.repo.labels[name.casefold()] = {"name": name, "color": color, "description": description}


def looks(github: GitHubServer) -> dict[str, tuple[str, str]]:
    """Return how each label looks."""
    return {each["name"]: (each["color"], each["description"] or "") for each in github.repo.labels.values()}


def on_issues(github: GitHubServer) -> dict[int, list[str]]:
    """Return the labels of each issue."""
    return {number: issue["labels"] for number, issue in github.repo.issues.items()}


def test_check(papers: Run, repo: GitHubServer) -> None:
    """What is at fault has a remedy and the exit code 1; what is missing, or means no topic, is no fault."""
    put(repo, "nlp", NLP.color, "Words")
    put(repo, "robotic", "123456", "")
    put(repo, "media", "123456", "")
    out = papers("labels check", exit_code=1)
    assert [line for line in out.splitlines() if line.startswith("!!")] == [
        "!!  CV: has no colour and description",
        f"!!  nlp: does not look like #{NLP.color}, “{NLP.description}”",
        "!!  Computer Vision: means the same as CV",
        "!!  robotic: looks like a slip of robotics",
    ]
    assert 'papers labels merge "Computer Vision" "CV"' in out
    assert "ok  speech: is created when it is first needed" in out
    assert "bug" not in out
    problems = {each["label"]: each["problem"] for each in papers("labels check --json", exit_code=1).json}
    assert problems["Computer Vision"] == "alias"
    assert {verb.split()[0] for verb in repo.log} == {"GET"}


def test_a_label_that_stands_for_a_topic_is_no_fault(papers: Run, github: GitHubServer) -> None:
    """As long as it is the only one for it."""
    put(github, "Computer Vision", "123456", "My eyes")
    out = papers("labels check -R alice/papers")
    assert "ok  Computer Vision: stands for CV" in out
    assert "ok  CV" not in out
    assert out.stderr == "The labels are in order.\n"


def test_sync(papers: Run, repo: GitHubServer) -> None:
    """Every topic gets its label and every label its look; others keep theirs, and none goes."""
    out = papers("labels sync --dry-run")
    assert "Would give the label CV its colour and description." in out.stderr
    assert {verb.split()[0] for verb in repo.log} == {"GET"}
    put(repo, "nlp", "ffffff", "Words")
    papers("labels sync")
    expected = {name: (label.color, label.description) for name, label in ALL.items() if name != "NLP"}
    others = {"Computer Vision": ("123456", "My eyes"), "bug": ("d73a4a", "Broken")}
    assert looks(repo) == expected | others | {"nlp": (NLP.color, NLP.description)}
    assert papers("labels sync").stderr == "The labels are in order.\n"


def test_sync_merges(papers: Run, repo: GitHubServer) -> None:
    """Of labels for the same topic one is left, also where that one had to be made first."""
    put(repo, "speach", "123456", "")
    repo.repo.open_issue("Slip", "A talk", labels=("speach",))
    out = papers("labels sync --merge")
    assert on_issues(repo) == {1: ["bug", "CV"], 2: ["CV"], 3: ["CV"], 4: ["speech"]}
    assert sorted(looks(repo)) == sorted([*ALL, "bug"])
    assert "Deleted the label Computer Vision, which nothing carried any more." in out.stderr
    assert papers("labels check").stderr == "The labels are in order.\n"


def test_merge(papers: Run, repo: GitHubServer) -> None:
    """Issues change, notes or not, text stays, and the mirror knows without asking again."""
    before = [issue["body"] for issue in repo.repo.issues.values()]
    dry = papers('labels merge "computer vision" CV --dry-run').stderr
    assert dry.splitlines() == [
        "Would label #1 (A paper) CV instead of Computer Vision.",
        "Would label #2 (No paper) CV instead of Computer Vision.",
        "Would take the label Computer Vision off #3 (Both).",
        "Would delete the label Computer Vision.",
    ]
    assert on_issues(repo)[2] == ["Computer Vision"]
    out = papers('labels merge "computer vision" CV')
    assert out.stderr.splitlines() == [
        "#1 A paper: CV instead of Computer Vision.",
        "#2 No paper: CV instead of Computer Vision.",
        "#3 Both: CV instead of Computer Vision.",
        "Deleted the label Computer Vision, which nothing carried any more.",
    ]
    assert on_issues(repo) == {1: ["bug", "CV"], 2: ["CV"], 3: ["CV"]}
    assert [issue["body"] for issue in repo.repo.issues.values()] == before
    assert papers("list --label bug --json --offline").json[0]["labels"] == ["bug", "CV"]
    assert "There is no label" in papers('labels merge "Computer Vision" CV', exit_code=1).stderr


def test_what_others_carry_stays(papers: Run, repo: GitHubServer) -> None:
    """Issues of strangers and pull requests are not touched, and their label is not taken from them."""
    repo.repo.roles["mallory"] = "triage"
    number = repo.repo.open_issue("Mine", "x", author="mallory", labels=("Computer Vision",))
    del repo.repo.roles["mallory"]
    repo.repo.issues[number]["author_association"] = "NONE"
    repo.repo.open_issue("A change", "", labels=("Computer Vision",), pull_request=True)
    out = papers('labels merge "Computer Vision" CV').stderr.splitlines()
    assert out[-1] == "The label Computer Vision stays: 1 issue and 1 pull request of others carry it."
    assert on_issues(repo) == {
        1: ["bug", "CV"],
        2: ["CV"],
        3: ["CV"],
        4: ["Computer Vision"],
        5: ["Computer Vision"],
    }


def test_an_interrupted_merge_goes_on(papers: Run, repo: GitHubServer) -> None:
    """A failure halfway leaves the rest for the next run; lost answers do nothing twice."""
    repo.on("PATCH", "issues/2$", refuse(422, "Validation Failed"))
    papers('labels merge "Computer Vision" CV', exit_code=1)
    assert on_issues(repo) == {1: ["bug", "CV"], 2: ["Computer Vision"], 3: ["Computer Vision", "CV"]}
    repo.on("DELETE", "labels/", lose(502))
    repo.on("PATCH", "issues/2$", lose(502))
    papers('labels merge "Computer Vision" CV')
    assert on_issues(repo) == {1: ["bug", "CV"], 2: ["CV"], 3: ["CV"]}
    assert "Computer Vision" not in looks(repo)


def test_names_that_need_care(papers: Run, repo: GitHubServer) -> None:
    """A comma would be two labels to GitHub, a slash another address."""
    for name in ("a/b, c?", "100% 한국어 #1"):
        put(repo, name, "123456", "")
        number = repo.repo.open_issue("Odd", "x", labels=(name,))
        papers("labels merge", name, "CV")
        assert (on_issues(repo)[number], name in looks(repo)) == (["CV"], False)


@pytest.mark.parametrize("name", [".", ".."])
def test_a_label_cannot_stand_for_the_repository(papers: Run, repo: GitHubServer, name: str) -> None:
    """What would be the address of its label is that of the whole repository, which is not to be deleted."""
    put(repo, name, "123456", "")
    told = papers("labels merge", name, "CV", exit_code=2).stderr
    assert f"GitHub has no address for 'labels/{name}'" in told
    assert [line for line in repo.log if line.startswith("DELETE")] == []


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("labels merge CV CV", 2, "the same label"),
        ("labels merge reading CV", 2, "is a status"),
        ("labels merge CV reading", 2, "is a status"),
        ("labels merge bug robotcs", 2, "Did you mean robotics?"),
        ("labels merge none CV", 1, "There is no label none"),
        ("labels check --offline", 1, "Leave out --offline"),
    ],
)
def test_what_cannot_be_merged(papers: Run, repo: GitHubServer, line: str, code: int, words: str) -> None:
    """It says why, and writes nothing."""
    assert words in papers(line, exit_code=code).stderr
    assert {verb.split()[0] for verb in repo.log} <= {"GET"}


def test_the_embedded_library_has_none(papers: Run) -> None:
    """It says what to use instead."""
    assert "papers tag" in papers("labels check", exit_code=2).stderr


def test_explain(papers: Run, arxiv: ArxivServer) -> None:
    """What speaks for each topic, whether it was enough, and what the note has instead."""
    papers("add 1706.03762 --topic RL")
    out = papers("labels explain attention --offline")
    weighed = TAXONOMY.weigh(ATTENTION)
    assert out.splitlines() == [
        f"{'yes' if case.chosen else 'no '}  {case.topic} ({case.points}): {case.evidence}"
        for case in weighed
    ]
    assert out.stderr.splitlines() == [
        "1706.03762 Attention Is All You Need",
        "On the note for another reason: RL",
        "Guessed, and not on the note: NLP",
    ]
    found = papers("labels explain attention --json").json
    assert [each["topic"] for each in found if each["guessed"]] == ["NLP"]


@pytest.fixture(scope="module")
def emulate() -> Iterator[Emulate]:
    """Run the other GitHub."""
    with running_emulate() as server:
        yield server


def test_another_github(papers: Run, emulate: Emulate, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written by others from the same documentation takes the same requests."""
    name, token = emulate.new_repository()
    monkeypatch.setenv("GITHUB_API_URL", emulate.url)
    monkeypatch.setenv("GH_TOKEN", token)
    monkeypatch.setenv("PAPERS_REPO", name)
    emulate.call(
        "POST", f"/repos/{name}/issues", token, {"title": "A", "body": "x", "labels": ["Vision", "NLP"]}
    )
    papers("labels sync --merge")
    issue = emulate.call("GET", f"/repos/{name}/issues/1", token)
    assert sorted(label["name"] for label in issue["labels"]) == ["CV", "NLP"]
    assert papers("labels check").stderr == "The labels are in order.\n"
