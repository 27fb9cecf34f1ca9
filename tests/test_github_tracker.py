"""Notes on GitHub: what is sent, what comes of an answer that is lost, and what is refused."""

import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from paper_notes import __version__
from paper_notes.doors.github.repository import Facts
from paper_notes.doors.github.tracker import GitHubTracker
from paper_notes.values.errors import PapersError, TokenError, TrackerError, UnclearError, UsageError
from paper_notes.values.model import Issue, Label, Status
from paper_notes.values.tracker import Change, Draft
from tests.github_connect import DRAFT, LIST, OPEN, REPO, Connect, first, read
from tests.github_server import HANGING, LOGIN_PAGE, TOKEN, TRUNCATED, Fault, GitHubServer, drop, lose, refuse


def titles(github: GitHubServer) -> list[str]:
    """Return the titles of all issues there are."""
    return [issue["title"] for issue in github.repo.issues.values()]


# -- what is sent -------------------------------------------------------------------------


def test_a_create_is_one_request(github: GitHubServer, tracker: GitHubTracker) -> None:
    """One POST with labels and all, under our own name, for the documented version of the API."""
    created = tracker.create(DRAFT)
    (request,) = github.requests
    assert (request.verb, request.path, request.token) == ("POST", f"{REPO}/issues", TOKEN)
    assert request.body == {"title": "Attention", "body": DRAFT.body, "labels": ["NLP", "CV"]}
    assert request.headers["x-github-api-version"] == "2022-11-28"
    assert request.headers["user-agent"] == f"paper-notes/{__version__}"
    assert created == Issue(
        "Attention",
        DRAFT.body,
        1,
        labels=("NLP", "CV"),
        author="alice",
        created_at=github.clock.iso(),
        updated_at=github.clock.iso(),
        url="https://github.com/alice/papers/issues/1",
    )


def test_one_new_note_costs_three_requests(github: GitHubServer, tracker: GitHubTracker) -> None:
    """Looking for changes, making sure that one may write, writing; one more if it is read at once."""
    github.repo.open_issue("Old")
    bookmark = read(tracker).bookmark
    github.forget()
    assert list(tracker.changes(bookmark)) == []
    tracker.prepare()
    tracker.prepare()
    issue = tracker.create(DRAFT)
    assert github.log == [LIST, f"GET {REPO}", OPEN]
    tracker.finish(issue, Status.READ)
    assert github.log[3:] == [f"PATCH {REPO}/issues/2"]
    assert github.requests[3].body == {"state": "closed", "state_reason": "completed"}


def test_an_update_is_a_look_and_a_write(github: GitHubServer, tracker: GitHubTracker) -> None:
    """What differs nothing is only looked at."""
    issue = tracker.create(DRAFT)._replace(key=7)
    github.forget()
    tracker.update(issue, Change(Status.TO_READ, add_labels=("nlp",), edit=str, title="Attention"))
    assert github.log == [f"GET {REPO}/issues/1"]
    github.forget()
    assert tracker.update(issue, Change(add_labels=("RL",))).key == 7
    assert github.log == [f"GET {REPO}/issues/1", f"PATCH {REPO}/issues/1"]


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        (Change(Status.READ), {"state": "closed", "state_reason": "completed"}),
        (Change(Status.DROPPED), {"state": "closed", "state_reason": "not_planned"}),
        (Change(Status.READING), {"labels": ["NLP", "CV", "reading"]}),
        (Change(title="New"), {"title": "New"}),
        (Change(edit=str.upper), {"body": DRAFT.body.upper()}),
        (Change(remove_labels=("nlp",)), {"labels": ["CV"]}),
        (
            Change(Status.READ, add_labels=("RL",)),
            {"state": "closed", "state_reason": "completed", "labels": ["NLP", "CV", "RL"]},
        ),
    ],
)
def test_only_what_differs_is_sent(
    github: GitHubServer, tracker: GitHubTracker, change: Change, sent: dict[str, Any]
) -> None:
    """A state goes with its reason always; a label change carries the whole set, which it replaces."""
    tracker.update(tracker.create(DRAFT), change)
    assert github.requests[-1].body == sent


def test_reopening_tells_its_reason(github: GitHubServer, tracker: GitHubTracker) -> None:
    """From read to reading: open again, and labelled."""
    issue = tracker.finish(tracker.create(DRAFT), Status.READ)
    tracker.update(issue, Change(Status.READING))
    assert github.requests[-1].body == {
        "state": "open",
        "state_reason": "reopened",
        "labels": ["NLP", "CV", "reading"],
    }


