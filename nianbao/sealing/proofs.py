"""Proofs that captures lie behind the seals of their days, to be checked without our software."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from model.capture import Capture
from nianbao.clock import local_day
from nianbao.sealing.seals import Seal, path_of, read_seal, sealed_days
from nianbao.sealing.stamping import stamp_of, told_moment
from nianbao.sealing.tree import leaf_hash, paths_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedStamp:
    """The time stamp on the seal of a day, to be handed on with what it is on."""

    day: date
    seal: bytes
    """The file of the seal, octet for octet: what the stamp is on."""
    answer: bytes
    at: datetime | None
    """What it says of its time; None where that cannot be read."""


def proofs_for(folder: Path, captures: Collection[Capture]) -> list[dict[str, Any]]:
    """For each sealed day of `captures`: the seal, and for each of them its place and its path.

    `folder` is the archive's. What was written after its day was sealed, and what others archived,
    has no proof. Raises ArchiveError when a seal is broken.
    """
    return [_proofs(day, read_seal(folder, day), captures) for day in _days(folder, captures)]


def stamps_for(folder: Path, captures: Collection[Capture]) -> list[CopiedStamp]:
    """Of the same days, the stamps on their seals, where there are any."""
    return [
        CopiedStamp(
            day=day,
            seal=path_of(folder, day).read_bytes(),
            answer=stamp_of(folder, day).read_bytes(),
            at=told_moment(folder, day),
        )
        for day in _days(folder, captures)
        if stamp_of(folder, day).exists()
    ]


def _days(folder: Path, captures: Collection[Capture]) -> list[date]:
    days = {local_day(one.at) for one in captures if not one.imported}
    return sorted(days & set(sealed_days(folder)))


def _proofs(day: date, seal: Seal, captures: Collection[Capture]) -> dict[str, Any]:
    ids = {f"<urn:uuid:{one.id}>" for one in captures}
    places = dict(_places(seal, ids))
    paths = paths_of([leaf_hash(line.encode()) for line in seal.lines], places)
    return {
        "day": day.isoformat(),
        "leaves": len(seal.lines),
        "root": seal.root,
        "records": [
            {"record": record, "index": index, "path": [node.hex() for node in paths[index]]}
            for index, record in places.items()
        ],
    }


def _places(seal: Seal, ids: set[str]) -> Iterator[tuple[int, str]]:
    for index, line in enumerate(seal.lines):
        record = line.partition(" ")[0]
        if record in ids:
            yield index, record
