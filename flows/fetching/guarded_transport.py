"""httpx over a network backend that connects only to addresses the guard has checked.

The shape follows httpx's own AsyncHTTPTransport, which has no place for a network backend.
"""

import contextlib
import ssl
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from types import TracebackType
from typing import Any, Self

import httpcore
import httpx
from pydantic import SecretStr

from flows.fetching.address_guard import AddressGuard
from flows.fetching.watched_stream import WatchedStream

_MAX_CONNECTIONS = 100
_PORTS = {"http": 80, "https": 443}
_CORE_TO_HTTPX: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    # Most special first: the first that fits is taken.
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.ReadTimeout, httpx.ReadTimeout),
    (httpcore.WriteTimeout, httpx.WriteTimeout),
    (httpcore.PoolTimeout, httpx.PoolTimeout),
    (httpcore.TimeoutException, httpx.TimeoutException),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.ProxyError, httpx.ProxyError),
    (httpcore.ReadError, httpx.ReadError),
    (httpcore.WriteError, httpx.WriteError),
    (httpcore.NetworkError, httpx.NetworkError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
    (httpcore.LocalProtocolError, httpx.LocalProtocolError),
    (httpcore.RemoteProtocolError, httpx.RemoteProtocolError),
    (httpcore.ProtocolError, httpx.ProtocolError),
)


@contextlib.contextmanager
def _as_httpx_errors() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        for of_core, of_httpx in _CORE_TO_HTTPX:
            if isinstance(error, of_core):
                raise of_httpx(str(error)) from error
        raise


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens TCP connections to the addresses that the guard returns; the first that answers is taken."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface of httpcore
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Return a connection to `host`; raises what the guard raises, or httpcore's ConnectError."""
        places = await self._guard.places(host, port)
        for number, (address, at_port) in enumerate(places, start=1):
            try:
                return WatchedStream(
                    await self._backend.connect_tcp(address, at_port, timeout, local_address, socket_options)
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(places):
                    raise
        raise httpcore.ConnectError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        """Wait, on the loop that the connections live on."""
        await self._backend.sleep(seconds)


class _AnswerStream(httpx.AsyncByteStream):
    def __init__(self, stream: AsyncIterable[bytes]) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx_errors():
            async for part in self._stream:
                yield part

    async def aclose(self) -> None:
        with _as_httpx_errors():
            close = getattr(self._stream, "aclose", None)
            if close is not None:
                await close()


class GuardedTransport(httpx.AsyncBaseTransport):
    """An httpx transport that reaches public hosts, and others only where the settings allow them by name.

    Public hosts are reached through the `proxy`, if there is one. Then it is the proxy that connects, to an
    address of its own finding; a name is still refused that stands for a private address here.
    """

    def __init__(
        self, guard: AddressGuard, ssl_context: ssl.SSLContext, proxy: SecretStr | None = None
    ) -> None:
        self._guard = guard
        self._direct = _pool(ssl_context, network_backend=GuardedBackend(guard))
        self._proxied = _pool(ssl_context, proxy=_proxy(proxy)) if proxy else None

    async def __aenter__(self) -> Self:
        await self._direct.__aenter__()
        if self._proxied:
            await self._proxied.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        with _as_httpx_errors():
            if self._proxied:
                await self._proxied.__aexit__(exc_type, exc_value, traceback)
            await self._direct.__aexit__(exc_type, exc_value, traceback)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer, its body still to be read; raises httpx's errors and the guard's."""
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        pool = await self._pool_for(request.url)
        with _as_httpx_errors():
            answer = await pool.handle_async_request(asked)
        if not isinstance(answer.stream, AsyncIterable):
            raise TypeError("an asynchronous connection pool answered with a synchronous stream")
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_AnswerStream(answer.stream),
            extensions=answer.extensions,
        )

    async def _pool_for(self, url: httpx.URL) -> httpcore.AsyncConnectionPool:
        if self._proxied is None or self._guard.knows(url.host):
            return self._direct
        await self._guard.refuse_private(url.host, url.port or _PORTS[url.scheme])
        return self._proxied

    async def aclose(self) -> None:
        """Close all connections."""
        await self.__aexit__()


def _pool(ssl_context: ssl.SSLContext, **way: Any) -> httpcore.AsyncConnectionPool:
    return httpcore.AsyncConnectionPool(
        ssl_context=ssl_context,
        max_connections=_MAX_CONNECTIONS,
        max_keepalive_connections=_MAX_CONNECTIONS,
        keepalive_expiry=15.0,
        **way,
    )


def _proxy(proxy: SecretStr) -> httpcore.Proxy:
    # httpx takes user and password out of the address, and knows how they are quoted there.
    told = httpx.Proxy(proxy.get_secret_value().strip())
    return httpcore.Proxy(str(told.url), auth=told.raw_auth, ssl_context=told.ssl_context)
