"""Fixity of a whole archive: in several processes, and after an interruption from where it was.

What has been verified so far stands in a scratch file, one transaction for each WARC file. It is
gone when all is verified: the next time everything is read again, for that is the point.
"""

import multiprocessing
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from model.errors import ArchiveError
from model.text import Text
from storage.archive.files import Damage, damaged, read_file
from storage.archive.verify import HOLDERS, faults, names_of_payload, reference_of, unheld

WORKERS = 2
_STALE_SECONDS = 7 * 24 * 3600
"""What was verified longer ago is verified again: it says little about today."""
_VERSION = 1
_LOCATED = "warc TEXT NOT NULL, offset INTEGER NOT NULL, record TEXT"
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS files (
    warc TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, records INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS damages (
    {_LOCATED}, zh TEXT NOT NULL, en TEXT NOT NULL, torn INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS holders (
    id TEXT NOT NULL, name TEXT NOT NULL, warc TEXT NOT NULL, PRIMARY KEY (id, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS revisits ({_LOCATED}, holder TEXT NOT NULL, names TEXT NOT NULL);
"""
_TABLES = ("files", "damages", "holders", "revisits")
_FILE = "INSERT INTO files VALUES (?, ?, ?, ?)"
_DAMAGE = "INSERT INTO damages VALUES (?, ?, ?, ?, ?, ?)"
_HOLDER = "INSERT OR IGNORE INTO holders VALUES (?, ?, ?)"
_REVISIT = "INSERT INTO revisits VALUES (?, ?, ?, ?, ?)"
# A revisit is sound when what it refers to is there and bears one of the digests that it names.
_UNHELD = """
SELECT warc, offset, record, holder FROM revisits AS r WHERE NOT EXISTS (
    SELECT 1 FROM holders AS h
    WHERE h.id = r.holder AND instr(' ' || r.names || ' ', ' ' || h.name || ' ') > 0
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    files: int
    resumed: int
    """Of them, those that an interrupted run had verified."""
    records: int
    damages: tuple[Damage, ...]
    """In the order of writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """What one WARC file told."""

    warc: str
    size: int
    changed: int
    records: int
    damages: tuple[Damage, ...]
    holders: tuple[tuple[str, str], ...]
    """Record id and digest of a payload."""
    revisits: tuple[tuple[int, str, str, str], ...]
    """Offset, record id, the id it refers to, the digests it names."""


def verify_all(
    files: tuple[Path, ...],
    scratch: Path,
    *,
    now: datetime,
    afresh: bool = False,
    workers: int = WORKERS,
    advance: Callable[[], None] = lambda: None,
) -> Verified:
    """Recomputes every digest of every record of `files`, given in writing order.

    `scratch` remembers an interrupted run; `afresh` begins again all the same. `advance` is called
    once for each file.
    Raises: OSError when a file cannot be read; ArchiveError when `scratch` cannot be written.
    """
    try:
        if afresh or _is_stale(scratch, now):
            scratch.unlink(missing_ok=True)
        with closing(_open(scratch)) as state:
            left = [path for path in files if not _is_done(state, path)]
            for _ in range(len(files) - len(left)):
                advance()
            for found in _read_all(left, workers):
                _store(state, found)
                advance()
            _forget_others(state, {path.name for path in files})
            verified = _conclude(state, files, resumed=len(files) - len(left))
        scratch.unlink()
    except sqlite3.Error as error:
        raise ArchiveError(
            str(scratch),
            Text(f"无法写入（{error}）", f"cannot be written ({error})"),
            Text("请检查磁盘空间和目录权限。", "Check the space and the permissions of the disk."),
        ) from error
    return verified


def _is_stale(scratch: Path, now: datetime) -> bool:
    try:
        age = now.timestamp() - scratch.stat().st_mtime
    except FileNotFoundError:
        return False
    return age > _STALE_SECONDS


def _open(scratch: Path) -> sqlite3.Connection:
    try:
        return _opened(scratch)
    except sqlite3.DatabaseError:
        # It only saves time: one that is damaged is made anew.
        scratch.unlink()
        return _opened(scratch)


def _opened(scratch: Path) -> sqlite3.Connection:
    state = sqlite3.connect(scratch)
    try:
        _make_tables(state)
    except sqlite3.DatabaseError:
        state.close()
        raise
    return state


def _make_tables(state: sqlite3.Connection) -> None:
    (version,) = state.execute("PRAGMA user_version").fetchone()
    (tables,) = state.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables and version != _VERSION:
        raise sqlite3.DatabaseError("of another version")
    state.executescript(f"{_SCHEMA} PRAGMA user_version = {_VERSION};")


def _is_done(state: sqlite3.Connection, path: Path) -> bool:
    row = state.execute("SELECT size, changed FROM files WHERE warc = ?", [path.name]).fetchone()
    stat = path.stat()
    return bool(row == (stat.st_size, stat.st_mtime_ns))


def _store(state: sqlite3.Connection, found: _File) -> None:
    with state:
        _forget(state, found.warc)
        state.execute(_FILE, (found.warc, found.size, found.changed, found.records))
        state.executemany(
            _DAMAGE,
            [
                (each.warc, each.offset, each.record, each.what.zh, each.what.en, each.torn)
                for each in found.damages
            ],
        )
        state.executemany(_HOLDER, [(*holder, found.warc) for holder in found.holders])
        state.executemany(_REVISIT, [(found.warc, *revisit) for revisit in found.revisits])


def _forget_others(state: sqlite3.Connection, warcs: set[str]) -> None:
    """What an interrupted run verified and is gone since."""
    known = {warc for (warc,) in state.execute("SELECT warc FROM files")}
    with state:
        for warc in known - warcs:
            _forget(state, warc)


def _forget(state: sqlite3.Connection, warc: str) -> None:
    for table in _TABLES:
        state.execute(f"DELETE FROM {table} WHERE warc = ?", [warc])  # noqa: S608  # our own names


def _conclude(state: sqlite3.Connection, files: tuple[Path, ...], *, resumed: int) -> Verified:
    (records,) = state.execute("SELECT total(records) FROM files").fetchone()
    damages = [
        Damage(warc=warc, offset=offset, record=record, what=Text(zh, en), torn=bool(torn))
        for warc, offset, record, zh, en, torn in state.execute("SELECT * FROM damages")
    ]
    damages += [
        Damage(warc=warc, offset=offset, record=record, what=unheld(holder))
        for warc, offset, record, holder in state.execute(_UNHELD)
    ]
    order = {path.name: number for number, path in enumerate(files)}
    damages.sort(key=lambda damage: (order[damage.warc], damage.offset))
    return Verified(files=len(files), resumed=resumed, records=int(records), damages=tuple(damages))


def _read_all(paths: list[Path], workers: int) -> Iterator[_File]:
    """Each file as soon as it is read; a file that one process reads is never read by two."""
    workers = min(workers, len(paths))
    if workers <= 1:
        yield from map(_read, paths)
        return
    context = multiprocessing.get_context("forkserver")
    # Leaving it, be it by Ctrl-C, ends the processes.
    with context.Pool(workers, initializer=_leave_interrupts_to_the_parent) as pool:
        yield from pool.imap_unordered(_read, paths)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read(path: Path) -> _File:
    stat = path.stat()
    records = 0
    damages: list[Damage] = []
    holders: list[tuple[str, str]] = []
    revisits: list[tuple[int, str, str, str]] = []
    for record in read_file(path):
        if isinstance(record, Damage):
            damages.append(record)
            continue
        records += 1
        id_ = record.fields.get("warc-record-id", "")
        damages.extend(damaged(record.place, what, record=id_) for what in faults(record))
        reference = reference_of(record)
        if reference is not None:
            names = " ".join(sorted(reference.names))
            revisits.append((record.place.offset, id_, reference.holder, names))
        if record.kind in HOLDERS:
            holders.extend((id_, name) for name in names_of_payload(record))
    return _File(
        warc=path.name,
        size=stat.st_size,
        changed=stat.st_mtime_ns,
        records=records,
        damages=tuple(damages),
        holders=tuple(holders),
        revisits=tuple(revisits),
    )
