"""Commands in comments: how they are read, and what becomes of notes, late, twice, and by strangers."""

import json
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_notes.values.errors import UsageError
from paper_notes.values.model import Status
from paper_notes.values.text.commands import Orders, is_command, orders_in
from tests.conftest import Happen, Run
from tests.github_events import comment_event, issue_event, scheduled
from tests.github_server import GitHubServer, refuse
from tests.intake import LINK, look


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("/read", Orders(Status.READ)),
        ("/read 4", Orders(Status.READ, 4)),
        ("/READ 4 \r\n\r\nA classic.", Orders(Status.READ, 4)),
        ("/read\t4", Orders(Status.READ, 4)),
        ("/read\u00a04", Orders(Status.READ, 4)),
        ("/topic\u3000NLP", Orders(topics=("NLP",))),
        ("/reading", Orders(Status.READING)),
        ("/to-read", Orders(Status.TO_READ)),
        ("/drop", Orders(Status.DROPPED)),
        ("/topic NLP RL", Orders(topics=("NLP", "RL"))),
        ("/topic time series, NLP", Orders(topics=("time series", "NLP"))),
        ("/refresh", Orders(refresh=True)),
        ("/read 5\n/topic CV\n/refresh\nthanks", Orders(Status.READ, 5, ("CV",), True)),
        ("/reading\n/read 3", Orders(Status.READ, 3)),
        ("/read 3\nand later\n/drop", Orders(Status.READ, 3)),
        ("/reads", None),
        ("/usr/bin/read", None),
        ("/deploy now", None),
        (" /read", None),
        ("> /read", None),
        ("I did /read 4", None),
        ("/", None),
        ("", None),
    ],
)
def test_the_first_lines_are_commands(text: str, orders: Orders | None) -> None:
    """They are read until the first line that is none; other people's commands are theirs."""
    assert orders_in(text) == orders
    assert is_command(text) is (orders is not None)


PIECES = ("/read", "/topic", "/refresh", " ", "\t", "\r\n", "\x0b", "\u2028", "\u00a0", "4", "NLP", ">", "x")


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_what_looks_like_a_command_is_one_or_is_refused(text: str) -> None:
    """Whatever stands between its words: nothing is taken for a command and then for none."""
    try:
        assert (orders_in(text) is not None) is is_command(text)
    except UsageError:
        assert is_command(text)


@pytest.mark.parametrize(
    "text", ["/read 6", "/read four", "/reading 4", "/topic", "/topic ,", "/refresh now"]
)
def test_a_command_used_wrongly_is_told(text: str) -> None:
    """It says how it is used, whatever else there is to obey."""
    with pytest.raises(UsageError) as caught:
        orders_in(f"/read\n{text}")
    assert (caught.value.remedy or "").startswith("Write: /")


@pytest.fixture
def note(repo: GitHubServer, happen: Happen) -> int:
    """Return the issue of a note about a paper, with a topic that was guessed."""
    number = repo.repo.open_issue(LINK)
    happen(issue_event(repo, "opened", number))
    return number


def command(repo: GitHubServer, happen: Happen, number: int, text: str, author: str = "alice") -> str:
    """Comment, and run the workflow; return how the comment is answered."""
    key = repo.repo.comment(number, text, author=author)
    happen(comment_event(repo, key), "issue_comment")
    return answers(repo, key)


def answers(repo: GitHubServer, key: int) -> str:
    """Return the reactions to a comment."""
    return " ".join(content for _, content in repo.repo.comments[key]["reactions"])


@pytest.mark.parametrize(
    ("text", "state", "labels", "json"),
    [
        ("/read 4", "closed, completed", ["NLP"], {"status": "read", "rating": 4}),
        ("/read", "closed, completed", ["NLP"], {"status": "read", "rating": None}),
        ("/reading", "open", ["NLP", "reading"], {"status": "reading", "read_on": None}),
        ("/to-read", "open", ["NLP"], {"status": "to-read"}),
        ("/drop", "closed, not_planned", ["NLP"], {"status": "dropped"}),
        ("/topic CV rl", "open", ["CV", "RL"], {"topics": ["CV", "RL"]}),
        ("/refresh", "open", ["NLP"], {"version": 7}),
        ("/read 5\n/topic CV", "closed, completed", ["CV"], {"rating": 5, "topics": ["CV"]}),
    ],
)
def test_a_command_is_carried_out(
    repo: GitHubServer,
    happen: Happen,
    papers: Run,
    note: int,
    text: str,
    state: str,
    labels: list[str],
    json: dict[str, object],
) -> None:
    """State, labels and block are as told, what people typed is as it was, and a thumb says so."""
    assert command(repo, happen, note, text) == "+1"
    assert look(repo, note)[1:] == ("", labels, state)
    found = papers(f"show {note} --json").json
    assert {name: found[name] for name in json} == json


