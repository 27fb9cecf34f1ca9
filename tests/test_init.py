"""`papers init`: labels, issue form, workflow and settings, in a clone or on GitHub itself."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from paper_notes import __version__
from paper_notes.rules.setting_up.label_care import wanted_labels
from paper_notes.rules.setting_up.wanted_files import CHOOSER, FORM, WORKFLOW, SetUp, form, workflow
from paper_notes.values.actions import ACTIONS, pins_in
from paper_notes.values.text.form import FORMS
from paper_notes.values.text.stamp import stamped
from paper_notes.values.topics import Taxonomy
from tests.arxiv_server import ArxivServer
from tests.conftest import Run
from tests.emulate import Emulate, running_emulate
from tests.github_server import Fault, GitHubServer, lose, refuse

yaml = pytest.importorskip("yaml", reason="needs PyYAML")

BEGIN, END = "<!-- papers:list begin -->", "<!-- papers:list end -->"
FILES = ["papers.toml", FORM, CHOOSER, WORKFLOW, "README.md"]


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be in a folder of a clone of alice/papers."""
    return clone_of("git@github.com:alice/papers.git", tmp_path / "papers", monkeypatch)


def clone_of(url: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make what a clone looks like, and go there."""
    (place / ".git").mkdir(parents=True)
    settings = (
        f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {url}\n\tfetch = +refs/*\n[branch "main"]\n'
    )
    (place / ".git" / "config").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(place)
    return place


@pytest.fixture(autouse=True)
def host(monkeypatch: pytest.MonkeyPatch, github: GitHubServer) -> None:
    """Let the host in a clone's origin be that of the API, and nobody wait."""
    monkeypatch.setattr("paper_notes.doors.github.client.RETRY_WAITS", (0, 0))
    monkeypatch.setattr("paper_notes.disk.configuration.host_of", lambda _: "")


def files_in(folder: Path) -> dict[str, str]:
    """Return every file outside of .git."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def files_on(github: GitHubServer, branch: str = "main") -> dict[str, str]:
    """Return every file of a branch."""
    return {path: content.decode() for path, content in github.repo.branches[branch].items()}


# -- into a clone ---------------------------------------------------------------------------------


def test_everything_is_set_up_in_a_clone(papers: Run, github: GitHubServer, clone: Path) -> None:
    """The repository is that of the origin; labels are made on GitHub, files in the clone."""
    out = papers("init")
    taxonomy = Taxonomy()
    wanted = SetUp("alice/papers", topics=[topic.name for topic in taxonomy.topics], version=__version__)
    assert files_in(clone) == {
        "papers.toml": 'repository = "alice/papers"\n',
        "README.md": f"# papers\n\n{BEGIN}\n{END}\n",
        FORM: stamped(form(wanted)),
        CHOOSER: files_in(clone)[CHOOSER],
        WORKFLOW: stamped(workflow(wanted)),
    }
    made = [(each["name"], each["color"], each["description"]) for each in github.repo.labels.values()]
    assert made == [tuple(label) for label in wanted_labels(taxonomy)]
    assert out.stderr.splitlines()[1:] == [
        *(f"Wrote {name}" for name in FILES),
        f"Commit and push: git add {' '.join(FILES)}",
        "For the site, choose GitHub Actions as its source: https://github.com/alice/papers/settings/pages",
    ]
    assert github.repo.commits == []


def test_notes_of_this_machine_are_remembered(papers: Run, arxiv: ArxivServer, clone: Path) -> None:
    """Who began without a repository is told how to move."""
    papers("add 1706.03762")
    told = papers("init").stderr.splitlines()
    assert told[-1] == "The note of this machine can go there too: papers push --repo alice/papers"


def test_the_second_time_changes_nothing(papers: Run, github: GitHubServer, clone: Path) -> None:
    """Nothing is written, here or there, also from a folder inside."""
    papers("init")
    before = files_in(clone)
    github.forget()
    assert papers("init alice/papers").stderr == "Nothing to do: the labels and all other files are there.\n"
    assert github.log == ["GET /repos/alice/papers", "GET /repos/alice/papers/labels"]
    assert files_in(clone) == before


def test_a_dry_run_shows_it_all(papers: Run, github: GitHubServer, clone: Path) -> None:
    """Every file as a difference, every label in a line, and nothing is written."""
    (clone / "README.md").write_text("# Mine\n", encoding="utf-8")
    out = papers("init --dry-run")
    assert out.startswith(
        '--- a/papers.toml\n+++ b/papers.toml\n@@ -0,0 +1 @@\n+repository = "alice/papers"\n'
    )
    assert out.endswith(f"@@ -1 +1,4 @@\n # Mine\n+\n+{BEGIN}\n+{END}\n")
    told = out.stderr.splitlines()
    assert told[0] == "Would create the label CV."
    assert told[-5:] == [f"Would create {name}:" for name in FILES[:-1]] + ["Would change README.md:"]
    assert files_in(clone) == {"README.md": "# Mine\n"}
    assert (github.repo.labels, {verb.split()[0] for verb in github.log}) == ({}, {"GET"})


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
def test_the_form_speaks_the_language(
    papers: Run, clone: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form asks in it, under the labels that its answers are found by; the workflow will write in it."""
    monkeypatch.setenv("PAPERS_LANG", language)
    papers("init")
    made = yaml.safe_load(files_in(clone)[FORM])
    words = FORMS[language]
    assert made["title"] == words.title
    labels = [each["attributes"]["label"] for each in made["body"]]
    assert labels == [words.link, words.topics, words.thoughts]
    settings = 'repository = "alice/papers"\n' + ("" if language == "en" else f'language = "{language}"\n')
    assert files_in(clone)["papers.toml"] == settings


def test_what_a_person_changed_is_left(papers: Run, clone: Path) -> None:
    """It is named, with the way to have ours, and not even --upgrade touches it."""
    papers("init")
    changed = clone / WORKFLOW
    changed.write_text(changed.read_text(encoding="utf-8").replace("23 5,17", "40 1"), encoding="utf-8")
    (clone / CHOOSER).write_text("blank_issues_enabled: false\n", encoding="utf-8")
    (clone / "papers.toml").write_text('repository = "bob/other"\n', encoding="utf-8")
    before = files_in(clone)
    told = papers("init --upgrade").stderr
    assert told.splitlines() == [
        "Left papers.toml alone: it names no or another repository.",
        '        Put in: repository = "alice/papers"',
        f"Left {CHOOSER} alone: it was not made by papers.",
        "        Remove it, and run this again, to have ours.",
        f"Left {WORKFLOW} alone: a person changed it.",
        "        Remove it, and run this again, to have ours.",
        "Nothing to do: the labels and all other files are there.",
    ]
    assert files_in(clone) == before


def test_an_older_workflow_moves_forward(papers: Run, clone: Path) -> None:
    """Only when asked; the versions of actions that a bot brought up to date stay, older ones do not."""
    papers("init")
    now = (clone / WORKFLOW).read_text(encoding="utf-8")
    newer, older = "b" * 40, "a" * 40
    before = stamped(now.partition("\n")[2].replace("17 * * *", "18 * * *"))
    before = before.replace(f"{ACTIONS['actions/checkout'].ref} # v7.0.1", f"{newer} # v8.0.0")
    before = before.replace(f"{ACTIONS['actions/setup-python'].ref} # v7.0.0", f"{older} # v6.1.0")
    (clone / WORKFLOW).write_bytes(before.replace("\n", "\r\n").encode())
    assert "Left" in papers("init").stderr
    assert "\nCommit and push" in papers("init --upgrade").stderr
    after = (clone / WORKFLOW).read_bytes().decode()
    expected = now.replace(f"{ACTIONS['actions/checkout'].ref} # v7.0.1", f"{newer} # v8.0.0")
    assert after == expected.replace("\n", "\r\n")
    assert "Nothing to do" in papers("init --upgrade").stderr


def test_other_topics_are_another_form(papers: Run, clone: Path) -> None:
    """A form that would come out differently is an older one too."""
    papers("init")
    with (clone / "papers.toml").open("a", encoding="utf-8") as file:
        file.write('[topics]\nfinance = false\n[topics.quantum]\ncolor = "5319e7"\n')
    assert "another version or other settings" in papers("init").stderr
    papers("init --upgrade")
    topics = yaml.safe_load(files_in(clone)[FORM])["body"][1]["attributes"]["options"]
    assert ("quantum" in topics, "finance" in topics) == (True, False)


def test_labels_are_dressed_and_never_undressed(papers: Run, github: GitHubServer, clone: Path) -> None:
    """A grey label without a word gets its look; one that a person gave another look keeps it."""
    labels = github.repo.labels
    labels["nlp"] = {"name": "nlp", "color": "ededed", "description": None}
    labels["cv"] = {"name": "CV", "color": "123456", "description": "My eyes"}
    labels["computer speech"] = {"name": "bug", "color": "d73a4a", "description": None}
    papers("init")
    nlp = Taxonomy().label_of("NLP")
    assert labels["nlp"] == {"name": "nlp", "color": nlp.color, "description": nlp.description}
    assert labels["cv"] == {"name": "CV", "color": "123456", "description": "My eyes"}
    assert labels["computer speech"]["color"] == "d73a4a"


def test_a_label_that_stands_for_a_topic_is_enough(papers: Run, github: GitHubServer, clone: Path) -> None:
    """There are not two labels for one topic."""
    github.repo.labels["computer vision"] = {"name": "Computer Vision", "color": "123456", "description": ""}
    papers("init")
    assert "cv" not in github.repo.labels


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, f"# papers\n\n{BEGIN}\n{END}\n"),
        ("", f"# papers\n\n{BEGIN}\n{END}\n"),
        ("# A\r\nfixes #1", f"# A\r\nfixes #1\r\n\r\n{BEGIN}\r\n{END}\r\n"),
        (f"{BEGIN}\nold\n{END}\n", f"{BEGIN}\nold\n{END}\n"),
        (f"```\n{BEGIN}\n{END}\n```\n", f"```\n{BEGIN}\n{END}\n```\n\n{BEGIN}\n{END}\n"),
        (f"{BEGIN}\n", None),
        ("```\nunfinished\n", None),
    ],
)
def test_the_place_of_the_list(papers: Run, clone: Path, before: str | None, after: str | None) -> None:
    """It is made at the end of the file if it is not there; where that would not work, the file is left."""
    if before is not None:
        (clone / "README.md").write_bytes(before.encode())
    told = papers("init").stderr
    assert files_in(clone)["README.md"] == (before if after is None else after)
    assert ("Left README.md alone" in told) == (after is None)


