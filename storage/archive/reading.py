"""Records as captures and conclusions: what the database holds can be read back from here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from model.capture import Capture, RecordPlace, Visit
from model.ids import Digest
from model.text import Text
from storage.archive.build import ENTITY_DIGEST, ENTITY_LENGTH, ENTITY_TYPE
from storage.archive.coding import content_codings, decode, unchunk
from storage.archive.files import Damage, damaged, is_imported, read_file
from storage.archive.identity import digest_of, from_record_id
from storage.archive.metadata import Conclusion, from_body
from storage.archive.record import BadRecordError, Record, date_of, target_of
from storage.codec import CodecError

CLOCK_FIELD = "clock"
SIMULATED = "simulated"
_HEX_DIGITS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """One thing read back from the archive, and where it stood."""

    item: Capture | Conclusion
    place: RecordPlace
    simulated: bool
    """Whether its file says that the clock was simulated."""


def read_archived(path: Path, start: int = 0) -> Iterator[Archived | Damage]:
    """What one file holds from `start` on, in writing order."""
    simulated = start > 0 and _file_is_simulated(path)
    for record in read_file(path, start):
        if isinstance(record, Damage):
            yield record
            continue
        if record.kind == "warcinfo" and record.place.offset == 0:
            # Later ones are those of imported files: they do not speak for this one.
            simulated = _is_simulated(record)
        try:
            item = item_of(record)
        except (BadRecordError, CodecError, ValueError) as error:
            yield damaged(
                record.place, Text(f"记录内容无法识读（{error}）", f"cannot be read ({error})")
            )
            continue
        if item is not None:
            yield Archived(item=item, place=record.place, simulated=simulated)


def item_of(record: Record) -> Capture | Conclusion | None:
    """What a record tells; None for requests, warcinfo and the metadata of other programs.

    Nor is anything concluded from what others concluded: imported visits, looks and decisions are
    kept and not heard.

    Raises: BadRecordError, CodecError.
    """
    if record.kind in ("response", "resource"):
        return _capture(record)
    if record.kind == "revisit":
        return _revisit(record)
    is_ours = record.fields.get("warc-target-uri", "").startswith("urn:nianbao:")
    is_ours = is_ours and not is_imported(record.place.warc)
    if record.kind == "metadata" and is_ours:
        item = from_body(record.block)
        return replace(item, record=record.place) if isinstance(item, Visit) else item
    return None


def entity_of(record: Record) -> bytes:
    """The body of a response or resource with its codings undone."""
    body = unchunk(record.body, record.http_headers)
    decoded = decode(body, content_codings(record.http_headers))
    return body if decoded is None else decoded


def _capture(record: Record) -> Capture:
    entity = entity_of(record)
    digest = digest_of(entity)
    stored = digest if entity is record.body else digest_of(record.body)
    return Capture(
        id=from_record_id(record.require("warc-record-id")),
        url=target_of(record),
        at=date_of(record),
        http_status=record.http_status,
        media_type=_media_type(record),
        payload_digest=digest,
        payload_length=len(entity),
        record=record.place,
        stored_digest=stored if stored != digest else None,
        etag=_http(record, "etag"),
        last_modified=_http(record, "last-modified"),
        truncated=record.fields.get("warc-truncated"),
    )


def _revisit(record: Record) -> Capture:
    digest = _bare(record.require(ENTITY_DIGEST.lower()))
    stored = _bare(record.fields.get("warc-payload-digest", "")) or digest
    return Capture(
        id=from_record_id(record.require("warc-record-id")),
        url=target_of(record),
        at=date_of(record),
        http_status=record.http_status,
        media_type=record.fields.get(ENTITY_TYPE.lower()) or _media_type(record),
        payload_digest=digest,
        payload_length=int(record.require(ENTITY_LENGTH.lower())),
        record=record.place,
        refers_to=from_record_id(record.require("warc-refers-to")),
        stored_digest=stored if stored != digest else None,
        etag=_http(record, "etag"),
        last_modified=_http(record, "last-modified"),
        truncated=record.fields.get("warc-truncated"),
    )


def _bare(label: str) -> Digest:
    """The SHA-256 of a label; empty for one by another algorithm, as imported records have."""
    value = label.removeprefix("sha256:")
    return Digest(value if value != label and len(value) == _HEX_DIGITS else "")


def _http(record: Record, name: str) -> str | None:
    return next((value for key, value in record.http_headers if key.lower() == name), None)


def _media_type(record: Record) -> str | None:
    """Type and subtype without parameters, lower case."""
    of_record = record.fields.get("content-type") if record.kind == "resource" else None
    value = of_record or _http(record, "content-type") or ""
    return value.partition(";")[0].strip().lower() or None


def _is_simulated(warcinfo: Record) -> bool:
    return f"{CLOCK_FIELD}: {SIMULATED}".encode() in warcinfo.block.splitlines()


def _file_is_simulated(path: Path) -> bool:
    first = next(read_file(path), None)
    return isinstance(first, Record) and first.kind == "warcinfo" and _is_simulated(first)
