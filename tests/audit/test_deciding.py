"""Published, late, not due: what the evidence says about the day of publication."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from audit import decide
from audit.case import AgencyView, Case, Observations
from audit.deciding import Judgement, judge
from model.agency import Obligation
from model.capture import Look, LookEnd, Outcome, Purpose
from model.report import ReportVersion
from model.text import Text
from model.verdict import Reason, Verdict, VerdictRecord
from tests.audit.builders import (
    DUE,
    LISTING,
    OWED,
    YEAR,
    agency,
    at,
    link,
    look,
    observations,
    report,
    url_of,
    visit,
)


def verdict(
    seen: Observations, as_of: str = "2024-06-01", owed: Obligation = OWED
) -> VerdictRecord:
    return decide(owed, agency(), seen, as_of=at(as_of))


def rules(seen: Observations, as_of: str = "2024-06-01") -> list[str]:
    view = AgencyView.of(agency(), seen, at(as_of))
    return [finding.rule for finding in judge(Case(view=view, obligation=OWED)).findings]


SECOND = "https://www.qinghe.gov.cn/zfxxgk/"
PREVIOUS = link(2022, declared=date(2023, 1, 20))


def test_seen_before_the_due_date_is_published() -> None:
    seen = observations(reports=[report(at("2024-01-20"))])

    record = verdict(seen)

    assert record.verdict is Verdict.PUBLISHED
    assert record.first_seen == at("2024-01-20")
    assert record.report == seen.reports[0].id
    assert [piece.capture for piece in record.evidence] == [seen.reports[0].capture.id]
    assert rules(seen) == []


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2024, 1, 31, 15, 59, 59, tzinfo=UTC), Verdict.PUBLISHED),
        (datetime(2024, 1, 31, 16, 0, 0, tzinfo=UTC), Verdict.LATE),
    ],
)
def test_the_day_ends_at_midnight_in_shanghai(moment: datetime, expected: Verdict) -> None:
    """Absent at 00:00:01 of 1 February there is absent after the due date; one second less, no."""
    seen = observations(
        looks=[look(moment, PREVIOUS), look(at("2024-02-03"), PREVIOUS, link(YEAR))],
        reports=[report(at("2024-02-03"))],
    )

    assert verdict(seen).verdict is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2024, 1, 31, 15, 59, 59, tzinfo=UTC), Verdict.NOT_DUE),
        (datetime(2024, 1, 31, 16, 0, 0, tzinfo=UTC), Verdict.UNOBSERVABLE),
    ],
)
def test_it_is_due_until_midnight_in_shanghai(moment: datetime, expected: Verdict) -> None:
    assert decide(OWED, agency(), observations(), as_of=moment).verdict is expected


def test_days_of_grace_move_the_deadline() -> None:
    seen = observations(
        looks=[look(at("2024-02-02"), PREVIOUS), look(at("2024-02-05"), PREVIOUS, link(YEAR))],
        reports=[report(at("2024-02-05"))],
    )

    assert decide(OWED, agency(), seen, as_of=at("2024-06-01")).verdict is Verdict.LATE
    graceful = decide(OWED, agency(), seen, as_of=at("2024-06-01"), grace_days=3)
    assert graceful.verdict is Verdict.PUBLISHED


def test_late_by_our_own_look_names_both_captures() -> None:
    absent = look(at("2024-02-02"), PREVIOUS)
    present = look(at("2024-02-09"), PREVIOUS, link(YEAR))
    seen = observations(looks=[absent, present], reports=[report(at("2024-02-09", "10:05"))])

    record = verdict(seen)

    assert record.verdict is Verdict.LATE
    assert (record.last_absent, record.first_seen) == (absent.at, present.at)
    assert {piece.capture for piece in record.evidence} >= {*absent.pages, *present.pages}
    assert rules(seen) == ["publication.late"]


def test_the_last_look_without_it_counts() -> None:
    days = ("2024-01-10", "2024-02-02", "2024-02-05")
    looks = [look(at(day), PREVIOUS) for day in days]
    seen = observations(
        looks=[*looks, look(at("2024-02-09"), PREVIOUS, link(YEAR))],
        reports=[report(at("2024-02-09"))],
    )

    assert verdict(seen).last_absent == at("2024-02-05")


def test_withdrawn_after_publication_in_time_is_not_late() -> None:
    seen = observations(
        looks=[
            look(at("2024-01-20"), PREVIOUS, link(YEAR)),
            look(at("2024-02-05"), PREVIOUS),
            look(at("2024-02-09"), PREVIOUS),
        ],
        reports=[report(at("2024-01-20"))],
    )

    record = verdict(seen)

    assert (record.verdict, record.last_absent) == (Verdict.PUBLISHED, None)
    assert rules(seen) == []


def test_the_earliest_of_the_dates_shown_counts() -> None:
    """Corrected and dated anew: the first date is that of publication."""
    seen = observations(
        looks=[
            look(at("2024-03-01"), PREVIOUS, link(YEAR, declared=date(2024, 1, 20))),
            look(at("2024-04-01"), PREVIOUS, link(YEAR, declared=date(2024, 2, 20))),
        ],
        reports=[report(at("2024-03-01"))],
    )

    record = verdict(seen)

    assert (record.verdict, record.declared) == (Verdict.PUBLISHED, date(2024, 1, 20))


def test_late_by_its_own_date() -> None:
    seen = observations(
        looks=[look(at("2024-03-01"), PREVIOUS, link(YEAR, declared=date(2024, 2, 5)))],
        reports=[report(at("2024-03-01"))],
    )

    record = verdict(seen)

    assert (record.verdict, record.declared) == (Verdict.LATE, date(2024, 2, 5))
    assert rules(seen) == ["publication.late"]


def test_first_seen_late_is_not_late() -> None:
    """We began to look in March: that says something about us."""
    seen = observations(
        looks=[look(at("2024-03-01"), PREVIOUS, link(YEAR))], reports=[report(at("2024-03-01"))]
    )

    assert verdict(seen).verdict is Verdict.PUBLISHED
    assert rules(seen) == []


def test_a_date_in_time_and_no_look_in_between_is_in_time() -> None:
    seen = observations(
        looks=[look(at("2024-03-01"), PREVIOUS, link(YEAR, declared=DUE))],
        reports=[report(at("2024-03-01"))],
    )

    record = verdict(seen)

    assert (record.verdict, record.declared) == (Verdict.PUBLISHED, DUE)


def test_a_later_date_on_a_report_seen_in_time_is_in_time() -> None:
    """Sites that move date everything anew."""
    seen = observations(
        looks=[
            look(at("2024-01-20"), PREVIOUS, link(YEAR)),
            look(at("2024-03-01"), PREVIOUS, link(YEAR, declared=date(2024, 2, 25))),
        ],
        reports=[report(at("2024-01-20"))],
    )

    assert verdict(seen).verdict is Verdict.PUBLISHED
    assert rules(seen) == []


@pytest.mark.parametrize("declared", [date(2019, 12, 3), date(2024, 5, 1)])
def test_a_date_that_cannot_be_is_no_evidence(declared: date) -> None:
    """Left over from a template, or after the day on which we saw it."""
    seen = observations(
        looks=[look(at("2024-03-01"), PREVIOUS, link(YEAR, declared=declared))],
        reports=[report(at("2024-03-01"))],
    )

    record = verdict(seen)

    assert (record.verdict, record.declared) == (Verdict.PUBLISHED, None)


def test_back_dated_and_therefore_late() -> None:
    absent = look(at("2024-02-06"), PREVIOUS)
    present = look(at("2024-02-09"), PREVIOUS, link(YEAR, declared=date(2024, 1, 30)))
    seen = observations(looks=[absent, present], reports=[report(at("2024-02-09"))])
    view = AgencyView.of(agency(), seen, at("2024-06-01"))

    judgement = judge(Case(view=view, obligation=OWED))

    assert judgement.record.verdict is Verdict.LATE
    late, back_dated = judgement.findings
    assert (late.rule, back_dated.rule) == ("publication.late", "publication.back_dated")
    assert {*absent.pages, *present.pages} <= set(back_dated.captures)
    # The message is for people: captures are named beside it.
    for page in (*absent.pages, *present.pages):
        assert page not in back_dated.message.zh


def test_back_dated_within_time_is_not_late() -> None:
    seen = observations(
        looks=[
            look(at("2024-01-15"), PREVIOUS),
            look(at("2024-01-20"), PREVIOUS, link(YEAR, declared=date(2024, 1, 10))),
        ],
        reports=[report(at("2024-01-20"))],
    )

    assert verdict(seen).verdict is Verdict.PUBLISHED
    assert rules(seen) == ["publication.back_dated"]


def test_put_there_later_on_the_day_of_the_look_is_not_back_dated() -> None:
    seen = observations(
        looks=[
            look(at("2024-01-15", "09:00"), PREVIOUS),
            look(at("2024-01-16"), PREVIOUS, link(YEAR, declared=date(2024, 1, 15))),
        ],
        reports=[report(at("2024-01-16"))],
    )

    assert rules(seen) == []


@pytest.mark.parametrize(
    "failed",
    [
        look(at("2024-02-06"), end=LookEnd.UNREACHABLE),
        look(at("2024-02-06"), end=LookEnd.BLOCKED),
        look(at("2024-02-06"), PREVIOUS, end=LookEnd.UNREADABLE),
        look(at("2024-02-06")),  # the known item is lost
        look(at("2024-02-06"), PREVIOUS, link(None)),  # something unknown was listed
        look(at("2024-02-06"), PREVIOUS, listing="https://www.qinghe.gov.cn/old/"),
        look(at("2024-02-06"), PREVIOUS, owner="audit"),
    ],
)
def test_a_look_that_shows_no_absence_makes_nobody_late(failed: Look) -> None:
    present = look(at("2024-02-09"), PREVIOUS, link(YEAR, declared=date(2024, 1, 30)))
    seen = observations(looks=[failed, present], reports=[report(at("2024-02-09"))])

    assert verdict(seen).verdict is Verdict.PUBLISHED
    assert rules(seen) == []


@pytest.mark.parametrize(
    ("elsewhere", "expected"),
    [
        ([], Verdict.PUBLISHED),
        ([look(at("2024-02-07"), end=LookEnd.BLOCKED, listing=SECOND)], Verdict.PUBLISHED),
        ([look(at("2024-01-25"), listing=SECOND)], Verdict.PUBLISHED),
        ([look(at("2024-02-07"), listing=SECOND)], Verdict.LATE),
    ],
)
def test_it_may_have_stood_on_the_other_listing(elsewhere: list[Look], expected: Verdict) -> None:
    here = [look(at("2024-02-06"), PREVIOUS), look(at("2024-02-09"), PREVIOUS, link(YEAR))]
    seen = observations(looks=[*here, *elsewhere], reports=[report(at("2024-02-09"))])
    both = agency(listings=(LISTING, SECOND))

    assert decide(OWED, both, seen, as_of=at("2024-06-01")).verdict is expected


def test_an_archived_file_alone_is_in_time() -> None:
    """`nianbao add` years later: nothing shows that it was late."""
    seen = observations(
        reports=[report(at("2026-11-21"))],
        visits=[visit(at("2026-11-21"), url_of(YEAR), purpose=Purpose.ADDED, year=YEAR)],
    )

    assert verdict(seen, "2026-11-22").verdict is Verdict.PUBLISHED


def test_the_listing_was_seen_before_the_document_could_be_had() -> None:
    seen = observations(
        looks=[look(at("2024-01-30"), PREVIOUS, link(YEAR))],
        visits=[visit(at("2024-01-30"), url_of(YEAR), outcome=Outcome.UNREACHABLE, year=YEAR)],
        reports=[report(at("2024-02-05"))],
    )

    record = verdict(seen)

    assert (record.verdict, record.first_seen) == (Verdict.PUBLISHED, at("2024-01-30"))


def test_the_standing_version_is_the_latest_with_tables() -> None:
    with_tables = report(at("2024-01-20"), measures={}, version=1)
    picture = report(at("2024-01-25"), version=2)

    record = verdict(observations(reports=[picture, with_tables]))

    assert record.report == with_tables.id
    assert record.first_seen == at("2024-01-20")


def test_who_owes_nothing_is_not_due_and_the_basis_says_why() -> None:
    nothing = replace(OWED, due=None, basis=Text("不负义务", "owes none"))
    none = verdict(observations(), owed=nothing)
    given = verdict(observations(reports=[report(at("2024-03-01"))]), owed=nothing)

    assert (none.verdict, none.explanation.zh) == (Verdict.NOT_DUE, "不负义务")
    assert given.verdict is Verdict.NOT_DUE
    assert given.report is not None


def test_what_came_later_does_not_exist_yet() -> None:
    """Every past audit can be made again from what is known today."""
    known = {
        "2024-01-31": (Verdict.NOT_DUE, None),
        "2024-02-01": (Verdict.UNOBSERVABLE, Reason.TOO_FEW_LOOKS),
        "2024-02-02": (Verdict.UNOBSERVABLE, Reason.TOO_FEW_LOOKS),
        "2024-02-04": (Verdict.NOT_FOUND, None),
        "2024-02-06": (Verdict.UNOBSERVABLE, Reason.UNREADABLE_DOCUMENT),
        "2024-02-08": (Verdict.LATE, None),
    }
    seen = observations(
        looks=[
            look(at("2024-02-02", "08:00"), PREVIOUS),
            look(at("2024-02-04", "08:00"), PREVIOUS),
            look(at("2024-02-06", "08:00"), PREVIOUS, link(YEAR)),
            look(at("2024-02-08", "08:00"), PREVIOUS, link(YEAR)),
        ],
        visits=[visit(at("2024-02-06"), url_of(YEAR), outcome=Outcome.BLOCKED, year=YEAR)],
        reports=[report(at("2024-02-08", "08:01"))],
    )

    found = {day: verdict(seen, day) for day in known}

    assert {day: (record.verdict, record.reason) for day, record in found.items()} == known


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        decide(OWED, agency(), observations(), as_of=datetime(2024, 6, 1))  # noqa: DTZ001


def test_another_agencys_evidence_is_left_aside() -> None:
    seen = observations(
        reports=[report(at("2024-01-20"), owner="audit")],
        looks=[look(at("2024-01-20"), link(YEAR), owner="audit", listing=LISTING)],
    )

    assert verdict(seen).verdict is Verdict.UNOBSERVABLE


def on_page(day: date | None, when: str = "2024-03-01") -> ReportVersion:
    made = report(at(when))
    return replace(made, report=replace(made.report, declared=day))


def test_the_date_on_a_page_may_show_that_it_came_in_time() -> None:
    record = verdict(observations(reports=[on_page(date(2024, 1, 20))]))

    assert (record.verdict, record.declared) == (Verdict.PUBLISHED, date(2024, 1, 20))


def test_the_date_on_a_page_alone_accuses_nobody() -> None:
    """A move of a site dates its pages anew; a template or a draft dates them before their time."""
    moved = verdict(observations(reports=[on_page(date(2024, 2, 20))]))
    absent = look(at("2024-01-25"), link(2022))
    shown = look(at("2024-01-30"), link(2022), link(YEAR))
    drafted = judge_all(looks=[absent, shown], reports=[on_page(date(2024, 1, 10), "2024-01-30")])

    assert (moved.verdict, moved.declared) == (Verdict.PUBLISHED, None)
    assert drafted.record.declared == date(2024, 1, 10)
    assert drafted.findings == ()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (None, Verdict.LATE),
        (date(2024, 2, 10), Verdict.LATE),
        (date(2024, 1, 20), Verdict.PUBLISHED),
        (DUE, Verdict.PUBLISHED),
        (date(2019, 12, 3), Verdict.LATE),
        (date(2024, 3, 20), Verdict.LATE),
    ],
    ids=["no date", "late too", "in time", "the last day", "of a template", "after we saw it"],
)
def test_the_listing_accuses_only_where_the_page_does_not_disagree(
    day: date | None, expected: Verdict
) -> None:
    shown = look(at("2024-03-01"), link(YEAR, declared=date(2024, 2, 20)))
    record = verdict(observations(looks=[shown], reports=[on_page(day)]))

    assert (record.verdict, record.declared) == (expected, date(2024, 2, 20))


def test_the_date_on_a_page_is_told_where_nothing_was_owed() -> None:
    free = replace(OWED, due=None)
    seen = observations(reports=[on_page(date(2024, 2, 20))])

    record = decide(free, agency(), seen, as_of=at("2024-12-31"))

    assert (record.verdict, record.declared) == (Verdict.NOT_DUE, date(2024, 2, 20))


def judge_all(*, looks: list[Look], reports: list[ReportVersion]) -> Judgement:
    view = AgencyView.of(agency(), observations(looks=looks, reports=reports), at("2024-12-31"))
    return judge(Case(view=view, obligation=OWED))
