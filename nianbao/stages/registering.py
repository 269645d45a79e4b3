"""The registry into the home: a file that a rebuild reads, and the database."""

import os
from pathlib import Path

from model.agency import Registry
from nianbao.home import Home
from nianbao.stages.calendars import own_calendar
from registry import export_csv, load_registry, with_calendar
from storage.database import Database, SyncCounts


def store_registry(home: Home, database: Database, registry: Registry) -> SyncCounts:
    _replace(home.registry_file, export_csv(registry))
    return database.sync_registry(with_calendar(registry, own_calendar(home)))


def restore_registry(home: Home, database: Database) -> None:
    """Gives a rebuilt database the registry that was last imported."""
    if home.registry_file.exists():
        registry = load_registry([home.registry_file])
        database.sync_registry(with_calendar(registry, own_calendar(home)))


def _replace(path: Path, text: str) -> None:
    """Whole or not at all, whenever it is killed."""
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
