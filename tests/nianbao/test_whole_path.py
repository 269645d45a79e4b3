"""The whole path on the demo's sites, once, held against the truth: everything, and no more."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import demo
from demo.season import CHINA
from model.capture import LinkKind
from model.report import MeasureState, ReportVersion
from storage.database import Database
from tests.nianbao.commands import nianbao

pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.timeout(900)]

TRUTH = demo.truth()


@pytest.fixture
def database(home: Path) -> Iterator[Database]:
    with Database.open(home / "nianbao.db", read_only=True) as opened:
        yield opened


def test_verdicts_and_findings(home: Path) -> None:
    years = f"{demo.YEARS[0]}..{demo.YEARS[-1]}"
    done = nianbao(
        "audit", "--year", years, "--as-of", str(demo.AUDIT_DAY), "--json", "--quiet", home=home
    )
    audited = done.document
    assert {
        (verdict["agency"], verdict["reporting_year"]): said(verdict)
        for verdict in audited["verdicts"]
        if not awaited(demo.Aspect.VERDICT, verdict)
    } == {
        (verdict.agency, verdict.reporting_year): (
            verdict.verdict,
            verdict.reason,
            verdict.declared,
            verdict.first_seen,
            verdict.last_absent,
        )
        for verdict in TRUTH.verdicts
        if not TRUTH.awaits(demo.Aspect.VERDICT, verdict.agency, verdict.reporting_year)
    }
    found = [
        (finding["rule"], finding["agency"], finding["reporting_year"], set(finding["cells"]))
        for finding in audited["findings"]
        if not awaited(demo.Aspect.FINDING, finding)
    ]
    for expected in TRUTH.findings:
        if TRUTH.awaits(demo.Aspect.FINDING, expected.agency, expected.reporting_year):
            continue
        cells = {expected.cell} if expected.cell else set()
        (match,) = (
            finding
            for finding in found
            if finding[:3] == (expected.rule, expected.agency, expected.reporting_year)
            and cells <= finding[3]
        )
        found.remove(match)
    assert not found


def awaited(aspect: demo.Aspect, said_of: dict[str, Any]) -> bool:
    return TRUTH.awaits(aspect, said_of["agency"], said_of["reporting_year"])


def said(verdict: dict[str, Any]) -> tuple[object, ...]:
    declared = verdict["declared"]
    return (
        verdict["verdict"],
        verdict["reason"],
        date.fromisoformat(declared) if declared else None,
        day_of(verdict["first_seen"]),
        day_of(verdict["last_absent"]),
    )


def day_of(moment: str | None) -> date | None:
    return datetime.fromisoformat(moment).astimezone(CHINA).date() if moment else None


def test_reports_cell_by_cell(database: Database) -> None:
    expected = {
        (report.agency, report.reporting_year): report
        for report in TRUTH.reports
        if report.reachable and report.readable
    }
    stored: dict[tuple[str | None, int | None], ReportVersion] = {
        (version.agency, version.reporting_year): version
        for version in database.reports(current=False)
    }
    met = {key for key in expected if not TRUTH.awaits(demo.Aspect.VERSIONS, *key)}
    assert len(met) >= 70
    assert met <= stored.keys() <= expected.keys()
    for key, version in stored.items():
        report = expected[key[0], key[1]]  # type: ignore[index]  # each is one of them
        printed = {
            cell: measure.raw
            for cell, measure in version.report.measures.items()
            if measure.state is not MeasureState.ABSENT
        }
        assert printed == dict(report.measures), key


def test_lookalikes_are_refused_for_their_reason(database: Database) -> None:
    listed = {
        (look.agency, link.title, link.declared, link.refused)
        for look in database.looks()
        for link in look.links
        if link.kind is LinkKind.LOOKALIKE
        if not TRUTH.awaits(demo.Aspect.LOOK, look.agency)
    }
    assert listed == {
        (lookalike.agency, lookalike.title, lookalike.declared, lookalike.refused)
        for lookalike in TRUTH.lookalikes
        if not TRUTH.awaits(demo.Aspect.LOOK, lookalike.agency)
    }
