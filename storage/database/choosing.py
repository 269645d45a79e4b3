"""What verdicts and findings are chosen and counted by."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from model.ids import RegionCode
from storage.database.audited import Counts, FindingFilter, Grouping, VerdictFilter
from storage.database.judged import any_of, for_everybody
from storage.database.schema import findings, verdicts
from storage.database.shelved import within

_DIGITS: Mapping[Grouping, int] = {Grouping.PROVINCE: 2, Grouping.PREFECTURE: 4}


def of_verdicts(wanted: VerdictFilter) -> list[ColumnElement[bool]]:
    conditions = _of_both(verdicts, wanted)
    conditions += _one_of(verdicts.c.verdict, wanted.verdicts)
    conditions += _one_of(verdicts.c.reason, wanted.reasons)
    if wanted.changed_since is not None:
        conditions.append(verdicts.c.changed >= wanted.changed_since)
    return conditions


def of_findings(wanted: FindingFilter) -> list[ColumnElement[bool]]:
    conditions = _of_both(findings, wanted)
    conditions += _one_of(findings.c.rule, wanted.rules)
    conditions += _one_of(findings.c.severity, wanted.severities)
    conditions += _one_of(findings.c.certainty, wanted.certainties)
    if wanted.report is not None:
        conditions.append(findings.c.report == wanted.report)
    if wanted.decided:
        conditions.append(any_of(wanted.decided))
    if wanted.for_everybody:
        conditions.append(for_everybody())
    return conditions


def count_by(
    connection: Connection,
    table: Table,
    conditions: Sequence[ColumnElement[bool]],
    by: Sequence[Grouping],
) -> Counts:
    """Raises KeyError when the rows of `table` have no such property."""
    columns = [_column(table, one) for one in by]
    query = select(*columns, func.count()).select_from(table).where(*conditions)
    rows = connection.execute(query.group_by(*columns).order_by(*columns))
    return {tuple(row[:-1]): row[-1] for row in rows}


def _of_both(table: Table, wanted: VerdictFilter | FindingFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.years is not None:
        conditions.append(table.c.reporting_year.between(*wanted.years))
    if wanted.region is not None:
        conditions += _inside(table.c.region, wanted.region)
    if wanted.level is not None:
        conditions.append(table.c.level == wanted.level.value)
    if wanted.agency is not None:
        conditions.append(table.c.agency == wanted.agency)
    if wanted.first_seen_since is not None:
        conditions.append(table.c.first_seen >= wanted.first_seen_since)
    return conditions


def _inside(column: ColumnElement[str], region: RegionCode) -> list[ColumnElement[bool]]:
    """As a range: unlike LIKE it is found by an index."""
    prefix = within(region)
    if not prefix:
        return []
    return [column >= prefix, column < f"{prefix}:"]  # the sign after the digit 9


def _one_of(column: ColumnElement[Any], wanted: Sequence[str | Enum]) -> list[ColumnElement[bool]]:
    values = [one.value if isinstance(one, Enum) else one for one in wanted]
    return [column.in_(values)] if values else []


def _column(table: Table, by: Grouping) -> ColumnElement[Any]:
    if by in _DIGITS:
        return func.substr(table.c.region, 1, _DIGITS[by])
    return table.c["reporting_year" if by is Grouping.YEAR else by.value]
