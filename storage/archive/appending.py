"""One WARC file being written: whole records or nothing."""

import errno
import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from model.errors import ArchiveError, NoSpace
from model.text import Text
from storage.archive.build import Spot, build_warcinfo
from storage.archive.identity import new_id
from storage.archive.reading import CLOCK_FIELD, SIMULATED

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class GrowingFile:
    """A new file, begun with its warcinfo record."""

    def __init__(self, path: Path, at: datetime, info: Mapping[str, str]) -> None:
        """Raises: NoSpace, ArchiveError."""
        self._path = path
        self.size = 0
        self._warcinfo = new_id(path.name, 0, "warcinfo", "")
        self._unsynced = False
        # Nothing under a simulated clock is evidence: such a file outlives a kill, which needs no
        # waiting for the disk, but need not outlive a power cut.
        self._durable = info.get(CLOCK_FIELD) != SIMULATED
        self._file = open_to_write(path)
        with ExitStack() as undo:
            undo.callback(path.unlink)
            undo.callback(self.close)
            self.append(build_warcinfo(self.spot(), at, info).member)
            _sync_folder(path.parent)
            undo.pop_all()

    def spot(self) -> Spot:
        """Where the next record will stand."""
        warcinfo = self._warcinfo if self.size else None
        return Spot(warc=self._path.name, offset=self.size, warcinfo=warcinfo)

    def append(self, octets: bytes, *, wait: bool = True) -> None:
        """Puts `octets` at the end of the file, or leaves the file as it was.

        They are durable then, or without `wait` when the next `sync` is done.
        Raises: NoSpace, ArchiveError.
        """
        self._trim()
        try:
            written = 0
            while written < len(octets):
                written += os.pwrite(self._file, octets[written:], self.size + written)
            if self._durable and wait:
                os.fsync(self._file)
        except OSError as error:
            self._trim()
            raise writing_error(self._path, error) from error
        self.size += len(octets)
        self._unsynced = self._durable and not wait

    def sync_later(self) -> Callable[[], None]:
        """What makes all that was written so far durable; it may be called in another thread.

        It raises: NoSpace, ArchiveError.
        """
        if not self._unsynced:
            return lambda: None
        self._unsynced = False
        # Of its own: the file may be closed, and its number be another file's, by then.
        descriptor = os.dup(self._file)

        def sync() -> None:
            try:
                os.fsync(descriptor)
            except OSError as error:
                raise writing_error(self._path, error) from error
            finally:
                os.close(descriptor)

        return sync

    def close(self) -> None:
        self._trim()
        try:
            self.sync_later()()
        finally:
            os.close(self._file)

    def _trim(self) -> None:
        """Cuts off what an interrupted `append` left, be it by an error or by Ctrl-C."""
        if os.fstat(self._file).st_size != self.size:
            os.ftruncate(self._file, self.size)


def open_to_write(path: Path) -> int:
    """A descriptor of a file that did not exist. Raises: NoSpace, ArchiveError."""
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise writing_error(path, error) from error


def writing_error(path: Path, error: OSError) -> ArchiveError | NoSpace:
    """What went wrong when `path` was written, for people."""
    if error.errno in _FULL:
        return NoSpace(
            str(path),
            Text("磁盘空间不足，存档未能写入", "no space left for the archive"),
            Text(
                "请腾出空间后重新运行：已存档的内容完好，会从中断处继续。",
                "Free some space and run it again: what is archived is whole, and it goes on.",
            ),
        )
    return ArchiveError(
        str(path),
        Text(f"存档无法写入（{error.strerror}）", f"cannot be written ({error.strerror})"),
        Text("请检查磁盘和目录权限。", "Check the disk and the permissions of the folder."),
    )


def _sync_folder(folder: Path) -> None:
    # A new file is durable only when its name is.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
