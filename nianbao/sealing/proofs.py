"""Proofs that captures lie behind the seals of their days, to be checked without our software."""

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from model.capture import Capture
from nianbao.clock import local_day
from nianbao.sealing.seals import Seal, read_seal, sealed_days
from nianbao.sealing.tree import leaf_hash, paths_of


def proofs_for(folder: Path, captures: Collection[Capture]) -> list[dict[str, Any]]:
    """For each sealed day of `captures`: the seal, and for each of them its place and its path.

    `folder` is the archive's. What was written after its day was sealed, and what others archived,
    has no proof. Raises ArchiveError when a seal is broken.
    """
    days = {local_day(one.at) for one in captures if not one.imported} & set(sealed_days(folder))
    return [_proofs(day, read_seal(folder, day), captures) for day in sorted(days)]


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
