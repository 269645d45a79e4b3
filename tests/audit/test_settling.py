"""A verdict whose finding a person has dismissed does not stand, and no other decision moves it."""

from dataclasses import replace
from datetime import datetime

import pytest

from audit import audit
from audit.fingerprints import fingerprint
from audit.settling import last_words
from model.agency import Registry
from model.finding import Decision, DecisionKind, Finding
from model.ids import RuleId
from model.verdict import AuditResult, Reason, Verdict
from tests.audit.builders import OWED, YEAR, agency, at, link, look, observations, report

HOME = Registry(agencies=(agency(),))
ABSENT = observations(
    looks=[look(at("2024-02-02"), link(2022)), look(at("2024-02-05"), link(2022))]
)
LATE = observations(
    looks=[
        look(at("2024-02-02"), link(2022)),
        look(at("2024-02-10"), link(2022), link(YEAR)),
    ],
    reports=[report(at("2024-02-10"))],
)
SAID_AT = at("2024-03-05")


def judged(seen: object, *decisions: Decision) -> AuditResult:
    return audit([OWED], HOME, seen, {}, as_of=at("2024-03-01"), decisions=decisions)  # type: ignore[arg-type]


def the(rule: str, result: AuditResult) -> Finding:
    (found,) = [one for one in result.findings if one.rule == rule]
    return found


def said(finding: Finding, kind: DecisionKind, moment: datetime = SAID_AT) -> Decision:
    return Decision(fingerprint=fingerprint(finding), kind=kind, at=moment, by="王某", note="有误")


def test_not_found_becomes_what_cannot_be_told() -> None:
    stated = judged(ABSENT)
    assert stated.verdicts[0].verdict is Verdict.NOT_FOUND
    dismissed = said(the("publication.not_found", stated), DecisionKind.DISMISS)

    settled = judged(ABSENT, dismissed)

    (record,) = settled.verdicts
    assert (record.verdict, record.reason) == (Verdict.UNOBSERVABLE, Reason.SET_ASIDE)
    assert not record.graded  # that is said of absences only
    assert "2024-03-05 10:00" in record.explanation.zh
    assert "未见" in record.explanation.zh
    assert "王某" not in record.explanation.zh + record.explanation.en  # it goes into exports
    assert record.evidence == stated.verdicts[0].evidence
    assert settled.findings == stated.findings  # for the decision may be taken back


def test_late_becomes_published() -> None:
    stated = judged(LATE)
    assert stated.verdicts[0].verdict is Verdict.LATE

    (record,) = judged(LATE, said(the("publication.late", stated), DecisionKind.DISMISS)).verdicts

    assert (record.verdict, record.reason) == (Verdict.PUBLISHED, None)
    assert record.report == stated.verdicts[0].report
    assert "found that it does not hold" in record.explanation.en
    assert stated.verdicts[0].explanation.en in record.explanation.en


@pytest.mark.parametrize("kind", [DecisionKind.CONFIRM, DecisionKind.NOTE, DecisionKind.REOPEN])
def test_any_other_word_leaves_it(kind: DecisionKind) -> None:
    stated = judged(ABSENT)
    assert judged(ABSENT, said(the("publication.not_found", stated), kind)) == stated


def test_a_dismissal_that_was_taken_back_leaves_it_and_a_note_after_it_does_not() -> None:
    stated = judged(ABSENT)
    finding = the("publication.not_found", stated)
    dismissed = said(finding, DecisionKind.DISMISS)
    reopened = said(finding, DecisionKind.REOPEN, at("2024-03-06"))
    noted = said(finding, DecisionKind.NOTE, at("2024-03-06"))

    assert judged(ABSENT, dismissed, reopened) == stated
    assert judged(ABSENT, dismissed, noted) == judged(ABSENT, dismissed)
    assert last_words([dismissed, noted]) == {dismissed.fingerprint: dismissed}


def test_what_was_said_of_another_finding_leaves_it() -> None:
    stated = judged(LATE)
    other = replace(the("publication.late", stated), rule=RuleId("publication.back_dated"))
    assert judged(LATE, said(other, DecisionKind.DISMISS)) == stated
