"""The gzip members of a WARC file, one a record, and what is not whole among them.

Two breaks look alike at first and must be told apart: a file that just ends inside a member was
torn by a kill and may be healed; a member with a wrong octet was damaged and must stay as evidence.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_BLOCK = 1 << 16
_MAGIC = b"\x1f\x8b\x08"
_RECORD = b"WARC/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    offset: int
    length: int
    """Octets of the member in the file."""
    data: bytes
    """The record inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A stretch of a file that is no whole member."""

    offset: int
    resumes: int | None
    """Where the next record begins; None when nothing readable follows."""
    torn: bool
    """Nothing is wrong but that the file ends too early."""
    too_large: bool = False
    """It would unpack to more than the limit."""


class _TornError(Exception):
    pass


class _TooLargeError(Exception):
    pass


def read_members(
    file: BinaryIO, start: int = 0, *, limit: int | None = None
) -> Iterator[Member | Break]:
    """The members from `start` on in file order; after a break, those that follow it.

    `limit`: octets that a member may unpack to; for files of which nothing is known.
    """
    offset: int | None = start
    while offset is not None:
        file.seek(offset)
        if not file.read(1):
            return
        found = _member_or_break(file, offset, limit)
        yield found
        offset = found.offset + found.length if isinstance(found, Member) else found.resumes


def read_member(file: BinaryIO, offset: int) -> Member | None:
    """The member at `offset`, or None when there is no whole one."""
    found = _member_or_break(file, offset, None)
    return found if isinstance(found, Member) else None


def _member_or_break(file: BinaryIO, offset: int, limit: int | None) -> Member | Break:
    try:
        return _inflate(file, offset, limit)
    except _TooLargeError:
        resumes = _next_record(file, offset + 1)
        return Break(offset=offset, resumes=resumes, torn=False, too_large=True)
    except _TornError:
        resumes = _next_record(file, offset + 1)
        return Break(offset=offset, resumes=resumes, torn=resumes is None)
    except zlib.error:
        return Break(offset=offset, resumes=_next_record(file, offset + 1), torn=False)


def _inflate(file: BinaryIO, offset: int, limit: int | None) -> Member:
    file.seek(offset)
    inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
    parts = []
    taken = 0
    room = limit or 0
    while not inflater.eof:
        block = file.read(_BLOCK)
        if not block:
            raise _TornError
        taken += len(block)
        parts.append(inflater.decompress(block, room))
        if limit is not None:
            room -= len(parts[-1])
            # zlib takes a room of 0 for boundless.
            if inflater.unconsumed_tail or room <= 0:
                raise _TooLargeError
    return Member(offset=offset, length=taken - len(inflater.unused_data), data=b"".join(parts))


def _next_record(file: BinaryIO, start: int) -> int | None:
    """Where the next gzip member that holds a WARC record begins."""
    position = start
    while True:
        file.seek(position)
        block = file.read(_BLOCK)
        at = block.find(_MAGIC)
        while at >= 0:
            if _begins_record(file, position + at):
                return position + at
            at = block.find(_MAGIC, at + 1)
        if len(block) < _BLOCK:
            return None
        position += _BLOCK - len(_MAGIC) + 1


def _begins_record(file: BinaryIO, offset: int) -> bool:
    file.seek(offset)
    try:
        opening = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(file.read(_BLOCK), 64)
    except zlib.error:
        return False
    return opening.startswith(_RECORD)
