"""The programs that others open archives with, in their own environment; see scripts/setup."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

_BIN = Path(sys.prefix) / "replay" / "bin"

needs_replay = pytest.mark.skipif(
    not (_BIN / "wayback").exists(), reason="no pywb: run scripts/setup dev"
)
needs_wget = pytest.mark.skipif(
    shutil.which("wget") is None, reason="no wget: run scripts/system-packages"
)
_OPENER = build_opener(ProxyHandler({}))


def run(name: str, *words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs pywb's or py-wacz's command."""
    return subprocess.run(
        [_BIN / name, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        timeout=120,
    )


@contextmanager
def wayback(folder: Path) -> Iterator[str]:
    """pywb's server on the collections of `folder`; gives where it answers."""
    port = _free_port()
    log = folder / "wayback.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [_BIN / "wayback", "-p", str(port), "-b", "127.0.0.1", "-d", str(folder)],
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_for(base, server, log)
        yield base
    finally:
        server.terminate()
        server.wait(timeout=30)


def fetch(url: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by lower-case name, and body."""
    try:
        with _OPENER.open(Request(url), timeout=30) as answer:  # ours, on loopback
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return answer.status, headers, answer.read()
    except HTTPError as error:
        with error:
            return error.code, {}, error.read()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(base: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            fetch(base)
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text(errors="replace"))