def test_every_write_keeps_the_pace(github: GitHubServer, connect: Connect) -> None:
    """Two writes of whatever kind are a second apart; reads wait for nothing."""
    tracker = connect(delay=1)
    tracker.create_label(Label("RL", "ff0000"))
    issue = tracker.create(DRAFT)
    issue = tracker.finish(issue, Status.READ)
    tracker.update(issue, Change(Status.DROPPED))
    writes = [request for request in github.requests if request.verb != "GET"]
    start = writes[0].at
    # A new reason for a closed issue is ignored, so that takes three.
    assert [(request.verb, request.at - start) for request in writes] == [
        ("POST", 0),
        ("POST", 1),
        ("PATCH", 2),
        ("PATCH", 3),
        ("PATCH", 4),
        ("PATCH", 5),
    ]


def test_what_the_hour_does_not_allow_is_not_sent(github: GitHubServer, connect: Connect) -> None:
    """Our own limit stops a write before GitHub sees it."""
    tracker = connect(per_hour=1)
    tracker.create(DRAFT)
    with pytest.raises(TrackerError, match="in an hour"):
        tracker.create(DRAFT._replace(title="Two"))
    assert github.log == [OPEN]


# -- an answer to a create is lost ------------------------------------------------------------

NO_NUMBER = Fault(taken=True, status=201, text='{"number": null, "title": "Attention", "html_url": "x"}')
HALF = Fault(taken=True, status=201, text='{"number": 2, "title": "Attention", "html_url": "x"}')
BROKEN_JSON = Fault(taken=True, status=201, text='{"number": 1, "titl')
DEEP = Fault(taken=True, status=201, text="[" * 100_000)
PORTAL = LOGIN_PAGE._replace(taken=True)


@pytest.mark.parametrize(
    "fault",
    [lose(), lose(500), lose(502), lose(504), TRUNCATED, PORTAL, NO_NUMBER, HALF, BROKEN_JSON, DEEP],
    ids=["reset", "500", "502", "504", "truncated", "web page", "no number", "half", "broken JSON", "deep"],
)
def test_a_create_whose_answer_is_lost_is_found(github: GitHubServer, connect: Connect, fault: Fault) -> None:
    """GitHub took it and we never heard: one POST, one look, one issue, and it is told."""
    github.repo.open_issue("Another", "<!-- paper:2005.14165 -->")
    github.on("POST", "/issues$", fault)
    created = connect().create(DRAFT)
    assert (created.number, created.body) == (2, DRAFT.body)
    assert github.log == [OPEN, LIST]
    assert github.requests[1].query["sort"] == "created"
    assert titles(github) == ["Another", "Attention"]
    assert connect.reports[0].endswith("Looking whether “Attention” was opened.")
    assert connect.reports[1:] == ["It was: #2."]


@pytest.mark.parametrize("off", [0, -36_000, 36_000])
def test_an_older_issue_of_the_paper_is_not_the_one_created(
    github: GitHubServer, connect: Connect, off: int
) -> None:
    """Such as one closed as a duplicate, to the letter the same; by GitHub's clock, as ours may be wrong."""
    github.repo.open_issue("Attention", DRAFT.body)
    github.repo.close(1, "duplicate")
    github.clock.seconds += 5
    github.on("POST", "/issues$", drop(502), lose())
    assert connect(now=lambda: github.clock.time() + off).create(DRAFT).number == 2
    assert github.log == [OPEN, LIST, LIST, OPEN, LIST]


LIMITED = refuse(403, "You have exceeded a secondary rate limit", retry_after="1")._replace(taken=True)


def test_a_create_that_was_taken_despite_a_limit_is_found(github: GitHubServer, connect: Connect) -> None:
    """A limit may be met after the issue was made: nothing is sent again before a look."""
    github.on("POST", "/issues$", LIMITED)
    assert connect().create(DRAFT).number == 1
    assert github.log == [OPEN, LIST]
    assert connect.reports[0] == "GitHub asks to wait 1 s."


def test_a_change_that_meets_a_limit_undoes_nobodys_words(github: GitHubServer, connect: Connect) -> None:
    """It is looked at after the wait, however often; taken or not, it is there once."""
    tracker = connect()
    issue = tracker.create(DRAFT)
    github.on("PATCH", "/issues/1$", LIMITED._replace(taken=False), LIMITED._replace(taken=False), LIMITED)
    assert tracker.update(issue, Change(edit=lambda body: f"{body}\nOnce.")).body == f"{DRAFT.body}\nOnce."
    assert github.log[2:] == [f"PATCH {REPO}/issues/1", f"GET {REPO}/issues/1"] * 3


