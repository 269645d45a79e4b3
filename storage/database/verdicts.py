"""Verdicts as last audited: found again, paged, counted, laid out by agency and year."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from model.agency import Level
from model.ids import AgencyId, RegionCode, ReportId
from model.text import Text
from model.verdict import Reason, Verdict, VerdictRecord
from storage.database.audited import Cell, StoredVerdict, Strip, VerdictFilter, VerdictOrder
from storage.database.bulk import chunks
from storage.database.choosing import of_verdicts
from storage.database.paging import AT_ONCE, Key, Page, read_page
from storage.database.schema import audits, verdicts

STORED = select(verdicts, audits.c.as_of).join(audits, audits.c.id == verdicts.c.audit)
_OF_STRIPS = tuple(
    verdicts.c[name]
    for name in (
        *("agency", "agency_name", "region", "level", "reporting_year"),
        *("verdict", "reason", "graded", "report"),
    )
)
_BY_PLACE = (
    Key(verdicts.c.reporting_year, descending=True),
    Key(verdicts.c.region),
    Key(verdicts.c.agency),
)
_ORDERS: Mapping[VerdictOrder, tuple[Key, ...]] = {
    VerdictOrder.PLACE: _BY_PLACE,
    VerdictOrder.NEWEST: (
        Key(verdicts.c.first_seen, descending=True),
        Key(verdicts.c.agency),
        Key(verdicts.c.reporting_year),
    ),
    VerdictOrder.CHANGED: (
        Key(verdicts.c.changed, descending=True),
        Key(verdicts.c.agency),
        Key(verdicts.c.reporting_year),
    ),
}


def page_of_verdicts(
    connection: Connection,
    wanted: VerdictFilter,
    order: VerdictOrder,
    limit: int,
    after: str | None,
) -> Page[StoredVerdict]:
    query = STORED.where(*of_verdicts(wanted))
    if order is VerdictOrder.NEWEST:
        query = query.where(verdicts.c.first_seen.is_not(None))
    return read_page(connection, query, _ORDERS[order], limit=limit, after=after, make=to_verdict)


def each_verdict(connection: Connection, wanted: VerdictFilter) -> Iterator[StoredVerdict]:
    query = STORED.where(*of_verdicts(wanted)).order_by(*(key.ordered for key in _BY_PLACE))
    return map(to_verdict, connection.execute(query.execution_options(yield_per=AT_ONCE)))


def verdict_of(connection: Connection, agency: AgencyId, year: int) -> StoredVerdict | None:
    query = STORED.where(verdicts.c.agency == agency, verdicts.c.reporting_year == year)
    row = connection.execute(query).one_or_none()
    return None if row is None else to_verdict(row)


def verdicts_by_report(
    connection: Connection, ids: Sequence[ReportId] | None
) -> Mapping[ReportId, Verdict]:
    query = select(verdicts.c.report, verdicts.c.verdict).where(verdicts.c.report.is_not(None))
    queries = (
        [query]
        if ids is None
        else [query.where(verdicts.c.report.in_(some)) for some in chunks(ids)]
    )
    return {
        ReportId(row.report): Verdict(row.verdict)
        for one in queries
        for row in connection.execute(one)
    }


def audited_at(connection: Connection) -> datetime | None:
    found: datetime | None = connection.execute(select(func.max(audits.c.as_of))).scalar_one()
    return found


def audited_years(connection: Connection) -> tuple[int, ...]:
    year = verdicts.c.reporting_year
    return tuple(connection.execute(select(year).distinct().order_by(year)).scalars())


def page_of_strips(
    connection: Connection, wanted: VerdictFilter, limit: int, after: str | None
) -> Page[Strip]:
    """Agencies with a verdict that is wanted, by region; of each, all verdicts of these years."""
    chosen = select(verdicts.c.region, verdicts.c.agency).where(*of_verdicts(wanted)).distinct()
    found = read_page(
        connection,
        chosen,
        (Key(verdicts.c.region), Key(verdicts.c.agency)),
        limit=limit,
        after=after,
        make=lambda row: AgencyId(row.agency),
    )
    return Page(items=_strips(connection, found.items, wanted), after=found.after)


def _strips(
    connection: Connection, agencies: Sequence[AgencyId], wanted: VerdictFilter
) -> tuple[Strip, ...]:
    in_years = of_verdicts(VerdictFilter(years=wanted.years))
    rows: dict[str, list[Row[Any]]] = defaultdict(list)
    for chunk in chunks(agencies):
        query = select(*_OF_STRIPS).where(verdicts.c.agency.in_(chunk), *in_years)
        for row in connection.execute(query.order_by(verdicts.c.reporting_year)):
            rows[row.agency].append(row)
    return tuple(_to_strip(rows[agency]) for agency in agencies)


def _to_strip(rows: Sequence[Row[Any]]) -> Strip:
    last = rows[-1]
    return Strip(
        agency=last.agency,
        agency_name=last.agency_name,
        region=RegionCode(last.region) if last.region else None,
        level=Level(last.level) if last.level else None,
        cells={
            row.reporting_year: Cell(
                verdict=Verdict(row.verdict),
                reason=None if row.reason is None else Reason(row.reason),
                graded=row.graded,
                report=row.report,
            )
            for row in rows
        },
    )


def to_verdict(row: Row[Any]) -> StoredVerdict:
    return StoredVerdict(
        record=to_record(row),
        region=RegionCode(row.region) if row.region else None,
        level=Level(row.level) if row.level else None,
        audited=row.as_of,
        changed=row.changed,
    )


def to_record(row: Row[Any]) -> VerdictRecord:
    return VerdictRecord(
        agency=row.agency,
        agency_name=row.agency_name,
        reporting_year=row.reporting_year,
        due=row.due,
        basis=Text(row.basis_zh, row.basis_en),
        verdict=Verdict(row.verdict),
        reason=None if row.reason is None else Reason(row.reason),
        explanation=Text(row.explanation_zh, row.explanation_en),
        declared=row.declared,
        last_absent=row.last_absent,
        first_seen=row.first_seen,
        report=row.report,
        evidence=row.evidence,
        graded=row.graded,
    )
