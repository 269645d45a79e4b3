"""Who may write the archive, and into which file."""

import fcntl
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from model.errors import ArchiveError
from model.text import Text
from storage.archive.appending import GrowingFile, writing_error
from storage.archive.build import Spot
from storage.archive.files import next_name
from storage.archive.heal import heal

LOCK_NAME = ".lock"

Builder = Callable[[Spot], tuple[bytes, ...]]
"""Gives the gzip members that are to stand at a spot, one behind the other."""


class Writer:
    """The folder's only writer: holds its lock from the beginning until `close`."""

    def __init__(self, folder: Path, *, info: Mapping[str, str], max_file_bytes: int) -> None:
        """Heals what the last writer left. Raises: ArchiveError when another process writes."""
        self._folder = folder
        self._info = info
        self._max_file_bytes = max_file_bytes
        self._provenance: Mapping[str, str] | None = None
        self._file: GrowingFile | None = None
        self._lock = _take_lock(folder)
        heal(folder)

    def append(
        self, at: datetime, build: Builder, *, wait: bool = True
    ) -> tuple[Spot, tuple[bytes, ...]]:
        """Writes what `build` gives for the next spot; returns both.

        It is durable then, or without `wait` when the next `sync_later` is done.
        Raises: NoSpace, ArchiveError; the archive is then as it was before.
        """
        file = self._file_for(at)
        spot = file.spot()
        members = build(spot)
        file.append(b"".join(members), wait=wait)
        return spot, members

    def sync_later(self) -> Callable[[], None]:
        """As `GrowingFile.sync_later`; files that are no longer written are durable already."""
        return (lambda: None) if self._file is None else self._file.sync_later()

    def turn_to(self, provenance: Mapping[str, str] | None) -> None:
        """What comes next stands in a file of its own that says where it comes from.

        None: what comes next is our own again.
        """
        self._end_file()
        self._provenance = provenance

    def close(self) -> None:
        self._end_file()
        os.close(self._lock)

    def _file_for(self, at: datetime) -> GrowingFile:
        if self._file is not None and self._file.size < self._max_file_bytes:
            return self._file
        self._end_file()
        imported = self._provenance is not None
        path = self._folder / next_name(self._folder, at, imported=imported)
        self._file = GrowingFile(path, at, {**self._info, **(self._provenance or {})})
        return self._file

    def _end_file(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _take_lock(folder: Path) -> int:
    path = folder / LOCK_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise writing_error(path, error) from error
    try:
        # The kernel gives the lock up with the process, however that ends.
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.read(lock, 32).decode(errors="replace").strip() or "?"
        os.close(lock)
        raise ArchiveError(
            str(folder),
            Text(
                f"另一个进程（{holder}）正在写入这个存档",
                f"another process ({holder}) is writing this archive",
            ),
            Text(
                "请等它结束后再运行；若它已无响应，请先结束它，锁会随之释放。",
                "Wait until it ends, or end it if it hangs: the lock goes with it.",
            ),
        ) from error
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    return lock
