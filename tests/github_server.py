"""A strict GitHub on the loopback interface, for tests: a little issue tracker, and its bad days.

    with GitHubServer() as github:
        github.repo.open_issue("A paper")
        github.on("POST", "/issues$", lose(502))
        ...
        assert github.log == ["POST /repos/alice/papers/issues"]

Leaving the block fails the test if a request met no route, or if a scripted fault was not used.
"""

import base64
import contextlib
import hashlib
import json
import re
import socket
import struct
import threading
import urllib.parse
from collections.abc import Callable
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self

from tests.github_state import Clock, Json, Refused, Repository, git_hash

TOKEN = "ghp_aliceToken"
"""What the owner of the first repository says to be let in."""


class Request(NamedTuple):
    """One request as it came in."""

    verb: str
    path: str
    query: dict[str, str]
    body: Any
    token: str | None
    headers: dict[str, str]
    """Names in lower case."""
    at: float
    """When, by the clock of the test."""


class Fault(NamedTuple):
    """What happens to one request instead of an honest answer."""

    taken: bool = False
    """Whether the request is carried out all the same."""
    how: str = "answer"
    """`answer`, `reset` the connection, `truncate` the answer, let it `drip`, or `hang`."""
    status: int = 200
    headers: dict[str, str] = {}  # noqa: RUF012 (never written to)
    text: str | None = None
    """The body of the answer; None is that of the request's honest answer."""


class Outage(NamedTuple):
    """From a request on nobody is there any more."""

    begins: int
    """The number of that request, as they come in, from 0."""
    taken: bool = False
    """Whether that one is still carried out, though not answered."""


def lose(status: int | None = None) -> Fault:
    """Return the fault of a request that is carried out, but answered by a reset or that status."""
    return Fault(
        taken=True, how="answer" if status else "reset", status=status or 0, text="<h1>Unicorn!</h1>"
    )


def drop(status: int | None = None) -> Fault:
    """Return the fault of a request that is not carried out, and answered by a reset or that status."""
    return lose(status)._replace(taken=False)


