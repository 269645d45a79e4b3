"""The page of an agency: its verdicts over the years, its figures, its names, and all our looks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from model.agency import Agency
from model.capture import Look, LookEnd, Visit
from model.form import Form
from model.ids import FormId, MeasureId, ReportId
from model.report import Measure, ReportVersion
from model.text import Text
from storage.database import Strip
from web.reading.findings import Entry
from web.reviewing.replies import Reply

_CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure over the years, under the names that the generations of the form give it."""

    name: Text
    measures: tuple[str, ...]


APPLICATIONS: tuple[Line, ...] = (
    Line(
        name=Text("新收申请", "received"), measures=("t3.new_received.total", "s.received.number")
    ),
    Line(
        name=Text("予以公开", "granted"), measures=("t3.granted.total", "s.answered.granted.number")
    ),
    Line(
        name=Text("部分公开", "partly granted"),
        measures=("t3.partially_granted.total", "s.answered.partially_granted.number"),
    ),
    Line(name=Text("结转下年", "carried over"), measures=("t3.carried_out.total",)),
)
REMEDIES: tuple[Line, ...] = (
    Line(
        name=Text("行政复议", "reconsideration"),
        measures=("t4.reconsideration.total", "s.reconsideration.number"),
    ),
    Line(
        name=Text("行政诉讼（直接起诉）", "litigation, direct"),
        measures=("t4.litigation_direct.total",),
    ),
    Line(
        name=Text("行政诉讼（复议后）", "litigation after reconsideration"),
        measures=("t4.litigation_after_reconsideration.total",),
    ),
    Line(name=Text("行政诉讼（全部）", "litigation, all"), measures=("s.litigation.number",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What one report says for one line."""

    report: ReportId
    measure: Measure | None
    """None where its form has no such figure."""

    @property
    def value(self) -> int | Decimal | None:
        """Only what the agency stated and we are certain to have read."""
        return self.measure.value if self.measure and self.measure.stated else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    year: int
    report: ReportId
    form: Form | None
    changed: bool
    """Another form than the year before: what lies on its two sides is not quite the same."""
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    lines: tuple[Line, ...]
    rows: tuple[SeriesRow, ...]
    """Oldest year first; years without a report are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingView:
    url: str
    confirmed: bool
    """Somebody has seen that it is the agency's column."""
    looks: int
    last: Look | None
    whole: datetime | None
    """When it was last read to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    had: int
    """Visits with an answer that was archived."""
    failed: int
    """Visits that gave us nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyView:
    agency: Agency
    parent: Agency | None
    successor: Agency | None
    predecessors: tuple[Agency, ...]
    strip: Strip | None
    years: tuple[int, ...]
    entries: tuple[Entry, ...]
    replies: tuple[Reply, ...]
    """Of the agency, to the verdict on a year; oldest first."""
    applications: SeriesView
    remedies: SeriesView
    listings: tuple[ListingView, ...]
    calendar: tuple[tuple[int, tuple[Month, ...]], ...]
    """Year → its twelve months, newest first."""
    month: str
    visits: tuple[Visit, ...]
    """Those of `month`."""

    @property
    def failed(self) -> bool:
        """Some visit gave us nothing."""
        return any(month.failed for _, months in self.calendar for month in months)


def series(
    reports: Iterable[ReportVersion], lines: tuple[Line, ...], forms: Mapping[FormId, Form]
) -> SeriesView:
    """Lines that no report has anything for are left out."""
    dated = sorted(
        ((one.reporting_year, one) for one in reports if one.reporting_year is not None),
        key=lambda pair: pair[0],
    )
    shown = tuple(
        line for line in lines if any(_point(one, line).measure is not None for _, one in dated)
    )
    return SeriesView(lines=shown, rows=tuple(_rows(dated, shown, forms)))


def _rows(
    dated: Sequence[tuple[int, ReportVersion]],
    lines: tuple[Line, ...],
    forms: Mapping[FormId, Form],
) -> Iterator[SeriesRow]:
    before: FormId | None = None
    for year, version in dated:
        form = version.report.form
        yield SeriesRow(
            year=year,
            report=version.id,
            form=forms.get(form) if form else None,
            changed=before is not None and form is not None and form != before,
            points=tuple(_point(version, line) for line in lines),
        )
        before = form or before


def _point(version: ReportVersion, line: Line) -> Point:
    measures = version.report.measures
    found = next((measures[MeasureId(id_)] for id_ in line.measures if id_ in measures), None)
    return Point(report=version.id, measure=found)


def listings(agency: Agency, looks: Sequence[Look]) -> Iterator[ListingView]:
    """Those of the registry, then others that were looked at once; `looks` are oldest first."""
    for url in dict.fromkeys((*agency.listings, *(look.listing for look in looks))):
        of_it = [look for look in looks if look.listing == url]
        whole = [look.at for look in of_it if look.end is LookEnd.READ_TO_END]
        yield ListingView(
            url=url,
            confirmed=url in agency.listings and url not in agency.unconfirmed,
            looks=len(of_it),
            last=of_it[-1] if of_it else None,
            whole=whole[-1] if whole else None,
        )


def calendar(visits: Iterable[Visit]) -> tuple[tuple[int, tuple[Month, ...]], ...]:
    had: Counter[tuple[int, int]] = Counter()
    failed: Counter[tuple[int, int]] = Counter()
    for visit in visits:
        day = visit.at.astimezone(_CHINA)
        (had if visit.capture else failed)[day.year, day.month] += 1
    years = sorted({year for year, _ in (*had, *failed)}, reverse=True)
    return tuple(
        (
            year,
            tuple(
                Month(had=had[year, month], failed=failed[year, month]) for month in range(1, 13)
            ),
        )
        for year in years
    )


def visits_of(month: str, visits: Iterable[Visit]) -> tuple[Visit, ...]:
    """Those of a month in China, `2025-02`."""
    return tuple(v for v in visits if v.at.astimezone(_CHINA).strftime("%Y-%m") == month)
