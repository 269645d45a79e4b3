"""The folder of a Whoosh index: whose it is, which version, who writes.

Whoosh unpickles what it finds in a folder, so nothing is opened before our marker has been read.
"""

import json
import os
import pickle
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Any

from whoosh import columns, fields, index, writing
from whoosh.filedb import filetables
from whoosh.filedb.filestore import FileStorage

from index.canonical import VERSION as CANONICAL_VERSION
from index.needles import LEXICON_VERSION
from model.errors import AppError, NoSpace, SearchError
from model.text import Text

MARKER = "nianbao-index.json"
_MARKER_DRAFT = ".nianbao-index.json"
_WRITER = ".nianbao-writer"
_SCHEMA_VERSION = 1
VERSION = f"whoosh-{_SCHEMA_VERSION}-{CANONICAL_VERSION}-{LEXICON_VERSION}"
_NAME = "nianbao"
_LOCK = f"{_NAME}_WRITELOCK"
"""Whoosh's name of its lock."""
_MEMORY_MB = 256
"""What a writer may hold before it spills postings to disk."""

REBUILD = Text(
    "运行 nianbao index --rebuild 重建索引（索引可由数据库完整重建）",
    "run `nianbao index --rebuild` (the index holds nothing that the database has not)",
)

# Values are handed to Whoosh as lists of finished tokens: no analyzer of ours is pickled into the
# index. Postings keep no positions: a phrase is decided on the text column.
SCHEMA = fields.Schema(
    report=fields.ID(),
    tokens=fields.ID(),
    sections=fields.ID(),
    year=fields.ID(),
    region=fields.ID(),
    level=fields.ID(),
    agency=fields.ID(),
    verdict=fields.ID(),
    facts=fields.COLUMN(columns.VarBytesColumn()),
    text=fields.COLUMN(columns.VarBytesColumn()),
    printed=fields.STORED(),
)

# What Whoosh and pickle raise on files that are not what was written: they have no error for that.
_DAMAGE = (
    index.IndexError,
    fields.FieldConfigurationError,
    filetables.FileFormatError,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
    AssertionError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    OSError,
    OverflowError,
    SystemError,
    TypeError,
    ValueError,
)


@contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """What goes wrong with the index's files inside becomes an error that names the folder."""
    try:
        yield
    except AppError:
        raise
    except _DAMAGE as error:
        if isinstance(error, OSError) and error.errno in {ENOSPC, EDQUOT}:
            raise NoSpace(
                str(folder),
                Text("磁盘空间不足，索引未写入", "no space left; the index was not changed"),
                Text("腾出磁盘空间后再运行一次", "free some space and run it again"),
            ) from error
        raise SearchError(
            str(folder),
            Text(
                f"索引无法读写，可能已损坏（{type(error).__name__}：{error}）",
                f"the index cannot be used, it may be damaged ({type(error).__name__}: {error})",
            ),
            REBUILD,
        ) from error


def open_index(folder: Path, *, create: bool, rebuild: bool) -> Any:
    """The Whoosh index in a folder that is ours."""
    if not _ours(folder, create=create, rebuild=rebuild):
        folder.mkdir(parents=True, exist_ok=True)
        _write_marker(folder)
    if rebuild or not index.exists_in(str(folder), _NAME):
        if not (create or rebuild):
            raise _none_yet(folder)
        _create(folder, afresh=rebuild)
    return index.open_dir(str(folder), _NAME, schema=SCHEMA)


def _ours(folder: Path, *, create: bool, rebuild: bool) -> bool:
    """True when the folder holds our index, False when it is free to take. Raises otherwise."""
    if folder.exists() and not folder.is_dir():
        raise SearchError(
            str(folder),
            Text("不是文件夹", "not a folder"),
            Text("另选一个文件夹存放索引", "choose a folder for the index"),
        )
    if not folder.exists() or all(path.name.startswith(".") for path in folder.iterdir()):
        if create or rebuild:
            return False
        raise _none_yet(folder)
    marker = folder / MARKER
    if not marker.is_file():
        raise SearchError(
            str(folder),
            Text(
                f"文件夹里有文件，但不是年报索引（缺少 {MARKER}），未打开也未改动",
                f"the folder has files but no {MARKER}: not our index, so it was left alone",
            ),
            Text("另选一个空文件夹，或移走其中的文件", "choose an empty folder, or clear this one"),
        )
    if not rebuild and (version := _marked_version(marker)) != VERSION:
        raise SearchError(
            str(folder),
            Text(
                f"索引由另一版本写成（{version}，现为 {VERSION}）",
                f"the index was written by another version ({version}; this is {VERSION})",
            ),
            REBUILD,
        )
    return True


def _none_yet(folder: Path) -> SearchError:
    return SearchError(
        str(folder),
        Text("还没有索引", "there is no index yet"),
        Text("先运行 nianbao index", "run `nianbao index` first"),
    )


def _marked_version(marker: Path) -> str:
    try:
        return str(json.loads(marker.read_text(encoding="utf-8"))["version"])
    except (ValueError, LookupError, TypeError):
        return "?"


def _write_marker(folder: Path) -> None:
    draft = folder / _MARKER_DRAFT
    draft.write_text(json.dumps({"index": "nianbao", "version": VERSION}) + "\n", encoding="utf-8")
    draft.replace(folder / MARKER)


def _create(folder: Path, *, afresh: bool) -> None:
    lock = FileStorage(str(folder)).lock(_LOCK)
    if not lock.acquire():
        raise _busy(folder)
    try:
        if afresh:
            for path in folder.iterdir():
                if path.is_file() and path.name not in {MARKER, _LOCK}:
                    path.unlink()
            _write_marker(folder)
        if afresh or not index.exists_in(str(folder), _NAME):
            index.create_in(str(folder), SCHEMA, _NAME)
    finally:
        lock.release()


@contextmanager
def writing_to(whoosh_index: Any, folder: Path, patience: float) -> Iterator[Any]:
    """The only writer; commits at the end, and leaves the index as it was when anything fails."""
    try:
        writer = whoosh_index.writer(timeout=patience, limitmb=_MEMORY_MB)
    except index.LockError as error:
        raise _busy(folder) from error
    try:
        (folder / _WRITER).write_text(str(os.getpid()), encoding="ascii")
        yield writer
        writer.commit()
    except BaseException:
        with suppress(OSError, writing.IndexingError):
            writer.cancel()
        raise


def _busy(folder: Path) -> SearchError:
    try:
        process = (folder / _WRITER).read_text(encoding="ascii").strip()
    except OSError:
        process = "?"
    return SearchError(
        str(folder),
        Text(
            f"另一个进程（进程号 {process}）正在写入索引",
            f"another process (id {process}) is writing to the index",
        ),
        Text("等它完成后再运行一次；查询不受影响", "wait until it is done; searching goes on"),
    )