def refuse(status: int, message: str, **headers: str) -> Fault:
    """Return the fault of a refusal in GitHub's words; `retry_after` becomes the header Retry-After."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault(status=status, headers=names, text=json.dumps({"message": message}))


TRUNCATED = Fault(taken=True, how="truncate")
HANGING = Fault(taken=True, how="hang")
DRIPPING = Fault(taken=True, how="drip")
LOGIN_PAGE = Fault(headers={"content-type": "text/html"}, text="<!doctype html><p>Welcome to our Wi-Fi")


class _Scripted(NamedTuple):
    verb: str
    path: re.Pattern[str]
    fault: Fault


class _Answer(NamedTuple):
    status: int
    data: Any = None
    headers: dict[str, str] = {}  # noqa: RUF012 (never written to)


class GitHubServer:
    """GitHub's REST API at `url`, with one repository, `alice/papers`, to begin with."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.tokens: dict[str, str] = {TOKEN: "alice"}
        """Whose token is which; others are refused."""
        self.requests: list[Request] = []
        self.longest_page = 100
        self.cursors = True
        """Whether pages of issues begin after an issue, as they do since 2025, or at a number of issues."""
        self.outage: Outage | None = None
        self.remaining = 5000
        """Requests left in the primary limit; a 304 is free."""
        self.content_limits: tuple[tuple[float, int], ...] = ()
        """How many writes are taken in how many seconds; more are refused, and remembered as `breaches`."""
        self.breaches: list[Request] = []
        self.token_headers: dict[str, str] = {}
        """What else every answer says about the token."""
        self._repositories: dict[int, Repository] = {}
        self._names: dict[str, Repository] = {}
        self._script: list[_Scripted] = []
        self._writes: list[float] = []
        self._complaints: list[str] = []
        self._lock = threading.RLock()
        self._closing = threading.Event()
        self.repo = self.add_repository("alice/papers")
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        if kind is None:
            self.verify()

    def verify(self) -> None:
        """Fail, once, if a request had no route, or a scripted fault did not happen."""
        unused = [f"never happened: {each.verb} {each.path.pattern} {each.fault}" for each in self._script]
        complaints = self._complaints + unused
        self._complaints, self._script = [], []
        assert not complaints, complaints

    # -- setting the scene ------------------------------------------------------------------

    def add_repository(self, full_name: str) -> Repository:
        """Make one more repository."""
        repository = Repository(full_name, 1000 + len(self._repositories), self.clock)
        self._repositories[repository.id] = repository
        self._names[full_name.casefold()] = repository
        return repository

    def rename(self, repository: Repository, full_name: str) -> None:
        """Rename a repository; the old name redirects from now on."""
        repository.full_name = full_name
        repository.roles.setdefault(repository.owner, "admin")
        self._names[full_name.casefold()] = repository

    def transfer(self, number: int, to: Repository) -> int:
        """Move an issue of the first repository to another and return its new number."""
        moved = self.repo.issues[number]
        new = to.open_issue(moved["title"], moved["body"])
        self.repo.delete(number)
        self.repo.gone[number] = f"/repositories/{to.id}/issues/{new}"
        return new

    def on(self, verb: str, path: str, *faults: Fault) -> None:
        """Let the next requests of that verb and path (a pattern to search for) meet these faults."""
        self._script += [_Scripted(verb, re.compile(path), fault) for fault in faults]

    # -- looking back -------------------------------------------------------------------------

    @property
    def log(self) -> list[str]:
        """Every request so far as `VERB path`, without the query."""
        return [f"{request.verb} {request.path}" for request in self.requests]

    @property
    def writes(self) -> list[str]:
        """Those requests that were to change something."""
        return [line for line in self.log if not line.startswith("GET ")]

    def forget(self) -> None:
        """Empty the log."""
        self.requests.clear()

    # -- answering ----------------------------------------------------------------------------

    def fault_for(self, verb: str, path: str) -> Fault | None:
        """Take the first scripted fault that this request meets."""
        for scripted in self._script:
            if scripted.verb == verb and scripted.path.search(path):
                self._script.remove(scripted)
                return scripted.fault
        return None

    def answer(self, request: Request) -> _Answer:
        """Carry the request out."""
        with self._lock:
            limit = self._limit_headers()
            try:
                if self.remaining == 0:
                    raise Refused(403, "API rate limit exceeded for user ID 1.")
                self._require_pace(request)
                answer = self._routed(request)
            except Refused as refused:
                answer = _Answer(refused.status, refused.body)
            if request.verb == "GET" and answer.status == 200:
                answer = _with_etag(answer, request)
            if answer.status != 304 and self.remaining:
                self.remaining -= 1
                limit = self._limit_headers()
            return answer._replace(headers={**limit, **self.token_headers, **answer.headers})

    def _require_pace(self, request: Request) -> None:
        """Refuse a write that comes too soon after the others (GitHub docs: secondary rate limits)."""
        if request.verb == "GET":
            return
        for seconds, most in self.content_limits:
            if sum(at > request.at - seconds for at in self._writes[-most:]) >= most:
                self.breaches.append(request)
                raise Refused(403, "You have exceeded a secondary rate limit.")
        self._writes.append(request.at)

    def _limit_headers(self) -> dict[str, str]:
        return {
            "x-ratelimit-limit": "5000",
            "x-ratelimit-remaining": str(self.remaining),
            "x-ratelimit-used": str(5000 - self.remaining),
            "x-ratelimit-reset": str(int(self.clock.seconds) + 3600),
            "x-ratelimit-resource": "core",
        }

    def _routed(self, request: Request) -> _Answer:
        if request.token is not None and request.token not in self.tokens:
            raise Refused(401, "Bad credentials")
        login = self.tokens.get(request.token or "")
        if login is None and request.verb != "GET":
            raise Refused(401, "Requires authentication")
        if request.path == "/user":
            if login is None or login.endswith("[bot]"):
                raise Refused(403, "Resource not accessible by integration")
            return _Answer(200, {"login": login})
        repository, rest, moved = self._repository(request.path)
        if repository is None or not repository.may_see(login):
            raise Refused(404, "Not Found")
        if moved:
            location = f"{self.url}/repositories/{repository.id}{rest}"
            status = 301 if request.verb == "GET" else 307
            return _Answer(status, {"message": "Moved Permanently", "url": location}, {"location": location})
        for verb, pattern, handle in ROUTES:
            if verb == request.verb and (match := re.fullmatch(pattern, rest)):
                parts = [
                    int(part) if part.isdigit() else urllib.parse.unquote(part) for part in match.groups()
                ]
                return handle(self, repository, login or "", request, *parts)
        self._complaints.append(f"no route: {request.verb} {request.path}")
        raise Refused(404, "Not Found")

    def _repository(self, path: str) -> tuple[Repository | None, str, bool]:
        """Return the repository of a path, the rest of the path, and whether the name is an old one."""
        if match := re.fullmatch(r"/repositories/(\d+)(/.*)?", path):
            return self._repositories.get(int(match[1])), match[2] or "", False
        if match := re.fullmatch(r"/repos/([^/]+/[^/]+)(/.*)?", path):
            repository = self._names.get(match[1].casefold())
            moved = repository is not None and repository.full_name.casefold() != match[1].casefold()
            return repository, match[2] or "", moved
        self._complaints.append(f"no route: {path}")
        return None, "", False

    def repository_json(self, repository: Repository, login: str) -> Json:
        """Return a repository as the API shows it."""
        role = repository.roles.get(login, "pull")
        ranks = ["pull", "triage", "push", "maintain", "admin"]
        data: Json = {
            "id": repository.id,
            "full_name": repository.full_name,
            "private": repository.private,
            "archived": repository.archived,
            "has_issues": repository.has_issues,
            "has_pages": repository.has_pages,
            "pushed_at": repository.pushed_at,
            "default_branch": repository.default_branch,
            "html_url": f"https://github.com/{repository.full_name}",
        }
        if login:
            data["permissions"] = {rank: ranks.index(rank) <= ranks.index(role) for rank in ranks}
        return data

    def issue_json(self, repository: Repository, issue: Json) -> Json:
        """Return an issue as the API shows it."""
        home = f"{self.url}/repos/{repository.full_name}"
        labels = [repository.labels[name.casefold()] for name in issue["labels"]]
        page = "pull" if "pull_request" in issue else "issues"
        number = issue["number"]
        return {
            **issue,
            "url": f"{home}/issues/{number}",
            "repository_url": home,
            "html_url": f"https://github.com/{repository.full_name}/{page}/{number}",
            "labels": labels,
        }

    def comment_json(self, repository: Repository, comment: Json) -> Json:
        """Return a comment as the API shows it."""
        home = f"{self.url}/repos/{repository.full_name}/issues"
        number, key = comment["number"], comment["id"]
        return {
            **{name: value for name, value in comment.items() if name != "number"},
            "reactions": repository.reactions(key),
            "url": f"{home}/comments/{key}",
            "issue_url": f"{home}/{number}",
            "html_url": f"https://github.com/{repository.full_name}/issues/{number}#issuecomment-{key}",
        }


