"""Undoing a content encoding with a bound: no answer becomes larger than it may."""

import sys
import zlib
from typing import Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

OFFERED = "gzip, deflate, br, zstd"
"""The Accept-Encoding header: what `decoder_for` undoes, and nothing else."""

_GZIP_MAGIC = b"\x1f\x8b"
_MAX_GZIP_MEMBERS = 1_000
_MAX_ZSTD_FRAMES = 1_000
_ZSTD_WINDOW: dict[int, int] = {int(zstd.DecompressionParameter.window_log_max): 23}
"""RFC 9659: a window of 8 MB at most, so that no answer can ask for more memory."""


class CannotDecode(Exception):
    """The body is not in the encoding that its header names."""


class Decoder(Protocol):
    """Decodes a body piece by piece."""

    def feed(self, data: bytes, max_bytes: int) -> bytes:
        """Return what `data` decodes to; more than `max_bytes` of it is cut off at `max_bytes` + 1."""

    def finish(self) -> None:
        """Raise CannotDecode where the body stopped before its end."""


class _Identity:
    def feed(self, data: bytes, max_bytes: int) -> bytes:
        return data[: max_bytes + 1]

    def finish(self) -> None:
        pass


class _Gzip:
    """RFC 1952: members one behind the other; what follows the last one is ignored, as browsers do."""

    def __init__(self) -> None:
        self._members = 1
        self._member = zlib.decompressobj(wbits=31)
        self._begun = False

    def feed(self, data: bytes, max_bytes: int) -> bytes:
        decoded = b""
        while data:
            self._begun = True
            if self._member.eof and not self._next_member(data):
                break
            decoded += _inflate(self._member, data, max_bytes + 1 - len(decoded))
            if len(decoded) > max_bytes:
                break
            data = self._member.unused_data
        return decoded

    def _next_member(self, data: bytes) -> bool:
        if not data.startswith(_GZIP_MAGIC):
            return False
        self._members += 1
        if self._members > _MAX_GZIP_MEMBERS:
            raise CannotDecode(f"more than {_MAX_GZIP_MEMBERS:,} gzip members")
        self._member = zlib.decompressobj(wbits=31)
        return True

    def finish(self) -> None:
        if self._begun and not self._member.eof:
            raise CannotDecode("the body ends in the middle of its gzip stream")


class _Deflate:
    """RFC 9110, section 8.4.1.2: zlib format; some servers send the bare stream, which is read as well."""

    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None

    def feed(self, data: bytes, max_bytes: int) -> bytes:
        if not data:
            return b""
        if self._stream is None:
            # RFC 1950, section 2.2: the low four bits of a zlib header are 8 for deflate.
            has_header = data[0] & 0x0F == zlib.DEFLATED
            self._stream = zlib.decompressobj(wbits=15 if has_header else -15)
        return _inflate(self._stream, data, max_bytes + 1)

    def finish(self) -> None:
        if self._stream is not None and not self._stream.eof:
            raise CannotDecode("the body ends in the middle of its deflate stream")


class _Brotli:
    """RFC 7932."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes, max_bytes: int) -> bytes:
        self._begun = self._begun or bool(data)
        try:
            decoded: bytes = self._stream.process(data, output_buffer_limit=max_bytes + 1)
            while len(decoded) <= max_bytes and not self._stream.can_accept_more_data():
                more = self._stream.process(b"", output_buffer_limit=max_bytes + 1 - len(decoded))
                if not more:
                    break
                decoded += more
        except brotli.error as error:
            raise CannotDecode(f"the body is not compressed as its header says ({error})") from error
        return decoded[: max_bytes + 1]

    def finish(self) -> None:
        if self._begun and not self._stream.is_finished():
            raise CannotDecode("the body ends in the middle of its Brotli stream")


class _Zstandard:
    """RFC 8878: frames one behind the other."""

    def __init__(self) -> None:
        self._frames = 1
        self._frame = zstd.ZstdDecompressor(options=_ZSTD_WINDOW)
        self._begun = False

    def feed(self, data: bytes, max_bytes: int) -> bytes:
        decoded = b""
        while data:
            self._begun = True
            if self._frame.eof:
                self._next_frame()
            try:
                decoded += self._frame.decompress(data, max_bytes + 1 - len(decoded))
            except zstd.ZstdError as error:
                raise CannotDecode(f"the body is not compressed as its header says ({error})") from error
            if len(decoded) > max_bytes:
                break
            data = self._frame.unused_data if self._frame.eof else b""
        return decoded

    def _next_frame(self) -> None:
        self._frames += 1
        if self._frames > _MAX_ZSTD_FRAMES:
            raise CannotDecode(f"more than {_MAX_ZSTD_FRAMES:,} Zstandard frames")
        self._frame = zstd.ZstdDecompressor(options=_ZSTD_WINDOW)

    def finish(self) -> None:
        if self._begun and not self._frame.eof:
            raise CannotDecode("the body ends in the middle of its Zstandard stream")


def _inflate(stream: "zlib._Decompress", data: bytes, max_length: int) -> bytes:
    try:
        return stream.decompress(data, max_length)
    except zlib.error as error:
        raise CannotDecode(f"the body is not compressed as its header says ({error})") from error


def decoder_for(content_encoding: str | None) -> Decoder:
    """Return a fresh decoder for the value of a Content-Encoding header.

    Raises CannotDecode for an encoding that was not offered, and for more than one on top of another.
    """
    name = (content_encoding or "").strip().lower()
    if name in {"", "identity"}:
        return _Identity()
    if name in {"gzip", "x-gzip"}:
        return _Gzip()
    if name == "deflate":
        return _Deflate()
    if name == "br":
        return _Brotli()
    if name == "zstd":
        return _Zstandard()
    raise CannotDecode(f"the content encoding is {name[:60]!r}, offered was {OFFERED!r}")
