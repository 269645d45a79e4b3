"""One WARC file being written: whole records or nothing."""

import errno
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from model.errors import AppError, ArchiveError, NoSpace
from model.text import Text
from storage.archive.build import Spot, build_warcinfo
from storage.archive.identity import new_id

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class GrowingFile:
    """A new file, begun with its warcinfo record."""

    def __init__(self, path: Path, at: datetime, info: Mapping[str, str]) -> None:
        """Raises: NoSpace, ArchiveError."""
        self._path = path
        self.size = 0
        self._file = open_to_write(path)
        try:
            self.append(build_warcinfo(self.spot(), at, info))
            _sync_folder(path.parent)
        except AppError:
            self.close()
            path.unlink()
            raise

    def spot(self) -> Spot:
        """Where the next record will stand."""
        warcinfo = new_id(self._path.name, 0, "warcinfo", "") if self.size else None
        return Spot(warc=self._path.name, offset=self.size, warcinfo=warcinfo)

    def append(self, octets: bytes) -> None:
        """Makes `octets` durable at the end of the file, or leaves the file as it was."""
        try:
            rest = memoryview(octets)
            while rest:
                rest = rest[os.write(self._file, rest) :]
            os.fsync(self._file)
        except OSError as error:
            os.ftruncate(self._file, self.size)
            os.lseek(self._file, self.size, os.SEEK_SET)
            raise writing_error(self._path, error) from error
        self.size += len(octets)

    def close(self) -> None:
        os.close(self._file)


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
            Text("磁盘空间不足，归档未能写入", "no space left for the archive"),
            Text(
                "请腾出空间后重新运行：已归档的内容完好，会从中断处继续。",
                "Free some space and run it again: what is archived is whole, and it goes on.",
            ),
        )
    return ArchiveError(
        str(path),
        Text(f"归档无法写入（{error.strerror}）", f"cannot be written ({error.strerror})"),
        Text("请检查磁盘和目录权限。", "Check the disk and the permissions of the folder."),
    )


def _sync_folder(folder: Path) -> None:
    # A new file is durable only when its name is.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