def _get_repository(server: GitHubServer, repository: Repository, login: str, _: Request) -> _Answer:
    return _Answer(200, server.repository_json(repository, login))


def _list_issues(server: GitHubServer, repository: Repository, _: str, request: Request) -> _Answer:
    issues = repository.list_issues(request.query)
    page = (_paged_by_cursor if server.cursors else _paged)(server, repository, request, issues)
    return page._replace(data=[server.issue_json(repository, issue) for issue in page.data])


def _list_comments(server: GitHubServer, repository: Repository, _: str, request: Request) -> _Answer:
    page = _paged(server, repository, request, repository.list_comments(request.query))
    return page._replace(data=[server.comment_json(repository, comment) for comment in page.data])


def _list_labels(server: GitHubServer, repository: Repository, _: str, request: Request) -> _Answer:
    return _paged(server, repository, request, list(repository.labels.values()))


def _create_issue(server: GitHubServer, repository: Repository, login: str, request: Request) -> _Answer:
    return _Answer(201, server.issue_json(repository, repository.create_issue(login, request.body)))


def _create_label(_: GitHubServer, repository: Repository, login: str, request: Request) -> _Answer:
    return _Answer(201, repository.create_label(login, request.body))


def _get_issue(server: GitHubServer, repository: Repository, _: str, __: Request, number: int) -> _Answer:
    if repository.gone.get(number):
        return _Answer(
            301, {"message": "Moved Permanently"}, {"location": server.url + repository.gone[number]}
        )
    return _Answer(200, server.issue_json(repository, repository.issue(number)))


