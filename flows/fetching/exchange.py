"""One request and its answer: bounded in time, in size and in kind."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpx

from flows.fetching.address_guard import AddressForbidden, AddressGuard, NameUnknown
from flows.fetching.capture import Exchange, Validators
from flows.fetching.content_decoding import OFFERED, CannotDecode, decoder_for
from flows.fetching.content_kinds import ERROR_PAGE, ContentKind
from flows.fetching.fetch_failures import AddressRefused, FetchFailed, FetchRefused, HostUnreachable, PageGone
from flows.fetching.fetch_settings import FetchSettings
from flows.fetching.guarded_transport import GuardedTransport
from flows.fetching.private_settings import LEFT_OUT, PrivateSettings
from flows.fetching.retrying import MAY_PASS, retry_after_seconds
from flows.fetching.visit_cookies import VisitCookies
from schemas.page import Page

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_SESSIONS = frozenset({"set-cookie", "set-cookie2"})
"""Answers' headers that hand out a key to a session: their names tell enough, their values open doors."""
_DISTRUST = "CERTIFICATE_VERIFY_FAILED"
_HUNG_UP = ("Server disconnected", "peer closed connection")
"""How httpcore and h11 begin when the server hung up; everything else says what was wrong with its answer."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of every host on the way to a page."""

    kind: ContentKind
    known: Validators | None = None
    cookies: VisitCookies = field(default_factory=VisitCookies)


class Exchanger:
    """Sends one request as it is told: no retries, no redirects, no pace.

    It speaks to the transport itself, because an httpx client would keep cookies, read proxies and passwords
    from the environment, and look where a redirect leads before anybody has asked.
    """

    def __init__(
        self,
        settings: FetchSettings,
        private: PrivateSettings,
        clock: Callable[[], datetime],
        guard: AddressGuard,
    ) -> None:
        self._settings = settings
        self._private = private
        self._clock = clock
        self._transport = GuardedTransport(guard, _certificates(), private.proxy)
        self._timeout = httpx.Timeout(settings.read_seconds, connect=settings.connect_seconds, pool=None)

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._transport.__aexit__(exc_type, exc_value, traceback)

    async def get(self, url: str, ask: Ask) -> Exchange:
        """Return the answer to one GET request: a page of status 200 and of the kind asked for, or a redirect.

        Where known validators still hold, it is a 304 without body.

        `url` is an absolute http or https URL; only an address that the guard allows is reached.
        Raises FetchFailed, or the subclass that fits, for everything else.
        """
        with _as_fetch_failures(url, self._settings):
            request = self._request(url, ask)
            async with asyncio.timeout(self._settings.total_seconds):
                return await self._send(url, request, ask)

    def _request(self, url: str, ask: Ask) -> httpx.Request:
        headers = {
            "User-Agent": self._settings.identification,
            "Accept": ask.kind.accept,
            "Accept-Encoding": OFFERED,
        }
        if ask.known and ask.known.etag:
            headers["If-None-Match"] = ask.known.etag
        if ask.known and ask.known.last_modified:
            headers["If-Modified-Since"] = ask.known.last_modified
        headers |= self._private.headers_for(url)
        extensions = {"timeout": self._timeout.as_dict()}
        request = httpx.Request("GET", url, headers=headers, extensions=extensions)
        ask.cookies.add_to(request)
        return request

    async def _send(self, url: str, request: httpx.Request, ask: Ask) -> Exchange:
        response = await self._transport.handle_async_request(request)
        response.request = request
        ask.cookies.take_from(response)
        try:
            asked = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
            not_modified = asked and response.status_code == HTTPStatus.NOT_MODIFIED
            if response.status_code not in REDIRECTS and not not_modified:
                await self._check(url, response, ask.kind)
            body = await self._read_body(url, response, ask.kind)
        finally:
            await response.aclose()
        private = {"cookie", *(name.lower() for name in self._private.headers_for(url))}
        return Exchange(_as_text(request.headers, private), self._page(url, response, body))

    def _page(self, url: str, response: httpx.Response, body: bytes) -> Page:
        return Page(
            url_asked=url,
            url=url,
            status=response.status_code,
            headers=_as_text(response.headers, _SESSIONS),
            body=body,
            fetched_at=self._clock(),
        )

    async def _check(self, url: str, response: httpx.Response, kind: ContentKind) -> None:
        if failure := self._failure(url, response):
            # What stands there tells why: a login, a challenge, a page that says "not found".
            with suppress(CannotDecode, FetchFailed):
                body = await self._read_body(url, response, ERROR_PAGE)
                failure.answer = self._page(url, response, body)
            raise failure
        content_type = response.headers.get("Content-Type")
        if not kind.admits(content_type):
            raise FetchRefused(
                url, f"expected {kind.name}, the server sent {content_type[:80]!r}", response.status_code
            )

    def _failure(self, url: str, response: httpx.Response) -> FetchFailed | None:
        status = response.status_code
        if status == HTTPStatus.OK:
            return None
        if status in _GONE:
            return PageGone(url, f"the server answered {_in_words(status)}", status)
        pause = retry_after_seconds(response.headers.get("Retry-After"), self._clock())
        reason = f"the server answered {_in_words(status)}"
        if pause is not None:
            reason += f" and asks for {pause:.0f} s without requests"
        return FetchFailed(url, reason, status, may_pass=status in MAY_PASS, retry_after=pause)

    async def _read_body(self, url: str, response: httpx.Response, kind: ContentKind) -> bytes:
        decoder = decoder_for(response.headers.get("Content-Encoding"))
        largest = kind.max_bytes or self._settings.max_body_bytes
        largest_on_wire = max(self._settings.max_wire_bytes, kind.max_bytes or 0)
        body = bytearray()
        on_wire = 0
        async for piece in response.aiter_raw():
            on_wire += len(piece)
            body += decoder.feed(piece, largest - len(body))
            if len(body) > largest and kind.cut_off:
                return bytes(body[:largest])
            if len(body) > largest or on_wire > largest_on_wire:
                raise FetchRefused(url, _too_large(on_wire, largest_on_wire, largest), response.status_code)
        decoder.finish()
        return bytes(body)


