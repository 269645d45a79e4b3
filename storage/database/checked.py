"""What the rules say of the figures of stored reports: a cache, made when a report is read."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from model.finding import Finding
from model.ids import ReportId
from storage.database.bulk import chunks, upsert
from storage.database.schema import checks, reports
from storage.database.values import Checks


def save_checks(connection: Connection, given: Mapping[ReportId, Checks]) -> None:
    """Those of reports that are not stored any more are passed over."""
    for chunk in chunks(given):
        still = connection.execute(select(reports.c.id).where(reports.c.id.in_(chunk))).scalars()
        rows = [
            {"report": id_, "made_by": given[id_].made_by, "findings": given[id_].findings}
            for id_ in map(ReportId, still)
        ]
        upsert(connection, checks, rows)


def read_checks(
    connection: Connection, ids: Iterable[ReportId], made_by: str
) -> Mapping[ReportId, tuple[Finding, ...]]:
    """Those that were made by these rules."""
    return {
        ReportId(row.report): row.findings
        for chunk in chunks(ids)
        for row in connection.execute(
            select(checks.c.report, checks.c.findings).where(
                checks.c.report.in_(chunk), checks.c.made_by == made_by
            )
        )
    }
