"""The plan: what is due on a day and why, and what must not be asked for."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from model.agency import Agency, Duty, Kind, Level
from model.capture import LinkKind, ListedLink, LookEnd, Outcome, Purpose, Visit
from model.ids import AgencyId, CrawlId, RegionCode, VisitId
from nianbao.schedule.planned import Kind as PlannedKind
from nianbao.schedule.planned import Planned, Rest, Why
from nianbao.schedule.planning import plan_day, plan_days
from nianbao.schedule.state import LookDay, Page, Watched, after, watched
from storage.database import Glance, Listed, Watch

LISTING = "http://edu.qinghe.example/nb/"
REPORT = "http://edu.qinghe.example/nb/2024.html"


def an_agency(kind: Kind = Kind.DEPARTMENT, **facts: object) -> Agency:
    agency = Agency(
        id=AgencyId("qinghe-edu"),
        name="清禾市教育局",
        level=Level.PREFECTURE,
        kind=kind,
        region=RegionCode("410300"),
        duty=Duty.STATUTORY,
        listings=(LISTING,),
    )
    return replace(agency, **facts)  # type: ignore[arg-type]


def known(
    *looks: tuple[date, LookEnd],
    agency: Agency | None = None,
    pages: tuple[Page, ...] = (),
    found: tuple[int, ...] = (),
) -> Watched:
    return Watched(
        agency=agency or an_agency(),
        looks={LISTING: tuple(LookDay(day=day, end=end) for day, end in looks)},
        pages=pages,
        found=frozenset(found),
    )


def whole(*days: date) -> list[tuple[date, LookEnd]]:
    return [(day, LookEnd.READ_TO_END) for day in days]


def a_page(**facts: object) -> Page:
    page = Page(
        url=REPORT,
        listing=LISTING,
        title="清禾市教育局2024年政府信息公开工作年度报告",
        declared=date(2025, 1, 20),
        reporting_year=2024,
    )
    return replace(page, **facts)  # type: ignore[arg-type]


def why(planned: tuple[Planned, ...]) -> list[Why]:
    return [item.why for item in planned]


def look_days(state: Watched, first: date, days: int) -> list[date]:
    return [item.day for item in plan_days(state, first, days) if item.kind is PlannedKind.LOOK]


class TestRhythm:
    def test_a_listing_never_seen_is_looked_at_at_once(self) -> None:
        assert why(plan_day(known(), date(2025, 9, 1))) == [Why.FIRST]

    def test_through_a_year(self) -> None:
        """Weekly, daily for fifteen days around 31 January, weekly, monthly from July."""
        days = look_days(known(*whole(date(2024, 12, 28))), date(2025, 1, 1), 365)

        daily = [day for day in days if date(2025, 1, 24) <= day <= date(2025, 2, 7)]
        spring = [day for day in days if date(2025, 2, 8) <= day <= date(2025, 6, 30)]
        autumn = [day for day in days if day > date(2025, 6, 30)]
        assert len(daily) == 15
        assert {(b - a).days for a, b in pairwise(spring)} == {7}
        assert {(b - a).days for a, b in pairwise(autumn)} == {30}

    @pytest.mark.parametrize(
        ("agency", "first", "last"),
        [
            (an_agency(), date(2025, 1, 24), date(2025, 2, 7)),
            (an_agency(Kind.GOVERNMENT), date(2025, 3, 24), date(2025, 4, 7)),
            (an_agency(due=(3, 10)), date(2025, 3, 3), date(2025, 3, 17)),
            (an_agency(due=(1, 3)), date(2024, 12, 27), date(2025, 1, 10)),
        ],
    )
    def test_every_agency_has_its_own_deadline(
        self, agency: Agency, first: date, last: date
    ) -> None:
        for day, expected in (
            (first - timedelta(days=1), False),
            (first, True),
            (last, True),
            (last + timedelta(days=1), False),
        ):
            state = known(*whole(day - timedelta(days=1)), agency=agency)
            assert (Why.DEADLINE in why(plan_day(state, day))) is expected, day

    def test_a_report_that_is_here_needs_no_daily_looks(self) -> None:
        state = known(*whole(date(2025, 1, 25)), found=(2024,))

        assert look_days(state, date(2025, 1, 26), 40) == [date(2025, 2, 24)]

    def test_another_years_report_does_not_count(self) -> None:
        state = known(*whole(date(2025, 1, 25)), found=(2023,))

        assert why(plan_day(state, date(2025, 1, 26))) == [Why.DEADLINE]

    @pytest.mark.parametrize(
        "agency",
        [
            an_agency(Kind.INSTITUTION),
            an_agency(duty=Duty.NONE),
            an_agency(until=date(2024, 6, 30)),
            an_agency(listings=()),
        ],
    )
    def test_who_owes_nothing_or_has_no_listing_is_left_alone(self, agency: Agency) -> None:
        assert look_days(known(agency=agency), date(2025, 1, 1), 200) == []

    def test_once_a_day_is_enough(self) -> None:
        day = date(2025, 2, 3)
        assert plan_day(known((day, LookEnd.UNREACHABLE)), day) == ()


class TestVerdicts:
    def test_the_second_day_after_a_deadline_long_past_follows_the_first(self) -> None:
        state = known(agency=an_agency())

        first = plan_day(state, date(2025, 9, 1))
        second = plan_day(after(state, first, date(2025, 9, 1)), date(2025, 9, 2))
        third = plan_day(
            after(known(*whole(date(2025, 9, 1))), second, date(2025, 9, 2)), date(2025, 9, 3)
        )

        assert (why(first), why(second), why(third)) == ([Why.FIRST], [Why.VERDICT], [])
        assert "1" in second[0].reason.en
        assert "2025-01-31" in second[0].reason.zh

    def test_looks_before_the_deadline_do_not_count(self) -> None:
        state = known(*whole(date(2025, 1, 30), date(2025, 2, 15)))

        assert why(plan_day(state, date(2025, 2, 16))) == [Why.VERDICT]

    def test_nothing_is_needed_before_the_deadline_or_with_the_report(self) -> None:
        assert plan_day(known(*whole(date(2025, 1, 10))), date(2025, 1, 11)) == ()
        assert plan_day(known(*whole(date(2025, 9, 1)), found=(2024,)), date(2025, 9, 2)) == ()

    def test_a_failed_look_is_tried_again_on_three_days_and_then_in_the_usual_rhythm(self) -> None:
        looks = whole(date(2025, 7, 1), date(2025, 7, 2))
        reasons = []
        for offset in range(5):
            day = date(2025, 8, 1) + timedelta(days=offset)
            planned = plan_day(known(*looks), day)
            reasons.append(why(planned))
            if planned:
                looks.append((day, LookEnd.UNREACHABLE))

        assert reasons == [[Why.MONTH], [Why.RETRY], [Why.RETRY], [], []]

    @pytest.mark.parametrize("end", [LookEnd.ROBOTS, LookEnd.NEEDS_SCRIPT, LookEnd.BLOCKED])
    def test_what_another_look_cannot_mend_is_not_tried_again(self, end: LookEnd) -> None:
        assert plan_day(known((date(2025, 8, 1), end)), date(2025, 8, 2)) == ()

    def test_a_site_that_turned_us_away_is_left_alone_until_its_day(self) -> None:
        rests = {
            "edu.qinghe.example": Rest(
                place="edu.qinghe.example", until=date(2025, 2, 5), reason="HTTP 412"
            )
        }
        planned = list(plan_days(known(), date(2025, 2, 3), 3, rests))

        assert [item.day for item in planned] == [date(2025, 2, 5)]


class TestRecaptures:
    def test_after_7_30_90_and_365_days(self) -> None:
        first = date(2025, 1, 20)
        state = known(
            *whole(first), pages=(a_page(first=first, answered=first, tried=first),), found=(2024,)
        )
        planned = [item for item in plan_days(state, first, 800) if item.kind is PlannedKind.AGAIN]

        assert [(item.day - first).days for item in planned] == [7, 30, 90, 365]
        assert {(item.url, item.listing, item.reporting_year) for item in planned} == {
            (REPORT, LISTING, 2024)
        }
        assert "7" in planned[0].reason.zh
        assert "7 days" in planned[0].reason.en

    def test_missed_ones_are_made_up_for_by_one(self) -> None:
        first = date(2025, 1, 20)
        page = a_page(first=first, answered=first, tried=first)
        state = known(*whole(date(2025, 6, 1)), pages=(page,), found=(2024,))

        days = [
            item.day
            for item in plan_days(state, date(2025, 6, 1), 300)
            if item.kind is PlannedKind.AGAIN
        ]

        assert days == [date(2025, 6, 1), first + timedelta(days=365)]

    def test_a_page_that_is_gone_has_answered(self) -> None:
        first = date(2025, 1, 20)
        gone = a_page(first=first, answered=date(2025, 1, 27), tried=date(2025, 1, 27))

        assert plan_day(known(*whole(first), pages=(gone,), found=(2024,)), date(2025, 1, 28)) == ()

    def test_a_visit_without_an_answer_is_repeated_three_days_and_then_weekly(self) -> None:
        first = date(2025, 1, 20)
        page = a_page(first=first, answered=first, tried=first)
        days = []
        for offset in range(7, 25):
            day = first + timedelta(days=offset)
            state = known(*whole(day), pages=(page,), found=(2024,))
            if plan_day(state, day):
                days.append(offset)
                page = replace(page, tried=day, failures=page.failures + 1)

        assert days == [7, 8, 9, 16, 23]

    def test_reports_of_agencies_that_are_no_more_are_visited_still(self) -> None:
        first = date(2024, 1, 20)
        page = a_page(first=first, answered=first, tried=first)
        state = known(pages=(page,), agency=an_agency(until=date(2024, 6, 30)))

        assert [item.kind for item in plan_day(state, date(2025, 2, 1))] == [PlannedKind.AGAIN]


def a_visit(url: str, day: date, outcome: Outcome, purpose: Purpose = Purpose.REPORT) -> Visit:
    return Visit(
        id=VisitId(f"{url} {day}"),
        crawl=CrawlId(f"crawl of {day}"),
        url=url,
        at=datetime(day.year, day.month, day.day, 1, tzinfo=UTC),
        purpose=purpose,
        outcome=outcome,
        agency=AgencyId("qinghe-edu"),
        listing=LISTING,
    )


def a_watch(*visits: Visit, looked: date = date(2025, 7, 1)) -> Watch:
    at = datetime(looked.year, looked.month, looked.day, 1, tzinfo=UTC)
    link = ListedLink(url=REPORT, title="2024年度报告", kind=LinkKind.REPORT, reporting_year=2024)
    return Watch(
        glances=(Glance(listing=LISTING, at=at, end=LookEnd.READ_TO_END),),
        listed=(Listed(listing=LISTING, link=link),),
        visits=visits,
        years=frozenset({2024}),
    )


class TestState:
    def test_a_listed_report_that_a_killed_run_never_fetched_is_due(self) -> None:
        state = watched(an_agency(), a_watch())

        assert why(plan_day(state, date(2025, 7, 2))) == [Why.MISSING]

    def test_with_the_report_nothing_is_due(self) -> None:
        state = watched(an_agency(), a_watch(a_visit(REPORT, date(2025, 7, 1), Outcome.CAPTURED)))

        assert plan_day(state, date(2025, 7, 2)) == ()

    def test_a_missing_attachment_sends_us_to_its_page_again(self) -> None:
        page = a_visit(REPORT, date(2025, 7, 1), Outcome.CAPTURED)
        file = a_visit(
            REPORT + ".pdf", date(2025, 7, 1), Outcome.UNREACHABLE, purpose=Purpose.ATTACHMENT
        )
        state = watched(an_agency(), a_watch(page, file))

        [planned] = plan_day(state, date(2025, 7, 2))
        assert (planned.url, planned.why) == (REPORT, Why.MISSING)
        came = a_visit(REPORT, date(2025, 7, 2), Outcome.UNCHANGED)
        assert plan_day(watched(an_agency(), a_watch(page, file, came)), date(2025, 7, 3)) == ()

    def test_an_attachment_that_is_no_file_is_not_asked_for_again(self) -> None:
        page = a_visit(REPORT, date(2025, 7, 1), Outcome.CAPTURED)
        file = a_visit(
            REPORT + ".pdf", date(2025, 7, 1), Outcome.WRONG_TYPE, purpose=Purpose.ATTACHMENT
        )

        assert plan_day(watched(an_agency(), a_watch(page, file)), date(2025, 7, 2)) == ()

    def test_an_unchanged_or_missing_page_has_answered_and_a_wall_has_not(self) -> None:
        first = a_visit(REPORT, date(2025, 7, 1), Outcome.CAPTURED)
        due = date(2025, 7, 9)
        for outcome, expected in (
            (Outcome.UNCHANGED, []),
            (Outcome.NOT_FOUND, []),
            (Outcome.SOFT_404, []),
            (Outcome.BLOCKED, [Why.RECAPTURE]),
            (Outcome.UNREACHABLE, [Why.RECAPTURE]),
        ):
            again = a_visit(REPORT, date(2025, 7, 8), outcome)
            state = watched(an_agency(), a_watch(first, again))
            assert why(plan_day(state, due)) == expected, outcome


def test_every_reason_is_told_in_both_languages() -> None:
    first = date(2025, 1, 20)
    state = known(pages=(a_page(first=first, answered=first, tried=first),))
    planned = list(plan_days(state, first, 200))

    assert Counter(item.why for item in planned).keys() >= {
        *(Why.FIRST, Why.DEADLINE, Why.SEASON, Why.MONTH, Why.RECAPTURE),
    }
    assert all(item.reason.zh and item.reason.en for item in planned)
    assert all(item.reason.zh != item.reason.en for item in planned)
