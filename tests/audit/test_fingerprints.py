"""What makes two findings the same statement."""

from dataclasses import replace

from audit.fingerprints import fingerprint, fingerprinted
from model.finding import Certainty, Finding, Severity
from model.ids import AgencyId, CaptureId, MeasureId, ReportId, RuleId
from model.text import Text

SUM = Finding(
    rule=RuleId("applications.balance"),
    severity=Severity.ERROR,
    certainty=Certainty.CONFIRMED,
    message=Text("合计不符", "does not add up"),
    left="11",
    right="10",
    cells=(MeasureId("t3.received.total"), MeasureId("t3.granted.total")),
    agency=AgencyId("qinghe"),
    reporting_year=2024,
    report=ReportId("0a1b2c3d4e5f"),
)
ABSENT = replace(SUM, rule=RuleId("publication.not_found"), cells=(), report=None)


def test_words_copies_and_later_captures_make_no_other() -> None:
    assert fingerprint(replace(SUM, message=Text("另", "other"))) == fingerprint(SUM)
    assert fingerprint(replace(SUM, report=ReportId("f" * 12))) == fingerprint(SUM)
    assert fingerprint(replace(SUM, certainty=Certainty.UNCONFIRMED)) == fingerprint(SUM)
    later = replace(ABSENT, right="2025-06-01", captures=(CaptureId("c"),))
    assert fingerprint(later) == fingerprint(ABSENT)


def test_another_statement_has_another() -> None:
    edited = replace(ABSENT, rule=RuleId("publication.silently_edited"), left="a", right="b")
    nobodys = replace(SUM, agency=None)
    others = [
        SUM,
        replace(SUM, left="12"),
        replace(SUM, right="12"),
        replace(SUM, cells=SUM.cells[:1]),
        replace(SUM, agency=AgencyId("yundu")),
        replace(SUM, reporting_year=2023),
        replace(SUM, rule=RuleId("applications.row_sum")),
        ABSENT,
        replace(ABSENT, rule=RuleId("publication.late")),
        edited,
        replace(edited, right="c"),
        nobodys,
        replace(nobodys, report=ReportId("f" * 12)),
    ]
    assert len({fingerprint(one) for one in others}) == len(others)


def test_it_stays_what_it_was_in_earlier_releases() -> None:
    assert fingerprint(SUM) == "0e47e8a5075e3966"


def test_twins_are_told_apart_by_their_order() -> None:
    prints = [print_ for print_, _ in fingerprinted([SUM, ABSENT, SUM, SUM])]
    one = fingerprint(SUM)
    assert prints == [one, fingerprint(ABSENT), f"{one}-2", f"{one}-3"]
