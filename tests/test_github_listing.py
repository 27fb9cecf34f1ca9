"""Reading a repository's issues: everything, what is new, in few requests, and never the wrong ones."""

import json
import time
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_notes.doors.github.tracker import GitHubTracker
from paper_notes.values.errors import TrackerError
from paper_notes.values.model import Issue
from paper_notes.values.tracker import Batch, Bookmark
from tests.github_connect import LIST, REPO, Connect, read
from tests.github_server import Fault, GitHubServer


def all_of(batches: Iterable[Batch]) -> list[int]:
    """Return the numbers of all issues in the batches, in their order."""
    return [issue.number or 0 for batch in batches for issue in batch.issues]


def fill(github: GitHubServer, count: int) -> None:
    """Open so many issues, a second apart, a day ago."""
    for number in range(count):
        github.clock.seconds += 1
        github.repo.open_issue(f"Issue {number + 1}", f"Body {number + 1}")
    github.clock.seconds += 86_400


ODD = ["title", "body", "number", "state", "state_reason", "labels", "user", "author_association"]
ODD += ["created_at", "updated_at", "closed_at", "html_url", "comments", "assignees"]

# -- how many requests ----------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "requests"), [(1, 1), (99, 1), (100, 2), (101, 3), (200, 3), (950, 11)])
def test_a_first_reading_is_a_page_a_request(
    github: GitHubServer, tracker: GitHubTracker, count: int, requests: int
) -> None:
    """One to look, and one for each hundred issues; none for an issue by itself, whatever its state."""
    fill(github, count)
    github.repo.close(1)
    batches = list(tracker.changes(Bookmark()))
    assert sorted(all_of(batches)) == list(range(1, count + 1))
    assert len(github.log) == requests
    assert [batch.last for batch in batches] == [False] * (len(batches) - 1) + [True]
    assert all(batch.full for batch in batches)


