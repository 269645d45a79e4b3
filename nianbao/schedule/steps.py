"""One run: harvest what is due, read it, index it; each step a process of its own.

Twisted's reactor starts once in a process, and what a long-lived process never loads it never
leaks. A step that is killed is one that any command would go on with.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from nianbao.cli.exits import Exit
from nianbao.schedule.ran import Ran

_WORKED = frozenset({Exit.DONE, Exit.PARTLY, Exit.NOTHING})
"""What does not keep the next step from its work: some sites, some documents failed."""


class Steps:
    """Runs the steps, and can be stopped from another thread or a signal handler's thread."""

    def __init__(self, home: Path, *, simulated: bool, options: Sequence[str] = ()) -> None:
        self._home = home
        self._simulated = simulated
        self._options = tuple(options)
        """Given to every step: `--verbose`."""
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def stop(self) -> None:
        """Ends the step under way in order, as Ctrl-C would, and starts no other."""
        with self._lock:
            self._stopped = True
            if self._child is not None and self._child.poll() is None:
                self._child.send_signal(signal.SIGINT)

    def run(self, at: datetime) -> Ran:
        """Harvest, process, index, each when the one before did its work."""
        harvest = ["harvest", "--due"]
        if self._simulated:
            harvest += ["--clock", at.isoformat()]
        done: dict[str, Any] = {}
        worst = int(Exit.DONE)
        for words in (harvest, ["process"], ["index"]):
            code, said = self._step(words)
            done[words[0]] = said
            worst = worst or code
            if code not in _WORKED:
                return Ran(at=at, exit=code, busy=code == Exit.BUSY, steps=done)
        return Ran(at=at, exit=worst, steps=done)

    def _step(self, words: list[str]) -> tuple[int, Any]:
        tied, held = os.pipe()
        try:
            child = self._start(words, tied)
            if child is None:
                return Exit.INTERRUPTED, None
            out, _ = child.communicate()
        finally:
            os.close(tied)
            os.close(held)
        return _code(child.returncode), _document(out)

    def _start(self, words: list[str], tied: int) -> "subprocess.Popen[bytes] | None":
        with self._lock:
            if self._stopped:
                return None
            self._child = subprocess.Popen(  # noqa: S603  # our own interpreter and words
                [
                    *(sys.executable, "-m", "nianbao.schedule.child", *words, *self._options),
                    *("--json", "--home", str(self._home)),
                ],
                stdin=tied,
                stdout=subprocess.PIPE,
                # Ctrl-C at a terminal goes to its whole group: a step must get it once, from us.
                process_group=0,
            )
            return self._child


def _code(returncode: int) -> int:
    """A step that somebody else killed is an interrupted one."""
    return Exit.INTERRUPTED if returncode < 0 else returncode


def _document(out: bytes) -> Any:
    try:
        return json.loads(out)
    except ValueError:
        return None  # it ended before it had anything to say; its words are on stderr
