"""Talking HTTP with GitHub: its limits, its bad days, its refusals, and the token that nobody sees."""

import contextlib
import logging
import socket
import time
import traceback
from collections.abc import Callable
from typing import NoReturn

import pytest
import requests

from paper_notes.doors.github import connection
from paper_notes.doors.github.connection import REDIRECTS
from paper_notes.doors.github.opening import LIMIT_WAITS
from paper_notes.doors.github.tracker import GitHubTracker
from paper_notes.doors.github.write_pace import WritePace
from paper_notes.values.errors import PapersError, TokenError, TrackerError, UsageError
from paper_notes.values.model import Issue, Label, Status
from paper_notes.values.tracker import Bookmark, Change
from tests.github_connect import DRAFT, LIST, OPEN, REPO, Connect, paper_of, read
from tests.github_server import (
    DRIPPING,
    HANGING,
    LOGIN_PAGE,
    TOKEN,
    TRUNCATED,
    Fault,
    GitHubServer,
    drop,
    refuse,
)
from tests.github_state import Clock

# -- limits -----------------------------------------------------------------------------------

SECONDARY = refuse(403, "You have exceeded a secondary rate limit. Please wait a few minutes.")
PRIMARY = "API rate limit exceeded for user ID 1."
SPENT = {"x_ratelimit_remaining": "0"}
NOW = int(Clock().seconds)


@pytest.mark.parametrize(
    ("faults", "waits"),
    [
        ([refuse(403, "Slow down", retry_after="42")], [42]),
        ([refuse(429, "Too many", retry_after="42")], [42]),
        ([refuse(429, "Too many", retry_after="0")], [1]),
        ([refuse(429, "Too many")], [60]),
        ([refuse(429, "Too many", retry_after="soon")], [60]),
        ([refuse(429, "Too many", retry_after="9" * 20)], [60]),
        ([refuse(429, "Too many", retry_after="Fri, 31 Dec 9999 23:59:59 -2300")], [60]),
        ([refuse(403, PRIMARY, x_ratelimit_reset="9" * 20, **SPENT)], [60]),
        ([refuse(429, "Too many", retry_after="Wed, 18 Nov 2026 11:07:05 GMT")], [25]),
        ([SECONDARY], [60]),
        ([refuse(403, "You have triggered an abuse detection mechanism.")], [60]),
        ([refuse(403, PRIMARY, x_ratelimit_reset=str(NOW + 30), **SPENT)], [31]),
        ([refuse(429, PRIMARY, x_ratelimit_reset=str(NOW - 99), **SPENT)], [1]),
        ([SECONDARY, SECONDARY], [60, 120]),
        ([refuse(429, "", retry_after="1")] * 3, [1, 2, 4]),
    ],
)
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_limit_is_waited_out_and_told(
    github: GitHubServer, connect: Connect, verb: str, faults: list[Fault], waits: list[int]
) -> None:
    """Whatever form it comes in; a create is sent again after it, and after a look."""
    assert time.strftime("%a %H:%M:%S", time.gmtime(NOW)) == "Wed 11:06:40"
    tracker = connect()
    github.on(verb, "/issues$", *faults)
    if verb == "GET":
        github.repo.open_issue("One")
        assert len(read(tracker).issues) == 1
    else:
        github.repo.open_issue("Another")
        tracker.create(DRAFT)
        assert [line for line in github.log if line != LIST] == [OPEN] * (len(faults) + 1)
        assert github.log.count(LIST) == len(faults)
        del github.repo.issues[1]
    assert len(github.repo.issues) == 1
    looks = [LIMIT_WAITS[0]] if verb == "POST" else []
    assert connect.clock.naps == [nap for wait in waits for nap in (wait, *looks)]
    told = [report for report in connect.reports if report.startswith("GitHub asks")]
    assert told == [f"GitHub asks to wait {wait} s." for wait in waits]