def test_another_file_for_the_list(papers: Run, clone: Path) -> None:
    """The workflow publishes there, whatever its name."""
    papers("init --path", "docs/my $(list).md")
    assert files_in(clone)["docs/my $(list).md"] == f"{BEGIN}\n{END}\n"
    steps = yaml.safe_load(files_in(clone)[WORKFLOW])["jobs"]["notes"]["steps"]
    assert [step["env"]["LIST"] for step in steps if "LIST" in step.get("env", {})] == ["docs/my $(list).md"]
    assert "Nothing to do" in papers("init").stderr
    assert "README.md" not in files_in(clone)


@pytest.mark.parametrize(
    ("url", "named", "words"),
    [
        ("https://github.com/bob/other.git", "alice/papers", "a clone of bob/other, not of alice/papers"),
        ("/srv/git/papers.git", "", "Which repository is it?"),
        ("x\n[remote", "", "Which repository is it?"),
    ],
)
def test_a_clone_of_something_else(
    papers: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, named: str, words: str
) -> None:
    """Files go only where they belong."""
    place = clone_of(url, tmp_path / "other", monkeypatch)
    assert words in papers(f"init {named}", exit_code=1 if named else 2).stderr
    assert files_in(place) == {}


def test_no_clone(papers: Run, github: GitHubServer, home: Path) -> None:
    """Outside of clones there is --remote."""
    assert "is no clone of alice/papers" in papers("init alice/papers", exit_code=1).stderr
    assert "--remote" in papers("init alice/papers", exit_code=1).stderr
    assert "papers init OWNER/REPO" in papers("init", exit_code=2).stderr
    assert "Leave out --offline" in papers("init alice/papers --offline", exit_code=1).stderr
    assert github.requests == []


