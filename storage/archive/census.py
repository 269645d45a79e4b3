"""How much of what the archive holds: by type of record, host and year; each file counted once."""

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from storage.archive.appending import writing_error
from storage.archive.build import ENTITY_LENGTH
from storage.archive.files import Damage, read_file
from storage.archive.record import BadRecordError, Record, date_of, target_of

NAME = "census.json"
_PER_FIELD = len(": \r\n")
_AROUND = len("WARC/1.1\r\n" + "\r\n" + "\r\n\r\n")
_FIELDS = ("records", "packed", "unpacked", "spared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How many records, and how large."""

    records: int = 0
    packed: int = 0
    """Octets on the disk."""
    unpacked: int = 0
    spared: int = 0
    """Octets of payloads that revisits did not store again."""

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            records=self.records + other.records,
            packed=self.packed + other.packed,
            unpacked=self.unpacked + other.unpacked,
            spared=self.spared + other.spared,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is counted apart."""

    type: str
    """Of the record: response, revisit, request, resource, metadata, warcinfo, …"""
    host: str
    """Empty for what was on no host."""
    year: int
    """Of its date; 0 when it has none."""


Census = Mapping[Kind, Amount]


def take_census(
    folder: Path, files: tuple[Path, ...], *, advance: Callable[[], None] = lambda: None
) -> Census:
    """Counts what is new since the last time. Damaged records do not count.

    Raises: NoSpace, ArchiveError when what was counted cannot be kept.
    """
    target = folder / NAME
    known = _read_known(target)
    counted: dict[str, Any] = {}
    for path in files:
        stamp = [path.stat().st_size, path.stat().st_mtime_ns]
        entry = known.get(path.name)
        if not isinstance(entry, dict) or entry.get("stamp") != stamp:
            entry = {"stamp": stamp, "rows": _rows(path)}
        counted[path.name] = entry
        advance()
    if counted != known:
        _keep(target, counted)
    return _sum_up(counted)


def _read_known(target: Path) -> dict[str, Any]:
    try:
        value = json.loads(target.read_bytes())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _keep(target: Path, counted: dict[str, Any]) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        temporary.write_text(json.dumps(counted), encoding="utf-8")
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise writing_error(target, error) from error


def _rows(path: Path) -> list[list[Any]]:
    sums: dict[tuple[str, str, int], Counter[str]] = {}
    for record in read_file(path):
        if isinstance(record, Damage):
            continue
        key = (record.kind, _host(record), _year(record))
        sums.setdefault(key, Counter()).update(_sizes(record))
    return [[*key, *(amount[name] for name in _FIELDS)] for key, amount in sorted(sums.items())]


def _sizes(record: Record) -> dict[str, int]:
    spared = record.fields.get(ENTITY_LENGTH.lower(), "") if record.kind == "revisit" else ""
    head = sum(len(name) + len(value) + _PER_FIELD for name, value in record.fields.items())
    return {
        "records": 1,
        "packed": record.place.length,
        "unpacked": _AROUND + head + len(record.block),
        "spared": int(spared) if spared.isdigit() else 0,
    }


def _host(record: Record) -> str:
    try:
        parts = urlsplit(target_of(record))
        return (
            parts.netloc.rpartition("@")[2] if parts.scheme in ("http", "https") else ""
        ).lower()
    except (BadRecordError, ValueError):
        return ""


def _year(record: Record) -> int:
    try:
        return date_of(record).year
    except BadRecordError:
        return 0


def _sum_up(counted: Mapping[str, Any]) -> Census:
    census: dict[Kind, Amount] = {}
    for entry in counted.values():
        for type_, host, year, *numbers in entry["rows"]:
            kind = Kind(type=type_, host=host, year=year)
            amount = Amount(**dict(zip(_FIELDS, numbers, strict=True)))
            census[kind] = census.get(kind, Amount()) + amount
    return census
