"""A web server on loopback that answers as it is told, the demo site in several paces, and a store."""

import contextlib
import json
import os
import re
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from flows.demo_site.demo_pages import load_answers
from flows.demo_site.demo_server import HOST, DemoSite
from flows.fetching.capture import Capture, Exchange
from schemas.page import Page

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"),)
TIME = re.compile(
    rb"\d{4}-\d\d-\d\dT\d\d:?\d\d:?\d\d(\.\d+)?(Z|\+00:00)?(-\d+)?|\d{1,2} \w+ 20\d\d, \d\d:\d\d"
)
OF_TIMES = re.compile(rb'"(hash|bytes|manifest_sha256)": ?("sha256:\w+"|"\w+"|\d+)')


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


@pytest.fixture(autouse=True)
def own_turns(tmp_path, monkeypatch):
    """Each test has hosts of its own: what another one did to 127.0.0.1 slows nothing down."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def demo_site():
    """The environment of a command that finds the demo site."""
    with DemoSite() as site:
        yield {
            "JOBPROFILES_HOST_MAP": f'{{"{HOST}": "{site.address}"}}',
            "JOBPROFILES_REQUESTS_PER_SECOND": "200",
            "JOBPROFILES_CONCURRENT_PER_HOST": "8",
        }


@pytest.fixture
def slow_demo_site(demo_site):
    """As demo_site, but reading it takes ten seconds or more."""
    return {**demo_site, "JOBPROFILES_REQUESTS_PER_SECOND": "2", "JOBPROFILES_CONCURRENT_PER_HOST": "1"}


@pytest.fixture
def logged_demo_site(site, say):
    """The demo site, served with a log."""
    for path, found in load_answers().items():
        moved = (("Location", found.location),) if found.location else ()
        site.routes[path] = say(found.body, found.status, (("Content-Type", found.content_type), *moved))
    return site


@pytest.fixture(scope="session")
def object_store():
    """The endpoint of an S3 server on loopback."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(object_store, tmp_path, monkeypatch):
    """The address of an empty bucket, which this process and those that it starts can reach."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", object_store)
    import s3fs  # noqa: PLC0415  (an extra)

    s3fs.S3FileSystem.clear_instance_cache()
    name = f"bucket-{tmp_path.name}".replace("_", "-")[:60].rstrip("-").lower()
    s3fs.S3FileSystem().mkdir(name)
    return f"s3://{name}"


@pytest.fixture
def fingerprint():
    """A function that returns everything that a data folder has published, without times and what follows from them."""

    def taken(data, dataset="demo"):
        folder = data / "datasets" / dataset
        version = folder / json.loads((folder / "latest.json").read_text())["path"]
        found = {}
        for file in (*version.rglob("*"), *(folder / "catalogue").rglob("*"), folder / "identities.jsonl"):
            if file.is_file():
                name = str(file.relative_to(version if file.is_relative_to(version) else folder))
                found[name] = OF_TIMES.sub(b"", TIME.sub(b"TIME", file.read_bytes()))
        return found

    return taken


@pytest.fixture
def processes_of(tmp_path):
    """A function that lists the processes started from this test's own folder, by their command lines."""

    def processes():
        found = []
        for process in Path("/proc").iterdir():
            try:
                environment = (process / "environ").read_bytes()
                command = (process / "cmdline").read_bytes()
            except (OSError, NotADirectoryError):
                continue
            if os.fsencode(tmp_path) in environment and command:
                found.append(command.replace(b"\0", b" ").decode())
        return found

    return processes


@pytest.fixture
def capture_of():
    """Build a capture of a page without asking anybody."""

    def build(
        url, body=b"<p>page", headers=HTML, hops=(), status=200, at=NOON, rendered=None, parts=()
    ) -> Capture:
        def page(where, **more):
            return Page(url_asked=(*hops, url)[0], url=where, fetched_at=at, **more)

        asked = (("Host", "careers.example"), ("User-Agent", "jobprofiles/0.1"))
        targets = [*hops[1:], url]
        led = [
            Exchange(asked, page(hop, status=301, headers=(("Location", target),), body=b"moved"))
            for hop, target in zip(hops, targets, strict=False)
        ]
        last = page(url, status=status, headers=headers, body=body, redirects=tuple(hops))
        fetched = tuple(Exchange(asked, build(part).page) for part in parts)
        return Capture(tuple(led), Exchange(asked, last), fetched, rendered)

    return build


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
