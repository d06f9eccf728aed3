"""The demo site's server: a real one, on the loopback interface, for as long as its context lasts."""

import socket
import threading
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from flows.demo_site.demo_pages import NOT_FOUND, Answer, load_answers

HOST = "demo.jobprofiles.example"
"""The name that the pages' own links use; a fetcher has to be told which address stands for it."""

# One fixed date, because a file's own date is that of its installation.
LAST_MODIFIED = "Sun, 01 Jun 2025 06:00:00 GMT"

_IDLE_SECONDS = 10


class DemoSite:
    """Serves the demo career site on 127.0.0.1 and a free port, inside a `with` statement.

    On leaving, the port is closed, open connections are cut and every thread has ended.
    """

    def __init__(self) -> None:
        self._server: _DemoServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """Return "127.0.0.1:PORT".

        Raises RuntimeError outside the `with` statement.
        """
        if self._server is None:
            raise RuntimeError("expected a running demo site: use it as `with DemoSite() as site:`")
        return f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._server = _DemoServer(load_answers())
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="demo-site"
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join()
        self._server.cut_connections()
        self._server.server_close()
        self._server = self._thread = None


class _DemoServer(ThreadingHTTPServer):
    # Threads that are not daemons are joined by server_close().
    daemon_threads = False

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = answers
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _DemoHandler)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, client = super().get_request()
        with self._lock:
            self._connections.add(connection)
        return connection, client

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def cut_connections(self) -> None:
        with self._lock:
            for connection in self._connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the client was faster

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that hangs up is no news."""


class _DemoHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    server: _DemoServer

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        answer = self.server.answers.get(unquote(urlsplit(self.path).path), NOT_FOUND)
        cachable = answer.status == 200  # noqa: PLR2004  # HTTP status codes speak for themselves
        unchanged = cachable and self._is_unchanged(answer)
        # No Server and no Date header: a server without a clock sends none (RFC 9110, section 6.6.1), and
        # the same request gets the same bytes on every day.
        self.send_response_only(304 if unchanged else answer.status)
        if answer.location:
            self.send_header("Location", answer.location)
        if cachable:
            self.send_header("ETag", answer.etag)
            self.send_header("Last-Modified", LAST_MODIFIED)
        if not unchanged:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if with_body and not unchanged:
            self.wfile.write(answer.body)

    def _is_unchanged(self, answer: Answer) -> bool:
        """Tell whether the client has this answer already (RFC 9110, 13.2.2: the tag decides first)."""
        if tags := self.headers.get("If-None-Match"):
            return any(tag.strip().removeprefix("W/") in {"*", answer.etag} for tag in tags.split(","))
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and parsedate_to_datetime(since) >= parsedate_to_datetime(LAST_MODIFIED)
        except (TypeError, ValueError):
            return False

    def log_message(self, *_: object) -> None:
        """Keep the terminal for the flow."""
