"""Fixity: every digest of every record computed again."""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from pathlib import Path

from model.text import Text
from storage.archive.files import Damage, damaged, read_file
from storage.archive.record import Record

_ALGORITHMS = ("md5", "sha1", "sha256", "sha512")
_HOLDERS = ("response", "resource")


def verify_files(files: tuple[Path, ...]) -> Iterator[Damage]:
    """Each damage of `files`, given in writing order."""
    payloads: dict[str, str] = {}
    """Payload digest by record id, for the revisits that refer to it."""
    for path in files:
        for record in read_file(path):
            if isinstance(record, Damage):
                yield record
                continue
            yield from (damaged(record.place, what) for what in _faults(record, payloads))
            if record.kind in _HOLDERS:
                record_id = record.fields.get("warc-record-id", "")
                payloads[record_id] = record.fields.get("warc-payload-digest", "")


def _faults(record: Record, payloads: dict[str, str]) -> Iterator[Text]:
    block = record.fields.get("warc-block-digest")
    payload = record.fields.get("warc-payload-digest")
    if block is not None and not agrees(block, record.block):
        yield Text("记录块与其摘要不符", "the block does not agree with its digest")
    if record.kind == "revisit":
        holder = record.fields.get("warc-refers-to")
        if holder is not None and payloads.get(holder) != payload:
            yield Text(
                f"所引用的记录 {holder} 缺失，或其载荷摘要不同",
                f"the record it refers to, {holder}, is missing or holds another payload",
            )
    elif payload is not None and not agrees(payload, record.body):
        yield Text("载荷与其摘要不符", "the payload does not agree with its digest")


def agrees(labelled: str, data: bytes) -> bool:
    """Whether `data` has the digest `algorithm:value`, in hexadecimal or in base 32."""
    algorithm, _, value = labelled.partition(":")
    if algorithm.lower() not in _ALGORITHMS:
        return False
    digest = hashlib.new(algorithm.lower(), data, usedforsecurity=False).digest()
    try:
        if len(value) == 2 * len(digest):
            return binascii.unhexlify(value) == digest
        return base64.b32decode(value.upper() + "=" * (-len(value) % 8)) == digest
    except binascii.Error:
        return False
