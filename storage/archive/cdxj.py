"""The CDXJ index of the archive: what pywb and other replay tools look pages up in."""

import base64
import hashlib
import json
import os
import re
from collections.abc import Collection, Iterable, Iterator
from heapq import merge
from pathlib import Path

from model.capture import RecordPlace
from storage.archive.appending import writing_error
from storage.archive.files import read_file
from storage.archive.posting import lookup_url, query_of
from storage.archive.record import BadRecordError, Record, date_of, target_of
from storage.archive.surt import surt

NAME = "index.cdxj"
_PARAMETERS = re.compile(r"[;\s]")
_INDEXED = ("response", "revisit", "resource", "metadata")


def write_index(folder: Path, files: tuple[Path, ...], *, afresh: bool) -> Path:
    """Writes the index of `files`, sorted, and puts it in the old one's place at once.

    What the old index says of a file is kept, and the file is read from there on; `afresh` reads
    everything. Damaged records are left out: `verify` names them. Raises: NoSpace, ArchiveError.
    """
    target = folder / NAME
    old = None if afresh else _read_old(target, {path.name for path in files})
    covered = old or {}
    new = sorted({line for path in files for line in _lines(path, covered.get(path.name, 0))})
    kept = _kept(target, covered) if old else iter(())
    try:
        _replace(target, merge(kept, new))
    except OSError as error:
        raise writing_error(target, error) from error
    return target


def conclusions_in(index: Path, kind: str, seconds: Collection[str]) -> Iterator[RecordPlace]:
    """Where an index says that conclusions of this kind stand, of these seconds (14 digits)."""
    prefix = f"urn:nianbao:{kind}:"
    with index.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(prefix) and line.split(" ", 2)[1] in seconds:
                fields = json.loads(line[line.index(" {") :])
                yield RecordPlace(
                    warc=fields["filename"],
                    offset=int(fields["offset"]),
                    length=int(fields["length"]),
                )


def _read_old(index: Path, names: set[str]) -> dict[str, int] | None:
    """How far the old index covers each file; None when there is none that can be trusted."""
    covered: dict[str, int] = {}
    previous = ""
    try:
        with index.open(encoding="utf-8") as lines:
            for line in lines:
                warc, end = _span(line)
                if warc in names:
                    covered[warc] = max(end, covered.get(warc, 0))
                if line <= previous:
                    return None
                previous = line
    except (OSError, ValueError, KeyError):
        return None
    return covered


def _kept(index: Path, covered: dict[str, int]) -> Iterator[str]:
    """The lines of the old index about files that are still there."""
    with index.open(encoding="utf-8") as lines:
        yield from (line for line in lines if _span(line)[0] in covered)


def _span(line: str) -> tuple[str, int]:
    """The file that a line points into, and the offset behind its record."""
    # An address may have a brace too; it has no space.
    fields = json.loads(line[line.index(" {") :])
    return fields["filename"], int(fields["offset"]) + int(fields["length"])


def _replace(target: Path, lines: Iterable[str]) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _lines(path: Path, start: int) -> Iterator[str]:
    for record, request in _with_requests(path, start):
        try:
            url = target_of(record)
            moment = f"{date_of(record):%Y%m%d%H%M%S}"
        except BadRecordError:
            continue
        fields = _fields(record, url)
        key = url
        posted = _posted(request) if request is not None else None
        if posted is not None:
            method, body, media_type = posted
            fields |= {"requestBody": query_of(body, media_type), "method": method}
            key = lookup_url(url, method, body, media_type)
        yield f"{surt(key)} {moment} {json.dumps(fields)}\n"


def _with_requests(path: Path, start: int) -> Iterator[tuple[Record, Record | None]]:
    """Records to be indexed, with the request that stands behind an answer."""
    waiting: Record | None = None
    for record in read_file(path, start):
        if isinstance(record, Record) and record.kind == "request" and waiting is not None:
            answered = record.fields.get("warc-concurrent-to")
            known = waiting.fields.get("warc-record-id")
            yield waiting, record if answered == known else None
            waiting = None
            continue
        if waiting is not None:
            yield waiting, None
        is_wanted = isinstance(record, Record) and _is_indexed(record)
        waiting = record if isinstance(record, Record) and is_wanted else None
    if waiting is not None:
        yield waiting, None


def _posted(request: Record) -> tuple[str, bytes, str | None] | None:
    """Method, body and type of what was sent; None for a GET, whose URL says it all."""
    method = request.block.partition(b" ")[0].decode("ascii", errors="replace")
    if method == "GET":
        return None
    types = (value for name, value in request.http_headers if name.lower() == "content-type")
    return method, request.body, next(types, None)


def _is_indexed(record: Record) -> bool:
    is_fields = record.fields.get("content-type") == "application/warc-fields"
    return record.kind in _INDEXED and not is_fields


def _fields(record: Record, url: str) -> dict[str, str]:
    fields = {
        "url": url,
        "mime": _mime(record),
        "status": None if record.http_status is None else str(record.http_status),
        "digest": record.fields.get("warc-payload-digest") or _sha1(record),
        "length": str(record.place.length),
        "offset": str(record.place.offset),
        "filename": record.place.warc,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _sha1(record: Record) -> str | None:
    """In place of the digest that others left out of a record, as indexers compute it."""
    if record.kind == "revisit":
        return None
    digest = hashlib.sha1(record.body, usedforsecurity=False).digest()
    return f"sha1:{base64.b32encode(digest).decode()}"


def _mime(record: Record) -> str | None:
    if record.kind == "revisit":
        return "warc/revisit"
    if record.kind == "response":
        values = (v for n, v in record.http_headers if n.lower() == "content-type")
        value = next(values, None)
    else:
        value = record.fields.get("content-type")
    return None if value is None else _PARAMETERS.split(value, maxsplit=1)[0]
