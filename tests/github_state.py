"""A little GitHub in memory: repositories, issues, labels and people, behaving as its REST API does.

No HTTP here: `github_server` speaks that. What the API documents is kept to the letter, also where
it is surprising: labels are dropped without a word for those who may not label, a reason is ignored
unless the state changes, an unknown label is made on the fly, times have whole seconds.
"""

import base64
import hashlib
import itertools
import time
from typing import Any

Json = dict[str, Any]

STATE_REASONS = ("completed", "not_planned", "duplicate", "reopened")

REACTIONS = ("+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes")

LABELLERS = ("admin", "maintain", "push", "triage")


class Clock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self, start: float = 1_795_000_000.0) -> None:
        self.seconds = float(start)
        self.naps: list[float] = []

    def time(self) -> float:
        """Return the time, in seconds since 1970."""
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.naps.append(seconds)
        self.seconds += seconds

    def iso(self) -> str:
        """Return the time as GitHub writes it."""
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.seconds))


class Refused(Exception):  # noqa: N818 (an answer, not an error)
    """GitHub's answer when it does not do what was asked."""

    def __init__(self, status: int, message: str, **more: Any) -> None:
        super().__init__(status, message)
        self.status = status
        self.body = {"message": message, **more}


class Repository:
    """One repository: its settings are plain attributes for tests to set."""

    def __init__(self, full_name: str, number: int, clock: Clock) -> None:
        self.full_name = full_name
        self.id = number
        self.clock = clock
        self.private = False
        self.archived = False
        self.has_issues = True
        self.reasons_stick = False
        """Whether a new reason is taken for an issue that is closed already, as some report."""
        self.roles = {self.owner: "admin"}
        self.members: set[str] = set()
        self.issues: dict[int, Json] = {}
        self.labels: dict[str, Json] = {}
        self.default_branch = "main"
        self.branches: dict[str, dict[str, bytes]] = {"main": {}}
        """The files of each branch, by path."""
        self.commits: list[str] = []
        """The messages of the commits made through the API."""
        self.objects: dict[str, Json] = {}
        """Trees (path to content) and commits (`tree`, `parents`, `message`), by their hashes."""
        self._heads: dict[str, str] = {}
        self.pulls: list[Json] = []
        self.tags: dict[str, Json] = {}
        """What each tag is for: `type` and `sha`."""
        self.has_pages = False
        self.pages_source = "workflow"
        self.workflow_state = "active"
        self.actions_allowed = True
        self.pushed_at = ""
        self.gone: dict[int, str] = {}
        """Numbers that were deleted (empty) or transferred (the path of the new place)."""
        self.comments: dict[int, Json] = {}
        self._numbers = itertools.count(1)
        self._comment_ids = itertools.count(1000)

    @property
    def owner(self) -> str:
        """The login before the slash."""
        return self.full_name.split("/")[0]

    def may_label(self, login: str | None) -> bool:
        """Tell whether that user has at least the triage role."""
        return self.roles.get(login or "") in LABELLERS

    def may_see(self, login: str | None) -> bool:
        """Tell whether that user can see the repository at all."""
        return not self.private or login in self.roles

    def association(self, login: str) -> str:
        """Return GitHub's author_association."""
        if login == self.owner:
            return "OWNER"
        if login in self.members:
            return "MEMBER"
        return "COLLABORATOR" if login in self.roles else "NONE"

    # -- what the API does ----------------------------------------------------------------

    def create_issue(self, login: str, fields: Json) -> Json:
        """Open an issue, as POST /issues does."""
        self._require_open()
        _check(fields)
        labels = fields.get("labels") or [] if self.may_label(login) else []
        number = next(self._numbers)
        now = self.clock.iso()
        self.issues[number] = {
            "number": number,
            "title": fields["title"],
            "body": fields.get("body"),
            "user": {"login": login},
            "author_association": self.association(login),
            "labels": self._label_names(labels),
            "state": "open",
            "state_reason": None,
            "comments": 0,
            "assignees": [],
            "created_at": now,
            "updated_at": now,
            "closed_at": None,
        }
        return self.issues[number]

    def update_issue(self, login: str, number: int, fields: Json) -> Json:
        """Change an issue, as PATCH /issues/N does."""
        self._require_open()
        issue = self.issue(number)
        if not self.may_label(login) and login != issue["user"]["login"]:
            raise Refused(403, "Must have admin rights to Repository.")
        _check({"title": issue["title"], **fields})
        for name in ("title", "body"):
            if name in fields:
                issue[name] = fields[name]
        if "labels" in fields and self.may_label(login):
            issue["labels"] = self._label_names(fields["labels"])
        if fields.get("state_reason") not in (None, *STATE_REASONS):
            raise Refused(422, "Validation Failed", errors=[{"field": "state_reason", "code": "invalid"}])
        state = fields.get("state", issue["state"])
        if state != issue["state"] or (self.reasons_stick and "state_reason" in fields):
            default = "completed" if state == "closed" else "reopened"
            issue["state"] = state
            issue["state_reason"] = fields.get("state_reason") or default
            issue["closed_at"] = self.clock.iso() if state == "closed" else None
        if fields:
            issue["updated_at"] = self.clock.iso()
        return issue

    def issue(self, number: int) -> Json:
        """Return an issue, or refuse as GitHub does for one that is not there any more."""
        if number in self.issues:
            return self.issues[number]
        if number in self.gone:
            raise Refused(410, "This issue was deleted")
        raise Refused(404, "Not Found")

    def list_issues(self, query: dict[str, str]) -> list[Json]:
        """Return all issues and pull requests that the query means, in its order."""
        state = query.get("state", "open")
        found = [
            issue
            for issue in self.issues.values()
            if state in ("all", issue["state"])
            and issue["updated_at"] >= query.get("since", "")
            and all(
                name.casefold() in map(str.casefold, issue["labels"])
                for name in filter(None, query.get("labels", "").split(","))
            )
            and (self.has_issues or "pull_request" in issue)
        ]
        sort = {"created": "created_at", "updated": "updated_at"}[query.get("sort", "created")]
        found.sort(key=lambda issue: (issue[sort], issue["number"]))
        return found if query.get("direction", "desc") == "asc" else found[::-1]

    def list_comments(self, query: dict[str, str]) -> list[Json]:
        """Return the comments on all issues and pull requests, in the order that the query means."""
        found = [each for each in self.comments.values() if each["updated_at"] >= query.get("since", "")]
        sort = {"created": "created_at", "updated": "updated_at"}[query.get("sort", "created")]
        found.sort(key=lambda comment: (comment[sort], comment["id"]))
        # Without `sort` the direction is ignored.
        return found[::-1] if "sort" in query and query.get("direction") == "desc" else found

    def create_label(self, login: str, fields: Json) -> Json:
        """Make a label, as POST /labels does."""
        self._require_open()
        if not self.may_label(login):
            raise Refused(403, "Resource not accessible by personal access token")
        name, color = fields.get("name", ""), fields.get("color", "")
        if not 0 < len(name) <= 50:
            raise Refused(422, "Validation Failed", errors=[{"field": "name", "code": "invalid"}])
        if len(color) != 6 or set(color) - set("0123456789abcdefABCDEF"):
            raise Refused(422, "Validation Failed", errors=[{"field": "color", "code": "invalid"}])
        if len(fields.get("description") or "") > 100:
            raise Refused(422, "Validation Failed", errors=[{"field": "description", "code": "invalid"}])
        if name.casefold() in self.labels:
            raise Refused(422, "Validation Failed", errors=[{"field": "name", "code": "already_exists"}])
        label = {"name": name, "color": color, "description": fields.get("description")}
        self.labels[name.casefold()] = label
        return label

    def change_label(self, login: str, name: str, fields: Json) -> Json:
        """Change a label, as PATCH /labels/NAME does; issues keep it under its new name."""
        label = self._label(login, name)
        new = str(fields.get("new_name", label["name"]))
        if new.casefold() != label["name"].casefold() and new.casefold() in self.labels:
            raise Refused(422, "Validation Failed", errors=[{"field": "name", "code": "already_exists"}])
        for issue in self.issues.values():
            issue["labels"] = [new if each == label["name"] else each for each in issue["labels"]]
        del self.labels[label["name"].casefold()]
        label.update({key: fields[key] for key in ("color", "description") if key in fields}, name=new)
        self.labels[new.casefold()] = label
        return label

    def delete_label(self, login: str, name: str) -> None:
        """Delete a label, from every issue too, as DELETE /labels/NAME does."""
        label = self._label(login, name)
        for issue in self.issues.values():
            issue["labels"] = [each for each in issue["labels"] if each != label["name"]]
        del self.labels[label["name"].casefold()]

    def _label(self, login: str, name: str) -> Json:
        self._require_open()
        if not self.may_label(login):
            raise Refused(403, "Resource not accessible by personal access token")
        if name.casefold() not in self.labels:
            raise Refused(404, "Not Found")
        return self.labels[name.casefold()]

    def branch(self, name: str | None) -> dict[str, bytes]:
        """Return the files of a branch or commit, of the default branch without a name."""
        if not self.branches:
            raise Refused(404, "This repository is empty.")
        if name in self.objects:
            return dict(self.objects[self.objects[name]["tree"]])
        if (name or self.default_branch) not in self.branches:
            raise Refused(404, f"No commit found for the ref {name}")
        return self.branches[name or self.default_branch]

    def head(self, branch: str) -> str:
        """Return the commit that a branch is at; files that a test put there are in it."""
        if not self.branches:
            raise Refused(409, "Git Repository is empty.")
        if branch not in self.branches:
            raise Refused(404, "Not Found")
        tree = self.add_tree(self.branches[branch])
        known = self._heads.get(branch, "")
        return known if known and self.objects[known]["tree"] == tree else self.add_commit(tree, [], "")

    def add_tree(self, files: dict[str, bytes]) -> str:
        """Keep a tree and return its hash."""
        return self._add(dict(files))

    def add_commit(self, tree: str, parents: list[str], message: str) -> str:
        """Keep a commit and return its hash."""
        return self._add({"tree": tree, "parents": parents, "message": message})

    def _add(self, value: Json) -> str:
        key = git_hash(repr(sorted(value.items())).encode())
        self.objects[key] = value
        return key

    def move(self, branch: str, commit: str) -> None:
        """Let a branch end at a commit that was made on top of it, as PATCH /git/refs does."""
        if commit not in self.objects:
            raise Refused(422, "Object does not exist")
        if self.objects[commit]["parents"] != [self.head(branch)]:
            raise Refused(422, "Update is not a fast forward")
        self._put(branch, commit)

    def start(self, branch: str, commit: str) -> None:
        """Begin a branch at a commit, as POST /git/refs does."""
        if branch in self.branches:
            raise Refused(422, "Reference already exists")
        self._put(branch, commit)

    def _put(self, branch: str, commit: str) -> None:
        self._heads[branch] = commit
        self.branches[branch] = dict(self.objects[self.objects[commit]["tree"]])
        self.commits.append(self.objects[commit]["message"])

    def pull(self, fields: Json) -> Json:
        """Open a pull request, as POST /pulls does."""
        if any((each["head"], each["base"]) == (fields["head"], fields["base"]) for each in self.pulls):
            raise Refused(422, "Validation Failed", errors=[{"message": "A pull request already exists"}])
        number = next(self._numbers)
        url = f"https://github.com/{self.full_name}/pull/{number}"
        self.pulls.append({**fields, "number": number, "html_url": url, "state": "open"})
        return self.pulls[-1]

    def commit(self, path: str, fields: Json) -> None:
        """Take a file if its former content is named."""
        if not self.branches:
            self.branches[self.default_branch] = {}
        files = self.branch(fields.get("branch"))
        if path in files and "sha" not in fields:
            raise Refused(422, 'Invalid request. "sha" wasn\'t supplied.')
        if path in files and fields["sha"] != git_hash(files[path]):
            raise Refused(409, f"{path} does not match {fields['sha']}")
        files[path] = base64.b64decode(fields["content"])
        self.commits.append(fields["message"])

    def _label_names(self, names: list[str]) -> list[str]:
        """Return the names as the repository spells them; an unknown one is made, in grey."""
        for name in names:
            grey = {"name": name, "color": "ededed", "description": None}
            self.labels.setdefault(name.casefold(), grey)
        spelled = [self.labels[name.casefold()]["name"] for name in names]
        return list(dict.fromkeys(spelled))

    def _require_open(self) -> None:
        if self.archived:
            raise Refused(403, "Repository was archived so is read-only.")
        if not self.has_issues:
            raise Refused(410, "Issues are disabled for this repo")

    # -- what people do on the web ----------------------------------------------------------

    def open_issue(
        self,
        title: str,
        body: str | None = "",
        *,
        author: str | None = None,
        labels: tuple[str, ...] = (),
        pull_request: bool = False,
    ) -> int:
        """Open an issue (or a pull request) by hand and return its number."""
        author = author or self.owner
        issue = self.create_issue(author, {"title": title, "body": body, "labels": list(labels)})
        if pull_request:
            issue["pull_request"] = {"url": "…"}
        return int(issue["number"])

    def web_edit(self, number: int, body: str) -> None:
        """Edit a body in the browser, which makes every line end CRLF."""
        lines = body.replace("\r\n", "\n").replace("\r", "\n")
        self._touch(number, body=lines.replace("\n", "\r\n"))

    def label(self, number: int, *names: str) -> None:
        """Make these the labels of the issue."""
        self._touch(number, labels=self._label_names(list(names)))

    def assign(self, number: int, *logins: str) -> None:
        """Make these the assignees of the issue."""
        self._touch(number, assignees=[{"login": login} for login in logins])

    def close(self, number: int, reason: str | None = "completed") -> None:
        """Close an issue; `duplicate` is a reason too."""
        self._touch(number, state="closed", state_reason=reason, closed_at=self.clock.iso())

    def reopen(self, number: int) -> None:
        """Open an issue again."""
        self._touch(number, state="open", state_reason="reopened", closed_at=None)

    def comment(self, number: int, body: str = "", *, author: str | None = None) -> int:
        """Comment on an issue and return the comment's id."""
        author = author or self.owner
        key = next(self._comment_ids)
        now = self.clock.iso()
        self.comments[key] = {
            "id": key,
            "number": number,
            "user": {"login": author},
            "author_association": self.association(author),
            "created_at": now,
            "updated_at": now,
            "body": body,
            "reactions": {},
        }
        self._touch(number, comments=self.issues[number]["comments"] + 1)
        return key

    def comment_with(self, key: int) -> Json:
        """Return a comment, or refuse as GitHub does for one that is not there."""
        if key not in self.comments:
            raise Refused(404, "Not Found")
        return self.comments[key]

    def react(self, key: int, content: str, *, author: str | None = None) -> bool:
        """Give a comment a reaction, and tell whether it is new; its time of change stays."""
        if content not in REACTIONS:
            raise Refused(422, "Validation Failed", errors=[{"field": "content", "code": "invalid"}])
        author = author or self.owner
        reactions = self.comment_with(key)["reactions"]
        new = (author, content) not in reactions
        reactions[author, content] = {"content": content, "user": {"login": author}}
        return new

    def reactions(self, key: int) -> Json:
        """Return how many reactions of each kind a comment has, as comments show it."""
        given = [content for _, content in self.comments[key]["reactions"]]
        return {"total_count": len(given), **{content: given.count(content) for content in REACTIONS}}

    def edit_comment(self, key: int, body: str) -> None:
        """Edit a comment, which is an update of its issue too."""
        self.comments[key].update(body=body, updated_at=self.clock.iso())
        self._touch(self.comments[key]["number"])

    def delete_comment(self, key: int) -> None:
        """Delete a comment, which leaves the time of its issue as it was."""
        self.issues[self.comments.pop(key)["number"]]["comments"] -= 1

    def delete(self, number: int) -> None:
        """Delete an issue; its number is never given again."""
        del self.issues[number]
        self.gone[number] = ""
        for key in [key for key, comment in self.comments.items() if comment["number"] == number]:
            del self.comments[key]

    def _touch(self, number: int, **fields: Any) -> None:
        self.issues[number].update(fields, updated_at=self.clock.iso())


def git_hash(content: bytes) -> str:
    """Return the hash that git knows a file's content by."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def _check(fields: Json) -> None:
    """Refuse what GitHub's validation refuses."""
    problems = []
    title, body, labels = fields.get("title"), fields.get("body"), fields.get("labels") or []
    if not isinstance(title, str) or not title.strip():
        problems.append({"resource": "Issue", "field": "title", "code": "missing_field"})
    elif len(title) > 256:
        problems.append(_too_long("title", 256))
    if body is not None and len(body) > 65_536:
        problems.append(_too_long("body", 65_536))
    if len(labels) > 100 or any(len(name) > 50 for name in labels):
        problems.append({"resource": "Label", "field": "name", "code": "invalid"})
    if problems:
        raise Refused(422, "Validation Failed", errors=problems)


def _too_long(field: str, most: int) -> Json:
    message = f"{field} is too long (maximum is {most} characters)"
    return {"resource": "Issue", "field": field, "code": "custom", "message": message}
