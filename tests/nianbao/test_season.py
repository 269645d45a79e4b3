"""The demo's season, played through by the real command, held against its truth on every day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import demo
from demo import Aspect, Request
from demo.content import content
from demo.entries import view_of
from demo.places import Style
from demo.platforms import platform_of
from model.capture import LinkKind, Look, LookEnd, Outcome, Purpose, Visit
from model.verdict import AuditResult, Verdict
from nianbao.clock import end_of_day, local_day
from nianbao.home import Home
from nianbao.settings import load_settings
from nianbao.stages.audit import Scope, run_audit
from registry.titles import read_title
from storage.database import Database

pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.timeout(900)]

DAYS = [moment.date() for moment in demo.SEASON]
YEARS = Scope(years=(demo.YEARS[0], demo.YEARS[-1]))


@pytest.fixture(scope="module")
def database(home: Path) -> Iterator[Database]:
    with Database.open(home / "nianbao.db", read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def audits(database: Database, home: Path) -> dict[date, AuditResult]:
    settings = load_settings(home).audit
    return {day: run_audit(database, settings, YEARS, as_of=end_of_day(day)).result for day in DAYS}


@pytest.fixture(scope="module")
def log(home: Path) -> tuple[Request, ...]:
    return demo.read_log(home / "demo")


def test_it_has_ten_days_at_least() -> None:
    assert len(DAYS) >= 10


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_verdict_is_the_truth_of_its_day(audits: dict[date, AuditResult], day: date) -> None:
    truth = demo.truth(day)
    given = {
        (record.agency, record.reporting_year): (
            record.verdict,
            record.reason,
            record.declared,
            local_day(record.first_seen) if record.first_seen else None,
            local_day(record.last_absent) if record.last_absent else None,
        )
        for record in audits[day].verdicts
    }
    expected = {
        (one.agency, one.reporting_year): (
            one.verdict,
            one.reason,
            one.declared,
            one.first_seen,
            one.last_absent,
        )
        for one in truth.verdicts
    }
    assert given.keys() == expected.keys()
    met = {key for key in expected if not truth.awaits(Aspect.VERDICT, *key)}
    assert {key: given[key] for key in met} == {key: expected[key] for key in met}


def test_nobody_is_accused_of_an_absence_that_is_none(audits: dict[date, AuditResult]) -> None:
    for day, result in audits.items():
        truth = demo.truth(day)
        absent = {
            (one.agency, one.reporting_year)
            for one in truth.verdicts
            if one.verdict is Verdict.NOT_FOUND
        }
        accused = {
            (record.agency, record.reporting_year)
            for record in result.verdicts
            if record.verdict is Verdict.NOT_FOUND
        }
        assert accused <= absent


def test_versions_are_those_of_the_truth(database: Database) -> None:
    seen: dict[tuple[str | None, int | None], list[tuple[date, int]]] = defaultdict(list)
    for stored in database.reports(current=False):
        captured = (local_day(stored.capture.at), stored.version)
        seen[stored.agency, stored.reporting_year].append(captured)
    compared = 0
    for day in DAYS:
        truth = demo.truth(day)
        for one in truth.verdicts:
            key = (one.agency, one.reporting_year)
            if not truth.awaits(Aspect.VERSIONS, *key):
                compared += 1
                known = {number for captured, number in seen[key] if captured <= day}
                assert known == set(range(1, one.versions + 1)), (day, *key)
    assert compared > 900


def test_several_captures_are_one_version(database: Database) -> None:
    """A moved site, a copy on the portal, a counter of readers, news above the report."""
    captures = Counter(str(stored.agency) for stored in database.reports(current=False))
    expected = Counter(str(one.agency) for one in demo.truth().verdicts if one.versions)
    for agency in ("nanji-gov", "qinghe-science", "qinghe-culture", "qinghe-justice"):
        assert captures[agency] > expected[agency]


def test_every_look_ends_as_the_truth_says(database: Database) -> None:
    looks: dict[tuple[date, str, str], Look] = {}
    for look in database.looks():
        key = (local_day(look.at), look.agency, _path(look.listing))
        assert key not in looks
        looks[key] = look
    visits: dict[tuple[date, str | None, str], Visit] = {
        (local_day(visit.at), visit.agency, _path(visit.url)): visit
        for visit in database.visits()
        if visit.purpose is Purpose.LISTING
    }
    ends = set()
    for day in DAYS:
        truth = demo.truth(day)
        for expected in truth.looks:
            if truth.awaits(Aspect.LOOK, expected.agency):
                continue
            key = (day, expected.agency, expected.listing)
            assert (key, looks[key].end) == (key, expected.end)
            if expected.end is not LookEnd.NEEDS_SCRIPT:
                assert (key, visits[key].outcome in expected.outcomes) == (key, True)
            ends.add(visits[key].outcome)
    assert ends >= {
        *(Outcome.CAPTURED, Outcome.UNCHANGED, Outcome.BLOCKED, Outcome.UNREACHABLE),
        *(Outcome.ROBOTS, Outcome.SOFT_404, Outcome.MOVED, Outcome.REJECTED),
    }


def test_a_look_lists_exactly_the_reports_that_its_column_shows(database: Database) -> None:
    columns = {
        (row.id, column.alias or platform_of(site).listing(site, column)): (site, column)
        for row in content().agencies
        for site, column in content().columns_of(row.id)
    }
    awaits = demo.truth().awaits
    compared = 0
    for look in database.looks():
        if look.end is not LookEnd.READ_TO_END or awaits(Aspect.LOOK, look.agency):
            continue
        site, column = columns[look.agency, _path(look.listing)]
        there = view_of(content(), site, local_day(look.at)).listed(column)
        expected = {e.title: e.published for e in there if read_title(e.title).kind is REPORT}
        listed = {link.title: link.declared for link in look.links if link.kind is REPORT}
        key = (look.agency, local_day(look.at))
        assert (key, len(listed)) == (key, len(expected))
        if site.style is not Style.ANNUAL:  # its page names years, and no days
            assert (key, listed) == (key, expected)
        compared += 1
    assert compared > 25 * len(DAYS)


REPORT = LinkKind.REPORT


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


# Manners, by the log of the sites themselves ------------------------------------------------------


def test_nothing_is_asked_outside_the_registry(
    log: tuple[Request, ...], database: Database
) -> None:
    registered = {host for agency in database.registry().agencies for host in agency.hosts}
    assert {request.host for request in log} <= registered
    assert "mirror" not in {request.site for request in log}
    rejected = [v for v in database.visits() if v.outcome is Outcome.REJECTED]
    assert {visit.agency for visit in rejected} >= {"nanji-water", "qilan-gov"}


def test_robots_are_asked_first_and_heeded(log: tuple[Request, ...]) -> None:
    for looked, requests in _by_site_and_day(log).items():
        assert (looked, requests[0].path) == (looked, "/robots.txt")
        busy = {request.status for request in requests} == {503}
        assert busy or [request.path for request in requests].count("/robots.txt") == 1
    closed = {request.path for request in log if request.site == "police"}
    assert closed == {"/robots.txt"}


def test_a_wall_is_left_alone(log: tuple[Request, ...]) -> None:
    walled = [requests for (site, _), requests in _by_site_and_day(log).items() if site in WALLED]
    assert len(walled) >= len(WALLED)
    for requests in walled:
        assert [request.path for request in requests] == ["/robots.txt"]
    assert not [request for request in log if "cookie" in request.headers]


WALLED = ("finance", "nanji-market")


def test_everyone_is_told_who_asks(log: tuple[Request, ...]) -> None:
    assert {request.user_agent.partition("/")[0] for request in log} == {"nianbao"}
    assert all("+demo" in request.user_agent for request in log)


def test_the_pace_is_kept(log: tuple[Request, ...], home: Path) -> None:
    least = load_settings(home).harvest.delay
    assert least > 0
    requests = _by_site_and_day(log)
    # The clock runs where requests arrive: a busy machine may bring a few closer together.
    assert _gap_of_nearly_all(requests.values()) >= least * 0.8
    slow = "transport"
    assert "Crawl-delay: 0.15" in str(content().site(slow).robots)
    # The first request after robots.txt has nothing to keep its distance from yet.
    slowly = [asked[1:] for (site, _), asked in requests.items() if site == slow]
    assert _gap_of_nearly_all(slowly) >= 0.15 * 0.8


def _gap_of_nearly_all(sequences: Iterable[list[Request]]) -> float:
    """Seconds between two requests; nineteen of twenty are as far apart, or farther."""
    gaps = sorted(
        (after.at - before.at).total_seconds()
        for requests in sequences
        for before, after in pairwise(requests)
    )
    assert len(gaps) > 20
    return gaps[len(gaps) // 20]


def _by_site_and_day(log: tuple[Request, ...]) -> dict[tuple[str, date], list[Request]]:
    sorted_out: dict[tuple[str, date], list[Request]] = defaultdict(list)
    for request in log:
        sorted_out[request.site, request.day].append(request)
    return sorted_out


def test_unchanged_reports_are_asked_for_under_conditions(
    database: Database, log: tuple[Request, ...]
) -> None:
    statuses: dict[date, Counter[int]] = defaultdict(Counter)
    for request in log:
        statuses[request.day][request.status] += 1
    assert statuses[DAYS[0]][304] == 0
    assert all(statuses[day][304] > 50 for day in DAYS[1:])
    unchanged = Counter(
        local_day(visit.at) for visit in database.visits() if visit.outcome is Outcome.UNCHANGED
    )
    assert all(unchanged[day] >= statuses[day][304] for day in DAYS)


def test_the_home_is_the_demos(home: Path) -> None:
    assert Home(folder=home, settings=load_settings(home)).settings.process.ocr == "off"
