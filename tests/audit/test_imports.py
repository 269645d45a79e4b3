"""What somebody else archived is their claim: it neither excuses nor accuses."""

from dataclasses import replace

import pytest

from audit import Observations, decide
from model.capture import IMPORTED, Purpose, RecordPlace
from model.report import ReportVersion
from model.verdict import Reason, Verdict
from tests.audit.builders import OWED, agency, at, link, look, observations, report, url_of, visit

CLAIMED = at("2024-01-20")
THEIRS = replace(report(CLAIMED), agency=agency().id)
THEIRS = replace(
    THEIRS,
    capture=replace(
        THEIRS.capture, record=RecordPlace(warc=f"{IMPORTED}x.warc.gz", offset=0, length=1)
    ),
)


def seen(version: ReportVersion, *, imported: str | None = "2024-06-01") -> Observations:
    absent = [look(at(day), link(2022)) for day in ("2024-02-02", "2024-02-05")]
    visits = []
    if imported is not None:
        had = visit(at(imported), url_of(2023), purpose=Purpose.ADDED)
        visits.append(replace(had, capture=version.capture.id))
    made = observations(looks=absent, reports=[version], visits=visits)
    return replace(made, captures={**made.captures, version.capture.id: version.capture})


def test_it_counts_from_when_we_had_it() -> None:
    record = decide(OWED, agency(), seen(THEIRS), as_of=at("2024-07-01"))

    assert record.first_seen == at("2024-06-01")
    assert record.verdict is not Verdict.NOT_FOUND


def test_an_audit_of_a_day_before_the_import_does_not_know_it() -> None:
    record = decide(OWED, agency(), seen(THEIRS), as_of=at("2024-03-01"))

    assert record.verdict is Verdict.NOT_FOUND


def test_without_a_known_import_it_was_not_had() -> None:
    record = decide(OWED, agency(), seen(THEIRS, imported=None), as_of=at("2024-07-01"))

    assert record.first_seen is None


@pytest.mark.parametrize("day", ["2024-03-01", "2024-07-01"])
def test_our_own_capture_keeps_its_moment(day: str) -> None:
    record = decide(OWED, agency(), seen(report(CLAIMED), imported=None), as_of=at(day))

    assert record.first_seen == CLAIMED
    assert record.reason is not Reason.TOO_FEW_LOOKS
