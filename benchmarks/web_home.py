"""A home of many invented reports, as far as pages ask for them: database and index, no archive."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random

from audit.fingerprints import fingerprinted
from extract.forms import load_forms
from model.agency import Agency, Duty, Kind, Level, Registry
from model.capture import Capture, Outcome, Purpose, RecordPlace, Visit
from model.finding import Certainty, Finding, Severity
from model.form import SectionId
from model.ids import (
    AgencyId,
    CaptureId,
    CrawlId,
    Digest,
    FormId,
    MeasureId,
    RegionCode,
    RuleId,
    VisitId,
)
from model.place import Box, Place
from model.report import Measure, MeasureState, Report, Section
from model.text import Text
from model.verdict import Reason, Verdict, VerdictRecord
from nianbao.stages.indexing import bring_index_up_to_date
from storage.database import Covered, Database, Reading
from tests.index.genre import sentence

YEARS = range(2017, 2025)
"""One report of every agency about each."""
IN_A_COUNTY = 25
"""Agencies; the first is its government."""
COUNTIES_OF_A_CITY = 9
AT_ONCE = 400
AS_OF = datetime(2025, 6, 1, tzinfo=UTC)
_BUREAUS = ("民政局", "司法局", "水利局", "公安局", "教育局", "财政局", "审计局", "统计局")
_HEADINGS = {
    SectionId.OVERVIEW: "一、总体情况",
    SectionId.PROACTIVE: "二、主动公开政府信息情况",
    SectionId.APPLICATIONS: "三、收到和处理政府信息公开申请情况",
    SectionId.REMEDIES: "四、政府信息公开行政复议、行政诉讼情况",
    SectionId.PROBLEMS: "五、存在的主要问题及改进情况",
    SectionId.OTHER_MATTERS: "六、其他需要报告的事项",
}
_FORM = next(one.form for one in load_forms() if one.form.id == "2021")
_BOX = Place(page=2, box=Box(10.5, 20.25, 30.0, 40.0))
_LATE, _UNSEEN, _NEVER = range(4), range(4, 12), range(12, 14)
"""By the last two digits of a report's number."""