def test_a_create_that_hangs_is_found(github: GitHubServer, connect: Connect) -> None:
    """A time-out is no answer either."""
    github.on("POST", "/issues$", HANGING)
    assert connect(timeout=1).create(DRAFT).number == 1
    assert github.log == [OPEN, LIST]
    assert connect.reports[0].startswith("127.0.0.1:")
    assert " did not answer within 1 s: " in connect.reports[0]


@pytest.mark.parametrize("fault", [drop(), drop(502), LOGIN_PAGE], ids=["reset", "502", "web page"])
def test_a_create_that_was_not_carried_out_is_sent_again(
    github: GitHubServer, connect: Connect, fault: Fault
) -> None:
    """Only after two looks some time apart, as the list may lag."""
    github.repo.open_issue("Another")
    github.on("POST", "/issues$", fault)
    assert connect().create(DRAFT).number == 2
    assert github.log == [OPEN, LIST, LIST, OPEN]
    assert connect.clock.naps == [2, 10]
    assert titles(github) == ["Another", "Attention"]


def test_a_create_that_shows_late_is_found(github: GitHubServer, connect: Connect) -> None:
    """The list does not have the issue at once: the second look finds it, nothing is sent again."""
    github.on("POST", "/issues$", lose(502))
    github.on("GET", "/issues$", Fault(text="[]"))
    assert connect().create(DRAFT).number == 1
    assert github.log == [OPEN, LIST, f"GET {REPO}", LIST]
    assert titles(github) == ["Attention"]


def test_a_create_is_not_repeated_without_a_look(github: GitHubServer, connect: Connect) -> None:
    """If the look is not answered, nobody knows: better no note than two."""
    github.on("POST", "/issues$", lose(502))
    github.on("GET", "/issues$", *[drop(502)] * 4)
    with pytest.raises(UnclearError) as caught:
        connect().create(DRAFT)
    assert (
        caught.value.message == "“Attention” may have been opened, but looking failed: GitHub answered 502."
    )
    assert github.log == [OPEN] + [LIST] * 4


def test_a_create_is_sent_twice_at_most(github: GitHubServer, connect: Connect) -> None:
    """When the second is lost as well, and nothing is to be found, it stays unclear."""
    github.repo.open_issue("Another")
    github.on("POST", "/issues$", drop(502), drop())
    with pytest.raises(UnclearError, match="cannot be found out"):
        connect().create(DRAFT)
    assert github.log == [OPEN, LIST, LIST, OPEN, LIST, LIST]


def test_a_second_create_that_is_lost_is_found(github: GitHubServer, connect: Connect) -> None:
    """The care is the same the second time."""
    github.on("POST", "/issues$", drop(502), lose())
    assert connect().create(DRAFT).number == 1
    assert titles(github) == ["Attention"]


def test_a_create_without_a_marker_is_not_repeated(github: GitHubServer, connect: Connect) -> None:
    """An issue that could not be recognised is not looked for."""
    github.on("POST", "/issues$", lose(502))
    with pytest.raises(UnclearError):
        connect().create(Draft("Note", "Plain."))
    assert github.log == [OPEN]


def test_a_strangers_issue_is_not_mistaken_for_ours(github: GitHubServer, connect: Connect) -> None:
    """Anyone can write our marker into a public repository, issue or pull request."""
    github.repo.open_issue("Mine too", "<!-- paper:1706.03762 --> buy!", author="mallory")
    github.repo.open_issue("Patch", DRAFT.body, pull_request=True)
    github.on("POST", "/issues$", drop(502))
    assert connect().create(DRAFT).number == 3
    assert github.log == [OPEN, LIST, LIST, OPEN]


def test_a_bots_own_issue_is_recognised(github: GitHubServer, connect: Connect) -> None:
    """The token of a workflow is no member of the repository, but its issue holds what it sent."""
    github.tokens["ghs_workflow"] = "github-actions[bot]"
    github.on("POST", "/issues$", lose(502))
    created = connect(token="ghs_workflow").create(DRAFT)
    assert (created.number, created.association) == (1, "NONE")
    assert github.log == [OPEN, LIST]


# -- an answer to a change is lost ------------------------------------------------------------


