"""An audit that lets stand what nothing has changed says what one that judges anew says."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest

from model.agency import Registry
from model.capture import Capture, Look, Visit
from model.finding import Failure
from model.report import ReportVersion
from model.text import Text
from nianbao.settings import AuditSettings
from nianbao.stages.audit import Scope, run_audit, store_audit
from storage.database import Database, Reading
from tests.nianbao.seen import DAYS, START, YEARS, Invented

SCOPE = Scope(years=(YEARS[0], YEARS[-1]))
END = START + timedelta(days=11 * DAYS)
WORLDS = range(8)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("empty") / "nianbao.db"
    Database.open(file).close()
    return file


@pytest.fixture
def fresh(empty: Path, tmp_path: Path) -> Callable[[str], Database]:
    def make(name: str) -> Database:
        shutil.copy(empty, tmp_path / f"{name}.db")
        return Database.open(tmp_path / f"{name}.db")

    return make


Change = Callable[[Database], object]


def test_it_equals_an_audit_anew_whatever_came_between(fresh: Callable[[str], Database]) -> None:
    kept: Counter[str] = Counter()
    for seed in WORLDS:
        random = Random(seed)
        with fresh(f"whole-{seed}") as whole, fresh(f"part-{seed}") as part:
            Invented.of(seed).fill(whole)
            part.sync_registry(whole.registry())
            for change in changes(whole, random):
                change(part)
                if random.random() < 0.25:
                    kept.update(compare(part, random, seed))
            kept.update(compare(part, random, seed))
    assert kept["audits"] > 200
    assert kept["stood"] > 300
    assert kept["judged"] > 1000


def compare(database: Database, random: Random, seed: int) -> Counter[str]:
    """One audit both ways; mostly it is stored, so that the next one has something to go by."""
    as_of = random.choice([*[END] * 12, END + timedelta(days=400), START + timedelta(days=300)])
    settings = AuditSettings(grace_days=random.choice([*[0] * 15, 20]))
    agency = random.choice([*[None] * 6, "a1"])
    scope = replace(SCOPE, agency=agency)
    anew = run_audit(database, settings, scope, as_of=as_of)
    again = run_audit(database, settings, scope, as_of=as_of, anew=False)
    assert again.result.verdicts == anew.result.verdicts, seed
    assert again.result.findings == anew.result.findings, seed
    if random.random() < 0.8:
        store_audit(database, again, scope)
    total = len(again.result.verdicts)
    return Counter(audits=1, stood=len(again.kept), judged=total - len(again.kept))


def changes(whole: Database, random: Random) -> Iterator[Change]:
    """Whatever fills a database like `whole`, and more: late captures, changed minds, new names."""
    captures = dict(whole.captures())
    readings = {version.capture.payload_digest: version for version in whole.reports(current=False)}
    harvested: list[Visit | Look] = sorted(
        [*whole.visits(), *whole.looks()], key=lambda one: (one.at, isinstance(one, Look))
    )
    unread: list[Reading] = []
    for one in late(harvested, random):
        ids = one.pages if isinstance(one, Look) else (one.capture,)
        came = [captures.pop(id_) for id_ in ids if id_ in captures]
        yield recording(one, came)
        read = [readings.pop(c.payload_digest) for c in came if c.payload_digest in readings]
        unread += [reading(version) for version in read]
        if unread and random.random() < 0.3:
            yield saving(unread.pop(random.randrange(len(unread))))
        if random.random() < 0.02:
            yield registering(random, whole.registry())
    for waiting in unread:
        yield saving(waiting)
    for failure in whole.failures():
        yield partial(Database.save_failure, failure=failure)
    owners = [None, *(agency.id for agency in whole.registry().agencies)]
    known = [reading(version) for version in whole.reports(current=False)]
    for doubted in random.sample(known, min(5, len(known))):
        yield saving(replace(doubted, agency=random.choice(owners)))
        yield saving(replace(doubted, reporting_year=random.choice(YEARS)))
        yield failing(doubted)
    yield Database.settle_versions


def late(harvested: Sequence[Visit | Look], random: Random) -> Iterator[Visit | Look]:
    """In the order of time, but a few come at the end."""
    waiting = []
    for one in harvested:
        if random.random() < 0.05:
            waiting.append(one)
        else:
            yield one
    yield from waiting


def recording(one: Visit | Look, captures: Sequence[Capture]) -> Change:
    def change(database: Database) -> None:
        if isinstance(one, Look):
            database.record(captures=captures, looks=[one])
        else:
            database.record(captures=captures, visits=[one])

    return change


def reading(version: ReportVersion) -> Reading:
    return Reading(
        digest=version.capture.payload_digest,
        agency=version.agency,
        agency_name=version.agency_name,
        reporting_year=version.reporting_year,
        report=version.report,
    )


def saving(one: Reading) -> Change:
    return lambda database: database.save_report(one, code_version="1")


def failing(one: Reading) -> Change:
    failure = Failure(
        stage="process",
        subject=one.digest,
        code="damaged",
        what=Text("文件损坏", "damaged"),
        remedy=Text("重新下载", "download it again"),
    )
    return lambda database: database.save_failure(failure, digest=one.digest, code_version="2")


def registering(random: Random, first: Registry) -> Change:
    """An agency is told of otherwise, or goes; one that went may come back."""

    def change(database: Database) -> None:
        known = {agency.id: agency for agency in database.registry().agencies}
        chosen, other = random.sample(first.agencies, 2)
        was = known.get(chosen.id, chosen)
        told = random.choice(
            [
                replace(was, name=f"{was.name}新"),
                replace(was, aliases=(other.name,)),
                replace(was, listings=other.listings),
                replace(was, listings=()),
                replace(was, since=date(YEARS[1], 1, 1)),
                chosen,
                None,
            ]
        )
        known.pop(chosen.id, None)
        left = [*known.values(), *([] if told is None else [told])]
        database.sync_registry(Registry(agencies=tuple(left)))

    return change