def _update_issue(
    server: GitHubServer, repository: Repository, login: str, request: Request, number: int
) -> _Answer:
    return _Answer(200, server.issue_json(repository, repository.update_issue(login, number, request.body)))


def _change_label(
    _: GitHubServer, repository: Repository, login: str, request: Request, name: str | int
) -> _Answer:
    return _Answer(200, repository.change_label(login, str(name), request.body))


def _delete_label(
    _: GitHubServer, repository: Repository, login: str, __: Request, name: str | int
) -> _Answer:
    repository.delete_label(login, str(name))
    return _Answer(204)


def _get_ref(_: GitHubServer, repository: Repository, __: str, ___: Request, branch: str) -> _Answer:
    return _Answer(
        200, {"ref": f"refs/heads/{branch}", "object": {"type": "commit", "sha": repository.head(branch)}}
    )


def _get_commit(_: GitHubServer, repository: Repository, __: str, ___: Request, sha: str) -> _Answer:
    return _Answer(200, {"sha": sha, "tree": {"sha": repository.objects[sha]["tree"]}})


def _create_tree(_: GitHubServer, repository: Repository, login: str, request: Request) -> _Answer:
    _require_push(repository, login)
    files = dict(repository.objects[request.body["base_tree"]])
    for item in request.body["tree"]:
        assert (item["mode"], item["type"]) == ("100644", "blob")
        files[item["path"]] = item["content"].encode()
    return _Answer(201, {"sha": repository.add_tree(files)})


def _create_commit(_: GitHubServer, repository: Repository, login: str, request: Request) -> _Answer:
    _require_push(repository, login)
    body = request.body
    return _Answer(201, {"sha": repository.add_commit(body["tree"], body["parents"], body["message"])})


def _create_ref(_: GitHubServer, repository: Repository, login: str, request: Request) -> _Answer:
    _require_push(repository, login)
    repository.start(request.body["ref"].removeprefix("refs/heads/"), request.body["sha"])
    return _Answer(201, {"ref": request.body["ref"]})


def _update_ref(
    _: GitHubServer, repository: Repository, login: str, request: Request, branch: str
) -> _Answer:
    _require_push(repository, login)
    assert request.body["force"] is False
    repository.move(branch, request.body["sha"])
    return _Answer(200, {"ref": f"refs/heads/{branch}"})


def _get_workflow(_: GitHubServer, repository: Repository, __: str, ___: Request, name: str) -> _Answer:
    if f".github/workflows/{name}" not in repository.branches[repository.default_branch]:
        raise Refused(404, "Not Found")
    return _Answer(200, {"name": name, "state": repository.workflow_state})


