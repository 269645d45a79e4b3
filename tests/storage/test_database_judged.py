"""Decisions, as stored."""

from dataclasses import replace

from model.finding import Decision, DecisionKind
from storage.database import Database
from tests.storage.builders import START, later


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
