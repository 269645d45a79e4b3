"""Everything stored, table by table, in pages that new rows do not disturb."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import JSON, Connection, Select, String, cast, func, select, type_coerce
from sqlalchemy import Row as Found

from model.agency import Agency, Obligation
from model.capture import Capture, Visit
from model.finding import Decision
from model.ids import AgencyId, CaptureId, MeasureId, ReportId
from model.report import Measure, ReportVersion, Section
from model.text import Text
from model.verdict import Verdict
from storage.database.audited import StoredFinding, StoredVerdict
from storage.database.bulk import chunks
from storage.database.filters import (
    Filters,
    agency_conditions,
    by_agency,
    declared_within,
    equal,
    in_time,
    in_years,
)
from storage.database.harvested import VISIT_ORDER, read_captures
from storage.database.judged import any_of, for_everybody, not_dismissed, read_decisions
from storage.database.paging import Key, Page, read_page
from storage.database.rows import to_capture, to_visit
from storage.database.schema import (
    agencies,
    captures,
    findings,
    obligations,
    reports,
    verdicts,
    visits,
)
from storage.database.shelved import read_sections, version_of
from storage.database.stated import STORED as STORED_FINDINGS
from storage.database.stated import to_finding
from storage.database.verdicts import STORED as STORED_VERDICTS
from storage.database.verdicts import to_verdict

T = TypeVar("T")

_DECLARED = func.coalesce(
    cast(verdicts.c.declared, String), type_coerce(reports.c.facts, JSON)["declared"].as_string()
)
_REPORT = tuple(
    reports.c[name]
    for name in (
        *("id", "agency", "agency_name", "reporting_year", "version", "current", "capture"),
        *("first_at", "code_version", "facts"),
    )
)
_FACTS = (*_REPORT, _DECLARED.label("declared"), verdicts.c.verdict)
_BY_ID = (Key(agencies.c.id),)
_BY_YEAR = (Key(obligations.c.reporting_year, descending=True), Key(obligations.c.agency))
_CAPTURED = (Key(captures.c.at, descending=True), Key(captures.c.id))
_FIRST_SEEN = (Key(reports.c.first_at, descending=True), Key(reports.c.id))
_VERDICTS = (
    Key(verdicts.c.reporting_year, descending=True),
    Key(verdicts.c.region),
    Key(verdicts.c.agency),
)
_FINDINGS = (Key(findings.c.first_seen, descending=True), Key(findings.c.fingerprint))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A stored report without its text and figures."""

    version: ReportVersion
    current: bool
    """Whether it stands for the report of its agency and year."""
    declared: date | None
    """The day of publication as the audit found it shown, else as the document itself says."""
    verdict: Verdict | None
    """As last audited; None when no verdict rests on this document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """A capture, and the first visit that brought it."""

    capture: Capture
    visit: Visit | None
    """None when the record of the visit was lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Cells of the statutory tables of one stored report."""

    filed: Filed
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The running text of one stored report; what stands outside its sections is in its facts."""

    filed: Filed
    sections: tuple[Section, ...]