def _get_actions(_: GitHubServer, repository: Repository, login: str, __: Request) -> _Answer:
    if repository.roles.get(login) != "admin":
        raise Refused(403, "Must have admin rights to Repository.")
    return _Answer(200, {"enabled": repository.actions_allowed, "allowed_actions": "all"})


def _get_pages(_: GitHubServer, repository: Repository, __: str, ___: Request) -> _Answer:
    if not repository.has_pages:
        raise Refused(404, "Not Found")
    return _Answer(200, {"build_type": repository.pages_source})


def _list_pulls(_: GitHubServer, repository: Repository, __: str, request: Request) -> _Answer:
    head = request.query["head"].partition(":")[2]
    wanted = (head, request.query["base"], request.query["state"])
    found = [pull for pull in repository.pulls if (pull["head"], pull["base"], pull["state"]) == wanted]
    return _Answer(200, found)


def _create_pull(_: GitHubServer, repository: Repository, login: str, request: Request) -> _Answer:
    return _Answer(201, repository.pull(request.body))


def _require_push(repository: Repository, login: str) -> None:
    if repository.roles.get(login) not in ("push", "maintain", "admin"):
        raise Refused(403, "Resource not accessible by personal access token")


def _matching_tags(_: GitHubServer, repository: Repository, __: str, ___: Request, prefix: str) -> _Answer:
    found = {name: target for name, target in repository.tags.items() if name.startswith(prefix)}
    return _Answer(200, [{"ref": f"refs/tags/{name}", "object": target} for name, target in found.items()])


def _get_tag(_: GitHubServer, repository: Repository, __: str, ___: Request, sha: str) -> _Answer:
    return _Answer(200, repository.objects[str(sha)])


def _comments_below(
    server: GitHubServer, repository: Repository, _: str, request: Request, number: int
) -> _Answer:
    repository.issue(number)
    found = [each for each in repository.comments.values() if each["number"] == number]
    page = _paged(server, repository, request, found)
    return page._replace(data=[server.comment_json(repository, comment) for comment in page.data])


def _create_comment(
    server: GitHubServer, repository: Repository, login: str, request: Request, number: int
) -> _Answer:
    repository.issue(number)
    key = repository.comment(number, request.body["body"], author=login)
    return _Answer(201, server.comment_json(repository, repository.comments[key]))


def _list_reactions(
    server: GitHubServer, repository: Repository, _: str, request: Request, key: int
) -> _Answer:
    return _paged(server, repository, request, list(repository.comment_with(key)["reactions"].values()))


def _create_reaction(
    _: GitHubServer, repository: Repository, login: str, request: Request, key: int
) -> _Answer:
    new = repository.react(key, request.body["content"], author=login)
    return _Answer(201 if new else 200, {"content": request.body["content"], "user": {"login": login}})


def _get_permission(_: GitHubServer, repository: Repository, login: str, __: Request, whose: str) -> _Answer:
    if not repository.may_label(login):
        raise Refused(403, "Must have push access to view collaborator permission.")
    role = {"pull": "read", "push": "write"}.get(
        repository.roles.get(whose, "pull"), repository.roles.get(whose)
    )
    # The older field knows four levels only.
    level = {"triage": "read", "maintain": "write"}.get(role or "", role)
    return _Answer(200, {"permission": level, "role_name": role, "user": {"login": whose}})


def _get_contents(_: GitHubServer, repository: Repository, __: str, request: Request, path: str) -> _Answer:
    files = repository.branch(request.query.get("ref"))
    if path not in files:
        raise Refused(404, "Not Found")
    content = base64.encodebytes(files[path]).decode()
    return _Answer(
        200, {"type": "file", "encoding": "base64", "content": content, "sha": git_hash(files[path])}
    )


def _put_contents(
    _: GitHubServer, repository: Repository, login: str, request: Request, path: str
) -> _Answer:
    _require_push(repository, login)
    repository.commit(path, request.body)
    return _Answer(201, {"content": {"path": path}})