@pytest.mark.parametrize("count", [100, 150, 200, 250])
@pytest.mark.parametrize("known", [True, False])
def test_a_full_page_without_a_next_is_not_believed(
    github: GitHubServer, tracker: GitHubTracker, count: int, known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy may remove the header that leads on; what is behind it is not gone therefore."""
    github.cursors = False
    fill(github, count)
    bookmark = [*tracker.changes(Bookmark())][-1].bookmark if known else Bookmark()
    github.repo.label(1, "NLP")
    monkeypatch.setattr("paper_notes.doors.github.listing.linked_page", lambda *_: None)
    batch = read(tracker, bookmark)
    assert (sorted(all_of([batch])), batch.full) == ([*range(1, count + 1)], True)


def test_an_issue_is_read_with_all_it_has(github: GitHubServer, tracker: GitHubTracker) -> None:
    """From the list alone."""
    github.repo.roles["bob"] = "push"
    opened = github.clock.iso()
    github.repo.open_issue("Títle", "a\nb", author="bob", labels=("NLP", "reading"))
    github.clock.seconds += 60
    github.repo.web_edit(1, "a\nb")
    github.repo.comment(1)
    github.repo.close(1, "not_planned")
    github.repo.issues[1]["assignees"] = [{"login": "carol"}]
    assert read(tracker).issues == [
        Issue(
            title="Títle",
            body="a\r\nb",
            number=1,
            state="closed",
            state_reason="not_planned",
            labels=("NLP", "reading"),
            author="bob",
            association="COLLABORATOR",
            created_at=opened,
            updated_at=github.clock.iso(),
            closed_at=github.clock.iso(),
            url="https://github.com/alice/papers/issues/1",
            comments=1,
            assignees=("carol",),
        )
    ]


def test_an_issue_of_a_deleted_account_is_read(github: GitHubServer, tracker: GitHubTracker) -> None:
    """It has no author any more."""
    fill(github, 1)
    github.repo.issues[1]["user"] = None
    assert read(tracker).issues[0].author is None


@pytest.mark.parametrize("odd", [True, 5, 10**30, -1, 1.5, [1], {"a": 1}, "\ud800", "2024-99-01T00:00:00Z"])
@pytest.mark.parametrize("key", [field for field in ODD if field not in ("number", "body")])
def test_an_odd_issue_is_read_without_what_is_odd(
    github: GitHubServer, connect: Connect, key: str, odd: object
) -> None:
    """Never a traceback, nor a value that the mirror cannot keep; and the other issues are read."""
    fill(github, 2)
    first, second = (github.issue_json(github.repo, github.repo.issues[number]) for number in (1, 2))
    github.on("GET", "/issues$", Fault(text=json.dumps([second, {**first, key: odd}])))
    other, issue = read(connect()).issues
    assert (other.number, issue.number, issue.body) == (2, 1, "Body 1")
    assert connect.reports in ([], [f"GitHub's answer about #1 makes no sense in part: read without {key}."])
    assert all(isinstance(value, str | int | tuple | None) for value in issue)
    assert "\ud800" not in str(issue)
    assert issue.comments < 2**63


@pytest.mark.parametrize("key", ["title", "created_at", "labels", "state"])
def test_what_is_left_out_is_told(github: GitHubServer, connect: Connect, key: str) -> None:
    """With the number of the issue."""
    fill(github, 1)
    item = github.issue_json(github.repo, github.repo.issues[1])
    github.on("GET", "/issues$", Fault(text=json.dumps([{**item, key: 5}])))
    read(connect())
    assert connect.reports == [f"GitHub's answer about #1 makes no sense in part: read without {key}."]


@pytest.mark.parametrize("odd", [True, 5, [1], {"a": 1}])
def test_an_issue_of_which_nobody_knows_what_it_is_about_is_named(
    github: GitHubServer, tracker: GitHubTracker, odd: object
) -> None:
    """Its text tells: taken for an empty one, its paper would be noted a second time."""
    fill(github, 1)
    item = github.issue_json(github.repo, github.repo.issues[1])
    github.on("GET", "/issues$", Fault(text=json.dumps([{**item, "body": odd}])))
    with pytest.raises(TrackerError, match="issue #1, which makes no sense"):
        read(tracker)


@pytest.mark.parametrize("number", [True, 10**30, -1, 1.5, "1", [1]])
@pytest.mark.parametrize("pull", [{}, {"pull_request": {}}])
def test_an_issue_without_a_number_is_none(
    github: GitHubServer, tracker: GitHubTracker, number: object, pull: dict[str, object]
) -> None:
    """A pull request is none in any case."""
    fill(github, 1)
    item = github.issue_json(github.repo, github.repo.issues[1])
    github.on("GET", "/issues$", Fault(text=json.dumps([{**item, "number": number, **pull}])))
    if pull:
        assert read(tracker).issues == []
    else:
        with pytest.raises(TrackerError, match="an issue that makes no sense"):
            read(tracker)


def test_unchanged_is_one_free_request(github: GitHubServer, tracker: GitHubTracker) -> None:
    """A conditional one, which GitHub does not count."""
    fill(github, 150)
    *_, last = tracker.changes(Bookmark())
    github.forget()
    remaining = github.remaining
    github.clock.seconds += 86_400
    assert list(tracker.changes(last.bookmark)) == []
    assert github.log == [LIST]
    assert github.requests[0].headers["if-none-match"] == last.bookmark.etag
    assert github.remaining == remaining


def test_a_new_token_finds_nothing_new(github: GitHubServer, connect: Connect) -> None:
    """ETags are the token's, so the page comes again; nothing is lost by it."""
    fill(github, 150)
    *_, last = connect().changes(Bookmark())
    github.clock.seconds += 86_400
    github.tokens["ghp_other"] = "alice"
    github.forget()
    (batch,) = connect(token="ghp_other").changes(last.bookmark)
    assert (len(batch.issues), batch.full) == (100, False)
    assert len(github.log) == 1


@pytest.mark.parametrize(("changed", "requests"), [(10, 1), (99, 1), (100, 2), (150, 3)])
def test_changes_are_one_request_as_a_rule(
    github: GitHubServer, tracker: GitHubTracker, changed: int, requests: int
) -> None:
    """The newest page holds them; only if it does not, all pages since the last time are asked for."""
    fill(github, 300)
    *_, last = tracker.changes(Bookmark())
    github.clock.seconds += 86_400
    github.forget()
    for number in range(1, changed + 1):
        github.repo.label(number, "NLP")
    github.clock.seconds += 1
    batches = list(tracker.changes(last.bookmark))
    assert {*all_of(batches)} >= {*range(1, changed + 1)}
    assert len(github.log) == requests
    assert not any(batch.full for batch in batches)
    # Until its last page is saved, the bookmark of such a reading is the old one.
    assert [batch.bookmark for batch in batches[:-1]] == [last.bookmark] * (len(batches) - 1)
    assert [batch.last for batch in batches] == [False] * (len(batches) - 1) + [True]
    assert list(tracker.changes(batches[-1].bookmark)) == []


def test_a_page_full_of_one_second_proves_nothing(github: GitHubServer, tracker: GitHubTracker) -> None:
    """What is changed in that very second, after we looked, may come behind it: so we look again."""
    fill(github, 120)
    for number in range(21, 121):
        github.repo.label(number, "NLP")
    *_, last = tracker.changes(Bookmark())
    github.repo.label(1, "CV")
    (*_, later) = tracker.changes(last.bookmark)
    assert 1 in all_of(tracker.changes(last.bookmark))
    github.clock.seconds += 1
    (*_, after) = tracker.changes(later.bookmark)
    assert list(tracker.changes(after.bookmark)) == []


def test_many_changes_are_asked_for_in_the_order_of_creation(
    github: GitHubServer, tracker: GitHubTracker
) -> None:
    """In the order of updates, an issue touched meanwhile would push another over a page's border."""
    fill(github, 120)
    *_, last = tracker.changes(Bookmark())
    github.clock.seconds += 86_400
    for number in range(1, 121):
        github.repo.label(number, "NLP")
    github.forget()
    list(tracker.changes(last.bookmark))
    query = {"state": "all", "per_page": "100", "sort": "created", "direction": "asc"}
    assert github.requests[1].query == {**query, "since": last.bookmark.since}


def test_pull_requests_are_left_out_without_asking(github: GitHubServer, tracker: GitHubTracker) -> None:
    """They are in GitHub's list; to look at each would be a request each."""
    fill(github, 2)
    for number in range(60):
        github.repo.open_issue(f"Patch {number}", pull_request=True)
    assert all_of([read(tracker)]) == [2, 1]
    assert github.log == [LIST]


def test_a_page_of_pull_requests_is_not_the_end(github: GitHubServer, tracker: GitHubTracker) -> None:
    """A hundred of them in between hide nothing behind them."""
    fill(github, 1)
    for number in range(120):
        github.repo.open_issue(f"Patch {number}", pull_request=True)
    fill(github, 1)
    assert all_of(tracker.changes(Bookmark())) == [1, 122]


def test_an_empty_repository_is_looked_at_twice(github: GitHubServer, tracker: GitHubTracker) -> None:
    """An empty list may be that of a renamed repository, read wrongly; it is the first time only."""
    batch = read(tracker)
    assert (batch.issues, batch.full) == ([], True)
    assert github.log == [LIST, f"GET {REPO}"]
    assert list(tracker.changes(batch.bookmark)) == []


# -- bookmarks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("off", [0, -36_000, 36_000])
def test_since_is_five_minutes_before_the_reading_by_githubs_clock(
    github: GitHubServer, connect: Connect, off: int
) -> None:
    """In UTC; the clock and the time zone of this machine do not matter."""
    fill(github, 1)
    tracker = connect(now=lambda: github.clock.time() + off)
    expected = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(github.clock.seconds - 300))
    assert read(tracker).bookmark.since == expected


