"""Everything that holds for SQLite alone."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from model.errors import NoSpace, StorageError
from model.text import Text

BUSY_SECONDS = 30
"""How long a writer waits for another one. The default, 5 s, is short for a bulk transaction."""

_WRITE = "nianbao_write"
_LOG_HEAD = 48
"""Bytes: counter of transactions, frames, salts and checksums of the log (SQLite, "WAL-mode File
Format", 2.1: the WAL-index header)."""

_DAMAGED = (
    Text("数据库文件已损坏，或不是数据库", "the database is damaged, or is no database"),
    Text(
        "请将该文件移开，再运行 nianbao archive rebuild，由存档重建。",
        "Move the file aside and run `nianbao archive rebuild`: the archive has everything.",
    ),
)
_LOCKED = (
    Text("数据库正被另一个进程占用", "another process keeps the database locked"),
    Text("请等它结束后重试。", "Wait until it ends and try again."),
)
_UNWRITABLE = (
    Text("数据库无法打开或无法写入", "the database cannot be opened or written"),
    Text(
        "请检查路径、目录权限，以及是否已运行过写入数据的命令（如 nianbao add）。",
        "Check the path and the folder's permissions, and whether a command that stores something"
        " (such as `nianbao add`) has run at all.",
    ),
)
_FULL = (
    Text("磁盘空间不足，数据库未能写入", "no space left for the database"),
    Text(
        "请腾出空间后重新运行：已存的内容完好，会从中断处继续。",
        "Free some space and run it again: what is stored is whole, and it goes on.",
    ),
)
_MESSAGES = {
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_IOERR: _UNWRITABLE,
    sqlite3.SQLITE_FULL: _FULL,
}


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def file_url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


def read_only_url(url: URL) -> URL:
    """The same database, never created and never written."""
    if not url.database:
        return url
    file = Path(url.database).absolute().as_uri()
    return url.set(database=file, query={"mode": "ro", "uri": "true"})


def prepare(engine: Engine, *, read_only: bool) -> None:
    """Has every connection wait for locks, keep foreign keys, and read beside a writer (WAL)."""

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        # Transactions are begun below: sqlite3 would begin none before DDL or SELECT.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        connection.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            # A power failure may cost the last transactions, never the file; the archive, which
            # is synchronised at every record, gives them back.
            connection.execute("PRAGMA synchronous = NORMAL")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_WRITE, False):
            # A reader that turns writer fails at once when another was faster: take the lock first.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            # Takes no lock, so nothing can go wrong that would have to be told in words; SQLAlchemy
            # makes more of a statement than a crawl's small questions take to be answered.
            cast("sqlite3.Connection", connection.connection.driver_connection).execute("BEGIN")


def for_writing(engine: Engine) -> Engine:
    return engine.execution_options(**{_WRITE: True})


def file_of(connection: Connection) -> str:
    """The database's file; empty of one in memory."""
    files = {row[1]: row[2] for row in connection.exec_driver_sql("PRAGMA database_list")}
    return str(files["main"])


def version_of(file: str) -> str:
    """From the files themselves: every commit touches the log, a checkpoint the database.

    SQLite's own `data_version` means nothing to another connection, and the counter in the file's
    head stands still as long as there is a log. Two commits may fall into one tick of the file
    system's clock and leave the log as long as it was: the head of the log's index tells them
    apart.
    """
    stamps = []
    for name in (file, f"{file}-wal"):
        try:
            found = Path(name).stat()
        except OSError:  # no log, or a database in memory
            continue
        stamps.append(f"{found.st_mtime_ns}.{found.st_size}")
    with suppress(OSError), Path(f"{file}-shm").open("rb", buffering=0) as index:
        stamps.append(index.read(_LOG_HEAD).hex())
    return " ".join(stamps)


def integrity_problem(connection: Connection) -> str | None:
    """What SQLite finds wrong with the file, or None."""
    answer = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    if answer != "ok":
        return str(answer)
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    return None if orphan is None else f"foreign key: {tuple(orphan)}"


def damage_error(source: str, detail: str) -> StorageError:
    what, remedy = _DAMAGED
    return StorageError(source, Text(f"{what.zh}（{detail}）", f"{what.en} ({detail})"), remedy)


def explain(error: DBAPIError, source: str) -> StorageError | None:
    """What a person can do about an error of the driver; None when it is a bug of ours."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary not in _MESSAGES:
        return None
    what, remedy = _MESSAGES[primary]
    kind = NoSpace if primary == sqlite3.SQLITE_FULL else StorageError
    return kind(source, what, remedy)
