"""Findings, and what people decided about them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from model.finding import Decision, DecisionKind, Finding
from storage.database.bulk import Row, insert_new
from storage.database.schema import decisions, finding_cells, findings


def replace_findings(connection: Connection, scope: str, given: Iterable[Finding]) -> None:
    connection.execute(delete(findings).where(findings.c.scope == scope))
    cells: list[Row] = []
    for finding in given:
        key = connection.execute(
            insert(findings).returning(findings.c.id), _finding_row(scope, finding)
        ).scalar_one()
        cells += [
            {"finding": key, "position": position, "report": finding.report, "measure": measure}
            for position, measure in enumerate(finding.cells)
        ]
    if cells:
        connection.execute(insert(finding_cells), cells)


def read_findings(
    connection: Connection, wanted: Mapping[str, str | int | None]
) -> tuple[Finding, ...]:
    """Those whose columns have the wanted values; None leaves a column open."""
    query = select(findings.c.value).order_by(findings.c.scope, findings.c.id)
    for column, value in wanted.items():
        if value is not None:
            query = query.where(findings.c[column] == value)
    return tuple(connection.execute(query).scalars())


def save_decisions(connection: Connection, given: Iterable[Decision]) -> int:
    """Returns how many were new."""
    rows: list[dict[str, Any]] = [
        {
            "fingerprint": decision.fingerprint,
            "at": decision.at,
            "kind": decision.kind.value,
            "by": decision.by,
            "note": decision.note,
        }
        for decision in given
    ]
    return insert_new(connection, decisions, rows)


def read_decisions(connection: Connection, fingerprint: str | None) -> tuple[Decision, ...]:
    query = select(decisions).order_by(
        decisions.c.at, decisions.c.fingerprint, decisions.c.kind, decisions.c.by
    )
    if fingerprint is not None:
        query = query.where(decisions.c.fingerprint == fingerprint)
    return tuple(
        Decision(
            fingerprint=row.fingerprint,
            kind=DecisionKind(row.kind),
            at=row.at,
            by=row.by,
            note=row.note,
        )
        for row in connection.execute(query)
    )


def _finding_row(scope: str, finding: Finding) -> Row:
    return {
        "scope": scope,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "certainty": finding.certainty.value,
        "agency": finding.agency,
        "reporting_year": finding.reporting_year,
        "report": finding.report,
        "value": finding,
    }
