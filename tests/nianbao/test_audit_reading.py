"""An audit that reads a few agencies at a time says what one that reads everything says."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

import nianbao.stages.audit as stage
from audit import audit
from audit.reasoning import reasoning_on
from extract.forms import load_forms
from model.agency import Level
from model.ids import RuleId
from model.verdict import AuditResult, Verdict
from nianbao.settings import AuditSettings
from nianbao.stages.audit import Scope, obligations_of, run_audit
from nianbao.stages.evidence import Gathering
from storage.database import Database
from tests.nianbao.seen import DAYS, START, YEARS, Invented, everything

FORMS = {definition.form.id: definition.form for definition in load_forms()}
SCOPE = Scope(years=(YEARS[0], YEARS[-1]))
WORLDS = range(50)
RULES = {
    RuleId(f"publication.{name}")
    for name in ("late", "not_found", "withdrawn", "silently_edited", "wrong_column", "back_dated")
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("empty") / "nianbao.db"
    Database.open(file).close()
    return file


@pytest.fixture
def invented(empty: Path, tmp_path: Path) -> Callable[[int], Database]:
    def make(seed: int) -> Database:
        file = tmp_path / f"{seed}.db"
        shutil.copy(empty, file)
        database = Database.open(file)
        Invented.of(seed).fill(database)
        return database

    return make


def moments(seed: int) -> Iterator[datetime]:
    """The end of everything, and a day in its midst."""
    yield START + timedelta(days=11 * DAYS)
    yield START + timedelta(days=Random(seed).randint(0, 8 * DAYS))


def test_part_by_part_equals_all_at_once(
    invented: Callable[[int], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    met: Counter[Verdict | RuleId] = Counter()
    for seed in WORLDS:
        monkeypatch.setattr(stage, "AT_A_TIME", 1 + seed % 4)
        with invented(seed) as database:
            for as_of in moments(seed):
                settings = AuditSettings(grace_days=seed % 2 * 20)
                given = run_audit(database, settings, SCOPE, as_of=as_of).result
                expected = all_at_once(database, as_of, settings.grace_days)
                assert given.verdicts == expected.verdicts, seed
                assert given.findings == expected.findings, seed
                met.update(record.verdict for record in given.verdicts)
                met.update(finding.rule for finding in given.findings)
    assert met.keys() >= {*Verdict, *RULES}


def test_one_agencys_evidence_gives_the_same_reasons(
    invented: Callable[[int], Database],
) -> None:
    for seed in range(8):
        with invented(seed) as database:
            registry = database.registry()
            seen = everything(database)
            as_of = START + timedelta(days=11 * DAYS)
            for owed in obligations_of(registry, SCOPE):
                with database.evidence() as evidence:
                    years = (owed.reporting_year, owed.reporting_year)
                    gathering = Gathering(evidence, years, as_of)
                    own = gathering.whole([owed.agency], gathering.telling([owed.agency]))
                    given = reasoning_on(owed, registry, own, as_of=as_of)
                    expected = reasoning_on(owed, registry, seen, as_of=as_of)
                    assert (given.steps, given.checks) == (expected.steps, expected.checks)


@pytest.mark.parametrize("level", [Level.COUNTY, Level.PROVINCE])
def test_a_scope_leaves_out_reports_that_nobody_owns(
    invented: Callable[[int], Database], level: Level
) -> None:
    as_of = START + timedelta(days=11 * DAYS)
    scope = Scope(years=SCOPE.years, level=level)
    with invented(0) as database:
        whole = run_audit(database, AuditSettings(), SCOPE, as_of=as_of)
        part = run_audit(database, AuditSettings(), scope, as_of=as_of)
    assert whole.ownerless
    assert not part.ownerless
    assert all(finding.agency is not None for finding in part.result.findings)
    assert part.result.verdicts == (whole.result.verdicts if level is Level.COUNTY else ())


def all_at_once(database: Database, as_of: datetime, grace_days: int) -> AuditResult:
    registry = database.registry()
    owed = obligations_of(registry, SCOPE)
    seen = everything(database)
    return audit(owed, registry, seen, FORMS, as_of=as_of, grace_days=grace_days)
