"""What an audit said takes the place of what earlier ones said of the same obligations."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    case,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from model.finding import Finding
from model.verdict import VerdictRecord
from storage.database.audited import Covered, Grounds, Owed
from storage.database.bulk import Row, chunks, insert_into, insert_new
from storage.database.schema import agencies, audits, finding_cells, findings, first_found, verdicts
from storage.database.touched import forget_sites

_AT_ONCE = 5_000
"""Rows made at a time: those of a country would not fit beside its audit."""
_SAME = ("verdict", "reason", "report", "graded")
"""While these stay, a verdict did not change."""

_Places = Mapping[str, tuple[str, str]]
"""Agency → its region and level."""
_NOWHERE = ("", "")


def replace_audit(
    connection: Connection,
    covered: Covered,
    records: Iterable[VerdictRecord],
    stated: Iterable[tuple[str, Finding]],
    as_of: datetime,
    grounds: Grounds | None,
    standing: Collection[Owed],
) -> None:
    query = insert(audits).returning(audits.c.id)
    made_by = None if grounds is None else grounds.made_by
    audit = connection.execute(query, {"as_of": as_of, "made_by": made_by}).scalar_one()
    known = None if grounds is None else grounds.known
    places = _places(connection)
    save = _saving_verdicts(connection)
    said = (one for one in records if (one.agency, one.reporting_year) not in standing)
    for some in chunks(said, _AT_ONCE):
        connection.execute(
            save, [{**_verdict_row(one, audit, as_of, places), "known": known} for one in some]
        )
    _let_stand(connection, standing, audit, known)
    _forget(connection, verdicts, covered, audit)
    _forget(connection, findings, covered, audit)
    for number, stating in enumerate(chunks(stated, _AT_ONCE)):
        _save_findings(connection, dict(stating), audit, as_of, places, number * _AT_ONCE)
    still = (select(table.c.audit) for table in (verdicts, findings))
    connection.execute(delete(audits).where(*(audits.c.id.not_in(ids) for ids in still)))
    forget_sites(connection)


def _let_stand(
    connection: Connection, standing: Collection[Owed], audit: int, known: int | None
) -> None:
    """Writes two columns and not twenty with all their indexes, in the order of the table."""
    if not standing:
        return
    query = (
        update(verdicts)
        .where(
            verdicts.c.agency == bindparam("whose"),
            verdicts.c.reporting_year == bindparam("about"),
        )
        .values(audit=audit, known=known)
    )
    for some in chunks(sorted(standing), _AT_ONCE):
        connection.execute(query, [{"whose": agency, "about": year} for agency, year in some])


def _saving_verdicts(connection: Connection) -> sqlite.Insert | postgresql.Insert:
    """Overwrites the verdict that stands, and keeps since when it says what it says."""
    statement = insert_into(connection, verdicts)
    new = statement.excluded
    same = and_(*(verdicts.c[name].is_not_distinct_from(new[name]) for name in _SAME))
    keys = [column.name for column in verdicts.primary_key]
    others: dict[str, ColumnElement[Any]] = {
        column.name: new[column.name] for column in verdicts.c if column.name not in keys
    }
    others["changed"] = case((same, verdicts.c.changed), else_=new["changed"])
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


def _forget(connection: Connection, table: Table, covered: Covered, audit: int) -> None:
    """What earlier audits said of what this one covered, and it does not say again."""
    stale = delete(table).where(
        table.c.reporting_year.between(*covered.years), table.c.audit != audit
    )
    if covered.agencies is None:
        connection.execute(stale)
        return
    for chunk in chunks(sorted(covered.agencies)):
        connection.execute(stale.where(table.c.agency.in_(chunk)))


def _save_findings(
    connection: Connection,
    stated: Mapping[str, Finding],
    audit: int,
    as_of: datetime,
    places: _Places,
    before: int,
) -> None:
    insert_new(connection, first_found, [{"fingerprint": one, "at": as_of} for one in stated])
    first: dict[str, datetime] = {
        row.fingerprint: row.at
        for chunk in chunks(stated)
        for row in connection.execute(
            select(first_found).where(first_found.c.fingerprint.in_(chunk))
        )
    }
    rows = [
        {**_finding_row(print_, finding, audit, first[print_], places), "position": position}
        for position, (print_, finding) in enumerate(stated.items(), before)
    ]
    connection.execute(insert(findings), rows)
    cells = [
        {"finding": print_, "position": position, "report": finding.report, "measure": measure}
        for print_, finding in stated.items()
        for position, measure in enumerate(finding.cells)
    ]
    if cells:
        connection.execute(insert(finding_cells), cells)


def _places(connection: Connection) -> _Places:
    query = select(agencies.c.id, agencies.c.region, agencies.c.level).where(agencies.c.listed)
    return {row.id: (row.region, row.level) for row in connection.execute(query)}


def _verdict_row(record: VerdictRecord, audit: int, as_of: datetime, places: _Places) -> Row:
    region, level = places.get(record.agency, _NOWHERE)
    return {
        "agency": record.agency,
        "reporting_year": record.reporting_year,
        "audit": audit,
        "agency_name": record.agency_name,
        "region": region,
        "level": level,
        "due": record.due,
        "basis_zh": record.basis.zh,
        "basis_en": record.basis.en,
        "verdict": record.verdict.value,
        "reason": None if record.reason is None else record.reason.value,
        "graded": record.graded,
        "explanation_zh": record.explanation.zh,
        "explanation_en": record.explanation.en,
        "declared": record.declared,
        "last_absent": record.last_absent,
        "first_seen": record.first_seen,
        "report": record.report,
        "evidence": record.evidence,
        "changed": as_of,
    }


def _finding_row(
    print_: str, finding: Finding, audit: int, first_seen: datetime, places: _Places
) -> Row:
    region, level = places.get(finding.agency or "", _NOWHERE)
    return {
        "fingerprint": print_,
        "audit": audit,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "certainty": finding.certainty.value,
        "agency": finding.agency,
        "region": region,
        "level": level,
        "reporting_year": finding.reporting_year,
        "report": finding.report,
        "first_seen": first_seen,
        "value": finding,
    }
