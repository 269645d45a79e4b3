"""Facets of what the database knows, read once for all searches until anything is written."""

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from model.ids import ReportId
from storage.database import Database

Facets = Mapping[str, Mapping[ReportId, tuple[str, ...]]]

_read: WeakKeyDictionary[Database, tuple[str, Facets]] = WeakKeyDictionary()


def known_facets(database: Database) -> Facets:
    """Current report → its verdict, and the rules it breaks."""
    version = database.version()
    kept = _read.get(database)
    # A database in memory has no version: nothing of it is kept.
    if kept is not None and version and kept[0] == version:
        return kept[1]
    found = _facets(database)
    # The version from before the reading: what was written meanwhile makes the next search read.
    _read[database] = (version, found)
    return found


def _facets(database: Database) -> Facets:
    verdicts = database.verdicts_by_report()
    return {
        "verdict": {report: (verdict.value,) for report, verdict in verdicts.items()},
        "finding": database.rules_by_report(),
    }