@pytest.mark.parametrize("fault", [lose(), lose(502), TRUNCATED, NO_NUMBER])
def test_a_change_whose_answer_is_lost_is_seen(github: GitHubServer, connect: Connect, fault: Fault) -> None:
    """An appended line is there once: GitHub is asked before anything is sent again."""
    tracker = connect()
    issue = tracker.create(DRAFT)
    github.on("PATCH", "/issues/1$", fault)
    github.forget()
    changed = tracker.update(issue, Change(edit=lambda body: f"{body}\nOnce."))
    assert changed.body == github.repo.issues[1]["body"] == f"{DRAFT.body}\nOnce."
    assert github.log == [f"GET {REPO}/issues/1", f"PATCH {REPO}/issues/1", f"GET {REPO}/issues/1"]


def test_a_change_that_was_not_carried_out_is_sent_again(github: GitHubServer, connect: Connect) -> None:
    """Nothing had happened, so it is safe."""
    tracker = connect()
    issue = tracker.create(DRAFT)
    github.on("PATCH", "/issues/1$", drop(502))
    assert tracker.update(issue, Change(Status.READ, edit=str.upper)).body == DRAFT.body.upper()
    assert github.repo.issues[1]["state"] == "closed"


def test_what_was_typed_while_an_answer_was_lost_stays(github: GitHubServer, connect: Connect) -> None:
    """Repeating a lost write blindly would wipe out the reader's words."""
    tracker = connect()
    issue = tracker.create(DRAFT)
    github.on("PATCH", "/issues/1$", lose(502))
    sleep = connect.clock.sleep

    def type_meanwhile(seconds: float) -> None:
        sleep(seconds)
        github.repo.web_edit(1, "typed\nmeanwhile")

    tracker._sleep = type_meanwhile
    with pytest.raises(UnclearError, match="by somebody else"):
        tracker.update(issue, Change(edit=str.upper))
    assert github.repo.issues[1]["body"] == "typed\r\nmeanwhile"


def test_a_lost_closing_is_repeated(github: GitHubServer, connect: Connect) -> None:
    """Closing twice is closing once."""
    tracker = connect()
    issue = tracker.create(DRAFT)
    github.on("PATCH", "/issues/1$", lose(502), drop())
    assert tracker.finish(issue, Status.DROPPED).state_reason == "not_planned"


# -- changing ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("sticky", "patches"), [(False, 3), (True, 1)])
@pytest.mark.parametrize(("before", "after"), [(Status.READ, Status.DROPPED), (Status.DROPPED, Status.READ)])
def test_a_new_reason_for_a_closed_issue_arrives(
    github: GitHubServer, tracker: GitHubTracker, before: Status, after: Status, sticky: bool, patches: int
) -> None:
    """GitHub may ignore it, as documented, or take it, as reported: the answer is checked, not believed."""
    github.repo.reasons_stick = sticky
    issue = tracker.finish(tracker.create(DRAFT), before)
    github.forget()
    reason = "completed" if after is Status.READ else "not_planned"
    assert tracker.update(issue, Change(after)).state_reason == reason
    assert github.repo.issues[1]["state_reason"] == reason
    assert github.log == [f"GET {REPO}/issues/1"] + [f"PATCH {REPO}/issues/1"] * patches


@pytest.mark.parametrize("reason", ["completed", None, "some_new_reason"])
def test_any_other_closed_issue_is_read_already(
    github: GitHubServer, tracker: GitHubTracker, reason: str | None
) -> None:
    """Issues closed before there were reasons have none, and new ones may come."""
    github.repo.open_issue("Old")
    github.repo.close(1, reason)
    issue = first(tracker)
    assert issue.state_reason == reason
    assert tracker.update(issue, Change(Status.READ)) == issue
    assert tracker.finish(issue, Status.READ) == issue


@pytest.mark.parametrize("status", list(Status))
def test_a_duplicate_gets_no_status(github: GitHubServer, tracker: GitHubTracker, status: Status) -> None:
    """Somebody closed it for a reason; it is not reopened behind their back. Labels are another matter."""
    github.repo.open_issue("Double")
    github.repo.close(1, "duplicate")
    issue = first(tracker)
    with pytest.raises(TrackerError, match="closed as a duplicate"):
        tracker.update(issue, Change(status, add_labels=("NLP",)))
    assert github.repo.issues[1]["labels"] == []
    assert tracker.update(issue, Change(add_labels=("NLP",))).state_reason == "duplicate"