def test_a_link_out_of_the_clone_is_not_followed(papers: Run, clone: Path, tmp_path: Path) -> None:
    """A clone of somebody else's cannot have files elsewhere changed."""
    secret = tmp_path / "profile"
    secret.write_text("mine\n", encoding="utf-8")
    (clone / "README.md").symlink_to(secret)
    assert "leads out of the clone" in papers("init", exit_code=1).stderr
    assert secret.read_text(encoding="utf-8") == "mine\n"


@pytest.mark.parametrize("link", ["README.md", ".github"])
def test_what_git_keeps_is_not_touched(papers: Run, clone: Path, link: str) -> None:
    """A clone of somebody else's cannot have its own settings and hooks changed, which git obeys."""
    before = (clone / ".git" / "config").read_text(encoding="utf-8")
    (clone / link).symlink_to(".git/config" if link == "README.md" else ".git")
    assert f"{link}" in papers("init", exit_code=1).stderr
    assert [path.name for path in (clone / ".git").iterdir()] == ["config"]
    assert (clone / ".git" / "config").read_text(encoding="utf-8") == before


NO_PLACES = [
    ".git/config",
    ".GIT/hooks/pre-commit",
    "docs/../.git/config",
    "/etc/motd",
    "./README.md",
    "a\nb.md",
    "a\x00b.md",
    "\x7f.md",
    "${{ github.token }}.md",
    "papers.toml",
    ".github/workflows/Papers.yml",
]