@pytest.mark.parametrize(
    ("faults", "waits", "then"),
    [
        ([refuse(429, "Too many", retry_after="121")], [], 121),
        ([refuse(403, PRIMARY, x_ratelimit_reset=str(NOW + 1200), **SPENT)], [], 1201),
        ([refuse(403, PRIMARY, x_ratelimit_reset=str(NOW + 90_000), **SPENT)], [], 90_001),
        ([SECONDARY] * 3, [60, 120], 180 + 240),
    ],
)
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_long_limit_ends_with_the_time_to_go_on(
    github: GitHubServer, connect: Connect, verb: str, faults: list[Fault], waits: list[int], then: int
) -> None:
    """Beyond two minutes the reader decides, by the clock on their wall."""
    github.repo.open_issue("Another")
    github.on(verb, "/issues$", *faults)
    tracker = connect()
    with pytest.raises(TrackerError) as caught:
        read(tracker) if verb == "GET" else tracker.create(DRAFT)
    local = time.localtime(NOW + then)
    clock = time.strftime("%H:%M" if local[2] == time.localtime(NOW)[2] else "%Y-%m-%d %H:%M", local)
    assert type(caught.value) is TrackerError
    assert caught.value.message == "GitHub's limit on requests is reached."
    assert caught.value.remedy == f"Run it again after {clock}."
    assert [nap for nap in connect.clock.naps if nap > LIMIT_WAITS[0]] == waits
    assert [line for line in github.log if verb in line] == [github.log[0]] * len(faults)


def test_a_limit_is_reckoned_by_githubs_clock(github: GitHubServer, connect: Connect) -> None:
    """A clock on this machine that is ten hours off makes no wait longer."""
    github.on("GET", "/issues$", refuse(403, PRIMARY, x_ratelimit_reset=str(NOW + 30), **SPENT))
    github.repo.open_issue("One")
    read(connect(now=lambda: NOW - 36_000.0))
    assert connect.clock.naps == [31]


def test_readers_without_a_token_learn_what_one_is_good_for(github: GitHubServer, connect: Connect) -> None:
    """Sixty requests an hour are soon spent."""
    github.remaining = 0
    with pytest.raises(TrackerError) as caught:
        read(connect(token=None))
    assert "With a token (GH_TOKEN, or gh auth login)" in (caught.value.remedy or "")


# -- bad answers to a read --------------------------------------------------------------------

CUT = Fault(text="[]", headers={"content-length": "99"})


@pytest.mark.parametrize(
    "fault", [drop(500), drop(502), drop(503), drop(), TRUNCATED, Fault(text='[{"number"')]
)
def test_a_read_is_tried_four_times(github: GitHubServer, connect: Connect, fault: Fault) -> None:
    """With growing waits, each of them told."""
    github.repo.open_issue("One")
    github.on("GET", "/issues$", fault, fault, fault)
    assert len(read(connect()).issues) == 1
    assert connect.clock.naps == [1, 2, 4]
    assert [report.rpartition(";")[2] for report in connect.reports] == [
        f" trying again in {wait} s." for wait in (1, 2, 4)
    ]


def test_a_read_is_given_up_in_the_end(github: GitHubServer, connect: Connect) -> None:
    """After four tries, with the reason."""
    github.on("GET", "/issues$", *[drop(502)] * 4)
    with pytest.raises(TrackerError) as caught:
        read(connect())
    assert (type(caught.value), caught.value.message) == (TrackerError, "GitHub answered 502.")
    assert len(github.log) == 4


def test_a_read_that_hangs_is_tried_again(github: GitHubServer, connect: Connect) -> None:
    """PyGithub has a time-out, and it is ours."""
    github.repo.open_issue("One")
    github.on("GET", "/issues$", HANGING)
    assert len(read(connect(timeout=1)).issues) == 1
    assert " did not answer within 1 s; trying again in 1 s." in connect.reports[0]