def test_without_a_date_our_own_clock_has_to_do(github: GitHubServer, connect: Connect) -> None:
    """A proxy may have removed it."""
    github.on("GET", "/issues$", Fault(text="[]", headers={"date": "today"}))
    since = read(connect(now=lambda: 1_000_000_000.0)).bookmark.since
    assert since == "2001-09-09T01:41:40Z"


def test_what_changes_during_a_first_reading_comes_next(github: GitHubServer, tracker: GitHubTracker) -> None:
    """The bookmark is that of the start, so that nothing falls between."""
    fill(github, 250)
    reading = tracker.changes(Bookmark())
    batches = [next(reading)]
    github.clock.seconds += 3600
    github.repo.label(1, "NLP")
    github.repo.open_issue("New")
    batches += reading
    news = [*tracker.changes(batches[-1].bookmark)]
    assert {1, 251} <= {*all_of(news)}


def test_an_interrupted_reading_goes_on(github: GitHubServer, connect: Connect) -> None:
    """From the page that was saved last, with the end that it would have had."""
    fill(github, 350)
    whole = [*connect().changes(Bookmark())]
    reading = connect().changes(Bookmark())
    saved = [next(reading), next(reading)][-1].bookmark
    assert (saved.etag, saved.since) == (None, None)
    github.clock.seconds += 7200
    github.forget()
    rest = [*connect().changes(saved)]
    assert all_of(rest) == list(range(101, 351))
    assert len(github.log) == 3
    assert rest[-1].bookmark == whole[-1].bookmark
    assert all(batch.full for batch in rest)


