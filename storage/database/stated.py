"""Findings of the last audits: found again, paged."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, case, select

from model.agency import Level
from model.finding import ON_PUBLICATION, Severity
from model.ids import RegionCode
from storage.database.audited import FindingFilter, FindingOrder, StoredFinding
from storage.database.choosing import of_findings
from storage.database.judged import standing_of, with_standing
from storage.database.paging import AT_ONCE, Key, Page, read_page
from storage.database.schema import audits, findings

STORED = with_standing(
    select(findings, audits.c.as_of).join(audits, audits.c.id == findings.c.audit)
)
_BY_PLACE = (
    Key(findings.c.reporting_year, descending=True),
    Key(findings.c.region),
    Key(findings.c.fingerprint),
)
_ORDERS: Mapping[FindingOrder, tuple[Key, ...]] = {
    FindingOrder.PLACE: _BY_PLACE,
    FindingOrder.NEWEST: (
        Key(findings.c.first_seen, descending=True),
        Key(findings.c.fingerprint, descending=True),
    ),
}


def page_of_findings(
    connection: Connection,
    wanted: FindingFilter,
    order: FindingOrder,
    limit: int,
    after: str | None,
) -> Page[StoredFinding]:
    query = STORED.where(*of_findings(wanted))
    return read_page(connection, query, _ORDERS[order], limit=limit, after=after, make=to_finding)


def each_finding(connection: Connection, wanted: FindingFilter) -> Iterator[StoredFinding]:
    query = STORED.where(*of_findings(wanted)).order_by(*(key.ordered for key in _BY_PLACE))
    return map(to_finding, connection.execute(query.execution_options(yield_per=AT_ONCE)))


def finding_of(connection: Connection, fingerprint: str) -> StoredFinding | None:
    query = STORED.where(findings.c.fingerprint == fingerprint)
    row = connection.execute(query).one_or_none()
    return None if row is None else to_finding(row)


def gravest(connection: Connection, wanted: FindingFilter, limit: int) -> tuple[str, ...]:
    """Fingerprints: what accuses most first, and of that what is about publication itself."""
    grave = {Severity.ERROR.value: 0, Severity.WARNING.value: 1, Severity.ATTENTION.value: 2}
    query = (
        select(findings.c.fingerprint)
        .where(*of_findings(wanted))
        .order_by(
            case(grave, value=findings.c.severity, else_=len(grave)),
            findings.c.rule.startswith(ON_PUBLICATION).desc(),
            *(key.ordered for key in _BY_PLACE),
        )
        .limit(limit)
    )
    return tuple(connection.execute(query).scalars())


def to_finding(row: Row[Any]) -> StoredFinding:
    return StoredFinding(
        fingerprint=row.fingerprint,
        finding=row.value,
        region=RegionCode(row.region) if row.region else None,
        level=Level(row.level) if row.level else None,
        audited=row.as_of,
        first_seen=row.first_seen,
        decision=standing_of(row),
    )