@pytest.mark.parametrize("path", NO_PLACES)
def test_where_the_list_cannot_be(papers: Run, clone: Path, github: GitHubServer, path: str) -> None:
    """Not in files of ours or git's, nor under a name that is none, or that the workflow would act upon."""
    told = papers("init --path", path, exit_code=2).stderr
    assert "The reading list cannot be in" in told
    assert (files_in(clone), github.repo.labels) == ({}, {})


@pytest.mark.parametrize("path", NO_PLACES)
def test_what_a_workflow_names_is_looked_at(papers: Run, clone: Path, path: str) -> None:
    """Whoever made the repository may have made the workflow, too."""
    (clone / WORKFLOW).parent.mkdir(parents=True)
    theirs = stamped(workflow(SetUp("alice/papers", path=path)))
    (clone / WORKFLOW).write_text(theirs, encoding="utf-8")
    papers("init --upgrade")
    assert files_in(clone)["README.md"] == f"# papers\n\n{BEGIN}\n{END}\n"
    assert 'LIST: "README.md"' in files_in(clone)[WORKFLOW]


@pytest.mark.skipif(not Path("/usr/bin/git").exists(), reason="git is not at /usr/bin/git")
@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/alice/papers",
        "https://x-access-token:secret@github.com/alice/papers.git",
        "ssh://git@github.com:22/alice/papers.git/",
        "git@github.com:alice/papers",
    ],
)
def test_clones_as_git_makes_them(
    papers: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """The origin is found in all its forms, also from a folder in a worktree; no secret shows."""
    place = tmp_path / "repo"
    git = ["/usr/bin/git", "-C", str(place), "-c", "user.name=a", "-c", "user.email=a@b"]
    place.mkdir()
    for line in (
        "init -q",
        f"remote add origin {url}",
        "commit -q --allow-empty -m A",
        "worktree add -q ../tree",
    ):
        subprocess.run([*git, *line.split()], check=True, capture_output=True)
    inside = tmp_path / "tree" / "deep"
    inside.mkdir()
    monkeypatch.chdir(inside)
    out = papers("init")
    assert sorted(files_in(tmp_path / "tree")) == sorted(FILES)
    assert "secret" not in out.stderr
    shutil.rmtree(place)


# -- what the token may do ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scopes", "role", "line", "lacking"),
    [
        ("repo, workflow", "admin", "init alice/papers --remote", None),
        ("public_repo, workflow", "admin", "init alice/papers --remote", None),
        ("gist", "admin", "init alice/papers --remote", ["public_repo", "workflow"]),
        ("repo", "admin", "init alice/papers --pr", ["workflow"]),
        ("", "triage", "init alice/papers --remote", ["public_repo", "workflow", "right to push"]),
        ("repo", "admin", "init", None),
        ("gist", "admin", "init", ["public_repo"]),
        (None, "push", "init alice/papers --remote", None),
        (None, "triage", "init alice/papers --remote", ["right to push"]),
        (None, "pull", "init alice/papers", ["may not label"]),
    ],
)
def test_all_that_the_token_lacks_is_said_first(
    papers: Run,
    github: GitHubServer,
    clone: Path,
    scopes: str | None,
    role: str,
    line: str,
    lacking: list[str] | None,
) -> None:
    """Before anything is written, and in one go."""
    github.token_headers = {} if scopes is None else {"x-oauth-scopes": scopes}
    github.repo.roles["alice"] = role
    told = papers(line, exit_code=4 if lacking else 0).stderr
    assert [word for word in lacking or [] if word not in told] == []
    if lacking:
        assert (files_in(clone), github.repo.labels, github.log) == ({}, {}, ["GET /repos/alice/papers"])


