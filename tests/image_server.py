"""A strict loopback server of images, under two names: `url` stands for GitHub, `store` for another host."""

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple, Self


class Answer(NamedTuple):
    """What a request gets; `cut` ends the connection before the body does."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = {}
    cut: int = 0


class Request(NamedTuple):
    """A request as it came in."""

    path: str
    to: str
    authorization: str | None


class ImageServer:
    """Gives the answers planned for a path, one after the other; without a plan a request is a fault."""

    def __init__(self, plans: Mapping[str, list[Answer]]) -> None:
        self._plans = {path: list(answers) for path, answers in plans.items()}
        self.requests: list[Request] = []
        self.faults: list[str] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self.store = f"http://localhost:{self._http.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()
        unused = {path for path, answers in self._plans.items() if answers}
        if kind is None:
            assert (self.faults, unused) == ([], set())

    def _answer(self, request: Request) -> Answer:
        self.requests.append(request)
        answers = self._plans.get(request.path)
        if not answers:
            self.faults.append(f"Nothing is planned for {request.path}")
            return Answer(status=500)
        return answers.pop(0)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                request = Request(self.path, self.headers["Host"], self.headers["Authorization"])
                answer = server._answer(request)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value.format(url=server.url, store=server.store))
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body[: len(answer.body) - answer.cut])
                self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
