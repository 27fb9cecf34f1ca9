"""The door to a browser on this machine: a folder as a web server would show it, that reloads by itself.

Only this machine can connect, and only under a name of its own: a page from elsewhere that has its
name point here (DNS rebinding) is refused. What makes pages reload is put into them on their way out,
never into the folder.
"""

import os
import socket
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from paper_notes.disk.files import is_inside
from paper_notes.values.errors import PapersError

LOOPBACK = "127.0.0.1"
PAUSE = 0.5
"""Seconds between two looks at whether something changed."""

LIVE = "/.papers-live"
"""No file of a site begins with a dot, so this address is free."""

_SCRIPT = """\
const version = new URL(document.currentScript.src).searchParams.get("version");
const events = new EventSource(`%s?version=${version}`);
events.addEventListener("changed", () => { events.close(); location.reload(); });
addEventListener("pagehide", () => events.close());
"""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".bib": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


class Preview:
    """A web server for one folder, on this machine alone. `with` ends it."""

    def __init__(self, folder: str, port: int, base_url: str = "") -> None:
        """Listen on a port, 0 for any that is free; `base_url` is where the folder will be on the web.

        Raises PapersError when the port is taken.
        """
        self.folder = os.path.realpath(folder)
        self.base_url = base_url
        self.under = path_of(base_url)
        self.version = 0
        """How often the folder has changed."""
        self.ended = False
        self.news = threading.Condition()
        try:
            self._server = _Server((LOOPBACK, port), self)
        except OSError as error:
            raise PapersError(
                f"Cannot listen on port {port}: {error.strerror}.", "Choose another one: --port 0 takes any."
            ) from error
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1})
        self._thread.daemon = True

    @property
    def url(self) -> str:
        """Where to look."""
        return f"http://localhost:{self.port}{quote(self.under)}"

    def __enter__(self) -> "Preview":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self.news:
            self.ended = True
            self.news.notify_all()
        self._server.shutdown()
        self._server.server_close()

    def reload(self) -> None:
        """Have every page that is open load again."""
        with self.news:
            self.version += 1
            self.news.notify_all()

    def follow(
        self,
        stamp: Callable[[], object],
        rebuild: Callable[[], bool],
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Rebuild whenever the stamp is another one, until interrupted; reload pages if that changed any."""
        before = stamp()
        while True:
            pause(PAUSE)
            if (now := stamp()) != before:
                before = now
                if rebuild():
                    self.reload()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would share a port that is taken

    def __init__(self, address: tuple[str, int], preview: Preview) -> None:
        self.preview = preview
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        # HTTPServer's own asks the network for the machine's name.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(self.allow_reuse_address))
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "papers"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer with what is at the address."""
        preview = self.server.preview
        if self.headers.get("Host", "").lower() not in self._names():
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"Not under this name.\n")
            return
        address, _, query = self.path.partition("?")
        if address == LIVE:
            self._wait_for_news(query.removeprefix("version="))
        elif address == f"{LIVE}.js":
            self._send(HTTPStatus.OK, (_SCRIPT % LIVE).encode(), _TYPES[".js"])
        elif not address.startswith(preview.under):
            self._redirect(preview.under)
        else:
            self._send_file(unquote(address.removeprefix(preview.under), errors="replace"))

    def do_HEAD(self) -> None:
        """Answer the same without the content."""
        self.do_GET()

    def _names(self) -> set[str]:
        port = self.server.server_port
        names = {f"{name}:{port}" for name in ("localhost", LOOPBACK)}
        return names | {"localhost", LOOPBACK} if port == 80 else names

    def _send_file(self, path: str) -> None:
        there = self._inside(path)
        if there and os.path.isdir(there):
            if path and not path.endswith("/"):
                self._redirect(quote(f"{self.server.preview.under}{path}/"))
                return
            there = self._inside(f"{path}index.html")
        status = HTTPStatus.OK
        if not there or not os.path.isfile(there):
            status, there = HTTPStatus.NOT_FOUND, self._inside("404.html")
        try:
            with open(there, "rb") as file:
                content = file.read()
        except OSError:
            self._send(HTTPStatus.NOT_FOUND, b"There is no such page.\n")
            return
        kind = _TYPES.get(os.path.splitext(there)[1], "application/octet-stream")
        if kind == _TYPES[".html"]:
            content = self._live(content, lost=status == HTTPStatus.NOT_FOUND)
        self._send(status, content, kind)

    def _live(self, page: bytes, *, lost: bool) -> bytes:
        """Return a page that reloads when it is out of date."""
        preview = self.server.preview
        script = f'<script src="{LIVE}.js?version={preview.version}"></script></body>'
        # Its policy lets it ask nobody else, and where it cannot search nobody at all.
        if b"connect-src" not in page:
            page = page.replace(b"default-src 'none';", b"default-src 'none'; connect-src 'self';", 1)
        if lost:  # it is shown in any folder
            top = f"{preview.base_url}/" if preview.base_url else "./"
            page = page.replace(f'"{top}'.encode(), f'"{preview.under}'.encode())
        return page.replace(b"</body>", script.encode(), 1)

    def _inside(self, path: str) -> str:
        """Return the file or folder meant, or nothing if it is not in the folder."""
        names = path.split("/")
        if any(name.startswith(".") or "\\" in name or ":" in name or "\0" in name for name in names):
            return ""
        top = self.server.preview.folder
        there = os.path.join(top, *names)
        return there if is_inside(there, top) else ""

    def _redirect(self, address: str) -> None:
        # Two slashes in front would be another host.
        self._send(HTTPStatus.FOUND, b"", Location=f"/{address.lstrip('/')}")

    def _wait_for_news(self, version: str) -> None:
        """Keep the answer open until the folder is another one than the page was made from."""
        preview = self.server.preview
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        with preview.news:
            while str(preview.version) == version and not preview.ended:
                # A line now and then finds out whether the page is still open.
                if not preview.news.wait(20):
                    self.wfile.write(b": still here\n\n")
        if not preview.ended:
            self.wfile.write(b"event: changed\ndata:\n\n")

    def _send(self, status: HTTPStatus, content: bytes, kind: str = "text/plain", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the terminal is for what the reader wants to know."""


def path_of(base_url: str) -> str:
    """Return the path that the site will be at, with slashes around."""
    return "/" + path.strip("/") + "/" if (path := urlsplit(base_url).path).strip("/") else "/"
