"""The WARC files of a folder: names, order, and what is read from them member by member."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from model.capture import IMPORTED, RecordPlace
from model.text import Text
from storage.archive.members import Member, read_members
from storage.archive.record import BadRecordError, Record, parse_record

_SUFFIX = ".warc.gz"
_OWN = "nianbao-"
_NAME = re.compile(rf"(?:{_OWN}|{IMPORTED})(?P<time>\d{{14}})-(?P<serial>\d{{5,}})\.warc\.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A place of the archive that is not as it was written."""

    warc: str
    offset: int
    what: Text
    torn: bool = False
    """The file just ends too early: a killed writer, or a copy that was cut short."""
    record: str | None = None
    """`WARC-Record-ID`, where it could be read."""


def serial_of(path: Path) -> int:
    """The number in the order of writing, of what was cut off too; 0 for a foreign name."""
    match = _NAME.match(path.name)
    return int(match["serial"]) if match else 0


def warc_files(folder: Path) -> tuple[Path, ...]:
    """All WARC files in the order they were written."""
    return tuple(sorted(folder.glob(f"*{_SUFFIX}"), key=lambda path: (serial_of(path), path.name)))


def is_imported(name: str) -> bool:
    """Whether a file holds what others archived."""
    return name.startswith(IMPORTED)


def next_name(folder: Path, at: datetime, *, imported: bool = False) -> str:
    """A name that sorts by time, with a serial that no file of the folder has had."""
    serial = max((serial_of(path) for path in folder.glob(f"*{_SUFFIX}*")), default=0) + 1
    return (
        f"{IMPORTED if imported else _OWN}{at.astimezone(UTC):%Y%m%d%H%M%S}-{serial:05d}{_SUFFIX}"
    )


def read_file(path: Path, start: int = 0) -> Iterator[Record | Damage]:
    """The records of one file from `start` on; in place of what is no record, its damage."""
    with path.open("rb") as file:
        for found in read_members(file, start):
            if isinstance(found, Member):
                yield _record_or_damage(path.name, found)
            else:
                yield Damage(
                    warc=path.name,
                    offset=found.offset,
                    what=_TORN if found.torn else _BROKEN,
                    torn=found.torn,
                )


def _record_or_damage(warc: str, member: Member) -> Record | Damage:
    place = RecordPlace(warc=warc, offset=member.offset, length=member.length)
    try:
        return parse_record(member.data, place)
    except BadRecordError as error:
        return damaged(place, Text(f"不是完整的 WARC 记录（{error}）", f"no WARC record ({error})"))


def damaged(place: RecordPlace, what: Text, *, record: str | None = None) -> Damage:
    return Damage(warc=place.warc, offset=place.offset, what=what, record=record)


def safe_name(name: str) -> str:
    """A file name for a URN: without folders, for paths tell about people."""
    return quote(name.replace("\\", "/").rpartition("/")[2], safe="")


_TORN = Text("记录只写了一半，文件到此中断", "a half-written record; the file ends inside it")
_BROKEN = Text("压缩数据已损坏，无法解压", "the compressed data is damaged and cannot be unpacked")
