"""A day's seal on disk: `warc/seals/2025-02-01.json`, and beside it the list it was made over.

The list has a line for each record: its WARC-Record-ID, a space, `sha256:` and the digest of its
block. A line without its end is a leaf of the tree. The list is what names the record that
differs; the root alone is what must be kept safe, or time-stamped, by somebody else.
"""

import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from model.errors import ArchiveError, NotFoundError, UsageError
from model.text import Text
from nianbao.sealing.tree import leaf_hash, root_of
from storage.archive.stamps import Stamp

FOLDER = "seals"
FORMAT = "nianbao-seal-1"
_REMEDY = Text(
    "从备份恢复封存文件；没有备份时，该日无法再核对",
    "restore the seal from a backup; without one, this day cannot be compared any more",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What was sealed of one day (Asia/Shanghai)."""

    day: date
    lines: tuple[str, ...]
    """One for each record, in the order of the archive."""
    software: str

    @property
    def root(self) -> str:
        return root_of(leaf_hash(line.encode()) for line in self.lines).hex()


def line_of(stamp: Stamp) -> str:
    return f"{stamp.record} sha256:{stamp.block}"


def sealed_days(folder: Path) -> tuple[date, ...]:
    """`folder` is the archive's."""
    return tuple(
        sorted(date.fromisoformat(path.stem) for path in (folder / FOLDER).glob("????-??-??.json"))
    )


def path_of(folder: Path, day: date) -> Path:
    return folder / FOLDER / f"{day}.json"


def write_seal(folder: Path, seal: Seal) -> Path:
    """Writes a seal whole or not at all. Raises UsageError where one is: none is ever replaced."""
    target = path_of(folder, seal.day)
    if target.exists():
        raise UsageError(
            str(target),
            Text("这一天已经封存，封存不可改写", "this day is sealed, and no seal is rewritten"),
            Text("用 nianbao archive seal --verify 核对", "compare it with archive seal --verify"),
        )
    target.parent.mkdir(exist_ok=True)
    write_whole(
        target.with_suffix(".records"), "".join(f"{line}\n" for line in seal.lines).encode()
    )
    content = {
        "format": FORMAT,
        "day": seal.day.isoformat(),
        "time_zone": "Asia/Shanghai",
        "leaves": len(seal.lines),
        "root": f"sha256:{seal.root}",
        "software": seal.software,
    }
    write_whole(target, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
    return target


def read_seal(folder: Path, day: date) -> Seal:
    """Raises NotFoundError when there is none, ArchiveError when it does not agree with itself."""
    target = path_of(folder, day)
    if not target.exists():
        raise NotFoundError(
            str(target),
            Text("这一天没有封存", "this day is not sealed"),
            Text("用 nianbao archive seal 封存", "seal it with nianbao archive seal"),
        )
    try:
        content = json.loads(target.read_bytes())
        lines = tuple(target.with_suffix(".records").read_text("utf-8").splitlines())
        seal = Seal(day=day, lines=lines, software=str(content["software"]))
        stated = (content["format"], content["day"], content["leaves"], content["root"])
        found = (FORMAT, day.isoformat(), len(lines), f"sha256:{seal.root}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(
            str(target), Text("封存文件缺失或无法读取", "is missing or cannot be read"), _REMEDY
        ) from error
    if stated != found:
        raise ArchiveError(
            str(target),
            Text("封存与其记录清单不符", "does not agree with its own list of records"),
            _REMEDY,
        )
    return seal


def write_whole(target: Path, data: bytes) -> None:
    """The file appears with all of `data`, or not at all."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(target)
