"""Mends what a killed writer left: the half-written last record of the last file."""

import os
from itertools import count
from pathlib import Path

from storage.archive.appending import open_to_write
from storage.archive.files import serial_of, warc_files
from storage.archive.members import Break, Member, read_members


def heal(folder: Path) -> Path | None:
    """Cuts off the torn end of the last file and keeps it aside; returns where.

    Only the last file can be torn, because each writer heals before it begins a file of its own.
    Nothing but an end that just stops is cut: damage inside the file is evidence and stays, and
    so does a file that somebody else put there.
    The caller holds the folder's lock.
    """
    files = [path for path in warc_files(folder) if serial_of(path)]
    torn_at = _torn_at(files[-1]) if files else None
    return None if torn_at is None else _cut(files[-1], torn_at)


def _torn_at(path: Path) -> int | None:
    """Where the torn end begins; None when there is none."""
    last: Member | Break | None = None
    with path.open("rb") as file:
        for found in read_members(file):
            last = found
    if last is None:
        return 0
    return last.offset if isinstance(last, Break) and last.torn else None


def _cut(path: Path, torn_at: int) -> Path:
    names = (path.with_name(f"{path.name}.{number}.torn") for number in count(1))
    aside = next(name for name in names if not name.exists())
    with path.open("r+b") as file:
        file.seek(torn_at)
        torn = file.read()
        with os.fdopen(open_to_write(aside), "wb") as kept:
            kept.write(torn)
            kept.flush()
            os.fsync(kept.fileno())
        file.truncate(torn_at)
        os.fsync(file.fileno())
    if torn_at == 0:
        # Not even its warcinfo was whole.
        path.unlink()
    return aside
