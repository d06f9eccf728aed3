"""How many pages a second a server has to give, to who does nothing with them."""

import socket
import threading
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

_BUFFER = 1 << 20


def pages_a_second(urls: Sequence[str], connections: int) -> float:
    """Ask for every page over so many connections kept open, and return how many came in a second."""
    shares = [urls[start::connections] for start in range(connections)]
    threads = [threading.Thread(target=_read_all, args=(share,)) for share in shares if share]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(urls) / (time.perf_counter() - start)


def _read_all(urls: Sequence[str]) -> None:
    buffer = memoryview(bytearray(_BUFFER))
    place = urlsplit(urls[0])
    with socket.create_connection((place.hostname, place.port), timeout=60) as connection:
        for url in urls:
            connection.sendall(f"GET {urlsplit(url).path} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
            _read_answer(connection, buffer)


def _read_answer(connection: socket.socket, buffer: memoryview) -> None:
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(4_096) or _closed()
    head, _, body = head.partition(b"\r\n\r\n")
    missing = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]) - len(body)
    while missing > 0:
        missing -= connection.recv_into(buffer) or len(_closed())


def _closed() -> bytes:
    raise ConnectionError("the page server closed a connection in the middle of an answer")