def test_a_browser_edit_reaches_the_edit_as_it_is(github: GitHubServer, tracker: GitHubTracker) -> None:
    """Its CRLF line ends are the reader's bytes now."""
    issue = tracker.create(DRAFT._replace(body="one\ntwo\n"))
    github.repo.web_edit(1, "one\nmine\n")
    seen: list[str] = []

    def edit(body: str) -> str:
        seen.append(body)
        return f"{body}three\r\n"

    assert tracker.update(issue, Change(edit=edit)).body == "one\r\nmine\r\nthree\r\n"
    assert seen == ["one\r\nmine\r\n"]


def test_an_issue_without_a_text_has_an_empty_one(github: GitHubServer, tracker: GitHubTracker) -> None:
    """GitHub says null, and takes "" for the same: nothing is sent for the difference."""
    github.repo.open_issue("Bare", None)
    issue = first(tracker)
    assert issue.body == ""
    tracker.update(issue, Change(edit=lambda body: body))
    assert [request.verb for request in github.requests] == ["GET", "GET"]


def _delete(github: GitHubServer) -> None:
    github.repo.delete(1)


def _transfer(github: GitHubServer) -> None:
    elsewhere = github.add_repository("alice/archive")
    elsewhere.open_issue("Something else")
    github.transfer(1, elsewhere)


def _transfer_to_the_same_number(github: GitHubServer) -> None:
    github.transfer(1, github.add_repository("alice/archive"))


def _never_was(github: GitHubServer) -> None:
    del github.repo.issues[1]


@pytest.mark.parametrize("lose_it", [_delete, _transfer, _transfer_to_the_same_number, _never_was])
def test_an_issue_that_is_gone_is_not_changed_elsewhere(
    github: GitHubServer, tracker: GitHubTracker, lose_it: Callable[[GitHubServer], None]
) -> None:
    """PyGithub follows a transferred issue to another repository, where it has another number."""
    issue = tracker.create(DRAFT)
    lose_it(github)
    with pytest.raises(TrackerError) as caught:
        tracker.update(issue, Change(Status.READ))
    assert caught.value.message == "alice/papers#1 is gone: deleted, transferred, or out of sight."
    assert caught.value.remedy == "Bring the mirror up to date: papers sync --full"
    assert "PATCH" not in {request.verb for request in github.requests}


@pytest.mark.parametrize("status", [404, 410])
def test_an_issue_that_goes_while_it_is_changed(
    github: GitHubServer, tracker: GitHubTracker, status: int
) -> None:
    """The same is said then."""
    issue = tracker.create(DRAFT)
    github.on("PATCH", "/issues/1$", refuse(status, "This issue was deleted"))
    with pytest.raises(TrackerError, match="alice/papers#1 is gone"):
        tracker.update(issue, Change(Status.READ))


@pytest.mark.parametrize("text", ["[]", "{}", '{"number": 1}'])
def test_an_issue_that_github_does_not_name_is_not_changed(
    github: GitHubServer, tracker: GitHubTracker, text: str
) -> None:
    """Nothing is built on half an answer."""
    issue = tracker.create(DRAFT)
    github.on("GET", "/issues/1$", Fault(text=text))
    with pytest.raises(TrackerError, match="did not say what #1 is"):
        tracker.update(issue, Change(Status.READ))


def test_a_change_that_github_refuses_is_told(github: GitHubServer, tracker: GitHubTracker) -> None:
    """Once, in its words."""
    issue = tracker.create(DRAFT)
    github.on("PATCH", "/issues/1$", refuse(422, "Validation Failed"))
    with pytest.raises(TrackerError, match="422: Validation Failed"):
        tracker.update(issue, Change(Status.READ))
    assert len(github.log) == 3


def test_an_issue_without_a_number_is_not_on_github(tracker: GitHubTracker) -> None:
    """A local note cannot be changed here."""
    with pytest.raises(TrackerError, match="has no number"):
        tracker.update(Issue("Local", ""), Change(Status.READ))


def test_labels_that_github_drops_are_told(github: GitHubServer, connect: Connect) -> None:
    """Who may not label gets the issue without labels, and status 201."""
    github.repo.roles["alice"] = "pull"
    created = connect().create(DRAFT)
    assert created.labels == ()
    assert connect.reports == [
        "GitHub left out the labels NLP, CV on #1: labelling needs the triage role or push access."
    ]


