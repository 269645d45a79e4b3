"""How fast and how large the audit of one year is, over ten years of evidence.

    python -m benchmarks.audit                    # 500, 2,000 and 8,000 agencies
    python -m benchmarks.audit --agencies 32000   # this size alone
    python -m benchmarks.audit --national         # 140,000: some 28 GB, and hours to generate

Each agency is looked at three times a year; its column lists all its reports so far, each of which
is fetched once and asked for again at the year's last look. Four of a hundred agencies publish
late, four never, two turn us away. The database is generated in a temporary folder, once for each
size. An audit is measured in a process of its own, stored as the command does it: wall and
processor seconds, and the peak of its memory with the interpreter. Then it is made again, with
nothing changed in between. The peer reads all that is known at once, as audits did before, at the
least size.

    python -m benchmarks.audit --unchanged 140000   # only the audit made again, of that many
"""

import argparse
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audit import Observations, audit
from audit.fingerprints import fingerprinted
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
from nianbao.settings import AuditSettings
from nianbao.stages.audit import Scope, obligations_of, run_audit, store_audit
from nianbao.stages.judges import judge_of
from storage.database import Covered, Database, Grounds, Reading

CONTEXT = multiprocessing.get_context("spawn")
YEARS = range(2015, 2025)
YEAR = YEARS[-1]
LOOKS = ((1, 20), (2, 10), (4, 20))
"""Month and day of the looks of each year."""
AS_OF = datetime(YEAR + 1, 6, 1, tzinfo=UTC)
TITLE = "清禾市第{number}局{year}年政府信息公开工作年度报告"
ON_ONE_SITE = 20
AT_ONCE = 500
SIZES = (500, 2_000, 8_000)
NATIONAL = 140_000
NEVER, LATE, BLOCKED = range(4), range(4, 8), range(8, 10)
"""By the last two digits of an agency's number."""
ALL_KINDS = range(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    obligations: int
    seconds: float
    processor: float
    peak: float
    """MiB"""


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
                self._look(number, at, last=nth == len(LOOKS) - 1)

    def _look(self, number: int, at: datetime, *, last: bool) -> None:
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


def by_parts(file: Path) -> int:
    return _audited(file, anew=True)


def again(file: Path) -> int:
    """Nothing has changed since `by_parts`."""
    return _audited(file, anew=False)


def _audited(file: Path, *, anew: bool) -> int:
    with Database.open(file) as database:
        scope = Scope(years=(YEAR, YEAR))
        audited = run_audit(database, AuditSettings(), scope, as_of=AS_OF, anew=anew)
        store_audit(database, audited, scope)
        print({k.value: v for k, v in audited.summary.counts.items() if v}, end="  ", flush=True)
        return len(audited.result.verdicts)


def as_stored(file: Path, agencies: int) -> None:
    """A home whose verdicts are those of a small one, many times over; its evidence is left out.

    An audit made again asks of evidence only whether any is new.
    """
    with TemporaryDirectory(prefix="nianbao-audit-") as scratch:
        small = Path(scratch) / "small.db"
        generate(small, len(ALL_KINDS))
        with Database.open(small) as database:
            scope = Scope(years=(YEAR, YEAR))
            model = run_audit(database, AuditSettings(), scope, as_of=AS_OF)
    registry = Registry(agencies=tuple(map(an_agency, range(agencies))))
    records = (
        replace(record, agency=agency.id, agency_name=agency.name)
        for agency, record in zip(registry.agencies, cycle(model.result.verdicts), strict=False)
    )
    findings = {finding.agency: finding for finding in model.result.findings}
    stated = (
        replace(findings[AgencyId(f"bureau-{number % len(ALL_KINDS)}")], agency=agency.id)
        for number, agency in enumerate(registry.agencies)
        if f"bureau-{number % len(ALL_KINDS)}" in findings
    )
    with Database.open(file) as database:
        database.sync_registry(registry)
        grounds = Grounds(made_by=judge_of(AuditSettings()), known=0)
        covered = Covered(years=(YEAR, YEAR))
        database.replace_audit(
            covered, records, fingerprinted(stated), as_of=AS_OF, grounds=grounds
        )


def all_at_once(file: Path) -> int:
    """The peer."""
    with Database.open(file, read_only=True) as database:
        registry = database.registry()
        seen = Observations(
            looks=database.looks(),
            reports=tuple(database.reports(current=False)),
            visits=database.visits(),
            captures=database.captures(),
        )
        forms = {definition.form.id: definition.form for definition in load_forms()}
        owed = obligations_of(registry, Scope(years=(YEAR, YEAR)))
        return len(audit(owed, registry, seen, forms, as_of=AS_OF).verdicts)


def _child(run: Callable[[Path], int], file: Path, pipe: Any) -> None:
    start, used = time.perf_counter(), time.process_time()
    obligations = run(file)
    pipe.send(
        Measured(
            obligations=obligations,
            seconds=time.perf_counter() - start,
            processor=time.process_time() - used,
            peak=peak(),
        )
    )


def peak() -> float:
    """MiB. A child's `ru_maxrss` counts from before its exec, when it was its parent's copy."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def measure(run: Callable[[Path], int], file: Path) -> Measured:
    here, there = CONTEXT.Pipe()
    child = CONTEXT.Process(target=_child, args=(run, file, there))
    child.start()
    there.close()
    found: Measured = here.recv()
    child.join()
    return found


def told(name: str, one: Measured) -> str:
    each = one.processor / one.obligations * 1e6
    return (
        f"{name}: {one.obligations:,} obligations in {one.seconds:.1f} s, {one.processor:.1f} s of"
        f" processor ({each:.0f} µs each), peak {one.peak:.0f} MiB"
    )


def sizes(arguments: argparse.Namespace) -> Iterator[int]:
    if arguments.agencies:
        yield arguments.agencies
    elif arguments.national:
        yield NATIONAL
    else:
        yield from SIZES


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--agencies", type=int)
    parser.add_argument("--national", action="store_true")
    parser.add_argument("--folder", type=Path, help="where to keep what is generated")
    parser.add_argument("--unchanged", type=int, metavar="AGENCIES")
    arguments = parser.parse_args()
    print("load of the machine:", os.getloadavg())
    before: Measured | None = None
    with TemporaryDirectory(prefix="nianbao-audit-", dir=arguments.folder) as scratch:
        if arguments.unchanged:
            file = Path(scratch) / "unchanged.db"
            as_stored(file, arguments.unchanged)
            print(told("again, with nothing changed", measure(again, file)))
            return 0
        for size in sizes(arguments):
            file = Path(arguments.folder or scratch) / f"{size}.db"
            if not file.exists():
                start = time.perf_counter()
                generate(file, size)
                print(f"generated {size:,} × {len(YEARS)} years in", end=" ")
                print(f"{time.perf_counter() - start:.0f} s: {file.stat().st_size / 1e9:.2f} GB")
            now = measure(by_parts, file)
            print(told("by parts", now))
            print(told("again, with nothing changed", measure(again, file)))
            if before is None:
                print(told("all at once", measure(all_at_once, file)))
            else:
                more = now.obligations / before.obligations
                print(
                    f"  {more:.1f} times as many: {now.processor / before.processor:.1f} times",
                    end="",
                )
                print(f" the processor, {now.peak / before.peak:.1f} times the memory")
            before = now
    return 0


if __name__ == "__main__":
    sys.exit(main())
