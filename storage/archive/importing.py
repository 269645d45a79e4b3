"""Records of others, copied into files of their own that say where they come from.

A record is kept octet for octet, its gzip member as well where it had one. Only a revisit gets
fields added: others refer to what holds its payload by URL and date, and leave out what it stands
for; ours can be read without the record that they refer to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from model.capture import Capture, RecordPlace
from model.ids import Digest
from storage.archive.build import ENTITY_DIGEST, ENTITY_LENGTH, ENTITY_TYPE
from storage.archive.files import is_imported, read_file, warc_files
from storage.archive.foreign import ForeignRecord
from storage.archive.identity import clean_uri, labelled, to_record_id, warc_date
from storage.archive.reading import item_of
from storage.archive.record import Record, parse_record
from storage.archive.writer import Writer

_REFERS_TO = "warc-refers-to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where imported records come from."""

    name: str
    """The file's name, without the folders in front of it: paths tell about people."""
    member: str | None
    """Its path in a package."""
    digest: Digest
    """Of the WARC file."""
    at: datetime
    """When it was imported."""

    def fields(self) -> Mapping[str, str]:
        """For `warcinfo`."""
        fields = {
            "imported-from": clean_uri(self.name),
            "imported-digest": labelled(self.digest),
            "imported-at": warc_date(self.at),
            "description": "Records that others archived. Their dates are theirs, not checked.",
        }
        return fields | ({"imported-member": clean_uri(self.member)} if self.member else {})


def write_imported(
    writer: Writer, at: datetime, records: Sequence[ForeignRecord]
) -> tuple[Capture | None, ...]:
    """Makes the records durable together; gives the capture of each that is one.

    Raises: NoSpace, ArchiveError; nothing of them is then there.
    """
    spot, members = writer.append(at, lambda _: tuple(record.packed() for record in records))
    captures = []
    offset = spot.offset
    for found, member in zip(records, members, strict=True):
        place = RecordPlace(warc=spot.warc, offset=offset, length=len(member))
        captures.append(capture_at(found.octets, place))
        offset += len(member)
    return tuple(captures)


def capture_at(octets: bytes, place: RecordPlace) -> Capture | None:
    """Raises: BadRecordError."""
    item = item_of(parse_record(octets, place))
    return item if isinstance(item, Capture) else None


def with_holder(found: ForeignRecord, holder: Capture) -> ForeignRecord:
    """A revisit that names what holds its payload, and says what it stands for."""
    fields = {
        ENTITY_DIGEST: labelled(holder.payload_digest),
        ENTITY_LENGTH: str(holder.payload_length),
        ENTITY_TYPE: holder.media_type or "application/octet-stream",
    }
    if _REFERS_TO not in found.record.fields:
        fields["WARC-Refers-To"] = to_record_id(holder.id)
    added = "".join(
        f"{name}: {value}\r\n"
        for name, value in fields.items()
        if name.lower() not in found.record.fields
    )
    head, end, block = found.octets.partition(b"\r\n\r\n")
    octets = head + b"\r\n" + added.encode() + b"\r\n" + block if end else found.octets
    return ForeignRecord(
        record=parse_record(octets, found.record.place), octets=octets, member=None
    )


def imported_ids(folder: Path) -> set[str]:
    """`WARC-Record-ID` of everything that was imported, so that nothing is twice."""
    return {
        record.fields.get("warc-record-id", "")
        for path in warc_files(folder)
        if is_imported(path.name)
        for record in read_file(path)
        if isinstance(record, Record)
    }
