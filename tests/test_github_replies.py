"""Answers to people on GitHub: given once whatever gets lost, and told apart from what strangers forge."""

import json

import pytest

from paper_notes.values.errors import TokenError, TrackerError, UnclearError
from paper_notes.values.model import Comment, Issue
from paper_notes.values.tracker import Reaction
from tests.github_connect import REPO, Connect, first, read
from tests.github_server import Fault, GitHubServer, drop, lose, refuse

MARK = "<!-- papers:answer duplicate -->"
ACTIONS = "github-actions[bot]"


@pytest.fixture
def server(github: GitHubServer) -> GitHubServer:
    """Return a GitHub with one issue in alice/papers."""
    github.repo.open_issue("Attention")
    return github


def as_app(server: GitHubServer) -> str:
    """Return the token of a workflow of alice/papers."""
    server.tokens["ghs_workflow"] = ACTIONS
    server.repo.roles[ACTIONS] = "push"
    return "ghs_workflow"


def said(server: GitHubServer) -> list[str]:
    """Return who has commented."""
    return [each["user"]["login"] for each in server.repo.comments.values()]


@pytest.mark.parametrize(
    "faults",
    [
        (lose(),),
        (lose(502),),
        (drop(),),
        (drop(502),),
        (drop(), lose()),
        (lose(403)._replace(text='{"message": "You have exceeded a secondary rate limit"}'),),
        (refuse(429, "Slow down", retry_after="7"),),
    ],
)
def test_a_lost_answer_makes_no_second_comment(
    server: GitHubServer, connect: Connect, faults: tuple[Fault, ...]
) -> None:
    """Whether it was taken is looked up before it is sent again."""
    tracker = connect()
    server.on("POST", "/comments$", *faults)
    assert tracker.answer(first(tracker), "Look.", MARK)
    assert said(server) == ["alice"]


def test_what_stays_unclear_is_an_error(server: GitHubServer, connect: Connect) -> None:
    """Two lost answers with nothing to be seen of them end it; a later run looks first."""
    tracker = connect()
    server.on("POST", "/comments$", drop(), drop())
    with pytest.raises(UnclearError):
        tracker.answer(first(tracker), "Look.", MARK)
    assert tracker.answer(first(tracker), "Look.", MARK)
    assert said(server) == ["alice"]


def test_a_refused_comment_is_an_error(server: GitHubServer, connect: Connect) -> None:
    """GitHub's refusal is told, and nothing is tried again."""
    tracker = connect()
    issue = first(tracker)
    server.on("POST", "/comments$", refuse(403, "Resource not accessible by integration"))
    with pytest.raises(TokenError):
        tracker.answer(issue, "Look.", MARK)
    assert server.log.count(f"POST {REPO}/issues/1/comments") == 1


@pytest.mark.parametrize(
    ("author", "counts"),
    [("mallory", False), ("bob", True), ("alice", True), (ACTIONS, True)],
)
def test_a_mark_counts_from_those_who_may_be_us(
    server: GitHubServer, connect: Connect, author: str, *, counts: bool
) -> None:
    """Members and apps of the repository may have run us; a stranger who copies the mark has not."""
    server.repo.roles["bob"] = "push"
    server.repo.comment(1, MARK, author=author)
    tracker = connect(token=as_app(server))
    assert tracker.answer(first(tracker), "Look.", MARK) is not counts


def test_what_another_run_has_said_meanwhile_counts(server: GitHubServer, connect: Connect) -> None:
    """The issue as it was read may tell of no comments."""
    tracker = connect()
    issue = first(tracker)
    server.repo.comment(1, MARK)
    assert not tracker.answer(issue, "Look.", MARK)


def test_a_marked_comment_on_a_later_page_is_found(server: GitHubServer, connect: Connect) -> None:
    """All comments below the issue are looked through, a page at a time."""
    server.longest_page = 2
    for text in ("a", "b", "c", MARK):
        server.repo.comment(1, text)
    tracker = connect()
    assert not tracker.answer(first(tracker), "Look.", MARK)


@pytest.mark.parametrize("association", ["NONE", None, []])
@pytest.mark.parametrize("user", [None, "alice", []])
def test_a_mark_of_nobody_does_not_count(
    server: GitHubServer, connect: Connect, user: object, association: object
) -> None:
    """Whose comment it is must be said, and as GitHub says it."""
    tracker = connect()
    issue = first(tracker)
    answer = json.dumps([{"body": MARK, "author_association": association, "user": user}])
    server.on("GET", "/issues/1/comments$", Fault(text=answer))
    assert tracker.answer(issue, "Look.", MARK)


def comment_of(server: GitHubServer, author: str) -> Comment:
    """Return a new comment of somebody's, as a tracker reads it."""
    key = server.repo.comment(1, "/read", author=author)
    return Comment(key, 1, author, "OWNER", "", "", None, "/read")


@pytest.mark.parametrize(
    ("who", "content", "answered"),
    [
        ("alice", "+1", True),
        ("bob", "+1", True),
        ("bob", "confused", True),
        (ACTIONS, "-1", True),
        ("carol", "+1", False),
        ("bob", "heart", False),
        ("alice", "eyes", False),
    ],
)
@pytest.mark.parametrize("app", [True, False])
def test_a_reaction_answers_if_it_may_be_ours(
    server: GitHubServer, connect: Connect, who: str, content: str, *, answered: bool, app: bool
) -> None:
    """Ours is what the token's owner, an app, the comment's author or the repository's owner gave."""
    comment = comment_of(server, "bob")
    server.repo.react(comment.id, content, author=who)
    tracker = connect(token=as_app(server)) if app else connect()
    assert tracker.is_answered(comment) is answered


