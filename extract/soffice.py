"""One run of LibreOffice: without a window, in a folder of its own, within limits."""

import os
import signal
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_RTF = b"{\\rtf"
_OPTIONS = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard")
# Converted before and after the documents: they tell whether it works here, and whether it got
# to the end. Its exit code does not.
_PROBE = b"{\\rtf1 nianbao}"
_FIRST, _LAST = "first", "last"
_POLL = 0.05
_MEMORY_KB = 2 * 1024**2
_FILE_BLOCKS = 400_000
"""Of 512 bytes: the largest file it may write."""
# The limits hold for the program and what it starts; a system without one of them goes on.
_LIMITED = (
    'ulimit -v "$1" 2>/dev/null; ulimit -f "$2" 2>/dev/null; ulimit -t "$3" 2>/dev/null;'
    ' shift 3; exec "$@"'
)
# No macros, no links followed, nothing fetched: what should go out goes to a closed port.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    outputs: tuple[bytes | None, ...]
    works: bool
    """It converted a document that is known to be sound."""
    finished: bool
    """It got through all documents."""
    timed_out: bool


def convert(program: Path, files: Sequence[bytes], time_limit: float) -> Run:
    """To docx, one after the other. `time_limit` is in seconds, for one of them."""
    try:
        return _convert(program, files, time_limit)
    except OSError:  # no space for it, no process
        return Run(outputs=(None,) * len(files), works=False, finished=False, timed_out=False)


def _convert(program: Path, files: Sequence[bytes], time_limit: float) -> Run:
    with tempfile.TemporaryDirectory(
        prefix="nianbao-office-", ignore_cleanup_errors=True
    ) as folder:
        place = Path(folder)
        names = [_FIRST, *(f"{number:04}" for number in range(len(files))), _LAST]
        payloads = [_PROBE, *files, _PROBE]
        sources = []
        for name, data in zip(names, payloads, strict=True):
            source = place / f"{name}{'.rtf' if data.startswith(_RTF) else '.doc'}"
            source.write_bytes(data)
            sources.append(source)
        out = place / "out"
        out.mkdir()
        _write_profile(place / "profile")
        timed_out = _launch(program, sources, place, out, time_limit)
        first, *outputs, last = (_whole(out / f"{name}.docx") for name in names)
    return Run(
        outputs=tuple(outputs),
        works=first is not None,
        finished=last is not None,
        timed_out=timed_out,
    )


def _launch(
    program: Path, sources: Sequence[Path], place: Path, out: Path, time_limit: float
) -> bool:
    """Whether it had to be stopped. The limit begins anew with each document it has written."""
    limits = (_MEMORY_KB, _FILE_BLOCKS, int(time_limit * len(sources)) + 1)
    command = [
        *("/bin/sh", "-c", _LIMITED, "sh", *map(str, limits), str(program)),
        f"-env:UserInstallation={(place / 'profile').as_uri()}",
        *(*_OPTIONS, "--convert-to", "docx", "--outdir", str(out), *map(str, sources)),
    ]
    environment = {
        "HOME": str(place),
        "TMPDIR": str(place),
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C.UTF-8",
    }
    process = subprocess.Popen(  # noqa: S603 - a list of our own making, no shell reads its words
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=place,
        env=environment,
        start_new_session=True,
    )
    try:
        return not _ends(process, out, time_limit)
    finally:
        _stop(process)


def _ends(process: subprocess.Popen[bytes], out: Path, time_limit: float) -> bool:
    written = 0
    deadline = time.monotonic() + time_limit
    while time.monotonic() < deadline:
        try:
            process.wait(_POLL)
        except subprocess.TimeoutExpired:
            now = len(list(out.iterdir()))
            if now != written:
                written = now
                deadline = time.monotonic() + time_limit
        else:
            return True
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """With everything that it started: the program is a script that starts others."""
    # A group that has ended is not there; one of which only the dead are left takes no signal.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items'
        ' xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )


def _whole(path: Path) -> bytes | None:
    """What was written, if it was written to its end."""
    return path.read_bytes() if path.is_file() and zipfile.is_zipfile(path) else None
