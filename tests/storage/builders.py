"""Values for the tests of storage. The places are invented."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from model.agency import Agency, Duty, Kind, Level
from model.capture import (
    Capture,
    KnownItem,
    LinkKind,
    ListedLink,
    Look,
    LookEnd,
    Outcome,
    Purpose,
    RecordPlace,
    Visit,
)
from model.finding import Certainty, Failure, Finding, Severity
from model.form import SectionId
from model.ids import (
    AgencyId,
    CaptureId,
    CrawlId,
    Digest,
    FormId,
    MeasureId,
    RegionCode,
    ReportId,
    RuleId,
    VisitId,
)
from model.place import Box, Place
from model.report import Measure, MeasureState, Report, Section, YearCandidate, YearSource
from model.text import Text
from storage.archive import Archive, Exchange
from storage.database import Database, Reading

START = datetime(2025, 4, 1, 1, 2, 3, 456789, tzinfo=UTC)
CRAWL = CrawlId("20250401T010203Z-abcdef")
URL = "http://www.qinghe.example/zwgk/nb/2024.html"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def later(**delta: float) -> datetime:
    return START + timedelta(**delta)


def open_archive(folder: Path, *, max_file_bytes: int = 1 << 30, simulated: bool = True) -> Archive:
    return Archive(
        folder,
        software="nianbao/0.0 (tests)",
        contact="archive@qinghe.example",
        simulated_clock=simulated,
        max_file_bytes=max_file_bytes,
    )


def open_database(folder: Path, name: str = "nianbao.db") -> Database:
    return Database.open(folder / name)


def an_exchange(
    body: bytes = "清禾市人民政府2024年政府信息公开工作年度报告".encode(),
    *,
    url: str = URL,
    at: datetime = START,
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = HTML,
    truncated: str | None = None,
) -> Exchange:
    return Exchange(
        url=url,
        at=at,
        request_headers=(("User-Agent", "nianbao-tests"),),
        status=status,
        reason="OK" if status == 200 else "Other",
        response_headers=headers,
        body=body,
        truncated=truncated,
    )


def a_visit(
    name: str = "v1",
    *,
    capture: Capture | None = None,
    url: str = URL,
    at: datetime = START,
    purpose: Purpose = Purpose.REPORT,
    outcome: Outcome = Outcome.CAPTURED,
    crawl: CrawlId = CRAWL,
    agency: str = "qinghe",
) -> Visit:
    return Visit(
        id=VisitId(name),
        crawl=crawl,
        url=url,
        at=at,
        purpose=purpose,
        outcome=outcome,
        agency=AgencyId(agency),
        listing="http://www.qinghe.example/zwgk/nb/",
        title="清禾市2024年政府信息公开工作年度报告",
        declared=date(2025, 1, 20),
        reporting_year=2024,
        http_status=capture.http_status if capture else None,
        capture=capture.id if capture else None,
    )


def a_look(
    *,
    at: datetime = START,
    crawl: CrawlId = CRAWL,
    agency: str = "qinghe",
    pages: tuple[CaptureId, ...] = (),
) -> Look:
    return Look(
        crawl=crawl,
        agency=AgencyId(agency),
        listing="http://www.qinghe.example/zwgk/nb/",
        at=at,
        end=LookEnd.READ_TO_END,
        detail=None,
        family="static_list",
        pages=pages,
        links=(
            ListedLink(url=URL, title="2024年度报告", kind=LinkKind.REPORT, reporting_year=2024),
            ListedLink(url=URL + "?x", title="解读", kind=LinkKind.LOOKALIKE, refused="notes"),
        ),
        freshest=date(2025, 3, 30),
        known_item=KnownItem(
            url=URL, title="2023年度报告", reporting_year=2023, found=True, shown_before=3
        ),
    )


def a_capture(number: int = 1, *, at: datetime = START, url: str = URL) -> Capture:
    digest = Digest(sha256(str(number).encode()).hexdigest())
    return Capture(
        id=CaptureId(f"capture-{number}"),
        url=url,
        at=at,
        http_status=200,
        media_type="text/html",
        payload_digest=digest,
        payload_length=100 + number,
        record=RecordPlace(warc="a.warc.gz", offset=1000 * number, length=900),
    )


def an_agency(
    name: str = "qinghe", *, region: str = "410300", level: Level | None = None
) -> Agency:
    return Agency(
        id=AgencyId(name),
        name=f"{name}市人民政府",
        aliases=("别名",),
        level=level or Level.PREFECTURE,
        kind=Kind.GOVERNMENT,
        region=RegionCode(region),
        duty=Duty.STATUTORY,
        due=(1, 31),
        since=date(2008, 5, 1),
        listings=(f"http://www.{name}.example/nb/", f"http://www.{name}.example/nb2/"),
        hosts=(f"www.{name}.example",),
    )


def a_report(*, measures: int = 3, text: str = "全年主动公开信息。") -> Report:
    return Report(
        title="清禾市2024年政府信息公开工作年度报告",
        agency_printed="清禾市",
        agency_name="清禾市人民政府",
        reporting_year=2024,
        year_candidates=(YearCandidate(year=2024, source=YearSource.TITLE),),
        form=FormId("2021"),
        sections=(
            Section(id=SectionId.OVERVIEW, heading="一、总体情况", text=text, place=Place(line=3)),
            Section(id=SectionId.OTHER_MATTERS, heading="六、其他", text="无", place=Place(line=9)),
        ),
        measures=some_measures(measures),
    )


def some_measures(number: int) -> Mapping[MeasureId, Measure]:
    place = Place(page=2, box=Box(10.5, 20.25, 30.0, 40.0))
    counts = [
        Measure(
            id=MeasureId(f"t3.row{index}.total"),
            value=index,
            raw=str(index),
            state=MeasureState.READ,
            place=place,
        )
        for index in range(number - 1)
    ]
    fees = Measure(
        id=MeasureId("t2.fees.amount"),
        value=Decimal("12.50"),
        raw="12.50",
        state=MeasureState.READ,
        place=place,
    )
    return {measure.id: measure for measure in (*counts, fees)}


def a_reading(
    capture: Capture,
    *,
    agency: str | None = "qinghe",
    year: int | None = 2024,
    report: Report | None = None,
) -> Reading:
    return Reading(
        digest=capture.payload_digest,
        agency=AgencyId(agency) if agency else None,
        agency_name=f"{agency}市人民政府",
        reporting_year=year,
        report=report or a_report(),
    )


def a_finding(report: ReportId | None = None, *, rule: str = "applications.balance") -> Finding:
    return Finding(
        rule=RuleId(rule),
        severity=Severity.ERROR,
        certainty=Certainty.CONFIRMED,
        message=Text("合计与分项之和不符", "the total does not add up"),
        left="11",
        right="10",
        cells=(MeasureId("t3.row0.total"), MeasureId("t3.row1.total")),
        agency=AgencyId("qinghe"),
        reporting_year=2024,
        report=report,
    )


def a_failure(subject: str = "capture-1", *, stage: str = "process") -> Failure:
    return Failure(
        stage=stage,
        subject=subject,
        code="damaged",
        what=Text("文件损坏", "the file is damaged"),
        remedy=Text("请重新下载", "download it again"),
    )


def registered(database: Database, *captures: Capture) -> None:
    """Captures with a visit each, as a harvest leaves them."""
    database.record(
        captures=captures,
        visits=[
            a_visit(f"visit of {capture.id}", capture=capture, at=capture.at, url=capture.url)
            for capture in captures
        ],
    )


def archived_report(archive: Archive, number: int) -> tuple[Capture, Visit]:
    """An exchange and its visit, the way the crawler archives them."""
    at = later(minutes=number)
    body = f"清禾市第{number}号年度报告".encode()
    capture = archive.write_exchange(an_exchange(body, url=f"{URL}?n={number}", at=at))
    visit = a_visit(f"v{number}", capture=capture, at=at, url=capture.url)
    return capture, replace(visit, record=archive.write_visit(visit))
