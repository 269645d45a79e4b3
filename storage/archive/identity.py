"""Ids of records and captures: the same whenever the same record is read.

A record's id is a UUID computed from where and what it is, not drawn at random: a capture's id is
that UUID, so that evidence named by capture id can be found in the archive with any WARC tool.
"""

from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from model.ids import CaptureId, Digest

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:nianbao:record")
_UUID_URN = "urn:uuid:"
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


def new_id(warc: str, offset: int, kind: str, uri: str) -> CaptureId:
    """The id of the record of type `kind` about `uri` at this place of the archive."""
    return CaptureId(str(uuid5(_NAMESPACE, f"{warc} {offset} {kind} {uri}")))


def to_record_id(capture: CaptureId) -> str:
    """`WARC-Record-ID` of a capture."""
    return f"<{_UUID_URN}{capture}>"


def from_record_id(record_id: str) -> CaptureId:
    bare = record_id.strip("<>")
    if bare.startswith(_UUID_URN):
        return CaptureId(bare.removeprefix(_UUID_URN))
    return CaptureId(str(uuid5(_NAMESPACE, bare)))


def clean_uri(uri: str) -> str:
    """`uri` in printable ASCII, for a header field: a line break would end the field."""
    return quote(uri.strip(), safe=_PRINTABLE)


def digest_of(data: bytes) -> Digest:
    return Digest(sha256(data).hexdigest())


def labelled(digest: Digest) -> str:
    """A digest as WARC fields carry it."""
    return f"sha256:{digest}"


def warc_date(at: datetime) -> str:
    """RFC 3339 in UTC; WARC 1.1 allows fractions of a second."""
    if at.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {at}")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