def test_labels_in_another_case_are_not_missed(github: GitHubServer, connect: Connect) -> None:
    """The repository's own spelling counts."""
    github.repo.create_label("alice", {"name": "nlp", "color": "ff0000"})
    assert connect().create(DRAFT).labels == ("nlp", "CV")
    assert connect.reports == []


def test_a_label_change_that_github_drops_is_an_error(github: GitHubServer, tracker: GitHubTracker) -> None:
    """An author may close their own issue, but not label it: that must not pass for done."""
    issue = tracker.create(DRAFT)
    github.repo.roles["alice"] = "pull"
    with pytest.raises(TrackerError, match="did not change the state or the labels of #1"):
        tracker.update(issue, Change(add_labels=("RL",)))


TOO_LONG = [
    (
        DRAFT._replace(title="t" * 257),
        "The title “tttttttttttttttttttttttttttttttttttttttt…” has 257 characters",
    ),
    (DRAFT._replace(title=" "), "An issue needs a title"),
    (DRAFT._replace(body="b" * 65_537), "The text of the issue would have 65,537 characters"),
    (DRAFT._replace(labels=("l" * 51,)), f"The label '{'l' * 51}' is longer than 50 characters"),
    (DRAFT._replace(labels=tuple(map(str, range(101)))), "at most 100 labels"),
]


@pytest.mark.parametrize(("draft", "words"), TOO_LONG)
def test_what_is_too_long_is_not_sent(
    github: GitHubServer, tracker: GitHubTracker, draft: Draft, words: str
) -> None:
    """GitHub's limits are checked on this side, for new issues and for changes."""
    with pytest.raises(TrackerError, match=words):
        tracker.create(draft)
    assert github.log == []
    issue = tracker.create(DRAFT)
    change = Change(title=draft.title, edit=lambda _: draft.body, add_labels=draft.labels)
    with pytest.raises(TrackerError, match=words):
        tracker.update(issue, change)
    assert github.log == [OPEN, f"GET {REPO}/issues/1"]


def test_what_just_fits_is_sent(github: GitHubServer, tracker: GitHubTracker) -> None:
    """To the last character."""
    labels = tuple(f"{number:050}" for number in range(100))
    created = tracker.create(Draft("t" * 256, "b" * 65_536, labels, "1"))
    assert (len(created.title), len(created.body), created.labels) == (256, 65_536, labels)
    assert titles(github) == ["t" * 256]


# -- labels -----------------------------------------------------------------------------------


def test_labels_are_asked_for_once_a_session(github: GitHubServer, tracker: GitHubTracker) -> None:
    """All pages of them; none if there is nothing to ask; what we made ourselves is known."""
    for number in range(250):
        github.repo.create_label("alice", {"name": f"Label {number}", "color": "ff0000"})
    assert tracker.missing_labels([]) == []
    assert github.log == []
    new = Label("speech", "00ff00", "Talking")
    assert tracker.missing_labels([Label("LABEL 249", "0000ff"), new]) == [new]
    assert github.log == [f"GET {REPO}/labels", *["GET /repositories/1000/labels"] * 2]
    tracker.create_label(new)
    assert tracker.missing_labels([new]) == []
    assert github.log[3:] == [f"POST {REPO}/labels"]
    assert github.repo.labels["speech"] == {"name": "speech", "color": "00ff00", "description": "Talking"}


@pytest.mark.parametrize("known", [True, False])
def test_a_label_that_somebody_else_made_meanwhile_is_fine(
    github: GitHubServer, tracker: GitHubTracker, known: bool
) -> None:
    """Labels are the same without case; theirs stays as it is."""
    label = Label("speech", "00ff00")
    if known:
        assert tracker.missing_labels([label]) == [label]
    github.repo.create_label("alice", {"name": "Speech", "color": "ff0000"})
    tracker.create_label(label)
    assert tracker.missing_labels([label]) == []
    assert [each["name"] for each in github.repo.labels.values()] == ["Speech"]


@pytest.mark.parametrize("fault", [lose(502), lose(), drop(502)])
def test_a_label_whose_answer_is_lost_is_sent_again(
    github: GitHubServer, tracker: GitHubTracker, fault: Fault
) -> None:
    """Making it twice is making it once."""
    github.on("POST", "/labels$", fault)
    tracker.create_label(Label("speech", "00ff00"))
    assert list(github.repo.labels) == ["speech"]


@pytest.mark.parametrize("label", [Label("l" * 51, "ff0000"), Label("x", "ff0000", "d" * 101)])
def test_a_label_that_is_too_long_is_not_sent(
    github: GitHubServer, tracker: GitHubTracker, label: Label
) -> None:
    """It is named instead."""
    with pytest.raises(TrackerError, match=label.name):
        tracker.create_label(label)
    assert github.log == []


