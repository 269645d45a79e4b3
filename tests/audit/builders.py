"""What one invented agency showed on which day, in few words."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from audit import Observations
from audit.days import SHANGHAI
from model.agency import Agency, Duty, Kind, Level, Obligation
from model.capture import (
    Capture,
    LinkKind,
    ListedLink,
    Look,
    LookEnd,
    Outcome,
    Purpose,
    RecordPlace,
    Visit,
)
from model.ids import (
    AgencyId,
    CaptureId,
    CrawlId,
    Digest,
    FormId,
    MeasureId,
    RegionCode,
    ReportId,
    VisitId,
)
from model.report import Measure, MeasureState, Report, ReportVersion
from model.text import Text

LISTING = "https://www.qinghe.gov.cn/zwgk/nb/"
YEAR = 2023
DUE = date(2024, 1, 31)
OWED = Obligation(
    agency=AgencyId("finance"), reporting_year=YEAR, due=DUE, basis=Text("依据", "basis")
)


def agency(agency_id: str = "finance", **changes: object) -> Agency:
    values: dict[str, object] = {
        "id": AgencyId(agency_id),
        "name": "清禾市财政局",
        "level": Level.PREFECTURE,
        "kind": Kind.DEPARTMENT,
        "region": RegionCode("419900"),
        "duty": Duty.STATUTORY,
        "listings": (LISTING,),
        "hosts": ("www.qinghe.gov.cn",),
    }
    return Agency(**{**values, **changes})  # type: ignore[arg-type]


def at(day: str, clock: str = "10:00") -> datetime:
    """A moment of a day (`2024-02-01`) in Asia/Shanghai."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=SHANGHAI)


def url_of(year: int, owner: str = "finance") -> str:
    return f"{LISTING}{owner}/{year}.html"


def capture(
    name: str, when: datetime, *, url: str = LISTING, status: int | None = 200, payload: str = ""
) -> Capture:
    return Capture(
        id=CaptureId(name),
        url=url,
        at=when,
        http_status=status,
        media_type="text/html",
        payload_digest=Digest((payload or name).encode().hex().ljust(64, "0")[:64]),
        payload_length=1,
        record=RecordPlace(warc="a.warc.gz", offset=0, length=1),
    )


def link(
    year: int | None,
    *,
    title: str | None = None,
    declared: date | None = None,
    owner: str = "finance",
    kind: LinkKind = LinkKind.REPORT,
) -> ListedLink:
    return ListedLink(
        url=url_of(year or 0, owner),
        title=title or f"{year}年政府信息公开工作年度报告",
        kind=kind,
        reporting_year=year,
        declared=declared,
    )


def look(
    when: datetime,
    *links: ListedLink,
    end: LookEnd = LookEnd.READ_TO_END,
    freshest: date | None = date(2024, 1, 10),
    listing: str = LISTING,
    owner: str = "finance",
) -> Look:
    name = f"{owner}-{when:%Y%m%d%H%M}-{listing[-5:-1]}"
    return Look(
        crawl=CrawlId(f"crawl-{when:%Y%m%d}"),
        agency=AgencyId(owner),
        listing=listing,
        at=when,
        end=end,
        detail=None,
        family="plain" if end is LookEnd.READ_TO_END else None,
        pages=(CaptureId(f"page-{name}"),) if end is LookEnd.READ_TO_END else (),
        links=tuple(links),
        freshest=freshest,
    )


def visit(
    when: datetime,
    url: str,
    *,
    outcome: Outcome = Outcome.CAPTURED,
    purpose: Purpose = Purpose.REPORT,
    year: int | None = None,
    declared: date | None = None,
    payload: str = "",
    owner: str = "finance",
    title: str | None = None,
) -> Visit:
    """A captured visit names a capture of the same name; see `observations`."""
    name = f"visit-{when:%Y%m%d%H%M}-{url[-12:]}|{payload}"
    return Visit(
        id=VisitId(name),
        crawl=CrawlId(f"crawl-{when:%Y%m%d}"),
        url=url,
        at=when,
        purpose=purpose,
        outcome=outcome,
        agency=AgencyId(owner),
        listing=LISTING,
        title=title,
        declared=declared,
        reporting_year=year,
        capture=CaptureId(name) if outcome is Outcome.CAPTURED else None,
    )


def figures(**states: object) -> dict[MeasureId, Measure]:
    """Cells by id with `__` for `.`: a number is read, None is absent."""
    return {
        MeasureId(key.replace("__", ".")): cell(key.replace("__", "."), value)
        for key, value in states.items()
    }


def cell(measure: str, value: object) -> Measure:
    if isinstance(value, Measure):
        return value
    if value is None:
        return Measure(id=MeasureId(measure), value=None, raw=None, state=MeasureState.ABSENT)
    assert isinstance(value, int | Decimal)
    return Measure(id=MeasureId(measure), value=value, raw=str(value), state=MeasureState.READ)


def content(measures: Mapping[MeasureId, Measure] | None = None) -> Report:
    return Report(
        title=None,
        agency_printed=None,
        agency_name=None,
        reporting_year=YEAR,
        year_candidates=(),
        form=FormId("2021") if measures is not None else None,
        sections=(),
        measures=measures or {},
    )


def report(
    when: datetime,
    year: int | None = YEAR,
    *,
    owner: str | None = "finance",
    version: int = 1,
    measures: Mapping[MeasureId, Measure] | None = None,
    payload: str = "",
    url: str | None = None,
) -> ReportVersion:
    name = payload or f"report-{owner}-{year}-{version}"
    return ReportVersion(
        id=ReportId(name),
        agency=AgencyId(owner) if owner else None,
        agency_name="清禾市财政局",
        reporting_year=year,
        version=version,
        capture=capture(f"first-{name}", when, url=url or url_of(year or 0), payload=name),
        title=None,
        code_version="1",
        report=content(measures),
    )


def observations(
    *,
    looks: Iterable[Look] = (),
    reports: Iterable[ReportVersion] = (),
    visits: Iterable[Visit] = (),
) -> Observations:
    """With a capture for every page of a look and every captured visit."""
    looks, reports, visits = tuple(looks), tuple(reports), tuple(visits)
    captures = {
        page: capture(page, each.at, url=each.listing) for each in looks for page in each.pages
    }
    for step in visits:
        if step.capture is not None:
            payload = step.id.rpartition("|")[2]
            captures[step.capture] = capture(step.capture, step.at, url=step.url, payload=payload)
    captures.update({version.capture.id: version.capture for version in reports})
    return Observations(looks=looks, reports=reports, visits=visits, captures=captures)
