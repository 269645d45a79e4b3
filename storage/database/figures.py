"""Figures of all reports, for conditions on them: compact, and answered by the database itself.

A report has a row for each of its measures whose value is not zero or was not read. What its form
has and no row names was read as zero: the *shape* of a report tells which measures it has.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    FromClause,
    Select,
    and_,
    case,
    cast,
    func,
    insert,
    literal,
    null,
    select,
)

from model.figures import Combined, Expression, Figure, Measured, Number
from model.ids import MeasureId, ReportId
from model.report import Measure
from storage.database.bulk import Row, insert_new
from storage.database.schema import figures, reports, shapes

_COMPARISONS: Mapping[str, Any] = {">=": ge, "<=": le, "!=": ne, "=": eq, ">": gt, "<": lt}
# Of a type: beside a bare NULL, SQLAlchemy makes `!=` IS NOT and refuses `>`.
_NEVER: ColumnElement[Any] = cast(null(), Float)
_DIGITS = 9
"""After the point; amounts have four, and sums of them fit into 15 digits with these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Current reports by what a condition says of them; of the others it is unknown."""

    yes: frozenset[ReportId]
    no: frozenset[ReportId]


def shape_of(measures: Mapping[MeasureId, Measure]) -> str | None:
    if not measures:
        return None
    return sha256("\n".join(sorted(measures)).encode()).hexdigest()[:16]


def save_figures(
    connection: Connection, given: Mapping[ReportId, Mapping[MeasureId, Measure]]
) -> None:
    """Of reports that have no rows yet."""
    by_shape = {shape_of(measures): measures for measures in given.values() if measures}
    asked: list[Row] = [
        {"shape": shape, "measure": measure}
        for shape, measures in by_shape.items()
        for measure in measures
    ]
    insert_new(connection, shapes, asked)
    rows = [
        {"measure": measure.id, "report": report, "value": _number(measure)}
        for report, measures in given.items()
        for measure in measures.values()
        if _number(measure) != 0
    ]
    if rows:
        connection.execute(insert(figures), rows)


def answer(connection: Connection, condition: Measured) -> Answer:
    """Unknown where a figure was not read, the form has none, or a ratio is to zero."""
    asking = _Asking(connection)
    left, right = asking.compared(condition.left), asking.compared(condition.right)
    said = _COMPARISONS[condition.comparison](left, right)
    query = asking.select(reports.c.id, said.label("said")).where(said.is_not(None))
    yes: set[ReportId] = set()
    no: set[ReportId] = set()
    for row in connection.execute(query):
        (yes if row.said else no).add(ReportId(row.id))
    return Answer(yes=frozenset(yes), no=frozenset(no))


def values(
    connection: Connection, expression: Expression, among: Collection[ReportId] | None = None
) -> Mapping[ReportId, float]:
    """Current report → the value, where it is known. `among` some hundreds of reports at most."""
    asking = _Asking(connection)
    value = asking.value(expression)
    query = asking.select(reports.c.id, value.label("value")).where(value.is_not(None))
    if among is not None:
        query = query.where(reports.c.id.in_(among))
    return {ReportId(row.id): row.value for row in connection.execute(query)}


def _number(measure: Measure) -> float | None:
    """None for what the agency did not state, or we are not certain to have read."""
    if not measure.stated or measure.value is None:
        return None
    return float(measure.value)


class _Asking:
    """One query: the tables that its figures are joined from, gathered as they are named."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._source: FromClause = reports
        self._known: dict[tuple[MeasureId, ...], ColumnElement[Any]] = {}

    def select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        return select(*columns).select_from(self._source).where(reports.c.current)

    def compared(self, expression: Expression) -> ColumnElement[Any]:
        """What was calculated, without the last digits of binary fractions: 0.1 + 0.2 is 0.3."""
        value = self.value(expression)
        return func.round(value, _DIGITS) if isinstance(expression, Combined) else value

    def value(self, expression: Expression) -> ColumnElement[Any]:
        match expression:
            case Number(value):
                return literal(float(value), Float)
            case Figure(_, ways):
                found = [self._way(way) for way in ways]
                return func.coalesce(*found) if len(found) > 1 else (found or [_NEVER])[0]
            case Combined("/", left, right):
                return self.value(left) * 1.0 / func.nullif(self.value(right), 0)
            case Combined("-", left, right):
                return self.value(left) - self.value(right)
            case Combined(_, left, right):
                return self.value(left) + self.value(right)

    def _way(self, way: tuple[MeasureId, ...]) -> ColumnElement[Any]:
        if way not in self._known:
            self._known[way] = self._joined(way)
        return self._known[way]

    def _joined(self, way: tuple[MeasureId, ...]) -> ColumnElement[Any]:
        having = self._shapes_with(way)
        if not having:
            return _NEVER
        if len(way) == 1:
            rows: Any = figures.alias()
            joined = and_(rows.c.report == reports.c.id, rows.c.measure == way[0])
            value, unread = rows.c.value, and_(rows.c.report.is_not(None), rows.c.value.is_(None))
        else:
            rows = (
                select(
                    figures.c.report,
                    func.sum(figures.c.value).label("value"),
                    (func.count() - func.count(figures.c.value)).label("unread"),
                )
                .where(figures.c.measure.in_(way))
                .group_by(figures.c.report)
                .subquery()
            )
            joined = rows.c.report == reports.c.id
            value, unread = rows.c.value, rows.c.unread > 0
        self._source = self._source.outerjoin(rows, joined)
        return case(
            (reports.c.shape.not_in(having), null()),
            (reports.c.shape.is_(None), null()),
            (unread, null()),
            else_=func.coalesce(value, 0.0),
        )

    def _shapes_with(self, way: Sequence[MeasureId]) -> list[str]:
        query = (
            select(shapes.c.shape)
            .where(shapes.c.measure.in_(way))
            .group_by(shapes.c.shape)
            .having(func.count() == len(way))
        )
        return list(self._connection.execute(query).scalars())
