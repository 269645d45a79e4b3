"""Findings and decisions, as stored."""

from dataclasses import replace

from model.finding import Decision, DecisionKind, Quote
from model.ids import AgencyId, ReportId, RuleId
from model.place import Place
from storage.database import Database
from tests.storage.builders import START, a_finding, later

REPORT = ReportId("0a1b2c3d4e5f")


def test_findings_of_a_scope_are_replaced_together(database: Database) -> None:
    quoted = replace(a_finding(REPORT), quotes=(Quote(text="收到11件", place=Place(line=4)),))
    database.replace_findings("report:1", [quoted, a_finding(REPORT, rule="b")])
    database.replace_findings("report:2", [a_finding(rule="c")])
    assert [f.rule for f in database.findings()] == ["applications.balance", "b", "c"]
    assert database.findings(scope="report:1")[0] == quoted
    database.replace_findings("report:1", [a_finding(REPORT, rule="d")])
    assert [f.rule for f in database.findings()] == ["d", "c"]
    assert database.counts()["finding_cells"] == 4
    database.replace_findings("report:1", [])
    database.replace_findings("report:2", [])
    assert database.findings() == ()
    assert database.counts()["finding_cells"] == 0


def test_findings_are_found_by_what_they_are_about(database: Database) -> None:
    database.replace_findings("s", [a_finding(REPORT), replace(a_finding(), reporting_year=1999)])
    assert len(database.findings(agency=AgencyId("qinghe"))) == 2
    assert len(database.findings(year=2024)) == 1
    assert len(database.findings(report=REPORT)) == 1
    assert len(database.findings(rule=RuleId("applications.balance"), year=1999)) == 1
    assert database.findings(rule=RuleId("other")) == ()


def test_decisions_are_only_ever_added(database: Database) -> None:
    confirmed = Decision(fingerprint="f", kind=DecisionKind.CONFIRM, at=START, by="甲")
    dismissed = Decision(
        fingerprint="f", kind=DecisionKind.DISMISS, at=later(days=1), by="乙", note="扫描有误"
    )
    other = replace(confirmed, fingerprint="g")
    for decision in (dismissed, confirmed, other, confirmed):
        database.save_decision(decision)
    assert database.decisions(fingerprint="f") == (confirmed, dismissed)
    assert len(database.decisions()) == 3
