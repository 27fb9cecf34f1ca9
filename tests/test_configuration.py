"""Settings: which wins, what is refused, and what is said about it."""

from pathlib import Path

import pytest

from paper_notes.disk.configuration import load
from paper_notes.values.errors import UsageError
from paper_notes.values.settings import SETTINGS, Config


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    """Make an empty home and a working folder two levels below a project."""
    work = tmp_path / "project" / "notes" / "deep"
    work.mkdir(parents=True)
    (tmp_path / "home").mkdir()
    return {"home": tmp_path / "home", "project": tmp_path / "project", "work": work}


def loaded(places: dict[str, Path], flags: dict[str, object] | None = None, /, **environ: str) -> Config:
    """Load the settings in the working folder."""
    return load(flags or {}, {"PAPERS_HOME": str(places["home"]), **environ}, str(places["work"]))


def test_defaults_need_nothing(places: dict[str, Path]) -> None:
    """Without any setting there is the embedded library, in English, at arXiv's pace."""
    config = loaded(places)
    assert (config.repository, config.language, config.arxiv_delay, config.write_delay) == (None, "en", 3, 1)
    assert (config.writes_per_minute, config.writes_per_hour, config.offline) == (80, 500, False)
    assert config.data == str(places["home"])
    assert {name for name, origin in config.origins.items() if origin != "default"} == {"data"}


def test_flags_over_environment_over_project_over_user(places: dict[str, Path]) -> None:
    """Each level overrides the one below, and the value knows where it came from."""
    user, project = places["home"] / "config.toml", places["project"] / "papers.toml"
    user.write_text('repository = "user/papers"')
    assert loaded(places).origins["repository"] == str(user)
    project.write_text('repository = "project/papers"')
    assert loaded(places).origins["repository"] == str(project)
    config = loaded(places, PAPERS_REPO="env/papers")
    assert (config.repository, config.origins["repository"]) == ("env/papers", "PAPERS_REPO")
    config = loaded(places, {"repository": "flag/papers"}, PAPERS_REPO="env/papers")
    assert (config.repository, config.origins["repository"]) == ("flag/papers", "--repo")


def test_a_home_without_a_name_is_refused(places: dict[str, Path]) -> None:
    """A PAPERS_HOME of nothing but blanks is said to be one: notes do not end up just anywhere."""
    with pytest.raises(UsageError, match="PAPERS_HOME cannot be ' '"):
        load({}, {"PAPERS_HOME": " "}, str(places["work"]))


def test_first_of_several_variables_wins(places: dict[str, Path]) -> None:
    """PAPERS_REPO is ours, GH_REPO is gh's, GITHUB_REPOSITORY is set by Actions."""
    config = loaded(places, GITHUB_REPOSITORY="actions/papers", GH_REPO="gh/papers")
    assert (config.repository, config.origins["repository"]) == ("gh/papers", "GH_REPO")


@pytest.mark.parametrize(
    "written",
    [
        "alice/papers",
        "github.com/alice/papers",
        "https://github.com/alice/papers",
        "alice/papers.git",
        "https://x-access-token:ghp_SECRET@github.com/alice/papers",
        "alice:SECRET@github.com/alice/papers.git",
    ],
)
def test_a_repository_in_any_spelling(places: dict[str, Path], written: str) -> None:
    """A repository may be named as gh takes it, or by its address."""
    assert loaded(places, PAPERS_REPO=written).repository == "alice/papers"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PAPERS_REPO", "papers"),
        ("PAPERS_REPO", "../user"),
        ("PAPERS_REPO", "alice/.."),
        ("PAPERS_REPO", "a/b/c"),
        ("PAPERS_REPO", "alice/pa pers"),
        ("PAPERS_LANG", "xx"),
        ("PAPERS_ARXIV_DELAY", "-1"),
        ("PAPERS_ARXIV_DELAY", "nan"),
        ("PAPERS_ARXIV_DELAY", "soon"),
        ("PAPERS_WRITES_PER_HOUR", "1.5"),
        ("PAPERS_OFFLINE", "perhaps"),
        ("GITHUB_API_URL", "file:///etc/passwd"),
    ],
)
def test_what_makes_no_sense_is_named(places: dict[str, Path], variable: str, value: str) -> None:
    """A wrong value is an error that names the setting, the value, and what it takes."""
    with pytest.raises(UsageError) as error:
        loaded(places, **{variable: value})
    assert error.value.message == f"{variable} cannot be {value!r}."
    assert error.value.remedy
    assert error.value.remedy.startswith("It takes ")


@pytest.mark.parametrize(("locale", "language"), [("ko", "ko"), ("ja_JP.UTF-8", "ja"), ("EN-us", "en")])
def test_a_locale_will_do_for_a_language(places: dict[str, Path], locale: str, language: str) -> None:
    """What people have in LANG is understood."""
    assert loaded(places, PAPERS_LANG=locale).language == language