def test_deletions_do_not_hide_issues_from_a_reading_that_goes_on(
    github: GitHubServer, connect: Connect
) -> None:
    """They move issues forward, to a page that was read already: therefore it is read again."""
    fill(github, 350)
    reading = connect().changes(Bookmark())
    before = [next(reading), next(reading)]
    for number in range(1, 100):
        github.repo.delete(number)
    after = [*connect().changes(before[-1].bookmark)]
    assert {*all_of(before), *all_of(after)} >= {*range(100, 351)}


@pytest.mark.parametrize(
    "resume",
    ["garbage", "[]", "[1, 2, 3]", "{}", '["/repositories/99/issues?page=3", null, "2026-01-01T00:00:00Z"]'],
)
def test_a_reading_that_cannot_go_on_starts_again(
    github: GitHubServer, tracker: GitHubTracker, resume: str
) -> None:
    """Rather than failing for ever, or taking a part for the whole."""
    fill(github, 101)
    assert all_of(tracker.changes(Bookmark(resume=resume))) == list(range(1, 102))


def test_an_issue_that_comes_twice_is_told_once(github: GitHubServer, tracker: GitHubTracker) -> None:
    """Unless it was changed in between."""
    fill(github, 3)
    home = f"{github.url}/repos/alice/papers"
    issues = [github.issue_json(github.repo, github.repo.issues[number]) for number in (1, 2, 3)]
    changed = {**issues[1], "updated_at": "2030-01-01T00:00:00Z"}
    pages = [issues[:2], [issues[0], changed], [changed, issues[2]]]
    github.on("GET", "/issues$", Fault(text=json.dumps(pages[0]), headers=link(f"{home}/issues?page=2")))
    for number, page in enumerate(pages, 2):
        headers = link(f"{home}/issues?page={number}") if number < 4 else {}
        github.on("GET", "/issues$", Fault(text=json.dumps(page), headers=headers))
    assert all_of(tracker.changes(Bookmark())) == [1, 2, 2, 3]


def link(url: str) -> dict[str, str]:
    """Return the header that leads to the next page."""
    return {"link": f'<{url}&x=1>; rel="last", <{url}>; rel="next"'}


def test_a_list_without_end_is_given_up(github: GitHubServer, tracker: GitHubTracker) -> None:
    """A page that leads to itself is asked for once."""
    fill(github, 1)
    text = json.dumps([github.issue_json(github.repo, github.repo.issues[1])])
    github.on("GET", "/issues$", *[Fault(text=text, headers=link(f"{github.url}{REPO}/issues?page=2"))] * 3)
    with pytest.raises(TrackerError, match="round in circles"):
        list(tracker.changes(Bookmark()))


# -- a repository that was renamed --------------------------------------------------------------------