@cache
def _certificates() -> ssl.SSLContext:
    # Reading the authorities takes 25 ms; every fetcher of a process can share them.
    return httpx.create_ssl_context()


@contextmanager
def _as_fetch_failures(url: str, settings: FetchSettings) -> Iterator[None]:
    try:
        yield
    except AddressForbidden as error:
        raise AddressRefused(url, str(error)) from error
    except NameUnknown as error:
        raise HostUnreachable(url, str(error), may_pass=error.may_pass) from error
    except TimeoutError as error:
        reason = f"the answer was not complete after {settings.total_seconds:g} s"
        raise FetchFailed(url, reason, may_pass=True) from error
    except CannotDecode as error:
        raise FetchFailed(url, str(error)) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _of_httpx(url, error, settings) from error


def _of_httpx(url: str, error: Exception, settings: FetchSettings) -> FetchFailed:
    told = _in_one_line(error)
    match error:
        case httpx.ConnectTimeout():
            reason = f"its host did not accept a connection within {settings.connect_seconds:g} s"
            return HostUnreachable(url, reason, may_pass=True)
        case httpx.ConnectError() | httpx.ProxyError():
            return HostUnreachable(url, _no_connection(error, told))
        case httpx.TimeoutException():
            reason = f"the server fell silent for {settings.read_seconds:g} s"
            return FetchFailed(url, reason, may_pass=True)
        case httpx.RemoteProtocolError() if not told.startswith(_HUNG_UP):
            # Garbage stays garbage, however often it is asked for.
            return FetchFailed(url, f"the server sent no HTTP answer ({told})")
        case httpx.NetworkError() | httpx.RemoteProtocolError():
            return FetchFailed(url, f"the connection broke ({told})", may_pass=True)
        case _:
            return FetchFailed(url, f"cannot be requested ({told})")


def _no_connection(error: Exception, told: str) -> str:
    if isinstance(error, httpx.ProxyError):
        return f"the proxy of JOBPROFILES_PROXY does not lead there ({told})"
    if _DISTRUST in told:
        return f"its host's certificate cannot be trusted ({told})"
    return f"its host accepts no connection ({told})"


def _too_large(on_wire: int, largest_on_wire: int, largest: int) -> str:
    if on_wire > largest_on_wire:
        return f"the answer is larger than {largest_on_wire:,} bytes"
    return f"the answer is larger than {largest:,} bytes after decompression"


def _in_words(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _as_text(headers: httpx.Headers, private: AbstractSet[str]) -> tuple[tuple[str, str], ...]:
    """Return the headers, without the values of those that are `private`; of a cookie the name stays."""
    told = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw)
    return tuple((name, _left_out(value) if name.lower() in private else value) for name, value in told)


def _left_out(value: str) -> str:
    cookie, equals, _ = value.partition("=")
    return f"{cookie}={LEFT_OUT}" if equals and cookie.isascii() and " " not in cookie else LEFT_OUT
