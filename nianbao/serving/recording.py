"""Decisions made on the pages: stored at once, archived when the archive is free.

A harvest holds the archive for hours, and every opening of it begins a WARC file. So a decision is
first written down in a file of the home, made durable, and stored in the database; those waiting
are archived together a little later. Killed in between, the next server archives them: what is
archived twice counts once. Several servers may serve one home: whoever reads or changes the file
has it alone, by a lock of the operating system that no killed process keeps.
"""

import errno
import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, Lock, Thread

from model.errors import ArchiveError, NoSpace
from model.finding import Decision
from model.text import Text
from nianbao.home import Home
from storage.codec import CodecError, decode, encode
from storage.database import Database

_log = logging.getLogger(__name__)

PAUSE = timedelta(seconds=20)
"""Between two attempts to archive what is waiting."""


class Recorder:
    """Threads may share one."""

    def __init__(self, home: Home, database: Database, *, pause: timedelta = PAUSE) -> None:
        """Stores what an earlier server left waiting. Raises: ArchiveError when it is damaged."""
        self._home = home
        self._database = database
        self._path = home.folder / "decisions-waiting.jsonl"
        self._lock = Lock()
        self._ended = Event()
        with self._alone():
            for decision in self._waiting():
                database.save_decision(decision)
        self._thread = Thread(
            target=self._run, args=(pause.total_seconds(),), name="nianbao-recorder", daemon=True
        )
        self._thread.start()

    def record(self, decision: Decision) -> None:
        """Durable when it returns. Raises: NoSpace, ArchiveError, StorageError."""
        with self._alone():
            _append(self._path, encode(decision) + b"\n")
            self._database.save_decision(decision)

    def waiting(self) -> tuple[Decision, ...]:
        """Those not archived yet. Raises: ArchiveError when they cannot be read."""
        with self._alone():
            return self._waiting()

    def archive_waiting(self) -> int:
        """Returns how many were archived. Raises: ArchiveError while another process writes."""
        with self._alone():
            waiting = self._waiting()
            if not waiting:
                return 0
            with self._home.open_archive() as archive:
                for decision in waiting:
                    archive.write_decision(decision)
            self._path.unlink()
            return len(waiting)

    def close(self) -> None:
        self._ended.set()
        self._thread.join()
        self._try()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Neither another thread nor another process is at the file meanwhile."""
        # The file itself comes and goes, so the lock is on one beside it that stays.
        with self._lock, _opened(self._path.with_suffix(".lock")) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _waiting(self) -> tuple[Decision, ...]:
        """A last line that a kill cut short was never acknowledged."""
        if not self._path.exists():
            return ()
        *lines, _cut = self._path.read_bytes().split(b"\n")
        try:
            return tuple(decode(line, Decision) for line in lines)
        except CodecError as error:
            raise _damaged(self._path, error) from error

    def _run(self, pause: float) -> None:
        while not self._ended.wait(pause):
            self._try()

    def _try(self) -> None:
        try:
            self.archive_waiting()
        except (ArchiveError, NoSpace) as error:
            _log.info("decisions wait to be archived: %s", error)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """A descriptor for reading and writing. Raises: ArchiveError."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield file
    finally:
        os.close(file)


def _append(path: Path, line: bytes) -> None:
    with _opened(path) as file:
        try:
            _put(file, line)
        except OSError as error:
            raise _unwritable(path, error) from error


def _put(file: int, line: bytes) -> None:
    """Raises: OSError."""
    end = _end_of_lines(file)
    os.ftruncate(file, end)
    if os.pwrite(file, line, end) < len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(file)


def _end_of_lines(file: int) -> int:
    """Behind the last whole line."""
    held = os.pread(file, os.fstat(file).st_size, 0)
    return held.rfind(b"\n") + 1


def _unwritable(path: Path, error: OSError) -> ArchiveError:
    return ArchiveError(
        str(path),
        Text(f"不能写入（{error.strerror}）", f"cannot be written ({error.strerror})"),
        Text("检查磁盘空间和目录权限后再试", "check the disk and its permissions, try again"),
    )


def _damaged(path: Path, error: CodecError) -> ArchiveError:
    return ArchiveError(
        str(path),
        Text(f"待存档的人工决定读不了（{error}）", f"decisions waiting here are damaged ({error})"),
        Text("请改正或移走该文件", "mend the file or move it away"),
    )