@pytest.mark.parametrize(
    ("limit", "most", "faults", "told"),
    [
        ("DEADLINE", 0.1, [DRIPPING], "has not come to an end of its answer in 0 s"),
        ("LARGEST", 2**20, [], "answers with more than 1 MB"),
    ],
)
def test_no_answer_is_without_end(
    github: GitHubServer,
    connect: Connect,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    most: float,
    faults: list[Fault],
    told: str,
) -> None:
    """However steadily it comes: after its time, or its bytes, nobody waits for more."""
    monkeypatch.setattr(connection, limit, most)
    github.on("GET", "/issues$", *faults)
    for _ in range(17):
        github.repo.open_issue("One", "1" * 2**16)
    with pytest.raises(TrackerError, match=rf"^127\.0\.0\.1:\d+ {told}\.$"):
        read(connect())
    assert github.log == [LIST]


def test_a_write_whose_answer_drips_is_looked_at(
    github: GitHubServer, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have been carried out, so it is not sent again before a look."""
    monkeypatch.setattr(connection, "DEADLINE", 0.1)
    github.on("POST", "/issues$", DRIPPING)
    tracker = connect()
    tracker.create(DRAFT)
    assert github.log.count(OPEN) == 1
    assert len(github.repo.issues) == 1


def test_a_login_page_is_no_list(github: GitHubServer, connect: Connect) -> None:
    """The Wi-Fi of a train answers everything with 200 and a page: an error at once, no empty library."""
    github.on("GET", "/issues$", LOGIN_PAGE)
    with pytest.raises(TrackerError, match="a web page instead of data"):
        read(connect())
    assert connect.clock.naps == []


@pytest.mark.parametrize("text", ["{}", "[1]", "null", '[{"number": "x", "title": "", "state": ""}]', '"x"'])
def test_a_list_that_is_none_is_refused(github: GitHubServer, connect: Connect, text: str) -> None:
    """Half an answer is not taken for an empty or shorter library."""
    github.on("GET", "/issues$", *[Fault(text=text)] * (4 if text == "null" else 1))
    with pytest.raises(TrackerError):
        read(connect())


def test_nobody_listening_is_told_as_such(connect: Connect) -> None:
    """Not connected is not unclear: a create that never left is an ordinary failure."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        for act in (lambda t: t.create(DRAFT), lambda t: list(t.changes(Bookmark())), lambda t: t.prepare()):
            with pytest.raises(TrackerError, match="cannot be reached") as caught:
                act(connect(url=url))
            assert type(caught.value) is TrackerError


def test_a_redirection_to_another_host_is_not_followed(github: GitHubServer, connect: Connect) -> None:
    """The token goes to the configured host only."""
    github.on("GET", "/issues$", Fault(status=301, headers={"location": "http://evil.example/x"}, text="{}"))
    with pytest.raises(TrackerError, match="to another address"):
        read(connect())


def sent_on(server: GitHubServer, *paths: str) -> list[Fault]:
    """Return the faults of requests that are sent on to one path after the other."""
    return [
        Fault(
            status=301, headers={"location": f"{server.url}{path}"}, text='{"message": "Moved Permanently"}'
        )
        for path in paths
    ]


def test_a_read_that_is_sent_on_for_ever_ends(github: GitHubServer, connect: Connect) -> None:
    """PyGithub would follow until the stack is full; where it ends is told, and the token is not."""
    paths = [f"/{turn}/issues" for turn in range(REDIRECTS + 1)]
    github.on("GET", "/issues$", *sent_on(github, *paths))
    with pytest.raises(TrackerError) as caught:
        read(connect())
    assert caught.value.message == (
        f"{github.url.removeprefix('http://')} sends requests from one address to another, lastly from "
        f"{github.url}/{REDIRECTS - 1}/issues."
    )
    assert len(github.log) == REDIRECTS + 1
    assert connect.clock.naps == []
    assert TOKEN not in everything_said(caught.value)


def test_each_request_may_be_sent_on(github: GitHubServer, connect: Connect) -> None:
    """What an earlier one took is not counted."""
    github.rename(github.repo, "alice/notes")
    number = github.repo.open_issue("One")
    tracker = connect()
    for _ in range(REDIRECTS + 1):
        assert tracker.client.get(f"/repos/alice/papers/issues/{number}").done


@pytest.mark.parametrize("verb", ["POST", "PATCH"])
def test_a_write_is_never_sent_on_unseen(github: GitHubServer, connect: Connect, verb: str) -> None:
    """PyGithub would do it at another address, which may be in somebody else's repository."""
    github.repo.open_issue("One")
    github.on(verb, "/issues", *sent_on(github, "/repositories/1000/issues/2"))
    answer = connect().client.write(verb, f"{REPO}/issues", {"title": "Two"})
    assert (answer.moved, github.log) == (True, [f"{verb} {REPO}/issues"])


def test_nothing_is_sent_to_another_host(github: GitHubServer, connect: Connect) -> None:
    """Wherever an answer points, and even if a name alone tells the two apart: there the token would leak."""
    with GitHubServer() as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        for status in (301, 302, 307, 308):
            moved = Fault(status=status, headers={"location": f"{elsewhere}/x"}, text='{"message": "Moved"}')
            for verb in ("GET", "POST"):
                github.on(verb, "/issues$", moved)
                with contextlib.suppress(PapersError):
                    client = connect().client
                    client.get(f"{REPO}/issues") if verb == "GET" else client.write(
                        verb, f"{REPO}/issues", {}
                    )
        assert (len(github.log), other.log) == (8, [])


def test_an_answer_that_is_not_made_yet_is_waited_for(github: GitHubServer, connect: Connect) -> None:
    """PyGithub would ask for ever, and sleep unseen meanwhile."""
    github.repo.open_issue("One")
    later = Fault(status=202, text="{}")
    github.on("GET", "/issues$", later, later, later)
    assert len(read(connect()).issues) == 1
    assert connect.clock.naps == [1, 2, 4]
    github.on("GET", "/issues$", later, later, later, later)
    with pytest.raises(TrackerError) as caught:
        read(connect())
    assert caught.value.message == "GitHub is not ready with its answer (202)."


@pytest.mark.parametrize("place", ["http://login.example/", "/login"])
@pytest.mark.parametrize("status", [302, 307])
def test_a_redirection_without_a_word_is_not_githubs(
    github: GitHubServer, connect: Connect, status: int, place: str
) -> None:
    """The login page of a network does not tell that an issue went elsewhere."""
    number = github.repo.open_issue("One")
    github.on("GET", "/issues/1$", Fault(status=status, headers={"location": place}, text=""))
    with pytest.raises(TrackerError, match=f"answered {status} without a word from GitHub"):
        connect().exists(Issue("One", "", number))


@pytest.mark.parametrize("status", [404, 410])
def test_a_web_page_does_not_tell_that_something_is_gone(
    github: GitHubServer, connect: Connect, status: int
) -> None:
    """What a proxy cannot find may be there all the same: a note is not forgotten, nor a file made anew."""
    number = github.repo.open_issue("One")
    page = Fault(status=status, text="<!doctype html><title>Not found</title>")
    github.on("GET", "/issues/1$", page)
    github.on("GET", "/contents/README.md$", page)
    tracker = connect()
    for look in (
        lambda: tracker.exists(Issue("One", "", number)),
        lambda: tracker.contents(None).read("README.md"),
    ):
        with pytest.raises(TrackerError, match=f"answered {status} without a word from GitHub"):
            look()


@pytest.mark.parametrize("limit", ["many", "inf"])
def test_headers_that_make_no_sense_are_an_error(github: GitHubServer, connect: Connect, limit: str) -> None:
    """PyGithub wants to read the limits as numbers."""
    nonsense = Fault(text="[]", headers={"x-ratelimit-limit": limit, "x-ratelimit-remaining": "5"})
    github.on("GET", "/issues$", *[nonsense] * 4)
    with pytest.raises(TrackerError, match="headers that make no sense"):
        read(connect())


def test_a_proxy_that_fails_is_named(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was sent then either."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(TrackerError, match="The proxy did not let us through") as caught:
        connect().create(DRAFT)
    assert type(caught.value) is TrackerError


def test_a_certificate_that_nobody_knows_is_told_as_such(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in companies that look into all traffic; nothing is sent there, nothing tried again."""

    def send(*_: object, **__: object) -> NoReturn:
        raise requests.exceptions.SSLError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate")

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    with pytest.raises(TrackerError) as caught:
        connect().create(DRAFT)
    assert type(caught.value) is TrackerError
    assert "is not to be trusted" in caught.value.message
    assert "REQUESTS_CA_BUNDLE" in (caught.value.remedy or "")
    assert connect.clock.naps == []


# -- the token --------------------------------------------------------------------------------


@pytest.mark.parametrize("token", [f"{TOKEN}\n", f"  {TOKEN}\r\n"])
def test_a_token_is_taken_without_the_line_end(github: GitHubServer, connect: Connect, token: str) -> None:
    """`gh auth token` ends with one, and the HTTP library would show the token in its error."""
    connect(token=token).create(DRAFT)
    assert github.requests[0].token == TOKEN


@pytest.mark.parametrize("token", ["ghp_secret\nX-Header: 1", "ghp_secret x", "ghp_secrét", "ghp_secret\x00"])
def test_what_cannot_be_a_token_is_refused_unseen(connect: Connect, token: str) -> None:
    """The message does not show it."""
    with pytest.raises(TokenError) as caught:
        connect(token=token)
    assert "secr" not in everything_said(caught.value)


def everything_said(error: BaseException) -> str:
    """Return all that a report of the error could show, its causes included."""
    remedy = getattr(error, "remedy", None) or ""
    return "".join(traceback.format_exception(error, chain=True)) + repr(error) + remedy


BAD_DAYS = {
    "401": refuse(401, "Bad credentials"),
    "403": refuse(403, "Resource not accessible by personal access token"),
    "404": refuse(404, "Not Found"),
    "410": refuse(410, "Gone"),
    "422": refuse(422, "Validation Failed"),
    "limit": refuse(403, PRIMARY, x_ratelimit_reset=str(NOW + 9999), **SPENT),
    "web page": LOGIN_PAGE,
    "reset": drop(),
    "elsewhere": Fault(status=301, headers={"location": "http://evil.example/x"}, text="{}"),
}


@pytest.mark.parametrize("fault", BAD_DAYS.values(), ids=BAD_DAYS)
def test_no_failure_shows_the_token(
    github: GitHubServer, connect: Connect, fault: Fault, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither the message, nor its causes, nor a report, nor anything on stderr."""
    github.on("GET", "/issues/1$", *[fault] * (4 if fault.how == "reset" else 1))
    with pytest.raises(PapersError) as caught:
        connect().update(Issue("x", "", 1), Change(Status.READ))
    said = everything_said(caught.value) + "".join(connect.reports)
    assert TOKEN not in said
    assert capfd.readouterr() == ("", "")


def test_pygithub_does_not_narrate() -> None:
    """It prints each redirection to the stderr of the program that imports it, if it is not stopped."""
    assert logging.getLogger("github").handlers == []


def test_reading_needs_no_token(github: GitHubServer, connect: Connect) -> None:
    """A public repository can be mirrored by anyone."""
    github.repo.open_issue("One")
    assert len(read(connect(token=None)).issues) == 1
    assert [request.token for request in github.requests] == [None]


@pytest.mark.parametrize(
    "act",
    [
        lambda tracker: tracker.prepare(),
        lambda tracker: tracker.create(DRAFT),
        lambda tracker: tracker.update(Issue("x", "", 1), Change(Status.READ)),
        lambda tracker: tracker.finish(Issue("x", "", 1), Status.READ),
        lambda tracker: tracker.create_label(Label("RL", "ff0000")),
    ],
)
def test_writing_needs_a_token(
    github: GitHubServer, connect: Connect, act: Callable[[GitHubTracker], object]
) -> None:
    """It is said with the remedy, before anything is sent."""
    for token in (None, "", " \n"):
        with pytest.raises(TokenError) as caught:
            act(connect(token=token))
        assert caught.value.message == "Writing to GitHub needs a token."
        assert "gh auth login" in (caught.value.remedy or "")
    assert github.log == []


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (refuse(401, "Bad credentials"), TokenError, "GitHub refuses the token (401: Bad credentials)."),
        (
            refuse(403, "Resource not accessible by personal access token"),
            TokenError,
            "GitHub does not allow this (403: Resource not accessible by personal access token).",
        ),
        (
            refuse(403, "Repository was archived so is read-only."),
            TrackerError,
            "GitHub refused: Repository was archived so is read-only.",
        ),
        (
            refuse(404, "Not Found"),
            TrackerError,
            "There is no repository alice/papers, or the token may not see it or write to it.",
        ),
        (
            refuse(410, "Issues are disabled for this repo"),
            TrackerError,
            "There are no issues in alice/papers: Issues are disabled for this repo.",
        ),
        (refuse(422, "Validation Failed"), TrackerError, "GitHub answered 422: Validation Failed."),
        (refuse(451, "Blocked"), TrackerError, "GitHub answered 451: Blocked."),
        (Fault(status=400, text="<p>Bad</p>"), TrackerError, "GitHub answered 400: no explanation."),
    ],
)
def test_a_refusal_is_told_in_words_and_not_repeated(
    github: GitHubServer, connect: Connect, fault: Fault, kind: type[PapersError], words: str
) -> None:
    """One request; what GitHub said; the exit code of a token's failure where it is one."""
    github.on("POST", "/issues$", fault)
    with pytest.raises(PapersError) as caught:
        connect().create(DRAFT)
    assert (type(caught.value), caught.value.message) == (kind, words)
    assert github.log == [OPEN]


def test_a_403_that_is_not_githubs_is_no_matter_of_the_token(github: GitHubServer, connect: Connect) -> None:
    """Firewalls answer 403 as well."""
    github.on("POST", "/issues$", Fault(status=403, text="<h1>Blocked by policy</h1>"))
    with pytest.raises(TrackerError, match="without a word from GitHub"):
        connect().create(DRAFT)


def test_a_missing_permission_is_named(github: GitHubServer, connect: Connect) -> None:
    """GitHub tells which one it wants."""
    answer = refuse(403, "Resource not accessible", x_accepted_github_permissions="issues=write")
    github.on("POST", "/issues$", answer)
    with pytest.raises(TokenError) as caught:
        connect().create(DRAFT)
    assert caught.value.remedy == "The token needs: issues=write"


def test_a_validation_error_is_told_with_its_details(github: GitHubServer, connect: Connect) -> None:
    """What GitHub found wrong is in a list of its own."""
    github.on("POST", "/labels$", Fault(status=422, text=DETAILS))
    with pytest.raises(TrackerError) as caught:
        connect().create_label(Label("RL", "ff0000"))
    assert caught.value.message == (
        "GitHub answered 422: Validation Failed; body is too long; title: missing_field; odd."
    )


DETAILS = """{"message": "Validation Failed", "errors":
[{"code": "custom", "message": "body is too long"}, {"field": "title", "code": "missing_field"}, "odd"]}"""


@pytest.mark.parametrize(("token", "kind"), [(TOKEN, TrackerError), (None, TokenError)])
def test_a_repository_that_cannot_be_seen(
    github: GitHubServer, connect: Connect, token: str | None, kind: type[PapersError]
) -> None:
    """Without a token it may well be a private one, so that is what helps."""
    github.repo.private = True
    github.repo.roles.clear()
    with pytest.raises(PapersError) as caught:
        read(connect(token=token))
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    "url", ["", "github.com", "ftp://github.com", "https://", "http://x:port", "https://["]
)
def test_what_is_no_address_is_refused(connect: Connect, url: str) -> None:
    """A mistyped GITHUB_API_URL is a matter of usage."""
    with pytest.raises(UsageError, match="is not the address of a GitHub API"):
        GitHubTracker(
            "alice/papers",
            TOKEN,
            url,
            pace=WritePace("x", delay=0, per_minute=0, per_hour=0, report=print),
            recognise=paper_of,
        )
