"""Decisions, as stored."""

from dataclasses import replace

from model.finding import Decision, DecisionKind, Severity
from model.ids import RuleId
from storage.database import Covered, Database, FindingFilter
from tests.storage.builders import START, a_finding, later


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


def test_the_decision_that_counts_is_told_for_many_findings_at_once(database: Database) -> None:
    said = Decision(
        fingerprint="held", kind=DecisionKind.CONFIRM, at=later(days=1), by="li", note="先"
    )
    last = replace(said, kind=DecisionKind.DISMISS, at=later(days=2), note="后")
    noted = replace(said, kind=DecisionKind.NOTE, at=later(days=3), note="注")
    opened = replace(said, fingerprint="opened")
    taken_back = replace(opened, kind=DecisionKind.REOPEN, at=later(days=2))
    elsewhere = replace(said, fingerprint="elsewhere")
    for decision in (noted, last, said, opened, taken_back, elsewhere):
        database.save_decision(decision)

    assert database.standing_decisions(["held", "opened", "unheard"]) == {"held": last}
    assert database.standing_decisions([]) == {}


def test_what_accuses_most_comes_first(database: Database) -> None:
    base = a_finding()
    late = RuleId("publication.late")
    stated = {
        "a": replace(base, severity=Severity.ATTENTION),
        "b": replace(base, severity=Severity.WARNING),
        "c": replace(base, severity=Severity.ERROR),
        "d": replace(base, severity=Severity.ERROR, rule=late),
        "e": replace(base, severity=Severity.WARNING, rule=late),
    }
    covered = Covered(years=(2020, 2030))
    database.replace_audit(covered, [], stated.items(), as_of=START)

    assert database.gravest_findings(FindingFilter(), limit=9) == ("d", "c", "e", "b", "a")
    assert database.gravest_findings(FindingFilter(), limit=2) == ("d", "c")
