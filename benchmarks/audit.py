"""How fast and how large the audit of one year is, over ten years of evidence.

    python -m benchmarks.audit                    # 500, 2,000 and 8,000 agencies
    python -m benchmarks.audit --agencies 32000   # this size alone
    python -m benchmarks.audit --national         # 140,000: some 28 GB, and hours to generate

Each agency is looked at three times a year; its column lists all its reports so far, each of which
is fetched once and asked for again at the year's last look. Four of a hundred agencies publish
late, four never, two turn us away. The database is generated in a temporary folder, once for each
size. An audit is measured in a process of its own, stored as the command does it: wall and
processor seconds, and the peak of its memory with the interpreter. Then it is made again, with
nothing changed in between, and once more after a day that brought news of every thirtieth agency.
The peer reads all that is known at once, as audits did before, at the least size.

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
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from audit import Observations, audit
from audit.fingerprints import fingerprinted
from benchmarks.audit_evidence import (
    ALL_KINDS,
    AS_OF,
    NEWS,
    YEAR,
    YEARS,
    an_agency,
    bring_news,
    generate,
)
from extract.forms import load_forms
from model.agency import Registry
from model.ids import AgencyId
from nianbao.settings import AuditSettings
from nianbao.stages.audit import Scope, obligations_of, run_audit, store_audit
from nianbao.stages.judges import judge_of
from storage.database import Covered, Database, Grounds

CONTEXT = multiprocessing.get_context("spawn")
SIZES = (500, 2_000, 8_000)
NATIONAL = 140_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    obligations: int
    seconds: float
    processor: float
    peak: float
    """MiB"""


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
        with database.evidence() as evidence:
            known = evidence.known_until(AS_OF)
        grounds = Grounds(made_by=judge_of(AuditSettings()), known=known)
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
            bring_news(file, size)
            print(told(f"again, with news of every {NEWS}th agency", measure(again, file)))
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
