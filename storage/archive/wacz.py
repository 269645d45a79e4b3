"""WACZ 1.1.1 packages of the archive: chosen records, octet for octet, with index and pages.

What replay tools and `wacz validate` ask for: WARC files stored in the zip and not deflated (so
that a browser can read a single record of a large package), a compressed CDXJ index with its own
index, the pages by title, and the digest of everything. The same records give the same octets:
the only moments in a package are those of its records.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, islice
from pathlib import Path
from typing import IO, BinaryIO

from model.capture import RecordPlace
from model.errors import ArchiveError
from model.text import Text
from storage.archive.appending import writing_error
from storage.archive.build import NOT_MODIFIED
from storage.archive.files import serial_of
from storage.archive.identity import digest_of, labelled
from storage.archive.members import Member, read_members
from storage.archive.record import BadRecordError, Record, parse_record
from storage.archive.verify import faults

VERSION = "1.1.1"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LINES_IN_A_BLOCK = 1024
_READABLE = 0o644 << 16
_UNIX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePage:
    """One entry of the package's table of contents."""

    url: str
    at: datetime
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """What a package is to hold."""

    places: Sequence[RecordPlace]
    """Captures, what revisits refer to, conclusions; in any order. Requests join by themselves."""
    pages: Sequence[PackagePage]
    title: str
    description: str
    software: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    records: int
    octets: int
    """Of the package."""
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copied:
    """A record's new place."""

    offset: int
    length: int
    digest: str


_Places = dict[tuple[str, int], _Copied]


def write_package(target: Path, folder: Path, index: Path, packing: Packing) -> Packed:
    """Writes a package of records of `folder`, which `index` covers, and puts it there at once.

    Memory grows with the number of records, not with their size.
    Raises: ArchiveError when a record is not as it was written; NoSpace.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with ExitStack() as undo:
            undo.callback(temporary.unlink, missing_ok=True)
            with temporary.open("w+b") as file:
                copied = _write(file, folder, index, packing)
                file.flush()
                os.fsync(file.fileno())
                file.seek(0)
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                octets = file.tell()
            temporary.replace(target)
            undo.pop_all()
    except OSError as error:
        raise writing_error(target, error) from error
    return Packed(records=len(copied), octets=octets, sha256=digest)


def _write(file: IO[bytes], folder: Path, index: Path, packing: Packing) -> _Places:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        writing = _Writing(package)
        copied: _Places = {}
        order = sorted(
            {(place.warc, place.offset) for place in packing.places},
            key=lambda place: (serial_of(Path(place[0])), *place),
        )
        for warc, group in groupby(order, key=lambda place: place[0]):
            with writing.member(f"archive/{warc}") as out:
                _copy_records(folder / warc, [offset for _, offset in group], out, copied)
        _write_index(writing, _lines(index, copied))
        with writing.member("pages/pages.jsonl") as out:
            for line in _page_lines(packing.pages):
                out.write(line)
        described = _datapackage(packing, writing.resources)
        with writing.member("datapackage.json") as out:
            out.write(described)
        with writing.member("datapackage-digest.json") as out:
            digest = labelled(digest_of(described))
            out.write(_json({"path": "datapackage.json", "hash": digest}))
    return copied


class _Member:
    """A member being written, hashed on its way."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self.size += len(data)

    def digest(self) -> str:
        return f"sha256:{self._digest.hexdigest()}"


