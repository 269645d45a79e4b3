"""Ten years of evidence about invented agencies, generated for `benchmarks.audit`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from extract.forms import load_forms
from model.agency import Agency, Duty, Kind, Level, Registry
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
    VisitId,
)
from model.place import Box, Place
from model.report import Measure, MeasureState, Report
from nianbao.stages.judges import rules_digest
from storage.database import Checks, Database, Reading

YEARS = range(2015, 2025)
YEAR = YEARS[-1]
LOOKS = ((1, 20), (2, 10), (4, 20))
"""Month and day of the looks of each year."""
AS_OF = datetime(YEAR + 1, 6, 1, tzinfo=UTC)
TITLE = "清禾市第{number}局{year}年政府信息公开工作年度报告"
ON_ONE_SITE = 20
AT_ONCE = 500
NEVER, LATE, BLOCKED = range(4), range(4, 8), range(8, 10)
"""By the last two digits of an agency's number."""
ALL_KINDS = range(100)
NEWS = 30


def host(number: int) -> str:
    return f"www.site{number // ON_ONE_SITE}.example"


def listing(number: int) -> str:
    return f"https://{host(number)}/bureau{number}/nb/"


def an_agency(number: int) -> Agency:
    return Agency(
        id=AgencyId(f"bureau-{number}"),
        name=f"清禾市第{number}局",
        level=Level.COUNTY,
        kind=Kind.DEPARTMENT,
        region=RegionCode("410300"),
        duty=Duty.STATUTORY,
        listings=(listing(number),),
        hosts=(host(number),),
    )


def report_url(number: int, year: int) -> str:
    return f"{listing(number)}{year + 1}/0{number % 9 + 1}/content_{number}{year}.html"


def published(number: int, year: int) -> date | None:
    kind = number % 100 if year == YEAR else 99
    if kind in NEVER:
        return None
    return date(year + 1, 3, 1) if kind in LATE else date(year + 1, 1, 10 + number % 15)


@dataclass(slots=True)
class Season:
    """What a crawl of every agency brought on each day of looks."""

    captures: list[Capture]
    visits: list[Visit]
    looks: list[Look]
    readings: list[Reading]

    def add(self, number: int) -> None:
        for year in YEARS:
            for nth, (month, day) in enumerate(LOOKS):
                at = datetime(year + 1, month, day, number % 24, number % 60, tzinfo=UTC)
                self.look(number, at, last=nth == len(LOOKS) - 1)

    def look(self, number: int, at: datetime, *, last: bool) -> None:
        if at.year == YEAR + 1 and number % 100 in BLOCKED:
            self._visit(number, listing(number), at, Purpose.LISTING, None, None)
            return
        days = {year: published(number, year) for year in YEARS if year < at.year}
        up = {year: day for year, day in days.items() if day is not None and day < at.date()}
        page = self._visit(number, listing(number), at, Purpose.LISTING, None, f"{number}{at}")
        for year, day in up.items():
            first = year == at.year - 1 and (at.date() - day < timedelta(days=25) or last)
            if first or (last and year == at.year - 2):
                payload = f"{number}/{year}"
                url = report_url(number, year)
                got = self._visit(number, url, at, Purpose.REPORT, day, payload, year)
                if first and not any(r.digest == _digest(payload) for r in self.readings[-2:]):
                    assert got is not None
                    self.readings.append(_reading(number, year))
        self.looks.append(
            Look(
                crawl=_crawl(at),
                agency=AgencyId(f"bureau-{number}"),
                listing=listing(number),
                at=at,
                end=LookEnd.READ_TO_END,
                detail=None,
                family="plain",
                pages=(page,) if page is not None else (),
                links=tuple(
                    ListedLink(
                        url=report_url(number, year),
                        title=TITLE.format(number=number, year=year),
                        kind=LinkKind.REPORT,
                        reporting_year=year,
                        declared=day,
                    )
                    for year, day in reversed(up.items())
                ),
                freshest=max([*up.values(), at.date() - timedelta(days=9)]),
            )
        )

    def _visit(
        self,
        number: int,
        url: str,
        at: datetime,
        purpose: Purpose,
        declared: date | None,
        payload: str | None,
        year: int | None = None,
    ) -> CaptureId | None:
        name = sha256(f"{url} {at}".encode()).hexdigest()[:32]
        place = RecordPlace(warc=f"{_crawl(at)}-00001.warc.gz", offset=number * 999, length=999)
        if payload is not None:
            self.captures.append(
                Capture(
                    id=CaptureId(f"urn:uuid:{name}"),
                    url=url,
                    at=at,
                    http_status=200,
                    media_type="text/html",
                    payload_digest=_digest(payload),
                    payload_length=9999,
                    record=place,
                )
            )
        self.visits.append(
            Visit(
                id=VisitId(name),
                crawl=_crawl(at),
                url=url,
                at=at,
                purpose=purpose,
                outcome=Outcome.BLOCKED if payload is None else Outcome.CAPTURED,
                agency=AgencyId(f"bureau-{number}"),
                listing=listing(number),
                title=None if year is None else TITLE.format(number=number, year=year),
                declared=declared,
                reporting_year=year,
                capture=None if payload is None else CaptureId(f"urn:uuid:{name}"),
                record=place,
            )
        )
        return None if payload is None else CaptureId(f"urn:uuid:{name}")


def _crawl(at: datetime) -> CrawlId:
    return CrawlId(f"{at:%Y%m%d}T000000Z-abcdef")


def _digest(payload: str) -> Digest:
    return Digest(sha256(payload.encode()).hexdigest())


def _cells() -> dict[MeasureId, Measure]:
    """A full form of the generation of 2021, with sums that hold."""
    form = next(one.form for one in load_forms() if one.form.id == "2021")
    box = Place(page=2, box=Box(10.5, 20.25, 30.0, 40.0))
    return {
        id_: Measure(id=id_, value=0, raw="0", state=MeasureState.READ, place=box)
        for id_ in form.measures
    }


CELLS = _cells()
CHECKS = Checks(made_by=rules_digest(), findings=())
"""As the reading of a document leaves them: the sums of all these reports hold."""


def _reading(number: int, year: int) -> Reading:
    return Reading(
        digest=_digest(f"{number}/{year}"),
        agency=AgencyId(f"bureau-{number}"),
        agency_name=f"清禾市第{number}局",
        reporting_year=year,
        report=Report(
            title=TITLE.format(number=number, year=year),
            agency_printed=None,
            agency_name=None,
            reporting_year=year,
            year_candidates=(),
            form=FormId("2021"),
            sections=(),
            # No audit of this year reads the figures of others: they would only fill the disk.
            measures=CELLS if year == YEAR else {},
        ),
        checks=CHECKS,
    )


def generate(file: Path, agencies: int) -> None:
    with Database.open(file) as database:
        database.sync_registry(Registry(agencies=tuple(map(an_agency, range(agencies)))))
        for start in range(0, agencies, AT_ONCE):
            season = Season([], [], [], [])
            for number in range(start, min(start + AT_ONCE, agencies)):
                season.add(number)
            database.record(captures=season.captures, visits=season.visits, looks=season.looks)
            database.save_reports(season.readings, code_version="1")


def bring_news(file: Path, agencies: int) -> None:
    """Looks of one day, at every thirtieth agency."""
    season = Season([], [], [], [])
    for number in range(0, agencies, NEWS):
        season.look(number, AS_OF - timedelta(days=1), last=False)
    with Database.open(file) as database:
        database.record(captures=season.captures, visits=season.visits, looks=season.looks)