def test_the_day_is_that_of_the_comment(repo: GitHubServer, happen: Happen, papers: Run, note: int) -> None:
    """However late a run comes to it."""
    repo.repo.comment(note, "/read 4")
    day = repo.clock.iso()[:10]
    repo.clock.seconds += 3 * 86_400
    happen(scheduled(repo), "schedule")
    assert papers(f"show {note} --json").json["read_on"] == day


def test_the_day_is_one_of_the_readers_zone(
    repo: GitHubServer, happen: Happen, papers: Run, note: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read in the morning in Seoul was not read the day before."""
    key = repo.repo.comment(note, "/read")
    repo.repo.comments[key]["created_at"] = "2026-11-17T23:30:00Z"
    with monkeypatch.context() as place:
        place.setenv("TZ", "Asia/Seoul")
        time.tzset()
        happen(comment_event(repo, key), "issue_comment")
    time.tzset()
    assert papers(f"show {note} --json").json["read_on"] == "2026-11-18"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("/read 6", "confused"),
        ("/topic NPL", "confused"),
        ("/drop\n/topic", "confused"),
        ("/reads", ""),
        ("I will /read it", ""),
    ],
)
def test_what_is_not_understood_changes_nothing(
    repo: GitHubServer, happen: Happen, note: int, text: str, answer: str
) -> None:
    """A wrong command is answered so; what is none gets no answer."""
    before = dict(repo.repo.issue(note))
    assert command(repo, happen, note, text) == answer
    after = repo.repo.issue(note)
    assert {**after, "comments": 0} == {**before, "comments": 0}


def test_a_hand_edited_block_refuses_commands(repo: GitHubServer, happen: Happen, note: int) -> None:
    """Nothing at all is changed then, and a thumb down says so."""
    issue = repo.repo.issue(note)
    issue["body"] = issue["body"].replace("machine translation", "cooking", 1)
    repo.clock.seconds += 1
    repo.repo._touch(note)
    before = look(repo, note)
    assert command(repo, happen, note, "/read 4") == "-1"
    assert look(repo, note) == before


def test_refreshing_needs_arxiv(
    repo: GitHubServer, happen: Happen, note: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it does not answer nothing else of the comment is done either."""
    monkeypatch.setenv("PAPERS_ARXIV_URL", "http://127.0.0.1:9/api/query")
    assert command(repo, happen, note, "/refresh\n/read") == "-1"
    assert look(repo, note)[3] == "open"


def test_only_arxiv_can_be_asked(repo: GitHubServer, happen: Happen) -> None:
    """A paper elsewhere is not refreshed."""
    number = repo.repo.open_issue("Elsewhere", "10.1145/3292500.3330701")
    happen(issue_event(repo, "opened", number))
    assert command(repo, happen, number, "/refresh") == "-1"


@pytest.mark.parametrize("author", ["mallory", "helper[bot]"])
def test_strangers_command_nothing(repo: GitHubServer, happen: Happen, note: int, author: str) -> None:
    """Neither by an event, which costs no request, nor when a later run comes by."""
    key = repo.repo.comment(note, "/drop", author=author)
    repo.forget()
    assert "\tleft\t" in happen(comment_event(repo, key), "issue_comment")
    assert repo.log == []
    happen(scheduled(repo), "schedule")
    assert (look(repo, note)[3], answers(repo, key)) == ("open", "")


def test_a_strangers_issue_takes_no_commands(repo: GitHubServer, happen: Happen) -> None:
    """Whoever gives them."""
    number = repo.repo.open_issue(LINK, author="mallory")
    assert command(repo, happen, number, "/read") == ""
    happen(scheduled(repo), "schedule")
    assert look(repo, number)[3] == "open"


def test_events_in_any_order_give_the_state_of_once(repo: GitHubServer, happen: Happen, note: int) -> None:
    """Each of three commands is delivered three times, the last one first."""
    keys = [repo.repo.comment(note, text) for text in ("/read 4", "/topic CV", "/reading")]
    events = [comment_event(repo, key) for key in keys]
    for event in [*reversed(events), *events, *reversed(events)]:
        happen(event, "issue_comment")
    assert look(repo, note)[1:] == ("", ["CV", "reading"], "open, reopened")
    assert [answers(repo, key) for key in keys] == ["+1"] * 3


def test_what_was_obeyed_is_not_obeyed_again(repo: GitHubServer, happen: Happen, note: int) -> None:
    """What somebody did since then stays, when an old event comes once more, or to a new machine."""
    key = repo.repo.comment(note, "/read 4")
    event = comment_event(repo, key)
    happen(event, "issue_comment")
    repo.repo.reopen(note)
    happen(event, "issue_comment")
    happen(scheduled(repo), "schedule")
    assert look(repo, note)[3] == "open, reopened"


def test_a_thumb_of_somebody_else_is_no_answer(repo: GitHubServer, happen: Happen, note: int) -> None:
    """A stranger who is quicker than the workflow does not stop the command."""
    key = repo.repo.comment(note, "/read 4")
    repo.repo.react(key, "+1", author="mallory")
    happen(comment_event(repo, key), "issue_comment")
    assert look(repo, note)[3] == "closed, completed"


def test_what_is_typed_as_a_note_comes_is_obeyed_with_it(repo: GitHubServer, happen: Happen) -> None:
    """A command below an issue that is not yet a note waits until it is one."""
    number = repo.repo.open_issue(LINK)
    key = repo.repo.comment(number, "/read 4")
    happen(issue_event(repo, "opened", number))
    assert (look(repo, number)[3], answers(repo, key)) == ("closed, completed", "+1")


def test_what_breaks_off_is_made_up_for(repo: GitHubServer, happen: Happen, note: int) -> None:
    """A command that GitHub kept us from is carried out, or at least answered, by the next run."""
    key = repo.repo.comment(note, "/read 4")
    event = comment_event(repo, key)
    repo.on("PATCH", r"/issues/\d+$", refuse(422, "Not now"))
    assert "GitHub answered 422: Not now." in happen(event, "issue_comment", exit_code=1)
    assert answers(repo, key) == ""
    repo.on("POST", "/reactions$", refuse(422, "Not now"))
    happen(event, "issue_comment", exit_code=1)
    assert (look(repo, note)[3], answers(repo, key)) == ("closed, completed", "")
    happen(scheduled(repo), "schedule")
    assert (look(repo, note)[3], answers(repo, key)) == ("closed, completed", "+1")


def test_a_comment_that_is_gone_keeps_no_other_waiting(repo: GitHubServer, happen: Happen, note: int) -> None:
    """Somebody deletes a command while it is carried out: that is told, and the next note has its turn."""
    other = repo.repo.open_issue("https://arxiv.org/abs/1512.03385")
    happen(issue_event(repo, "opened", other))
    repo.repo.comment(note, "/read 4")
    key = repo.repo.comment(other, "/read 5")
    repo.on("POST", "/reactions$", refuse(404, "Not Found"))
    told = happen(scheduled(repo), "schedule", exit_code=1)
    assert f"The comment below alice/papers#{note} is gone: deleted, or out of sight." in told
    assert (look(repo, note)[3], look(repo, other)[3]) == ("closed, completed", "closed, completed")
    assert answers(repo, key) == "+1"


@pytest.mark.parametrize("path", [r"/issues/\d+$", "/reactions$"])
def test_commands_are_obeyed_in_their_order(repo: GitHubServer, happen: Happen, note: int, path: str) -> None:
    """One that GitHub kept us from is not carried out after those that came later."""
    keys = [repo.repo.comment(note, text) for text in ("/read 4", "/drop")]
    repo.on("POST" if "reactions" in path else "PATCH", path, refuse(422, "Not now"))
    happen(scheduled(repo), "schedule", exit_code=1)
    happen(scheduled(repo), "schedule")
    assert look(repo, note)[3] == "closed, not_planned"
    assert [answers(repo, key) for key in keys] == ["+1", "+1"]


def test_a_dry_run_obeys_nothing(repo: GitHubServer, happen: Happen, note: int) -> None:
    """It says what would be done, and how it would be answered."""
    key = repo.repo.comment(note, "/read 4")
    repo.forget()
    told = happen(comment_event(repo, key), "issue_comment", "intake --dry-run")
    assert told.stderr.splitlines() == [
        "Would mark #1 (Attention Is All You Need) read.",
        "Would rewrite the managed block of #1 (Attention Is All You Need).",
        "Would answer the comment below #1 with +1.",
    ]
    assert {request.verb for request in repo.requests} == {"GET"}


@pytest.mark.parametrize(
    "text", ["/read 4", "/reading", "/topic CV", "/topic CV\n/read", "/refresh", "/read 9"]
)
def test_a_command_costs_few_requests(
    repo: GitHubServer, happen: Happen, note: int, home: Path, text: str
) -> None:
    """At most six on a machine without a mirror, and three when the event comes again."""
    key = repo.repo.comment(note, text)
    event = comment_event(repo, key)
    for label in ("CV", "reading"):
        repo.repo.create_label("alice", {"name": label, "color": "ededed"})
    shutil.rmtree(home)
    repo.forget()
    happen(event, "issue_comment")
    assert len(repo.log) <= 6, repo.log
    repo.forget()
    happen(event, "issue_comment")
    assert len(repo.log) <= 3, repo.log
    assert json.loads(event)["comment"]["id"] == key
