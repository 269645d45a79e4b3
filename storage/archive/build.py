"""Exchanges, files and conclusions as WARC records, gzipped one member each.

Records are put together here and not by warcio, whose writer takes several times as long for the
same octets, three times a page; the tests hold the two against each other.
"""

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from model.capture import Capture
from model.ids import CaptureId
from storage.archive.coding import content_codings, contradicts
from storage.archive.exchange import Exchange
from storage.archive.identity import (
    clean_uri,
    digest_of,
    labelled,
    new_id,
    to_record_id,
    warc_date,
)

NOT_MODIFIED = 304
TLS_EXCEPTION = "Nianbao-TLS-Exception"
ENTITY_DIGEST = "Nianbao-Entity-Digest"
ENTITY_LENGTH = "Nianbao-Entity-Length"
ENTITY_TYPE = "Nianbao-Entity-Type"
"""What a revisit record stands for, so that it can be read without the record it refers to."""

_VERSION = "WARC/1.1"
_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
_SAME_PAYLOAD = _PROFILES + "identical-payload-digest"
_NOT_MODIFIED_PROFILE = _PROFILES + "server-not-modified"
_ANY_TYPE = "application/octet-stream"
_ANSWER_TYPE = "application/http; msgtype=response"
_REQUEST_TYPE = "application/http; msgtype=request"
_LEVEL = 6
"""Of zlib. Level 9 saves half an octet in a hundred, and monotonous pages take it twice as long."""
_GZIP = 16
"""Added to the bits of a window it asks zlib for gzip's frame."""
_SMALL = 1 << 12
"""Octets. For less, zlib's usual tables of 256 KiB take longer to clear than to be used."""
_LINE_BREAKS = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where the next record will stand, and which warcinfo heads its file."""

    warc: str
    offset: int
    warcinfo: CaptureId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A record that is to stand at a spot."""

    id: CaptureId
    octets: bytes
    """The record itself."""
    member: bytes
    """The same as a gzip member, as it stands in the file."""


def build_warcinfo(spot: Spot, at: datetime, fields: Mapping[str, str]) -> Built:
    body = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
    head = _Head(kind="warcinfo", uri="", at=at, fields={"WARC-Filename": spot.warc})
    return _built(spot, head, "application/warc-fields", body)


def build_response(spot: Spot, exchange: Exchange) -> Built:
    fields = {"WARC-Payload-Digest": labelled(digest_of(exchange.body))} | _truncation(exchange)
    block = _answer(exchange) + exchange.body
    return _built(spot, _head("response", exchange, fields), _ANSWER_TYPE, block)


def build_revisit(spot: Spot, exchange: Exchange, known: Capture) -> Built:
    """The headers of an answer whose payload `known` holds."""
    unmodified = exchange.status == NOT_MODIFIED
    fields = _reference(known, _NOT_MODIFIED_PROFILE if unmodified else _SAME_PAYLOAD)
    if unmodified and known.media_type is not None:
        fields[ENTITY_TYPE] = known.media_type
    fields |= _truncation(exchange)
    return _built(spot, _head("revisit", exchange, fields), _ANSWER_TYPE, _answer(exchange))


def build_request(spot: Spot, exchange: Exchange, answer: CaptureId) -> Built:
    parts = urlsplit(clean_uri(exchange.url))
    headers = list(exchange.request_headers)
    if not any(name.lower() == "host" for name, _ in headers):
        headers.insert(0, ("Host", parts.netloc.rpartition("@")[2]))
    sent = exchange.request_body
    if sent and not any(name.lower() == "content-length" for name, _ in headers):
        headers.append(("Content-Length", str(len(sent))))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = f"{exchange.method} {target} HTTP/1.1"
    fields = {
        "WARC-Concurrent-To": to_record_id(answer),
        "WARC-Payload-Digest": labelled(digest_of(sent)),
    }
    block = _http(line, headers) + sent
    return _built(spot, _head("request", exchange, fields), _REQUEST_TYPE, block)


def build_resource(
    spot: Spot, at: datetime, uri: str, payload: bytes, media_type: str | None
) -> Built:
    fields = {"WARC-Payload-Digest": labelled(digest_of(payload))}
    head = _Head(kind="resource", uri=uri, at=at, fields=fields)
    return _built(spot, head, media_type or _ANY_TYPE, payload)


def build_resource_revisit(
    spot: Spot, at: datetime, uri: str, known: Capture, media_type: str | None
) -> Built:
    fields = _reference(known, _SAME_PAYLOAD) | {ENTITY_TYPE: media_type or _ANY_TYPE}
    head = _Head(kind="revisit", uri=uri, at=at, fields=fields)
    return _built(spot, head, media_type or _ANY_TYPE, b"")


