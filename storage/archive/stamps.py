"""What a seal is made over: the id and the digest of every record that is our own."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from model.ids import Digest
from model.text import Text
from storage.archive.files import Damage, damaged, is_imported, read_file
from storage.archive.record import BadRecordError, Record, date_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One record, by what cannot be changed unseen."""

    record: str
    """WARC-Record-ID as it stands: `<urn:uuid:…>`."""
    at: datetime
    """WARC-Date, UTC."""
    block: Digest
    """SHA-256 of the block as it is now, whatever its head says."""


def read_stamps(files: tuple[Path, ...]) -> Iterator[Stamp | Damage]:
    """Of all records, in the order they were written; `files` in that order too.

    What others archived is left out: its dates are their claim, and it may come years later. A
    record that is still being written is not there yet.
    """
    for path in files:
        if is_imported(path.name):
            continue
        for record in read_file(path):
            if not isinstance(record, Damage):
                yield _stamp(record)
            elif not (record.torn and path == files[-1]):
                yield record


def _stamp(record: Record) -> Stamp | Damage:
    try:
        return Stamp(
            record=record.require("warc-record-id"),
            at=date_of(record),
            block=Digest(hashlib.sha256(record.block).hexdigest()),
        )
    except BadRecordError as error:
        return damaged(record.place, Text(f"记录头不完整（{error}）", f"its head lacks ({error})"))