def close_all(github: GitHubServer) -> None:
    """Close every issue, so that the list of open ones is empty."""
    for number in github.repo.issues:
        github.repo.close(number)


@pytest.mark.parametrize("count", [3, 150])
@pytest.mark.parametrize("closed", [True, False])
def test_a_renamed_repository_is_read_whole(
    github: GitHubServer, connect: Connect, count: int, closed: bool
) -> None:
    """The redirection loses the query, and with it the closed issues and all beyond thirty."""
    fill(github, count)
    github.repo.close(1)
    if closed:
        close_all(github)
    github.rename(github.repo, "alice/notes")
    batches = [*connect().changes(Bookmark())]
    assert sorted(all_of(batches)) == list(range(1, count + 1))
    assert connect.reports == ["alice/papers is now alice/notes."]


def test_a_rename_between_two_readings_loses_nothing(github: GitHubServer, connect: Connect) -> None:
    """What is known stays known: a short list of open issues is not taken for everything."""
    fill(github, 40)
    close_all(github)
    github.repo.reopen(40)
    bookmark = read(connect()).bookmark
    github.rename(github.repo, "alice/notes")
    batch = read(connect(), bookmark)
    assert (len(batch.issues), batch.full) == (40, True)
    tracker = connect()
    first_time = len(github.log)
    read(tracker, Bookmark())
    read(tracker, Bookmark())
    # The redirected list and the repository, each followed; then the list by its new name, from now on.
    assert len(github.log) - first_time == 6


def test_a_rename_does_not_stop_a_reading_that_goes_on(github: GitHubServer, connect: Connect) -> None:
    """GitHub's own links lead on by the repository's id, which stays."""
    fill(github, 250)
    reading = connect().changes(Bookmark())
    batches = [next(reading), next(reading)]
    github.rename(github.repo, "alice/notes")
    batches += connect().changes(batches[-1].bookmark)
    assert {*all_of(batches)} == {*range(1, 251)}


def test_the_issues_of_another_repository_are_refused(github: GitHubServer, tracker: GitHubTracker) -> None:
    """Whatever is the matter then, they are not ours."""
    fill(github, 1)
    item = github.issue_json(github.repo, github.repo.issues[1])
    foreign = {**item, "repository_url": f"{github.url}/repos/mallory/traps"}
    github.on("GET", "/issues$", Fault(text=json.dumps([foreign])))
    with pytest.raises(TrackerError, match="the issues of mallory/traps for alice/papers"):
        read(tracker)


# -- the law ------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open", "edit", "label", "close", "reopen", "comment", "pull", "read", "interrupt"]),
        st.integers(1, 30),
        st.integers(0, 400),
    ),
    max_size=25,
)


@given(steps=STEPS)
@settings(max_examples=25, deadline=None)
def test_a_mirror_is_what_it_mirrors(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    """Whatever people do, in whatever order readings come or break off: the next whole one makes it true."""
    with GitHubServer() as github:
        github.longest_page = 3
        connect = Connect(github, tmp_path_factory.mktemp("law"))
        mirror: dict[int | None, Issue] = {}
        bookmark = Bookmark()
        fill(github, 7)
        for deed, number, seconds in [*steps, ("read", 1, 0), ("read", 1, 0)]:
            github.clock.seconds += seconds
            if deed in ("read", "interrupt"):
                for batch in connect().changes(bookmark):
                    mirror.update({issue.number: issue for issue in batch.issues})
                    bookmark = batch.bookmark
                    if deed == "interrupt":
                        break
            else:
                _do(github, deed, number % len(github.repo.issues) + 1)
        github.longest_page = 100
        assert mirror == {issue.number: issue for issue in read(connect()).issues}
        connect.close()


def _do(github: GitHubServer, deed: str, number: int) -> None:
    repo = github.repo
    if deed in ("open", "pull"):
        repo.open_issue(f"New {number}", pull_request=deed == "pull")
    elif deed == "edit":
        repo.web_edit(number, f"edited {github.clock.seconds}\n")
    elif deed == "label":
        repo.label(number, f"L{github.clock.seconds}")
    else:
        getattr(repo, deed)(number)
