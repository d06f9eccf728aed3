"""A gzip file member by member: each by its offset, none larger in memory than a bound (RFC 1952)."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_PIECE = 65_536


class BrokenMember(Exception):
    """The file stops or breaks in the middle of a member; `offset` is where that member starts."""

    def __init__(self, reason: str, offset: int) -> None:
        super().__init__(f"{reason} at byte {offset:,}")
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Member:
    """One whole member."""

    offset: int
    length: int
    """In the file."""
    content: bytes | None
    """Decompressed; None where it is larger than the bound."""


def read_members(file: BinaryIO, max_bytes: int) -> Iterator[Member]:
    """Yield the members of `file` from where it stands; raises BrokenMember behind the last whole one."""
    offset = file.tell()
    rest = file.read(_PIECE)
    while rest:
        content, rest, length = _read_member(file, rest, offset, max_bytes)
        yield Member(offset, length, content)
        offset += length


def _read_member(
    file: BinaryIO, piece: bytes, offset: int, max_bytes: int
) -> tuple[bytes | None, bytes, int]:
    """Return one member's content, what was read beyond it, and its length in the file."""
    member = zlib.decompressobj(wbits=31)
    content = bytearray()
    too_large = False
    length = 0
    while not member.eof:
        try:
            content += member.decompress(piece, max_bytes + 1 - len(content))
        except zlib.error as error:
            raise BrokenMember(f"no gzip data ({error})", offset) from error
        if len(content) > max_bytes:
            too_large = True
            content.clear()
        # At the end, what lies beyond it is unused_data, and unconsumed_tail can hold the same bytes again.
        tail = b"" if member.eof else member.unconsumed_tail
        length += len(piece) - len(tail)
        piece = tail
        if not piece and not member.eof and not (piece := file.read(_PIECE)):
            raise BrokenMember("the file ends in the middle of the record", offset)
    rest = member.unused_data
    return None if too_large else bytes(content), rest or file.read(_PIECE), length - len(rest)


def unpack_member(member: bytes, max_bytes: int) -> bytes:
    """Return the content of one member; raises BrokenMember where it is not whole, or larger than the bound."""
    stream = zlib.decompressobj(wbits=31)
    try:
        content = stream.decompress(member, max_bytes + 1)
    except zlib.error as error:
        raise BrokenMember(f"is no gzip data ({error})", 0) from error
    if not stream.eof or len(content) > max_bytes:
        raise BrokenMember("is not whole" if len(content) <= max_bytes else "is too large", 0)
    return content
