"""What stays of an audit: of the present, exactly what it said; of a past day, nothing."""

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index import open_engine
from model.agency import Level
from model.ids import AgencyId
from nianbao.settings import AuditSettings
from nianbao.stages.audit import Scope, audit_everything, run_audit, store_audit
from nianbao.stages.checking import checks_of
from nianbao.stages.indexing import bring_index_up_to_date
from nianbao.stages.judges import judge_of, rules_digest
from storage.database import Checks, Database, Grouping, VerdictFilter
from tests.nianbao.commands import nianbao
from tests.nianbao.seen import DAYS, START, YEARS, Invented
from web.searching import Search, search

NOW = START + timedelta(days=11 * DAYS)
SCOPE = Scope(years=(YEARS[0], YEARS[-1]))
SETTINGS = AuditSettings()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Database.open(tmp_path / "nianbao.db") as database:
        Invented.of(1).fill(database)
    return tmp_path


def open_home(home: Path) -> Database:
    return Database.open(home / "nianbao.db")


def audit(database: Database, scope: Scope, as_of: datetime) -> None:
    store_audit(database, run_audit(database, SETTINGS, scope, as_of=as_of), scope)


def test_an_audit_is_stored_as_it_was_made(home: Path) -> None:
    with open_home(home) as database:
        audited = run_audit(database, SETTINGS, SCOPE, as_of=NOW)
        store_audit(database, audited, SCOPE)
        key = [(one.agency, one.reporting_year) for one in audited.result.verdicts]
        stored = {
            (one.record.agency, one.record.reporting_year): one.record
            for one in database.each_verdict()
        }
        assert [stored[one] for one in key] == list(audited.result.verdicts)
        assert len(stored) == len(key) > 5
        given = sorted(audited.result.findings, key=repr)
        assert sorted((one.finding for one in database.each_finding()), key=repr) == given
        assert len(given) > 3
        assert database.audited_at() == NOW


def test_an_audit_of_some_leaves_the_others_as_they_were(home: Path) -> None:
    some = Scope(years=SCOPE.years, agency="a0")
    with open_home(home) as database:
        audit(database, SCOPE, NOW)
        before = list(database.each_verdict())
        found = {one.fingerprint: one for one in database.each_finding()}
        audit(database, some, NOW + timedelta(days=1))
        after = list(database.each_verdict())
        assert [one.record for one in after] == [one.record for one in before]
        anew = {one.record.agency for one in after if one.audited != NOW}
        assert anew == {"a0"}
        assert {one.changed for one in after} == {NOW}
        again = {one.fingerprint: one for one in database.each_finding()}
        assert again.keys() == found.keys()
        assert {one.first_seen for one in again.values()} == {NOW}
        assert {one.finding.agency for one in again.values() if one.audited != NOW} <= {"a0"}
        nobody = Scope(years=SCOPE.years, level=Level.TOWNSHIP)
        audit(database, nobody, NOW + timedelta(days=2))
        assert list(database.each_verdict()) == after


def test_whoever_left_the_registry_has_no_verdict_any_more(home: Path) -> None:
    with open_home(home) as database:
        audit(database, SCOPE, NOW)
        registry = database.registry()
        left = type(registry)(agencies=registry.agencies[1:])
        database.sync_registry(left)
        audit(database, SCOPE, NOW)
        gone = registry.agencies[0].id
        assert database.count_verdicts(VerdictFilter(agency=gone)) == {(): 0}
        by = database.count_verdicts(by=[Grouping.AGENCY])
        assert set(by) == {(agency.id,) for agency in left.agencies}


def test_everything_is_every_year_with_a_report_and_the_last(home: Path) -> None:
    with open_home(home) as database:
        later = datetime(YEARS[-1] + 4, 6, 1, tzinfo=UTC)
        audit_everything(database, SETTINGS, as_of=later)
        assert database.audited_years() == tuple(range(YEARS[0], YEARS[-1] + 4))


