"""Rates with their denominator and the share that could not be seen."""

from datetime import date, datetime

from audit.coverage import Tally, coverage, days_late, late_classes
from model.agency import Level, Registry
from model.ids import AgencyId, RegionCode
from model.text import Text
from model.verdict import Reason, Verdict, VerdictRecord
from tests.audit.builders import agency, at

DUE = date(2024, 1, 31)


def record(
    owner: str,
    verdict: Verdict,
    *,
    year: int = 2023,
    declared: date | None = None,
    last_absent: datetime | None = None,
    first_seen: datetime | None = None,
) -> VerdictRecord:
    return VerdictRecord(
        agency=AgencyId(owner),
        agency_name=owner,
        reporting_year=year,
        due=DUE,
        basis=Text("依据", "basis"),
        verdict=verdict,
        reason=Reason.BLOCKED if verdict is Verdict.UNOBSERVABLE else None,
        explanation=Text("说明", "explanation"),
        declared=declared,
        last_absent=last_absent,
        first_seen=first_seen,
    )


def test_what_is_not_due_is_in_no_denominator_and_what_we_could_not_see_widens_the_rate() -> None:
    tally = Tally.of(
        [
            record("a", Verdict.PUBLISHED),
            record("b", Verdict.LATE),
            record("c", Verdict.UNOBSERVABLE),
            record("d", Verdict.NOT_FOUND),
            record("e", Verdict.NOT_DUE),
        ]
    )

    assert tally.due == 4
    assert tally.unresolved_share == 0.25
    assert tally.share(Verdict.PUBLISHED) == (0.25, 0.5)
    assert tally.share(Verdict.PUBLISHED, Verdict.LATE) == (0.5, 0.75)
    assert tally.share(Verdict.NOT_FOUND) == (0.25, 0.5)


def test_where_nothing_is_due_there_is_no_rate() -> None:
    tally = Tally.of([record("a", Verdict.NOT_DUE)])

    assert tally.share(Verdict.PUBLISHED) is None
    assert tally.unresolved_share == 0.0


def test_a_county_counts_in_its_prefecture_and_its_province() -> None:
    registry = Registry(
        agencies=(
            agency("county", level=Level.COUNTY, region=RegionCode("419921")),
            agency("city", region=RegionCode("419900")),
            agency("ministry", level=Level.CENTRAL, region=RegionCode("000000")),
        )
    )
    covered = coverage(
        [
            record("county", Verdict.PUBLISHED),
            record("city", Verdict.LATE),
            record("ministry", Verdict.PUBLISHED),
            record("city", Verdict.PUBLISHED, year=2022),
            record("gone", Verdict.PUBLISHED, year=2022),
        ],
        registry,
    )

    assert list(covered.by_region) == [
        ("410000", 2022),
        ("410000", 2023),
        ("419900", 2022),
        ("419900", 2023),
    ]
    assert covered.by_region[(RegionCode("410000"), 2023)].due == 2
    assert [level for level, _ in covered.by_level] == [
        Level.CENTRAL,
        Level.PREFECTURE,
        Level.PREFECTURE,
        Level.COUNTY,
    ]
    assert covered.years == (2022, 2023)
    assert covered.by_year[2022].due == 2
    assert {row.agency: sorted(row.verdicts) for row in covered.rows} == {
        "county": [2023],
        "city": [2022, 2023],
        "ministry": [2023],
        "gone": [2022],
    }


def test_days_late_are_an_interval_between_two_looks() -> None:
    late = record(
        "a", Verdict.LATE, last_absent=at("2024-02-10"), first_seen=at("2024-03-01", "09:00")
    )

    assert days_late(late) == (10, 30)


def test_the_date_that_the_agency_shows_counts_when_it_is_later_than_our_look() -> None:
    shown = record("a", Verdict.LATE, declared=date(2024, 2, 20), first_seen=at("2024-03-01"))
    slip = record("a", Verdict.LATE, declared=date(2024, 5, 1), first_seen=at("2024-03-01"))

    assert days_late(shown) == (20, 30)
    assert days_late(slip) == (30, 30)


def test_what_came_in_time_has_no_days_late() -> None:
    assert days_late(record("a", Verdict.PUBLISHED, first_seen=at("2024-03-01"))) is None
    assert days_late(record("a", Verdict.UNOBSERVABLE)) is None


def test_every_late_report_is_in_one_class() -> None:
    records = [
        record("a", Verdict.LATE, declared=day, first_seen=at("2025-03-01"))
        for day in (
            date(2024, 2, 1),
            date(2024, 2, 7),
            date(2024, 2, 8),
            date(2024, 4, 30),
            date(2024, 12, 31),
        )
    ]

    classes = late_classes([*records, record("b", Verdict.PUBLISHED)])

    assert [(each.at_least, each.at_most, each.count) for each in classes] == [
        (1, 7, 2),
        (8, 30, 1),
        (31, 90, 1),
        (91, 180, 0),
        (181, None, 1),
    ]