def _list_contents(_: GitHubServer, repository: Repository, __: str, request: Request) -> _Answer:
    names = sorted({path.partition("/")[0::2] for path in repository.branch(request.query.get("ref"))})
    return _Answer(200, [{"name": name, "type": "dir" if rest else "file"} for name, rest in names])


ROUTES: list[tuple[str, str, Callable[..., _Answer]]] = [
    ("GET", "", _get_repository),
    ("GET", "/issues", _list_issues),
    ("POST", "/issues", _create_issue),
    ("GET", "/issues/comments", _list_comments),
    ("GET", r"/issues/(\d+)", _get_issue),
    ("PATCH", r"/issues/(\d+)", _update_issue),
    ("GET", r"/issues/(\d+)/comments", _comments_below),
    ("POST", r"/issues/(\d+)/comments", _create_comment),
    ("GET", r"/issues/comments/(\d+)/reactions", _list_reactions),
    ("POST", r"/issues/comments/(\d+)/reactions", _create_reaction),
    ("GET", r"/collaborators/([^/]+)/permission", _get_permission),
    ("GET", "/labels", _list_labels),
    ("POST", "/labels", _create_label),
    ("PATCH", r"/labels/([^/]+)", _change_label),
    ("DELETE", r"/labels/([^/]+)", _delete_label),
    ("GET", r"/git/ref/heads/(.+)", _get_ref),
    ("GET", r"/git/commits/(\w+)", _get_commit),
    ("POST", "/git/trees", _create_tree),
    ("POST", "/git/commits", _create_commit),
    ("POST", "/git/refs", _create_ref),
    ("PATCH", r"/git/refs/heads/(.+)", _update_ref),
    ("GET", r"/git/matching-refs/tags/([^/]+)", _matching_tags),
    ("GET", r"/git/tags/(\w+)", _get_tag),
    ("GET", "/actions/permissions", _get_actions),
    ("GET", r"/actions/workflows/([\w.]+)", _get_workflow),
    ("GET", "/pages", _get_pages),
    ("GET", "/pulls", _list_pulls),
    ("POST", "/pulls", _create_pull),
    ("GET", "/contents", _list_contents),
    ("GET", r"/contents/([^?]+)", _get_contents),
    ("PUT", r"/contents/([^?]+)", _put_contents),
]