def build_conversion(spot: Spot, source: Capture, payload: bytes, media_type: str) -> Built:
    """What was made of a capture's payload: a page as its scripts leave it."""
    fields = {
        "WARC-Payload-Digest": labelled(digest_of(payload)),
        "WARC-Refers-To": to_record_id(source.id),
    }
    head = _Head(kind="conversion", uri=clean_uri(source.url), at=source.at, fields=fields)
    return _built(spot, head, media_type, payload)


def build_metadata(
    spot: Spot, at: datetime, uri: str, body: bytes, refers_to: CaptureId | None
) -> Built:
    fields = {"WARC-Payload-Digest": labelled(digest_of(body))}
    if refers_to is not None:
        fields["WARC-Refers-To"] = to_record_id(refers_to)
    head = _Head(kind="metadata", uri=uri, at=at, fields=fields)
    return _built(spot, head, "application/json", body)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What the WARC fields of a record say besides its digests."""

    kind: str
    uri: str
    at: datetime
    fields: Mapping[str, str]


def _head(kind: str, exchange: Exchange, fields: Mapping[str, str]) -> _Head:
    circumstances = {
        "WARC-IP-Address": exchange.ip_address,
        TLS_EXCEPTION: _flat(exchange.tls_exception or ""),
    }
    known = {name: value for name, value in circumstances.items() if value}
    return _Head(kind=kind, uri=clean_uri(exchange.url), at=exchange.at, fields={**fields, **known})


def _built(spot: Spot, head: _Head, media_type: str, block: bytes) -> Built:
    id_ = new_id(spot.warc, spot.offset, head.kind, head.uri)
    fields = {
        "WARC-Type": head.kind,
        "WARC-Record-ID": to_record_id(id_),
        "WARC-Date": warc_date(head.at),
        **head.fields,
        "WARC-Block-Digest": labelled(digest_of(block)),
    }
    if spot.warcinfo is not None:
        fields["WARC-Warcinfo-ID"] = to_record_id(spot.warcinfo)
    if head.uri:
        fields["WARC-Target-URI"] = head.uri
    fields["Content-Type"] = media_type
    fields["Content-Length"] = str(len(block))
    octets = b"".join((_lines(_VERSION, fields.items()).encode(), block, b"\r\n\r\n"))
    return Built(id=id_, octets=octets, member=_gzipped(octets))


def _gzipped(octets: bytes) -> bytes:
    small = len(octets) <= _SMALL
    gzip = (
        zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP + _SMALL.bit_length() - 1, 5)
        if small
        else zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP + zlib.MAX_WBITS)
    )
    return gzip.compress(octets) + gzip.flush()


def _http(first: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """A head in the octets that it came in."""
    text = _lines(first, ((_flat(name), _flat(value)) for name, value in headers))
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def _lines(first: str, fields: Iterable[tuple[str, str]]) -> str:
    return "".join((first, "\r\n", *(f"{name}: {value}\r\n" for name, value in fields), "\r\n"))


def _reference(known: Capture, profile: str) -> dict[str, str]:
    if known.refers_to is not None:
        raise ValueError(f"capture {known.id} is a revisit itself and holds no payload")
    return {
        "WARC-Profile": profile,
        "WARC-Refers-To": to_record_id(known.id),
        "WARC-Refers-To-Target-URI": known.url,
        "WARC-Refers-To-Date": warc_date(known.at),
        "WARC-Payload-Digest": labelled(known.stored_digest or known.payload_digest),
        ENTITY_DIGEST: labelled(known.payload_digest),
        ENTITY_LENGTH: str(known.payload_length),
    }


def _truncation(exchange: Exchange) -> dict[str, str]:
    return {"WARC-Truncated": exchange.truncated} if exchange.truncated else {}


def _answer(exchange: Exchange) -> bytes:
    # HTTP/2 has no text form; its answers are written as WARC writers do, in that of HTTP/1.1.
    protocol = exchange.protocol if exchange.protocol == "HTTP/1.0" else "HTTP/1.1"
    status = f"{exchange.status} {_flat(exchange.reason)}".strip()
    return _http(f"{protocol} {status}", _replayable(exchange))


def _replayable(exchange: Exchange) -> list[tuple[str, str]]:
    """The headers, those that contradict the stored body set aside under `X-Orig-…`."""
    headers = exchange.response_headers
    aside = {"transfer-encoding"}
    if contradicts(exchange.body, content_codings(headers)):
        aside.add("content-encoding")
    kept = []
    for name, value in headers:
        key = name.lower()
        wrong_length = key == "content-length" and value.strip() != str(len(exchange.body))
        if key in aside or (wrong_length and exchange.body):
            kept.append((f"X-Orig-{name}", value))
            if wrong_length:
                kept.append((name, str(len(exchange.body))))
        else:
            kept.append((name, value))
    return kept


def _flat(text: str) -> str:
    """Without line breaks. Not `splitlines`: to it 0x85 is one, and UTF-8 is full of that."""
    return _LINE_BREAKS.sub(" ", text)
