"""How the tests import what others archived."""

from datetime import UTC, datetime
from pathlib import Path

from model.capture import Capture
from storage.archive import Archive
from storage.database import Database
from storage.importing import Importing, Tally

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def take(archive: Archive, database: Database, *paths: Path) -> tuple[Tally, list[Capture]]:
    importing = Importing(archive, database, at=NOW)
    captures = [found.capture for path in paths for found in importing.take(path)]
    return importing.tally, captures


def captures_in(archive: Archive) -> list[Capture]:
    return [each.item for each in archive.records() if isinstance(each.item, Capture)]
