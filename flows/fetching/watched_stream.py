"""A connection that tells cheaply whether its other end hung up.

httpcore's pool asks every idle connection that, several times for each request, and by way of anyio an answer takes
60 µs: a third of the time of a request that brings nothing new.
"""

import select
import ssl
import time
from typing import Any

import httpcore

_BELIEVED_SECONDS = 0.02
"""A connection that was open so long ago still is; one that closes meanwhile could as well have closed after."""


class WatchedStream(httpcore.AsyncNetworkStream):
    """Another stream, with the answer to "is_readable" from one system call in a while."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._socket = stream.get_extra_info("socket")
        self._poll = select.poll() if hasattr(select, "poll") and self._socket is not None else None
        if self._poll and self._socket.fileno() >= 0:
            self._poll.register(self._socket, select.POLLIN)
        self._open_at = 0.0

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
        """Return what came, at most `max_bytes`; b"" at the end."""
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as above
        """Send `buffer`."""
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - as above
    ) -> httpcore.AsyncNetworkStream:
        """Return the same connection, encrypted from here on."""
        return WatchedStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore wants to know of the connection."""
        if info != "is_readable" or self._poll is None:
            return self._stream.get_extra_info(info)
        now = time.monotonic()
        if now - self._open_at < _BELIEVED_SECONDS and self._socket.fileno() >= 0:
            return False
        # A closed socket counts as readable: the next read ends at once.
        is_readable = self._socket.fileno() < 0 or bool(self._poll.poll(0))
        if not is_readable:
            self._open_at = now
        return is_readable