class Browse:
    """Reads one consistent state of the database. A cursor that no list gave: UsageError."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._agencies: dict[AgencyId, Agency | None] = {}

    def agencies_of(self, ids: Iterable[AgencyId | None]) -> Mapping[AgencyId, Agency]:
        """Those that are known, also when the registry has dropped them since."""
        wanted = {id_ for id_ in ids if id_ is not None}
        for chunk in chunks(wanted - self._agencies.keys()):
            query = select(agencies.c.id, agencies.c.value).where(agencies.c.id.in_(chunk))
            self._agencies.update(dict.fromkeys(chunk))
            self._agencies.update((row.id, row.value) for row in self._connection.execute(query))
        known = ((id_, self._agencies[id_]) for id_ in wanted)
        return {id_: agency for id_, agency in known if agency is not None}

    def agencies(
        self, filters: Filters, *, after: str | None = None, limit: int = 100
    ) -> Page[Agency]:
        """By id."""
        query = select(agencies.c.id, agencies.c.value).where(
            agencies.c.listed, *agency_conditions(filters)
        )
        if filters.agency is not None:
            query = query.where(agencies.c.id == filters.agency)
        return self._page(query, _BY_ID, after, limit, lambda row: row.value)

    def obligations(
        self, filters: Filters, *, after: str | None = None, limit: int = 100
    ) -> Page[Obligation]:
        """The latest year first, then by agency."""
        query = by_agency(select(obligations), obligations, filters).where(
            *in_years(filters.years, obligations.c.reporting_year)
        )
        return self._page(query, _BY_YEAR, after, limit, _to_obligation)

    def verdicts(
        self, filters: Filters, *, after: str | None = None, limit: int = 100
    ) -> Page[StoredVerdict]:
        """As last audited: the latest year first, then by region and agency."""
        query = by_agency(STORED_VERDICTS, verdicts, filters).where(
            *in_years(filters.years, verdicts.c.reporting_year),
            *in_time(filters, verdicts.c.first_seen),
            *declared_within(filters, cast(verdicts.c.declared, String)),
            *equal(verdicts.c.verdict, filters.verdict),
            *equal(verdicts.c.reason, filters.reason),
        )
        return self._page(query, _VERDICTS, after, limit, to_verdict)

    def findings(
        self, filters: Filters, *, after: str | None = None, limit: int = 100
    ) -> Page[StoredFinding]:
        """As last audited: what was stated for the first time last, first."""
        query = by_agency(STORED_FINDINGS, findings, filters).where(
            *in_years(filters.years, findings.c.reporting_year),
            *in_time(filters, findings.c.first_seen),
            *equal(findings.c.rule, filters.rule),
            *equal(findings.c.severity, filters.severity),
            *equal(findings.c.certainty, filters.certainty),
            *equal(findings.c.report, filters.report),
            not_dismissed() if filters.decided is None else any_of([filters.decided]),
            *([for_everybody()] if filters.for_everybody else []),
        )
        return self._page(query, _FINDINGS, after, limit, to_finding)

    def decisions(self, beginning: str) -> tuple[Decision, ...]:
        """Those whose fingerprint begins like this; oldest first."""
        return read_decisions(self._connection, None, beginning)

    def captures(
        self, filters: Filters, *, after: str | None = None, limit: int = 100
    ) -> Page[Caught]:
        """The latest first; of an agency or region, what the visits for it brought."""
        query = select(captures).where(*in_time(filters, captures.c.at))
        if filters.agency is not None or filters.about_agencies:
            brought = by_agency(select(visits.c.capture), visits, filters)
            query = query.where(captures.c.id.in_(brought))
        page = self._page(query, _CAPTURED, after, limit, to_capture)
        led = self._visits_to([capture.id for capture in page.items])
        return Page(
            items=tuple(Caught(capture=one, visit=led.get(one.id)) for one in page.items),
            after=page.after,
        )

    def these(self, ids: Sequence[ReportId]) -> tuple[Filed, ...]:
        """The reports of these ids that are there, in this order."""
        query = self._wanted(Filters(current=False), _FACTS).where(reports.c.id.in_(ids))
        found = {one.version.id: one for one in self._filed(self._connection.execute(query).all())}
        return tuple(found[id_] for id_ in ids if id_ in found)

    def _visits_to(self, ids: Sequence[CaptureId]) -> Mapping[CaptureId, Visit]:
        """The first visit that brought each."""
        query = select(visits).where(visits.c.capture.in_(ids)).order_by(*VISIT_ORDER)
        led: dict[CaptureId, Visit] = {}
        for row in self._connection.execute(query):
            led.setdefault(row.capture, to_visit(row))
        return led

    def reports(
        self, filters: Filters, *, after: str | None = None, limit: int = 100
    ) -> Page[Filed]:
        """Those that were first seen latest, first."""
        page = self._page(self._wanted(filters, _FACTS), _FIRST_SEEN, after, limit, _itself)
        return Page(items=self._filed(page.items), after=page.after)

    def report(self, id_: ReportId) -> Filed | None:
        """Whether it stands for its report or not."""
        return next(iter(self.reports(Filters(report=id_, current=False)).items), None)

    def capture(self, id_: CaptureId) -> Caught | None:
        found = read_captures(self._connection, [id_]).get(id_)
        if found is None:
            return None
        return Caught(capture=found, visit=self._visits_to([id_]).get(id_))

    def figures(
        self, filters: Filters, *, after: str | None = None, limit: int = 100
    ) -> Page[Figures]:
        """The cells of each report that are wanted, in the form's order; reports as above."""
        query = self._wanted(filters, (*_FACTS, reports.c.measures))
        page = self._page(query, _FIRST_SEEN, after, limit, _itself)
        return Page(
            items=tuple(
                Figures(filed=filed, measures=_wanted_cells(filters, row.measures))
                for row, filed in zip(page.items, self._filed(page.items), strict=True)
            ),
            after=page.after,
        )

    def texts(self, filters: Filters, *, after: str | None = None, limit: int = 100) -> Page[Texts]:
        """The running text of each report; reports as above."""
        page = self.reports(filters, after=after, limit=limit)
        parts = read_sections(self._connection, [one.version.id for one in page.items])
        return Page(
            items=tuple(
                Texts(filed=filed, sections=tuple(parts.get(filed.version.id, ())))
                for filed in page.items
            ),
            after=page.after,
        )

    def _wanted(self, filters: Filters, columns: Sequence[Any]) -> Select[Any]:
        query = by_agency(select(*columns), reports, filters)
        query = query.outerjoin(verdicts, verdicts.c.report == reports.c.id).where(
            *in_years(filters.years, reports.c.reporting_year),
            *in_time(filters, reports.c.first_at),
            *declared_within(filters, _DECLARED),
            *equal(verdicts.c.verdict, filters.verdict),
            *equal(reports.c.id, filters.report),
        )
        if filters.current:
            query = query.where(reports.c.current)
        return query

    def _filed(self, rows: Sequence[Found[Any]]) -> tuple[Filed, ...]:
        held = read_captures(self._connection, [CaptureId(row.capture) for row in rows])
        return tuple(_to_filed(row, held[row.capture]) for row in rows)

    def _page(
        self,
        query: Select[Any],
        keys: tuple[Key, ...],
        after: str | None,
        limit: int,
        make: Callable[[Found[Any]], T],
    ) -> Page[T]:
        return read_page(self._connection, query, keys, limit=limit, after=after, make=make)


def _itself(row: Found[Any]) -> Found[Any]:
    return row


def _to_obligation(row: Found[Any]) -> Obligation:
    return Obligation(
        agency=row.agency,
        reporting_year=row.reporting_year,
        due=row.due,
        basis=Text(row.basis_zh, row.basis_en),
    )


def _to_filed(row: Found[Any], capture: Capture) -> Filed:
    return Filed(
        version=version_of(row, row.facts, capture),
        current=row.current,
        declared=None if row.declared is None else date.fromisoformat(row.declared),
        verdict=None if row.verdict is None else Verdict(row.verdict),
    )


def _wanted_cells(filters: Filters, measures: Mapping[MeasureId, Measure]) -> tuple[Measure, ...]:
    wanted = frozenset(filters.measures)
    return tuple(
        measure
        for id_, measure in measures.items()
        if (not wanted or id_ in wanted) and filters.state in (None, measure.state)
    )
