"""Random evidence about invented agencies, made so that everything happens to everybody.

Few addresses, payloads and days: so agencies share columns and sites, meet each other's reports,
lists begin and end anywhere, and moments coincide.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from random import Random

from audit import Observations
from model.agency import Agency, Duty, Kind, Level, Registry
from model.capture import (
    IMPORTED,
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
from model.finding import Failure
from model.form import SectionId
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
from model.place import Place
from model.report import Measure, MeasureState, Report, Section
from model.text import Text
from nianbao.stages.process import STAGE
from storage.database import Database, Reading

YEARS = (2022, 2023, 2024)
START = datetime(2023, 1, 2, 2, tzinfo=UTC)
DAYS = 120
"""A crawl every so often: the seasons of three reporting years."""
_HOSTS = ("http://www.qinghe.example", "http://www.yundu.example", "http://portal.example:81")
_NAMES = ("清禾市财政局", "清禾市审计局", "云渡县人民政府", "云渡县教育局")
_MEASURES = ("t3.new.total", "t3.granted.total", "t3.carried_forward.total")


def everything(database: Database) -> Observations:
    """As `audit` alone would want it: all that was ever seen, of everybody."""
    return Observations(
        looks=database.looks(),
        reports=tuple(database.reports(current=False)),
        visits=database.visits(),
        captures=database.captures(),
        failures={failure.subject: failure for failure in database.failures(stage=STAGE)},
    )


@dataclass(frozen=True, slots=True)
class Invented:
    """`calm` evidence has sound looks mostly, so that absences can be proven at all."""

    random: Random
    calm: bool
    silent: frozenset[tuple[str, int]]
    """Agencies and the years about which no column of theirs ever shows a report."""

    @classmethod
    def of(cls, seed: int) -> "Invented":
        random = Random(seed)
        calm = seed % 3 > 0
        silent = ((f"a{n}", year) for n in range(len(_NAMES)) for year in YEARS)
        return cls(random, calm, frozenset(one for one in silent if calm and random.random() < 0.4))

    def fill(self, database: Database) -> None:
        registry = self._registry()
        database.sync_registry(registry)
        captures: list[Capture] = []
        visits: list[Visit] = []
        looks: list[Look] = []
        for crawl in range(self.random.randint(3, 10)):
            for agency in registry.agencies:
                for found in self._crawled(crawl, agency):
                    if isinstance(found, Capture):
                        captures.append(found)
                    elif isinstance(found, Visit):
                        visits.append(found)
                    else:
                        looks.append(found)
        database.record(captures=captures, visits=visits, looks=looks)
        for payload in sorted({capture.payload_digest for capture in captures}):
            if payload in _REPORTS:
                database.save_report(self._reading(payload), code_version="1")
        for subject in self.random.sample(captures, min(3, len(captures))):
            database.save_failure(_failure(self.random.choice([subject.id, subject.url])))

    def _registry(self) -> Registry:
        return Registry(
            agencies=tuple(
                Agency(
                    id=AgencyId(f"a{number}"),
                    name=name,
                    level=Level.COUNTY,
                    kind=self.random.choice([Kind.DEPARTMENT, Kind.DEPARTMENT, Kind.GOVERNMENT]),
                    region=RegionCode("410300"),
                    duty=Duty.STATUTORY,
                    listings=tuple(listings),
                    unconfirmed=tuple(listings[:1]) if self._rarely() else (),
                )
                for number, name in enumerate(_NAMES)
                for listings in [self._listings(number)]
            )
        )

    def _listings(self, number: int) -> list[str]:
        own = f"{_HOSTS[number % 3]}/nb{number}/"
        shared = f"{_HOSTS[0]}/nb/"
        return self.random.choice([[own], [own], [shared], [own, shared], []])

    def _rarely(self) -> bool:
        return self.random.random() < (0.02 if self.calm else 0.15)

    def _crawled(self, crawl: int, agency: Agency) -> Iterator[Capture | Visit | Look]:
        at = START + timedelta(days=crawl * DAYS + self.random.randint(0, 40))
        at += timedelta(hours=self.random.choice([0, 0, 1, 9]))
        for listing in agency.listings:
            if self._rarely():
                yield from self._visit(crawl, agency, listing, listing, at, Purpose.LISTING)
                continue
            page = self._capture(listing, at, f"list-{self.random.random()}")
            yield page
            yield from self._visit(crawl, agency, listing, listing, at, Purpose.LISTING, page)
            yield self._look(crawl, agency, listing, at, page)
        for _ in range(self.random.randint(0, 3)):
            listing = self.random.choice(agency.listings or (f"{_HOSTS[1]}/old/",))
            url = self._url(agency) if self.random.random() < 0.9 else listing
            purpose = self.random.choice([Purpose.REPORT, Purpose.REPORT, *Purpose])
            yield from self._visit(crawl, agency, url, listing, at, purpose)

    def _url(self, agency: Agency) -> str:
        owner = self.random.choice([agency.id] * 6 + ["a0", "a1"])
        year = self.random.choice([*YEARS, 2021])
        return f"{_HOSTS[0]}/{owner}/{2021 if (owner, year) in self.silent else year}.html"

    def _visit(
        self,
        crawl: int,
        agency: Agency,
        url: str,
        listing: str,
        at: datetime,
        purpose: Purpose,
        capture: Capture | None = None,
    ) -> Iterator[Capture | Visit]:
        outcome = Outcome.CAPTURED
        if capture is None and self.random.random() < 0.25:
            outcome = self.random.choice(list(Outcome))
        if capture is None and (outcome is Outcome.CAPTURED or self._rarely()):
            payload = self.random.choice(_BY_URL.get(url, ())[:2] or ("other",))
            if self._rarely():
                payload = self.random.choice([f"r{n}" for n in range(_REPORT_COUNT)])
            capture = self._capture(url, at, payload)
            yield capture
        yield Visit(
            id=VisitId(f"v{self.random.getrandbits(60):x}"),
            crawl=CrawlId(f"c{crawl}"),
            url=url,
            at=at,
            purpose=purpose,
            outcome=outcome,
            agency=agency.id if not self._rarely() else None,
            listing=listing,
            title=self._title() if self.random.random() < 0.3 else None,
            declared=self._declared(at) if self._rarely() else None,
            reporting_year=self.random.choice([None, *YEARS]) if self._rarely() else None,
            capture=capture.id if capture else None,
        )

    def _capture(self, url: str, at: datetime, payload: str) -> Capture:
        name = f"{self.random.getrandbits(60):x}"
        imported = IMPORTED if self._rarely() and not url.endswith("/") else ""
        return Capture(
            id=CaptureId(name),
            url=url if not self._rarely() else f"{url}#moved",
            at=at - timedelta(days=300 if imported else 0),
            http_status=200 if not self._rarely() else 404,
            media_type="text/html",
            payload_digest=_digest(payload),
            payload_length=1,
            record=RecordPlace(
                warc=f"{imported}a.warc.gz", offset=self.random.getrandbits(40), length=1
            ),
        )

    def _look(self, crawl: int, agency: Agency, listing: str, at: datetime, page: Capture) -> Look:
        whole = not self._rarely()
        return Look(
            crawl=CrawlId(f"c{crawl}"),
            agency=agency.id,
            listing=listing,
            at=at,
            end=LookEnd.READ_TO_END if whole else self.random.choice(list(LookEnd)),
            detail=None,
            family="plain",
            pages=(page.id,) if not self._rarely() else (page.id, CaptureId("lost")),
            links=tuple(self._links(agency, at)),
            freshest=at.date() if self.calm and not self._rarely() else self._declared(at),
            known_item=self._known_item() if self._rarely() else None,
        )

    def _links(self, agency: Agency, at: datetime) -> Iterator[ListedLink]:
        for year in (2020, 2021, *YEARS):
            shown = 0.9 if year < at.year - 1 else 0.45
            if (agency.id, year) in self.silent:
                continue
            if year < at.year and self.random.random() < shown:
                yield ListedLink(
                    url=f"{_HOSTS[0]}/{agency.id}/{year}.html",
                    title=self._title() if self.random.random() < 0.2 else f"{year}年度报告",
                    kind=LinkKind.REPORT if not self._rarely() else LinkKind.LOOKALIKE,
                    reporting_year=year if not self._rarely() else None,
                    declared=self._declared(at) if self.random.random() < 0.5 else None,
                )
        if self._rarely():
            url = self._url(agency)
            yield ListedLink(url=url, title="年度报告", kind=LinkKind.REPORT)

    def _title(self) -> str:
        name = self.random.choice(_NAMES)
        return f"{name}{self.random.choice(YEARS)}年政府信息公开工作年度报告"

    def _declared(self, at: datetime) -> date | None:
        days = self.random.choice([-3, 0, 5, 40, 300, 600, None])
        return None if days is None else at.date() - timedelta(days=days)

    def _known_item(self) -> KnownItem:
        found = self.random.random() < 0.5
        return KnownItem(url="x", title="x", reporting_year=2020, found=found, shown_before=1)

    def _reading(self, digest: Digest) -> Reading:
        number, owner, year = _REPORTS[digest]
        agency = AgencyId(owner) if not self._rarely() else None
        filed = year if not self._rarely() else self.random.choice([None, *YEARS])
        return Reading(
            digest=digest,
            agency=agency,
            agency_name=owner,
            reporting_year=filed,
            report=_report(number, self.random),
        )


def _digest(payload: str) -> Digest:
    return Digest(sha256(payload.encode()).hexdigest())


_BY_URL: dict[str, tuple[str, ...]] = {}
_REPORTS: dict[Digest, tuple[int, str, int]] = {}
for _number, (_owner, _year, _version) in enumerate(
    (owner, year, version)
    for owner in ("a0", "a1", "a2", "a3")
    for year in YEARS
    for version in (1, 2)
):
    _where = f"{_HOSTS[0]}/{_owner}/{_year}.html"
    _BY_URL[_where] = (*_BY_URL.get(_where, ()), f"r{_number}")
    _REPORTS[_digest(f"r{_number}")] = _number, _owner, _year
_REPORT_COUNT = len(_REPORTS)


def _report(number: int, random: Random) -> Report:
    return Report(
        title=f"年度报告{number}",
        agency_printed=None,
        agency_name=None,
        reporting_year=2023,
        year_candidates=(),
        form=FormId("2021") if random.random() < 0.9 else None,
        sections=(
            Section(id=SectionId.OVERVIEW, heading="一", text=f"第{number}号", place=Place(line=1)),
        ),
        measures={
            MeasureId(name): _cell(name, random.choice([1, 2, number, -1])) for name in _MEASURES
        },
    )


def _cell(name: str, value: int) -> Measure:
    return Measure(id=MeasureId(name), value=value, raw=str(value), state=MeasureState.READ)


def _failure(subject: str) -> Failure:
    return Failure(
        stage=STAGE,
        subject=subject,
        code="damaged",
        what=Text(f"文件损坏{subject}", f"damaged: {subject}"),
        remedy=Text("请重新下载", "download it again"),
    )