def test_our_own_login_is_asked_for_once(server: GitHubServer, connect: Connect) -> None:
    """And only if somebody's reaction makes that necessary."""
    server.tokens["ghp_dave"] = "dave"
    server.repo.roles["dave"] = "push"
    comment = comment_of(server, "bob")
    tracker = connect(token="ghp_dave")
    assert not tracker.is_answered(comment)
    assert "GET /user" not in server.log
    server.repo.react(comment.id, "+1", author="dave")
    assert tracker.is_answered(comment)
    assert tracker.is_answered(comment)
    assert server.log.count("GET /user") == 1


def test_a_reaction_is_sent_again_until_it_is_there(server: GitHubServer, connect: Connect) -> None:
    """GitHub makes none twice, so that a lost answer needs no look."""
    comment = comment_of(server, "bob")
    server.on("POST", "/reactions$", lose(), drop(502))
    connect().react(comment, Reaction.UNCLEAR)
    assert server.repo.reactions(comment.id)["confused"] == 1


@pytest.mark.parametrize(
    ("role", "may"),
    [(None, False), ("pull", False), ("triage", True), ("push", True), ("maintain", True), ("admin", True)],
)
def test_github_tells_who_may_label(
    server: GitHubServer, connect: Connect, role: str | None, *, may: bool
) -> None:
    """The triage role is enough, which the older of GitHub's two words for a role does not know."""
    if role:
        server.repo.roles["bob"] = role
    assert connect().may_label("bob") is may


def test_nobody_of_that_name_may_label(server: GitHubServer, connect: Connect) -> None:
    """A login that GitHub does not know is nobody's."""
    server.on("GET", "/permission$", refuse(404, "Not Found"))
    assert not connect().may_label("no/body")
    assert server.log == [f"GET {REPO}/collaborators/no%2Fbody/permission"]


@pytest.mark.parametrize("fault", [lose(), lose(502), drop(), drop(502)])
def test_a_duplicate_is_closed_whatever_gets_lost(
    server: GitHubServer, connect: Connect, fault: Fault
) -> None:
    """Closing is repeated until it is true: twice does no harm."""
    tracker = connect()
    server.on("PATCH", "/issues/1$", fault)
    closed: Issue = tracker.close_as_duplicate(first(tracker))
    assert read(tracker).issues == [closed]
    assert (closed.state, closed.state_reason) == ("closed", "duplicate")


def test_a_reaction_that_is_none_answers_nothing(server: GitHubServer, connect: Connect) -> None:
    """What GitHub does not name is no answer, and no error."""
    comment = comment_of(server, "bob")
    odd: list[object] = [None, {}, [], 1]
    reactions = [{"content": content, "user": {"login": "alice"}} for content in odd]
    server.on("GET", "/reactions$", Fault(text=json.dumps(reactions)))
    assert not connect().is_answered(comment)


@pytest.mark.parametrize("status", [404, 410])
def test_that_an_issue_is_gone_is_told_of_the_issue(
    server: GitHubServer, connect: Connect, status: int
) -> None:
    """Not of the repository, whether it went before the look or before the comment."""
    tracker = connect()
    issue = first(tracker)
    for verb in ("GET", "POST"):
        server.on(verb, "/comments$", refuse(status, "This issue was deleted"))
        with pytest.raises(TrackerError) as caught:
            tracker.answer(issue, "Look.", MARK)
        assert caught.value.message == "alice/papers#1 is gone: deleted, transferred, or out of sight."
        assert caught.value.remedy == "Bring the mirror up to date: papers sync --full"


def test_nothing_is_said_below_an_issue_that_was_transferred(server: GitHubServer, connect: Connect) -> None:
    """The comment would land in another repository."""
    tracker = connect()
    issue = first(tracker)
    location = f"{server.url}/repositories/1/issues/7/comments"
    server.on("GET", "/issues/1/comments$", Fault(text="[]"))
    moved = Fault(status=307, headers={"location": location}, text='{"message": "Moved"}')
    server.on("POST", "/comments$", moved, moved)
    with pytest.raises(TrackerError, match="alice/papers#1 is gone"):
        tracker.answer(issue, "Look.", MARK)
    assert server.repo.comments == {}


@pytest.mark.parametrize("status", [404, 410])
def test_that_a_comment_is_gone_is_told_of_the_comment(
    server: GitHubServer, connect: Connect, status: int
) -> None:
    """Somebody deleted what we were about to answer."""
    comment = Comment(1000, 1, "alice", "OWNER", "", "", None, "/read")
    tracker = connect()
    server.on("GET", "/reactions$", refuse(status, "Not Found"))
    server.on("POST", "/reactions$", refuse(status, "Not Found"))
    for act in (lambda: tracker.is_answered(comment), lambda: tracker.react(comment, Reaction.DONE)):
        with pytest.raises(TrackerError) as caught:
            act()
        assert caught.value.message == "The comment below alice/papers#1 is gone: deleted, or out of sight."
