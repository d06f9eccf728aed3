"""A web server on loopback that answers as it is told, however wrong, and short ways to fetch from it."""

import asyncio
import contextlib
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from flows.fetching.content_kinds import HTML_PAGE
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.fetcher import Fetcher
from schemas.page import Page

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"),)


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    at: float


Answer = Callable[[socket.socket], None]


def answer(body=b"", status=200, headers=HTML) -> Answer:
    lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in headers)]
    lines += [f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return lambda connection: connection.sendall("\r\n".join(lines).encode("latin-1") + body)


def raw(*pieces: bytes, pause=0.0) -> Answer:
    def send(connection):
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)

    return send


def reset(connection) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>half")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@dataclass
class Site:
    """`routes` maps a path to its answer, or to a list of answers of which the last one stays."""

    port: int = 0
    routes: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    log: list[Request] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.log if request.path == path]

    def next_answer(self, path: str) -> Answer:
        chosen = self.routes.get(path, answer(b"no such page", 404))
        if isinstance(chosen, list):
            return chosen.pop(0) if len(chosen) > 1 else chosen[0]
        return chosen


def _handler(site: Site, lock: threading.Lock) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            at = time.monotonic()
            self.request.settimeout(5)
            with self.request.makefile("rb") as stream:
                first, *lines = iter(lambda: stream.readline().strip(), b"")
            headers = dict(line.decode().split(": ", 1) for line in lines)
            path = first.split()[1].decode()
            with lock:
                site.log.append(Request(path, {k.lower(): v for k, v in headers.items()}, at))
                site.at_once += 1
                site.most_at_once = max(site.most_at_once, site.at_once)
                chosen = site.next_answer(path)
            # A client that refuses an answer hangs up in the middle of it.
            with contextlib.suppress(OSError):
                chosen(self.request)
            with lock:
                site.at_once -= 1

    return Handler


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site()

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 100

        def handle_error(self, request, client_address):
            pass  # a client that hangs up before it asked

    with Server(("127.0.0.1", 0), _handler(served, threading.Lock())) as server:
        served.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield served
        server.shutdown()
        thread.join()


@pytest.fixture
def say():
    """Build an answer: say(body, status, headers), say.raw(*pieces), say.reset."""
    answer.raw = raw
    answer.reset = reset
    return answer


@pytest.fixture
def settings():
    """Build settings for loopback: as fast as it goes, short pauses, the rest as by default."""

    def build(**changed) -> FetchSettings:
        quick = {"requests_per_second": 1_000, "backoff_seconds": 0.01, "allow_hosts": ("127.0.0.1",)}
        return FetchSettings(**quick | changed)

    return build


@pytest.fixture
def fetching(settings):
    """Run `work(fetcher)`, a coroutine function, and return what it returns."""

    def run(work, resolve=None, private=None, **changed):
        async def inside():
            options = {"private": private} | ({"resolve": resolve} if resolve else {})
            async with Fetcher(settings(**changed), lambda: NOON, **options) as fetcher:
                return await work(fetcher)

        return asyncio.run(inside())

    return run


@pytest.fixture
def fetch(fetching):
    """Fetch one URL and return its page."""

    def run(url, kind=HTML_PAGE, **changed) -> Page:
        return fetching(lambda fetcher: fetcher.fetch(url, kind), **changed)

    return run


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