def test_making_labels_needs_the_right(github: GitHubServer, tracker: GitHubTracker) -> None:
    """A matter of the token."""
    github.repo.roles["alice"] = "pull"
    with pytest.raises(TokenError, match="Resource not accessible"):
        tracker.create_label(Label("speech", "00ff00"))


# -- the repository -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["papers", "a/b/c", "../user", "alice/..", "alice/.", "alice/papers?x", "alice/pa pers", "", "/", "ä/b"],
)
def test_what_is_no_name_of_a_repository_is_refused(connect: Connect, name: str) -> None:
    """PyGithub would ask for `/repos/../user`."""
    with pytest.raises(UsageError, match="is not the name of a repository"):
        connect(name)


def test_the_facts_are_kept_for_the_doctor(github: GitHubServer, tracker: GitHubTracker) -> None:
    """What one request says about repository and token."""
    github.token_headers = {
        "x-oauth-scopes": "repo",
        "github-authentication-token-expiration": "2027-01-01 00:00:00 UTC",
    }
    assert tracker.facts is None
    tracker.prepare()
    assert tracker.facts == Facts(
        full_name="alice/papers",
        private=False,
        archived=False,
        has_issues=True,
        can_label=True,
        can_push=True,
        has_pages=False,
        pushed_at="",
        default_branch="main",
        html_url="https://github.com/alice/papers",
        scopes="repo",
        token_expires="2027-01-01 00:00:00 UTC",
    )


@pytest.mark.parametrize(
    ("setting", "kind", "words"),
    [
        ({"archived": True}, TrackerError, "alice/papers is archived."),
        (
            {"has_issues": False},
            TrackerError,
            "Issues are switched off in alice/papers, as they are in a new fork.",
        ),
        (
            {"roles": {"alice": "pull"}},
            TokenError,
            "You may not label or close issues in alice/papers, so no notes are written there.",
        ),
    ],
)
def test_a_repository_that_cannot_hold_notes_is_refused_first(
    github: GitHubServer, tracker: GitHubTracker, setting: dict[str, Any], kind: type[PapersError], words: str
) -> None:
    """Before the first write: nobody opens notes in somebody else's repository by mistake."""
    for name, value in setting.items():
        setattr(github.repo, name, value)
    with pytest.raises(PapersError) as caught:
        tracker.prepare()
    assert (type(caught.value), caught.value.message) == (kind, words)
    assert caught.value.remedy


@pytest.mark.parametrize("role", ["triage", "push", "maintain", "admin"])
def test_who_may_label_may_keep_notes(github: GitHubServer, tracker: GitHubTracker, role: str) -> None:
    """The triage role is enough."""
    github.repo.roles["alice"] = role
    tracker.prepare()


def test_the_token_of_a_workflow_is_not_judged_by_a_users_rights(
    github: GitHubServer, connect: Connect
) -> None:
    """GitHub says it may do nothing, while it may; the write itself will tell."""
    github.tokens["ghs_workflow"] = "github-actions[bot]"
    tracker = connect(token="ghs_workflow")
    tracker.prepare()
    assert tracker.facts is not None
    assert tracker.facts.can_label is None


def test_the_doctor_may_look_without_judging(github: GitHubServer, connect: Connect) -> None:
    """Also without a token, and at what cannot be written to."""
    github.repo.archived = True
    facts = connect(token=None).inspect()
    assert (facts.archived, facts.can_label, facts.scopes) == (True, None, None)


@pytest.mark.parametrize("text", ["[]", "{}", '{"full_name": null}'])
def test_half_an_answer_about_the_repository_is_refused(
    github: GitHubServer, tracker: GitHubTracker, text: str
) -> None:
    """Writing goes nowhere unknown."""
    github.on("GET", "/repos/alice/papers$", Fault(text=text))
    with pytest.raises(TrackerError, match="did not say what alice/papers is"):
        tracker.prepare()


def test_a_fork_or_typo_that_is_not_there(github: GitHubServer, connect: Connect) -> None:
    """The name is in the message."""
    with pytest.raises(TrackerError, match="There is no repository alice/papres"):
        connect("alice/papres").prepare()


