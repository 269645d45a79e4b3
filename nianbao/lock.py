"""One run at a time in a home: a lock of the operating system, with words about who holds it.

The system gives the lock back when its holder ends, however it ends: no file to remove after a
SIGKILL, no process id to be mistaken for another's.
"""

import contextlib
import errno
import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from model.errors import Busy
from model.text import Text
from nianbao.clock import local_text, system_clock

_HELD = (errno.EAGAIN, errno.EACCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    pid: int
    host: str
    since: str
    """ISO 8601 moment, UTC."""
    doing: str
    """The command: `harvest`, `schedule run`."""


@contextmanager
def only_one(path: Path, doing: str) -> Iterator[None]:
    """Raises Busy, with who holds it, when another process is inside."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        if not any(_locked(file, fcntl.LOCK_EX) for _ in _attempts()):
            raise _busy(path, _read(file))
        _write(file, doing)
        try:
            yield
        finally:
            file.truncate(0)


def holder_of(path: Path) -> Holder | None:
    """Who is inside now; None when nobody is."""
    try:
        with path.open("r+", encoding="utf-8") as file:
            return None if _locked(file, fcntl.LOCK_SH) else _read(file)
    except FileNotFoundError:
        return None


def _attempts() -> Iterator[None]:
    """Who asks for the holder has the lock for an instant."""
    for _ in range(3):
        yield
        time.sleep(0.05)


def _locked(file: TextIO, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True


def _write(file: TextIO, doing: str) -> None:
    me = Holder(
        pid=os.getpid(),
        host=socket.gethostname(),
        since=system_clock().isoformat(timespec="seconds"),
        doing=doing,
    )
    file.truncate(0)
    json.dump(asdict(me), file)
    file.flush()


def _read(file: TextIO) -> Holder:
    file.seek(0)
    # The holder may be about to write, or have another version of this program.
    with contextlib.suppress(ValueError, TypeError):
        return Holder(**json.loads(file.read()))
    return Holder(pid=0, host="?", since="", doing="?")


def _busy(path: Path, holder: Holder) -> Busy:
    since = local_text(datetime.fromisoformat(holder.since)) if holder.since else "?"
    return Busy(
        str(path.parent),
        Text(
            f"已有采集在进行：{holder.doing}，进程 {holder.pid}（{holder.host}），始于 {since}",
            f"is being harvested already: {holder.doing}, process {holder.pid} on {holder.host}, "
            f"since {since}",
        ),
        Text(
            "等它结束后再运行；要停下它，向该进程发送 SIGTERM",
            "run it again when that has ended; to stop it, send SIGTERM to that process",
        ),
    )