class _Writing:
    """A package being written, and what its description must say of each member."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self.resources: list[dict[str, object]] = []

    @contextmanager
    def member(self, path: str) -> Iterator[_Member]:
        info = zipfile.ZipInfo(path, _EPOCH)
        info.external_attr = _READABLE
        info.create_system = _UNIX
        with self._package.open(info, "w", force_zip64=True) as out:
            member = _Member(out)
            yield member
        self.resources.append(
            {
                "name": Path(path).name.lower(),
                "path": path,
                "hash": member.digest(),
                "bytes": member.size,
            }
        )


def _copy_records(path: Path, offsets: Sequence[int], out: _Member, copied: _Places) -> None:
    """Copies the warcinfo that heads the file, the records, and what belongs to each."""
    with path.open("rb") as file:
        until = 0
        for offset in (0, *offsets):
            if offset < until:
                continue  # it came along with the one before
            for member in _with_company(file, path.name, offset):
                file.seek(member.offset)
                octets = file.read(member.length)
                copied[path.name, member.offset] = _Copied(
                    offset=out.size, length=member.length, digest=labelled(digest_of(octets))
                )
                out.write(octets)
                until = member.offset + member.length


def _with_company(file: BinaryIO, warc: str, offset: int) -> Iterator[Member]:
    """The record at `offset`, checked, and those right behind that belong to it.

    They are the request that it answers and what was made of it. Raises: ArchiveError.
    """
    members = read_members(file, offset)
    first = next(members, None)
    if not isinstance(first, Member):
        raise _damaged(warc, offset)
    record = _sound_record(first, warc)
    yield first
    if record.kind not in ("response", "revisit"):
        return
    for member in members:
        # What cannot be read says not whose it is, and does not stand against the record itself.
        if not isinstance(member, Member):
            return
        company = _parsed(member, warc)
        if company is None or not _belongs_to(company, record):
            return
        if any(True for _ in faults(company)):
            raise _damaged(warc, member.offset)
        yield member


def _belongs_to(company: Record, record: Record) -> bool:
    field = {"request": "warc-concurrent-to", "conversion": "warc-refers-to"}.get(company.kind)
    owner = company.fields.get(field) if field is not None else None
    return owner is not None and owner == record.fields.get("warc-record-id")


def _sound_record(member: Member, warc: str) -> Record:
    record = _parsed(member, warc)
    if record is None or any(True for _ in faults(record)):
        raise _damaged(warc, member.offset)
    return record


def _parsed(member: Member, warc: str) -> Record | None:
    place = RecordPlace(warc=warc, offset=member.offset, length=member.length)
    try:
        return parse_record(member.data, place)
    except BadRecordError:
        return None


def _damaged(warc: str, offset: int) -> ArchiveError:
    return ArchiveError(
        f"{warc}@{offset}",
        Text("记录已损坏，不能作为证据导出", "the record is damaged and no evidence to export"),
        Text(
            "请运行 nianbao archive verify，从备份恢复该文件后再导出。",
            "Run `nianbao archive verify`, restore the file from a copy and export again.",
        ),
    )


def _lines(index: Path, copied: _Places) -> Iterator[str]:
    """The lines of the archive's index about copied records, with their new places; sorted.

    An answer "not modified" is in the package and not in its index: replay tools would show its
    empty body, and without it they show the page that it stands for.
    """
    with index.open(encoding="utf-8") as lines:
        for line in lines:
            key, brace, rest = line.partition(" {")
            fields = json.loads(brace + rest)
            place = copied.get((fields["filename"], int(fields["offset"])))
            if place is not None and not _is_unmodified(fields):
                fields |= {"offset": str(place.offset), "recordDigest": place.digest}
                yield f"{key} {json.dumps(fields)}\n"


def _is_unmodified(fields: Mapping[str, str]) -> bool:
    return fields.get("status") == str(NOT_MODIFIED) and fields.get("mime") == "warc/revisit"


def _write_index(writing: _Writing, lines: Iterable[str]) -> None:
    """`index.cdx.gz` in blocks that can be read by themselves, and what begins each of them."""
    name = "index.cdx.gz"
    meta = {"format": "cdxj-gzip-1.0", "filename": name}
    heads = [f"!meta 0 {json.dumps(meta)}\n"]
    remaining = iter(lines)
    with writing.member(f"indexes/{name}") as out:
        while block := list(islice(remaining, _LINES_IN_A_BLOCK)):
            packed = _gzipped("".join(block).encode())
            place = {
                "offset": out.size,
                "length": len(packed),
                "digest": labelled(digest_of(packed)),
                "filename": name,
            }
            heads.append(f"{block[0].partition(' {')[0]} {json.dumps(place)}\n")
            out.write(packed)
    with writing.member("indexes/index.idx") as out:
        for head in heads:
            out.write(head.encode())


def _gzipped(data: bytes) -> bytes:
    # Not gzip.compress: its header differs between versions of Python.
    packer = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def _page_lines(pages: Sequence[PackagePage]) -> Iterator[bytes]:
    yield _json({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"})
    for page in sorted(pages, key=lambda page: (page.at, page.url, page.title)):
        ts = _second(page.at)
        name = hashlib.sha256(f"{ts} {page.url}".encode()).hexdigest()[:20]
        yield _json({"id": name, "url": page.url, "ts": ts, "title": page.title})


def _datapackage(packing: Packing, resources: Sequence[Mapping[str, object]]) -> bytes:
    fields: dict[str, object] = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": packing.title,
        "description": packing.description,
        "software": packing.software,
        "created": _second(packing.created),
    }
    if packing.pages:
        # The first of the list is the one to open.
        fields |= {
            "mainPageUrl": packing.pages[0].url,
            "mainPageDate": _second(packing.pages[0].at),
        }
    return _json({**fields, "resources": list(resources)})


def _second(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _json(value: Mapping[str, object]) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()