def _paged(server: GitHubServer, repository: Repository, request: Request, items: list[Json]) -> _Answer:
    """Answer with one page, and a Link header that leads on by the repository's id, as GitHub's does."""
    size = min(int(request.query.get("per_page", 30)), server.longest_page)
    page = int(request.query.get("page", 1))
    headers = {}
    if page * size < len(items):
        last = -(-len(items) // size)
        links = [_link(server, repository, request, "next", page=page + 1)]
        headers["link"] = ", ".join([*links, _link(server, repository, request, "last", page=last)])
    return _Answer(200, items[(page - 1) * size : page * size], headers)


def _paged_by_cursor(
    server: GitHubServer, repository: Repository, request: Request, issues: list[Json]
) -> _Answer:
    """Answer with one page; the next begins after its last issue, and nobody says which is the last."""
    sort = {"created": "created_at", "updated": "updated_at"}[request.query.get("sort", "created")]
    descending = request.query.get("direction", "desc") == "desc"
    size = min(int(request.query.get("per_page", 30)), server.longest_page)
    if after := request.query.get("after"):
        at, _, number = base64.b64decode(after).decode().partition(" ")
        begin = (at, int(number))
        issues = [
            issue
            for issue in issues
            if (issue[sort], issue["number"]) != begin
            and ((issue[sort], issue["number"]) < begin) == descending
        ]
    headers = {}
    if size < len(issues):
        last = issues[size - 1]
        cursor = base64.b64encode(f"{last[sort]} {last['number']}".encode()).decode()
        page = int(request.query.get("page", 1)) + 1
        headers["link"] = _link(server, repository, request, "next", after=cursor, page=page)
    return _Answer(200, issues[:size], headers)


def _link(
    server: GitHubServer, repository: Repository, request: Request, name: str, **query: str | int
) -> str:
    what = re.sub(r"^/(?:repos/[^/]+/[^/]+|repositories/\d+)/", "", request.path)
    parameters = urllib.parse.urlencode({**request.query, **query})
    return f'<{server.url}/repositories/{repository.id}/{what}?{parameters}>; rel="{name}"'


def _with_etag(answer: _Answer, request: Request) -> _Answer:
    """Give the answer its ETag, which differs by token; 304 if the caller has it already."""
    content = json.dumps([answer.data, request.token, request.path])
    etag = f'W/"{hashlib.sha256(content.encode()).hexdigest()}"'
    headers = {**answer.headers, "etag": etag}
    if request.headers.get("if-none-match") == etag:
        return _Answer(304, None, headers)
    return answer._replace(headers=headers)


def _handler(server: GitHubServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # A test that ends while a connection is idle must not leave its thread waiting.
        timeout = 5
        # One packet an answer; in two, the second would wait for the acknowledgement of the first.
        wbufsize = -1
        disable_nagle_algorithm = True

        def handle(self) -> None:
            # Who gives an answer up before its end leaves nobody to complain to.
            with contextlib.suppress(ConnectionError):
                super().handle()

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def do_PATCH(self) -> None:
            self._serve()

        def do_PUT(self) -> None:
            self._serve()

        def do_DELETE(self) -> None:
            self._serve()

        def _serve(self) -> None:
            request = self._read()
            server.requests.append(request)
            number = len(server.requests) - 1
            if server.outage is not None and number >= server.outage.begins:
                if server.outage.taken and number == server.outage.begins:
                    server.answer(request)
                self._reset()
                return
            fault = server.fault_for(request.verb, request.path)
            if fault is None:
                self._answer(server.answer(request))
                return
            honest = server.answer(request) if fault.taken else _Answer(200)
            if fault.how == "answer":
                text = json.dumps(honest.data) if fault.text is None else fault.text
                self._send(fault.status, fault.headers, text.encode())
            elif fault.how in ("truncate", "drip"):
                data = json.dumps(honest.data).encode()
                length = len(data) // 2 if fault.how == "truncate" else 0
                self._send(honest.status, honest.headers, data, length=length)
                for byte in data if fault.how == "drip" else b"":
                    if server._closing.wait(0.01):
                        break
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
            else:
                if fault.how == "hang":
                    server._closing.wait(30)
                self._reset()

        def _read(self) -> Request:
            parts = urllib.parse.urlsplit(self.path)
            length = int(self.headers.get("content-length") or 0)
            text = self.rfile.read(length)
            scheme, _, token = (self.headers.get("authorization") or "").partition(" ")
            assert scheme in ("", "token", "Bearer"), scheme
            return Request(
                self.command,
                parts.path,
                dict(urllib.parse.parse_qsl(parts.query)),
                json.loads(text) if text else None,
                token or None,
                {name.lower(): value for name, value in self.headers.items()},
                server.clock.time(),
            )

        def _answer(self, answer: _Answer) -> None:
            data = b"" if answer.status in (204, 304) else json.dumps(answer.data).encode()
            self._send(answer.status, answer.headers, data)

        def _send(
            self, status: int, headers: dict[str, str], data: bytes, *, length: int | None = None
        ) -> None:
            """Send an answer, or as much of it as `length` tells."""
            self.send_response_only(status)
            usual = {
                "date": formatdate(server.clock.time(), usegmt=True),
                "content-type": "application/json; charset=utf-8",
                "content-length": str(len(data)),
            }
            for name, value in {**usual, **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data[:length])
            self.close_connection = length is not None

        def _reset(self) -> None:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    return Handler