def test_the_index_need_not_hear_of_an_audit(home: Path, tmp_path: Path) -> None:
    with open_home(home) as database:
        folder = tmp_path / "index"
        first = bring_index_up_to_date(folder, database)
        assert (first.indexed, bring_index_up_to_date(folder, database).indexed) == (first.total, 0)
        audit(database, SCOPE, NOW)
        named = set(database.report_stamps()) & set(database.verdicts_by_report())
        assert named
        assert bring_index_up_to_date(folder, database).indexed == 0
        with closing(open_engine(folder, create=False)) as engine:
            counts = search(engine, database, Search(text="")).result.facets["verdict"]
            late = search(engine, database, Search(text="verdict:late")).result.total
        assert sum(counts.values()) - counts.get("unknown", 0) == len(named)
        assert late == counts.get("late", 0)


def test_the_command_stores_the_present_and_no_past_day(home: Path) -> None:
    year = str(YEARS[0])
    words = ("audit", "--year", year, "--json")
    past = nianbao(*words, "--as-of", f"{YEARS[0] + 1}-03-01", home=home)
    assert past.document["verdicts"]
    with open_home(home) as database:
        assert database.audited_at() is None
    present = nianbao(*words, "--agency", "a1", home=home)
    with open_home(home) as database:
        (stored,) = database.each_verdict()
        assert stored.record.agency == AgencyId("a1")
        assert [stored.record.verdict] == [v["verdict"] for v in present.document["verdicts"]]
        audited = stored.audited
    again = nianbao(*words, "--as-of", f"{YEARS[0] + 1}-03-01", home=home)
    assert again.out == past.out
    with open_home(home) as database:
        assert [one.audited for one in database.each_verdict()] == [audited]


def test_a_later_run_lets_stand_what_nothing_has_changed(home: Path) -> None:
    """In a process of its own: nothing that differs between runs may be in the grounds."""
    code = (
        "from nianbao.settings import AuditSettings; from nianbao.stages.judges import judge_of\n"
        "print(judge_of(AuditSettings()))"
    )
    words = [sys.executable, "-c", code]
    told = {
        subprocess.run(
            words, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    with open_home(home) as database:
        assert told == {f"{judge_of(SETTINGS)}\n".encode()}
        assert judge_of(AuditSettings(grace_days=1)) != judge_of(SETTINGS)
        audit(database, SCOPE, NOW)
        again = run_audit(database, SETTINGS, SCOPE, as_of=NOW, anew=False)
        assert len(again.kept) > len(again.result.verdicts) / 4
        registry = database.registry()
        first, *others = registry.agencies
        database.sync_registry(replace(registry, agencies=(replace(first, name="新名"), *others)))
        kept = run_audit(database, SETTINGS, SCOPE, as_of=NOW, anew=False).kept
        assert first.id not in {agency for agency, _ in kept}
        assert len(kept) > len(again.result.verdicts) / 8


def test_figures_are_checked_once(home: Path) -> None:
    with open_home(home) as database:
        audit(database, SCOPE, NOW)
        ids = [one.record.report for one in database.each_verdict() if one.record.report]
        with database.evidence() as evidence:
            checks = evidence.checks(ids, rules_digest())
        said = {id_: checks_of(database.report(id_).report).findings for id_ in ids}
        assert checks == said
        assert len(said) > 1
        planted = replace(next(one for some in said.values() for one in some), left="31415")
        database.save_checks({ids[0]: Checks(made_by=rules_digest(), findings=(planted,))})
        found = run_audit(database, SETTINGS, SCOPE, as_of=NOW).result.findings
        assert [one.report for one in found if one.left == "31415"] == [ids[0]]
        database.save_checks({ids[0]: Checks(made_by="the rules of long ago", findings=(planted,))})
        later = run_audit(database, SETTINGS, SCOPE, as_of=NOW)
        assert not [one for one in later.result.findings if one.left == "31415"]
        assert later.checks == {ids[0]: checks_of(database.report(ids[0]).report)}
