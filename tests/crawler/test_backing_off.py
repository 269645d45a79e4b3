"""Who turns us away is left alone for days, and longer each time; who lets us in again is not."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.backing_off import DAYS, back_offs
from crawler.plan import BackOff
from crawler.walls import DOWN_AFTER, Walls
from model.capture import LookEnd, Outcome, Purpose, Visit
from model.ids import AgencyId, CrawlId, VisitId
from storage.rebuild import reconcile
from tests.crawler.child import NOW, an_agency, begin, harvest, listing, open_archive, open_database
from tests.crawler.site import Reply, html, serve

HOST = "www.qinghe.example"
LISTING = f"http://{HOST}/nb/"
CHINESE_NOON = datetime(2025, 4, 1, 4, tzinfo=UTC)


def a_visit(
    outcome: Outcome,
    *,
    url: str = LISTING,
    at: datetime = CHINESE_NOON,
    status: int | None = 200,
    purpose: Purpose = Purpose.LISTING,
    detail: str | None = None,
    not_before: datetime | None = None,
) -> Visit:
    return Visit(
        id=VisitId(f"{url}{at}"),
        crawl=CrawlId("crawl"),
        url=url,
        at=at,
        purpose=purpose,
        outcome=outcome,
        agency=AgencyId("qinghe-edu"),
        http_status=status,
        detail=detail,
        not_before=not_before,
    )


def blocked(status: int = 412, *, day: int = 0, **more: str) -> Visit:
    at = CHINESE_NOON + timedelta(days=day)
    return a_visit(Outcome.BLOCKED, status=status, at=at, detail=f"HTTP {status}", **more)  # type: ignore[arg-type]


def captured(*, day: int = 0, url: str = LISTING) -> Visit:
    return a_visit(Outcome.CAPTURED, at=CHINESE_NOON + timedelta(days=day), url=url)


def in_force(visits: Sequence[Visit]) -> tuple[BackOff, ...]:
    return back_offs(visits, visits[-1].at)


@pytest.mark.parametrize("status", [412, 429, 468, 521])
def test_a_wall_closes_the_host_for_days(status: int) -> None:
    (found,) = in_force([blocked(status)])
    assert (found.place, found.url) == (HOST, None)
    assert (found.outcome, found.reason) == (Outcome.BLOCKED, f"HTTP {status}")
    assert found.next_day == date(2025, 4, 1 + DAYS[0])


def test_a_day_begins_in_china() -> None:
    (late,) = in_force(
        [a_visit(Outcome.BLOCKED, status=412, at=datetime(2025, 4, 1, 17, tzinfo=UTC))]
    )
    assert late.next_day == date(2025, 4, 2 + DAYS[0])
    assert late.until == datetime(2025, 4, 3, 16, tzinfo=UTC)


def test_each_further_day_makes_it_longer() -> None:
    visits: list[Visit] = []
    waits = []
    for day in (0, 2, 6, 13, 27):
        visits += [blocked(day=day), blocked(day=day, url=f"http://{HOST}/nb/{day}.html")]
        (found,) = in_force(visits)
        waits.append((found.next_day - date(2025, 4, 1)).days - day)
    assert waits == [*DAYS, DAYS[-1]]


def test_who_answers_again_is_forgiven() -> None:
    assert in_force([blocked(), captured(day=3)]) == ()
    (again,) = in_force([blocked(), captured(day=3), blocked(day=4)])
    assert again.next_day == date(2025, 4, 5 + DAYS[0])


def test_when_the_day_has_come_it_is_over() -> None:
    (found,) = in_force([blocked()])
    assert back_offs([blocked()], found.until) == ()
    assert back_offs([blocked()], found.until - timedelta(seconds=1)) == (found,)


def test_one_forbidden_page_is_that_page_only() -> None:
    (found,) = in_force([blocked(403)])
    assert (found.place, found.url) == (HOST, LISTING)


def test_three_forbidden_pages_are_the_host() -> None:
    visits = [blocked(403, url=f"http://{HOST}/{number}") for number in range(3)]
    assert None in {each.url for each in in_force(visits)}
    assert None not in {each.url for each in in_force([visits[0], visits[1], visits[1]])}
    between = [visits[0], visits[1], captured(url=f"http://{HOST}/good"), visits[2]]
    assert None not in {each.url for each in in_force(between)}


def test_a_forbidden_robots_txt_closes_nothing() -> None:
    assert in_force([a_visit(Outcome.BLOCKED, status=403, purpose=Purpose.ROBOTS)]) == ()


def test_a_robots_txt_behind_a_wall_closes_the_host() -> None:
    visits = [a_visit(Outcome.BLOCKED, status=412, purpose=Purpose.ROBOTS), captured()]
    assert len(in_force(visits[:1])) == 1
    # That robots.txt is still given says nothing about the pages.
    given = a_visit(Outcome.CAPTURED, purpose=Purpose.ROBOTS)
    assert len(in_force([blocked(), given])) == 1


@pytest.mark.parametrize("outcome", [Outcome.NOT_FOUND, Outcome.UNREACHABLE, Outcome.NEEDS_SCRIPT])
def test_other_trouble_is_no_back_off(outcome: Outcome) -> None:
    assert in_force([a_visit(outcome, status=404)]) == ()


def test_who_names_a_time_gets_it() -> None:
    asked = CHINESE_NOON + timedelta(hours=30)
    (found,) = in_force([a_visit(Outcome.UNREACHABLE, status=503, not_before=asked)])
    assert (found.until, found.outcome) == (asked, Outcome.UNREACHABLE)
    # A wall's own time counts where it is longer than ours.
    late = CHINESE_NOON + timedelta(days=9)
    (longer,) = in_force([a_visit(Outcome.BLOCKED, status=429, not_before=late)])
    assert longer.until == late
    soon = CHINESE_NOON + timedelta(minutes=1)
    (shorter,) = in_force([a_visit(Outcome.BLOCKED, status=429, not_before=soon)])
    assert shorter.next_day == date(2025, 4, 1 + DAYS[0])


class TestWalls:
    """Within one crawl."""

    def test_after_a_wall_nothing_of_the_host_is_asked(self) -> None:
        walls = Walls([blocked()])
        refused = walls.refusal(f"http://{HOST}/other")
        assert refused is not None
        assert refused.outcome is Outcome.BLOCKED
        assert walls.refusal(f"http://{HOST}:8080/other") is None
        assert walls.refusal("http://other.example/") is None

    def test_what_is_remembered_is_not_asked(self) -> None:
        walls = Walls(remembered=in_force([blocked(403), blocked(url="http://shut.example/")]))
        (page, host) = (walls.refusal(LISTING), walls.refusal("http://shut.example/any"))
        assert page is not None
        assert host is not None
        assert page.detail == "left alone until 2025-04-03: HTTP 403 on 2025-04-01"
        assert walls.refusal(f"http://{HOST}/other") is None

    def test_a_host_that_is_down_is_given_up(self) -> None:
        walls = Walls()
        for number in range(DOWN_AFTER):
            assert walls.refusal(f"http://{HOST}/{number}") is None
            walls.note(a_visit(Outcome.UNREACHABLE, status=None, url=f"http://{HOST}/{number}"))
        refused = walls.refusal(f"http://{HOST}/more")
        assert refused is not None
        assert refused.outcome is Outcome.UNREACHABLE

    def test_a_host_that_answers_in_between_is_not(self) -> None:
        walls = Walls()
        for outcome in [Outcome.UNREACHABLE, Outcome.UNREACHABLE, Outcome.NOT_FOUND] * 3:
            walls.note(a_visit(outcome))
            assert walls.refusal(LISTING) is None


NAME = "清禾市教育局2024年政府信息公开工作年度报告"
LIST = html(listing({"/nb/1.html": (NAME, "2025-01-18")}))
PAGE = html("<h1>" + NAME + "</h1><p>" + "总体情况。" * 200)


def test_it_is_remembered_across_runs_and_forgotten_on_its_day(tmp_path: Path) -> None:
    with serve({"/nb/": html("no", status=412), "/nb/1.html": PAGE}) as site:
        agency = an_agency(site.url("/nb/"), hosts=(site.host,))
        first = harvest(tmp_path, agency)
        (told,) = first.summary.left_alone
        assert (told.place, told.reason) == (site.host, "HTTP 412")
        assert told.next_day == date(2025, 4, 1 + DAYS[0])
        site.replies["/nb/"] = LIST
        site.asked.clear()

        next_day = harvest(tmp_path, agency, at=NOW + timedelta(days=1))
        assert site.asked == []
        assert next_day.look.end is LookEnd.BLOCKED
        assert next_day.visit(site.url("/nb/")).detail == (
            f"left alone until {told.next_day}: HTTP 412 on 2025-04-01"
        )
        assert next_day.summary.left_alone == (told,)

        on_its_day = harvest(tmp_path, agency, at=NOW + timedelta(days=DAYS[0]))
        assert on_its_day.look.end is LookEnd.READ_TO_END
        assert on_its_day.summary.left_alone == ()


def test_a_person_may_insist_and_a_lost_database_remembers(tmp_path: Path) -> None:
    with serve({"/nb/": html("no", status=521), "/nb/1.html": PAGE}) as site:
        agency = an_agency(site.url("/nb/"), hosts=(site.host,))
        harvest(tmp_path, agency)
        site.replies["/nb/"] = LIST
        site.asked.clear()
        for path in tmp_path.glob("nianbao.db*"):
            path.unlink()
        with open_archive(tmp_path) as archive, open_database(tmp_path) as database:
            reconcile(archive, database)
        later = NOW + timedelta(days=1)
        assert harvest(tmp_path, agency, at=later).look.end is LookEnd.BLOCKED
        assert site.asked == []
        crawl = begin(tmp_path, later)
        done = harvest(tmp_path, agency, crawl=crawl, at=later, despite_back_off=True)
        assert done.look.end is LookEnd.READ_TO_END


def test_retry_after_is_obeyed_beyond_the_run(tmp_path: Path) -> None:
    busy = Reply(status=503, headers=(("Retry-After", "100000"),))
    with serve({"/nb/": busy, "/nb/1.html": PAGE}) as site:
        agency = an_agency(site.url("/nb/"), hosts=(site.host,))
        first = harvest(tmp_path, agency)
        assert site.paths.count("/nb/") == 1
        (told,) = first.summary.left_alone
        assert told.outcome is Outcome.UNREACHABLE
        site.asked.clear()
        assert harvest(tmp_path, agency, at=NOW + timedelta(hours=27)).look.end is (
            LookEnd.UNREACHABLE
        )
        assert site.asked == []
        site.replies["/nb/"] = LIST
        done = harvest(tmp_path, agency, at=NOW + timedelta(hours=28))
        assert done.look.end is LookEnd.READ_TO_END
