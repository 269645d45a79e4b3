"""Verdicts of earlier audits that still hold, because nothing that they rest on has changed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select

from model.finding import Finding
from storage.database.audited import Covered, Standing
from storage.database.schema import audits, findings, verdicts
from storage.database.touched import notes_since
from storage.database.verdicts import STORED, to_record

_Key = tuple[str, int]


def standing(
    connection: Connection, covered: Covered, made_by: str, as_of: datetime
) -> Iterator[Standing]:
    """Of what `covered` covers, in no order."""
    conditions = [
        verdicts.c.reporting_year.between(*covered.years),
        verdicts.c.known.is_not(None),
        audits.c.made_by == made_by,
        audits.c.as_of <= as_of,
    ]
    if covered.agencies is not None and len(covered.agencies) == 1:
        conditions.append(verdicts.c.agency.in_(covered.agencies))
    first = connection.execute(
        select(func.min(verdicts.c.known)).join(audits).where(*conditions)
    ).scalar_one()
    if first is None:
        return
    noted, everybody = notes_since(connection, first)
    stated = _stated(connection, covered)
    rows = connection.execute(STORED.where(*conditions).execution_options(yield_per=1000))
    for row in rows:
        admitted = covered.agencies is None or row.agency in covered.agencies
        if admitted and row.known >= max(everybody, noted.get(row.agency, 0)):
            yield Standing(
                record=to_record(row),
                findings=tuple(stated.get((row.agency, row.reporting_year), ())),
                as_of=row.as_of,
            )


def _stated(connection: Connection, covered: Covered) -> Mapping[_Key, list[Finding]]:
    query = (
        select(findings.c.agency, findings.c.reporting_year, findings.c.value)
        .where(findings.c.reporting_year.between(*covered.years), findings.c.agency.is_not(None))
        .order_by(findings.c.position, findings.c.fingerprint)
    )
    stated: dict[_Key, list[Finding]] = defaultdict(list)
    for agency, year, finding in connection.execute(query):
        stated[agency, year].append(finding)
    return stated