def test_without_a_token(papers: Run, clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how to get one."""
    monkeypatch.delenv("GH_TOKEN")
    assert "gh auth login" in papers("init", exit_code=4).stderr


# -- on GitHub ------------------------------------------------------------------------------------


def test_one_commit(papers: Run, github: GitHubServer) -> None:
    """All files come in a single commit, which refers to nothing; the second time there is none."""
    github.repo.branches["main"]["README.md"] = b"# Mine\n"
    github.repo.branches["main"]["other.txt"] = b"stays"
    out = papers("init alice/papers --remote")
    assert out.stderr.splitlines()[1] == f"Committed {', '.join(FILES)} to alice/papers"
    assert github.repo.commits == ["Set up notes on papers"]
    assert sorted(files_on(github)) == sorted([*FILES, "other.txt"])
    assert files_on(github)["README.md"] == f"# Mine\n\n{BEGIN}\n{END}\n"
    github.forget()
    assert "Nothing to do" in papers("init alice/papers --remote").stderr
    assert {each.split()[0] for each in github.log} == {"GET"}


@pytest.mark.parametrize("branch", ["a#b", "what?", "100%25", "feature/x", "논문"])
def test_a_branch_of_any_name(papers: Run, github: GitHubServer, branch: str) -> None:
    """Git takes nearly everything for a name, addresses do not."""
    github.repo.default_branch = branch
    github.repo.branches = {branch: {"other.txt": b"stays"}}
    papers("init alice/papers --remote")
    assert sorted(files_on(github, branch)) == sorted([*FILES, "other.txt"])
    assert "Nothing to do" in papers("init alice/papers --remote").stderr


def test_the_readme_in_any_case_of_letters(papers: Run, github: GitHubServer, clone: Path) -> None:
    """The list gets its place in the README that is there, and the workflow publishes to that."""
    (clone / "readme.md").write_text("# Mine\n", encoding="utf-8")
    github.repo.branches["main"]["readme.md"] = b"# Mine\n"
    papers("init")
    papers("init alice/papers --remote")
    assert files_in(clone) == files_on(github)
    assert 'LIST: "readme.md"' in files_in(clone)[WORKFLOW]
    assert files_in(clone)["readme.md"] == f"# Mine\n\n{BEGIN}\n{END}\n"
    assert [path for path in files_in(clone) if path.casefold() == "readme.md"] == ["readme.md"]


def test_the_same_files_as_in_a_clone(papers: Run, github: GitHubServer, clone: Path) -> None:
    """A clone that pulls what was committed has nothing to do."""
    papers("init --remote")
    for path, content in files_on(github).items():
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        (clone / path).write_text(content, encoding="utf-8")
    assert "Nothing to do" in papers("init").stderr


def test_the_settings_of_the_repository_count(
    papers: Run, github: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs it gets what the repository's own papers.toml says; a broken one says nothing."""
    monkeypatch.setenv("PAPERS_LANG", "ko")
    papers("init alice/papers --remote")
    files = github.repo.branches["main"]
    files["papers.toml"] += b'trusted = ["bob"]\n[topics]\nfinance = false\n'
    monkeypatch.delenv("PAPERS_LANG")
    papers("init alice/papers --remote --upgrade")
    files = github.repo.branches["main"]
    made = yaml.safe_load(files[FORM])
    assert (made["name"], "finance" in made["body"][1]["attributes"]["options"]) == ("논문", False)
    assert """fromJSON('["bob"]')""" in files[WORKFLOW].decode()
    assert "issue form: it is up to date" in papers("doctor -R alice/papers")
    files["papers.toml"] = b"language = 1"
    assert "Left papers.toml" in papers("init alice/papers --remote").stderr


@pytest.mark.parametrize("status", [409, 422])
def test_a_branch_that_takes_no_commits(papers: Run, github: GitHubServer, status: int) -> None:
    """There is another way, and it is named."""
    rule = refuse(status, "Repository rule violations found: Changes must be made through a pull request.")
    github.on("PATCH", "refs/heads/main$", rule)
    assert "--pr" in papers("init alice/papers --remote", exit_code=1).stderr
    papers("init alice/papers --pr")


def test_a_dry_run_on_github(papers: Run, github: GitHubServer) -> None:
    """It shows the same, and only reads."""
    out = papers("init alice/papers --remote --dry-run")
    assert "+++ b/.github/workflows/papers.yml" in out
    assert out.stderr.splitlines()[-1] == "Would commit them to alice/papers."
    out = papers("init alice/papers --pr --dry-run")
    assert out.stderr.splitlines()[-1] == "Would open a pull request with them in alice/papers."
    assert {each.split()[0] for each in github.log} == {"GET"}


def test_an_empty_repository(papers: Run, github: GitHubServer) -> None:
    """Git data cannot be made there, so the first files come one by one."""
    github.repo.branches.clear()
    papers("init alice/papers --remote")
    assert sorted(files_on(github)) == sorted(FILES)
    assert "Nothing to do" in papers("init alice/papers --remote").stderr


def test_a_pull_request(papers: Run, github: GitHubServer) -> None:
    """The files come in one, and it stays one: nothing in it can ping or close anything."""
    told = papers("init alice/papers --pr").stderr
    assert "https://github.com/alice/papers/pull/1" in told
    (pull,) = github.repo.pulls
    assert sorted(files_on(github, pull["head"])) == sorted(FILES)
    assert (files_on(github), pull["base"], pull["title"]) == ({}, "main", "Set up notes on papers")
    assert not set("@#") & set(pull["title"] + pull["body"])
    assert "https://github.com/alice/papers/pull/1" in papers("init alice/papers --pr").stderr
    assert (len(github.repo.pulls), github.repo.commits) == (1, ["Set up notes on papers"])


def test_somebody_commits_at_the_same_time(papers: Run, github: GitHubServer) -> None:
    """All is looked at again, and put on top of that."""
    github.on("PATCH", "refs/heads/main$", refuse(422, "Update is not a fast forward"))
    papers("init alice/papers --remote")
    assert github.repo.commits == ["Set up notes on papers"]
    github.repo.branches["main"].clear()
    github.on("PATCH", "refs/heads/main$", *[refuse(422, "Update is not a fast forward")] * 3)
    assert "keeps changing" in papers("init alice/papers --remote", exit_code=1).stderr


def test_there_is_nothing_to_pull_into(papers: Run, github: GitHubServer) -> None:
    """An empty repository takes no pull request."""
    github.repo.branches.clear()
    assert "Leave out --pr" in papers("init alice/papers --pr", exit_code=1).stderr


@pytest.mark.parametrize(
    "place", ["git/ref/heads/main$", "git/commits/", "git/ref/heads/papers-init", "pulls$"]
)
@pytest.mark.parametrize("answer", ["[]", "[1]", "1", "{}"])
def test_answers_that_say_nothing(papers: Run, github: GitHubServer, place: str, answer: str) -> None:
    """Something between us and GitHub may answer; then it ends in a sentence, and the next run does it."""
    github.on("GET", place, Fault(headers={"content-type": "application/json"}, text=answer))
    no_pull_request = (place, answer) == ("pulls$", "[]")
    papers("init alice/papers --pr", exit_code=0 if no_pull_request else 1)
    papers("init alice/papers --pr")
    assert (len(github.repo.pulls), github.repo.commits) == (1, ["Set up notes on papers"])


@pytest.mark.parametrize("place", ["labels$", "git/trees", "git/commits$", "git/refs$", "pulls$"])
def test_lost_answers_double_nothing(papers: Run, github: GitHubServer, place: str) -> None:
    """Whatever answer is lost, in the end there is one commit and one pull request."""
    github.on("POST", place, lose(502))
    code = 1 if place == "pulls$" else 0
    papers("init alice/papers --pr", exit_code=code)
    papers("init alice/papers --pr")
    assert (len(github.repo.pulls), github.repo.commits) == (1, ["Set up notes on papers"])
    assert len(github.repo.labels) == len(wanted_labels(Taxonomy()))


@pytest.mark.parametrize(
    ("place", "answer"),
    [
        ("git/trees", refuse(404, "Not Found")),
        ("git/trees", refuse(403, "Resource not accessible by personal access token")),
        ("git/commits", refuse(422, "refusing to allow a token without `workflow` scope")),
    ],
)
def test_a_token_that_may_not_commit(papers: Run, github: GitHubServer, place: str, answer: object) -> None:
    """GitHub says it in several ways, some of them late; each is about the token."""
    github.on("POST", place, answer)  # type: ignore[arg-type]  # made by `refuse`
    told = papers("init alice/papers --remote", exit_code=4).stderr
    assert "orkflow" in told or "permissions" in told.lower() or "token" in told


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
    told = papers(f"init {name} --remote").stderr
    assert f"Committed {', '.join(FILES)} to {name}" in told
    assert "Nothing to do" in papers(f"init {name} --remote").stderr
    labels = emulate.call("GET", f"/repos/{name}/labels?per_page=100", token)
    assert {label.name for label in wanted_labels(Taxonomy())} <= {label["name"] for label in labels}


# -- pins -----------------------------------------------------------------------------------------


def test_an_action_without_versions(papers: Run, github: GitHubServer, clone: Path) -> None:
    """Nothing is written if one of them cannot be pinned."""
    github.add_repository("actions/checkout").tags = {"v7": {"type": "commit", "sha": "a" * 40}}
    assert "actions/checkout has no version 7" in papers("init --pin", exit_code=1).stderr
    github.add_repository("actions/checkout").tags = {"v7.0.0": {"type": "commit", "sha": "main"}}
    assert "which commit actions/checkout is at" in papers("init --pin", exit_code=1).stderr
    assert files_in(clone) == {}


def test_pins(papers: Run, github: GitHubServer, clone: Path) -> None:
    """Every action is written with the commit of its latest version, which tags may lead to on a detour."""
    versions = {}
    for number, (action, pin) in enumerate(ACTIONS.items()):
        versions[action] = f"{number}" * 40
        repository = github.add_repository(action)
        annotated = f"{number}a" * 20
        repository.objects[annotated] = {"object": {"type": "commit", "sha": versions[action]}}
        repository.tags = {
            f"v{pin.major}.0.9": {"type": "commit", "sha": "e" * 40},
            f"v{pin.major}.0.10": {"type": "tag", "sha": annotated},
            f"v{pin.major}.1.0-beta": {"type": "commit", "sha": "f" * 40},
            f"v{pin.major}0.0.0": {"type": "commit", "sha": "f" * 40},
        }
    papers("init")
    papers("init --pin")
    found = pins_in((clone / WORKFLOW).read_text(encoding="utf-8"))
    assert {action: pin.ref for action, pin in found.items()} == versions
    assert {pin.version for pin in found.values()} == {f"v{pin.major}.0.10" for pin in ACTIONS.values()}
    for line in ("init", "init --pin", "init --upgrade"):
        assert "Nothing to do" in papers(line).stderr