def test_a_renamed_repository_is_written_to_under_its_new_name(
    github: GitHubServer, connect: Connect
) -> None:
    """It is told once, and costs one request."""
    github.rename(github.repo, "bob/notes")
    github.repo.roles["alice"] = "admin"
    tracker = connect()
    tracker.prepare()
    tracker.create(DRAFT)
    assert connect.reports == ["alice/papers is now bob/notes."]
    assert github.log == [f"GET {REPO}", "GET /repositories/1000", "POST /repos/bob/notes/issues"]


@pytest.mark.parametrize("prepared", [True, False])
def test_a_create_after_a_rename_is_not_lost(github: GitHubServer, connect: Connect, prepared: bool) -> None:
    """GitHub answers 307 and does nothing, which PyGithub takes for an issue without a number."""
    tracker = connect()
    if prepared:
        tracker.prepare()
    github.rename(github.repo, "alice/notes")
    created = tracker.create(DRAFT)
    assert created.url == "https://github.com/alice/notes/issues/1"
    assert titles(github) == ["Attention"]
    assert connect.reports == ["alice/papers is now alice/notes."]
    updated = tracker.update(created, Change(Status.READ))
    assert updated.state == "closed"


def test_an_issue_of_a_renamed_repository_is_still_there(github: GitHubServer, connect: Connect) -> None:
    """It is in another repository by its name alone: whoever takes it for gone forgets a note."""
    tracker = connect()
    issue = tracker.create(DRAFT)
    github.rename(github.repo, "alice/notes")
    assert tracker.exists(issue)


def test_that_a_label_is_gone_is_told_of_the_label(github: GitHubServer, tracker: GitHubTracker) -> None:
    """Not of the repository: somebody deleted it while its look was asked about."""
    github.on("PATCH", "/labels/NLP$", refuse(404, "Not Found"))
    with pytest.raises(TrackerError) as caught:
        tracker.labels.change("NLP", Label("NLP", "ff0000"))
    assert caught.value.message == ("alice/papers has no label NLP any more, or the token may not change it.")


def test_a_change_of_a_transferred_issue_tells_that_it_is_gone(
    github: GitHubServer, tracker: GitHubTracker
) -> None:
    """It went between the look and the change, which GitHub would have made elsewhere."""
    issue = tracker.create(DRAFT)
    moved = Fault(status=307, headers={"location": f"{github.url}/x"}, text='{"message": "Moved"}')
    github.on("PATCH", "/issues/1$", moved, moved)
    with pytest.raises(TrackerError, match="alice/papers#1 is gone"):
        tracker.update(issue, Change(Status.READ))


@pytest.mark.parametrize("text", ["[]", "{}"])
def test_half_an_answer_does_not_tell_whether_an_issue_is_there(
    github: GitHubServer, tracker: GitHubTracker, text: str
) -> None:
    """Neither that it is, nor that it is gone."""
    issue = tracker.create(DRAFT)
    github.on("GET", "/issues/1$", Fault(text=text))
    with pytest.raises(TrackerError, match="did not say what #1 is"):
        tracker.exists(issue)


def test_a_change_after_a_rename_is_not_lost(github: GitHubServer, connect: Connect) -> None:
    """The issue is still the same one, at a new address."""
    issue = connect().create(DRAFT)
    github.rename(github.repo, "alice/notes")
    assert connect().update(issue, Change(Status.READ)).state == "closed"
    assert connect().finish(issue, Status.DROPPED).state_reason == "not_planned"
    assert connect.reports == ["alice/papers is now alice/notes."] * 2


def test_names_differ_by_more_than_case(github: GitHubServer, connect: Connect) -> None:
    """`Alice/Papers` is no rename."""
    github.repo.open_issue("One")
    tracker = connect("Alice/PAPERS")
    assert read(tracker).issues[0].number == 1
    tracker.prepare()
    tracker.update(first(tracker), Change(Status.READ))
    assert connect.reports == []


# -- the double itself -------------------------------------------------------------------------


def test_the_server_refuses_what_it_does_not_know() -> None:
    """A request without a route fails the test that sent it, whatever came of it."""
    with GitHubServer() as server:
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{server.url}/repos/alice/papers/comments")
        caught.value.close()
        with pytest.raises(AssertionError, match="no route: GET /repos/alice/papers/comments"):
            server.verify()


def test_the_server_misses_a_fault_that_did_not_happen() -> None:
    """A test that scripts a bad day and never has it proves nothing."""
    with pytest.raises(AssertionError, match="never happened: POST /issues"), GitHubServer() as server:
        server.on("POST", "/issues$", lose())
