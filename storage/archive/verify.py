"""Fixity: every digest of every record computed again."""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from model.text import Text
from storage.archive.build import ENTITY_DIGEST
from storage.archive.coding import content_codings, unchunk
from storage.archive.files import Damage, damaged, is_imported, read_file
from storage.archive.identity import digest_of, labelled
from storage.archive.reading import entity_of
from storage.archive.record import Record

_ALGORITHMS = ("md5", "sha1", "sha256", "sha512")
HOLDERS = ("response", "resource")
_NAMES = ("warc-payload-digest", ENTITY_DIGEST.lower())


def verify_files(files: tuple[Path, ...]) -> Iterator[Damage]:
    """Each damage of `files`, given in writing order."""
    payloads: dict[str, frozenset[str]] = {}
    """What each holder's payload is called, by record id."""
    for path in files:
        for record in read_file(path):
            if isinstance(record, Damage):
                yield record
                continue
            for what in faults(record):
                yield damaged(record.place, what)
            reference = reference_of(record)
            if reference is not None and not reference.names & payloads.get(
                reference.holder, frozenset()
            ):
                yield damaged(record.place, unheld(reference.holder))
            if record.kind in HOLDERS:
                payloads[record.fields.get("warc-record-id", "")] = names_of_payload(record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a revisit says of the record that holds its payload."""

    holder: str
    names: frozenset[str]
    """Digests of the payload, one of which the holder must bear."""


def faults(record: Record) -> Iterator[Text]:
    """What is wrong with a record by itself."""
    block = record.fields.get("warc-block-digest")
    payload = record.fields.get("warc-payload-digest")
    if block is not None and not agrees(block, record.block):
        yield Text("记录块与其摘要不符", "the block does not agree with its digest")
    if payload is None or record.kind == "revisit":
        return
    if not agrees(payload, record.body) and not _agrees_undone(payload, record):
        yield Text("载荷与其摘要不符", "the payload does not agree with its digest")


def _agrees_undone(payload: str, record: Record) -> bool:
    """Other programs digest what is left when the transfer coding, or all coding, is undone."""
    unchunked = unchunk(record.body, record.http_headers)
    return any(agrees(payload, data) for data in (unchunked, entity_of(record)))


def reference_of(record: Record) -> Reference | None:
    holder = record.fields.get("warc-refers-to")
    if record.kind != "revisit" or holder is None:
        return None
    names = (record.fields.get(name) for name in _NAMES)
    return Reference(holder=holder, names=frozenset(name for name in names if name is not None))


def names_of_payload(record: Record) -> frozenset[str]:
    """The digests under which revisits refer to a payload: as stored, and as an entity."""
    label = record.fields.get("warc-payload-digest")
    names = {label} if label is not None else set()
    if is_imported(record.place.warc) or content_codings(record.http_headers):
        names.add(labelled(digest_of(entity_of(record))))
    return frozenset(names)


def unheld(holder: str) -> Text:
    return Text(
        f"所引用的记录 {holder} 缺失，或其载荷摘要不同",
        f"the record it refers to, {holder}, is missing or holds another payload",
    )


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
    except ValueError:
        return False
