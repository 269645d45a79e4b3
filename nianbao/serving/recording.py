"""Decisions made on the pages: stored at once, archived when the archive is free.

A harvest holds the archive for hours, and every opening of it begins a WARC file. So a decision is
first written down in a file of the home, made durable, and stored in the database; those waiting
are archived together a little later. Killed in between, the next server archives them: what is
archived twice counts once.
"""

import logging
import os
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
        for decision in self.waiting():
            database.save_decision(decision)
        self._thread = Thread(
            target=self._run, args=(pause.total_seconds(),), name="nianbao-recorder", daemon=True
        )
        self._thread.start()

    def record(self, decision: Decision) -> None:
        """Durable when it returns. Raises: NoSpace, ArchiveError, StorageError."""
        with self._lock:
            _append(self._path, encode(decision) + b"\n")
            self._database.save_decision(decision)

    def waiting(self) -> tuple[Decision, ...]:
        """Those not archived yet. A last line that a kill cut short was never acknowledged."""
        if not self._path.exists():
            return ()
        *lines, _cut = self._path.read_bytes().split(b"\n")
        try:
            return tuple(decode(line, Decision) for line in lines)
        except CodecError as error:
            raise _damaged(self._path, error) from error

    def archive_waiting(self) -> int:
        """Returns how many were archived. Raises: ArchiveError while another process writes."""
        with self._lock:
            waiting = self.waiting()
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

    def _run(self, pause: float) -> None:
        while not self._ended.wait(pause):
            self._try()

    def _try(self) -> None:
        try:
            self.archive_waiting()
        except (ArchiveError, NoSpace) as error:
            _log.info("decisions wait to be archived: %s", error)


def _append(path: Path, line: bytes) -> None:
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            end = _end_of_lines(file)
            os.ftruncate(file, end)
            os.pwrite(file, line, end)
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        raise ArchiveError(
            str(path),
            Text(f"不能写入（{error.strerror}）", f"cannot be written ({error.strerror})"),
            Text("检查磁盘空间和目录权限后再试", "check the disk and its permissions, try again"),
        ) from error


def _end_of_lines(file: int) -> int:
    """Behind the last whole line."""
    held = os.pread(file, os.fstat(file).st_size, 0)
    return held.rfind(b"\n") + 1


def _damaged(path: Path, error: CodecError) -> ArchiveError:
    return ArchiveError(
        str(path),
        Text(f"待归档的人工决定读不了（{error}）", f"decisions waiting here are damaged ({error})"),
        Text("请改正或移走该文件", "mend the file or move it away"),
    )
