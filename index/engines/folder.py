"""The folder of an index: whose it is, which engine and version, who writes, what is current.

    nianbao-index.json   our mark; names the engine, its version and the current data
    data-1/ data-2/      what an engine wrote; all but the current one are leftovers of a rebuild
    .nianbao-writer      locked by the one process that writes

Whoosh unpickles what it finds in a folder, so no engine is shown anything that our mark does not
name. A rebuild writes beside the current data and changes the mark at its end.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from model.errors import SearchError
from model.text import Text

MARKER = "nianbao-index.json"
UNKNOWN = "?"
"""An engine or a version that a mark does not tell."""
_MARKER_DRAFT = ".nianbao-index.json"
_WRITER = ".nianbao-writer"
_DATA = "data-"
_FORMER = ("_nianbao_*.toc", "nianbao_*.seg", "nianbao_WRITELOCK")
"""What the first version wrote beside its mark."""
_PAUSE = 0.05

REBUILD = Text(
    "运行 nianbao index --rebuild 重建索引（索引可由数据库完整重建）",
    "run `nianbao index --rebuild` (the index holds nothing that the database has not)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    engine: str
    version: str
    data: str
    """Name of the folder with the current data."""


def read_mark(folder: Path) -> Mark | None:
    """None where there is no index yet. Raises SearchError for what is not an index of ours."""
    if folder.exists() and not folder.is_dir():
        raise SearchError(
            str(folder),
            Text("不是文件夹", "not a folder"),
            Text("另选一个文件夹存放索引", "choose a folder for the index"),
        )
    try:
        text = (folder / MARKER).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        _must_be_free(folder)
        return None
    return _parsed(text)


def _must_be_free(folder: Path) -> None:
    """Free: nothing there but what a killed creation of ours left."""
    if folder.exists() and not all(path.name.startswith(".") for path in folder.iterdir()):
        raise SearchError(
            str(folder),
            Text(
                f"文件夹里有文件，但不是年报索引（缺少 {MARKER}），未打开也未改动",
                f"the folder has files but no {MARKER}: not our index, so it was left alone",
            ),
            Text("另选一个空文件夹，或移走其中的文件", "choose an empty folder, or clear this one"),
        )


def _parsed(text: str) -> Mark:
    """What cannot be read is a mark of no version: it is ours by its name, and is rebuilt."""
    try:
        values = json.loads(text)
        mark = Mark(
            engine=str(values.get("engine", UNKNOWN)),
            version=str(values["version"]),
            data=str(values.get("data", "")),
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        return Mark(engine=UNKNOWN, version=UNKNOWN, data="")
    if mark.engine == UNKNOWN:
        return mark
    plain = mark.data.startswith(_DATA) and mark.data[len(_DATA) :].isalnum()
    return mark if plain else Mark(engine=mark.engine, version=UNKNOWN, data="")


def write_mark(folder: Path, mark: Mark) -> None:
    values = {
        "index": "nianbao",
        "engine": mark.engine,
        "version": mark.version,
        "data": mark.data,
    }
    draft = folder / _MARKER_DRAFT
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(values) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / MARKER)


def state(folder: Path) -> object:
    """Another value whenever the mark was written anew."""
    try:
        known = (folder / MARKER).stat()
    except FileNotFoundError:
        return None
    return known.st_ino, known.st_mtime_ns


def fresh_data(folder: Path, mark: Mark | None) -> str:
    """A name for new data; removes what killed rebuilds left. Only for the holder of the lock."""
    sweep(folder, mark)
    current = mark.data.removeprefix(_DATA) if mark is not None else "0"
    return f"{_DATA}{int(current) + 1 if current.isdigit() else 1}"


def sweep(folder: Path, mark: Mark | None) -> None:
    """Removes all data but the current one. Readers that have it open keep it."""
    for pattern in _FORMER:
        for path in folder.glob(pattern):
            path.unlink()
    for path in folder.glob(f"{_DATA}*"):
        if path.is_dir() and (mark is None or path.name != mark.data):
            shutil.rmtree(path)


@contextmanager
def writing(folder: Path, patience: float) -> Iterator[None]:
    """The only writer, in this and all other processes; a killed one gives way by itself.

    Raises SearchError after `patience` seconds, with the process that writes and since when.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _WRITER).open("a+", encoding="ascii") as file:
        if not _acquired(file, patience):
            raise _busy(folder)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _acquired(file: IO[str], patience: float) -> bool:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_PAUSE)
        else:
            return True


def _busy(folder: Path) -> SearchError:
    path = folder / _WRITER
    process = path.read_text(encoding="ascii").strip() or "?"
    # The writer wrote its number when it began.
    since = f"{datetime.fromtimestamp(path.stat().st_mtime).astimezone():%Y-%m-%d %H:%M:%S}"
    return SearchError(
        str(folder),
        Text(
            f"另一个进程（进程号 {process}）自 {since} 起正在写入索引",
            f"another process (id {process}) is writing to the index since {since}",
        ),
        Text("等它完成后再运行一次；查询不受影响", "wait until it is done; searching goes on"),
    )


def none_yet(folder: Path) -> SearchError:
    return SearchError(
        str(folder),
        Text("还没有索引", "there is no index yet"),
        Text("先运行 nianbao index", "run `nianbao index` first"),
    )
