"""Asks `tests.forked` for processes."""

import atexit
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.forked import REQUEST

_ROOT = Path(__file__).parent.parent
_FOR_EVER = 1e6


class Forked:
    """A process under way, asked like one of `multiprocessing`."""

    def __init__(self, forker: "_Forker", pid: int) -> None:
        self._forker = forker
        self.pid = pid
        self.exitcode: int | None = None
        """Minus the signal that ended it; None as long as it runs."""

    def is_alive(self) -> bool:
        self.join(0)
        return self.exitcode is None

    def join(self, timeout: float = _FOR_EVER) -> None:
        if self.exitcode is None and self._forker.answers_within(timeout):
            self.exitcode = self._forker.answer()
            self._forker.free()

    def kill(self) -> None:
        if self.is_alive():
            os.kill(self.pid, signal.SIGKILL)


def fork(
    function: Callable[..., None],
    *arguments: object,
    files: Sequence[int] = (),
    loaded: tuple[str, ...],
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    seed: int = 0,
) -> Forked:
    """Calls `function` with the arguments and its copies of the open files, in a new process.

    It is where the asker is and has his environment, unless told otherwise.
    `loaded`: the modules that are loaded there before, once for all tests that name the same.
    `seed` is that of hashes.
    """
    waiting = _waiting[loaded, seed]
    forker = waiting.pop() if waiting else _Forker(loaded, seed)
    with tempfile.TemporaryFile() as request:
        where = str(folder or Path.cwd()), dict(os.environ if environment is None else environment)
        pickle.dump((*where, function, arguments), request)
        request.seek(0)
        return Forked(forker, forker.ask([request.fileno(), *files]))


_waiting: defaultdict[Any, list["_Forker"]] = defaultdict(list)
"""One has one process at a time."""


class _Forker:
    def __init__(self, loaded: tuple[str, ...], seed: int) -> None:
        self._kind = (loaded, seed)
        self._channel, far = socket.socketpair()
        with far:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forked", str(far.fileno()), *loaded],
                cwd=_ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONHASHSEED": str(seed)},
                pass_fds=[far.fileno()],
            )
        self._answers = self._channel.makefile("rb", buffering=0)
        atexit.register(self._close)

    def ask(self, files: Sequence[int]) -> int:
        """The number of the new process."""
        socket.send_fds(self._channel, [REQUEST], files)
        return self.answer()

    def answers_within(self, seconds: float) -> bool:
        return bool(select.select([self._channel], [], [], seconds)[0])

    def answer(self) -> int:
        line = self._answers.readline()
        assert line, "the process that forks has ended; stderr says why"
        return int(line)

    def free(self) -> None:
        _waiting[self._kind].append(self)

    def _close(self) -> None:
        self._answers.close()
        self._channel.close()
        self._process.wait()
