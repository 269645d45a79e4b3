"""WARC files of others: every whole record, and what is wrong with the rest.

Nothing is taken for granted: a file may be compressed record by record (as the standard asks), as a
whole, or not at all; it may be of WARC 1.0 or 1.1, cut short, damaged, or made to exhaust memory.
"""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from model.capture import RecordPlace
from model.text import Text
from storage.archive.members import Member, read_members
from storage.archive.record import BadRecordError, Record, parse_record

LARGEST_RECORD = 1 << 28
"""Octets, unpacked. No report comes near; a bomb goes beyond."""

_GZIP = b"\x1f\x8b"
_VERSION = b"WARC/"
_LONGEST_LINE = 1 << 16
_LONGEST_HEAD = 1 << 18
_LONGEST_SKIP = 1 << 34
"""Octets of a record that are unpacked only to be passed over; behind more the file is given up."""
_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignRecord:
    record: Record
    """Its place is that in the file of others."""
    octets: bytes
    """The record itself, unpacked."""
    member: bytes | None
    """As it stood in the file, when it was a gzip member of its own."""

    def packed(self) -> bytes:
        """One gzip member; equal input gives equal octets."""
        return self.member or gzip.compress(self.octets, mtime=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """What could not be taken from a file of others."""

    source: str
    offset: int
    """Octets from the beginning of the file; unpacked ones where it is compressed as a whole."""
    what: Text
    remedy: Text


AGAIN = Text(
    "请从来源重新取得这个文件后再次导入：已导入的记录不会重复。",
    "Get the file again from where it came and import it again: nothing is taken in twice.",
)
_SMALLER = Text(
    "它不会是年度报告；确需保存时，请用产生它的工具把它单独导出为文件，再用 nianbao add 添加。",
    "It is no annual report; if it must be kept, export it as a file with the tool that made it "
    "and give that to nianbao add.",
)
_TOO_LARGE = Text(
    f"解压后超过 {LARGEST_RECORD >> 20} MB，未导入",
    f"more than {LARGEST_RECORD >> 20} MB when unpacked: not imported",
)
_DAMAGED = Text("压缩数据已损坏，无法解压", "the compressed data is damaged and cannot be unpacked")
_CUT = Text("文件在记录中间中断", "the file ends inside a record")
_NO_RECORD = Text("此处不是 WARC 记录", "no WARC record begins here")


def read_foreign(path: Path, name: str) -> Iterator[ForeignRecord | Flaw]:
    """The records of one file in their order. `name` is what messages call it.

    Raises: OSError when it cannot be read.
    """
    with path.open("rb") as file:
        if not file.read(2).startswith(_GZIP):
            file.seek(0)
            yield from _in_stream(file, name)
        elif _is_one_member(file):
            with gzip.open(path) as stream:
                yield from _in_stream(stream, name)  # type: ignore[arg-type]  # reads as BinaryIO
        else:
            yield from _in_members(file, name)


def _is_one_member(file: BinaryIO) -> bool:
    """Whether the whole file was compressed at once, with its records behind one another."""
    first = next(read_members(file, limit=LARGEST_RECORD), None)
    if first is None:
        return False
    if not isinstance(first, Member):
        # A large file or the beginning of one; or a bomb, whose record is passed over as well.
        return (first.too_large or first.torn) and first.resumes is None
    return first.length == file.seek(0, 2) and len(list(_split(BytesIO(first.data)))) > 1


def _in_members(file: BinaryIO, name: str) -> Iterator[ForeignRecord | Flaw]:
    for found in read_members(file, limit=LARGEST_RECORD):
        if not isinstance(found, Member):
            what = _TOO_LARGE if found.too_large else _CUT if found.torn else _DAMAGED
            remedy = _SMALLER if found.too_large else AGAIN
            yield Flaw(source=name, offset=found.offset, what=what, remedy=remedy)
            continue
        place = RecordPlace(warc=name, offset=found.offset, length=found.length)
        whole = _parsed(found.data, place)
        if whole is not None:
            file.seek(found.offset)
            member = file.read(found.length)
            yield ForeignRecord(record=whole, octets=found.data, member=member)
            continue
        for piece in _split(BytesIO(found.data)):
            yield _record_or_flaw(piece, name, found.offset)


def _in_stream(stream: BinaryIO, name: str) -> Iterator[ForeignRecord | Flaw]:
    for piece in _split(stream):
        yield _record_or_flaw(piece, name, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    offset: int
    octets: bytes = b""
    wrong: Text | None = None
    remedy: Text = AGAIN


def _record_or_flaw(piece: _Piece, name: str, base: int) -> ForeignRecord | Flaw:
    # Records that share a gzip member are all found at its beginning.
    offset = base or piece.offset
    if piece.wrong is not None:
        return Flaw(source=name, offset=offset, what=piece.wrong, remedy=piece.remedy)
    place = RecordPlace(warc=name, offset=offset, length=len(piece.octets))
    record = _parsed(piece.octets, place)
    if record is None:
        return Flaw(source=name, offset=offset, what=_NO_RECORD, remedy=AGAIN)
    return ForeignRecord(record=record, octets=piece.octets, member=None)


def _parsed(octets: bytes, place: RecordPlace) -> Record | None:
    try:
        return parse_record(octets, place)
    except BadRecordError:
        return None


def _split(stream: BinaryIO) -> Iterator[_Piece]:
    """The records of unpacked octets. After what is none, goes on at the next."""
    offset = 0
    lost = False
    try:
        while line := stream.readline(_LONGEST_LINE):
            if not line.startswith(_VERSION):
                if line.strip() and not lost:
                    lost = True
                    yield _Piece(offset=offset, wrong=_NO_RECORD)
                offset += len(line)
                continue
            piece, taken = _read_record(stream, line, offset)
            lost = piece.wrong is _NO_RECORD
            yield piece
            offset += taken
    except (EOFError, OSError, zlib.error):
        # Of a file compressed as a whole nothing behind the damage can be found.
        yield _Piece(offset=offset, wrong=_DAMAGED)


def _read_record(stream: BinaryIO, first: bytes, offset: int) -> tuple[_Piece, int]:
    """A record whose first line has been read, and how many octets it took."""
    head = first
    while line := stream.readline(_LONGEST_LINE):
        head += line
        if not line.strip():
            break
        if len(head) > _LONGEST_HEAD:
            return _Piece(offset=offset, wrong=_NO_RECORD), len(head)
    length = _content_length(head)
    if length is None:
        return _Piece(offset=offset, wrong=_NO_RECORD), len(head)
    if length > LARGEST_RECORD:
        skipped = _skip(stream, length)
        return _Piece(offset=offset, wrong=_TOO_LARGE, remedy=_SMALLER), len(head) + skipped
    block = stream.read(length)
    taken = len(head) + len(block)
    if len(block) < length:
        return _Piece(offset=offset, wrong=_CUT), taken
    return _Piece(offset=offset, octets=head + block + _END), taken


def _content_length(head: bytes) -> int | None:
    for line in head.splitlines():
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    return None


def _skip(stream: BinaryIO, length: int) -> int:
    """Raises: EOFError when what follows is not worth the way there."""
    if length > _LONGEST_SKIP:
        raise EOFError
    left = length
    while left > 0 and (block := stream.read(min(left, _LONGEST_LINE))):
        left -= len(block)
    return length - left
