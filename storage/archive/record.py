"""A WARC record taken apart: its fields, its block, and the HTTP message in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader

from model.capture import RecordPlace

_END = b"\r\n\r\n"
_ABOUT_A_URL = re.compile(rb"\nWARC-Type:[ \t]*(?:response|request|revisit)", re.IGNORECASE)
_URL = re.compile(rb"\nWARC-Target-URI:", re.IGNORECASE)


class BadRecordError(ValueError):
    """A gzip member that holds no well-formed record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    place: RecordPlace
    fields: Mapping[str, str]
    """WARC fields by lower-case name."""
    block: bytes
    body: bytes
    """The block behind the HTTP headers; the block itself where there are none."""
    http_status: int | None
    """None in a request, and where there are no HTTP headers."""
    http_headers: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> str:
        return self.fields.get("warc-type", "")

    def require(self, name: str) -> str:
        """The value of a field that must be there. Raises: BadRecordError."""
        try:
            return self.fields[name]
        except KeyError:
            raise BadRecordError(f"no field {name}") from None


def parse_record(data: bytes, place: RecordPlace) -> Record:
    """The record that is the whole of `data`. Raises: BadRecordError."""
    end = data.find(_END)
    if _ABOUT_A_URL.search(data, 0, end) and not _URL.search(data, 0, end):
        # warcio takes it for granted.
        raise BadRecordError("no field warc-target-uri")
    stream = BytesIO(data)
    try:
        loaded = ArcWarcRecordLoader(verify_http=False, arc2warc=False).parse_record_stream(
            stream, known_format="warc"
        )
    except (ArchiveLoadFailed, EOFError) as error:
        raise BadRecordError(str(error)) from error
    start = end + len(_END)
    fields = {name.lower(): value for name, value in loaded.rec_headers.headers}
    block = data[start : len(data) - len(_END)]
    if not data.endswith(_END) or fields.get("content-length") != str(len(block)):
        raise BadRecordError("Content-Length does not agree with the record")
    http = loaded.http_headers
    return Record(
        place=place,
        fields=fields,
        block=block,
        body=loaded.raw_stream.read(),
        http_status=_status(http.get_statuscode()) if http else None,
        http_headers=tuple(http.headers) if http else (),
    )


def _status(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def date_of(record: Record) -> datetime:
    """WARC-Date. Raises: BadRecordError."""
    try:
        at = datetime.fromisoformat(record.require("warc-date"))
    except ValueError as error:
        raise BadRecordError(str(error)) from error
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def target_of(record: Record) -> str:
    """WARC-Target-URI; wget writes it in angle brackets. Raises: BadRecordError."""
    return record.require("warc-target-uri").removeprefix("<").removesuffix(">")
