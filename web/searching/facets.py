"""Facets of what the database knows, read once for all searches until anything is written."""

from collections.abc import Mapping

from model.ids import ReportId
from storage.database import Database
from web.keeping import until_written

Facets = Mapping[str, Mapping[ReportId, tuple[str, ...]]]


def known_facets(database: Database) -> Facets:
    """Current report → its verdict, and the rules it breaks."""
    return until_written(database, "facets", lambda: _facets(database))


def _facets(database: Database) -> Facets:
    verdicts = database.verdicts_by_report()
    return {
        "verdict": {report: (verdict.value,) for report, verdict in verdicts.items()},
        "finding": database.rules_by_report(),
    }