def fill(home: Path, reports: int) -> None:
    """Where it was done before, the database is brought up to date at most."""
    done = home / f"filled-{reports}"
    if done.exists():
        Database.open(home / "nianbao.db").close()
        return
    home.mkdir(parents=True, exist_ok=True)
    agencies = tuple(_agencies(max(1, reports // len(YEARS))))
    with Database.open(home / "nianbao.db") as database:
        database.sync_registry(Registry(agencies=agencies))
        random = Random(7)
        owed = [(agency, year) for agency in agencies for year in YEARS]
        numbered = iter(enumerate(owed))
        while some := list(islice(numbered, AT_ONCE)):
            known = [(number, *one) for number, one in some]
            database.record(
                captures=[_capture(*one) for one in known],
                visits=[_visit(*one) for one in known],
                looks=[],
            )
            database.save_reports([_reading(random, *one) for one in known], code_version="1")
        database.replace_audit(
            Covered(years=(YEARS[0], YEARS[-1])),
            (_verdict(number, *one) for number, one in enumerate(owed)),
            fingerprinted(
                _finding(number, *one) for number, one in enumerate(owed) if number % 10 == 0
            ),
            as_of=AS_OF,
        )
        bring_index_up_to_date(home / "index", database)
    done.touch()


def _agencies(count: int) -> Iterator[Agency]:
    """Counties under cities under one province, all of a range of codes that nobody has."""
    for number in range(count):
        county = number // IN_A_COUNTY
        city, nth = divmod(county, COUNTIES_OF_A_CITY)
        place = f"清禾{county}县"
        first = number % IN_A_COUNTY == 0
        bureau = _BUREAUS[number % len(_BUREAUS)]
        yield Agency(
            id=AgencyId(f"office-{number}"),
            name=f"{place}人民政府" if first else f"{place}第{number % IN_A_COUNTY}{bureau}",
            level=Level.COUNTY,
            kind=Kind.GOVERNMENT if first else Kind.DEPARTMENT,
            region=RegionCode(f"99{city + 1:02}{nth + 21:02}"),
            region_name=place,
            duty=Duty.STATUTORY,
            listings=(f"https://site{number}.example/nb/",),
            hosts=(f"site{number}.example",),
        )


def _digest(number: int) -> Digest:
    return Digest(sha256(f"report {number}".encode()).hexdigest())


def _seen(number: int, year: int) -> datetime:
    return datetime(year + 1, 1, 20, tzinfo=UTC) + timedelta(minutes=number)


def _capture(number: int, agency: Agency, year: int) -> Capture:
    return Capture(
        id=CaptureId(f"urn:uuid:{_digest(number)[:32]}"),
        url=f"{agency.listings[0]}{year + 1}/content_{number}.html",
        at=_seen(number, year),
        http_status=200,
        media_type="text/html",
        payload_digest=_digest(number),
        payload_length=23_456,
        record=RecordPlace(warc="nianbao-00001.warc.gz", offset=number * 999, length=999),
    )


def _visit(number: int, agency: Agency, year: int) -> Visit:
    capture = _capture(number, agency, year)
    return Visit(
        id=VisitId(_digest(number)[:32]),
        crawl=CrawlId("20250120T000000Z-abcdef"),
        url=capture.url,
        at=capture.at,
        purpose=Purpose.REPORT,
        outcome=Outcome.CAPTURED,
        agency=agency.id,
        listing=agency.listings[0],
        title=None,
        declared=date(year + 1, 1, 15),
        reporting_year=year,
        capture=capture.id,
        record=capture.record,
    )


def _reading(random: Random, number: int, agency: Agency, year: int) -> Reading:
    return Reading(
        digest=_digest(number),
        agency=agency.id,
        agency_name=agency.name,
        reporting_year=year,
        report=Report(
            title=f"{agency.name}{year}年政府信息公开工作年度报告",
            agency_printed=agency.name,
            agency_name=agency.name,
            reporting_year=year,
            year_candidates=(),
            form=FormId("2021"),
            sections=tuple(
                Section(
                    id=id_,
                    heading=heading,
                    text="\n".join(sentence(random) for _ in range(5)),
                    place=_BOX,
                )
                for id_, heading in _HEADINGS.items()
            ),
            measures=_figures(random),
        ),
    )


def _figures(random: Random) -> dict[MeasureId, Measure]:
    figures = {}
    for id_ in _FORM.measures:
        value = random.choice((0, 0, 0, 1, 2, 17))
        figures[id_] = Measure(
            id=id_, value=value, raw=str(value), state=MeasureState.READ, place=_BOX
        )
    return figures


def _verdict(number: int, agency: Agency, year: int) -> VerdictRecord:
    kind = number % 100
    verdict, reason, said = Verdict.PUBLISHED, None, Text("按时公布", "published in time")
    if kind in _LATE:
        verdict, said = Verdict.LATE, Text("逾期公布", "published late")
    elif kind in _UNSEEN:
        verdict, reason = Verdict.UNOBSERVABLE, Reason.UNREACHABLE
        said = Text("无法访问", "could not be reached")
    elif kind in _NEVER:
        verdict, said = Verdict.NOT_FOUND, Text("未见", "not found by us")
    known = kind not in (*_UNSEEN, *_NEVER)
    return VerdictRecord(
        agency=agency.id,
        agency_name=agency.name,
        reporting_year=year,
        due=date(year + 1, 1, 31),
        basis=Text("1月31日前公布", "by 31 January"),
        verdict=verdict,
        reason=reason,
        explanation=said,
        declared=date(year + 1, 2, 9) if kind in _LATE else None,
        first_seen=_seen(number, year) if known else None,
    )


def _finding(number: int, agency: Agency, year: int) -> Finding:
    return Finding(
        rule=RuleId("applications.balance"),
        severity=Severity.ERROR,
        certainty=Certainty.CONFIRMED,
        message=Text(f"合计与分项之和不符（{number}）", f"the sum does not agree ({number})"),
        left="17",
        right="16",
        agency=agency.id,
        reporting_year=year,
    )