@pytest.mark.parametrize("name", [name for name, kind in SETTINGS.items() if kind.private])
def test_a_cloned_repository_cannot_redirect_the_token(places: dict[str, Path], name: str) -> None:
    """Where data and token go is never decided by a project's file, but may be by the user's own."""
    line = f'{name} = "https://evil.example"\n'
    (places["project"] / "papers.toml").write_text(line)
    with pytest.raises(UsageError, match=f"may not set {name}"):
        loaded(places)
    (places["project"] / "papers.toml").unlink()
    (places["home"] / "config.toml").write_text(line)
    assert loaded({**places, "home": places["home"]}).origins[name] in (
        str(places["home"] / "config.toml"),
        "PAPERS_HOME",
    )


def test_a_token_in_a_file_is_refused_without_showing_it(places: dict[str, Path]) -> None:
    """A token does not belong into a file that may be committed."""
    (places["project"] / "papers.toml").write_text('token = "ghp_secret"')
    with pytest.raises(UsageError) as error:
        loaded(places)
    assert "holds a token" in error.value.message
    assert "ghp_secret" not in f"{error.value.message}{error.value.remedy}"


def test_an_unknown_key_names_file_and_key(places: dict[str, Path]) -> None:
    """A typo is told, with what would be right."""
    path = places["project"] / "papers.toml"
    path.write_text('repo = "alice/papers"')
    with pytest.raises(UsageError) as error:
        loaded(places)
    assert error.value.message == f"{path} sets repo, which is not a setting."
    assert "repository" in str(error.value.remedy)


def test_broken_toml_names_the_line(places: dict[str, Path]) -> None:
    """A file that is not TOML is named with the place."""
    (places["project"] / "papers.toml").write_text("language = \n")
    with pytest.raises(UsageError, match=r"papers\.toml is not valid TOML: .*line 1"):
        loaded(places)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(places: dict[str, Path]) -> None:
    """Notepad's files are read like any other."""
    (places["project"] / "papers.toml").write_bytes(b'\xef\xbb\xbflanguage = "ko"\r\ntrusted = ["@bob"]\r\n')
    config = loaded(places)
    assert (config.language, config.trusted) == ("ko", ("bob",))


def test_templates_of_the_project_come_before_the_users(places: dict[str, Path]) -> None:
    """The more particular folder is looked into first."""
    (places["project"] / "papers.toml").write_text("")
    folders = (str(places["project"] / "templates"), str(places["home"] / "templates"))
    assert loaded(places).template_folders == folders


def test_without_papers_home_the_platform_decides(tmp_path: Path) -> None:
    """On Linux the XDG folders are used; a relative one counts as none."""
    config = load({}, {"XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "relative"}, str(tmp_path))
    assert config.data == "/data/paper-notes"
    assert config.user == str(Path.home() / ".config" / "paper-notes")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PAPERS_REPO", "https://x:SECRET@github.com/alice"),
        ("PAPERS_REPO", "https://x:SEC/SECRET@github.com/a/b/c"),
        ("PAPERS_REPO", "alice:SECRET@github.com"),
        ("PAPERS_REPO", "ghp_SECRET"),
        ("PAPERS_REPO", "github_pat_11_SECRET"),
        ("GITHUB_API_URL", "https://alice:SECRET@127.0.0.1:9/"),
        ("GITHUB_API_URL", "https://ghs_SECRET@127.0.0.1"),
        ("PAPERS_ARXIV_URL", "http://SECRET@[::1"),
    ],
)
def test_a_refused_address_keeps_its_secret(places: dict[str, Path], variable: str, value: str) -> None:
    """An error ends up in logs and bug reports."""
    with pytest.raises(UsageError) as caught:
        loaded(places, **{variable: value})
    assert "SECRET" not in f"{caught.value.message} {caught.value.remedy}"


@pytest.mark.parametrize(
    "text",
    [
        "goal = " + "1" * 400,
        "goal = " + "1" * 5000,
        "goal = 0x" + "f" * 5000,
        "write_delay = " + "9" * 400,
        "x = " + "[" * 20_000 + "]" * 20_000,
        'trusted = "@"',
        'trusted = ["alice", "@"]',
    ],
)
def test_no_file_is_too_strange_for_a_sentence(places: dict[str, Path], text: str) -> None:
    """Whatever is in a file, it is named in one sentence that fits on a screen."""
    (places["project"] / "papers.toml").write_text(text)
    with pytest.raises(UsageError, match=r"papers\.toml") as caught:
        loaded(places)
    assert len(caught.value.message) < 200 + len(str(places["project"]))


def test_a_host_must_be_that_of_the_api(places: dict[str, Path]) -> None:
    """A company's repository is never taken for one of the same name on github.com."""
    with pytest.raises(
        UsageError, match=r"named at ghe\.corp\.com, but the API in use is that of github\.com"
    ):
        loaded(places, GH_REPO="ghe.corp.com/alice/papers")
    config = loaded(places, GH_REPO="ghe.corp.com/alice/papers", GITHUB_API_URL="https://ghe.corp.com/api/v3")
    assert config.repository == "alice/papers"


def test_without_a_home_there_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container without a home no folder named `~` appears."""
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    with pytest.raises(UsageError, match="no home folder"):
        load({}, {}, str(tmp_path))
