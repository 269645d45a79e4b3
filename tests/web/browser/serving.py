"""A real `nianbao serve`, in a process of its own, on a port that was free."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ADDRESS = re.compile(r"http://[\w.\[\]:]+?:\d+(?=/)")


@contextmanager
def served(home: Path, **settings: str) -> Iterator[str]:
    """The address without a slash at its end. `settings` as environment, e.g. `NIANBAO_LANG`."""
    words = ["-m", "nianbao", "serve", "--home", str(home), "--port", "0", "--lang", "en"]
    process = subprocess.Popen(
        [sys.executable, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1", **settings},
    )
    try:
        yield _address(process)
    finally:
        process.send_signal(signal.SIGINT)
        told, _ = process.communicate(timeout=60)
    # A bug in a handler is written there, and nobody who reads a page sees it.
    assert "Traceback" not in told, told


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if found := _ADDRESS.search(line):
            return found[0]
    raise AssertionError("".join(said))
