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
_LINES = rb"((?:[!#$%&'*+.^_`|~0-9A-Za-z-]+: [!-~](?:[ -~]*[!-~])?\r\n)*)\r\n"
_WARC_HEAD = re.compile(rb"WARC/1\.[01]\r\n" + _LINES)
_HTTP_HEAD = re.compile(rb"HTTP/1\.[01] ([0-9]{3})(?: [ -~]*)?\r\n" + _LINES)
_WITH_HTTP = ("response", "revisit")
_WITHOUT_HTTP = ("metadata", "resource")


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
    return parse_tidy(data, place) or parse_any(data, place)


def parse_tidy(data: bytes, place: RecordPlace) -> Record | None:
    """What warcio would make of a record whose heads can be read in one way only: nothing folded,
    repeated, empty, padded or beyond ASCII. That is nearly every one of ours, and every capture is
    read back as soon as it is written. None for any other."""
    head = _WARC_HEAD.match(data)
    if head is None or not data.endswith(_END):
        return None
    pairs = _pairs(head[1])
    fields = {name.lower(): value for name, value in pairs}
    block = data[head.end() : len(data) - len(_END)]
    uri = fields.get("warc-target-uri", "")
    sound = len(fields) == len(pairs) and fields.get("content-length") == str(len(block))
    if not sound or " " in uri or uri.startswith("<"):
        return None
    kind = fields.get("warc-type")
    if kind in _WITHOUT_HTTP:
        return Record(
            place=place, fields=fields, block=block, body=block, http_status=None, http_headers=()
        )
    http = _HTTP_HEAD.match(block)
    if kind not in _WITH_HTTP or http is None or not uri.startswith(("http:", "https:")):
        return None
    return Record(
        place=place,
        fields=fields,
        block=block,
        body=block[http.end() :],
        http_status=int(http[1]),
        http_headers=_pairs(http[2]),
    )


def _pairs(lines: bytes) -> tuple[tuple[str, str], ...]:
    split = (line.partition(": ") for line in lines.decode("ascii").split("\r\n")[:-1])
    return tuple((name, value) for name, _, value in split)


def parse_any(data: bytes, place: RecordPlace) -> Record:
    """Raises: BadRecordError."""
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
