"""A web server on loopback that serves generated pages as fast as it can, in a process of its own.

`python -m benchmarks.page_server FD COMPRESSED` serves on a listening socket that it inherits, until its standard
input ends.
"""

import asyncio
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from urllib.request import ProxyHandler, build_opener

from benchmarks.generated_pages import GeneratedPages

_CHANGED = "Mon, 05 Oct 2026 07:00:00 GMT"
_GET = re.compile(rb"GET /page/(\d{1,6})\.html HTTP/1\.1\r\n")
_ETAG = re.compile(rb"\r\nif-none-match:[ \t]*([^\r]*)", re.IGNORECASE)
_SINCE = re.compile(rb"\r\nif-modified-since:[ \t]*([^\r]*)", re.IGNORECASE)
_GZIP = re.compile(rb"\r\naccept-encoding:[^\r]*gzip", re.IGNORECASE)
_LONGEST_HEAD = 16_384
_ROBOTS = b"User-agent: *\nDisallow: /private/\n"


@dataclass(slots=True)
class Sent:
    """How many answers a server has sent, and how many bytes, heads included."""

    pages: int = 0
    unchanged: int = 0
    """Answers 304."""
    others: int = 0
    bytes: int = 0

    def forget(self) -> None:
        """Count from nothing."""
        self.pages = self.unchanged = self.others = self.bytes = 0


class _Connection(asyncio.Protocol):
    def __init__(self, pages: GeneratedPages, sent: Sent, *, compressed: bool) -> None:
        self._pages, self._sent, self._compressed = pages, sent, compressed
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what a stream protocol gets
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head, self._received = self._received[: end + 2], self._received[end + 4 :]
            self._transport.write(self._told() if head.startswith(b"GET /sent ") else self._counted(head))
        if len(self._received) > _LONGEST_HEAD:
            self._transport.abort()

    def _told(self) -> bytes:
        told = json.dumps(asdict(self._sent)).encode()
        self._sent.forget()
        return _http("200 OK", "Content-Type: application/json", told)

    def _counted(self, head: bytes) -> bytes:
        answer = self._answer(head)
        self._sent.bytes += len(answer)
        return answer

    def _answer(self, head: bytes) -> bytes:
        asked = _GET.match(head)
        if asked is None:
            self._sent.others += 1
            is_robots = head.startswith(b"GET /robots.txt ")
            return _http("200 OK" if is_robots else "404 Not Found", "Content-Type: text/plain", _ROBOTS)
        number = int(asked[1])
        validators = f'ETag: "page-{number}"\r\nLast-Modified: {_CHANGED}\r\nCache-Control: max-age=0'
        if _still_holds(head, f'"page-{number}"'):
            self._sent.unchanged += 1
            return _http("304 Not Modified", validators)
        self._sent.pages += 1
        about = f"Content-Type: text/html; charset=utf-8\r\n{validators}\r\nVary: Accept-Encoding"
        if self._compressed and _GZIP.search(head):
            return _http("200 OK", f"{about}\r\nContent-Encoding: gzip", self._pages.gzipped(number))
        return _http("200 OK", about, self._pages.plain(number))


def _still_holds(head: bytes, etag: str) -> bool:
    """RFC 9110, section 13.2.2: the date counts only where no ETag was sent."""
    if sent := _ETAG.search(head):
        return etag.encode() in sent[1]
    since = _SINCE.search(head)
    return since is not None and since[1].strip() == _CHANGED.encode()


def _http(status: str, about: str, body: bytes | None = None) -> bytes:
    length = "" if body is None else f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status}\r\nServer: pages\r\n{about}\r\n{length}\r\n".encode() + (body or b"")


async def _serve(listening: socket.socket, *, compressed: bool) -> None:
    pages, sent = GeneratedPages(), Sent()
    server = await asyncio.get_running_loop().create_server(
        lambda: _Connection(pages, sent, compressed=compressed), sock=listening
    )
    async with server:
        await asyncio.to_thread(sys.stdin.read)


@dataclass(frozen=True, slots=True)
class PageServer:
    """A running server, as seen from the process that started it."""

    address: str

    def urls(self, pages: int) -> list[str]:
        """Return the addresses of so many pages."""
        return [f"{self.address}/page/{number}.html" for number in range(pages)]

    def sent(self) -> Sent:
        """Return what was sent since the last call."""
        with build_opener(ProxyHandler({})).open(f"{self.address}/sent", timeout=60) as answer:
            return Sent(**json.load(answer))


@contextmanager
def running_server(*, compressed: bool) -> Iterator[PageServer]:
    """Serve pages while the context lasts, gzipped to who accepts it if `compressed`."""
    with socket.create_server(("127.0.0.1", 0), backlog=500) as listening:
        file = listening.fileno()
        command = [sys.executable, "-m", "benchmarks.page_server", str(file), str(int(compressed))]
        with subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[file]):  # noqa: S603  (our own module)
            yield PageServer(f"http://127.0.0.1:{listening.getsockname()[1]}")


if __name__ == "__main__":
    asyncio.run(_serve(socket.socket(fileno=int(sys.argv[1])), compressed=sys.argv[2] == "1"))
