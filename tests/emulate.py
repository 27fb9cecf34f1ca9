"""The `emulate` server as a second GitHub to test against: written by others, from the same documentation.

It is an npm package of that name, version 0.11.2; without it, or without Node, the tests that
want it are skipped. `PAPERS_EMULATE_DIR` names the `node_modules` folder it is in, and
`PAPERS_REQUIRE_EMULATE=1` makes its absence a failure.
"""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

VERSION = "0.11.2"

# Found while the tests are collected: they run with an empty PATH, in folders of their own.
NODE = shutil.which("node")
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MODULES = os.path.abspath(os.environ.get("PAPERS_EMULATE_DIR", os.path.join(ROOT, "node_modules")))

# It would listen on every interface, and live on if its parent were killed.
PRELOAD = """
import net from "node:net";
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port) { return listen.call(this, port, "127.0.0.1"); };
process.stdin.on("end", () => process.exit(0)).resume();
"""

SEED = {
    "tokens": {"ghp_seed": {"login": "alice", "scopes": ["repo"]}},
    "github": {"users": [{"login": "alice", "name": "Alice"}]},
}


class Emulate:
    """A running server. Its state lives as long as the process; a test gets a repository of its own."""

    def __init__(self, url: str) -> None:
        self.url = url

    def new_repository(self) -> tuple[str, str]:
        """Return the name of a new repository of alice's, and a token with its own 5,000 requests."""
        # Every token nobody knows is alice's: she is the first user of the seed.
        token = f"ghp_{secrets.token_hex(8)}"
        repository = self.call("POST", "/user/repos", token, {"name": f"papers-{secrets.token_hex(4)}"})
        return repository["full_name"], token

    def call(self, verb: str, path: str, token: str, payload: object = None) -> Any:
        """Send a request of the test's own and return the JSON."""
        request = urllib.request.Request(
            self.url + path,
            method=verb,
            headers={"Authorization": f"token {token}", "Content-Type": "application/json"},
            data=None if payload is None else json.dumps(payload).encode(),
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)


@contextlib.contextmanager
def running_emulate() -> Iterator[Emulate]:
    """Start the server, and end it whatever happens; skip the test if it is not installed."""
    node, program = _installed()
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        seed = os.path.join(folder, "seed.json")
        with open(seed, "w", encoding="utf-8") as file:
            json.dump(SEED, file)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        preload = os.path.join(folder, "preload.mjs")
        with open(preload, "w", encoding="utf-8") as file:
            file.write(PRELOAD)
        command = [node, "--import", preload, program]
        command += ["start", "--service", "github", "--port", str(port), "--seed", seed]
        # `node` itself, not `npx`, which would leave it behind when it is killed.
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
        )
        try:
            server = Emulate(f"http://127.0.0.1:{port}")
            _wait_until_ready(server, process)
            yield server
        finally:
            process.kill()
            process.communicate()


def _wait_until_ready(server: Emulate, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            server.call("GET", "/rate_limit", "ghp_seed")
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    pytest.fail(f"emulate did not start (exit code {process.poll()})")


def _installed() -> tuple[str, str]:
    """Return the paths of Node and of the program, or skip (or fail) if they are not there."""
    package = os.path.join(MODULES, "emulate")
    if NODE is None or _version(package) != VERSION:
        reason = f"Node or emulate {VERSION} is missing: npm install --no-save emulate@{VERSION}"
        if os.environ.get("PAPERS_REQUIRE_EMULATE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return NODE, os.path.join(package, "dist", "index.js")


def _version(package: str) -> str | None:
    try:
        with open(os.path.join(package, "package.json"), encoding="utf-8") as file:
            return str(json.load(file)["version"])
    except FileNotFoundError:
        return None
