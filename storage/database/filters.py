"""What narrows a list: one set of filters for every table, and what each means in SQL.

A filter that a table has nothing for is passed over here; the pages and the API only offer those
that say something about their rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, FromClause, Select, type_coerce

from model.agency import Kind, Level
from model.finding import Certainty, Severity
from model.ids import AgencyId, MeasureId, RegionCode, ReportId, RuleId
from model.report import MeasureState
from model.verdict import Reason, Verdict
from storage.database.audited import Decided
from storage.database.schema import agencies
from storage.database.shelved import within


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """None (or nothing) leaves that side open."""

    years: tuple[int, int] | None = None
    """First and last reporting year, both included."""
    region: str | None = None
    """A division code, with everything below it, or part of a region's name."""
    level: Level | None = None
    kind: Kind | None = None
    agency: AgencyId | None = None
    report: ReportId | None = None
    verdict: Verdict | None = None
    reason: Reason | None = None
    rule: RuleId | None = None
    severity: Severity | None = None
    certainty: Certainty | None = None
    decided: Decided | None = None
    """What people said of a finding; None: anything but that it does not hold."""
    for_everybody: bool = False
    """Of findings, only those that are certain or that a person has confirmed."""
    measures: tuple[MeasureId, ...] = ()
    state: MeasureState | None = None
    published_from: date | None = None
    """The day that the publication itself declares; this day is included."""
    published_until: date | None = None
    """The last day; included."""
    seen_from: datetime | None = None
    """First seen by us: from this moment on."""
    seen_until: datetime | None = None
    """Until before this moment."""
    current: bool = True
    """Of reports: only the documents that stand for them now."""

    @property
    def about_agencies(self) -> bool:
        """Whether it asks for anything that only the registry knows."""
        return self.region is not None or self.level is not None or self.kind is not None


def by_agency(query: Select[Any], table: FromClause, filters: Filters) -> Select[Any]:
    """`query` on a table with a column `agency`, narrowed to the agencies that are wanted."""
    if filters.agency is not None:
        query = query.where(table.c.agency == filters.agency)
    if filters.about_agencies:
        query = query.join(agencies, agencies.c.id == table.c.agency)
        query = query.where(*agency_conditions(filters))
    return query


def agency_conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """On the table of agencies."""
    facts = type_coerce(agencies.c.value, JSON)
    if filters.region is not None and filters.region.isdigit():
        yield agencies.c.region.startswith(within(RegionCode(filters.region)), autoescape=True)
    elif filters.region is not None:
        yield facts["region_name"].as_string().contains(filters.region, autoescape=True)
    if filters.level is not None:
        yield agencies.c.level == filters.level.value
    if filters.kind is not None:
        yield facts["kind"].as_string() == filters.kind.value


def equal(column: ColumnElement[str], value: str | None) -> Iterator[ColumnElement[bool]]:
    """Words of closed sets are strings too."""
    if value is not None:
        yield column == str(value)


def in_years(
    years: tuple[int, int] | None, column: ColumnElement[int]
) -> Iterator[ColumnElement[bool]]:
    if years is not None:
        yield column.between(*years)


def in_time(filters: Filters, seen: ColumnElement[datetime]) -> Iterator[ColumnElement[bool]]:
    """Seen first within the span that is wanted."""
    if filters.seen_from is not None:
        yield seen >= filters.seen_from
    if filters.seen_until is not None:
        yield seen < filters.seen_until


def declared_within(
    filters: Filters, declared: ColumnElement[str]
) -> Iterator[ColumnElement[bool]]:
    """`declared` is a day as text, `YYYY-MM-DD`; what declares none is left out once asked."""
    if filters.published_from is not None:
        yield declared >= filters.published_from.isoformat()
    if filters.published_until is not None:
        yield declared <= filters.published_until.isoformat()
